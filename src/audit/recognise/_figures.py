"""The cells of a column become figures: decimal mark, unit, scale and precision are decided once, by all its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.model.decimals import decimals_of
from audit.model.document import Cell
from audit.model.figure import Figure
from audit.model.shape import ColumnShape
from audit.model.statement import Malformed
from audit.notation.numerals import Mark, Numeral, read_numeral
from audit.notation.quantities import read_quantity

#: A number of a spreadsheet shows no more decimals than a double has digits.
_DECIMALS = 15


@dataclass(frozen=True, slots=True)
class Read:
    """A column as read: its figures and malformed prints by row, and the convention under which they were read."""

    figures: dict[int, Figure]
    malformed: dict[int, Malformed]
    mark: Mark | None


def read_column(
    shape: ColumnShape, cells: Mapping[int, Cell], unit: Fraction, mark: Mark | None, totals: frozenset[int]
) -> Read:
    """The figures of a column; ``totals`` are the rows with totals, which tell 1 from 100 in a column of shares.

    ``mark`` is the decimal mark of its texts, None where it has none.
    """
    name, type = shape.name, shape.type
    printed: dict[int, Numeral] = {}
    malformed: dict[int, Malformed] = {}
    for row, cell in cells.items():
        quantity = read_quantity(cell.text, mark or ".") if shape.units and cell.number is None else None
        numeral = quantity or _numeral(cell, mark)
        if numeral is None:
            if type != "count":
                # A quantity may be told with its unit; in a column of money words are no amount.
                malformed[row] = Malformed(name, cell.text, cell.place, ())
            continue
        if numeral.malformed:
            readings = tuple(reading * unit for reading in numeral.readings)
            malformed[row] = Malformed(name, cell.text, cell.place, readings)
        if numeral.value is not None:
            printed[row] = numeral
    finest = _usual_step([n.quantum for n in printed.values() if n.quantum])
    if type == "percent" and _as_fractions(printed, cells, totals):
        unit = Fraction(100)
    lost = _zeros_lost(printed, cells)
    figures = {
        row: _figure(type, numeral, cells[row], unit, finest, lost or _typed_without_zeros(cells[row]))
        for row, numeral in printed.items()
    }
    if shape.exact:
        # What a format hides may still be a rounding.
        figures = {
            r: figure if figure.stored is not None else replace(figure, quantum=Fraction(0))
            for r, figure in figures.items()
        }
    return Read(figures, malformed, mark)


def _usual_step(steps: list[Fraction]) -> Fraction:
    """The finest step of a column, single figures with more digits than a tenth of it left out."""
    # Small integers are counted sooner than fractions.
    counts = Counter(step.as_integer_ratio() for step in steps)
    usual = [Fraction(*step) for step, count in counts.items() if count * 10 >= len(steps)]
    return min(usual, default=Fraction(1))


def _numeral(cell: Cell, mark: Mark | None) -> Numeral | None:
    if cell.error:
        return None
    if cell.number is not None:
        quantum = cell.number.quantum
        # A format of text alone, as `"-"` for zero, prints a nil.
        decimals = len(str(quantum.denominator)) - 1 if quantum else decimals_of(cell.number.shown, _DECIMALS)
        return Numeral(
            (cell.number.shown,),
            quantum or Fraction(1, 10**decimals),
            cell.number.percent,
            nil=cell.number.quantum == 0,
            fraction_digits=decimals,
        )
    return read_numeral(cell.text, mark or ".")


def _typed_without_zeros(cell: Cell) -> bool:
    return cell.number is not None and cell.number.quantum is None


def _zeros_lost(printed: dict[int, Numeral], cells: Mapping[int, Cell]) -> bool:
    """Whether text figures have lost their trailing zeros: some have decimals, and none of those ends in 0."""
    tails = [
        cells[row].text.strip(" %)").rstrip()[-1:]
        for row, numeral in printed.items()
        if cells[row].number is None and numeral.fraction_digits
    ]
    return bool(tails) and len(tails) >= 10 and "0" not in tails


def _as_fractions(printed: dict[int, Numeral], cells: Mapping[int, Cell], totals: frozenset[int]) -> bool:
    """Whether a column of percentages is written as fractions of 1.

    Small percentages alone prove nothing: the column must hold no figure above 1.5, and either a total of exactly 1
    or fractions with three decimals and more in most of its rows.
    """
    values = {row: abs(n.value) for row, n in printed.items() if n.value and not n.percent}
    if (
        not values
        or len(values) < len([n for n in printed.values() if n.value])
        or max(values.values()) > Fraction(3, 2)
    ):
        return False
    if any(values.get(row) == 1 for row in totals):
        return True
    fine = sum(1 for row in values if printed[row].fraction_digits >= 3)
    return max(values.values()) > Fraction(1, 10) and fine * 2 > len(values)


def _times(value: Fraction, unit: Fraction) -> Fraction:
    return value if unit == 1 else value * unit


def _figure(type: str, numeral: Numeral, cell: Cell, unit: Fraction, finest: Fraction, lost: bool) -> Figure:
    value = _times(numeral.value or Fraction(0), unit)
    step = min(finest, numeral.quantum or finest) if lost or numeral.nil else numeral.quantum
    hidden = cell.number is not None and cell.number.hidden
    stored = cell.number.stored * unit if hidden and cell.number is not None else None
    if type == "percent":
        return Figure(value, _times(step, unit), cell.text, stored)
    if type == "count":
        # A whole number of packages or months is counted, not rounded; decimals are.
        whole = numeral.fraction_digits == 0 and not hidden and numeral.quantum <= 1
        return Figure(value, Fraction(0) if whole else step * unit, cell.text, stored)
    # Money in units of one rupiah is exact as printed; a larger unit or a magnitude word rounds it, and so does a
    # format that hides sen or a number with more digits than a double keeps.
    rounded = unit != 1 or numeral.quantum > 1 or hidden or (numeral.fraction_digits > 2 and cell.number is not None)
    return Figure(value, step * unit if rounded else Fraction(0), cell.text, stored)
