"""What an expression comes to, and how two such values compare; with the reasons for which a claim is not asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from audit.model.figure import Interval
from audit.model.report import Operand
from audit.model.text import Text

NOTHING = Interval.exactly(Fraction(0))


class NotAsked(Exception):  # noqa: N818  (a result, not a fault)
    """The claim cannot be asked of this row, for a reason that a person can understand."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Blank(NotAsked):
    """A figure that the expression needs prints nothing."""

    def __init__(self, operand: Operand) -> None:
        super().__init__(Text(f"{operand.column} kosong", f"{operand.column} is blank"))
        self.operand = operand


class Inapplicable(Exception):  # noqa: N818  (a result, not a fault)
    """The rule says nothing about this row: a sum of children where there are none."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression comes to: all values possible, the figures it rests on, and the blanks among them.

    ``slack`` is what the blanks may add; ``interval`` takes them as zero.
    """

    interval: Interval
    operands: tuple[Operand, ...] = ()
    blanks: tuple[Operand, ...] = ()
    slack: Interval = NOTHING


def compare(relation: str, left: Value, right: Value, tolerance: Fraction = Fraction(0)) -> str:
    """``holds``, ``violated`` or ``unasked``; blanks may be any amount that their column allows.

    The two sides may be apart by the tolerance, on either side.
    """
    if tolerance:
        left = replace(left, interval=left.interval + Interval(-tolerance, tolerance))
    if _possible(relation, left.interval, right.interval):
        return "holds"
    if not left.blanks and not right.blanks:
        return "violated"
    # Some amount for the blanks would make it hold, but nothing says that this is the amount.
    if _possible(relation, left.interval + left.slack, right.interval + right.slack):
        return "unasked"
    return "violated"


def agrees(relation: str, stated: Interval, implied: Value) -> bool:
    """Whether what a figure may stand for compares so with what is implied."""
    if implied.blanks:
        return compare(relation, Value(stated), implied) == "holds"
    return _possible(relation, stated, implied.interval)


def _possible(relation: str, left: Interval, right: Interval) -> bool:
    match relation:
        case "=":
            return left.meets(right)
        case "<=":
            return left.may_be_at_most(right)
        case ">=":
            return right.may_be_at_most(left)
        case "<":
            return left.may_be_below(right)
        case _:
            return right.may_be_below(left)


def negated(value: Value) -> Value:
    """The value with its sign turned."""
    return Value(-value.interval, value.operands, value.blanks, -value.slack if value.blanks else NOTHING)


def closed(value: Value) -> Value:
    """The value, where no blank is among its figures; an unknown amount can be added, but not multiplied."""
    if value.blanks:
        raise Blank(value.blanks[0])
    return value


def joined(sign: str, left: Value, right: Value) -> Value:
    """Two values joined by ``+``, ``-``, ``*`` or ``/``; a divisor that may be zero leaves the claim unasked."""
    operands = left.operands + right.operands
    if not left.blanks and not right.blanks:
        return Value(_of_known(sign, left.interval, right.interval), operands)
    if sign in "*/":
        raise Blank((left.blanks + right.blanks)[0])
    other = right if sign == "+" else negated(right)
    return Value(left.interval + other.interval, operands, left.blanks + right.blanks, left.slack + other.slack)


def _of_known(sign: str, left: Interval, right: Interval) -> Interval:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    try:
        return left / right
    except ZeroDivisionError:
        raise NotAsked(Text("pembaginya nol", "the divisor is zero")) from None
