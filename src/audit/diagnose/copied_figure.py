"""The figures of one block stand in several rows, of which only one, and those above it, can be right.

A row that its own parts add up to is the source. Other rows of the table with the same money in every column, that are
not above it, are copies: their true figures are not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from audit.diagnose._case import Case, Cell, Hypothesis, listed
from audit.diagnose._printed import Amounts, amounts_of, is_telling
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
    groups, crowded = case.printed.rows_alike(statement, money)
    moved = {row for id, row, name in case.world.changes if id == statement.id and name in money}
    now: dict[Amounts, set[int]] = defaultdict(set)
    for row in moved:
        amounts = amounts_of([case.figure((statement.id, row, name)) for name in money])
        if is_telling(amounts) and statement.rows[row].kind != "stray":
            now[amounts].add(row)
    found = [sorted(now[amounts].union(set(groups.get(amounts, ())) - moved)) for amounts in {*crowded, *now}]
    return [[statement.rows[row] for row in rows] for rows in sorted(found) if len(rows) >= 3]


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
