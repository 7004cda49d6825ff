"""Grids become statements: headings are found, columns named, figures read, rows told apart and hung in a tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.model.document import Document, Grid, Passage, Place, Problem
from audit.model.mapping import MapError, ReadingMap
from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.model.statement import Column, Malformed, Row, RowKind, Statement
from audit.model.text import Text
from audit.notation.code_grammar import CodeGrammar
from audit.notation.codes import read_code
from audit.notation.headings import is_selection, unit_of
from audit.notation.numerals import Mark, decimal_mark, mark_by, read_numeral, votes_of
from audit.recognise._continued import headless, joined
from audit.recognise._figures import Read, read_column
from audit.recognise._further import with_relations
from audit.recognise._general import as_general, general_tables
from audit.recognise._grammar import code_form, column_of
from audit.recognise._groups import grouped
from audit.recognise._headings import Heading
from audit.recognise._mapped import as_mapped, draft_of, hang_as_told, keys_of, strange
from audit.recognise._nomenclature import nomenclature_of, with_official_names
from audit.recognise._numbering import weak_parents
from audit.recognise._parents import build_tree
from audit.recognise._rebuilt import around, rebuilt
from audit.recognise._rows import Draft, drafts_of, line_of, total_named, weights_of
from audit.recognise._tables import Outside, Table, figures_in, figures_of, outside_columns, sentences_of, tables_of
from audit.recognise._totals import root_of
from audit.recognise._tree import Line, Tree
from audit.recognise._unread import columns_lost

__all__ = ["Recognition", "draft_of", "nomenclature_of", "recognise", "statement_of", "with_official_names"]

#: A sheet with so many figures and no known heading holds a table.
_TABLE_LIKE = 6


@dataclass(frozen=True, slots=True)
class Recognition:
    """The statements of a document, what kept a table from being one, and what is no part of a table.

    ``left_over`` are figures outside all tables, ``passages`` the sentences that stand in cells.
    """

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    left_over: tuple[tuple[Place, str], ...]
    passages: tuple[Passage, ...]


def recognise(
    documents: Iterable[Document],
    shapes: tuple[StatementShape, ...],
    grammars: Sequence[CodeGrammar] = (),
    by: Sequence[str] = (),
    map: ReadingMap | None = None,
) -> Recognition:
    """All statements of the documents of one report, in order; ids count from s1.

    ``by`` names columns that part one table into several reports, besides those that a rulebook names.
    ``map`` is what a person says of tables that would else be misread; raises MapError where it cannot be followed.
    """
    documents = tuple(documents)
    if map is not None and (wrong := strange(documents, map)):
        raise MapError(wrong)
    general = next((shape for shape in shapes if shape.general), None)
    statements: list[Statement] = []
    problems: list[Problem] = []
    left_over: list[tuple[Place, str]] = []
    passages: list[Passage] = []
    for document in documents:
        tables: list[Table] = []
        passages.extend(document.passages)
        for number, (key, grid) in enumerate(zip(keys_of(document), document.grids, strict=True)):
            found = tables_of(grid, shapes)
            skipped: list[Table] = []
            if map is not None:
                found, skipped = as_mapped(key, grid, found, map, shapes)
                left_over.extend((cell.place, cell.text) for table in skipped for cell in figures_in(table))
            if not found and not skipped and number and tables and tables[-1].grid is document.grids[number - 1]:
                found = [rest] if (rest := headless(joined(tables)[-1], grid)) is not None else []
            if not found and not skipped and not (found := general_tables(grid, general) if general else []):
                figures = figures_of(grid)
                left_over.extend(figures)
                problems.extend(_unknown(grid.place, len(figures)))
            tables.extend(found)
            passages.extend(sentences_of(grid, [*found, *skipped]))
        for table in joined(tables):
            if table.heading.missing:
                problems.append(_missing(table))
            if table.heading.missing or table.heading.shape.general:
                shown = _general(table, general, f"s{1 + len(statements)}", grammars)
                statements.extend(shown)
                if not shown:
                    figures = [(cell.place, cell.text) for cell in figures_in(table)]
                    left_over.extend(figures)
                    problems.extend([] if table.heading.missing else _unknown(_place(table), len(figures)))
                continue
            parts, absent = grouped(table, by or table.heading.shape.by)
            problems.extend(_no_such_column(table, name) for name in absent if name in by)
            for part in parts:
                statements.append(_statement(part, f"s{1 + len(statements)}", grammars, map.input.path if map else ""))
        if document.lines:
            text = rebuilt(document.lines, document.input.path, shapes)
            for table, lost in zip(text.tables, text.lost, strict=True):
                statements.append(_statement(table, f"s{1 + len(statements)}", grammars, lost=lost))
            left_over.extend(text.unread)
            problems.extend(columns_lost(document, text.unread, tables=bool(text.tables)))
    return Recognition(tuple(statements), tuple(problems), tuple(left_over), tuple(passages))


def statement_of(grid: Grid, shape: StatementShape) -> Statement:
    """The statement that a grid is whose first row names the columns of the shape, one by one; no row is left out."""
    names = dict(enumerate(shape.columns))
    heading = Heading(0, 0, tuple((column.name,) for column in shape.columns), shape, names, ())
    body = tuple((number, row) for number, row in enumerate(grid.rows) if number and any(row))
    return _statement(Table(grid, heading, (), body), "s1", ())


def _general(
    table: Table, shape: StatementShape | None, id: str, grammars: Sequence[CodeGrammar]
) -> tuple[Statement, ...]:
    """A table that is of no known kind, or lacks what its kind must have; none where nothing of it can be asked."""
    taken = table if table.heading.shape is shape or shape is None else as_general(table, shape)
    statement = _statement(taken, id, grammars) if taken is not None else None
    return (statement,) if statement is not None and statement.relations else ()


def _unknown(place: Place, figures: int) -> Iterator[Problem]:
    """A sheet or table full of figures of which nothing could be asked is said, not passed over."""
    if figures < _TABLE_LIKE:
        return
    yield Problem(
        "recognise",
        "unknown-table",
        Text(
            f"{place.text}: {figures} angka tidak diuji, karena tidak ada baris judul kolom yang dikenal.",
            f"{place.text}: {figures} figures were not asked about, since no row of headings is known.",
        ),
        place,
        Text(
            "Periksa apakah ada baris judul kolom, misalnya Uraian, Pagu, Realisasi.",
            "Check that there is a row of headings, such as Uraian, Pagu, Realisasi.",
        ),
        lost=Text(f"{figures} angka", f"{figures} figures"),
        figures=figures,
    )


def _no_such_column(table: Table, name: str) -> Problem:
    """A column by which a table was to be parted is said to be missing; the table is taken as one report."""
    place = _place(table)
    there = ", ".join(" › ".join(path) for path in table.heading.paths if path)
    return Problem(
        "recognise",
        "missing-column",
        Text(
            f"Tabel di {place.text} tidak punya kolom “{name}” untuk memisahkan laporan; judulnya: {there}.",
            f"The table at {place.text} has no column “{name}” to part reports by; its headings: {there}.",
        ),
        place,
        Text("Sebutkan kolom itu seperti tertulis di tabel.", "Name the column as the table writes it."),
    )


def _missing(table: Table) -> Problem:
    place = _place(table)
    names = ", ".join(column.name for column in table.heading.missing)
    known = ", ".join(text for column in table.heading.missing for text in column.headings[-6:])
    there = ", ".join(" › ".join(path) for path in table.heading.paths if path)
    kind = table.heading.shape.kind
    return Problem(
        "recognise",
        "missing-column",
        Text(
            f"Tabel di {place.text} mirip {kind}, tetapi kolom {names} tidak ditemukan; judulnya: {there}.",
            f"The table at {place.text} looks like {kind}, but has no column {names}; its headings: {there}.",
        ),
        place,
        Text(f"Judul yang dikenal antara lain: {known}.", f"Known headings are, among others: {known}."),
    )


def _statement(
    table: Table, id: str, grammars: Sequence[CodeGrammar], map_path: str = "", lost: frozenset[int] = frozenset()
) -> Statement:
    """The statement that a table is; ``lost`` are rows of its grid right before which one could not be read."""
    names = table.heading.names
    drafts = drafts_of(table)
    unit = table.unit or next((u for text in (*table.titles, table.grid.name) if (u := unit_of(text))), None)
    totals = frozenset(n for n, draft in enumerate(drafts) if total_named(draft, names) is not None)
    reads = _read_columns(table, drafts, unit, totals)
    figure_names = [column.name for column in names.values() if column.type in FIGURES]
    lines = [line_of(n, draft, reads, figure_names, table.heading.shape, names) for n, draft in enumerate(drafts)]
    for line, draft in zip(lines, drafts, strict=True):
        line.balance = line.balance or draft.grid_row in table.apart
    weights = weights_of(drafts, table.heading.shape)
    known = [grammar for grammar in grammars if grammar.name in table.heading.shape.codes]
    codes = column_of([draft.code.segments for draft in drafts], known)
    for n, right in codes.malformed.items() if codes is not None else ():
        # The tree, and all that looks for a row by its code, goes by what a slip of the pen must mean.
        if right is not None and (meant := read_code(".".join(right))) is not None:
            lines[n].code = drafts[n].code = meant
    tree = build_tree(lines, weights, codes, known[0] if len(known) == 1 else None)
    if table.parents:
        hang_as_told(tree, [draft.place for draft in drafts], table, map_path)
        tree.root = root_of(tree)
    columns = tuple(_column(table, position, column, reads, unit) for position, column in sorted(names.items()))
    place = _place(table)
    outside = outside_columns(table)
    others = _others(outside)
    statement = Statement(
        id=id,
        kind=table.heading.shape.kind,
        input=place.input,
        title=_title(table),
        titles=table.titles,
        names=(*table.titles, table.grid.name, *_top_labels(table, tree, drafts)),
        place=place,
        columns=columns,
        rows=tuple(
            _row(n, drafts, lines[n], tree, reads, others.get(draft.grid_row, {})) for n, draft in enumerate(drafts)
        ),
        tree=tuple(tree.parents),
        reasons=tuple(tree.reasons),
        root=tree.root,
        selection=is_selection(" ".join(table.titles)),
        loose=frozenset(tree.loose),
        overruled=frozenset(tree.overruled),
        weak=weak_parents(tree),
        hidden=frozenset(n for n, draft in enumerate(drafts) if draft.grid_row in table.grid.hidden),
        scattered=table.scattered,
        incomplete=around(tree, [draft.grid_row for draft in drafts], lost),
        weights=weights,
        grammar=codes.grammar.name if codes is not None else None,
        codes={n: form for n in range(len(drafts)) if codes is not None and (form := code_form(codes, n)) is not None},
        left_over=tuple((one.cell.place, one.cell.text) for one in outside),
        carried=tuple((cell.place, cell.text) for cell in table.carried),
        unknown=tuple(Counter(one.heading for one in outside).items()),
        children_of=tuple(tuple(tree.children(n)) for n in range(len(drafts))),
    )
    return with_relations(statement, table, [draft.grid_row for draft in drafts], outside, unit)


def _place(table: Table) -> Place:
    return next(cell.place for cell in table.grid.rows[table.heading.top] if cell is not None)


def _others(outside: list[Outside]) -> dict[int, dict[str, Fraction]]:
    """The figures of unknown columns by row of the grid and heading, read as those of a column are."""
    marks = {
        heading: decimal_mark(one.cell.text for one in outside if one.heading == heading and one.cell.number is None)
        for heading in {one.heading for one in outside}
    }
    others: dict[int, dict[str, Fraction]] = defaultdict(dict)
    for one in outside:
        number = one.cell.number
        numeral = read_numeral(one.cell.text, marks[one.heading]) if number is None else None
        value = number.shown if number is not None else numeral.value if numeral is not None else None
        if value is not None:
            others[one.row][one.heading] = value
    return others


def _title(table: Table) -> str:
    return " · ".join(table.titles[-3:]) or table.grid.name


def _top_labels(table: Table, tree: Tree, drafts: list[Draft]) -> tuple[str, ...]:
    """The label of a row that stands alone under the total, and so names a table that has no title."""
    if table.titles:
        return ()
    kids = tree.children(tree.root) if tree.root is not None else tree.children(None)
    return (drafts[kids[0]].label,) if len(kids) == 1 else ()


def _read_columns(table: Table, drafts: list[Draft], unit: Fraction | None, totals: frozenset[int]) -> dict[str, Read]:
    """All figure columns as read; a column that cannot tell its decimal mark takes that of the rest of its type."""
    shapes = [column for column in table.heading.names.values() if column.type in FIGURES]
    where = {column.name: position for position, column in table.heading.names.items()}
    cells = {s.name: {n: d.cells[s.name] for n, d in enumerate(drafts) if s.name in d.cells} for s in shapes}
    texts = {s.name: [cell.text for cell in cells[s.name].values() if cell.number is None] for s in shapes}
    votes = {name: votes_of(column) for name, column in texts.items()}
    whole = mark_by(sum(votes.values(), votes_of(())))
    marks: dict[str, Mark] = {
        type: mark_by(
            sum((votes[s.name] for s in shapes if s.type == type), votes_of(())),
            fallback=whole,
            grouped=type != "percent",
        )
        for type in {s.type for s in shapes}
    }
    reads: dict[str, Read] = {}
    for shape in shapes:
        own = table.unit or unit_of(" ".join(table.heading.paths[where[shape.name]])) or unit
        scale = own if own is not None and shape.type == "rupiah" else Fraction(1)
        rest = table.mark or marks[shape.type]
        mark = mark_by(votes[shape.name], fallback=rest) if texts[shape.name] else None
        reads[shape.name] = read_column(shape, cells[shape.name], scale, mark, totals)
    return reads


def _column(table: Table, position: int, shape: ColumnShape, reads: dict[str, Read], unit: Fraction | None) -> Column:
    path = table.heading.paths[position]
    block = reversed(table.grid.rows[table.heading.top : table.heading.bottom + 1])
    cells = (row[position] for row in block if position < len(row))
    # Under a merged heading the column has no cell of its own.
    place = next((cell.place for cell in cells if cell is not None), _place(table))
    own = table.unit or unit_of(" ".join(path)) or unit or Fraction(1)
    return Column(
        shape.name,
        shape.type,
        " › ".join(path),
        place,
        position,
        own if shape.type == "rupiah" else Fraction(1),
        reads[shape.name].mark if shape.name in reads else None,
        shape.nonnegative,
        shape.rounding,
        position in table.grid.hidden_columns,
    )


def _row(
    index: int, drafts: list[Draft], line: Line, tree: Tree, reads: dict[str, Read], others: dict[str, Fraction]
) -> Row:
    draft = drafts[index]
    figures = {name: read.figures[index] for name, read in reads.items() if index in read.figures}
    malformed: tuple[Malformed, ...] = tuple(
        read.malformed[index] for read in reads.values() if index in read.malformed
    )
    path = tuple(above.code.text or above.label for above in (drafts[row] for row in tree.path(index)))
    return Row(
        index,
        draft.kode,
        draft.code.text,
        draft.label,
        _kind(index, line, tree),
        draft.place,
        figures,
        {name: cell.place for name, cell in draft.cells.items()},
        draft.texts,
        malformed,
        others,
        path,
    )


def _kind(index: int, line: Line, tree: Tree) -> RowKind:
    if line.stray:
        return "stray"
    if line.balance:
        return "balance"
    if line.total is not None or index == tree.root:
        return "total"
    if not line.has_figures and not line.money:
        return "heading"
    return "subtotal" if tree.children(index) else "leaf"
