"""The figures of one block stand in several rows, of which only one, and those above it, can be right.

A row that its own parts add up to is the source. Other rows of the table with the same money in every column, that are
not above it, are copies: their true figures are not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from audit.diagnose._case import Case, Cell, Hypothesis, listed
from audit.model.statement import Row, Statement
from audit.model.text import Text


def copied_blocks(case: Case) -> Iterator[Hypothesis]:
    """For each set of three rows or more with the same money, the copies that explain broken sums."""
    ids = {case.claims[number].statement for number in case.open}
    for id in sorted(ids):
        statement = case.world.statements[id]
        for rows in _alike(case, statement):
            source = _source(case, statement, rows)
            if source is None:
                continue
            above = {source.index, *statement.above(source.index)}
            copies = [row for row in rows if row.index not in above]
            if len(copies) >= 2:
                yield from _hypothesis(case, statement, source, copies)


def _alike(case: Case, statement: Statement) -> list[list[Row]]:
    """The rows that have the same money, in two columns or more that are not zero."""
    money = [column.name for column in statement.columns if column.type == "rupiah"]
    groups: dict[tuple[Fraction | None, ...], list[Row]] = defaultdict(list)
    for row in statement.rows:
        figures = [case.figure((statement.id, row.index, name)) for name in money]
        values = tuple(figure.value if figure is not None else None for figure in figures)
        if row.kind != "stray" and sum(1 for value in values if value) >= 2:
            groups[values].append(row)
    return [rows for rows in groups.values() if len(rows) >= 3]


def _source(case: Case, statement: Statement, rows: list[Row]) -> Row | None:
    """The lowest of the rows whose own parts, two or more and none of them a copy, add up to it."""
    alike = {row.index for row in rows}
    found = None
    for row in rows:
        kids = statement.children_of[row.index]
        sums = [n for c in statement.columns for n in case.subjects.get((statement.id, row.index, c.name), ())]
        broken = any(n in case.open for n in sums)
        if len(kids) >= 2 and not alike.intersection(kids) and not broken:
            found = row
    return found


def _hypothesis(case: Case, statement: Statement, source: Row, copies: list[Row]) -> Iterator[Hypothesis]:
    names = [column.name for column in statement.columns if column.type in ("rupiah", "percent")]
    change: dict[Cell, Fraction | None] = {
        (statement.id, row.index, name): None for row in copies for name in names if name in row.figures
    }
    settled = case.settled(change)
    if not settled:
        return
    money = [column.name for column in statement.columns if column.type == "rupiah"]
    cells = tuple(case.cell(cell, None) for cell in change if cell[2] in money)
    where = listed(row.short for row in copies)
    message = Text(
        f"Angka {source.short} juga tertulis pada {where.id}; jumlah di atasnya tidak mungkin benar karenanya",
        f"The figures of {source.short} also stand in {where.en}; the sums above cannot be right as long as they do",
    )
    yield Hypothesis("copied-figure", message, cells, settled, change=change)
