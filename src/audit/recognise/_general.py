"""A table of no known kind is still a table: a row of headings, labels, and columns of figures under them.

What such a table shows of itself can be asked, as that one column is the sum of others. Nothing is taken for a heading
that has no figures below it, and a column without a heading is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from audit.model.document import Cell, Grid
from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.notation.headings import words
from audit.recognise._further import further_columns, is_figure
from audit.recognise._headings import Heading
from audit.recognise._printed import Printed, are_codes, are_words, columns_of
from audit.recognise._tables import Table, are_column_numbers, body_of, title_rows, titles_of

#: A heading has at most so many rows, and figures begin at most so many rows below it.
_DEEPEST = 4
_NEAR = 4

#: A table has so many columns of figures, or one and so many rows.
_COLUMNS = 2
_ROWS = 4

_YEAR = re.compile(r"\s*(?:ta\.?|tahun)?\s*(?:19|20)\d\d\s*\*?\s*", re.IGNORECASE)

Row = tuple[Cell | None, ...]


def general_tables(grid: Grid, shape: StatementShape) -> list[Table]:
    """The tables of a grid without a heading of a known kind, their columns named by their own headings."""
    tops: list[tuple[int, int]] = []
    row = 0
    while row < len(grid.rows):
        bottom = _heading_at(grid, row)
        if bottom is None or (tops and not _is_apart(grid, tops[-1][1], row)):
            row += 1
        else:
            tops.append((row, bottom))
            row = bottom + 1
    tables = []
    for number, (top, bottom) in enumerate(tops):
        start = tops[number - 1][1] + 1 if number else 0
        end = tops[number + 1][0] if number + 1 < len(tops) else len(grid.rows)
        above = title_rows(list(enumerate(grid.rows[start:top], start)))
        table = general_table(grid, top, bottom, end, shape)
        if table is not None:
            tables.append(replace(table, titles=titles_of(above), above=above))
    return tables


def as_general(table: Table, shape: StatementShape) -> Table | None:
    """A table that lacks what its kind must have, as one of no known kind."""
    end = table.body[-1][0] + 1 if table.body else len(table.grid.rows)
    found = general_table(table.grid, table.heading.top, table.heading.bottom, end, shape)
    return None if found is None else replace(found, titles=table.titles, above=table.above)


def general_table(grid: Grid, top: int, bottom: int, end: int, shape: StatementShape) -> Table | None:
    """The table under a heading as one of no known kind; None where it has no columns of figures."""
    printed = columns_of(grid, top, bottom)
    width = max(len(row) for row in grid.rows[top : bottom + 1])
    below: dict[int, list[Cell]] = defaultdict(list)
    for row in grid.rows[bottom + 1 : end]:
        if not are_column_numbers(row):
            for position, cell in enumerate(row):
                if cell is not None:
                    below[position].append(cell)
    names = _labels(printed, shape)
    rest = {position: cells for position, cells in below.items() if position not in names}
    paths = {position: column.path for position, column in enumerate(printed)}
    names |= further_columns(paths, rest, [column.name for column in shape.columns])
    figures = [position for position, column in names.items() if column.type in FIGURES]
    if not figures or (len(figures) < _COLUMNS and len(below[figures[0]]) < _ROWS):
        return None
    heading = Heading(top, bottom, tuple(column.path for column in printed[:width]), shape, names, ())
    body, carried = body_of(grid, heading, end)
    return Table(grid, heading, (), body, (), carried) if body else None


def _labels(printed: tuple[Printed, ...], shape: StatementShape) -> dict[int, ColumnShape]:
    """The column of labels, which has words in most rows, and that of codes, which stands before it."""
    kinds = {column.type: column for column in reversed(shape.columns)}
    of_words = [n for n, column in enumerate(printed) if column.path and are_words(column.content)]
    label = max(of_words, key=lambda n: (len(printed[n].content), -n), default=None)
    names = {} if label is None else {label: kinds["text"]}
    before = range(label if label is not None else 1)
    code = next((n for n in before if printed[n].content and are_codes(printed[n].content)), None)
    return names if code is None else {code: kinds["kode"], **names}


def _heading_at(grid: Grid, top: int) -> int | None:
    """The last row of a heading that begins at a row: words alone stand in it, one at least over a column of figures.

    A row that has words over no figures is the first of a section, and no part of the heading.
    """
    if not _is_heading(grid.rows[top]):
        return None
    bottom = top
    while bottom + 1 < min(top + _DEEPEST, len(grid.rows)) and _is_heading(grid.rows[bottom + 1]):
        bottom += 1
    below = [row for row in grid.rows[bottom + 1 : bottom + 1 + _NEAR] if not are_column_numbers(row)]
    figures = {c for row in below for c, cell in enumerate(row) if cell is not None and is_figure(cell)}
    while bottom > top and figures.isdisjoint(_filled(grid.rows[bottom])):
        bottom -= 1
    headed = {c for row in grid.rows[top : bottom + 1] for c in _filled(row)}
    return None if figures.isdisjoint(headed) else bottom


def _filled(row: Row) -> set[int]:
    return {position for position, cell in enumerate(row) if cell is not None}


def _is_heading(row: Row) -> bool:
    """Whether a row holds two texts or more, and no figure but years."""
    cells = [cell for cell in row if cell is not None]
    texts = [cell for cell in cells if cell.number is None and words(cell.text)]
    return len(texts) > 1 and not any(is_figure(cell) and not _YEAR.fullmatch(cell.text) for cell in cells)


def _is_apart(grid: Grid, before: int, row: int) -> bool:
    """Whether a blank row, or one with a single text, parts a row from the table that stands above it."""
    return row > before + 2 and sum(cell is not None for cell in grid.rows[row - 1]) <= 1
