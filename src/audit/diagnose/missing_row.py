"""A row that a sum counts is not in the table: its parts lack the same row in every column.

A number left out in the run of codes is evidence, as is a difference that looks like a row: an amount in each column,
which obey each other's equation, under a figure that the sum above it confirms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from audit.diagnose._case import Case, Hypothesis, adds, middle_of, type_of
from audit.model.report import Confidence, RowChange
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.codes import read_code
from audit.notation.numerals import amount_text


def missing_rows(case: Case) -> Iterator[Hypothesis]:
    """One for each row whose parts lack a row that the code or the figures tell of."""
    lacking: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in sorted(case.open):
        claim = case.claims[number]
        if adds(case.answers.origins[number][0].assertion) and claim.stated is not None and claim.column is not None:
            lacking[(claim.statement, claim.row)].append(number)
    for (id, row), numbers in lacking.items():
        gaps = _gaps(case, numbers)
        money = {column: gap for column, gap in gaps.items() if type_of(case, (id, row, column)) == "rupiah"}
        if money and all(gap > 0 for gap in gaps.values()) and len(gaps) == len(numbers):
            yield from _hypothesis(case, case.world.statements[id], row, money, numbers)


def _gaps(case: Case, numbers: list[int]) -> dict[str, Fraction]:
    """By how much the parts are less than what is stated, by column."""
    gaps = {}
    for number in numbers:
        claim = case.ask(number)
        middle, column = middle_of(claim), claim.column
        figure = case.figure((claim.statement, claim.row, column or ""))
        if column is not None and figure is not None and middle is not None:
            gaps[column] = figure.value - middle
    return gaps


def _hypothesis(
    case: Case, statement: Statement, row: int, gaps: dict[str, Fraction], numbers: list[int]
) -> Iterator[Hypothesis]:
    name = statement.rows[row].short
    after, code = _left_out(statement, row)
    if code is None and not (
        len(gaps) >= 2 and _is_row(case, statement, row, gaps) and _confirmed(case, statement, row)
    ):
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
        f"{name}: {said.id}. Baris dengan {figures.id} menyelesaikan {len(numbers)} temuan dan tidak ada yang baru",
        f"{name}: {said.en}. A row with {figures.en} settles {len(numbers)} findings and none is new",
    )
    cells = tuple(case.cell((statement.id, row, column), None) for column in gaps)
    change = RowChange("insert", statement.id, row, after, tuple(gaps.items()))
    confidence: Confidence = "possible" if code is None else "likely"
    yield Hypothesis("missing-row", message, cells, frozenset(numbers), confidence, rows=(change,))


def _left_out(statement: Statement, row: int) -> tuple[int | None, str | None]:
    """The row after which exactly one number is left out in a run of codes, and the code left out."""
    kids = statement.children_of[row]
    after = kids[-1] if kids else None
    codes = [read_code(statement.rows[kid].kode) for kid in kids]
    numbers = [
        int(code.segments[-1]) if code is not None and code.segments and code.segments[-1].isdigit() else None
        for code in codes
    ]
    if len(kids) < 2 or None in numbers:
        return after, None
    known = [number for number in numbers if number is not None]
    steps = [(kid, two - one) for kid, (one, two) in zip(kids, pairwise(known), strict=False)]
    if known[0] == 1 and sorted(step for _, step in steps) == [1] * (len(steps) - 1) + [2]:
        before = next(n for n, (_, step) in enumerate(steps) if step == 2)
        return kids[before], _like(statement.rows[kids[before]].kode, known[before] + 1)
    if known[0] == 2 and all(step == 1 for _, step in steps):
        return None, _like(statement.rows[kids[0]].kode, 1)
    return after, None


def _like(kode: str, number: int) -> str:
    """The code with another last number, in as many digits."""
    head = kode.rstrip("0123456789")
    return f"{head}{number:0{len(kode) - len(head)}d}" if head != kode else f"{kode} {number}"


def _is_row(case: Case, statement: Statement, row: int, gaps: dict[str, Fraction]) -> bool:
    """Whether the equations of the row itself hold, so that its differences obey them too."""
    own = [
        n
        for column in gaps
        for n in case.subjects.get((statement.id, row, column), ())
        if not adds(case.answers.origins[n][0].assertion)
    ]
    return all(case.verdicts[n] != "violated" for n in own)


def _confirmed(case: Case, statement: Statement, row: int) -> bool:
    """Whether the sum that the row is a part of holds."""
    parent = statement.tree[row]
    return parent is not None and any(
        case.verdicts[n] == "holds" and adds(case.answers.origins[n][0].assertion)
        for column in statement.columns
        for n in case.subjects.get((statement.id, parent, column.name), ())
    )
