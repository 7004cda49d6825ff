"""The one function: documents are read and recognised, rules put to them, findings and causes told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

from audit.diagnose import diagnose
from audit.formulas import with_formulas
from audit.model.document import Document, Input, Problem
from audit.model.mapping import MappedTable, ReadingMap
from audit.model.report import Coverage, Decision, FailOn, Finding, Report, RuleSummary, Tally
from audit.model.text import Lang, Text
from audit.model.vocabulary import Vocabulary, together
from audit.readers import readings, suffixes
from audit.recognise import Recognition, draft_of, recognise, with_official_names
from audit.rulebook import Rulebook, load_rulebooks
from audit.rules.cited import Cited, cited
from audit.rules.claims import Answers, put
from audit.rules.prose import ProseClaim, prose_claims
from audit.rules.rule import Rule
from audit.rules.shown import with_shown
from audit.run._readings import best_reading, uncertain, with_doubts
from audit.run.beside import NOTHING_BESIDE, Beside, load_beside, never_cited
from audit.run.checks import findings_of_checks, summaries_of_checks, tallies_of_checks
from audit.run.coverage import coverage
from audit.run.findings import findings_of, numbered
from audit.run.nomenclature import NO_REFERENCES, References, load_nomenclature
from audit.run.prose import amounts_of, findings_in_prose, ties, unasked_in_prose, with_verdicts
from audit.schemas import hold
from audit.tie import nouns_of

if TYPE_CHECKING:
    import pandas


#: A report with fewer figures is seen at a glance; of a larger one half must be asked about before it is called clean.
_MANY = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents of one report as read and recognised, before any rule is put to them.

    ``references`` are the tables of nomenclature beside which their codes were held, ``map`` what a person said of
    their tables. ``beside`` are the documents whose statements may be cited.
    """

    documents: tuple[Document, ...]
    recognition: Recognition
    rulebooks: tuple[Rulebook, ...]
    references: References = NO_REFERENCES
    map: ReadingMap | None = None
    beside: Beside = NOTHING_BESIDE

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files that were given."""
        return (
            *(document.input for document in self.documents),
            *self.beside.inputs,
            *self.references.inputs,
            *((self.map.input,) if self.map else ()),
        )


def audit_source(
    source: str | Path | pandas.DataFrame | Sequence[str | Path],
    rules: str | Path | Sequence[str | Path] | None = None,
    *,
    by: Sequence[str] = (),
    beside: Sequence[str | Path] = (),
    nomenclature: Sequence[str | Path] = (),
    lang: Lang = "en",
    fail_on: FailOn = "error",
    materiality: Fraction | None = None,
) -> Report:
    """The report of one audit; see audit.check, which is its public name."""
    references = load_nomenclature(nomenclature)
    reading = read_source(source, rules, by, references)
    others = load_beside(paths_of(beside), reading.rulebooks)
    reading = replace(reading, beside=others.without(reading.documents))
    return audit_reading(reading, lang=lang, fail_on=fail_on, materiality=materiality)


def read_source(
    source: str | Path | pandas.DataFrame | Sequence[str | Path],
    rules: str | Path | Sequence[str | Path] | None = None,
    by: Sequence[str] = (),
    references: References = NO_REFERENCES,
) -> Reading:
    """The documents of one report, read and recognised; raises audit.rulebook.RulebookError for a broken rule file."""
    return read_with(source, load_rulebooks([rules] if isinstance(rules, str | Path) else rules), by, references)


def read_with(
    source: str | Path | pandas.DataFrame | Sequence[str | Path],
    rulebooks: tuple[Rulebook, ...],
    by: Sequence[str] = (),
    references: References = NO_REFERENCES,
    map: ReadingMap | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> Reading:
    """The documents of one report, read and recognised with rulebooks that are loaded, as for many reports.

    ``by`` names columns that part a flat table into several reports, ``references`` hold official names of codes.
    ``map`` says how tables are to be read; raises audit.model.mapping.MapError where it cannot be followed.
    ``beside`` are documents whose statements may be cited.
    """
    documents = tuple(best_reading(ways, rulebooks, by) for ways in _documents(source))
    shapes = tuple(shape for book in rulebooks for shape in book.statements)
    grammars = [grammar for book in rulebooks for grammar in book.codes]
    recognition = recognise(documents, shapes, grammars, by, map)
    named = with_official_names(recognition.statements, references.nomenclature)
    recognition = replace(recognition, statements=with_formulas(named, documents))
    return Reading(documents, recognition, rulebooks, references, map, beside.without(documents))


def drafted(reading: Reading) -> tuple[MappedTable, ...]:
    """A map of all tables as they would be read without one."""
    return draft_of(reading.documents, tuple(shape for book in reading.rulebooks for shape in book.statements))


def decisions_of(reading: Reading) -> tuple[Decision, ...]:
    """On which bases the percentages of a reading are, and how they were rounded, without the rest of an audit."""
    rules = [rule for book in reading.rulebooks for rule in book.rules if rule.base or rule.base_of]
    return tuple(put(rules, reading.recognition.statements).decisions)


def audit_reading(
    reading: Reading, *, lang: Lang = "en", fail_on: FailOn = "error", materiality: Fraction | None = None
) -> Report:
    """The report of documents that were read and recognised."""
    written = [rule for book in reading.rulebooks for rule in book.rules]
    rules = with_shown(written, reading.recognition.statements)
    synonyms = [group for book in reading.rulebooks for group in book.synonyms]
    recognition = reading.recognition
    common = [word for book in reading.rulebooks for word in book.common]
    vocabulary = together(book.prose for book in reading.rulebooks)
    others = reading.beside.statements
    answers = put(rules, recognition.statements, synonyms, common, others, _cited(reading, vocabulary))
    shapes = [shape for book in reading.rulebooks for shape in book.statements]
    held = hold(shapes, recognition.statements)
    amounts = amounts_of(recognition.passages, _nouns(reading, vocabulary))
    sayings = prose_claims(rules, [amount.said for amount in amounts], answers.world)
    sayings += ties(recognition.passages, amounts, sayings, rules, answers.world, vocabulary)
    findings = numbered(
        [
            *findings_of(answers.claims, rules, (*recognition.statements, *others)),
            *findings_of_checks(held),
            *findings_in_prose(amounts, sayings, [rule for rule in rules if rule.off is None]),
        ]
    )
    causes, findings = diagnose(findings, answers, rules, uncertain(reading.documents))
    findings, misread = with_doubts(findings, causes)
    problems = [problem for document in reading.documents for problem in document.problems]
    problems.extend(reading.references.problems)
    problems.extend(recognition.problems)
    problems.extend((*answers.problems, *held.problems, *misread))
    if not problems and not recognition.statements and not others:
        problems.append(_no_table(reading.documents))
    mentions = with_verdicts(amounts, sayings)
    problems.extend((*reading.beside.problems, *never_cited(reading.beside, answers, sayings)))
    covered = coverage(answers, recognition.statements, recognition.left_over, mentions)
    if not problems and covered.figures >= _MANY and covered.checked * 2 < covered.figures:
        problems.append(_little_checked(covered))
    return Report(
        lang=lang,
        inputs=reading.inputs,
        rulebooks=tuple((book.id, book.path, book.sha256) for book in reading.rulebooks),
        rules=(*_summaries(rules, answers, findings, sayings), *summaries_of_checks(shapes, held)),
        statements=(*recognition.statements, *others),
        decisions=tuple(answers.decisions),
        findings=findings,
        causes=causes,
        mentions=mentions,
        unasked=(*answers.unasked, *held.unasked, *unasked_in_prose(sayings)),
        problems=tuple(problems),
        coverage=covered,
        fail_on=fail_on,
        materiality=materiality,
        tallies=(*_tallies(answers, sayings), *tallies_of_checks(held)),
    )


def _nouns(reading: Reading, vocabulary: Vocabulary) -> frozenset[tuple[str, ...]]:
    """What sentences may count; where there are no sentences the rows of large tables are not gone through for it."""
    statements = (*reading.recognition.statements, *reading.beside.statements)
    return nouns_of(statements, vocabulary) if reading.recognition.passages else frozenset()


def _cited(reading: Reading, vocabulary: Vocabulary) -> Cited:
    """What is known of the statements of other documents beside the report."""
    own = reading.recognition
    file = Path(reading.documents[0].input.path).name if reading.documents else ""
    texts = [passage.text for passage in own.passages]
    return cited(reading.beside.statements, own.statements, texts, file, vocabulary.before)


def files_in(reading: Reading) -> set[str]:
    """The names of the files that were read, as places and maps have them."""
    documents = (*reading.documents, *reading.beside.documents)
    named = {grid.place.file for document in documents for grid in document.grids}
    return named | {Path(document.input.path).name for document in documents}


def paths_of(names: Sequence[str | Path]) -> list[Path]:
    """The files that names stand for: a folder is the files in it."""
    paths: list[Path] = []
    for name in names:
        path = Path(name)
        paths.extend(files_of(path) or [path] if path.is_dir() else [path])
    return paths


def files_of(folder: Path) -> list[Path]:
    """The files of a folder that a reader knows, in the order of their names; hidden and temporary ones left out."""
    known = suffixes()
    try:
        listed = list(folder.iterdir())
    except OSError:
        return []
    return sorted(
        path
        for path in listed
        if path.is_file() and path.suffix.lower() in known and not path.name.startswith((".", "~$"))
    )


def _documents(source: str | Path | pandas.DataFrame | Sequence[str | Path]) -> Iterator[Iterator[Document]]:
    if hasattr(source, "itertuples"):
        from audit.readers._frame import read_frame

        yield iter([read_frame(cast("pandas.DataFrame", source), "i1")])
        return
    yield from readings(paths_of([source] if isinstance(source, str | Path) else source))


def _summaries(
    rules: Sequence[Rule], answers: Answers, findings: Sequence[Finding], sayings: Sequence[ProseClaim]
) -> tuple[RuleSummary, ...]:
    """Each rule once, with how often it was asked; variables of one rule are counted together."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    zeros: Counter[str] = Counter()
    for claim in answers.claims:
        verdicts[claim.rule][claim.verdict] += 1
        zeros[claim.rule] += claim.verdict == "holds" and bool(claim.blanks)
    not_asked = Counter()  # type: Counter[str]
    for unasked in answers.unasked:
        not_asked[unasked.rule] += len(unasked.rows)
    prose = Counter(finding.rule for finding in findings if finding.kind == "format" and finding.sentence is not None)
    for saying in sayings:
        verdicts[saying.rule.id][saying.verdict] += 1
        not_asked[saying.rule.id] += saying.verdict == "unasked"
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
            off=rule.off,
        )
        for id, rule in first.items()
    )


def _tallies(answers: Answers, sayings: Sequence[ProseClaim]) -> tuple[Tally, ...]:
    """What came of each rule in each statement, and in the prose, of which it asked anything."""
    verdicts: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for claim in answers.claims:
        if claim.verdict != "unasked":
            verdicts[(claim.rule, claim.statement)][claim.verdict] += 1
    for saying in sayings:
        if saying.verdict != "unasked":
            verdicts[(saying.rule.id, None)][saying.verdict] += 1
    return tuple(
        Tally(rule, statement, counts["holds"], counts["violated"]) for (rule, statement), counts in verdicts.items()
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


__all__ = ["Reading", "audit_reading", "audit_source", "drafted", "files_in", "files_of", "read_source", "read_with"]
