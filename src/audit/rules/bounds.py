"""Whether bounds can hold together, found by taking one term after another out of them (Fourier and Motzkin)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from audit.model.figure import Interval
from audit.rules.polynomial import Monomial

Label = TypeVar("Label", bound=Hashable)

#: Where more bounds than this would arise at once, they are not followed further.
_MOST = 400


@dataclass(frozen=True, slots=True)
class AtMost(Generic[Label]):
    """The sum of ``terms`` is at most ``limit``, or below it, as the bounds in ``by`` say together."""

    terms: tuple[tuple[Monomial, Fraction], ...]
    limit: Fraction
    below: bool
    by: frozenset[Label]


def at_most(label: Label, terms: Mapping[Monomial, Fraction], range: Interval) -> Iterator[AtMost[Label]]:
    """What it says of a sum of terms that it lies in a range."""
    if range.high is not None:
        yield AtMost(tuple(sorted(terms.items())), range.high, range.high_open, frozenset({label}))
    if range.low is not None:
        turned = tuple(sorted((monomial, -factor) for monomial, factor in terms.items()))
        yield AtMost(turned, -range.low, range.low_open, frozenset({label}))


def opposite(bound: AtMost[Label]) -> AtMost[Label]:
    """What is so where a bound does not hold."""
    turned = tuple((monomial, -factor) for monomial, factor in bound.terms)
    return AtMost(turned, -bound.limit, not bound.below, bound.by)


def clash(bounds: Iterable[AtMost[Label]]) -> frozenset[Label] | None:
    """The fewest bounds found that cannot hold together; None where none were found."""
    left: Sequence[AtMost[Label]] = list(bounds)
    while True:
        found = [one.by for one in left if not one.terms and (one.limit < 0 or (one.limit == 0 and one.below))]
        if found:
            return min(found, key=len)
        monomials = {monomial for one in left for monomial, _ in one.terms}
        if not monomials:
            return None
        made, monomial = min((_made(monomial, left), monomial) for monomial in monomials)
        if made > _MOST:
            return None
        left = _without(monomial, left)


def _factor(bound: AtMost[Label], monomial: Monomial) -> Fraction:
    return next((factor for known, factor in bound.terms if known == monomial), Fraction(0))


def _made(monomial: Monomial, bounds: Sequence[AtMost[Label]]) -> int:
    """How many bounds arise when a monomial is taken out."""
    factors = [_factor(bound, monomial) for bound in bounds]
    return sum(factor > 0 for factor in factors) * sum(factor < 0 for factor in factors)


def _without(monomial: Monomial, bounds: Sequence[AtMost[Label]]) -> list[AtMost[Label]]:
    """What the bounds say when a monomial may be anything that they allow."""
    above = [bound for bound in bounds if _factor(bound, monomial) < 0]
    under = [bound for bound in bounds if _factor(bound, monomial) > 0]
    kept = [bound for bound in bounds if not _factor(bound, monomial)]
    return list(dict.fromkeys([*kept, *(_added(one, two, monomial) for one in under for two in above)]))


def _added(one: AtMost[Label], two: AtMost[Label], monomial: Monomial) -> AtMost[Label]:
    first, second = 1 / _factor(one, monomial), -1 / _factor(two, monomial)
    terms: dict[Monomial, Fraction] = {}
    for bound, factor in ((one, first), (two, second)):
        for known, value in bound.terms:
            terms[known] = terms.get(known, Fraction(0)) + factor * value
    kept = tuple(sorted((known, value) for known, value in terms.items() if value))
    limit = first * one.limit + second * two.limit
    return AtMost(kept, limit, one.below or two.below, one.by | two.by)
