"""The meaning of an expression for one row: exact interval arithmetic over the figures that it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.model.figure import Figure, Interval, Rounding
from audit.model.report import Operand
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.headings import total_of, words
from audit.rules.expression import (
    MANY_ROWS,
    Absolute,
    Aggregate,
    Comparison,
    Condition,
    Expression,
    Junction,
    Matches,
    Negated,
    Negative,
    Number,
    Operation,
    Path,
    Predicate,
)

NOTHING = Interval.exactly(Fraction(0))


class Unasked(Exception):  # noqa: N818  (a result, not a fault)
    """The claim cannot be asked of this row, for a reason that a person can understand."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Inapplicable(Exception):  # noqa: N818  (a result, not a fault)
    """The rule says nothing about this row: a sum of children where there are none."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of a statement; the row is None for a statement as a whole, whose total is not printed."""

    statement: Statement
    row: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression comes to: all values possible, the figures it rests on, and the blanks among them.

    ``slack`` is what the blanks may add; ``interval`` takes them as zero.
    """

    interval: Interval
    operands: tuple[Operand, ...] = ()
    blanks: tuple[Operand, ...] = ()
    slack: Interval = NOTHING


@dataclass(slots=True)
class World:
    """All statements of one report, and what was decided for whole columns before any claim is asked.

    ``turned`` are rows for which another base of the rule holds, by its number. ``changes`` are figures tried in place
    of printed ones, None for an amount not known.
    """

    statements: dict[str, Statement]
    bases: dict[tuple[str, str], str | None] = field(default_factory=dict)
    no_base: dict[tuple[str, str], Text] = field(default_factory=dict)
    turned: dict[tuple[str, str, int], int] = field(default_factory=dict)
    rounding: dict[tuple[str, str], Rounding] = field(default_factory=dict)
    pairs: dict[tuple[str, int, str], str] = field(default_factory=dict)
    paired: set[tuple[str, str]] = field(default_factory=set)
    twins: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    unrounded: bool = False
    changes: Mapping[tuple[str, int, str], Figure | None] = field(default_factory=dict)

    def figure(self, statement: Statement, row: int, column: str) -> Figure | None:
        """The figure of a cell; what is tried in its place, if anything is."""
        if self.changes:
            cell = (statement.id, row, column)
            if cell in self.changes:
                return self.changes[cell]
        return statement.rows[row].figures.get(column)

    def interval(self, statement: Statement, column: str, figure: Figure) -> Interval:
        """The values that a figure may stand for, under the rounding of its column."""
        if self.unrounded and figure.stored is not None:
            return figure.unrounded()
        return figure.interval(self.rounding.get((statement.id, column), "nearest"))


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates expressions in a world, with one base for shares."""

    world: World
    base: Expression | None = None

    def value(self, node: Expression, at: Spot) -> Value:
        """What the expression comes to at a row; raises Unasked or Inapplicable."""
        match node:
            case Number(value=constant):
                return Value(Interval.exactly(constant))
            case Path(steps=steps, inner=inner):
                return self._path(steps, inner, at)
            case Aggregate():
                return self._aggregate(node, at)
            case Negative(of=of):
                return _negated(self.value(of, at))
            case Absolute(of=of):
                value = _closed(self.value(of, at))
                return replace(value, interval=abs(value.interval))
            case Operation(sign=sign, left=left, right=right):
                return _joined(sign, self.value(left, at), self.value(right, at))

    def holds(self, condition: Condition, at: Spot) -> bool:
        """Whether a condition is true of a row; raises Unasked where that cannot be told."""
        match condition:
            case Junction(word="and", parts=parts):
                return all(self.holds(part, at) for part in parts)
            case Junction(parts=parts):
                return any(self.holds(part, at) for part in parts)
            case Negated(part=part):
                return not self.holds(part, at)
            case Matches(path=path, words=wanted):
                return any(_matches(text, wanted) for text in _texts(path, at))
            case Comparison(relation=relation, left=left, right=right):
                return compare(relation, self.value(left, at), self.value(right, at)) == "holds"
            case Predicate(name="filled", arguments=arguments):
                return all(filled(at, argument.steps[0]) for argument in arguments)
            case Predicate(name="share", arguments=(column, whole)):
                return self._is_share(column.steps[0], whole.text, at)
            case Predicate(name="leaf"):
                return at.row is not None and not at.statement.children_of[at.row]
            case Predicate(name=name):
                raise ValueError(f"{name} is no condition")

    def _is_share(self, column: str, whole: str, at: Spot) -> bool:
        if at.statement.column(column) is None:
            return False
        base = self.world.bases.get((at.statement.id, column))
        if base is None:
            raise Unasked(self.world.no_base.get((at.statement.id, column), BASE_UNKNOWN))
        return base == whole

    def _path(self, steps: tuple[str, ...], inner: Expression | None, at: Spot) -> Value:
        spot, rest = self._reach(steps, at, keep=0 if inner else 1)
        if inner is not None and not rest:
            return self.value(inner, spot)
        column = rest[0] if len(rest) == 1 else ""
        if column == "base":
            if self.base is None:
                raise Unasked(BASE_UNKNOWN)
            return self.value(self.base, spot)
        return self._figure(column, spot)

    def _reach(self, steps: tuple[str, ...], at: Spot, *, keep: int) -> tuple[Spot, tuple[str, ...]]:
        """The row that the leading steps lead to, and the steps that are left."""
        spot = at
        while len(steps) > keep:
            step = steps[0]
            if step in MANY_ROWS or spot.statement.column(step) is not None:
                break
            spot = self._step(step, spot)
            steps = steps[1:]
        return spot, steps

    def _step(self, step: str, at: Spot) -> Spot:
        statement, row = at.statement, at.row
        if step == "root":
            return Spot(statement, statement.root)
        if step == "parent":
            if row is None or statement.tree[row] is None:
                raise Inapplicable
            return Spot(statement, statement.tree[row])
        if step == "twin":
            other = self.world.twins.get((statement.id, row)) if row is not None else None
            if other is None:
                raise Inapplicable
            return Spot(self.world.statements[other[0]], other[1])
        return Spot(self._matched(step, at), None)

    def _matched(self, kind: str, at: Spot) -> Statement:
        """The statement that the row is paired with, or the only one of its kind."""
        paired = self.world.pairs.get((at.statement.id, at.row, kind)) if at.row is not None else None
        if paired is not None:
            return self.world.statements[paired]
        alike = [statement for statement in self.world.statements.values() if statement.kind == kind]
        if (at.statement.kind, kind) in self.world.paired or len(alike) != 1:
            raise Inapplicable
        return alike[0]

    def _figure(self, column: str, at: Spot) -> Value:
        statement = at.statement
        known = statement.column(column)
        if known is None:
            raise Unasked(
                Text(f"tabel tidak punya kolom {column}", f"the table has no column {column}"),
            )
        if at.row is None:
            return self._implied_total(column, statement)
        figure = self.world.figure(statement, at.row, column)
        operand = Operand(statement.id, at.row, column, figure)
        if figure is None:
            if any(bad.column == column for bad in statement.rows[at.row].malformed):
                raise Unasked(Text(f"{column} tidak terbaca pasti", f"{column} cannot be read for certain"))
            raise Blank(operand)
        return Value(self.world.interval(statement, column, figure), (operand,))

    def _implied_total(self, column: str, statement: Statement) -> Value:
        """The total of a table that prints none: the sum of its top rows, printed root if there is one."""
        if statement.root is not None:
            return self._figure(column, Spot(statement, statement.root))
        value = self._sum(statement, statement.top, Path((column,)))
        return _closed(value)

    def _aggregate(self, node: Aggregate, at: Spot) -> Value:
        spot, steps = self._reach(node.path.steps, at, keep=0)
        if not steps or steps[0] not in MANY_ROWS:
            raise ValueError(f"{node.path.text} goes through no rows")
        rows = rows_of(steps[0], spot)
        if not rows:
            raise Inapplicable
        inner: Expression = Path(steps[1:], node.path.inner) if steps[1:] else node.path.inner or Number(Fraction(1))
        if node.function == "count":
            return Value(Interval.exactly(Fraction(len(rows))))
        if node.function == "sum":
            return self._sum(spot.statement, rows, inner)
        values = [self.value(inner, Spot(spot.statement, row)) for row in rows]
        choose: Callable[[Iterable[Fraction]], Fraction] = min if node.function == "min" else max
        lows = [value.interval.low for value in values if value.interval.low is not None]
        highs = [value.interval.high for value in values if value.interval.high is not None]
        operands = tuple(operand for value in values for operand in value.operands)
        return Value(Interval(choose(lows), choose(highs)), operands)

    def _sum(self, statement: Statement, rows: Iterable[int], inner: Expression) -> Value:
        """The weighted sum over rows; a blank row is replaced by its children, else unknown."""
        interval, slack = NOTHING, NOTHING
        operands: list[Operand] = []
        blanks: list[Operand] = []
        for row in rows:
            try:
                value = self.value(inner, Spot(statement, row))
            except Blank as blank:
                if statement.children_of[row]:
                    value = self._sum(statement, statement.children_of[row], inner)
                elif isinstance(inner, Path) and inner.inner is None:
                    value = _unknown(statement, blank.operand)
                else:
                    raise
            if statement.weights.get(row, 1) < 0:
                value = _negated(value)
            interval, slack = interval + value.interval, slack + value.slack
            operands.extend(value.operands)
            blanks.extend(value.blanks)
        return Value(interval, tuple(operands), tuple(blanks), slack)


class Blank(Unasked):
    """A figure that the expression needs prints nothing."""

    def __init__(self, operand: Operand) -> None:
        super().__init__(Text(f"{operand.column} kosong", f"{operand.column} is blank"))
        self.operand = operand


BASE_UNKNOWN = Text("dasar persentase tidak dapat dipastikan", "the base of the percentage cannot be told")
ALWAYS_100 = Text(
    "100 di setiap baris, jadi bukan bagian dari apa pun", "100 in every row, so it is the share of nothing"
)


def _unknown(statement: Statement, operand: Operand) -> Value:
    column = statement.column(operand.column)
    low = Fraction(0) if column is not None and column.nonnegative else None
    return Value(NOTHING, (), (operand,), Interval(low, None))


def rows_of(scope: str, at: Spot) -> tuple[int, ...]:
    """The rows that a word such as ``children`` means, from a row."""
    statement, row = at.statement, at.row
    if scope == "rows":
        return tuple(r.index for r in statement.rows if r.kind != "stray")
    if row is None:
        return statement.top
    if scope == "children":
        return statement.children_of[row]
    if scope == "descendants":
        return statement.descendants(row)
    if scope == "leaves":
        return tuple(below for below in statement.descendants(row) if not statement.children_of[below])
    parent = statement.tree[row]
    beside = statement.top if parent is None else statement.children_of[parent]
    return tuple(other for other in beside if other != row)


def filled(at: Spot, column: str) -> bool:
    """Whether a row prints something in a column."""
    if at.row is None:
        return False
    row = at.statement.rows[at.row]
    if column == "uraian":
        return bool(row.uraian)
    return column in row.figures or column in row.texts or any(bad.column == column for bad in row.malformed)


def compare(relation: str, left: Value, right: Value) -> str:
    """``holds``, ``violated`` or ``unasked``; blanks may be any amount that their column allows."""
    if _possible(relation, left.interval, right.interval):
        return "holds"
    if not left.blanks and not right.blanks:
        return "violated"
    # Some amount for the blanks would make it hold, but nothing says that this is the amount.
    if _possible(relation, left.interval + left.slack, right.interval + right.slack):
        return "unasked"
    return "violated"


def _possible(relation: str, left: Interval, right: Interval) -> bool:
    match relation:
        case "=":
            return left.meets(right)
        case "<=":
            return left.may_be_at_most(right)
        case ">=":
            return right.may_be_at_most(left)
        case "<":
            return left.may_be_below(right)
        case _:
            return right.may_be_below(left)


def _negated(value: Value) -> Value:
    return replace(value, interval=-value.interval, slack=-value.slack)


def _closed(value: Value) -> Value:
    """The value, where no blank is among its figures; an unknown amount can be added, but not multiplied."""
    if value.blanks:
        raise Blank(value.blanks[0])
    return value


def _joined(sign: str, left: Value, right: Value) -> Value:
    operands = left.operands + right.operands
    if sign in "+-":
        other = right if sign == "+" else _negated(right)
        return Value(left.interval + other.interval, operands, left.blanks + right.blanks, left.slack + other.slack)
    _closed(left)
    _closed(right)
    try:
        interval = left.interval * right.interval if sign == "*" else left.interval / right.interval
    except ZeroDivisionError:
        raise Unasked(Text("pembaginya nol", "the divisor is zero")) from None
    return Value(interval, operands)


def _texts(path: Path, at: Spot) -> list[str]:
    """The texts that a word means at a row: ``judul`` the titles, ``labels`` the labels of the row and of all above it.

    A total is called by what it is the total of.
    """
    name = path.steps[0]
    if name == "judul" or at.row is None:
        return [" ".join(at.statement.titles)]
    row = at.statement.rows[at.row]
    if name == "labels":
        texts: list[str] = []
        here: int | None = at.row
        while here is not None:
            label = at.statement.rows[here].uraian
            texts.extend((label, total_of(label) or ""))
            here = at.statement.tree[here]
        return texts
    if name == "kode":
        return [row.code]
    if name == "uraian":
        return [row.uraian]
    return [row.texts.get(name, "")]


def _matches(text: str, wanted: str) -> bool:
    """Whether the words stand in the text, one after the other; after ``^`` at its beginning."""
    have, want = words(text), words(wanted.removeprefix("^"))
    if wanted.startswith("^"):
        return have[: len(want)] == want
    return any(have[n : n + len(want)] == want for n in range(len(have) - len(want) + 1))
