"""A flat table that holds many reports, told apart by columns such as daerah and periode, becomes one for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.model.document import Cell
from audit.notation.headings import total_of, words
from audit.recognise._tables import Table


def grouped(table: Table, by: Sequence[str]) -> tuple[list[Table], tuple[str, ...]]:
    """The table as one for each combination of values in the columns ``by``, and those names of which none is there.

    The columns are found by their name in the rulebook or by their heading. A blank repeats the value above it. A
    total that names no group is that of the group above it where the other groups are closed by such totals too; else
    it is that of all groups and stands for itself.
    """
    found = {name: position for name in by if (position := _position(table, name)) is not None}
    missing = tuple(name for name in by if name not in found)
    if not found:
        return [table], missing
    groups: dict[tuple[str, ...], list[tuple[int, tuple[Cell | None, ...]]]] = {}
    named = [tuple(_text(row, position) for position in found.values()) for _, row in table.body]
    last = max((n for n, here in enumerate(named) if any(here)), default=-1)
    none = above = ("",) * len(found)
    closed: set[tuple[str, ...]] = set()
    for n, ((number, row), here) in enumerate(zip(table.body, named, strict=True)):
        key = above = tuple(new or old for new, old in zip(here, above, strict=True)) if any(here) else above
        if not any(here) and _is_total(row):
            if n < last or (closed and above not in closed):
                closed.add(above)
            else:
                key = none
        groups.setdefault(key, []).append((number, row))
    columns = (*table.by, *found.values())
    return [
        replace(table, body=tuple(rows), titles=(*table.titles, *((" · ".join(key),) if any(key) else ())), by=columns)
        for key, rows in groups.items()
    ], missing


def _position(table: Table, name: str) -> int | None:
    for position, column in table.heading.names.items():
        if column.name == name:
            return position
    wanted = words(name)
    return next((n for n, path in enumerate(table.heading.paths) if words(" ".join(path)) == wanted), None)


def _text(row: Sequence[Cell | None], position: int) -> str:
    """The name of a group; a total that stands where it should is none."""
    cell = row[position] if position < len(row) else None
    return " ".join(cell.text.split()) if cell is not None and total_of(cell.text) is None else ""


def _is_total(row: Sequence[Cell | None]) -> bool:
    return any(cell is not None and total_of(cell.text) is not None for cell in row)
