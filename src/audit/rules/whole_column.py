"""Where an equation breaks in nearly all rows, one change of a column may make it hold: of its sign, or its scale."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from audit.model.figure import Interval
from audit.model.report import Claim
from audit.model.text import Text

#: What a column would have to be multiplied by, and how that is told.
_CHANGES = {
    Fraction(-1): Text("tanda {0} dibalik", "the sign of {0} is turned"),
    Fraction(100): Text("{0} dikalikan 100", "{0} is multiplied by 100"),
    Fraction(1000): Text("{0} dalam ribuan", "{0} is in thousands"),
    Fraction(1_000_000): Text("{0} dalam jutaan", "{0} is in millions"),
    Fraction(1, 100): Text("{0} dibagi 100", "{0} is divided by 100"),
    Fraction(1, 1000): Text("{0} dibagi seribu", "{0} is divided by a thousand"),
}


def mended_by(broken: Sequence[Claim]) -> Text | None:
    """The one change of a column with which nine of ten broken claims would hold, where there is just one."""
    columns = dict.fromkeys(part.column for claim in broken for part in claim.touched)
    found = []
    for column in columns:
        for times, said in _CHANGES.items():
            held = max(sum(_holds(claim, column, times, slope) for claim in broken) for slope in (1, -1))
            if held * 10 >= len(broken) * 9:
                found.append((said, column, held))
    if len(found) != 1:
        return None
    [(said, column, held)] = found
    return Text(
        f"Bila {said.id.format(column)}, aturan ini berlaku di {held} baris itu.",
        f"If {said.en.format(column)}, it holds in {held} of these rows.",
    )


def _holds(claim: Claim, column: str, times: Fraction, slope: int) -> bool:
    """Whether a claim holds with a column multiplied, if what is implied grows with it as much, or falls as much."""
    stated = claim.stated.figure if claim.stated else None
    if stated is None or not stated.value or claim.implied is None:
        return False
    if column == claim.column:
        return slope == 1 and (stated.interval(claim.rounding) * Interval.exactly(times)).meets(claim.implied)
    parts = [part.figure.value for part in claim.because if part.column == column and part.figure is not None]
    if len(parts) != 1 or not parts[0]:
        return False
    moved = claim.implied + Interval.exactly(slope * (times - 1) * parts[0])
    return moved.meets(stated.interval(claim.rounding))
