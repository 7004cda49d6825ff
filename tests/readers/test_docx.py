"""A document is read in its order: tables under their titles, prose as passages, and nothing that is not printed."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as Writer
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from reading import cell_at, drawn, read_one

from audit.model.document import Document, Merge

ROWS = [["Uraian", "Pagu"], ["Jumlah", "300"], ["A", "100"]]


def add_table(writer: Writer, rows: list[list[str]]) -> docx.table.Table:
    """A table with these texts."""
    table = writer.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def add_xml(writer: Writer, xml: str) -> None:
    """A paragraph of this XML."""
    body = writer.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


def saved(writer: Writer, folder: Path) -> Document:
    """The document written and read."""
    path = folder / "laporan.docx"
    writer.save(path)
    return read_one(path)


def rewritten(path: Path, change: Callable[[str, str], str]) -> Document:
    """The document with its XML parts changed, and read."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            xml = name.endswith((".xml", ".rels"))
            package.writestr(name, change(name, content.decode()) if xml else content)
    return read_one(path)


@pytest.fixture
def writer() -> Writer:
    """An empty document."""
    return docx.Document()


def test_tables_and_prose_are_read_in_their_order(writer: Writer, tmp_path: Path) -> None:
    writer.add_paragraph("Alokasi dana sebesar Rp 300 dari APBD.")
    add_table(writer, ROWS)
    writer.add_paragraph("Demikian laporan ini.")
    read = saved(writer, tmp_path)
    assert [drawn(grid) for grid in read.grids] == [ROWS]
    assert [(p.text, p.place.text) for p in read.passages] == [
        ("Alokasi dana sebesar Rp 300 dari APBD.", "laporan.docx:¶1"),
        ("Demikian laporan ini.", "laporan.docx:¶2"),
    ]
    assert (read.input.kind, read.input.read, read.problems) == ("docx", "whole", ())


def test_a_cell_stands_in_a_counted_table(writer: Writer, tmp_path: Path) -> None:
    add_table(writer, ROWS)
    writer.add_paragraph("Tabel kedua ada di bawah ini.")
    add_table(writer, ROWS)
    assert cell_at(saved(writer, tmp_path).grids[1], "B3").place.text == "laporan.docx!Tabel 2!B3"


def test_headings_and_captions_above_a_table_are_its_titles_and_are_read_once(writer: Writer, tmp_path: Path) -> None:
    writer.add_heading("Laporan Realisasi", 1)
    writer.add_heading("A. Vokasi", 2)
    writer.add_paragraph("Pagu tahun ini turun.")
    writer.add_paragraph("(dalam ribuan rupiah)")
    add_table(writer, ROWS)
    writer.add_heading("B. Koperasi", 2)
    add_table(writer, ROWS)
    read = saved(writer, tmp_path)
    assert [[row[0] for row in drawn(grid)][:-3] for grid in read.grids] == [
        ["Laporan Realisasi", "A. Vokasi", "(dalam ribuan rupiah)"],
        ["Laporan Realisasi", "B. Koperasi"],
    ]
    assert [passage.text for passage in read.passages] == ["Pagu tahun ini turun."]


@pytest.mark.parametrize("text", ["Realisasi mencapai Rp 1.000.", "Sisa Rp 5.000", "Serapan 12 %", "Rincian berikut:"])
def test_a_sentence_or_an_amount_is_no_title(text: str, writer: Writer, tmp_path: Path) -> None:
    writer.add_paragraph(text)
    add_table(writer, ROWS)
    read = saved(writer, tmp_path)
    assert (drawn(read.grids[0]), [passage.text for passage in read.passages]) == (ROWS, [text])


def test_merged_cells_hold_their_text_once(writer: Writer, tmp_path: Path) -> None:
    table = add_table(writer, [["Uraian", "Keuangan", ""], ["", "Pagu", "Sisa"], ["A", "1", "2"]])
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    [grid] = saved(writer, tmp_path).grids
    assert drawn(grid) == [["Uraian", "Keuangan", None], [None, "Pagu", "Sisa"], ["A", "1", "2"]]
    assert set(grid.merges) == {Merge(0, 0, 1, 0), Merge(0, 1, 0, 2)}


def test_a_row_that_begins_further_right_keeps_its_columns(writer: Writer, tmp_path: Path) -> None:
    add_table(writer, ROWS)
    writer.save(tmp_path / "laporan.docx")

    def later(name: str, xml: str) -> str:
        row = re.compile(r"<w:tr>(<w:tc>(?:(?!</w:tc>).)*Jumlah.*?</w:tc>)", re.DOTALL)
        return (
            row.sub(r'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>', xml) if name.endswith("document.xml") else xml
        )

    [grid] = rewritten(tmp_path / "laporan.docx", later).grids
    assert drawn(grid)[1] == [None, "300"]


def test_a_table_within_a_row_of_figures_leaves_its_label_there(writer: Writer, tmp_path: Path) -> None:
    table = add_table(writer, ROWS)
    inner = table.cell(2, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "rinci", "7"
    read = saved(writer, tmp_path)
    assert [drawn(grid) for grid in read.grids] == [ROWS, [["rinci", "7"]]]
    assert read.grids[1].name == "Tabel 2"


def test_a_table_that_only_lays_out_the_page_is_none(writer: Writer, tmp_path: Path) -> None:
    outer = writer.add_table(1, 2)
    outer.cell(0, 0).text = "Menu"
    outer.cell(0, 1).text = "Laporan Realisasi"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Pagu", "7"
    assert [drawn(grid) for grid in saved(writer, tmp_path).grids] == [
        [["Menu", None]],
        [["Laporan Realisasi", None], ["Pagu", "7"]],
    ]


PIECES = [
    pytest.param("<w:del><w:r><w:delText>999</w:delText></w:r></w:del><w:r><w:t>1</w:t></w:r>", "1", id="deleted"),
    pytest.param("<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>3</w:t></w:r>", "123", id="inserted"),
    pytest.param("<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom><w:r><w:t>1</w:t></w:r>", "1", id="moved away"),
    pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>1</w:t></w:r>", "1", id="hidden"),
    pytest.param('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>1</w:t></w:r>', "1", id="hiding switched off"),
    pytest.param("<w:r><w:instrText>PAGE 9</w:instrText></w:r><w:r><w:t>1</w:t></w:r>", "1", id="code of a field"),
    pytest.param("<w:fldSimple><w:r><w:t>1</w:t></w:r></w:fldSimple>", "1", id="result of a field"),
    pytest.param("<w:sdt><w:sdtContent><w:r><w:t>1</w:t></w:r></w:sdtContent></w:sdt>", "1", id="content control"),
    pytest.param("<w:hyperlink><w:r><w:t>1</w:t></w:r></w:hyperlink>", "1", id="link"),
    pytest.param("<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t></w:r>", "1 2 3", id="tab and break"),
    pytest.param("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>2</w:t></w:r>", "1-2", id="hyphens"),
    pytest.param('<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>1</w:t></w:r>', "1", id="list"),
]


@pytest.mark.parametrize(("inside", "text"), PIECES)
def test_what_is_printed_is_read_and_nothing_else(inside: str, text: str, writer: Writer, tmp_path: Path) -> None:
    add_xml(writer, f"<w:p>{inside}</w:p>")
    assert [passage.text for passage in saved(writer, tmp_path).passages] == [text]


def test_a_row_that_a_tracked_change_took_away_is_none(writer: Writer, tmp_path: Path) -> None:
    table = add_table(writer, ROWS)
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))
    assert drawn(saved(writer, tmp_path).grids[0]) == [ROWS[0], ROWS[2]]


def test_a_hidden_row_is_read_and_told(writer: Writer, tmp_path: Path) -> None:
    table = add_table(writer, ROWS)
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
    [grid] = saved(writer, tmp_path).grids
    assert (drawn(grid), grid.hidden) == (ROWS, {1})


def test_hidden_figures_are_one_problem(writer: Writer, tmp_path: Path) -> None:
    run = writer.add_paragraph("Pagu ").add_run("Rp 1.000")
    run.font.hidden = True
    read = saved(writer, tmp_path)
    [problem] = read.problems
    assert (problem.code, read.input.read, "Rp 1.000" in problem.message.en) == ("hidden-text", "partly", True)


def test_a_footnote_stands_where_its_number_does(writer: Writer, tmp_path: Path) -> None:
    writer.add_paragraph("Pagu naik.")
    add_xml(writer, '<w:p><w:r><w:t>Lihat catatan.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>')
    writer.save(tmp_path / "laporan.docx")
    said = "<w:p><w:r><w:t>Termasuk Rp 5.</w:t></w:r></w:p>"
    note = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2">{said}</w:footnote></w:footnotes>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(tmp_path / "laporan.docx", "a") as package:
        package.writestr("word/footnotes.xml", note)

    def referred(name: str, xml: str) -> str:
        told = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
        return xml.replace("</Relationships>", told) if name == "word/_rels/document.xml.rels" else xml

    assert [(p.text, p.place.paragraph) for p in rewritten(tmp_path / "laporan.docx", referred).passages] == [
        ("Pagu naik.", 1),
        ("Lihat catatan.", 2),
        ("Termasuk Rp 5.", 2),
    ]


def test_a_text_box_is_read_once_though_it_is_stored_twice(writer: Writer, tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    wps = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    box = "<w:txbxContent><w:p><w:r><w:t>Sisa Rp 5.</w:t></w:r></w:p></w:txbxContent>"
    add_xml(
        writer,
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice><w:drawing><wps:txbx {wps}>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert [passage.text for passage in saved(writer, tmp_path).passages] == ["Sisa Rp 5."]


def test_lines_that_tabs_part_alike_are_a_table(writer: Writer, tmp_path: Path) -> None:
    for line in ("Uraian\tPagu\tSisa", "A\t100\t", "B\t\t20"):
        writer.add_paragraph(line)
    [grid] = saved(writer, tmp_path).grids
    assert drawn(grid) == [["Uraian", "Pagu", "Sisa"], ["A", "100", None], ["B", None, "20"]]
    assert grid.rows[2][2].place.text == "laporan.docx:¶3:3"  # type: ignore[union-attr]


def test_lines_whose_tabs_do_not_agree_stay_prose(writer: Writer, tmp_path: Path) -> None:
    for line in ("Uraian\tPagu\tSisa", "A\t\t\t100\t20", "B\t10\t20"):
        writer.add_paragraph(line)
    read = saved(writer, tmp_path)
    assert (read.grids, len(read.passages)) == ((), 3)


def test_bold_face_and_indentation_are_told(writer: Writer, tmp_path: Path) -> None:
    table = add_table(writer, [["", "1"], ["", "2"]])
    table.cell(0, 0).paragraphs[0].add_run("Jumlah").bold = True
    table.cell(1, 0).paragraphs[0].add_run("Gaji")
    table.cell(1, 0).paragraphs[0].paragraph_format.left_indent = Cm(1)
    [grid] = saved(writer, tmp_path).grids
    assert [(cell.bold, cell.indent) for row in grid.rows if (cell := row[0])] == [(True, 0), (False, 2)]


def test_a_strict_document_is_read_as_others_are(writer: Writer, tmp_path: Path) -> None:
    writer.add_heading("Laporan", 1)
    add_table(writer, ROWS)
    writer.save(tmp_path / "laporan.docx")
    names = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    }

    def strict(_: str, xml: str) -> str:
        for usual, other in names.items():
            xml = xml.replace(usual, other)
        return xml

    assert drawn(rewritten(tmp_path / "laporan.docx", strict).grids[0]) == [["Laporan", None], *ROWS]


def test_a_part_that_is_missing_does_not_matter(writer: Writer, tmp_path: Path) -> None:
    add_table(writer, ROWS)
    writer.save(tmp_path / "laporan.docx")

    def dangling(name: str, xml: str) -> str:
        return xml.replace('Target="styles.xml"', 'Target="NULL"') if name.endswith(".rels") else xml

    assert drawn(rewritten(tmp_path / "laporan.docx", dangling).grids[0]) == ROWS


def test_tables_nested_without_end_are_a_problem_and_no_crash(writer: Writer, tmp_path: Path) -> None:
    writer.save(tmp_path / "laporan.docx")
    nested = "<w:sdt><w:sdtContent>" * 3000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 3000

    def deep(name: str, xml: str) -> str:
        return xml.replace("<w:body>", f"<w:body>{nested}") if name.endswith("document.xml") else xml

    read = rewritten(tmp_path / "laporan.docx", deep)
    assert [problem.code for problem in read.problems] == ["broken"]
