"""Where tables begin and end: headings, titles above them, the body below, and parts that go on elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from audit.model.document import Cell, Grid, Passage, Place
from audit.model.shape import FIGURES, StatementShape
from audit.notation.codes import read_code
from audit.notation.headings import column_number, total_of, words
from audit.notation.numerals import Mark, has_digit, is_numeral
from audit.recognise._headings import Heading, find_headings
from audit.recognise._totals import is_page

#: What the heading of a column of codes is called.
_CODES = frozenset({"kode", "kd", "code"})

#: A cell with so many words is running text, not a label.
_SENTENCE = 6


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and the rows under it, before they are understood; ``by`` are the columns that tell reports apart.

    ``unit``, ``mark`` and ``parents`` are what a map says of the table; a row is known by the places of its cells.
    """

    grid: Grid
    heading: Heading
    titles: tuple[str, ...]
    body: tuple[tuple[int, tuple[Cell | None, ...]], ...]
    by: tuple[int, ...] = ()
    unit: Fraction | None = None
    mark: Mark | None = None
    parents: tuple[tuple[frozenset[Place], frozenset[Place] | None], ...] = ()


def tables_of(grid: Grid, shapes: tuple[StatementShape, ...]) -> list[Table]:
    """The tables of a grid, headings repeated on later pages joined to the first."""
    headings = find_headings(grid, shapes)
    tables: list[Table] = []
    for position, heading in enumerate(headings):
        start = headings[position - 1].bottom + 1 if position else 0
        between = list(enumerate(grid.rows[start : heading.top], start))
        titles = titles_in(between)
        end = headings[position + 1].top if position + 1 < len(headings) else len(grid.rows)
        body = body_of(grid, heading, end)
        tables.append(Table(grid, heading, titles, body))
    return tables


def titles_in(rows: list[tuple[int, tuple[Cell | None, ...]]]) -> tuple[str, ...]:
    """The lines of text that stand right above a heading, below the last row with a figure."""
    titles: list[str] = []
    for _, row in reversed(rows):
        cells = [cell for cell in row if cell is not None]
        if any(cell.number is not None or is_numeral(cell.text) for cell in cells) or len(cells) > 4:
            break
        if cells:
            titles.append(" ".join(" ".join(cell.text.split()) for cell in cells))
    return tuple(reversed(titles))


def body_of(grid: Grid, heading: Heading, end: int) -> tuple[tuple[int, tuple[Cell | None, ...]], ...]:
    """The rows of the table's body: up to its last figure, without blank rows and the row of column numbers.

    Rows with a code and a label right after it print no figure yet, but are parts of what stands above them.
    """
    rows = [(n, grid.rows[n]) for n in range(heading.bottom + 1, end) if any(grid.rows[n])]
    if rows and are_column_numbers(rows[0][1]):
        rows = rows[1:]
    figures = [position for position, column in heading.names.items() if column.type in FIGURES]
    counts = [_figures_in(row, figures) for _, row in rows]
    last = max((n for n, count in enumerate(counts) if count), default=-1)
    while last > 0 and counts[last] < 2 <= max(counts[:last]) and _after_total(rows[:last], counts):
        # A note with a number under the total, as "Jumlah kegiatan 8" or an NIP, is no row of the table.
        last = max((n for n in range(last) if counts[n]), default=-1)
    while (
        0 <= last < len(rows) - 1 and rows[last + 1][0] == rows[last][0] + 1 and _is_coded(heading, rows[last + 1][1])
    ):
        last += 1
    return tuple(rows[: last + 1])


def _is_coded(heading: Heading, row: tuple[Cell | None, ...]) -> bool:
    """Whether a row has a code in the column of codes and a label beside it."""
    texts = {
        column.name: cell.text
        for position, column in heading.names.items()
        if position < len(row) and (cell := row[position]) is not None
    }
    code = read_code(texts.get("kode", ""))
    return code is not None and bool(code.text) and bool(texts.get("uraian", "").strip())


def _after_total(rows: list[tuple[int, tuple[Cell | None, ...]]], counts: list[int]) -> bool:
    """Whether the last row with several figures is a total, so that what follows stands under the table."""
    full = [row for (_, row), count in zip(rows, counts, strict=False) if count > 1]
    return bool(full) and any(total_of(cell.text) is not None for cell in full[-1] if cell is not None)


def _figures_in(row: tuple[Cell | None, ...], positions: list[int]) -> int:
    cells = [row[position] for position in positions if position < len(row)]
    return sum(1 for cell in cells if cell is not None and (cell.number is not None or is_numeral(cell.text)))


def are_column_numbers(row: tuple[Cell | None, ...]) -> bool:
    """Whether a row numbers the columns: three cells or more, each a small number, each above the one before."""
    numbers = [column_number(cell.text) for cell in row if cell is not None]
    if len(numbers) < 3 or None in numbers:
        return False
    known = [number for number in numbers if number is not None]
    return known[0] <= 2 and all(0 < b - a <= 2 for a, b in pairwise(known))


def joined(tables: list[Table]) -> list[Table]:
    """Tables that go on under the same heading, on another page or sheet, made one.

    A table goes on if it ends without a total and what follows has the same columns and no title of its own.
    """
    whole: list[Table] = []
    for table in tables:
        before = whole[-1] if whole else None
        if before is not None and _goes_on(before, table):
            whole[-1] = replace(
                before, body=before.body + _aligned(before, table), parents=before.parents + table.parents
            )
        else:
            whole.append(table)
    return whole


def _goes_on(before: Table, table: Table) -> bool:
    if not before.body or not table.body or _starts_alike(before, table):
        return False
    same = before.heading.shape is table.heading.shape and {c.name for c in before.heading.names.values()} == {
        c.name for c in table.heading.names.values()
    }
    untitled = not table.titles or table.titles == before.titles
    return same and untitled and not _ends_with_total(before)


def _starts_alike(before: Table, table: Table) -> bool:
    """Whether both tables begin with the same code: then the second is another table, not the rest of the first."""

    def first_code(of: Table) -> str | None:
        position = next((c for c, column in of.heading.names.items() if column.type == "kode"), None)
        cells = (row[position] for _, row in of.body if position is not None and position < len(row))
        return next((cell.text for cell in cells if cell is not None), None)

    one, two = first_code(before), first_code(table)
    return one is not None and one == two


def _ends_with_total(table: Table) -> bool:
    """Whether the table ends with a total that is not merely that of a page."""
    totals = [total_of(cell.text) for cell in table.body[-1][1] if cell is not None]
    return any(total is not None and not is_page(total) for total in totals)


def _aligned(before: Table, table: Table) -> tuple[tuple[int, tuple[Cell | None, ...]], ...]:
    """The rows of a continuation with their cells under the columns of the first part."""
    there = {column.name: position for position, column in table.heading.names.items()}
    width = max(len(row) for _, row in before.body)
    moves = {position: there[column.name] for position, column in before.heading.names.items()}
    aligned = []
    for number, row in table.body:
        cells: list[Cell | None] = [None] * width
        for position, source in moves.items():
            cells[position] = row[source] if source < len(row) else None
        aligned.append((number, tuple(cells)))
    return tuple(aligned)


def figures_of(grid: Grid) -> list[tuple[Place, str]]:
    """All figures of a grid in which no table was found."""
    return [
        (cell.place, cell.text)
        for row in grid.rows
        for cell in row
        if cell is not None and (cell.number is not None or has_digit(cell.text))
    ]


def figures_in(table: Table) -> list[Cell]:
    """All figures of a table's body, codes left out."""
    codes = {c for c, column in table.heading.names.items() if column.type == "kode"}
    rows = (row for _, row in table.body)
    cells = (cell for row in rows for c, cell in enumerate(row) if cell is not None and c not in codes)
    return [cell for cell in cells if cell.number is not None or has_digit(cell.text)]


def sentences_of(grid: Grid, tables: list[Table]) -> list[Passage]:
    """The cells outside all tables that hold running text."""
    inside = {number for table in tables for number, _ in table.body}
    inside |= {n for table in tables for n in range(table.heading.top, table.heading.bottom + 1)}
    return [
        Passage(" ".join(cell.text.split()), cell.place)
        for number, row in enumerate(grid.rows)
        if number not in inside
        for cell in row
        if cell is not None and cell.number is None and len(cell.text.split()) >= _SENTENCE
    ]


def outside_columns(table: Table) -> list[tuple[int, str, Cell]]:
    """Figures under a heading that no rulebook knows, with their row in the grid and that heading."""
    known = table.heading.names
    paths = table.heading.paths
    found = []
    for position in range(max((len(row) for _, row in table.body), default=0)):
        apart = (*known, *table.heading.code_parts, *table.by)
        if position in apart or _is_numbering(table, position) or _holds_codes(table, position):
            continue
        heading = " › ".join(paths[position]) if position < len(paths) else ""
        for number, row in table.body:
            cell = row[position] if position < len(row) else None
            if cell is not None and (cell.number is not None or has_digit(cell.text)):
                found.append((number, heading or "?", cell))
    return found


def _holds_codes(table: Table, position: int) -> bool:
    """Whether a column that is called by a code holds codes alone, which are no figures."""
    called = words(" ".join(table.heading.paths[position])) if position < len(table.heading.paths) else ()
    if _CODES.isdisjoint(called):
        return False
    cells = (row[position] for _, row in table.body if position < len(row))
    return all(read_code(cell.text) is not None for cell in cells if cell is not None)


def _is_numbering(table: Table, position: int) -> bool:
    """Whether a column without a name holds numbering, which is no figure."""
    texts = [row[position].text for _, row in table.body if position < len(row) and row[position]]  # type: ignore[union-attr]
    return all(column_number(text) is not None for text in texts)
