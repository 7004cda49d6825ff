"""A formula copied to another cell: its relative references move along, those fixed by a ``$`` stay."""

from __future__ import annotations

import re
from functools import cache

from audit.notation.letters import letters_of, position_of

#: What is no reference whatever it looks like: texts, quoted names of sheets, other workbooks and columns of tables.
_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])""")

_REFERENCE = re.compile(
    r"(?<![\w.$])(?:(?P<lines>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7})"
    r"|(?P<to>\$?)(?P<letters>[A-Z]{1,3})(?P<down>\$?)(?P<row>[1-9]\d{0,6}))(?![\w.(!])"
)

#: The last column and row of a sheet, counted from 0.
_LAST = (1 << 14) - 1, (1 << 20) - 1


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula of a cell as it reads so many rows below and columns right of it."""
    if not rows and not columns:
        return formula
    pieces = _QUOTED.split(formula) if '"' in formula or "'" in formula or "[" in formula else [formula]
    pieces[::2] = [_REFERENCE.sub(lambda found: _moved(found, rows, columns), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _moved(found: re.Match[str], rows: int, columns: int) -> str:
    if found["lines"]:
        first, last = (_line(part, rows, columns) for part in found["lines"].split(":"))
        return f"{first}:{last}" if first and last else "#REF!"
    across = _column(found["letters"], 0 if found["to"] else columns)
    down = int(found["row"]) - 1 + (0 if found["down"] else rows)
    if not across or not 0 <= down <= _LAST[1]:
        return "#REF!"
    return f"{found['to']}{across}{found['down']}{down + 1}"


def _line(part: str, rows: int, columns: int) -> str:
    """One end of a run of whole columns or rows; empty where it would lie off the sheet."""
    if part.startswith("$"):
        return part
    if part.isdigit():
        number = int(part) + rows
        return str(number) if 0 < number <= _LAST[1] + 1 else ""
    return _column(part, columns)


@cache
def _column(letters: str, columns: int) -> str:
    """The letters of a column that lies so many further right; empty where it would lie off the sheet."""
    position = position_of(letters) + columns
    return letters_of(position) if 0 <= position <= _LAST[0] else ""
