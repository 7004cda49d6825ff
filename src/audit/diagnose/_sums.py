"""The sums of parts that are broken, row by row, with the difference in each column, and parts that stand twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from audit.diagnose._case import Case, middle_of, type_of
from audit.model.statement import Row, Statement


@dataclass(frozen=True, slots=True)
class BrokenSum:
    """A row with figures that are not the sums of its parts.

    ``numbers`` are the broken claims, ``gaps`` what is stated less what the parts come to, by column; ``money`` has the
    gaps in rupiah only.
    """

    statement: Statement
    row: int
    numbers: tuple[int, ...]
    gaps: dict[str, Fraction]
    money: dict[str, Fraction]

    @property
    def name(self) -> str:
        """The row as a message names it."""
        return self.statement.rows[self.row].short


def broken_sums(case: Case) -> Iterator[BrokenSum]:
    """One for each row of which a sum of parts is broken and every difference is known."""
    lacking: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in sorted(case.open):
        claim = case.claims[number]
        if case.adds(number) and claim.stated is not None and claim.column is not None:
            lacking[(claim.statement, claim.row)].append(number)
    for (id, row), numbers in lacking.items():
        gaps = {}
        for number in numbers:
            claim = case.ask(number)
            middle, column = middle_of(claim), claim.column or ""
            figure = case.figure((id, row, column))
            if figure is not None and middle is not None:
                gaps[column] = figure.value - middle
        money = {column: gap for column, gap in gaps.items() if type_of(case, (id, row, column)) == "rupiah"}
        if len(gaps) == len(numbers) and money:
            yield BrokenSum(case.world.statements[id], row, tuple(numbers), gaps, money)


def stands_twice(case: Case, id: str, row: int) -> bool:
    """Whether a part of a sum repeats another, so that what is wrong with it is that it stands there."""
    statement = case.world.statements[id]
    parent = statement.tree[row]
    beside = statement.top if parent is None else statement.children_of[parent]
    return any(repeats(statement.rows[row], statement.rows[other]) for other in beside if other != row)


def repeats(row: Row, other: Row) -> bool:
    """Whether a row has the label or the code of another, and all its figures."""
    named = row.uraian == other.uraian if row.uraian else bool(row.code) and row.code == other.code
    return named and bool(row.figures) and _figures(row) == _figures(other)


def doubles(rows: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Each row that repeats an earlier one, with the first that it repeats."""
    first: dict[tuple[str, frozenset[tuple[str, Fraction]]], list[Row]] = defaultdict(list)
    found = []
    every = list(rows)
    named = Counter(row.uraian for row in every)
    for row in every:
        if named[row.uraian] < 2:
            continue
        alike = first[(row.uraian, frozenset(_figures(row).items()))]
        twin = next((other for other in alike if repeats(row, other)), None)
        if twin is not None:
            found.append((row, twin))
        else:
            alike.append(row)
    return found


def _figures(row: Row) -> dict[str, Fraction]:
    return {column: figure.value for column, figure in row.figures.items()}
