"""Text that has lost its columns is rebuilt as far as order and types make it sure, and never beyond."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.model.document import Document, Input, Line, Place
from audit.model.statement import Row
from audit.recognise import Recognition, recognise
from audit.rulebook import load_rulebooks

ROOT = Path(__file__).parents[2]
SHAPES = tuple(shape for book in load_rulebooks() for shape in book.statements)
REPORT = ROOT.parent / "shared/reference/ntt-2021"


def rebuilt(text: str) -> Recognition:
    lines = tuple(Line(line, Place("i1", "laporan.txt", line=n)) for n, line in enumerate(text.split("\n"), 1))
    document = Document(Input("i1", "laporan.txt", "", "txt"), lines=lines)
    return recognise([document], SHAPES)


def figures(row: Row) -> dict[str, str]:
    return {name: figure.printed for name, figure in row.figures.items()}


def read(text: str) -> list[tuple[str, dict[str, str]]]:
    """The rows of all tables: code, and figures as printed."""
    return [(row.kode, figures(row)) for statement in rebuilt(text).statements for row in statement.rows]


def unread(text: str) -> list[str]:
    return [text for _, text in rebuilt(text).left_over]


HEAD = "Kode Uraian Pagu Realisasi Sisa\n"
ROWS = "1 Jalan 1.000.000 900.000 100.000\n1.1 Aspal 600.000 550.000 50.000\n1.2 Batu 400.000 350.000 50.000\n"
READ = [
    ("1", {"pagu": "1.000.000", "realisasi": "900.000", "sisa": "100.000"}),
    ("1.1", {"pagu": "600.000", "realisasi": "550.000", "sisa": "50.000"}),
    ("1.2", {"pagu": "400.000", "realisasi": "350.000", "sisa": "50.000"}),
]


def test_rows_that_are_whole_are_read() -> None:
    found = rebuilt(HEAD + ROWS)
    assert read(HEAD + ROWS) == READ
    assert found.problems == ()
    assert [row.uraian for row in found.statements[0].rows] == ["Jalan", "Aspal", "Batu"]


def test_a_figure_has_the_place_of_its_line_and_letter() -> None:
    assert rebuilt(HEAD + ROWS).statements[0].rows[1].places["pagu"].text == "laporan.txt:3:11"


def test_what_is_left_may_stand_on_the_next_line() -> None:
    assert read(HEAD + ROWS.replace(" 50.000\n", "\n\n50.000\n")) == READ


def test_what_stands_on_the_next_line_and_does_not_add_up_leaves_the_row_open() -> None:
    text = HEAD + ROWS + "1.3 Pasir 300.000 200.000\n\n70.000\n1.4 Semen 500.000 400.000 100.000\n"
    assert read(text)[3:] == [("1.3", {}), ("1.4", {"pagu": "500.000", "realisasi": "400.000", "sisa": "100.000"})]
    assert unread(text) == ["300.000", "200.000", "70.000"]


def test_a_whole_row_that_does_not_add_up_is_read_as_it_stands() -> None:
    text = HEAD + ROWS + "1.3 Pasir 300.000 200.000 70.000\n"
    assert read(text)[3] == ("1.3", {"pagu": "300.000", "realisasi": "200.000", "sisa": "70.000"})


def test_the_last_heading_may_stand_on_the_next_line_as_the_last_figures_do() -> None:
    wrapped = "Kode Uraian Pagu Realisasi\nSisa\n" + ROWS.replace(" 100.000\n", "\n100.000\n").replace(
        " 50.000\n", "\n50.000\n"
    )
    assert read(wrapped) == READ


def test_a_blank_that_may_be_any_leaves_the_row_open_and_is_said() -> None:
    text = HEAD + ROWS + "1.3 Pasir 300.000 200.000\n"
    assert read(text) == [*READ, ("1.3", {})][: len(read(text))]
    assert unread(text) == ["300.000", "200.000"]
    [problem] = rebuilt(text).problems
    assert problem.message.en == (
        "laporan.txt: 2 figures on 1 lines were not read, since their columns or rows are not certain."
    )


def test_a_number_at_the_end_of_a_label_is_no_amount() -> None:
    text = HEAD + ROWS + "1.3 Jalan 2 300.000 200.000 100.000\n1.4 Ruas 7 300.000 200.000\n"
    assert read(text)[3] == ("1.3", {"pagu": "300.000", "realisasi": "200.000", "sisa": "100.000"})
    assert {"7", "300.000", "200.000"} <= set(unread(text))


def test_a_code_alone_on_its_line_heads_the_figures_below() -> None:
    assert read(HEAD + ROWS.replace("1.1 Aspal 6", "1.1\n6")) == READ


def test_headings_over_several_lines_out_of_order() -> None:
    text = (
        "No Kegiatan\nTarget Realisasi Satuan Pagu Realisasi\n"
        "1 Jalan 5 4 km 1.000.000 900.000 100.000\n"
        "2 Jembatan 2 2 unit 600.000 600.000 -\n"
        "3 Talud 9 6 km 400.000 350.000 50.000\n"
        "Fisik Keuangan\nSisa\n"
    )
    # What is left and what was spent can change places: nothing tells which is which.
    assert read(text)[1][1] == {"target": "2", "realisasi_fisik": "2", "pagu": "600.000"}
    assert {"900.000", "100.000", "350.000", "50.000"} <= set(unread(text))
    assert [row.texts["satuan"] for row in rebuilt(text).statements[0].rows] == ["km", "unit", "km"]


def test_the_one_count_of_a_row_may_be_that_of_either_column() -> None:
    head = "No Kegiatan Target Capaian Satuan Pagu Realisasi Sisa\n"
    rows = "1 Jalan 5 4 km 900.000 800.000 100.000\n2 Talud 9 6 km 500.000 400.000 100.000\n"
    rows += "4 Got 8 8 km 500.000 400.000 100.000\n5 Jalan 3 2 km 700.000 400.000 300.000\n"
    text = head + rows + "3 Pagar 7 km 300.000 200.000 100.000\n"
    assert read(text)[4] == ("3", {"pagu": "300.000", "realisasi": "200.000", "sisa": "100.000"})
    # Where one count may be missing, a number after words may be the end of a label as well.
    assert unread(text) == ["5", "4", "9", "6", "3", "2", "7"]


def test_a_heading_after_the_total_begins_a_table_and_one_before_it_does_not() -> None:
    total = "1.000.000 900.000 100.000\n"
    part = "3 Jalan 600.000 550.000 50.000\n4 Batu 400.000 350.000 50.000\n"
    assert [len(s.rows) for s in rebuilt(HEAD + part + total + HEAD + part + total).statements] == [3, 3]
    assert [len(s.rows) for s in rebuilt(HEAD + part + HEAD + part + total).statements] == [5]


def test_a_row_without_code_and_label_in_the_midst_stands_apart_and_no_sum_around_it_is_asked() -> None:
    text = (
        HEAD
        + "1 Jalan 1.000.000 900.000 100.000\n1.1 Aspal 600.000 550.000 50.000\n"
        + ("400.000 350.000 50.000\n1.3 Pasir 10.000 10.000 -\n2 Talud 900.000 900.000 -\n2.1 Batu 800.000 800.000 -\n")
    )
    [statement] = rebuilt(text).statements
    assert {statement.rows[n].kode for n in statement.incomplete} >= {"1", "1.1", "1.3"}
    assert "2" not in {statement.rows[n].kode for n in statement.incomplete}
    assert [row.kode for row in statement.rows if row.kind == "balance"] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Pagu realisasi dan sisa tahun 2021 sebesar\nRp 1.000.000 900.000\nserta 800.000 700.000 100.000\n",
        "Laporan ini memuat target, realisasi, pagu dan sisa anggaran menurut kegiatan.\n"
        "Pada tahun 2021 1.000.000 900.000 100.000\nPada tahun 2022 2.000.000 1.900.000 100.000\n",
        "Nama Alamat Telepon\nBudi Kupang 081.234.567 12\nAni Ende 081.234.568 13\n",
    ],
)
def test_prose_and_lists_with_figures_are_no_table(text: str) -> None:
    found = rebuilt(text)
    assert found.statements == ()
    assert [problem.code for problem in found.problems] == ["columns-lost"]


#: Headings of one line and the columns under them, in order; "" is the unit.
FORMS = [
    ("Kode Uraian Pagu Realisasi Sisa", ["pagu", "realisasi", "sisa"]),
    ("No Kegiatan Realisasi Anggaran Sisa Anggaran", ["realisasi", "pagu", "sisa"]),
    ("Kode Uraian Sisa Dana Pagu Realisasi", ["sisa", "pagu", "realisasi"]),
    ("No Kegiatan Volume Satuan Pagu Realisasi Sisa", ["target", "", "pagu", "realisasi", "sisa"]),
    ("No Program Pagu Bobot Realisasi Penyerapan (%) Sisa", ["pagu", "bobot", "realisasi", "keuangan", "sisa"]),
]
WORDS = st.lists(st.sampled_from(["Jalan", "Jembatan", "Rapat", "Honor", "Gedung"]), min_size=1, max_size=3)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[str, list[str], list[dict[str, str]]]:
    """A heading, its columns and rows of figures as printed."""
    heading, columns = draw(st.sampled_from(FORMS))
    mark = draw(st.sampled_from([",", "."]))
    rows = []
    for _ in range(draw(st.integers(3, 8))):
        pagu = draw(st.integers(1_000, 10**12))
        realisasi = draw(st.integers(pagu // 100, pagu))
        amounts = {"pagu": pagu, "realisasi": realisasi, "sisa": pagu - realisasi, "target": draw(st.integers(1, 40))}
        printed = {name: f"{value:,}".replace(",", mark) for name, value in amounts.items()}
        if realisasi == pagu:
            printed["sisa"] = "-"
        other = "," if mark == "." else "."
        for name in ("bobot", "keuangan"):
            printed[name] = f"{draw(st.integers(0, 9999)) / 100:.2f}".replace(".", other)
        rows.append({name: printed[name] if name else "km" for name in columns})
    return heading, columns, rows


def printed(heading: str, columns: list[str], labels: list[list[str]], rows: list[dict[str, str]]) -> str:
    """The table row by row with nothing but blanks between its words."""
    lines = [
        " ".join([f"{n}", *label, *(row[name] for name in columns if name in row)])
        for n, (label, row) in enumerate(zip(labels, rows, strict=True), 1)
    ]
    return "\n".join([heading, *lines, ""])


@settings(max_examples=60, deadline=None)
@given(drawn(), st.data())
def test_a_whole_table_is_read_back(table: tuple[str, list[str], list[dict[str, str]]], data: st.DataObject) -> None:
    heading, columns, rows = table
    labels = [data.draw(WORDS) for _ in rows]
    wanted = [{name: text for name, text in row.items() if name} for row in rows]
    assert [row for _, row in read(printed(heading, columns, labels, rows))] == wanted


@settings(max_examples=60, deadline=None)
@given(drawn(), st.data())
def test_with_blanks_no_figure_is_read_wrongly(
    table: tuple[str, list[str], list[dict[str, str]]], data: st.DataObject
) -> None:
    heading, columns, rows = table
    labels = [data.draw(WORDS) for _ in rows]
    for row in rows:
        for name in data.draw(st.sets(st.sampled_from(columns), max_size=2)):
            row.pop(name)
    for kode, row in read(printed(heading, columns, labels, rows)):
        truth = rows[int(kode) - 1]
        assert {name: (text, truth.get(name)) for name, text in row.items() if text != truth.get(name)} == {}
