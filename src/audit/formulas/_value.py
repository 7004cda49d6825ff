"""A formula is recomputed from the values stored for its operands, exactly, with how far doubles may be off."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite

from audit.formulas._parsed import Area, Choice, Node, Product, Rescue, Rounded, Sum, Total, Words
from audit.formulas._sheet import BLOCK, ELSEWHERE, GRAIN, Sheet, Unknown
from audit.model.text import Text

#: A value, and how far the double that a spreadsheet program computes may be from it.
Value = tuple[Fraction, float]

#: Other figures to put into cells, by sheet, row and column.
Instead = Mapping[tuple[str, int, int], Fraction]

NOT_COMPUTED = Text("rumusnya memuat fungsi yang tidak dihitung ulang", "the formula holds what is not recomputed")
BY_ZERO = Text("rumusnya membagi dengan nol", "the formula divides by zero")
NEAR_ZERO = Text("rumusnya membagi dengan yang hampir nol", "the formula divides by what is next to zero")
NEAR_BOUND = Text("nilai yang dibandingkan hampir sama", "the values that it compares are next to equal")
TEXT_GIVEN = Text("rumusnya menghasilkan teks", "the formula gives a text")

#: Nobody rounds to more decimals.
_MOST_DIGITS = 30


def value_of(
    node: Node, sheet: Sheet, row: int, column: int, sheets: Mapping[str, Sheet], instead: Instead | None = None
) -> Value:
    """What the formula of a cell comes to; raises Unknown."""
    # Doubles, by which it is told how far a value may be off, end before numbers do.
    try:
        value, slack = _value(node, sheet, row, column, sheets, instead)
    except (OverflowError, ZeroDivisionError) as beyond:
        raise Unknown(NOT_COMPUTED) from beyond
    if not isfinite(slack):
        raise Unknown(NOT_COMPUTED)
    return value, slack


def _value(
    node: Node, sheet: Sheet, row: int, column: int, sheets: Mapping[str, Sheet], instead: Instead | None
) -> Value:
    """What a node comes to; raises Unknown, or what floats raise beyond their range."""
    match node:
        case Fraction():
            return node, 0.0
        case Area():
            here, first, last = spot_of(node, sheet, row, column, sheets)
            if first != last:
                raise Unknown(NOT_COMPUTED)
            number = here.number(*first)
            if instead:
                number = instead.get((here.grid.name.upper(), *first), number)
            return number, abs(float(number)) * GRAIN
        case Sum(parts=parts):
            total, slack = Fraction(0), 0.0
            for sign, part in parts:
                number, off = _value(part, sheet, row, column, sheets, instead)
                total = total + number if sign > 0 else total - number
                slack += off + abs(float(number)) * GRAIN
            return total, slack
        case Product(factors=factors):
            return _product(factors, sheet, row, column, sheets, instead)
        case Total(arguments=arguments, code=code):
            total, slack = Fraction(0), 0.0
            for argument in arguments:
                if isinstance(argument, Area):
                    number, off = _area_total(argument, sheet, row, column, sheets, instead, subtotal=code is not None)
                else:
                    number, off = _value(argument, sheet, row, column, sheets, instead)
                total, slack = total + number, slack + off
            return total, slack
        case Rounded(value=inner, digits=digits):
            number, off = _value(inner, sheet, row, column, sheets, instead)
            places, _ = _value(digits, sheet, row, column, sheets, instead)
            return _rounded(number, off, places)
        case Choice(then=then, otherwise=otherwise):
            chosen = then if _compares(node, sheet, row, column, sheets, instead) else otherwise
            return _value(chosen, sheet, row, column, sheets, instead)
        case Rescue(value=inner, instead=other):
            try:
                return _value(inner, sheet, row, column, sheets, instead)
            except Unknown as unknown:
                if unknown.reason is not BY_ZERO:
                    raise
            return _value(other, sheet, row, column, sheets, instead)
        case Words():
            raise Unknown(TEXT_GIVEN)


def _compares(
    choice: Choice, sheet: Sheet, row: int, column: int, sheets: Mapping[str, Sheet], instead: Instead | None
) -> bool:
    """Whether the two values of a choice compare as it says; raises Unknown where doubles cannot tell."""
    left, off = _value(choice.left, sheet, row, column, sheets, instead)
    right, more = _value(choice.right, sheet, row, column, sheets, instead)
    same = left == right
    if same and off + more and not all(isinstance(side, Fraction | Area) for side in (choice.left, choice.right)):
        raise Unknown(NEAR_BOUND)
    if not same and abs(float(left - right)) <= off + more:
        raise Unknown(NEAR_BOUND)
    return {
        "=": same,
        "<>": not same,
        "<=": left <= right,
        ">=": left >= right,
        "<": left < right,
        ">": left > right,
    }[choice.relation]


def _product(
    factors: tuple[tuple[bool, Node], ...],
    sheet: Sheet,
    row: int,
    column: int,
    sheets: Mapping[str, Sheet],
    instead: Instead | None,
) -> Value:
    total, slack = Fraction(1), 0.0
    for times, factor in factors:
        number, off = _value(factor, sheet, row, column, sheets, instead)
        if times:
            slack = slack * abs(float(number)) + off * abs(float(total))
            total *= number
        elif number == 0 and not off:
            raise Unknown(BY_ZERO)
        elif abs(float(number)) <= 4 * off:
            raise Unknown(NEAR_ZERO)
        else:
            total /= number
            slack = (slack + abs(float(total)) * off) / abs(float(number)) * 2
        slack += abs(float(total)) * GRAIN
    return total, slack


def _rounded(number: Fraction, off: float, places: Fraction) -> Value:
    """The number rounded, halves away from zero; where doubles cannot tell a half, off by a whole step."""
    if places.denominator != 1 or abs(places) > _MOST_DIGITS:
        raise Unknown(NOT_COMPUTED)
    step = Fraction(10) ** -int(places)
    scaled = abs(number) / step
    whole = (scaled + Fraction(1, 2)).__floor__()
    near = abs(float(scaled + Fraction(1, 2) - whole - round(scaled + Fraction(1, 2) - whole)))
    unsure = near * float(step) <= off + abs(float(number)) * GRAIN
    value = whole * step if number >= 0 else -whole * step
    return value, float(step) if unsure else abs(float(value)) * GRAIN


def _area_total(
    area: Area,
    sheet: Sheet,
    row: int,
    column: int,
    sheets: Mapping[str, Sheet],
    instead: Instead | None,
    *,
    subtotal: bool,
) -> Value:
    here, first, last = spot_of(area, sheet, row, column, sheets)
    total, slack = here.total(first, last, subtotal=subtotal)
    name = here.grid.name.upper()
    for (other, down, across), figure in (instead or {}).items():
        if other == name and first[0] <= down <= last[0] and first[1] <= across <= last[1]:
            total += figure - here.number(down, across)
    return total, slack


def spot_of(
    area: Area, sheet: Sheet, row: int, column: int, sheets: Mapping[str, Sheet]
) -> tuple[Sheet, tuple[int, int], tuple[int, int]]:
    """The sheet and the block that a reference means, its first cell above and left of its last; raises Unknown."""
    here = sheets.get(area.sheet) if area.sheet else sheet
    if here is None:
        raise Unknown(ELSEWHERE)
    first = area.first.at(row, column)
    last = area.last.at(row, column) if area.last is not None else first
    top, bottom = sorted((first[0], last[0]))
    left, right = sorted((first[1], last[1]))
    if top < 0 or left < 0:
        raise Unknown(BLOCK)
    return here, (top, left), (bottom, right)
