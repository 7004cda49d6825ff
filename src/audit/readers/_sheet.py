"""A sheet of a workbook as its file holds it, and the grid that a person sees of it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from audit.model.document import Cell, Document, Grid, Merge, Number, Place, Problem, Unsolved
from audit.model.text import Text
from audit.notation.letters import letters_of
from audit.notation.number_format import show
from audit.readers._file import LARGEST, File, how_far
from audit.readers._text import CONTROLS


class Style(NamedTuple):
    """What the style of a cell says of its figure and of its level."""

    code: str | None = None
    indent: int = 0
    bold: bool = False


PLAIN = Style()

#: A spreadsheet program has no more columns than this.
WIDEST = 1 << 14


class Stored(NamedTuple):
    """A cell as its file holds it; ``kind`` is ``e`` for an error and ``n`` for a number.

    ``shown`` is what a person sees, where the file says so itself.
    """

    value: Any
    kind: str = "n"
    style: Style = PLAIN
    formula: str | None = None
    shown: tuple[str, Number | None] | None = None

    @property
    def is_blank(self) -> bool:
        """Whether a person sees nothing in the cell."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def is_unsolved(self) -> bool:
        """Whether the file has the formula of the cell alone, and no value of it."""
        return self.value is None and self.kind == "n" and bool(self.formula)


@dataclass(slots=True)
class Sheet:
    """A sheet as its file holds it: the cells with a value or a formula by row and column, counted from 1.

    ``outline`` are the levels of rows and ``hidden`` and ``hidden_columns`` what is hidden, counted from 1 too.
    """

    title: str
    cells: dict[tuple[int, int], Stored] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    outline: dict[int, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, stored: Stored) -> None:
        """Keep a cell, unless there is nothing in it."""
        if stored.formula or not stored.is_blank:
            self.cells[row, column] = stored


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
        if len(sheet.cells) > LARGEST:
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
    problems = []
    missing = [at for at, cell in sheet.cells.items() if cell.is_unsolved]
    if missing:
        problems.append(_without_value(place, missing))
    cut = _cut(sheet)
    if cut:
        problems.append(_too_far(place, cut))
    return _grid(sheet, place), problems


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
    if len(rows) * len(columns) <= len(sheet.cells):
        hidden: Iterable[tuple[int, int]] = [(row, column) for row in rows for column in columns]
    else:
        hidden = [at for at in sheet.cells if at[0] in rows and at[1] in columns]
    for at in hidden:
        if at != first:
            sheet.cells.pop(at, None)


def _cut(sheet: Sheet) -> list[tuple[int, int]]:
    """Take away what lies so far off that a grid with it would be too large; return which cells."""
    gone: list[tuple[int, int]] = []
    while sheet.cells:
        rows, columns = sorted({row for row, _ in sheet.cells}), sorted({column for _, column in sheet.cells})
        if rows[-1] * columns[-1] <= LARGEST:
            break
        step, last, axis = max((*_gap(rows), 0), (*_gap(columns), 1))
        if step == 1:
            last, axis = LARGEST // columns[-1], 0
        beyond = [at for at in sheet.cells if at[axis] > last]
        for at in beyond:
            del sheet.cells[at]
        gone += beyond
    return gone


def _gap(used: list[int]) -> tuple[int, int]:
    """The widest step between the numbers that are used, and the number before it."""
    return max(((after - before, before) for before, after in zip([0, *used], used, strict=False)), default=(0, 0))


def _grid(sheet: Sheet, place: Place) -> Grid:
    height = max((row for row, _ in sheet.cells), default=0)
    width = max((column for _, column in sheet.cells), default=0)
    deep = max([height, *(merge.bottom + 1 for merge in sheet.merges)])
    wide = max([width, *(merge.right + 1 for merge in sheet.merges)])
    if deep * wide <= LARGEST:
        height, width = deep, wide
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    letters = [letters_of(column) for column in range(width)]
    unsolved: list[Unsolved] = []
    while sheet.cells:
        # What is laid out is given up at once, so that memory never holds a sheet twice.
        (row, column), stored = sheet.cells.popitem()
        at = Place(place.input, place.file, place.sheet, f"{letters[column - 1]}{row}")
        if stored.is_unsolved:
            indent, bold = stored.style.indent, stored.style.bold
            cell = Cell("", at, formula=stored.formula, indent=indent, bold=bold)
            unsolved.append(Unsolved(row - 1, column - 1, cell, stored.style.code))
            continue
        rows[row - 1][column - 1] = _cell(stored, at)
    return Grid(
        sheet.title,
        place,
        tuple(map(tuple, rows)),
        tuple(merge for merge in sheet.merges if merge.top < height and merge.left < width),
        tuple(sheet.outline.get(row, 0) for row in range(1, height + 1)),
        frozenset(row - 1 for row in sheet.hidden if row <= height),
        frozenset(column - 1 for column in sheet.hidden_columns if column <= width),
        tuple(sorted(unsolved, key=lambda one: (one.row, one.column))),
    )


def _cell(stored: Stored, place: Place) -> Cell | None:
    if stored.is_blank:
        return None
    value, style = stored.value, stored.style
    text, number = stored.shown or _shown(value, style.code)
    error = stored.kind == "e" or (isinstance(value, float) and number is None)
    indent = style.indent or len(text) - len(text.lstrip())
    return Cell(text, place, number, stored.formula, indent, style.bold, error)


def _shown(value: object, code: str | None) -> tuple[str, Number | None]:
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return show(value, code)
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value).isoformat(), None
    return str(value).translate(CONTROLS), None


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
