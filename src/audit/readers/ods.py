"""An ODS spreadsheet is read sheet by sheet: what each cell prints, the value behind that, and its formula."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from audit.model.document import Document, Merge, Number
from audit.notation.number_format import show
from audit.notation.numerals import Mark, read_numeral
from audit.readers._cell import Stored, Style
from audit.readers._file import LARGEST, File
from audit.readers._package import DAMAGE, broken, locked, open_package
from audit.readers._sheet import Sheet, document_of

_FIGURES = ("float", "percentage", "currency")
_STYLES = ("number-style", "percentage-style", "currency-style")
_MARKS: tuple[Mark, Mark] = (",", ".")
_ERROR = re.compile(r"Err:\d{3}|#[A-Z0-9/]+[!?A]")

#: A run of hidden rows or columns that goes on to the end of the sheet is no more than this.
_MOST_HIDDEN = 1 << 16


@dataclass(slots=True)
class _Look:
    """What the style of a cell says: the name of its number format, bold face and the style that it goes on from."""

    format: str
    bold: bool
    parent: str


@dataclass(slots=True)
class _Styles:
    """The styles of a spreadsheet by name, and the number formats that print a fixed number of decimals."""

    looks: dict[str, _Look] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)

    def add(self, element: Element) -> None:
        """Take in a style or a number format."""
        name = _get(element, "name")
        if _local(element) not in (*_STYLES, "style"):
            return
        if _local(element) in _STYLES:
            if any(_get(part, "decimal-places") for part in element if _local(part) == "number"):
                self.fixed.add(name)
            return
        bold = any(_get(part, "font-weight") == "bold" for part in element)
        self.looks[name] = _Look(_get(element, "data-style-name"), bold, _get(element, "parent-style-name"))

    def of(self, name: str) -> tuple[bool, bool]:
        """Whether a style prints a fixed number of decimals, and whether it is bold."""
        fixed = bold = False
        seen: set[str] = set()
        while name in self.looks and name not in seen:
            seen.add(name)
            look = self.looks[name]
            fixed, bold = fixed or look.format in self.fixed, bold or look.bold
            name = look.parent
        return fixed, bold


def read(file: File, id: str) -> Document:
    """The spreadsheet as a Document; raises Unreadable for a file that is none, is broken or has a password."""
    with open_package(file) as package:
        try:
            if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
                raise locked(file)
            styles = _Styles()
            for _, element in iterparse(BytesIO(_part(package, "styles.xml") or b"<none/>")):
                styles.add(element)
            with package.open("content.xml") as source:
                sheets = list(_sheets(source, styles))
        except DAMAGE as error:
            raise broken(file) from error
    return document_of(file, id, "ods", sheets)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    return package.read(name) if name in package.NameToInfo else b""


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _get(element: Element, name: str) -> str:
    """An attribute by its name, whatever the prefix; LibreOffice repeats some under a prefix of its own."""
    found = [value for key, value in element.attrib.items() if key.rpartition("}")[2] == name and "calcext" not in key]
    return found[0] if found else ""


def _count(element: Element, name: str) -> int:
    text = _get(element, name)
    return int(text) if text.isdigit() else 1


def _sheets(source: IO[bytes], styles: _Styles) -> Iterator[Sheet]:
    """The sheets of a spreadsheet; tables within cells are none. One with too many cells is cut off after them."""
    sheet = Sheet("")
    row = column = depth = level = 0
    usual: list[tuple[int, str]] = []
    for event, element in iterparse(source, ("start", "end")):
        tag = _local(element)
        if event == "start":
            depth += tag == "table"
            level += tag == "table-row-group"
            if tag == "table" and depth == 1:
                sheet, row, column, usual = Sheet(_get(element, "name")), 0, 0, []
            continue
        if tag == "table-row-group":
            level -= 1
        elif tag == "table":
            depth -= 1
            if not depth:
                yield sheet
                element.clear()
        elif tag == "table-column" and depth == 1:
            column += _count(element, "number-columns-repeated")
            usual.append((column, _get(element, "default-cell-style-name")))
            if _is_hidden(element):
                first = column - min(_count(element, "number-columns-repeated"), _MOST_HIDDEN) + 1
                sheet.hidden_columns.update(range(first, column + 1))
        elif tag == "table-row" and depth == 1:
            times = _count(element, "number-rows-repeated")
            _add_row(sheet, element, range(row + 1, row + times + 1), usual, styles)
            for number in range(row + 1, row + min(times, _MOST_HIDDEN) + 1):
                if _is_hidden(element):
                    sheet.hidden.add(number)
                if level:
                    sheet.outline[number] = level
            row += times
            element.clear()
        elif not depth:
            styles.add(element)


def _is_hidden(element: Element) -> bool:
    return _get(element, "visibility") in ("collapse", "filter")


def _add_row(sheet: Sheet, row: Element, numbers: range, usual: list[tuple[int, str]], styles: _Styles) -> None:
    """The cells of a row, which stands as many times as there are numbers."""
    column = 1
    for cell in row:
        if _local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = _count(cell, "number-columns-repeated")
        name = _get(cell, "style-name") or next((style for last, style in usual if column <= last), "")
        stored = _stored(cell, *styles.of(name))
        if stored.formula or not stored.is_blank:
            for number in numbers:
                for position in range(column, column + times):
                    if sheet.count > LARGEST:
                        return
                    sheet.put(number, position, stored)
        across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            sheet.merges.append(Merge(numbers[0] - 1, column - 1, numbers[0] + down - 2, column + across - 2))
        column += times


def _stored(cell: Element, fixed: bool, bold: bool) -> Stored:
    text = "\n".join(_text(part) for part in cell if _local(part) == "p")
    formula = _formula(_get(cell, "formula")) or None
    style = Style(bold=bold)
    kind = _get(cell, "value-type")
    if "error" in (value for key, value in cell.attrib.items() if key.endswith("value-type")) or _ERROR.fullmatch(text):
        return Stored(text or "#VALUE!", "e", style, formula)
    if kind in _FIGURES:
        shown = _figure(_get(cell, "value"), text, fixed=fixed, percent=kind == "percentage")
        return Stored(shown[0], "n", style, formula, shown)
    if kind:
        told = text or _get(cell, "string-value") or _get(cell, "date-value") or _get(cell, "time-value")
        return Stored(told, "s", style, formula)
    return Stored(text or None, "n", style, formula)


def _figure(value: str, text: str, *, fixed: bool, percent: bool) -> tuple[str, Number | None]:
    """What a figure prints, and the number with the precision of that print if its format keeps trailing zeros."""
    behind = float(value)
    if not math.isfinite(behind):
        return text or value, None
    stored = Fraction(value)
    prints = [numeral for mark in _MARKS if (numeral := read_numeral(text, mark)) is not None and not numeral.malformed]
    for numeral in prints:
        scaled = stored * 100 if numeral.percent else stored
        if numeral.value is not None and abs(numeral.value - scaled) <= numeral.quantum:
            hidden = numeral.value != scaled
            # A nil is printed by a format for zero alone, and hides nothing.
            quantum = numeral.quantum if fixed or hidden or numeral.nil else None
            return text, Number(numeral.value, quantum, scaled, hidden, numeral.percent)
    plain, number = show(behind * 100 if percent and "%" in text else behind, None)
    return text or plain, replace(number, percent=percent)


def _text(element: Element) -> str:
    """The text of a paragraph, notes to the cell left out."""
    parts = [element.text or ""]
    for child in element:
        tag = _local(child)
        if tag == "s":
            parts.append(" " * min(_count(child, "c"), 1000))
        elif tag in ("tab", "line-break"):
            parts.append("\t" if tag == "tab" else "\n")
        elif tag not in ("annotation", "note"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _formula(text: str) -> str:
    """A formula as spreadsheet programs show it: ``of:=SUM([.A1:.A3])`` is ``=SUM(A1:A3)``."""
    bare = re.sub(r"^\w+:(?==)", "", text)
    return re.sub(r"\[([^\]]*)\]", lambda found: _reference(found[1]), bare)


def _reference(text: str) -> str:
    return ":".join(part.removeprefix(".").replace(".", "!", 1) for part in text.split(":"))
