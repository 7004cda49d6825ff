"""A table drawn in text, as in the examples of a rule, is read as a grid."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from audit.model.document import Cell, Document, Grid, Input, Place


def read_drawn(tables: Iterable[tuple[str, str]], id: str = "i1") -> Document:
    """Drawn tables, by name, as a Document of a grid each.

    Columns are parted by two blanks or more, or by ``|``; a lone ``.`` is a blank cell; a line of one cell is a title
    or a sentence. Between ``|`` the blanks before a text are its indentation.
    """
    drawn = list(tables)
    digest = hashlib.sha256("\n".join(text for _, text in drawn).encode()).hexdigest()
    return Document(Input(id, "drawn", digest, "drawn"), tuple(_grid(id, name, text) for name, text in drawn))


def cells_of(text: str) -> list[list[str]]:
    """The cells of a drawn table, line by line."""
    rows = []
    for line in text.splitlines():
        if "|" in line:
            parts = [part.removeprefix(" ").rstrip() for part in line.split("|")]
        else:
            parts = re.split(r" {2,}", line.strip())
        rows.append(["" if part.strip() == "." else part for part in parts])
    return rows


def _grid(id: str, name: str, text: str) -> Grid:
    rows = tuple(
        tuple(
            Cell(part.strip(), Place(id, name, line=line, column=column), indent=len(part) - len(part.lstrip()))
            if part.strip()
            else None
            for column, part in enumerate(parts, 1)
        )
        for line, parts in enumerate(cells_of(text), 1)
    )
    return Grid(name, Place(id, name), rows)
