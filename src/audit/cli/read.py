"""`audit read`: each statement as understood, with its columns and the tree of its rows and the reasons for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line
from rich.tree import Tree

from audit.cli import WRONG_USAGE
from audit.model.contract import unit_of
from audit.model.statement import Statement
from audit.model.text import Lang, Text
from audit.rulebook import RulebookError
from audit.run import read_source

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
    "unknown": Text("angka di kolom yang tidak dikenal", "figures in columns that no rulebook knows"),
    "stray": Text("angka lepas", "stray figure"),
    "nothing": Text("tidak ada tabel yang dikenal", "no table was recognised"),
}


def run_read(file: Path, rules: Sequence[str] | None, lang: Lang) -> int:
    """Print how a file was understood; 2 where nothing of it could be read."""
    try:
        reading = read_source(file, rules)
    except RulebookError as error:
        for mistake in error.mistakes:
            print(mistake.text, file=sys.stderr)
        return WRONG_USAGE
    console = Console(highlight=False)
    problems = [p for document in reading.documents for p in document.problems] + list(reading.recognition.problems)
    for problem in problems:
        console.print(Line(f"! {problem.message(lang)}" + (f" {problem.hint(lang)}" if problem.hint else "")))
    for statement in reading.recognition.statements:
        _show(statement, console, lang)
    if reading.recognition.left_over:
        places = ", ".join(place.text for place, _ in reading.recognition.left_over[:5])
        console.print(Line(f"{_WORDS['outside'](lang)}: {len(reading.recognition.left_over)} ({places})"))
    if not reading.recognition.statements:
        console.print(Line(_WORDS["nothing"](lang)))
        return 2
    return 0


def _show(statement: Statement, console: Console, lang: Lang) -> None:
    console.print()
    console.print(Line(f"{statement.id} {statement.kind} · {statement.title}", style="bold"))
    console.print(Line(f"{statement.place.text} · {len(statement.rows)} {_WORDS['rows'](lang)}"))
    table = Table(show_edge=False, pad_edge=False)
    for word in ("column", "heading", "type", "unit", "decimal"):
        table.add_column(_WORDS[word](lang), overflow="fold")
    for column in statement.columns:
        cells = (column.name, column.heading, column.type, unit_of(column) or "", column.decimal_mark or "")
        table.add_row(*(Line(cell) for cell in cells))
    console.print(table)
    if statement.root is None:
        console.print(Line(_WORDS["no total"](lang)))
    if statement.left_over:
        places = ", ".join(place.text for place, _ in statement.left_over[:5])
        console.print(Line(f"{_WORDS['unknown'](lang)}: {len(statement.left_over)} ({places})"))
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
    amount = next((row.figures[c.name].printed for c in statement.columns if c.name in row.figures), "")
    money = next(
        (row.figures[c.name].printed for c in statement.columns if c.type == "rupiah" and c.name in row.figures), amount
    )
    label = Line(name)
    if money:
        label.append(f"  {money}")
    label.append(f"  — {row.kind}", style="dim")
    if statement.tree[index] is not None:
        label.append(f", {statement.reasons[index](lang)}", style="dim")
    return label
