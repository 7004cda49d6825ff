"""A table drawn in text, as in the examples of a rule, is read as a grid."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from fractions import Fraction

from audit.model.document import Cell, Document, Grid, Input, Number, Place

#: A cell that shows a figure, or an error, and holds a formula.
_FORMULA = re.compile(r"('?-?[\d.]+|#\S+) (=\S+)")
_DIGITS = re.compile(r"-?\d+(\.\d+)?")


def read_drawn(tables: Iterable[tuple[str, str]], id: str = "i1") -> Document:
    """Drawn tables, by name, as a Document of a grid each.

    Columns are parted by two blanks or more, or by ``|``; a lone ``.`` is a blank cell; a line of one cell is a title
    or a sentence. Between ``|`` the blanks before a text are its indentation. ``600 =C3+C4``
    shows 600 and holds a formula; in a table with formulas digits are numbers, as in a workbook, unless ``'`` stands
    before them.
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
    drawn = cells_of(text)
    computed = any(_FORMULA.fullmatch(part.strip()) for parts in drawn for part in parts)
    rows = tuple(
        tuple(
            _cell(part, Place(id, name, line=line, column=column), computed=computed) if part.strip() else None
            for column, part in enumerate(parts, 1)
        )
        for line, parts in enumerate(drawn, 1)
    )
    return Grid(name, Place(id, name), rows)


def _cell(part: str, place: Place, *, computed: bool) -> Cell:
    text, indent = part.strip(), len(part) - len(part.lstrip())
    if not computed:
        return Cell(text, place, indent=indent)
    found = _FORMULA.fullmatch(text)
    shown, formula = (found[1], found[2]) if found else (text, None)
    if not _DIGITS.fullmatch(shown):
        return Cell(shown.removeprefix("'"), place, None, formula, indent, error=shown.startswith("#"))
    value = Fraction(shown)
    number = Number(value, Fraction(1, 10 ** len(shown.partition(".")[2])) if "." in shown else None, value)
    return Cell(shown, place, number, formula, indent)
