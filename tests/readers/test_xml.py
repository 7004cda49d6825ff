"""An XML Spreadsheet of 2003 is read as other workbooks are, mostly under the name XLS."""

from pathlib import Path

import pytest
from reading import cell_at, drawn, read_one

from audit.model.document import Document, Merge

NAMES = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
STYLES = """<Styles><Style ss:ID="Default"><NumberFormat/></Style>
<Style ss:ID="rp"><NumberFormat ss:Format="#,##0"/><Font ss:Bold="1"/><Alignment ss:Indent="2"/></Style>
<Style ss:ID="rp2" ss:Parent="rp"><NumberFormat ss:Format="Standard"/></Style></Styles>"""


def workbook(
    rows: str, folder: Path, columns: str = "", name: str = "unduhan.xls", encoding: str = "utf-8"
) -> Document:
    """A workbook with one sheet of these rows, as read."""
    xml = f"""<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>
    <Workbook {NAMES}>{STYLES}<Worksheet ss:Name="APBD"><Table>{columns}{rows}</Table></Worksheet></Workbook>"""
    (folder / name).write_bytes(xml.encode(encoding))
    return read_one(folder / name)


def cell(kind: str, text: str, told: str = "") -> str:
    """A cell of a kind."""
    return f'<Cell {told}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_a_sheet_is_read_as_it_is_laid_out(tmp_path: Path) -> None:
    rows = f"<Row>{cell('String', 'LAPORAN')}</Row>"
    rows += "<Row ss:Index='3'>" + cell("String", "A") + cell("Number", "1200", 'ss:Index="3"') + "</Row>"
    read = workbook(rows, tmp_path)
    assert drawn(read.grids[0]) == [["LAPORAN", None, None], [None] * 3, ["A", None, "1200"]]
    assert (read.grids[0].place.text, read.input.kind, read.problems) == ("unduhan.xls!APBD", "xml", ())


@pytest.mark.parametrize(("style", "text"), [("rp", "1,235"), ("rp2", "1,234.56"), ("Default", "1234.555")])
def test_a_number_is_what_its_format_shows(style: str, text: str, tmp_path: Path) -> None:
    row = "<Row>" + cell("Number", "1234.555", f'ss:StyleID="{style}"') + "</Row>"
    [grid] = workbook(row, tmp_path).grids
    assert cell_at(grid, "A1").text == text
    assert (cell_at(grid, "A1").bold, cell_at(grid, "A1").indent) == ((True, 2) if style != "Default" else (False, 0))


def test_kinds_of_cells_are_told_apart(tmp_path: Path) -> None:
    cells = [
        cell("Error", "#REF!"),
        cell("DateTime", "2021-12-31T00:00:00.000"),
        cell("Boolean", "1"),
        cell("String", "051"),
        cell("Number", "", "ss:Formula='=R[1]C'"),
        cell("Number", "x"),
    ]
    read = workbook(f"<Row>{''.join(cells)}</Row>", tmp_path)
    found = read.grids[0].rows[0]
    assert [(one.text, one.error, one.number) for one in found if one] == [
        ("#REF!", True, None),
        ("2021-12-31", False, None),
        ("TRUE", False, None),
        ("051", False, None),
        ("x", False, None),
    ]
    assert [problem.code for problem in read.problems] == ["formula-without-value"]


def test_merges_and_hidden_rows_and_columns_are_told(tmp_path: Path) -> None:
    columns = '<Column ss:Index="2" ss:Span="1" ss:Hidden="1"/>'
    keuangan = cell("String", "Keuangan", 'ss:MergeAcross="1" ss:MergeDown="1"')
    rows = "<Row>" + keuangan + cell("String", "Ket") + "</Row>"
    rows += "<Row ss:Hidden='1'>" + cell("String", "x", 'ss:Index="3"') + "</Row>"
    [grid] = workbook(rows, tmp_path, columns).grids
    assert drawn(grid) == [["Keuangan", None, "Ket"], [None, None, "x"]]
    assert (grid.merges, grid.hidden, grid.hidden_columns) == ((Merge(0, 0, 1, 1),), {1}, {1, 2})


def test_an_encoding_that_is_told_wrongly_is_found_out(tmp_path: Path) -> None:
    read = workbook(f"<Row>{cell('String', 'déjà')}</Row>", tmp_path, encoding="cp1252")
    assert drawn(read.grids[0]) == [["déjà"]]


def test_other_xml_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<laporan><pagu>1</pagu></laporan>", "utf-8")
    [problem] = read_one(tmp_path / "a.xml").problems
    assert (problem.code, "XML Spreadsheet" in problem.message.en) == ("unknown-kind", True)
