"""Formulas that lead back to their own cells, so that no program can tell what they give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.formulas._order import Key, Tangled, areas_of, in_order
from audit.formulas._sheet import Lines, Unknown
from audit.formulas._table import Spot, Table
from audit.formulas._value import spot_of
from audit.model.text import Text

#: The reference of one formula to another is followed so many times in one file; beyond that only a formula that reads
#: its own cell is seen to.
_MOST = 6_000_000

CIRCULAR = Text("rumusnya merujuk kembali ke selnya sendiri", "the formula leads back to its own cell")


@dataclass(slots=True)
class _Web:
    """The formulas of the tables of a file, and where they stand in each sheet."""

    spots: dict[Key, tuple[Table, Spot]]
    lines: dict[str, Lines]

    def reads(self, key: Key) -> Iterator[Key]:
        """The formulas that a formula reads."""
        table, spot = self.spots[key]
        for area in areas_of(spot.form):
            try:
                sheet, first, last = spot_of(area, spot.sheet, spot.line, spot.position, table.sheets)
            except Unknown:
                continue
            name = sheet.grid.name.upper()
            if name in self.lines:
                yield from ((name, *at) for at in self.lines[name].within(first, last))


def circles(tables: Sequence[Table]) -> frozenset[Key]:
    """The cells of tables whose formulas lead back to themselves."""
    spots = {
        (spot.sheet.grid.name.upper(), spot.line, spot.position): (table, spot)
        for table in tables
        for column in table.spots.values()
        for spot in column.values()
        if spot.form
    }
    stand: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, line, position in sorted(spots, key=lambda key: (key[2], key[1])):
        stand[name].append((line, position))
    web = _Web(spots, {name: Lines(cells) for name, cells in stand.items()})
    try:
        return frozenset(key for key, is_circular in in_order(web.spots, web.reads, _MOST) if is_circular)
    except Tangled:
        return frozenset(key for key in web.spots if key in web.reads(key))
