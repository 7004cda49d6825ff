"""In a spreadsheet the formula is a witness: what it adds, what it gives, and how it differs from its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit.formulas._calculated import calculated
from audit.formulas._circles import circles
from audit.formulas._covers import covers_of
from audit.formulas._order import Key
from audit.formulas._patterns import patterns, sums_alike
from audit.formulas._plugs import plugs, strange_plugs
from audit.formulas._ranges import ranges
from audit.formulas._recalculated import with_changes
from audit.formulas._sheet import sheets_of
from audit.formulas._stale import circular, errors, stale, strangers
from audit.formulas._table import Table, table_of
from audit.formulas._told import Told
from audit.model.document import Document, Grid
from audit.model.formula import Formulas
from audit.model.statement import Statement

__all__ = ["calculated", "with_formulas"]

#: Problems of a file under which a blank may be a figure that is not known.
_LOST = frozenset({"formula-without-value", "formula-circular", "too-far", "too-large", "broken"})


def with_formulas(statements: Iterable[Statement], documents: Sequence[Document]) -> tuple[Statement, ...]:
    """The statements, each with what became of the formulas of its cells, where its file holds any."""
    examined = list(statements)
    for document in documents:
        mine = [n for n, statement in enumerate(examined) if statement.input == document.input.id]
        if mine and any(_is_computed(grid) for grid in document.grids):
            for number, formulas in zip(mine, _asked([examined[n] for n in mine], document), strict=True):
                examined[number] = replace(examined[number], formulas=formulas)
    return tuple(examined)


def _is_computed(grid: Grid) -> bool:
    return any(cell is not None and (cell.formula or cell.error) for row in grid.rows for cell in row)


def _is_unsaved(document: Document) -> bool:
    """Whether a program wrote the file that stores no values, so that those it left there may be of another time."""
    return any(cell is not None and cell.calculated for grid in document.grids for row in grid.rows for cell in row)


def _asked(statements: Sequence[Statement], document: Document) -> list[Formulas | None]:
    """What became of the formulas of the tables of one file; None for a table that has none and shows no error."""
    lost = any(problem.code in _LOST for problem in document.problems)
    sheets = sheets_of(document.grids, document.input.kind)
    tables = [table_of(statement, sheets) for statement in statements]
    unsaved = lost or _is_unsaved(document)
    turning = circles(tables)
    answers = [_answers(table, turning, lost=lost, unsaved=unsaved) for table in tables]
    mended = with_changes(
        tables, [(n, fault) for n, told in enumerate(answers) if told is not None for fault in told.faults]
    )
    first = 0
    for told in answers:
        if told is not None:
            told.faults, first = [mended.get(n, f) for n, f in enumerate(told.faults, first)], first + len(told.faults)
    return [told.formulas() if told is not None else None for told in answers]


def _answers(table: Table, turning: frozenset[Key], *, lost: bool, unsaved: bool) -> Told | None:
    names = [name for name, spots in table.spots.items() if any(s.form or s.cell.error for s in spots.values())]
    told = Told()
    strangers(table, told)
    strange_plugs(table, told)
    covers = {name: covers_of(table, name) for name in names}
    for name in names:
        errors(table, name, told)
        circular(table, name, turning, told)
        stale(table, name, turning, told, lost=unsaved)
        ranges(table, name, covers[name], told)
        patterns(table, name, told)
        plugs(table, name, told)
    sums_alike(table, names, covers, told)
    if lost:
        # A blank may be a figure, so nobody can say what the right formula would give.
        told.faults = [replace(fault, expected=None) for fault in told.faults]
    return told if names or told.faults or told.is_silent else None
