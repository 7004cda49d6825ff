"""Rows that are matched as text are read as the parser reads them, whatever is written between their tags."""

from __future__ import annotations

import re
from io import BytesIO
from unittest.mock import patch
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.model.document import Cell, Grid, Place
from audit.readers._cell import Style
from audit.readers._rows import _CELL, Rows
from audit.readers._sheet import Sheet, TooWide, laid_out
from audit.readers._values import MAIN, Shared
from audit.readers._worksheet import fill

SHARED = Shared(
    ["Uraian", "", "Rp & sen"],
    [Style(), Style("#,##0"), Style("0.00%", 2, True), Style("dd/mm/yyyy"), Style("[h]:mm")],
    {3, 4},
    {4},
    False,
)

HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}" xmlns:x="urn:lain">'
TAIL = '<mergeCells><mergeCell ref="B3:C3"/></mergeCells></worksheet>'

Seen = tuple[object, ...]


def read(rows: str, tag: str = "<sheetData>", head: str = HEAD) -> Grid | str:
    """The grid of a sheet with these rows, or what went wrong."""
    sheet = Sheet("L")
    xml = f"{head}{tag}{rows}</sheetData>{TAIL}".encode("utf-8", "surrogatepass")
    try:
        with patch("audit.readers._rows._LEARNT", (2, 4, 8)):
            fill(sheet, BytesIO(xml), SHARED)
    except (expat.ExpatError, ValueError, TooWide) as error:
        return type(error).__name__
    return laid_out(sheet, Place("i1", "buku.xlsx", "L"))[0]


def seen(grid: Grid | str) -> Seen:
    """All that a grid holds, cells by their fields."""
    if isinstance(grid, str):
        return (grid,)
    fields = Cell.__slots__
    rows = [tuple(cell and tuple(getattr(cell, name) for name in fields) for cell in row) for row in grid.rows]
    unsolved = [(one.row, one.column, one.cell.formula, one.format) for one in grid.unsolved]
    return rows, grid.merges, grid.outline, grid.hidden, unsolved


def by_parser(rows: str, head: str = HEAD) -> Seen:
    """What the parser makes of the rows: with a blank in its tag the beginning of the rows is not the usual one."""
    return seen(read(rows, "<sheetData >", head))


def mostly(usual: list[str], odd: list[str]) -> st.SearchStrategy[str]:
    """What nearly every cell has, and now and then what hardly one has."""
    return st.integers(0, 39).flatmap(lambda number: st.sampled_from(usual if number else odd))


values = mostly(
    [
        "",
        "1",
        "-5",
        "12345678901234567890",
        "1.5",
        "1E5",
        ".5",
        "1e999",
        " 7 ",
        "null",
        "NaN",
        "teks",
        "0",
        "2",
        "9",
        "44000.25",
        "&lt;1&gt;",
        "&amp;amp;",
        "\u00bd",
        "a\tb",
        "a\nb",
        "\u0661",
    ],
    ["&#65;", "&apa;", "a\r\nb", "]]>", "\u0007", "\ufffe", "<x/>", "1<!-- x -->2"],
)
formulas = mostly(
    [
        "",
        "",
        "<f>SUM(A1:A2)</f>",
        '<f aca="false">A1&amp;"&lt;"</f>',
        '<f t="array" ref="A1">A1</f>',
        '<f t="shared" ref="A1:A9" si="0">$A1+B$2+Lain!C3</f>',
        '<f t="shared" si="0"/>',
    ],
    [
        "<f/>",
        "<f></f>",
        '<f t="shared" si="7"/>',
        "<f t='shared' si='0'/>",
        "<f>A1<g/></f>",
        '<f t="dataTable" ref="A1:A2" r1="B1"/>',
        '<f t="shared" si="0"></f>',
        '<f si="1" si="2"/>',
    ],
)
kinds = mostly(
    [
        "",
        "",
        ' s="1"',
        ' s="2"',
        ' s="3"',
        ' s="4"',
        ' t="s"',
        ' s="1" t="s"',
        ' t="str"',
        ' t="b"',
        ' t="e"',
        ' t="d"',
        ' t="inlineStr"',
        ' t="n" s="1"',
        ' s="1" cm="1"',
        ' s="99"',
    ],
    [' s="x"', ' s="1" s="2"', " s='1'", "  s='1'", ' xmlns="urn:lain"', ' s="1" r="B2"', ' a="&amp;"', ' x:s="1"'],
)
odd_bodies = mostly(
    [
        "",
        "<v/>",
        "<v />",
        "<is><r><t>a</t></r><r><t>b</t></r></is>",
        "<is><t>a</t><rPh><t>b</t></rPh></is>",
        '<is><t xml:space="preserve"> a </t></is>',
        "<!-- x --><v>1</v>",
        "<v><![CDATA[5]]></v>",
    ],
    [
        "<v>1</v><v>2</v>",
        "<v>1</v>\n",
        "<x:v>1</x:v>",
        f'<x:v xmlns:x="{MAIN}">4</x:v>',
        "<v>1</c>",
        "<v xml:space='preserve'>1</v>",
        '<v xmlns="urn:lain">1</v>',
        "<f>A1<v>1</v>",
    ],
)


@st.composite
def cells(draw: st.DrawFn, row: int) -> str:
    written = []
    for letters in draw(st.lists(st.sampled_from(["A", "B", "C", "F", "AB"]), max_size=4)):
        usual = [f' r="{letters}{row}"']
        place = draw(mostly(usual, ["", f' r="{letters}7"', ' r="A1B"', ' r="XFE1"', f" r='{letters}{row}'"]))
        kind = draw(kinds)
        told = f"<is><t>{draw(values)}</t></is>" if "inline" in kind else f"<v>{draw(values)}</v>"
        body = draw(formulas) + told if draw(st.integers(0, 5)) else draw(odd_bodies)
        written.append(f"<c{place}{kind}>{body}</c>" if draw(st.integers(0, 5)) else f"<c{place}{kind}/>")
    return "".join(written)


@st.composite
def sheets(draw: st.DrawFn) -> str:
    rows = []
    for row in draw(st.lists(st.integers(1, 12), max_size=6)):
        told = draw(
            mostly(
                ["", ' spans="1:4"', ' hidden="1"', ' outlineLevel="2" x:dy="0.25"'],
                [' xmlns="urn:lain"', ' r="2"', " a='/'", ' a="/"', ' hidden="1" hidden="0"', ' outlineLevel="x"'],
            )
        )
        number = draw(mostly([f' r="{row}"'], ["", ' r="1.0"', ' r="1.5"', ' r="x"']))
        body = draw(cells(row))
        rows.append(f"<row{number}{told}>{body}</row>" if draw(st.integers(0, 4)) else f"<row{number}{told}/>")
        beside = ["<!-- <row r='1'></row> -->", "<?pi?>", "</sheetData><sheetData>", "<x:y>", "<x:y/>", "teks"]
        rows.append(draw(mostly(["", "", "\n"], beside)))
    return "".join(rows)


@settings(max_examples=400, deadline=None)
@given(sheets())
def test_rows_are_read_as_the_parser_reads_them(rows: str) -> None:
    assert seen(read(rows)) == by_parser(rows)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_rows_of_one_kind_are_read_as_the_parser_reads_them(data: st.DataObject) -> None:
    shapes = data.draw(
        st.lists(st.lists(st.tuples(kinds, st.booleans()), min_size=2, max_size=3), min_size=1, max_size=3)
    )
    rows = []
    for row in range(1, 30):
        shape = data.draw(st.sampled_from(shapes))
        written = ""
        for position, (kind, formula) in enumerate(shape):
            value = data.draw(st.sampled_from(["1", "2.5", "-3", "0", "x", "1&amp;2", ""]))
            inner = f"<is><t>{value}</t></is>" if "inlineStr" in kind else f"<v>{value}</v>"
            told = data.draw(st.sampled_from(["<f>A1+1</f>", '<f t="shared" si="0"/>'])) if formula else ""
            written += f'<c r="{"ABC"[position]}{row}"{kind}>{told}{inner}</c>'
        rows.append(f'<row r="{row}" spans="1:3">{written}</row>')
    assert seen(read("".join(rows))) == by_parser("".join(rows))


def row(number: int, extra: str = "") -> str:
    return (
        f'<row r="{number}"{extra}><c r="A{number}" t="s"><v>0</v></c><c r="B{number}" s="1"><v>{number}</v></c>'
        f'<c r="C{number}" s="2"><f>B{number}/9</f><v>0.5</v></c></row>'
    )


class Noted:
    """A pattern that notes where it was looked for."""

    def __init__(self, pattern: re.Pattern[str], noted: list[str]) -> None:
        self.pattern, self.noted = pattern, noted

    def findall(self, text: str) -> list[tuple[str, ...]]:
        self.noted.append(text)
        return self.pattern.findall(text)


def test_usual_rows_are_not_left_to_the_parser_and_alike_ones_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Rows(Sheet("L"), SHARED, {})
    monkeypatch.setattr("audit.readers._rows._LEARNT", (2, 4, 8))
    taken_apart: list[str] = []
    monkeypatch.setattr("audit.readers._rows._CELL", Noted(_CELL, taken_apart))
    assert [rows.put(row(number).removesuffix("</row>")) for number in range(1, 9)] == list(range(1, 9))
    assert rows.sheet.count == 24
    assert len(taken_apart) == 2
    assert rows.put('<row r="9"/><row r="10">') == 10
    assert rows.put('<row r="11"><c r="A11"><v>1</v></c><extLst/>') is None


def test_what_follows_a_row_of_another_make_is_matched_again() -> None:
    odd = '<row r="3"><c r="A3" t="inlineStr"><is><r><t>Tebal</t></r></is></c></row>'
    grid = read(row(1) + row(2) + odd + row(4) + "<row><c><v>7</v></c></row>" + row(6, ' hidden="1"'))
    assert not isinstance(grid, str)
    texts = [[cell and cell.text for cell in line] for line in grid.rows]
    assert texts == [
        *(["Uraian", str(number), "50.00%"] for number in (1, 2)),
        ["Tebal", None, None],
        ["Uraian", "4", "50.00%"],
        ["7", None, None],
        ["Uraian", "6", "50.00%"],
    ]
    assert grid.hidden == {5}


@pytest.mark.parametrize(
    "amiss",
    [
        "<row r='9'><c r='A9'><v>1</v></row>",
        '<row r="9"><c r="A9"><v>1</v></c></row></row>',
        '<row r="9"><c r="A9"><v>&nbsp;</v></c></row>',
        '<row r="9"><c r="A9" r="A9"><v>1</v></c></row>',
        '<row r="9"><c r="9A"><v>1</v></c></row>',
        '<row r="9"><c r="A9" s="x"><v>1</v></c></row>',
        "<row r=9></row>",
    ],
)
def test_a_sheet_that_is_damaged_after_many_rows_is_broken(amiss: str) -> None:
    rows = "".join(map(row, range(1, 9)))
    assert isinstance(read(rows + amiss), str)
    assert seen(read(rows + amiss)) == by_parser(rows + amiss)


def test_rows_in_another_encoding_are_left_to_the_parser() -> None:
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>Rp\u00bd</t></is></c></row>'
    xml = f"{HEAD.replace('UTF-8', 'ISO-8859-1')}<sheetData>{text}</sheetData>{TAIL}"
    sheet = Sheet("L")
    fill(sheet, BytesIO(xml.encode("latin-1")), SHARED)
    assert sheet.rows[1][1].value == "Rp\u00bd"
    wide = Sheet("L")
    fill(wide, BytesIO(xml.replace("ISO-8859-1", "UTF-16").encode("utf-16")), SHARED)
    assert wide.rows[1][1].value == "Rp\u00bd"


def test_bytes_that_are_no_text_are_damage() -> None:
    xml = f"{HEAD}<sheetData>{row(1)}".encode() + b'<row r="2"><c r="A2"><v>\xff</v></c></row></sheetData></worksheet>'
    with pytest.raises(expat.ExpatError):
        fill(Sheet("L"), BytesIO(xml), SHARED)


@pytest.mark.parametrize("size", [7, 100, 1 << 20])
def test_it_does_not_matter_where_the_source_is_cut(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(row(number) for number in range(1, 20)).replace("Uraian", "\u00bd")
    whole = by_parser(rows)
    monkeypatch.setattr("audit.readers._worksheet._CHUNK", size)
    assert seen(read(rows)) == whole
