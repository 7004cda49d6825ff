"""Text that has lost its columns is rebuilt into tables, as far as order and types make the columns of figures sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audit.model.document import Cell, Grid, Line, Place
from audit.model.shape import FIGURES, StatementShape
from audit.notation.headings import total_of, words
from audit.recognise._agreement import adds_up
from audit.recognise._detached import Placed, with_detached
from audit.recognise._fitting import Columns, placed
from audit.recognise._headings import Heading
from audit.recognise._printed_form import by_form
from audit.recognise._scattered import Scattered, rows_of
from audit.recognise._segments import Segment, Words, lost_headings, segments_of
from audit.recognise._tables import NumberedRow, Table
from audit.recognise._tokens import Token, text_of
from audit.recognise._tree import Tree
from audit.recognise._under import Under, under

#: A longer figure is an amount, not a share.
_LONG = 6
#: If so many rows with a unit are all whole, a number before the others is a count, not the end of a label.
_ENOUGH = 3

#: A row of a table as its cells, the code and the label first.
Cells = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The tables of a text, the rows of each at which one is not read whole, and figures that were given no column."""

    tables: tuple[Table, ...]
    lost: tuple[frozenset[int], ...]
    unread: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """The rows under one line of headings as cells; ``lost`` and ``apart`` are numbers of rows.

    Right before those in ``lost`` something was not read; those in ``apart`` have neither a code nor a label, or stand
    below a code that may be theirs, so that their place in the tree is not known. ``closed`` says that the last row is
    the total of the table.
    """

    rows: list[Cells]
    lost: frozenset[int]
    apart: frozenset[int]
    unread: list[Token]
    closed: bool


def rebuilt(lines: Sequence[Line], name: str, shapes: Sequence[StatementShape]) -> Rebuilt:
    """The tables that can be rebuilt from the lines of a text."""
    segments = segments_of(lines, shapes)
    chosen = _chosen(segments, shapes)
    if merged := _without_upper_lines(segments, chosen, shapes):
        segments, chosen = merged, _chosen(merged, shapes)
    tables: list[Table] = []
    lost: list[frozenset[int]] = []
    unread: list[Token] = []
    before: Segment | None = None
    largest = None
    for number, segment in enumerate(segments):
        known = chosen[segment.main]
        if known is None:
            unread.extend(token for row in rows_of(segment.tokens, None) for token in row.figures)
            before = None
            continue
        going_on = before is not None and before.main == segment.main
        page = _page(segment, known.columns, largest if going_on else None)
        unread.extend(page.unread)
        if page.rows:
            if going_on:
                above = len(tables[-1].grid.rows)
                tables[-1] = _longer(tables[-1], page.rows, frozenset(above + n for n in page.apart))
                lost[-1] |= {above + n for n in page.lost}
            else:
                after = segments[number + 1].titles if number + 1 < len(segments) else ()
                tables.append(_table(segment, known, page, name, after))
                lost.append(frozenset(1 + n for n in page.lost))
        largest = _larger(largest if going_on else None, _largest(segment.tokens))
        before = None if page.closed else segment if page.rows or going_on else None
    return Rebuilt(tuple(tables), tuple(lost), tuple((token.place, token.text) for token in unread))


def around(tree: Tree, rows: Sequence[int], lost: frozenset[int]) -> frozenset[int]:
    """The rows of a tree that may lack a part: all in which a place lies where a row was lost.

    What follows a lost row may be its part, and so seem to be one of the row before it.
    """
    found: set[int] = set()
    for place in lost:
        after = next((n for n, row in enumerate(rows) if row >= place), None)
        for n in (len(rows) - 1,) if after is None else (after - 1, after):
            if n >= 0:
                found.update((n, *tree.path(n)))
    return frozenset(found | ({tree.root} if found and tree.root is not None else set()))


def _chosen(segments: Sequence[Segment], shapes: Sequence[StatementShape]) -> dict[Words, Under | None]:
    """The columns under each line of headings."""
    mains = dict.fromkeys(segment.main for segment in segments)
    return {main: under(main, [s for s in segments if s.main == main], shapes) for main in mains}


def _without_upper_lines(
    segments: Sequence[Segment], chosen: dict[Words, Under | None], shapes: Sequence[StatementShape]
) -> list[Segment]:
    """The segments without those that only begin at the upper line of a heading; none where there are no such.

    The words of such a line stand beside the headings of a table elsewhere too, and in no order of its own.
    """
    beside = {
        main: {word for line in lost_headings([s for s in segments if s.main == main], shapes) for word in line}
        for main, columns in chosen.items()
        if columns is not None
    }
    upper = {main for main, found in chosen.items() if found is None and any(map(set(main).issubset, beside.values()))}
    kept: list[Segment] = []
    for segment in segments:
        if segment.main in upper and kept:
            last = kept[-1]
            kept[-1] = replace(last, lines=last.lines + segment.lines, tokens=last.tokens + segment.tokens)
        else:
            kept.append(segment)
    return kept if upper else []


def _page(segment: Segment, columns: Columns, largest: Token | None) -> _Page:
    """The rows under a line of headings; figures with neither code nor label are the total at the end, or apart.

    ``largest`` is the largest amount of the pages before.
    """
    scattered = rows_of(segment.tokens, columns)
    columns = replace(columns, all_whole=_are_whole(scattered, columns))
    rows = with_detached(by_form([_placed(row, scattered, columns) for row in scattered], columns), columns)
    labelled = _is_labelled([one.row for one in rows])
    last = max((n for n, one in enumerate(rows) if one.cells), default=-1)
    read: list[Cells] = []
    lost: set[int] = set()
    apart: set[int] = set()
    unread: list[Token] = []
    closed = False
    for number, one in enumerate(rows):
        nameless = one.row.code is None and not one.row.label
        ends = number == last and one.row.code is None and total_of(text_of(one.row.label)) in (None, "")
        is_total = ends and (not one.row.label or total_of(text_of(one.row.label)) == "")
        if is_total and nameless:
            is_total = _is_largest(one, segment, largest)
        closed = closed or is_total
        unread.extend(one.unread)
        if nameless and not is_total:
            if not _is_a_row(one, columns):
                unread.extend(one.cells.values())
                if any(token.value for token in one.row.figures):
                    lost.add(len(read))
                continue
            apart.add(len(read))
        if one.row.parted and one.cells and not is_total:
            # It may be what the code above it heads, its label broken over two lines, or a row of its own.
            apart.add(len(read))
        if len(read) in apart or _may_lack(one, columns):
            lost.update((len(read), len(read) + 1))
        if one.row.code is not None or one.cells:
            read.append(_cells(one, len(columns.order), labelled=labelled))
    while read and not any(read[-1][2:]):
        read.pop()
    if closed:
        # What repeats the total is no part of it.
        lost -= {n + m for n in apart for m in (0, 1) if _figures(read[n]) == _figures(read[-1])}
    return _Page(read, frozenset(lost), frozenset(apart), unread, closed)


def _placed(row: Scattered, rows: Sequence[Scattered], columns: Columns) -> Placed:
    """A row with the columns of its figures as far as they are sure.

    What stands on lines of its own belongs to the row above if the row adds up with it; else nothing says so.
    """
    if not row.tail:
        return Placed(row)
    if row.code is not None and _may_be_count(row, rows, columns):
        return _with_doubtful_code(row, columns)
    if row.code is None and not row.label and row.tail[0].has_decimals and columns.begins_with_count:
        return _with_doubtful_code(replace(row, code=row.tail[0], tail=row.tail[1:]), columns)
    after_words = bool(row.label) and row.label[-1].line == row.tail[0].line
    if after_words and all(token.is_plain for token in row.figures):
        # What is printed so may be the end of the label: "Tahap 3".
        return _as_placed(row, {}, columns)
    where = placed(row.tail, columns, after_words=after_words) or {}
    if row.wrapped:
        way = tuple(where.get(n) for n in range(len(row.tail)))
        if adds_up(row.tail, columns.order, way) is not True:
            own = len(row.tail) - row.wrapped
            ends_label = after_words and all(token.is_plain for token in row.tail[:own] if token.is_figure)
            where = {} if ends_label else placed(row.tail[:own], columns, after_words=after_words) or {}
    return _as_placed(row, where, columns)


def _as_placed(row: Scattered, where: dict[int, int], columns: Columns) -> Placed:
    named = {n: place for n, place in where.items() if columns.order[place].name}
    cells = {place: row.tail[n] for n, place in named.items()}
    return Placed(row, cells, [token for n, token in enumerate(row.tail) if token.is_figure and n not in named])


def _may_be_count(row: Scattered, rows: Sequence[Scattered], columns: Columns) -> bool:
    """Whether the number that begins a row may be the first of its figures, its code not being printed."""
    if row.code is None or row.label or row.below is not None or not columns.begins_with_count:
        return False
    if not row.code.is_plain or row.code.text.startswith("0") or (columns.has_units and not row.has_unit):
        return False
    if placed([row.code, *row.tail], columns, after_words=False) is None:
        return False
    number = rows.index(row)
    before = rows[number - 1].code if number else None
    return before is None or not before.is_plain or int(before.text) + 1 != int(row.code.text)


def _with_doubtful_code(row: Scattered, columns: Columns) -> Placed:
    """The figures that stand in the same column whether or not the number before them is one of them."""
    assert row.code is not None
    if not row.tail:
        return Placed(replace(row, code=None, tail=[row.code]), {}, [row.code])
    one = placed(row.tail, columns, after_words=False) or {}
    other = placed([row.code, *row.tail], columns, after_words=False) or {}
    where = {n: place for n, place in one.items() if other.get(n + 1) == place}
    found = _as_placed(replace(row, code=None), where, columns)
    return replace(found, unread=[row.code, *found.unread])


def _are_whole(rows: Sequence[Scattered], columns: Columns) -> bool:
    """Whether all rows have all figures; where units stand among them, all rows with a unit."""
    asked = [row for row in rows if (row.has_unit if columns.has_units else len(row.tail) > 1)]
    return len(asked) >= _ENOUGH and all(len(row.tail) == len(columns.order) for row in asked)


def _may_lack(one: Placed, columns: Columns) -> bool:
    """Whether figures that were not read may be some that a sum is made of; a count is none."""
    summed = {n for n, column in enumerate(columns.order) if column.name and column.type in ("rupiah", "percent")}
    return any(token.value for token in one.unread) and not one.cells.keys() >= summed


def _is_a_row(one: Placed, columns: Columns) -> bool:
    """Whether figures without a code and a label are a row, no piece of one: most columns, the amounts among them."""
    figures = sum(column.type in FIGURES for column in columns.order)
    required = [n for n, column in enumerate(columns.order) if column.required]
    return not one.unread and 2 * len(one.cells) >= figures and all(n in one.cells for n in required)


def _largest(lines: Sequence[Sequence[Token]]) -> Token | None:
    money = (token for tokens in lines for token in tokens if token.is_grouped)
    return max(money, key=lambda token: token.value or 0, default=None)


def _larger(one: Token | None, other: Token | None) -> Token | None:
    return _largest([[token for token in (one, other) if token is not None]])


def _is_largest(one: Placed, segment: Segment, before: Token | None) -> bool:
    """Whether the first amount of a row is as large as any of its table, as that of a total is."""
    own = next((token.value for _, token in sorted(one.cells.items()) if token.is_grouped), None)
    largest = _larger(_largest(segment.tokens), before)
    return own is not None and (largest is None or own >= (largest.value or 0))


def _cells(one: Placed, width: int, *, labelled: bool) -> Cells:
    cells: list[Cell | None] = [None] * (2 + width)
    row = one.row
    if row.code is not None:
        cells[0] = Cell(row.code.text, row.code.place)
    if row.label and (labelled or row.code is None or not row.tail):
        cells[1] = Cell(text_of(row.label), row.label[0].place)
    units = [token for token in row.tail if not token.is_figure]
    for place, token in one.cells.items():
        if token.is_figure or token in units:
            cells[2 + place] = Cell(token.text, token.place)
    return tuple(cells)


def _figures(row: Cells) -> list[str]:
    """The amounts of a row as printed."""
    return [cell.text for cell in row[2:] if cell is not None and len(cell.text) > _LONG]


def _is_labelled(rows: Sequence[Scattered]) -> bool:
    """Whether nearly all rows have words before their figures, so that these are their labels."""
    full = [row for row in rows if row.tail]
    return sum(bool(row.label) for row in full) * 10 >= len(full) * 9


def _longer(table: Table, rows: Sequence[Cells], apart: frozenset[int]) -> Table:
    whole = (*table.grid.rows, *rows)
    return replace(table, grid=replace(table.grid, rows=whole), body=_body(whole), apart=table.apart | apart)


def _body(rows: Sequence[Cells]) -> tuple[NumberedRow, ...]:
    return tuple((number, row) for number, row in enumerate(rows) if number)


def _table(segment: Segment, known: Under, page: _Page, name: str, after: Sequence[str]) -> Table:
    shape = known.shape
    kode = next((column for column in shape.columns if column.type == "kode"), None)
    uraian = next((column for column in shape.columns if column.type == "text"), None)
    named = [(0, kode), (1, uraian), *enumerate(known.columns.order, 2)]
    names = {position: column for position, column in named if column is not None and column.name}
    paths = tuple((names[position].headings[0],) if position in names else () for position in range(len(named)))
    place = segment.line.place
    head = tuple(Cell(path[0], replace(place, column=1 + n)) if path else None for n, path in enumerate(paths))
    grid = Grid(name, place, (head, *page.rows))
    heading = Heading(0, 0, paths, shape, names, ())
    apart = frozenset(1 + n for n in page.apart)
    return Table(grid, heading, _titles(segment, shape, after), _body(grid.rows), scattered=True, apart=apart)


def _titles(segment: Segment, shape: StatementShape, after: Sequence[str]) -> tuple[str, ...]:
    """The lines above the headings, or a line below that is the title of such a statement and of no table after."""
    named = [words(title) for title in shape.titles]

    def is_title(text: str) -> bool:
        return any(words(text)[: len(title)] == title for title in named)

    if any(map(is_title, segment.titles)):
        return segment.titles
    below = [" ".join(line.text.split()) for line in segment.lines if is_title(line.text)]
    return (*segment.titles, *[text for text in below if text not in after][:1])
