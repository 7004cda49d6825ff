"""The cells that a schema asks, each with all that its figure may stand for, and which of them may fail.

The last is a sieve: a table in which every cell is plainly as it was asked to be is never shown to pandera, whose
import alone takes longer than the audit of a small report. It lets too much through rather than too little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import cast

from audit.model.figure import Figure
from audit.model.shape import FIGURES, Check
from audit.model.statement import Column, Row
from audit.notation.codes import read_code


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell under a schema: its figure or its text, None where it prints nothing.

    ``unread`` says that something is printed there that cannot be read for certain, and so is not blank.
    """

    row: int
    value: Fraction | str | None
    figure: Figure | None = None
    unread: bool = False


def cell_of(row: Row, column: Column) -> Cell:
    """The cell of a row in a column."""
    if column.type in FIGURES:
        figure = row.figures.get(column.name)
        if figure is not None:
            return Cell(row.index, figure.value, figure)
        return Cell(row.index, None, unread=column.name in row.places)
    printed = {"kode": row.kode, "uraian": row.uraian}.get(column.name, row.texts.get(column.name, ""))
    return Cell(row.index, " ".join(printed.split()) or None)


def normal(text: str, type: str) -> str:
    """What a text is compared by: a code by its segments, words without regard to capitals and blanks.

    It is empty for a bullet, which stands in many rows and is no code.
    """
    code = read_code(text) if type == "kode" else None
    return code.text if code is not None else " ".join(text.split()).casefold()


def repeated(values: Iterable[str], type: str) -> list[bool]:
    """Which of the texts stood before."""
    seen: Counter[str] = Counter()
    found = []
    for text in (normal(value, type) for value in values):
        found.append(bool(text) and seen[text] > 0)
        seen[text] += 1
    return found


def possible(cell: Cell, check: Check) -> tuple[Fraction, ...]:
    """Values that a figure may stand for and of which one is right for the check if any is.

    These are the printed value, the stored one, the ends of all that prints so when rounded or cut, and between these
    ends the numbers that the check names, or the next whole one.
    """
    figure = cell.figure
    if figure is None:
        return ()
    spans = [figure.interval("nearest"), figure.interval("truncated"), figure.unrounded()]
    ends = {figure.value, *(end for span in spans for end in (span.low, span.high) if end is not None)}
    low, high = min(ends), max(ends)
    named = {part for part in _numbers(check.arguments.values()) if low <= part <= high}
    whole = {Fraction(ceil(low))} if ceil(low) <= high else set()
    return tuple(sorted(ends | named | whole))


def _numbers(arguments: Iterable[object]) -> Iterable[Fraction]:
    for argument in arguments:
        if isinstance(argument, Fraction):
            yield argument
        elif isinstance(argument, tuple):
            yield from _numbers(argument)


def may_fail(check: Check, column: Column, cells: Sequence[Cell]) -> bool:
    """Whether the check may be broken in one of the cells; of a check of pandera nothing is known beforehand."""
    if check.pandera:
        return True
    values = [cell.value for cell in cells if cell.value is not None]
    if check.word == "blank":
        return any(cell.value is None and not cell.unread for cell in cells)
    if check.word == "unique":
        return any(repeated(map(str, values), column.type))
    return not all(_plainly(check, value, column.type) for value in values)


def _plainly(check: Check, value: Fraction | str, type: str) -> bool:
    """Whether a value as printed is as the check asks."""
    asked = check.arguments.get("")
    if isinstance(value, Fraction) and check.word in ("min", "max", "above", "below", "whole"):
        if check.word == "whole":
            return value == floor(value)
        bound = cast(Fraction, asked)
        return {"min": value >= bound, "max": value <= bound, "above": value > bound, "below": value < bound}[
            check.word
        ]
    if check.word == "matches":
        return re.fullmatch(str(asked), str(value)) is not None
    listed = cast(tuple[Fraction | str, ...], asked)
    found = value if isinstance(value, Fraction) else normal(value, type)
    among = found in {part if isinstance(part, Fraction) else normal(part, type) for part in listed}
    return among == (check.word == "one_of")
