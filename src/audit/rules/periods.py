"""The years, months, quarters and budget versions that a title names."""

from __future__ import annotations

import re

_MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
_VERSIONS = ("murni", "induk", "perubahan", "pergeseran", "revisi", "awal")
_YEAR = re.compile(r"\b20\d\d\b")
_PART = re.compile(r"\b(triwulan|semester|caturwulan|tw|smt)\.?\s*([ivx]+|\d)\b", re.IGNORECASE)


def periods(title: str) -> frozenset[str]:
    """What a title says of its time and version, in words that can be compared."""
    lower = title.lower()
    named = {word for word in (*_MONTHS, *_VERSIONS) if re.search(rf"\b{word}\b", lower)}
    parts = {f"{found[1]} {found[2]}" for found in _PART.finditer(lower)}
    return frozenset(named | parts | set(_YEAR.findall(lower)))
