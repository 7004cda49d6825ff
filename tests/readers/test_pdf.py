"""A PDF is read by where its letters stand: blank cells, broken labels, repeated headings, pages of pictures."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from reading import drawn, read_one
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

import audit

HEAD = ["Kode", "Uraian", "Pagu", "Realisasi", "Sisa"]
BODY = [
    ["1", "Program Jalan", "1.300.000.000", "600.000.000", "700.000.000"],
    ["1.1", "Aspal", "800.000.000", "", ""],
    ["1.2", "Batu", "500.000.000", "600.000.000", "-"],
]
STYLE = getSampleStyleSheet()["BodyText"]
STYLE.fontSize, STYLE.leading = 8, 10


def ruled(
    path: Path, rows: Sequence[Sequence[str]], widths: Sequence[int], *, rules: bool = True, repeat: int = 1
) -> Path:
    """A table on landscape pages, its second column broken over lines, with or without rules."""
    cells = [[Paragraph(text, STYLE) if n == 1 else text for n, text in enumerate(row)] for row in rows]
    table = LongTable(cells, colWidths=widths, repeatRows=repeat)
    style: list[tuple[object, ...]] = [("ALIGN", (2, 0), (-1, -1), "RIGHT"), ("FONTSIZE", (0, 0), (-1, -1), 8)]
    style.append(("VALIGN", (0, 0), (-1, -1), "TOP"))
    table.setStyle([*style, ("GRID", (0, 0), (-1, -1), 0.5, "black")] if rules else style)
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build([table])
    return path


def written(path: Path, lines: Sequence[Sequence[tuple[float, str]]], *, size: float = 8, step: float = 14) -> Path:
    """Texts at places: of each line the texts with where they begin, or, below zero, where they end."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", size)
    for n, line in enumerate(lines):
        for x, text in line:
            draw = canvas.drawString if x >= 0 else canvas.drawRightString
            draw(abs(x), 800 - n * step, text)
    canvas.save()
    return path


@pytest.mark.parametrize("rules", [True, False])
def test_figures_stand_in_their_columns_though_cells_are_blank(tmp_path: Path, rules: bool) -> None:
    document = read_one(ruled(tmp_path / "tabel.pdf", [HEAD, *BODY], [60, 200, 120, 120, 120], rules=rules))
    assert drawn(document.grids[0]) == [[text or None for text in row] for row in [HEAD, *BODY]]
    place = document.grids[0].rows[2][2].place
    assert place.page == 1
    assert place.box is not None
    assert place.text == "tabel.pdf:p1"


def test_a_label_broken_over_lines_is_one_row(tmp_path: Path) -> None:
    label = "Penyediaan jasa pemeliharaan, biaya pemeliharaan dan pajak kendaraan perorangan dinas"
    rows = [HEAD, *BODY, ["1.3", label, "1", "1", "-"]]
    for rules in (True, False):
        document = read_one(ruled(tmp_path / "tabel.pdf", rows, [60, 150, 120, 120, 120], rules=rules))
        assert [row[1] for row in drawn(document.grids[0])] == ["Uraian", *(row[1] for row in BODY), label]


def test_a_table_over_many_pages_is_one_table(tmp_path: Path) -> None:
    rows = [[f"1.{n}", f"Kegiatan {n}", "1.000.000", "400.000", "600.000"] for n in range(1, 121)]
    total = ["1", "Program", "120.000.000", "48.000.000", "72.000.000"]
    path = ruled(tmp_path / "panjang.pdf", [HEAD, total, *rows], [60, 200, 120, 120, 120])
    report = audit.check(path)
    assert [(len(statement.rows), statement.kind) for statement in report.statements] == [(121, "rincian")]
    assert {row.place.page for row in report.statements[0].rows} >= {1, 2, 3}
    assert report.findings == ()
    assert report.coverage.checked == report.coverage.figures == 363


def test_wide_figures_of_two_columns_that_nearly_touch_are_two(tmp_path: Path) -> None:
    lines = [
        [(30, "4."), (60, "Pendapatan"), (-300, "1.036.914.041.974,86"), (-382, "1.131.602.113.343,86")],
        [(30, "4.1."), (60, "Pajak"), (-300, "182.394.096.460,11"), (-382, "207.829.160.605,86")],
        [(30, "4.2."), (60, "Hotel"), (-382, "1.415.360,00")],
    ]
    document = read_one(written(tmp_path / "rapat.pdf", lines))
    assert drawn(document.grids[0]) == [
        ["4.", "Pendapatan", "1.036.914.041.974,86", "1.131.602.113.343,86"],
        ["4.1.", "Pajak", "182.394.096.460,11", "207.829.160.605,86"],
        ["4.2.", "Hotel", None, "1.415.360,00"],
    ]


def test_letters_set_apart_are_one_word(tmp_path: Path) -> None:
    lines = [
        [(60, "J U M L A H"), (-300, "1 . 0 0 0 . 0 0 0"), (-400, "2 . 0 0 0")],
        [(60, "Pajak"), (-300, "5"), (-400, "6")],
    ]
    document = read_one(written(tmp_path / "renggang.pdf", lines))
    assert drawn(document.grids[0])[0] == ["JUMLAH", "1.000.000", "2.000"]


def test_page_numbers_and_repeated_titles_are_no_rows(tmp_path: Path) -> None:
    rows = [[f"1.{n}", f"Kegiatan {n}", "1.000.000", "400.000", "600.000"] for n in range(1, 81)]
    path = tmp_path / "kaki.pdf"
    table = LongTable([HEAD, *rows], colWidths=[60, 200, 120, 120, 120], repeatRows=1)

    def foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.drawString(400, 20, f"Halaman {document.page} dari 9")

    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build([table], onFirstPage=foot, onLaterPages=foot)
    texts = [text for row in drawn(read_one(path).grids[0]) for text in row if text]
    assert not any("Halaman" in text for text in texts)
    assert texts.count("Kegiatan 80") == 1


def test_a_paragraph_is_a_passage(tmp_path: Path) -> None:
    sentence = "Untuk tahun anggaran ini dinas menerima alokasi dana sebesar Rp 1.300.000.000,- dari dua sumber dana, "
    lines = [[(40, sentence)], [(40, "yakni anggaran provinsi dan anggaran pusat.")]]
    document = read_one(written(tmp_path / "kalimat.pdf", lines, size=7, step=9))
    assert [passage.text for passage in document.passages] == [sentence + "yakni anggaran provinsi dan anggaran pusat."]


def test_a_page_of_pictures_is_a_problem_and_never_an_empty_report(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "pindai.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    picture = tmp_path / "halaman.png"
    Image.new("L", (40, 40), 200).save(picture)
    canvas.drawImage(str(picture), 0, 0, 500, 700)
    canvas.save()
    report = audit.check(path)
    assert [problem.code for problem in report.problems] == ["needs-ocr"]
    assert report.verdict == "incomplete"
    assert report.exit == 2


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>", b"%PDF-" + bytes(range(256))]
)
def test_a_broken_file_is_refused_by_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rusak.pdf"
    path.write_bytes(content)
    [problem] = read_one(path).problems
    assert problem.code == "broken"
    assert "rusak.pdf" in problem.message.en


def test_a_locked_file_is_refused_by_a_sentence(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("rahasia", canPrint=0))
    canvas.drawString(10, 10, "tabel")
    canvas.save()
    path = tmp_path / "kunci.pdf"
    path.write_bytes(target.getvalue())
    [problem] = read_one(path).problems
    assert problem.code == "encrypted"
