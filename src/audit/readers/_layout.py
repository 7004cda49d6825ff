"""Pages become grids: figures are told by where they stand, since a blank cell leaves no mark in the text of a PDF."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from audit.model.document import Cell, Grid, Merge, Passage, Place
from audit.notation.headings import column_number, words
from audit.notation.numerals import has_digit, is_numeral
from audit.readers._page import Box, Line, Page, Word, around, segments

#: Lines this near to the edge of the page, as a part of its height, may be repeated there: titles and page numbers.
_MARGIN = 0.09
#: A text of so many words that is as wide as half the page is prose.
_PROSE = 8
#: Figures of one column may stand this far apart, in points, from page to page.
_SHIFT = 6.0

_YEAR = re.compile(r"(?:19|20)\d\d")

Locate = Callable[[int, Box], Place]


@dataclass(slots=True)
class _Row:
    """A line of a table: its texts, and where it stands."""

    page: int
    box: Box
    texts: list[Word]

    @property
    def figures(self) -> list[Word]:
        """The texts that are figures."""
        return [text for text in self.texts if is_numeral(text.text)]

    @property
    def is_figures(self) -> bool:
        """Whether the line is one of a table: it holds two figures, or one beside a label; column numbers are none."""
        if all(column_number(text.text) is not None for text in self.texts):
            return False
        figures = self.figures
        return len(figures) > 1 or (len(figures) == 1 and len(self.texts) > 1 and not _YEAR.fullmatch(figures[0].text))


@dataclass(slots=True)
class _Block:
    """Lines under one another whose figures stand in the same columns."""

    rows: list[_Row]
    columns: list[tuple[float, float]] = field(default_factory=list)


def laid_out(pages: Sequence[Page], place: Locate, name: str) -> tuple[list[Grid], list[Passage]]:
    """The tables of the pages, those that go on over pages as one grid, and the paragraphs of running text."""
    running = _running(pages)
    blocks: list[_Block] = []
    passages: list[Passage] = []
    for page in pages:
        rows = [row for row in _rows(page) if (page.number, row.box) not in running]
        rows = _without_prose(rows, page, passages, place)
        for block in _blocks(rows, page):
            if blocks and (columns := _shared(blocks[-1].columns, block.columns)) is not None:
                blocks[-1].rows.extend(block.rows)
                blocks[-1].columns = columns
            else:
                blocks.append(block)
    grids = [_grid(block, place, name, number) for number, block in enumerate(blocks, 1) if block.rows]
    return grids, passages


def _rows(page: Page) -> list[_Row]:
    """The lines of a page; those between two level rules are one row, unless several of them hold figures."""
    rules = _level_rules(page)
    bands: dict[int, list[_Row]] = {}
    for line in page.lines:
        band = bisect(rules, (line.box[1] + line.box[3]) / 2)
        bands.setdefault(band, []).append(_Row(page.number, line.box, _parted(line, page)))
    rows: list[_Row] = []
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


def _together(lines: Sequence[_Row]) -> _Row:
    return _Row(lines[0].page, around([line.box for line in lines]), [text for line in lines for text in line.texts])


def _is_broken_off(above: _Row, line: _Row) -> bool:
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


def _parted(line: Line, page: Page) -> list[Word]:
    """The texts of a line, parted by the upright rules that pass it."""
    middle = (line.box[1] + line.box[3]) / 2
    return segments(line, [x for x, above, below in page.upright if above <= middle <= below])


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


def _without_prose(rows: list[_Row], page: Page, passages: list[Passage], place: Locate) -> list[_Row]:
    """The lines that belong to no paragraph of running text; paragraphs are put to the passages."""
    kept: list[_Row] = []
    paragraph: list[_Row] = []

    def close() -> None:
        text = " ".join(word.text for row in paragraph for word in row.texts)
        if len(text.split()) >= _PROSE:
            passages.append(Passage(text, place(page.number, around([row.box for row in paragraph]))))
        else:
            kept.extend(paragraph)
        paragraph.clear()

    for row in rows:
        alone = len(row.texts) == 1 and not row.figures and not row.texts[0].text.isupper()
        wide = row.box[2] - row.box[0] > 0.5 * page.width
        follows = bool(paragraph) and row.box[1] - paragraph[-1].box[3] < row.box[3] - row.box[1]
        if alone and ((wide and len(row.texts[0].text.split()) >= _PROSE) or follows):
            if paragraph and not follows:
                close()
            paragraph.append(row)
            continue
        close()
        kept.append(row)
    close()
    return kept


def _blocks(rows: list[_Row], page: Page) -> list[_Block]:
    """The lines of a page as blocks of one set of columns each; what stands above a table is its title."""
    blocks: list[_Block] = []
    waiting: list[_Row] = []
    for row in rows:
        waiting.append(row)
        if not row.is_figures:
            continue
        columns = _columns([row], page)
        if blocks and (len(waiting) < 3 or _fits(blocks[-1].columns, columns)):
            blocks[-1].rows.extend(waiting)
        else:
            blocks.append(_Block(list(waiting)))
        blocks[-1].columns = _columns([r for r in blocks[-1].rows if r.is_figures], page)
        waiting = []
    if blocks:
        blocks[-1].rows.extend(waiting)
        return blocks
    return [_Block(waiting, [(0.0, page.width)])] if waiting else []


def _columns(rows: Sequence[_Row], page: Page) -> list[tuple[float, float]]:
    """The stretches of the page in which texts of these lines stand, free of texts between them."""
    figures = [
        part
        for span in _merged([(w.box[0], w.box[2]) for row in rows for w in row.figures])
        for part in _split(span, rows)
    ]
    others = [(w.box[0], w.box[2]) for row in rows for w in row.texts if not is_numeral(w.text)]
    # A label may be as wide as to reach under the figures beside it; the figures say where it ends.
    trimmed = [_trimmed(span, figures) for span in others]
    return _merged([*figures, *(span for span in trimmed if span is not None)])


def _split(span: tuple[float, float], rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """A stretch in which some rows have several figures as so many columns, each ending where its figures end."""
    inside = [[w for w in row.figures if span[0] <= w.box[0] and w.box[2] <= span[1]] for row in rows]
    most = max(len(words) for words in inside)
    if most < 2:
        return [span]
    full = [words for words in inside if len(words) == most]
    edges = [median(words[n].box[2] for words in full) for n in range(most - 1)]
    lefts, rights = [span[0], *(edge + 0.5 for edge in edges)], [*edges, span[1]]
    return list(zip(lefts, rights, strict=True))


def _trimmed(span: tuple[float, float], figures: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    left, right = span
    for start, end in figures:
        if left < start < right:
            right = start - 0.5
        elif start <= left < end:
            return None
    return left, right


def _merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _fits(known: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether columns stand each within one of those known, no two in the same."""
    return _shared(known, columns) is not None


def _shared(
    known: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]]
) -> list[tuple[float, float]] | None:
    """The columns of two blocks together, or None where one of either stands across two of the other."""
    for these, those in ((known, columns), (columns, known)):
        for left, right in these:
            over = [1 for start, end in those if min(right, end) - max(left, start) > 1.0]
            if len(over) > 1:
                return None
    together = _merged([*known, *columns])
    return together if len(together) <= max(len(known), len(columns)) + 1 else None


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
        if min(right, end) - max(left, start) > 0.3 * min(end - start, right - left)
    ]
    if not over:
        middle = (left + right) / 2
        nearest = min(range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - middle))
        return nearest, nearest
    if is_numeral(text.text):
        best = max(over, key=lambda n: min(right, columns[n][1]) - max(left, columns[n][0]))
        return best, best
    return over[0], over[-1]


def _folded(block: _Block) -> list[_Row]:
    """The lines of a block as rows: a label that was broken over lines is put together again."""
    rows: list[_Row] = []
    block = replace(block, rows=_with_labels(block))
    steps = [below.box[1] - above.box[1] for above, below in zip(block.rows, block.rows[1:], strict=False)]
    usual = median([step for step in steps if step > 0] or [12.0])
    label = _label_column(block)
    coded = label not in (None, 0) and _has_codes(block)
    for row in block.rows:
        if rows and _goes_on(rows[-1], row, block, label, usual, coded=coded):
            rows[-1] = _Row(rows[-1].page, around([rows[-1].box, row.box]), [*rows[-1].texts, *row.texts])
        else:
            rows.append(row)
    return rows


def _with_labels(block: _Block) -> list[_Row]:
    """The lines of a block, figures put together with the lines of the label that stand half above and half below.

    So a label broken over two lines stands beside a figure that is set in the middle of its cell.
    """
    label = _label_column(block)
    rows = list(block.rows)
    found: list[_Row] = []
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


def _is_label(row: _Row, block: _Block, label: int) -> bool:
    """Whether a line holds nothing but a piece of a label."""
    return len(row.texts) == 1 and not row.figures and _is_in(row.texts[0], block, label)


def _is_in(text: Word, block: _Block, column: int) -> bool:
    return not is_numeral(text.text) and _stands_in(text, block.columns)[0] == column


def _label_column(block: _Block) -> int | None:
    """The column with most words."""
    counts: Counter[int] = Counter()
    for row in block.rows:
        if row.is_figures:
            for text in row.texts:
                if not is_numeral(text.text):
                    counts[_stands_in(text, block.columns)[0]] += len(words(text.text))
    return counts.most_common(1)[0][0] if counts else None


def _has_codes(block: _Block) -> bool:
    """Whether the rows of figures begin with a code or a number, so that a line without one is no row of its own."""
    rows = [row for row in block.rows if row.is_figures]
    coded = [row for row in rows if _stands_in(row.texts[0], block.columns)[0] == 0 and has_digit(row.texts[0].text)]
    return len(coded) * 3 >= len(rows) * 2


def _goes_on(before: _Row, row: _Row, block: _Block, label: int | None, usual: float, *, coded: bool) -> bool:
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
