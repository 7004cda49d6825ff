"""By how much a report is misstated in all, and which causes are too small to matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.model.report import Alternative, Cause, CauseCell, Report


def misstatement_of(report: Report) -> tuple[Fraction, Fraction]:
    """The effects of the causes that blame the report, in rupiah: without their signs (gross) and with them (net).

    A cause whose effect is not known adds nothing, nor do alternatives: only one of several corrections can be right.
    """
    effects = [cause.effect for cause in report.causes if cause.blame == "report"]
    return sum((gross for gross, _ in effects), Fraction(0)), sum((net for _, net in effects), Fraction(0))


def below_materiality(report: Report) -> frozenset[str]:
    """The ids of the causes whose effect is known to be below the materiality; none where none is given."""
    if report.materiality is None:
        return frozenset()
    return frozenset(cause.id for cause in report.causes if _is_below(cause, report, report.materiality))


def _is_below(cause: Cause, report: Report, materiality: Fraction) -> bool:
    """Whether all that the cause may have put wrong is an amount, known, and small.

    What is no amount, as a percentage, has no size that could be held against one in rupiah. Where the data leave an
    alternative open, that must be small too.
    """
    if cause.blame != "report" or not 0 < cause.effect[0] < materiality:
        return False
    cells = [*cause.cells, *(cell for other in cause.alternatives for cell in other.cells)]
    return all(_is_amount(cell, report) for cell in cells) and all(
        moved < materiality for other in cause.alternatives for moved in _moved(other)
    )


def _is_amount(cell: CauseCell, report: Report) -> bool:
    column = report.statement(cell.statement).column(cell.column)
    return column is not None and column.type == "rupiah"


def _moved(other: Alternative) -> Iterable[Fraction]:
    """How much an alternative moves in each column, totals included, so that it is rather taken for large."""
    columns: dict[str, Fraction] = defaultdict(Fraction)
    for cell in other.cells:
        if cell.stated is not None and cell.proposed is not None:
            columns[cell.column] += abs(cell.stated - cell.proposed)
    for row in other.rows:
        for column, figure in row.figures:
            columns[column] += abs(figure)
    return columns.values()
