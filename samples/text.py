"""The text of the printed report: the words of a PDF set out in letters of one width, blanks between the columns.

The text layer of a PDF keeps no blank cells: a line with one figure too few does not say which. Programs that print a
PDF as text therefore offer a layout in which each word keeps its place, and this is that layout.
"""

from collections.abc import Iterator
from statistics import median

import pypdfium2

#: How many points of the page a letter of the text is wide.
LETTER = 2.8

Run = tuple[float, float, float, str]  # where words begin and end, how high they stand, and what they say


def text_bytes(pdf: bytes) -> bytes:
    """The pages of a PDF as text, with a form feed between two."""
    document = pypdfium2.PdfDocument(pdf)
    pages = ["".join(f"{line}\n" for line in lines_of(list(runs(page)))) for page in document]
    return "\f".join(pages).encode()


def runs(page: pypdfium2.PdfPage) -> Iterator[Run]:
    """The words of a page that stand together in a cell or a paragraph's line."""
    text = page.get_textpage()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        said = " ".join(text.get_text_bounded(left, bottom, right, top).split())
        if said:
            yield left, right, (bottom + top) / 2, said


def lines_of(page: list[Run]) -> Iterator[str]:
    """The lines of a page from the top; figures keep the place where they end, words where they begin."""
    rows: list[list[Run]] = []
    for run in sorted(page, key=lambda run: -run[2]):
        if rows and median(other[2] for other in rows[-1]) - run[2] < 3:
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        line = ""
        for left, right, _, said in sorted(row):
            # The first column holds codes, which begin under one another.
            is_figure = bool(line) and said.strip("-.,0123456789") == ""
            start = round(right / LETTER) - len(said) if is_figure else round(left / LETTER)
            line = line.ljust(max(start, len(line) + 2 if line else 0)) + said
        yield line
