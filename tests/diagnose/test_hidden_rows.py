"""Hidden rows and columns are read, marked and added; a total that fits only without them has that for its cause."""

import re
from pathlib import Path

import openpyxl
import pytest

import audit
from audit.model.report import Report
from audit.reporters import html, terminal

WHOLE = """
kode  uraian         pagu  realisasi  sisa
1     Program jalan  600   200        400
1.1   Aspal          100   40         60
1.2   Batu           200   60         140
1.3   Kayu           300   100        200
"""


def sheet(folder: Path, drawn: str, *, rows: tuple[int, ...] = (), columns: tuple[str, ...] = ()) -> Report:
    """The report of a drawn sheet in which some rows, counted from 1, and some columns are hidden."""
    book = openpyxl.Workbook()
    for line in drawn.strip().splitlines():
        book.active.append([int(part) if part.isdigit() else part for part in re.split(r" {2,}", line)])
    for row in rows:
        book.active.row_dimensions[row].hidden = True
    for column in columns:
        book.active.column_dimensions[column].hidden = True
    book.save(folder / "laporan.xlsx")
    return audit.check(folder / "laporan.xlsx")


def test_hidden_rows_and_columns_are_read_marked_and_added(tmp_path: Path) -> None:
    report = sheet(tmp_path, WHOLE, rows=(4,), columns=("D",))
    assert report.findings == ()
    [statement] = report.to_dict()["statements"]
    assert statement["hidden"] == [2]
    assert [column["name"] for column in statement["columns"] if column["hidden"]] == ["realisasi"]


def test_a_report_says_what_nobody_sees(tmp_path: Path) -> None:
    report = sheet(tmp_path, WHOLE, rows=(4, 5), columns=("D",))
    told = " ".join(terminal.render(report, "en").decode().split())
    assert "Sheet: 2 rows hidden, read and added all the same (laporan.xlsx!Sheet!B4, laporan.xlsx!Sheet!B5)." in told
    assert "hidden columns, read all the same: realisasi." in told
    assert "2 baris yang disembunyikan ikut dibaca" in html.render(report, "id").decode()
    assert "hidden" not in terminal.render(sheet(tmp_path, WHOLE), "en").decode()


WITHOUT = WHOLE.replace("600   200        400", "400   140        260")


def test_a_total_that_fits_only_without_a_hidden_row_has_that_for_its_cause(tmp_path: Path) -> None:
    report = sheet(tmp_path, WITHOUT, rows=(4,))
    [cause] = report.causes
    assert (cause.kind, cause.blame, cause.confidence) == ("formula-range", "report", "certain")
    assert [(cell.column, cell.stated, cell.proposed) for cell in cause.cells] == [
        ("pagu", 400, 600),
        ("realisasi", 140, 200),
        ("sisa", 260, 400),
    ]
    assert "1.2 Batu (laporan.xlsx!Sheet!B4)" in cause.message.en
    assert "disembunyikan" in cause.message.id
    assert {finding.severity for finding in report.findings} == {"error"}
    assert {tuple(finding.causes) for finding in report.findings} == {("C1",)}


@pytest.mark.parametrize("rows", [(), (3,), (4, 5)], ids=["none hidden", "another hidden", "one too many hidden"])
def test_a_total_that_does_not_fit_without_what_is_hidden_has_another_cause(
    tmp_path: Path, rows: tuple[int, ...]
) -> None:
    report = sheet(tmp_path, WITHOUT, rows=rows)
    assert report.causes
    assert all(cause.kind != "formula-range" for cause in report.causes)


def test_a_hidden_row_of_nil_is_no_cause(tmp_path: Path) -> None:
    drawn = WITHOUT.replace("1.2   Batu           200   60         140", "1.2   Batu           0     0          0")
    assert all(cause.kind != "formula-range" for cause in sheet(tmp_path, drawn, rows=(4,)).causes)
