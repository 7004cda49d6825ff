"""Figures stand beside their place: those of a row a column further, of a column a row further, or of another row."""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from audit.diagnose._case import (
    CHANCE,
    Case,
    Cell,
    Correction,
    Hypothesis,
    changed,
    listed,
    middle_of,
    settling,
    type_of,
)
from audit.diagnose._follow import with_computed
from audit.diagnose._linear import equation, residual
from audit.diagnose._sums import BrokenSum
from audit.model.statement import Statement
from audit.model.text import Text

#: So many signs that figures stand beside their place are wanted: one may be there by chance.
_SIGNS = 2


def shifted(case: Case, sums: Sequence[BrokenSum]) -> Iterator[Hypothesis]:
    """Rows with the figures of the columns beside, runs of a column with those of the rows beside, exchanged rows."""
    for broken in sums:
        yield from _in_row(case, broken, broken.row, {column: -gap for column, gap in broken.money.items()})
        for kid in _candidates(case, broken):
            weight = broken.statement.weights.get(kid, 1)
            yield from _in_row(case, broken, kid, {column: weight * gap for column, gap in broken.money.items()})
    yield from _in_columns(case)
    for one, two in combinations(sums, 2):
        if one.statement is two.statement and one.money == {column: -gap for column, gap in two.money.items()}:
            yield from _exchanged(case, one, two)


def _exchanged(case: Case, one: BrokenSum, two: BrokenSum) -> Iterator[Hypothesis]:
    """Parts of two sums, the one as much too large as the other is too small, that stand in each other's row."""
    statement = one.statement
    columns = [column.name for column in statement.columns if column.type in ("rupiah", "percent")]
    if statement.weights or max(map(abs, one.money.values())) < CHANCE:
        return

    def figures(row: int) -> tuple[Fraction | None, ...]:
        return tuple(case.value((statement.id, row, column)) for column in one.money)

    wanted = {figures(kid): kid for kid in statement.children_of[two.row]}
    for kid in statement.children_of[one.row]:
        own = figures(kid)
        if None in own:
            continue
        other = wanted.get(
            tuple(value + gap for value, gap in zip(own, one.money.values(), strict=True) if value is not None)
        )
        if other is None or other == kid:
            continue
        change: Correction = {}
        for column in columns:
            here, there = case.value((statement.id, kid, column)), case.value((statement.id, other, column))
            if here is not None and there is not None and here != there:
                change |= {(statement.id, kid, column): there, (statement.id, other, column): here}
        names = listed((statement.rows[kid].short, statement.rows[other].short))
        story = Text(f"angka {names.id} tertukar barisnya", f"the figures of {names.en} stand in each other's row")
        yield from _told(case, change, story)


def _candidates(case: Case, broken: BrokenSum) -> list[int]:
    """The parts of a sum whose figures may stand one column further in the row.

    In a sum of thousands of parts most show by their first two amounts that they do not.
    """
    statement, gaps = broken.statement, broken.money
    columns = [column.name for column in statement.columns if column.type == "rupiah"]
    if len(columns) < _SIGNS:
        return []
    one, two = columns[:2]
    steps = case.printed.steps_below(statement, broken.row, one, two)
    moved = {row for id, row, name in case.world.changes if id == statement.id and name in (one, two)}
    found = moved.union(steps.get(None, ()))
    for sign in {1, *statement.weights.values()}:
        # To the right the first amount is that of the second column, to the left the other way round.
        found.update(
            steps.get(sign * gaps.get(one, Fraction(0)), ()), steps.get(-sign * gaps.get(two, Fraction(0)), ())
        )
    return [kid for kid in statement.children_of[broken.row] if kid in found]


def _in_row(case: Case, broken: BrokenSum, kid: int, growth: dict[str, Fraction]) -> Iterator[Hypothesis]:
    """The figures that put the sums right, where they are those that stand one column further in the row.

    ``growth`` is by how much the row would have to grow. A place left empty is a sign as well: the figure beside it is
    then its own.
    """
    statement = broken.statement
    columns = [column.name for column in statement.columns if column.type == "rupiah"]
    stated = {column: case.value((statement.id, kid, column)) for column in columns}
    for step, where in ((1, Text("ke kanan", "to the right")), (-1, Text("ke kiri", "to the left"))):
        right: Correction = {}
        signs = 0
        for n, column in enumerate(columns):
            value = stated[column]
            beside = stated[columns[n + step]] if 0 <= n + step < len(columns) else None
            own = value + growth[column] if value is not None and column in growth else value
            if value is None and beside is not None:
                own = beside
            if own is None or (beside is not None and own != beside):
                break
            signs += beside is not None and abs(own) >= CHANCE and own != value
            right[(statement.id, kid, column)] = own
        else:
            if signs >= _SIGNS:
                name = statement.rows[kid].short
                story = Text(
                    f"{name}: angka-angkanya bergeser satu kolom {where.id}",
                    f"{name}: its figures stand one column further {where.en}",
                )
                yield from _told(case, right, story)


def _in_columns(case: Case) -> Iterator[Hypothesis]:
    """Runs of rows in one column that obey the equations of their rows with the figures of the rows beside them."""
    own: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in sorted(case.open):
        claim = case.claims[number]
        if claim.relation == "=" and not case.adds(number):
            for part in claim.touched:
                if (part.statement, part.row) == (claim.statement, claim.row):
                    own[(part.statement, part.column)][part.row].append(number)
    for (id, column), claims in own.items():
        statement = case.world.statements[id]
        if type_of(case, (id, 0, column)) != "rupiah":
            continue
        lines = [row.index for row in statement.rows if row.kind != "stray"]
        for step, where in ((1, Text("ke bawah", "down")), (-1, Text("ke atas", "up"))):
            for run in _runs(case, statement, column, claims, lines[::step]):
                first, last = (statement.rows[row].short for row in (min(run), max(run)))
                story = Text(
                    f"{column} dari {first} sampai {last} bergeser satu baris {where.id}",
                    f"{column} from {first} to {last} stands one row further {where.en}",
                )
                yield from _told(case, {(id, row, column): value for row, value in run.items()}, story)


def _runs(
    case: Case, statement: Statement, column: str, claims: dict[int, list[int]], lines: list[int]
) -> Iterator[dict[int, Fraction]]:
    """Rows one after the other with the figures that they should have: each that of the next, the last by itself.

    ``lines`` are the rows in the direction of the shift. Beside the figures that fit it is a sign that the place
    before the run is empty or repeats the first figure, and that the last one stands in the first place.
    """

    def stated(n: int) -> Fraction | None:
        return case.value((statement.id, lines[n], column))

    n = 0
    for place in sorted(at for row in claims if (at := _place(lines, row)) is not None):
        # A run begins in a row with a broken equation of its own.
        if place < n or place >= len(lines) - 1:
            continue
        start = n = place
        while n < len(lines) - 1 and _fits(case, (statement.id, lines[n], column), claims, stated(n), stated(n + 1)):
            n += 1
        right = {lines[m]: value for m in range(start, n) if (value := stated(m + 1)) is not None}
        signs = len(right)
        before = stated(start - 1) if start else None
        if signs and start and stated(start) is not None and before in (None, stated(start)):
            signs += 1
            if before is None:
                right[lines[start - 1]] = stated(start) or Fraction(0)
        if signs and n < len(lines) and lines[n] in claims:
            end = _of_last(case, (statement.id, lines[n], column), claims[lines[n]], stated(start))
            if end is None:
                end = _left_by_sum(case, (statement.id, lines[n], column), right)
            signs += end == stated(start)
            if end is not None:
                right[lines[n]] = end
        if signs >= _SIGNS and len(right) >= _SIGNS:
            yield right
        n = max(n, start) + 1


def _place(lines: Sequence[int], row: int) -> int | None:
    """Where a row stands among lines that follow one another, upwards or downwards."""
    down = lines[0] <= lines[-1]
    n = bisect_left(lines, row) if down else bisect_left(lines, -row, key=operator.neg)
    return n if n < len(lines) and lines[n] == row else None


def _fits(case: Case, cell: Cell, claims: dict[int, list[int]], here: Fraction | None, there: Fraction | None) -> bool:
    """Whether a row obeys its broken equations with the figure that stands beside.

    A small one may do so by chance, and with nought some are not asked; but a nought that agrees is one in its place.
    """
    numbers = claims.get(cell[1], [])
    if not numbers or here is None or there is None or here == there or 0 < abs(there) < CHANCE:
        return False
    if not there:
        world = changed(case.world, {cell: there})
        return abs(here) >= CHANCE and all(case.ask(number, world).verdict == "holds" for number in numbers)
    return case.settles({cell: there}, numbers)


def _of_last(case: Case, cell: Cell, numbers: list[int], first: Fraction | None) -> Fraction | None:
    """What the last row of a run should have: what stands in the first, or what its own equation says."""
    if first is not None and case.settles({cell: first}, numbers):
        return first
    for number in numbers:
        terms, value = equation(case, number), case.value(cell)
        if terms is not None and cell in terms and value is not None:
            return value - residual(case, number) / terms[cell]
    return None


def _left_by_sum(case: Case, cell: Cell, run: dict[int, Fraction]) -> Fraction | None:
    """What the sum above leaves for the last row of a run, once the others have their own figures."""
    value = case.value(cell)
    before: Correction = {(cell[0], row, cell[2]): figure for row, figure in run.items()}
    parent = case.world.statements[cell[0]].tree[cell[1]]
    if value is None or parent is None or any(case.world.statements[cell[0]].tree[row] != parent for row in run):
        return None
    world = changed(case.world, before)
    for number in case.touching.get(cell, ()):
        if case.adds(number) and case.claims[number].row == parent:
            claim = case.ask(number, world)
            middle = middle_of(claim)
            stated = claim.stated.figure if claim.stated else None
            if claim.verdict == "violated" and stated is not None and middle is not None and not claim.blanks:
                weight = case.world.statements[cell[0]].weights.get(cell[1], 1)
                return value + weight * (stated.value - middle)
    return None


def _told(case: Case, right: Correction, story: Text) -> Iterator[Hypothesis]:
    change = with_computed(case, {cell: value for cell, value in right.items() if value != case.value(cell)})
    settled = case.settled(change)
    if len(settled) < _SIGNS or case.breaks(change):
        return
    message = Text(
        f"{story.id}. Dengan angka di tempatnya {settling(len(settled)).id}",
        f"{story.en}. With the figures in their place {settling(len(settled)).en}",
    )
    cells = tuple(case.cell(cell, value) for cell, value in change.items())
    yield Hypothesis("shifted", message, cells, settled, "certain", change)
