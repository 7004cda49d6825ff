"""Where tables begin and end: headings, titles above them, and the body below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from audit.model.document import Cell, Grid, Passage, Place
from audit.model.shape import FIGURES, StatementShape
from audit.notation.codes import read_code
from audit.notation.headings import column_number, total_of, words
from audit.notation.numerals import Mark, has_digit, is_numeral
from audit.recognise._headings import Heading, find_headings

#: A row of a grid with its number there, counted from 0.
NumberedRow = tuple[int, tuple[Cell | None, ...]]

#: What the heading of a column of codes is called.
_CODES = frozenset({"kode", "kd", "code"})

#: Words that carry a running total over a page break, and those that may stand with them.
_CARRIED = frozenset({"dipindahkan", "pindahan", "carried", "brought"})
_CARRIES = re.compile("|".join(sorted(_CARRIED)))
_CARRIED_WITH = _CARRIED | frozenset(
    """jumlah total saldo sub subtotal subjumlah ke dari hal halaman lembar berikut berikutnya selanjutnya sebelumnya
    sebelum ini yang page sheet to from next previous forward over down rp""".split()  # noqa: SIM905  (best read as words)
)

#: A cell with so many words is running text, not a label.
_SENTENCE = 6


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and the rows under it, before they are understood; ``by`` are the columns that tell reports apart.

    ``above`` are the rows of the titles, ``tail`` rows of labels alone after the last figure on the last page or sheet,
    which are rows only if the table goes on. ``carried`` are the figures of lines that only carry a running total over
    a page break, which are no rows. ``unit``, ``mark`` and ``parents`` are what a map says of the table; a row is known
    by the places of its cells. ``scattered`` says that the table is rebuilt from text without columns, ``apart`` are
    the rows of it whose place in the tree nothing tells.
    """

    grid: Grid
    heading: Heading
    titles: tuple[str, ...]
    body: tuple[NumberedRow, ...]
    by: tuple[int, ...] = ()
    carried: tuple[Cell, ...] = ()
    above: tuple[NumberedRow, ...] = ()
    tail: tuple[NumberedRow, ...] = ()
    unit: Fraction | None = None
    mark: Mark | None = None
    parents: tuple[tuple[frozenset[Place], frozenset[Place] | None], ...] = ()
    scattered: bool = False
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outside:
    """A figure of a table under a heading that no rulebook knows, with its row and column in the grid."""

    row: int
    position: int
    heading: str
    cell: Cell


def tables_of(grid: Grid, shapes: tuple[StatementShape, ...]) -> list[Table]:
    """The tables of a grid, one for each heading; one repeated on a later page begins a table here too."""
    headings = find_headings(grid, shapes)
    tables: list[Table] = []
    for position, heading in enumerate(headings):
        start = headings[position - 1].bottom + 1 if position else 0
        between = list(enumerate(grid.rows[start : heading.top], start))
        above = title_rows(between)
        end = headings[position + 1].top if position + 1 < len(headings) else len(grid.rows)
        body, carried = body_of(grid, heading, end)
        tail = _tail(grid, heading, body, end)
        tables.append(Table(grid, heading, titles_of(above), body, (), carried, above, tail))
    return tables


def title_rows(rows: list[NumberedRow]) -> tuple[NumberedRow, ...]:
    """The rows of text that stand right above a heading, below the last row with a figure."""
    found: list[NumberedRow] = []
    for number, row in reversed(rows):
        cells = [cell for cell in row if cell is not None]
        if any(cell.number is not None or is_numeral(cell.text) for cell in cells) or len(cells) > 4:
            break
        if cells:
            found.append((number, row))
    return tuple(reversed(found))


def titles_of(rows: Iterable[NumberedRow]) -> tuple[str, ...]:
    """The lines of text in rows of titles."""
    return tuple(" ".join(" ".join(cell.text.split()) for cell in row if cell is not None) for _, row in rows)


def _tail(grid: Grid, heading: Heading, body: tuple[NumberedRow, ...], end: int) -> tuple[NumberedRow, ...]:
    """The rows right after the body with a label or a code alone, at the foot of the page or sheet that the body ends.

    A section may begin on the last line of a page. On a sheet such a line is in capitals or has a code: signatures and
    notes stand there too.
    """
    labels = {position for position, column in heading.names.items() if column.name in ("kode", "uraian")}
    page = _page(body[-1][1]) if body else None
    found: list[NumberedRow] = []
    for number in range(body[-1][0] + 1 if body else end, end):
        row = grid.rows[number]
        filled = [position for position, cell in enumerate(row) if cell is not None]
        if not filled or not labels.issuperset(filled) or _page(row) != page or carries_over(row):
            break
        text = " ".join(cell.text for cell in row if cell is not None)
        if page is None and (end < len(grid.rows) or not (text.isupper() or _is_coded(heading, row))):
            break
        found.append((number, row))
    return tuple(found)


def _page(row: tuple[Cell | None, ...]) -> int | None:
    return next((cell.place.page for cell in row if cell is not None), None)


def body_of(grid: Grid, heading: Heading, end: int) -> tuple[tuple[NumberedRow, ...], tuple[Cell, ...]]:
    """The rows of the table's body: up to its last figure, without blank rows and the row of column numbers.

    Rows with a code and a label right after it print no figure yet, but are parts of what stands above them. Lines
    that only carry a running total over a page break are left out, and so are notes under the total; their figures come
    second.
    """
    rows = [(n, grid.rows[n]) for n in range(heading.bottom + 1, end) if any(grid.rows[n])]
    if rows and are_column_numbers(rows[0][1]):
        rows = rows[1:]
    carriers = {n for n, row in rows if carries_over(row)}
    carried = tuple(cell for n, row in rows if n in carriers for cell in row if cell is not None and _is_sum(cell))
    rows = [(n, row) for n, row in rows if n not in carriers]
    figures = [position for position, column in heading.names.items() if column.type in FIGURES]
    counts = [_figures_in(row, figures) for _, row in rows]
    last = max((n for n, count in enumerate(counts) if count), default=-1)
    while last > 0 and counts[last] < 2 <= max(counts[:last]) and _after_total(rows[:last], counts):
        # A note with a number under the total, as "Jumlah kegiatan 8" or an NIP, is no row of the table.
        carried += tuple(
            cell for p in figures if p < len(rows[last][1]) and (cell := rows[last][1][p]) and _is_sum(cell)
        )
        last = max((n for n in range(last) if counts[n]), default=-1)
    while (
        0 <= last < len(rows) - 1 and rows[last + 1][0] == rows[last][0] + 1 and _is_coded(heading, rows[last + 1][1])
    ):
        last += 1
    return tuple(rows[: last + 1]), carried


def carries_over(row: tuple[Cell | None, ...]) -> bool:
    """Whether a row only carries a running total over a page break, as "Jumlah dipindahkan" and "Pindahan" do."""
    if not any(_CARRIES.search(cell.text.lower()) for cell in row if cell is not None):
        return False
    said = words(" ".join(cell.text for cell in row if cell is not None and not _is_sum(cell)))
    return not _CARRIED.isdisjoint(said) and all(word in _CARRIED_WITH or word.isdigit() for word in said)


def _is_sum(cell: Cell) -> bool:
    return cell.number is not None or is_numeral(cell.text)


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
    known: list[int] = []
    for number in (number for cell in row if cell is not None for number in _column_numbers(cell.text)):
        # Most rows are told by their first cell.
        if number is None or (not 0 < number - known[-1] <= 2 if known else number > 2):
            return False
        known.append(number)
    return len(known) >= 3


def _column_numbers(text: str) -> list[int | None]:
    """The column number of a cell, or several where a page sets the numbers of narrow columns side by side."""
    number = column_number(text)
    return [number] if number is not None else [column_number(part) for part in text.split()]


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


def outside_columns(table: Table) -> list[Outside]:
    """Figures under a heading that no rulebook knows, column by column."""
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
                found.append(Outside(number, position, heading or "?", cell))
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
