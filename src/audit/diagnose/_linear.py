"""A claim over exact amounts as a linear equation in its cells, so that several can be solved together."""

from __future__ import annotations

from fractions import Fraction

from audit.diagnose._case import Case, Cell, changed, middle_of, type_of
from audit.rules.world import Spot, weight

#: An equation with more figures than this is taken apart only if it is a plain sum.
_FIGURES = 12

Terms = dict[Cell, Fraction]


def equation(case: Case, number: int) -> Terms | None:
    """The factor of each cell, where stated less implied is to be nothing; None where a claim is no such equation.

    Those of a plain sum are the same whatever the figures are.
    """
    if not case.adds(number):
        return _equation(case, number)
    if number not in case.equations:
        case.equations[number] = _equation(case, number)
    return case.equations[number]


def _equation(case: Case, number: int) -> Terms | None:
    claim = case.claims[number]
    if (
        claim.relation != "="
        or claim.stated is None
        or claim.blanks
        or claim.implied is None
        or not claim.implied.exact
    ):
        return None
    if any(operand.figure is None or operand.figure.quantum for operand in claim.touched):
        return None
    subject = (claim.statement, claim.row, claim.stated.column)
    if (claim.stated.statement, claim.stated.row) != subject[:2] or type_of(case, subject) == "percent":
        return None
    parts = [(part.statement, part.row, part.column) for part in claim.because]
    if case.adds(number):
        at = Spot(case.world.statements[claim.statement], claim.row)
        slopes = [Fraction(weight(at, row)) for _, row, _ in parts]
    else:
        measured = _slopes(case, number, parts) if len(parts) <= _FIGURES else None
        if measured is None:
            return None
        slopes = measured
    terms: Terms = {subject: Fraction(1)}
    for part, slope in zip(parts, slopes, strict=True):
        terms[part] = terms.get(part, Fraction(0)) - slope
    return {cell: factor for cell, factor in terms.items() if factor}


def _slopes(case: Case, number: int, parts: list[Cell]) -> list[Fraction] | None:
    """By how much the implied figure grows with each part; None where the parts do not grow it independently."""
    before = middle_of(case.ask(number))
    figures = [case.figure(part) for part in parts]
    if before is None or len(set(parts)) != len(parts) or None in figures:
        return None
    more = {part: figure.value + 1 for part, figure in zip(parts, figures, strict=True) if figure is not None}
    slopes = []
    for part in parts:
        after = middle_of(case.ask(number, changed(case.world, {part: more[part]})))
        if after is None:
            return None
        slopes.append(after - before)
    together = middle_of(case.ask(number, changed(case.world, more)))
    return slopes if together is not None and together - before == sum(slopes) else None


def residual(case: Case, number: int) -> Fraction:
    """Stated less implied, as it stands; nothing where the claim holds."""
    claim = case.ask(number)
    middle = middle_of(claim)
    if claim.verdict != "violated" or claim.stated is None or claim.stated.figure is None or middle is None:
        return Fraction(0)
    return claim.stated.figure.value - middle
