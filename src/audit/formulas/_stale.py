"""A cell that shows an error, whose formula leads back to it, or with a figure that its formula does not give."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from audit.formulas._circles import CIRCULAR
from audit.formulas._order import Key
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


NOT_STORED = Text(
    "berkas tidak menyimpan hasilnya, sehingga dihitung dari rumus itu",
    "no value is stored beside it, so that was calculated by the formula",
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


def circular(table: Table, name: str, turning: frozenset[Key], told: Told) -> None:
    """Tell the formulas of a column that lead back to their own cells."""
    for row, spot in table.spots[name].items() if turning else ():
        if spot.form and _key(spot) in turning:
            told.faults.append(FormulaFault("reference", row, name, spot.cell.formula or "", rows=(row,)))


def _key(spot: Spot) -> Key:
    return spot.sheet.grid.name.upper(), spot.line, spot.position


def stale(table: Table, name: str, turning: frozenset[Key], told: Told, *, lost: bool) -> None:
    """Ask each formula of a column whether it gives the figure that is stored beside it.

    ``lost`` says that the file stores no values of some formulas, so that nothing is known of when it stored others.
    """
    for row, spot in table.spots[name].items():
        if not spot.form or spot.cell.error:
            continue
        if turning and _key(spot) in turning:
            told.silent("stale", name, CIRCULAR, [row])
            continue
        stored = raw(spot.cell)
        if spot.cell.calculated:
            told.silent("stale", name, NOT_STORED, [row])
            continue
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
