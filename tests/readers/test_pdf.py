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

Rows = Sequence[Sequence[str]]

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


def test_the_rest_of_a_label_stands_alone_under_long_codes_and_is_no_row(tmp_path: Path) -> None:
    # The label had room for its next word, so that only the codes of all other rows tell.
    lines: list[list[tuple[float, str]]] = [[(40, "Kode"), (110, "Uraian"), (-380, "Pagu"), (-480, "Realisasi")]]
    for n in range(1, 13):
        code = f"5.2.3.16.{n:02}."
        lines.append([(40, code), (110, f"Belanja modal {n}"), (-380, f"{n}.000.000"), (-480, f"{n}00.000")])
        if n % 4 == 0:
            lines.append([(110, "dan lainnya")])
    document = read_one(written(tmp_path / "kode.pdf", lines))
    labels = [row[1] for row in drawn(document.grids[0])]
    assert labels == ["Uraian", *(f"Belanja modal {n}" + " dan lainnya" * (n % 4 == 0) for n in range(1, 13))]


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


LABELS = ["JUMLAH PENDAPATAN ASLI DAERAH", "Pendapatan Pajak Daerah", "Lain-lain PAD yang Sah", "IV PEMBIAYAAN"]


def spaced(path: Path, *, share: float, extra: float) -> Path:
    """Labels and figures of which each letter is set apart: by a share of its width, and by so many points more."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 8)
    for n, label in enumerate(LABELS):
        for start, text in ((60.0, label), (300.0, "1,234,567.00"), (420.0, "(76,278,639.24)")):
            x = start
            for letter in text:
                if letter != " ":
                    canvas.drawString(x, 800 - 14 * n, letter)
                x += canvas.stringWidth(letter, "Helvetica", 8) * (1 + share) + extra
    canvas.save()
    return path


@pytest.mark.parametrize(("share", "extra"), [(0, 2), (0.54, 0), (0.3, 1), (0, 3)])
def test_the_blanks_between_words_set_wide_are_kept(tmp_path: Path, share: float, extra: float) -> None:
    document = read_one(spaced(tmp_path / "renggang.pdf", share=share, extra=extra))
    assert drawn(document.grids[0]) == [[label, "1,234,567.00", "(76,278,639.24)"] for label in LABELS]


def test_a_label_in_two_lines_beside_a_figure_in_its_middle_is_one_row(tmp_path: Path) -> None:
    lines = [
        [(30, "4.1"), (60, "Pajak"), (-300, "1.000.000"), (-400, "2.000.000")],
        [],
        [(60, "Bagi hasil pajak dari provinsi dan")],
        [(30, "4.2"), (-300, "3.000.000"), (-400, "4.000.000")],
        [(60, "daerah lainnya")],
        [],
        [(30, "4.3"), (60, "Hibah"), (-300, "5.000.000"), (-400, "6.000.000")],
    ]
    document = read_one(written(tmp_path / "tengah.pdf", lines, step=8))
    assert [row[1] for row in drawn(document.grids[0])] == [
        "Pajak",
        "Bagi hasil pajak dari provinsi dan daerah lainnya",
        "Hibah",
    ]


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


def pictured(canvas: Canvas, folder: Path, text: str = "") -> None:
    """A page that is a picture, with a text upon it."""
    from PIL import Image

    picture = folder / "halaman.png"
    Image.new("L", (40, 40), 200).save(picture)
    canvas.drawImage(str(picture), 0, 0, 580, 800)
    canvas.drawString(280, 20, text)
    canvas.showPage()


def outlined(canvas: Canvas) -> None:
    """A page whose letters are drawn as shapes."""
    for n in range(400):
        canvas.circle(20 + n % 40 * 12, 100 + n // 40 * 14, 3)
    canvas.showPage()


def test_a_page_of_pictures_is_a_problem_and_never_an_empty_report(tmp_path: Path) -> None:
    path = tmp_path / "pindai.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    pictured(canvas, tmp_path)
    canvas.save()
    report = audit.check(path)
    assert [problem.code for problem in report.problems] == ["needs-ocr"]
    assert report.verdict == "incomplete"
    assert report.exit == 2
    assert report.inputs[0].read == "not"


def test_single_pages_of_pictures_among_good_ones_are_named(tmp_path: Path) -> None:
    path = tmp_path / "campur.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    table(canvas, [["1", "Program Jalan", "13", "6", "7"]])
    pictured(canvas, tmp_path, "Halaman 2")
    outlined(canvas)
    table(canvas, [["2", "Program Air", "10", "4", "6"]])
    canvas.showPage()  # a blank page loses nothing
    pictured(canvas, tmp_path)
    canvas.save()
    report = audit.check(path)
    [problem] = [problem for problem in report.problems if problem.stage == "read"]
    assert problem.code == "needs-ocr"
    assert problem.lost is not None
    assert problem.lost.en == "pages 2-3, 6"
    assert report.inputs[0].read == "partly"
    assert report.exit == 2
    assert report.statements


def table(canvas: Canvas, rows: Sequence[Sequence[str]]) -> None:
    """A page with a table under its headings."""
    canvas.setFont("Helvetica", 8)
    for n, row in enumerate([HEAD, *rows]):
        for x, text in zip((30, 60, -300, -400, -500), row, strict=True):
            (canvas.drawString if x >= 0 else canvas.drawRightString)(abs(x), 700 - 14 * n, text)
    canvas.showPage()


def mapped(path: Path, maps: Sequence[bool]) -> Path:
    """A page for each map: with a character map, or with one that calls every letter one of private use."""
    letters = b"BT /F1 8 Tf 60 700 Td (Laporan realisasi anggaran sampai dengan bulan ini) Tj ET"
    private = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <E020> endbfrange"
    pages = b" ".join(b"%d 0 R" % (10 + n) for n in range(len(maps)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (pages, len(maps)),
        3: b"<< /Length %d >> stream\n%s\nendstream" % (len(letters), letters),
        4: b"<< /Length %d >> stream\n%s\nendstream" % (len(private), private),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
    }
    for n, known in enumerate(maps):
        objects[10 + n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
            b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (5 if known else 6)
        )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in objects.items())
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n")
    return path


@pytest.mark.parametrize(
    ("maps", "lost", "read"),
    [([False], "page 1", "not"), ([True, False, True, False], "pages 2, 4", "partly"), ([True], None, "whole")],
)
def test_pages_without_a_character_map_are_named(
    tmp_path: Path, maps: Sequence[bool], lost: str | None, read: str
) -> None:
    document = read_one(mapped(tmp_path / "peta.pdf", maps))
    assert [problem.code for problem in document.problems] == (["no-character-map"] if lost else [])
    assert [problem.lost.en for problem in document.problems if problem.lost] == ([lost] if lost else [])
    assert document.input.read == read


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


def titled(path: Path, pages: Sequence[tuple[str, Rows]]) -> Path:
    """A page for each title, with a table below it under the headings."""
    canvas = Canvas(str(path), pagesize=A4)
    for title, rows in pages:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(200, 720, title)
        table(canvas, rows)
    canvas.save()
    return path


def test_a_section_that_begins_on_the_last_line_of_a_page_is_no_title(tmp_path: Path) -> None:
    pages = [
        (
            "",
            [
                ["I", "BELANJA", "300", "100", "200"],
                ["1", "Aspal", "300", "100", "200"],
                ["II", "TRANSFER", "", "", ""],
            ],
        ),
        ("", [["1", "Bagi hasil", "50", "50", "0"], ["", "JUMLAH", "350", "150", "200"]]),
    ]
    report = audit.check(titled(tmp_path / "kaki.pdf", pages))
    [statement] = report.statements
    assert [row.uraian for row in statement.rows] == ["BELANJA", "Aspal", "TRANSFER", "Bagi hasil", "JUMLAH"]
    assert report.findings == ()


def test_pages_with_titles_of_their_own_are_tables_of_their_own(tmp_path: Path) -> None:
    rows = [["1", "Aspal", "300", "100", "200"], ["2", "Batu", "50", "50", "0"]]
    pages = [("A. Belanja langsung", rows), ("B. Belanja tidak langsung", [["3", *rows[0][1:]], ["4", *rows[1][1:]]])]
    assert len(audit.check(titled(tmp_path / "dua.pdf", pages)).statements) == 2
