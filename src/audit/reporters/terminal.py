"""The terminal report tells a person what is wrong, the causes first, in plain lines that need no colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.text import Text as Line

from audit.model.document import Place, Problem
from audit.model.report import CauseCell, Finding, Report
from audit.model.text import Lang, Text
from audit.reporters import _story as story
from audit.reporters._story import Told, clean
from audit.reporters._words import counted, number, word

if TYPE_CHECKING:
    from rich.console import Console

SUFFIXES = (".txt",)

#: Lines longer than this are hard to read, however wide the window.
WIDEST = 120
#: How many findings a cause or a rule shows, how many cells a cause, and how many places a summary line.
SHOWN = 8
CELLS = 9
FEW = 3

STYLES = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}

MORE = Text("… dan {0} lagi, semuanya dalam laporan JSON/HTML", "… and {0} more, all in the JSON/HTML report")

Word = tuple[str, str, str]  # what stands before it on the same line, itself, its style


def show(report: Report, lang: Lang, console: Console) -> None:
    """Print the report, laid out for the console's width."""
    for line in _lines(report, lang, min(console.width, WIDEST)):
        console.print(line, soft_wrap=True, highlight=False)


def render(report: Report, lang: Lang) -> bytes:
    """The report as plain text."""
    return "".join(f"{line.plain}\n" for line in _lines(report, lang, 100)).encode()


def _lines(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    found, looked_at = story.verdict(report, lang)
    style = next((STYLES[severity] for severity in ("error", "warning") if report.counts[severity]), "bold")
    if report.verdict == "clean":
        style = "bold green"
    yield from _flow(
        [*_prose(found, style), *_joined(_whole(looked_at[0]), " · "), *_joined(_whole(looked_at[1]), ", ")], width
    )
    yield from _flow([word for given in report.inputs for word in _whole(clean(given.path), "dim")], width)
    sections: tuple[tuple[str, Iterable[Line]], ...] = (
        ("problems", _problems(report.problems, lang, width)),
        ("causes", _causes(report, lang, width)),
        ("alone", _alone(report, lang, width)),
        ("notes", _notes(report, lang, width)),
        ("not-asked", _unasked(report, lang, width)),
        ("coverage", _coverage(report, lang, width)),
        ("percentages", _percentages(report, lang, width)),
    )
    for key, lines in sections:
        told = list(lines)
        if told:
            title = word(key, lang)
            yield Line()
            yield Line(f"── {title} ".ljust(min(width, 80), "─"), "bold")
            yield from told


def _problems(problems: Sequence[Problem], lang: Lang, width: int) -> Iterator[Line]:
    for problem in problems:
        place = _whole(problem.place.text, "bold") if problem.place else []
        yield from _flow([*place, *_whole(f"{word(problem.stage, lang)} ({problem.code})")], width)
        yield from _flow(_prose(problem.message(lang)), width, 2)
        if problem.lost:
            yield from _flow(_prose(f"{word('lost', lang)}: {clean(problem.lost(lang))}"), width, 2)
        if problem.hint:
            yield from _flow(_prose(f"{word('hint', lang)}: {problem.hint(lang)}"), width, 2)


def _causes(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    for position, told in enumerate(story.causes(report)):
        if position:
            yield Line()
        yield from _cause(report, told, lang, width)


def _cause(report: Report, told: Told, lang: Lang, width: int) -> Iterator[Line]:
    cause = told.cause
    head = [
        *_whole(f"{cause.id} {word(told.severity, lang)}", STYLES[told.severity]),
        *_prose(word(cause.kind, lang), "bold"),
        *_prose(word(cause.confidence, lang)),
        *_prose(word("explains", lang, counted(len(told.findings), "finding", lang))),
    ]
    if cause.blame == "reading":
        head += _prose(word("blame-reading", lang), "bold")
    yield from _flow(head, width)
    yield from _flow(_prose(cause.message(lang)), width, 3)
    for cell in cause.cells[:CELLS]:
        yield from _flow(_cell(report, cell, lang), width, 3, 2)
    if len(cause.cells) > CELLS:
        yield from _flow(_prose(MORE(lang).format(number(len(cause.cells) - CELLS, lang)), "dim"), width, 3)
    moved = story.effect(cause, lang)
    proof = _prose(story.settles(cause, lang)) if cause.settles[1] else []
    yield from _flow([*proof, *(_prose(moved) if moved else [])], width, 3)
    for other in cause.alternatives:
        yield from _flow(_prose(f"{word('alternative', lang)}: {other.message(lang)}"), width, 3, 2)
        for cell in other.cells:
            yield from _flow(_cell(report, cell, lang), width, 5, 2)
    named = {(cell.statement, cell.row, cell.column) for cell in cause.cells}
    if all((finding.statement, finding.row, finding.column) in named for finding in told.findings):
        ids = [piece for finding in told.findings for piece in _whole(finding.id, "dim")]
        yield from _flow(_commas(ids), width, 3)
    else:
        yield from _findings(report, told.findings, lang, width, 3)


def _cell(report: Report, cell: CauseCell, lang: Lang) -> list[Word]:
    change = [*_whole(story.stated(report, cell, lang))]
    proposed = story.proposed(report, cell, lang)
    if proposed:
        change.append((" ", f"→ {proposed}", "green"))
    return [*_whole(cell.place.text, "bold"), *_whole(cell.column), *change]


def _alone(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    for position, (rule, findings) in enumerate(story.alone(report)):
        if position:
            yield Line()
        id, title = (rule, "") if isinstance(rule, str) else (rule.id, rule.title(lang))
        severity = findings[0].severity
        head = _whole(f"{word(severity, lang)} {id}", STYLES[severity])
        yield from _flow([*head, *_prose(title, "bold"), *_whole(number(len(findings), lang))], width)
        yield from _findings(report, findings, lang, width, 3)


def _findings(report: Report, findings: Sequence[Finding], lang: Lang, width: int, indent: int) -> Iterator[Line]:
    """The findings, those of one row under its name; one of arithmetic is told by its figures, another in words."""
    last = None
    for finding in findings[:SHOWN]:
        here = (finding.statement, finding.row)
        name = story.row_name(report, finding)
        if name and here != last and finding.kind in ("equation", "bound"):
            yield from _flow(_prose(name), width, indent)
        last = here
        where = [*_whole(finding.place.text), *_whole(finding.column or "")]
        told = _figures(finding, lang) if finding.kind in ("equation", "bound") else _prose(finding.message(lang))
        yield from _flow([("", finding.id, "dim"), *_joined(where, " "), *told], width, indent + 2, 4)
        if finding.assumption:
            yield from _flow(_prose(f"{word('assuming', lang)}: {finding.assumption(lang)}"), width, indent + 6)
    if len(findings) > SHOWN:
        yield from _flow(_prose(MORE(lang).format(number(len(findings) - SHOWN, lang)), "dim"), width, indent)


def _figures(finding: Finding, lang: Lang) -> list[Word]:
    figures = (
        ("printed", clean(finding.printed)),
        ("expected", story.expected(finding, lang)),
        ("difference", story.difference(finding, lang)),
    )
    return [piece for key, figure in figures if figure for piece in _whole(f"{word(key, lang)} {figure}")]


def _notes(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    for rule, column, findings in story.notes(report):
        head = _times(f"{rule} ({column})" if column else rule, len(findings), lang)
        places = [_place for finding in findings[:FEW] for _place in _whole(finding.place.text)]
        rest = _whole("…") if len(findings) > FEW else []
        listed = [*_whole(head, STYLES["info"]), *_commas([*places, *rest])]
        yield from _flow(listed, width, 0, 2)


def _unasked(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    for reason, count, groups in story.unasked(report, lang):
        counts: dict[str, int] = {}
        for group in groups:
            rule = f"{group.rule} ({group.column})" if group.column and group.column != group.rule else group.rule
            counts[rule] = counts.get(rule, 0) + len(group.rows)
        named = sorted(counts.items(), key=lambda item: -item[1])
        rules = [
            piece for rule, of in named for piece in _whole(_times(rule, of if len(named) > 1 else 0, lang), "dim")
        ]
        yield from _flow([*_prose(_times(reason, count, lang)), *_commas(rules)], width, 0, 2)


def _times(what: str, count: int, lang: Lang) -> str:
    return f"{number(count, lang)} × {what}" if count else what


def _coverage(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    yield from _flow(_prose(story.coverage(report, lang)), width, 0, 2)
    unread: Sequence[Place] = report.coverage.unread
    places = [piece for place in unread for piece in _whole(place.text)]
    if places:
        yield from _flow([*_whole(word("unread", lang), "bold"), *_commas(places)], width, 0, 2)
    headings = [f"{heading} ({number(count, lang)})" for heading, count in story.unknown(report)]
    if headings:
        yield from _flow(_prose(f"{word('unknown-columns', lang)}: {', '.join(headings)}"), width, 0, 2)


def _percentages(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    for names, taken in story.decisions(report, lang):
        phrases = [piece for phrase in taken for piece in _prose(phrase)]
        yield from _flow([*_prose(names, "bold"), *phrases], width, 0, 2)


# Rich wraps at any blank, also within `laporan akhir.xlsx!Rekap!H12`, so lines are filled here: prose breaks between
# its words, a place or a figure is broken only where it alone is longer than a line.


def _prose(text: str, style: str = "") -> list[Word]:
    """A phrase that may be broken between its words, but not before a percent sign."""
    words = re.split(r" (?!%)", text) if (text := clean(text)) else []
    return [(" " if position else " · ", word, style) for position, word in enumerate(words)]


def _whole(text: str, style: str = "") -> list[Word]:
    """A phrase that stays on one line."""
    return [(" · ", text, style)] if (text := clean(text)) else []


def _joined(words: list[Word], glue: str) -> list[Word]:
    """The words with other glue before the first."""
    return [
        (glue, text, style) if not position else (before, text, style)
        for position, (before, text, style) in enumerate(words)
    ]


def _commas(words: list[Word]) -> list[Word]:
    """The words of a list with commas between them, after a dash or a heading."""
    return [(", " if position else " · ", text, style) for position, (_, text, style) in enumerate(words)]


def _flow(words: Iterable[Word], width: int, indent: int = 0, hang: int = 0) -> Iterator[Line]:
    """Words filled into lines: the first indented, the others indented further by ``hang``."""
    line, used, margin = Line(" " * indent), indent, indent
    for glue, text, style in words:
        before = glue if used > margin else ""
        breaks = before and used + cell_len(before) + cell_len(text) > width
        room = width - max(0 if breaks else used + cell_len(before), indent + hang)
        for position, part in enumerate(_parts(text, room)):
            if breaks or position:
                yield line
                margin = indent + hang
                line, used, before = Line(" " * margin), margin, ""
            line.append(before).append(part, style or None)
            used += cell_len(before) + cell_len(part)
            before = ""
    if used > margin:
        yield line


def _parts(text: str, width: int) -> list[str]:
    """The text in parts that fit, cut behind a separator where there is one."""
    if cell_len(text) <= width:
        return [text]
    parts = [""]
    for piece in re.split(r"(?<=[!/\\ ])", text):
        for chunk in chop_cells(piece, max(width, 1)):
            if cell_len(parts[-1]) + cell_len(chunk) > width:
                parts.append("")
            parts[-1] += chunk
    return [part.rstrip() for part in parts if part.strip()]
