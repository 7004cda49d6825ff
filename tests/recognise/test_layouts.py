"""Headings are found and columns named, however a table is laid out; the tables are drawn as people lay them out."""

from __future__ import annotations

import csv
import itertools
import re
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

import audit
from audit.model.statement import Statement
from audit.recognise import Recognition
from audit.run import read_source


def cells(drawn: str) -> list[list[str]]:
    """The cells of a drawn table: columns parted by two blanks or ``|``, ``.`` blank; an empty line is a blank row."""
    rows = []
    for line in drawn.strip("\n").splitlines():
        parts = line.split("|") if "|" in line else re.split(r" {2,}", line.strip())
        rows.append(["" if part.strip() == "." else part.strip() for part in parts])
    return rows


def as_csv(folder: Path, *drawn: str) -> Recognition:
    """The tables as understood, each from a CSV file of its own."""
    paths = []
    for number, text in enumerate(drawn, 1):
        rows = cells(text)
        width = max(len(row) for row in rows)
        paths.append(folder / f"{number}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(row + [""] * (width - len(row)) for row in rows)
    return read_source(paths).recognition


def as_xlsx(folder: Path, *drawn: str, merges: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> Recognition:
    """The tables as understood, each from a sheet of one workbook; cells are merged in the first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, text in enumerate(drawn, 1):
        sheet = book.create_sheet(names[number - 1] if names else f"Lembar{number}")
        for r, row in enumerate(cells(text), 1):
            for c, value in enumerate(row, 1):
                if value:
                    sheet.cell(r, c, value).data_type = "s"
    for area in merges:
        book.worksheets[0].merge_cells(area)
    book.save(folder / "laporan.xlsx")
    return read_source(folder / "laporan.xlsx").recognition


def only(recognition: Recognition) -> Statement:
    """The one statement of a document in which nothing went wrong."""
    assert recognition.problems == ()
    [statement] = recognition.statements
    return statement


def columns(statement: Statement) -> list[tuple[str, int]]:
    """The columns by name, with their positions from the left."""
    return [(column.name, column.position) for column in statement.columns]


def figures(statement: Statement) -> list[tuple[str, dict[str, str]]]:
    """The rows by label, with their figures as printed."""
    return [(row.uraian, {name: figure.printed for name, figure in row.figures.items()}) for row in statement.rows]


# Headings of one row

PLAIN = """
kode  uraian  pagu  realisasi  sisa
1     Aspal   100   40         60
2     Batu    300   60         240
"""


def test_a_heading_of_one_row(tmp_path: Path) -> None:
    statement = only(as_csv(tmp_path, PLAIN))
    assert columns(statement) == [("kode", 0), ("uraian", 1), ("pagu", 2), ("realisasi", 3), ("sisa", 4)]
    assert figures(statement) == [
        ("Aspal", {"pagu": "100", "realisasi": "40", "sisa": "60"}),
        ("Batu", {"pagu": "300", "realisasi": "60", "sisa": "240"}),
    ]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("pagu", "Pagu Anggaran (Rp)"),
        ("pagu", "PAGU"),
        ("pagu", "Jumlah Anggaran"),
        ("pagu", "Anggaran Setelah Perubahan"),
        ("pagu", "Alokasi"),
        ("pagu", "Budget"),
        ("realisasi", "REALISASI KEUANGAN (Rp.)"),
        ("realisasi", "Realisasi Anggaran"),
        ("realisasi", "Realisasi Belanja"),
        ("realisasi", "Penyerapan"),
        ("realisasi", "Actual"),
        ("sisa", "SIAP"),
        ("sisa", "Sisa Dana (Rp)"),
        ("sisa", "Sisa Pagu"),
        ("sisa", "Saldo"),
        ("bobot", "Bobot (%)"),
        ("bobot", "BOBOT TERTIMBANG"),
        ("keuangan", "Keu (%)"),
        ("keuangan", "Persentase"),
        ("keuangan", "%"),
        ("keuangan", "Realisasi Keuangan (%)"),
        ("fisik", "Fisik %"),
        ("fisik", "Realisasi Fisik (%)"),
        ("sisa_persen", "Sisa Anggaran (%)"),
        ("uraian", "Tolok Ukur"),
        ("uraian", "Program / Kegiatan / Sub Kegiatan"),
        ("uraian", "Nama Kegiatan"),
        ("kode", "Kode Rekening"),
        ("kode", "No."),
        ("lokasi", "LOKASI"),
        ("target", "Volume"),
        ("realisasi_fisik", "Capaian"),
        ("satuan", "Satuan"),
    ],
)
def test_a_column_is_known_by_its_synonyms(tmp_path: Path, name: str, heading: str) -> None:
    usual = {"kode": "Kode", "uraian": "Uraian", "pagu": "Pagu", "realisasi": "Realisasi", name: heading}
    content = {"kode": "1.1", "uraian": "Aspal", "lokasi": "Kupang", "satuan": "km", "bobot": "3,5"}
    rows = ["|".join(usual.values()), "|".join(content.get(key, "1.250.000") for key in usual)]
    if name in ("keuangan", "fisik", "sisa_persen", "target", "realisasi_fisik"):
        rows[1] = "|".join("12" if key == name else content.get(key, "1.250.000") for key in usual)
    statement = only(as_csv(tmp_path, "\n".join(rows)))
    assert columns(statement) == [(key, position) for position, key in enumerate(usual)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::7], ids=str)
def test_columns_may_stand_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    turned = "\n".join("|".join(row[n] for n in order) for row in cells(PLAIN))
    straight, other = only(as_csv(tmp_path, PLAIN)), only(as_csv(tmp_path, turned))
    assert sorted(name for name, _ in columns(other)) == sorted(name for name, _ in columns(straight))
    assert [(label, sorted(row.items())) for label, row in figures(other)] == [
        (label, sorted(row.items())) for label, row in figures(straight)
    ]


def test_figures_under_an_unknown_heading_are_listed(tmp_path: Path) -> None:
    drawn = """
    kode  uraian  pagu  realisasi  kurs dolar  catatan
    1     Aspal   100   40         14.500      selesai
    2     Batu    300   60         14.600      belum
    """
    statement = only(as_csv(tmp_path, drawn))
    assert [printed for _, printed in statement.left_over] == ["14.500", "14.600"]


def test_a_required_column_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    drawn = """
    kode  uraian  lokasi  realisasi  sisa
    1     Aspal   Kupang  40         60
    2     Batu    Kupang  60         240
    """
    recognition = as_csv(tmp_path, drawn)
    assert recognition.statements == ()
    [problem] = recognition.problems
    assert problem.code == "missing-column"
    assert problem.message.en.startswith("The table at 1.csv:1:1 looks like rincian, but has no column pagu; its head")
    assert len(recognition.left_over) == 4


# Headings of two rows and more

GROUPED = """
No | Uraian | Fisik | .       | Keuangan | .         | Bobot | Sisa
.  | .      | Target | Realisasi | Pagu   | Realisasi | .     | .
1  | Aspal  | 10    | 5       | 100      | 40        | 25,00 | 60
2  | Batu   | 20    | 20      | 300      | 60        | 75,00 | 240
"""
GROUPED_COLUMNS = [
    ("kode", 0),
    ("uraian", 1),
    ("target", 2),
    ("realisasi_fisik", 3),
    ("pagu", 4),
    ("realisasi", 5),
    ("bobot", 6),
    ("sisa", 7),
]


def test_a_heading_of_two_rows_without_merged_cells(tmp_path: Path) -> None:
    statement = only(as_csv(tmp_path, GROUPED))
    assert columns(statement) == GROUPED_COLUMNS
    assert len(statement.rows) == 2


def test_a_heading_of_two_rows_with_merged_cells(tmp_path: Path) -> None:
    merges = ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2", "H1:H2")
    statement = only(as_xlsx(tmp_path, GROUPED, merges=merges))
    assert columns(statement) == GROUPED_COLUMNS
    assert [column.heading for column in statement.columns][2:6] == [
        "Fisik › Target",
        "Fisik › Realisasi",
        "Keuangan › Pagu",
        "Keuangan › Realisasi",
    ]
    assert len(statement.rows) == 2


def test_a_workbook_without_merged_cells_is_read_like_a_csv(tmp_path: Path) -> None:
    assert columns(only(as_xlsx(tmp_path, GROUPED))) == GROUPED_COLUMNS


def test_a_title_that_is_merged_does_not_hide_groups_that_are_not(tmp_path: Path) -> None:
    titled = "LAPORAN REALISASI FISIK DAN KEUANGAN | . | .\n" + GROUPED.strip("\n")
    assert columns(only(as_xlsx(tmp_path, titled, merges=("A1:H1",)))) == GROUPED_COLUMNS


def test_amounts_and_percentages_of_one_group(tmp_path: Path) -> None:
    drawn = """
    No | Uraian | Pagu | Realisasi Keuangan | .     | Sisa Dana | .
    .  | .      | .    | Rp                 | %     | Rp        | %
    1  | Aspal  | 100  | 40                 | 40,00 | 60        | 60,00
    2  | Batu   | 300  | 60                 | 20,00 | 240       | 80,00
    """
    wanted = [("kode", 0), ("uraian", 1), ("pagu", 2), ("realisasi", 3), ("keuangan", 4), ("sisa", 5)]
    assert columns(only(as_csv(tmp_path, drawn))) == [*wanted, ("sisa_persen", 6)]


def test_the_first_row_of_the_body_is_no_heading(tmp_path: Path) -> None:
    drawn = """
    kode  uraian               pagu  realisasi
    .     REALISASI ANGGARAN   .     .
    1     Aspal                100   40
    2     Batu                 300   60
    """
    statement = only(as_csv(tmp_path, drawn))
    assert [row.uraian for row in statement.rows] == ["REALISASI ANGGARAN", "Aspal", "Batu"]


# Rows that are no rows


@pytest.mark.parametrize(
    "numbers", ["1  2  3  4  5", "(1)  (2)  (3)  (4)  (5)", "1  2  3  4  5=3-4", "1  2  3  4  5 = (3 - 4)"]
)
def test_the_row_of_column_numbers_is_no_row(tmp_path: Path, numbers: str) -> None:
    heading, *body = PLAIN.strip("\n").splitlines()
    assert figures(only(as_csv(tmp_path, "\n".join([heading, numbers, *body])))) == figures(
        only(as_csv(tmp_path, PLAIN))
    )


def test_the_first_row_of_a_table_is_not_taken_for_column_numbers(tmp_path: Path) -> None:
    drawn = """
    no  uraian  pagu  realisasi  sisa
    1   Aspal   4     3          1
    2   Batu    5     3          2
    """
    assert [row.uraian for row in only(as_csv(tmp_path, drawn)).rows] == ["Aspal", "Batu"]


def test_rows_below_the_last_figure_are_no_rows(tmp_path: Path) -> None:
    drawn = (
        PLAIN
        + """
.  .  .  .  Kupang, 31 Desember 2021
.  .  .  .  Kepala Dinas
.  .  .  .  Ir. Budi Santoso, M.Si.
.  .  .  .  NIP. 19650101 199003 1 002
"""
    )
    assert [row.uraian for row in only(as_csv(tmp_path, drawn)).rows] == ["Aspal", "Batu"]


def test_blank_rows_part_nothing(tmp_path: Path) -> None:
    drawn = """
    kode  uraian  pagu  realisasi  sisa
    1     Aspal   100   40         60

    2     Batu    300   60         240
    """
    assert figures(only(as_csv(tmp_path, drawn))) == figures(only(as_csv(tmp_path, PLAIN)))


def test_a_heading_repeated_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    drawn = """
    kode  uraian  pagu  realisasi  sisa
    1     2       3     4          5
    1     Aspal   100   40         60
    kode  uraian  pagu  realisasi  sisa
    1     2       3     4          5
    2     Batu    300   60         240
    """
    assert figures(only(as_csv(tmp_path, drawn))) == figures(only(as_csv(tmp_path, PLAIN)))


def test_a_heading_of_two_rows_repeated_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    head, body = GROUPED.strip("\n").splitlines()[:2], GROUPED.strip("\n").splitlines()[2:]
    statement = only(as_csv(tmp_path, "\n".join([*head, body[0], *head, body[1]])))
    assert columns(statement) == GROUPED_COLUMNS
    assert [row.uraian for row in statement.rows] == ["Aspal", "Batu"]


# Titles


def test_titles_name_the_table_and_its_unit(tmp_path: Path) -> None:
    drawn = """
    DINAS PERHUBUNGAN
    TAHUN 2021 (dalam ribuan rupiah)
    kode  uraian  pagu   realisasi
    1     Aspal   1.000  400
    2     Batu    3.000  600
    """
    statement = only(as_csv(tmp_path, drawn))
    assert statement.title == "DINAS PERHUBUNGAN · TAHUN 2021 (dalam ribuan rupiah)"
    figure = statement.rows[0].figures["pagu"]
    assert (figure.value, figure.quantum) == (Fraction(10**6), Fraction(1000))


def test_a_unit_in_a_heading_is_that_of_its_column_only(tmp_path: Path) -> None:
    drawn = """
    kode  uraian  pagu (Rp juta)  realisasi (Rp)
    1     Aspal   100             40.000.000
    2     Batu    300             60.000.000
    """
    rows = only(as_csv(tmp_path, drawn)).rows
    assert [rows[0].figures[name].value for name in ("pagu", "realisasi")] == [10**8, 4 * 10**7]


@pytest.mark.parametrize(
    ("title", "selection"),
    [
        ("10 PAKET TERBESAR", True),
        ("Top 5 kegiatan", True),
        ("Kegiatan antara lain", True),
        ("LAPORAN REALISASI", False),
    ],
)
def test_a_title_may_say_that_the_table_is_a_selection(tmp_path: Path, title: str, selection: bool) -> None:
    assert only(as_csv(tmp_path, title + "\n" + PLAIN.strip("\n"))).selection is selection


# Several tables

TWO = """
A. DANA DAERAH
kode  uraian  pagu  realisasi  sisa
1     Aspal   100   40         60
.     JUMLAH  100   40         60

B. DANA PUSAT
kode  uraian  pagu  realisasi  sisa
1     Batu    300   60         240
.     JUMLAH  300   60         240
"""


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_two_tables_on_one_sheet(tmp_path: Path, write: object) -> None:
    assert callable(write)
    recognition = write(tmp_path, TWO)
    assert [statement.title for statement in recognition.statements] == ["A. DANA DAERAH", "B. DANA PUSAT"]
    assert [len(statement.rows) for statement in recognition.statements] == [2, 2]


def test_two_tables_of_different_kinds_on_one_sheet(tmp_path: Path) -> None:
    drawn = (
        TWO
        + """

REKAPITULASI
no  sumber dana   pagu  realisasi  sisa dana
A.  DANA DAERAH   100   40         60
B.  DANA PUSAT    300   60         240
.   TOTAL         400   100        300
"""
    )
    assert [statement.kind for statement in as_csv(tmp_path, drawn).statements] == ["rincian", "rincian", "rekap"]


def test_a_table_without_total_goes_on_on_the_next_sheet(tmp_path: Path) -> None:
    first = """
    kode  uraian   pagu  realisasi  sisa
    1     Program  400   100        300
    1.1   Aspal    100   40         60
    """
    second = """
    kode  uraian   pagu  realisasi  sisa
    1.2   Batu     300   60         240
    .     JUMLAH   400   100        300
    """
    statement = only(as_xlsx(tmp_path, first, second))
    assert [row.uraian for row in statement.rows] == ["Program", "Aspal", "Batu", "JUMLAH"]
    assert {row.place.sheet for row in statement.rows} == {"Lembar1", "Lembar2"}


def test_a_table_goes_on_though_its_columns_stand_in_another_order(tmp_path: Path) -> None:
    second = """
    uraian  kode  sisa  realisasi  pagu
    Kayu    3     5     95         100
    """
    statement = only(as_xlsx(tmp_path, PLAIN, second))
    assert figures(statement)[-1] == ("Kayu", {"pagu": "100", "realisasi": "95", "sisa": "5"})


def test_a_table_with_a_total_does_not_go_on(tmp_path: Path) -> None:
    drawn = """
    kode  uraian  pagu  realisasi  sisa
    1     Aspal   100   40         60
    .     JUMLAH  100   40         60
    """
    assert len(as_xlsx(tmp_path, drawn, drawn).statements) == 2


def test_sheets_that_number_from_the_beginning_again_are_tables_of_their_own(tmp_path: Path) -> None:
    first = """
    kode  uraian   pagu  realisasi  sisa
    5     Belanja  400   100        300
    5.1   Aspal    100   40         60
    5.2   Batu     300   60         240
    """
    second = """
    kode  uraian   pagu  realisasi  sisa
    5     Belanja  700   70         630
    5.1   Gaji     300   30         270
    5.2   Buku     400   40         360
    """
    recognition = as_xlsx(tmp_path, first, second, names=("Perhubungan", "Pendidikan"))
    assert [statement.name for statement in recognition.statements] == ["Perhubungan", "Pendidikan"]


# Headings of many rows, and titles that look like one


def test_a_heading_may_be_broken_over_five_rows(tmp_path: Path) -> None:
    drawn = """
    .      | .          | Jumlah (Rp) | .         | Bertambah / (Berkurang) | .
    Nomor  | Uraian     | .           | .         | .                       | .
    Urut   | .          | Sebelum     | Setelah   | .                       | .
    .      | .          | .           | .         | (Rp)                    | %
    .      | .          | Perubahan   | Perubahan | .                       | .
    4      | Pendapatan | 900         | 990       | 90                      | 10,00
    4.1    | Pajak      | 400         | 440       | 40                      | 10,00
    4.2    | Transfer   | 500         | 550       | 50                      | 10,00
    """
    statement = only(as_csv(tmp_path, drawn))
    assert statement.kind == "apbd"
    names = ["kode", "uraian", "murni", "perubahan", "bertambah_berkurang", "persen"]
    assert [column.name for column in statement.columns] == names
    assert len(statement.rows) == 3


def test_a_title_that_a_page_breaks_into_cells_is_no_row_of_the_heading(tmp_path: Path) -> None:
    drawn = """
    LAPORAN REALISASI ANGGARAN | .              | .                | .      | .
    UNTUK TAHUN YANG BERAKHIR  | SAMPAI DENGAN  | 31 DESEMBER 2009 | .      | .
    URAIAN                     | ANGGARAN 2009  | REALISASI 2009   | %      | REALISASI 2008
    PENDAPATAN                 | 900            | 450              | 50,00  | 400
    BELANJA                    | 800            | 400              | 50,00  | 380
    SURPLUS                    | 100            | 50               | 50,00  | 20
    """
    statement = only(as_csv(tmp_path, drawn))
    assert [column.heading for column in statement.columns][-1] == "REALISASI 2008"
    assert [column.name for column in statement.columns] == ["uraian", "pagu", "realisasi", "keuangan", "tahun_lalu"]
    assert "31 DESEMBER 2009" in statement.title


def test_a_figure_in_a_note_under_the_total_is_counted_as_unasked(tmp_path: Path) -> None:
    drawn = """
    kode  uraian               pagu  realisasi
    1     Jalan                100   60
    2     Jembatan             200   90
    .     TOTAL                300   150
    .     Sisa belum terserap  999   .
    """
    as_csv(tmp_path, drawn)
    report = audit.check(tmp_path / "1.csv")
    assert report.findings == ()
    assert [(left.printed, left.reason) for left in report.coverage.unchecked] == [("999", "no-rule")]
