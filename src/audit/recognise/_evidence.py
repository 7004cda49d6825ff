"""Whether the rows of a table bear a relation of its columns out.

A relation that holds to the last digit of large amounts in few rows, each with two amounts that could have spoiled it,
is no chance; one of small numbers, or of percentages, needs more rows. A table of which a fifth of the rows speak
against a relation does not have it, nor has one whose exceptions have a form of their own: amounts with the other sign,
as a variance of revenue beside one of expenditure, a ratio taken the other way round, or a figure that is capped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from audit.model.decimals import decimals_of
from audit.model.figure import Figure
from audit.model.relation import Relation
from audit.model.statement import Row, Statement

ZERO = Fraction(0)

#: A relation holds in so many rows, so many of which could have spoiled it; of shares, met by chance, in more.
_ROWS = 3
_TELLING = 2
_SHARES = 6

#: The binary digits that agree in the rows that could have spoiled it, each figure counted once; of three columns
#: or more with their sum, which few others are, fewer will do.
_BITS = 20
_BITS_OF_MANY = 13

#: Of so many rows that bear it out one may speak against it; of shares, which chance meets sooner, one of more.
_PER_EXCEPTION = 4
_SHARES_PER_EXCEPTION = 9

#: No more decimals than so many are looked at.
_FINEST = 4

#: A sum of no more parts is tried with all signs.
_SIGNS = 4

#: What percentages are capped at, and differences that may not be negative.
_CAPS = frozenset({Fraction(0), Fraction(100)})

#: A share printed in coarser steps agrees too easily with a share of something else.
_COARSEST = Fraction(1)

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row says of a relation.

    ``tells`` says that the row could have spoiled it. ``size`` is its largest figure, in steps of what rounding allows.
    ``other`` says that a row against it keeps the relation the other way round.
    """

    holds: bool
    tells: bool
    stated: Fraction
    size: Fraction = ZERO
    other: bool = False


def value_of(row: Row, column: str) -> Fraction | None:
    """The figure of a row in a column."""
    figure = row.figures.get(column)
    return None if figure is None else figure.value


def slack_of(row: Row, columns: Iterable[str]) -> Fraction:
    """By how much figures may miss a sum of theirs for their rounding alone; sen may come of a division."""
    figures = [figure for name in columns if (figure := row.figures.get(name))]
    return sum((max(figure.quantum, _sen(figure.value)) / 2 for figure in figures), ZERO)


def _sen(value: Fraction) -> Fraction:
    """The step of the last decimal of an amount that is no whole number, zero for one that is."""
    decimals = decimals_of(value, _FINEST)
    return Fraction(1, 10**decimals) if decimals else ZERO


def tolerance_of(columns: Iterable[str], rows: Iterable[Row]) -> Fraction:
    """By how much the two sides of a sum of these columns may be apart, since some of their amounts have decimals."""
    names = list(columns)
    steps = (_sen(value) for row in rows for name in names if (value := value_of(row, name)) is not None)
    return len(names) * max(steps, default=ZERO) / 2


def borne_out(candidate: Relation, rows: Sequence[Row], statement: Statement) -> Relation | None:
    """The relation, where the rows bear it out."""
    said = [answer for row in rows if (answer := answer_of(candidate, row, statement)) is not None]
    held = [answer for answer in said if answer.holds and answer.tells]
    against = [answer for answer in said if not answer.holds]
    of_shares = candidate.kind in ("share", "weight")
    if of_shares:
        enough = len(held) >= _SHARES and len({answer.stated for answer in held}) >= _ROWS
    else:
        sizes = {answer.stated: answer.size for answer in held}
        bits = sum(max(int(size).bit_length() - 1, 0) for size in sizes.values())
        wanted = _BITS_OF_MANY if len(candidate.parts) > 2 else _BITS
        enough = len(said) - len(against) >= _ROWS and len(held) >= _TELLING and bits >= wanted
    per = _SHARES_PER_EXCEPTION if of_shares else _PER_EXCEPTION
    if not enough or len(against) * per > max(len(held), len(said) - len(against)) or _have_a_form(against):
        return None
    tolerance = tolerance_of(candidate.columns, rows) if candidate.kind == "sum" else ZERO
    return replace(candidate, held=len(held), told=len(held) + len(against), tolerance=tolerance)


def _have_a_form(against: Sequence[Answer]) -> bool:
    """Whether the rows against a relation are no slips: they keep it the other way round, or all state one figure."""
    if not against:
        return False
    stated = {answer.stated for answer in against}
    others = sum(answer.other for answer in against)
    return others in (len(against), *range(2, len(against))) or (
        len(stated) == 1 and (len(against) > 1 or stated <= _CAPS)
    )


def answer_of(candidate: Relation, row: Row, statement: Statement) -> Answer | None:
    """What a row says of a relation; None where one of its figures is blank."""
    stated = row.figures.get(candidate.column)
    values = [value_of(row, name) for _, name in candidate.parts]
    known = [value for value in values if value is not None]
    if stated is None or len(known) < len(values):
        return None
    if candidate.kind == "sum":
        return _of_sum(candidate, row, stated, known)
    if candidate.kind == "product":
        if row.kind != "leaf" or statement.children_of[row.index]:
            return None
        tells = {abs(value) for value in known}.isdisjoint({0, 1})
        return Answer(known[0] * known[1] == stated.value, tells, stated.value, abs(stated.value))
    if candidate.kind == "weight":
        total = value_of(statement.rows[statement.root], candidate.parts[0][1]) if statement.root is not None else None
        return _of_share(stated, known[0], total or ZERO, turned=False)
    return _of_share(stated, known[0], known[1], turned=True)


def _of_sum(candidate: Relation, row: Row, stated: Figure, known: Sequence[Fraction]) -> Answer:
    signs = [sign for sign, _ in candidate.parts]
    slack = slack_of(row, candidate.columns)
    implied = sum((sign * value for sign, value in zip(signs, known, strict=True)), ZERO)
    holds = abs(implied - stated.value) <= slack
    amounts = [abs(value) for value in (*known, stated.value) if value]
    tells = not holds or sum(1 for value in known if value) > 1
    size = max(amounts, default=ZERO) / max(slack, Fraction(1))
    other = (
        not holds
        and len(known) <= _SIGNS
        and any(
            abs(abs(sum((way * value for way, value in zip(ways, known, strict=True)), ZERO)) - abs(stated.value))
            <= slack
            for ways in product((1, -1), repeat=len(known))
        )
    )
    return Answer(holds, tells, stated.value, size, other)


def _of_share(stated: Figure, part: Fraction, whole: Fraction, *, turned: bool) -> Answer | None:
    if not whole or not part or stated.quantum > _COARSEST:
        return None
    share = _HUNDRED * part / whole
    holds = abs(share - stated.value) <= stated.quantum
    ways = (-share, _HUNDRED * whole / part, 2 * _HUNDRED - share) if turned else (-share,)
    other = any(abs(way - stated.value) <= stated.quantum for way in ways)
    return Answer(holds, part != whole, stated.value, other=other)
