"""What a map says of tables takes the place of what was found, and what was found can be drafted as a map."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise

from audit.model.document import Cell, Document, Grid, Place
from audit.model.mapping import MapError, MappedTable, ReadingMap
from audit.model.shape import StatementShape
from audit.model.text import Text
from audit.notation.headings import words
from audit.notation.letters import letters_of, position_of
from audit.recognise._headings import Heading, heading_as_told
from audit.recognise._printed import paths_of
from audit.recognise._tables import Table, body_of, tables_of, title_rows, titles_of
from audit.recognise._tree import Tree

#: Why a row stands where a map puts it.
SAID = Text("begitu menurut peta bacaan", "the reading map says so")


def keys_of(document: Document) -> list[str]:
    """The name of each grid with its file, as a map writes it; equal names are numbered from the second on."""
    seen: Counter[str] = Counter()
    keys = []
    for grid in document.grids:
        key = f"{grid.place.file}!{grid.name}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def cell_of(table: Table) -> str:
    """The first cell of a table's heading by its letter and row, as ``A4``."""
    top = table.heading.top
    column = next(c for c, cell in enumerate(table.grid.rows[top]) if cell is not None)
    return f"{letters_of(column)}{top + 1}"


def draft_of(documents: Sequence[Document], shapes: tuple[StatementShape, ...]) -> tuple[MappedTable, ...]:
    """A map that says of every table what was found, so that a person need only change what is wrong."""
    drafts: list[MappedTable] = []
    for document in documents:
        for key, grid in zip(keys_of(document), document.grids, strict=True):
            drafts.extend(_draft(key, table) for table in tables_of(grid, shapes))
    return tuple(drafts)


def _draft(key: str, table: Table) -> MappedTable:
    heading = table.heading
    return MappedTable(
        f"{key}!{cell_of(table)}",
        0,
        kind=heading.shape.kind,
        heading=(heading.top + 1, heading.bottom + 1),
        columns={column.name: letters_of(position) for position, column in sorted(heading.names.items())},
        rows=(table.body[0][0] + 1, table.body[-1][0] + 1) if table.body else None,
        title=" · ".join(table.titles[-3:]),
    )


def as_mapped(
    key: str, grid: Grid, found: list[Table], map: ReadingMap, shapes: tuple[StatementShape, ...]
) -> tuple[list[Table], list[Table]]:
    """The tables of a grid as a map has them, and those that it leaves out; raises MapError where it is wrong."""
    by_top = {table.heading.top: table for table in found}
    skipped: list[Table] = []
    wrong: list[Text] = []
    for entry in (entry for entry in map.tables if entry.grid == key):
        top = int(re.sub(r"\D", "", entry.cell)) - 1
        before = by_top.get(top)
        try:
            if entry.skip and before is not None:
                skipped.append(by_top.pop(top))
            else:
                told = _told(grid, entry, before, {n: t for n, t in by_top.items() if n != top}, shapes)
                by_top.pop(top, None)
                by_top[told.heading.top] = told
        except _Wrong as error:
            where = f"{map.input.path}:{entry.line}: {entry.at}: "
            wrong.append(Text(where, where) + error.message)
    if wrong:
        raise MapError(wrong)
    tables = [by_top[top] for top in sorted(by_top)]
    for n, (above, below) in enumerate(pairwise(tables)):
        # A table that a map begins within another ends that one.
        tables[n] = replace(above, body=tuple(line for line in above.body if line[0] < below.heading.top))
    return tables, skipped


class _Wrong(Exception):  # noqa: N818  (its message is told with the line of the map)
    def __init__(self, id: str, en: str) -> None:
        self.message = Text(id, en)
        super().__init__(en)


def _told(
    grid: Grid, entry: MappedTable, found: Table | None, others: dict[int, Table], shapes: tuple[StatementShape, ...]
) -> Table:
    """The table that an entry speaks of."""
    if found is None and (entry.skip or not (entry.kind and entry.columns)):
        there = ", ".join(cell_of(table) for _, table in sorted(others.items())) or "-"
        raise _Wrong(
            f"tidak ada tabel dengan judul di sana; tabel mulai di: {there}. Untuk tabel baru isi kind dan columns",
            f"no table has its heading there; tables begin at: {there}. For a new table give kind and columns",
        )
    own = int(re.sub(r"\D", "", entry.cell)) - 1
    top, bottom = (entry.heading[0] - 1, entry.heading[1] - 1) if entry.heading else (own, own)
    if found is not None and not entry.heading:
        bottom = found.heading.bottom
    if bottom >= len(grid.rows) or not any(grid.rows[top]):
        raise _Wrong(
            f"baris judul {top + 1}-{bottom + 1} kosong atau di luar lembar",
            f"the heading rows {top + 1}-{bottom + 1} are blank or outside the sheet",
        )
    heading = _heading(grid, top, bottom, entry, found, shapes)
    above = max((t.body[-1][0] if t.body else t.heading.bottom for n, t in others.items() if n < top), default=-1)
    end = min((n for n in others if n > top), default=len(grid.rows))
    table = found if found is not None and heading is found.heading else None
    if table is None:
        titled = (
            found.above if found is not None else title_rows(list(enumerate(grid.rows[above + 1 : top], above + 1)))
        )
        body, carried = body_of(grid, heading, end)
        table = Table(grid, heading, titles_of(titled), body, (), carried, titled)
    if entry.rows and (not table.body or entry.rows != (table.body[0][0] + 1, table.body[-1][0] + 1)):
        first, last = entry.rows
        rows = ((n, grid.rows[n]) for n in range(first - 1, min(last, len(grid.rows))))
        table = replace(table, body=tuple(line for line in rows if any(line[1])), tail=())
    body = tuple((n, row) for n, row in table.body if n + 1 not in entry.leave_out)
    return replace(table, body=body, unit=entry.unit, mark=entry.decimal, parents=_parents(entry, dict(body)))


def _heading(
    grid: Grid, top: int, bottom: int, entry: MappedTable, found: Table | None, shapes: tuple[StatementShape, ...]
) -> Heading:
    kinds = {shape.kind: shape for shape in shapes}
    was = found.heading if found is not None else None
    kind = entry.kind or (was.shape.kind if was else "")
    if kind not in kinds:
        near = get_close_matches(kind, kinds, 1)
        raise _Wrong(
            f"tidak ada jenis “{kind}”" + (f"; mungkin “{near[0]}”?" if near else ""),
            f"there is no kind “{kind}”" + (f"; did you mean “{near[0]}”?" if near else ""),
        )
    shape = was.shape if was is not None and was.shape.kind == kind else kinds[kind]
    known = {column.name: column for column in shape.columns}
    paths = paths_of(grid, top, bottom)
    # Without a word on the columns they are those found, as far as the kind has them.
    names = {c: known[n.name] for c, n in was.names.items() if n.name in known} if was and not entry.columns else {}
    for name, told in entry.columns.items():
        if name not in known:
            near = get_close_matches(name, known, 1)
            raise _Wrong(
                f"{kind} tidak punya kolom “{name}”" + (f"; mungkin “{near[0]}”?" if near else ""),
                f"{kind} has no column “{name}”" + (f"; did you mean “{near[0]}”?" if near else ""),
            )
        position = _position(told, paths, max(map(len, grid.rows)))
        if position in names:
            raise _Wrong(f"kolom “{told}” disebut dua kali", f"the column “{told}” is named twice")
        names[position] = known[name]
    if was is not None and (was.top, was.bottom, was.shape, was.names) == (top, bottom, shape, names):
        return was
    return heading_as_told(grid, top, bottom, shape, names)


def _position(told: str, paths: tuple[tuple[str, ...], ...], width: int) -> int:
    """The column that a letter or a heading names; a heading of which there are two must be named by its letter."""
    if re.fullmatch(r"[A-Z]{1,3}", told) and (position := position_of(told)) < width:
        return position
    wanted = words(told)
    whole = [n for n, path in enumerate(paths) if path and words(" ".join(path)) == wanted]
    leaf = [n for n, path in enumerate(paths) if path and words(path[-1]) == wanted]
    matches = whole or leaf
    if len(matches) == 1:
        return matches[0]
    there = ", ".join(f"{letters_of(n)} {' › '.join(path)}" for n, path in enumerate(paths) if path)
    if matches:
        raise _Wrong(
            f"beberapa kolom berjudul “{told}”; sebutkan hurufnya: {there}",
            f"several columns have the heading “{told}”; give the letter: {there}",
        )
    raise _Wrong(f"tidak ada kolom “{told}”; yang ada: {there}", f"there is no column “{told}”; there are: {there}")


def _parents(
    entry: MappedTable, body: dict[int, tuple[Cell | None, ...]]
) -> tuple[tuple[frozenset[Place], frozenset[Place] | None], ...]:
    def places(row: int) -> frozenset[Place]:
        if row - 1 not in body:
            raise _Wrong(f"baris {row} bukan baris tabel ini", f"row {row} is no row of this table")
        return frozenset(cell.place for cell in body[row - 1] if cell is not None)

    return tuple((places(row), None if above is None else places(above)) for row, above in entry.parents.items())


def hang_as_told(tree: Tree, places: Sequence[Place], table: Table, map_path: str) -> None:
    """Hang rows under the parents that a map gives; raises MapError where one would stand under itself."""
    rows = {place: n for n, place in enumerate(places)}
    for child, parent in table.parents:
        row = next((rows[place] for place in child if place in rows), None)
        above = next((rows[place] for place in parent if place in rows), None) if parent is not None else None
        gone = row is None or (parent is not None and above is None)
        if gone or row is None or tree.lines[row].silent or (above is not None and row in tree.path(above)):
            place = next(iter(child)).text
            message = Text(
                f"{map_path}: {place} tidak dapat berdiri di bawah induk itu: salah satunya bukan baris dengan angka, "
                f"atau baris itu akan berada di bawah dirinya sendiri",
                f"{map_path}: {place} cannot stand under that parent: one of them is no row with figures, or it would "
                f"stand under itself",
            )
            raise MapError([message])
        tree.hang(row, above, SAID)


def strange(documents: Sequence[Document], map: ReadingMap) -> list[Text]:
    """The tables of a map of whose file there is a document that has no such sheet, each told with its line."""
    keys = {document.input.path: keys_of(document) for document in documents}
    known = [key for there in keys.values() for key in there]
    files = {key.partition("!")[0] for key in known}
    wrong = []
    for entry in map.tables:
        if entry.file in files and entry.grid not in known:
            where = f"{map.input.path}:{entry.line}: {entry.at}: "
            names = ", ".join(known[:12])
            wrong.append(
                Text(where, where)
                + Text(f"tidak ada lembar seperti itu; yang ada: {names}", f"there is no such sheet, only: {names}")
            )
    return wrong
