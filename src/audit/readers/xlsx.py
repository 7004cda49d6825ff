"""An XLSX workbook is read sheet by sheet: what each cell shows, what it holds behind its format, and its formula."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from audit.model.document import Document, Grid, Merge, Place, Problem
from audit.model.text import Text
from audit.readers._calamine import read_by_values
from audit.readers._file import LARGEST, File, Unreadable, how_far
from audit.readers._package import broken, open_package, related
from audit.readers._sheet import PLAIN, Sheet, Stored, Style, TooMany, laid_out, left_out, too_many

_MERGED = f"{{{SHEET_MAIN_NS}}}mergeCell"

#: The names by which strict Open XML calls what all other workbooks call by the older names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", SHEET_MAIN_NS.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", REL_NS.encode()),
)

#: What an exporter writes into the cell of a number that it does not have.
_NOTHING = ("", "null", "undefined", "none")

#: What parsing a part raises that is well-formed XML and yet no workbook.
_ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
#: What reading a part raises that is damaged.
_DAMAGE = (ParseError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError)


class _Book(NamedTuple):
    """What the sheets of a workbook share, and for each sheet its name and its part."""

    sheets: list[tuple[str, str]]
    strings: list[str]
    styles: list[Style]
    dates: set[int]
    timedeltas: set[int]
    epoch: Any


class _Parser(WorkSheetParser):
    """Values and formulas in one pass, where openpyxl would need two, and nothing of charts, links or colours."""

    sheet: Sheet

    def parse(self) -> Generator[Any]:
        """Yield the rows, and note the merged ranges and the hidden columns."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == COL_TAG:
                if element.get("hidden") in ("1", "true"):
                    first, last = int(element.get("min", 0)), int(element.get("max", 0))
                    self.sheet.hidden_columns.update(range(first, min(last, 1 << 14) + 1))
            elif element.tag == _MERGED:
                left, top, right, bottom = range_boundaries(element.get("ref") or "")
                if left and top and right and bottom:
                    self.sheet.merges.append(Merge(top - 1, left - 1, bottom - 1, right - 1))

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Parse the stored value of a cell, and its formula beside it; a value that is none stays a text."""
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, ArithmeticError, LookupError):
            cell = self._odd(element)
        if element.find(FORMULA_TAG) is not None:
            formula: object = self.parse_formula(element)  # type: ignore[no-untyped-call]
            cell["formula"] = formula if isinstance(formula, str) else getattr(formula, "text", None) or "=TABLE()"
        return cell

    def _odd(self, element: Any) -> dict[str, Any]:
        """A cell whose value is not of the kind that it says, as ``null`` or ``NaN`` for a number."""
        text = (element.findtext(VALUE_TAG) or "").strip()
        kind = element.get("t", "n")
        shell = Element(element.tag, {key: value for key, value in element.attrib.items() if key in ("r", "s")})
        self.col_counter -= not element.get("r")
        cell: dict[str, Any] = super().parse_cell(shell)
        if kind == "s" or text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
            return cell | {"value": text if kind == "n" else "#VALUE!", "data_type": "e"}
        return cell | {"value": None if text.lower() in _NOTHING else text, "data_type": "s"}


def read(file: File, id: str) -> Document:
    """The workbook as a Document; raises Unreadable for a file that is none, is broken or has a password.

    A sheet that is damaged is left out and told. A workbook of which the parts do not fit together goes through
    calamine, which needs less of them.
    """
    if not file.content.startswith(b"PK"):
        raise Unreadable(
            "not-xlsx",
            Text(f"{file.name} bukan buku kerja XLSX.", f"{file.name} is not an XLSX workbook."),
            Text("Periksa apakah akhiran namanya benar.", "Check that its suffix is right."),
        )
    with open_package(file) as opened, _transitional(opened) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dates out of range, which become errors
        try:
            book = _book(package)
        except _DAMAGE as error:
            raise broken(file) from error
        except _ODD:
            return read_by_values(file, id, "xlsx")
        grids: list[Grid] = []
        problems: list[Problem] = []
        for name, part in book.sheets:
            place = Place(id, file.name, name)
            try:
                grid, lost = laid_out(_sheet(package, name, part, book), place)
            except TooMany:
                problems.append(too_many(place))
            except (*_DAMAGE, *_ODD):
                problems.append(left_out(place, "broken", Text("rusak atau terpotong", "it is damaged or cut short")))
            else:
                grids.append(grid)
                problems.extend(lost)
    return Document(file.input(id, "xlsx", how_far(grids, problems)), tuple(grids), problems=tuple(problems))


def _transitional(package: zipfile.ZipFile) -> zipfile.ZipFile:
    """The package, one of strict Open XML with the names that all others use."""
    if b"//purl.oclc.org/ooxml" not in _part(package, "_rels/.rels"):
        return package
    rewritten = BytesIO()
    with zipfile.ZipFile(rewritten, "w") as other:
        for name in package.namelist():
            content = package.read(name)
            if name.lower().endswith((".xml", ".rels")):
                for strict, usual in _STRICT:
                    content = content.replace(strict, usual)
            other.writestr(name, content)
    return zipfile.ZipFile(rewritten)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part; nothing where it is missing."""
    return package.read(name) if name in package.NameToInfo else b""


def _book(package: zipfile.ZipFile) -> _Book:
    """The workbook, in the order of its sheets; sheets of charts and of old macros are none."""
    main = next((target for kind, target in related(package, "").values() if kind == "officeDocument"), "")
    workbook = fromstring(package.read(main or "xl/workbook.xml"))
    parts = related(package, main or "xl/workbook.xml")
    sheets = []
    for element in workbook.iter(f"{{{SHEET_MAIN_NS}}}sheet"):
        kind, part = parts.get(element.get(f"{{{REL_NS}}}id", ""), ("worksheet", ""))
        if kind == "worksheet":
            sheets.append((element.get("name", ""), part))
    named = {kind: target for kind, target in parts.values() if kind in ("sharedStrings", "styles")}
    properties = workbook.find(f"{{{SHEET_MAIN_NS}}}workbookPr")
    mac = properties is not None and properties.get("date1904") in ("1", "true")
    strings = list(_strings(package, named.get("sharedStrings", "")))
    codes, styles = _styles(_part(package, named.get("styles", "")))
    dates = {n for n, code in enumerate(codes) if is_date_format(code)}
    timedeltas = {n for n in dates if is_timedelta_format(codes[n])}
    return _Book(sheets, strings, styles, dates, timedeltas, MAC_EPOCH if mac else WINDOWS_EPOCH)


def _strings(package: zipfile.ZipFile, part: str) -> Iterator[str]:
    """The shared texts, without the readings in small letters that East Asian texts carry."""
    if part not in package.NameToInfo:
        return
    item, run, text = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("si", "r", "t"))
    with package.open(part) as source:
        for _, element in iterparse(source):
            if element.tag == item:
                own = [child for child in element if child.tag == text]
                runs = [child.find(text) for child in element if child.tag == run]
                texts = [found.text or "" for found in (*own, *runs) if found is not None]
                yield re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), "".join(texts))
                element.clear()


def _styles(part: bytes) -> tuple[list[str], list[Style]]:
    """The number format and the style of each cell format; of colours and borders nothing is read."""
    if not part:
        return [], []
    sheet = fromstring(part)
    name = f"{{{SHEET_MAIN_NS}}}".__add__
    custom = {
        f.get("numFmtId", ""): f.get("formatCode", "") for f in sheet.iterfind(f"{name('numFmts')}/{name('numFmt')}")
    }
    fonts = sheet.find(name("fonts"))
    bold = [_is_on(font.find(name("b"))) for font in fonts] if fonts is not None else []
    codes, styles = [], []
    for format in sheet.iterfind(f"{name('cellXfs')}/{name('xf')}"):
        number = format.get("numFmtId", "0")
        code = custom.get(number) or BUILTIN_FORMATS.get(int(number), "General")
        alignment = format.find(name("alignment"))
        indent = int(float(alignment.get("indent") or 0)) if alignment is not None else 0
        font = int(format.get("fontId", 0))
        codes.append(code)
        styles.append(Style(code, indent, font < len(bold) and bold[font]))
    return codes, styles


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get("val") not in ("0", "false")


def _sheet(package: zipfile.ZipFile, name: str, part: str, book: _Book) -> Sheet:
    """A sheet with all that its cells hold."""
    sheet = Sheet(name)
    with package.open(part) as source:
        parser = _Parser(source, book.strings, True, book.epoch, book.dates, book.timedeltas)
        parser.sheet = sheet
        for _, cells in parser.parse():
            for cell in cells:
                number = cell["style_id"]
                style = book.styles[number] if number < len(book.styles) else PLAIN
                stored = Stored(cell["value"], cell["data_type"], style, cell.get("formula"))
                sheet.put(cell["row"], cell["column"], stored)
            if len(sheet.cells) > LARGEST:
                raise TooMany
    for row, told in parser.row_dimensions.items():
        if told.get("hidden") in ("1", "true"):
            sheet.hidden.add(int(row))
        level = told.get("outlineLevel", "0")
        if level.isdigit() and int(level):
            sheet.outline[int(row)] = int(level)
    return sheet
