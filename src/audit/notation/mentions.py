"""Amounts in running text: every figure with a currency, a percent sign or a word of magnitude, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.notation.numerals import Mark, Numeral, decimal_mark, read_numeral

_AMOUNT = re.compile(
    r"""(?<![\w.,])
    (?P<text>
      (?P<currency>rp\.?|idr)\s*\(?[-−]?\d[\d.,]*\d?(?:\s*[.,]-{1,2}|\s*,-)?(?:\s*(?:ribu|juta|jt|miliar|milyar|M|triliun|trilyun|T)\b)?\)?
    | [-−]?\d[\d.,]*\s*(?:%|persen\b)
    | [-−]?\d[\d.,]*\s*(?:ribu|juta|miliar|milyar|triliun|trilyun)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount in a text: where it begins and ends, as printed, and as read."""

    start: int
    end: int
    printed: str
    unit: str
    numeral: Numeral


def amounts_in(text: str) -> Iterator[FoundAmount]:
    """All amounts of a text, in order; bare numbers, years and dates are none."""
    found = [(match.start("text"), match["text"].rstrip(". ")) for match in _AMOUNT.finditer(text)]
    mark: Mark = decimal_mark((printed for _, printed in found), fallback=",")
    for start, printed in found:
        bare = printed.rstrip(",;")
        numeral = read_numeral(bare, mark)
        if numeral is not None:
            unit = "percent" if numeral.percent else "rupiah"
            yield FoundAmount(start, start + len(bare), bare, unit, numeral)
