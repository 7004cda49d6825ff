"""Silence is not a pass: every figure is counted, and those that no asked claim touches are listed with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from audit.model.document import Place
from audit.model.report import Coverage, Mention, Unchecked
from audit.model.statement import Statement
from audit.rules.claims import Answers
from audit.rules.expression import paths

Reason = Literal["no-rule", "unasked", "unknown-column", "untied"]


def coverage(
    answers: Answers,
    statements: Sequence[Statement],
    left_over: Iterable[tuple[Place, str]],
    mentions: Iterable[Mention],
) -> Coverage:
    """The figures of a report: how many there are, how many were asked about, and which were not.

    A figure is checked if an asked claim of arithmetic has it as subject or operand, and locatable if two have.
    """
    touched: Counter[tuple[str, int, str]] = Counter()
    waiting: set[tuple[str, int, str]] = set()
    for claim, (rule, _) in zip(answers.claims, answers.origins, strict=True):
        if claim.verdict == "unasked":
            columns = {path.steps[-1] for path in paths(rule.assertion)}
            waiting |= {(claim.statement, claim.row, column) for column in columns}
        for operand in claim.touched:
            if operand.figure is None:
                continue
            cell = (operand.statement, operand.row, operand.column)
            if claim.verdict != "unasked" and (claim.implied is not None or claim.because):
                touched[cell] += 1
    waiting |= {(u.statement, row, u.column) for u in answers.unasked if u.column for row in u.rows}
    unchecked: list[Unchecked] = []
    figures = checked = locatable = 0
    for statement in statements:
        for row in statement.rows:
            for column, figure in row.figures.items():
                cell = (statement.id, row.index, column)
                figures += 1
                checked += touched[cell] > 0
                locatable += touched[cell] > 1
                if not touched[cell]:
                    why: Reason = "unasked" if cell in waiting else "no-rule"
                    unchecked.append(Unchecked(row.places.get(column, row.place), figure.printed, why))
            for bad in row.malformed:
                if not bad.certain:
                    figures += 1
                    unchecked.append(Unchecked(bad.place, bad.printed, "unasked"))
        for place, printed in statement.left_over:
            figures += 1
            unchecked.append(Unchecked(place, printed, "unknown-column"))
    for place, printed in left_over:
        figures += 1
        unchecked.append(Unchecked(place, printed, "unknown-column"))
    for mention in mentions:
        figures += 1
        unchecked.append(Unchecked(mention.place, mention.printed, "untied"))
    return Coverage(figures, checked, locatable, tuple(unchecked))
