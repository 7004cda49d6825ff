"""An amount that differs from a figure by one slip of the pen, and in all other digits is that figure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from audit.model.figure import Figure
from audit.tie._values import Reading

#: An amount of so many digits, zeros at its end apart, is not that near to another by chance; one more where a digit
#: is left out or added, which may stand anywhere.
_TELLING = 6
#: By so much or more, and by one digit alone, an amount also differs where a budget was revised by a round sum.
_ROUND = 1_000_000
#: Where the words say which figure is meant, so many digits tell.
_TELLING_MEANT = 3
#: The words for a thousand, a million and so on are mistaken for the one beside them.
_SCALE = 1000


def slipped(figure: Figure, readings: Iterable[Reading], *, meant: bool = False) -> Reading | None:
    """The first reading that an amount repeats but for one digit written wrongly, left out, added or swapped.

    What the words say matters less then: an amount of another thing agrees with a figure of the row in all digits but
    one only by chance, or where the one was computed from the other by a round sum. ``meant`` says that the words name
    the row and the column, so that only little can speak against it and fewer digits tell.
    """
    least = _TELLING_MEANT if meant else _TELLING
    for reading in readings:
        interval = reading.interval
        if interval.low is None or interval.high is None:
            continue
        step = max(figure.quantum or Fraction(0), interval.high - interval.low) or Fraction(1)
        said, true = abs(figure.value), abs(interval.low + interval.high) / 2
        if len(str(said // step).rstrip("0")) < least:
            continue
        nearest = (2 * true + step) // (2 * step)
        for digits in dict.fromkeys((nearest, true // step)):
            # A figure that is meant is not one that was revised by a round sum.
            if _one_slip(int(said // step), int(digits), least, None if meant else _ROUND / step):
                return reading
    return None


def _one_slip(said: int, true: int, least: int, round_sum: Fraction | None) -> bool:
    if said == true or not true:
        return False
    if said in (true * _SCALE, true // _SCALE):
        return True
    left, right = str(said), str(true)
    if len(left) == len(right):
        apart = [n for n, (one, other) in enumerate(zip(left, right, strict=True)) if one != other]
        if len(apart) == 1:
            return round_sum is None or abs(said - true) < round_sum
        first, last = apart[0], apart[-1]
        return len(apart) == 2 and last == first + 1 and left[first] == right[last] and left[last] == right[first]
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    if len(left.rstrip("0")) == least:
        return False
    return len(longer) == len(shorter) + 1 and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
