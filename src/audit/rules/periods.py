"""The years, months, quarters and budget versions that a title names."""

from __future__ import annotations

import re

from audit.notation.calendar import MONTHS

_VERSIONS = ("murni", "induk", "perubahan", "pergeseran", "revisi", "awal")
_PART_NAMES = {
    **{"triwulan": "triwulan", "tw": "triwulan", "semester": "semester", "smt": "semester"},
    "caturwulan": "caturwulan",
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = re.compile(r"\b20\d\d\b")
_COMPARED = re.compile(r"\b(20\d\d)\s+dan\s+(20\d\d)\b")
_PART = re.compile(r"\b(triwulan|semester|caturwulan|tw|smt)\.?\s*([ivx]+|\d)\b", re.IGNORECASE)


def periods(title: str) -> frozenset[str]:
    """What a title says of its time and version, in words that can be compared."""
    lower = title.lower()
    named = {word for word in (*MONTHS, *_VERSIONS) if re.search(rf"\b{word}\b", lower)}
    parts = {f"{found[1]} {found[2]}" for found in _PART.finditer(lower)}
    return frozenset(named | parts | set(_YEAR.findall(lower)))


def moment(title: str) -> tuple[str, int, int] | None:
    """The time that a title names, so that two can be put in order: its kind, its year and its part of the year.

    Of "31 Desember 2010 dan 2009" the first is reported on, and the year before is there for comparison. None where it
    names no year, or several times.
    """
    lower = _COMPARED.sub(_without_year_before, title.lower())
    years = set(_YEAR.findall(lower))
    months = {number for number, word in enumerate(MONTHS, 1) if re.search(rf"\b{word}\b", lower)}
    parts = {(_PART_NAMES[found[1]], _counted(found[2])) for found in _PART.finditer(lower)}
    if len(years) != 1 or len(months) > 1 or len(parts) > 1:
        return None
    year = int(years.pop())
    if parts:
        kind, number = parts.pop()
        return kind, year, number
    return ("bulan", year, months.pop()) if months else ("tahun", year, 0)


def _without_year_before(found: re.Match[str]) -> str:
    return found[1] if int(found[1]) - int(found[2]) == 1 else found[0]


def _counted(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else _ROMAN.get(numeral, 0)
