"""An XLSX workbook is read sheet by sheet: what each cell shows, what it holds behind its format, and its formula."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from audit.model.document import Cell, Document, Grid, Merge, Number, Place, Problem
from audit.model.text import Text
from audit.notation.number_format import show
from audit.readers import Unreadable, new_input

#: The first bytes of an OLE2 compound file: a workbook with a password, or one of the format before 2007.
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path, id: str) -> Document:
    """The workbook as a Document; raises Unreadable for a file that is none, is broken or has a password."""
    content = path.read_bytes()
    _refuse(path, content)
    values = _load(path, values=True)
    formulas = _load(path, values=False) if _has_formulas(path) else None
    grids, problems = [], []
    for sheet in values.worksheets:
        shadow = formulas[sheet.title] if formulas is not None else None
        grid, missing = _grid(sheet, shadow, path.name, id)
        if missing:
            problems.append(_without_value(sheet.title, missing))
        grids.append(grid)
    input = new_input(path, id, "xlsx", content)
    return Document(input, tuple(grids), problems=tuple(problems))


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


def _load(path: Path, *, values: bool) -> Any:
    # What openpyxl raises on a damaged package is of many kinds (zip, XML, key, type); each means the same to a person.
    try:
        return openpyxl.load_workbook(path, data_only=values)
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


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f>" in (xml := package.read(name)) or b"<f " in xml or b"<f/>" in xml for name in sheets)


def _grid(sheet: Any, shadow: Any, file: str, id: str) -> tuple[Grid, list[str]]:
    """The grid of a sheet, and the cells whose formula has no value beside it."""
    missing: list[str] = []
    rows: list[tuple[Cell | None, ...]] = []
    for cells in sheet.iter_rows():
        row: list[Cell | None] = []
        for cell in cells:
            formula = None
            if shadow is not None:
                behind = shadow.cell(cell.row, cell.column)
                formula = _formula(behind) if behind.data_type == "f" else None
                if formula is not None and cell.value is None and cell.data_type == "n":
                    missing.append(cell.coordinate)
            row.append(_cell(cell, formula, sheet.title, file, id))
        rows.append(tuple(row))
    merges = tuple(
        Merge(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
        for area in sheet.merged_cells.ranges
    )
    dimensions = sheet.row_dimensions
    outline = tuple(dimensions[n].outlineLevel if n in dimensions else 0 for n in range(1, len(rows) + 1))
    hidden = frozenset(n - 1 for n in range(1, len(rows) + 1) if n in dimensions and dimensions[n].hidden)
    return Grid(sheet.title, Place(id, file, sheet.title), tuple(rows), merges, outline, hidden), missing


def _formula(cell: Any) -> str:
    return cell.value if isinstance(cell.value, str) else str(getattr(cell.value, "text", cell.value))


def _cell(cell: Any, formula: str | None, sheet: str, file: str, id: str) -> Cell | None:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text, number = _shown(value, cell.number_format)
    place = Place(id, file, sheet, f"{get_column_letter(cell.column)}{cell.row}")
    indent = int(cell.alignment.indent or 0) if cell.has_style else 0
    bold = bool(cell.has_style and cell.font.bold)
    return Cell(text, place, number, formula, indent, bold, cell.data_type == "e")


def _shown(value: object, code: str | None) -> tuple[str, Number | None]:
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int | float):
        return show(value, code)
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value).isoformat(), None
    return str(value), None


def _without_value(sheet: str, cells: list[str]) -> Problem:
    few = ", ".join(cells[:5]) + (", …" if len(cells) > 5 else "")
    return Problem(
        "read",
        "formula-without-value",
        Text(
            f"Lembar {sheet}: {len(cells)} rumus tidak menyimpan hasilnya ({few}).",
            f"Sheet {sheet}: {len(cells)} formulas have no value stored beside them ({few}).",
        ),
        hint=Text(
            "Buka berkas di aplikasi lembar kerja, simpan, lalu periksa lagi.",
            "Open and save it in the spreadsheet program, then check it again.",
        ),
        lost=f"{sheet}: {few}",
    )
