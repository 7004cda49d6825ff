"""What comes of asking the formulas of a table, put together as it is asked; and figures in the unit of a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from audit.formulas._parsed import parsed
from audit.formulas._sheet import Unknown, raw
from audit.formulas._table import Table
from audit.formulas._value import NOT_COMPUTED, Instead, value_of
from audit.model.formula import FormulaCheck, FormulaFault, Formulas, FormulaSilence
from audit.model.text import Text

#: Two scales that differ by less are the same, and the figures differ by digits that are not printed.
_CLOSE = Fraction(1, 10**6)


@dataclass(slots=True)
class Told:
    """The answers so far."""

    faults: list[FormulaFault] = field(default_factory=list)
    _held: dict[FormulaCheck, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    _silent: dict[tuple[FormulaCheck, str | None, Text], list[int]] = field(default_factory=lambda: defaultdict(list))

    def held(self, check: FormulaCheck, row: int) -> None:
        """A row of which a check was asked and held."""
        self._held[check][row] = None

    def silent(self, check: FormulaCheck, name: str | None, reason: Text, rows: Iterable[int]) -> None:
        """Rows of which a check could not be asked."""
        self._silent[check, name, reason].extend(rows)

    def is_at_fault(self, check: FormulaCheck, row: int) -> bool:
        """Whether a row is known to fail a check."""
        return any(fault.check == check and fault.row == row for fault in self.faults)

    @property
    def is_silent(self) -> bool:
        """Whether something could not be asked."""
        return any(self._silent.values())

    def formulas(self) -> Formulas:
        """The answers, in the order of the rows."""
        return Formulas(
            {check: tuple(sorted(rows)) for check, rows in self._held.items()},
            tuple(sorted(self.faults, key=lambda fault: (fault.row, fault.column, fault.check))),
            tuple(
                FormulaSilence(check, name, reason, tuple(sorted(rows)))
                for (check, name, reason), rows in self._silent.items()
                if rows
            ),
        )


def figure_given(table: Table, name: str, row: int, instead: Instead | None = None) -> Fraction:
    """The figure that the formula of a cell gives, in the unit and the step of its column; raises Unknown."""
    spot = table.spots[name][row]
    node = parsed(spot.form) if spot.form else None
    if node is None:
        raise Unknown(NOT_COMPUTED)
    value, _ = value_of(node, spot.sheet, spot.line, spot.position, table.sheets, instead)
    return in_column(table, name, row, value)


def in_column(table: Table, name: str, row: int, value: Fraction) -> Fraction:
    """A stored value as a figure of its cell: in base units, and in the step of what is printed there."""
    figure = table.statement.rows[row].figures.get(name)
    unit = scale(table, name, row)
    scaled = value * unit
    if figure is None:
        return scaled
    number = table.spots[name][row].cell.number
    step = figure.quantum
    if not step and number is not None and number.quantum is not None:
        # Money is exact as printed, so a figure that is proposed has no digits that its cell would not show.
        step = number.quantum * unit
    return round(scaled / step) * step if step else scaled


def scale(table: Table, name: str, row: int) -> Fraction:
    """How many base units a stored 1 is in a cell."""
    column = table.statement.column(name)
    unit = column.unit if column is not None else Fraction(1)
    figure, cell = table.statement.rows[row].figures.get(name), table.spots[name][row].cell
    stored = raw(cell)
    if figure is None or not stored:
        return unit * 100 if cell.number is not None and cell.number.percent else unit
    told = (figure.value if figure.stored is None else figure.stored) / stored
    # A long decimal is printed with fewer digits than are stored.
    return next((known for known in (unit, unit * 100, Fraction(100)) if abs(told / known - 1) < _CLOSE), told)
