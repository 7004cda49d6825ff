"""What a spreadsheet shows of a number: the format decides the digits that a person sees.

The number format codes are those of ECMA-376 part 1, 18.8.31. Only what decides value and precision is read: the
section for the sign, digits after the point, scaling commas, percent signs, and literal text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from audit.model.decimals import to_decimal
from audit.model.document import Number

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?(?:[eE][+-]0+)?")

#: Digits that a binary double, and hence any spreadsheet, keeps of a number.
SIGNIFICANT = 15


@cache
def _sections(code: str) -> tuple[str, ...]:
    sections, current, quoted = [], "", False
    for mark in code:
        if mark == '"':
            quoted = not quoted
        if mark == ";" and not quoted:
            sections.append(current)
            current = ""
        else:
            current += mark
    return (*sections, current)


def _literal(section: str) -> str:
    """The text that a section prints around its digits."""

    def keep(found: re.Match[str]) -> str:
        token = found[0]
        if token.startswith('"'):
            return token[1:-1]
        if token.startswith("[$"):
            return token[2:-1].partition("-")[0]
        return token[1] if token.startswith("\\") else ""

    return _LITERAL.sub(keep, section)


def show(value: int | float, code: str | None) -> tuple[str, Number]:
    """The text that a person sees of a stored number, and the number with the precision that the text has."""
    stored = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    sections = _sections(code or "General")
    section = _section(sections, stored)
    bare = _LITERAL.sub("", section)
    digits = _DIGITS.search(bare)
    if "general" in bare.lower() or "@" in bare or (digits is None and not section.strip()):
        return _general(stored)
    if digits is None:
        # A section of text alone, as `"-"` for zero: what it hides is only the zero.
        return _literal(section).strip(), Number(stored, Fraction(0), stored)
    return _formatted(stored, section, digits[0], bare, signed=len(sections) > 1 and stored < 0)


def _section(sections: tuple[str, ...], stored: Fraction) -> str:
    if len(sections) >= 3 and stored == 0:
        return sections[2]
    if len(sections) >= 2 and stored < 0:
        return sections[1]
    return sections[0]


def _general(stored: Fraction) -> tuple[str, Number]:
    """A number without a format: its own digits, with the trailing zeros lost."""
    decimal = _significant(stored)
    exponent = decimal.as_tuple().exponent
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    shown = Fraction(decimal)
    # The 15th digit is the last that can be trusted; a whole number keeps no trace of its precision.
    quantum = Fraction(1, 10**decimals) if decimals > 6 else None
    return f"{decimal:f}", Number(shown, _coarse(stored) or quantum, stored)


def _significant(stored: Fraction) -> Decimal:
    """The value to the digits that a double keeps, without trailing zeros."""
    digits = len(str(abs(stored.numerator) // stored.denominator)) if abs(stored) >= 1 else 1
    decimal = to_decimal(stored, max(SIGNIFICANT - digits, 0))
    text = f"{decimal:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _coarse(stored: Fraction) -> Fraction | None:
    """The step between neighbouring numbers that a double can tell apart, where it is above 1."""
    digits = len(str(abs(stored.numerator) // stored.denominator))
    return Fraction(10 ** (digits - SIGNIFICANT)) if digits > SIGNIFICANT else None


def _formatted(stored: Fraction, section: str, digits: str, bare: str, *, signed: bool) -> tuple[str, Number]:
    percents = bare.count("%")
    whole, _, after = digits.partition(".")
    thousands = len(whole) - len(whole.rstrip(","))
    scale = Fraction(100**percents, 1000**thousands)
    decimals = len(re.match(r"[0#?]*", after)[0]) if after and "e" not in digits.lower() else 0  # type: ignore[index]
    if "e" in digits.lower():
        # Scientific notation shows few digits; the value behind it is what was meant.
        return f"{_significant(stored):f}", Number(stored, None, stored)
    scaled = stored * scale
    decimal = to_decimal(scaled, decimals)
    shown = Fraction(decimal) / (1 if percents else scale)
    hidden = Fraction(decimal) != scaled
    grouped = "," in whole.rstrip(",")
    number = f"{abs(decimal):,f}" if grouped else f"{abs(decimal):f}"
    sign = "-" if decimal < 0 and not signed else ""
    around = _literal(section)
    text = _DIGITS.sub(lambda _: number, around, count=1).strip()
    quantum = Fraction(1, 10**decimals) / (1 if percents else scale)
    behind = stored * 100**percents
    return sign + text, Number(shown, _coarse(behind) or quantum, behind, hidden, percents > 0)
