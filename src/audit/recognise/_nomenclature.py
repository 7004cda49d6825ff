"""A table of codes and official names is found in the grids of a document, and held beside the rows of statements.

It stands in this room because it is the same work: headings are looked for, codes read, rows told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from audit.model.document import Cell, Document, Grid, Place, Problem
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.codes import read_code
from audit.notation.headings import words
from audit.notation.names import same_name
from audit.notation.nomenclature import Nomenclature
from audit.recognise._pieces import Pieces

_CODES = frozenset({"kode", "code", "kd"})
_NAMES = ("nomenklatur", "uraian", "nama", "name", "description", "keterangan", "nomenclature")
#: A level is covered if the table has more than half of the codes of the report, and so many at least.
_COVERED = 2

GridRow = tuple[Cell | None, ...]


def nomenclature_of(document: Document) -> tuple[Nomenclature, tuple[Problem, ...]]:
    """The official names that a document lists, and what is wrong with the list; empty where it lists none.

    A code that is listed with two names has both.
    """
    names: dict[str, list[str]] = defaultdict(list)
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    for grid in document.grids:
        for code, name, place in _listed(grid):
            known = names[code]
            if known and not any(same_name(name, other) for other in known):
                problems.append(_twice(code, known[0], places[code], name, place))
            if name not in known:
                known.append(name)
            places.setdefault(code, place)
    return Nomenclature({code: tuple(found) for code, found in names.items()}), tuple(problems)


def _twice(code: str, one: str, first: Place, other: str, place: Place) -> Problem:
    return Problem(
        "recognise",
        "nomenclature-twice",
        Text(
            f"tabel nomenklatur memuat kode {code} dua kali: “{one}” ({first.text}) dan “{other}” ({place.text})",
            f"the table of nomenclature lists the code {code} twice: “{one}” ({first.text}) and “{other}” "
            f"({place.text})",
        ),
        place,
        Text("Kedua nama dianggap resmi.", "Both names are taken as official."),
    )


def _listed(grid: Grid) -> Iterable[tuple[str, str, Place]]:
    """Each code of a grid with its name and place, below a row of headings that names both."""
    columns: tuple[list[int], int] | None = None
    pieces = Pieces()
    for row in grid.rows:
        found = _headings(row)
        if found is not None:
            columns, pieces = found, Pieces()
            continue
        if columns is None:
            continue
        codes, label = columns
        cell = row[label] if label < len(row) else None
        code = read_code(pieces.read([_text(row, position) for position in codes])[0])
        if code is not None and code.text and cell is not None and any(mark.isalpha() for mark in cell.text):
            yield code.text.upper(), " ".join(cell.text.split()), cell.place


def _headings(row: GridRow) -> tuple[list[int], int] | None:
    """The columns of the code and that of the name, where a row holds the headings of both."""
    texts = {position: words(cell.text) for position, cell in enumerate(row) if cell is not None}
    code = next((position for position, text in texts.items() if _CODES & set(text)), None)
    names = {word: position for position, text in reversed(texts.items()) for word in text if position != code}
    label = next((names[word] for word in _NAMES if word in names), None)
    if code is None or label is None:
        return None
    return [*range(code, label)] if code < label else [code], label


def _text(row: GridRow, position: int) -> str:
    cell = row[position] if position < len(row) else None
    return cell.text.strip() if cell is not None else ""


# Beside the statements


def with_official_names(statements: Iterable[Statement], table: Nomenclature) -> tuple[Statement, ...]:
    """The statements with the official names of their codes, at the levels that the table covers."""
    return tuple(
        replace(statement, official=_official(statement, table)) if table.names else statement
        for statement in statements
    )


def _official(statement: Statement, table: Nomenclature) -> dict[int, str | None]:
    found: dict[int, tuple[str, ...]] = {}
    levels: dict[int, str] = {}
    for row in statement.rows:
        form = statement.codes.get(row.index)
        if not row.code or (form is not None and form.malformed and form.right is None):
            continue
        found[row.index] = table.of((*(form.forms if form is not None else ()), row.code))
        levels[row.index] = form.level if form is not None else str(row.code.count("."))
    known = Counter(levels[row] for row, names in found.items() if names)
    asked = Counter(levels.values())
    covered = {level for level, count in known.items() if count >= _COVERED and count * 2 > asked[level]}
    return {
        row: _best(names, statement.rows[row].uraian) if names else None
        for row, names in found.items()
        if levels[row] in covered
    }


def _best(names: tuple[str, ...], label: str) -> str:
    """Of several official names of a code the one that the row bears, else the first."""
    return next((name for name in names if same_name(label, name)), names[0])
