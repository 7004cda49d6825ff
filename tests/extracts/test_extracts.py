"""What `audit read --out` writes: the rows exactly, and a page beside its source that runs nothing of a file's."""

from __future__ import annotations

import csv
import json
import re
import sys
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from audit.extracts import CannotWrite, View, extract_of, html
from audit.model.decimals import plain
from audit.run import Reading, read_source

SAMPLES = Path(__file__).parents[2] / "samples"


def view_of(source: Path) -> tuple[View, Reading]:
    """A file as read."""
    reading = read_source(source)
    found = reading.recognition
    return View(reading.documents, found.statements, found.problems, found.left_over), reading


def written(view: View, name: str) -> bytes:
    """The view as a file of that name holds it."""
    return extract_of(name).render(view, "en")


def drawn(tmp_path: Path, *rows: str) -> View:
    """A CSV of these rows under the headings of a detail table, as read."""
    path = tmp_path / "laporan.csv"
    path.write_text("\n".join(("Kode;Uraian;Pagu;Realisasi;Sisa", *rows)) + "\n", "utf-8")
    return view_of(path)[0]


@pytest.mark.parametrize("sample", ["kecil/laporan.xlsx", "ntt-2021/laporan.pdf", "bersih/ribuan.csv"])
def test_csv_and_json_hold_every_row_and_figure_exactly(sample: str) -> None:
    view, _ = view_of(SAMPLES / sample)
    rows = list(csv.DictReader(StringIO(written(view, "x.csv").decode())))
    told = json.loads(written(view, "x.json"))
    assert told["schema"] == "audit-rows/1"
    expected = [(s, row) for s in view.statements for row in s.rows]
    assert len(rows) == len(told["rows"]) == len(expected)
    for flat, full, (statement, row) in zip(rows, told["rows"], expected, strict=True):
        assert (flat["statement"], flat["row"]) == (statement.id, str(row.index))
        assert flat["parent"] == ("" if statement.tree[row.index] is None else str(statement.tree[row.index]))
        assert full["figures"] == {name: plain(figure.value) for name, figure in row.figures.items()}
        assert {n: flat[n] for n in full["figures"]} == full["figures"]
        assert all(flat[c.name] == "" for c in statement.columns if c.type == "rupiah" and c.name not in row.figures)


def test_a_label_that_looks_like_a_formula_stays_text_in_xlsx(tmp_path: Path) -> None:
    view = drawn(tmp_path, "1;=HYPERLINK(A1);100;60;40", "2;#REF!;100;60;40", "3;+cmd;200;120;80")
    sheet = openpyxl.load_workbook(BytesIO(written(view, "x.xlsx"))).active
    assert sheet is not None
    names = [cell.value for cell in sheet[1]]
    labels = [row[names.index("uraian")] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in labels] == [
        ("=HYPERLINK(A1)", "s"),
        ("#REF!", "s"),
        ("+cmd", "s"),
    ]
    assert [row[names.index("pagu")].value for row in sheet.iter_rows(min_row=2)] == [100, 100, 200]


def test_money_beyond_what_a_spreadsheet_holds_is_not_rounded(tmp_path: Path) -> None:
    view = drawn(tmp_path, "1;Satu;12345678901234567;1;12345678901234566", "2;Dua;20;1;19")
    sheet = openpyxl.load_workbook(BytesIO(written(view, "x.xlsx"))).active
    assert sheet is not None
    names = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, names.index("pagu") + 1).value == "12345678901234567"
    assert sheet.cell(3, names.index("pagu") + 1).value == 20


def test_parquet_types_hold_money_as_integers_and_shares_as_decimals() -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    view, _ = view_of(SAMPLES / "kecil/laporan.xlsx")
    table = parquet.read_table(BytesIO(written(view, "x.parquet")))
    assert str(table.schema.field("pagu").type) == "int64"
    rows = table.to_pylist()
    for got, row in zip(rows, view.statements[0].rows, strict=True):
        value = row.figures["keuangan"].value if "keuangan" in row.figures else None
        assert (None if got["keuangan"] is None else Fraction(Decimal(got["keuangan"]))) == value


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CannotWrite, match=r"pip install .*\[parquet\]"):
        written(View((), ()), "x.parquet")


def test_a_form_that_nobody_writes_names_the_nearest() -> None:
    with pytest.raises(CannotWrite, match=r"\.parquet"):
        extract_of("rows.parqet")


def test_what_a_file_says_is_never_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    view = drawn(tmp_path, f'1;"{evil.replace(chr(34), chr(34) * 2)}";100;60;40', "2;Dua;100;60;40")
    page = written(view, "x.html").decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_each_cell_that_became_a_figure_links_to_its_row() -> None:
    view, _ = view_of(SAMPLES / "ntt-2021/laporan.pdf")
    page = written(view, "x.html").decode()
    anchors = set(re.findall(r'<tr id="(s\d+-\d+)"', page))
    linked = re.findall(r'class="b figure" href="#([^"]+)"', page)
    figures = sum(len(row.figures) for s in view.statements for row in s.rows)
    assert len(linked) == figures
    assert set(linked) <= anchors == {f"{s.id}-{row.index}" for s in view.statements for row in s.rows}
    assert page.count("data:image/png;base64,") == 12
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)


def test_a_page_of_a_huge_sheet_is_cut_and_says_so(tmp_path: Path) -> None:
    view = drawn(tmp_path, *(f"{n};Baris;100;60;40" for n in range(1, html.MOST_ROWS + 500)))
    page = written(view, "x.html")
    assert f"{html.MOST_ROWS} of {html.MOST_ROWS + 500} rows are shown".encode() in page
    assert len(page) < 8_000_000


def test_a_pdf_that_changed_since_it_was_read_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    path.write_bytes((SAMPLES / "ntt-2021/laporan.pdf").read_bytes())
    view, _ = view_of(path)
    path.write_bytes(path.read_bytes() + b"\n")
    page = written(view, "x.html").decode()
    assert "data:image" not in page
    assert html.WORDS["no-picture"].en in page
