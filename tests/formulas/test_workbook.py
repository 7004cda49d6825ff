"""Formulas of a real workbook: the cells that a finding names are those of its sheet."""

import re
import zipfile
from pathlib import Path

import openpyxl

import audit
from audit.model.report import Report

ROWS = [
    ["kode", "uraian", "pagu", "realisasi", "sisa"],
    ["1", "Program", "=SUM(C3:C4)", "=SUM(D3:D5)", "=C2-D2"],
    ["1.1", "Aspal", 400, 100, "=C3-D3"],
    ["1.2", "Batu", 200, 200, "=C4-D4"],
    ["1.3", "Kayu", 50, 50, "=C5-D5"],
]
STORED = {"C2": 600, "D2": 350, "E2": 250, "E3": 300, "E4": 0, "E5": 0}


def audited(folder: Path, stored: dict[str, int], **instead: str) -> Report:
    """The report of the sheet, with these values beside its formulas, as a spreadsheet program stores them."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    for cell, formula in instead.items():
        book.active[cell] = formula
    path = folder / "laporan.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    xml = parts[sheet].decode()
    for cell, value in stored.items():
        xml = re.sub(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v ?/?>(</v>)?', rf"\g<1><v>{value}</v>", xml)
    parts[sheet] = xml.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return audit.check(path)


def of_formulas(report: Report) -> list[tuple[str, str]]:
    return [(finding.place.text, finding.message.en) for finding in report.findings if finding.kind == "formula"]


def test_the_cell_with_the_short_range_is_named_and_is_the_cause(tmp_path: Path) -> None:
    report = audited(tmp_path, STORED)
    assert of_formulas(report) == [
        ("laporan.xlsx!Sheet!C2", "1 Program: pagu =SUM(C3:C4) leaves out 1.3 Kayu (C5), which is Rp50")
    ]
    [cause] = report.causes
    assert (cause.kind, cause.confidence) == ("formula-range", "certain")
    assert [(cell.place.cell, cell.stated, cell.proposed) for cell in cause.cells] == [("C2", 600, 650)]
    assert {finding.causes for finding in report.findings} == {("C1",)}


def test_where_a_program_left_values_out_none_of_the_others_is_stale(tmp_path: Path) -> None:
    report = audited(tmp_path, {cell: value + 1 for cell, value in STORED.items() if cell != "E4"})
    assert [problem.code for problem in report.problems] == []
    assert all(finding.rule != "rumus-usang" for finding in report.findings)
    assert any(silence.rule == "rumus-usang" for silence in report.unasked)


def test_where_results_are_lost_no_figure_is_proposed(tmp_path: Path) -> None:
    stored = {cell: value for cell, value in STORED.items() if cell != "E4"}
    report = audited(tmp_path, stored, E4="=MEDIAN(C4:D4)")
    [finding] = [finding for finding in report.findings if finding.kind == "formula"]
    assert (finding.rule, finding.severity, finding.expected) == ("rumus-jangkauan", "warning", None)
    assert all(not cause.kind.startswith("formula-") for cause in report.causes)
    [problem] = report.problems
    assert (problem.code, problem.lost and problem.lost.en) == ("formula-without-value", "Sheet: E4")
