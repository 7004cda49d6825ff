"""A deviation that several rows share is one error: a column turned in sign or scale, or shares of another total.

It is told once, with its rows counted. That one row deviates so may be a slip of its own; that three do in the same way
is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from audit.diagnose._case import (
    Case,
    Cell,
    Correction,
    Hypothesis,
    middle_of,
    proposed,
    rounded,
    settling,
    type_of,
)
from audit.diagnose._follow import with_computed
from audit.diagnose._linear import equation, residual
from audit.model.figure import Interval
from audit.model.text import Text
from audit.notation.numerals import amount_text

#: So many rows deviate alike before it is one error of the column.
_ROWS = 3

#: A percentage of which the last digit is more than this part of it tells of no scale.
_DIGITS = Fraction(1, 10)

#: What a figure is times the right one, and how that is told.
_TIMES = {
    Fraction(-1): ("sign", Text("bertanda terbalik", "has the opposite sign")),
    **{
        Fraction(factor): ("scale", Text(f"{factor} kali terlalu besar", f"is {factor} times too large"))
        for factor in (100, 1000, 1_000_000)
    },
    **{
        Fraction(1, factor): ("scale", Text(f"{factor} kali terlalu kecil", f"is {factor} times too small"))
        for factor in (100, 1000, 1_000_000)
    },
}


def shared_deviations(case: Case) -> Iterator[Hypothesis]:
    """One for each column and way in which three rows or more deviate alike."""
    yield from _turned(case)
    yield from _of_another_total(case)


def _turned(case: Case) -> Iterator[Hypothesis]:
    alike: dict[tuple[str, str, Fraction], dict[Cell, Fraction]] = defaultdict(dict)
    for number in sorted(case.open):
        if case.claims[number].relation == "=" and not case.adds(number):
            for cell, right, times in _wanted(case, number):
                if right and times in _TIMES:
                    alike[(cell[0], cell[2], times)][cell] = right
    for (id, column, times), cells in alike.items():
        if len({cell[1] for cell in cells}) < _ROWS:
            continue
        change = with_computed(case, dict(cells))
        settled = case.settled(change)
        if len(settled) < _ROWS or case.breaks(change):
            continue
        kind, how = _TIMES[times]
        name, proof = case.world.statements[id].name, settling(len(settled))
        message = Text(
            f"{name}: {column} {how.id} di {len(cells)} baris. Bila dibetulkan di semuanya, {proof.id}",
            f"{name}: {column} {how.en} in {len(cells)} rows. With all of them put right {proof.en}",
        )
        told = tuple(case.cell(cell, value) for cell, value in change.items())
        yield Hypothesis(kind, message, told, settled, "certain", change, own=_states(case, cells, settled))


def _wanted(case: Case, number: int) -> Iterator[tuple[Cell, Fraction, Fraction]]:
    """The cells of a row, each with the figure with which a broken claim holds, and how many times that stands."""
    claim = case.ask(number)
    subject = (claim.statement, claim.row, claim.column or "")
    stated, middle = claim.stated.figure if claim.stated else None, middle_of(claim)
    if stated is None or not middle or claim.implied is None or not claim.implied.exact:
        return
    if type_of(case, subject) == "percent":
        for times in _TIMES if stated.quantum <= _DIGITS * abs(stated.value) else ():
            if stated.interval(claim.rounding).meets(Interval.exactly(middle * times)):
                yield subject, rounded(case, subject, middle), times
        return
    if any((part.statement, part.row) != subject[:2] for part in claim.because):
        return
    terms = equation(case, number)
    if terms is None:
        yield subject, middle, stated.value / middle
        return
    for cell, factor in terms.items():
        value = case.value(cell)
        right = value - residual(case, number) / factor if value is not None else None
        if value and right:
            yield cell, right, value / right


def _states(case: Case, cells: dict[Cell, Fraction], settled: frozenset[int]) -> bool:
    """Whether the figures that deviate are those that broken claims compute."""
    return all(settled.intersection(case.subjects.get(cell, ())) for cell in cells)


def _of_another_total(case: Case) -> Iterator[Hypothesis]:
    """Percentages that are shares of another whole, which need not stand in the table, than of the printed total."""
    columns: dict[tuple[str, str, str, Cell], list[tuple[int, Fraction, Fraction]]] = defaultdict(list)
    for number in sorted(case.open):
        rule, base = case.answers.origins[number]
        claim = case.ask(number)
        whole = [part for part in claim.because if part.row == case.world.statements[part.statement].root]
        middle, stated = middle_of(claim), claim.stated.figure if claim.stated else None
        subject = (claim.statement, claim.row, claim.column or "")
        if base is None or len(whole) != 1 or middle is None or stated is None or type_of(case, subject) != "percent":
            continue
        printed = stated.interval(claim.rounding)
        total = case.value((whole[0].statement, whole[0].row, whole[0].column))
        if printed.low and printed.high and middle and total and printed.low * printed.high > 0:
            ends = sorted(total * middle / end for end in (printed.low, printed.high))
            cell = (whole[0].statement, whole[0].row, whole[0].column)
            columns[(claim.statement, subject[2], rule.id, cell)].append((number, ends[0], ends[1]))
    for (id, column, _, cell), shares in columns.items():
        numbers, least, most = _most_alike(shares)
        total = case.value(cell)
        if len(numbers) < _ROWS or total is None or most - least > abs(total) / 100 or least <= total <= most:
            continue
        change: Correction = {(id, case.claims[n].row, column): proposed(case.ask(n)) for n in numbers}
        settled = case.settled(change)
        if case.breaks(change):
            change = {}
        unit = 1
        while unit < most - least:
            unit *= 10
        about = amount_text(Fraction(round((least + most) / 2 / unit) * unit), "rupiah")
        right, name, proof = amount_text(total, "rupiah"), case.world.statements[id].name, settling(len(settled))
        message = Text(
            f"{name}: {column} di {len(numbers)} baris dihitung dari sekitar {about.id}, bukan dari {cell[2]} "
            f"seluruhnya, {right.id}. Bila dihitung dari itu, {proof.id}",
            f"{name}: {column} is a share of about {about.en} in {len(numbers)} rows, not of the whole {cell[2]}, "
            f"{right.en}. As shares of that {proof.en}",
        )
        cells = tuple(case.cell((id, case.claims[n].row, column), proposed(case.ask(n))) for n in numbers)
        yield Hypothesis("wrong-base", message, cells, settled.union(numbers), "certain", change)


def _most_alike(shares: list[tuple[int, Fraction, Fraction]]) -> tuple[list[int], Fraction, Fraction]:
    """The most claims that one whole would explain, and the bounds that they leave for it."""
    best: list[tuple[int, Fraction, Fraction]] = []
    for _, start, _ in shares:
        fitting = [share for share in shares if share[1] <= start <= share[2]]
        if len(fitting) > len(best):
            best = fitting
    return [n for n, _, _ in best], max(low for _, low, _ in best), min(high for _, _, high in best)
