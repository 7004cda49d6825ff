"""What the tables say of a row: its figures, and what is computed from them, each with the figures it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache

from audit.model.figure import Figure, Interval
from audit.model.report import Operand
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.model.vocabulary import Vocabulary
from audit.rules.cited import year_in
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Path, parse_expression
from audit.rules.values import Inapplicable, NotAsked
from audit.rules.world import Spot, World
from audit.tie._labels import Cell

_parsed = cache(parse_expression)

HUNDRED = Interval.exactly(Fraction(100))


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that an amount may mean: its values, the figures that it rests on, and how it is called.

    ``named`` says that it is a figure of a table or a total of one, not computed from several figures.
    """

    interval: Interval
    operands: tuple[Operand, ...]
    text: Text
    named: bool = True

    @property
    def cell(self) -> Cell | None:
        """The row that it is a figure of, if it is one figure."""
        return (self.operands[0].statement, self.operands[0].row) if len(self.operands) == 1 else None


@dataclass(slots=True)
class Tables:
    """The tables of one report as sentences refer to them.

    The rows with totals, and the cells by their amount, are looked for once. ``time`` is the year of which an amount
    speaks, None where it is in doubt: of the statements of other documents only that year is seen.
    """

    world: World
    words: Vocabulary = field(default_factory=Vocabulary)
    time: str | None = None
    _roots: list[Cell] | None = None
    _standing: dict[Fraction, list[Operand]] | None = None

    def at_time(self, time: str | None) -> Tables:
        """The tables as an amount of that year sees them."""
        if not self.world.cited.years:
            return self
        # What was looked for once is handed on.
        return replace(self, time=time, _roots=self.roots, _standing=self._cells())

    def _is_seen(self, statement: Statement, column: str) -> bool:
        """Whether figures may be meant: all of the report's own, and of others those that are of no other year."""
        years = self._years(statement, column)
        return statement.id not in self.world.cited or self.time is None or self.time in years or None in years

    def _years(self, statement: Statement, column: str) -> tuple[str | None, ...]:
        cited = self.world.cited
        return cited.years.get(statement.id), year_in(statement, column, cited.earlier)

    def accuses(self, reading: Reading) -> bool:
        """Whether a reading may contradict an amount: those of other documents only if they surely speak of the same.

        They must be of the office of the report and of the year that the amount is of.
        """
        for operand in reading.operands:
            if operand.statement in self.world.cited:
                years = self._years(self.world.statements[operand.statement], operand.column)
                if self.time not in years or self.time is None or operand.statement in self.world.cited.foreign:
                    return False
        return True

    def accuses_by(self, statement: str) -> bool:
        """Whether the rows of a statement may be counted against a sentence."""
        cited = self.world.cited
        return statement not in cited or (cited.fits(statement) and self.time == cited.year)

    def statement(self, cell: Cell) -> Statement:
        """The table in which a row stands."""
        return self.world.statements[cell[0]]

    def columns(self, cell: Cell, unit: str) -> list[str]:
        """The columns of a table that hold figures of a unit."""
        return [column.name for column in self.statement(cell).columns if column.type == unit]

    def at(self, cell: Cell, column: str) -> Reading | None:
        """The figure of a row in a column."""
        statement = self.statement(cell)
        row = statement.rows[cell[1]]
        figure = row.figures.get(column)
        if figure is None or statement.column(column) is None or not self._is_seen(statement, column):
            return None
        operand = Operand(statement.id, row.index, column, figure)
        text = Text(f"{column} {row.short}", f"{column} of {row.short}") + self.elsewhere(statement, row, column)
        return Reading(self.world.interval(statement, column, figure), (operand,), text)

    def elsewhere(self, statement: Statement, row: Row, column: str) -> Text:
        """Where a figure of another document stands, since the file is not that which is audited."""
        where = f", {row.places.get(column, row.place).text}" if statement.id in self.world.cited else ""
        return Text(where, where)

    def readings(self, cells: Iterable[Cell], columns: Iterable[str] | None, unit: str) -> list[Reading]:
        """The figures of rows in some columns of a unit, in all of that unit where none are given."""
        wanted = None if columns is None else list(columns)
        found = []
        for cell in cells:
            for column in self.columns(cell, unit):
                if wanted is None or column in wanted:
                    reading = self.at(cell, column)
                    if reading is not None:
                        found.append(reading)
        return found

    def meant(self, cells: Iterable[Cell], columns: Iterable[str], unit: str) -> list[Reading]:
        """The figures of rows in the columns that words mean, those first that are printed, then those derived."""
        wanted = [column for column in columns if self.words.types.get(column) == unit]
        cells = list(cells)
        derived = [reading for cell in cells for column in wanted for reading in self._derived(cell, column)]
        return [*self.readings(cells, wanted, unit), *derived]

    def _derived(self, cell: Cell, column: str) -> Iterator[Reading]:
        statement = self.statement(cell)
        row = statement.rows[cell[1]]
        for equation in self.words.derived.get(column, ()):
            try:
                value = Evaluator(self.world).value(_parsed(equation), Spot(statement, row.index))
            except (NotAsked, Inapplicable, ValueError, ZeroDivisionError):
                continue
            if not value.blanks and all(self._is_seen(statement, operand.column) for operand in value.operands):
                text = Text(f"{equation} untuk {row.short}", f"{equation} of {row.short}")
                text += self.elsewhere(statement, row, "")
                yield Reading(value.interval, value.operands, text, named=False)

    @property
    def roots(self) -> list[Cell]:
        """The rows with the printed total of a whole table; the only row at the top of one is its total too."""
        if self._roots is None:
            self._roots = []
            for statement in self.world.statements.values():
                top = statement.top
                if statement.root is not None:
                    self._roots.append((statement.id, statement.root))
                elif len(top) == 1 and statement.children_of[top[0]]:
                    self._roots.append((statement.id, top[0]))
        return self._roots

    def totals(self, columns: Iterable[str] | None, unit: str) -> list[Reading]:
        """The totals of all tables, those that are not printed included where their rows can simply be added."""
        wanted = None if columns is None else list(columns)
        found = self.readings(self.roots, wanted, unit)
        printed = {cell[0] for cell in self.roots}
        for statement in self.world.statements.values():
            if statement.id in printed or statement.selection or statement.weights or not statement.top:
                continue
            for column in statement.columns:
                asked = wanted is None or column.name in wanted
                if column.type == unit == "rupiah" and asked and self._is_seen(statement, column.name):
                    found.extend(self._added_up(statement, column.name))
        return found

    def _added_up(self, statement: Statement, column: str) -> Iterator[Reading]:
        try:
            value = Evaluator(self.world).value(Path(("root", column)), Spot(statement, None))
        except (NotAsked, Inapplicable):
            return
        if not value.blanks:
            text = Text(f"jumlah {column} {statement.name}", f"total {column} of {statement.name}")
            yield Reading(value.interval, value.operands, text)

    def parts_added(self, cells: Iterable[Cell], columns: Iterable[str]) -> list[Reading]:
        """The sums of the parts of rows, which a table may print wrongly above them."""
        found = []
        for cell in cells:
            statement = self.statement(cell)
            for column in columns:
                parts = [self.at((cell[0], child), column) for child in statement.children_of[cell[1]]]
                known = [part for part in parts if part is not None]
                if len(known) >= 2 and len(known) == len(parts):
                    text = Text(f"jumlah bagian {column}", f"sum of the parts of {column}")
                    found.append(added(known, text))
        return found

    def above(self, cell: Cell) -> list[Cell]:
        """The rows of which a row is a part, up to the total of its table."""
        statement = self.statement(cell)
        rows = statement.above(cell[1])
        root = statement.root
        beside = () if root is None or root == cell[1] or root in rows else (root,)
        return [(cell[0], row) for row in (*rows, *beside)]

    def stands(self, figure: Figure) -> Sequence[Operand]:
        """All cells in which an amount of money stands as it is."""
        found = self._cells().get(figure.value, ())
        return [one for one in found if self._is_seen(self.world.statements[one.statement], one.column)]

    def _cells(self) -> dict[Fraction, list[Operand]]:
        if self._standing is None:
            self._standing = defaultdict(list)
            for statement in self.world.statements.values():
                money = [column.name for column in statement.columns if column.type == "rupiah"]
                for row in statement.rows:
                    for column in money:
                        there = row.figures.get(column)
                        if there is not None and there.value:
                            self._standing[there.value].append(Operand(statement.id, row.index, column, there))
        return self._standing


def added(parts: list[Reading], text: Text) -> Reading:
    """Several readings added up."""
    total, operands = Interval.exactly(Fraction(0)), []  # type: tuple[Interval, list[Operand]]
    for part in parts:
        total += part.interval
        operands.extend(part.operands)
    return Reading(total, tuple(operands), text, named=False)


def difference(left: Reading, right: Reading) -> Reading:
    """One reading less another."""
    text = Text(f"{left.text.id} − {right.text.id}", f"{left.text.en} − {right.text.en}")
    return Reading(left.interval - right.interval, left.operands + right.operands, text, named=False)


def share(part: Reading, whole: Reading) -> Reading | None:
    """One reading in percent of another; None where the whole may be zero or a side has no bounds."""
    try:
        interval = part.interval * HUNDRED / whole.interval
    except (ZeroDivisionError, ValueError):
        return None
    text = Text(f"{part.text.id} / {whole.text.id}", f"{part.text.en} / {whole.text.en}")
    return Reading(interval, part.operands + whole.operands, text, named=False)


def growth(old: Reading, new: Reading) -> Reading | None:
    """By how many percent a figure grew from the older reading to the newer."""
    try:
        interval = (new.interval - old.interval) * HUNDRED / old.interval
    except (ZeroDivisionError, ValueError):
        return None
    text = Text(f"kenaikan {old.text.id} ke {new.text.id}", f"growth of {old.text.en} to {new.text.en}")
    return Reading(interval, old.operands + new.operands, text, named=False)
