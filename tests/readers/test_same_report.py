"""The report of the samples says the same in forms that are made of it here: page, Markdown, XLS, archive."""

import zipfile
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import openpyxl
import pytest
import xlwt

import audit
from audit.model.document import Grid
from audit.model.report import Report
from audit.readers import read

SAMPLE = Path(__file__).parents[2] / "samples/ntt-2021"


@cache
def workbook() -> tuple[Grid, ...]:
    """The sheets of the sample, the prose last."""
    [document] = read([SAMPLE / "laporan.xlsx"])
    return document.grids


def texts(grid: Grid) -> list[list[str]]:
    """The texts of a sheet, a blank one for nothing."""
    return [[cell.text if cell else "" for cell in row] for row in grid.rows]


def as_page(folder: Path) -> Path:
    """The report as a page, the headings merged."""
    parts = []
    for grid in workbook():
        covered = {
            (row, column): (merge.bottom - row + 1, merge.right - column + 1)
            if (row, column) == (merge.top, merge.left)
            else None
            for merge in grid.merges
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
        }
        if grid.name == "Narasi":
            parts.extend(f"<p>{escape(row[0])}" for row in texts(grid))
            continue
        parts.append("<table>")
        for r, row in enumerate(texts(grid)):
            parts.append("<tr>")
            for c, text in enumerate(row):
                span = covered.get((r, c), (1, 1))
                if span:
                    parts.append(f"<td rowspan={span[0]} colspan={span[1]}>{escape(text)}</td>")
        parts.append("</table>")
    path = folder / "laporan.html"
    path.write_text("<meta charset=utf-8>" + "\n".join(parts), "utf-8")
    return path


def as_markdown(folder: Path) -> Path:
    """The report as Markdown: titles are headings, and of two rows of headings the lower is the first of the body."""
    parts = []
    for grid in workbook():
        rows = texts(grid)
        if grid.name == "Narasi":
            parts.extend(f"\n{row[0]}\n" for row in rows)
            continue
        start = next(n for n, row in enumerate(rows) if sum(map(bool, row)) > 2)
        titles = [row[0] for row in rows[:start] if row[0]]
        parts.extend(f"\n{'#' * rank} {title}\n" for rank, title in enumerate(titles, 2))
        lines = [
            "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in row) + " |"
            for row in rows[start:]
        ]
        parts.extend(["", lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""])
    path = folder / "laporan.md"
    path.write_text("\n".join(parts), "utf-8")
    return path


def as_old_workbook(folder: Path) -> Path:
    """The report as XLS, with the values and number formats of the workbook."""
    old = xlwt.Workbook()
    for sheet in openpyxl.load_workbook(SAMPLE / "laporan.xlsx").worksheets:
        made = old.add_sheet(sheet.title)
        styles = {}
        merged = {cell for area in sheet.merged_cells.ranges for row in area.rows for cell in row}
        for area in sheet.merged_cells.ranges:
            text = sheet.cell(area.min_row, area.min_col).value
            made.write_merge(area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1, text)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and (cell.row, cell.column) not in merged:
                    code = cell.number_format
                    style = styles.get(code) or styles.setdefault(code, xlwt.easyxf(num_format_str=code))
                    made.write(cell.row - 1, cell.column - 1, cell.value, style)
    old.save(str(folder / "laporan.xls"))
    return folder / "laporan.xls"


def as_archive(folder: Path) -> Path:
    """The CSV files of the report in an archive."""
    with zipfile.ZipFile(folder / "laporan.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted((SAMPLE / "csv").iterdir()):
            made.write(path, f"laporan/{path.name}")
    return folder / "laporan.zip"


def rows_of(report: Report) -> list[list[tuple[object, ...]]]:
    """Of each statement its rows: code, label, figures by column, parent."""
    return [
        [
            (row.code, " ".join(row.uraian.split()), {name: f.value for name, f in row.figures.items()}, parent)
            for row, parent in zip(statement.rows, statement.tree, strict=True)
        ]
        for statement in report.statements
    ]


def findings_of(report: Report) -> list[tuple[object, ...]]:
    """The findings without their places."""
    return sorted(
        (f.rule, f.severity, str(f.statement), str(f.row), str(f.column), str(f.stated), str(f.expected))
        for f in report.findings
    )


@cache
def expected() -> Report:
    """The report as read from the workbook."""
    return audit.check(SAMPLE / "laporan.xlsx")


@pytest.mark.parametrize("form", [as_page, as_markdown, as_old_workbook, as_archive])
def test_the_rows_parents_and_findings_are_those_of_the_workbook(form: Callable[[Path], Path], tmp_path: Path) -> None:
    report = audit.check(form(tmp_path))
    assert report.problems == ()
    for here, there in zip(rows_of(report), rows_of(expected()), strict=True):
        assert here == there
    assert findings_of(report) == findings_of(expected())
