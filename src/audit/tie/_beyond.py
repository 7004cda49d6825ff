"""Whether what was realised is above or below what was budgeted, as a sentence says beside how far they are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.model.text import Text
from audit.model.vocabulary import Vocabulary
from audit.tie._frame import Frame
from audit.tie._outcome import Outcome
from audit.tie._sentence import Piece

_ABOVE, _BELOW = Text("di atas anggaran", "above the budget"), Text("di bawah anggaran", "below the budget")


def beyond(n: int, frames: Sequence[Frame], outcome: Outcome, words: Vocabulary) -> Outcome:
    """The outcome of a difference between budget and realisation, contradicted where the other one is the greater."""
    reading = outcome.reading
    if outcome.verdict not in ("agrees", "coarser") or reading is None or len(reading.operands) != 2:
        return outcome
    budgets = [one for one in reading.operands if one.column in words.budgets]
    spent = [one for one in reading.operands if one.column not in (*words.budgets, *words.before)]
    if len(budgets) != 1 or len(spent) != 1 or budgets[0].row != spent[0].row:
        return outcome
    pieces = [*(piece for frame in frames for piece in (*frame.gap, frame.piece)), *frames[-1].after]
    if len({piece.rows for piece in pieces if piece.role == "label"}) != 1:
        return outcome
    said = _is_above(pieces, words)
    budget, realised = budgets[0].figure, spent[0].figure
    if budget is None or realised is None:
        return outcome
    apart = realised.value - budget.value
    if said is None or not apart or said == (apart > 0):
        return outcome
    here, there = (_ABOVE, _BELOW) if said else (_BELOW, _ABOVE)
    way = Text(f"kalimat: {here.id}; menurut tabel: {there.id}", f"the sentence says {here.en}, the tables {there.en}")
    return replace(outcome, verdict="contradicted", reading=replace(reading, named=False), way=way)


def _is_above(pieces: Sequence[Piece], words: Vocabulary) -> bool | None:
    """Whether the words say that more was realised than budgeted, or less; None where they say neither or both."""
    found = []
    for n, piece in enumerate(pieces):
        text = piece.text.lower()
        if text in (*words.met, *words.missed):
            if _last(pieces[:n], words) == "budget":
                found.append(text in words.met)
        elif text in (*words.above, *words.below):
            left, right = _last(pieces[:n], words), _last(pieces[:n:-1], words)
            if {left, right} == {"budget", "spent"}:
                found.append((text in words.above) == (left == "spent"))
    return found[0] if len(found) == 1 else None


def _last(pieces: Sequence[Piece], words: Vocabulary) -> str | None:
    """Whether the last measure of some words is a budget or what was realised, if no amount follows it."""
    for piece in reversed(pieces):
        if piece.role in ("elsewhen", "outside"):
            return None
        if piece.role == "measure" and piece.text.lower() not in (*words.met, *words.missed):
            if set(piece.columns) & set(words.before):
                return None
            return "budget" if set(piece.columns) <= set(words.budgets) else "spent"
    return None
