"""Headings, titles and labels as words: what is the same heading, which unit a text names, which label is a total."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_TOKEN = re.compile(r"%|[a-z0-9]+")
_UNITS = re.compile(
    r"""(?:dalam\s+|rp\.?\s*|\(\s*|x\s*|in\s+)(?:rp\.?\s*)?
    (?P<unit>ribuan|ribu|jutaan|juta|miliaran|milyaran|miliar|milyar|thousands?|millions?|billions?|
    1[.,]?000(?![.,]?\d)|1[.,]?000[.,]?000(?![.,]?\d)|000)\b""",
    re.VERBOSE,
)
_TOTAL = re.compile(
    r"""^(?:grand\s*total|sub\s*-?\s*total|sub\s*-?\s*jumlah|jumlah\s+total|total\s+jumlah|jumlah\s+keseluruhan|
    total\s+keseluruhan|jumlah|total)\b[\s:.]*(?P<rest>.*)$""",
    re.VERBOSE | re.IGNORECASE,
)
#: Words that stand in so many labels that they tell nothing apart.
_COMMON = frozenset(
    """dan dari di ke yang untuk pada dengan atau serta oleh dalam the of and for in dana total jumlah
    keseluruhan""".split()  # noqa: SIM905  (a list of words reads best as words)
)
_SELECTION = re.compile(r"\b(top\s*\d+|\d+\s+(?:terbesar|tertinggi)|terbesar|tertinggi|antara\s+lain|sebagian)\b")
_NUMBERED = re.compile(r"^\(?\s*(\d{1,2})\s*\)?(?:\s*=.*|\s*\(.*\))?$")


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a heading in small letters, without punctuation; a percent sign is a word."""
    return tuple(_TOKEN.findall(text.lower()))


def telling(text: str) -> frozenset[str]:
    """The words of a title or label that can tell it apart from others, single letters and common words left out."""
    return frozenset(word for word in words(text) if len(word) > 1 and word not in _COMMON)


def unit_of(text: str) -> Fraction | None:
    """How many rupiah a printed 1 stands for, where the text says so: 1000 for "(dalam ribuan rupiah)"."""
    found = _UNITS.search(text.lower())
    if found is None:
        return None
    unit = re.sub(r"[.,]", "", found["unit"])
    if unit.startswith(("ribu", "thousand")) or unit in ("1000", "000"):
        return Fraction(1000)
    if unit.startswith(("juta", "million")) or unit == "1000000":
        return Fraction(10**6)
    return Fraction(10**9)


def total_of(label: str) -> str | None:
    """What a label says it is the total of: "" for "JUMLAH", "A" for "Jumlah A", None for a label that is no total."""
    found = _TOTAL.match(label.strip())
    return found["rest"].strip() if found else None


def is_selection(title: str) -> bool:
    """Whether a title says that the table shows only some of its rows, as "10 terbesar" does."""
    return _SELECTION.search(title.lower()) is not None


def column_number(text: str) -> int | None:
    """The number that a cell of the row of column numbers holds, as in "4" or "(8 = 6 - 7)"."""
    found = _NUMBERED.match(text.strip().strip("()").strip()) or _NUMBERED.match(text.strip())
    return int(found[1]) if found else None
