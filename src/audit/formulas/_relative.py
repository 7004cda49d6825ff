"""A formula written with references relative to its cell, so that copies of one formula are the same text.

``=D5-E5`` in F5 and ``=D6-E6`` in F6 are both ``=R[0]C[-2]-R[0]C[-1]``.
"""

from __future__ import annotations

import re
from functools import cache

from audit.notation.letters import letters_of, position_of

#: What is no reference whatever it looks like: texts, quoted names of sheets, other workbooks and columns of tables.
_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])""")

_REFERENCE = re.compile(r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!])")

#: How SpreadsheetML of 2003 writes references; a number left out is that of the cell itself.
_R1C1 = re.compile(r"(?<![\w.$])R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?(?![\w.(!])")

_RELATIVE = re.compile(r"R(\[-?\d+\]|\d+)C(\[-?\d+\]|\d+)")


def relative(formula: str, row: int, column: int, *, is_r1c1: bool = False) -> str:
    """The formula of a cell, by row and column from 0, with relative references, in capitals and without blanks."""
    pieces = (
        _QUOTED.split(formula) if '"' in formula or "'" in formula or ("[" in formula and not is_r1c1) else [formula]
    )
    for number in range(0, len(pieces), 2):
        plain = pieces[number].upper().replace(" ", "").replace("\n", "").replace(";", ",")
        if is_r1c1:
            pieces[number] = _R1C1.sub(_filled, plain)
        else:
            pieces[number] = _REFERENCE.sub(lambda found: _turned(found, row, column), plain)
    return "".join(pieces)


def _turned(found: re.Match[str], row: int, column: int) -> str:
    fixed_column, letters, fixed_row, digits = found.groups()
    down = digits if fixed_row else f"[{int(digits) - 1 - row}]"
    across = _position(letters)
    return f"R{down}C{across + 1 if fixed_column else f'[{across - column}]'}"


@cache
def _position(letters: str) -> int:
    return position_of(letters)


def _filled(found: re.Match[str]) -> str:
    return f"R{found[1] or '[0]'}C{found[2] or '[0]'}"


def absolute(form: str, row: int, column: int) -> str:
    """A formula with relative references as it stands in a cell; empty where a reference would lie off the sheet."""
    off = False

    def turned(found: re.Match[str]) -> str:
        nonlocal off
        down, across = found.groups()
        at = (row + int(down[1:-1])) if down[0] == "[" else int(down) - 1
        over = (column + int(across[1:-1])) if across[0] == "[" else int(across) - 1
        if at < 0 or over < 0:
            off = True
            return ""
        return f"{'' if across[0] == '[' else '$'}{letters_of(over)}{'' if down[0] == '[' else '$'}{at + 1}"

    pieces = _QUOTED.split(form) if '"' in form or "'" in form else [form]
    pieces[::2] = [_RELATIVE.sub(turned, piece) for piece in pieces[::2]]
    return "" if off else "".join(pieces)


def skeleton(form: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A formula without its references, and these by row and column."""
    return _RELATIVE.sub("#", form), tuple((found[1], found[2]) for found in _RELATIVE.finditer(form))
