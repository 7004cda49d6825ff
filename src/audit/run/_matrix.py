"""The rules as a matrix: how steeply each asked claim follows each figure, exactly, at the figures as printed.

A claim says that one side of an equation is the other. Its row of the matrix holds the partial derivatives of the one
side less the other, by the figures of the report. An error in one figure moves the claims by a multiple of the figure's
column. So an error in a figure can show where the column is not zero, and it can be told from an error elsewhere where
no other column is a multiple of it. Bounds, and sums with blanks in them, break only when the error goes one way: they
are kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any

from audit.model.figure import Figure, Interval
from audit.model.report import Claim, Operand
from audit.model.statement import Statement
from audit.rules.claims import Answers, evaluator_of
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Aggregate, Comparison, Condition, Expression, Negative, Number, Operation, Path
from audit.rules.rule import Base, Rule
from audit.rules.values import Inapplicable, NotAsked, Value
from audit.rules.world import Spot, Total, World

#: A figure by statement, row and column.
Cell = tuple[str, int, str]

#: How steeply some claims follow one figure, by the number of the claim; zeros are left out.
Slopes = dict[int, Fraction]

_ONE = Fraction(1)


class Traced(Fraction):
    """A number that knows which numbers it was computed from, and how steeply it follows each."""

    __slots__ = ("cell", "parts")

    cell: Cell | None
    parts: tuple[tuple[Fraction, Fraction], ...]

    @staticmethod
    def of(value: Fraction, cell: Cell | None = None, *parts: tuple[Fraction, Fraction]) -> Traced:
        """The value with the cell that prints it, or with the numbers that it was computed from."""
        traced = Fraction.__new__(Traced, value)
        traced.cell, traced.parts = cell, parts
        return traced

    def __add__(self, other: Any) -> Any:
        return Traced.of(Fraction.__add__(self, other), None, (_ONE, self), (_ONE, other))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return Traced.of(Fraction.__sub__(self, other), None, (_ONE, self), (-_ONE, other))

    def __rsub__(self, other: Any) -> Any:
        return Traced.of(Fraction.__rsub__(self, other), None, (-_ONE, self), (_ONE, other))

    def __neg__(self) -> Any:
        return Traced.of(Fraction.__neg__(self), None, (-_ONE, self))

    def __mul__(self, other: Any) -> Any:
        return Traced.of(Fraction.__mul__(self, other), None, (Fraction(other), self), (Fraction(self), other))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return _quotient(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _quotient(Fraction(other), self)


def _quotient(one: Fraction, two: Fraction) -> Traced:
    above, below = Fraction(one), Fraction(two)
    return Traced.of(above / below, None, (1 / below, one), (-above / below**2, two))


def slopes_of(value: Fraction) -> dict[Cell, Fraction]:
    """How steeply a computed value follows each figure that it rests on, zeros left out."""
    found: dict[Cell, Fraction] = defaultdict(Fraction)
    waiting = [(_ONE, value)]
    while waiting:
        slope, number = waiting.pop()
        if isinstance(number, Traced):
            if number.cell is not None:
                found[number.cell] += slope
            parts = number.parts
            waiting.extend((slope if steepness is _ONE else slope * steepness, part) for steepness, part in parts)
    return {cell: slope for cell, slope in found.items() if slope}


@dataclass(slots=True)
class _Figures(Mapping[Cell, Figure | None]):
    """The figures of a report as they are, noting which are asked for; ``exact`` ones are traced and not rounded."""

    statements: Mapping[str, Statement]
    exact: bool
    read: set[Cell]

    def __getitem__(self, cell: Cell) -> Figure | None:
        id, row, column = cell
        figure = self.statements[id].rows[row].figures.get(column)
        if figure is not None:
            self.read.add(cell)
        if figure is None or not self.exact:
            return figure
        return Figure(Traced.of(figure.value, cell), Fraction(0), figure.printed)

    def __contains__(self, cell: object) -> bool:
        return True

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.read)


class _Totals(dict[Total, Value | NotAsked]):
    """Totals that are added up once, each with the cells that were read for it, which are read where it is used.

    A total follows its cells directly, so that no claim walks through the sums on the way to them.
    """

    def __init__(self, read: set[Cell]) -> None:
        super().__init__()
        self.read = read
        self.before: frozenset[Cell] = frozenset()
        self.cells: dict[Total, frozenset[Cell]] = {}

    def get(self, key: Total, default: Any = None) -> Any:
        if key in self:
            self.read |= self.cells[key]
            return self[key]
        self.before = frozenset(self.read)
        self.read.clear()
        return default

    def __setitem__(self, key: Total, total: Value | NotAsked) -> None:
        self.cells[key] = frozenset(self.read)
        self.read |= self.before
        if isinstance(total, Value) and isinstance(total.interval.low, Traced):
            slopes = slopes_of(total.interval.low)
            parts = ((_ONE if slope == 1 else slope, Traced.of(_ONE, cell)) for cell, slope in slopes.items())
            total = replace(total, interval=Interval.exactly(Traced.of(total.interval.low, None, *parts)))
        super().__setitem__(key, total)


@dataclass(frozen=True, slots=True)
class Tracer:
    """A world of figures as they are and one of exact, traced ones, and which figures the current claim has read."""

    plain: World
    exact: World
    read: set[Cell]


@dataclass(frozen=True, slots=True)
class _Exact(Evaluator):
    """An evaluator of exact figures that leaves conditions to one that sees the figures as they were rounded."""

    rounded: Evaluator | None = None

    def holds(self, condition: Condition, at: Spot) -> bool:
        """Whether the condition is true of a row, as an audit would decide it."""
        assert self.rounded is not None
        return self.rounded.holds(condition, at)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a claim rests on: how steeply it follows each figure, and all figures read, those of conditions too.

    There are no slopes where the claim cannot be asked.
    """

    slopes: dict[Cell, Fraction]
    read: frozenset[Cell]


def tracer(world: World) -> Tracer:
    """What traces the claims of a world, and adds up no total twice."""
    read: set[Cell] = set()
    plain, exact = (
        replace(world, changes=_Figures(world.statements, traced, read), totals=_Totals(read))
        for traced in (False, True)
    )
    return Tracer(plain, exact, read)


def trace(rule: Rule, base: Base | None, at: Spot, known: Tracer) -> Trace:
    """The trace of a rule of arithmetic at a row."""
    assertion = rule.assertion
    assert isinstance(assertion, Comparison)
    read = known.read
    read.clear()
    rounded = evaluator_of(rule, base, known.plain, at.statement)
    shown = replace(rounded.world, changes=known.exact.changes, totals=known.exact.totals)
    settings = {item.name: getattr(rounded, item.name) for item in fields(rounded)}
    exact = _Exact(**{**settings, "world": shown}, rounded=rounded)
    try:
        if rule.when is not None and not rounded.holds(rule.when, at):
            return Trace({}, frozenset(read))
        left, right = (exact.value(side, at).interval.low for side in (assertion.left, assertion.right))
    except (NotAsked, Inapplicable):
        return Trace({}, frozenset(read))
    assert left is not None
    assert right is not None
    return Trace(slopes_of(left - right), frozenset(read))


# The matrix


@dataclass(slots=True)
class Matrix:
    """The columns of the figures: over equations, and over what only an error in one direction breaks."""

    equations: dict[Cell, Slopes] = field(default_factory=dict)
    one_way: dict[Cell, Slopes] = field(default_factory=dict)

    def add(self, number: int, claim: Claim, slopes: Mapping[Cell, Fraction]) -> None:
        """Add the row of a claim."""
        columns = self.equations if is_equation(claim) else self.one_way
        for cell, slope in slopes.items():
            columns.setdefault(cell, {})[number] = slope

    def slope(self, cell: Cell, number: int) -> Fraction:
        """How steeply a claim follows a figure; 0 where it does not."""
        columns = (part.get(cell, {}) for part in (self.equations, self.one_way))
        return next((column[number] for column in columns if number in column), Fraction(0))


def is_equation(claim: Claim) -> bool:
    """Whether the claim is broken by an error in either direction: an asked equation without a blank in it."""
    return claim.relation == "=" and claim.verdict != "unasked" and not claim.blanks


def direction(column: Mapping[int, Fraction]) -> tuple[tuple[int, Fraction], ...]:
    """The column up to a factor: the same for two columns if and only if each is a multiple of the other."""
    numbers = sorted(column)
    return tuple((number, column[number] / column[numbers[0]]) for number in numbers)


def alike(columns: Mapping[Cell, Mapping[int, Fraction]]) -> list[list[Cell]]:
    """The cells in groups of which all columns have one direction; cells without any slope are left out."""
    groups: dict[tuple[tuple[int, Fraction], ...], list[Cell]] = defaultdict(list)
    for cell, column in columns.items():
        if column:
            groups[direction(column)].append(cell)
    return list(groups.values())


# The same without computing what can be known without


def locatable(answers: Answers, asked: Iterable[int]) -> set[Cell]:
    """The cells in which a single error shows and can be told from one elsewhere.

    The answer is that of the matrix over the claims of these numbers. Most slopes need not be computed: a sum follows
    each of its parts, a product of figures none of which is zero follows each factor, and a cell that alone stands in
    its claims is parallel to none.
    """
    plain: dict[tuple[int, int], int | None] = {}
    touching: dict[Cell, list[int]] = defaultdict(list)
    known = tracer(answers.world)
    for number in asked:
        claim, (rule, base) = answers.claims[number], answers.origins[number]
        if not is_equation(claim):
            continue
        key = id(rule), id(base)
        if key not in plain:
            plain[key] = _factors(rule, base)
        cells = _followed(claim, plain[key])
        if cells is None:
            cells = list(_trace_of(answers, number, known).slopes)
        for cell in cells:
            touching[cell].append(number)
    groups: dict[tuple[int, ...], list[Cell]] = defaultdict(list)
    for cell, numbers in touching.items():
        groups[tuple(numbers)].append(cell)
    found = {cells[0] for cells in groups.values() if len(cells) == 1}
    unsure = [cells for numbers, cells in groups.items() if len(cells) > 1 and len(numbers) > 1]
    matrix = Matrix()
    for number in sorted({number for cells in unsure for number in touching[cells[0]]}):
        matrix.add(number, answers.claims[number], _trace_of(answers, number, known).slopes)
    for cells in unsure:
        found |= {group[0] for group in alike({c: matrix.equations[c] for c in cells}) if len(group) == 1}
    return found


def _trace_of(answers: Answers, number: int, known: Tracer) -> Trace:
    claim, (rule, base) = answers.claims[number], answers.origins[number]
    return trace(rule, base, Spot(answers.world.statements[claim.statement], claim.row), known)


def _followed(claim: Claim, factors: int | None) -> list[Cell] | None:
    """The cells that a claim follows, where that is plain: of a sum all, of a product as its zeros allow."""
    if factors is None or claim.stated is None or claim.stated.figure is None:
        return None
    operands = [operand for operand in claim.because if operand.figure is not None]
    if factors:
        if len(operands) != factors:
            return None
        zeros = [operand for operand in operands if operand.figure and not operand.figure.value]
        # With one factor zero the product follows that factor alone, with two it follows none.
        operands = operands if not zeros else zeros if len(zeros) == 1 else []
    cells = [_cell(operand) for operand in (claim.stated, *operands)]
    return cells if len(set(cells)) == len(cells) else None


def _cell(operand: Operand) -> Cell:
    return operand.statement, operand.row, operand.column


def is_straight(rule: Rule, base: Base | None) -> bool:
    """Whether both sides of a rule are sums, so that the slopes are the same at all figures."""
    return _factors(rule, base) == 0


def _factors(rule: Rule, base: Base | None) -> int | None:
    """0 where a figure is said to be a sum, the number of factors where it is said to be a product, else None."""
    assertion = rule.assertion
    if (
        not isinstance(assertion, Comparison)
        or not isinstance(assertion.left, Path)
        or assertion.left.inner is not None
    ):
        return None
    if _adds(assertion.right, base):
        return 0
    return _multiplies(assertion.right, base)


def _adds(node: Expression, base: Base | None) -> bool:
    match node:
        case Path(steps=("base",), inner=None) if base is not None:
            return _adds(base.expression, None)
        case Path(inner=None) | Number():
            return True
        case Negative(of=of):
            return _adds(of, base)
        case Aggregate(function="sum", path=Path(inner=None)):
            return True
        case Operation(sign="+" | "-", left=left, right=right):
            return _adds(left, base) and _adds(right, base)
        case _:
            return False


def _multiplies(node: Expression, base: Base | None) -> int | None:
    match node:
        case Path(steps=("base",), inner=None) if base is not None:
            return _multiplies(base.expression, None)
        case Path(inner=None):
            return 1
        case Number(value=value) if value:
            return 0
        case Operation(sign="*" | "/", left=left, right=right):
            one, two = _multiplies(left, base), _multiplies(right, base)
            return None if one is None or two is None else one + two
        case _:
            return None
