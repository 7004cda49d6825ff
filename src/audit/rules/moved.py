"""A sum in which few figures are others is the sum of the printed ones, moved by what those figures differ."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from audit.model.figure import Figure, Interval
from audit.rules.values import Value
from audit.rules.world import Added, Spot, World, rows_of, weight


def added(at: Spot, total: Value | None) -> Added:
    """What is to be known of the sum of one column over the rows below a spot, to move it later.

    Nothing where it is not just their figures: a blank may be filled, or be added as its own parts.
    """
    statement = at.statement
    if total is None or total.blanks:
        return Added(statement)
    rows = [row for row in rows_of("children", at) if weight(at, row)]
    alone = rows == [part.row for part in total.operands] and all(part.figure is not None for part in total.operands)
    return Added(statement, total, {row: n for n, row in enumerate(rows)}) if alone else Added(statement)


def moved(known: Added, at: Spot, column: str, world: World) -> Value | None:
    """The sum below a spot with what is tried in place of some of its parts; None where it must be added up again."""
    total = known.total
    if total is None:
        return None
    id = at.statement.id
    changes = [
        (known.places[row], figure)
        for (table, row, name), figure in world.changes.items()
        if name == column and table == id and row in known.places
    ]
    if not changes:
        return total
    low, high = total.interval.low, total.interval.high
    if low is None or high is None or total.interval.low_open or total.interval.high_open:
        return None
    operands = list(total.operands)
    for place, figure in changes:
        part = operands[place]
        ends = _difference(part.figure, figure, at, part.row, column, world)
        if ends is None:
            return None
        low, high = low + ends[0], high + ends[1]
        operands[place] = replace(part, figure=figure)
    return replace(total, interval=Interval(low, low if low == high else high), operands=tuple(operands))


def _difference(
    old: Figure | None, new: Figure | None, at: Spot, row: int, column: str, world: World
) -> tuple[Fraction, Fraction] | None:
    """By how much the ends of a sum move with one of its parts; None where an end is open or not known."""
    if old is None or new is None:
        return None
    before, after = (world.interval(at.statement, column, figure) for figure in (old, new))
    if before.low_open or before.high_open or after.low_open or after.high_open:
        return None
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return None
    low, high = after.low - before.low, after.high - before.high
    sign = weight(at, row)
    return (low, high) if sign > 0 else (-high, -low) if sign < 0 else (Fraction(0), Fraction(0))
