"""A workbook that no spreadsheet program ever opened has formulas and no values; these are calculated, or told."""

from __future__ import annotations

import json
import zipfile
from importlib.resources import files
from pathlib import Path

import jsonschema
import openpyxl
import pytest

import audit
from audit.formulas import calculated
from audit.formulas._order import Key, Tangled, in_order
from audit.model.document import Cell, Document
from audit.readers import read

Book = dict[str, dict[str, object]]


def written(folder: Path, sheets: Book, formats: dict[str, str] | None = None) -> Path:
    """A workbook as openpyxl writes it: formulas without values."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for at, value in cells.items():
            sheet[at] = value
            sheet[at].number_format = (formats or {}).get(at, "General")
    path = folder / "buku.xlsx"
    book.save(path)
    return path


def document(folder: Path, sheets: Book, formats: dict[str, str] | None = None) -> Document:
    [found] = read([written(folder, sheets, formats)])
    return calculated(found)


def cells(found: Document, sheet: int = 0) -> dict[str, Cell]:
    return {str(cell.place.cell): cell for row in found.grids[sheet].rows for cell in row if cell is not None}


def texts(found: Document, sheet: int = 0) -> dict[str, str]:
    return {at: cell.text for at, cell in cells(found, sheet).items() if cell.formula}


def test_sums_of_sums_are_calculated_in_whatever_order_they_stand(tmp_path: Path) -> None:
    found = document(
        tmp_path, {"S": {"A1": "=A2+A5", "A2": "=SUM(A3:A4)", "A3": 10, "A4": 5, "A5": "=SUM(A6:A7)", "A6": 1, "A7": 2}}
    )
    assert texts(found) == {"A1": "18", "A2": "15", "A5": "3"}
    assert found.problems == ()
    assert found.input.read == "whole"
    assert all(cell.calculated == bool(cell.formula) for cell in cells(found).values())
    assert [note.en for note in found.input.notes] == [
        "buku.xlsx, sheet S: 3 formulas have no stored value; they were calculated from the cells of the file"
    ]


def test_values_are_shown_by_the_format_of_their_cell(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        {"S": {"A1": 2000, "A2": 3000, "A3": "=A1+A2", "A4": "=A1/A2", "A5": "=A1/A2"}},
        {"A3": '"Rp" #,##0', "A4": "0.00%"},
    )
    assert texts(found)["A3"] == "Rp 5,000"
    assert texts(found)["A4"] == "66.67%"
    number = cells(found)["A5"].number
    assert number is not None
    assert float(number.stored) == 2 / 3


def test_figures_and_labels_come_from_other_sheets(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        {
            "Rekap": {"A1": "=Rincian!A1", "B1": "='Rincian'!B3*2", "B2": "=B1-1", "A2": "=A1"},
            "Rincian": {"A1": "Belanja", "B1": 3, "B2": 4, "B3": "=SUM(B1:B2)"},
        },
    )
    assert texts(found) == {"A1": "Belanja", "B1": "14", "B2": "13", "A2": "Belanja"}
    assert len(found.input.notes) == 2


def test_a_formula_that_cannot_be_calculated_is_told_with_those_that_read_it(tmp_path: Path) -> None:
    found = document(tmp_path, {"S": {"A1": 3, "A2": "=MEDIAN(A1:A1)", "A3": "=A2+1", "A4": "=A1+1", "A5": "=A1/0"}})
    assert texts(found) == {"A4": "4"}
    told = [(problem.code, problem.message.en) for problem in found.problems]
    head = "Sheet S: 1 formula has no stored value and could not be calculated"
    assert told == [
        ("formula-without-value", f"{head} (A2): the formula holds what is not recomputed."),
        ("formula-without-value", f"{head} (A3): it refers to formulas of which no value is known."),
        ("formula-without-value", f"{head} (A5): the formula divides by zero."),
    ]
    assert found.input.read == "partly"
    assert [one.cell.place.cell for one in found.grids[0].unsolved] == ["A2", "A3", "A5"]


@pytest.mark.parametrize(
    "circle",
    [
        {"A1": "=SUM(A1:A3)"},
        {"A1": "=A2", "A2": "=A1+1"},
        {"A1": "=SUM(A2:A4)", "A2": "=B1", "B1": "=SUM(B2:B4)", "B3": "=A1*2"},
    ],
    ids=["adds its own cell", "two that read each other", "by way of another column"],
)
def test_formulas_that_go_in_a_circle_are_told_and_what_reads_them_is_not_calculated(
    circle: dict[str, object], tmp_path: Path
) -> None:
    found = document(tmp_path, {"S": {**circle, "D1": "=A1", "D2": "=1+1"}})
    assert texts(found) == {"D2": "2"}
    assert [problem.code for problem in found.problems] == ["formula-circular", "formula-without-value"]
    assert f"{len(circle)} formula" in found.problems[0].message.en
    assert found.problems[1].lost is not None
    assert found.problems[1].lost.en == "S: D1"


def test_a_long_chain_is_followed_to_its_end(tmp_path: Path) -> None:
    chain: dict[str, object] = {f"A{n}": f"=A{n + 1}+1" for n in range(1, 5000)}
    found = document(tmp_path, {"S": {**chain, "A5000": 1}})
    assert texts(found)["A1"] == "5000"
    assert found.problems == ()


def test_subtotals_leave_out_subtotals_and_texts_are_passed_over(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        {"S": {"A1": 1, "A2": 2, "A3": "=SUBTOTAL(9,A1:A2)", "A4": "=B1", "B1": "nihil", "A5": "=SUBTOTAL(9,A1:A4)"}},
    )
    assert texts(found) == {"A3": "3", "A4": "nihil", "A5": "3"}


def test_what_is_shown_as_a_date_is_not_calculated(tmp_path: Path) -> None:
    found = document(tmp_path, {"S": {"A1": 44000, "A2": "=A1+1"}}, {"A2": "dd/mm/yyyy"})
    assert texts(found) == {}
    assert [problem.code for problem in found.problems] == ["formula-without-value"]


def test_formulas_that_read_too_many_are_given_up(tmp_path: Path) -> None:
    keys: list[Key] = [("S", row, 0) for row in range(40)]
    order = in_order(keys, lambda key: keys[: key[1]], 10_000)
    assert [key for key, circular in order if not circular] == keys
    with pytest.raises(Tangled):
        list(in_order(keys, lambda key: keys[: key[1]], 200))


def test_a_program_that_leaves_calculation_to_others_may_write_nil_beside_each_formula(tmp_path: Path) -> None:
    path = written(tmp_path, {"S": {"A1": 3, "A2": "=A1+1", "A3": "=A2*2"}, "T": {"A1": "=S!A3-8", "A2": "=S!A1"}})
    nil = patched(path, {"<v></v>": "<v>0</v>", "<v />": "<v>0</v>", "<v/>": "<v>0</v>"})
    [found] = read([nil])
    assert [len(grid.unsolved) for grid in found.grids] == [2, 2]
    assert texts(calculated(found)) == {"A2": "4", "A3": "8"}
    # Where one formula of a sheet has a value, nil is a value too.
    [one] = read([patched(nil, {"<f>S!A1</f><v>0</v>": "<f>S!A1</f><v>3</v>"})])
    assert [len(grid.unsolved) for grid in one.grids] == [2, 0]
    # And where nobody is asked to calculate, the file means what it says.
    [final] = read([patched(nil, {' fullCalcOnLoad="1"': ""})])
    assert [len(grid.unsolved) for grid in final.grids] == [0, 0]


def patched(path: Path, changes: dict[str, str]) -> Path:
    """A copy of a workbook with texts of its parts changed."""
    copy = path.with_name(f"lagi-{path.name}")
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(copy, "w") as other:
        for name in package.namelist():
            content = package.read(name).decode()
            for old, new in changes.items():
                content = content.replace(old, new)
            other.writestr(name, content)
    return copy


ROWS = [
    ["kode", "uraian", "pagu", "realisasi", "sisa"],
    ["1", "Program", "=SUM(C3:C4)", "=SUM(D3:D4)", "=C2-D2"],
    ["1.1", "Aspal", 400, 100, "=C3-D3"],
    ["1.2", "Batu", 200, 150, "=C4-D4"],
]


def reported(folder: Path, rows: list[list[object]]) -> audit.Report:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "laporan.xlsx")
    return audit.check(folder / "laporan.xlsx")


def test_a_report_whose_totals_were_calculated_is_clean_and_says_so(tmp_path: Path) -> None:
    report = reported(tmp_path, ROWS)
    assert (report.verdict, report.exit, report.problems) == ("clean", 0, ())
    [statement] = report.statements
    assert [row.figures["sisa"].value for row in statement.rows] == [350, 300, 50]
    told = report.to_dict()
    jsonschema.validate(told, json.loads((files("audit.reporters") / "report.schema.json").read_text("utf-8")))
    [note] = told["inputs"][0]["notes"]
    assert note.startswith("laporan.xlsx, sheet Sheet: 5 formulas have no stored value")
    silent = [one for one in report.unasked if one.rule == "rumus-usang"]
    assert sum(one.count for one in silent) == 5


def test_a_total_that_was_calculated_is_held_against_its_parts(tmp_path: Path) -> None:
    rows = [[*row] for row in ROWS]
    rows[1][2] = "=C3"
    report = reported(tmp_path, rows)
    assert report.verdict == "findings"
    found = {(finding.rule, finding.place.cell, finding.stated, finding.expected) for finding in report.findings}
    assert ("rumus-jangkauan", "C2", 400, 600) in found


def test_what_is_given_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.formulas._calculated._MOST", 12)
    found = document(tmp_path, {"S": {"A1": 1, **{f"A{n}": f"=A{n - 1}+1" for n in range(2, 12)}}})
    assert texts(found) == {f"A{n}": str(n) for n in range(2, 8)}
    [problem] = found.problems
    assert problem.message.en.endswith("(A8, A9, A10, A11): the formulas of the file refer to too many others.")
