"""What a sheet would show if one formula were right: the cell itself, and all that is computed from it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.formulas._order import areas_of
from audit.formulas._parsed import Area, parsed
from audit.formulas._sheet import Unknown, raw
from audit.formulas._table import Spot, Table
from audit.formulas._told import in_column, scale
from audit.formulas._value import spot_of, value_of
from audit.model.formula import FormulaFault

#: So many cells are computed anew for one formula, and so many formulas are tried.
_MOST_CELLS, _MOST_FAULTS = 2000, 100

Cell = tuple[str, int, int]
Reader = tuple[int, str, int]


@dataclass(slots=True)
class Readers:
    """Which formulas read a cell: by the cell, and by the runs of cells that they add, column by column."""

    tables: Sequence[Table]
    cells: dict[Cell, list[Reader]] = field(default_factory=lambda: defaultdict(list))
    runs: dict[tuple[str, int], list[tuple[int, int, Reader]]] = field(default_factory=lambda: defaultdict(list))

    def of(self, cell: Cell) -> Iterator[Reader]:
        """The formulas that read a cell, by table, column and row."""
        yield from self.cells.get(cell, ())
        for top, bottom, reader in self.runs.get((cell[0], cell[2]), ()):
            if top <= cell[1] <= bottom:
                yield reader


def readers_of(tables: Sequence[Table]) -> Readers:
    """The formulas of the tables of a file, by what they read."""
    found = Readers(tables)
    for number, table in enumerate(tables):
        for name, spots in table.spots.items():
            for row, spot in spots.items():
                for area in areas_of(spot.form) if spot.form else ():
                    _note(found, table, spot, area, (number, name, row))
    return found


def _note(found: Readers, table: Table, spot: Spot, area: Area, reader: Reader) -> None:
    try:
        sheet, first, last = spot_of(area, spot.sheet, spot.line, spot.position, table.sheets)
    except Unknown:
        return
    name = sheet.grid.name.upper()
    if first == last:
        found.cells[name, *first].append(reader)
        return
    for column in range(first[1], min(last[1], first[1] + 64) + 1):
        found.runs[name, column].append((first[0], last[0], reader))


def with_changes(tables: Sequence[Table], faults: Sequence[tuple[int, FormulaFault]]) -> dict[int, FormulaFault]:
    """Faults with the figures that the sheets would show if they were mended, by the number of the fault."""
    moved = [
        (number, index, fault)
        for number, (index, fault) in enumerate(faults)
        if fault.expected is not None
        and (figure := tables[index].statement.rows[fault.row].figures.get(fault.column)) is not None
        and figure.value != fault.expected
    ]
    if not moved:
        return {}
    readers = readers_of(tables)
    return {number: _mended(readers, index, fault) for number, index, fault in moved[:_MOST_FAULTS]}


def _mended(readers: Readers, index: int, fault: FormulaFault) -> FormulaFault:
    table = readers.tables[index]
    spot = table.spots[fault.column][fault.row]
    assert fault.expected is not None
    first = _cell(spot)
    instead = {first: fault.expected / scale(table, fault.column, fault.row)}
    change = {(table.statement.id, fault.row, fault.column): fault.expected}
    waiting, left = deque([first]), _MOST_CELLS
    while waiting and left:
        for number, name, row in readers.of(waiting.popleft()):
            if not left:
                break
            left -= 1
            other = readers.tables[number]
            known = other.spots[name][row]
            here = _cell(known)
            if here == first:
                continue
            value = _value(other, known, instead)
            if value is None or value == instead.get(here, raw(known.cell)):
                continue
            instead[here] = value
            change[other.statement.id, row, name] = in_column(other, name, row, value)
            waiting.append(here)
    # Cells that were left over would show figures that are not known.
    return fault if not left else _with(fault, change)


def _with(fault: FormulaFault, change: dict[tuple[str, int, str], Fraction]) -> FormulaFault:
    return replace(fault, change=tuple(change.items()))


def _cell(spot: Spot) -> Cell:
    return spot.sheet.grid.name.upper(), spot.line, spot.position


def _value(table: Table, spot: Spot, instead: dict[Cell, Fraction]) -> Fraction | None:
    node = parsed(spot.form)
    try:
        return value_of(node, spot.sheet, spot.line, spot.position, table.sheets, instead)[0] if node else None
    except Unknown:
        return None
