"""Exact values written as decimals: for programs, and rounded as spreadsheets round."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

#: A value that does not end is written with so many decimals.
ENDLESS = 6


def to_decimal(value: Fraction, decimals: int) -> Decimal:
    """The value rounded half away from zero to so many decimals, however many digits it has."""
    scaled = abs(value) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = tuple(int(digit) for digit in str(units))
    return Decimal((int(value < 0 and units > 0), digits, -decimals))


def plain(value: Fraction, decimals: int | None = None) -> str:
    """The value as a decimal string, as ``-1234.5``: with so many decimals, or as many as it needs."""
    return f"{to_decimal(value, _needed(value) if decimals is None else decimals):f}"


def exact(value: Fraction) -> int | Decimal:
    """The value as an int where it is whole, else as a Decimal: what a table holds so that nothing is rounded."""
    return value.numerator if value.denominator == 1 else Decimal(plain(value))


def decimals_of(value: Fraction, most: int) -> int:
    """How many decimals a value has; so many where it has more, or does not end."""
    ends = _ends(value)
    return most if ends is None else min(ends, most)


def _needed(value: Fraction) -> int:
    ends = _ends(value)
    return ENDLESS if ends is None else ends


def _ends(value: Fraction) -> int | None:
    """After how many decimals a value ends, if it does."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
