"""The columns of a table on a page: by the gaps between its texts, by the rules drawn, or by its headings.

Each is a way to cut the same page; none changes a letter of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from audit.notation.headings import column_number
from audit.notation.numerals import is_numeral
from audit.readers._page import Box, Page, Word

#: How columns are told apart; ``digits`` are columns by gaps, with the pieces of a figure put together.
Way = Literal["gaps", "rules", "headings", "digits"]

#: All ways, the likeliest first.
WAYS: tuple[Way, ...] = ("gaps", "rules", "headings", "digits")

_YEAR = re.compile(r"(?:19|20)\d\d")
#: A page that is ruled has so many upright rules beside a line, and a heading so many texts.
_RULES = 4
_HEADINGS = 3
_HAIR = 0.5
#: The same column may stand so far off on another page, in points.
_SHIFT = 6.0

Columns = list[tuple[float, float]]


@dataclass(slots=True)
class Row:
    """A line of a table: its texts, and where it stands; ``stretched`` says that its blanks fill it to the margin.

    ``figures`` are the texts that are figures. ``is_figures`` says whether the line is one of a table: it holds two of
    them, or one beside a label; column numbers are none.
    """

    page: int
    box: Box
    texts: list[Word]
    stretched: bool = False
    figures: list[Word] = field(init=False)
    is_figures: bool = field(init=False)

    def __post_init__(self) -> None:
        """Look once what the texts are, since columns are tried again with each line."""
        figures = self.figures = [text for text in self.texts if is_numeral(text.text)]
        alone = len(figures) == 1 and len(self.texts) > 1 and not _YEAR.fullmatch(figures[0].text)
        self.is_figures = (len(figures) > 1 or alone) and any(column_number(text.text) is None for text in self.texts)


def columns_of(rows: Sequence[Row], page: Page, way: Way, headed: Columns | None) -> Columns:
    """The columns that lines of figures stand in; by the gaps where the page does not have what another way needs."""
    if way == "headings" and headed is not None:
        return headed
    return (ruled(rows, page) if way == "rules" else None) or gaps(rows, page)


def ruled(rows: Sequence[Row], page: Page) -> Columns | None:
    """The stretches between the upright rules that pass most lines; None where there are too few."""
    passing: Counter[int] = Counter()
    for row in rows:
        middle = (row.box[1] + row.box[3]) / 2
        passing.update({round(x / 2) for x, above, below in page.upright if above <= middle <= below})
    edges: list[float] = []
    for place, count in sorted(passing.items()):
        if 2 * count > len(rows) and (not edges or 2 * place - edges[-1] > 4):
            edges.append(2.0 * place)
    if len(edges) < _RULES:
        return None
    # Texts beyond the outermost rules belong to the columns there.
    edges = [min(0.0, edges[0]), *edges[1:-1], max(page.width, edges[-1])]
    return _between(edges)


def headed(rows: Sequence[Row], page: Page) -> Columns | None:
    """The stretches that the headings right above the first figures of a page share out; None without headings.

    Of several rows the one with most texts tells best, and of two alike the lower one, as that of column numbers.
    """
    first = next((number for number, row in enumerate(rows) if row.is_figures), 0)
    above = [row for row in rows[:first] if len(row.texts) >= _HEADINGS]
    if not above:
        return None
    texts = max(above[::-1], key=lambda row: len(row.texts)).texts
    inner = [(one.box[2] + two.box[0]) / 2 for one, two in pairwise(texts)]
    return _between([0.0, *inner, page.width])


def _between(edges: Sequence[float]) -> Columns:
    """The stretches between edges, with a hair's breadth of space between two."""
    return [(left, right - _HAIR) for left, right in pairwise(edges)]


def gaps(rows: Sequence[Row], page: Page) -> Columns:
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


def _split(span: tuple[float, float], rows: Sequence[Row]) -> Columns:
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


def _merged(spans: Iterable[tuple[float, float]]) -> Columns:
    merged: Columns = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def fits(known: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether columns stand each within one of those known, no two in the same."""
    return shared(known, columns) is not None


def shared(known: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]]) -> Columns | None:
    """The columns of two blocks together, or None where one of either stands across two of the other."""
    if len(known) == len(columns) and all(
        abs(one - two) <= _SHIFT
        for ours, theirs in zip(known, columns, strict=True)
        for one, two in zip(ours, theirs, strict=True)
    ):
        return [(min(ours[0], theirs[0]), max(ours[1], theirs[1])) for ours, theirs in zip(known, columns, strict=True)]
    for these, those in ((known, columns), (columns, known)):
        for left, right in these:
            over = [1 for start, end in those if min(right, end) - max(left, start) > 1.0]
            if len(over) > 1:
                return None
    together = _merged([*known, *columns])
    return together if len(together) <= max(len(known), len(columns)) + 1 else None
