"""A plain text file is read as paragraphs, and as tables where blanks keep the columns of a table apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.model.document import Document, Passage, Place, Problem
from audit.model.text import Text
from audit.readers._file import File
from audit.readers._spaced import Line, is_aligned, is_torn, laid_out_text, tabular
from audit.readers._text import decoded


def read(file: File, id: str) -> Document:
    """The file as passages, which blank lines part, and as grids; raises Unreadable where it is no text.

    Rows of figures that do not stand under one another are said to be unread: no column of theirs is guessed.
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
    return Document(file.input(id, "txt"), passages=tuple(_paragraphs(lines)), problems=(_scrambled(file, rows),))


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


def _scrambled(file: File, rows: Sequence[Line]) -> Problem:
    """Rows of figures whose columns nothing tells are said, not passed over."""
    return Problem(
        "read",
        "columns-lost",
        Text(
            f"{file.name}: {len(rows)} baris angka tidak dibaca sebagai tabel, karena kolomnya tidak lurus.",
            f"{file.name}: {len(rows)} lines of figures were not read as a table, since their columns are not aligned.",
        ),
        rows[0].place,
        Text(
            "Berikan PDF aslinya, atau ubah menjadi teks dengan tata letak (pdftotext -layout).",
            "Give the PDF itself, or turn it into text with its layout kept (pdftotext -layout).",
        ),
        lost=Text(f"{len(rows)} baris", f"{len(rows)} lines"),
    )
