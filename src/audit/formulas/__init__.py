"""In a spreadsheet the formula is a witness: what it adds, what it gives, and how it differs from its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit.formulas._covers import covers_of
from audit.formulas._patterns import patterns, sums_alike
from audit.formulas._ranges import ranges
from audit.formulas._sheet import Sheet, sheets_of
from audit.formulas._stale import errors, stale
from audit.formulas._table import table_of
from audit.formulas._told import Told
from audit.model.document import Document
from audit.model.formula import Formulas
from audit.model.statement import Statement

__all__ = ["with_formulas"]

#: Problems of a file under which a blank may be a figure that is not known.
_LOST = frozenset({"formula-without-value", "too-far", "too-large", "broken"})


def with_formulas(statements: Iterable[Statement], documents: Sequence[Document]) -> tuple[Statement, ...]:
    """The statements, each with what became of the formulas of its cells, where its file holds any."""
    files: dict[str, tuple[dict[str, Sheet], bool]] = {}
    for document in documents:
        if any(
            cell is not None and (cell.formula or cell.error)
            for grid in document.grids
            for row in grid.rows
            for cell in row
        ):
            lost = any(problem.code in _LOST for problem in document.problems)
            files[document.input.id] = sheets_of(document.grids, document.input.kind), lost
    return tuple(
        replace(statement, formulas=_asked(statement, *files[statement.input]))
        if statement.input in files
        else statement
        for statement in statements
    )


def _asked(statement: Statement, sheets: dict[str, Sheet], lost: bool) -> Formulas | None:
    """What became of the formulas of one table; None where it has none and shows no error."""
    table = table_of(statement, sheets)
    names = [name for name, spots in table.spots.items() if any(s.form or s.cell.error for s in spots.values())]
    if not names:
        return None
    told = Told()
    covers = {name: covers_of(table, name) for name in names}
    for name in names:
        errors(table, name, told)
        stale(table, name, told, lost=lost)
        ranges(table, name, covers[name], told)
        patterns(table, name, covers[name], told)
    sums_alike(table, names, covers, told)
    return told.formulas()
