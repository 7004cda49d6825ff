"""A statement as its sheets hold it: which cell a figure stands in, and the formulas of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from audit.formulas._parsed import Area, Node, Product, Rounded, Sum, Total, parsed
from audit.formulas._relative import relative
from audit.formulas._sheet import Sheet
from audit.model.document import Cell, Place
from audit.model.shape import FIGURES
from audit.model.statement import Statement
from audit.notation.letters import position_of


class Spot(NamedTuple):
    """A cell of a statement: its sheet, its row and column there, counted from 0, what stands in it, its formula.

    ``form`` is the formula with relative references, empty for a constant.
    """

    sheet: Sheet
    line: int
    position: int
    cell: Cell
    form: str


@dataclass(slots=True)
class Table:
    """A statement with its cells by column and row; ``rows`` finds the row on a line of a sheet by the sheet's name."""

    statement: Statement
    sheets: Mapping[str, Sheet]
    spots: dict[str, dict[int, Spot]] = field(default_factory=dict)
    rows: dict[tuple[str, int], int] = field(default_factory=dict)
    positions: dict[tuple[str, str], int] = field(default_factory=dict)

    def parts(self, row: int) -> tuple[int, ...]:
        """The rows that a row is the sum of; memo rows, headings and strays are none."""
        statement = self.statement
        return tuple(
            kid for kid in statement.children_of[row] if statement.rows[kid].kind not in ("heading", "stray", "balance")
        )


def table_of(statement: Statement, sheets: Mapping[str, Sheet]) -> Table:
    """The statement with its cells; of a table without a formula only what it takes to know that."""
    table = Table(statement, sheets)
    names = [column.name for column in statement.columns if column.type in FIGURES]
    table.spots.update((name, {}) for name in names)
    for row in statement.rows:
        for name in names:
            place = row.places.get(name)
            if place is None:
                continue
            at = position_in(place)
            sheet = sheets.get((place.sheet or place.file).upper())
            if at is None or sheet is None or (cell := sheet.cell(*at)) is None:
                continue
            form = relative(cell.formula, *at, is_r1c1=sheet.is_r1c1) if cell.formula else ""
            table.spots[name][row.index] = Spot(sheet, *at, cell, form)
            table.rows[sheet.grid.name.upper(), at[0]] = row.index
            table.positions[sheet.grid.name.upper(), name] = at[1]
    return table


def position_in(place: Place) -> tuple[int, int] | None:
    """The row and column of a place, counted from 0; a drawn table counts lines and columns."""
    if place.cell is None:
        return None if place.line is None or place.column is None else (place.line - 1, place.column - 1)
    letters = place.cell.rstrip("0123456789")
    return int(place.cell[len(letters) :]) - 1, position_of(letters)


class Part(NamedTuple):
    """What a formula adds: a reference, how many times, and by which function: empty, SUM or SUBTOTAL."""

    times: Fraction
    area: Area
    by: str


@lru_cache(maxsize=1 << 14)
def parts_added(form: str) -> tuple[Part, ...] | None:
    """The references that a formula adds up; None for one that does more than that."""
    node = parsed(form)
    return None if node is None else _added(node, Fraction(1), "")


def _added(node: Node, times: Fraction, by: str) -> tuple[Part, ...] | None:
    match node:
        case Fraction():
            return () if not node else None
        case Area():
            # A block outside of SUM is no sum.
            return (Part(times, node, by),) if by or node.last is None else None
        case Sum(parts=parts):
            return _together([_added(part, times * sign, "") for sign, part in parts])
        case Total(arguments=arguments, code=code):
            name = "SUM" if code is None else "SUBTOTAL"
            return _together([_added(part, times, name if isinstance(part, Area) else "") for part in arguments])
        case Rounded(value=value):
            return _added(value, times, "")
        case Product(factors=factors):
            constants = [(up, factor) for up, factor in factors if isinstance(factor, Fraction)]
            others = [(up, factor) for up, factor in factors if not isinstance(factor, Fraction)]
            if len(others) != 1 or not others[0][0] or any(not factor for _, factor in constants):
                return None
            for up, factor in constants:
                times = times * factor if up else times / factor
            return _added(others[0][1], times, "")
        case _:
            return None


def _together(found: list[tuple[Part, ...] | None]) -> tuple[Part, ...] | None:
    every: list[Part] = []
    for part in found:
        if part is None:
            return None
        every.extend(part)
    return tuple(every)
