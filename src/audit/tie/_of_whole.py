"""An amount before "atau 8 % dari anggaran sebesar Rp 62" is one of the row whose whole is named behind it."""

from __future__ import annotations

from collections.abc import Sequence

from audit.tie._frames import Frame
from audit.tie._labels import Cell
from audit.tie._outcome import Outcome
from audit.tie._values import Reading, Tables

_OF = ("dari", "terhadap")
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
    cell = _row_of_whole(frames[n + 2], outcomes[n + 2], tables)
    if cell is None:
        return []
    # A share of this year's budget is none of the year before.
    others = {*tables.words.wholes, *tables.words.before}
    columns = [column for column in tables.columns(cell, "rupiah") if column not in others]
    readings = [one for one in tables.readings([cell], columns, "rupiah") if tables.accuses(one)]
    near = [r for r in readings if (m := r.interval.middle) is not None and abs(figure.value - m) * _NEAR <= abs(m)]
    return near if len(near) == 1 else []


def _row_of_whole(frame: Frame, outcome: Outcome, tables: Tables) -> Cell | None:
    """The row with whose whole an amount behind "dari" agrees exactly, if it is one."""
    words = [piece.text.lower() for piece in frame.gap[:1]]
    reading = outcome.reading
    if frame.unit != "rupiah" or not words or words[0] not in _OF or outcome.verdict != "agrees" or reading is None:
        return None
    figure = frame.said.figure
    cell = reading.cell
    if figure is None or cell is None or reading.operands[0].column not in tables.words.wholes:
        return None
    rows = {(operand.statement, operand.row) for operand in tables.stands(figure)}
    return cell if rows == {cell} else None
