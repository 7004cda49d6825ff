"""XLSX holds the rows as one sheet: figures are numbers, words stay words, and nothing in it is a formula."""

from __future__ import annotations

import datetime
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from audit.extracts import CannotWrite, View
from audit.extracts._rows import Value, header_of, rows_of
from audit.model.decimals import exact, plain
from audit.model.text import Lang, Text

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SUFFIXES = (".xlsx",)

#: A sheet holds no more rows, and a cell no more letters, than these.
_MOST_ROWS = 1_048_575
_LONGEST = 32_767
#: A spreadsheet rounds numbers of more digits; they are written as text.
_DIGITS = 15


def render(view: View, lang: Lang) -> bytes:
    """The rows under one line of headings that stays in sight; a number of more than 15 digits is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    count = sum(len(statement.rows) for statement in view.statements)
    if count > _MOST_ROWS:
        message = Text(
            f"{count} baris tidak muat dalam satu lembar XLSX; pakai .csv atau .parquet",
            f"{count} rows do not fit one sheet of XLSX; use .csv or .parquet",
        )
        raise CannotWrite(message)
    header = header_of(view)
    book = Workbook(write_only=True)
    # The same rows give the same bytes as far as the format lets them.
    book.properties.created = book.properties.modified = datetime.datetime(2000, 1, 1)
    sheet: WriteOnlyWorksheet = book.create_sheet("baris" if lang == "id" else "rows")
    sheet.freeze_panes = "A2"

    def cell(value: Value) -> Any:
        held = _held(value)
        made = WriteOnlyCell(sheet, held)
        if isinstance(held, str):
            # A label that begins with "=" would else be taken for a formula, and "#REF!" for an error.
            made.data_type = "s"
        return made

    sheet.append([cell(name) for name in header.names])
    for row in rows_of(view, header):
        sheet.append([cell(row[name]) for name in header.names])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _held(value: Value) -> Any:
    if isinstance(value, str):
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        text = value.encode("utf-8", "backslashreplace").decode("utf-8")
        return ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST]
    if isinstance(value, Fraction):
        digits = plain(value).lstrip("-").replace(".", "").strip("0")
        return plain(value) if len(digits) > _DIGITS else exact(value)
    return value
