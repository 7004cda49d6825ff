"""A column repeats another one whose own equation it does not obey.

That two columns are equal is no error by itself: target reached and money spent may agree in every row. It becomes
one where the equation of the column is broken, and then only in the rows where it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from audit.diagnose._case import Case, Cell, Correction, Hypothesis, changed, proposed, settling, type_of
from audit.diagnose._linear import equation, residual
from audit.model.figure import Interval
from audit.model.report import Alternative, Confidence, Operand
from audit.model.statement import Statement
from audit.model.text import Text

#: In fewer rows than this two amounts may be the same by chance.
_ROWS = 3


def copied_columns(case: Case) -> Iterator[Hypothesis]:
    """For each percentage column with broken equations, the column that it repeats, and the same of amounts."""
    yield from _percentages(case)
    yield from _amounts(case)


def _amounts(case: Case) -> Iterator[Hypothesis]:
    """Of columns of amounts that are one, that which is the copy: whose figures its equations put right.

    Of three columns that are one, several may be the copy; they are rivals, since one claim is explained once.
    """
    for id in sorted({case.claims[n].statement for n in case.open}):
        statement = case.world.statements[id]
        money = [column.name for column in statement.columns if column.type == "rupiah"]
        same = [pair for pair in combinations(money, 2) if statement.repeats(*pair)]
        weighed = [
            (_weight(case, statement, h, pair), h)
            for pair in same
            for copy, source in (pair, pair[::-1])
            for h in _copy(case, statement, copy, source)
        ]
        weighed.sort(key=lambda one: one[0])
        while weighed:
            (weight, best), *others = weighed
            weighed = [one for one in others if one[1].explains.isdisjoint(best.explains)]
            rivals = [h for other, h in others if other == weight and not h.explains.isdisjoint(best.explains)]
            told = tuple(Alternative(h.kind, h.cells, h.message) for h in rivals)
            sure = not rivals and all(case.answers.origins[n][1] is None for n in best.explains)
            yield replace(best, alternatives=told, confidence="certain" if sure else "likely")


def _weight(case: Case, statement: Statement, copy: Hypothesis, pair: tuple[str, str]) -> tuple[int, int, int]:
    """How few claims a copy explains, how few printed percentages then fit, and how many claims the copy keeps.

    While the two columns are one, no rule can tell of what the percentages of the table are shares.
    """
    world = changed(case.world, copy.change)
    fitting = 0
    for column in statement.columns:
        for part, whole in (pair, pair[::-1]) if column.type == "percent" else ():
            held = 0
            for row in statement.rows:
                printed = row.figures.get(column.name)
                figures = world.figure(statement, row.index, part), world.figure(statement, row.index, whole)
                if printed is None or figures[0] is None or figures[1] is None or not figures[1].value:
                    continue
                share = Interval.exactly(100 * figures[0].value / figures[1].value)
                held += bool(printed.value) and share.meets(printed.interval())
            fitting = max(fitting, held)
    held_with = [n for n in case.affected(copy.change) if case.verdicts[n] == "holds" and not case.adds(n)]
    equations = [n for n in held_with if case.claims[n].relation == "="]
    return -len(copy.explains), -fitting, len(equations)


def _copy(case: Case, statement: Statement, copy: str, source: str) -> Iterator[Hypothesis]:
    """A column as the copy of another, with the figures that the broken equations of its rows leave for it."""
    change: Correction = {}
    for number in sorted(case.open):
        claim = case.claims[number]
        cell = (statement.id, claim.row, copy)
        figure = case.figure(cell)
        if claim.statement != statement.id or claim.relation != "=" or case.adds(number):
            continue
        terms = equation(case, number)
        if terms is not None and cell in terms and all(other[1] == claim.row for other in terms):
            if figure is not None and _same(statement, claim.row, copy, source):
                change[cell] = figure.value - residual(case, number) / terms[cell]
        elif type_of(case, (*cell[:2], claim.column or "")) == "percent":
            # A percentage or a mean says only about what should stand there.
            for part in map(_cell, claim.because):
                if part[0] == statement.id and part[2] == copy and _same(statement, part[1], copy, source):
                    change.setdefault(part, None)
    below = [cell for cell, value in change.items() if value is not None and value < 0]
    if len(change) < _ROWS or any((f := case.figure(cell)) and f.value >= 0 for cell in below) or case.breaks(change):
        return
    settled = case.settled(change)
    known = any(value is not None for value in change.values())
    right = (
        Text("angka yang dihitung", "the figures computed") if known else Text("angkanya sendiri", "its own figures")
    )
    message = Text(
        f"{statement.name}: kolom {copy} mengulang kolom {source} di {len(change)} baris, padahal hitungannya lain; "
        f"dengan {right.id} {settling(len(settled)).id}",
        f"{statement.name}: the column {copy} repeats the column {source} in {len(change)} rows that compute "
        f"otherwise; with {right.en} {settling(len(settled)).en}",
    )
    cells = tuple(case.cell(cell, value) for cell, value in change.items())
    yield Hypothesis("copied-column", message, cells, settled, change=change)


def _cell(part: Operand) -> Cell:
    return part.statement, part.row, part.column


def _percentages(case: Case) -> Iterator[Hypothesis]:
    broken: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, claim in enumerate(case.claims):
        if claim.verdict == "violated" and claim.column and not _within_column(case, number):
            broken[(claim.statement, claim.column, claim.rule)].append(number)
    for (id, column, _), numbers in broken.items():
        statement = case.world.statements[id]
        known = statement.column(column)
        if known is None or known.type != "percent" or not case.open.intersection(numbers):
            continue
        for other in statement.columns:
            if other.type == "percent" and other.name != column and statement.repeats(column, other.name):
                same = [n for n in numbers if _same(statement, case.claims[n].row, column, other.name)]
                if same and len(same) == len(numbers):
                    yield _hypothesis(case, statement, column, other.name, same)
                    break


def _within_column(case: Case, number: int) -> bool:
    """Whether a claim only adds up the figures of its own column, so that it says nothing of other columns."""
    claim = case.claims[number]
    return all(operand.column == claim.column for operand in claim.because)


def _same(statement: Statement, row: int, column: str, other: str) -> bool:
    one, two = statement.rows[row].figures.get(column), statement.rows[row].figures.get(other)
    return one is not None and two is not None and one.value == two.value


def _hypothesis(case: Case, statement: Statement, column: str, other: str, numbers: list[int]) -> Hypothesis:
    cells = tuple(case.cell((statement.id, case.claims[n].row, column), proposed(case.claims[n])) for n in numbers)
    rows = Text("satu baris", "one row") if len(numbers) == 1 else Text(f"{len(numbers)} baris", f"{len(numbers)} rows")
    message = Text(
        f"{statement.name}: kolom {column} mengulang kolom {other}, padahal di {rows.id} hitungannya lain",
        f"{statement.name}: the column {column} repeats the column {other}, but in {rows.en} it computes otherwise",
    )
    confidence: Confidence = "certain" if len(numbers) >= 2 else "likely"
    return Hypothesis("copied-column", message, cells, frozenset(numbers), confidence=confidence)
