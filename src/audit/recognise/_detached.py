"""An amount that stands alone, far from its row, belongs to the one row that it completes to the last rupiah."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.recognise._agreement import missing
from audit.recognise._fitting import Columns
from audit.recognise._scattered import Scattered
from audit.recognise._tokens import Token

#: A smaller amount may agree by chance.
_LARGE = 100_000


@dataclass(slots=True)
class Placed:
    """A row with the column of each of its figures that is sure; ``unread`` are the others."""

    row: Scattered
    cells: dict[int, Token] = field(default_factory=dict)
    unread: list[Token] = field(default_factory=list)


def with_detached(rows: Sequence[Placed], columns: Columns) -> list[Placed]:
    """The rows with the amounts alone on their lines that complete them, and with the words beside those."""
    alone = [one for one in rows if _is_alone(one)]
    wanted = [(one, gap) for one in rows if (gap := missing(one.cells, columns.order)) is not None]
    used: set[int] = set()
    for one, (place, value) in wanted:
        found = [other for other in alone if other.unread[0].value == value]
        rivals = [gap for _, gap in wanted if gap[1] == value]
        if len(found) != 1 or len(rivals) != 1 or value < _LARGE:
            continue
        one.cells[place] = found[0].unread[0]
        if not one.row.label:
            one.row.label = found[0].row.label
        used.add(id(found[0]))
    return [one for one in rows if id(one) not in used]


def _is_alone(one: Placed) -> bool:
    """Whether a row is a single amount of money without a code."""
    return one.row.code is None and not one.cells and len(one.unread) == 1 and one.unread[0].is_grouped
