"""A sheet of a workbook as its file holds it, and the grid that a person sees of it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from audit.model.document import Cell, Document, Grid, Merge, Place, Problem, Unsolved
from audit.model.text import Text
from audit.notation.letters import letters_of
from audit.readers._cell import Stored, cell_of
from audit.readers._file import LARGEST, File, how_far

#: A spreadsheet program has no more columns than this.
WIDEST = 1 << 14


@dataclass(slots=True)
class Sheet:
    """A sheet as its file holds it: the cells with a value or a formula by row and column, counted from 1.

    ``outline`` are the levels of rows and ``hidden`` and ``hidden_columns`` what is hidden, counted from 1 too.
    ``count`` is how many cells were put.
    """

    title: str
    rows: dict[int, dict[int, Stored]] = field(default_factory=dict)
    count: int = 0
    merges: list[Merge] = field(default_factory=list)
    outline: dict[int, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, stored: Stored) -> None:
        """Keep a cell, unless there is nothing in it."""
        if stored.formula or not stored.is_blank:
            self.rows.setdefault(row, {})[column] = stored
            self.count += 1


class TooMany(Exception):  # noqa: N818  (it says what the sheet has)
    """A sheet has more cells than memory should hold."""


class TooWide(TooMany):
    """A cell of a sheet stands in a column that no spreadsheet program has."""


def document_of(file: File, id: str, kind: str, sheets: Iterable[Sheet]) -> Document:
    """The sheets of a workbook as a Document; one with more cells than memory should hold is left out and told."""
    grids: list[Grid] = []
    problems: list[Problem] = []
    for sheet in sheets:
        place = Place(id, file.name, sheet.title)
        if sheet.count > LARGEST:
            problems.append(too_many(place))
            continue
        grid, lost = laid_out(sheet, place)
        grids.append(grid)
        problems.extend(lost)
    return Document(file.input(id, kind, how_far(grids, problems)), tuple(grids), problems=tuple(problems))


def laid_out(sheet: Sheet, place: Place) -> tuple[Grid, list[Problem]]:
    """The sheet as a person sees it, and what of it could not be read."""
    for merge in sheet.merges:
        _clear(sheet, merge)
    cut = _cut(sheet)
    grid = _grid(sheet, place)
    problems = []
    if grid.unsolved:
        problems.append(_without_value(place, [(one.row + 1, one.column + 1) for one in grid.unsolved]))
    if cut:
        problems.append(_too_far(place, cut))
    return grid, problems


@contextmanager
def at_rest() -> Iterator[None]:
    """Python looks for no cycles: it would go through all cells of a large sheet again and again, which hold none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def left_out(place: Place, code: str, why: Text, hint: Text | None = None) -> Problem:
    """The Problem of a sheet that is not read at all."""
    name = place.sheet or place.file
    return Problem(
        "limit" if code == "too-large" else "read",
        code,
        Text(f"Lembar {name} tidak dibaca: {why.id}.", f"Sheet {name} was not read: {why.en}."),
        place,
        hint
        or Text(
            "Buka di aplikasi lembar kerja, perbaiki, simpan, lalu coba lagi.",
            "Open it in the spreadsheet program, let it repair the file, save it and try again.",
        ),
        lost=Text(f"lembar {name}", f"sheet {name}"),
    )


def too_many(place: Place) -> Problem:
    """The Problem of a sheet with more cells than are read; a part of it would not add up."""
    return left_out(
        place,
        "too-large",
        Text(f"selnya lebih dari {LARGEST:,}", f"it has more than {LARGEST:,} cells"),
        Text("Bagi lembar itu menjadi beberapa lembar.", "Divide the sheet into several."),
    )


def too_wide(place: Place) -> Problem:
    """The Problem of a sheet with more columns than a spreadsheet program can have."""
    return left_out(
        place,
        "too-large",
        Text(f"kolomnya lebih dari {WIDEST:,}", f"it has more than {WIDEST:,} columns"),
        Text("Mintalah salinan dari pembuat berkas ini.", "Ask the author of the file for a copy."),
    )


def _clear(sheet: Sheet, merge: Merge) -> None:
    """Drop what a merged range hides, which is all but its first cell."""
    first = merge.top + 1, merge.left + 1
    rows, columns = range(first[0], merge.bottom + 2), range(first[1], merge.right + 2)
    for row in rows if len(rows) <= len(sheet.rows) else [row for row in sheet.rows if row in rows]:
        cells = sheet.rows.get(row, {})
        for column in columns if len(columns) <= len(cells) else [column for column in cells if column in columns]:
            if (row, column) != first:
                cells.pop(column, None)


def _cut(sheet: Sheet) -> list[tuple[int, int]]:
    """Take away what lies so far off that a grid with it would be too large; return which cells."""
    gone: list[tuple[int, int]] = []
    while used := sorted(row for row, cells in sheet.rows.items() if cells):
        columns = sorted({column for cells in sheet.rows.values() for column in cells})
        if used[-1] * columns[-1] <= LARGEST:
            break
        step, last, axis = max((*_gap(used), 0), (*_gap(columns), 1))
        if step == 1:
            last, axis = LARGEST // columns[-1], 0
        beyond = [(row, column) for row in used for column in sheet.rows[row] if (row, column)[axis] > last]
        for row, column in beyond:
            del sheet.rows[row][column]
        gone += beyond
    return gone


def _gap(used: list[int]) -> tuple[int, int]:
    """The widest step between the numbers that are used, and the number before it."""
    return max(((after - before, before) for before, after in zip([0, *used], used, strict=False)), default=(0, 0))


def _grid(sheet: Sheet, place: Place) -> Grid:
    height = max((row for row, cells in sheet.rows.items() if cells), default=0)
    width = max((max(cells) for cells in sheet.rows.values() if cells), default=0)
    deep = max([height, *(merge.bottom + 1 for merge in sheet.merges)])
    wide = max([width, *(merge.right + 1 for merge in sheet.merges)])
    if deep * wide <= LARGEST:
        height, width = deep, wide
    unsolved: list[Unsolved] = []
    blank = (None,) * width
    rows = [_line(cells, (place, row), width, unsolved) if cells else blank for row, cells in _taken(sheet, height)]
    return Grid(
        sheet.title,
        place,
        tuple(rows),
        tuple(merge for merge in sheet.merges if merge.top < height and merge.left < width),
        tuple(sheet.outline.get(row, 0) for row in range(1, height + 1)),
        frozenset(row - 1 for row in sheet.hidden if row <= height),
        frozenset(column - 1 for column in sheet.hidden_columns if column <= width),
        tuple(unsolved),
    )


def _taken(sheet: Sheet, height: int) -> Iterator[tuple[int, dict[int, Stored] | None]]:
    """The rows down to the last; what is laid out is given up at once, so that memory never holds a sheet twice."""
    for row in range(1, height + 1):
        yield row, sheet.rows.pop(row, None)


def _line(
    cells: dict[int, Stored], at: tuple[Place, int], width: int, unsolved: list[Unsolved]
) -> tuple[Cell | None, ...]:
    """A row as a person sees it; the formulas of which the file has no value are put beside."""
    line: list[Cell | None] = [None] * width
    for column, stored in cells.items():
        if stored[3] is None or not stored.is_blank:
            line[column - 1] = cell_of(stored, at, column)
        elif stored.is_unsolved:
            told = cell_of(stored._replace(value=""), at, column)
            unsolved.append(Unsolved(at[1] - 1, column - 1, told, stored.style.code))
    return tuple(line)


def _few(cells: list[tuple[int, int]]) -> str:
    return ", ".join(f"{letters_of(column - 1)}{row}" for row, column in cells[:5]) + (", …" if len(cells) > 5 else "")


def _without_value(place: Place, cells: list[tuple[int, int]]) -> Problem:
    count, few = len(cells), _few(cells)
    have = "formula has no value stored beside it" if count == 1 else "formulas have no value stored beside them"
    return Problem(
        "read",
        "formula-without-value",
        Text(
            f"Lembar {place.sheet}: {count} rumus tidak menyimpan hasilnya ({few}).",
            f"Sheet {place.sheet}: {count} {have} ({few}).",
        ),
        hint=Text(
            "Buka berkas di aplikasi lembar kerja, simpan, lalu periksa lagi.",
            "Open and save it in the spreadsheet program, then check it again.",
        ),
        lost=Text(f"{place.sheet}: {few}", f"{place.sheet}: {few}"),
    )


def _too_far(place: Place, cells: list[tuple[int, int]]) -> Problem:
    count, few = len(cells), _few(cells)
    lie = "cell lies too far off and was" if count == 1 else "cells lie too far off and were"
    return Problem(
        "limit",
        "too-far",
        Text(
            f"Lembar {place.sheet}: {count} sel terlalu jauh dari yang lain sehingga tidak dibaca ({few}).",
            f"Sheet {place.sheet}: {count} {lie} not read ({few}).",
        ),
        hint=Text(
            "Hapus sel yang tidak perlu, atau bagi lembar itu menjadi beberapa lembar.",
            "Delete cells that are not needed, or divide the sheet into several.",
        ),
        lost=Text(f"{place.sheet}: {few}", f"{place.sheet}: {few}"),
    )
