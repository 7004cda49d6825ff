"""Two amounts that are the ends of a range agree with a figure between them, and contradict none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from audit.tie._frame import Frame
from audit.tie._outcome import UNTIED, Outcome
from audit.tie._values import Reading

_TO = re.compile(r"\W*(?:[-\u2010\u2011\u2013\u2014]|sampai(?:\s+dengan)?|hingga|s\.?\s?/?d\.?)\W*", re.IGNORECASE)
_AND = re.compile(r"\W*dan\W*", re.IGNORECASE)
_BETWEEN = ("antara", "kisaran", "berkisar")


def ranged(frames: Sequence[Frame], outcomes: list[Outcome], meant: Callable[[int], Sequence[Reading]]) -> None:
    """Put what becomes of the ends of ranges in place of what became of them one by one.

    ``meant`` gives the figures that the words of an amount mean.
    """
    for n, (low, high) in enumerate(pairwise(frames)):
        one, two = low.said.figure, high.said.figure
        if one is None or two is None or not is_range(low, high) or not one.value < two.value:
            continue
        inside = [
            reading
            for reading in meant(n)
            if (middle := reading.interval.middle) is not None and one.value <= middle <= two.value
        ]
        for m in (n, n + 1):
            if inside:
                outcomes[m] = Outcome("agrees", inside[0])
            elif outcomes[m].verdict == "contradicted":
                outcomes[m] = Outcome(UNTIED.verdict, candidates=outcomes[m].candidates)


def is_range(low: Frame, high: Frame) -> bool:
    """Whether two amounts are written as from the one to the other; a rise and a difference have two ends as well."""
    if low.unit != high.unit or low.unit not in ("rupiah", "percent") or low.says("apart", "up", "down", "together"):
        return False
    between = low.said.mention.sentence[low.end : high.said.mention.start]
    if _TO.fullmatch(between):
        return not any(piece.text.lower() == "dari" for piece in low.gap[-1:])
    return _AND.fullmatch(between) is not None and any(piece.text.lower() in _BETWEEN for piece in low.gap[-2:])
