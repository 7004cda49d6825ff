"""Two parts of a sum are wrong by the same amount in opposite directions, so that the sum itself agrees.

Only what else is said of the parts tells: a balance, a price times a quantity, or a percentage. A percentage tells the
amount only as nearly as it is printed; no figure is proposed from it then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from audit.diagnose._case import (
    CHANCE,
    Case,
    Cell,
    Correction,
    Hypothesis,
    changed,
    listed,
    middle_of,
    settling,
    type_of,
)
from audit.diagnose._follow import with_computed
from audit.model.text import Text
from audit.notation.numerals import amount_text

#: In a sum with more parts than this that something is said against, two are as large the other way by chance.
_PARTS = 40

#: An amount that a percentage tells less nearly than to this part of the difference is none.
_NEAR = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class _Growth:
    """By how much a cell would have to grow, at least and at most, for all that is said of its row to hold.

    ``own`` says that a claim states its figure, and so that it is computed from others.
    """

    cell: Cell
    least: Fraction
    most: Fraction
    own: bool

    def against(self, other: _Growth) -> tuple[Fraction, Fraction] | None:
        """The growth of this cell that is as large the other way in the other; None where there is none."""
        least, most = max(self.least, -other.most), min(self.most, -other.least)
        return (least, most) if least <= most else None


def netted(case: Case) -> Iterator[Hypothesis]:
    """One for each two parts of a sum that holds which are both put right by moving an amount from one to the other."""
    for growths in _by_sum(case).values():
        if not 2 <= len(growths) <= _PARTS:
            continue
        pairs = [(one, two, by) for one, two in combinations(growths, 2) if (by := one.against(two)) is not None]
        for one, two, by in pairs:
            alone = sum(bool({one.cell, two.cell} & {a.cell, b.cell}) for a, b, _ in pairs) == 1
            if min(map(abs, by)) >= CHANCE and (by[0] == by[1] or (alone and _is_near(*by))):
                yield from _hypothesis(case, one, two, by)


def _is_near(least: Fraction, most: Fraction) -> bool:
    return least * most > 0 and most - least <= _NEAR * min(abs(least), abs(most))


def _by_sum(case: Case) -> dict[tuple[str, int | None, str], list[_Growth]]:
    """The amounts whose row is contradicted though the sum in which they are counted holds, by that sum."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in sorted(case.open):
        claim = case.claims[number]
        if claim.relation == "=" and claim.column is not None and not case.adds(number):
            rows[(claim.statement, claim.row)].append(number)
    found: dict[tuple[str, int | None, str], list[_Growth]] = defaultdict(list)
    for (id, row), numbers in rows.items():
        statement = case.world.statements[id]
        for column in statement.columns:
            cell = (id, row, column.name)
            if column.type == "rupiah" and _is_counted(case, cell):
                growth = _growth(case, cell, numbers)
                if growth is not None:
                    found[(id, statement.tree[row], column.name)].append(growth)
    return found


def _is_counted(case: Case, cell: Cell) -> bool:
    """Whether a sum that counts the cell holds."""
    return any(
        case.adds(n) and case.verdicts[n] == "holds" and case.claims[n].row != cell[1]
        for n in case.touching.get(cell, ())
    )


def _growth(case: Case, cell: Cell, numbers: list[int]) -> _Growth | None:
    """What all broken claims of a row leave for the growth of a cell; None where one of them leaves nothing."""
    touching = set(case.touching.get(cell, ()))
    least: Fraction | None = None
    most: Fraction | None = None
    for number in numbers:
        bounds = _bounds(case, number, cell) if number in touching else None
        if bounds is None:
            return None
        least = bounds[0] if least is None else max(least, bounds[0])
        most = bounds[1] if most is None else min(most, bounds[1])
    if least is None or most is None or least > most:
        return None
    return _Growth(cell, least, most, any(number in case.subjects.get(cell, ()) for number in numbers))


def _bounds(case: Case, number: int, cell: Cell) -> tuple[Fraction, Fraction] | None:
    """The growth with which a broken claim holds, where what it implies grows with the cell or with one over it."""
    claim, value = case.ask(number), case.value(cell)
    stated = claim.stated.figure if claim.stated else None
    if stated is None or not value or claim.implied is None or not claim.implied.exact:
        return None
    printed = stated.interval(claim.rounding)
    if cell == (claim.statement, claim.row, claim.column):
        middle = middle_of(claim)
        return (middle - value, middle - value) if middle is not None and not stated.quantum else None
    step = abs(value)
    implied = [middle_of(claim)] + [
        middle_of(case.ask(number, changed(case.world, {cell: value + times * step}))) for times in (1, 2)
    ]
    a, b, c = implied
    if a is None or b is None or c is None or a == b or printed.low is None or printed.high is None:
        return None
    if b - a == c - b:
        ends = [(end - a) * step / (b - a) for end in (printed.low, printed.high)]
    elif 0 not in (a, b, c, printed.low, printed.high) and 1 / b - 1 / a == 1 / c - 1 / b:
        ends = [(1 / end - 1 / a) * step / (1 / b - 1 / a) for end in (printed.low, printed.high)]
    else:
        return None
    return min(ends), max(ends)


def _hypothesis(case: Case, one: _Growth, two: _Growth, by: tuple[Fraction, Fraction]) -> Iterator[Hypothesis]:
    exact = by[0] == by[1]
    amount = by[0] if exact else Fraction(round((by[0] + by[1]) / 2))
    figures = [(growth.cell, case.value(growth.cell)) for growth in (one, two)]
    moved: Correction = {
        cell: value + sign * amount for (cell, value), sign in zip(figures, (1, -1), strict=True) if value is not None
    }
    change = with_computed(case, moved)
    statement = case.world.statements[one.cell[0]]
    column = statement.column(one.cell[2])
    if any(value is not None and value < 0 for value in moved.values()) and (column is None or column.nonnegative):
        return
    settled = case.settled(change)
    if len(settled) < len(moved) or case.breaks(change):
        return
    names = [statement.rows[cell[1]].short for cell in moved]
    proof = settling(len(settled))
    if [value for _, value in figures] == list(moved.values())[::-1]:
        kind = "shifted"
        rows = listed(names)
        message = Text(
            f"{one.cell[2]} {rows.id} tertukar barisnya. Dengan angka di tempatnya {proof.id}",
            f"{rows.en}: their {one.cell[2]} stands in each other's row. With the figures in their place {proof.en}",
        )
    else:
        kind, about = "netting", Text("", "") if exact else Text("sekitar ", "about ")
        shown = amount_text(_as_far_as_known(amount, *by), type_of(case, one.cell))
        large, small = names[::-1] if amount > 0 else names
        message = Text(
            f"{large}: {one.cell[2]} terlalu besar {about.id}{shown.id}, dan di {small} terlalu kecil sebesar itu, "
            f"sehingga jumlahnya tetap cocok. Bila keduanya dibetulkan, {proof.id}",
            f"{large}: its {one.cell[2]} is too large by {about.en}{shown.en}, and that of {small} too small by as "
            f"much, so that their sum still agrees. With both put right {proof.en}",
        )
    cells = tuple(case.cell(cell, value if exact else None) for cell, value in change.items())
    own = one.own and two.own
    yield Hypothesis(kind, message, cells, settled, "certain" if exact else "likely", change, own=own)


def _as_far_as_known(amount: Fraction, least: Fraction, most: Fraction) -> Fraction:
    """An amount without its sign, in the digits that bounds leave no doubt about."""
    unit = 1
    while unit < most - least:
        unit *= 10
    return abs(amount) if least == most else Fraction(abs(round(amount / unit)) * unit)
