"""A plain text file is read as prose: a passage for each paragraph, with the line on which it begins."""

from __future__ import annotations

import re
from pathlib import Path

from audit.model.document import Document, Passage, Place
from audit.readers import decoded, new_input


def read(path: Path, id: str) -> Document:
    """The file as passages, which blank lines part; raises Unreadable where it is no text."""
    content = path.read_bytes()
    text = decoded(content, path)
    passages: list[Passage] = []
    lines: list[str] = []
    start = 1
    # An editor counts the ends of lines only; `splitlines` would count form feeds too.
    for number, line in enumerate([*re.split(r"\r\n|\r|\n", text), ""], 1):
        if line.strip():
            start = number if not lines else start
            lines.append(line.strip())
        elif lines:
            passages.append(Passage(" ".join(lines), Place(id, path.name, line=start)))
            lines = []
    return Document(new_input(path, id, "txt", content), passages=tuple(passages))
