"""A row stands twice among the parts of a sum, which is right without one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from audit.diagnose._case import Case, Correction, Hypothesis, changed, settling
from audit.diagnose._sums import BrokenSum, doubles
from audit.model.report import Confidence, RowChange
from audit.model.statement import Row
from audit.model.text import Text
from audit.notation.numerals import amount_text
from audit.rules.expression import Predicate


def duplicated_rows(case: Case, sums: Iterable[BrokenSum]) -> Iterator[Hypothesis]:
    """One for each broken sum that is too small by a part which repeats another in label or code and every figure.

    A row that the sum of another column counts stands there by right.
    """
    codes: dict[tuple[str, int], list[int]] | None = None
    for broken in sums:
        kids = broken.statement.children_of[broken.row]
        for row, twin in doubles(broken.statement.rows[kid] for kid in kids):
            if _is_too_much(case, broken, row) and not _is_counted(case, broken.statement.id, row):
                codes = codes if codes is not None else _codes_twice(case)
                yield _hypothesis(case, broken, row, twin, codes.get((broken.statement.id, row.index), []))
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


def _is_counted(case: Case, id: str, row: Row) -> bool:
    """Whether something that holds with the row, and is not said of it, would be broken without it."""
    nothing: Correction = {(id, row.index, column): Fraction(0) for column in row.figures}
    world = changed(case.world, nothing)
    return any(
        case.verdicts[n] == "holds"
        and (case.claims[n].statement, case.claims[n].row) != (id, row.index)
        and case.ask(n, world).verdict == "violated"
        for n in case.affected(nothing)
    )


def _codes_twice(case: Case) -> dict[tuple[str, int], list[int]]:
    """The claims that say of a row that its code stands twice."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, (claim, (rule, _)) in enumerate(zip(case.claims, case.answers.origins, strict=True)):
        if claim.verdict == "violated" and isinstance(rule.assertion, Predicate) and rule.assertion.name == "unique":
            found[(claim.statement, claim.row)].append(number)
    return found


def _hypothesis(case: Case, broken: BrokenSum, row: Row, twin: Row, codes: Iterable[int]) -> Hypothesis:
    id = broken.statement.id
    figures = tuple((column, -gap) for column, gap in broken.money.items())
    column, amount = figures[0]
    shown = amount_text(amount, "rupiah")
    change = _without(broken, row)
    explains = frozenset(broken.numbers).union(codes, case.settled(change))
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


def _without(broken: BrokenSum, row: Row) -> Correction:
    """The figures of the table as if the row were not there; what the row computes for itself is not known then."""
    change: Correction = {}
    for column in broken.statement.columns:
        if column.name in row.figures:
            is_added = column.name in broken.gaps or column.type == "rupiah"
            change[(broken.statement.id, row.index, column.name)] = Fraction(0) if is_added else None
    return change
