"""A row that a sum counts is not in the table: its parts lack the same row in every column.

A number left out in the run of codes is evidence, as is a difference that looks like a row: an amount in each column,
which obey each other's equation, under a figure that the sum above it confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from audit.diagnose._case import Case, Hypothesis, middle_of, settling
from audit.diagnose._sums import BrokenSum
from audit.model.report import Confidence, RowChange
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.codes import read_code
from audit.notation.numerals import amount_text


def missing_rows(case: Case, sums: Iterable[BrokenSum]) -> Iterator[Hypothesis]:
    """One for each row whose parts lack a row that the code or the figures tell of."""
    for broken in sums:
        if _may_be_a_row(case, broken):
            yield from _hypothesis(case, broken)


def _may_be_a_row(case: Case, broken: BrokenSum) -> bool:
    """Whether the differences could stand in one row: one in the first column that is added up, none below zero.

    What is left of a budget may be below zero, but a row is not without a budget.
    """
    columns = {column.name: column for column in broken.statement.columns}
    added = [
        column.name
        for column in sorted(columns.values(), key=lambda column: column.position)
        if column.type == "rupiah"
        and any(case.adds(n) for n in case.subjects.get((broken.statement.id, broken.row, column.name), ()))
    ]
    return broken.money.get(added[0], 0) > 0 and all(
        gap >= 0 or not (columns[name].nonnegative or columns[name].type == "percent")
        for name, gap in broken.gaps.items()
    )


def _hypothesis(case: Case, broken: BrokenSum) -> Iterator[Hypothesis]:
    statement, row, gaps, numbers = broken.statement, broken.row, broken.money, broken.numbers
    after, code = _left_out(statement, row)
    as_row = len(gaps) >= 2 and _is_row(case, statement, row, gaps)
    if code is None and not (_confirmed(case, statement, row) and (as_row or _parts_hold(case, statement, row))):
        return
    amounts = [(column, amount_text(gap, "rupiah")) for column, gap in gaps.items()]
    figures = Text(
        ", ".join(f"{column} {amount.id}" for column, amount in amounts),
        ", ".join(f"{column} {amount.en}" for column, amount in amounts),
    )
    said = (
        Text(f"nomor {code} tidak ada di antara bagiannya", f"the number {code} is not among its parts")
        if code is not None
        else Text(
            "selisihnya tampak seperti satu baris yang hilang", "the difference looks like one row that is missing"
        )
    )
    message = Text(
        f"{broken.name}: {said.id}. Dengan baris ({figures.id}) {settling(len(numbers)).id}",
        f"{broken.name}: {said.en}. With a row ({figures.en}) {settling(len(numbers)).en}",
    )
    cells = tuple(case.cell((statement.id, row, column), None) for column in gaps)
    change = RowChange("insert", statement.id, row, after, tuple(gaps.items()))
    confidence: Confidence = "possible" if code is None else "likely"
    explains = frozenset(numbers).union(_means_of_all(case, broken))
    yield Hypothesis("missing-row", message, cells, explains, confidence, rows=(change,))


def _means_of_all(case: Case, broken: BrokenSum) -> Iterator[int]:
    """The broken means of the parts, weighted by an amount, that a missing part of some percentage would put right."""
    for column in broken.statement.columns:
        for number in case.subjects.get((broken.statement.id, broken.row, column.name), ()):
            claim = case.ask(number)
            mean, figure = middle_of(claim), claim.stated.figure if claim.stated else None
            weights = {part.column for part in claim.because} & broken.money.keys()
            if number not in case.open or case.adds(number) or column.type != "percent" or len(weights) != 1:
                continue
            lacking = broken.money[next(iter(weights))]
            whole = case.value((broken.statement.id, broken.row, next(iter(weights))))
            of_parts = any(part.row != broken.row for part in claim.because)
            if of_parts and mean is not None and figure is not None and whole and lacking:
                percentage = mean + (figure.value - mean) * whole / lacking
                slack = figure.quantum * abs(whole / lacking)
                if -slack <= percentage <= 100 + slack:
                    yield number


def _left_out(statement: Statement, row: int) -> tuple[int | None, str | None]:
    """The row after which exactly one number is left out in a run of codes, and the code left out."""
    kids = statement.children_of[row]
    after = kids[-1] if kids else None
    codes = [read_code(statement.rows[kid].kode) for kid in kids]
    numbers = [
        int(code.segments[-1]) if code is not None and code.segments and code.segments[-1].isdigit() else None
        for code in codes
    ]
    if not kids or None in numbers:
        return after, None
    known = [number for number in numbers if number is not None]
    steps = [(kid, two - one) for kid, (one, two) in zip(kids, pairwise(known), strict=False)]
    if steps and known[0] == 1 and sorted(step for _, step in steps) == [1] * (len(steps) - 1) + [2]:
        before = next(n for n, (_, step) in enumerate(steps) if step == 2)
        return kids[before], _like(statement.rows[kids[before]].kode, known[before] + 1)
    if known[0] == 2 and all(step == 1 for _, step in steps):
        return None, _like(statement.rows[kids[0]].kode, 1)
    return after, None


def _like(kode: str, number: int) -> str:
    """The code with another last number, in as many digits and with the same marks: "1)" beside "2)"."""
    return re.sub(r"\d+(?=\D*$)", lambda found: f"{number:0{len(found[0])}d}", kode)


def _is_row(case: Case, statement: Statement, row: int, gaps: dict[str, Fraction]) -> bool:
    """Whether the equations of the row itself hold, so that its differences obey them too."""
    own = [n for column in gaps for n in case.subjects.get((statement.id, row, column), ()) if not case.adds(n)]
    return all(case.verdicts[n] != "violated" for n in own)


def _parts_hold(case: Case, statement: Statement, row: int) -> bool:
    """Whether each part is computed from other figures, as from a quantity and a price, and agrees with them."""
    for kid in statement.children_of[row]:
        own = [
            case.verdicts[n]
            for column in statement.columns
            if column.type == "rupiah"
            for n in case.subjects.get((statement.id, kid, column.name), ())
        ]
        if "holds" not in own or "violated" in own:
            return False
    return True


def _confirmed(case: Case, statement: Statement, row: int) -> bool:
    """Whether a sum that the row is a part of holds, be it that of a row further up where a heading has no figures."""
    return any(
        case.verdicts[n] == "holds"
        and case.adds(n)
        and (case.claims[n].statement, case.claims[n].row) != (statement.id, row)
        for column in statement.columns
        for n in case.touching.get((statement.id, row, column.name), ())
    )
