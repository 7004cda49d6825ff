"""The lines of a page that are running text are put together as paragraphs, and belong to no table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from audit.model.document import Passage, Place
from audit.readers._columns import Row
from audit.readers._page import Box, Page, Word, around

#: A text of so many words that is as wide as half the page is prose.
_PROSE = 8
#: Lines of one paragraph begin and end so near to each other, in points.
_HAIR = 2.0
#: A line that stands lower below the one above than others do, by so much of its height, begins a paragraph.
_LOOSER = 0.35

Locate = Callable[[int, Box], Place]


def without_prose(rows: list[Row], page: Page, passages: list[Passage], place: Locate) -> list[Row]:
    """The lines that belong to no paragraph of running text; paragraphs are put to the passages."""
    kept: list[Row] = []
    paragraph: list[Row] = []

    def close() -> None:
        text = " ".join(word.text for row in paragraph for word in row.texts)
        if len(text.split()) >= _PROSE:
            passages.append(Passage(text, place(page.number, around([row.box for row in paragraph]))))
        else:
            kept.extend(paragraph)
        paragraph.clear()

    for line, below in zip_longest(rows, rows[1:]):
        row = _joined(line) if _is_spread(line, below) else line
        follows = bool(paragraph) and _follows(paragraph, row)
        alone = len(row.texts) == 1 and not row.figures and not row.texts[0].text.isupper()
        alone = alone or (follows and _ends(paragraph, row))
        wide = row.box[2] - row.box[0] > 0.5 * page.width
        if alone and ((wide and (row.stretched or len(row.texts[0].text.split()) >= _PROSE)) or follows):
            if paragraph and not follows:
                close()
            paragraph.append(row)
            continue
        close()
        kept.append(row)
    close()
    return kept


def _joined(row: Row) -> Row:
    """A line as one text."""
    text = " ".join(word.text for word in row.texts)
    return replace(row, texts=[Word(text, row.box)], stretched=True)


def _is_spread(row: Row, below: Row | None) -> bool:
    """Whether a line that goes on in the next, up to the same margin, is only parted by a tab."""
    if below is None or len(row.texts) != 2 or row.figures or len(below.texts) != 1 or below.page != row.page:
        return False
    said = [word for text in row.texts for word in text.text.split()]
    near = -1 < below.box[1] - row.box[3] < row.box[3] - row.box[1]
    goes_on = said[-1].isalpha() and said[-1].islower() and len(said) >= _PROSE
    return near and goes_on and abs(below.box[2] - row.box[2]) <= _HAIR


def _follows(paragraph: Sequence[Row], row: Row) -> bool:
    """Whether a line stands as near below a paragraph as its own lines below one another."""
    height = row.box[3] - row.box[1]
    gap = row.box[1] - paragraph[-1].box[3]
    known = paragraph[1].box[1] - paragraph[0].box[3] if len(paragraph) > 1 else gap
    return gap < height and gap <= known + _LOOSER * height


def _ends(paragraph: Sequence[Row], row: Row) -> bool:
    """Whether a line with nothing but an amount is the end of a paragraph whose line before it is full."""
    before = paragraph[-1]
    full = before.box[2] >= max(line.box[2] for line in paragraph) - _HAIR
    return len(row.texts) == 1 and full and abs(row.box[0] - before.box[0]) <= _HAIR
