"""Pages become grids: figures are told by where they stand, since a blank cell leaves no mark in the text of a PDF."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from audit.model.document import Cell, Grid, Merge, Passage
from audit.notation.headings import words
from audit.notation.numerals import is_numeral, read_numeral
from audit.readers._columns import Columns, Row, Way, columns_of, fits, headed, shared
from audit.readers._justified import justified
from audit.readers._page import Box, Line, Page, Word, around, segments
from audit.readers._paragraphs import Locate, without_prose

#: Lines this near to the edge of the page, as a part of its height, may be repeated there: titles and page numbers.
_MARGIN = 0.09

#: What a figure in pieces is made of: digits, marks and brackets, and more than one mark.
_PIECES = re.compile(r"[\d(-][\d\s()-]*[.,][\d\s.,()-]*")


@dataclass(slots=True)
class _Block:
    """Lines under one another whose figures stand in the same columns."""

    rows: list[Row]
    columns: Columns = field(default_factory=list)


def laid_out(pages: Sequence[Page], place: Locate, name: str, way: Way = "gaps") -> tuple[list[Grid], list[Passage]]:
    """The tables of the pages, those that go on over pages as one grid, and the paragraphs of running text."""
    running = _running(pages)
    blocks: list[_Block] = []
    passages: list[Passage] = []
    heads: Columns | None = None
    for page in pages:
        rows = [row for row in _rows(page, way) if (page.number, row.box) not in running]
        rows = without_prose(rows, page, passages, place)
        heads = headed(rows, page) or heads
        for block in _blocks(rows, page, way, heads):
            if blocks and (columns := shared(blocks[-1].columns, block.columns)) is not None:
                blocks[-1].rows.extend(block.rows)
                blocks[-1].columns = columns
            else:
                blocks.append(block)
    grids = [_grid(block, place, name, number) for number, block in enumerate(blocks, 1) if block.rows]
    return grids, passages


def _rows(page: Page, way: Way) -> list[Row]:
    """The lines of a page; those between two level rules are one row, unless several of them hold figures."""
    rules = _level_rules(page)
    bands: dict[int, list[Row]] = {}
    for line in page.lines:
        band = bisect(rules, (line.box[1] + line.box[3]) / 2)
        bands.setdefault(band, []).append(_row(line, page, way))
    rows: list[Row] = []
    for band, inside in bands.items():
        figures = sum(row.is_figures for row in inside)
        if not 0 < band < len(rules) or figures > 1:
            rows.extend(inside)
        elif figures == 1:
            rows.append(_together(inside))
        else:
            for row in inside:
                if rows and rows[-1].page == row.page and row is not inside[0] and _is_broken_off(rows[-1], row):
                    rows[-1] = _together([rows[-1], row])
                else:
                    rows.append(row)
    return rows


def _together(lines: Sequence[Row]) -> Row:
    return Row(lines[0].page, around([line.box for line in lines]), [text for line in lines for text in line.texts])


def _is_broken_off(above: Row, line: Row) -> bool:
    """Whether each text of a line stands right below one text of the line above, as in a heading broken over lines."""
    if line.box[1] - above.box[3] > 0.6 * (line.box[3] - line.box[1]):
        return False
    return all(
        sum(min(text.box[2], other.box[2]) > max(text.box[0], other.box[0]) for other in above.texts) == 1
        for text in line.texts
    )


def _level_rules(page: Page) -> list[float]:
    """Where rules part rows: all pieces at one height together reach over a good part of what is ruled."""
    reach: dict[int, float] = {}
    for y, left, right in page.level:
        reach[round(y / 2)] = reach.get(round(y / 2), 0.0) + right - left
    widest = max(reach.values(), default=0.0)
    found: list[float] = []
    for y, _, _ in sorted(page.level):
        if reach[round(y / 2)] > 0.6 * min(widest, page.width) and (not found or y - found[-1] > 2):
            found.append(y)
    return found


def _row(line: Line, page: Page, way: Way) -> Row:
    """The texts of a line, parted by the upright rules that pass it; one with blanks stretched alike is one text."""
    middle = (line.box[1] + line.box[3]) / 2
    cuts = [x for x, above, below in page.upright if above <= middle <= below]
    texts = segments(line, cuts)
    if len(texts) > 1 and (whole := justified(line, cuts)) is not None:
        return Row(page.number, line.box, [whole], stretched=True)
    if way == "digits":
        texts = [replace(text, text=_put_together(text.text)) for text in texts]
    return Row(page.number, line.box, texts)


def _put_together(text: str) -> str:
    """A figure that was set in pieces, as "1 7,045,275.00", as one; any other text as it is."""
    whole = "".join(text.split())
    if whole == text or not _PIECES.fullmatch(text):
        return text
    numerals = (read_numeral(whole, ","), read_numeral(whole, "."))
    return whole if any(numeral is not None and not numeral.malformed for numeral in numerals) else text


def _running(pages: Sequence[Page]) -> set[tuple[int, Box]]:
    """Lines at the edge of pages that are repeated on half of them, page numbers aside, but for the first time."""
    seen: Counter[tuple[str, int]] = Counter()
    where: dict[tuple[str, int], list[tuple[int, Box]]] = {}
    for page in pages:
        for line in page.lines:
            top = line.box[1] / page.height
            if top < _MARGIN or top > 1 - _MARGIN:
                key = re.sub(r"\d+", "#", line.text), round(line.box[1] / 4)
                seen[key] += 1
                where.setdefault(key, []).append((page.number, line.box))
    least = max(2, len(pages) // 2)
    repeated = [places for key, places in where.items() if seen[key] >= least]
    numbers = [places for key, places in where.items() if seen[key] >= 2 and "#" in key[0] and len(key[0]) < 40]
    return {place for places in repeated for place in places[1:]} | {place for places in numbers for place in places}


def _blocks(rows: list[Row], page: Page, way: Way, heads: Columns | None) -> list[_Block]:
    """The lines of a page as blocks of one set of columns each; what stands above a table is its title."""
    blocks: list[_Block] = []
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if not row.is_figures:
            continue
        columns = columns_of([row], page, way, heads)
        if blocks and (len(waiting) < 3 or fits(blocks[-1].columns, columns)):
            blocks[-1].rows.extend(waiting)
        else:
            blocks.append(_Block(list(waiting)))
        blocks[-1].columns = columns_of([r for r in blocks[-1].rows if r.is_figures], page, way, heads)
        waiting = []
    if blocks:
        blocks[-1].rows.extend(waiting)
        return blocks
    return [_Block(waiting, [(0.0, page.width)])] if waiting else []


# From blocks to grids


def _grid(block: _Block, place: Locate, name: str, number: int) -> Grid:
    """The block as a grid; a heading over several columns is merged over them."""
    rows = _folded(block)
    cells: list[tuple[Cell | None, ...]] = []
    merges: list[Merge] = []
    for row in rows:
        line: list[list[Word]] = [[] for _ in block.columns]
        for text in row.texts:
            first, last = _stands_in(text, block.columns)
            line[first].append(text)
            if last > first and not row.is_figures:
                merges.append(Merge(len(cells), first, len(cells), last))
        cells.append(tuple(_cell(texts, row.page, place) for texts in line))
    first_page = rows[0].page
    box = around([row.box for row in rows if row.page == first_page])
    return Grid(f"{name} {number}" if number > 1 else name, place(first_page, box), tuple(cells), tuple(merges))


def _cell(texts: list[Word], page: int, place: Locate) -> Cell | None:
    if not texts:
        return None
    text = " ".join(word.text for word in texts)
    # An accountant's form sets the currency at the left of the cell and the figure at its right.
    text = re.sub(r"^Rp\.?\s+(?=[\d(-])", "", text)
    return Cell(text, place(page, around([word.box for word in texts])))


def _stands_in(text: Word, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and the last column that a text stands in; a figure stands in one."""
    left, right = text.box[0], text.box[2]
    over = [
        n
        for n, (start, end) in enumerate(columns)
        # Most columns stand clear of it, and are told by two comparisons.
        if start < right and left < end and min(right, end) - max(left, start) > 0.3 * min(end - start, right - left)
    ]
    if not over:
        middle = (left + right) / 2
        nearest = min(range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - middle))
        return nearest, nearest
    if is_numeral(text.text):
        best = max(over, key=lambda n: min(right, columns[n][1]) - max(left, columns[n][0]))
        return best, best
    return over[0], over[-1]


def _folded(block: _Block) -> list[Row]:
    """The lines of a block as rows: a label that was broken over lines is put together again."""
    rows: list[Row] = []
    block = replace(block, rows=_with_labels(block))
    steps = [below.box[1] - above.box[1] for above, below in zip(block.rows, block.rows[1:], strict=False)]
    usual = median([step for step in steps if step > 0] or [12.0])
    label = _label_column(block)
    coded = label not in (None, 0) and _has_codes(block)
    for row in block.rows:
        if rows and _goes_on(rows[-1], row, block, label, usual, coded=coded):
            rows[-1] = Row(rows[-1].page, around([rows[-1].box, row.box]), [*rows[-1].texts, *row.texts])
        else:
            rows.append(row)
    return rows


def _with_labels(block: _Block) -> list[Row]:
    """The lines of a block, figures put together with the lines of the label that stand half above and half below.

    So a label broken over two lines stands beside a figure that is set in the middle of its cell.
    """
    label = _label_column(block)
    rows = list(block.rows)
    found: list[Row] = []
    while rows:
        row = rows.pop(0)
        if row.is_figures and label is not None and not any(_is_in(text, block, label) for text in row.texts):
            height = row.box[3] - row.box[1]
            parts = [row]
            if found and _is_label(found[-1], block, label) and -height < row.box[1] - found[-1].box[3] < height / 2:
                parts.insert(0, found.pop())
            if rows and _is_label(rows[0], block, label) and -height < rows[0].box[1] - row.box[3] < height / 2:
                parts.append(rows.pop(0))
            row = _together(parts) if all(part.page == row.page for part in parts) else row
        found.append(row)
    return found


def _is_label(row: Row, block: _Block, label: int) -> bool:
    """Whether a line holds nothing but a piece of a label."""
    return len(row.texts) == 1 and not row.figures and _is_in(row.texts[0], block, label)


def _is_in(text: Word, block: _Block, column: int) -> bool:
    return not is_numeral(text.text) and _stands_in(text, block.columns)[0] == column


def _label_column(block: _Block) -> int | None:
    """The column with most words; the segments of a code are none."""
    counts: Counter[int] = Counter()
    for row in block.rows:
        if row.is_figures:
            for text in row.texts:
                if not is_numeral(text.text):
                    spoken = sum(word.isalpha() for word in words(text.text))
                    counts[_stands_in(text, block.columns)[0]] += spoken
    return counts.most_common(1)[0][0] if counts else None


def _has_codes(block: _Block) -> bool:
    """Whether the rows of figures begin with a code or a number, so that a line without one is no row of its own."""
    rows = [row for row in block.rows if row.is_figures]
    firsts = [row.texts[0] for row in rows if _stands_in(row.texts[0], block.columns)[0] == 0]
    return sum(any(map(str.isdigit, first.text)) for first in firsts) * 10 >= len(rows) * 9


def _goes_on(before: Row, row: Row, block: _Block, label: int | None, usual: float, *, coded: bool) -> bool:
    """Whether a line only carries on the label of the row before it.

    Where rows have codes, a line without one does; else where that label had no room for its next word.
    """
    if label is None or before.page != row.page or row.figures or len(row.texts) != 1:
        return False
    if not before.is_figures or row.box[1] - before.box[3] > usual:
        return False
    text = row.texts[0]
    start, end = block.columns[label]
    labels = [word for word in before.texts if _stands_in(word, block.columns)[0] == label]
    if not labels or _stands_in(text, block.columns)[0] != label or text.box[0] < start - 2:
        return False
    if text.text.isupper() and not labels[-1].text.isupper():
        return False
    if coded:
        return True
    first = text.text.split()[0]
    width = (text.box[2] - text.box[0]) * (len(first) + 1) / max(len(text.text), 1)
    return labels[-1].box[2] + width > end - 2
