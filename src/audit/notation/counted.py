"""Counts in running text: a number before the noun that says what was counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.notation.calendar import MONTHS, OTHER_SPELLINGS
from audit.notation.numerals import Mark, Numeral, read_numeral
from audit.notation.terbilang import is_number_word, read_terbilang

#: Nouns as words, the longest of which a number may stand before.
Nouns = frozenset[tuple[str, ...]]

_NUMBER = re.compile(r"(?<![\w.,/%:-])(?P<digits>\d{1,3}(?:\.\d{3})+|\d{1,6})(?=\s+(?P<noun>[^\W\d_][\w-]*))")
_OF = re.compile(r"(?<![\w.,/%:-])(?P<digits>\d{1,3}(?:\.\d{3})+|\d{1,6})(?=\s+dari\s+(?:\d|[a-z]+\s))", re.IGNORECASE)
_OUT_OF = re.compile(r"\d\)?\s+dari\s+$", re.IGNORECASE)
_WORDS = re.compile(r"(?<![\w-])[a-z]+(?:\s+[a-z]+){0,5}", re.IGNORECASE)
#: A number before these is a date, a span of time or no count at all.
_NO_NOUN = frozenset(
    (
        *MONTHS,
        *OTHER_SPELLINGS,
        *("jan", "feb", "mar", "apr", "jun", "jul", "agu", "agt", "sep", "sept", "okt", "nov", "des"),
        *("tahun", "bulan", "minggu", "hari", "jam", "menit", "tanggal", "dan", "atau", "sampai", "hingga", "tentang"),
        *("ayat", "pasal", "yang", "untuk", "pada", "dari", "di", "ke", "s", "sd", "persen", "ribu", "juta", "miliar"),
        *("milyar", "triliun", "trilyun", "rupiah", "m", "t", "jt", "rb", "rp", "kali"),
    )
)
#: A number behind these numbers a part of a law, a document or a period.
NUMBERING = (
    r"pasal|ayat|bab|butir|angka|huruf|lampiran|tabel|gambar|grafik|halaman|hlm|nomor|no|tahun|tanggal|bagian|"
    r"nip|nik|npwp|rekening|telepon|telp|triwulan|semester|bulan|minggu|tahap|termin"
)
_NUMBERED = re.compile(rf"\b(?:{NUMBERING}|tw|per|rp)\W{{0,3}}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: where it begins and ends, as printed and as read."""

    start: int
    end: int
    printed: str
    numeral: Numeral


def counts_in(text: str, mark: Mark, nouns: Nouns) -> Iterator[Count]:
    """Numbers before a noun, in digits, and in words where the noun is known; "3 dari 4 kegiatan" is two of them.

    Years, dates, parts of laws and numbers of a list are no counts.
    """
    lower = text.lower()
    for match in _NUMBER.finditer(text):
        if _counts(text, lower, match.start(), match["noun"], match.end(), nouns):
            numeral = read_numeral(match["digits"], mark)
            if numeral is not None and not _is_year(match["digits"]):
                yield Count(match.start(), match.end(), match["digits"], numeral)
    for match in _OF.finditer(text):
        numeral = read_numeral(match["digits"], mark)
        if numeral is not None and not _NUMBERED.search(text[: match.start()]) and not _is_year(match["digits"]):
            yield Count(match.start(), match.end(), match["digits"], numeral)
    yield from _said(text, lower, nouns)


def _counts(text: str, lower: str, start: int, noun: str, end: int, nouns: Nouns) -> bool:
    if _NUMBERED.search(text[:start]):
        return False
    if _noun_at(lower, end, nouns) or _OUT_OF.search(text[:start]):
        return True
    at_line = not text[:start].rstrip(" \t") or text[:start].rstrip(" \t").endswith("\n")
    return noun.lower() not in _NO_NOUN and len(noun) > 1 and not at_line and (noun.islower() or noun.isupper())


def _said(text: str, lower: str, nouns: Nouns) -> Iterator[Count]:
    """Numbers in words before a known noun, as in "tiga kegiatan", or before another number of the same kind."""
    for match in _WORDS.finditer(lower):
        words = [(m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"[a-z]+", match[0])]
        n = 0
        while n < len(words):
            size = 0
            while n + size < len(words) and is_number_word(lower[slice(*words[n + size])]):
                size += 1
            if not size:
                n += 1
                continue
            start, end = words[n][0], words[n + size - 1][1]
            of = re.match(r"\s+dari\s+", lower[end:])
            noun = end + of.end() if of else end
            if of:
                after = re.match(r"(?:[a-z]+|\d+)", lower[noun:])
                known = after is not None and (after[0].isdigit() or is_number_word(after[0]))
            else:
                known = _noun_at(lower, end, nouns)
            reading = read_terbilang(lower[start:end]) if known else None
            if reading is not None and reading.value.denominator == 1:
                numeral = Numeral((reading.value,), Fraction(1), False, False, False, 0)
                yield Count(start, end, text[start:end], numeral)
            n += size


def _noun_at(lower: str, at: int, nouns: Nouns) -> bool:
    said = tuple(re.findall(r"[a-z0-9]+", lower[at : at + 60])[:4])
    return any(said[: len(noun)] == noun for noun in nouns)


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


def without_overlap(counts: Sequence[Count], taken: Sequence[tuple[int, int]]) -> list[Count]:
    """The counts that stand in no other amount and not in each other, in order."""
    found: list[Count] = []
    ends = list(taken)
    for count in sorted(counts, key=lambda one: (one.start, -one.end)):
        if not any(start < count.end and count.start < end for start, end in ends):
            found.append(count)
            ends.append((count.start, count.end))
    return found
