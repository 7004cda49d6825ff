"""What a misreading would explain is told as ours with its place: no accusation, and no pass either."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import audit
from audit.model.report import Report

HEAD = ["Kode", "Uraian", "Pagu", "Realisasi", "Sisa"]
PLACES = (30.0, 62.0, -300.0, -400.0, -500.0)

Rows = Sequence[Sequence[str]]

PROGRAM = ["1", "Program jalan", "6.000.000", "2.000.000", "4.000.000"]
PARTS = [
    ["1.1", "Aspal", "1.000.000", "400.000", "600.000"],
    ["1.2", "Batu", "2.000.000", "600.000", "1.400.000"],
    ["1.3", "Kayu", "2.500.000", "700.000", "1.800.000"],
    ["1.4", "Besi", "500.000", "300.000", "200.000"],
]


def pdf(folder: Path, *pages: Rows | None) -> Report:
    """The report of a PDF of drawn pages, each under its headings; None is a page that is a picture."""
    from PIL import Image

    path = folder / "laporan.pdf"
    picture = folder / "halaman.png"
    Image.new("L", (40, 40), 200).save(picture)
    canvas = Canvas(str(path), pagesize=A4)
    for rows in pages:
        canvas.setFont("Helvetica", 8)
        if rows is None:
            canvas.drawImage(str(picture), 0, 0, 580, 800)
        for n, row in enumerate([HEAD, *rows] if rows is not None else []):
            for x, text in zip(PLACES, row, strict=True):
                (canvas.drawString if x >= 0 else canvas.drawRightString)(abs(x), 700 - 14 * n, text)
        canvas.showPage()
    canvas.save()
    return audit.check(path)


def csv(folder: Path, *pages: Rows) -> Report:
    """The report of the same rows as a CSV file."""
    rows = [HEAD, *(row for page in pages for row in page)]
    path = folder / "laporan.csv"
    path.write_text("".join(";".join(row) + "\n" for row in rows), "utf-8")
    return audit.check(path)


def is_ours(report: Report) -> bool:
    """Whether all is blamed on the reading: told as such, no error, no pass."""
    return (
        {(cause.kind, cause.blame, cause.confidence) for cause in report.causes} == {("misread", "reading", "possible")}
        and {finding.severity for finding in report.findings} == {"warning"}
        and all(finding.causes for finding in report.findings)
        and "possibly-misread" in [problem.code for problem in report.problems]
        and report.verdict == "findings"
        and report.exit == 2
    )


def is_theirs(report: Report) -> bool:
    """Whether there is an error that no misreading is blamed for."""
    return report.exit == 1 and not any(cause.blame == "reading" for cause in report.causes)


def test_rows_on_a_page_that_could_not_be_read_are_no_error_of_the_report(tmp_path: Path) -> None:
    report = pdf(tmp_path, [PROGRAM, *PARTS[:2]], None, PARTS[3:])
    assert is_ours(report)
    [cause] = report.causes
    assert "page 2 could not be read" in cause.message.en
    assert {cell.column for cell in cause.cells} == {"pagu", "realisasi", "sisa"}


@pytest.mark.parametrize("pages", [([PROGRAM, *PARTS[:3]], None), (None, [*PARTS[2:], ["", "JUMLAH", *PROGRAM[2:]]])])
def test_a_page_that_could_not_be_read_at_either_end_counts(tmp_path: Path, pages: Sequence[Rows | None]) -> None:
    assert is_ours(pdf(tmp_path, *pages))


def test_a_page_that_could_not_be_read_elsewhere_excuses_nothing(tmp_path: Path) -> None:
    closed = [["", "JUMLAH", *PROGRAM[2:]]]
    wrong = [PROGRAM, PARTS[0], ["1.2", "Batu", "2.100.000", "600.000", "1.500.000"], *PARTS[2:]]
    assert is_theirs(pdf(tmp_path, wrong, closed, None))


def test_a_number_left_out_where_a_page_ends_may_be_a_lost_row(tmp_path: Path) -> None:
    report = pdf(tmp_path, [PROGRAM, *PARTS[:2]], PARTS[3:])
    assert is_ours(report)
    assert "between pages 1 and 2 no number stands between 1.2 and 1.4" in report.causes[0].message.en


def test_a_number_left_out_within_a_page_is_an_error(tmp_path: Path) -> None:
    assert is_theirs(pdf(tmp_path, [PROGRAM, PARTS[0], *PARTS[2:]]))


def test_parts_that_are_too_much_miss_no_row(tmp_path: Path) -> None:
    less = ["1", "Program jalan", "3.000.000", "1.000.000", "2.000.000"]
    assert is_theirs(pdf(tmp_path, [less, *PARTS[:2]], PARTS[3:]))


SPLIT = [
    ["1", "Program jalan", "16.000.000", "2.000.000", "14.000.000"],
    ["1.1", "Aspal 1", "1.000.000", "400.000", "10.600.000"],
    *PARTS[1:],
]


def test_a_digit_that_stands_beside_its_figure_may_be_split_off(tmp_path: Path) -> None:
    report = pdf(tmp_path, SPLIT)
    assert is_ours(report)
    [cause] = report.causes
    assert [(cell.column, cell.stated, cell.proposed) for cell in cause.cells] == [("pagu", 1_000_000, 11_000_000)]


def test_a_digit_that_stands_nowhere_is_an_error(tmp_path: Path) -> None:
    assert is_theirs(pdf(tmp_path, [SPLIT[0], ["1.1", "Aspal", *SPLIT[1][2:]], *SPLIT[2:]]))


def test_figures_one_column_off_may_be_misread(tmp_path: Path) -> None:
    report = pdf(tmp_path, [PROGRAM, ["1.1", "Aspal", "", "1.000.000", "400.000"], *PARTS[1:]])
    assert is_ours(report)
    [cause] = report.causes
    assert [(cell.column, cell.proposed) for cell in cause.cells] == [
        ("pagu", 1_000_000),
        ("realisasi", 400_000),
        ("sisa", None),
    ]


def test_figures_that_fit_no_column_beside_are_an_error(tmp_path: Path) -> None:
    assert is_theirs(pdf(tmp_path, [PROGRAM, ["1.1", "Aspal", "", "1.100.000", "400.000"], *PARTS[1:]]))


@pytest.mark.parametrize("rows", [SPLIT, [PROGRAM, *PARTS[:2], *PARTS[3:]]])
def test_a_cell_of_a_sheet_is_never_misread(tmp_path: Path, rows: Rows) -> None:
    assert is_theirs(csv(tmp_path, rows))


def test_the_report_says_what_to_do(tmp_path: Path) -> None:
    given = pdf(tmp_path, [PROGRAM, *PARTS[:2]], PARTS[3:]).to_dict()
    assert [cause["blame"] for cause in given["causes"]] == ["reading"]
    assert [problem["code"] for problem in given["problems"]] == ["possibly-misread"]
    assert "page" in given["problems"][0]["hint"]
    assert given["findings"][0]["assumption"] == "if the page was read rightly"
