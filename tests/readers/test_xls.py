"""A workbook of the format before 2007 is read with what its formats show, and so is what only calls itself one."""

import datetime
from fractions import Fraction
from pathlib import Path

import pytest
import xlwt
from reading import cell_at, drawn, read_one

from audit.model.document import Document, Merge


@pytest.fixture
def book() -> xlwt.Workbook:
    """A workbook with one sheet, APBD."""
    book = xlwt.Workbook()
    book.add_sheet("APBD", cell_overwrite_ok=True)
    return book


def saved(book: xlwt.Workbook, folder: Path, name: str = "laporan.xls") -> Document:
    """The workbook written and read."""
    book.save(str(folder / name))
    return read_one(folder / name)


def test_a_sheet_is_read_as_it_is_laid_out(book: xlwt.Workbook, tmp_path: Path) -> None:
    sheet = book.get_sheet(0)
    for (row, column), value in {(0, 0): "LAPORAN", (2, 0): "Uraian", (2, 1): "Pagu", (3, 1): 1200}.items():
        sheet.write(row, column, value)
    read = saved(book, tmp_path)
    assert drawn(read.grids[0]) == [["LAPORAN", None], [None, None], ["Uraian", "Pagu"], [None, "1200"]]
    assert (read.grids[0].name, read.input.kind, read.problems) == ("APBD", "xls", ())
    assert cell_at(read.grids[0], "B4").place.text == "laporan.xls!APBD!B4"


NUMBERS = [
    (1234.5, "#,##0", "1,235", Fraction(1235), Fraction(1)),
    (0.4, "0%", "40%", Fraction(40), Fraction(1)),
    (1234.5, "General", "1234.5", Fraction("1234.5"), None),
    (-1234, "#,##0_);(#,##0)", "(1,234)", Fraction(-1234), Fraction(1)),
]


@pytest.mark.parametrize(("value", "code", "text", "shown", "step"), NUMBERS)
def test_a_number_is_what_its_format_shows(
    value: float, code: str, text: str, shown: Fraction, step: Fraction | None, book: xlwt.Workbook, tmp_path: Path
) -> None:
    book.get_sheet(0).write(0, 0, value, xlwt.easyxf(num_format_str=code))
    cell = cell_at(saved(book, tmp_path).grids[0], "A1")
    assert cell.number is not None
    assert (cell.text, cell.number.shown, cell.number.quantum) == (text, shown, step)


def test_merges_hidden_rows_and_columns_levels_and_faces_are_told(book: xlwt.Workbook, tmp_path: Path) -> None:
    sheet = book.get_sheet(0)
    sheet.write_merge(0, 1, 0, 1, "Keuangan")
    sheet.write(2, 0, "Jumlah", xlwt.easyxf("font: bold on; align: indent 2"))
    sheet.write(3, 2, 7)
    sheet.row(2).hidden = True
    sheet.row(3).level = 1
    sheet.col(2).hidden = True
    [grid] = saved(book, tmp_path).grids
    assert (grid.merges, grid.hidden, grid.hidden_columns) == ((Merge(0, 0, 1, 1),), {2}, {2})
    assert grid.outline == (0, 0, 0, 1)
    assert (cell_at(grid, "A3").bold, cell_at(grid, "A3").indent) == (True, 2)


def test_dates_and_truth_values_are_words(book: xlwt.Workbook, tmp_path: Path) -> None:
    book.get_sheet(0).write(0, 0, datetime.date(2021, 12, 31), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    book.get_sheet(0).write(0, 1, True)
    book.get_sheet(0).write(0, 2, 9_999_999, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    cells = saved(book, tmp_path).grids[0].rows[0]
    assert [(cell.text, cell.number, cell.error) for cell in cells if cell] == [
        ("2021-12-31", None, False),
        ("TRUE", None, False),
        ("#VALUE!", None, True),
    ]


def test_an_error_value_is_an_error_and_no_number(book: xlwt.Workbook, tmp_path: Path) -> None:
    book.get_sheet(0).row(0).set_cell_error(0, "#REF!")
    cell = cell_at(saved(book, tmp_path).grids[0], "A1")
    assert (cell.text, cell.error, cell.number) == ("#REF!", True, None)


@pytest.mark.parametrize("name", ["laporan.xlsx", "laporan.csv", "laporan", "laporan.docx"])
def test_its_bytes_tell_what_it_is(name: str, book: xlwt.Workbook, tmp_path: Path) -> None:
    book.get_sheet(0).write(0, 0, "Uraian")
    assert drawn(saved(book, tmp_path, name).grids[0]) == [["Uraian"]]


@pytest.mark.parametrize("name", ["unduhan.xls", "unduhan.xlsx", "unduhan.ods"])
@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_a_text_file_that_is_called_a_workbook_is_a_text_file(name: str, delimiter: str, tmp_path: Path) -> None:
    rows = [["Uraian", "Pagu", "Sisa"], ["A", "1", "2"], ["B", "3", "4"]]
    (tmp_path / name).write_text("\n".join(delimiter.join(row) for row in rows), "utf-8")
    read = read_one(tmp_path / name)
    assert (drawn(read.grids[0]), read.input.kind) == (rows, "csv")


def test_a_workbook_cut_short_is_a_problem(book: xlwt.Workbook, tmp_path: Path) -> None:
    for n in range(500):
        book.get_sheet(0).write(n, 0, f"Uraian nomor {n}")
    book.save(str(tmp_path / "utuh.xls"))
    content = (tmp_path / "utuh.xls").read_bytes()
    for part in (600, len(content) // 2):
        (tmp_path / "laporan.xls").write_bytes(content[:part])
        read = read_one(tmp_path / "laporan.xls")
        assert read.problems
        assert read.input.read == "not"
