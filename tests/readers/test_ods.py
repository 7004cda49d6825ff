"""An ODS spreadsheet is read with what its cells print, and the values behind them."""

import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from reading import cell_at, drawn, read_one

from audit.model.document import Document, Merge

HEAD = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:automatic-styles>
 <number:number-style style:name="N1"><number:number number:decimal-places="0"/></number:number-style>
 <number:percentage-style style:name="N2"><number:number number:decimal-places="2"/></number:percentage-style>
 <style:style style:name="rupiah" style:family="table-cell" style:data-style-name="N1"/>
 <style:style style:name="persen" style:family="table-cell" style:data-style-name="N2"/>
 <style:style style:name="tebal" style:family="table-cell" style:parent-style-name="rupiah">
  <style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>"""
TAIL = "</office:spreadsheet></office:body></office:document-content>"
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def spreadsheet(rows: str, folder: Path, columns: str = "", **parts: str) -> Document:
    """A spreadsheet with one sheet of these rows, as read."""
    path = folder / "laporan.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", MIME)
        package.writestr("content.xml", f'{HEAD}<table:table table:name="APBD">{columns}{rows}</table:table>{TAIL}')
        for name, content in parts.items():
            package.writestr(name, content)
    return read_one(path)


def row(*cells: str, told: str = "") -> str:
    """A row of these cells."""
    return f"<table:table-row {told}>{''.join(cells)}</table:table-row>"


def text(words: str, told: str = "") -> str:
    """A cell with words."""
    return f'<table:table-cell office:value-type="string" {told}><text:p>{words}</text:p></table:table-cell>'


def figure(value: str, shown: str, told: str = "", kind: str = "float") -> str:
    """A cell with a figure."""
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {told}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


NUMBERS = [
    pytest.param(figure("1234.5", "1.235", 'table:style-name="rupiah"'), 1235, 1, True, id="grouped"),
    pytest.param(figure("1234.5", "1,235", 'table:style-name="tebal"'), 1235, 1, True, id="grouped as in English"),
    pytest.param(figure("1234.5", "1234,5"), "1234.5", None, False, id="general"),
    pytest.param(
        figure("0.0138", "1,38%", 'table:style-name="persen"', "percentage"), "1.38", "0.01", False, id="share"
    ),
    pytest.param(figure("0", "-", 'table:style-name="rupiah"'), 0, 0, False, id="nil"),
    pytest.param(figure("-1234", "(1.234)", 'table:style-name="rupiah"'), -1234, 1, False, id="in brackets"),
    pytest.param(figure("1234", "seribu"), 1234, None, False, id="in words"),
    pytest.param(figure("1234", ""), 1234, None, False, id="nothing"),
]


@pytest.mark.parametrize(("cell", "shown", "step", "hidden"), NUMBERS)
def test_a_number_is_what_is_printed(
    cell: str, shown: int | str, step: int | str | None, hidden: bool, tmp_path: Path
) -> None:
    number = cell_at(spreadsheet(row(cell), tmp_path).grids[0], "A1").number
    assert number is not None
    assert (number.shown, number.hidden) == (Fraction(shown), hidden)
    assert number.quantum == (None if step is None else Fraction(step))


def test_repeated_cells_and_rows_keep_their_places(tmp_path: Path) -> None:
    rows = row(text("A"), '<table:table-cell table:number-columns-repeated="2"/>', figure("1", "1"))
    rows += row("<table:table-cell/>", told='table:number-rows-repeated="2"') + row(
        text("B", 'table:number-columns-repeated="2"')
    )
    rows += row(
        '<table:table-cell table:number-columns-repeated="16384"/>', told='table:number-rows-repeated="1048570"'
    )
    read = spreadsheet(rows, tmp_path)
    assert drawn(read.grids[0]) == [
        ["A", None, None, "1"],
        [None] * 4,
        [None] * 4,
        ["B", "B", None, None],
    ]
    assert read.problems == ()


def test_a_figure_repeated_over_the_whole_sheet_is_a_problem(tmp_path: Path) -> None:
    rows = row(figure("1", "1", 'table:number-columns-repeated="16384"'), told='table:number-rows-repeated="1048576"')
    read = spreadsheet(rows, tmp_path)
    assert ([problem.code for problem in read.problems], read.grids, read.input.read) == (["too-large"], (), "not")


def test_merges_hidden_rows_and_columns_levels_and_faces_are_told(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = row(text("Keuangan", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'))
    rows += row("<table:covered-table-cell/>")
    rows += "<table:table-row-group>" + row(text("A"), told='table:visibility="filter"') + "</table:table-row-group>"
    rows += row(text("Jumlah", 'table:style-name="tebal"'))
    [grid] = spreadsheet(rows, tmp_path, columns).grids
    assert (grid.merges, grid.hidden, grid.hidden_columns) == ((Merge(0, 0, 1, 1),), {2}, {1})
    assert (grid.outline, cell_at(grid, "A4").bold) == ((0, 0, 1, 0), True)


def test_errors_are_errors_and_formulas_are_kept(tmp_path: Path) -> None:
    rows = row(
        text("#REF!", 'calcext:value-type="error" table:formula="of:=[.#REF!]"'),
        figure("0", "Err:502"),
        figure("3", "3", 'table:formula="of:=SUM([.A1:.A3];[$Rekap.B2])"'),
        '<table:table-cell table:formula="of:=[.A1]"/>',
    )
    read = spreadsheet(rows, tmp_path)
    cells = [cell for cell in read.grids[0].rows[0] if cell]
    assert [(cell.text, cell.error, cell.number is None) for cell in cells] == [
        ("#REF!", True, True),
        ("Err:502", True, True),
        ("3", False, False),
    ]
    assert cells[2].formula == "=SUM(A1:A3;$Rekap!B2)"
    assert [problem.code for problem in read.problems] == ["formula-without-value"]


def test_blanks_breaks_and_notes_in_a_cell(tmp_path: Path) -> None:
    inside = (
        '<office:annotation><text:p>Rp 9</text:p></office:annotation><text:p><text:s text:c="3"/>A<text:tab/>B</text:p>'
    )
    cell = f'<table:table-cell office:value-type="string">{inside}<text:p>C</text:p></table:table-cell>'
    found = cell_at(spreadsheet(row(cell), tmp_path).grids[0], "A1")
    assert (found.text, found.indent) == ("   A\tB\nC", 3)


def test_a_password_is_told(tmp_path: Path) -> None:
    manifest = {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    assert [p.code for p in spreadsheet(row(text("A")), tmp_path, **manifest).problems] == ["password"]


def test_a_spreadsheet_cut_short_is_a_problem(tmp_path: Path) -> None:
    spreadsheet(row(text("A")), tmp_path)
    with zipfile.ZipFile(tmp_path / "laporan.ods", "w") as package:
        package.writestr("mimetype", MIME)
        package.writestr("content.xml", f'{HEAD}<table:table table:name="APBD">{row(text("A"))}')
    assert [problem.code for problem in read_one(tmp_path / "laporan.ods").problems] == ["broken"]
