"""Percentages of a column are shares of another whole than the rest of the column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from audit.diagnose._case import Case, Cell, Correction, Hypothesis, listed, proposed, type_of
from audit.diagnose._digits import kind_of_slip
from audit.model.figure import Interval
from audit.model.report import Claim, Confidence, Operand
from audit.model.text import Text
from audit.rules.claims import ask_again
from audit.rules.mixed_bases import base_in_words
from audit.rules.rule import Base
from audit.rules.values import Inapplicable

#: A percentage that is printed more coarsely than this agrees with too many wholes.
_COARSE = Fraction(1, 10)

#: So does one of which the last digit is more than this part of it.
_DIGITS = Fraction(1, 5)


def wrong_bases(case: Case) -> Iterator[Hypothesis]:
    """One for each column and other whole of which its broken percentages are shares, all those rows together.

    The wholes are those that the rule knows, and after them the amounts of the row itself and of the rows above it.
    """
    known = list(_of_known_bases(case))
    yield from known
    told = frozenset().union(*(hypothesis.explains for hypothesis in known))
    yield from _of_rows_above(case, told)


def _of_known_bases(case: Case) -> Iterator[Hypothesis]:
    fitting: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for number in sorted(case.open):
        claim = case.claims[number]
        rule, base = case.answers.origins[number]
        known = case.world.statements[claim.statement].column(claim.column or "")
        if base is None or claim.column is None or known is None or known.type != "percent":
            continue
        for other in rule.base:
            figure = claim.stated.figure if claim.stated else None
            if other.text == base.text or figure is None or not figure.value:
                continue
            if _amounts_hold(case, number) and _holds(case, number, other):
                fitting[(claim.statement, claim.column, base.text, other.text)].append(number)
                break
    for (id, column, right, wrong), numbers in fitting.items():
        name = case.world.statements[id].name
        rows = sorted({case.claims[n].row for n in numbers})
        first = case.world.statements[id].rows[rows[0]].short
        where = (
            Text(first, first)
            if len(rows) == 1
            else Text(f"{name}, {len(rows)} baris mulai dari {first}", f"{name}, {len(rows)} rows from {first} on")
        )
        taken, meant = base_in_words(wrong), base_in_words(right)
        message = Text(
            f"{where.id}: {column} adalah {taken.id}, sedangkan di kolom itu {meant.id}",
            f"{where.en}: {column} is the {taken.en}, where the column is the {meant.en}",
        )
        yield _told(case, message, numbers)


def _of_rows_above(case: Case, told: frozenset[int]) -> Iterator[Hypothesis]:
    fitting: dict[tuple[str, str, str], list[tuple[int, Text]]] = defaultdict(list)
    for number in sorted(case.open - told):
        claim = case.claims[number]
        cell = (claim.statement, claim.row, claim.column or "")
        if type_of(case, cell) != "percent" or any(type_of(case, _cell(part)) != "rupiah" for part in claim.because):
            continue
        whole = _whole(case, claim) if _amounts_hold(case, number) else None
        if whole is not None:
            fitting[(*cell[::2], whole[0])].append((number, whole[1]))
    for (id, column, _), numbers in fitting.items():
        statement = case.world.statements[id]
        rows = listed(dict.fromkeys(statement.rows[case.claims[n].row].short for n, _ in numbers))
        wholes = dict.fromkeys(whole for _, whole in numbers)
        one, two = listed(whole.id for whole in wholes), listed(whole.en for whole in wholes)
        message = Text(
            f"{rows.id}: {column} dihitung dari {one.id}, tidak seperti baris lain di kolom itu",
            f"{rows.en}: {column} is a share of {two.en}, unlike the other rows of the column",
        )
        yield _told(case, message, [n for n, _ in numbers])


def _told(case: Case, message: Text, numbers: list[int]) -> Hypothesis:
    """The percentages as one cause, with all that is settled once they are shares of the right whole."""
    claims = [case.claims[n] for n in numbers]
    change: Correction = {(c.statement, c.row, c.column or ""): proposed(c) for c in claims}
    if case.breaks(change):
        change = {}
    cells = tuple(case.cell((c.statement, c.row, c.column or ""), proposed(c)) for c in claims)
    confidence: Confidence = "certain" if len({cell.row for cell in cells}) > 1 else "likely"
    return Hypothesis("wrong-base", message, cells, case.settled(change).union(numbers), confidence, change)


def _whole(case: Case, claim: Claim) -> tuple[str, Text] | None:
    """The column and the name of the amount above, or in a total, of which a percentage is a share, if there is one.

    An amount is no share of itself. What a slip of digits explains as well must be printed in several digits.
    """
    figure = claim.stated.figure if claim.stated else None
    if figure is None or figure.quantum > _COARSE or figure.quantum > _DIGITS * abs(figure.value):
        return None
    right = proposed(claim)
    if abs(figure.value) < 1 and (right is None or kind_of_slip(figure.value, right) is not None):
        return None
    statement = case.world.statements[claim.statement]
    columns = dict.fromkeys(part.column for part in claim.because)
    own = [(claim.row, column) for column in columns]
    totals = [row.index for row in statement.rows if row.kind in ("total", "balance")]
    above = [row for row in (claim.row, *statement.above(claim.row), statement.root, *totals) if row is not None]
    found: dict[Fraction, tuple[str, Text]] = {}
    for row, column in product(dict.fromkeys(above), columns):
        whole = case.value((statement.id, row, column))
        for part in own if whole else ():
            value = case.value((statement.id, *part))
            if value and whole and part != (row, column) and figure.interval().meets(_share(value, whole)):
                name = statement.rows[row].short
                found.setdefault(whole, (column, Text(f"{column} {name}", f"the {column} of {name}")))
    return next(iter(found.values())) if len(found) == 1 else None


def _share(part: Fraction, whole: Fraction) -> Interval:
    return Interval.exactly(100 * part / whole)


def _cell(part: Operand) -> Cell:
    return part.statement, part.row, part.column


def _amounts_hold(case: Case, number: int) -> bool:
    """Whether no equation of the amounts is broken that the percentage is computed from: else those may be wrong."""
    amounts = [_cell(part) for part in case.claims[number].because]
    return not any(
        type_of(case, (claim.statement, claim.row, claim.column or "")) != "percent"
        for cell in amounts
        for n in case.touching.get(cell, ())
        if n in case.open and (claim := case.claims[n])
    )


def _holds(case: Case, number: int, base: Base) -> bool:
    """Whether a claim holds with another base; not every base means something in every row."""
    try:
        return ask_again(case.claims[number], case.answers.origins[number][0], base, case.world).verdict == "holds"
    except Inapplicable:
        return False
