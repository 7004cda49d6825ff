"""Silence is not a pass: every figure is counted, and those that no asked claim touches are listed with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from audit.model.document import Place
from audit.model.report import Coverage, Mention, Unchecked
from audit.model.statement import Statement
from audit.rules.claims import Answers
from audit.rules.expression import Comparison, paths
from audit.run._matrix import Cell, locatable

Reason = Literal["no-rule", "unasked", "unknown-column", "untied"]


def coverage(
    answers: Answers,
    statements: Sequence[Statement],
    left_over: Iterable[tuple[Place, str]],
    mentions: Iterable[Mention],
) -> Coverage:
    """The figures of a report: how many there are, how many were asked about, and which were not.

    A figure is checked if an asked claim of arithmetic has it as subject or operand, and locatable if an error in it
    alone would break equations in a way in which no error elsewhere breaks them.
    """
    touched: set[Cell] = set()
    waiting: set[Cell] = set()
    asked: list[int] = []
    for number, (claim, (rule, _)) in enumerate(zip(answers.claims, answers.origins, strict=True)):
        if claim.verdict == "unasked":
            columns = {path.steps[-1] for path in paths(rule.assertion)}
            waiting |= {(claim.statement, claim.row, column) for column in columns}
            continue
        if claim.implied is not None or claim.because:
            touched.update([(o.statement, o.row, o.column) for o in claim.touched if o.figure is not None])
        if isinstance(rule.assertion, Comparison):
            asked.append(number)
    waiting |= {(u.statement, row, u.column) for u in answers.unasked if u.statement and u.column for row in u.rows}
    unchecked: list[Unchecked] = []
    told_apart = locatable(answers, asked)
    figures = checked = located = 0
    for statement in statements:
        for row in statement.rows:
            for column, figure in row.figures.items():
                cell = (statement.id, row.index, column)
                figures += 1
                checked += cell in touched
                located += cell in told_apart
                if cell not in touched:
                    why: Reason = "unasked" if cell in waiting else "no-rule"
                    unchecked.append(Unchecked(row.places.get(column, row.place), figure.printed, why))
            for bad in row.malformed:
                if not bad.certain:
                    figures += 1
                    unchecked.append(Unchecked(bad.place, bad.printed, "unasked"))
        for place, printed in statement.left_over:
            figures += 1
            unchecked.append(Unchecked(place, printed, "unknown-column"))
        figures += len(statement.carried)
        unchecked.extend(Unchecked(place, printed, "no-rule") for place, printed in statement.carried)
    for place, printed in left_over:
        figures += 1
        unchecked.append(Unchecked(place, printed, "unknown-column"))
    for mention in mentions:
        figures += 1
        if mention.verdict in ("agrees", "coarser", "contradicted") and not mention.within:
            checked += 1
        else:
            unchecked.append(Unchecked(mention.place, mention.printed, "untied"))
    return Coverage(figures, checked, located, tuple(unchecked))
