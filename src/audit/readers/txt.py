"""A plain text file is read as prose: a passage for each paragraph, with the line on which it begins."""

from __future__ import annotations

from pathlib import Path

from audit.model.document import Document, Passage, Place
from audit.readers import new_input


def read(path: Path, id: str) -> Document:
    """The file as passages; blank lines part them."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    passages: list[Passage] = []
    lines: list[str] = []
    start = 1
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            start = number if not lines else start
            lines.append(line.strip())
        elif lines:
            passages.append(Passage(" ".join(lines), Place(id, path.name, line=start)))
            lines = []
    return Document(new_input(path, id, "txt", content), passages=tuple(passages))
