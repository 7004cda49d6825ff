"""`audit read`: each statement as understood, with its columns and the tree of its rows and the reasons for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as Line
from rich.tree import Tree

from audit.cli import new_console, open_ended, stop
from audit.cli.check import write_whole
from audit.cli.plan import Asked, all_found, based, columns_of, keep_apart, stop_at_map
from audit.extracts import CannotWrite, Extract, View, extract_of
from audit.model.contract import unit_of
from audit.model.mapping import MapError
from audit.model.report import Decision
from audit.model.statement import Statement
from audit.model.text import Lang, Text
from audit.reporters._words import word
from audit.rulebook.reading_map import map_text
from audit.rules.mixed_bases import base_in_words
from audit.run import Reading, decisions_of, drafted, files_in, files_of, read_with

if TYPE_CHECKING:
    from rich.console import Console

_WORDS = {
    "columns": Text("kolom", "columns"),
    "column": Text("kolom", "column"),
    "heading": Text("judul", "heading"),
    "type": Text("jenis", "type"),
    "unit": Text("satuan", "unit"),
    "decimal": Text("tanda desimal", "decimal mark"),
    "rows": Text("baris", "rows"),
    "no total": Text("tidak ada baris jumlah untuk seluruh tabel", "no row with the total of the whole table"),
    "outside": Text("angka di luar tabel", "figures outside all tables"),
    "unknown": Text("kolom yang tidak dikenal", "columns that no rulebook knows"),
    "no table": Text("lembar tanpa tabel yang dikenal", "sheets in which no table was found"),
    "stray": Text("angka lepas", "stray figure"),
    "map": Text("dibaca menurut peta", "read by the map"),
    "base": Text("dasar persen", "base"),
    "no base": Text("tidak jelas", "not known"),
    "hidden": Text("tersembunyi", "hidden"),
    "hidden rows": Text("baris tersembunyi, ikut dibaca dan dijumlahkan", "hidden rows, read and added all the same"),
    "readings": Text(
        "cara membaca: {0} (jumlah yang cocok {1}, tidak cocok {2}, hal yang meragukan {3}){4}",
        "way of reading: {0} (sums that hold {1}, that break {2}, doubts {3}){4}",
    ),
    "kept": Text(" ← dipakai", " ← kept"),
    "nothing": Text("tidak ada tabel yang dikenal", "no table was recognised"),
}

#: The kinds of rows, the types of columns and the units, which are the same word in English.
_TERMS = {
    "leaf": "rincian",
    "subtotal": "subjumlah",
    "total": "jumlah",
    "heading": "judul",
    "stray": "angka lepas",
    "balance": "selisih",
    "text": "teks",
    "percent": "persen",
    "count": "cacah",
    "fraction": "pecahan",
    "level": "tingkat",
}


#: So many hidden rows are named.
_NAMED = 5


def _term(word: str, lang: Lang) -> str:
    return _TERMS.get(word, word) if lang == "id" else word


def run_read(asked: Asked, write_map: Path | None = None) -> int:
    """Print and write how a file was understood; 2 where nothing of it could be read."""
    base = based(asked)
    lang = base.terminal
    outlets = _outlets(asked, lang)
    if write_map is not None and write_map.exists():
        stop(
            Text(f"{write_map} sudah ada; pilih nama lain", f"{write_map} is there already; choose another name"), lang
        )
    try:
        reading = read_with(asked.files[0], base.rulebooks, columns_of(asked.by, lang), map=base.map)
    except MapError as error:
        stop_at_map(error, lang)
    all_found(base.map, files_in(reading), lang)
    if not asked.quiet:
        with open_ended():
            _print(reading, new_console(), lang)
    recognition = reading.recognition
    problems = (*(p for document in reading.documents for p in document.problems), *recognition.problems)
    view = View(reading.documents, recognition.statements, problems, recognition.left_over)
    for path, member in outlets:
        try:
            content = member.render(view, base.file)
        except CannotWrite as error:
            stop(Text(f"{path}: ", f"{path}: ") + error.message, lang)
        write_whole(path, content, lang)
    if write_map is not None:
        write_whole(write_map, map_text(drafted(reading)).encode("utf-8", "backslashreplace"), lang)
    return 0 if recognition.statements else 2


def _outlets(asked: Asked, lang: Lang) -> list[tuple[Path, Extract]]:
    """The files to write; ends before anything is read where one has no form or is the report itself."""
    try:
        outlets = [(Path(name), extract_of(name)) for name in asked.out or ()]
    except CannotWrite as error:
        stop(error.message, lang)
    source = asked.files[0]
    keep_apart(files_of(source) if source.is_dir() else [source], [path for path, _ in outlets], lang)
    return outlets


def _print(reading: Reading, console: Console, lang: Lang) -> None:
    if reading.map is not None:
        console.print(Line(_WORDS["map"](lang) + f" {reading.map.input.path}"))
    problems = [p for document in reading.documents for p in document.problems] + list(reading.recognition.problems)
    for document in reading.documents:
        for way in document.input.tried:
            name = word(f"by-{way.reading}", lang)
            kept = _WORDS["kept"](lang) if way.kept else ""
            told = _WORDS["readings"](lang).format(name, way.held, way.broken, way.doubts, kept)
            console.print(Line(f"{document.input.path} · {told}"))
    for problem in problems:
        console.print(Line(f"! {problem.message(lang)}" + (f" {problem.hint(lang)}" if problem.hint else "")))
    for note in (note for document in reading.documents for note in document.input.notes):
        console.print(Line(f"{note(lang)}."))
    decisions = decisions_of(reading)
    for statement in reading.recognition.statements:
        _show(statement, [one for one in decisions if one.statement == statement.id], console, lang)
    if bare := _without_table(reading):
        console.print()
        console.print(Line(f"{_WORDS['no table'](lang)}: {', '.join(bare)}"))
    if reading.recognition.left_over:
        places = ", ".join(place.text for place, _ in reading.recognition.left_over[:5])
        console.print(Line(f"{_WORDS['outside'](lang)}: {len(reading.recognition.left_over)} ({places})"))
    if not reading.recognition.statements:
        console.print(Line(_WORDS["nothing"](lang)))


def _without_table(reading: Reading) -> list[str]:
    """The sheets with text or figures in which no part of a statement stands."""
    used = {
        (place.input, place.sheet)
        for statement in reading.recognition.statements
        for place in (statement.place, *(row.place for row in statement.rows))
    }
    return [
        grid.place.text
        for document in reading.documents
        for grid in document.grids
        if (grid.place.input, grid.place.sheet) not in used and any(any(row) for row in grid.rows)
    ]


def _show(statement: Statement, decisions: Sequence[Decision], console: Console, lang: Lang) -> None:
    console.print()
    console.print(Line(f"{statement.id} {statement.kind} · {statement.title}", style="bold"))
    console.print(Line(f"{statement.place.text} · {len(statement.rows)} {_WORDS['rows'](lang)}"))
    table = Table(show_edge=False, pad_edge=False)
    bases = {one.column: base_in_words(one.base)(lang) if one.base else _WORDS["no base"](lang) for one in decisions}
    for name in ("column", "heading", "type", "unit", "decimal", *(["base"] if bases else [])):
        table.add_column(_WORDS[name](lang), overflow="fold")
    for column in statement.columns:
        unit = _term(unit_of(column) or "", lang)
        heading = f"{column.heading} ({_WORDS['hidden'](lang)})" if column.hidden else column.heading
        cells = [column.name, heading, _term(column.type, lang), unit, column.decimal_mark or ""]
        table.add_row(*(Line(cell) for cell in (*cells, *([bases.get(column.name, "")] if bases else []))))
    console.print(table)
    if statement.root is None:
        console.print(Line(_WORDS["no total"](lang)))
    if statement.unknown:
        named = ", ".join(f"{heading} ({count})" for heading, count in statement.unknown)
        console.print(Line(f"{_WORDS['unknown'](lang)}: {named}"))
    if statement.hidden:
        places = [statement.rows[row].place.text for row in sorted(statement.hidden)]
        more = ", …" if len(places) > _NAMED else ""
        console.print(Line(f"{_WORDS['hidden rows'](lang)}: {len(places)} ({', '.join(places[:_NAMED])}{more})"))
    for index in range(len(statement.rows)):
        if statement.tree[index] is None:
            console.print(_branch(statement, index, lang))


def _branch(statement: Statement, index: int, lang: Lang) -> Tree:
    tree = Tree(_label(statement, index, lang))
    for child in statement.children_of[index]:
        tree.add(_branch(statement, child, lang))
    return tree


def _label(statement: Statement, index: int, lang: Lang) -> Line:
    row = statement.rows[index]
    name = _WORDS["stray"](lang) if row.kind == "stray" else row.short
    figures = [
        f"{column.name} {row.figures[column.name].printed}"
        for column in statement.columns
        if column.type == "rupiah" and column.name in row.figures
    ]
    if not figures:
        figures = [f"{c.name} {row.figures[c.name].printed}" for c in statement.columns if c.name in row.figures][:1]
    label = Line(name)
    if figures:
        label.append(f"  {' · '.join(figures)}")
    label.append(f"  — {_term(row.kind, lang)}", style="dim")
    if statement.tree[index] is not None:
        label.append(f", {statement.reasons[index](lang)}", style="dim")
    return label
