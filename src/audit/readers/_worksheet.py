"""The part of an XLSX package that is one sheet is parsed as a stream, values and formulas in one pass.

Nothing is kept of an element when it ends, so that memory holds the cells and no tree of XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from audit.model.document import Merge
from audit.readers._cell import PLAIN, Copied, Stored
from audit.readers._file import LARGEST
from audit.readers._rows import Rows, is_utf8
from audit.readers._sheet import WIDEST, Sheet, TooMany, TooWide
from audit.readers._values import MAIN, Shared, column_of, formula_of, value_of

#: How the rows of a sheet begin and each of them ends, as nearly all programs write it.
_ROWS_BEGIN, _ROW_ENDS = b"<sheetData>", b"</row>"
#: What could change the meaning of the rows around it.
_MARKS = ("<!", "<?", "xmlns")

#: So many bytes are taken at a time, and so many at most without the end of a row.
_CHUNK, _LONGEST = 1 << 20, 1 << 24

_ON = ("1", "true")
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")

_LINES = re.compile(r"\$?(?:[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\d+:\$?\d+)")


def fill(sheet: Sheet, source: IO[bytes], shared: Shared) -> None:
    """Put the cells of a part into a sheet, and what it says of rows, columns and merged ranges.

    Raises TooMany for a sheet that memory should not hold, and ValueError or expat.ExpatError for one that is broken.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    filler = _Filler(sheet, shared, parser)
    filler.listen()
    parser.Parse(_by_rows(filler, source), False)
    while chunk := source.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _by_rows(filler: _Filler, source: IO[bytes]) -> bytes:
    """Put rows that are written in the usual way into the sheet; return what was taken from the source and not parsed.

    The parser sees all else, so that it knows what is well-formed. What could change the meaning of a row that it does
    not see, as a comment or a namespace, ends the matching.
    """
    rest = _head(source)
    start = rest.find(_ROWS_BEGIN) + len(_ROWS_BEGIN)
    if start < len(_ROWS_BEGIN) or not is_utf8(rest):
        return rest
    filler.parser.Parse(rest[:start], False)
    rest, rows = rest[start:], Rows(filler.sheet, filler.shared, filler.masters)
    while filler.is_inside:
        chunk = source.read(_CHUNK)
        rest += chunk
        end = rest.rfind(_ROW_ENDS) + len(_ROW_ENDS)
        if end < len(_ROW_ENDS):
            if not chunk or len(rest) > _LONGEST:
                break
            continue
        try:
            block = rest[:end].decode("utf-8")
        except UnicodeDecodeError:
            break
        left = _put(rows, filler, block.split(_ROW_ENDS.decode()))
        rest = _ROW_ENDS.decode().join(left).encode() + rest[end:]
        if left or not chunk:
            break
    return rest


def _put(rows: Rows, filler: _Filler, texts: list[str]) -> list[str]:
    """Put rows into the sheet, given without their end tags; return those from which on all is left to the parser."""
    for number, text in enumerate(texts[:-1]):
        row = rows.put(text)
        if row is not None:
            filler.row = row
            continue
        if any(mark in text for mark in _MARKS):
            return texts[number:]
        filler.parser.Parse(f"{text}{_ROW_ENDS.decode()}".encode(), False)
        if not filler.is_inside:
            return texts[number + 1 :]
    return []


def _head(source: IO[bytes]) -> bytes:
    """The beginning of a part, down to its rows."""
    head = b""
    while _ROWS_BEGIN not in head and len(head) < _LONGEST and (chunk := source.read(_CHUNK)):
        head += chunk
    return head


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
    #: Whether the parser is among the rows.
    is_inside: bool = False
    masters: dict[str | None, tuple[str, int, int]] = field(default_factory=dict)

    def listen(self) -> None:
        """Take the events of the parser."""
        tags = ["c", "v", "f", "is", "t", "rPh", "row", "col", "mergeCell", "sheetData"]
        begins = dict(zip(tags, self._begins(), strict=True))
        ends: dict[str, Callable[[], None]] = {"c": self._end_cell, "rPh": self._end_phonetic}
        ends["sheetData"] = self._end_rows
        ends |= dict.fromkeys(("v", "f", "t", "is"), self._stop)
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
        return (*cell, self._row, self._columns, self._merge, self._rows)

    # Rows, columns and merged ranges

    def _rows(self, attributes: dict[str, str]) -> None:
        self.is_inside = True

    def _end_rows(self) -> None:
        self.is_inside = False

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
            value, kind = value_of(text, kind, number, self.shared) if text else (None, kind)
        told: str | Copied | None = None
        if self.formula is not None:
            told = formula_of("".join(self.formula), self.formula_of, self.masters, row, self.column)
        styles = self.shared.styles
        style = styles[number] if number < len(styles) else PLAIN
        self.sheet.put(row, self.column, Stored(value, kind, style, told))
        if self.sheet.count > LARGEST:
            raise TooMany
