"""Text in which blanks keep the columns apart is read as tables; where they do not, nothing is guessed."""

from pathlib import Path

import pytest
from reading import drawn, read_one

from audit.model.document import Document


def text(folder: Path, content: str) -> Document:
    path = folder / "laporan.txt"
    path.write_text(content, "utf-8")
    return read_one(path)


def rows(document: Document) -> list[list[str]]:
    """The rows of all grids as lines of cells, blank ones as a dot."""
    return [[cell or "." for cell in row] for grid in document.grids for row in drawn(grid)]


HEAD = "Kode      Uraian                     Anggaran    Realisasi       %\n"

LRA = (
    HEAD
    + "5         BELANJA                   1.000.000      900.000   90,00\n"
    + "5.1       Belanja Operasi             600.000      550.000   91,67\n"
    + "5.2       Belanja Modal               400.000      350.000   87,50\n"
)
READ = [
    ["Kode", "Uraian", "Anggaran", "Realisasi", "%"],
    ["5", "BELANJA", "1.000.000", "900.000", "90,00"],
    ["5.1", "Belanja Operasi", "600.000", "550.000", "91,67"],
    ["5.2", "Belanja Modal", "400.000", "350.000", "87,50"],
]


def test_aligned_columns_are_a_table(tmp_path: Path) -> None:
    assert rows(text(tmp_path, LRA)) == READ


def test_a_blank_cell_stays_blank(tmp_path: Path) -> None:
    content = LRA + "5.3       Belanja Tak Terduga                             0    0,00\n"
    assert rows(text(tmp_path, content))[-1] == ["5.3", "Belanja Tak Terduga", ".", "0", "0,00"]


def test_a_place_names_line_and_letter(tmp_path: Path) -> None:
    cell = text(tmp_path, "\n\n" + LRA).grids[0].rows[1][2]
    assert cell is not None
    assert cell.place.text == "laporan.txt:4:37"


def test_a_label_broken_over_lines_is_one(tmp_path: Path) -> None:
    content = LRA + (
        "5.3       Belanja Hibah kepada        100.000       50.000   50,00\n"
        "          Badan dan Lembaga\n"
        "5.4       Belanja Bagi Hasil          200.000       50.000   25,00\n"
    )
    assert [row[1] for row in rows(text(tmp_path, content))[-2:]] == [
        "Belanja Hibah kepada Badan dan Lembaga",
        "Belanja Bagi Hasil",
    ]


def test_labels_and_places_broken_beside_each_other_are_each_one(tmp_path: Path) -> None:
    content = (
        "Kode   Kegiatan                       Lokasi               Pagu    Realisasi\n"
        "1.01   Pelatihan calon pekerja        Kab. Kupang,    1.000.000      900.000\n"
        "       migran Indonesia               Kab. TTS dan\n"
        "                                      Malaka\n"
        "1.02   Bursa kerja                    Kota Kupang       500.000      400.000\n"
    )
    assert rows(text(tmp_path, content))[1][1:3] == [
        "Pelatihan calon pekerja migran Indonesia",
        "Kab. Kupang, Kab. TTS dan Malaka",
    ]


def test_a_table_goes_on_over_a_page_and_the_number_of_the_page_is_no_row(tmp_path: Path) -> None:
    first, second = LRA.splitlines(keepends=True)[:3], LRA.splitlines(keepends=True)[3:]
    content = "".join([*first, "\n", " " * 30, "Halaman 1\n\f", HEAD, *second, "\n", " " * 30, "Halaman 2\n"])
    read = rows(text(tmp_path, content))
    assert [row for row in read if row[0] != "Kode"] == READ[1:]


def test_prose_about_the_table_is_a_passage(tmp_path: Path) -> None:
    prose = "Realisasi belanja tahun ini sebesar Rp 900.000 dari anggaran\nsebesar Rp 1.000.000 atau 90,00 %.\n\n"
    document = text(tmp_path, prose + LRA)
    assert [row for row in rows(document) if row[-1] != "."] == READ
    assert [passage.text for passage in document.passages] == [" ".join(prose.split())]


@pytest.mark.parametrize(
    "content",
    [
        "Pagu tahun 2021 sebesar Rp 1.000 dan realisasi\nRp 900 atau 90 % serta sisa Rp 100 dari pagu.\n",
        "Dari 25 lembaga 20 terakreditasi, 5 belum.\nTarget 12 bulan, tercapai 11 bulan.\n",
    ],
)
def test_prose_full_of_figures_is_no_table(content: str, tmp_path: Path) -> None:
    document = text(tmp_path, content)
    assert (document.grids, document.problems) == ((), ())
    assert len(document.passages) == 1


SCRAMBLED = (
    "Kode Uraian Anggaran Realisasi %\n"
    "5 BELANJA 1.000.000 900.000 90,00\n"
    "5.1 Belanja Operasi 600.000 550.000 91,67\n"
    "5.2.01.0001 Belanja Modal Peralatan dan Mesin 400.000 350.000 87,50\n"
)


def test_columns_that_are_not_aligned_are_not_guessed_and_their_lines_are_kept(tmp_path: Path) -> None:
    document = text(tmp_path, SCRAMBLED)
    assert document.grids == ()
    assert [line.text for line in document.lines] == SCRAMBLED.split("\n")
    assert [line.place.line for line in document.lines] == [1, 2, 3, 4, 5]


def test_columns_that_differ_under_the_same_heading_are_not_guessed_and_their_lines_are_kept(tmp_path: Path) -> None:
    heading = "Kode      Uraian              Target      Satuan     Anggaran    Realisasi\n"
    content = (
        heading
        + "5         BELANJA                  1      Paket     1.000.000      900.000\n"
        + "5.1       Belanja Operasi          2      Paket       600.000      550.000\n"
        + "\f"
        + heading
        + "5.2       Belanja Modal     Kupang dan Kabupaten Alor 400.000      350.000\n"
        + "5.3       Belanja Hibah     Kupang dan Kabupaten Ende 400.000      350.000\n"
    )
    document = text(tmp_path, content)
    assert (document.grids, len(document.lines)) == ((), len(content.split("\n")))
