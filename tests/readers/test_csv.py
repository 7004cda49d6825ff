"""A CSV file is read whatever its delimiter, encoding and line ends, and every cell knows its line and column."""

from pathlib import Path

import pytest
from reading import read_one

from audit.model.document import Document

TABLE = [["Uraian", "Pagu"], ["Belanja à jour", "1.234,50"], ["Sisa", "7"]]


@pytest.fixture
def document(tmp_path: Path) -> "Read":
    """Write bytes into a file and read it."""
    return Read(tmp_path)


class Read:
    """What reads a text as the file that it makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, encoding: str = "utf-8", name: str = "laporan.csv") -> Document:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return read_one(path)


def drawn(read: Document) -> list[list[str | None]]:
    """The texts of the one grid."""
    assert read.problems == ()
    [grid] = read.grids
    return [[cell.text if cell else None for cell in row] for row in grid.rows]


def written(delimiter: str, end: str = "\n", quote: str = "") -> str:
    """The table as CSV."""
    return "".join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) + end for row in TABLE)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"], ids=["semicolons", "tabs", "bars"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("quote", ["", '"'], ids=["bare", "quoted"])
def test_the_delimiter_is_found_out(delimiter: str, end: str, quote: str, document: Read) -> None:
    assert drawn(document(written(delimiter, end, quote))) == TABLE


def test_commas_part_cells_and_quotes_keep_them(document: Read) -> None:
    text = 'Uraian,Pagu\n"Belanja, dan ""lain""","1,234"\n'
    assert drawn(document(text)) == [["Uraian", "Pagu"], ['Belanja, dan "lain"', "1,234"]]


def test_where_semicolons_part_cells_commas_are_decimal_marks(document: Read) -> None:
    text = "Uraian;Pagu;Bobot\nA;1,5;2,5\nB;2,5;3,5\n"
    assert drawn(document(text))[1] == ["A", "1,5", "2,5"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found_out(encoding: str, document: Read) -> None:
    assert drawn(document(written(";", "\r\n"), encoding)) == TABLE


def test_utf_16_is_read_in_both_orders_of_bytes(document: Read) -> None:
    assert drawn(document("\ufeff" + written("\t"), "utf-16-le")) == TABLE
    assert drawn(document("\ufeff" + written("\t"), "utf-16-be")) == TABLE


def test_a_tsv_file_is_a_csv_file(document: Read) -> None:
    assert drawn(document(written("\t"), name="laporan.tsv")) == TABLE
    assert document(written("\t"), name="laporan.TSV").problems == ()


def test_blank_lines_are_kept_so_that_lines_count_as_in_an_editor(document: Read) -> None:
    read = document("Laporan\n\n\nUraian;Pagu\n;\nA;1\n")
    assert drawn(read)[1:] == [[None, None], [None, None], ["Uraian", "Pagu"], [None, None], ["A", "1"]]
    last = read.grids[0].rows[-1][1]
    assert last is not None
    assert (last.place.line, last.place.column, last.place.text) == (6, 2, "laporan.csv:6:2")


def test_a_cell_of_two_lines_counts_as_two(document: Read) -> None:
    read = document('Uraian;Pagu\n"Belanja\nPegawai";1\nSisa;2\n')
    assert drawn(read)[1:] == [["Belanja\nPegawai", "1"], ["Sisa", "2"]]
    assert [row[0].place.line for row in read.grids[0].rows if row[0]] == [1, 2, 4]


def test_short_lines_are_filled_with_blanks(document: Read) -> None:
    assert drawn(document("LAPORAN\nUraian;Pagu;Sisa\nA;1\nB;2;3\nC;4;5\nD;6;7\n"))[:3] == [
        ["LAPORAN", None, None],
        ["Uraian", "Pagu", "Sisa"],
        ["A", "1", None],
    ]


def test_blanks_before_a_label_are_its_indentation(document: Read) -> None:
    rows = document("Uraian;Pagu\nBelanja;1\n  Pegawai;2\n    Gaji;3\n").grids[0].rows
    assert [row[0].indent for row in rows if row[0]] == [0, 0, 2, 4]


def test_numbers_stay_as_printed(document: Read) -> None:
    cells = document("Kode;Pagu\n051;1.000,00\n5.1.02;(1.000)\n").grids[0].rows
    assert [(cell.text, cell.number) for row in cells[1:] for cell in row if cell] == [
        ("051", None),
        ("1.000,00", None),
        ("5.1.02", None),
        ("(1.000)", None),
    ]


def test_a_file_of_one_column_has_one_column(document: Read) -> None:
    assert drawn(document("Uraian\nBelanja\nSisa\n")) == [["Uraian"], ["Belanja"], ["Sisa"]]


def test_a_long_title_and_signature_do_not_hide_the_delimiter(document: Read) -> None:
    title = "PEMERINTAH DAERAH\nLAPORAN REALISASI\nDINAS TENAGA KERJA\nTAHUN 2021\n\n"
    signature = "\nKupang, 31 Desember 2021\nKepala Dinas\nNama\nNIP\n"
    rows = drawn(document(title + "Uraian;Pagu\nJumlah;3\nA;1\nB;2\n" + signature))
    assert rows[5:9] == [["Uraian", "Pagu"], ["Jumlah", "3"], ["A", "1"], ["B", "2"]]


def test_a_blank_before_a_quoted_figure_does_not_tear_it(document: Read) -> None:
    assert drawn(document('Uraian, Pagu\nA, "1,000"\nB, "2,000"\n'))[1] == ["A", "1,000"]


def test_rows_swallowed_by_an_unclosed_quote_are_a_problem(document: Read) -> None:
    read = document('Uraian,Pagu\nJumlah,3\n"A,1\nB,2\nC,3\n')
    assert [problem.stage for problem in read.problems] == ["read"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_found_out(encoding: str, document: Read) -> None:
    assert drawn(document(written("\t"), encoding)) == TABLE


def test_a_file_of_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("Uraian;Pagu\ndéjà;1\n".encode() + "déjà;2\n".encode("cp1252"))
    assert drawn(read_one(tmp_path / "a.csv"))[1:] == [["déjà", "1"], ["déjà", "2"]]


MANGLED = [
    ("Belanja dÃ©jÃ\u00a0", "Belanja déjà"),
    ("2021 â€“ 2022", "2021 – 2022"),
    ("RpÂ\u00a01.000", "Rp\u00a01.000"),
    ("Ã¢â‚¬â€œ", "–"),
    ("CAFÉ®", "CAFÉ®"),
    ("SÃO", "SÃO"),
    ("5 €", "5 €"),
]


@pytest.mark.parametrize(("text", "meant"), MANGLED)
def test_a_text_encoded_twice_is_put_right_where_that_is_certain(text: str, meant: str, document: Read) -> None:
    assert drawn(document(f"Uraian;Pagu\n{text};1\n"))[1] == [meant, "1"]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;"])
def test_the_line_that_tells_the_delimiter_is_believed_and_left_out(line: str, document: Read) -> None:
    read = document(f"{line}\nA,1;B,2\nC,3;D,4\n")
    assert drawn(read) == [[None, None], ["A,1", "B,2"], ["C,3", "D,4"]]
    assert read.grids[0].rows[1][0].place.line == 2  # type: ignore[union-attr]


WRAPPED = [
    pytest.param('"Uraian,Pagu,Sisa"\n"""A, dan B"",100,""1,000"""\n"C,200,7"\n', id="each line"),
    pytest.param('Uraian,Pagu,Sisa\n"""A, dan B"",100,""1,000"""\n"C,200,7"\n', id="those with quotes"),
    pytest.param('"Uraian,Pagu,Sisa";;\n"""A, dan B"",100,""1,000""";;\n"C,200,7";;\n', id="with blank cells behind"),
]


@pytest.mark.parametrize("text", WRAPPED)
def test_lines_that_were_quoted_once_more_are_read_as_before(text: str, document: Read) -> None:
    read = document(text)
    assert drawn(read) == [["Uraian", "Pagu", "Sisa"], ["A, dan B", "100", "1,000"], ["C", "200", "7"]]
    assert read.grids[0].rows[2][0].place.line == 3  # type: ignore[union-attr]


KEPT = [
    pytest.param('"Pagu"\n"1,000,000"\n"2,000,000"\n"3,000,000"\n', [["Pagu"], ["1,000,000"]], id="amounts"),
    pytest.param('"Laporan, 2021, A"\n"Uraian";"Pagu"\n"A";"1"\n', [["Laporan, 2021, A", None]], id="a title"),
    pytest.param('"Satu, dua"\n"Tiga"\n"Empat, lima, enam"\n', [["Satu, dua"]], id="sentences"),
]


@pytest.mark.parametrize(("text", "rows"), KEPT)
def test_quoted_cells_that_stand_alone_are_kept(text: str, rows: list[list[str | None]], document: Read) -> None:
    assert drawn(document(text))[: len(rows)] == rows


def test_a_code_that_was_kept_from_becoming_a_number_is_that_code(document: Read) -> None:
    assert drawn(document('Kode;Pagu\n="051";1\n"=""5.10""";2\n')) == [["Kode", "Pagu"], ["051", "1"], ["5.10", "2"]]


def test_one_long_line_over_many_short_ones_is_cut(document: Read) -> None:
    read = document("x" + ",1" * 100_000 + "\n" + "A,1\n" * 100)
    [problem] = read.problems
    assert (problem.code, problem.stage, read.input.read) == ("too-far", "limit", "partly")
    assert len(read.grids[0].rows[0]) == 49_504


def test_control_characters_print_nothing(document: Read) -> None:
    assert drawn(document("Uraian;Pagu\nTugas\x02tugas;1\n"))[1] == ["Tugas tugas", "1"]
