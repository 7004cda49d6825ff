"""A percentage column repeats another one whose own equation it does not obey.

That two columns are equal is no error by itself: target reached and money spent may agree in every row. It becomes
one where the equation of the column is broken, and then only in the rows where it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.diagnose._case import Case, Hypothesis, proposed
from audit.model.report import Confidence
from audit.model.statement import Statement
from audit.model.text import Text


def copied_columns(case: Case) -> Iterator[Hypothesis]:
    """For each percentage column with broken equations, the column that it repeats, if there is one."""
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
            if other.type == "percent" and other.name != column and _repeats(statement, column, other.name):
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


def _repeats(statement: Statement, column: str, other: str) -> bool:
    """Whether a column has the figures of another in at least nineteen of twenty rows, and three rows or more."""
    rows = [row.index for row in statement.rows if column in row.figures and other in row.figures]
    equal = sum(1 for row in rows if _same(statement, row, column, other))
    return len(rows) >= 3 and equal * 20 >= len(rows) * 19


def _hypothesis(case: Case, statement: Statement, column: str, other: str, numbers: list[int]) -> Hypothesis:
    cells = tuple(case.cell((statement.id, case.claims[n].row, column), proposed(case.claims[n])) for n in numbers)
    rows = Text("satu baris", "one row") if len(numbers) == 1 else Text(f"{len(numbers)} baris", f"{len(numbers)} rows")
    message = Text(
        f"{statement.name}: kolom {column} mengulang kolom {other}, padahal di {rows.id} hitungannya lain",
        f"{statement.name}: the column {column} repeats the column {other}, but in {rows.en} it computes otherwise",
    )
    confidence: Confidence = "certain" if len(numbers) >= 2 else "likely"
    return Hypothesis("copied-column", message, cells, frozenset(numbers), confidence=confidence)
