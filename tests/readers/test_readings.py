"""A page that can be cut up in several ways is read in the way under which its sums hold; no way changes a digit."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from reading import read_one
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import audit
from audit.model.document import Document
from audit.model.report import Report
from audit.readers import readings

#: Where cells begin, or, below zero, where figures end; and the rules between columns.
PLACES = (30.0, 62.0, -300.0, -400.0, -500.0)
EDGES = (28.0, 58.0, 205.0, 305.0, 405.0, 505.0)

HEAD = ["Kode", "Uraian", "Pagu", "Realisasi", "Sisa"]
NUMBERS = ["1", "2", "3", "4", "5"]
#: No money is spent yet, so that the column of realisasi is blank.
JANUARY = [
    ["1", "Program jalan", "4.000.000", "", "4.000.000"],
    ["1.1", "Aspal", "1.000.000", "", "1.000.000"],
    ["1.2", "Batu", "3.000.000", "", "3.000.000"],
]


def page(path: Path, rows: Sequence[Sequence[str]], *, ruled: bool = False, piece: float = 0.0) -> Path:
    """A table with each cell in its place; ``|`` in a figure is a gap of so many points after which it goes on."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 8)
    for n, row in enumerate(rows):
        for x, text in zip(PLACES, row, strict=True):
            pieces = text.split("|")
            width = sum(canvas.stringWidth(part, "Helvetica", 8) for part in pieces) + piece * (len(pieces) - 1)
            start = x if x >= 0 else -x - width
            if n < 2 and x < 0:
                # Headings stand in the middle of their columns.
                edge = max(edge for edge in EDGES if edge < -x)
                start = (edge - x) / 2 - width / 2
            for part in pieces:
                canvas.drawString(start, 800 - 14 * n, part)
                start += canvas.stringWidth(part, "Helvetica", 8) + piece
    for x in EDGES if ruled else ():
        canvas.line(x, 812, x, 812 - 14 * len(rows))
    canvas.save()
    return path


def ways(path: Path) -> list[Document]:
    """The document in all ways in which it can be read."""
    [document] = readings([path])
    return list(document)


def kept(report: Report) -> str | None:
    """The reading by which a report goes, None where there was no reason to try a second."""
    return next((way.reading for way in report.inputs[0].tried if way.kept), None)


def figures(report: Report) -> list[dict[str, str]]:
    """The figures of each row of the one table, by column."""
    [statement] = report.statements
    return [{name: figure.printed for name, figure in row.figures.items()} for row in statement.rows]


@pytest.mark.parametrize(("ruled", "way"), [(True, "rules"), (False, "headings")])
def test_a_column_without_any_figure_is_seen_by_its_rules_or_its_heading(tmp_path: Path, ruled: bool, way: str) -> None:
    report = audit.check(page(tmp_path / "januari.pdf", [HEAD, NUMBERS, *JANUARY], ruled=ruled))
    assert kept(report) == way
    assert figures(report) == [{"pagu": row[2], "sisa": row[4]} for row in JANUARY]
    assert report.findings == ()
    assert report.problems == ()


SPLIT = [
    ["1", "Program jalan", "2|7.000.000", "5.000.000", "22.000.000"],
    ["1.1", "Aspal", "17.000.000", "4.000.000", "13.000.000"],
    ["1.2", "Batu", "1|0.000.000", "1.000.000", "9.000.000"],
]


def test_a_digit_that_stands_apart_belongs_to_its_figure_where_the_sums_say_so(tmp_path: Path) -> None:
    report = audit.check(page(tmp_path / "pecah.pdf", [HEAD, NUMBERS, *SPLIT], piece=2.5))
    assert [row["pagu"] for row in figures(report)] == ["27.000.000", "17.000.000", "10.000.000"]
    assert report.findings == ()


def test_a_page_whose_sums_hold_is_read_once(tmp_path: Path) -> None:
    rows = [[text.replace("|", "") for text in row] for row in SPLIT]
    report = audit.check(page(tmp_path / "utuh.pdf", [HEAD, NUMBERS, *rows], ruled=True))
    assert report.inputs[0].tried == ()
    assert report.findings == ()


def test_an_error_of_the_report_is_one_in_every_reading(tmp_path: Path) -> None:
    rows = [[text.replace("|", "") for text in row] for row in SPLIT]
    rows[1][2] = "18.000.000"
    report = audit.check(page(tmp_path / "salah.pdf", [HEAD, NUMBERS, *rows], ruled=True))
    assert {finding.printed for finding in report.findings} == {"27.000.000", "13.000.000"}
    assert kept(report) in (None, "gaps")


def test_no_reading_changes_a_digit(tmp_path: Path) -> None:
    def digits(document: Document) -> Counter[str]:
        texts = (cell.text for grid in document.grids for row in grid.rows for cell in row if cell)
        return Counter("".join(re.findall(r"\d", "".join(texts))))

    for name, rows in (("januari", JANUARY), ("pecah", SPLIT)):
        found = ways(page(tmp_path / f"{name}.pdf", [HEAD, NUMBERS, *rows], ruled=True, piece=2.5))
        assert len(found) > 1
        assert len({way.reading for way in found}) == len(found)
        assert all(digits(way) == digits(found[0]) for way in found)


def test_the_report_tells_which_reading_was_kept_and_how_each_came_out(tmp_path: Path) -> None:
    report = audit.check(page(tmp_path / "januari.pdf", [HEAD, NUMBERS, *JANUARY], ruled=True))
    [given] = report.to_dict()["inputs"]
    assert [way["reading"] for way in given["readings"]][:2] == ["gaps", "rules"]
    assert [way["kept"] for way in given["readings"]][:2] == [False, True]
    from audit.reporters import html, terminal

    told = terminal.render(report, "en").decode()
    assert "kept were columns by the rules drawn" in told.replace("\n  ", " ")
    assert "kolom menurut garis" in html.render(report, "id").decode()


def test_a_kind_of_file_that_is_read_in_one_way_has_one_reading(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    path.write_text("kode;uraian;pagu;realisasi;sisa\n1;Aspal;10;4;7\n", "utf-8")
    assert ways(path) == [read_one(path)]
    assert audit.check(path).to_dict()["inputs"][0]["readings"] == []
