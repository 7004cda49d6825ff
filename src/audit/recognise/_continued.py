"""A table that goes on over the next page or sheet is one table; two tables under equal headings stay two.

What speaks for going on: the same columns, no title or name of a sheet that tells another table, numbering that counts
on, and a heading or a row of column numbers that is merely repeated. What speaks against it: numbering that begins
again, and a total of the whole that closes what stands before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audit.model.document import Cell, Grid
from audit.model.shape import FIGURES
from audit.notation.codes import Code, read_code, without_number
from audit.notation.headings import telling, total_of, words
from audit.notation.numerals import is_numeral
from audit.recognise._headings import Heading
from audit.recognise._tables import NumberedRow, Table, are_column_numbers, body_of, titles_of
from audit.recognise._totals import is_page

#: Words with which a title says that it is that of a table begun before, and what may stand with them.
_CONTINUED = frozenset({"lanjutan", "sambungan", "continued", "cont", "lanj"})
_OF_PAGES = frozenset({"halaman", "hal", "page", "lembar", "dari", "of", "ke"})

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
#: A row whose label is the total of the whole says so by no more than these words.
_WHOLE = frozenset({"seluruh", "seluruhnya", "keseluruhan", "semua", "umum", "akhir", "overall", "all"})


def joined(tables: Sequence[Table]) -> list[Table]:
    """The tables of a document in order, those that go on under the same heading made one."""
    whole: list[Table] = []
    for table in tables:
        before = whole[-1] if whole else None
        if before is not None and _goes_on(before, table):
            whole[-1] = _with(before, table)
        else:
            whole.append(table)
    return whole


def headless(before: Table, grid: Grid) -> Table | None:
    """A grid without any heading as the rest of the table right before it; None where it is not seen to be that.

    It has figures where the table has figures and words where it has labels, and it repeats the row of column numbers
    or counts on where the table ended.
    """
    rows = [(number, row) for number, row in enumerate(grid.rows) if any(row)]
    if not rows or not before.body or not _is_called_alike(before.grid, grid):
        return None
    numbered = are_column_numbers(rows[0][1])
    heading = replace(before.heading, top=rows[0][0], bottom=rows[0][0] - (not numbered))
    body, carried = body_of(grid, heading, len(grid.rows))
    table = Table(grid, heading, (), body, before.by, carried)
    if not body or not _has_the_columns(before, body) or _starts_alike(before, table):
        return None
    return table if not _closes_the_whole(before) and (numbered or _counts_on(before, table)) else None


def _has_the_columns(before: Table, body: Sequence[NumberedRow]) -> bool:
    """Whether rows hold figures just where the table has columns of figures, and words where it has labels."""
    names = before.heading.names
    for position in range(max(len(row) for _, row in body)):
        column = names.get(position)
        cells = [row[position] for _, row in body if position < len(row)]
        texts = [cell for cell in cells if cell is not None]
        figures = sum(cell.number is not None or is_numeral(cell.text) for cell in texts)
        if column is None:
            # A column that the rulebook does not know says nothing, unless the table had none there.
            if texts and all(position >= len(row) or row[position] is None for _, row in before.body):
                return False
        elif (column.type in FIGURES and figures < len(texts)) or (
            column.name == "uraian" and (2 * figures > len(texts) or not texts)
        ):
            return False
    return any(column.type in FIGURES for column in names.values())


def _goes_on(before: Table, table: Table) -> bool:
    if not before.body or not table.body or _starts_alike(before, table):
        return False
    same = before.heading.shape is table.heading.shape and {c.name for c in before.heading.names.values()} == {
        c.name for c in table.heading.names.values()
    }
    if not same or not _is_untitled(before, table) or not _is_called_alike(before.grid, table.grid):
        return False
    return not _closes_the_whole(before) or _is_marked(_own_titles(before, table))


def _own_titles(before: Table, table: Table) -> tuple[str, ...]:
    """The titles of a table without what stands at the foot of the page before: the first line of a section there."""
    if table.grid is not before.grid:
        return table.titles
    theirs = {number for number, _ in (*before.body, *before.tail)}
    return titles_of(row for row in table.above if row[0] not in theirs)


def _is_untitled(before: Table, table: Table) -> bool:
    """Whether nothing above a table names another one than that before: no title, the same, or one that says so."""
    own = [_bare(title) for title in _own_titles(before, table)]
    known = {_bare(title) for title in before.titles}
    return all(not title or title in known or _is_marked((" ".join(title),)) for title in own)


def _is_called_alike(one: Grid, two: Grid) -> bool:
    """Whether the names of two sheets differ in no more than a number, or say that the second goes on."""

    def letters(grid: Grid) -> list[str]:
        said = "".join(" " if mark.isdigit() else mark for mark in grid.name)
        return [word for word in words(said) if word not in _CONTINUED and word not in _OF_PAGES]

    return one is two or letters(one) == letters(two) or (_is_marked((two.name,)) and not letters(two))


def _bare(title: str) -> tuple[str, ...]:
    """The words of a title without a page number."""
    said = words(title)
    return () if not _OF_PAGES.isdisjoint(said) and all(w.isdigit() or w in _OF_PAGES for w in said) else said


def _is_marked(titles: Iterable[str]) -> bool:
    """Whether a title says that what stands under it is the rest of a table."""
    return any(not _CONTINUED.isdisjoint(words(title)) for title in titles)


def _starts_alike(before: Table, table: Table) -> bool:
    """Whether both tables begin with the same code: then the second is another table, not the rest of the first."""
    one, two = (next(_codes(of), None) for of in (before, table))
    return one is not None and two is not None and one.segments == two.segments


def _codes(table: Table) -> Iterator[Code]:
    """The codes of a table from the top, whether they stand in a column of their own or before the label."""
    names = table.heading.names
    where = {column.name: position for position, column in names.items()}
    last: dict[str, str] = {}
    for _, row in table.body:
        kode, label = (_text(row, where.get(name)) for name in ("kode", "uraian"))
        before = label.removesuffix(without_number(label)).strip()
        code = read_code(kode or before, last)
        if code is not None and code.segments:
            last[code.kind] = code.text
            yield code


def _text(row: tuple[Cell | None, ...], position: int | None) -> str:
    cell = row[position] if position is not None and position < len(row) else None
    return cell.text.strip() if cell is not None else ""


def _counts_on(before: Table, table: Table) -> bool:
    """Whether the first code of a table is the next after one of those at the end of what stands before it.

    The last code of each kind counts, since a table may end with the parts of its last section.
    """
    first = next(_codes(table), None)
    if first is None:
        return False
    last: dict[str, Code] = {}
    seen = set()
    for code in _codes(before):
        last[code.kind] = code
        seen.add(code.segments)
    if first.segments in seen:
        return False
    known = last.get(first.kind)
    if known is None:
        # The parts of the last row may be all that goes on.
        return any(first.extends(code) for code in last.values())
    if first.compound:
        return _order(first) > _order(known)
    one, two = _value(known), _value(first)
    return one is not None and two == one + 1


def _order(code: Code) -> tuple[tuple[int, str], ...]:
    return tuple((int(part) if part.isdigit() else 0, part) for part in code.segments)


def _value(code: Code) -> int | None:
    """The number that a numbering says: 3 for 3, III and C."""
    text = code.segments[0].lower()
    if text.isdigit():
        return int(text)
    if code.kind.lower().startswith("i") and all(letter in _ROMAN for letter in text):
        values = [_ROMAN[letter] for letter in text]
        return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))
    return ord(text) if len(text) == 1 else None


def _closes_the_whole(table: Table) -> bool:
    """Whether a table ends with a total of all of it: one that names nothing, all, its title, or its first row.

    The total of a page is none, and that of a section leaves the table open.
    """
    where = {column.name: position for position, column in table.heading.names.items()}
    said = [_text(table.body[-1][1], where.get(name)) for name in ("kode", "uraian")]
    total = next((total for text in said if (total := total_of(text)) is not None), None)
    if total is None or is_page(total):
        return False
    named = telling(total) - _WHOLE
    if not named:
        return True
    labels = [_text(row, where.get("uraian")) for _, row in table.body[:-1]]
    sections = [
        number
        for number, label in enumerate(labels)
        if total_of(label) is None and named == telling(without_number(label))
    ]
    return not sections or sections == [0]


def _with(before: Table, table: Table) -> Table:
    """A table and its continuation as one; rows from another grid are numbered after those of the first."""
    if table.grid is before.grid:
        return replace(
            before,
            body=before.body + before.tail + _aligned(before, table),
            parents=before.parents + table.parents,
            carried=before.carried + table.carried,
            tail=_aligned(before, replace(table, body=table.tail)),
        )
    offset = len(before.grid.rows)
    rest = _shifted(_aligned(before, table), offset)
    return replace(
        before,
        grid=_stacked(before.grid, table.grid),
        body=before.body + before.tail + rest,
        parents=before.parents + table.parents,
        carried=before.carried + table.carried,
        tail=_shifted(_aligned(before, replace(table, body=table.tail)), offset),
    )


def _shifted(rows: Sequence[NumberedRow], offset: int) -> tuple[NumberedRow, ...]:
    return tuple((number + offset, row) for number, row in rows)


def _stacked(above: Grid, below: Grid) -> Grid:
    """Two grids as one under the other, with what is known of their rows."""
    size = len(above.rows)
    outline = (*above.outline, *[0] * (size - len(above.outline)), *below.outline)
    return replace(
        above,
        rows=above.rows + below.rows,
        outline=outline if above.outline or below.outline else (),
        hidden=above.hidden | {size + row for row in below.hidden},
    )


def _aligned(before: Table, table: Table) -> tuple[NumberedRow, ...]:
    """The rows of a continuation with their cells under the columns of the first part.

    Columns that no rulebook knows follow where both parts have the same heading in the same place.
    """
    there = {column.name: position for position, column in table.heading.names.items()}
    width = max(len(row) for _, row in before.body)
    moves = {position: there[column.name] for position, column in before.heading.names.items()}
    alike = _unknown_alike(before.heading, table.heading)
    moves.update({position: position for position in range(width) if position in alike})
    aligned = []
    for number, row in table.body:
        cells: list[Cell | None] = [None] * width
        for position, source in moves.items():
            cells[position] = row[source] if source < len(row) else None
        aligned.append((number, tuple(cells)))
    return tuple(aligned)


def _unknown_alike(one: Heading, two: Heading) -> set[int]:
    """The columns without a name in the rulebook that have the same heading in both parts."""
    return {
        position
        for position, path in enumerate(one.paths)
        if position not in one.names
        and position not in two.names
        and position < len(two.paths)
        and [words(text) for text in path] == [words(text) for text in two.paths[position]]
    }
