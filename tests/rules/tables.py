"""Statements made of figures, without a file: what the evaluator is given when a table was read and recognised."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from audit.model.document import Place
from audit.model.figure import Figure
from audit.model.statement import Column, Row, Statement
from audit.model.text import Text

HERE = Place("i1", "kasus")
COLUMNS = ("a", "b", "c", "d")


def statement(
    rows: Sequence[dict[str, Figure]],
    parents: Sequence[int | None],
    *,
    nonnegative: bool = True,
    type: str = "rupiah",
    selection: bool = False,
    weights: dict[int, int] | None = None,
) -> Statement:
    """A table of figures under the columns a, b, c and d; the parent of a row stands above it."""
    children = tuple(tuple(n for n, parent in enumerate(parents) if parent == row) for row in range(len(rows)))
    return Statement(
        id="s1",
        kind="kasus",
        input="i1",
        title="kasus",
        names=("kasus",),
        place=HERE,
        columns=tuple(
            Column(name, type, name, HERE, n, nonnegative=nonnegative, rounding="nearest")
            for n, name in enumerate(COLUMNS)
        ),
        rows=tuple(
            Row(n, str(n), str(n), "baris", "subtotal" if children[n] else "leaf", HERE, figures)
            for n, figures in enumerate(rows)
        ),
        tree=tuple(parents),
        reasons=tuple(Text("", "") for _ in rows),
        selection=selection,
        weights=weights or {},
        children_of=children,
    )


def exactly(value: int | str | Fraction) -> Figure:
    """An amount that is exact as printed."""
    return Figure(Fraction(value), Fraction(0), str(value))


def around(value: int | str | Fraction, step: int | str | Fraction) -> Figure:
    """An amount that was rounded to a step."""
    return Figure(Fraction(value), Fraction(step), str(value))
