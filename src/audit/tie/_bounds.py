"""An amount that a sentence only sets as a bound is held against no figure that keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from audit.model.figure import Figure
from audit.model.vocabulary import Vocabulary
from audit.tie._frame import Frame
from audit.tie._values import Reading


def bound(frame: Frame, words: Vocabulary) -> Literal["above", "below"] | None:
    """On which side of an amount its words say that the figure lies, as in "belum mencapai 85 persen"."""
    last = max((n for n, piece in enumerate(frame.gap) if piece.role in ("measure", "label")), default=-1)
    for piece in reversed(frame.gap[min(last + 1, max(len(frame.gap) - 2, 0)) :]):
        text = " ".join(piece.text.lower().split())
        if text in words.above:
            return "above"
        if text in words.below:
            return "below"
    return None


def keeps(frame: Frame, figure: Figure, readings: Iterable[Reading], words: Vocabulary) -> bool:
    """Whether an amount is a bound that one of the figures it may be of keeps, or of which nobody knows the row."""
    side = bound(frame, words)
    if side is None:
        return False
    if frame.source != "own":
        return True
    value = abs(figure.value)
    for reading in readings:
        low, high = reading.interval.low, reading.interval.high
        if low is None or high is None:
            continue
        least, most = sorted((abs(low), abs(high)))
        if most >= value if side == "above" else least <= value:
            return True
    return False
