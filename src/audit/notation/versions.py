"""A heading may say that a budget is the one before it was changed, as "sebelum perubahan" or "semula"."""

from __future__ import annotations

from audit.notation.headings import words

_BEFORE = frozenset({"sebelum", "semula", "murni", "awal", "lama"})
_DIFFERENCE = frozenset({"bertambah", "berkurang", "selisih", "kenaikan", "penurunan", "saldo", "sebelumnya"})


def is_before_change(heading: str) -> bool:
    """Whether a heading says that its figures are those before a change; what has changed since is none of them."""
    said = set(words(heading))
    return not said.isdisjoint(_BEFORE) and said.isdisjoint(_DIFFERENCE)
