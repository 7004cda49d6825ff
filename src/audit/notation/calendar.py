"""The months of the year, in their order, as Indonesian texts write them."""

from __future__ import annotations

MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
#: Spellings that stand beside those of the dictionary.
OTHER_SPELLINGS = ("nopember",)
