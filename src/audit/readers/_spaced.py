"""Text in which blanks keep the columns apart is a page whose letters are all of one width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from audit.model.document import Cell, Grid, Line, Passage, Place
from audit.notation.numerals import has_digit, is_numeral
from audit.readers import _page
from audit.readers._layout import laid_out
from audit.readers._page import Box, Page, Word

#: The width and the height of a letter, such that one blank parts words and two part cells.
_WIDE, _HIGH = 5.0, 10.0
#: So many letters to either side, an edge of a column is the same; printers of text round to whole letters.
_NEAR = 1
#: Lines with figures further apart than this stand in no one table.
_APART = 12

#: A page has so many times its own lines above and below them, since what stands at the edge of a page is dropped.
_EDGE = 1
#: The line with the number of a page is shorter.
_SHORT = 60

#: A line of headings has more letters.
_HEADING = 12

Span = tuple[str, int, int]

_WORD = re.compile(r"\S+")


def figures_of(text: str) -> list[tuple[int, int]]:
    """Where the figures of a line begin and end, in letters."""
    return [(m.start(), m.end()) for m in _WORD.finditer(text) if is_numeral(m[0]) and has_digit(m[0])]


def tabular(lines: Sequence[Line]) -> list[Line]:
    """The lines that look like rows of a table: they end in figures that stand side by side."""
    return [line for line in lines if len(figures_of(line.text)) > 1 and _ends_in_figures(line.text)]


def _ends_in_figures(text: str) -> bool:
    last = text.split()[-2:]
    return all(is_numeral(word) for word in last)


def is_aligned(lines: Sequence[Line]) -> bool:
    """Whether the figures of nearly all lines stand under those of the line with figures above."""
    here: list[tuple[int, list[tuple[int, int]]]] = [
        (line.place.line or 0, figures_of(line.text)) for line in tabular(lines)
    ]
    under = whole = 0
    for (one, above), (two, below) in pairwise(here):
        if two - one > _APART:
            continue
        fewer, more = sorted((above, below), key=len)
        whole += len(fewer)
        under += sum(1 for figure in fewer if any(_shares_edge(figure, other) for other in more))
    return under * 10 >= whole * 9


def _shares_edge(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two figures end at one edge, begin at one, or have one middle."""
    left, right = abs(one[0] - other[0]), abs(one[1] - other[1])
    return min(left, right) <= _NEAR or abs(sum(one) - sum(other)) <= 2 * _NEAR


def laid_out_text(lines: Sequence[Line], name: str) -> tuple[list[Grid], list[Passage]]:
    """The tables and paragraphs of a text whose columns stand under one another; a form feed begins a page."""
    pages = _without_running([[_words(line.text) for line in page] for page in _pages(lines)])
    input, file = lines[0].place.input, lines[0].place.file
    above = [0, *accumulate(len(page) for page in pages)]

    def place(page: int, box: Box) -> Place:
        row = round(box[1] / _HIGH) - _EDGE * len(pages[page - 1])
        return Place(input, file, line=above[page - 1] + row + 1, column=round(box[0] / _WIDE) + 1)

    return laid_out([_page_of(page, number) for number, page in enumerate(pages, 1)], place, name)


def is_torn(grids: Sequence[Grid]) -> bool:
    """Whether a table that goes on under the same heading was read with other columns there.

    One of the two readings has put cells together, and a row that is lost so would be an error that nobody made.
    """

    def texts(row: tuple[Cell | None, ...]) -> str:
        return "".join(cell.text for cell in row if cell is not None).replace(" ", "")

    return any(
        len(head := texts(after.rows[0])) > _HEADING and head in {texts(row) for row in before.rows}
        for before, after in pairwise(grids)
    )


def _pages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    for line in lines:
        if page and "\x0c" in line.text:
            yield page
            page = []
        page.append(line)
    yield page


def _words(text: str) -> list[Span]:
    """The words of a line with where each begins and ends, in letters."""
    plain = text.replace("\x0c", "").expandtabs()
    return [(m[0], m.start(), m.end()) for m in _WORD.finditer(plain)]


def _without_running(pages: list[list[list[Span]]]) -> list[list[list[Span]]]:
    """The pages without their first and last lines that are the same on several but for a number: those of pages."""

    def key(row: list[Span]) -> str:
        return re.sub(r"\d+", "#", " ".join(word for word, _, _ in row))

    edges = [[rows[0], rows[-1]] if (rows := [row for row in page if row]) else [] for page in pages]
    seen = Counter(name for page in edges for name in {key(row) for row in page})
    running = {name for name, count in seen.items() if count > 1 and name.count("#") == 1 and len(name) < _SHORT}
    return [
        [[] if any(row is edge for edge in ends) and key(row) in running else row for row in page]
        for page, ends in zip(pages, edges, strict=True)
    ]


def _page_of(rows: Sequence[list[Span]], number: int) -> Page:
    """The lines as a page, with a rule above each that begins a row, and so wide an edge that no line stands in it."""
    top = _EDGE * len(rows)
    width = max((right for row in rows for _, _, right in row), default=1) * _WIDE
    starts = [n for n, row in enumerate(rows) if row and not _is_rest(rows, n)]
    level = [(_HIGH * (top + n), 0.0, width) for n in (*starts, len(rows))]
    lines = [
        _page.Line(
            tuple(
                Word(text, (left * _WIDE, _HIGH * (top + n) + 0.5, right * _WIDE, _HIGH * (top + n + 1)))
                for text, left, right in row
            )
        )
        for n, row in enumerate(rows)
        if row
    ]
    return Page(number, width, _HIGH * (2 * top + len(rows)), tuple(lines), (), tuple(level))


def _is_rest(rows: Sequence[list[Span]], n: int) -> bool:
    """Whether a line only goes on with cells of the row above it: it has no figure and nothing in the first column."""
    cells = _cells(rows[n])
    if any(map(_is_figure, cells)):
        return False
    first = n
    while first > 0 and rows[first - 1]:
        first -= 1
    above = [m for m in range(first, n) if len(_cells(rows[m])) > len(cells)]
    return bool(above) and all(_goes_on(cell, rows, above[-1], n) for cell in cells)


def _goes_on(cell: Span, rows: Sequence[list[Span]], row: int, n: int) -> bool:
    """Whether a text goes on with a cell of a row above: it begins where that does, which had no room for its words.

    In a heading, where texts are centred, it stands within the other.
    """
    head = _cells(rows[row])
    if not any(map(_is_figure, head)) and any(o[1] - 1 <= cell[1] and cell[2] <= o[2] + 1 for o in head[1:]):
        return True
    begun = [k for k, o in enumerate(head) if k and abs(o[1] - cell[1]) <= _NEAR and not _is_figure(o)]
    if not begun or begun[0] > 1:
        # Beyond the labels no text is a row of its own.
        return bool(begun)
    column = [o for other in rows for o in _cells(other) if abs(o[1] - cell[1]) <= _NEAR and not _is_figure(o)]
    above = [o for m in range(row, n) for o in _cells(rows[m]) if abs(o[1] - cell[1]) <= _NEAR]
    widest = max(right for _, _, right in column)
    # Letters of a printed page are not all of one width, so that a column of the text has no sharp edge.
    room = widest - above[-1][2] - 0.2 * (widest - cell[1])
    return room < len(cell[0].split()[0]) + 1


def _is_figure(span: Span) -> bool:
    return has_digit(span[0]) and is_numeral(span[0])


def _cells(row: Sequence[Span]) -> list[Span]:
    """The texts of a line that two blanks part."""
    found: list[Span] = []
    for text, left, right in row:
        if found and left - found[-1][2] < 2:
            found[-1] = (f"{found[-1][0]} {text}", found[-1][1], right)
        else:
            found.append((text, left, right))
    return found
