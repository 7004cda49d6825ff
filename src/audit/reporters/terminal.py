"""The terminal report tells a person what is wrong, the causes first, in plain lines that need no colour.

Of several reports each tells its leading causes only, and a table at the end says which of them to open.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text as Line

from audit.model.report import SEVERITIES, CauseCell, Finding, Report
from audit.model.text import Lang, Text
from audit.reporters import _limits as limits
from audit.reporters import _story as story
from audit.reporters._flow import Word, commas, filled, joined, prose, unbroken
from audit.reporters._gathered import gathered
from audit.reporters._quoted import quote, quotes
from audit.reporters._story import Told, clean
from audit.reporters._words import counted, number, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SUFFIXES = (".txt",)

#: Lines longer than this are hard to read, however wide the window.
WIDEST = 120
#: How wide a text file is.
FILE = 100
#: How many findings a cause or a rule shows, how many cells a cause, and how many places a summary line. One of
#: several reports shows as many causes as a summary line places.
SHOWN = 8
CELLS = 9
FEW = 3

STYLES = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}

MORE = Text("… dan {0} lagi, semuanya dalam laporan JSON/HTML", "… and {0} more, all in the JSON/HTML report")

VERDICTS = {
    "clean": Text("bersih", "clean"),
    "findings": Text("ada temuan", "findings"),
    "incomplete": Text("belum lengkap", "incomplete"),
}
TOTALS = {**VERDICTS, "findings": Text("dengan temuan", "with findings")}
VERDICT_STYLES = {"clean": "green", "findings": "bold red", "incomplete": "bold yellow"}
HEADINGS = (
    Text("berkas", "file"),
    Text("hasil", "verdict"),
    Text("salah", "errors"),
    Text("peringatan", "warnings"),
    Text("kendala", "problems"),
    Text("penyebab utama", "leading cause"),
)
SUMMARY = Text("Ringkasan", "Summary")
REPORTS = Text("{0} laporan: {1}", "{0} reports: {1}")
WITHOUT_CAUSE = Text("tanpa penyebab yang diketahui", "without a known cause")
WHOLE = Text(
    "`audit check BERKAS` menampilkan satu laporan selengkapnya, `--out temuan.json` menyimpan semuanya.",
    "`audit check FILE` shows one report in full, `--out findings.json` keeps all of them.",
)


def show(report: Report, lang: Lang, console: Console) -> None:
    """Print the report, laid out for the console's width."""
    for line in _lines(report, lang, min(console.width, WIDEST)):
        console.print(line, soft_wrap=True, highlight=False)


def render(report: Report, lang: Lang) -> bytes:
    """The report as plain text."""
    return "".join(f"{line.plain}\n" for line in _lines(report, lang, FILE)).encode()


@dataclass(frozen=True, slots=True)
class Entry:
    """The line of one report in the summary of many."""

    file: str
    verdict: str
    counts: Counter[str]
    problems: int
    leading: str


def show_one(report: Report, lang: Lang, console: Console) -> Entry:
    """Print what one of several reports says in short; its line of the summary is returned."""
    for line in _brief(report, lang, min(console.width, WIDEST)):
        console.print(line, soft_wrap=True, highlight=False)
    return _entry(report, lang)


def show_summary(entries: Sequence[Entry], lang: Lang, console: Console) -> None:
    """Print the table of all reports, which says which of them to open."""
    width = min(console.width, WIDEST)
    console.print(Line(f"── {SUMMARY(lang)} ".ljust(min(width, 80), "─"), "bold"), soft_wrap=True)
    console.print(_table(entries, lang, width), width=width)
    for line in (_total(entries, lang), WHOLE(lang)):
        for flowed in filled(prose(line), width):
            console.print(flowed, soft_wrap=True, highlight=False)


def part(report: Report, lang: Lang) -> tuple[str, Entry]:
    """What a text file of several reports keeps of one: its text and its line of the summary."""
    return "".join(f"{line.plain}\n" for line in _brief(report, lang, FILE)), _entry(report, lang)


def whole(parts: Sequence[tuple[str, Entry]], lang: Lang) -> bytes:
    """The text file of several reports."""
    from rich.console import Console

    # Nothing of the environment shall decide what stands in a file.
    console = Console(file=io.StringIO(), width=FILE, color_system=None, legacy_windows=False, _environ={})
    with console.capture() as captured:
        show_summary([entry for _, entry in parts], lang, console)
    summary = "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())
    return ("".join(text for text, _ in parts) + summary).encode()


def _lines(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    found, looked_at = story.verdict(report, lang)
    style = next((STYLES[severity] for severity in ("error", "warning") if report.counts[severity]), "bold")
    if report.verdict == "clean":
        style = "bold green"
    yield from filled(
        [*prose(found, style), *joined(unbroken(looked_at[0]), " · "), *joined(unbroken(looked_at[1]), ", ")], width
    )
    audited = [given for given in report.inputs if given.role == "subject"]
    yield from filled([word for given in audited for word in unbroken(clean(given.path), "dim")], width)
    for given in report.inputs:
        if given.role == "reference":
            path = joined(unbroken(clean(given.path), "dim"), " ")
            yield from filled([*prose(f"{word('cited', lang)}:", "dim"), *path], width)
    yield from filled(prose(story.misstatement(report, lang)), width)
    causes = story.causes(report)
    sections: tuple[tuple[str, Iterable[Line]], ...] = (
        ("problems", limits.problems(report.problems, lang, width)),
        ("causes", _causes(report, [told for told in causes if not told.below], lang, width)),
        ("alone", _alone(report, lang, width)),
        ("below", _causes(report, [told for told in causes if told.below], lang, width)),
        ("notes", _notes(report, lang, width)),
        ("not-asked", limits.unasked(report, lang, width)),
        ("untied-figures", limits.untied(report, lang, width)),
        ("readings", (line for told in story.readings(report, lang) for line in filled(prose(told), width, 0, 2))),
        ("coverage", limits.coverage(report, lang, width)),
        ("percentages", limits.percentages(report, lang, width)),
    )
    for key, lines in sections:
        told = list(lines)
        if told:
            title = word(key, lang)
            yield Line()
            yield Line(f"── {title} ".ljust(min(width, 80), "─"), "bold")
            yield from told


def _brief(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    """One of several reports: its verdict, problems and leading causes; nothing of one that is clean."""
    if report.verdict == "clean":
        return
    files = ", ".join(clean(given.path) for given in report.inputs[:FEW]) + (" …" if len(report.inputs) > FEW else "")
    yield from filled([("", "──", "bold"), *joined(unbroken(files, "bold"), " ")], width)
    found, looked_at = story.verdict(report, lang)
    yield from filled([*prose(found, VERDICT_STYLES[report.verdict]), *joined(unbroken(looked_at[1]), " · ")], width)
    yield from filled(prose(story.misstatement(report, lang)), width)
    problems = gathered(report.problems)
    for problem in problems[:FEW]:
        yield from filled([*limits.stage(problem, lang), *prose(problem.message(lang))], width, 0, 3)
        if problem.hint:
            yield from filled(prose(f"{word('hint', lang)}: {problem.hint(lang)}"), width, 3)
    told = story.causes(report)
    for one in told[:FEW]:
        yield from filled(_short(report, one, lang), width, 0, 3)
    alone = sum(len(findings) for _, findings in story.alone(report))
    rest = [(len(told) - FEW, "cause", ""), (len(problems) - FEW, "problem", "")]
    rest.append((alone, "finding", f" {WITHOUT_CAUSE(lang)}"))
    more = ", ".join(counted(count, noun, lang) + said for count, noun, said in rest if count > 0)
    if more:
        yield from filled(prose(f"… {more}", "dim"), width)
    yield Line()


def _short(report: Report, told: Told, lang: Lang) -> list[Word]:
    """A cause in a line: its kind, its first cell, the row of it and the change; its sentence where it has no cell."""
    cause = told.cause
    words = [
        *unbroken(f"{cause.id} {word(told.severity, lang)}", STYLES[told.severity]),
        *prose(word(cause.kind, lang), "bold"),
        *prose(word(cause.confidence, lang)),
        *(prose(word("is-below", lang)) if told.below else ()),
    ]
    if not cause.cells:
        return [*words, *prose(cause.message(lang))]
    where, *change = _cell(report, cause.cells[0], lang)
    return [*words, where, *prose(report.row(cause.cells[0]).short), *change]


def _entry(report: Report, lang: Lang) -> Entry:
    files = [clean(given.path) for given in report.inputs]
    name = ", ".join(files[:1]) + (" …" if len(files) > 1 else "")
    return Entry(name, report.verdict, report.counts, len(report.problems), _leading(report, lang))


def _leading(report: Report, lang: Lang) -> str:
    """What to look at first: the gravest cause, else the first finding without one, else what was not looked at."""
    for told in story.causes(report)[:1]:
        place = told.cause.cells[0].place if told.cause.cells else None
        where = place.text.removeprefix(place.file).lstrip("!:") if place else ""
        return clean(f"{word(told.cause.kind, lang)} · {where}".rstrip(" ·"))
    for rule, _ in story.alone(report)[:1]:
        return clean(rule if isinstance(rule, str) else rule.title(lang))
    return clean(report.problems[0].message(lang)) if report.problems else ""


def _table(entries: Sequence[Entry], lang: Lang, width: int) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    file, verdict, *counts, leading = (heading(lang) for heading in HEADINGS)
    longest = max(cell_len(entry.file) for entry in entries)
    table.add_column(file, overflow="fold", min_width=min(longest, width // 4))
    table.add_column(verdict, overflow="fold")
    for count in counts:
        table.add_column(count, justify="right", no_wrap=True)
    table.add_column(leading, overflow="fold")
    for entry in entries:
        numbers = (entry.counts["error"], entry.counts["warning"], entry.problems)
        table.add_row(
            Line(entry.file),
            Line(VERDICTS[entry.verdict](lang), VERDICT_STYLES[entry.verdict]),
            *(Line(number(count, lang) if count else "-") for count in numbers),
            Line(entry.leading),
        )
    return table


def _total(entries: Sequence[Entry], lang: Lang) -> str:
    verdicts = Counter(entry.verdict for entry in entries)
    told = ", ".join(
        f"{number(verdicts[verdict], lang)} {said(lang)}" for verdict, said in TOTALS.items() if verdicts[verdict]
    )
    counts: Counter[str] = sum((entry.counts for entry in entries), Counter())
    found = [counted(counts[severity], severity, lang) for severity in SEVERITIES if counts[severity]]
    return " · ".join([REPORTS(lang).format(number(len(entries), lang), told), *found])


def _causes(report: Report, causes: Sequence[Told], lang: Lang, width: int) -> Iterator[Line]:
    for position, told in enumerate(causes):
        if position:
            yield Line()
        yield from _cause(report, told, lang, width)


def _cause(report: Report, told: Told, lang: Lang, width: int) -> Iterator[Line]:
    cause = told.cause
    head = [
        *unbroken(f"{cause.id} {word(told.severity, lang)}", STYLES[told.severity]),
        *prose(word(cause.kind, lang), "bold"),
        *prose(word(cause.confidence, lang)),
        *prose(word("explains", lang, counted(len(told.findings), "finding", lang))),
    ]
    if cause.blame == "reading":
        head += prose(word("blame-reading", lang), "bold")
    yield from filled(head, width)
    yield from filled(prose(cause.message(lang)), width, 3)
    for sentence in quotes(told.findings)[:FEW]:
        yield from filled(prose(sentence), width, 3, 2)
    for row in cause.rows:
        yield from filled(prose(story.row_change(report, row, lang)), width, 3, 2)
    for cell in cause.cells[:CELLS]:
        yield from filled(_cell(report, cell, lang), width, 3, 2)
    if len(cause.cells) > CELLS:
        yield from filled(prose(MORE(lang).format(number(len(cause.cells) - CELLS, lang)), "dim"), width, 3)
    moved = story.effect(cause, lang)
    proof = prose(story.settles(cause, lang)) if cause.settles[1] else []
    yield from filled([*proof, *(prose(moved) if moved else [])], width, 3)
    yield from filled(prose(story.repeated(report, cause, lang)), width, 3, 2)
    for other in cause.alternatives:
        yield from filled(prose(f"{word('alternative', lang)}: {other.message(lang)}"), width, 3, 2)
        for cell in other.cells:
            yield from filled(_cell(report, cell, lang), width, 5, 2)
    named = {(cell.statement, cell.row, cell.column) for cell in cause.cells}
    if all((finding.statement, finding.row, finding.column) in named for finding in told.findings):
        ids = [piece for finding in told.findings for piece in unbroken(finding.id, "dim")]
        yield from filled(commas(ids), width, 3)
    else:
        yield from _findings(report, told.findings, lang, width, 3)


def _cell(report: Report, cell: CauseCell, lang: Lang) -> list[Word]:
    change = [*unbroken(story.stated(report, cell, lang))]
    proposed = story.proposed(report, cell, lang)
    if proposed:
        change.append((" ", f"→ {proposed}", "green"))
    return [*unbroken(cell.place.text, "bold"), *unbroken(cell.column), *change]


def _alone(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    for position, (rule, findings) in enumerate(story.alone(report)):
        if position:
            yield Line()
        id, title = (rule, "") if isinstance(rule, str) else (rule.id, rule.title(lang))
        severity = findings[0].severity
        head = unbroken(f"{word(severity, lang)} {id}", STYLES[severity])
        yield from filled([*head, *prose(title, "bold"), *unbroken(number(len(findings), lang))], width)
        yield from _findings(report, findings, lang, width, 3, quoted=True)


def _findings(
    report: Report, findings: Sequence[Finding], lang: Lang, width: int, indent: int, *, quoted: bool = False
) -> Iterator[Line]:
    """The findings, those of one row under its name; one of arithmetic is told by its figures, another in words."""
    last = None
    for finding in findings[:SHOWN]:
        here = (finding.statement, finding.row)
        name = story.row_name(report, finding)
        if name and here != last and finding.kind in ("equation", "bound"):
            yield from filled(prose(name), width, indent)
        last = here
        where = [*unbroken(finding.place.text), *unbroken(finding.column or "")]
        told = _figures(finding, lang) if finding.kind in ("equation", "bound") else prose(finding.message(lang))
        yield from filled([("", finding.id, "dim"), *joined(where, " "), *told], width, indent + 2, 4)
        if quoted and finding.sentence is not None:
            yield from filled(prose(quote(*finding.sentence)), width, indent + 6)
        if finding.assumption:
            yield from filled(prose(f"{word('assuming', lang)}: {finding.assumption(lang)}"), width, indent + 6)
    if len(findings) > SHOWN:
        yield from filled(prose(MORE(lang).format(number(len(findings) - SHOWN, lang)), "dim"), width, indent)


def _figures(finding: Finding, lang: Lang) -> list[Word]:
    figures = (
        ("printed", clean(finding.printed)),
        ("expected", story.expected(finding, lang)),
        ("difference", story.difference(finding, lang)),
    )
    return [piece for key, figure in figures if figure for piece in unbroken(f"{word(key, lang)} {figure}")]


def _notes(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    for rule, column, findings in story.notes(report):
        head = limits.times(f"{rule} ({column})" if column else rule, len(findings), lang)
        places = [_place for finding in findings[:FEW] for _place in unbroken(finding.place.text)]
        rest = unbroken("…") if len(findings) > FEW else []
        listed = [*unbroken(head, STYLES["info"]), *commas([*places, *rest])]
        yield from filled(listed, width, 0, 2)
