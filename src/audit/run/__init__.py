"""The one function: documents are read and recognised, rules put to them, findings and causes told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

from audit.diagnose import diagnose
from audit.model.document import Document, Input, Passage, Problem
from audit.model.report import Coverage, FailOn, Finding, Mention, Report, RuleSummary
from audit.model.text import Lang, Text
from audit.notation.mentions import amounts_in
from audit.readers import read, suffixes
from audit.recognise import Recognition, recognise
from audit.rulebook import Rulebook, load_rulebooks
from audit.rules.claims import Answers, put
from audit.rules.rule import Rule
from audit.run.coverage import coverage
from audit.run.findings import findings_in_prose, findings_of, numbered

if TYPE_CHECKING:
    import pandas


#: A report with fewer figures is seen at a glance; of a larger one half must be asked about before it is called clean.
_MANY = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents of one report as read and recognised, before any rule is put to them."""

    documents: tuple[Document, ...]
    recognition: Recognition
    rulebooks: tuple[Rulebook, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files that were given."""
        return tuple(document.input for document in self.documents)


def audit_source(
    source: str | Path | pandas.DataFrame | Sequence[str | Path],
    rules: str | Path | Sequence[str | Path] | None = None,
    *,
    lang: Lang = "en",
    fail_on: FailOn = "error",
) -> Report:
    """The report of one audit; see audit.check, which is its public name."""
    return audit_reading(read_source(source, rules), lang=lang, fail_on=fail_on)


def read_source(
    source: str | Path | pandas.DataFrame | Sequence[str | Path],
    rules: str | Path | Sequence[str | Path] | None = None,
) -> Reading:
    """The documents of one report, read and recognised; raises audit.rulebook.RulebookError for a broken rule file."""
    named = [rules] if isinstance(rules, str | Path) else rules
    rulebooks = load_rulebooks(named)
    documents = tuple(_documents(source))
    shapes = tuple(shape for book in rulebooks for shape in book.statements)
    return Reading(documents, recognise(documents, shapes), rulebooks)


def audit_reading(reading: Reading, *, lang: Lang = "en", fail_on: FailOn = "error") -> Report:
    """The report of documents that were read and recognised."""
    rules = [rule for book in reading.rulebooks for rule in book.rules]
    synonyms = [group for book in reading.rulebooks for group in book.synonyms]
    recognition = reading.recognition
    common = [word for book in reading.rulebooks for word in book.common]
    answers = put(rules, recognition.statements, synonyms, common)
    mentions, malformed = _mentions(recognition.passages)
    findings = numbered(
        [*findings_of(answers.claims, rules, recognition.statements), *findings_in_prose(malformed, rules)]
    )
    causes, findings = diagnose(findings, answers, rules)
    problems = [problem for document in reading.documents for problem in document.problems]
    problems.extend(recognition.problems)
    problems.extend(answers.problems)
    if not problems and not recognition.statements:
        problems.append(_no_table(reading.documents))
    covered = coverage(answers, recognition.statements, recognition.left_over, mentions)
    if not problems and covered.figures >= _MANY and covered.checked * 2 < covered.figures:
        problems.append(_little_checked(covered))
    return Report(
        lang=lang,
        inputs=reading.inputs,
        rulebooks=tuple((book.id, book.path, book.sha256) for book in reading.rulebooks),
        rules=_summaries(rules, answers, findings),
        statements=recognition.statements,
        decisions=tuple(answers.decisions),
        findings=findings,
        causes=causes,
        mentions=mentions,
        unasked=tuple(answers.unasked),
        problems=tuple(problems),
        coverage=covered,
        fail_on=fail_on,
    )


def files_of(folder: Path) -> list[Path]:
    """The files of a folder that a reader knows, in the order of their names; hidden and temporary ones left out."""
    known = suffixes()
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in known and not path.name.startswith((".", "~$"))
    )


def _documents(source: str | Path | pandas.DataFrame | Sequence[str | Path]) -> Iterable[Document]:
    if hasattr(source, "itertuples"):
        from audit.readers._frame import read_frame

        yield read_frame(cast("pandas.DataFrame", source), "i1")
        return
    named = [source] if isinstance(source, str | Path) else list(source)
    paths: list[Path] = []
    for name in named:
        path = Path(name)
        paths.extend(files_of(path) or [path] if path.is_dir() else [path])
    for number, path in enumerate(paths, 1):
        yield read(path, f"i{number}")


def _mentions(
    passages: Iterable[Passage],
) -> tuple[tuple[Mention, ...], list[tuple[Mention, tuple[Fraction, ...], bool]]]:
    """The amounts of running text, and each with its readings and whether its print is malformed."""
    mentions: list[Mention] = []
    read_as: list[tuple[Mention, tuple[Fraction, ...], bool]] = []
    for passage in passages:
        for found in amounts_in(passage.text):
            mention = Mention(
                f"M{len(mentions) + 1}",
                passage.place,
                passage.text,
                found.start,
                found.end,
                found.printed,
                found.unit,
                found.numeral.value,
                "untied",
            )
            mentions.append(mention)
            read_as.append((mention, found.numeral.readings, found.numeral.malformed))
    return tuple(mentions), read_as


def _summaries(rules: Sequence[Rule], answers: Answers, findings: Sequence[Finding]) -> tuple[RuleSummary, ...]:
    """Each rule once, with how often it was asked; variables of one rule are counted together."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    zeros: Counter[str] = Counter()
    for claim in answers.claims:
        verdicts[claim.rule][claim.verdict] += 1
        zeros[claim.rule] += claim.verdict == "holds" and bool(claim.blanks)
    not_asked = Counter()  # type: Counter[str]
    for unasked in answers.unasked:
        not_asked[unasked.rule] += len(unasked.rows)
    prose = Counter(finding.rule for finding in findings if finding.sentence is not None)
    texts: dict[str, list[str]] = defaultdict(list)
    first: dict[str, Rule] = {}
    for rule in rules:
        texts[rule.id].append(rule.text)
        first.setdefault(rule.id, rule)
    return tuple(
        RuleSummary(
            id,
            rule.severity,
            rule.title,
            "; ".join(dict.fromkeys(texts[id])),
            rule.why,
            asked=verdicts[id]["holds"] + verdicts[id]["violated"] + prose[id],
            held=verdicts[id]["holds"],
            violated=verdicts[id]["violated"] + prose[id],
            unasked=not_asked[id],
            blank_as_zero=zeros[id],
        )
        for id, rule in first.items()
    )


def _little_checked(covered: Coverage) -> Problem:
    """A report of which most figures were asked nothing is not clean, however little was found."""
    return Problem(
        "recognise",
        "little-checked",
        Text(
            f"Hanya {covered.checked} dari {covered.figures} angka yang ikut diperiksa.",
            f"Only {covered.checked} of {covered.figures} figures were touched by a claim.",
        ),
        hint=Text(
            "Lihat pada cakupan kolom mana yang tidak dikenal, atau jalankan `audit read` pada berkas ini.",
            "See under coverage which columns are not known, or run `audit read` on the file.",
        ),
        lost=Text(f"{covered.figures - covered.checked} angka", f"{covered.figures - covered.checked} figures"),
    )


def _no_table(documents: Sequence[Document]) -> Problem:
    names = ", ".join(Path(document.input.path).name for document in documents)
    return Problem(
        "recognise",
        "no-table",
        Text(
            f"{names}: tidak ada tabel dengan judul kolom yang dikenal, sehingga tidak ada yang diuji.",
            f"{names}: no table with headings that a rulebook knows was found, so nothing was asked.",
        ),
        hint=Text(
            "Periksa apakah baris judul kolom (misalnya Uraian, Pagu, Realisasi) ada dalam berkas.",
            "Check that the file has a row of headings, such as Uraian, Pagu, Realisasi.",
        ),
        lost=Text("semua angka", "all figures"),
    )


__all__ = ["Reading", "audit_reading", "audit_source", "files_of", "read_source"]
