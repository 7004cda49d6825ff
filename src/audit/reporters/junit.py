"""JUnit XML is what CI servers show as tests: a suite for each statement, a test for each rule that it was asked.

A test fails by findings at or above ``--fail-on`` that are not below the materiality. What a rule could not be asked is
skipped with the reason, and what kept the audit from looking is an error. There is no time in it: the same report gives
the same bytes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import cast
from xml.etree import ElementTree as ET

from audit.model.document import Problem
from audit.model.report import Finding, Report, RuleSummary, Tally, Unasked
from audit.model.statement import Statement
from audit.model.text import Lang, Text
from audit.reporters import _story as story
from audit.reporters._words import counted, number, word

SUFFIXES = (".xml",)

#: How many findings that do not fail it a test tells, and how many files name a report that has several.
SHOWN = 8
FEW = 3

_READ = Text("Berkas terbaca dan tabelnya dikenali", "The file was read and its tables were recognised")
_PROSE = Text("narasi", "prose")
_MORE = Text("… dan {0} lagi", "… and {0} more")
_NOT_ASKED = Text("{0} tidak diuji: {1}", "{0} not asked: {1}")
_ASKED = Text("{0} diuji, {1} benar", "{0} asked, {1} held")


def render(report: Report, lang: Lang) -> bytes:
    """The report as JUnit XML."""
    return whole([part(report, lang)], lang)


def part(report: Report, lang: Lang) -> tuple[ET.Element, ...]:
    """The suites of one report: what could not be looked at, each statement, and the prose where it was asked about."""
    titles = _titles(report.rules, lang)
    files = {given.id: story.clean(given.path) for given in report.inputs}
    whole_name = ", ".join(list(files.values())[:FEW])
    if len(files) > FEW:
        whole_name += f" {_MORE(lang).format(len(files) - FEW)}"
    suites = [_reading(report, whole_name, lang)]
    findings: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        findings[finding.statement].append(finding)
    failing = frozenset(finding.id for finding in report.failing)
    for statement in report.audited:
        name = f"{files[statement.input]} · {statement.id} {story.clean(statement.name)}"
        tests = list(_tests(report, statement.id, findings[statement.id], failing, titles, name, lang))
        suites.append(_suite(name, _figures(report, statement), tests))
    spoken = [one.statement for one in report.tallies] + [one.statement for one in report.unasked]
    if findings[None] or None in spoken:
        name = f"{whole_name} · {_PROSE(lang)}"
        suites.append(_suite(name, {}, list(_tests(report, None, findings[None], failing, titles, name, lang))))
    return tuple(suites)


def whole(parts: Sequence[tuple[ET.Element, ...]], lang: Lang) -> bytes:
    """The document of all reports."""
    suites = [suite for part in parts for suite in part]
    totals = {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in _COUNTS}
    root = ET.Element("testsuites", {"name": "audit", **totals, "time": "0"})
    root.extend(suites)
    ET.indent(root)
    return cast(bytes, ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


# Suites

_COUNTS = {"tests": "", "failures": "failure", "errors": "error", "skipped": "skipped"}


def _suite(name: str, properties: dict[str, int], tests: Sequence[ET.Element]) -> ET.Element:
    counts = {key: sum(test.find(tag) is not None for test in tests) for key, tag in _COUNTS.items() if tag}
    attributes = {"tests": len(tests)} | counts
    suite = ET.Element("testsuite", {"name": _valid(name), **{k: str(v) for k, v in attributes.items()}, "time": "0"})
    if properties:
        listed = ET.SubElement(suite, "properties")
        for key, value in properties.items():
            ET.SubElement(listed, "property", {"name": key, "value": str(value)})
    suite.extend(tests)
    return suite


def _figures(report: Report, statement: Statement) -> dict[str, int]:
    """How many figures the statement has, and how many of them an asked claim touches."""
    places = Counter(row.places.get(column, row.place) for row in statement.rows for column in row.figures)
    unchecked = sum(figure.place in places for figure in report.coverage.unchecked)
    figures = places.total()
    return {"rows": len(statement.rows), "figures": figures, "checked": figures - unchecked}


def _reading(report: Report, name: str, lang: Lang) -> ET.Element:
    """The suite of the reading: one test, which passes or tells all problems, so that CI knows it again."""
    test = _test(_READ(lang), name)
    if report.problems:
        first = report.problems[0]
        error = ET.SubElement(test, "error", {"message": _valid(first.message(lang)), "type": first.code})
        error.text = "\n".join(line for problem in report.problems for line in _told(problem, lang))
    elif not report.asked:
        ET.SubElement(test, "error", {"message": word("nothing-asked", lang), "type": "nothing-asked"})
    coverage = report.coverage
    return _suite(name, {"figures": coverage.figures, "checked": coverage.checked}, [test])


def _told(problem: Problem, lang: Lang) -> Iterator[str]:
    place = f"{problem.place.text}: " if problem.place else ""
    yield _valid(place + problem.message(lang))
    if problem.lost:
        yield _valid(f"{word('lost', lang)}: {problem.lost(lang)}")
    if problem.hint:
        yield _valid(f"{word('hint', lang)}: {problem.hint(lang)}")


# Tests


def _titles(rules: Iterable[RuleSummary], lang: Lang) -> dict[str, str]:
    """What the test of each rule is called: its title, with its id where two rules have the same."""
    titles = {rule.id: rule.title(lang) for rule in rules}
    counts = Counter(titles.values())
    return {id: title if counts[title] == 1 else f"{title} ({id})" for id, title in titles.items()}


def _tests(
    report: Report,
    statement: str | None,
    findings: Sequence[Finding],
    failing: frozenset[str],
    titles: dict[str, str],
    suite: str,
    lang: Lang,
) -> Iterator[ET.Element]:
    """The tests of one statement, in the order of the rules: of each rule that was asked, or could not be."""
    tallies = {tally.rule: tally for tally in report.tallies if tally.statement == statement}
    silent: dict[str, list[Unasked]] = defaultdict(list)
    for group in report.unasked:
        if group.statement == statement:
            silent[group.rule].append(group)
    broken: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        broken[finding.rule].append(finding)
    ids = [id for id in titles if id in tallies or id in silent or id in broken]
    ids += [id for id in broken if id not in titles]
    for id in ids:
        test = _test(titles.get(id, id), suite)
        _outcome(test, id, report, tallies.get(id), broken[id], failing, silent[id], lang)
        yield test


def _test(name: str, suite: str) -> ET.Element:
    return ET.Element("testcase", {"name": _valid(name), "classname": _valid(suite), "time": "0"})


def _outcome(
    test: ET.Element,
    id: str,
    report: Report,
    tally: Tally | None,
    findings: Sequence[Finding],
    failing: frozenset[str],
    silent: Sequence[Unasked],
    lang: Lang,
) -> None:
    """Put into the test how it ended: failed, skipped or neither, and what else is to say."""
    grave = [finding for finding in findings if finding.id in failing]
    mild = [finding for finding in findings if finding.id not in failing]
    reasons = _reasons(silent, lang)
    if grave:
        head = f"{id}: {counted(len(grave), 'finding', lang)}"
        failure = ET.SubElement(test, "failure", {"message": _valid(head), "type": grave[0].severity})
        failure.text = "\n".join([head, *_listed(grave, lang), *_causes(grave, report, lang)])
    elif tally is None and not findings:
        ET.SubElement(test, "skipped", {"message": _valid("; ".join(reasons))})
        return
    said = []
    if tally is not None:
        asked = tally.held + tally.violated
        said.append(f"{id}: {_ASKED(lang).format(number(asked, lang), number(tally.held, lang))}")
    said += reasons
    said += list(_listed(mild[:SHOWN], lang))
    if len(mild) > SHOWN:
        said.append(_MORE(lang).format(number(len(mild) - SHOWN, lang)))
    ET.SubElement(test, "system-out").text = "\n".join(_valid(line) for line in said)


def _reasons(silent: Iterable[Unasked], lang: Lang) -> list[str]:
    counts: Counter[str] = Counter()
    for group in silent:
        counts[group.reason(lang)] += group.count
    return [_NOT_ASKED(lang).format(number(count, lang), reason) for reason, count in counts.items()]


def _listed(findings: Iterable[Finding], lang: Lang) -> Iterator[str]:
    for finding in findings:
        severity = word(finding.severity, lang)
        yield _valid(f"{finding.id} {severity} · {finding.place.text} · {story.clean(finding.message(lang))}")


def _causes(findings: Iterable[Finding], report: Report, lang: Lang) -> Iterator[str]:
    """The causes of the findings, each once."""
    named = {id for finding in findings for id in finding.causes}
    for cause in report.causes:
        if cause.id in named:
            yield _valid(f"{cause.id} {word(cause.kind, lang)} · {story.clean(cause.message(lang))}")


def _valid(text: str) -> str:
    """The text without what XML 1.0 cannot hold: control characters, lone surrogates and two that are no characters."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", story.clean(text))
