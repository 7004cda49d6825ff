"""A row holds other figures than it should: the figures that its neighbours imply settle what is broken.

Candidates come from the broken equations themselves: each cell of a broken equation is given the figure that would make
it hold. A figure of a parent that is wrong was often carried on upwards, and one of a lone child downwards; so the same
difference is taken along as far as the sums held with it. Percentages that follow from a corrected amount follow it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from audit.diagnose._case import Case, Cell, Correction, Hypothesis, adds, changed, middle_of, rounded, type_of
from audit.diagnose._follow import with_computed
from audit.diagnose._story import slipped_apart, told
from audit.diagnose._sums import stands_twice
from audit.model.report import Claim
from audit.model.statement import Statement

#: A row with more parts than this is not taken apart part by part.
_PARTS = 200


def corrections(case: Case) -> Iterator[Hypothesis]:
    """All corrections that settle a broken claim or more; what they would break is for the caller to ask."""
    seen: set[frozenset[tuple[Cell, Fraction | None]]] = set()
    for candidate, own in _candidates(case):
        key = frozenset(candidate.items())
        if not candidate or key in seen or not _is_possible(case, candidate) or _takes_out(case, candidate):
            continue
        seen.add(key)
        change = with_computed(case, candidate)
        settled = case.settled(change)
        if not settled:
            continue
        hypothesis = replace(told(case, change, settled), own=own)
        if hypothesis.kind not in ("unknown", "not-updated") or not slipped_apart(case, candidate):
            yield hypothesis


def _is_possible(case: Case, change: Correction) -> bool:
    """Whether no amount would become negative in a column that has none."""
    for (id, _, name), value in change.items():
        column = case.world.statements[id].column(name)
        if column is not None and column.nonnegative and value is not None and value < 0:
            return False
    return True


def _takes_out(case: Case, change: Correction) -> bool:
    """Whether nothing is left of a row that stands twice: that it stands there is another error."""
    first = next(iter(change))
    return not any(change.values()) and stands_twice(case, *first[:2])


def _candidates(case: Case) -> Iterator[tuple[Correction, bool]]:
    """Corrections to try, each with whether the figure that a claim states is computed from the others."""
    gaps: dict[tuple[str, int], dict[str, Fraction]] = defaultdict(dict)
    for number in sorted(case.open):
        rule, _ = case.answers.origins[number]
        claim = case.ask(number)
        middle = middle_of(claim)
        if claim.relation != "=" or middle is None or claim.stated is None or claim.column is None:
            continue
        figure = case.figure((claim.statement, claim.row, claim.column))
        if figure is None:
            continue
        if adds(rule.assertion):
            gaps[(claim.statement, claim.row)][claim.column] = figure.value - middle
        else:
            yield from _of_equation(case, number, claim, figure.value, middle)
    for (statement, row), whole in gaps.items():
        gap = _without_shares(case, statement, row, whole)
        yield from _of_sum(case, case.world.statements[statement], row, gap)
        for column, amount in gap.items():
            if len(gap) > 1:
                yield from _of_sum(case, case.world.statements[statement], row, {column: amount})


def _without_shares(case: Case, statement: str, row: int, gap: dict[str, Fraction]) -> dict[str, Fraction]:
    """The gap without percentages that a base rule computes from the amounts: those follow the corrected amounts."""
    if not any(type_of(case, (statement, row, column)) == "rupiah" for column in gap):
        return gap
    return {column: amount for column, amount in gap.items() if not _is_computed(case, (statement, row, column))}


def _is_computed(case: Case, cell: Cell) -> bool:
    return any(
        case.answers.origins[n][1] is not None and case.verdicts[n] == "holds" for n in case.subjects.get(cell, ())
    )


def _of_equation(
    case: Case, number: int, claim: Claim, stated: Fraction, middle: Fraction
) -> Iterator[tuple[Correction, bool]]:
    """The subject as computed; or, among amounts, one operand so that the subject is right."""
    subject = (claim.statement, claim.row, claim.column or "")
    computed: Correction = {subject: rounded(case, subject, middle)}
    yield computed, True
    yield _upwards(case, computed), True
    if claim.tolerance:
        # What is computed is not exact then, but a sign is.
        yield {subject: -stated}, True
    operands = [operand for operand in claim.because if operand.figure is not None]
    if len(operands) > 3 or type_of(case, subject) != "rupiah":
        return
    for operand in operands:
        cell = (operand.statement, operand.row, operand.column)
        slope = _slope(case, number, claim, cell)
        figure = case.figure(cell)
        if not slope or figure is None:
            continue
        value = figure.value + (stated - middle) / slope
        if 100 % value.denominator == 0 and (value.denominator == 1 or type_of(case, cell) != "rupiah"):
            change: Correction = {cell: value}
            yield change, False
            yield _upwards(case, change), False


def _slope(case: Case, number: int, claim: Claim, cell: Cell) -> Fraction:
    """By how much the implied figure grows with an operand: as a price does with its quantity; 0 where it is not known.

    Of rounded figures only a sum or a difference tells what one of them should be.
    """
    figure = case.figure(cell)
    before = middle_of(claim)
    if figure is None or before is None:
        return Fraction(0)
    after = middle_of(case.ask(number, changed(case.world, {cell: figure.value + 1})))
    slope = after - before if after is not None else Fraction(0)
    exact = claim.implied is not None and claim.implied.exact and figure.value.denominator == 1
    return slope if exact or abs(slope) == 1 else Fraction(0)


def _of_sum(case: Case, statement: Statement, row: int, gap: dict[str, Fraction]) -> Iterator[tuple[Correction, bool]]:
    """The parent as the sum of its parts, or one part so that the parent is right."""
    own: Correction = {}
    for column, amount in gap.items():
        figure = case.figure((statement.id, row, column))
        if figure is not None:
            own[(statement.id, row, column)] = figure.value - amount
    yield own, True
    yield _upwards(case, own), True
    kids = statement.children_of[row]
    for kid in kids if len(kids) <= _PARTS else ():
        sign = statement.weights.get(kid, 1)
        part: Correction = {
            (statement.id, kid, column): figure.value + sign * amount
            for column, amount in gap.items()
            if (figure := case.figure((statement.id, kid, column))) is not None
        }
        if len(part) == len(gap):
            yield part, False
            yield _downwards(case, part), False


def _upwards(case: Case, change: Correction) -> Correction:
    """The change carried on to the rows above, as long as their sums held with the wrong figure."""
    carried = dict(change)
    for cell, value in change.items():
        figure = case.figure(cell)
        if figure is None or value is None:
            continue
        difference = value - figure.value
        statement = case.world.statements[cell[0]]
        for row in statement.above(cell[1]):
            above = (statement.id, row, cell[2])
            known = case.figure(above)
            if known is not None:
                if not _sum_held(case, above):
                    break
                carried[above] = known.value + difference
    return carried


def _downwards(case: Case, change: Correction) -> Correction:
    """The change carried on to lone children, as long as the sums held with the wrong figure."""
    carried = dict(change)
    for cell, value in change.items():
        figure = case.figure(cell)
        if figure is None or value is None:
            continue
        difference = value - figure.value
        statement = case.world.statements[cell[0]]
        here = cell[1]
        while len(statement.children_of[here]) == 1 and _sum_held(case, (statement.id, here, cell[2])):
            here = statement.children_of[here][0]
            below = (statement.id, here, cell[2])
            known = case.figure(below)
            if known is None:
                break
            carried[below] = known.value + difference
    return carried


def _sum_held(case: Case, cell: Cell) -> bool:
    """Whether the sum of a cell's parts was asked and held."""
    return any(case.verdicts[n] == "holds" and case.adds(n) for n in case.subjects.get(cell, ()))
