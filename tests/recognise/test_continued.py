"""A table that goes on over the next page or sheet is one table, and two tables under equal headings stay two."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

import audit
from audit.model.report import Report
from audit.rulebook import load_rulebooks
from audit.rules.claims import put
from audit.run import read_source

HEADING = "kode  uraian  pagu  realisasi  sisa"


def workbook(folder: Path, sheets: dict[str, str]) -> Path:
    """Drawn sheets as a workbook; ``.`` is a blank cell, amounts stay text as in a converted PDF."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, drawn in sheets.items():
        sheet = book.create_sheet(name)
        for line in drawn.strip("\n").splitlines():
            sheet.append([None if part == "." else part for part in re.split(r" {2,}", line.strip())])
    book.save(folder / "laporan.xlsx")
    return folder / "laporan.xlsx"


def audited(folder: Path, *sheets: str, names: tuple[str, ...] = ()) -> Report:
    """The report of a workbook of drawn sheets."""
    called = names or tuple(f"Halaman {number}" for number in range(1, len(sheets) + 1))
    return audit.check(workbook(folder, dict(zip(called, sheets, strict=True))))


def labels(report: Report) -> list[list[str]]:
    """The labels of the rows of each table."""
    return [[row.uraian for row in statement.rows] for statement in report.statements]


FIRST = f"""
{HEADING}
I     PENDAPATAN         .    .    .
1     Pajak              400  100  300
.     JUMLAH PENDAPATAN  400  100  300
II    BELANJA            .    .    .
1     Aspal              100  40   60
2     Batu               300  60   240
.     JUMLAH BELANJA     400  100  300
"""

SECOND = f"""
{HEADING}
III   TRANSFER                     .    .    .
1     Bagi hasil                   50   50   0
.     JUMLAH TRANSFER              50   50   0
.     JUMLAH BELANJA DAN TRANSFER  450  150  300
"""


def test_the_total_of_a_section_leaves_the_table_open(tmp_path: Path) -> None:
    report = audited(tmp_path, FIRST, SECOND)
    assert [len(rows) for rows in labels(report)] == [11]
    assert report.findings == ()


def test_a_total_of_two_sections_takes_both(tmp_path: Path) -> None:
    statement = audited(tmp_path, FIRST, SECOND).statements[0]
    total = next(row.index for row in statement.rows if row.uraian == "JUMLAH BELANJA DAN TRANSFER")
    assert [statement.rows[n].uraian for n in statement.children_of[total]] == ["BELANJA", "TRANSFER"]


def test_a_wrong_total_of_two_sections_is_found(tmp_path: Path) -> None:
    report = audited(tmp_path, FIRST, SECOND.replace("450  150", "460  150"))
    assert {finding.printed for finding in report.findings if finding.rule.endswith("jumlah-anak")} == {"460"}


@pytest.mark.parametrize("total", ["JUMLAH", "TOTAL KESELURUHAN", "JUMLAH PROGRAM JALAN"])
def test_a_total_of_the_whole_closes_the_table(tmp_path: Path, total: str) -> None:
    first = f"""
    {HEADING}
    1     Program jalan  400  100  300
    1.1   Aspal          100  40   60
    1.2   Batu           300  60   240
    .     {total}        400  100  300
    """
    second = f"""
    {HEADING}
    2     Program air  50  50  0
    2.1   Pipa         50  50  0
    .     JUMLAH       50  50  0
    """
    report = audited(tmp_path, first, second)
    assert [len(rows) for rows in labels(report)] == [4, 3]
    assert report.findings == ()


def test_sheets_with_names_of_their_own_are_tables_of_their_own(tmp_path: Path) -> None:
    first = f"{HEADING}\n1.01  Gaji  100  40  60\n1.02  Buku  300  60  240"
    second = f"{HEADING}\n2.01  Obat  100  40  60\n2.02  Alat  300  60  240"
    report = audited(tmp_path, first, second, names=("Dinas Pendidikan", "Dinas Kesehatan"))
    assert [len(rows) for rows in labels(report)] == [2, 2]


@pytest.mark.parametrize(
    ("names", "tables"),
    [
        (("Belanja", "Lanjutan"), 1),
        (("Belanja", "Belanja (lanjutan)"), 1),
        (("Belanja 1", "Belanja 2"), 1),
        (("Belanja", "Pembiayaan (lanjutan)"), 2),
        (("Januari", "Februari"), 2),
    ],
)
def test_the_names_of_sheets_tell_whether_a_table_goes_on(tmp_path: Path, names: tuple[str, ...], tables: int) -> None:
    first = f"{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240"
    second = f"{HEADING}\n3  Kayu  10  5  5\n4  Besi  10  5  5"
    assert len(audited(tmp_path, first, second, names=names).statements) == tables


def test_a_title_that_says_lanjutan_goes_on(tmp_path: Path) -> None:
    first = f"Rincian belanja\n{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240"
    second = f"Rincian belanja (lanjutan)\n{HEADING}\n3  Kayu  10  5  5\n.  JUMLAH  410  105  305"
    report = audited(tmp_path, first, second)
    assert labels(report) == [["Aspal", "Batu", "Kayu", "JUMLAH"]]
    assert report.findings == ()


def test_a_title_of_its_own_begins_another_table(tmp_path: Path) -> None:
    first = f"A. Belanja langsung\n{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240"
    second = f"B. Belanja tidak langsung\n{HEADING}\n3  Kayu  10  5  5\n4  Besi  10  5  5"
    assert [len(rows) for rows in labels(audited(tmp_path, first, second))] == [2, 2]


def test_a_page_number_is_no_title(tmp_path: Path) -> None:
    first = f"Halaman 1 dari 2\n{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240"
    second = f"Halaman 2 dari 2\n{HEADING}\n3  Kayu  10  5  5\n.  JUMLAH  410  105  305"
    assert labels(audited(tmp_path, first, second)) == [["Aspal", "Batu", "Kayu", "JUMLAH"]]


@pytest.mark.parametrize(
    ("out", "into"),
    [
        ("Jumlah dipindahkan", "Jumlah pindahan"),
        ("Dipindahkan ke halaman 2", "Pindahan dari halaman 1"),
        ("Carried forward", "Brought forward"),
    ],
)
def test_a_running_total_carried_over_a_page_break_is_no_row(tmp_path: Path, out: str, into: str) -> None:
    first = f"{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240\n.  {out}  400  100  300"
    second = f"{HEADING}\n.  {into}  400  100  300\n3  Kayu  10  5  5\n.  JUMLAH  410  105  305"
    report = audited(tmp_path, first, second)
    assert labels(report) == [["Aspal", "Batu", "Kayu", "JUMLAH"]]
    assert report.findings == ()
    assert [figure.reason for figure in report.coverage.unchecked] == ["no-rule"] * 6
    assert report.coverage.figures == 18


def test_a_row_about_a_removal_is_a_row(tmp_path: Path) -> None:
    drawn = f"{HEADING}\n1  Biaya pindahan pegawai  100  40  60\n2  Batu  300  60  240"
    assert labels(audited(tmp_path, drawn)) == [["Biaya pindahan pegawai", "Batu"]]


NUMBERS = "1  2  3  4  5"


@pytest.mark.parametrize("again", [NUMBERS + "\n", ""])
def test_a_sheet_without_heading_goes_on(tmp_path: Path, again: str) -> None:
    first = f"{HEADING}\n{NUMBERS}\n1  Aspal  100  40  60\n2  Batu  300  60  240"
    second = f"{again}3  Kayu  10  5  5\n4  Besi  20  5  15\n.  JUMLAH  430  110  320"
    report = audited(tmp_path, first, second)
    assert labels(report) == [["Aspal", "Batu", "Kayu", "Besi", "JUMLAH"]]
    assert report.findings == ()
    assert report.problems == ()


@pytest.mark.parametrize(
    "second",
    [
        "1  Kayu  10  5  5\n2  Besi  20  5  15\n3  Paku  20  5  15",
        "Kayu  10  5  5\nBesi  20  5  15\nPaku  20  5  15",
        "3  Kayu  sepuluh  5  5\n4  Besi  20  5  15\n5  Paku  20  5  15",
        "3  Kayu  10  5  5  7  8\n4  Besi  20  5  15  7  8",
    ],
    ids=["numbers begin again", "other columns", "words among figures", "more columns"],
)
def test_a_sheet_without_heading_that_fits_nowhere_is_named(tmp_path: Path, second: str) -> None:
    first = f"{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240"
    report = audited(tmp_path, first, second)
    assert labels(report) == [["Aspal", "Batu"]]
    assert [problem.code for problem in report.problems] == ["unknown-table"]


def test_the_outline_of_a_later_sheet_is_its_own(tmp_path: Path) -> None:
    first = f"{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240"
    path = workbook(tmp_path, {"Hal 1": first, "Hal 2": f"{HEADING}\n3  Kayu  30  10  20\n.  Jati  30  10  20"})
    book = openpyxl.load_workbook(path)
    book["Hal 2"].row_dimensions[3].outlineLevel = 1
    book.save(path)
    statement = read_source(path).recognition.statements[0]
    assert statement.tree == (None, None, None, 2)


BALANCE = """
LAPORAN REALISASI ANGGARAN
uraian             pagu   realisasi  %
PENDAPATAN         100    90         90,00
BELANJA            250    100        40,00
Belanja pegawai    200    60         30,00
Belanja barang     40     30         75,00
Belanja bunga      10     10         100,00
SURPLUS / DEFISIT  (150)  (10)       {}
"""


@pytest.mark.parametrize("share", ["-", "6,67", "93,33"])
def test_the_share_of_a_deficit_is_not_asked(tmp_path: Path, share: str) -> None:
    path = workbook(tmp_path, {"LRA": BALANCE.format(share)})
    books = load_rulebooks(["lra"])
    statements = read_source(path, ["lra"]).recognition.statements
    answers = put([rule for book in books for rule in book.rules], statements)
    [balance] = [row for row in statements[0].rows if row.kind == "balance"]
    assert not [claim for claim in answers.claims if claim.row == balance.index and claim.column == "keuangan"]


def test_a_wrong_share_of_an_amount_beside_a_deficit_is_an_error(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"LRA": BALANCE.format("-").replace("40,00", "41,00")})
    assert [finding.printed for finding in audit.check(path).findings if finding.column == "keuangan"] == ["41,00"]


def test_a_section_that_begins_on_the_last_line_of_a_sheet_is_no_title(tmp_path: Path) -> None:
    first, foot = FIRST.strip("\n"), "III  TRANSFER  .  .  ."
    second = "\n".join(line for line in SECOND.strip("\n").splitlines() if "III" not in line)
    report = audited(tmp_path, f"{first}\n{foot}", second)
    assert [len(rows) for rows in labels(report)] == [11]
    assert "TRANSFER" in labels(report)[0]
    assert report.findings == ()


def test_a_signature_at_the_foot_of_a_sheet_is_no_row(tmp_path: Path) -> None:
    first = f"{HEADING}\n1  Aspal  100  40  60\n2  Batu  300  60  240\n.  Mengetahui\n.  Kepala Dinas"
    second = f"{HEADING}\n3  Kayu  10  5  5\n.  JUMLAH  410  105  305"
    assert labels(audited(tmp_path, first, second)) == [["Aspal", "Batu", "Kayu", "JUMLAH"]]
