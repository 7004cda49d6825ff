"""A made-up report holds its lines, its columns, and the equations that a reader of its table would ask.

Nothing here uses the product: an equation is a sum of products over a sum, recomputed in fractions, so that the
benchmark knows by itself whether an edit breaks the report, and whether one figure alone could put it right.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

Address = tuple[int, str]
"""The line, by its number for life, and the name of the column."""


@dataclass
class Column:
    """A column of figures has a heading of one or two rows, a kind, and the step of its last printed digit."""

    name: str
    heading: tuple[str, ...]
    kind: str  # rupiah, percent, count, text
    step: Fraction = Fraction(1)


@dataclass
class Line:
    """A row of the table knows the lines of which it is the sum, each with its weight."""

    id: int
    level: int
    kode: tuple[str, ...]
    uraian: str
    figures: dict[str, Fraction | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    parts: list[tuple[int, int]] = field(default_factory=list)
    total: bool = False


@dataclass
class Style:
    """The form in which a report is written says nothing about its figures."""

    suffix: str = ".csv"
    separator: str = ";"
    decimal: str = ","
    thousands: str = "."
    zero: str = "0"
    parentheses: bool = False
    code: str = "column"  # column, glued, spread, none
    glue: str = " "
    indent: str = ""  # spaces or alignment; empty for none
    numbers: bool = False  # a row of column numbers under the headings
    signature: bool = False
    titles: tuple[str, ...] = ()
    kode: str = "Kode"
    uraian: str = "Uraian"
    fraction: bool = False  # percentages of a workbook stored as 0.8946
    text: bool = False  # figures of a workbook stored as text
    levels: str = ""  # heading of a column of levels


@dataclass(frozen=True)
class Equation:
    """A figure is `factor` times a sum of products, over a sum, as near as the last printed digit tells."""

    name: str
    subject: Address
    above: tuple[tuple[int, tuple[Address, ...]], ...]
    below: tuple[Address, ...] = ()
    factor: int = 1
    slack: Fraction = Fraction(0)
    truncates: bool = False

    @property
    def cells(self) -> frozenset[Address]:
        """All cells of which the equation speaks."""
        return frozenset({self.subject, *self.below, *(cell for _, cells in self.above for cell in cells)})


@dataclass
class Report:
    """A report is its lines in printed order, under rules that give its equations."""

    layout: str
    columns: list[Column]
    lines: list[Line]
    style: Style
    rules: list[Callable[[Report], Iterator[Equation]]] = field(default_factory=list)
    root: int | None = None
    tops: list[int] = field(default_factory=list)
    bases: dict[str, tuple[str, str]] = field(default_factory=dict)  # percentage: (numerator, base)

    def line(self, id: int) -> Line:
        """The line of that number."""
        return next(line for line in self.lines if line.id == id)

    def parent(self, id: int) -> Line | None:
        """The nearest line of which this one is a part, the total of the table last."""
        above = [line for line in self.lines if any(part == id for _, part in line.parts)]
        return min(above, key=lambda line: line.total, default=None)

    def of(self, kind: str) -> list[str]:
        """The names of the columns of a kind."""
        return [column.name for column in self.columns if column.kind == kind]

    def step(self, name: str) -> Fraction:
        """The step of the last printed digit of a column."""
        return next(column.step for column in self.columns if column.name == name)

    def equations(self) -> list[Equation]:
        """All equations of the report as it is printed."""
        return [equation for rule in self.rules for equation in rule(self)]

    def copy(self) -> Report:
        """A copy of which the lines may be edited."""
        other = copy.copy(self)
        other.lines = copy.deepcopy(self.lines)
        other.tops = list(self.tops)
        return other


Figures = dict[Address, Fraction | None]


def figures(report: Report) -> Figures:
    """All figures of a report by address."""
    return {(line.id, name): figure for line in report.lines for name, figure in line.figures.items()}


def implied(equation: Equation, known: Figures) -> Fraction | None:
    """What the rest of an equation makes of its subject; nothing where a base is blank or zero."""
    result = Fraction(0)
    for sign, cells in equation.above:
        product = Fraction(sign)
        for cell in cells:
            product *= known.get(cell) or 0
        result += product
    if equation.below:
        base = sum(((known.get(cell) or Fraction(0)) for cell in equation.below), Fraction(0))
        if base == 0:
            return None
        result /= base
    return equation.factor * result


def holds(equation: Equation, known: Figures) -> bool:
    """Whether an equation holds; one without a subject, or without a base, is not asked."""
    stated = known.get(equation.subject)
    right = implied(equation, known)
    if stated is None or right is None:
        return True
    if equation.truncates:
        return 0 <= abs(right) - abs(stated) < 2 * equation.slack and right * stated >= 0
    return abs(stated - right) <= equation.slack


def broken(report: Report) -> list[Equation]:
    """The equations of a report that do not hold."""
    known = figures(report)
    return [equation for equation in report.equations() if not holds(equation, known)]


def corrections(report: Report, wrong: list[Equation]) -> dict[Address, Fraction]:
    """Every single figure that, changed alone, settles these equations and breaks no other."""
    if not wrong:
        return {}
    known = figures(report)
    asked = report.equations()
    found: dict[Address, Fraction] = {}
    for cell in sorted(frozenset.intersection(*(equation.cells for equation in wrong))):
        first = min(wrong, key=lambda equation: equation.slack)
        value = _solved(first, cell, known)
        if value is None:
            continue
        step = report.step(cell[1])
        value = round(value / step) * step
        other = {**known, cell: value}
        if all(holds(equation, other) for equation in asked if cell in equation.cells):
            found[cell] = value
    return found


def _solved(equation: Equation, cell: Address, known: Figures) -> Fraction | None:
    """The value of one cell that makes an equation hold, found on the line through two trials."""
    if cell == equation.subject:
        return implied(equation, known)
    stated = known.get(equation.subject)
    if stated is None:
        return None
    base = sum(((known.get(other) or Fraction(0)) for other in equation.below), Fraction(0))

    def gap(value: int) -> Fraction:
        other = {**known, cell: Fraction(value)}
        top = implied(Equation(equation.name, equation.subject, equation.above, factor=equation.factor), other) or 0
        low = base - (known.get(cell) or 0) + value if cell in equation.below else base
        return Fraction(top) - stated * (low if equation.below else 1)

    zero, one = gap(0), gap(1)
    return None if zero == one else zero / (zero - one)
