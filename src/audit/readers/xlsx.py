"""An XLSX workbook is read sheet by sheet: what each cell shows, what it holds behind its format, and its formula."""

from __future__ import annotations

import datetime
import math
import warnings
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.cell import Cell as StyledCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from audit.model.document import Cell, Document, Grid, Merge, Number, Place, Problem
from audit.model.text import Text
from audit.notation.number_format import show
from audit.readers import Unreadable, new_input

#: The first bytes of an OLE2 compound file: a workbook with a password, or one of the format before 2007.
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGED = f"{{{SHEET_MAIN_NS}}}mergeCell"

#: A grid holds no more cells than this, blank ones counted: one stray cell in the last corner of a sheet spans 17e9.
LARGEST = 5_000_000


class _Style(NamedTuple):
    """What the style of a cell says of its figure and of its level."""

    code: str
    indent: int
    bold: bool


class _Stored(NamedTuple):
    """A cell as its file holds it; ``kind`` is ``e`` for an error and ``n`` for a number."""

    value: Any
    kind: str
    style: _Style
    formula: str | None


@dataclass(slots=True)
class _Sheet:
    """A sheet as its file holds it: the cells with a value or a formula by row and column, counted from 1."""

    title: str
    cells: dict[tuple[int, int], _Stored] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)


class _Parser(WorkSheetParser):
    """Values and formulas in one pass, where openpyxl would need two, and nothing of charts, links or colours."""

    merges: list[Merge]

    def parse(self) -> Generator[Any]:
        """Yield the rows, and note the merged ranges."""
        self.merges = []
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == _MERGED:
                left, top, right, bottom = range_boundaries(element.get("ref") or "")
                if left and top and right and bottom:
                    self.merges.append(Merge(top - 1, left - 1, bottom - 1, right - 1))

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Parse the stored value of a cell, and its formula beside it."""
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None:
            formula: object = self.parse_formula(element)  # type: ignore[no-untyped-call]
            cell["formula"] = formula if isinstance(formula, str) else getattr(formula, "text", None) or "=TABLE()"
        return cell


def read(path: Path, id: str) -> Document:
    """The workbook as a Document; raises Unreadable for a file that is none, is broken or has a password."""
    content = path.read_bytes()
    _refuse(path, content)
    grids: list[Grid] = []
    problems: list[Problem] = []
    for sheet in _sheets(path, content):
        place = Place(id, path.name, sheet.title)
        missing = [at for at, cell in sheet.cells.items() if cell.formula and cell.value is None and cell.kind == "n"]
        if missing:
            problems.append(_without_value(place, missing))
        cut = _cut(sheet)
        if cut:
            problems.append(_too_far(place, cut))
        grids.append(_grid(sheet, place))
    input = new_input(path, id, "xlsx", content)
    return Document(replace(input, read="partly") if problems else input, tuple(grids), problems=tuple(problems))


def _refuse(path: Path, content: bytes) -> None:
    if content.startswith(_OLE2):
        if _ENCRYPTED in content:
            raise Unreadable(
                "password",
                Text(f"{path.name} dilindungi kata sandi.", f"{path.name} is protected by a password."),
                Text(
                    "Simpan salinan tanpa kata sandi, lalu periksa salinan itu.",
                    "Save a copy without the password and check the copy.",
                ),
            )
        raise Unreadable(
            "not-xlsx",
            Text(f"{path.name} berformat lama (XLS).", f"{path.name} is in the old XLS format."),
            Text("Buka di aplikasi lembar kerja dan simpan sebagai XLSX.", "Open it and save it as XLSX."),
        )
    if not content.startswith(b"PK"):
        raise Unreadable(
            "not-xlsx",
            Text(f"{path.name} bukan buku kerja XLSX.", f"{path.name} is not an XLSX workbook."),
            Text("Periksa apakah akhiran namanya benar.", "Check that its suffix is right."),
        )


def _sheets(path: Path, content: bytes) -> list[_Sheet]:
    # What openpyxl raises on a damaged package is of many kinds (zip, XML, key, type); each means the same to a person.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it would not write back
            return list(_parsed(content))
    except Exception as error:
        raise Unreadable(
            "broken",
            Text(
                f"{path.name} rusak atau terpotong sehingga tidak dapat dibuka.",
                f"{path.name} is damaged or cut short and cannot be opened.",
            ),
            Text(
                "Buka di aplikasi lembar kerja, perbaiki, simpan, lalu coba lagi.",
                "Open it in the spreadsheet program, let it repair the file, save it and try again.",
            ),
        ) from error


def _parsed(content: bytes) -> Iterator[_Sheet]:
    """The worksheets of a package; sheets of charts are none."""
    reader = ExcelReader(BytesIO(content), data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    styles = _Styles(reader.wb)
    for named, relation in reader.parser.find_sheets():
        if not str(relation.Type).endswith("/worksheet"):
            continue
        sheet = _Sheet(named.name)
        with reader.archive.open(relation.target) as source:
            parser = _Parser(source, reader.shared_strings, True, *styles.dates)
            for _, cells in parser.parse():
                for cell in cells:
                    value, formula = cell["value"], cell.get("formula")
                    if formula or not (value is None or (isinstance(value, str) and not value.strip())):
                        at = cell["row"], cell["column"]
                        sheet.cells[at] = _Stored(value, cell["data_type"], styles[cell["style_id"]], formula)
        sheet.merges, sheet.rows = parser.merges, parser.row_dimensions
        for merge in sheet.merges:
            _clear(sheet, merge)
        yield sheet


class _Styles(dict[int, _Style]):
    """The styles of a workbook by their number, each looked up once, and which of them are dates."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.sheet = book.create_sheet()
        self.dates = book.epoch, book._date_formats, book._timedelta_formats

    def __missing__(self, number: int) -> _Style:
        cell = StyledCell(self.sheet, 1, 1, style_array=self.book._cell_styles[number])
        styled = cell.has_style
        indent = int(cell.alignment.indent or 0) if styled else 0
        return self.setdefault(number, _Style(cell.number_format, indent, bool(styled and cell.font.bold)))


def _clear(sheet: _Sheet, merge: Merge) -> None:
    """Drop what a merged range hides, which is all but its first cell."""
    first = merge.top + 1, merge.left + 1
    rows, columns = range(first[0], merge.bottom + 2), range(first[1], merge.right + 2)
    if len(rows) * len(columns) <= len(sheet.cells):
        hidden = [(row, column) for row in rows for column in columns]
    else:
        hidden = [at for at in sheet.cells if at[0] in rows and at[1] in columns]
    for at in hidden:
        if at != first:
            sheet.cells.pop(at, None)


def _cut(sheet: _Sheet) -> list[tuple[int, int]]:
    """Take away what lies so far off that a grid with it would be too large; return which cells."""
    gone: list[tuple[int, int]] = []
    while sheet.cells:
        rows, columns = sorted({row for row, _ in sheet.cells}), sorted({column for _, column in sheet.cells})
        if rows[-1] * columns[-1] <= LARGEST:
            break
        step, last, axis = max((*_gap(rows), 0), (*_gap(columns), 1))
        if step == 1:
            last, axis = LARGEST // columns[-1], 0
        beyond = [at for at in sheet.cells if at[axis] > last]
        for at in beyond:
            del sheet.cells[at]
        gone += beyond
    return gone


def _gap(used: list[int]) -> tuple[int, int]:
    """The widest step between the numbers that are used, and the number before it."""
    return max(((after - before, before) for before, after in zip([0, *used], used, strict=False)), default=(0, 0))


def _grid(sheet: _Sheet, place: Place) -> Grid:
    height = max((row for row, _ in sheet.cells), default=0)
    width = max((column for _, column in sheet.cells), default=0)
    deep = max([height, *(merge.bottom + 1 for merge in sheet.merges)])
    wide = max([width, *(merge.right + 1 for merge in sheet.merges)])
    if deep * wide <= LARGEST:
        height, width = deep, wide
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    letters = [get_column_letter(column) for column in range(1, width + 1)]
    for (row, column), stored in sheet.cells.items():
        at = Place(place.input, place.file, place.sheet, f"{letters[column - 1]}{row}")
        rows[row - 1][column - 1] = _cell(stored, at)
    told = [sheet.rows.get(str(row), {}) for row in range(1, height + 1)]
    outline = tuple(int(row.get("outlineLevel", 0)) for row in told)
    hidden = frozenset(n for n, row in enumerate(told) if row.get("hidden") in ("1", "true"))
    merges = tuple(merge for merge in sheet.merges if merge.top < height and merge.left < width)
    return Grid(sheet.title, place, tuple(map(tuple, rows)), merges, outline, hidden)


def _cell(stored: _Stored, place: Place) -> Cell | None:
    value, kind, style, formula = stored
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text, number = _shown(value, style.code)
    error = kind == "e" or (isinstance(value, float) and number is None)
    return Cell(text, place, number, formula, style.indent or len(text) - len(text.lstrip()), style.bold, error)


def _shown(value: object, code: str | None) -> tuple[str, Number | None]:
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return show(value, code)
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value).isoformat(), None
    return str(value), None


def _few(cells: list[tuple[int, int]]) -> str:
    return ", ".join(f"{get_column_letter(column)}{row}" for row, column in cells[:5]) + (
        ", …" if len(cells) > 5 else ""
    )


def _without_value(place: Place, cells: list[tuple[int, int]]) -> Problem:
    count, few = len(cells), _few(cells)
    have = "formula has no value stored beside it" if count == 1 else "formulas have no value stored beside them"
    return Problem(
        "read",
        "formula-without-value",
        Text(
            f"Lembar {place.sheet}: {count} rumus tidak menyimpan hasilnya ({few}).",
            f"Sheet {place.sheet}: {count} {have} ({few}).",
        ),
        hint=Text(
            "Buka berkas di aplikasi lembar kerja, simpan, lalu periksa lagi.",
            "Open and save it in the spreadsheet program, then check it again.",
        ),
        lost=Text(f"{place.sheet}: {few}", f"{place.sheet}: {few}"),
    )


def _too_far(place: Place, cells: list[tuple[int, int]]) -> Problem:
    count, few = len(cells), _few(cells)
    lie = "cell lies too far off and was" if count == 1 else "cells lie too far off and were"
    return Problem(
        "limit",
        "too-far",
        Text(
            f"Lembar {place.sheet}: {count} sel terlalu jauh dari yang lain sehingga tidak dibaca ({few}).",
            f"Sheet {place.sheet}: {count} {lie} not read ({few}).",
        ),
        hint=Text(
            "Hapus sel yang tidak perlu, atau bagi lembar itu menjadi beberapa lembar.",
            "Delete cells that are not needed, or divide the sheet into several.",
        ),
        lost=Text(f"{place.sheet}: {few}", f"{place.sheet}: {few}"),
    )
