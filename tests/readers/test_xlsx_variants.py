"""Workbooks as programs other than Excel write them are read as what they mean."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from reading import cell_at, drawn, read_one

from audit.model.document import Document
from audit.notation.letters import letters_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="3"/><xf numFmtId="170"/><xf numFmtId="10"/></cellXfs>'
    "</styleSheet>"
)


def book(
    folder: Path,
    rows: str,
    strings: str = "",
    *,
    properties: str = "",
    target: str = "worksheets/sheet1.xml",
    styles: str = "styles.xml",
    after: str = "",
) -> Document:
    """A workbook of one sheet with these rows, read."""

    def related(**parts: str) -> str:
        listed = "".join(
            f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{part}"/>' for kind, part in parts.items()
        )
        return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE}">{listed}</Relationships>'

    path = folder / "buku.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("_rels/.rels", related(officeDocument="xl/workbook.xml"))
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr{properties}/>'
            '<sheets><sheet name="L" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            related(worksheet=target, styles=styles, sharedStrings="sharedStrings.xml"),
        )
        package.writestr("xl/styles.xml", STYLES)
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" count="1">{strings}</sst>')
        package.writestr(
            "xl/worksheets/sheet1.xml",
            f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        )
    return read_one(path)


def texts(read: Document) -> list[list[str | None]]:
    assert read.problems == ()
    return drawn(read.grids[0])


@pytest.mark.parametrize(
    "target",
    ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml"],
)
def test_a_part_may_be_named_from_the_top_or_from_where_it_is_named(target: str, tmp_path: Path) -> None:
    assert texts(book(tmp_path, '<row r="1"><c r="A1"><v>7</v></c></row>', target=target)) == [["7"]]


@pytest.mark.parametrize(("properties", "day"), [("", "2021-12-31"), (' date1904="1"', "2026-01-01")])
def test_days_are_counted_from_the_epoch_of_the_workbook(properties: str, day: str, tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="2"><v>44561</v></c></row>' for n in range(1, 7))
    assert texts(book(tmp_path, rows, properties=properties)) == [[day]] * 6


def test_texts_of_all_kinds_stand_side_by_side(tmp_path: Path) -> None:
    strings = (
        "<si><t>Belanja</t></si><si><r><t>Belanja </t></r><r><rPr><b/></rPr><t>Modal</t></r></si>"
        "<si><t>\u6771\u4eac</t><rPh sb='0' eb='2'><t>\u30c8\u30a6</t></rPh></si>"
    )
    row = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        '<c r="D1" t="inlineStr"><is><t>A &amp; B</t></is></c><c r="E1" t="str"><f>"x"&amp;A1</f><v>xBelanja</v></c>'
        '<c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="G1" t="b"><v>1</v></c><c r="H1" t="d"><v>2021-12-31</v></c>'
        '<c r="I1" s="3"><v>0.125</v></c></row>'
    )
    read = book(tmp_path, row, strings)
    shown = ["Belanja", "Belanja Modal", "\u6771\u4eac", "A & B", "xBelanja", "#DIV/0!", "TRUE", "2021-12-31", "12.50%"]
    assert texts(read) == [shown]
    assert cell_at(read.grids[0], "E1").formula == '="x"&A1'
    assert cell_at(read.grids[0], "F1").error


def test_formulas_shared_down_a_column_read_as_copies_of_the_first(tmp_path: Path) -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B9" si="0">A1*$A$1</f><v>1</v></c></row>'
    rows = [
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><f t="shared" si="0"/><v>{n}</v></c></row>'
        for n in range(2, 10)
    ]
    read = book(tmp_path, first + "".join(rows))
    assert [cell.formula for row in read.grids[0].rows if (cell := row[1])] == [f"=A{n}*$A$1" for n in range(1, 10)]


def test_rows_out_of_order_and_twice_stand_where_they_say(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at[1]}"><c r="{at}"><v>{n}</v></c></row>' for n, at in ((3, "A3"), (1, "B1"), (4, "B3")))
    assert texts(book(tmp_path, rows)) == [[None, "1"], [None, None], ["3", "4"]]


def test_a_sheet_may_be_as_wide_as_a_sheet_can_be(tmp_path: Path) -> None:
    letters = [letters_of(column) for column in range(1 << 14)]
    cells = ["".join(f'<c r="{name}{n}"><v>{at}</v></c>' for at, name in enumerate(letters)) for n in range(1, 5)]
    rows = "".join(f'<row r="{n}">{text}</row>' for n, text in enumerate(cells, 1))
    [grid] = book(tmp_path, rows).grids
    assert [len(row) for row in grid.rows] == [1 << 14] * 4
    last = grid.rows[3][-1]
    assert last is not None
    assert (last.text, last.place.cell) == ("16383", "XFD4")
    beyond = book(tmp_path, '<row r="1"><c r="XFE1"><v>1</v></c></row>')
    assert [problem.code for problem in beyond.problems] == ["too-large"]


def test_numbers_written_with_exponents_signs_and_many_digits_are_what_they_say(tmp_path: Path) -> None:
    written = ["1.5E3", "1e3", "-2", "1234567890123456789", "0.1", "1E-7", "+5"]
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{text}</v></c></row>' for n, text in enumerate(written, 1))
    shown = ["1500", "1000", "-2", "1234567890123456789", "0.1", "0.0000001", "5"]
    assert texts(book(tmp_path, rows)) == [[text] for text in shown]


def test_hidden_and_grouped_rows_without_cells_are_told(tmp_path: Path) -> None:
    rows = (
        '<row r="1" hidden="1"/><row r="2" outlineLevel="1" spans="1:1"/>'
        '<row r="3" outlineLevel="2" hidden="true"><c r="A3"><v>3</v></c></row><row r="4"><c r="A4"><v>4</v></c></row>'
    )
    [grid] = book(tmp_path, rows, after='<mergeCells><mergeCell ref="A4:B4"/></mergeCells>').grids
    assert grid.outline == (0, 1, 2, 0)
    assert grid.hidden == {0, 2}
    assert len(grid.merges) == 1
