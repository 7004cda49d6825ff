"""A report is written as CSV or as a workbook, and each figure's place is remembered."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from benchmarks.mutations.table import Address, Column, Line, Report, Style
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

Place = tuple[int, int]
"""Row and column of the file, both from 1."""


def write(report: Report, folder: Path) -> tuple[Path, dict[Address, Place], dict[int, int]]:
    """Write the report; give its path, the place of every figure, and the file's row of every line."""
    path = folder / f"laporan{report.style.suffix}"
    head = _head(report)
    texts, places, rows = list(head), {}, {}
    figures: list[tuple[Place, Fraction, Column]] = []
    indents: list[tuple[Place, int]] = []
    for line in report.lines:
        cells = _labels(report, line)
        rows[line.id] = len(texts) + 1
        if report.style.indent == "alignment":
            indents.append(((len(texts) + 1, len(cells)), line.level))
        for column in report.columns:
            place = (len(texts) + 1, len(cells) + 1)
            if column.kind == "text":
                cells.append(line.texts.get(column.name, ""))
                continue
            figure = line.figures.get(column.name)
            cells.append(
                "" if figure is None else line.texts.get(column.name) or _printed(figure, column, report.style)
            )
            places[(line.id, column.name)] = place
            if figure is not None and column.name not in line.texts:
                figures.append((place, figure, column))
        texts.append(cells)
    width = max(map(len, texts))
    if report.style.signature:
        texts += [[""] * width, ["", "", "Mengetahui,"], ["", "", "Kepala Dinas"]]
    texts = [row + [""] * (width - len(row)) for row in texts]
    if report.style.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=report.style.separator, lineterminator="\n").writerows(texts)
    else:
        _workbook(report.style, texts, figures, indents).save(path)
    return path, places, rows


def _head(report: Report) -> list[list[str]]:
    """The titles, the headings, and the row of column numbers."""
    style = report.style
    width = max((len(line.kode) for line in report.lines), default=1) if style.code == "spread" else 1
    codes = [] if style.code in ("glued", "none") else [style.kode] + [""] * (width - 1)
    if style.levels:
        codes.insert(0, style.levels)
    deep = any(len(column.heading) > 1 for column in report.columns)
    upper = [*codes, style.uraian]
    lower = [""] * len(upper)
    before = ""
    for column in report.columns:
        upper.append("" if len(column.heading) > 1 and column.heading[0] == before else column.heading[0])
        lower.append(column.heading[1] if len(column.heading) > 1 else "")
        before = column.heading[0]
    head = [[title] for title in style.titles]
    head += [[]] if head else []
    head += [upper, lower] if deep else [upper]
    if style.numbers:
        head.append([str(number) for number in range(1, len(upper) + 1)])
    return head


def _labels(report: Report, line: Line) -> list[str]:
    """The cells of code and label of a line, as the style has them."""
    style = report.style
    kode = ".".join(part for part in line.kode if part)
    label = (style.indent * line.level if style.indent.isspace() else "") + line.uraian
    levels = [str(line.level + 1) if not line.total else ""] if style.levels else []
    if style.code == "none":
        return [*levels, label]
    if style.code == "glued":
        return [*levels, f"{kode}{style.glue}{line.uraian}" if kode else line.uraian]
    if style.code == "spread":
        width = max(len(other.kode) for other in report.lines)
        return [*levels, *line.kode, *[""] * (width - len(line.kode)), label]
    return [*levels, kode, label]


def _printed(figure: Fraction, column: Column, style: Style) -> str:
    """A figure in the style's own numerals."""
    if figure == 0 and column.kind == "rupiah":
        return style.zero
    digits = len(str(column.step.denominator)) - 1
    whole = round(abs(figure) * 10**digits)
    text = f"{whole // 10**digits:,}".replace(",", style.thousands)
    if digits:
        text += f"{style.decimal}{whole % 10**digits:0{digits}d}"
    if figure >= 0:
        return text
    return f"({text})" if style.parentheses else f"-{text}"


def _workbook(
    style: Style,
    texts: list[list[str]],
    figures: list[tuple[Place, Fraction, Column]],
    indents: list[tuple[Place, int]],
) -> Workbook:
    """A workbook in which figures are numbers with a format, or text where the office wrote text."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Laporan"
    for row in texts:
        sheet.append([cell or None for cell in row])
    for (line, at), level in indents:
        sheet.cell(line, at).alignment = Alignment(indent=level)
    for (line, at), figure, column in figures:
        if style.text:
            continue
        cell = sheet.cell(line, at)
        digits = len(str(column.step.denominator)) - 1
        if column.kind == "percent":
            cell.value = float(figure / 100 if style.fraction else figure)
            cell.number_format = f"0.{'0' * digits}{'%' if style.fraction else ''}"
        else:
            cell.value = int(figure) if figure.denominator == 1 else float(figure)
            cell.number_format = "#,##0;(#,##0)" if style.parentheses else "#,##0"
            if style.zero == "-":
                cell.number_format = f'{"#,##0;(#,##0)" if style.parentheses else "#,##0;-#,##0"};"-"'
    return book
