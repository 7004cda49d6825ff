"""Where a figure stands as well that was right once: in a column before the change, or in another version."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from audit.diagnose._case import CHANCE, Case, Cell
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.notation.versions import is_before_change

#: Tables with fewer rows in common are no versions of each other.
_ROWS = 3


def older(case: Case, cell: Cell) -> Text | None:
    """The name of the earlier version that has the stated figure of a cell, where there is one."""
    id, row, column = cell
    statement = case.answers.world.statements[id]
    figure = statement.rows[row].figures.get(column)
    if figure is None or abs(figure.value) < CHANCE:
        return None
    heading = _before_change(statement, statement.rows[row], column, figure.value)
    if heading is not None:
        return Text(f"kolom “{heading}”", f"the column “{heading}”")
    for other, there in versions(case, statement):
        same = there.get(row)
        known = other.rows[same].figures.get(column) if same is not None else None
        if known is not None and known.value == figure.value and _has_changed(statement, other, there, cell):
            where = other.place.text
            return Text(where, where)
    return None


def _before_change(statement: Statement, row: Row, column: str, value: Fraction) -> str | None:
    """The heading of the column of a row, known to a rulebook or not, that has the amount before a change."""
    own = statement.column(column)
    if own is None or is_before_change(own.heading):
        return None
    known = {c.heading: f.value for c in statement.columns if (f := row.figures.get(c.name)) and c.type == own.type}
    return next((h for h, v in {**row.others, **known}.items() if v == value and is_before_change(h)), None)


def _has_changed(statement: Statement, other: Statement, there: dict[int, int], cell: Cell) -> bool:
    """Whether the row above the cell, or a part of its row, has another figure in the other version.

    Where none has, the other table confirms the figure.
    """
    parent = statement.tree[cell[1]]
    above = parent if parent is not None else statement.root
    for row in (*(() if above is None else (above,)), *statement.children_of[cell[1]]):
        if row in there:
            one, two = statement.rows[row].figures.get(cell[2]), other.rows[there[row]].figures.get(cell[2])
            if one is not None and two is not None and one.value != two.value:
                return True
    return False


def is_alone(case: Case, cell: Cell) -> bool:
    """Whether no other part of the sum above has the figure of an earlier version, as one that did not change has."""
    statement = case.answers.world.statements[cell[0]]
    parent = statement.tree[cell[1]]
    beside = statement.top if parent is None else statement.children_of[parent]
    others = [(cell[0], row, cell[2]) for row in beside if row not in (cell[1], statement.root)]
    return bool(others) and not any(older(case, other) for other in others)


def versions(case: Case, statement: Statement) -> list[tuple[Statement, dict[int, int]]]:
    """The other tables of the same kind and form, each with the rows that are those of this one."""
    if statement.id not in case.versions:
        others = [other for other in case.answers.world.statements.values() if other.id != statement.id]
        found = [(other, _same_rows(statement, other)) for other in others if other.kind == statement.kind]
        case.versions[statement.id] = [pair for pair in found if _is_version(statement, *pair)]
    return case.versions[statement.id]


def _is_version(statement: Statement, other: Statement, rows: dict[int, int]) -> bool:
    """Whether two tables have most rows in common, and in them a third of the amounts: offices share only rows."""
    if len(rows) < _ROWS or 2 * len(rows) < len(statement.rows):
        return False
    money = [column.name for column in statement.columns if column.type == "rupiah"]
    pairs = [
        (one.value, two.value)
        for row, same in rows.items()
        for name in money
        if (one := statement.rows[row].figures.get(name)) and (two := other.rows[same].figures.get(name))
    ]
    return 3 * sum(one == two and abs(one) >= CHANCE for one, two in pairs) >= len(pairs) > 0


def _same_rows(one: Statement, two: Statement) -> dict[int, int]:
    """The rows of one table with those of another that have the same code and label, where no other has both."""
    there = {_key(row): row.index for row in two.rows}
    counts = Counter(_key(row) for statement in (one, two) for row in statement.rows)
    return {row.index: there[key] for row in one.rows if (key := _key(row)) in there and counts[key] == 2 and any(key)}


def _key(row: Row) -> tuple[str, str]:
    return row.code, " ".join(row.uraian.casefold().split())
