"""A plain text file is read as paragraphs, and as tables where blanks keep the columns of a table apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.model.document import Document, Line, Passage, Place
from audit.readers._file import File
from audit.readers._spaced import is_aligned, is_torn, laid_out_text, tabular
from audit.readers._text import decoded


def read(file: File, id: str) -> Document:
    """The file as passages, which blank lines part, and as grids; raises Unreadable where it is no text.

    Where rows of figures do not stand under one another, the lines are kept: order and types may tell their columns.
    """
    # An editor counts the ends of lines only; `splitlines` would count form feeds too.
    texts = re.split(r"\r\n|\r|\n", decoded(file))
    lines = [Line(text, Place(id, file.name, line=number)) for number, text in enumerate(texts, 1)]
    rows = tabular(lines)
    if len(rows) < 2:
        return Document(file.input(id, "txt"), passages=tuple(_paragraphs(lines)))
    grids, passages = laid_out_text(lines, file.stem) if is_aligned(rows) else ([], [])
    if grids and not is_torn(grids):
        return Document(file.input(id, "txt"), tuple(grids), tuple(passages))
    return Document(file.input(id, "txt"), passages=tuple(_paragraphs(lines)), lines=tuple(lines))


def _paragraphs(lines: Sequence[Line]) -> list[Passage]:
    passages: list[Passage] = []
    open: list[Line] = []
    for line in (*lines, Line("", Place("", ""))):
        if line.text.strip():
            open.append(line)
        elif open:
            passages.append(Passage(" ".join(part.text.strip() for part in open), open[0].place))
            open = []
    return passages
