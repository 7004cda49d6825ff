"""Headings, titles and labels as words: what is the same heading, which unit a text names, which label is a total."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_TOKEN = re.compile(r"%|[a-z0-9]+")
_SCALES = {
    **dict.fromkeys(("ribuan", "ribu", "thousand", "thousands", "000", "1000"), Fraction(10**3)),
    **dict.fromkeys(("jutaan", "juta", "million", "millions", "000000", "1000000"), Fraction(10**6)),
    **dict.fromkeys(("miliaran", "milyaran", "miliar", "milyar", "billion", "billions"), Fraction(10**9)),
    **dict.fromkeys(("triliunan", "trilyunan", "triliun", "trilyun", "trillion", "trillions"), Fraction(10**12)),
}
_SCALE_WORDS = "|".join(sorted((word for word in _SCALES if word.isalpha()), key=len, reverse=True))
#: What is counted in thousands and millions as well, and is no rupiah.
_COUNTED = r"""(?:jiwa|orang|penduduk|desa|kelurahan|keluarga|kk|rumah|siswa|people|persons?|unit|paket|buah|butir|ekor|
    pohon|batang|bidang|dosis|dokumen|kali|tons?|kg|kilogram|kuintal|liter|kiloliter|ha|hektare?|hektar|km|m|m2|m3|meter)"""
_ZEROS = r"(?:1[.,]?)?000(?:[.,]?000)?(?![.,]?\d)"
_UNITS = re.compile(
    rf"""(?:
      # "Rp1.000,-" is an amount; "(Rp 1.000)", "x Rp 1.000" and "Rp 000" are units.
      (?:\b(?:dalam|in)\s+|\bx\s*)(?:rp\.?\s*)?['’‘]?(?P<thousands>{_ZEROS})\b
    | \(\s*(?:rp\.?\s*)?['’‘]?(?P<bracketed>{_ZEROS})(?:[.,]-+)?\s*\)
    | \brp\.?\s*['’‘]?(?P<zeros>000(?:[.,]?000)?)(?![.,]?\d)\b
    | (?:\b(?:dalam|in)\s+|\bx\s*|\brp\.?\s*|\(\s*)(?:rp\.?\s*)?(?P<word>{_SCALE_WORDS})\b
    )(?!\s+{_COUNTED}\b)""",
    re.VERBOSE,
)
_ALONE = re.compile(rf"\b(?P<word>{_SCALE_WORDS})\s+(?:rupiah|rp)\b")
#: A number before a scale makes it an amount, as in "lima juta rupiah"; a year does not.
_NUMBER = re.compile(
    r"""(?!(?:19|20)\d\d$).*\d | .*(?:puluh|belas|ratus|ribu|juta|miliar|milyar) | satu|dua|tiga|empat|lima|enam|tujuh|
    delapan|sembilan|setengah|beberapa""",
    re.VERBOSE,
)
_TOTAL = re.compile(
    r"""^(?:grand\s*total|sub\s*-?\s*total|sub\s*-?\s*jumlah|jumlah\s+total|total\s+jumlah|jumlah\s+keseluruhan|
    total\s+keseluruhan|jumlah|total|jml|j\s+u\s+m\s+l\s+a\s+h|t\s+o\s+t\s+a\s+l)\b[\s:.]*(?P<rest>.*)$""",
    re.VERBOSE | re.IGNORECASE,
)
_LINES = re.compile(
    r"""\s*\(\s*(?:\d+|[ivx]+|[a-z])\s*(?:(?:[-+–,;&/]|s\.?\s*/?\s*d\.?|dan|sampai(?:\s+dengan)?)\s*
    (?:\d+|[ivx]+|[a-z])\s*)+\)\s*$ | (?<=\w)\s*\(\s*\d{1,3}\s*\)\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
#: Words that stand in so many labels that they tell nothing apart.
_COMMON = frozenset(
    """dan dari di ke yang untuk pada dengan atau serta oleh dalam the of and for in dana total jumlah
    keseluruhan""".split()  # noqa: SIM905  (a list of words reads best as words)
)
_SELECTION = re.compile(r"\b(top\s*\d+|\d+\s+(?:terbesar|tertinggi)|terbesar|tertinggi|antara\s+lain|sebagian)\b")
_NUMBERED = re.compile(r"^\(?\s*(\d{1,2})\s*\)?(?:\s*=.*|\s*\(.*\))?$")


@lru_cache(maxsize=1 << 15)
def words(text: str) -> tuple[str, ...]:
    """The words of a heading in small letters, without punctuation; a percent sign is a word."""
    return tuple(_TOKEN.findall(text.lower()))


def has_phrase(have: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether words stand in others, one right after the other."""
    return any(have[n : n + len(phrase)] == phrase for n in range(len(have) - len(phrase) + 1))


def telling(text: str) -> frozenset[str]:
    """The words of a title or label that can tell it apart from others, single letters and common words left out."""
    return frozenset(word for word in words(text) if len(word) > 1 and word not in _COMMON)


def unit_of(text: str) -> Fraction | None:
    """How many rupiah a printed 1 stands for, where the text says so: 1000 for "(dalam ribuan rupiah)"."""
    lower = text.lower()
    found = _UNITS.search(lower)
    if found is not None:
        named = found["thousands"] or found["bracketed"] or found["zeros"] or found["word"]
        return _SCALES[re.sub(r"[.,]", "", named)]
    for alone in _ALONE.finditer(lower):
        before = lower[: alone.start()].split()[-1:]
        if not before or not _NUMBER.fullmatch(before[0]):
            return _SCALES[alone["word"]]
    return None


@lru_cache(maxsize=1 << 15)
def total_of(label: str) -> str | None:
    """What a label says it is the total of: "" for "JUMLAH", "A" for "Jumlah A", None for a label that is no total.

    The lines that a form adds, as in "JUMLAH BELANJA (43 + 52 + 56)", are no part of it where words say of what it is.
    """
    found = _TOTAL.match(label.strip())
    if found is None:
        return None
    rest = found["rest"].strip()
    return _LINES.sub("", rest).strip() or rest


def is_selection(title: str) -> bool:
    """Whether a title says that the table shows only some of its rows, as "10 terbesar" does."""
    return _SELECTION.search(title.lower()) is not None


def column_number(text: str) -> int | None:
    """The number that a cell of the row of column numbers holds, as in "4" or "(8 = 6 - 7)"."""
    found = _NUMBERED.match(text.strip().strip("()").strip()) or _NUMBERED.match(text.strip())
    return int(found[1]) if found else None
