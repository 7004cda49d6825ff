"""Quantities as budgets print them: a number with its unit, or several multiplied, as "12 Orang x 3 Kali"."""

from __future__ import annotations

import re
from fractions import Fraction

from audit.notation.numerals import Mark, Numeral, read_numeral

_TIMES = re.compile(r"\s*[×*]\s*|\s+[xX]\s*(?=\d)|(?<=\d)[xX]\s*(?=\d)")
#: A number and its unit; a digit in the unit is a power, as in m2.
_FACTOR = re.compile(r"(?P<number>\d[\d.,]*)\s*(?P<unit>[^\W\d][^\d]*[23]?|m[²³])?")


def read_quantity(text: str, mark: Mark) -> Numeral | None:
    """The product of the numbers of a quantity, or None where the text is none; the units are not compared."""
    value, digits = Fraction(1), 0
    for part in _TIMES.split(text.strip()):
        found = _FACTOR.fullmatch(part.strip())
        numeral = read_numeral(found["number"], mark) if found is not None else None
        if numeral is None or numeral.malformed or numeral.value is None:
            return None
        value, digits = value * numeral.value, digits + numeral.fraction_digits
    return Numeral((value,), Fraction(1, 10**digits), fraction_digits=digits)
