"""An amount before "atau 8 % dari anggaran sebesar Rp 62" is one of the row whose whole is named behind it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from audit.tie._frame import Frame
from audit.tie._labels import Cell
from audit.tie._outcome import Outcome
from audit.tie._values import Reading, Tables
from audit.tie._within import OF

#: A slip leaves an amount within so small a part of what it stands for; what is further off may be another thing.
_NEAR = 100


def of_whole(n: int, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables) -> list[Reading]:
    """The figures of the row that a sentence names by its whole, one of which the amount before it must be.

    Only where one is so near that the amount can be nothing else: a share of a budget may be that of arrears as well.
    """
    figure = frames[n].said.figure
    if figure is None or not figure.value or n + 2 >= len(frames) or frames[n + 1].unit != "percent":
        return []
    if not frames[n + 1].attached or frames[n].says("elsewhen", "up", "down", "apart", "together", "some", "about"):
        return []
    # A share of this year's budget is none of the year before.
    others = {*tables.words.wholes, *tables.words.before}
    near: list[Reading] = []
    for cell in _rows_of_whole(frames[n + 2], outcomes[n + 2], tables):
        columns = [column for column in tables.columns(cell, "rupiah") if column not in others]
        readings = [one for one in tables.readings([cell], columns, "rupiah") if tables.accuses(one)]
        near.extend(r for r in readings if (m := r.interval.middle) is not None and _is_near(figure.value, m))
    return near[:1] if len({reading.interval for reading in near}) == 1 else []


def _is_near(stated: Fraction, value: Fraction) -> bool:
    return abs(stated - value) * _NEAR <= abs(value)


def _rows_of_whole(frame: Frame, outcome: Outcome, tables: Tables) -> list[Cell]:
    """The rows with whose whole an amount behind "dari" agrees exactly: one, or also those of which it is all."""
    words = [piece.text.lower() for piece in frame.gap[:1]]
    figure, reading = frame.said.figure, outcome.reading
    if frame.unit != "rupiah" or not words or words[0] not in OF or outcome.verdict != "agrees" or reading is None:
        return []
    cell = reading.cell
    if figure is None or cell is None or reading.operands[0].column not in tables.words.wholes:
        return []
    standing = tables.stands(figure)
    rows = list(dict.fromkeys((operand.statement, operand.row) for operand in standing))
    own = {cell, *tables.above(cell), *(other for other in rows if cell in tables.above(other))}
    wholes = all(operand.column in tables.words.wholes for operand in standing)
    return rows if wholes and own.issuperset(rows) else []
