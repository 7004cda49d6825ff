"""What may have happened to one figure on its way to the page: digits, sign or scale."""

from __future__ import annotations

from fractions import Fraction

from audit.model.decimals import plain


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
        return "typo-digit" if len(differing) == 1 else None
    longer, shorter = (wrong, right) if len(wrong) > len(right) else (right, wrong)
    if len(longer) == len(shorter) + 1 and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))):
        return "typo-digit"
    return None


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
