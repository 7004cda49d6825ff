"""The examples of a rule are audited as a report would be: each must come out as its author drew it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.formulas import with_formulas
from audit.model.decimals import plain
from audit.model.report import Finding, Report
from audit.model.statement import Row
from audit.model.text import Text
from audit.readers._drawn import read_drawn
from audit.recognise import nomenclature_of, recognise, with_official_names
from audit.rulebook import Rulebook
from audit.rules.rule import Example, Rule
from audit.run import Reading, audit_reading

#: The table of an example that lists codes with their official names, as the user gives it in a file of its own.
_NOMENCLATURE = "nomenklatur"


@dataclass(frozen=True, slots=True)
class Tried:
    """An example that was run, and how it came out otherwise than drawn; None where it came out as drawn."""

    rule: Rule
    example: Example
    amiss: Text | None


def try_examples(books: Sequence[Rulebook], of: Sequence[Rulebook] | None = None) -> Iterator[Tried]:
    """Each example of each rule, run through recognition and all rules of these rulebooks.

    ``of`` are the rulebooks among them whose examples are run; all of them where none are named.
    """
    for book in books if of is None else of:
        first: dict[str, Rule] = {}
        for rule in book.rules:
            first.setdefault(rule.id, rule)
        for rule in first.values():
            for example in rule.examples:
                report = audit_reading(reading_of(example, books))
                yield Tried(rule, example, _amiss(rule, example, report))


def reading_of(example: Example, books: Sequence[Rulebook]) -> Reading:
    """An example as read and recognised, a table of nomenclature in it held beside the others."""
    document = read_drawn([table for table in example.tables if table[0] != _NOMENCLATURE])
    listed = read_drawn([table for table in example.tables if table[0] == _NOMENCLATURE])
    shapes = tuple(shape for book in books for shape in book.statements)
    recognition = recognise((document,), shapes, [grammar for book in books for grammar in book.codes])
    named = with_official_names(recognition.statements, nomenclature_of(listed)[0])
    examined = with_formulas(named, (document,))
    return Reading((document,), replace(recognition, statements=examined), tuple(books))


def findings_as_lines(report: Report, expected: Sequence[str] = (), rule: str | None = None) -> list[str]:
    """The findings of a report, or of one rule, as lines ``row | column | stated | expected``.

    A row is named as one of the expected lines names it, by its code, its label or both.
    """
    lines = []
    for finding in report.findings:
        if rule is None or finding.rule == rule:
            choices = [" | ".join((name, *_figures(finding))) for name in _names(_row(report, finding))]
            lines.append(next((choice for choice in choices if choice in expected), choices[0]))
    return sorted(lines)


def _figures(finding: Finding) -> tuple[str, str, str]:
    return finding.column or ".", _plain(finding.stated), _plain(finding.expected)


def _plain(value: Fraction | None) -> str:
    return "." if value is None else plain(value)


def _row(report: Report, finding: Finding) -> Row | None:
    if finding.statement is None or finding.row is None:
        return None
    return report.statement(finding.statement).rows[finding.row]


def _names(row: Row | None) -> list[str]:
    """The ways in which a line may name a row: by code and label, by either, or as nameless."""
    texts = [] if row is None else [f"{row.kode} {row.uraian}".strip(), row.kode, row.uraian]
    return [text for text in texts if text] or ["."]


def _amiss(rule: Rule, example: Example, report: Report) -> Text | None:
    """What came out otherwise than drawn."""
    found = findings_as_lines(report, example.finds, rule.id)
    if found != sorted(example.finds):
        here, there = "; ".join(found), "; ".join(sorted(example.finds))
        return Text(
            f"menemukan {here or 'tidak ada'}, bukan {there or 'tidak ada'}{_told(report).id}",
            f"finds {here or 'nothing'}, not {there or 'nothing'}{_told(report).en}",
        )
    asked = next((summary.asked for summary in report.rules if summary.id == rule.id), 0)
    if not asked:
        kinds = ", ".join(statement.kind for statement in report.statements) or "-"
        known = Text(f"tabelnya dikenali sebagai {kinds}", f"the tables are recognised as {kinds}")
        silence = next((unasked.reason for unasked in report.unasked if unasked.rule == rule.id), known)
        return Text(
            f"aturan ini tidak pernah ditanyakan: {silence.id}{_told(report).id}",
            f"the rule is never asked: {silence.en}{_told(report).en}",
        )
    return None


def _told(report: Report) -> Text:
    """The first problem of the report, which may be why an example came out otherwise."""
    if not report.problems:
        return Text("", "")
    message = report.problems[0].message
    return Text(f" ({message.id})", f" ({message.en})")
