"""An XLS workbook, of the format before 2007, is read as XLSX is, but its formulas are not kept."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any, Literal

from audit.model.document import Document, Grid, Merge, Place, Problem
from audit.model.text import Text
from audit.readers._calamine import read_by_values
from audit.readers._cell import PLAIN, Stored, Style
from audit.readers._file import File, Unreadable, how_far
from audit.readers._package import broken, locked
from audit.readers._sheet import Sheet, laid_out, left_out

if TYPE_CHECKING:
    import xlrd

#: What a damaged workbook makes its parser raise.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    UnicodeError,
    ValueError,
    struct.error,
)


def read(file: File, id: str) -> Document:
    """The workbook as a Document; raises Unreadable for a file that is none, is broken or has a password."""
    import xlrd
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError

    if file.content.startswith(b"PK"):
        raise broken(file)
    # The parser writes what it finds strange; nobody reads it.
    quiet = io.StringIO()
    try:
        book = xlrd.open_workbook(
            file_contents=file.content, formatting_info=True, ragged_rows=True, on_demand=True, logfile=quiet
        )
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise locked(file) from error
        return _elsewhere(file, id)
    except (*_DAMAGE, CompDocError):
        return _elsewhere(file, id)
    grids: list[Grid] = []
    problems: list[Problem] = []
    for number, name in enumerate(book.sheet_names()):
        place = Place(id, file.name, name)
        try:
            grid, lost = laid_out(_sheet(book, book.sheet_by_index(number)), place)
        except (*_DAMAGE, XLRDError, CompDocError):
            problems.append(left_out(place, "broken", Text("rusak atau terpotong", "it is damaged or cut short")))
        else:
            grids.append(grid)
            problems.extend(lost)
        book.unload_sheet(number)
    return Document(file.input(id, "xls", how_far(grids, problems)), tuple(grids), problems=tuple(problems))


def _elsewhere(file: File, id: str) -> Document:
    """The workbook through calamine, which needs less of it; raises Unreadable where that cannot open it either."""
    from audit.readers._kind import OLE2

    if not file.content.startswith(OLE2):
        raise Unreadable(
            "not-xls",
            Text(f"{file.name} bukan buku kerja XLS.", f"{file.name} is not an XLS workbook."),
            Text("Periksa apakah akhiran namanya benar.", "Check that its suffix is right."),
        )
    return read_by_values(file, id, "xls")


def _sheet(book: xlrd.Book, found: xlrd.sheet.Sheet) -> Sheet:
    import xlrd

    sheet = Sheet(found.name)
    styles: dict[int, Style] = {}
    for row in range(found.nrows):
        for column in range(found.row_len(row)):
            kind = found.cell_type(row, column)
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            number = found.cell_xf_index(row, column)
            style = styles.get(number) or styles.setdefault(number, _style(book, number))
            sheet.put(row + 1, column + 1, _stored(found.cell_value(row, column), kind, style, book.datemode))
    for top, below, left, beside in found.merged_cells:
        sheet.merges.append(Merge(top, left, below - 1, beside - 1))
    for row, told in found.rowinfo_map.items():
        if told.hidden:
            sheet.hidden.add(row + 1)
        if told.outline_level:
            sheet.outline[row + 1] = told.outline_level
    sheet.hidden_columns = {column + 1 for column, told in found.colinfo_map.items() if told.hidden}
    return sheet


def _style(book: xlrd.Book, number: int) -> Style:
    if number >= len(book.xf_list):
        return PLAIN
    style = book.xf_list[number]
    code = book.format_map[style.format_key].format_str if style.format_key in book.format_map else "General"
    bold = style.font_index < len(book.font_list) and bool(book.font_list[style.font_index].bold)
    return Style(code, style.alignment.indent_level if style.alignment is not None else 0, bold)


def _stored(value: Any, kind: int, style: Style, epoch: Literal[0, 1]) -> Stored:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        try:
            return Stored(xlrd.xldate_as_datetime(value, epoch), "d", style)
        except (xlrd.xldate.XLDateError, ArithmeticError, ValueError):
            return Stored("#VALUE!", "e", style)
    if kind == xlrd.XL_CELL_ERROR:
        return Stored(xlrd.error_text_from_code.get(value, "#VALUE!"), "e", style)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Stored(bool(value), "b", style)
    return Stored(value, "n" if kind == xlrd.XL_CELL_NUMBER else "s", style)
