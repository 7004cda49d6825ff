"""A page is read as a browser shows it, whatever end tags its author left out."""

from pathlib import Path

import pytest
from reading import cell_at, drawn, read_one

from audit.model.document import Document, Merge


def page(html: str | bytes, folder: Path, name: str = "laporan.html") -> Document:
    """The page as read."""
    path = folder / name
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    return read_one(path)


TABLE = "<table><tr><th>Uraian<th>Pagu<tr><td>A<td>100</table>"
DRAWN = [["Uraian", "Pagu"], ["A", "100"]]

FORMS = [
    pytest.param(TABLE, id="without end tags"),
    pytest.param(
        "<TABLE><THEAD><TR><TH>Uraian</TH><TH>Pagu</TH></TR></THEAD><TBODY><TR><TD>A</TD><TD>100</TD></TR></TBODY></TABLE>",
        id="with all tags",
    ),
    pytest.param("<table><td>Uraian<td>Pagu<tr><td>A<td>100", id="cut short"),
    pytest.param(
        "<table><tr><td><p>Uraian</p><td><div>Pagu</div><tr><td><b>A</b><td>1<i>00</i></table>", id="inner tags"
    ),
    pytest.param(
        "<table><script>var a='<td>9</td>'</script><tr><td>Uraian<td>Pagu<tr><td>A<td>100</table>", id="script"
    ),
    pytest.param("<table><!-- <tr><td>9 --><tr><td>Uraian<td>Pagu<tr><td>A<td>100</table>", id="comment"),
]


@pytest.mark.parametrize("html", FORMS)
def test_a_table_is_read_whatever_tags_were_left_out(html: str, tmp_path: Path) -> None:
    assert [drawn(grid) for grid in page(html, tmp_path).grids] == [DRAWN]


def test_a_cell_knows_its_table_and_its_line(tmp_path: Path) -> None:
    place = cell_at(
        page("<p>x</p>\n" + TABLE + "\n\n" + TABLE.replace("<tr>", "\n<tr>"), tmp_path).grids[1], "B2"
    ).place
    assert (place.text, place.line) == ("laporan.html!Tabel 2!B2", 6)


def test_spans_shift_the_cells_beside_and_below(tmp_path: Path) -> None:
    html = """<table>
        <tr><td rowspan=2>Uraian</td><td colspan=2>Keuangan</td><td rowspan=2>Ket</td></tr>
        <tr><td>Pagu</td><td>Sisa</td></tr>
        <tr><td>A</td><td>1</td><td>2</td><td>x</td></tr></table>"""
    [grid] = page(html, tmp_path).grids
    assert drawn(grid) == [
        ["Uraian", "Keuangan", None, "Ket"],
        [None, "Pagu", "Sisa", None],
        ["A", "1", "2", "x"],
    ]
    assert set(grid.merges) == {Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 1, 3)}


@pytest.mark.parametrize("span", ["rowspan=0", "rowspan=99999999999", "rowspan='65000'"])
def test_a_span_ends_with_its_table(span: str, tmp_path: Path) -> None:
    [grid] = page(f"<table><tr><td {span}>A<td>1<tr><td>2<tr><td>3</table>", tmp_path).grids
    assert drawn(grid) == [["A", "1"], [None, "2"], [None, "3"]]


@pytest.mark.parametrize("span", ["colspan=-3", "colspan=x", "colspan=''", "colspan=0"])
def test_a_span_that_is_none_is_one(span: str, tmp_path: Path) -> None:
    assert drawn(page(f"<table><tr><td {span}>A<td>1</table>", tmp_path).grids[0]) == [["A", "1"]]


def test_a_table_around_the_page_is_none(tmp_path: Path) -> None:
    html = f"<table><tr><td>Menu</td><td><h2>Realisasi</h2><p>Sisa Rp 5 dari pagu.</p>{TABLE}</td></tr></table>"
    read = page(html, tmp_path)
    assert [drawn(grid) for grid in read.grids] == [[["Menu", None]], [["Realisasi", None], *DRAWN]]
    assert [passage.text for passage in read.passages] == ["Sisa Rp 5 dari pagu."]


def test_a_table_within_a_row_of_figures_leaves_its_label_there(tmp_path: Path) -> None:
    html = f"<table><tr><td>Jumlah {TABLE}<td>300</table>"
    assert [drawn(grid) for grid in page(html, tmp_path).grids] == [[["Jumlah", "300"]], DRAWN]


def test_prose_is_read_in_order_and_scripts_are_not(tmp_path: Path) -> None:
    html = """<html><head><title>Judul</title><style>p{}</style></head><body><p>Pagu Rp&nbsp;1.000 &amp; sisa.
        <script>var x = "Rp 9";</script><ul><li>Satu.<li>Dua.</ul><template><p>Tiga.</template></body></html>"""
    read = page(html, tmp_path)
    assert [passage.text for passage in read.passages] == ["Pagu Rp 1.000 & sisa.", "Satu.", "Dua."]
    assert [passage.place.line for passage in read.passages] == [1, 2, 2]


def test_caption_and_headings_are_titles(tmp_path: Path) -> None:
    html = "<h1>Laporan</h1><table><caption>Realisasi per 31 Desember 2023.</caption><tr><td>Pagu<td>1</table>"
    assert drawn(page(html, tmp_path).grids[0]) == [
        ["Laporan", None],
        ["Realisasi per 31 Desember 2023.", None],
        ["Pagu", "1"],
    ]


ENCODED = "<p>Belanja déjà – 5 €</p>"


@pytest.mark.parametrize(
    "content",
    [
        ENCODED.encode(),
        b"\xef\xbb\xbf" + ENCODED.encode(),
        ("\ufeff" + ENCODED).encode("utf-16-le"),
        b"<meta charset=windows-1252>" + ENCODED.encode("cp1252"),
        b"<meta charset=utf-8>" + ENCODED.encode("cp1252"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">' + ENCODED.encode(),
        b"<meta charset=ibm858>" + ENCODED.replace("–", "-").encode("cp858"),
        b"<meta charset=tidak-ada>" + ENCODED.encode("cp1252"),
        ENCODED.encode().decode("cp1252").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "told", "told wrongly", "utf-8 told wrongly", "DOS", "unknown", "encoded twice"],
)
def test_the_encoding_is_found_out(content: bytes, tmp_path: Path) -> None:
    [passage] = page(content, tmp_path).passages
    assert passage.text.replace("–", "-") == "Belanja déjà - 5 €"


def test_indentation_bold_face_and_hidden_rows_are_told(tmp_path: Path) -> None:
    html = """<table><tr><td><b>Jumlah</b><td>1<tr style="display: none"><td style="padding-left:20px">A<td>2
        <tr><td>&nbsp;&nbsp;B<td>3<tr><td style="font-weight:bold">C<td>4</table>"""
    [grid] = page(html, tmp_path).grids
    cells = [row[0] for row in grid.rows if row[0]]
    assert [(cell.text, cell.bold, cell.indent) for cell in cells] == [
        ("Jumlah", True, 0),
        ("A", False, 2),
        ("B", False, 2),
        ("C", True, 0),
    ]
    assert grid.hidden == {1}


def test_a_page_that_is_called_xls_is_a_page(tmp_path: Path) -> None:
    html = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>' + TABLE
    read = page(html, tmp_path, "unduhan.xls")
    assert ([drawn(grid) for grid in read.grids], read.input.kind) == ([DRAWN], "html")


def test_a_page_saved_as_one_file_is_read(tmp_path: Path) -> None:
    folded = TABLE.replace(">Uraian", " class=3D'a'>Ura=\nian")
    message = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=xx\n\n"
        '--xx\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
        f"{folded}\n--xx\nContent-Type: image/png\n\nRp 9\n--xx--\n"
    )
    read = page(message, tmp_path, "unduhan.xls")
    assert [drawn(grid) for grid in read.grids] == [DRAWN]


def test_a_table_of_too_many_cells_is_a_problem(tmp_path: Path) -> None:
    read = page("<p>Satu.</p><table>" + "<tr><td colspan=1000>1" * 5001 + "</table>", tmp_path)
    assert ([problem.code for problem in read.problems], len(read.passages)) == (["too-large"], 1)
    assert read.input.read == "partly"


def test_tables_nested_without_end_do_not_crash(tmp_path: Path) -> None:
    read = page("<table><tr><td>" * 5000 + "Pagu 1", tmp_path)
    assert read.problems == ()
