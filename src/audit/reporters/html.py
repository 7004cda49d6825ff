"""The HTML report is one self-contained page: what is wrong, and every statement with its wrong cells marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from audit.model.document import Place
from audit.model.report import SEVERITIES, Finding, Mention, Report, Severity
from audit.model.shape import FIGURES
from audit.model.statement import Column, Row, Statement
from audit.model.text import Lang, Text
from audit.model.version import VERSION
from audit.reporters import _story as story
from audit.reporters._gathered import gathered
from audit.reporters._quoted import quotes
from audit.reporters._story import clean
from audit.reporters._words import counted, number, word

SUFFIXES = (".html", ".htm")

#: A statement with wrong cells is shown open up to so many rows; longer ones are folded until asked for.
OPEN_ROWS = 60

WORDS = {
    "title": Text("Hasil audit", "Audit report"),
    "contents": Text("Isi", "Contents"),
    "statements": Text("Tabel", "Statements"),
    "statements-how": Text(
        "Angka seperti tercetak. Sel berwarna bertautan ke temuannya; sel berbingkai diusulkan untuk diperbaiki.",
        "Figures as printed. A coloured cell links to its finding; a framed cell is one that a cause proposes to mend.",
    ),
    "prose": Text("Angka dalam teks", "Figures in prose"),
    "rule-list": Text("Aturan", "Rules"),
    "inputs": Text("Berkas yang diperiksa", "Inputs"),
    "row": Text("baris", "row"),
    "column": Text("kolom", "column"),
    "reason": Text("alasan", "reason"),
    "rule": Text("aturan", "rule"),
    "why": Text("dasar", "why"),
    "asked": Text("diuji", "asked"),
    "held": Text("benar", "held"),
    "violated": Text("gagal", "violated"),
    "passed-over": Text("tidak diuji", "not asked"),
    "claims": Text("pengujian", "claims"),
    "file": Text("berkas", "file"),
    "kind": Text("jenis", "kind"),
    "role": Text("peran", "role"),
    "how-read": Text("terbaca", "read"),
    "subject": Text("diperiksa", "audited"),
    "reference": Text("rujukan", "cited"),
    "whole": Text("seluruhnya", "whole"),
    "partly": Text("sebagian", "partly"),
    "not": Text("tidak", "not"),
    "rulebook": Text("buku aturan", "rulebook"),
    "unchecked": Text("Angka yang tidak ikut diperiksa", "Figures that no asked claim touches"),
    "figure": Text("angka", "figure"),
    "stray": Text("angka lepas", "stray figure"),
    "mention-agrees": Text("sesuai", "agrees"),
    "mention-coarser": Text("sesuai, lebih kasar", "agrees, more coarsely"),
    "mention-contradicted": Text("bertentangan", "contradicted"),
    "mention-untied": Text("tanpa padanan", "tied to nothing"),
    "mention-not-an-amount": Text("bukan jumlah", "not an amount"),
    "made-by": Text(
        "Dibuat oleh audit {0}. Tidak ada data yang meninggalkan komputer ini.",
        "Made by audit {0}. Nothing left the machine.",
    ),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a cell of a statement: the findings about it, and whether a cause proposes to mend it."""

    findings: tuple[Finding, ...]
    mended: bool

    @property
    def severity(self) -> Severity:
        """The gravest severity of the findings."""
        gravest = min((SEVERITIES.index(finding.severity) for finding in self.findings), default=0)
        return SEVERITIES[gravest]


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell of a statement as the page shows it; only a marked one is ever linked to and has an anchor."""

    text: str
    anchor: str | None
    classes: str
    depth: int | None
    mark: Mark | None


def render(report: Report, lang: Lang) -> bytes:
    """The report as one page without script, that loads nothing."""
    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=_finished,
    )
    template = environment.from_string(files("audit.reporters").joinpath("html.jinja").read_text("utf-8"))
    found, looked_at = story.verdict(report, lang)
    told = story.causes(report)
    page = template.render(
        report=report,
        lang=lang,
        version=VERSION,
        story=story,
        found=found,
        looked_at=", ".join(looked_at),
        tone=_tone(report),
        misstated=story.misstatement(report, lang),
        problems=gathered(report.problems),
        quotes=quotes,
        causes=[one for one in told if not one.below],
        below=[one for one in told if one.below],
        alone=story.alone(report),
        notes=story.notes(report),
        first=_first(report),
        marks=_marks(report),
        anchor=partial(_anchor, report),
        wrong=Counter(finding.statement for finding in report.findings if finding.row is not None),
        spaced=_spaced,
        columns=_columns,
        cells=_cells,
        open_rows=OPEN_ROWS,
        sentences=_sentences(report),
        finding_of={mention.id: _finding_of(mention, report) for mention in report.mentions},
        place=partial(_place, alone=len(report.inputs) == 1),
        word=partial(_word, lang),
        number=partial(number, lang=lang),
        counted=partial(counted, lang=lang),
    )
    return page.lstrip().encode()


def _finished(value: object) -> object:
    """What an expression of the template prints; a percent sign stays with its number."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return re.sub(r"(?<=\d) %", "\u00a0%", clean(value))


def _word(lang: Lang, key: str, *values: object) -> str:
    return WORDS[key](lang).format(*values) if key in WORDS else word(key, lang, *values)


def _tone(report: Report) -> str:
    """The colour of the verdict."""
    counts = report.counts
    worst = next((severity for severity in ("error", "warning") if counts[severity]), None)
    return worst or ("clean" if report.verdict == "clean" else "warning")


def _place(place: Place, *, alone: bool) -> Markup:
    """A place that a narrow column may break behind its separators; without the file where the report has only one."""
    text = clean(place.text)
    within = text.removeprefix(clean(place.file)).lstrip("!:") if alone else ""
    broken = Markup(re.sub(r"([!/\\_]|:(?=\S))", r"\1<wbr>", str(escape(within or text))))
    return Markup('<span title="{}">{}</span>').format(text, broken)


def _spaced(text: str) -> Markup:
    """A piece of a sentence, which keeps the blanks that part it from its neighbours."""
    before = " " if text[:1].isspace() else ""
    behind = " " if text[-1:].isspace() and text.strip() else ""
    return Markup("{}{}{}").format(before, clean(text), behind)


def _first(report: Report) -> dict[str, str]:
    """For each explained finding the cause under which it stands first, so that its anchor is on the page once."""
    first: dict[str, str] = {}
    for told in story.causes(report):
        for finding in told.findings:
            first.setdefault(finding.id, told.cause.id)
    return first


def _marks(report: Report) -> dict[tuple[str, int, str], Mark]:
    """What is said of each cell; a finding about a whole row is said of its label."""
    found: dict[tuple[str, int, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.statement is not None and finding.row is not None:
            statement = report.statement(finding.statement)
            found.setdefault((statement.id, finding.row, _column(statement, finding)), []).append(finding)
    mended = {(cell.statement, cell.row, cell.column) for cause in report.causes for cell in cause.cells}
    return {key: Mark(tuple(found.get(key, ())), key in mended) for key in [*found, *mended]}


def _column(statement: Statement, finding: Finding) -> str:
    known = finding.column is not None and statement.column(finding.column) is not None
    return finding.column if known and finding.column else _label(statement)


def _anchor(report: Report, finding: Finding) -> str | None:
    """The anchor of the cell that a finding is marked in, if it is in a statement."""
    if finding.statement is None or finding.row is None:
        return None
    return f"{finding.statement}-{finding.row}-{_column(report.statement(finding.statement), finding)}"


def _columns(statement: Statement) -> list[Column]:
    return sorted(statement.columns, key=lambda column: column.position)


def _label(statement: Statement) -> str:
    """The column that names a row: its label, else its code, else the first."""
    names = [column.name for column in _columns(statement)]
    return next((name for name in ("uraian", "kode") if name in names), names[0] if names else "")


def _cells(statement: Statement, row: Row, marks: dict[tuple[str, int, str], Mark]) -> Iterator[Printed]:
    """The cells of a row as printed; the label knows how deep in the tree the row is."""
    label = _label(statement)
    for column in _columns(statement):
        mark = marks.get((statement.id, row.index, column.name))
        yield Printed(
            _printed(row, column.name),
            f"{statement.id}-{row.index}-{column.name}" if mark else None,
            " ".join(_classes(column, column.name == label, mark)),
            len(statement.above(row.index)) if column.name == label else None,
            mark,
        )


def _classes(column: Column, label: bool, mark: Mark | None) -> Iterator[str]:
    if column.type in FIGURES:
        yield "n"
    if label:
        yield "label"
    if mark and mark.findings:
        yield mark.severity
    if mark and mark.mended:
        yield "mended"


def _printed(row: Row, column: str) -> str:
    if column in row.figures:
        return row.figures[column].printed
    malformed = next((figure.printed for figure in row.malformed if figure.column == column), None)
    named = {"kode": row.kode, "uraian": row.uraian}.get(column)
    return malformed or named or row.texts.get(column, "")


def _sentences(report: Report) -> list[tuple[Place, list[tuple[str, Mention | None]]]]:
    """The sentences with figures, cut into pieces: what is a mention and what stands between."""
    groups: dict[tuple[str, str], list[Mention]] = {}
    for mention in report.mentions:
        groups.setdefault((mention.place.text, mention.sentence), []).append(mention)
    told = []
    for (_, sentence), mentions in groups.items():
        pieces: list[tuple[str, Mention | None]] = []
        end = 0
        for mention in sorted(mentions, key=lambda mention: mention.start):
            pieces += [(sentence[end : mention.start], None), (sentence[mention.start : mention.end], mention)]
            end = mention.end
        told.append((mentions[0].place, [*pieces, (sentence[end:], None)]))
    return told


def _finding_of(mention: Mention, report: Report) -> str | None:
    """The finding that a mention gave rise to, if any."""
    sentence = (mention.sentence, mention.start, mention.end)
    same = (finding for finding in report.findings if finding.sentence == sentence and finding.place == mention.place)
    return next((finding.id for finding in same), None)
