"""Number words beside the digits of an amount, as in "Rp 5.000,- (lima ribu rupiah)" or "1 (satu) unit"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from audit.notation.numerals import MAGNITUDES
from audit.notation.terbilang import Terbilang, is_number_word, read_terbilang

_FILLER = r"(?:[.,]?\s*[\u2212\u2013\u2010\u2011-]{1,2}|[.,]?=)?"
_BRACKETED = re.compile(rf"{_FILLER}\s*\((?P<words>[^()\d]{{3,400}})\)")
#: Without brackets the words end with their unit; what stands between is said to be words.
_SAID = re.compile(
    rf"{_FILLER}[,;]?\s*(?:atau\s+)?(?:terbilang|dengan\s+huruf)\s*:?\s*"
    r"(?P<words>[a-z][a-z\s-]{2,400}?\s(?:rupiah|persen))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_MAGNITUDE = re.compile(r"\s*(?P<word>ribu|juta|miliar|milyar|triliun|trilyun)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The words beside an amount: where they begin and end, as printed, and the number that they are.

    ``reading`` is None where they cannot be read for certain. ``factor`` is the magnitude that is said after them and
    before which the digits stand too, as in "5 (lima) juta".
    """

    start: int
    end: int
    printed: str
    reading: Terbilang | None
    factor: int = 1

    @property
    def value(self) -> Fraction | None:
        """The number that the words are, None where they cannot be read for certain."""
        return None if self.reading is None else self.reading.value * self.factor


def words_beside(text: str, end: int) -> Words | None:
    """The words beside the digits that end there; None where no words follow that numbers are said with."""
    found = _BRACKETED.match(text, end) or _SAID.match(text, end)
    if found is None:
        return None
    printed = found["words"]
    said = _WORD.findall(printed)
    reading = read_terbilang(printed)
    # A remark in brackets, as "(lihat tabel)", is no attempt at words.
    if reading is None and 2 * sum(map(is_number_word, said)) <= len(said):
        return None
    magnitude = _MAGNITUDE.match(text, found.end())
    factor = MAGNITUDES[magnitude["word"].lower()] if magnitude else 1
    return Words(found.start("words"), found.end("words"), printed, reading, factor)


def reach(end: int, words: Words | None) -> int:
    """Where an amount ends, the words that say it again included."""
    return end if words is None else max(end, words.end)


def after(text: str, words: Words) -> int:
    """Where the text goes on behind the words, their bracket and the magnitude that they share with the digits."""
    end = words.end + (text[words.end : words.end + 1] == ")")
    magnitude = _MAGNITUDE.match(text, end)
    return magnitude.end() if magnitude else end
