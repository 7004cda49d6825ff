"""A figure knows the precision it was printed with, and two figures agree when their intervals meet."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Rounding = Literal["nearest", "truncated"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a rounded figure, or a computation over rounded figures, may stand for.

    A bound of ``None`` is no bound. An open end is not itself possible: 12.3 truncated may stand for all of
    [12.3, 12.4) but not for 12.4.
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @staticmethod
    def exactly(value: Fraction) -> Interval:
        """The interval of one value."""
        return Interval(value, value)

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low is not None and (self.low is self.high or self.low == self.high)

    @property
    def middle(self) -> Fraction | None:
        """The value half way between the bounds, None where one is missing."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    def __neg__(self) -> Interval:
        if self.low is self.high and self.low is not None:
            return Interval.exactly(-self.low)
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def __add__(self, other: Interval) -> Interval:
        # Most money is exact; one sum instead of two then halves the cost of an audit.
        if self.low is self.high and other.low is other.high and self.low is not None and other.low is not None:
            return Interval.exactly(self.low + other.low)
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: Interval) -> Interval:
        if self.low is self.high and other.low is other.high and self.low is not None and other.low is not None:
            return Interval.exactly(self.low - other.low)
        return self + (-other)

    def __mul__(self, other: Interval) -> Interval:
        """The product of two bounded intervals.

        Raises ValueError when a side is unbounded: an unknown amount times a figure says nothing.
        """
        if self.low is self.high and other.low is other.high and self.low is not None and other.low is not None:
            return Interval.exactly(self.low * other.low)
        if self.low is None or self.high is None or other.low is None or other.high is None:
            raise ValueError("a product needs bounded intervals")
        if other.exact:
            return self._times(other.low)
        if self.exact:
            return other._times(self.low)
        # Zero times anything is zero, so a zero that is possible is reached, open as the end may be that it meets: no
        # figure and no computation yields an empty interval.
        ends = [
            (mine * theirs, (mine_open and bool(theirs or theirs_open)) or (theirs_open and bool(mine or mine_open)))
            for mine, mine_open in ((self.low, self.low_open), (self.high, self.high_open))
            for theirs, theirs_open in ((other.low, other.low_open), (other.high, other.high_open))
        ]
        low, high = min(value for value, _ in ends), max(value for value, _ in ends)
        # An end is open only if every way to reach it is open.
        return Interval(
            low,
            high,
            all(is_open for value, is_open in ends if value == low),
            all(is_open for value, is_open in ends if value == high),
        )

    def _times(self, factor: Fraction) -> Interval:
        """The product of a bounded interval and one number."""
        assert self.low is not None
        assert self.high is not None
        if self.exact or not factor:
            return Interval.exactly(self.low * factor)
        if factor > 0:
            return Interval(self.low * factor, self.high * factor, self.low_open, self.high_open)
        return Interval(self.high * factor, self.low * factor, self.high_open, self.low_open)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient of two bounded intervals.

        Raises ZeroDivisionError when the divisor may be zero.
        """
        if other.low is None or other.high is None:
            raise ValueError("a quotient needs bounded intervals")
        if self.low is self.high and other.low is other.high and self.low is not None and other.low:
            return Interval.exactly(self.low / other.low)
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        return self * Interval(1 / other.high, 1 / other.low, other.high_open, other.low_open)

    def __abs__(self) -> Interval:
        if self.low is not None and self.low >= 0:
            return self
        if self.high is not None and self.high <= 0:
            return -self
        mirrored = -self
        if self.high is None or mirrored.high is None:
            return Interval(ZERO, None)
        if self.high == mirrored.high:
            return Interval(ZERO, self.high, False, self.high_open and mirrored.high_open)
        larger = self if self.high > mirrored.high else mirrored
        return Interval(ZERO, larger.high, False, larger.high_open)

    def meets(self, other: Interval) -> bool:
        """Whether some value is possible for both."""
        if self.low is self.high and other.low is other.high and self.low is not None and other.low is not None:
            return self.low == other.low
        return self.may_be_at_most(other) and other.may_be_at_most(self)

    def may_be_at_most(self, other: Interval) -> bool:
        """Whether some value of this interval is at most some value of the other."""
        if self.low is None or other.high is None:
            return True
        # Without Fraction's look at the types of both sides, which costs more than the products.
        mine, theirs = self.low.numerator * other.high.denominator, other.high.numerator * self.low.denominator
        return mine < theirs if self.low_open or other.high_open else mine <= theirs

    def may_be_below(self, other: Interval) -> bool:
        """Whether some value of this interval is below some value of the other."""
        return self.low is None or other.high is None or self.low < other.high


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as it was printed: its value in base units (rupiah, percent, count) and the step of its last digit.

    ``quantum`` is 0 where the print is exact. ``stored`` is what a spreadsheet holds behind a number format that
    hides digits, and None where nothing is hidden.
    """

    value: Fraction
    quantum: Fraction
    printed: str
    stored: Fraction | None = None

    def interval(self, rounding: Rounding = "nearest") -> Interval:
        """The values that print as this figure when rounded to the nearest, or when truncated towards zero."""
        if not self.quantum:
            return Interval.exactly(self.value)
        if type(self.value) is Fraction and type(self.quantum) is Fraction:
            return _kept(*self.value.as_integer_ratio(), *self.quantum.as_integer_ratio(), rounding)
        return _around(self.value, self.quantum, rounding)

    def unrounded(self) -> Interval:
        """The one value that the spreadsheet holds, hidden digits included."""
        return Interval.exactly(self.value if self.stored is None else self.stored)


def _around(value: Fraction, quantum: Fraction, rounding: Rounding) -> Interval:
    if rounding == "nearest":
        half = quantum / 2
        return Interval(value - half, value + half)
    if value > 0:
        return Interval(value, value + quantum, high_open=True)
    if value < 0:
        return Interval(value - quantum, value, low_open=True)
    return Interval(-quantum, quantum, low_open=True, high_open=True)


@lru_cache(maxsize=1 << 14)
def _kept(above: int, below: int, step_above: int, step_below: int, rounding: Rounding) -> Interval:
    """What a rounded figure stands for, kept since a column of percentages prints the same few figures."""
    return _around(Fraction(above, below), Fraction(step_above, step_below), rounding)
