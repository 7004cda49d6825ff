"""A CSV file is read with its delimiter and encoding found out, each cell with its line and column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from audit.model.document import Cell, Document, Grid, Place
from audit.model.text import Text
from audit.readers import Unreadable, new_input

#: In this order: where semicolons or tabs part the cells, commas are decimal marks.
_DELIMITERS = ("\t", ";", "|", ",")


def read(path: Path, id: str) -> Document:
    """The file as one grid; raises Unreadable where it is no text."""
    content = path.read_bytes()
    text = _decode(content, path)
    delimiter = _delimiter(text)
    rows: list[tuple[Cell | None, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        line = 1
        for fields in reader:
            rows.append(
                tuple(
                    Cell(field.rstrip(), Place(id, path.name, line=line, column=number), indent=_indent(field))
                    if field.strip()
                    else None
                    for number, field in enumerate(fields, 1)
                )
            )
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            "broken",
            Text(
                f"{path.name} tidak dapat dibaca sebagai CSV di baris {reader.line_num}.",
                f"{path.name} cannot be read as CSV at line {reader.line_num}.",
            ),
            Text("Periksa tanda kutip di baris itu.", "Check the quotation marks in that line."),
        ) from error
    width = max((len(row) for row in rows), default=0)
    padded = tuple(row + (None,) * (width - len(row)) for row in rows)
    return Document(new_input(path, id, "csv", content), (Grid(path.stem, Place(id, path.name), padded),))


def _indent(field: str) -> int:
    """The blanks before the text, in which some exports keep the hierarchy."""
    return len(field) - len(field.lstrip())


def _decode(content: bytes, path: Path) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise Unreadable(
            "not-text",
            Text(f"{path.name} bukan berkas teks.", f"{path.name} is no text file."),
            Text("Periksa apakah akhiran namanya benar.", "Check that its suffix is right."),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Spreadsheet programs in Indonesia save CSV in the Western code page.
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The first delimiter that parts most lines into the same number of cells, two or more."""
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        if width > 1 and count * 10 >= len(rows) * 6:
            return delimiter
    return ","
