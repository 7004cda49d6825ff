"""A percentage of a group is the plain mean of its parts where it should be weighted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from audit.diagnose._case import Case, Hypothesis, proposed
from audit.model.figure import Interval
from audit.model.report import Claim
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.expression import Aggregate, Comparison, Operation

#: So many ways of cutting the tree below a row are tried.
_FRONTIERS = 200


def unweighted_means(case: Case) -> Iterator[Hypothesis]:
    """Each broken weighted mean whose figure is the plain mean of its parts, or of theirs; else one of its row."""
    for number in sorted(case.open):
        claim = case.claims[number]
        assertion = case.answers.origins[number][0].assertion
        if not isinstance(assertion, Comparison) or not _is_weighted_mean(assertion) or claim.column is None:
            continue
        statement = case.world.statements[claim.statement]
        figure = statement.rows[claim.row].figures[claim.column]
        for parts in _frontiers(statement, claim.row, claim.column):
            if _mean(statement, parts, claim.column).meets(figure.interval()):
                yield _hypothesis(case, statement, claim, number, parts)
                break
        else:
            yield from _neighbour(case, statement, claim, number)


def _is_weighted_mean(assertion: Comparison) -> bool:
    right = assertion.right
    return (
        isinstance(right, Operation)
        and right.sign == "/"
        and isinstance(right.left, Aggregate)
        and isinstance(right.right, Aggregate)
    )


def _frontiers(statement: Statement, row: int, column: str) -> Iterator[tuple[int, ...]]:
    """The parts of a row, then with some of them replaced by their own parts; headings always are."""

    def cuts(rows: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if not rows:
            yield ()
            return
        first, rest = rows[0], rows[1:]
        below = statement.children_of[first]
        for others in cuts(rest):
            if column in statement.rows[first].figures:
                yield (first, *others)
            if below:
                for inner in cuts(below):
                    yield (*inner, *others)

    yield from islice((cut for cut in cuts(statement.children_of[row]) if len(cut) > 1), _FRONTIERS)


def _mean(statement: Statement, rows: tuple[int, ...], column: str) -> Interval:
    total = Interval.exactly(Fraction(0))
    for row in rows:
        total += statement.rows[row].figures[column].interval()
    return total * Interval.exactly(Fraction(1, len(rows)))


def _hypothesis(case: Case, statement: Statement, claim: Claim, number: int, parts: tuple[int, ...]) -> Hypothesis:
    name = statement.rows[claim.row].short
    cell = (statement.id, claim.row, claim.column or "")
    message = Text(
        f"{name}: {claim.column} adalah rata-rata biasa dari {len(parts)} bagian, bukan rata-rata yang ditimbang pagu",
        f"{name}: {claim.column} is the plain mean of {len(parts)} parts, not their mean weighted by pagu",
    )
    return Hypothesis("unweighted-mean", message, (case.cell(cell, proposed(claim)),), frozenset({number}))


def _neighbour(case: Case, statement: Statement, claim: Claim, number: int) -> Iterator[Hypothesis]:
    """The figure is that of another percentage column in its own row."""
    row = statement.rows[claim.row]
    here = row.figures[claim.column or ""]
    for other in statement.columns:
        figure = row.figures.get(other.name)
        if other.type != "percent" or other.name == claim.column or figure is None or figure.value != here.value:
            continue
        cell = (statement.id, claim.row, claim.column or "")
        message = Text(
            f"{row.short}: {claim.column} mengulang {other.name} baris itu ({figure.printed})",
            f"{row.short}: {claim.column} repeats the {other.name} of its row ({figure.printed})",
        )
        yield Hypothesis("copied-figure", message, (case.cell(cell, proposed(claim)),), frozenset({number}))
        return
