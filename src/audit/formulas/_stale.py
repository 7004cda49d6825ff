"""A cell that shows an error, or a figure that its formula does not give any more."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from audit.formulas._parsed import parsed
from audit.formulas._sheet import GRAIN, Sheet, Unknown, raw
from audit.formulas._table import Spot, Table
from audit.formulas._told import Told, in_column
from audit.formulas._value import NOT_COMPUTED, value_of
from audit.model.document import Cell
from audit.model.formula import FormulaFault
from audit.model.text import Text

NO_NUMBER = Text("selnya menunjukkan teks", "the cell shows a text")
LOST = Text(
    "rumus lain dalam berkas ini tidak menyimpan hasilnya",
    "other formulas of the file have no value stored beside them",
)


UNKNOWN_COLUMN = Text("kolomnya tidak dikenal", "its column is not known")


def strangers(table: Table, told: Told) -> None:
    """Count the rows with formulas in columns that no rulebook knows."""
    known = {(name, position) for (name, _), position in table.positions.items()}
    rows = [
        row
        for (name, line), row in table.rows.items()
        if any(
            cell is not None and cell.formula and (name, position) not in known
            for position, cell in enumerate(table.sheets[name].grid.rows[line])
        )
    ]
    told.silent("stale", None, UNKNOWN_COLUMN, rows)


def errors(table: Table, name: str, told: Told) -> None:
    """Ask each cell of a column whether it shows a figure and no error."""
    first: int | None = None
    for row, spot in table.spots[name].items():
        if spot.cell.error:
            told.faults.append(FormulaFault("error", row, name, spot.cell.formula or ""))
        elif spot.form and first is None:
            first = row
    if first is not None:
        told.held("error", first)


def stale(table: Table, name: str, told: Told, *, lost: bool) -> None:
    """Ask each formula of a column whether it gives the figure that is stored beside it.

    ``lost`` says that values of the file are not known, so that nothing is recomputed from them.
    """
    for row, spot in table.spots[name].items():
        if not spot.form or spot.cell.error:
            continue
        stored = raw(spot.cell)
        if lost or stored is None:
            told.silent("stale", name, LOST if lost else NO_NUMBER, [row])
            continue
        try:
            value, slack = _recomputed(spot, table.sheets)
        except Unknown as unknown:
            told.silent("stale", name, unknown.reason, [row])
            continue
        if abs(value - stored) <= Fraction(slack) + abs(stored) * Fraction(GRAIN) + _shown_step(spot.cell, stored) / 2:
            told.held("stale", row)
        else:
            expected = in_column(table, name, row, value)
            told.faults.append(FormulaFault("stale", row, name, spot.cell.formula or "", expected=expected))


def _recomputed(spot: Spot, sheets: Mapping[str, Sheet]) -> tuple[Fraction, float]:
    node = parsed(spot.form)
    if node is None:
        raise Unknown(NOT_COMPUTED)
    return value_of(node, spot.sheet, spot.line, spot.position, sheets)


def _shown_step(cell: Cell, stored: Fraction) -> Fraction:
    """The step of the last digit of a stored value: a file may hold values as they are shown, and not as computed."""
    number = cell.number
    assert number is not None
    if number.quantum is not None:
        return number.quantum / 100 if number.percent else number.quantum
    decimals = 0
    while stored.denominator != 1 and decimals < 15:
        stored, decimals = stored * 10, decimals + 1
    return Fraction(1, 10**decimals)
