"""A sample report as sheets in memory: titles, headings, body and foot, to be changed and written again.

A cell is a text, a figure (a number and the format that shows it), or None. The first column holds codes: its numbers
stay as they are whatever is done to figures.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook

PRINTED = re.compile(r"\(?-?\d[\d.,]*\)?|-")


@dataclass(frozen=True)
class Figure:
    """A number and the number format under which a spreadsheet shows it."""

    value: int | float
    format: str

    @property
    def english(self) -> str:
        """The text that the format shows, with commas between thousands."""
        sections = self.format.split(";")
        if self.value == 0 and len(sections) > 2:
            return sections[2].strip('"')
        if self.format == "General":
            return str(self.value)
        decimals = len(sections[0].partition(".")[2])
        text = f"{abs(self.value):,.{decimals}f}" if "," in sections[0] else f"{abs(self.value):.{decimals}f}"
        if self.value < 0:
            return f"({text})" if "(" in self.format else f"-{text}"
        return text

    @property
    def indonesian(self) -> str:
        """The same text with points between thousands and a comma before decimals."""
        return self.english.translate(str.maketrans(",.", ".,"))


Cell = str | int | Figure | None
Line = list[Cell]


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table, or with prose: then it has no heading and everything is a title."""

    name: str
    titles: list[Line]
    heading: list[Line]
    body: list[Line]
    foot: list[Line]

    @property
    def lines(self) -> list[Line]:
        """All rows of the sheet, with a blank one between the parts."""
        gap: list[Line] = [[]]
        return [
            *self.titles,
            *(gap if self.titles and self.heading else []),
            *self.heading,
            *self.body,
            *(gap if self.foot else []),
            *self.foot,
        ]

    @property
    def width(self) -> int:
        return max(len(line) for line in self.heading)

    def paths(self) -> list[str]:
        """The heading of each column in one line, the text of a group repeated over each of its columns."""
        if len(self.heading) == 1:
            return [str(text or "") for text in self.heading[0]]
        above: list[str] = []
        for upper, lower in zip(*self.heading, strict=True):
            above.append(str(upper or (above[-1] if lower and above else "")))
        return [" ".join(filter(None, (a, str(b or "")))) for a, b in zip(above, self.heading[1], strict=True)]

    def with_columns(self, order: Sequence[int]) -> Sheet:
        """The sheet with its columns in another order; a group is named over each of its columns."""
        first, *rest = self.heading
        if rest:
            spread: Line = []
            for upper, lower in zip(first, rest[0], strict=True):
                spread.append(upper or (spread[-1] if lower and spread else None))
            first = spread
        heading = [[line[n] for n in order] for line in (first, *rest)]
        return replace(self, heading=heading, body=[[line[n] for n in order] for line in self.body])

    def with_body(self, change: Callable[[Line], Line]) -> Sheet:
        return replace(self, body=[change(line) for line in self.body])


def of_workbook(path: Path) -> list[Sheet]:
    """The sheets of a workbook."""
    sheets = []
    for sheet in load_workbook(path):
        rows: list[Line] = []
        for cells in sheet.iter_rows(max_col=sheet.max_column):
            line: Line = []
            for n, cell in enumerate(cells):
                number = n and isinstance(cell.value, int | float)
                line.append(Figure(cell.value, cell.number_format) if number else cell.value)
            rows.append(line)
        sheets.append(parts(sheet.title, rows))
    return sheets


def of_csv(path: Path, separator: str = ",", *, indonesian: bool = False) -> list[Sheet]:
    """The one sheet of a CSV file, its printed figures as numbers with the format that shows the same."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [[text or None for text in line] for line in csv.reader(file, delimiter=separator)]
    sheet = parts(path.stem, rows)

    def number(text: Cell) -> Cell:
        if not isinstance(text, str) or not PRINTED.fullmatch(text):
            return text
        if text == "-":
            return Figure(0, '#,##0;-#,##0;"-"')
        english = text.translate(str.maketrans(",.", ".,")) if indonesian else text
        digits = english.strip("()").replace(",", "")
        decimals = len(digits.partition(".")[2])
        style = ("#,##0" if "," in english else "0") + ("." + "0" * decimals if decimals else "")
        value = float(digits) if decimals else int(digits)
        return Figure(-value, f"{style};({style})") if text.startswith("(") else Figure(value, style)

    return [sheet.with_body(lambda line: [line[0], *map(number, line[1:])])]


def parts(name: str, rows: list[Line]) -> Sheet:
    """A sheet cut into titles, heading, body and foot; the heading is the first row with five texts or more."""
    top = next((n for n, row in enumerate(rows) if sum(isinstance(cell, str) for cell in row) >= 5), None)
    if top is None:
        return Sheet(name, rows, [], [], [])
    deep = rows[top + 1][0] is None and any(rows[top + 1][2:]) and not any(isinstance(c, Figure) for c in rows[top + 1])
    start = top + (2 if deep else 1)
    end = next((n for n, row in enumerate(rows[start:], start) if not any(c is not None for c in row)), len(rows))
    titles = [row for row in rows[:top] if any(row)]
    return Sheet(name, titles, rows[top:start], rows[start:end], [row for row in rows[end:] if any(row)])


def write_workbook(sheets: Sequence[Sheet], path: Path) -> Path:
    """The sheets as a workbook, without merged cells, bold or widths: only what is in the cells."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for y, line in enumerate(sheet.lines, 1):
            for x, cell in enumerate(line, 1):
                if isinstance(cell, Figure):
                    page.cell(y, x, cell.value).number_format = cell.format
                elif cell is not None:
                    page.cell(y, x).value = cell
                    if isinstance(cell, str):
                        page.cell(y, x).number_format = "@"
    book.save(path)
    return path


def write_csv(sheets: Sequence[Sheet], folder: Path, separator: str, text: Callable[[Figure], str]) -> Path:
    """The sheets as CSV files of a folder; prose becomes a text file."""
    folder.mkdir()
    for number, sheet in enumerate(sheets, 1):
        if not sheet.heading:
            prose = "\n".join(str(line[0]) for line in sheet.titles if line[0])
            (folder / f"{number:02} {sheet.name}.txt").write_text(prose, encoding="utf-8")
            continue
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator="\n")
        for line in sheet.lines:
            texts = [text(cell) if isinstance(cell, Figure) else "" if cell is None else str(cell) for cell in line]
            writer.writerow(texts + [""] * (sheet.width - len(texts)))
        (folder / f"{number:02} {sheet.name}.csv").write_text(out.getvalue(), encoding="utf-8")
    return folder


def frame(sheet: Sheet) -> pd.DataFrame:
    """The table of a sheet as a DataFrame, numbers as numbers."""
    data = [[cell.value if isinstance(cell, Figure) else cell for cell in line] for line in sheet.body]
    return pd.DataFrame(data, columns=sheet.paths(), dtype=object)
