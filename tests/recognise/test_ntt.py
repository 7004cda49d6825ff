"""The real report is read as two people transcribed it: every row, figure, label and parent, in both of its forms."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from audit.model.statement import Row, Statement
from audit.run import read_source

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT.parent / "shared/reference/ntt-2021"
SAMPLES = ROOT / "samples/ntt-2021"

pytestmark = pytest.mark.skipif(
    not (REFERENCE / "lines.csv").is_file(), reason="the transcription is not beside the checkout"
)

#: The names of the transcription for the columns of statements.
DETAIL = {
    "target": "target",
    "realisasi_fisik": "realisasi_fisik",
    "pagu": "pagu",
    "realisasi": "realisasi",
    "bobot": "bobot",
    "keu_pct": "keuangan",
    "fisik_pct": "fisik",
    "sisa": "sisa",
}
RECAP = {
    "pagu": "pagu",
    "bobot_ttb": "bobot",
    "realisasi_rp": "realisasi",
    "keu_pct": "keuangan",
    "target_fisik": "target",
    "realisasi_fisik": "fisik",
    "sisa": "sisa",
    "sisa_pct": "sisa_persen",
}
TABLES = ("APBD", "APBN-A", "APBN-B", "APBN-C", "APBN-D", "APBN-E", "RECAP-1", "RECAP-2")
#: Rows per table, so that an empty transcription is no pass.
SIZES = (89, 34, 14, 23, 28, 56, 10, 10)

each_form = pytest.mark.parametrize("form", ["laporan.xlsx", "csv"])
each_table = pytest.mark.parametrize("table", TABLES)

Line = dict[str, str]


@cache
def statements_of(form: str) -> tuple[Statement, ...]:
    return read_source(SAMPLES / form).recognition.statements


@cache
def lines_of(table: str) -> list[Line]:
    """The transcribed rows of a table, in the order of the report."""
    name = "recap.csv" if table.startswith("RECAP") else "lines.csv"
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return [line for line in csv.DictReader(file) if line["table_id"] == table]


def rows_of(form: str, table: str) -> list[Row]:
    """The rows of the same table as understood; the headings of recaps were not transcribed."""
    rows = statements_of(form)[TABLES.index(table)].rows
    return [row for row in rows if row.kind != "heading" or not table.startswith("RECAP")]


@each_form
def test_the_report_is_eight_tables(form: str) -> None:
    kinds = [statement.kind for statement in statements_of(form)]
    assert kinds == ["rincian"] * 6 + ["rekap"] * 2


def test_the_transcription_is_whole() -> None:
    assert tuple(len(lines_of(table)) for table in TABLES) == SIZES


@each_form
@each_table
def test_codes_and_labels(form: str, table: str) -> None:
    names = ("no", "sumber") if table.startswith("RECAP") else ("kode_raw", "uraian")
    wanted = [tuple(" ".join(line[name].split()) for name in names) for line in lines_of(table)]
    assert [(row.kode, row.uraian) for row in rows_of(form, table)] == wanted


@each_form
@each_table
def test_figures_as_printed(form: str, table: str) -> None:
    names = RECAP if table.startswith("RECAP") else DETAIL
    wanted = [{names[key]: text for key, text in line.items() if key in names and text} for line in lines_of(table)]
    printed = [
        {name: figure.printed for name, figure in row.figures.items()}
        | {bad.column: bad.printed for bad in row.malformed}
        for row in rows_of(form, table)
    ]
    assert printed == wanted


@each_form
@pytest.mark.parametrize("table", TABLES[:6])
def test_places_and_units(form: str, table: str) -> None:
    wanted = [{key: line[key] for key in ("lokasi", "satuan") if line[key]} for line in lines_of(table)]
    texts = [{key: row.texts[key] for key in ("lokasi", "satuan") if key in row.texts} for row in rows_of(form, table)]
    assert texts == wanted


@each_form
@each_table
def test_parents(form: str, table: str) -> None:
    """The parent of each row; a heading between is passed over, and a stray has none."""
    statement, lines = statements_of(form)[TABLES.index(table)], lines_of(table)
    rows = rows_of(form, table)
    ids = {row.index: line["row_id"] for row, line in zip(rows, lines, strict=True)}

    def parent(row: Row) -> str:
        above = statement.tree[row.index]
        while above is not None and above not in ids:
            above = statement.tree[above]
        return ids[above] if above is not None else ""

    taking_part = [(row, line) for row, line in zip(rows, lines, strict=True) if row.kind != "stray"]
    assert {line["row_id"]: parent(row) for row, line in taking_part} == {
        line["row_id"]: line["parent_id"] for _, line in taking_part
    }


@each_form
@pytest.mark.parametrize("table", TABLES[:6])
def test_kinds(form: str, table: str) -> None:
    """The kind of each row; to the transcription a heading, and a total that has a parent, are subtotals."""
    tree = statements_of(form)[TABLES.index(table)].tree

    def kind(row: Row) -> str:
        within = row.kind == "total" and tree[row.index] is not None
        return "subtotal" if within or row.kind == "heading" else row.kind

    assert [kind(row) for row in rows_of(form, table)] == [line["kind"] for line in lines_of(table)]


def test_both_forms_have_the_same_rows() -> None:
    for left, right in zip(statements_of("laporan.xlsx"), statements_of("csv"), strict=True):
        assert left.tree == right.tree
        assert [(row.kode, row.uraian, row.kind, row.path) for row in left.rows] == [
            (row.kode, row.uraian, row.kind, row.path) for row in right.rows
        ]


def test_both_forms_have_the_same_figures() -> None:
    for left, right in zip(statements_of("laporan.xlsx"), statements_of("csv"), strict=True):
        assert figures_of(left) == figures_of(right)


def figures_of(statement: Statement) -> list[dict[str, tuple[Fraction, Fraction]]]:
    return [{name: (figure.value, figure.quantum) for name, figure in row.figures.items()} for row in statement.rows]
