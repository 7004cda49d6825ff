"""An expression is made ready for all rows of a statement, so that thousands of claims do not take it apart each time.

The evaluator is the meaning of an expression. What is made ready here comes to the same, sooner: figures that were seen
are at hand, the total of the table is looked up once, and whole amounts are added as integers. All else is left to the
evaluator, as is every row in which something is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from audit.model.figure import Interval
from audit.model.report import Operand
from audit.model.statement import Statement
from audit.rules.evaluate import Evaluator
from audit.rules.expression import (
    Aggregate,
    Condition,
    Expression,
    Junction,
    Matches,
    Negated,
    Negative,
    Number,
    Operation,
    Path,
)
from audit.rules.values import Inapplicable, NotAsked, Value, joined, negated
from audit.rules.world import Spot, World, phrase_of

#: What an expression comes to at the row of that index; raises NotAsked or Inapplicable as the evaluator does.
AtRow = Callable[[int], Value]

Seen = Callable[[int], Value | None]


def prepared(node: Expression, statement: Statement, evaluator: Evaluator) -> AtRow:
    """What the expression comes to, row by row; the figures of the world must not change meanwhile."""

    def slowly(row: int) -> Value:
        return evaluator.value(node, Spot(statement, row))

    world = evaluator.world
    if world.changes or world.unrounded:
        return slowly
    match node:
        case Number(value=constant):
            same = Value(Interval.exactly(constant))
            return lambda _: same
        case Path(steps=("base",), inner=None) if evaluator.base is not None:
            return prepared(evaluator.base, statement, evaluator)
        case Path(steps=(column,), inner=None) if statement.column(column) is not None:
            return _here(_seen(column, statement, world), slowly)
        case Path(steps=("root", column), inner=None, chosen=()) if column != "base":
            return _once(slowly)
        case Path(steps=("parent", column), inner=None, chosen=()):
            return _above(statement, _seen(column, statement, world), slowly)
        case Negative(of=of):
            inner = prepared(of, statement, evaluator)
            return lambda row: negated(inner(row))
        case Operation(sign=sign, left=left, right=right) if sign != "+" or evaluator.missing != "zero":
            one, two = prepared(left, statement, evaluator), prepared(right, statement, evaluator)
            return lambda row: joined(sign, one(row), two(row))
        case Aggregate(function="sum", path=Path(steps=("children", column), inner=None, chosen=()), where=None):
            if statement.column(column) is not None and not statement.weights:
                return _sums(statement, prepared(Path((column,)), statement, evaluator), slowly)
    return slowly


def prepared_condition(node: Condition, statement: Statement, evaluator: Evaluator) -> Callable[[int], bool]:
    """Whether a condition is true, row by row; raises what the evaluator raises."""
    match node:
        case Junction(word=word, parts=parts):
            ready = [prepared_condition(part, statement, evaluator) for part in parts]
            if word == "and":
                return lambda row: all(part(row) for part in ready)
            return lambda row: any(part(row) for part in ready)
        case Negated(part=part):
            turned = prepared_condition(part, statement, evaluator)
            return lambda row: not turned(row)
        case Matches(path=path, words=wanted):
            name, phrase = path.steps[0], phrase_of(wanted)
            said = evaluator.world.texts(statement, name)
            return lambda row: said(row).holds(phrase)
    return lambda row: evaluator.holds(node, Spot(statement, row))


def _seen(column: str, statement: Statement, world: World) -> Seen:
    """What the figures of a column stand for, all of them looked at once."""
    rounding = world.rounding.get((statement.id, column), "nearest")
    key = (statement.id, column, rounding)
    seen = world.seen.setdefault(key, {})
    for row in statement.rows if len(seen) < sum(column in row.figures for row in statement.rows) else ():
        figure = row.figures.get(column)
        if figure is not None and row.index not in seen:
            operand = Operand(statement.id, row.index, column, figure)
            seen[row.index] = Value(figure.interval(rounding), (operand,))
    return seen.get


def _here(seen: Seen, slowly: AtRow) -> AtRow:
    def figure(row: int) -> Value:
        value = seen(row)
        return slowly(row) if value is None else value

    return figure


def _above(statement: Statement, seen: Seen, slowly: AtRow) -> AtRow:
    tree = statement.tree

    def figure(row: int) -> Value:
        parent = tree[row]
        value = seen(parent) if parent is not None else None
        return slowly(row) if value is None else value

    return figure


def _once(slowly: AtRow) -> AtRow:
    """What is the same for all rows of a statement; where there is none, the evaluator says so of each."""
    known: list[Value] = []

    def same(row: int) -> Value:
        if not known:
            known.append(slowly(row))
        return known[0]

    return same


def _sums(statement: Statement, part: AtRow, slowly: AtRow) -> AtRow:
    """The sum over the parts of a row, where all of them are whole amounts."""
    parts_of = statement.children_of
    known: dict[int, tuple[int, Operand] | None] = {}

    def added(row: int) -> Value:
        total = 0
        operands: list[Operand] = []
        kids = parts_of[row]
        if not kids:
            raise Inapplicable
        for kid in kids:
            if kid not in known:
                known[kid] = _whole(kid, part)
            amount = known[kid]
            if amount is None:
                return slowly(row)
            total += amount[0]
            operands.append(amount[1])
        return Value(Interval.exactly(Fraction(total)), tuple(operands))

    return added


def _whole(row: int, figure: AtRow) -> tuple[int, Operand] | None:
    """The amount of a row as an integer, and the figure that it is; None where it is no whole amount."""
    try:
        value = figure(row)
    except NotAsked:
        return None
    low, high = value.interval.low, value.interval.high
    if low is None or low != high or low.denominator != 1 or len(value.operands) != 1:
        return None
    return low.numerator, value.operands[0]
