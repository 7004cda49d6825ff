"""A plain text file is read as prose: a passage for each paragraph, with the line on which it begins."""

from __future__ import annotations

import re

from audit.model.document import Document, Passage, Place
from audit.readers._file import File
from audit.readers._text import decoded


def read(file: File, id: str) -> Document:
    """The file as passages, which blank lines part; raises Unreadable where it is no text."""
    text = decoded(file)
    passages: list[Passage] = []
    lines: list[str] = []
    start = 1
    # An editor counts the ends of lines only; `splitlines` would count form feeds too.
    for number, line in enumerate([*re.split(r"\r\n|\r|\n", text), ""], 1):
        if line.strip():
            start = number if not lines else start
            lines.append(line.strip())
        elif lines:
            passages.append(Passage(" ".join(lines), Place(id, file.name, line=start)))
            lines = []
    return Document(file.input(id, "txt"), passages=tuple(passages))
