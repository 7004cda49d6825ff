"""The part of an XLSX package that is one sheet is parsed as a stream, values and formulas in one pass.

Nothing is kept of an element when it ends, so that memory holds the cells and no tree of XML.
"""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Any
from xml.parsers import expat

from audit.model.document import Merge
from audit.notation.letters import letters_of, position_of
from audit.readers._file import LARGEST
from audit.readers._sheet import PLAIN, WIDEST, Sheet, Stored, Style, TooMany, TooWide

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

#: What an exporter writes into the cell of a number that it does not have.
_NOTHING = ("", "null", "undefined", "none")
_NAN = ("nan", "inf", "infinity")

_ON = ("1", "true")
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")

_LINES = re.compile(r"\$?(?:[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\d+:\$?\d+)")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share: its texts, its styles, and which of these are dates or spans of time.

    ``mac`` says that days are counted from 1904.
    """

    strings: list[str]
    styles: list[Style]
    dates: set[int]
    spans: set[int]
    mac: bool


@cache
def column_of(letters: str) -> int:
    """The number of a column, counted from 1; raises ValueError where the letters are none."""
    if not 0 < len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise ValueError(f"{letters} is no column")
    return position_of(letters.upper()) + 1


def fill(sheet: Sheet, source: IO[bytes], shared: Shared) -> None:
    """Put the cells of a part into a sheet, and what it says of rows, columns and merged ranges.

    Raises TooMany for a sheet that memory should not hold, and ValueError or expat.ExpatError for one that is broken.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    _Filler(sheet, shared, parser).listen()
    while chunk := source.read(1 << 18):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


@dataclass(slots=True)
class _Filler:
    """Listens to a parser and keeps what of the current cell was heard."""

    sheet: Sheet
    shared: Shared
    parser: Any
    row: int = 0
    column: int = 0
    #: The attributes of the cell, None outside of one; its value, formula and inline text as pieces.
    cell: dict[str, str] | None = None
    value: list[str] | None = None
    formula: list[str] | None = None
    formula_of: dict[str, str] = field(default_factory=dict)
    inline: list[str] | None = None
    into: list[str] | None = None
    phonetic: int = 0
    masters: dict[str | None, Any] = field(default_factory=dict)

    def listen(self) -> None:
        """Take the events of the parser."""
        tags = ["c", "v", "f", "is", "t", "rPh", "row", "col", "mergeCell"]
        begins = dict(zip(tags, self._begins(), strict=True))
        ends: dict[str, Callable[[], None]] = {"c": self._end_cell, "is": self._stop, "rPh": self._end_phonetic}
        ends |= dict.fromkeys(("v", "f", "t"), self._stop)
        begin = {f"{MAIN} {tag}": call for tag, call in begins.items()}.get
        end = {f"{MAIN} {tag}": call for tag, call in ends.items()}.get

        def started(tag: str, attributes: dict[str, str]) -> None:
            if call := begin(tag):
                call(attributes)

        def ended(tag: str) -> None:
            if call := end(tag):
                call()

        self.parser.StartElementHandler = started
        self.parser.EndElementHandler = ended
        self.parser.CharacterDataHandler = self._heard

    def _begins(self) -> tuple[Callable[[dict[str, str]], None], ...]:
        cell = (self._cell, self._value, self._formula, self._inline, self._text, self._phonetic)
        return (*cell, self._row, self._columns, self._merge)

    # Rows, columns and merged ranges

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self.row = int(float(number)) if number is not None else self.row + 1
        if number is not None and float(number) != self.row:
            raise ValueError(f"{number} is no row")
        self.column = 0
        if attributes.get("hidden") in _ON:
            self.sheet.hidden.add(self.row)
        level = attributes.get("outlineLevel", "0")
        if level.isdigit() and int(level):
            self.sheet.outline[self.row] = int(level)

    def _columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _ON:
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self.sheet.hidden_columns.update(range(first, min(last, WIDEST) + 1))

    def _merge(self, attributes: dict[str, str]) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is None:
            # Whole rows or columns are merged by a slip only, and hide nothing that could be told.
            if not _LINES.fullmatch(attributes.get("ref", "")):
                raise ValueError("a merged range is none")
            return
        left, top = column_of(found[1]), int(found[2])
        right, bottom = (column_of(found[3]), int(found[4])) if found[3] else (left, top)
        self.sheet.merges.append(Merge(top - 1, left - 1, bottom - 1, right - 1))

    # Cells

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes
        self.value = self.formula = self.inline = self.into = None

    def _value(self, attributes: dict[str, str]) -> None:
        if self.cell is not None and self.value is None:
            self.value = self.into = []

    def _formula(self, attributes: dict[str, str]) -> None:
        if self.cell is not None and self.formula is None:
            self.formula = self.into = []
            self.formula_of = attributes

    def _inline(self, attributes: dict[str, str]) -> None:
        if self.cell is not None:
            self.inline = []

    def _text(self, attributes: dict[str, str]) -> None:
        if self.inline is not None and not self.phonetic:
            self.into = self.inline

    def _phonetic(self, attributes: dict[str, str]) -> None:
        # The readings in small letters that East Asian texts carry are no part of the text.
        self.phonetic += 1

    def _end_phonetic(self) -> None:
        self.phonetic -= 1

    def _heard(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)

    def _stop(self) -> None:
        self.into = None

    def _end_cell(self) -> None:
        cell = self.cell
        if cell is None:
            return
        self.cell = self.into = None
        place = cell.get("r")
        if place:
            letters = place.rstrip("0123456789")
            row, self.column = int(place[len(letters) :]), column_of(letters)
        else:
            row, self.column = self.row, self.column + 1
        if self.column > WIDEST:
            raise TooWide
        if self.value is None and self.formula is None and self.inline is None:
            return
        number = int(cell.get("s", 0))
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            value: Any = None if self.inline is None else "".join(self.inline)
            kind = kind if self.inline is None else "s"
        else:
            text = "".join(self.value) if self.value else ""
            value, kind = self._valued(text, kind, number) if text else (None, kind)
        told = None if self.formula is None else self._formula_at(row, self.column)
        styles = self.shared.styles
        style = styles[number] if number < len(styles) else PLAIN
        self.sheet.put(row, self.column, Stored(value, kind, style, told))
        if len(self.sheet.cells) > LARGEST:
            raise TooMany

    def _valued(self, text: str, kind: str, style: int) -> tuple[Any, str]:
        """What a cell of a kind holds, and its kind as a reader knows it; a value that is none stays a text."""
        try:
            if kind == "n":
                number = float(text) if "." in text or "e" in text or "E" in text else int(text)
                return self._dated(number, style) if style in self.shared.dates else (number, kind)
            if kind == "s":
                return self.shared.strings[int(text)], kind
            if kind == "b":
                return bool(int(text)), kind
            if kind == "d":
                return _from_iso(text), kind
        except (ValueError, ArithmeticError, LookupError):
            return _odd(text.strip(), kind)
        return text, "s" if kind == "str" else kind

    def _dated(self, number: float, style: int) -> tuple[Any, str]:
        # Few reports hold dates, and openpyxl takes as long to import as all else that reads a workbook.
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        epoch = MAC_EPOCH if self.shared.mac else WINDOWS_EPOCH
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return from_excel(number, epoch, timedelta=style in self.shared.spans), "d"
            except (OverflowError, ValueError):
                return "#VALUE!", "e"

    def _formula_at(self, row: int, column: int) -> str:
        assert self.formula is not None
        kind, text = self.formula_of.get("t"), "=" + "".join(self.formula)
        if kind == "dataTable":
            return "=TABLE()"
        if kind == "shared":
            number, place = self.formula_of.get("si"), f"{letters_of(column - 1)}{row}"
            if number in self.masters:
                translated: str = self.masters[number].translate_formula(place)
                return translated
            if text != "=":
                from openpyxl.formula.translate import Translator

                self.masters[number] = Translator(text, place)
        return text


def _from_iso(text: str) -> datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None:
    from openpyxl.utils.datetime import from_ISO8601

    found: datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None = from_ISO8601(text)  # type: ignore[no-untyped-call]
    return found


def _odd(text: str, kind: str) -> tuple[Any, str]:
    """A value that is not of the kind that its cell says, as ``null`` or ``NaN`` for a number."""
    if kind == "s" or text.lower().lstrip("+-") in _NAN:
        return text if kind == "n" else "#VALUE!", "e"
    return None if text.lower() in _NOTHING else text, "s"
