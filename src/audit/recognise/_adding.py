"""Columns whose figures add up from row to row, as the sums of the table itself show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.model.relation import Relation
from audit.model.statement import Statement
from audit.recognise._money import BY_MONEY

#: Of so many sums that hold one may fail.
_PER_EXCEPTION = 4

#: A list has so many parts, and most amounts of money are at least so large.
_ENOUGH = 3
_LARGE = 1000

#: A figure is held to be the sum of no more than so many beside it.
_LONGEST = 60

#: A total that is off by more of itself than this is no slip, but the total of something else.
_FAR = Fraction(1, 3)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How many rows are the sum of the rows below them in a column, how many are not, and how many of these may not be.

    A row that money made the head of those after it bears nothing out, and speaks against the column where it fails.
    """

    held: int
    failed: int
    doubtful: int

    @property
    def sound(self) -> bool:
        """Whether sums hold and none fails."""
        return bool(self.held) and not self.failed


def adding(statement: Statement, further: frozenset[str], found: Sequence[Relation]) -> Iterator[Relation]:
    """The columns whose figures add up from row to row.

    A column of which no sum fails has them. One of which some fail has them where others hold four times as often,
    where it is the sum of columns that have them, or where it is the only one of its table that fails at its total.
    """
    names = [c.name for c in statement.columns if c.type in ("rupiah", "count")]
    outcome = {name: _outcome(statement, name) for name in names}
    sound = {name for name, come in outcome.items() if come.sound}
    for name in names:
        come = outcome[name]
        if name not in further or not come.held + come.failed or come.doubtful:
            continue
        linked = any(
            relation.kind == "sum" and name in relation.columns and sound.issuperset(relation.columns - {name})
            for relation in found
        )
        often = come.held >= 2 and come.failed * _PER_EXCEPTION <= come.held
        if come.sound or often or linked or _is_total_alone(statement, name, outcome, sound):
            yield Relation("total", name, (), come.held, come.held + come.failed)


def _outcome(statement: Statement, column: str) -> _Outcome:
    """What came of the sums of a column; blanks say nothing, and a sum of one amount holds without a meaning."""
    held = failed = doubtful = 0
    for row in statement.rows:
        kids = [statement.rows[n] for n in statement.children_of[row.index]]
        kids = [kid for kid in kids if kid.kind not in ("stray", "balance", "heading")]
        figures = [kid.figures.get(column) for kid in kids]
        stated = row.figures.get(column)
        if not kids or stated is None or any(figure is None for figure in figures):
            continue
        parts = [
            (figure, statement.weights.get(kid.index, 1)) for kid, figure in zip(kids, figures, strict=True) if figure
        ]
        gap = sum((weight * figure.value for figure, weight in parts), -stated.value)
        slack = sum((figure.quantum / 2 for figure, _ in parts), stated.quantum / 2)
        by_money = any(statement.reasons[kid.index] == BY_MONEY for kid in kids)
        if abs(gap) > slack:
            failed, doubtful = failed + 1, doubtful + by_money
        elif not by_money and sum(1 for figure, _ in parts if figure.value) > 1:
            held += 1
    return _Outcome(held, failed, doubtful)


def _is_total_alone(statement: Statement, column: str, outcome: Mapping[str, _Outcome], sound: set[str]) -> bool:
    """Whether a flat list ends with a total that fails in this column alone, all others of amounts being sums."""
    root = statement.root
    if root is None or statement.selection or len(statement.children_of[root]) < _ENOUGH:
        return False
    flat = all(parent in (root, None) for parent in statement.tree)
    asked = {name for name, come in outcome.items() if come.held + come.failed}
    return flat and asked == sound | {column} and _is_list(statement, column, root, alone=asked == {column})


def _is_list(statement: Statement, column: str, root: int, *, alone: bool) -> bool:
    """Whether the figures above a total are the list of which it is the total, since it is not far from their sum.

    Where no other column shows that they are, most must be amounts of money, and none the sum of those beside it.
    """
    stated = statement.rows[root].figures[column].value
    figures = [statement.rows[n].figures.get(column) for n in statement.children_of[root]]
    values = [figure.value for figure in figures if figure is not None]
    if not any(values) or abs(sum(values) - stated) > _FAR * abs(stated):
        return False
    sizes = sorted(abs(value) for value in values)
    nested = any(
        _sums_up(value, beside)
        for n, value in enumerate(values)
        if value
        for beside in (values[n + 1 :], values[:n][::-1])
    )
    return not alone or (sizes[len(sizes) // 2] >= _LARGE and not nested)


def _sums_up(value: Fraction, beside: Sequence[Fraction]) -> bool:
    """Whether a figure is the sum of two or more of those right beside it."""
    total = Fraction(0)
    for count, other in enumerate(beside[:_LONGEST], 1):
        total += other
        if total == value and count > 1:
            return True
    return False
