"""An XLSX workbook is read sheet by sheet: what each cell shows, what it holds behind its format, and its formula."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from audit.model.document import Document, Grid, Place, Problem
from audit.model.text import Text
from audit.notation.builtin_formats import BUILTIN, shows_date, shows_span
from audit.readers._calamine import read_by_values
from audit.readers._cell import Stored, Style
from audit.readers._file import File, Unreadable, how_far
from audit.readers._package import broken, open_package, related
from audit.readers._sheet import Sheet, TooMany, TooWide, at_rest, laid_out, left_out, too_many, too_wide
from audit.readers._strings import strings_of
from audit.readers._values import MAIN, Shared
from audit.readers._worksheet import fill

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#: The names by which strict Open XML calls what all other workbooks call by the older names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", MAIN.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATED.encode()),
)

#: What parsing a part raises that is well-formed XML and yet no workbook.
_ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
#: What reading a part raises that is damaged.
_DAMAGE = (ParseError, expat.ExpatError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError)


class _Book(NamedTuple):
    """A workbook: for each sheet its name and its part, and what they share.

    ``is_left`` says that whoever opens the workbook is asked to calculate it.
    """

    sheets: list[tuple[str, str]]
    shared: Shared
    is_left: bool


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
    with open_package(file) as opened, _transitional(opened) as package, at_rest():
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
            except TooWide:
                problems.append(too_wide(place))
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
    for element in workbook.iter(f"{{{MAIN}}}sheet"):
        kind, part = parts.get(element.get(f"{{{_RELATED}}}id", ""), ("worksheet", ""))
        if kind == "worksheet":
            sheets.append((element.get("name", ""), part))
    named = {kind: target for kind, target in parts.values() if kind in ("sharedStrings", "styles")}
    properties = workbook.find(f"{{{MAIN}}}workbookPr")
    mac = properties is not None and properties.get("date1904") in ("1", "true")
    strings = strings_of(package, named.get("sharedStrings", ""))
    codes, styles = _styles(_part(package, named.get("styles", "")))
    dates = {n for n, code in enumerate(codes) if shows_date(code)}
    spans = {n for n in dates if shows_span(codes[n])}
    calculation = workbook.find(f"{{{MAIN}}}calcPr")
    is_left = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
    return _Book(sheets, Shared(strings, styles, dates, spans, mac), is_left)


def _styles(part: bytes) -> tuple[list[str], list[Style]]:
    """The number format and the style of each cell format; of colours and borders nothing is read."""
    if not part:
        return [], []
    sheet = fromstring(part)
    name = f"{{{MAIN}}}".__add__
    custom = {
        f.get("numFmtId", ""): f.get("formatCode", "") for f in sheet.iterfind(f"{name('numFmts')}/{name('numFmt')}")
    }
    fonts = sheet.find(name("fonts"))
    bold = [_is_on(font.find(name("b"))) for font in fonts] if fonts is not None else []
    codes, styles = [], []
    for format in sheet.iterfind(f"{name('cellXfs')}/{name('xf')}"):
        number = format.get("numFmtId", "0")
        code = custom.get(number) or BUILTIN.get(int(number), "General")
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
        fill(sheet, source, book.shared)
    if book.is_left and all(_is_left(stored) for cells in sheet.rows.values() for stored in cells.values()):
        _forget(sheet)
    return sheet


def _is_left(stored: Stored) -> bool:
    """Whether a cell is no formula, or one with nothing or nil beside it."""
    return stored.formula is None or stored.value is None or (stored.kind == "n" and stored.value == 0)


def _forget(sheet: Sheet) -> None:
    """Take away the nil that a program writes beside each formula which it leaves to others to calculate."""
    for cells in sheet.rows.values():
        for column, stored in cells.items():
            if stored.formula is not None and stored.kind == "n":
                cells[column] = stored._replace(value=None)
