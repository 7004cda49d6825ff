"""What the sums of a column add: which rows of the table, how many times, and which of them SUM passes over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from audit.formulas._sheet import Unknown, is_subtotal
from audit.formulas._table import Part, Spot, Table, parts_added
from audit.formulas._value import spot_of

#: The ranges of one column are gone through for so many cells, and for so many more for each of its rows.
_CELLS, _CELLS_A_ROW = 1_000_000, 40


@dataclass(frozen=True, slots=True)
class Cover:
    """What the sum in a cell adds down its own column.

    ``times`` tells how many times each row is added; ``texts`` are rows that it passes over, since their figures are
    stored as text. ``circular`` says that it adds its own cell, ``foreign`` are the parts that stand elsewhere.
    """

    times: dict[int, Fraction]
    texts: tuple[int, ...] = ()
    circular: bool = False
    foreign: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Covers:
    """The sums of one column by row, and for each row those that add it; ``complete`` says that all were read."""

    of: dict[int, Cover] = field(default_factory=dict)
    adders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    complete: bool = True


def covers_of(table: Table, name: str) -> Covers:
    """All sums of a column; none of one whose ranges are too many to be gone through."""
    left = _CELLS + _CELLS_A_ROW * len(table.statement.rows)
    of: dict[int, Cover] = {}
    adders: dict[int, list[int]] = defaultdict(list)
    for row, spot in table.spots[name].items():
        parts = parts_added(spot.form) if spot.form else None
        if parts is None:
            continue
        left -= sum(_height(part, spot) for part in parts)
        if left < 0:
            return Covers(complete=False)
        cover = _cover(table, name, spot, parts)
        if cover is not None:
            of[row] = cover
            for added in cover.times:
                adders[added].append(row)
    return Covers(of, adders)


def _height(part: Part, spot: Spot) -> int:
    if part.area.last is None:
        return 1
    first, last = part.area.first.at(spot.line, 0)[0], part.area.last.at(spot.line, 0)[0]
    return min(abs(last - first) + 1, len(spot.sheet.grid.rows))


def _cover(table: Table, name: str, spot: Spot, parts: tuple[Part, ...]) -> Cover | None:
    times: dict[int, Fraction] = defaultdict(Fraction)
    texts: list[int] = []
    foreign: list[Part] = []
    circular = False
    for part in parts:
        try:
            sheet, first, last = spot_of(part.area, spot.sheet, spot.line, spot.position, table.sheets)
        except Unknown:
            return None
        if sheet is not spot.sheet or not first[1] == last[1] == spot.position:
            foreign.append(part)
            continue
        circular = circular or first[0] <= spot.line <= last[0]
        for row in _rows_between(table, spot, first[0], last[0]):
            added = table.spots[name].get(row)
            if added is None:
                continue
            if part.by and added.cell.number is None and not added.cell.error:
                texts.append(row)
            elif not (part.by == "SUBTOTAL" and is_subtotal(added.cell.formula or "")):
                times[row] += part.times
    return Cover(dict(times), tuple(texts), circular, tuple(foreign))


def _rows_between(table: Table, spot: Spot, top: int, bottom: int) -> Iterator[int]:
    """The rows of the table that stand on these lines of a sheet, both ends included."""
    sheet = spot.sheet.grid.name.upper()
    for line in range(top, min(bottom, len(spot.sheet.grid.rows) - 1) + 1):
        row = table.rows.get((sheet, line))
        if row is not None:
            yield row
