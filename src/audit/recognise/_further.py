"""Columns of figures that no rulebook knows, named by their headings, so that what they show can be asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from audit.model.document import Cell
from audit.model.figure import Figure
from audit.model.shape import FIGURES, ColumnShape, Type
from audit.model.statement import Column, Statement
from audit.notation.headings import unit_of, words
from audit.notation.numerals import decimal_mark, has_digit, is_numeral
from audit.recognise._figures import read_column
from audit.recognise._relations import relations_of
from audit.recognise._tables import Outside, Table
from audit.rules.expression import FUNCTIONS, RESERVED

#: A name is made of no more than so many words of a heading.
_WORDS = 6

#: Most figures of a column of money are at least so large, where its heading does not say that it is one: in a table
#: that is known to hold money, and in one that may count inhabitants.
_MONEY = 10_000
_MONEY_ANYWHERE = 500_000

#: Most figures of a column of percentages are smaller.
_NO_SHARE = 10_000

#: Words of a heading that are no part of a name.
_UNITS = frozenset({"rp", "rupiah", "dalam", "in", "%"})

_YEAR = (1900, 2100)

#: Digits that begin with a zero are a code.
_CODE = re.compile(r"0\d+")


def with_relations(
    statement: Statement, table: Table, grid_rows: Sequence[int], outside: Sequence[Outside], unit: Fraction | None
) -> Statement:
    """The statement with the relations that its figures show, and the columns unknown to its rulebook that are in them.

    ``grid_rows`` are the rows of the grid in the order of those of the statement, ``outside`` the figures of columns
    without a name, ``unit`` what a printed 1 stands for in amounts of money.
    """
    if table.heading.shape.general:
        names = frozenset(column.name for column in statement.columns if column.type in FIGURES)
        return replace(statement, relations=relations_of(statement, names))
    index = {row: n for n, row in enumerate(grid_rows)}
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    for one in outside:
        if one.row in index:
            cells[one.position][index[one.row]] = one.cell
    paths = dict(enumerate(table.heading.paths))
    below = {position: list(column.values()) for position, column in cells.items()}
    money = any(column.type == "rupiah" for column in statement.columns)
    shapes = further_columns(paths, below, [column.name for column in table.heading.shape.columns], of_money=money)
    if not shapes or table.scattered:
        return statement
    totals = frozenset(row.index for row in statement.rows if row.kind == "total")
    columns: list[Column] = []
    figures: dict[str, dict[int, Figure]] = {}
    for position, shape in shapes.items():
        own = table.unit or unit_of(" ".join(paths[position])) or unit or Fraction(1)
        scale = own if shape.type == "rupiah" else Fraction(1)
        mark = table.mark or decimal_mark(cell.text for cell in below[position] if cell.number is None)
        figures[shape.name] = read_column(shape, cells[position], scale, mark, totals).figures
        heading = " › ".join(paths[position])
        hidden = position in table.grid.hidden_columns
        columns.append(
            Column(shape.name, shape.type, heading, below[position][0].place, position, scale, mark, hidden=hidden)
        )
    whole = _with(statement, columns, figures, cells)
    relations = relations_of(whole, frozenset(figures))
    used = frozenset[str]().union(*(relation.columns for relation in relations)).intersection(figures)
    if not used:
        return statement
    taken = [column for column in columns if column.name in used]
    known = {place for column in taken for n in figures[column.name] if (place := cells[column.position][n].place)}
    told = {column.heading for column in taken}
    return replace(
        _with(statement, taken, figures, cells),
        relations=relations,
        left_over=tuple(pair for pair in statement.left_over if pair[0] not in known),
        unknown=tuple(pair for pair in statement.unknown if pair[0] not in told),
    )


def _with(
    statement: Statement,
    columns: Sequence[Column],
    figures: Mapping[str, Mapping[int, Figure]],
    cells: Mapping[int, Mapping[int, Cell]],
) -> Statement:
    """The statement with further columns and what stands in them."""
    rows = tuple(
        replace(
            row,
            figures=row.figures | {c.name: figures[c.name][row.index] for c in columns if row.index in figures[c.name]},
            places=row.places
            | {c.name: cells[c.position][row.index].place for c in columns if row.index in cells[c.position]},
        )
        for row in statement.rows
    )
    return replace(statement, columns=(*statement.columns, *columns), rows=rows, _named={})


def further_columns(
    paths: dict[int, tuple[str, ...]], cells: dict[int, list[Cell]], taken: Iterable[str], *, of_money: bool = False
) -> dict[int, ColumnShape]:
    """By position the columns that hold figures, each with a name that no other column has.

    ``paths`` are the texts of headings by position, ``cells`` what stands below, ``taken`` the names of other columns.
    ``of_money`` says that the table is known to hold amounts of money.
    """
    names = set(taken)
    found: dict[int, ColumnShape] = {}
    for position in sorted(cells):
        path = paths.get(position, ())
        if path and _holds_figures(cells[position]):
            name = _named(path, names)
            names.add(name)
            found[position] = ColumnShape(
                name, _type(path, cells[position], _MONEY if of_money else _MONEY_ANYWHERE), (" ".join(path),)
            )
    return found


def _holds_figures(cells: list[Cell]) -> bool:
    """Whether most cells are figures, two or more, and not all of them years or the numbers of lines."""
    figures = [cell for cell in cells if is_figure(cell)]
    nil = sum(1 for cell in cells if cell.number is None and is_numeral(cell.text) and not has_digit(cell.text))
    if (
        len(figures) < 2
        or len(figures) * 4 < (len(cells) - nil) * 3
        or any(_CODE.fullmatch(cell.text) for cell in cells)
    ):
        return False
    whole = [number for cell in figures if (number := _whole(cell)) is not None]
    if len(whole) < len(figures):
        return True
    counted = all(b - a == 1 for a, b in pairwise(whole))
    return not counted and not all(_YEAR[0] <= n < _YEAR[1] for n in whole)


def _whole(cell: Cell) -> int | None:
    """The whole number of a cell, as printed without marks; None where it holds another."""
    if cell.number is not None and cell.number.shown.denominator == 1:
        return int(cell.number.shown)
    return int(cell.text) if cell.text.strip().isdigit() else None


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, or a text that is one."""
    return not cell.error and (cell.number is not None or (is_numeral(cell.text) and has_digit(cell.text)))


def _named(path: tuple[str, ...], taken: set[str]) -> str:
    """A name for a column, from the words of its heading; a number keeps apart what is headed alike."""
    said = [word for word in words(" ".join(path)) if word not in _UNITS][:_WORDS]
    percent = "persen" if "%" in " ".join(path) else ""
    name = "_".join([*said, percent] if percent else said) or percent or "kolom"
    if name[0].isdigit() or name in RESERVED or name in FUNCTIONS:
        name = f"kolom_{name}"
    number, plain = 2, name
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    return name


def _type(path: tuple[str, ...], cells: list[Cell], least: int) -> Type:
    text = " ".join(path).lower()
    figures = [cell for cell in cells if is_figure(cell)]
    numbers = [abs(cell.number.shown) if cell.number is not None else _size(cell.text) for cell in figures]
    filled = sum(1 for number in numbers if number)
    # "Bunga 7,5 %" may head amounts.
    shares = sum(1 for number in numbers if number >= _NO_SHARE) * 2 < max(filled, 1)
    if shares and ("%" in text or "persen" in text or "prosen" in text):
        return "percent"
    if "rp" in words(text) or unit_of(text) is not None:
        return "rupiah"
    if all(cell.number is not None and cell.number.percent for cell in figures):
        return "percent"
    large = sum(1 for number in numbers if number >= least)
    return "rupiah" if large * 2 >= filled and large else "count"


def _size(text: str) -> Fraction:
    """About how large a printed figure is, by its digits before two decimals."""
    digits = sum(mark.isdigit() for mark in text)
    return Fraction(10) ** max(digits - 1, 0)
