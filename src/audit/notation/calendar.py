"""The months of the year in their order, as Indonesian texts write them, and the years that a text names."""

from __future__ import annotations

import re

MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
#: Spellings that stand beside those of the dictionary.
OTHER_SPELLINGS = ("nopember",)

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def years_in(text: str) -> list[str]:
    """All years that a text names, in their order."""
    return _YEAR.findall(text)
