"""What a report for people tells, in which order, so that every form of it tells the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from audit.model.elsewhere import repeats_of
from audit.model.report import (
    SEVERITIES,
    Cause,
    CauseCell,
    Decision,
    Finding,
    Report,
    RowChange,
    RuleSummary,
    Severity,
    Unasked,
)
from audit.model.statement import Row, Statement
from audit.model.text import Lang
from audit.notation.numerals import amount
from audit.reporters._words import counted, number, word
from audit.rules.mixed_bases import base_in_words

#: So many hidden rows are named.
_NAMED = 3

RELATIONS = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> ", "!=": "≠ "}


@dataclass(frozen=True, slots=True)
class Told:
    """A cause with the findings that it explains, the gravest of their severities, and whether it is too small."""

    cause: Cause
    severity: Severity
    findings: tuple[Finding, ...]
    below: bool = False


def clean(text: str) -> str:
    """Text of a file made safe to print: no control or direction characters, no lone surrogates, one line.

    A cell may hold an escape sequence that recolours a terminal, or a mark that makes ``12`` print as ``21``.
    """
    if text.isprintable() and text == text.strip() and "  " not in text:
        return text  # nearly all text is, and a statement has many cells
    flat = "".join(" " if char.isspace() or unicodedata.category(char) == "Cc" else char for char in text)
    kept = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in flat)
    return " ".join("".join(char for char in kept if unicodedata.category(char) != "Cf").split())


def causes(report: Report) -> tuple[Told, ...]:
    """The causes, the gravest first, then by effect and by how much they explain; those below materiality come last."""
    below = report.below
    findings = {finding.id: finding for finding in report.findings}
    told = []
    for cause in report.causes:
        explained = tuple(findings[id] for id in cause.explains if id in findings)
        gravest = min((SEVERITIES.index(finding.severity) for finding in explained), default=len(SEVERITIES) - 1)
        told.append(Told(cause, SEVERITIES[gravest], explained, cause.id in below))
    return tuple(sorted(told, key=_weight))


def _weight(told: Told) -> tuple[bool, int, Fraction, int]:
    return told.below, SEVERITIES.index(told.severity), -told.cause.effect[0], -len(told.findings)


def alone(report: Report) -> tuple[tuple[RuleSummary | str, tuple[Finding, ...]], ...]:
    """The errors and warnings that no cause explains, by rule, the gravest rules first."""
    groups: dict[str, list[Finding]] = {}
    for finding in _unexplained(report):
        if finding.severity != "info":
            groups.setdefault(finding.rule, []).append(finding)
    rules = {rule.id: rule for rule in report.rules}
    listed = [(rules.get(id, id), tuple(sorted(found, key=_gravity))) for id, found in groups.items()]
    return tuple(sorted(listed, key=lambda group: _gravity(group[1][0])))


def notes(report: Report) -> tuple[tuple[str, str | None, tuple[Finding, ...]], ...]:
    """The infos that no cause explains, by rule and column."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in _unexplained(report):
        if finding.severity == "info":
            groups.setdefault((finding.rule, finding.column), []).append(finding)
    return tuple((rule, column, tuple(found)) for (rule, column), found in groups.items())


def _unexplained(report: Report) -> list[Finding]:
    explained = {id for cause in report.causes for id in cause.explains}
    return [finding for finding in report.findings if finding.id not in explained]


def _gravity(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def unasked(report: Report, lang: Lang) -> tuple[tuple[str, int, tuple[Unasked, ...]], ...]:
    """The claims that could not be asked: by reason, how many, and of which rules; the commonest reason first."""
    groups: dict[str, list[Unasked]] = {}
    for group in report.unasked:
        groups.setdefault(group.reason(lang), []).append(group)
    counts = [(reason, sum(group.count for group in found), tuple(found)) for reason, found in groups.items()]
    return tuple(sorted(counts, key=lambda told: -told[1]))


def decisions(report: Report, lang: Lang) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How the percentages were taken: the names of the statements that are alike, and a phrase for each column.

    A name is short, as that of a sheet.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for statement in report.audited:
        taken = tuple(decided(one, lang) for one in report.decisions if one.statement == statement.id)
        if taken:
            groups.setdefault(taken, []).append(f"{statement.id} {clean(statement.name)}")
    return tuple((", ".join(names), taken) for taken, names in groups.items())


def decided(decision: Decision, lang: Lang) -> str:
    """How one column of percentages was taken, as ``bobot: share of the table's total pagu, rounded``."""
    base = base_in_words(decision.base)(lang) if decision.base else word("no-base", lang)
    return f"{decision.column}: {base}, {word(f'rounding-{decision.rounding}', lang)}"


def unknown(report: Report) -> tuple[tuple[str, int], ...]:
    """The headings of the columns that no rulebook knows, each with the number of its figures, the most first."""
    counts: Counter[str] = Counter()
    for statement in report.audited:
        for heading, count in statement.unknown:
            counts[clean(heading)] += count
    return tuple(counts.most_common())


def name(statement: Statement) -> str:
    """What a person calls a statement."""
    return clean(statement.title) or statement.kind


def row(report: Report, finding: Finding) -> Row | None:
    """The row that a finding speaks of, if it speaks of one."""
    if finding.statement is None or finding.row is None:
        return None
    return report.statement(finding.statement).rows[finding.row]


def row_name(report: Report, finding: Finding) -> str:
    """What a person calls the row of a finding; empty where there is none or where it has only a place."""
    named = row(report, finding)
    return clean(named.short) if named and (named.kode or named.uraian) else ""


def expected(finding: Finding, lang: Lang) -> str:
    """What the figure should be, as a person writes it, with the relation where it is not equality."""
    relation = RELATIONS.get(finding.relation, "")
    if finding.expected is not None:
        return relation + amount(finding.expected, finding.unit, lang, _decimals(finding))
    if finding.expected_range is not None:
        low, high = (amount(end, finding.unit, lang) for end in finding.expected_range)
        return f"{relation}{low} – {high}"
    return ""


def difference(finding: Finding, lang: Lang) -> str:
    """By how much the stated figure is too high (+) or too low (-)."""
    if finding.difference is None:
        return ""
    sign = "+" if finding.difference > 0 else ""
    return sign + amount(finding.difference, finding.unit, lang, _decimals(finding))


def _decimals(finding: Finding) -> int | None:
    """As many decimals as the printed percentage has, so that the eye can compare the figures."""
    if finding.unit != "percent":
        return None
    printed = re.search(r"[.,](\d+)\D*$", finding.printed)
    return len(printed[1]) if printed else None


def stated(report: Report, cell: CauseCell, lang: Lang) -> str:
    """What stands in a cell that a cause names, as printed."""
    figure = report.row(cell).figures.get(cell.column)
    if figure is not None:
        return clean(figure.printed)
    return amount(cell.stated, unit(report, cell), lang) if cell.stated is not None else "–"


def proposed(report: Report, cell: CauseCell, lang: Lang) -> str:
    """What should stand in a cell that a cause names; empty where the cause cannot tell."""
    return amount(cell.proposed, unit(report, cell), lang) if cell.proposed is not None else ""


def unit(report: Report, cell: CauseCell) -> str | None:
    """The base unit of the column of a cell."""
    column = report.statement(cell.statement).column(cell.column)
    return column.type if column else None


def row_change(report: Report, change: RowChange, lang: Lang) -> str:
    """Where a row is to be put in or taken out; its amounts are in the message of its cause."""
    statement = report.statement(change.statement)
    parent = word("row-top", lang) if change.parent is None else statement.rows[change.parent].short
    first = word("row-first", lang) if change.action == "insert" else ""
    after = first if change.after is None else word("row-after", lang, statement.rows[change.after].short)
    return word(f"row-{change.action}", lang, parent, after)


def settles(cause: Cause, lang: Lang) -> str:
    """The proof of a cause: how many broken claims hold once it is mended, and how many that held then break."""
    of, fixed, broken = cause.settles
    breaks = word("breaks", lang, number(broken, lang)) if broken else word("breaks-none", lang)
    return f"{word('settles', lang, number(of, lang), number(fixed, lang))}, {breaks}"


def effect(cause: Cause, lang: Lang) -> str:
    """How much money the cause moves, and the net of it where that is another amount; empty where it moves none."""
    gross, net = cause.effect
    if not gross:
        return ""
    text = word("effect", lang, amount(gross, "rupiah", lang))
    return text if abs(net) == gross else f"{text}, {word('effect-net', lang, amount(net, 'rupiah', lang))}"


def repeated(report: Report, cause: Cause, lang: Lang) -> str:
    """Where sentences repeat a figure that the cause corrects, as printed there; empty where none does."""
    places = [f"{mention.place.text} ({clean(mention.printed)})" for mention in repeats_of(report, cause)]
    return f"{word('repeated-by', lang)}: {', '.join(places)}" if places else ""


def misstatement(report: Report, lang: Lang) -> str:
    """By how much the report is misstated in all, and how many causes are below the materiality; empty where none."""
    gross, net = report.misstatement
    if not gross:
        return ""
    text = word("misstated", lang, amount(gross, "rupiah", lang), amount(net, "rupiah", lang))
    if report.materiality is None:
        return text
    below = counted(len(report.below), "cause", lang)
    return f"{text} · {word('materiality', lang, amount(report.materiality, 'rupiah', lang), below)}"


def verdict(report: Report, lang: Lang) -> tuple[str, tuple[str, str]]:
    """The outcome in one phrase, and what was looked at in two."""
    counts = report.counts
    found = ", ".join(counted(counts[severity], severity, lang) for severity in SEVERITIES if counts[severity])
    if report.causes:
        found += " · " + counted(len(report.causes), "cause", lang)
    problems = counted(len(report.problems), "problem", lang) if report.problems else ""
    if report.verdict != "findings":
        head = word("incomplete-with", lang, problems) if problems else word(report.verdict, lang)
        found = head + (f" · {found}" if found else "")
    elif problems:
        found += " · " + word("incomplete-by", lang, problems)
    elif report.incomplete:
        found += " · " + word("incomplete-too", lang)
    claims = word("asked", lang, counted(report.asked, "claim", lang))
    return found, (counted(len(report.audited), "statement", lang), claims)


def readings(report: Report, lang: Lang) -> list[str]:
    """For each file that was read in several ways a sentence: which was kept, and how many sums break under each.

    Then what else there is to know of the reading: values that were calculated, rows that are hidden.
    """
    told = []
    for given in report.inputs:
        kept = next((way for way in given.tried if way.kept), None)
        if kept is not None:
            others = "; ".join(
                f"{word(f'by-{way.reading}', lang)}: {number(way.broken, lang)}" for way in given.tried if not way.kept
            )
            name = clean(given.path).replace("\\", "/").split("/")[-1]
            kept_as = word(f"by-{kept.reading}", lang)
            told.append(f"{word('kept-reading', lang, name, kept_as, number(kept.broken, lang), others)}.")
    told.extend(f"{clean(note(lang))}." for given in report.inputs for note in given.notes)
    return [*told, *(said for statement in report.audited for said in _hidden(statement, lang))]


def _hidden(statement: Statement, lang: Lang) -> Iterator[str]:
    """What of a table nobody sees in the sheet, and that it was read all the same."""
    if statement.hidden:
        places = [statement.rows[row].place.text for row in sorted(statement.hidden)]
        named = ", ".join(places[:_NAMED]) + (", …" if len(places) > _NAMED else "")
        rows = counted(len(places), "row", lang)
        yield f"{word('hidden-rows', lang, clean(statement.name), rows, clean(named))}."
    if columns := [column.name for column in statement.columns if column.hidden]:
        yield f"{word('hidden-columns', lang, clean(statement.name), ', '.join(columns))}."


def coverage(report: Report, lang: Lang) -> str:
    """How many figures an asked claim touches, how many not, and why."""
    covered = report.coverage
    if not covered.figures:
        return word("no-figures", lang)
    # Cut, not rounded: 99.96 % shall not read as all.
    share = amount(Fraction(1000 * covered.checked // covered.figures, 10), "percent", lang, 1)
    text = word("touched", lang, number(covered.checked, lang), counted(covered.figures, "figure", lang), share)
    reasons = Counter(figure.reason for figure in covered.unchecked)
    if not reasons:
        return f"{text}."
    listed = ", ".join(f"{number(count, lang)} {word(reason, lang)}" for reason, count in reasons.most_common())
    return f"{text}; {word('untouched', lang, number(covered.figures - covered.checked, lang), listed)}."
