"""Formulas that lead back to their own cells, so that no program can tell what they give."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.formulas._order import Key, Tangled, areas_of, in_order
from audit.formulas._sheet import Unknown
from audit.formulas._table import Spot, Table
from audit.formulas._value import spot_of
from audit.model.text import Text

#: The reference of one formula to another is followed so many times in one file; beyond that only a formula that reads
#: its own cell is seen to.
_MOST = 6_000_000

CIRCULAR = Text("rumusnya merujuk kembali ke selnya sendiri", "the formula leads back to its own cell")


@dataclass(slots=True)
class _Web:
    """The formulas of the tables of a file, and for each column of a sheet the lines on which they stand."""

    spots: dict[Key, tuple[Table, Spot]] = field(default_factory=dict)
    lines: dict[str, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def reads(self, key: Key) -> Iterator[Key]:
        """The formulas that a formula reads."""
        table, spot = self.spots[key]
        for area in areas_of(spot.form):
            try:
                sheet, first, last = spot_of(area, spot.sheet, spot.line, spot.position, table.sheets)
            except Unknown:
                continue
            name = sheet.grid.name.upper()
            columns = self.lines.get(name, {})
            for column in [first[1]] if first[1] == last[1] else sorted(columns):
                if first[1] <= column <= last[1] and (lines := columns.get(column)):
                    for line in lines[bisect_left(lines, first[0]) : bisect_right(lines, last[0])]:
                        yield name, line, column


def circles(tables: Sequence[Table]) -> frozenset[Key]:
    """The cells of tables whose formulas lead back to themselves."""
    web = _Web()
    for table in tables:
        for spots in table.spots.values():
            for spot in spots.values():
                if spot.form:
                    name = spot.sheet.grid.name.upper()
                    web.spots[name, spot.line, spot.position] = table, spot
                    web.lines[name][spot.position].append(spot.line)
    for columns in web.lines.values():
        for lines in columns.values():
            lines.sort()
    try:
        return frozenset(key for key, is_circular in in_order(web.spots, web.reads, _MOST) if is_circular)
    except Tangled:
        return frozenset(key for key in web.spots if key in web.reads(key))
