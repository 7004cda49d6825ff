"""The rows of all statements as one table: what it is, where it stands, and each column by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from audit.extracts import View
from audit.model.shape import FIGURES
from audit.model.statement import Row, Statement

#: What every row has, before the columns of its statement; ``row`` and ``parent`` count from 0 within the statement.
FIXED = ("statement", "statement_kind", "title", "row", "kind", "path", "parent", "kode", "uraian")

#: Path parts are joined by this; a label may hold a slash.
BETWEEN = " › "

Value = str | int | Fraction | None


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of the table: those with figures, and those with words, by the name that each has in the file."""

    figures: dict[str, str]
    texts: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns in the order of the file."""
        return (*FIXED, *self.texts.values(), *self.figures.values(), "place")


def header_of(view: View) -> Header:
    """The columns that any statement has, each once; one named like a fixed column is told apart from it."""
    figures: dict[str, str] = {}
    texts: dict[str, str] = {}
    types = {(c.name, c.type in FIGURES) for s in view.statements for c in s.columns}
    taken = {*FIXED, "place"}
    for statement in view.statements:
        for column in statement.columns:
            if column.name in ("kode", "uraian") and column.type not in FIGURES:
                continue
            is_figure = column.type in FIGURES
            there = figures if is_figure else texts
            if column.name not in there:
                both = (column.name, not is_figure) in types
                there[column.name] = _free(f"{column.name}_teks" if both and not is_figure else column.name, taken)
    return Header(figures, texts)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"kolom_{name}"
    taken.add(name)
    return name


def rows_of(view: View, header: Header) -> Iterator[dict[str, Value]]:
    """Each row of each statement in order; figures are exact values in rupiah, percent or count."""
    for statement in view.statements:
        for row in statement.rows:
            yield _row(statement, row, header)


def _row(statement: Statement, row: Row, header: Header) -> dict[str, Value]:
    values: dict[str, Value] = {
        "statement": statement.id,
        "statement_kind": statement.kind,
        "title": statement.title,
        "row": row.index,
        "kind": row.kind,
        "path": BETWEEN.join(row.path),
        "parent": statement.tree[row.index],
        "kode": row.kode,
        "uraian": row.uraian,
    }
    values |= {written: row.texts.get(name) for name, written in header.texts.items()}
    values |= {
        written: row.figures[name].value if name in row.figures else None for name, written in header.figures.items()
    }
    values["place"] = row.place.text
    return values
