"""Files beside a report are read once for all reports: their statements may be cited, and nothing is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audit.model.document import Document, Input, Place, Problem
from audit.model.mapping import ReadingMap
from audit.model.statement import Statement
from audit.model.text import Text
from audit.readers import readings
from audit.recognise import recognise
from audit.rulebook import Rulebook
from audit.rules.cited import Cited
from audit.rules.claims import Answers
from audit.rules.prose import ProseClaim
from audit.run._readings import best_reading


@dataclass(frozen=True, slots=True)
class Beside:
    """The documents beside a report, their statements, and what of them could not be read or understood."""

    documents: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files that were given."""
        return tuple(document.input for document in self.documents)

    def without(self, documents: Iterable[Document]) -> Beside:
        """The same without files that are audited themselves, by their content: a report is no witness to itself."""
        audited = {document.input.sha256 for document in documents if document.input.read != "not"}
        gone = {document.input.id for document in self.documents if document.input.sha256 in audited}
        if not gone:
            return self
        return Beside(
            tuple(document for document in self.documents if document.input.id not in gone),
            tuple(statement for statement in self.statements if statement.input not in gone),
            tuple(problem for problem in self.problems if problem.place is None or problem.place.input not in gone),
        )


#: Where no file is given, only the report itself is cited.
NOTHING_BESIDE = Beside()


def load_beside(paths: Sequence[Path], rulebooks: Sequence[Rulebook], map: ReadingMap | None = None) -> Beside:
    """The files beside reports, read and recognised; one given twice is read once.

    Raises audit.model.mapping.MapError where the map cannot be followed.
    """
    documents: list[Document] = []
    seen: set[str] = set()
    for ways in readings(paths, "r"):
        document = best_reading(ways, rulebooks, ())
        known = document.input.sha256 in seen and document.input.read != "not"
        seen.add(document.input.sha256)
        if not known:
            documents.append(replace(document, input=replace(document.input, role="reference")))
    if not documents:
        return NOTHING_BESIDE
    shapes = tuple(shape for book in rulebooks for shape in book.statements)
    found = recognise(documents, shapes, [grammar for book in rulebooks for grammar in book.codes], (), map)
    statements = tuple(replace(statement, id=f"{statement.input}.{statement.id}") for statement in found.statements)
    problems = [_told(problem, document) for document in documents for problem in document.problems]
    for document in documents:
        id = document.input.id
        unknown = [p.place for p in found.problems if p.place is not None and p.place.input == id]
        if document.input.read != "not" and not any(statement.input == id for statement in statements):
            problems.append(_no_table(document))
        elif unknown:
            problems.append(_partly(document, unknown))
    return Beside(tuple(documents), statements, tuple(problems))


def _told(problem: Problem, document: Document) -> Problem:
    """A problem of a file beside the report, at its place, so that its name is told."""
    place = problem.place or Place(document.input.id, Path(document.input.path).name)
    return replace(problem, place=place, message=Text("berkas rujukan: ", "cited file: ") + problem.message)


def _no_table(document: Document) -> Problem:
    name = Path(document.input.path).name
    return Problem(
        "read",
        "nothing-to-cite",
        Text(
            f"{name}: tidak ada tabel yang dikenal, sehingga tidak ada yang dapat dirujuk.",
            f"{name}: no table was recognised, so nothing of it can be cited.",
        ),
        Place(document.input.id, name),
        Text("Jalankan `audit read` pada berkas itu.", "Run `audit read` on the file."),
        lost=Text("semua angkanya", "all its figures"),
    )


def _partly(document: Document, places: Sequence[Place]) -> Problem:
    """One Problem for all tables of a file that are not understood, since the file is not what is audited."""
    name = Path(document.input.path).name
    where = ", ".join(place.text for place in places[:5]) + (", …" if len(places) > 5 else "")
    return Problem(
        "recognise",
        "partly-cited",
        Text(
            f"{name}: {len(places)} tabel tidak dikenal dan tidak dapat dirujuk ({where}).",
            f"{name}: {len(places)} of its tables were not recognised and cannot be cited ({where}).",
        ),
        places[0],
        Text("Jalankan `audit read` pada berkas itu.", "Run `audit read` on the file."),
    )


def never_cited(beside: Beside, answers: Answers, sayings: Iterable[ProseClaim]) -> list[Problem]:
    """The files beside a report that nothing was held against, each with what is known of the reason."""
    used = {operand.statement for claim in answers.claims for operand in claim.because if claim.verdict != "unasked"}
    used |= {operand.statement for saying in sayings for operand in saying.because}
    found = []
    for document in beside.documents:
        there = [statement for statement in beside.statements if statement.input == document.input.id]
        if there and not any(statement.id in used for statement in there):
            found.append(_unused(document, there, answers.world.cited))
    return found


def _unused(document: Document, statements: Sequence[Statement], cited: Cited) -> Problem:
    name = Path(document.input.path).name
    years = sorted({year for statement in statements if (year := cited.years[statement.id])})
    why = Text("", "")
    if cited.year is None or not years:
        why = Text(" Tahun salah satunya tidak pasti.", " The year of one of them is not certain.")
    elif cited.year not in years:
        theirs = ", ".join(years)
        why = Text(
            f" Tabelnya tentang {theirs}, laporan ini tentang {cited.year}.",
            f" Its tables are of {theirs}, this report is of {cited.year}.",
        )
    elif all(statement.id in cited.foreign for statement in statements):
        why = Text(" Tabelnya dari daerah atau instansi lain.", " Its tables are those of another region or office.")
    return Problem(
        "recognise",
        "never-cited",
        Text(
            f"{name}: tidak ada kalimat atau aturan yang merujuk angkanya.",
            f"{name}: no sentence and no rule was held against its figures.",
        )
        + why,
        Place(document.input.id, name),
        Text("Periksa apakah ini berkas yang dimaksud.", "Check that this is the file that was meant."),
    )
