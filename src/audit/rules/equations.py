"""Equations that hold together are solved over the rationals, and each result knows the equations that it rests on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Generic, TypeVar

from audit.rules.polynomial import Monomial

Label = TypeVar("Label", bound=Hashable)

_NIL = Fraction(0)


@dataclass(frozen=True, slots=True)
class Rest(Generic[Label]):
    """What is left of a sum of terms when equations are taken off it, and which ones were.

    The terms and the constant together are equal to the sum that was given, wherever the equations hold.
    """

    terms: dict[Monomial, Fraction]
    constant: Fraction
    by: frozenset[Label]


@dataclass(slots=True)
class _Solved(Generic[Label]):
    """One equation, ``terms`` = ``value``, as a combination of those that were put in."""

    pivot: Monomial
    terms: dict[Monomial, Fraction]
    value: Fraction
    of: dict[Label, Fraction]


@dataclass(slots=True)
class System(Generic[Label]):
    """Independent equations in their reduced form: no pivot of one stands in another."""

    solved: list[_Solved[Label]] = field(default_factory=list)

    def copy(self) -> System[Label]:
        """The same equations, to which more can be added without changing these."""
        return System([replace(one) for one in self.solved])

    def rest(self, terms: Mapping[Monomial, Fraction]) -> Rest[Label]:
        """The sum of terms with all pivots replaced by what they are equal to."""
        left, constant, of = self._taken_off(terms)
        return Rest(left, constant, frozenset(label for label, factor in of.items() if factor))

    def add(self, label: Label, terms: Mapping[Monomial, Fraction], value: Fraction) -> Rest[Label]:
        """Put in one more equation, ``terms`` = ``value``, unless those before it already tell its terms.

        The rest says which: without terms, the constant is what the others make of the terms.
        """
        left, constant, of = self._taken_off(terms)
        rest = Rest(left, constant, frozenset(name for name, factor in of.items() if factor))
        if not left:
            return rest
        pivot = min(left)
        scale = left[pivot]
        new = _Solved(
            pivot,
            {monomial: factor / scale for monomial, factor in left.items()},
            (value - constant) / scale,
            {label: 1 / scale, **{name: -factor / scale for name, factor in of.items()}},
        )
        for other in self.solved:
            factor = other.terms.get(pivot, _NIL)
            if factor:
                other.terms = _combined(other.terms, new.terms, -factor)
                other.value -= factor * new.value
                other.of = _combined(other.of, new.of, -factor)
        self.solved.append(new)
        return rest

    def forced(self) -> dict[Monomial, tuple[Fraction, frozenset[Label]]]:
        """The monomials whose value is settled by the equations alone: the value, and the equations that do."""
        return {
            one.pivot: (one.value, frozenset(label for label, factor in one.of.items() if factor))
            for one in self.solved
            if len(one.terms) == 1
        }

    def _taken_off(
        self, terms: Mapping[Monomial, Fraction]
    ) -> tuple[dict[Monomial, Fraction], Fraction, dict[Label, Fraction]]:
        left, constant = dict(terms), _NIL
        of: dict[Label, Fraction] = {}
        for one in self.solved:
            factor = left.get(one.pivot, _NIL)
            if factor:
                left = _combined(left, one.terms, -factor)
                constant += factor * one.value
                of = _combined(of, one.of, factor)
        return left, constant, of


Key = TypeVar("Key")


def _combined(one: Mapping[Key, Fraction], two: Mapping[Key, Fraction], factor: Fraction) -> dict[Key, Fraction]:
    result = dict(one)
    for key, value in two.items():
        total = result.get(key, _NIL) + factor * value
        if total:
            result[key] = total
        else:
            result.pop(key, None)
    return result
