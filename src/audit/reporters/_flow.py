"""Lines are filled here, since rich wraps at any blank, also within `laporan akhir.xlsx!Rekap!H12`.

Prose breaks between its words; a place or a figure is broken only where it alone is longer than a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, chop_cells
from rich.text import Text as Line

from audit.reporters._story import clean

#: What stands before it on the same line, itself, its style.
Word = tuple[str, str, str]


def prose(text: str, style: str = "") -> list[Word]:
    """A phrase that may be broken between its words, but not before a percent sign."""
    words = re.split(r" (?!%)", text) if (text := clean(text)) else []
    return [(" " if position else " · ", word, style) for position, word in enumerate(words)]


def unbroken(text: str, style: str = "") -> list[Word]:
    """A phrase that stays on one line."""
    return [(" · ", text, style)] if (text := clean(text)) else []


def joined(words: list[Word], glue: str) -> list[Word]:
    """The words with other glue before the first."""
    return [
        (glue, text, style) if not position else (before, text, style)
        for position, (before, text, style) in enumerate(words)
    ]


def commas(words: list[Word]) -> list[Word]:
    """The words of a list with commas between them, after a dash or a heading."""
    return [(", " if position else " · ", text, style) for position, (_, text, style) in enumerate(words)]


def filled(words: Iterable[Word], width: int, indent: int = 0, hang: int = 0) -> Iterator[Line]:
    """Words filled into lines: the first indented, the others indented further by ``hang``."""
    line, used, margin = Line(" " * indent), indent, indent
    for glue, text, style in words:
        before = glue if used > margin else ""
        breaks = before and used + cell_len(before) + cell_len(text) > width
        room = width - max(0 if breaks else used + cell_len(before), indent + hang)
        for position, part in enumerate(_parts(text, room)):
            if breaks or position:
                yield line
                margin = indent + hang
                line, used, before = Line(" " * margin), margin, ""
            line.append(before).append(part, style or None)
            used += cell_len(before) + cell_len(part)
            before = ""
    if used > margin:
        yield line


def _parts(text: str, width: int) -> list[str]:
    """The text in parts that fit, cut behind a separator where there is one."""
    if cell_len(text) <= width:
        return [text]
    parts = [""]
    for piece in re.split(r"(?<=[!/\\ ])", text):
        for chunk in chop_cells(piece, max(width, 1)):
            if cell_len(parts[-1]) + cell_len(chunk) > width:
                parts.append("")
            parts[-1] += chunk
    return [part.rstrip() for part in parts if part.strip()]
