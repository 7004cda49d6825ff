"""How many rows of a table meet a condition or lie beyond a threshold: as many surely, and as many as may."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from audit.model.figure import Figure
from audit.model.report import Operand
from audit.model.statement import Statement
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Comparison, parse_condition, paths
from audit.rules.values import Inapplicable, NotAsked
from audit.rules.world import Spot
from audit.tie._outcome import agreement
from audit.tie._values import Reading, Tables

_condition = cache(parse_condition)
_RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a sentence says of the rows that it counts: above, below or at an amount in some columns."""

    relation: str
    figure: Figure
    columns: tuple[str, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Tally:
    """So many rows surely, and so many at most where figures are rounded, of those that could be asked.

    ``rows`` are figures of those that count. ``high`` is None where there may be more that are not known.
    """

    low: int
    high: int | None
    asked: int
    rows: tuple[Operand, ...] = ()

    @classmethod
    def of(
        cls,
        id: str,
        meets: Mapping[int, bool | None],
        statement: Statement,
        columns: Sequence[str] = (),
        proof: Mapping[int, int] = MappingProxyType({}),
    ) -> Tally:
        """The rows of a table by whether each counts, None where that depends on digits that are rounded away.

        ``columns`` are those that are shown, ``proof`` the rows by which others count that print nothing themselves.
        """
        sure = [row for row, counts in meets.items() if counts]
        doubtful = sum(counts is None for counts in meets.values())
        shown = []
        for row in (proof.get(row, row) for row in sure):
            figures = statement.rows[row].figures
            column = next((name for name in (*columns, *figures) if name in figures), None)
            if column is not None:
                shown.append(Operand(id, row, column, figures[column]))
        return cls(len(sure), len(sure) + doubtful, len(meets), tuple(shown))

    def is_so_many(self, number: Fraction) -> bool:
        """Whether it is surely that many."""
        return self.low == self.high == number

    def may_be(self, number: Fraction) -> bool:
        """Whether it may be that many."""
        return self.low <= number and (self.high is None or number <= self.high)


def together(parts: Sequence[Tally]) -> Tally:
    """Several tallies added up."""
    rows = tuple(row for part in parts for row in part.rows)
    highs = [part.high for part in parts if part.high is not None]
    high = sum(highs) if len(highs) == len(parts) else None
    return Tally(sum(part.low for part in parts), high, sum(part.asked for part in parts), rows)


def tallies(
    rows: Sequence[int], id: str, conditions: Sequence[str], limits: Sequence[Threshold], tables: Tables
) -> Iterator[Tally]:
    """How many rows meet what a sentence says, under each way to read it; all of them where it says nothing."""
    statement = tables.world.statements[id]
    if not conditions and not limits:
        yield Tally(len(rows), len(rows), len(rows))
        return
    for condition in conditions:
        asked = {row: found for row in rows if (found := _meets_or_below(id, row, condition, tables)) is not None}
        if asked:
            told = {row: counts for row, (counts, _) in asked.items()}
            proof = {row: end for row, (_, end) in asked.items()}
            yield Tally.of(id, told, statement, columns_of(condition), proof)
    for limit in limits:
        for column in limit.columns:
            ways = {row: tables.meant([(id, row)], [column], limit.unit) for row in rows}
            for way in range(max(map(len, ways.values()), default=0)):
                chosen = {row: readings[way] for row, readings in ways.items() if way < len(readings)}
                beyond = {row: _is_beyond(reading, limit) for row, reading in chosen.items()}
                yield Tally.of(id, beyond, statement, [column])


def meeting(id: str, row: int, condition: str, tables: Tables) -> tuple[bool, bool | None]:
    """Whether a row can be asked a condition, and whether it meets it, None where rounding leaves that open."""
    world = tables.world
    parsed, at = _condition(condition), Spot(world.statements[id], row)
    evaluator = Evaluator(world)
    try:
        if not isinstance(parsed, Comparison):
            return True, evaluator.holds(parsed, at)
        left, right = evaluator.value(parsed.left, at), evaluator.value(parsed.right, at)
    except (NotAsked, Inapplicable):
        return False, None
    here, there = left.interval.middle, right.interval.middle
    if left.blanks or right.blanks or here is None or there is None:
        return False, None
    if here != there and left.interval.meets(right.interval):
        return True, None
    return True, _RELATIONS[parsed.relation](here, there)


def _meets_or_below(id: str, row: int, condition: str, tables: Tables) -> tuple[bool | None, int] | None:
    """Whether a row meets a condition and by which row, one below it where it prints nothing itself.

    As a whole a row falls short where one of its parts does. None where neither it nor its parts can be asked.
    """
    asked, meets = meeting(id, row, condition, tables)
    if asked:
        return meets, row
    statement = tables.world.statements[id]
    ends = [below for below in statement.descendants(row) if not statement.children_of[below]]
    said = {end: counts for end in ends for could, counts in [meeting(id, end, condition, tables)] if could}
    if not said:
        return None
    parsed = _condition(condition)
    short = isinstance(parsed, Comparison) and parsed.relation in ("<", "<=")
    telling = next((end for end, counts in said.items() if counts is short), next(iter(said)))
    if said[telling] is short:
        return short, telling
    return (None if None in said.values() else not short), telling


def columns_of(condition: str) -> list[str]:
    """The columns of which a condition speaks."""
    return [path.steps[-1] for path in paths(_condition(condition))]


def _is_beyond(reading: Reading, limit: Threshold) -> bool:
    if limit.relation == "=":
        return agreement(limit.figure, reading.interval) == "agrees"
    middle = reading.interval.middle
    if middle is None:
        return False
    return middle > limit.figure.value if limit.relation == ">" else middle < limit.figure.value
