"""What becomes of one amount in a sentence, and how exactly it agrees with what a table says."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from audit.model.figure import Figure, Interval
from audit.model.report import Operand
from audit.model.text import Text
from audit.tie._values import Reading

Verdict = Literal["agrees", "coarser", "contradicted", "untied"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one amount: the reading that it agrees with or that contradicts it, and others that are near.

    ``within`` says that it was held against its own sentence alone, ``besides`` is what its sentence says against an
    amount that a table contradicts already, ``way`` which way it goes where its size is right and its direction is not.
    """

    verdict: Verdict
    reading: Reading | None = None
    candidates: tuple[Operand, ...] = ()
    within: bool = False
    besides: Outcome | None = None
    way: Text | None = None


UNTIED = Outcome("untied")


def agreement(figure: Figure, interval: Interval) -> Verdict:
    """How a stated figure agrees: as rounded, more coarsely, or not at all, which is "contradicted".

    An amount written without sen, or with its last digits cut off or rounded up, is coarser and no error.
    """
    if figure.value > 0 and interval.high is not None and interval.high < 0:
        # "defisit Rp 5" and "turun Rp 5" stand in the table as -5.
        interval = -interval
    if figure.interval().meets(interval):
        return "agrees"
    step = figure.quantum or Fraction(1)
    if not figure.quantum and figure.value.denominator != 1:
        return "contradicted"
    around = Interval(figure.value - step, figure.value + step, low_open=True, high_open=True)
    if figure.quantum or not interval.exact:
        return "coarser" if around.meets(interval) else "contradicted"
    # Whole rupiah beside sen; a difference of a whole rupiah is one.
    assert interval.low is not None
    return "coarser" if interval.low.denominator != 1 and around.meets(interval) else "contradicted"
