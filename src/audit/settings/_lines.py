"""Where each key of a TOML file stands, which the standard library's parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

Keys = tuple[str, ...]

_PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")


def lines_of(text: str) -> dict[Keys, int]:
    """The line of each table and of each key that begins a line; a key within an inline table has none of its own."""
    lines: dict[Keys, int] = {}
    table: Keys = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            keys = (*table, *_parts(key[1]))
            for length in range(len(table) + 1, len(keys) + 1):
                lines.setdefault(keys[:length], number)
    return lines


def line_of(keys: Keys, lines: Mapping[Keys, int]) -> int:
    """The line of a key, or of the nearest table that it stands in; 0 where none is known."""
    return next((lines[keys[:length]] for length in range(len(keys), 0, -1) if keys[:length] in lines), 0)


def _parts(dotted: str) -> Keys:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
