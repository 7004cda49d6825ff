"""The meaning of an expression for one row: exact interval arithmetic over the figures that it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.model.figure import Figure, Interval
from audit.model.report import Operand
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.headings import words
from audit.notation.terbilang import read_terbilang
from audit.rules.expression import (
    MANY_ROWS,
    ONE_ROW,
    Absolute,
    Aggregate,
    Comparison,
    Condition,
    Expression,
    InWords,
    Junction,
    Key,
    Matches,
    Negated,
    Negative,
    Number,
    Operation,
    Path,
    Predicate,
    Selector,
)
from audit.rules.moved import added, moved
from audit.rules.rule import Missing
from audit.rules.values import NOTHING, Blank, Inapplicable, NotAsked, Value, closed, compare, joined, negated
from audit.rules.world import Spot, World, filled, rows_of, texts_of, weight

BASE_UNKNOWN = Text("dasar persentase tidak dapat dipastikan", "the base of the percentage cannot be told")
_NONE_FITS = Text("tidak ada baris yang memenuhi syarat {}", "no row fits {}")
_SEVERAL_FIT = Text(
    "beberapa baris memenuhi syarat {} dan angkanya berbeda", "several rows fit {}, and their figures differ"
)

#: Words after which rows are added with their weights, since together they make up the row that asks.
_PARTS = frozenset({"children", "leaves"})


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates expressions in a world, with one base for shares and one treatment of blanks.

    ``match`` is the kind of statement of which each row means the one that it is paired with.
    ``words`` are those beside the amount of a sentence, for a rule about prose.
    """

    world: World
    base: Expression | None = None
    missing: Missing = "unknown"
    match: str | None = None
    words: Figure | None = None

    def value(self, node: Expression, at: Spot) -> Value:
        """What the expression comes to at a row; raises NotAsked or Inapplicable."""
        match node:
            case Path():
                return self._path(node, at)
            case Operation(sign=sign, left=left, right=right):
                if sign == "+" and self.missing == "zero":
                    left, right = self._printed(node, at) or (left, right)
                return joined(sign, self.value(left, at), self.value(right, at))
            case Number(value=constant):
                return Value(Interval.exactly(constant))
            case Aggregate():
                return self._aggregate(node, at)
            case Negative(of=of):
                return negated(self.value(of, at))
            case Absolute(of=of):
                value = closed(self.value(of, at))
                return replace(value, interval=abs(value.interval))
            case InWords(path=path):
                return self._in_words(path.steps[0], at)

    def holds(self, condition: Condition, at: Spot) -> bool:
        """Whether a condition is true of a row; raises NotAsked where that cannot be told."""
        match condition:
            case Junction(word="and", parts=parts):
                return all(self.holds(part, at) for part in parts)
            case Junction(parts=parts):
                return any(self.holds(part, at) for part in parts)
            case Negated(part=part):
                return not self.holds(part, at)
            case Matches(path=path, words=wanted):
                return self.world.says(path.steps[0], wanted, at)
            case Comparison(relation=relation, left=left, right=right):
                return compare(relation, self.value(left, at), self.value(right, at)) == "holds"
            case Predicate(name="filled", arguments=arguments):
                return all(filled(at, argument.steps[0]) for argument in arguments)
            case Predicate(name="share", arguments=(column, whole)):
                return self._is_share(column.steps[0], whole.text, at)
            case Predicate(name="is", arguments=(name,)):
                named = self.world.named.get((at.statement.kind, name.text))
                return named is not None and self.holds(named, at)
            case Predicate(name="leaf"):
                return at.row is not None and not at.statement.children_of[at.row]
            case Predicate(name=name):
                raise ValueError(f"{name} is no condition")

    def _printed(self, node: Operation, at: Spot) -> tuple[Expression, Expression] | None:
        """A sum of columns in two parts, without those that the table has not; None where all of them count.

        An office without transfers prints no such column. Two others must be there, and no column that may be it.
        """
        addends = _addends(node)
        there = [part for part in addends if not _is_absent(part, at.statement)]
        if len(there) == len(addends) or len(there) < 2 or at.statement.unknown:
            return None
        whole = there[0]
        for part in there[1:-1]:
            whole = Operation("+", whole, part)
        return whole, there[-1]

    def _is_share(self, column: str, whole: str, at: Spot) -> bool:
        if at.statement.column(column) is None:
            return False
        base = self.world.bases.get((at.statement.id, column))
        if base is None:
            raise NotAsked(self.world.no_base.get((at.statement.id, column), BASE_UNKNOWN))
        return base == whole

    # The rows that a path leads to

    def _path(self, path: Path, at: Spot) -> Value:
        """The one figure that a path leads to; several rows that say the same are one."""
        if len(path.steps) == 1 and path.inner is None:
            return self._at(path, at)
        reached, rest = self._through(path, at, columns=1)
        if len(reached) == 1:
            return self._at(rest, reached[0].there)
        values = []
        for step in reached:
            try:
                values.append(self._at(rest, step.there))
            except Blank:
                continue
        if values and all(value.interval == values[0].interval for value in values):
            return values[0]
        reason = _SEVERAL_FIT if values else _NONE_FITS
        raise NotAsked(Text(reason.id.format(path.text), reason.en.format(path.text)))

    def _through(self, path: Path, at: Spot, *, columns: int) -> tuple[list[_Reached], Path]:
        """The rows that the leading steps of a path lead to, and what is left of it: the columns, or what is inside."""
        last = len(path.steps) - (0 if path.inner is not None else columns)
        reached = [_Reached(at, at)]
        for n, step in enumerate(path.steps[:last]):
            reached = [
                _Reached(before.there, there)
                for before in reached
                for there in self._step(step, path.selector(n), before.there, at)
            ]
        return reached, path.after(last)

    def _step(self, step: str, selector: Selector | None, spot: Spot, asking: Spot) -> list[Spot]:
        statement, row = spot.statement, spot.row
        if step == "root":
            return [Spot(statement, statement.root)]
        if step == "parent":
            if row is None or statement.tree[row] is None:
                raise Inapplicable
            return [Spot(statement, statement.tree[row])]
        if step in ONE_ROW:
            other = self.world.links.get(step, {}).get((statement.id, row)) if row is not None else None
            if other is None:
                raise Inapplicable
            return [Spot(self.world.statements[other[0]], other[1])]
        named = self.world.named.get((statement.kind, step))
        if named is not None:
            whole = Spot(statement, None)
            every = (Spot(statement, number) for number in rows_of("rows", whole))
            return [other for other in every if self._fits(named, other, asking)]
        if step in MANY_ROWS:
            found = [Spot(statement, number) for number in rows_of(step, spot)]
        else:
            tables = self.world.tables(step, spot, paired=step == self.match)
            if not tables:
                raise Inapplicable
            if selector is None:
                return [Spot(table, None) for table in tables]
            found = [Spot(table, number) for table in tables for number in rows_of("rows", Spot(table, None))]
        return found if selector is None else [other for other in found if self._fits(selector, other, asking)]

    def _fits(self, selector: Selector, at: Spot, asking: Spot) -> bool:
        """Whether a row is one that a selector means; a row that prints nothing of what is asked is not."""
        if isinstance(selector, Key):
            here, there = ([words(t) for t in texts_of(selector.column, spot)[:1]] for spot in (asking, at))
            return bool(here[0]) and here == there
        try:
            return self.holds(selector, at)
        except Blank:
            return False

    def _at(self, rest: Path, at: Spot) -> Value:
        """What is left of a path, at the row that it led to."""
        if not rest.steps:
            return self.value(rest.inner or Number(Fraction(1)), at)
        column = rest.steps[0]
        if column == "base":
            if self.base is None:
                raise NotAsked(BASE_UNKNOWN)
            return self.value(self.base, at)
        return self._figure(column, at)

    def _figure(self, column: str, at: Spot) -> Value:
        statement = at.statement
        if statement.column(column) is None:
            raise NotAsked(Text(f"tabel tidak punya kolom {column}", f"the table has no column {column}"))
        if at.row is None:
            return self._implied_total(column, statement)
        world = self.world
        seen: dict[int, Value] | None = None
        if not world.unrounded and (not world.changes or (statement.id, at.row, column) not in world.changes):
            rounding = world.rounding.get((statement.id, column), "nearest")
            seen = world.seen.setdefault((statement.id, column, rounding), {})
            if at.row in seen:
                return seen[at.row]
        figure = world.figure(statement, at.row, column)
        operand = Operand(statement.id, at.row, column, figure)
        if figure is None:
            if any(bad.column == column for bad in statement.rows[at.row].malformed):
                raise NotAsked(Text(f"{column} tidak terbaca pasti", f"{column} cannot be read for certain"))
            if self.missing == "zero" and not statement.children_of[at.row]:
                return Value(NOTHING, (operand,))
            raise Blank(operand)
        value = Value(world.interval(statement, column, figure), (operand,))
        if seen is not None:
            seen[at.row] = value
        return value

    def _in_words(self, column: str, at: Spot) -> Value:
        """The number that a text of the row says; words that leave a doubt are held against nothing."""
        if at.row is None:
            if self.words is None:
                raise Inapplicable
            return Value(self.words.interval())
        text = texts_of(column, at)[0]
        operand = Operand(at.statement.id, at.row, column)
        if not filled(at, column):
            raise Blank(operand)
        said = read_terbilang(text)
        if said is None or not said.sure:
            raise NotAsked(Text(f"kata-kata di {column} tidak terbaca pasti", f"the words of {column} are in doubt"))
        return Value(said.figure(text).interval(), (replace(operand, figure=said.figure(text)),))

    def _implied_total(self, column: str, statement: Statement) -> Value:
        """The total of a table that prints none: the sum of its top rows, printed root if there is one."""
        if statement.root is not None:
            return self._figure(column, Spot(statement, statement.root))
        whole = Spot(statement, None)
        world = self.world
        key = (statement.id, column, self.missing, world.unrounded, world.rounding.get((statement.id, column)))
        total = None if world.totals is None else world.totals.get(key)
        if total is None:
            try:
                moved = self._moved(column, whole)
                parts = () if moved else [_Reached(whole, Spot(statement, row)) for row in statement.top]
                total = closed(moved or self._sum(parts, Path((column,))))
            except NotAsked as silence:
                total = silence
            if world.totals is not None:
                world.totals[key] = total
        if isinstance(total, NotAsked):
            raise total.with_traceback(None)
        return total

    # Functions over rows

    def _aggregate(self, node: Aggregate, at: Spot) -> Value:
        # `count(children)` and `count(rincian)` end with rows, all else with a column of theirs.
        if node.function == "sum" and self.world.tried and (column := _of_children(node)):
            moved = self._moved(column, at)
            if moved is not None:
                return moved
        ends_in_rows = len(node.path.steps) == 1 or node.path.steps[-1] in ONE_ROW | MANY_ROWS
        reached, rest = self._through(node.path, at, columns=int(not ends_in_rows))
        if not reached:
            raise Inapplicable
        if node.where is not None:
            reached = [step for step in reached if self._fits(node.where, step.there, at)]
        if node.function == "count":
            printed = [step for step in reached if not rest.steps or filled(step.there, rest.steps[0])]
            return Value(Interval.exactly(Fraction(len(printed))))
        if not reached:
            # A sum over nothing would accuse a table whose labels or codes are only written otherwise.
            raise NotAsked(Text("tidak ada baris yang memenuhi syarat where", "no row fits the condition after where"))
        if node.function == "sum":
            word = [step for step in node.path.steps if step in MANY_ROWS][-1:]
            return self._sum(reached, rest, weighted=word in (["children"], ["leaves"]))
        values = [closed(self._at(rest, step.there)) for step in reached]
        choose: Callable[[Iterable[Fraction]], Fraction] = min if node.function == "min" else max
        lows = [value.interval.low for value in values if value.interval.low is not None]
        highs = [value.interval.high for value in values if value.interval.high is not None]
        operands = tuple(operand for value in values for operand in value.operands)
        return Value(Interval(choose(lows), choose(highs)), operands)

    def _moved(self, column: str, at: Spot) -> Value | None:
        """The sum of a column over the rows below, where few figures are tried and it follows from the printed ones."""
        world = self.world
        if not world.tried:
            return None
        rounding = world.rounding.get((at.statement.id, column))
        key = (at.row, (at.statement.id, column, self.missing, world.unrounded, rounding))
        known = world.sums.get(key)
        if known is None or known.statement is not at.statement:
            printed = replace(self, world=replace(world, changes={}, totals={}, tried=False))
            parts = [_Reached(at, Spot(at.statement, row)) for row in rows_of("children", at)]
            try:
                total = printed._sum(parts, Path((column,))) if parts else None
            except NotAsked:
                total = None
            known = world.sums[key] = added(at, total)
        return moved(known, at, column, world)

    def _sum(self, reached: Sequence[_Reached], rest: Path, *, weighted: bool = True) -> Value:
        """The sum over rows, with their weights where they are parts; a blank row is replaced by its children.

        A blank without children is an unknown amount, unless the rule says otherwise.
        """
        # The figures are gathered in lists: a sum of thousands of rows would else copy them once for each row.
        interval, slack = NOTHING, NOTHING
        operands: list[Operand] = []
        blanks: list[Operand] = []
        there = {(step.there.statement.id, step.there.row) for step in reached}
        for step in reached:
            spot = step.there
            try:
                value = self._at(rest, spot)
            except Blank as blank:
                kids = () if spot.row is None else spot.statement.children_of[spot.row]
                if kids:
                    if (spot.statement.id, kids[0]) in there:
                        continue
                    value = self._sum([_Reached(spot, Spot(spot.statement, kid)) for kid in kids], rest)
                elif self.missing == "skip":
                    continue
                elif self.missing == "unknown" and rest.steps and rest.inner is None:
                    value = _unknown(spot.statement, blank.operand)
                else:
                    raise
            sign = weight(step.origin, spot.row) if weighted and spot.row is not None else 1
            if sign:
                part = value if sign > 0 else negated(value)
                interval += part.interval
                operands += part.operands
                if part.blanks:
                    blanks += part.blanks
                    slack += part.slack
        return Value(interval, tuple(operands), tuple(blanks), slack)


def _of_children(node: Aggregate) -> str | None:
    """The column that is added up over the parts of a row, where the aggregate is no more than that."""
    path = node.path
    plain = node.where is None and path.inner is None and not path.chosen
    return path.steps[1] if plain and len(path.steps) == 2 and path.steps[0] == "children" else None


def _addends(node: Expression) -> list[Expression]:
    """What a chain of plus signs adds."""
    if isinstance(node, Operation) and node.sign == "+":
        return [*_addends(node.left), *_addends(node.right)]
    return [node]


def _is_absent(node: Expression, statement: Statement) -> bool:
    """Whether an expression is a column of the row that the table does not have."""
    if not isinstance(node, Path) or len(node.steps) != 1 or node.inner is not None:
        return False
    return node.steps[0] != "base" and statement.column(node.steps[0]) is None


@dataclass(frozen=True, slots=True)
class _Reached:
    """A row that a path led to, and the one from which its last step was taken."""

    origin: Spot
    there: Spot


def _unknown(statement: Statement, operand: Operand) -> Value:
    column = statement.column(operand.column)
    low = Fraction(0) if column is not None and column.nonnegative else None
    return Value(NOTHING, (), (operand,), Interval(low, None))
