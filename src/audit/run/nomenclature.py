"""Tables of official codes and names are read from the files that the user gives, since none is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audit.model.document import Document, Input, Problem
from audit.model.text import Text
from audit.notation.nomenclature import Nomenclature, joined
from audit.readers import read
from audit.recognise import nomenclature_of


class NomenclatureError(Exception):
    """A file that was given as a table of nomenclature is none; ``message`` says so in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class References:
    """Official names, the files that they are from, and what is wrong in these."""

    nomenclature: Nomenclature
    inputs: tuple[Input, ...] = ()
    problems: tuple[Problem, ...] = ()


#: Where no table is given, nothing is asked of one.
NO_REFERENCES = References(Nomenclature({}))


def load_nomenclature(paths: Sequence[str | Path]) -> References:
    """The official names that files list by code; raises NomenclatureError for one that lists none."""
    tables: list[Nomenclature] = []
    inputs: list[Input] = []
    problems: list[Problem] = []
    for document in read([Path(path) for path in paths]):
        id = f"n{len(inputs) + 1}"
        table, told = nomenclature_of(document)
        if not table.names:
            raise NomenclatureError(_none(document))
        tables.append(table)
        inputs.append(replace(document.input, id=id, role="reference"))
        problems.extend(
            replace(problem, place=replace(problem.place, input=id)) if problem.place is not None else problem
            for problem in (*document.problems, *told)
        )
    return References(joined(tables), tuple(inputs), tuple(problems))


def _none(document: Document) -> Text:
    path = document.input.path
    if document.problems:
        message = document.problems[0].message
        return Text(f"tabel nomenklatur: {message.id}", f"table of nomenclature: {message.en}")
    return Text(
        f"{path} bukan tabel nomenklatur: tidak ada baris judul dengan kolom kode dan kolom nama (uraian, nomenklatur)",
        f"{path} is no table of nomenclature: no row of headings has a column of codes and one of names (uraian, "
        f"nomenklatur)",
    )
