"""Amounts in running text: every figure with a currency, a percent sign or a word of magnitude, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from audit.notation.numerals import Mark, Numeral, decimal_mark, read_numeral

#: The mark at the end of a sentence, and the filler of an amount without sen, are no part of its digits.
_DIGITS = r"\d(?:[\d.,]*\d)?"
_HARD_BLANKS = r"\u00a0\u202f\u2009\u2007"
#: After a currency every blank may part groups of three; elsewhere only those that keep a line together.
_MONEY = rf"(?:\d{{1,3}}(?:[ {_HARD_BLANKS}]\d{{3}})+(?!\d)(?:[.,]\d+)?|{_DIGITS})"
_NUMBER = rf"(?:\d{{1,3}}(?:[{_HARD_BLANKS}]\d{{3}})+(?!\d)(?:[.,]\d+)?|{_DIGITS})"
#: The dash of a range, as in "12%-15%", is no sign.
_SIGN = r"(?:(?<![%)])[\u2212\u2013\u2010\u2011-])?"

_AMOUNT = re.compile(
    rf"""(?<![\w.,])
    (?P<text>
      {_SIGN}(?:rp\.?|idr)\s*(?P<open>\(\s*)?{_SIGN}{_MONEY}
      (?:\s*(?:ribu|rb|juta|jt|miliar|milyar|M|triliun|trilyun|T)\b)?(?(open)\s*\))
    | {_SIGN}{_NUMBER}\s*(?:%|persen\b)
    | {_SIGN}{_NUMBER}\s*(?:ribu|juta|miliar|milyar|triliun|trilyun)\b
      # A noun after it says what was counted: only words that may follow an amount leave it one of money.
      (?!\s+(?!(?:rupiah|rp|dan|atau|serta|maupun|dari|daripada|untuk|guna|bagi|yang|pada|di|ke|kepada|oleh|dengan|tanpa|
        per|dalam|sampai|hingga|menjadi|sebagai|sebesar|sehingga|karena|sedangkan|tetapi|namun|lebih|kurang|lagi|saja|
        naik|turun|telah|sudah|akan|belum|tidak|adalah|merupakan|ini|itu|tersebut|atas|antara|digunakan|dianggarkan|
        dialokasikan|terealisasi|terserap)\b)[^\W\d_])
    | (?<!dalam\ )(?P<rupiah>{_NUMBER})\s*rupiah\b
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
    found = [(match.start("text"), match["text"], match["rupiah"] or match["text"]) for match in _AMOUNT.finditer(text)]
    mark: Mark = decimal_mark((figure for _, _, figure in found), fallback=",")
    for start, printed, figure in found:
        numeral = _read(figure, mark)
        if numeral is not None:
            unit = "percent" if numeral.percent else "rupiah"
            yield FoundAmount(start, start + len(printed), printed, unit, numeral)


def _read(figure: str, mark: Mark) -> Numeral | None:
    """The numeral of an amount: rupiah have no three decimals, so a lone mark before three digits parts a group."""
    numeral = read_numeral(figure, mark)
    if numeral is None or numeral.percent or numeral.malformed or numeral.quantum != Fraction(1, 1000):
        return numeral
    grouped = read_numeral(figure, "." if mark == "," else ",")
    return numeral if grouped is None or grouped.malformed else grouped
