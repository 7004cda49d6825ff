"""Amounts in running text: figures with a currency, a percent sign or a word of magnitude, or said in words too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest

from audit.notation.beside import Words, after, reach, words_beside
from audit.notation.counted import NUMBERING, Nouns, counts_in, without_overlap
from audit.notation.numerals import MAGNITUDES, Mark, Numeral, decimal_mark, read_numeral

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


_MILLIONS = re.compile(r"\s*M\s*$", re.IGNORECASE)
#: A number with its words behind it is one of something counted, unless it numbers a part of a law or a document.
_COUNTED = re.compile(rf"(?<![\w.,/{_HARD_BLANKS}-])(?P<digits>{_NUMBER})(?=\s*\()")
_NUMBERED = re.compile(rf"\b(?:{NUMBERING})\W{{0,3}}$", re.IGNORECASE)
_TO = re.compile(r"(?:\s?[\u2013\u2010\u2011-]\s?|\s+(?:sampai(?:\s+dengan)?|hingga|s\.?/?d\.?)\s+)", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?<![\w.,/({_HARD_BLANKS}\u2212\u2013\u2010\u2011-])(?P<low>{_NUMBER}){_TO.pattern}$", re.IGNORECASE
)
_MAGNITUDE = re.compile(r"\s*(?P<word>ribu|rb|juta|jt|miliar|milyar|M|triliun|trilyun|T)$", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"\s*(?:(?P<percent>%|persen\b)|(?P<rupiah>rupiah\b))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount in a text: where it begins and ends, as printed, as read, and the words beside it."""

    start: int
    end: int
    printed: str
    unit: str
    numeral: Numeral
    words: Words | None = None


def amounts_in(text: str, nouns: Nouns = frozenset()) -> Iterator[FoundAmount]:
    """All amounts of a text, in order; years, dates and bare numbers are none, unless words say the number again.

    ``nouns`` are those of what a report counts; before them a number in words is a count too.
    """
    found = [(match.start("text"), match["text"], match["rupiah"] or match["text"]) for match in _AMOUNT.finditer(text)]
    mark: Mark = decimal_mark((figure for _, _, figure in found), fallback=",")
    amounts = []
    for start, printed, figure in found:
        numeral = _read(figure, mark)
        if numeral is not None:
            unit = "percent" if numeral.percent else "rupiah"
            amounts.append(_with_words(text, FoundAmount(start, start + len(printed), printed, unit, numeral), figure))
    amounts = [_with_magnitude(text, *pair) for pair in zip_longest(amounts, amounts[1:])]
    amounts.extend(_begun_in(text, amounts, mark))
    amounts.extend(_counted_in(text, amounts, mark))
    taken = [(amount.start, reach(amount.end, amount.words)) for amount in amounts]
    amounts.extend(
        FoundAmount(count.start, count.end, count.printed, "count", count.numeral)
        for count in without_overlap(list(counts_in(text, mark, nouns)), taken)
    )
    yield from sorted(amounts, key=lambda amount: amount.start)


def _with_magnitude(text: str, amount: FoundAmount, above: FoundAmount | None) -> FoundAmount:
    """The lower end of a range of rupiah with the word of magnitude that stands behind the upper end alone."""
    if above is None or amount.unit != "rupiah" or above.unit != "rupiah" or amount.words is not None:
        return amount
    word = _MAGNITUDE.search(above.printed)
    value, upper = amount.numeral.value, above.numeral.value
    if word is None or value is None or upper is None or _MAGNITUDE.search(amount.printed):
        return amount
    if not _TO.fullmatch(text[amount.end : above.start]) or not above.printed[0].isdigit():
        return amount
    factor = MAGNITUDES[word["word"].lower()]
    return replace(amount, numeral=_times(amount.numeral, factor)) if 0 < value * factor < upper else amount


def _begun_in(text: str, amounts: Sequence[FoundAmount], mark: Mark) -> Iterator[FoundAmount]:
    """The lower ends of ranges of percentages, whose sign stands behind the upper end alone."""
    for amount in amounts:
        before = _RANGE.search(text[: amount.start]) if amount.unit == "percent" else None
        numeral = read_numeral(before["low"], mark) if before else None
        if before is None or numeral is None or _NUMBERED.search(text[: before.start("low")]):
            continue
        if any(other.start <= before.start("low") < other.end for other in amounts):
            continue
        # A year before a percentage is no end of its range.
        if numeral.value is not None and amount.numeral.value is not None and numeral.value < amount.numeral.value:
            yield FoundAmount(before.start("low"), before.end("low"), before["low"], "percent", numeral)


def _read(figure: str, mark: Mark) -> Numeral | None:
    """The numeral of an amount: rupiah have no three decimals, so a lone mark before three digits parts a group."""
    numeral = read_numeral(figure, mark)
    if numeral is None or numeral.percent or numeral.malformed or numeral.quantum != Fraction(1, 1000):
        return numeral
    grouped = read_numeral(figure, "." if mark == "," else ",")
    return numeral if grouped is None or grouped.malformed else grouped


def _with_words(text: str, amount: FoundAmount, figure: str) -> FoundAmount:
    """The amount with the words beside it, which settle what its digits leave open."""
    words = words_beside(text, amount.end)
    if words is None:
        return amount
    numeral, end = amount.numeral, amount.end
    if words.factor != 1 and numeral.quantum <= 1:
        # "Rp 5 (lima) juta": the magnitude behind the words is that of the digits too.
        numeral, end = _times(numeral, words.factor), after(text, words)
    numeral = _as_said(numeral, figure, amount.unit, words)
    if not _comparable(numeral, amount.unit, words):
        words = replace(words, reading=None)
    return FoundAmount(amount.start, end, text[amount.start : end], amount.unit, numeral, words)


def _as_said(numeral: Numeral, figure: str, unit: str, words: Words) -> Numeral:
    """The numeral under the other decimal mark, or with M for juta, where that alone is what the words say."""
    if words.reading is None or numeral.value == words.value or words.reading.unit not in (None, unit):
        return numeral
    others = [read_numeral(figure, mark) for mark in (",", ".")]
    if _MILLIONS.search(figure):
        others += [read_numeral(_MILLIONS.sub(" juta", figure), mark) for mark in (",", ".")]
    said = [other for other in others if other and not other.malformed and other.value == words.value]
    # Rupiah have no three decimals, whatever the words are.
    return next((other for other in said if unit != "rupiah" or other.quantum != Fraction(1, 1000)), numeral)


def _comparable(numeral: Numeral, unit: str, words: Words) -> bool:
    """Whether digits and words state the same thing: in another unit, or without its magnitude, they do not."""
    reading, said = words.reading, words.value
    if reading is None or said is None or reading.unit not in (None, unit):
        return False
    value = numeral.value
    if reading.unit is not None or not value or not said or value == said:
        return True
    ratio = value / said
    return not any(ratio in (Fraction(scale), Fraction(1, scale)) for scale in set(MAGNITUDES.values()))


def _times(numeral: Numeral, factor: int) -> Numeral:
    readings = tuple(reading * factor for reading in numeral.readings)
    return replace(numeral, readings=readings, quantum=numeral.quantum * factor)


def _counted_in(text: str, amounts: Sequence[FoundAmount], mark: Mark) -> Iterator[FoundAmount]:
    """Numbers that words say again, as "1 (satu) unit"; they are counts unless a unit is said."""
    taken = [(amount.start, amount.end) for amount in amounts]
    for match in _COUNTED.finditer(text):
        start, end = match.span()
        words = words_beside(text, end)
        numeral = read_numeral(match["digits"], mark)
        if words is None or words.reading is None or numeral is None or _NUMBERED.search(text[:start]):
            continue
        if any(one < end and start < other for one, other in taken):
            continue
        behind = _UNIT_BEHIND.match(text, after(text, words))
        unit = words.reading.unit or (behind.lastgroup if behind else None) or "count"
        yield _with_words(text, FoundAmount(start, end, match["digits"], unit, numeral), match["digits"])
