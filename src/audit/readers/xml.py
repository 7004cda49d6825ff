"""An XML Spreadsheet of 2003, which web pages offer as XLS, is read as other workbooks are."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from audit.model.document import Document, Merge
from audit.model.text import Text
from audit.readers._cell import PLAIN, Stored, Style
from audit.readers._file import LARGEST, File, Unreadable
from audit.readers._package import broken, refuse_entities
from audit.readers._sheet import Sheet, document_of
from audit.readers._text import decoded

#: The number formats that have names of their own.
_NAMED = {
    "General Number": "General",
    "Standard": "#,##0.00",
    "Fixed": "0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
}


def read(file: File, id: str) -> Document:
    """The workbook as a Document; raises Unreadable for a file that is broken."""
    refuse_entities(file, BytesIO(file.content))
    try:
        sheets = list(_sheets(BytesIO(file.content)))
    except (ParseError, ValueError, LookupError):
        # Some exports write another encoding than they say.
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded(file).lstrip("\ufeff"))
        refuse_entities(file, BytesIO(text.encode()))
        try:
            sheets = list(_sheets(BytesIO(text.encode())))
        except (ParseError, ValueError) as error:
            raise broken(file) from error
    if not sheets:
        raise Unreadable(
            "unknown-kind",
            Text(
                f"{file.name} adalah XML, tetapi bukan lembar kerja XML 2003.",
                f"{file.name} is XML, but no XML Spreadsheet of 2003.",
            ),
            Text("Simpan sebagai XLSX atau CSV.", "Save it as XLSX or CSV."),
        )
    return document_of(file, id, "xml", sheets)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _get(element: Element, name: str) -> str:
    """An attribute by its name, whatever the prefix; some exports leave that out."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _count(element: Element, name: str, most: int = 1 << 20) -> int:
    text = _get(element, name)
    return min(int(text), most) if text.isdigit() else 0


def _sheets(source: IO[bytes]) -> Iterator[Sheet]:
    styles: dict[str, Style] = {}
    sheet = Sheet("")
    row = column = 0
    for event, element in iterparse(source, ("start", "end")):
        tag = _local(element)
        if event == "start":
            if tag == "Worksheet":
                sheet, row, column = Sheet(_get(element, "Name")), 0, 0
        elif tag == "Style":
            styles[_get(element, "ID")] = _style(element, styles)
        elif tag == "Column":
            column = _count(element, "Index") or column + 1
            span = _count(element, "Span", 1 << 14)
            if _get(element, "Hidden") == "1":
                sheet.hidden_columns.update(range(column, column + span + 1))
            column += span
        elif tag == "Row":
            row = _count(element, "Index") or row + 1
            if sheet.count <= LARGEST:
                _add_row(sheet, element, row, styles)
            span = _count(element, "Span")
            if _get(element, "Hidden") == "1":
                sheet.hidden.update(range(row, row + min(span, 1 << 16) + 1))
            row += span
            element.clear()
        elif tag == "Worksheet":
            yield sheet
            element.clear()


def _style(element: Element, styles: dict[str, Style]) -> Style:
    """A style, which goes on from its parent or from that called Default."""
    above = styles.get(_get(element, "Parent")) or styles.get("Default") or PLAIN
    code, indent, bold = above
    for part in element:
        tag = _local(part)
        if tag == "NumberFormat":
            told = _get(part, "Format") or "General"
            code = _NAMED.get(told, told)
        elif tag == "Alignment":
            indent = _count(part, "Indent", 250)
        elif tag == "Font":
            bold = _get(part, "Bold") == "1"
    return Style(code, indent, bold)


def _add_row(sheet: Sheet, row: Element, number: int, styles: dict[str, Style]) -> None:
    column = 0
    for cell in row:
        if _local(cell) != "Cell":
            continue
        column = _count(cell, "Index") or column + 1
        style = styles.get(_get(cell, "StyleID")) or styles.get(_get(row, "StyleID")) or styles.get("Default") or PLAIN
        data = next((part for part in cell if _local(part) == "Data"), None)
        sheet.put(number, column, _stored(data, style, _get(cell, "Formula") or None))
        across, down = _count(cell, "MergeAcross", 1 << 14), _count(cell, "MergeDown")
        if across or down:
            sheet.merges.append(Merge(number - 1, column - 1, number + down - 1, column + across - 1))
        column += across


def _stored(data: Element | None, style: Style, formula: str | None) -> Stored:
    if data is None:
        return Stored(None, "n", style, formula)
    text = "".join(data.itertext())
    kind = _get(data, "Type")
    if kind == "Error":
        return Stored(text or "#VALUE!", "e", style, formula)
    if kind == "Number":
        return Stored(_number(text), "n", style, formula)
    if kind == "DateTime":
        return Stored(_date(text), "d", style, formula)
    if kind == "Boolean":
        return Stored(text.strip() == "1", "b", style, formula)
    return Stored(text, "s", style, formula)


def _number(text: str) -> int | float | str | None:
    """A number as written, or the text of what is none; an empty one is a blank."""
    bare = text.strip()
    try:
        return int(bare) if bare.lstrip("-").isdigit() else float(bare)
    except ValueError:
        return bare or None


def _date(text: str) -> object:
    try:
        return datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return text
