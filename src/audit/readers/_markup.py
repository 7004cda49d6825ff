"""HTML as a browser shows it: paragraphs, headings and tables in order, whatever end tags were left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Literal

from audit.model.document import Cell, Grid, Merge, Place, Problem
from audit.notation.letters import letters_of
from audit.notation.numerals import has_digit
from audit.readers._file import LARGEST
from audit.readers._flow import Block, Line
from audit.readers._sheet import too_many

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav"}
    | {"ol", "p", "pre", "section", "ul"}
)
#: Elements whose text is no part of the page.
_SILENT = frozenset({"script", "style", "template", "title", "select", "textarea", "svg", "noscript", "datalist"})
_ROWS = frozenset({"thead", "tbody", "tfoot", "colgroup"})
_TABLES = _ROWS | {"table", "tr", "td", "th", "caption"}

#: What browsers make of larger spans.
_MOST_ACROSS, _MOST_DOWN = 1000, 65534
#: So many pixels, or points, of indentation are a level.
_LEVEL = 10

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_INDENT = re.compile(r"(mso-char-indent-count|padding-left|margin-left|text-indent)\s*:\s*(\d{1,4})", re.IGNORECASE)


@dataclass(slots=True)
class _Cell:
    """A cell as it is being read: what stands in it, over how many columns and rows, and how it looks."""

    line: int
    across: int = 1
    down: int = 1
    indent: int = 0
    bold: bool = False
    hidden: bool = False
    blocks: list[Block] = field(default_factory=list)
    faces: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    hidden: bool = False
    cells: list[_Cell] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table as it is being read, and where what stands around it goes."""

    number: int
    line: int
    rows: list[_Row] = field(default_factory=list)
    row: _Row | None = None
    cell: _Cell | None = None


class Page(HTMLParser):
    """The blocks of a page; ``blocks`` and ``problems`` are whole when it is closed.

    A cell stands at ``Tabel 2!C5`` and knows its line. The tables are counted through the page, nested ones too.
    """

    def __init__(self, place: Place, tables: int = 0, above: int = 0) -> None:
        super().__init__(convert_charrefs=True)
        self.place = place
        self.above = above
        self.count = tables
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.tables: list[_Table] = []
        self.parts: list[str] = []
        self.begun = 0
        self.level: int | None = None
        self.kind: Literal["", "title", "prose"] = ""
        self.bold = 0
        self.silent = ""
        self.kept = 0

    # What the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if self.silent and tag not in _TABLES:
            return
        self.silent = tag if tag in _SILENT else ""
        told = {name: value or "" for name, value in attrs}
        if tag in _TABLES:
            self._table_tag(tag, told)
        elif tag == "br":
            self.parts.append("\n")
        elif tag in ("b", "strong"):
            self.bold += 1
        elif tag in _BLOCKS:
            self._end_paragraph()
            self.level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else None
            # An item of a list is no title.
            self.kind = "prose" if tag == "li" else ""
            self.kept += tag == "pre"
            if self.tables and self.tables[-1].cell and _INDENT.search(told.get("style", "")):
                self.tables[-1].cell.indent = max(self.tables[-1].cell.indent, _indent(told))

    def handle_endtag(self, tag: str) -> None:
        """End an element, and all within it that were left open."""
        if self.silent:
            self.silent = "" if tag == self.silent or tag in _TABLES else self.silent
        if tag in _SILENT:
            return
        if tag == "table":
            self._end_table()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr" or tag in _ROWS:
            self._end_row()
        elif tag == "caption":
            self._end_paragraph()
        elif tag in ("b", "strong"):
            self.bold = max(self.bold - 1, 0)
        elif tag in _BLOCKS:
            self._end_paragraph()
            self.kept = max(self.kept - (tag == "pre"), 0)

    def handle_data(self, data: str) -> None:
        """Take in a piece of text."""
        if self.silent:
            return
        text = data if self.kept else _BLANKS.sub(" ", data)
        if text.strip():
            self.begun = self.begun or self._line()
            if self.tables and self.tables[-1].cell:
                self.tables[-1].cell.faces.append(self.bold > 0)
        self.parts.append(text)

    def close(self) -> None:
        """End all that was left open."""
        super().close()
        while self.tables:
            self._end_table()
        self._end_paragraph()

    # Paragraphs

    def _line(self) -> int:
        return self.getpos()[0] + self.above

    def _end_paragraph(self) -> None:
        """The text since the last block, to the cell that is open or to the page."""
        text = "\n".join(line.strip(" ") for line in "".join(self.parts).split("\n")).strip("\n")
        if text.strip():
            place = replace(self.place, line=self.begun or self._line())
            (self._open_cell() or self).blocks.append(Line(text, place, self.level, self.kind))
        self.parts, self.begun, self.level, self.kind = [], 0, None, ""

    def _open_cell(self) -> _Cell | None:
        return next((table.cell for table in reversed(self.tables) if table.cell is not None), None)

    # Tables

    def _table_tag(self, tag: str, told: dict[str, str]) -> None:
        if tag == "table":
            self._end_paragraph()
            self.count += 1
            self.tables.append(_Table(self.count, self._line()))
        elif tag == "caption":
            self._end_paragraph()
            self.kind = "title"
        elif not self.tables:
            self._end_paragraph()
        elif tag in _ROWS:
            self._end_row()
        elif tag == "tr":
            self._end_row()
            self.tables[-1].row = _Row(_is_hidden(told))
        else:
            self._end_cell()
            table = self.tables[-1]
            table.row = table.row or _Row()
            table.cell = _Cell(
                self._line(),
                _span(told.get("colspan"), _MOST_ACROSS),
                # A span of 0 rows goes on to the end of the table.
                _span(told.get("rowspan"), _MOST_DOWN) if told.get("rowspan", "").strip() != "0" else _MOST_DOWN,
                _indent(told),
                tag == "th" or bool(_BOLD.search(told.get("style", ""))),
                _is_hidden(told),
            )
            self.bold = 0

    def _end_cell(self) -> None:
        self._end_paragraph()
        if self.tables and self.tables[-1].cell and self.tables[-1].row:
            self.tables[-1].row.cells.append(self.tables[-1].cell)
            self.tables[-1].cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.tables and self.tables[-1].row:
            self.tables[-1].rows.append(self.tables[-1].row)
            self.tables[-1].row = None

    def _end_table(self) -> None:
        self._end_row()
        if not self.tables:
            return
        table = self.tables.pop()
        name = f"Tabel {table.number}"
        place = replace(self.place, sheet=name, line=table.line)
        out = (self._open_cell() or self).blocks
        placed, width = _placed(table.rows)
        if width * len(table.rows) > LARGEST:
            self.problems.append(too_many(place))
            return
        out.extend(_grid(table, name, place, placed, width))


def _span(text: str | None, most: int) -> int:
    digits = re.match(r"\s*(\d{1,9})", text or "")
    return min(max(int(digits[1]), 1), most) if digits else 1


def _is_hidden(told: dict[str, str]) -> bool:
    return "hidden" in told or bool(_HIDDEN.search(told.get("style", "")))


def _indent(told: dict[str, str]) -> int:
    found = _INDENT.search(told.get("style", ""))
    if found is None:
        return 0
    return int(found[2]) if found[1].lower().startswith("mso") else int(found[2]) // _LEVEL


def _placed(rows: Sequence[_Row]) -> tuple[list[tuple[int, int, _Cell]], int]:
    """Each cell with the row and the column in which it stands, and how many columns there are.

    A cell moves on past those that reach down from the rows above; one that is not shown takes no place.
    """
    placed: list[tuple[int, int, _Cell]] = []
    reaching: dict[int, int] = {}
    width = 0
    for number, row in enumerate(rows):
        column = 0
        held = {at: rest - 1 for at, rest in reaching.items() if rest > 1}
        for cell in row.cells:
            if cell.hidden:
                continue
            while reaching.get(column, 0) > 0:
                column += 1
            placed.append((number, column, cell))
            if cell.down > 1:
                held.update(dict.fromkeys(range(column, column + cell.across), cell.down - 1))
            column += cell.across
        width = max(width, column)
        reaching = held
    return placed, width


def _grid(
    table: _Table, name: str, place: Place, placed: Sequence[tuple[int, int, _Cell]], width: int
) -> Iterable[Block]:
    """The table as a grid, and after it what stands in cells that hold tables themselves."""
    rows: list[list[Cell | None]] = [[None] * width for _ in table.rows]
    merges: list[Merge] = []
    around: list[tuple[int, int, _Cell]] = []
    for row, column, cell in placed:
        below = min(row + cell.down, len(rows)) - 1
        if below > row or cell.across > 1:
            merges.append(Merge(row, column, below, column + cell.across - 1))
        if any(isinstance(block, Grid) for block in cell.blocks):
            around.append((row, column, cell))
        else:
            rows[row][column] = _cell(cell, replace(place, cell=f"{letters_of(column)}{row + 1}", line=cell.line))
    inner: list[Block] = []
    for row, column, cell in around:
        if any(other is not None and has_digit(other.text) for other in rows[row]):
            # Beside figures it is part of a row, and its own text is a label there.
            rows[row][column] = _cell(cell, replace(place, cell=f"{letters_of(column)}{row + 1}", line=cell.line))
            inner.extend(block for block in cell.blocks if isinstance(block, Grid))
        else:
            # The table around it only lays out the page, and its text stands above the table within.
            inner.extend(cell.blocks)
    hidden = frozenset(number for number, row in enumerate(table.rows) if row.hidden)
    grid = Grid(name, place, tuple(map(tuple, rows)), tuple(merges), hidden=hidden)
    return [grid, *inner] if any(map(any, rows)) else inner


def _cell(cell: _Cell, place: Place) -> Cell | None:
    text = "\n".join(block.text for block in cell.blocks if isinstance(block, Line))
    if not text.strip():
        return None
    bold = cell.bold or (bool(cell.faces) and all(cell.faces))
    return Cell(text.strip(), place, indent=cell.indent + len(text) - len(text.lstrip()), bold=bold)
