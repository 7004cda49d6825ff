"""A workbook is read as a person sees it, with what each cell holds behind its format and the formula behind that."""

import datetime
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from reading import cell_at, drawn, read_one

from audit.model.document import Cell, Document, Merge

SHEET = "xl/worksheets/sheet1.xml"
ACCOUNTING = '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'


@pytest.fixture
def book() -> Workbook:
    """A workbook with one sheet, APBD."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "APBD"
    return book


def put(book: Workbook, cell: str, value: Any, code: str | None = None) -> None:
    """Write a value into a cell of the first sheet, under a number format."""
    book.worksheets[0][cell] = value
    if code is not None:
        book.worksheets[0][cell].number_format = code


def document(book: Workbook, folder: Path, **cached: str) -> Document:
    """The saved workbook as read; ``cached`` are the values that a spreadsheet program stored beside formulas."""
    path = folder / "laporan.xlsx"
    book.save(path)
    if cached:
        store(path, cached)
    return read_one(path)


def store(path: Path, cached: dict[str, str]) -> None:
    """Put values beside formulas of the first sheet, which openpyxl never does: a number, or an error such as #REF!."""
    xml = parts_of(path)[SHEET].decode()
    for cell, value in cached.items():
        kind = ' t="e"' if value.startswith("#") else "" if value else ' t="str"'
        xml, found = re.subn(
            rf'<c r="{cell}"([^>]*)><f>(.*?)</f><v ?/?>(</v>)?</c>',
            rf'<c r="{cell}"\1{kind}><f>\2</f><v>{value}</v></c>',
            xml,
        )
        assert found == 1
    with_sheet(path, xml)


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a package by their names."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_sheet(path: Path, xml: str) -> None:
    """Put other XML in the place of the first sheet's."""
    parts = parts_of(path) | {SHEET: xml.encode()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def cell(read: Document, place: str) -> Cell:
    """The cell of the first sheet at a place such as B2."""
    return cell_at(read.grids[0], place)


def test_a_sheet_is_read_as_it_is_laid_out(book: Workbook, tmp_path: Path) -> None:
    for place, value in {"A1": "LAPORAN", "A3": "Uraian", "B3": "Pagu", "A4": "Jumlah", "B4": 1200}.items():
        put(book, place, value)
    [grid] = document(book, tmp_path).grids
    assert grid.name == "APBD"
    assert drawn(grid) == [["LAPORAN", None], [None, None], ["Uraian", "Pagu"], ["Jumlah", "1200"]]


def test_every_cell_knows_its_place(book: Workbook, tmp_path: Path) -> None:
    put(book, "C5", 1)
    assert cell(document(book, tmp_path), "C5").place.text == "laporan.xlsx!APBD!C5"


def test_every_sheet_is_a_grid_also_a_hidden_and_an_empty_one(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "x")
    book.create_sheet("Rekap")["A1"] = 2
    book.create_sheet("Sandi").sheet_state = "hidden"
    assert [grid.name for grid in document(book, tmp_path).grids] == ["APBD", "Rekap", "Sandi"]


def test_a_sheet_of_a_chart_is_no_grid(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 1)
    put(book, "A2", "=A1")
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=1, min_row=1, max_row=2))
    book.create_chartsheet("Grafik").add_chart(chart)
    read = document(book, tmp_path, A2="1")
    assert [grid.name for grid in read.grids] == ["APBD"]
    assert read.problems == ()


NUMBERS = """
    stored        format        text          shown       step   hidden
    1234567.0     #,##0         1,234,567     1234567     1      no
    1234.5        #,##0         1,235         1235        1      yes
    0.0138        0.00%         1.38%         1.38        0.01   no
    1234567890    #,##0,        1,234,568     1234568000  1000   yes
    1234.5        General       1234.5        1234.5      -      no
    -1234         #,##0_);(#,##0) (1,234)     -1234       1      no
"""


@pytest.mark.parametrize("line", NUMBERS.strip().splitlines()[1:], ids=str.strip)
def test_a_number_is_what_its_format_shows(line: str, book: Workbook, tmp_path: Path) -> None:
    stored, code, text, shown, step, hidden = line.split()
    put(book, "A1", float(stored) if "." in stored else int(stored), code)
    found = cell(document(book, tmp_path), "A1")
    assert found.text == text
    assert found.number is not None
    assert found.number.shown == Fraction(shown)
    assert found.number.quantum == (None if step == "-" else Fraction(step))
    assert found.number.hidden == (hidden == "yes")
    assert found.number.stored == Fraction(stored) * (100 if "%" in code else 1)


def test_the_dash_of_an_accounting_format_is_a_zero(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 0, ACCOUNTING)
    found = cell(document(book, tmp_path), "A1")
    assert found.text == "-"
    assert found.number is not None
    assert found.number.shown == 0


def test_text_that_looks_like_a_number_stays_text(book: Workbook, tmp_path: Path) -> None:
    for place, value in {"A1": "1.234.567", "A2": "051", "A3": "5.1.02"}.items():
        put(book, place, value, "@")
    read = document(book, tmp_path)
    assert [(cell(read, place).text, cell(read, place).number) for place in ("A1", "A2", "A3")] == [
        ("1.234.567", None),
        ("051", None),
        ("5.1.02", None),
    ]


def test_a_date_is_no_number(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", datetime.datetime(2021, 12, 31), "dd/mm/yyyy")
    put(book, "A2", datetime.datetime(2021, 12, 31, 10, 30), "dd/mm/yyyy hh:mm")
    put(book, "A3", 44561, "[$-421]dd mmmm yyyy;@")
    put(book, "A4", datetime.time(10, 30))
    read = document(book, tmp_path)
    assert [cell(read, f"A{n}").number for n in (1, 2, 3, 4)] == [None] * 4
    assert [cell(read, f"A{n}").text for n in (1, 2, 3)] == ["2021-12-31", "2021-12-31T10:30:00", "2021-12-31"]


def test_truth_values_are_words(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", True)
    assert (cell(document(book, tmp_path), "A1").text, cell(document(book, tmp_path), "A1").number) == ("TRUE", None)


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"])
def test_an_error_value_is_an_error_and_no_number(error: str, book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", error)
    put(book, "B1", "=A9/0")
    read = document(book, tmp_path, B1=error)
    assert [(cell(read, p).text, cell(read, p).error, cell(read, p).number) for p in ("A1", "B1")] == [
        (error, True, None)
    ] * 2
    assert cell(read, "B1").formula == "=A9/0"
    assert read.problems == ()


def test_a_formula_has_its_stored_value_and_its_text(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 100)
    put(book, "A2", "=SUM(A1:A1)", "#,##0.00")
    read = document(book, tmp_path, A2="100.456")
    found = cell(read, "A2")
    assert (found.formula, found.text, read.problems) == ("=SUM(A1:A1)", "100.46", ())
    assert found.number is not None
    assert found.number.stored == Fraction("100.456")
    assert cell(read, "A1").formula is None


def test_a_formula_without_a_stored_value_is_one_problem_of_its_sheet(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 100)
    for n in range(2, 10):
        put(book, f"B{n}", f"=A{n}")
    read = document(book, tmp_path)
    [problem] = read.problems
    assert (problem.stage, problem.code, problem.lost and problem.lost.en) == (
        "read",
        "formula-without-value",
        "APBD: B2, B3, B4, B5, B6, …",
    )
    assert "8" in problem.message.en
    assert problem.hint is not None
    assert drawn(read.grids[0])[1] == [None, None]


def test_a_formula_without_a_value_is_seen_in_xml_with_prefixes_too(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "=1+1")
    path = tmp_path / "laporan.xlsx"
    book.save(path)
    sheet = parts_of(path)[SHEET].decode()
    with_sheet(path, re.sub(r"<(/?)(?=\w)", r"<\1x:", sheet).replace("xmlns=", "xmlns:x="))
    prefixed = read_one(path)
    assert [grid.name for grid in prefixed.grids] == ["APBD"]
    assert [problem.code for problem in prefixed.problems] == ["formula-without-value"]


def test_a_file_with_a_formula_without_a_value_is_read_partly(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "=1+1")
    assert document(book, tmp_path).input.read == "partly"


def test_a_formula_that_gives_no_text_is_blank_and_no_problem(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", '=IF(B1,"","x")')
    put(book, "A2", "x")
    read = document(book, tmp_path, A1="")
    assert read.problems == ()
    assert drawn(read.grids[0]) == [[None], ["x"]]


def test_merged_cells_are_told_and_hold_their_text_once(book: Workbook, tmp_path: Path) -> None:
    put(book, "B2", "Keuangan")
    book.worksheets[0].merge_cells("B2:D3")
    put(book, "A4", "x")
    [grid] = document(book, tmp_path).grids
    assert grid.merges == (Merge(1, 1, 2, 3),)
    assert drawn(grid)[1:3] == [[None, "Keuangan", None, None], [None] * 4]


def test_hidden_rows_and_outline_levels_are_told(book: Workbook, tmp_path: Path) -> None:
    for n in range(1, 5):
        put(book, f"A{n}", n)
    book.worksheets[0].row_dimensions[2].hidden = True
    book.worksheets[0].row_dimensions[3].outlineLevel = 2
    [grid] = document(book, tmp_path).grids
    assert (grid.hidden, grid.outline) == ({1}, (0, 0, 2, 0))


def test_indentation_and_bold_face_are_told(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "Jumlah")
    put(book, "A2", "Belanja")
    book.worksheets[0]["A1"].font = Font(bold=True)
    book.worksheets[0]["A2"].alignment = Alignment(indent=2)
    read = document(book, tmp_path)
    assert [(cell(read, p).bold, cell(read, p).indent) for p in ("A1", "A2")] == [(True, 0), (False, 2)]


def test_blanks_before_a_label_are_its_indentation(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "   Belanja Pegawai")
    assert cell(document(book, tmp_path), "A1").indent == 3


def test_a_cell_of_blanks_is_blank(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "   ")
    put(book, "B1", "x")
    assert drawn(document(book, tmp_path).grids[0]) == [[None, "x"]]


def test_a_workbook_with_macros_is_read_as_one_without(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "Uraian")
    book.save(tmp_path / "laporan.xlsm")
    assert drawn(read_one(tmp_path / "laporan.xlsm").grids[0]) == [["Uraian"]]


def test_the_same_bytes_have_the_same_digest_and_their_path_as_given(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 1)
    one, other = document(book, tmp_path), read_one(tmp_path / "laporan.xlsx")
    assert one.input.sha256 == other.input.sha256
    assert (one.input.path, one.input.kind, one.input.read) == (str(tmp_path / "laporan.xlsx"), "xlsx", "whole")


def test_hidden_columns_are_told(book: Workbook, tmp_path: Path) -> None:
    put(book, "D1", 1)
    book.worksheets[0].column_dimensions["B"].hidden = True
    [grid] = document(book, tmp_path).grids
    assert (grid.hidden_columns, drawn(grid)) == ({1}, [[None, None, None, "1"]])


def changed(book: Workbook, folder: Path, *changes: tuple[str, str], part: str = SHEET) -> Document:
    """The saved workbook with texts of a part replaced, as read."""
    path = folder / "laporan.xlsx"
    book.save(path)
    parts = parts_of(path)
    xml = parts[part].decode()
    for old, new in changes:
        assert old in xml
        xml = xml.replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in (parts | {part: xml.encode()}).items():
            package.writestr(name, content)
    return read_one(path)


@pytest.mark.parametrize("value", ["null", "undefined", " "])
def test_what_an_exporter_writes_for_nothing_is_a_blank(value: str, book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 77)
    put(book, "B1", 78, "#,##0")
    read = changed(book, tmp_path, ("<v>77</v>", f"<v>{value}</v>"))
    assert (drawn(read.grids[0]), read.problems) == ([[None, "78"]], ())


@pytest.mark.parametrize("value", ["NaN", "-INF", "1e999"])
def test_a_number_that_is_none_is_an_error_and_never_zero(value: str, book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 77)
    found = cell(changed(book, tmp_path, ("<v>77</v>", f"<v>{value}</v>")), "A1")
    assert (found.error, found.number) == (True, None)


def test_a_number_written_as_a_person_writes_it_stays_text(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 77)
    found = cell(changed(book, tmp_path, ("<v>77</v>", "<v>1.234,5</v>")), "A1")
    assert (found.text, found.number, found.error) == ("1.234,5", None, False)


def test_a_text_that_is_lost_is_an_error(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 77)
    found = cell(changed(book, tmp_path, ('t="n"><v>77</v>', 't="s"><v>999</v>')), "A1")
    assert (found.error, found.number) == (True, None)


def test_a_strict_workbook_is_read_as_others_are(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "Uraian")
    put(book, "B1", 1234.5, "#,##0")
    path = tmp_path / "laporan.xlsx"
    book.save(path)
    parts = parts_of(path)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            strict = content.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            package.writestr(name, strict)
    read = read_one(path)
    assert (drawn(read.grids[0]), read.problems) == ([["Uraian", "1,235"]], ())


def test_styles_that_openpyxl_refuses_do_not_keep_a_workbook_from_being_read(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 1234.5, "#,##0")
    read = changed(book, tmp_path, ('patternType="gray125"', 'patternType="batik"'), part="xl/styles.xml")
    with pytest.raises(ValueError, match=r"stylesheet|patternFill|styles"):
        openpyxl.load_workbook(tmp_path / "laporan.xlsx")
    assert (drawn(read.grids[0]), read.problems) == ([["1,235"]], ())


def test_a_damaged_sheet_is_left_out_by_name_and_the_others_are_read(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 77)
    book.create_sheet("Rekap")["A1"] = 2
    read = changed(book, tmp_path, ("</row>", ""))
    assert [grid.name for grid in read.grids] == ["Rekap"]
    [problem] = read.problems
    assert (problem.code, problem.lost and problem.lost.en, read.input.read) == ("broken", "sheet APBD", "partly")


def test_a_sheet_whose_part_is_missing_is_left_out_by_name(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 77)
    book.create_sheet("Rekap")["A1"] = 2
    read = changed(book, tmp_path, ("sheet1.xml", "sheet9.xml"), part="xl/_rels/workbook.xml.rels")
    assert ([grid.name for grid in read.grids], len(read.problems)) == (["Rekap"], 1)


def test_a_workbook_whose_parts_do_not_fit_together_is_read_by_its_values(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 1234.5, "#,##0")
    read = changed(book, tmp_path, ('numFmtId="3"', 'numFmtId="tiga"'), part="xl/styles.xml")
    assert drawn(read.grids[0]) == [["1234.5"]]
    assert ([problem.code for problem in read.problems], read.input.read) == (["without-formats"], "partly")


@pytest.mark.parametrize("name", ["laporan.xls", "laporan.csv", "laporan.docx", "laporan", "laporan.zip"])
def test_its_bytes_tell_what_it_is(name: str, book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", "Uraian")
    book.save(tmp_path / "laporan.xlsx")
    (tmp_path / "laporan.xlsx").rename(tmp_path / name)
    read = read_one(tmp_path / name)
    assert (drawn(read.grids[0]), read.input.kind) == ([["Uraian"]], "xlsx")


def in_sheet(book: Workbook, folder: Path, rows: str) -> Document:
    """The workbook as read with these rows, as XML, in its first sheet."""
    path = folder / "laporan.xlsx"
    book.save(path)
    xml = parts_of(path)[SHEET].decode()
    with_sheet(path, re.sub(r"<sheetData ?/>|<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", xml))
    return read_one(path)


def test_a_formula_shared_by_several_cells_is_told_for_each(book: Workbook, tmp_path: Path) -> None:
    rows = """<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1-$C$1</f><v>1</v></c></row>
      <row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>"""
    read = in_sheet(book, tmp_path, rows)
    assert [cell_at(read.grids[0], place).formula for place in ("A1", "A2")] == ["=B1-$C$1", "=B2-$C$1"]


def test_cells_and_rows_without_a_reference_stand_after_one_another(book: Workbook, tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"
    read = in_sheet(book, tmp_path, rows)
    assert [cell_at(read.grids[0], place).text for place in ("A1", "C1", "A2")] == ["1", "3", "4"]


def test_a_text_in_its_cell_is_the_sum_of_its_runs_without_their_readings(book: Workbook, tmp_path: Path) -> None:
    runs = "<r><t>Belanja </t></r><r><t>Modal</t></r><rPh sb='0' eb='1'><t>modaru</t></rPh>"
    read = in_sheet(book, tmp_path, f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row>')
    assert cell_at(read.grids[0], "A1").text == "Belanja Modal"


@pytest.mark.parametrize("place", ["1A", "AAAA1", "A", "Ä1"])
def test_a_cell_that_stands_nowhere_keeps_its_sheet_from_being_read(place: str, book: Workbook, tmp_path: Path) -> None:
    read = in_sheet(book, tmp_path, f'<row r="1"><c r="{place}"><v>1</v></c></row>')
    assert [problem.code for problem in read.problems] == ["broken"]


def test_a_workbook_without_dates_is_read_without_openpyxl(book: Workbook, tmp_path: Path) -> None:
    put(book, "A1", 1234.5, "#,##0.00")
    path = tmp_path / "laporan.xlsx"
    book.save(path)
    code = f"""if True:
        import sys
        from pathlib import Path
        from audit.readers import read
        assert [*read([Path({str(path)!r})])][0].grids
        assert "openpyxl" not in sys.modules"""
    subprocess.run([sys.executable, "-c", code], check=True)
