"""The figures of a made-up statement: computed by the rules as far as they go, else drawn.

A row is settled before the next, parts before what they make up. A figure that an equation states is computed as soon
as all that it rests on is known, and the last unknown figure of an equation follows from the others. Only where nothing
follows is one figure drawn: small enough, or large enough, for the bounds, and no larger than what is left to share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from audit.model.decimals import plain
from audit.model.figure import Figure
from audit.model.statement import Column, Statement
from audit.rules.bases import base_of, subject_of
from audit.rules.claims import evaluator_of
from audit.rules.expression import Comparison, paths
from audit.rules.rule import Rule
from audit.rules.values import Inapplicable, NotAsked, compare
from audit.rules.world import Spot, World
from audit.run._matrix import Cell

#: The largest figure that is drawn for a column of each type, in its smallest unit.
_LARGEST = {"rupiah": 900_000_000, "percent": 10_000, "count": 20}

#: A figure is drawn so often, ever smaller and then ever larger, until it passes no bound.
_DRAWS = 24


NIL = Figure(Fraction(0), Fraction(0), "")


class Sheet(dict[Cell, "Figure | None"]):
    """Figures as far as they are known; ``missed`` tells that one was asked for that is not, and is no blank."""

    missed = False

    def __init__(self, cells: dict[Cell, Figure | None]) -> None:
        super().__init__(cells)
        self.blank: set[Cell] = set()

    def __getitem__(self, cell: Cell) -> Figure | None:
        figure = super().__getitem__(cell)
        self.missed |= figure is None and cell not in self.blank
        return figure


@dataclass(slots=True)
class Filling:
    """A statement whose figures are being computed and drawn."""

    statement: Statement
    rules: Sequence[Rule]
    world: World
    sheet: Sheet
    rng: Random
    bounds: list[Rule] = field(default_factory=list)
    stating: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    citing: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Part the rules that speak of the statement into bounds and equations; those by the columns of their row."""
        for rule in self.rules:
            if self.statement.kind not in rule.kinds or not isinstance(rule.assertion, Comparison):
                continue
            if rule.assertion.relation != "=":
                self.bounds.append(rule)
                continue
            subject = subject_of(rule)
            if subject is not None:
                self.stating[subject].append(rule)
            nodes = [rule.assertion, *(base.expression for base in rule.base[:1])]
            cited = {path.steps[0] for node in nodes for path in paths(node) if len(path.steps) == 1}
            for column in cited - {subject}:
                self.citing[column].append(rule)

    def fill(self) -> None:
        """Settle row after row, again and again while one waits for another."""
        kids = self.statement.children_of
        deepest = sorted(range(len(kids)), key=lambda row: (bool(kids[row]), row))
        waiting = {row: list(self.statement.columns) for row in deepest}
        while any(waiting.values()):
            before = sum(map(len, waiting.values()))
            waiting = {row: self._settled(row, columns) for row, columns in waiting.items()}
            if sum(map(len, waiting.values())) == before:
                # The rules wait for each other: one figure must be drawn.
                row, columns = next((row, columns) for row, columns in waiting.items() if columns)
                self._draw(row, columns.pop(0))

    def _settled(self, row: int, columns: list[Column]) -> list[Column]:
        """The columns of a row that still wait for other rows when all else is computed or drawn."""
        while columns:
            states = [(column, self._settle(row, column)) for column in columns]
            left = [(column, state) for column, state in states if state != "known"]
            free = next((column for column, state in left if state == "free"), None)
            if len(left) == len(states):
                if free is None:
                    break
                self._draw(row, free)
                left = [(column, state) for column, state in left if column is not free]
            columns = [column for column, _ in left]
        return columns

    def _settle(self, row: int, column: Column) -> str:
        """``known`` where the figure follows from others, ``waits`` where it will, else ``free``."""
        waits = False
        for rule in self.stating[column.name]:
            self.sheet.missed = False
            sides = self._sides(rule, row, left=False)
            if self.sheet.missed:
                waits = True
            elif sides is not None:
                self._set(row, column, _rounded(sides[1], column, rule))
                return "known"
        if waits:
            return "waits"
        rest = next(self._rests(row, column), None)
        if rest is not None:
            self._set(row, column, rest)
            return "known"
        return "free"

    def _rests(self, row: int, column: Column) -> Iterator[Fraction]:
        """What is left for a figure in equations of its row in which all others are known."""
        for rule in self.citing[column.name]:
            gaps = self._gaps(rule, row, column)
            if gaps is not None and gaps[0] != gaps[1]:
                rest = gaps[0] / (gaps[0] - gaps[1])
                if rest >= 0 and (rest * _units(column)).denominator == 1:
                    yield rest

    def _gaps(self, rule: Rule, row: int, column: Column, others: Figure | None = None) -> list[Fraction] | None:
        """By how much an equation is off where a figure is 0 and where it is 1.

        What is not yet known of the row is taken as ``others``; without those nothing can be said while it is not.
        """
        cell = (self.statement.id, row, column.name)
        row_cells = ((self.statement.id, row, other.name) for other in self.statement.columns)
        unknown = [other for other in row_cells if self.sheet.get(other) is None and other not in self.sheet.blank]
        self.sheet.missed = False
        gaps = []
        for value in (0, 1):
            self.sheet.update(dict.fromkeys(unknown, others))
            self.sheet[cell] = Figure(Fraction(value), Fraction(0), "")
            sides = self._sides(rule, row)
            if sides is not None:
                gaps.append(sides[0] - sides[1])
        self.sheet.update(dict.fromkeys(unknown))
        return gaps if len(gaps) == 2 and not self.sheet.missed else None

    def _sides(self, rule: Rule, row: int, *, left: bool = True) -> tuple[Fraction, Fraction] | None:
        """The two sides of a rule at a row, None where it says nothing of it; the left one only where it is wanted."""
        base = rule.base[0] if rule.base else base_of(rule, self.statement, self.rules, self.world)
        if base is None and rule.base_of is not None:
            return None
        evaluator = evaluator_of(rule, base, self.world, self.statement)
        at = Spot(self.statement, row)
        assertion = rule.assertion
        assert isinstance(assertion, Comparison)
        try:
            if rule.when is not None and not evaluator.holds(rule.when, at):
                return None
            right = evaluator.value(assertion.right, at).interval.middle
            own = evaluator.value(assertion.left, at).interval.middle if left else Fraction(0)
        except (NotAsked, Inapplicable):
            return None
        return None if own is None or right is None else (own, right)

    # Drawing

    def _draw(self, row: int, column: Column) -> None:
        """Draw a figure; quantities of groups are left blank, since unlike things are not added."""
        if column.type == "count" and self.statement.children_of[row]:
            self.sheet.blank.add((self.statement.id, row, column.name))
            return
        largest = self._largest(row, column)
        for draw in range(_DRAWS):
            # Half of the draws go down from the largest, the others up from it.
            low, high = (1, largest >> draw) if draw * 2 < _DRAWS else (largest, largest << (draw - _DRAWS // 2 + 1))
            value = Fraction(self.rng.randint(low, max(low, high)), _units(column))
            self._set(row, column, value)
            if not any(self._passed(rule, row) for rule in self.bounds):
                return

    def _largest(self, row: int, column: Column) -> int:
        """The largest figure to draw: an amount no larger than the first of its row, and half of what is to be shared.

        In an equation whose sum is known, what is not yet known must have room beside the figure.
        """
        largest = _LARGEST[column.type]
        if column.type != "rupiah":
            return largest
        amounts = [column.name for column in self.statement.columns if column.type == "rupiah"]
        known = (self.sheet.get((self.statement.id, row, name)) for name in amounts)
        limits = [largest, *[int(figure.value) for figure in known if figure is not None][:1]]
        for rule in self.citing[column.name]:
            subject = self.sheet.get((self.statement.id, row, subject_of(rule) or ""))
            gaps = self._gaps(rule, row, column, NIL) if subject is not None else None
            if gaps is not None and gaps[0] > 0 and gaps[1] == gaps[0] - 1:
                limits.append(int(gaps[0]) // 2)
        return max(1, min(limits))

    def _passed(self, rule: Rule, row: int) -> bool:
        """Whether the figures of a row that are known pass a bound."""
        evaluator = evaluator_of(rule, None, self.world, self.statement)
        at = Spot(self.statement, row)
        assertion = rule.assertion
        assert isinstance(assertion, Comparison)
        self.sheet.missed = False
        try:
            if rule.when is not None and not evaluator.holds(rule.when, at):
                return False
            left, right = evaluator.value(assertion.left, at), evaluator.value(assertion.right, at)
        except (NotAsked, Inapplicable):
            return False
        return not self.sheet.missed and compare(assertion.relation, left, right, rule.tolerance) == "violated"

    def _set(self, row: int, column: Column, value: Fraction) -> None:
        quantum = Fraction(1, 100) if column.type == "percent" else Fraction(0)
        printed = plain(value, 2 if column.type == "percent" else None)
        self.sheet[(self.statement.id, row, column.name)] = Figure(value, quantum, printed)


def _units(column: Column) -> int:
    """How many of the smallest steps of a column make up one."""
    return 100 if column.type == "percent" else 1


def _rounded(value: Fraction, column: Column, rule: Rule) -> Fraction:
    """The value as the column prints it: percentages with two decimals, all else as it is."""
    if column.type != "percent":
        return value
    if "truncated" in (rule.rounding, column.rounding):
        return Fraction(int(value * 100), 100)
    return Fraction(round(value * 100), 100)
