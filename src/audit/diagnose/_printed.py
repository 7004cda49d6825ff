"""What follows from the figures as printed is found once, since every round of a search asks for it again."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from audit.model.figure import Figure
from audit.model.statement import Statement

Amounts = tuple[Fraction | None, ...]


@dataclass(slots=True)
class Running:
    """The sums of the first rows of a run in one column, and after how many rows each of them is reached."""

    rows: Sequence[int]
    sums: list[Fraction]
    reached: dict[Fraction, list[int]]

    def since(self, row: int, amount: Fraction) -> int | None:
        """The nearest row before a row from which on those before it come to the amount; blanks are zero."""
        end = bisect_left(self.rows, row)
        starts = self.reached.get(self.sums[end] - amount, [])
        nearest = bisect_left(starts, end)
        return self.rows[starts[nearest - 1]] if nearest else None


@dataclass(slots=True)
class Printed:
    """The figures of a report as printed, with what was found in them so far.

    ``steps`` has the parts of a row by how much more stands in one column than in another, under None where a figure is
    blank; ``alike`` the rows of a statement by their amounts, and the amounts that three rows or more have.
    """

    running: dict[tuple[str, int | None, str], Running] = field(default_factory=dict)
    steps: dict[tuple[str, int, str, str], dict[Fraction | None, list[int]]] = field(default_factory=dict)
    sums: dict[tuple[str, int, str], Fraction] = field(default_factory=dict)
    alike: dict[str, tuple[dict[Amounts, list[int]], list[Amounts]]] = field(default_factory=dict)

    def running_beside(self, statement: Statement, row: int, column: str) -> Running:
        """The running sums over a row and those beside it."""
        parent = statement.tree[row]
        key = (statement.id, parent, column)
        if key not in self.running:
            rows = statement.top if parent is None else statement.children_of[parent]
            sums, reached = [Fraction(0)], defaultdict(list)
            for n, other in enumerate(rows):
                reached[sums[-1]].append(n)
                figure = statement.rows[other].figures.get(column)
                sums.append(sums[-1] + figure.value if figure is not None else sums[-1])
            self.running[key] = Running(rows, sums, dict(reached))
        return self.running[key]

    def steps_below(self, statement: Statement, row: int, one: str, two: str) -> dict[Fraction | None, list[int]]:
        """The parts of a row by how much more stands in one column than in the other."""
        key = (statement.id, row, one, two)
        if key not in self.steps:
            found = defaultdict(list)
            for kid in statement.children_of[row]:
                first, second = (statement.rows[kid].figures.get(column) for column in (one, two))
                found[second.value - first.value if first is not None and second is not None else None].append(kid)
            self.steps[key] = dict(found)
        return self.steps[key]

    def sum_below(self, statement: Statement, row: int, column: str) -> Fraction:
        """What the parts of a row come to in a column, with their weights; blanks add nothing."""
        key = (statement.id, row, column)
        if key not in self.sums:
            parts = [
                (statement.weights.get(kid, 1), statement.rows[kid].figures.get(column))
                for kid in statement.children_of[row]
            ]
            amounts = (sign * figure.value for sign, figure in parts if figure is not None)
            self.sums[key] = sum(amounts, Fraction(0))
        return self.sums[key]

    def rows_alike(
        self, statement: Statement, columns: Sequence[str]
    ) -> tuple[dict[Amounts, list[int]], list[Amounts]]:
        """The rows that take part in sums, by what they print in some columns, two of which are no zero."""
        if statement.id not in self.alike:
            found = defaultdict(list)
            for row in statement.rows:
                if row.kind != "stray":
                    amounts = amounts_of([row.figures.get(name) for name in columns])
                    if is_telling(amounts):
                        found[amounts].append(row.index)
            self.alike[statement.id] = dict(found), [amounts for amounts, rows in found.items() if len(rows) >= 3]
        return self.alike[statement.id]


def amounts_of(figures: Sequence[Figure | None]) -> Amounts:
    """The values of figures, None for blanks."""
    return tuple(figure.value if figure is not None else None for figure in figures)


def is_telling(amounts: Amounts) -> bool:
    """Whether two amounts or more are no zero."""
    return sum(1 for amount in amounts if amount) >= 2
