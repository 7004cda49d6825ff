"""The sheets of a file as its formulas see them: the numbers behind the formats, and sums over runs of a column."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate

from audit.model.document import Cell, Grid, Unsolved
from audit.model.text import Text

#: How a date or a span of time is told by a reader: a number for the formula, which we do not see.
_TIME = re.compile(r"\d{4}-\d\d-\d\d|-?\d+ days?,|\d+:\d\d")

#: How far a double, stored with 15 digits, may be from what it stands for.
GRAIN = 1e-14
#: What one more addition of doubles may add to that.
_STEP = 1.2e-16

#: No sum is taken over a block of more columns than this.
_WIDEST = 64


class Unknown(Exception):  # noqa: N818  (it says what the value is)
    """A value that is not known, with the reason."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


NO_VALUE = Text(
    "yang dirujuk berupa teks, tanggal, galat, atau sel gabungan", "it refers to text, a date, an error or merged cells"
)
ELSEWHERE = Text("yang dirujuk berada di luar berkas ini", "it refers to what is not in this file")
HIDDEN = Text("SUBTOTAL atas baris tersembunyi", "a SUBTOTAL over hidden rows")
BLOCK = Text("bloknya terlalu besar", "its block is too large")
UNSOLVED = Text("yang dirujuk berupa rumus tanpa hasil", "it refers to formulas of which no value is known")


@dataclass(frozen=True, slots=True)
class _Run:
    """Running totals down a column: the numbers, their size, and how many cells have no certain value."""

    sums: list[Fraction]
    sizes: list[float]
    unknown: list[int]
    hidden: list[int]


class Lines:
    """The cells of a sheet at which something stands, by column; of a block those are found without going through it.

    Of each column they are given from top to bottom.
    """

    def __init__(self, cells: Iterable[tuple[int, int]]) -> None:
        self._rows: dict[int, list[int]] = {}
        for row, column in cells:
            self._rows.setdefault(column, []).append(row)

    def in_column(self, column: int, top: int, bottom: int) -> list[int]:
        """The rows between two, ends included, in a column."""
        rows = self._rows.get(column)
        return rows[bisect_left(rows, top) : bisect_right(rows, bottom)] if rows else []

    def within(self, first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The cells of a block, column by column in the order in which columns were given."""
        (top, left), (bottom, right) = first, last
        for column in (left,) if left == right else self._rows:
            if left <= column <= right:
                yield from ((row, column) for row in self.in_column(column, top, bottom))


@dataclass(slots=True)
class Sheet:
    """A grid, the cells that merges hide, and the running totals of its columns, made when first asked for.

    ``unsolved`` are the formulas of which the file stores no value, and ``answers`` what they were found to give: a
    number, or the text or date of the cell that they show.
    """

    grid: Grid
    covered: frozenset[tuple[int, int]]
    is_r1c1: bool = False
    runs: dict[tuple[int, bool], _Run] = field(default_factory=dict)
    unsolved: dict[tuple[int, int], Unsolved] = field(default_factory=dict)
    answers: dict[tuple[int, int], Fraction | Cell] = field(default_factory=dict)
    lines: Lines = field(default_factory=lambda: Lines(()))

    def __post_init__(self) -> None:
        """Note where formulas without a value stand."""
        self.unsolved.update(((one.row, one.column), one) for one in self.grid.unsolved)
        self.lines = Lines(self.unsolved)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a row and a column, counted from 0; None where there is none."""
        rows = self.grid.rows
        if not 0 <= row < len(rows) or not 0 <= column < len(rows[row]):
            return None
        return rows[row][column]

    def number(self, row: int, column: int) -> Fraction:
        """The number that arithmetic sees in a cell, 0 in a blank one; raises Unknown."""
        if (row, column) in self.covered:
            raise Unknown(NO_VALUE)
        cell: Fraction | Cell | None = self.cell(row, column)
        if cell is None and (row, column) in self.unsolved:
            cell = self.answers.get((row, column))
            if cell is None:
                raise Unknown(UNSOLVED)
        if cell is None or isinstance(cell, Fraction):
            return cell or Fraction(0)
        value = raw(cell)
        if value is None:
            raise Unknown(NO_VALUE)
        return value

    def total(self, first: tuple[int, int], last: tuple[int, int], *, subtotal: bool) -> tuple[Fraction, float]:
        """The sum over a block, and how far it may be off; raises Unknown where a cell of it may hold any number."""
        (top, left), (bottom, right) = first, last
        if right - left >= _WIDEST:
            raise Unknown(BLOCK)
        total, slack = Fraction(0), 0.0
        for column in range(left, right + 1):
            run = self._run(column, subtotal=subtotal)
            height = len(run.sums) - 1
            start, end = min(top, height), min(bottom + 1, height)
            if run.unknown[end] > run.unknown[start]:
                raise Unknown(NO_VALUE)
            if subtotal and run.hidden[end] > run.hidden[start]:
                raise Unknown(HIDDEN)
            total += run.sums[end] - run.sums[start]
            slack += (run.sizes[end] - run.sizes[start]) * (GRAIN + (end - start) * _STEP)
            for row in self.lines.in_column(column, top, bottom):
                value = self._answer(row, column, subtotal=subtotal)
                total, slack = total + value, slack + abs(float(value)) * GRAIN
        return total, slack

    def _answer(self, row: int, column: int, *, subtotal: bool) -> Fraction:
        """What a formula without a value adds to a sum; raises Unknown."""
        if subtotal and is_subtotal(self.unsolved[row, column].cell.formula or ""):
            return Fraction(0)
        answer = self.answers.get((row, column))
        if answer is None:
            raise Unknown(UNSOLVED)
        if isinstance(answer, Cell):
            if _TIME.match(answer.text):
                raise Unknown(NO_VALUE)
            return Fraction(0)
        if subtotal and row in self.grid.hidden:
            raise Unknown(HIDDEN)
        return answer

    def _run(self, column: int, *, subtotal: bool) -> _Run:
        known = self.runs.get((column, subtotal))
        if known is not None:
            return known
        numbers: list[Fraction] = []
        unknown: list[int] = []
        hidden: list[int] = []
        nothing = Fraction(0)
        for row in range(len(self.grid.rows)):
            cell = self.cell(row, column)
            value = None if cell is None else raw(cell)
            amiss = (row, column) in self.covered
            if cell is not None and value is None:
                amiss = amiss or cell.error or _TIME.match(cell.text) is not None or cell.number is not None
            if subtotal and cell is not None and cell.formula and is_subtotal(cell.formula):
                value = None
            numbers.append(value if value is not None else nothing)
            unknown.append(int(amiss))
            hidden.append(int(value is not None and row in self.grid.hidden))
        made = _Run(
            list(accumulate(numbers, initial=nothing)),
            list(accumulate((abs(float(number)) for number in numbers), initial=0.0)),
            list(accumulate(unknown, initial=0)),
            list(accumulate(hidden, initial=0)),
        )
        self.runs[column, subtotal] = made
        return made


def is_subtotal(formula: str) -> bool:
    """Whether a SUBTOTAL leaves out a cell with this formula, since it is a subtotal itself."""
    bare = formula.upper()
    return "SUBTOTAL(" in bare or "AGGREGATE(" in bare


def raw(cell: Cell) -> Fraction | None:
    """The number that a cell holds behind its format; None where it holds none, or it cannot be told."""
    number = cell.number
    if number is None or cell.error:
        return None
    if not number.percent:
        return number.stored
    # Of a percentage the number is kept as it is printed.
    return number.stored / 100 if "%" in cell.text else None


def sheets_of(grids: Iterable[Grid], kind: str) -> dict[str, Sheet]:
    """The sheets of one file by their names in capitals."""
    return {grid.name.upper(): Sheet(grid, _covered(grid), kind == "xml") for grid in grids}


def _covered(grid: Grid) -> frozenset[tuple[int, int]]:
    """The cells that merges hide, of which a file may still hold a value; of very large merges none is listed."""
    hidden: set[tuple[int, int]] = set()
    for merge in grid.merges:
        rows, columns = range(merge.top, merge.bottom + 1), range(merge.left, merge.right + 1)
        if len(rows) * len(columns) <= 4096:
            hidden.update((row, column) for row in rows for column in columns)
            hidden.discard((merge.top, merge.left))
    return frozenset(hidden)
