"""A plain text file is read as paragraphs, as tables whose columns blanks keep apart, or as lines for others to order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.model.document import Document, Line, Passage, Place
from audit.readers._file import File
from audit.readers._spaced import is_aligned, is_tabular, laid_out_text
from audit.readers._text import decoded


def read(file: File, id: str) -> Document:
    """The file as passages, which blank lines part; with tables as grids, or as lines where blanks keep no columns.

    Raises Unreadable where it is no text.
    """
    # An editor counts the ends of lines only; `splitlines` would count form feeds too.
    texts = re.split(r"\r\n|\r|\n", decoded(file))
    lines = [Line(text, Place(id, file.name, line=number)) for number, text in enumerate(texts, 1)]
    if not is_tabular(lines):
        return Document(file.input(id, "txt"), passages=tuple(paragraphs(lines)))
    if is_aligned(lines):
        grids, passages = laid_out_text(lines, file.stem)
        return Document(file.input(id, "txt"), tuple(grids), tuple(passages))
    return Document(file.input(id, "txt"), lines=tuple(lines))


def paragraphs(lines: Sequence[Line]) -> list[Passage]:
    """The lines as passages, which blank lines part."""
    passages: list[Passage] = []
    open: list[Line] = []
    for line in (*lines, None):
        if line is not None and line.text.strip():
            open.append(line)
        elif open:
            passages.append(Passage(" ".join(part.text.strip() for part in open), open[0].place))
            open = []
    return passages
