"""What repeats a wrong figure elsewhere, and has to be changed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.model.report import Cause, Mention, Report


def repeats_of(report: Report, cause: Cause) -> tuple[Mention, ...]:
    """The amounts in prose that repeat a figure which the cause corrects.

    A coarser amount may agree with the figure put right as well, and one that is contradicted is a finding already.
    """
    wrong = {
        (cell.statement, cell.row, cell.column): cell.stated
        for cell in cause.cells
        if cell.stated is not None and cell.proposed is not None and cell.stated != cell.proposed
    }
    return tuple(
        mention
        for mention in report.mentions
        if mention.verdict == "agrees"
        and mention.value is not None
        and any(wrong.get((one.statement, one.row, one.column)) == mention.value for one in mention.tied)
    )
