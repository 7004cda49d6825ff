"""What may have happened to one figure on its way to the page: digits, sign or scale."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from audit.model.decimals import plain
from audit.model.text import Text

#: What a slip did to a figure, in words.
SLIPS = {
    "sign": Text("tandanya terbalik", "its sign is turned"),
    "scale": Text("besarannya berbeda kelipatan sepuluh", "it is a power of ten too large or too small"),
    "transposed-digits": Text("dua digitnya tertukar", "two of its digits are swapped"),
    "truncated": Text("digit-digit terakhirnya terpotong menjadi nol", "its last digits are cut off to noughts"),
    "typo-digit": Text("satu digitnya salah, lebih, atau hilang", "one of its digits is wrong, added or lost"),
}


@lru_cache(maxsize=1 << 14)
def kind_of_slip(stated: Fraction, proposed: Fraction) -> str | None:
    """The slip that turns the proposed figure into the stated one, or None where there is no single one."""
    if stated == proposed:
        return None
    if stated == -proposed:
        return "sign"
    if _is_power_of_ten(stated, proposed):
        return "scale"
    wrong, right = _digits(stated, proposed)
    if len(wrong) == len(right):
        differing = [n for n, (a, b) in enumerate(zip(wrong, right, strict=True)) if a != b]
        if len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(wrong) == sorted(right):
            return "transposed-digits"
        if _is_cut_to_a_unit(stated, proposed):
            return "truncated"
        if len(differing) == 1:
            return "typo-digit"
        return "truncated" if _is_truncated(stated, proposed) else None
    longer, shorter = (wrong, right) if len(wrong) > len(right) else (right, wrong)
    if len(longer) == len(shorter) + 1 and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))):
        return "typo-digit"
    return "scale" if _is_in_thousands(stated, proposed) else None


def _digits(one: Fraction, two: Fraction) -> tuple[str, str]:
    """The digits of two figures, written with the same number of decimals."""
    texts = plain(abs(one)), plain(abs(two))
    decimals = max(len(text.partition(".")[2]) for text in texts)
    return tuple(plain(abs(value), decimals).replace(".", "") for value in (one, two))  # type: ignore[return-value]


def _is_power_of_ten(one: Fraction, two: Fraction) -> bool:
    if not one or not two:
        return False
    ratio = max(abs(one), abs(two)) / min(abs(one), abs(two))
    return one * two > 0 and ratio.denominator == 1 and set(str(ratio.numerator)) == {"1", "0"} and ratio > 1


def _is_truncated(stated: Fraction, proposed: Fraction) -> bool:
    """Whether the last digits of an amount, three or more but not its first three, are noughts in the stated one."""
    if stated * proposed <= 0 or stated.denominator != 1:
        return False
    digits = str(abs(stated.numerator))
    noughts = min(len(digits) - len(digits.rstrip("0")), len(digits) - 3)
    return noughts >= 3 and 0 < abs(proposed) - abs(stated) < 10**noughts


def _is_cut_to_a_unit(stated: Fraction, proposed: Fraction) -> bool:
    """Whether an amount is the proposed one in whole thousands or millions, with what is less than one of them lost.

    One digit alone may be what was lost, as in 67.000 for 67.500; that it was mistyped as just that nought is rarer.
    """
    if stated * proposed <= 0 or stated.denominator != 1:
        return False
    lost = abs(proposed) - abs(stated)
    return any(abs(stated) >= 10 * unit and stated % unit == 0 and 0 < lost < unit for unit in (1000, 1_000_000))


def _is_in_thousands(stated: Fraction, proposed: Fraction) -> bool:
    """Whether the stated amount is the proposed one in thousands or millions, without what is less than one of them."""
    if stated * proposed <= 0:
        return False
    larger, smaller = max(abs(stated), abs(proposed)), min(abs(stated), abs(proposed))
    return smaller >= 100 and any(abs(larger / unit - smaller) < 1 for unit in (1000, 1_000_000))
