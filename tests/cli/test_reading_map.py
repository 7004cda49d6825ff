"""A map of a reading: drafted and unchanged it changes nothing; mended it puts a table right, or says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from audit.cli import app
from audit.model.mapping import MapError
from audit.rulebook import load_rulebooks
from audit.rulebook.reading_map import load_map, map_text
from audit.run import Reading, drafted, read_with

SAMPLES = Path(__file__).parents[2] / "samples"
BOOKS = load_rulebooks()
FILES = sorted(p for p in SAMPLES.rglob("*") if p.suffix in (".xlsx", ".csv", ".docx") and p.parent.name != "source")

Mapped = Callable[[Path, str], Reading]


@pytest.fixture
def mapped(tmp_path: Path) -> Mapped:
    """Read a file by a map of this text."""

    def read(file: Path, text: str) -> Reading:
        path = tmp_path / "map.yaml"
        path.write_text("map: audit-map/1\ntables:\n" + text, "utf-8")
        return read_with(file, BOOKS, map=load_map(path))

    return read


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in which nothing stands in the first rows and columns."""
    rows = """
        Kode Uraian Pagu     Realisasi Sisa Lain
        1    Satu   100      60        40   7
        1.1  Dua    100      60        40   8
        2    Tiga   50       20        30   9
        -    JUMLAH 150      80        70   9
    """
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "APBD"
    for n, line in enumerate(rows.strip().splitlines(), 5):
        for c, text in enumerate(line.split(), 3):
            sheet.cell(n, c, None if text == "-" else int(text) if text.isdigit() and c > 4 else text)
    book.save(tmp_path / "laporan.xlsx")
    return tmp_path / "laporan.xlsx"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_a_drafted_map_changes_nothing(file: Path, tmp_path: Path) -> None:
    plain = read_with(file, BOOKS)
    path = tmp_path / "map.yaml"
    path.write_text(map_text(drafted(plain)), "utf-8")
    again = read_with(file, BOOKS, map=load_map(path))
    assert again.recognition == plain.recognition


def test_rows_and_columns_of_a_map_are_those_of_the_sheet(report: Path) -> None:
    (table,) = drafted(read_with(report, BOOKS))
    assert table.at == "laporan.xlsx!APBD!C5"
    assert table.rows == (6, 9)
    assert table.columns["pagu"] == "E"


def test_columns_change_by_letter_and_by_heading(report: Path, mapped: Mapped) -> None:
    text = "  - {at: laporan.xlsx!APBD!C5, columns: {kode: C, uraian: Uraian, pagu: F, realisasi: Pagu, sisa: lain}}\n"
    row = mapped(report, text).recognition.statements[0].rows[0]
    assert {n: int(f.value) for n, f in row.figures.items()} == {"pagu": 60, "realisasi": 100, "sisa": 7}


def test_rows_parents_and_unit_change(report: Path, mapped: Mapped) -> None:
    text = "  - {at: laporan.xlsx!APBD!C5, unit: ribuan, rows: 6-9, leave-out: [9], parents: {8: 6}}\n"
    statement = mapped(report, text).recognition.statements[0]
    assert [row.uraian for row in statement.rows] == ["Satu", "Dua", "Tiga"]
    assert statement.tree == (None, 0, 0)
    assert statement.reasons[2].en == "the reading map says so"
    assert statement.rows[0].figures["pagu"].value == 100_000


def test_a_table_that_is_left_out_is_counted_not_forgotten(report: Path, mapped: Mapped) -> None:
    found = mapped(report, "  - {at: laporan.xlsx!APBD!C5, skip: true}\n").recognition
    assert found.statements == ()
    assert len(found.left_over) >= 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  - {at: laporan.xlsx!APBN!C5}\n", "there is no such sheet, only: laporan.xlsx!APBD"),
        ("  - {at: laporan.xlsx!APBD!C7}\n", "tables begin at: C5"),
        ("  - {at: laporan.xlsx!APBD!C5, kind: rincan}\n", "did you mean “rincian”"),
        ("  - {at: laporan.xlsx!APBD!C5, columns: {pago: D}}\n", "did you mean “pagu”"),
        ("  - {at: laporan.xlsx!APBD!C5, columns: {pagu: Anggaran}}\n", "there is no column “Anggaran”"),
        ("  - {at: laporan.xlsx!APBD!C5, columns: {pagu: E, sisa: E}}\n", "named twice"),
        ("  - {at: laporan.xlsx!APBD!C5, parents: {6: 7}}\n", "stand under itself"),
        ("  - {at: laporan.xlsx!APBD!C5, parents: {6: 90}}\n", "row 90 is no row"),
        ("  - {at: laporan.xlsx!APBD!C5, heading: 90-91}\n", "outside the sheet"),
        ("  - {at: laporan.xlsx!APBD!C5, rws: 6-7}\n", "did you mean “rows”"),
        ("  - {at: laporan.xlsx!APBD!C5, rows: 9-6}\n", "a range of rows"),
        ("  - {at: laporan.xlsx!APBD!C5, unit: ribuann}\n", "did you mean “ribuan”"),
        ("  - {at: C5}\n", "first cell of a heading"),
        ("  - {at: a!b!C5}\n  - {at: a!b!C5}\n", "stands twice"),
        ("  - {at: a!b!C5, leave-out: [x]}\n", "leave-out"),
        ("  - {at: a!b!C5, decimal: ;}\n", "“decimal” is"),
        ("  - just a text\n", "must be a mapping"),
    ],
)
def test_what_is_wrong_in_a_map_is_said(report: Path, mapped: Mapped, text: str, said: str) -> None:
    with pytest.raises(MapError) as told:
        mapped(report, text)
    assert said in str(told.value)
    assert "map.yaml" in str(told.value)


def test_the_command_drafts_applies_and_reports_a_map(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report.parent)

    def run(*arguments: str) -> int:
        code = app([*arguments], standalone_mode=False)
        return int(code or 0)

    assert run("read", "laporan.xlsx", "--write-map", "map.yaml", "--quiet") == 0
    assert run("read", "laporan.xlsx", "--write-map", "map.yaml", "--quiet") == 3
    run("check", "laporan.xlsx", "--map", "map.yaml", "--quiet", "--out", "a.json")
    inputs = json.loads(Path("a.json").read_text("utf-8"))["inputs"]
    assert [(i["kind"], i["path"]) for i in inputs if i["role"] == "reference"] == [("map", "map.yaml")]
    Path("audit.toml").write_text('map = "map.yaml"\n', "utf-8")
    run("check", "laporan.xlsx", "--quiet", "--out", "b.json")
    assert Path("b.json").read_bytes() == Path("a.json").read_bytes()
    Path("map.yaml").write_text("map: audit-map/1\ntables:\n  - {at: lain.xlsx!APBD!C5, skip: true}\n", "utf-8")
    assert run("check", "laporan.xlsx", "--quiet") == 3
    assert run("read", "laporan.xlsx", "--quiet") == 3


def test_a_flat_table_is_parted_by_the_columns_of_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = "Daerah;Kode;Uraian;Pagu;Realisasi;Sisa\nA;1;x;10;4;6\nA;2;y;10;4;6\nB;1;x;10;4;6\nB;2;y;9;4;5\n"
    Path("datar.csv").write_text(lines, "utf-8")
    app(["read", "datar.csv", "--by", "daerah", "--quiet", "--out", "a.json"], standalone_mode=False)
    assert len(json.loads(Path("a.json").read_text("utf-8"))["statements"]) == 2
    app(["check", "datar.csv", "--by", "daerah", "--quiet", "--out", "b.json"], standalone_mode=False)
    assert len(json.loads(Path("b.json").read_text("utf-8"))["statements"]) == 2
    assert app(["check", "datar.csv", "--by", "daerah,", "--quiet"], standalone_mode=False) == 3
