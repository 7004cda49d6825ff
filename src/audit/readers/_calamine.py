"""Workbooks that only calamine reads: it gives values and merged cells, but no formats, formulas or hidden rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from audit.model.document import Document, Merge, Place, Problem
from audit.model.text import Text
from audit.readers._cell import Stored
from audit.readers._file import LARGEST, File, Unreadable, how_far
from audit.readers._package import broken, locked
from audit.readers._sheet import Sheet, laid_out, left_out, too_many
from audit.readers._worker import Crashed, parse_apart

#: A sheet as a worker hands it over: its name, what went wrong with it, its cells and its merged ranges.
_Parsed = tuple[str, str, list[tuple[int, int, Any, str]], list[tuple[int, int, int, int]]]

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"})


def read_with_calamine(file: File, id: str, kind: str) -> Document:
    """The workbook as a Document; raises Unreadable where calamine cannot open it."""
    try:
        trouble, sheets = parse_apart(__name__, file.content)
    except Crashed as error:
        raise Unreadable(
            "cannot-open",
            Text(
                f"{file.name} tidak dapat dibuka: isinya rusak atau terlalu besar.",
                f"{file.name} cannot be opened: what it holds is damaged or too large.",
            ),
            Text(
                "Buka di aplikasi lembar kerja dan simpan sebagai XLSX, lalu periksa salinan itu.",
                "Open it in the spreadsheet program, save it as XLSX and check the copy.",
            ),
            "limit",
        ) from error
    if trouble:
        raise locked(file) if trouble == "password" else broken(file)
    grids, problems = [], []
    for name, wrong, cells, merges in sheets:
        place = Place(id, file.name, name)
        if wrong:
            problems.append(_not_read(place, wrong))
            continue
        sheet = Sheet(name, merges=[Merge(*merge) for merge in merges])
        for row, column, value, of_kind in cells:
            sheet.put(row, column, Stored(value, of_kind))
        grid, lost = laid_out(sheet, place)
        grids.append(grid)
        problems.extend(lost)
    return Document(file.input(id, kind, how_far(grids, problems)), tuple(grids), problems=tuple(problems))


def read_by_values(file: File, id: str, kind: str) -> Document:
    """The workbook that its own reader could not take apart, with a Problem if it has fractions.

    A format may show fewer digits of those, or a share, and nothing tells.
    """
    document = read_with_calamine(file, id, kind)
    cells = (cell for grid in document.grids for row in grid.rows for cell in row if cell is not None)
    if all(cell.number is None or cell.number.stored.denominator == 1 for cell in cells):
        return document
    problem = Problem(
        "read",
        "without-formats",
        Text(
            f"{file.name} tidak sesuai bakunya, sehingga hanya nilainya yang dibaca, tanpa format angka dan rumus.",
            f"{file.name} does not follow its standard, so only its values were read, without number formats and "
            f"formulas.",
        ),
        hint=Text(
            "Buka di aplikasi lembar kerja, simpan, lalu periksa lagi.",
            "Open and save it in the spreadsheet program, then check it again.",
        ),
        lost=Text("format angka dan rumus", "number formats and formulas"),
    )
    input = document.input if document.input.read == "not" else replace(document.input, read="partly")
    return replace(document, input=input, problems=(*document.problems, problem))


def _not_read(place: Place, wrong: str) -> Problem:
    if wrong == "too-many":
        return too_many(place)
    return left_out(place, "broken", Text("rusak atau terpotong", "it is damaged or cut short"))


def parsed(content: bytes) -> tuple[str, list[_Parsed]]:
    """What kept the workbook from being opened, or its sheets; called in a worker."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except python_calamine.PasswordError:
        return "password", []
    except (python_calamine.CalamineError, OSError, ValueError):
        return "broken", []
    worksheets = [m for m in book.sheets_metadata if m.typ == python_calamine.SheetTypeEnum.WorkSheet]
    return "", [_sheet(book, sheet.name) for sheet in worksheets]


def _sheet(book: Any, name: str) -> _Parsed:
    import python_calamine

    try:
        sheet = book.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError, ValueError):
        return name, "broken", [], []
    cells = []
    for cell in _cells(sheet):
        cells.append(cell)
        if len(cells) > LARGEST:
            return name, "too-many", [], []
    merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return name, "", cells, merges


def _cells(sheet: Any) -> Iterator[tuple[int, int, Any, str]]:
    """The cells with something in them, each with its row and column from 1, its value and whether it is an error."""
    top, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.iter_rows(), top + 1):
        for column, value in enumerate(values, left + 1):
            if value != "":
                yield row, column, _plain(value), "e" if value in _ERRORS else "n"


def _plain(value: Any) -> Any:
    """A value without types that a worker cannot hand over: dates become words."""
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, datetime.timedelta) else value
