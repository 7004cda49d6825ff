"""Of which year an amount speaks, where statements of other documents may be meant that are of one year each."""

from __future__ import annotations

from collections.abc import Sequence

from audit.notation.calendar import years_in
from audit.rules.cited import Cited
from audit.tie._frame import Frame


def times_of(frames: Sequence[Frame], before: frozenset[str], cited: Cited) -> list[str | None]:
    """The year of each amount of a sentence, None where it is in doubt; ``before`` are those of the sentence before it.

    An amount without a year is of the year of the report, unless the passage speaks of another one.
    """
    gaps = [years_in(" ".join(piece.text for piece in frame.gap)) for frame in frames]
    behind = years_in(" ".join(piece.text for piece in frames[-1].after)) if frames else []
    named = {year for gap in (*gaps, behind) for year in gap}
    if len(named) == 1:
        return [*named] * len(frames)
    if named:
        # Of several years that right before an amount is its own.
        return [gap[0] if len(set(gap)) == 1 else None for gap in gaps]
    return [cited.year if before <= {cited.year} else None] * len(frames)
