"""SARIF 2.1.0 is what code scanning and editors read; several reports are one run of one log.

GitHub refuses a log with two runs of the same tool and category, with more than 20 runs, or with more than 25,000
results in a run. So there is one run, whose invocations tell of each report whether it could be read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from audit.model.document import Input, Place, Problem
from audit.model.report import SEVERITIES, Cause, Finding, Operand, Report, RuleSummary
from audit.model.text import Lang, Text
from audit.model.version import VERSION
from audit.reporters import _story as story
from audit.reporters._words import number, word

SUFFIXES = (".sarif", ".sarif.json")

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

#: What GitHub takes of one run; a log with more is refused as a whole.
MOST_RESULTS = 25_000
#: Nobody follows each of the thousand rows that a sum rests on.
MOST_RELATED = 50

#: Kinds of files of which an editor shows lines; what another reader calls a line is a name.
OF_LINES = frozenset({"csv", "txt", "md"})

LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}

#: The hash that is told of a file of which no byte could be read.
_NOTHING = sha256(b"").hexdigest()

_CAUSE = Text("Penyebab {0}: {1} ({2})", "Cause {0}: {1} ({2})")
_RELATED = Text("{0} dari {1} angka dasarnya disebut.", "{0} of the {1} figures that it rests on are listed.")
_KEPT = Text(
    "{0} dari {1} temuan dimuat, yang terberat lebih dulu; laporan JSON memuat semuanya.",
    "{0} of {1} findings are listed, the gravest first; the JSON report has all of them.",
)
_HELP = Text(
    "Persamaan: {0}\n\n{1}\n\nPerintah {2} menjelaskan aturan ini.",
    "Equation: {0}\n\n{1}\n\nThe command {2} explains this rule.",
)

Dict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What a log keeps of one report; each result comes with the rank of its severity, the gravest first."""

    rules: tuple[RuleSummary, ...]
    rulebooks: tuple[tuple[str, str, str], ...]
    artifacts: tuple[tuple[str | None, Dict], ...]
    results: tuple[tuple[int, Dict], ...]
    notifications: tuple[Dict, ...]
    invocation: Dict


def render(report: Report, lang: Lang) -> bytes:
    """The report as a SARIF log of one run."""
    return whole([part(report, lang)], lang)


def part(report: Report, lang: Lang) -> Part:
    """What the log says of one report."""
    files = {given.id: given for given in report.inputs if given.kind != "dataframe"}
    causes = {cause.id: cause for cause in report.causes}
    below = report.below
    found = [(f, f.within(below)) for f in report.findings]
    coverage = report.coverage
    return Part(
        report.rules,
        report.rulebooks,
        tuple(_artifact(given) for given in files.values()),
        tuple(
            (SEVERITIES.index("info" if small else f.severity), _result(f, small, report, causes, files, lang))
            for f, small in found
        ),
        tuple(_notifications(report, files, lang)),
        {
            "executionSuccessful": any(given.read != "not" for given in report.inputs),
            "exitCode": report.exit,
            "properties": {
                "inputs": [given.path for given in report.inputs],
                "verdict": report.verdict,
                "figures": coverage.figures,
                "checked": coverage.checked,
            },
        },
    )


def whole(parts: Sequence[Part], lang: Lang) -> bytes:
    """The log of all reports."""
    rules = _summed(parts)
    numbers = {rule.id: n for n, rule in enumerate(rules)}
    found = [(rank, n, result) for n, part in enumerate(parts) for rank, result in part.results]
    kept = found if len(found) <= MOST_RESULTS else sorted(found, key=lambda told: told[0])[:MOST_RESULTS]
    notices = [list(part.notifications) for part in parts]
    if len(kept) < len(found):
        said = _KEPT(lang).format(number(len(kept), lang), number(len(found), lang))
        notices[0].insert(0, {"descriptor": {"id": "too-many-results"}, "level": "warning", "message": _message(said)})
    run = {
        "tool": {"driver": _driver(parts, rules, lang)},
        "invocations": [
            part.invocation | {"toolExecutionNotifications": told} for part, told in zip(parts, notices, strict=True)
        ],
        "artifacts": _nested([artifact for part in parts for artifact in part.artifacts]),
        "results": [_numbered(result, numbers, n if len(parts) > 1 else None) for _, n, result in kept],
        "columnKind": "unicodeCodePoints",
        "language": lang,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    # A lone surrogate, as a broken PDF yields it, has no UTF-8 form; the rest of the log must not be lost to it.
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


# The tool and its rules


def _summed(parts: Sequence[Part]) -> list[RuleSummary]:
    """Each rule once, its counts added up over the reports."""
    rules: dict[str, RuleSummary] = {}
    for rule in (rule for part in parts for rule in part.rules):
        known = rules.get(rule.id)
        counts = ("asked", "held", "violated", "unasked") if known is not None else ()
        rules[rule.id] = replace(rule, **{count: getattr(known, count) + getattr(rule, count) for count in counts})
    return list(rules.values())


def _driver(parts: Sequence[Part], rules: Sequence[RuleSummary], lang: Lang) -> Dict:
    books = dict.fromkeys(book for part in parts for book in part.rulebooks)
    return {
        "name": "audit",
        "version": VERSION,
        "language": lang,
        "rules": [_rule(rule, lang) for rule in rules],
        "properties": {"rulebooks": [{"id": id, "path": path, "sha256": digest} for id, path, digest in books]},
    }


def _rule(rule: RuleSummary, lang: Lang) -> Dict:
    why = rule.why(lang)
    off = {"enabled": False} if rule.off else {}
    help = (rule.assertion, f"{why} ({rule.off(lang)})" if rule.off else why, f"audit explain {rule.id}")
    return {
        "id": rule.id,
        "shortDescription": _message(rule.title(lang)),
        "fullDescription": _message(why),
        "help": {
            "text": _literal(_HELP(lang).format(*help)),
            "markdown": _literal(_HELP(lang).format(f"`{help[0]}`", help[1], f"`{help[2]}`")),
        },
        "defaultConfiguration": {**off, "level": LEVELS[rule.severity]},
        "properties": {count: getattr(rule, count) for count in ("asked", "held", "violated", "unasked")},
    }


# Results


def _result(
    finding: Finding, below: bool, report: Report, causes: dict[str, Cause], files: dict[str, Input], lang: Lang
) -> Dict:
    """A finding as a result; one whose causes are all below the materiality is a note and says so."""
    because = finding.because[:MOST_RELATED]
    said = [f"{finding.place.text}: {finding.message(lang)}"]
    if finding.assumption:
        said[0] += f" ({word('assuming', lang)}: {finding.assumption(lang)})"
    said += [_cause(causes[id], report, lang) for id in finding.causes[:1] if id in causes]
    if below:
        said.append(word("below", lang))
    message = "".join(f"{sentence}. " for sentence in said)
    if len(because) < len(finding.because):
        message += _RELATED(lang).format(number(len(because), lang), number(len(finding.because), lang))
    location = _location(finding.place, files)
    prints = {"auditFingerprint/v1": finding.fingerprint}
    if "region" not in location.get("physicalLocation", {}):
        # GitHub knows an alert again by this hash. Where there is a line it takes the hash of that line itself and
        # warns of any other.
        prints["primaryLocationLineHash"] = f"{finding.fingerprint}:1"
    return {
        "ruleId": finding.rule,
        "level": LEVELS["info" if below else finding.severity],
        "message": _message(message),
        "locations": [location],
        "relatedLocations": [_related(n, operand, report, files, lang) for n, operand in enumerate(because, 1)],
        "partialFingerprints": prints,
    }


def _cause(cause: Cause, report: Report, lang: Lang) -> str:
    """The leading cause in a few words: its kind, and the first of its cells with what should stand there."""
    said = _CAUSE(lang).format(cause.id, word(cause.kind, lang), word(cause.confidence, lang))
    if cause.blame == "reading":
        said += f", {word('blame-reading', lang)}"
    if not cause.cells:
        return said
    cell = cause.cells[0]
    proposed = story.proposed(report, cell, lang)
    return f"{said}, {cell.place.text} {cell.column} {story.stated(report, cell, lang)}" + (
        f" → {proposed}" if proposed else ""
    )


def _related(n: int, operand: Operand, report: Report, files: dict[str, Input], lang: Lang) -> Dict:
    """A figure that a claim rests on: the row, the column and what is printed there."""
    row = report.row(operand)
    printed = operand.figure.printed if operand.figure else "–"
    said = f"{row.short} · {operand.column} {printed}"
    return {"id": n, **_location(row.places.get(operand.column, row.place), files), "message": _message(said)}


def _numbered(result: Dict, numbers: dict[str, int], invocation: int | None) -> Dict:
    """The result with the number of its rule, and among several reports that of its report."""
    rule = result["ruleId"]
    index = {"ruleIndex": numbers[rule]} if rule in numbers else {}
    provenance = {} if invocation is None else {"provenance": {"invocationIndex": invocation}}
    return {"ruleId": rule, **index, **result, **provenance}


# Problems


def _notifications(report: Report, files: dict[str, Input], lang: Lang) -> Iterator[Dict]:
    yield from (_notification(problem, files, lang) for problem in report.problems)
    if not report.problems and not report.asked:
        said = _message(word("nothing-asked", lang) + ".")
        yield {"descriptor": {"id": "nothing-asked"}, "level": "error", "message": said}


def _notification(problem: Problem, files: dict[str, Input], lang: Lang) -> Dict:
    said = [problem.message(lang)]
    if problem.lost:
        said.append(f"({word('lost', lang)}: {problem.lost(lang)})")
    if problem.hint:
        said.append(problem.hint(lang))
    where = [_location(problem.place, files)] if problem.place else []
    if not where and len(files) == 1:
        where = [{"physicalLocation": {"artifactLocation": {"uri": _file(given)[0]}}} for given in files.values()]
    return {
        "descriptor": {"id": problem.code},
        "level": "error" if problem.stage in ("read", "limit") else "warning",
        "message": _message(" ".join(said)),
        "locations": where,
    }


# Places and texts


def _file(given: Input) -> tuple[str, str]:
    """The URI of a file, and for one in an archive, which is `arsip.zip!laporan.csv`, its name there."""
    inside = re.match(r"(.*?\.zip)!(.+)", given.path, re.IGNORECASE | re.DOTALL)
    path, name = (inside[1], inside[2]) if inside else (given.path, "")
    return uri(PurePath(path)), name


def _artifact(given: Input) -> tuple[str | None, Dict]:
    """What an artifact says of a file, after the URI of the archive that it is in."""
    hashes = {} if given.read == "not" and given.sha256 == _NOTHING else {"hashes": {"sha-256": given.sha256}}
    roles = ["analysisTarget"] if given.role == "subject" else ["referencedOnCommandLine"]
    path, name = _file(given)
    location = {"uri": quote(os.fsencode(name), safe="/") if name else path}
    return path if name else None, {"location": location, "roles": roles, **hashes}


def _nested(artifacts: Sequence[tuple[str | None, Dict]]) -> list[Dict]:
    """Each artifact once, an archive before the files in it."""
    listed: list[Dict] = []
    for archive, artifact in artifacts:
        if archive is not None:
            parent = {"location": {"uri": archive}, "roles": artifact["roles"]}
            listed += [parent] if parent not in listed else []
            shown = artifact | {"parentIndex": listed.index(parent)}
        else:
            shown = artifact
        listed += [shown] if shown not in listed else []
    return listed


def _location(place: Place, files: dict[str, Input]) -> Dict:
    """Where something stands: the file and its line if it has lines, and the cell, page or paragraph by name.

    A field of a CSV file is a name too: its number counts fields, not characters.
    """
    location: Dict = {}
    within = ""
    if place.input in files:
        given = files[place.input]
        path, within = _file(given)
        physical: Dict = {"artifactLocation": {"uri": path}}
        if place.line is not None and given.kind in OF_LINES and not within:
            physical["region"] = {"startLine": place.line}
        location["physicalLocation"] = physical
    name = story.clean(within + place.text.removeprefix(place.file) if within else _after(place))
    if name:
        kinds = (
            ("cell", place.cell or place.column),
            ("sheet", place.sheet),
            ("page", place.page),
            ("paragraph", place.paragraph),
            ("line", place.line),
        )
        kind = next((kind for kind, there in kinds if there is not None), "file")
        location["logicalLocations"] = [
            {"name": place.cell or name, "fullyQualifiedName": name, "kind": kind},
        ]
    return location


def _after(place: Place) -> str:
    return place.text.removeprefix(place.file).lstrip("!:")


def uri(path: PurePath) -> str:
    """The path as a URI: relative as it is, absolute under ``file:``, percent-encoded, with forward slashes.

    The bytes of the name are those that the file system knows, also where they are no text.
    """
    text = path.as_posix()
    if not path.is_absolute():
        return quote(os.fsencode(text), safe="/")
    # A share of a network names its host already; before the letter of a drive stands a slash.
    host = "" if text.startswith("//") else "//" if text.startswith("/") else "///"
    return f"file:{host}{quote(os.fsencode(text), safe='/:')}"


def _message(text: str) -> Dict:
    return {"text": _literal(story.clean(text))}


def _literal(text: str) -> str:
    """The text so that nothing in it is taken for a placeholder or a link, which messages of SARIF may have."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
