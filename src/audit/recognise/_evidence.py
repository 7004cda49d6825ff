"""Whether the rows of a table bear a relation of its columns out.

A relation of amounts that holds to the rupiah in three rows, each with two amounts that could have spoiled it, is no
chance; one of small numbers, or of percentages, needs more rows. A table of which a fifth of the rows speak against a
relation does not have it, nor has one whose exceptions have a form of their own: amounts with the other sign, as a
variance of revenue beside one of expenditure, a ratio taken the other way round, or a figure that is capped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.model.figure import Figure
from audit.model.relation import Relation, RelationKind
from audit.model.statement import Row, Statement

ZERO = Fraction(0)

#: So many rows must bear a relation out; of small numbers and of percentages as many as the others say.
_ENOUGH = 3
_ENOUGH_SMALL = 8
_ENOUGH_SHARES = 6

#: Of so many rows that bear it out one may speak against it; of shares, which chance meets sooner, one of more.
_PER_EXCEPTION = 4
_SHARES_PER_EXCEPTION = 9

#: An amount so much larger than what rounding allows does not agree by chance.
_LARGE = 1000

#: What percentages are capped at, and differences that may not be negative.
_CAPS = frozenset({Fraction(0), Fraction(100)})

#: A share printed in coarser steps agrees too easily with a share of something else.
_COARSEST = Fraction(1)

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation that may be: its kind, its column, and what it is computed from, with signs."""

    kind: RelationKind
    column: str
    parts: tuple[tuple[int, str], ...]

    @property
    def columns(self) -> frozenset[str]:
        """All columns that the relation speaks of."""
        return frozenset((self.column, *(name for _, name in self.parts)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row says of a relation.

    ``tells`` says that the row could have spoiled it, ``large`` that chance could not have made it hold. ``other`` says
    that a row against it keeps the relation the other way round.
    """

    holds: bool
    tells: bool
    stated: Fraction
    large: bool = False
    other: bool = False


def value_of(row: Row, column: str) -> Fraction | None:
    """The figure of a row in a column."""
    figure = row.figures.get(column)
    return None if figure is None else figure.value


def slack_of(row: Row, columns: Iterable[str]) -> Fraction:
    """By how much figures may miss a sum of theirs for their rounding alone."""
    return sum((figure.quantum / 2 for name in columns if (figure := row.figures.get(name))), ZERO)


def borne_out(candidate: Candidate, rows: Sequence[Row], statement: Statement) -> Relation | None:
    """The relation, where the rows bear it out."""
    said = [answer for row in rows if (answer := answer_of(candidate, row, statement)) is not None]
    held = [answer for answer in said if answer.holds and answer.tells]
    against = [answer for answer in said if not answer.holds]
    of_shares = candidate.kind in ("share", "weight")
    if of_shares:
        enough = len(held) >= _ENOUGH_SHARES
    else:
        enough = sum(answer.large for answer in held) >= _ENOUGH or len(held) >= _ENOUGH_SMALL
    per = _SHARES_PER_EXCEPTION if of_shares else _PER_EXCEPTION
    different = {answer.stated for answer in held}
    if not enough or len(different) < _ENOUGH or len(against) * per > len(held) or _have_a_form(against):
        return None
    return Relation(candidate.kind, candidate.column, candidate.parts, len(held), len(held) + len(against))


def _have_a_form(against: Sequence[Answer]) -> bool:
    """Whether the rows against a relation are no slips: they keep it the other way round, or all state one figure."""
    if not against:
        return False
    stated = {answer.stated for answer in against}
    others = sum(answer.other for answer in against)
    return others in (len(against), *range(2, len(against))) or (
        len(stated) == 1 and (len(against) > 1 or stated <= _CAPS)
    )


def answer_of(candidate: Candidate, row: Row, statement: Statement) -> Answer | None:
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
        return Answer(known[0] * known[1] == stated.value, tells, stated.value, abs(stated.value) >= _LARGE)
    if candidate.kind == "weight":
        total = value_of(statement.rows[statement.root], candidate.parts[0][1]) if statement.root is not None else None
        return _of_share(stated, known[0], total or ZERO, turned=False)
    return _of_share(stated, known[0], known[1], turned=True)


def _of_sum(candidate: Candidate, row: Row, stated: Figure, known: Sequence[Fraction]) -> Answer:
    signs = [sign for sign, _ in candidate.parts]
    slack = slack_of(row, candidate.columns)
    implied = sum((sign * value for sign, value in zip(signs, known, strict=True)), ZERO)
    holds = abs(implied - stated.value) <= slack
    amounts = [abs(value) for value in (*known, stated.value) if value]
    tells = not holds or sum(1 for value in known if value) > 1
    large = bool(amounts) and min(amounts) >= _LARGE * max(slack, Fraction(1))
    other = abs(implied + stated.value) <= slack or sum(map(abs, known), ZERO) == abs(stated.value)
    return Answer(holds, tells, stated.value, large, other)


def _of_share(stated: Figure, part: Fraction, whole: Fraction, *, turned: bool) -> Answer | None:
    if not whole or not part or stated.quantum > _COARSEST:
        return None
    share = _HUNDRED * part / whole
    holds = abs(share - stated.value) <= stated.quantum
    ways = (-share, _HUNDRED * whole / part, 2 * _HUNDRED - share) if turned else (-share,)
    other = any(abs(way - stated.value) <= stated.quantum for way in ways)
    return Answer(holds, part != whole, stated.value, other=other)
