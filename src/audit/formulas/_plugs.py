"""A sum to which a typed number of rupiah is added, so that it comes to another figure than its parts do.

Nobody is accused where a column shows that the number belongs there: where several of its formulas add the same one, or
most of them add one of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from audit.formulas._parsed import Area, Node, Product, Rounded, Sum, Total, parsed
from audit.formulas._relative import relative
from audit.formulas._sheet import Unknown, raw
from audit.formulas._table import Spot, Table, position_in
from audit.formulas._told import Told, in_column
from audit.formulas._value import NOT_COMPUTED, value_of
from audit.model.formula import FormulaFault
from audit.model.text import Text
from audit.notation.letters import letters_of

#: So many rows with the same formula, but for the number, show what the formula should be.
_FEW = 4

#: A number of a column that no rulebook knows is one of rupiah from here on, in a figure that is not small beside those
#: that are known to be.
_LEAST, _SMALL = 1000, 100

_YEARS = range(1900, 2101)

COMMON = Text(
    "kebanyakan rumus kolom ini menambahkan angka ketikan", "most formulas of the column add a number of their own"
)

#: The number that a formula adds, and the formula without it.
Plug = tuple[Fraction, Node]


def plugs(table: Table, name: str, told: Told) -> None:
    """Ask the sums of a column of rupiah whether they add figures of cells alone."""
    column = table.statement.column(name)
    if column is None or column.type != "rupiah":
        return
    spots = table.spots[name]
    told.silent("plug", name, NOT_COMPUTED, [row for row, s in spots.items() if s.form and parsed(s.form) is None])
    sums = {row: found for row, spot in spots.items() if spot.form and (found := _plug(spot.form)) is not None}
    odd = _odd(sums, told, name)
    for row, (amount, rest) in sums.items():
        if row not in odd or _is_year(amount, column.unit):
            told.held("plug", row)
            continue
        spot = spots[row]
        expected = _mended(table, name, row, rest)
        told.faults.append(
            FormulaFault(
                *("plug", row, name, spot.cell.formula or ""),
                amount=amount * column.unit,
                expected=expected,
                place=spot.cell.place,
            )
        )


def strange_plugs(table: Table, told: Told) -> None:
    """Ask the same of columns that no rulebook knows, where their figures are as large as those of rupiah."""
    known = {(sheet, position) for (sheet, _), position in table.positions.items()}
    columns: dict[tuple[str, int], dict[int, Spot]] = {}
    for (name, line), row in table.rows.items():
        sheet = table.sheets[name]
        for position, cell in enumerate(sheet.grid.rows[line]):
            if cell is not None and cell.formula and (name, position) not in known:
                form = relative(cell.formula, line, position, is_r1c1=sheet.is_r1c1)
                columns.setdefault((name, position), {})[row] = Spot(sheet, line, position, cell, form)
    for (_, position), spots in columns.items():
        sums = {row: found for row, spot in spots.items() if (found := _plug(spot.form)) is not None}
        for row in _odd(sums, told, None):
            amount, spot = sums[row][0], spots[row]
            if abs(amount) >= _LEAST and not _is_year(amount, Fraction(1)) and _is_money(table, row, spot):
                told.faults.append(
                    FormulaFault(
                        *("plug", row, _heading(table, spot, position), spot.cell.formula or ""),
                        amount=amount,
                        place=spot.cell.place,
                    )
                )


def _odd(sums: dict[int, Plug], told: Told, name: str | None) -> set[int]:
    """The rows whose number is theirs alone, and not one of many."""
    numbers = {row: amount for row, (amount, _) in sums.items() if amount}
    if len(numbers) > 2 and len(numbers) * 2 > len(sums):
        told.silent("plug", name, COMMON, numbers)
        return set()
    times = Counter(numbers.values())
    return {row for row, amount in numbers.items() if times[amount] == 1 or (times[amount] == 2 < len(sums))}


def _is_year(amount: Fraction, unit: Fraction) -> bool:
    return unit == 1 and amount.denominator == 1 and abs(amount.numerator) in _YEARS


def _is_money(table: Table, row: int, spot: Spot) -> bool:
    """Whether a figure is not small beside the largest of its row that is known to be rupiah."""
    names = [column.name for column in table.statement.columns if column.type == "rupiah"]
    amounts = [
        abs(number)
        for name in names
        if (known := table.spots[name].get(row)) is not None and (number := raw(known.cell)) is not None
    ]
    own, largest = raw(spot.cell), max(amounts, default=Fraction(0))
    return own is not None and largest >= _LEAST and abs(own) * _SMALL >= largest


def _heading(table: Table, spot: Spot, position: int) -> str:
    """What stands over a column, or its letters where nothing does."""
    at = position_in(table.statement.columns[0].place) if table.statement.columns else None
    cell = spot.sheet.cell(at[0], position) if at is not None else None
    return " ".join(cell.text.split()) if cell is not None and cell.text.strip() else letters_of(position)


def _mended(table: Table, name: str, row: int, rest: Node) -> Fraction | None:
    """What the formula gives without its number, where the parts of the row or other rows say that it should."""
    spot = table.spots[name][row]
    try:
        value = in_column(table, name, row, value_of(rest, spot.sheet, spot.line, spot.position, table.sheets)[0])
    except Unknown:
        return None
    statement = table.statement
    parts = [
        figure.value * statement.weights.get(part, 1)
        for part in table.parts(row)
        if (figure := statement.rows[part].figures.get(name)) is not None
    ]
    alike = sum(1 for other in table.spots[name].values() if other.form and parsed(other.form) == rest)
    return value if alike >= _FEW or (parts and sum(parts, Fraction(0)) == value) else None


@lru_cache(maxsize=1 << 14)
def _plug(form: str) -> Plug | None:
    """The number that a sum adds beside cells, 0 for none, and the sum without it; None for what is no sum of cells."""
    node = parsed(form)
    if node is None:
        return None
    amount, rest = _parted(node)
    return (amount, rest) if rest is not None and _adds(rest) else None


def _adds(node: Node) -> bool:
    """Whether a formula without numbers adds up cells."""
    match node:
        case Total():
            return True
        case Rounded(value=value):
            return _adds(value)
        case Sum(parts=parts):
            return len(parts) > 1 and all(isinstance(part, Area) or _adds(part) for _, part in parts)
        case _:
            return False


def _parted(node: Node) -> Plug | tuple[Fraction, None]:
    """The typed number of a formula, all taken together, and what else it adds; factors are not parted."""
    match node:
        case Fraction():
            return node, None
        case Sum(parts=parts):
            amount, kept = _each(parts)
            if len(kept) == 1 and kept[0][0] > 0:
                return amount, kept[0][1]
            return (amount, Sum(tuple(kept))) if kept else (amount, None)
        case Total(arguments=arguments, code=code):
            amount, kept = _each((1, argument) for argument in arguments)
            return (amount, Total(tuple(part for _, part in kept), code)) if kept else (amount, None)
        case Rounded(value=value, digits=digits):
            amount, rest = _parted(value)
            return (amount, Rounded(rest, digits)) if rest is not None else (amount, None)
        case Product(factors=factors):
            return _product(factors, node)
        case _:
            return Fraction(0), node


def _each(parts: Iterable[tuple[int, Node]]) -> tuple[Fraction, list[tuple[int, Node]]]:
    amount, kept = Fraction(0), []
    for sign, part in parts:
        own, rest = _parted(part)
        amount += sign * own
        if rest is not None:
            kept.append((sign, rest))
    return amount, kept


def _product(factors: tuple[tuple[bool, Node], ...], node: Node) -> Plug | tuple[Fraction, None]:
    amount = Fraction(1)
    for times, factor in factors:
        own, rest = _parted(factor)
        if rest is not None or not (times or own):
            return Fraction(0), node
        amount = amount * own if times else amount / own
    return amount, None
