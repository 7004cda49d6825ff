"""A row stands twice among the parts of a sum, which is right without one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from audit.diagnose._case import Case, Correction, Hypothesis, settling
from audit.diagnose._sums import BrokenSum, doubles
from audit.model.report import Confidence, RowChange
from audit.model.statement import Row
from audit.model.text import Text
from audit.notation.numerals import amount_text
from audit.rules.expression import Predicate


def duplicated_rows(case: Case, sums: Iterable[BrokenSum]) -> Iterator[Hypothesis]:
    """One for each broken sum that is too small by a part which repeats another in label or code and every figure."""
    for broken in sums:
        kids = broken.statement.children_of[broken.row]
        for row, twin in doubles(broken.statement.rows[kid] for kid in kids):
            if _is_too_much(case, broken, row):
                yield _hypothesis(case, broken, row, twin)
                break


def _is_too_much(case: Case, broken: BrokenSum, row: Row) -> bool:
    """Whether the parts are too much by just the figures of the row, in each column that is broken."""
    weight = broken.statement.weights.get(row.index, 1)
    figures = {
        column: figure.value
        for column in broken.money
        if (figure := case.figure((broken.statement.id, row.index, column)))
    }
    return figures == {column: -gap * weight for column, gap in broken.money.items()}


def _hypothesis(case: Case, broken: BrokenSum, row: Row, twin: Row) -> Hypothesis:
    id = broken.statement.id
    figures = tuple((column, -gap) for column, gap in broken.money.items())
    column, amount = figures[0]
    shown = amount_text(amount, "rupiah")
    change = _without(case, broken, row)
    explains = frozenset(broken.numbers) | _of_its_code(case, id, row)
    if change:
        explains |= case.settled(change)
    settled = len(explains)
    other = Text("dirinya", "itself") if twin.short == row.short else Text(twin.short, twin.short)
    message = Text(
        f"{row.short}: mengulang {other.id} dengan angka yang sama ({column} {shown.id}). "
        f"Tanpa baris itu {settling(settled).id}",
        f"{row.short}: repeats {other.en} with the same figures ({column} {shown.en}). "
        f"Without that row {settling(settled).en}",
    )
    cells = tuple(case.cell((id, row.index, column), None) for column in broken.money)
    taken = RowChange("remove", id, broken.row, row.index - 1 if row.index else None, figures)
    confidence: Confidence = "certain" if settled > 1 else "likely"
    return Hypothesis("duplicate-row", message, cells, explains, confidence, change, rows=(taken,))


def _of_its_code(case: Case, id: str, row: Row) -> frozenset[int]:
    """The claims that say of the row that its code stands twice."""
    return frozenset(
        number
        for number, claim in enumerate(case.claims)
        if claim.verdict == "violated"
        and (claim.statement, claim.row) == (id, row.index)
        and isinstance(assertion := case.answers.origins[number][0].assertion, Predicate)
        and assertion.name == "unique"
    )


def _without(case: Case, broken: BrokenSum, row: Row) -> Correction:
    """The figures of the table as if the row were not there; nothing where that would break a claim."""
    change: Correction = {}
    for column in broken.statement.columns:
        cell = (broken.statement.id, row.index, column.name)
        if column.name in row.figures and column.name in broken.gaps:
            change[cell] = Fraction(0)
        elif column.name in row.figures and column.type not in ("percent", "rupiah"):
            # A quantity times a price need not be the amount any more.
            change[cell] = None
    return {} if case.breaks(change) else change
