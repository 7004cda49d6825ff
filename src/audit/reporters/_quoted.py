"""Sentences as people are told them: shortened round the figure that is spoken of, with what the figure may mean."""

from __future__ import annotations

from collections.abc import Sequence

from audit.model.report import Finding, Mention, Operand, Report
from audit.reporters._story import clean

#: So much of a sentence is shown on either side of its figure.
_AROUND = 60
#: So many figures that are tied to nothing are shown, each with so many that it may mean.
UNTIED = 5
_CANDIDATES = 2


def quote(text: str, start: int, end: int) -> str:
    """The sentence in quotes, with its figure in brackets; cut at a blank where it is long."""
    before, behind = clean(text[:start]), clean(text[end:])
    if len(before) > _AROUND:
        cut = before[-_AROUND:]
        before = "… " + (cut.partition(" ")[2] or cut)
    if len(behind) > _AROUND:
        cut = behind[:_AROUND]
        behind = (cut.rpartition(" ")[0] or cut) + " …"
    glue = "" if behind[:1] in ("", ",", ".", ";", ":", ")", "%", "-") else " "
    left = " " if before else ""
    return f"“{before}{left}[{clean(text[start:end])}]{glue}{behind}”"


def quotes(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The sentences that findings accuse, each once."""
    told = (quote(*finding.sentence) for finding in findings if finding.sentence is not None)
    return tuple(dict.fromkeys(told))


def untied(report: Report) -> tuple[Mention, ...]:
    """The figures of sentences that are tied to nothing, and yet may mean one of the tables."""
    return tuple(mention for mention in report.mentions if mention.verdict == "untied" and mention.candidates)


def candidates(report: Report, mention: Mention) -> tuple[str, ...]:
    """What a figure may mean, the nearest first: the figure as printed, its column, its row and the table."""
    return tuple(dict.fromkeys(_candidate(report, one) for one in mention.candidates))[:_CANDIDATES]


def _candidate(report: Report, operand: Operand) -> str:
    statement = report.statement(operand.statement)
    row = clean(statement.rows[operand.row].short) if operand.row is not None else ""
    printed = clean(operand.figure.printed) if operand.figure is not None else ""
    return " · ".join(part for part in (printed, operand.column, row, operand.statement) if part)
