"""Rows one after the other carry in one column what stands in another, though the rest of each row says otherwise.

A percentage tells roughly what should stand there; so a figure is proposed only where an equation or a sum gives it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby, permutations

from audit.diagnose._case import CHANCE, Case, Correction, Hypothesis, settling
from audit.diagnose._follow import with_computed
from audit.diagnose._linear import equation, residual
from audit.diagnose._sums import BrokenSum
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.versions import is_before_change

#: In fewer rows than this two amounts may be the same by chance.
_ROWS = 3


def copied_rows(case: Case, sums: Iterable[BrokenSum]) -> Iterator[Hypothesis]:
    """One for each run of rows and two columns that are one there, where a sum of the copy is broken by them."""
    broken: dict[str, list[BrokenSum]] = defaultdict(list)
    for one in sums:
        broken[one.statement.id].append(one)
    for id, there in broken.items():
        statement = case.world.statements[id]
        contradicted: dict[int, list[int]] = defaultdict(list)
        for number in sorted(case.open):
            claim = case.claims[number]
            if claim.statement == id and claim.relation == "=" and not case.adds(number):
                contradicted[claim.row].append(number)
        money = [column.name for column in statement.columns if column.type == "rupiah"]
        for copy, source in permutations(money, 2):
            sums_of_copy = [one for one in there if copy in one.money]
            if not sums_of_copy or statement.repeats(copy, source):
                continue
            for run in _runs(case, statement, copy, source):
                rows = [row for row in run if _touch(case, contradicted.get(row, ()), (id, row, copy))]
                if len(rows) >= _ROWS and any(_parts_of(one).intersection(rows) for one in sums_of_copy):
                    yield from _hypothesis(case, statement, rows, (copy, source), contradicted, sums_of_copy)


def _runs(case: Case, statement: Statement, copy: str, source: str) -> Iterator[list[int]]:
    """The rows one after the other in which two amounts are the same; noughts and blanks between them tell nothing."""

    def amounts(row: int) -> tuple[Fraction | None, Fraction | None]:
        return case.value((statement.id, row, copy)), case.value((statement.id, row, source))

    def same(row: int) -> bool:
        one, two = amounts(row)
        return (one or 0) == (two or 0)

    lines = (row.index for row in statement.rows if row.kind != "stray")
    for alike, rows in groupby(lines, same):
        if alike:
            yield [row for row in rows if abs(amounts(row)[0] or Fraction(0)) >= CHANCE]


def _touch(case: Case, numbers: Iterable[int], cell: tuple[str, int, str]) -> bool:
    return not set(numbers).isdisjoint(case.touching.get(cell, ()))


def _parts_of(broken: BrokenSum) -> set[int]:
    return set(broken.statement.children_of[broken.row])


def _hypothesis(
    case: Case,
    statement: Statement,
    rows: list[int],
    columns: tuple[str, str],
    contradicted: dict[int, list[int]],
    sums: list[BrokenSum],
) -> Iterator[Hypothesis]:
    copy, source = columns
    change: Correction = {}
    for row in rows:
        cell = (statement.id, row, copy)
        value = case.value(cell)
        change[cell] = None
        for number in contradicted[row]:
            terms = equation(case, number)
            if terms is not None and cell in terms and value is not None:
                change[cell] = value - residual(case, number) / terms[cell]
    for one in sums:
        alone = _parts_of(one).intersection(rows)
        if len(alone) == 1:
            cell = (statement.id, alone.pop(), copy)
            value = case.value(cell)
            if value is not None and change[cell] is None:
                change[cell] = value + statement.weights.get(cell[1], 1) * one.money[copy]
    column = statement.column(copy)
    if any(value is not None and value < 0 for value in change.values()) and (column is None or column.nonnegative):
        return
    change = with_computed(case, change)
    settled = case.settled(change)
    if len(settled) <= len(rows) or case.breaks(change):
        return
    first, last = (statement.rows[row].short for row in (rows[0], rows[-1]))
    proof = settling(len(settled))
    message = Text(
        f"{copy} dari {first} sampai {last} mengulang {source} di {len(rows)} baris, padahal isi baris-baris itu dan "
        f"jumlah di atasnya berkata lain. Dengan angkanya sendiri {proof.id}",
        f"{copy} from {first} to {last} repeats {source} in {len(rows)} rows, though the rest of these rows and the "
        f"sum above say otherwise. With figures of their own {proof.en}",
    )
    cells = tuple(case.cell(cell, value) for cell, value in change.items())
    headings = [known.heading if (known := statement.column(name)) is not None else "" for name in columns]
    is_old = is_before_change(headings[1]) and not is_before_change(headings[0])
    yield Hypothesis("old-version" if is_old else "copied-column", message, cells, settled, "likely", change)
