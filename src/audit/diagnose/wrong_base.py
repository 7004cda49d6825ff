"""Percentages of a column are shares of another whole than the rest of the column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.diagnose._case import Case, Hypothesis, proposed, type_of
from audit.model.report import Confidence
from audit.model.text import Text
from audit.rules.claims import ask_again
from audit.rules.rule import Base
from audit.rules.values import Inapplicable


def wrong_bases(case: Case) -> Iterator[Hypothesis]:
    """One for each column and other base under which its broken percentages hold, all those rows together."""
    fitting: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for number in sorted(case.open):
        claim = case.claims[number]
        rule, base = case.answers.origins[number]
        known = case.world.statements[claim.statement].column(claim.column or "")
        if base is None or claim.column is None or known is None or known.type != "percent":
            continue
        for other in rule.base:
            figure = claim.stated.figure if claim.stated else None
            if other.text == base.text or figure is None or not figure.value:
                continue
            if _amounts_hold(case, number) and _holds(case, number, other):
                fitting[(claim.statement, claim.column, base.text, other.text)].append(number)
                break
    for (id, column, right, wrong), numbers in fitting.items():
        name = case.world.statements[id].name
        rows = sorted({case.claims[n].row for n in numbers})
        first = case.world.statements[id].rows[rows[0]].short
        where = (
            Text(first, first)
            if len(rows) == 1
            else Text(f"{name}, {len(rows)} baris mulai dari {first}", f"{name}, {len(rows)} rows from {first} on")
        )
        message = Text(
            f"{where.id}: {column} dihitung dari {wrong}, sedangkan kolom itu memakai {right}",
            f"{where.en}: {column} is a share of {wrong}, where the column is of {right}",
        )
        cells = tuple(case.cell((id, case.claims[n].row, column), proposed(case.claims[n])) for n in numbers)
        confidence: Confidence = "certain" if len(rows) > 1 else "likely"
        yield Hypothesis("wrong-base", message, cells, frozenset(numbers), confidence)


def _amounts_hold(case: Case, number: int) -> bool:
    """Whether no equation of the amounts is broken that the percentage is computed from: else those may be wrong."""
    amounts = [(part.statement, part.row, part.column) for part in case.claims[number].because]
    return not any(
        type_of(case, (claim.statement, claim.row, claim.column or "")) != "percent"
        for cell in amounts
        for n in case.touching.get(cell, ())
        if n in case.open and (claim := case.claims[n])
    )


def _holds(case: Case, number: int, base: Base) -> bool:
    """Whether a claim holds with another base; not every base means something in every row."""
    try:
        return ask_again(case.claims[number], case.answers.origins[number][0], base, case.world).verdict == "holds"
    except Inapplicable:
        return False
