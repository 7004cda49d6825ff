"""A file that can be read in several ways is read in the way under which most of its sums hold.

The sums of a report are checksums of its extraction: a column taken for another or a row lost breaks them. So the
likeliest reading is held against them first; where some break, or a table is not understood, the next is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audit.formulas import calculated
from audit.model.document import Document, Problem, Tried
from audit.model.report import Cause, Finding
from audit.model.shape import StatementShape
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.headings import words
from audit.recognise import recognise
from audit.rulebook import Rulebook
from audit.rules.bases import subject_of
from audit.rules.claims import put
from audit.rules.expression import Comparison
from audit.rules.rule import Rule

#: A reading in which more is asked may break so many times fewer sums anew than hold anew.
_GAIN = 4

#: The kinds of file in which cells are not drawn, so that their reading is uncertain; a cell of a sheet is one.
_UNCERTAIN = frozenset({"pdf", "txt"})

_IF_READ = Text("bila halaman itu terbaca dengan benar", "if the page was read rightly")
_COMPARE = Text(
    "Bandingkan dengan halaman aslinya, atau periksa berkas XLSX, DOCX, atau CSV dari laporan yang sama.",
    "Compare it with the page, or audit the XLSX, DOCX or CSV file of the same report.",
)


def best_reading(ways: Iterator[Document], rulebooks: Sequence[Rulebook], by: Sequence[str]) -> Document:
    """The document read in the way with the fewest broken sums, the earlier on a tie; its input tells all tried.

    Formulas beside which a file stores no value are calculated first.
    """
    ways = map(calculated, ways)
    kept = next(ways)
    if not kept.reading:
        return kept
    score = _score(kept, rulebooks, by)
    tried = [score]
    for other in ways if score.broken or score.doubts else ():
        found = _score(other, rulebooks, by)
        tried.append(found)
        if _is_better(found, score):
            kept, score = other, found
        if not (score.broken or score.doubts):
            break
    if len(tried) == 1:
        return kept
    told = tuple(replace(way, kept=way.reading == kept.reading) for way in tried)
    return replace(kept, input=replace(kept.input, tried=told))


def _is_better(found: Tried, best: Tried) -> bool:
    """Whether another reading breaks fewer sums, or leaves fewer doubts, without asking less than the best so far.

    A reading under which less is asked breaks less too, and tells nothing by it.
    """
    if found.held < best.held or not found.held or found.doubts > best.doubts:
        return False
    if found.doubts < best.doubts:
        return (found.broken - best.broken) * _GAIN <= found.held - best.held
    return found.broken < best.broken


def _score(document: Document, rulebooks: Sequence[Rulebook], by: Sequence[str]) -> Tried:
    shapes = tuple(shape for book in rulebooks for shape in book.statements)
    found = recognise([document], shapes, [grammar for book in rulebooks for grammar in book.codes], by)
    rules = [rule for book in rulebooks for rule in book.rules if _is_structural(rule)]
    answers = put(rules, found.statements)
    money = {
        (statement.id, column.name)
        for statement in found.statements
        for column in statement.columns
        if column.type == "rupiah"
    }
    said = [claim.verdict for claim in answers.claims if (claim.statement, claim.column) in money]
    known = {shape.kind: shape for shape in shapes}
    doubts = len(found.problems) + len(answers.problems)
    doubts += sum(_doubts(statement, known[statement.kind]) for statement in found.statements)
    return Tried(document.reading, said.count("holds"), said.count("violated"), doubts)


def _doubts(statement: Statement, shape: StatementShape) -> int:
    """What is odd in a table as read: figures that are none, figures under no heading, headings of two columns."""
    odd = sum(not bad.certain for row in statement.rows for bad in row.malformed)
    unheaded = sum(heading == "?" for heading, _ in statement.unknown)
    return odd + unheaded + sum(_is_of_two(column.heading, shape) for column in statement.columns)


def _is_of_two(heading: str, shape: StatementShape) -> bool:
    """Whether a heading is that of one column and then that of another, as "Pagu Realisasi" is."""
    said = words(heading.rsplit(" › ", maxsplit=1)[-1])
    known = {words(text): column.name for column in shape.columns for text in column.headings}
    parts = ((known.get(said[:cut]), known.get(said[cut:])) for cut in range(1, len(said)))
    return said not in known and any(one and two and one != two for one, two in parts)


def uncertain(documents: Iterable[Document]) -> dict[str, frozenset[int]]:
    """The documents that may be misread, by id, each with the pages of which nothing could be read."""
    return {
        document.input.id: frozenset(page for problem in document.problems for page in problem.pages)
        for document in documents
        if document.input.kind in _UNCERTAIN
    }


def with_doubts(findings: Sequence[Finding], causes: Sequence[Cause]) -> tuple[tuple[Finding, ...], list[Problem]]:
    """The findings that only our reading is blamed for as warnings, and a Problem for each such cause.

    So nobody is accused, and nothing passes: a report that may be misread was not looked at for certain.
    """
    blamed = {cause.id for cause in causes if cause.blame == "reading"}
    told = tuple(
        replace(
            finding,
            severity="warning" if finding.severity == "error" else finding.severity,
            assumption=finding.assumption + Text("; ", "; ") + _IF_READ if finding.assumption else _IF_READ,
        )
        if finding.causes and blamed.issuperset(finding.causes)
        else finding
        for finding in findings
    )
    problems = [
        Problem("read", "possibly-misread", cause.message, cause.cells[0].place if cause.cells else None, _COMPARE)
        for cause in causes
        if cause.id in blamed
    ]
    return told, problems


def _is_structural(rule: Rule) -> bool:
    """Whether a rule is an equation of amounts within one table: a sum of parts, or what one row must fulfil."""
    return (
        isinstance(rule.assertion, Comparison)
        and rule.assertion.relation == "="
        and rule.off is None
        and not (rule.base or rule.base_of or rule.match or rule.mention)
        and subject_of(rule) is not None
    )
