"""What a cell of an XLSX sheet holds, by what its file writes of it."""

from __future__ import annotations

import datetime
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

from audit.notation.letters import position_of
from audit.readers._cell import Copied, Style

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

#: What an exporter writes into the cell of a number that it does not have.
_NOTHING = ("", "null", "undefined", "none")
_NAN = ("nan", "inf", "infinity")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share: its texts, its styles, and which of these are dates or spans of time.

    ``mac`` says that days are counted from 1904.
    """

    strings: list[str]
    styles: list[Style]
    dates: set[int]
    spans: set[int]
    mac: bool


@cache
def column_of(letters: str) -> int:
    """The number of a column, counted from 1; raises ValueError where the letters are none."""
    if not 0 < len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise ValueError(f"{letters} is no column")
    return position_of(letters.upper()) + 1


def value_of(text: str, kind: str, style: int, shared: Shared) -> tuple[Any, str]:
    """What a cell of a kind holds, and its kind as a reader knows it; a value that is none stays a text."""
    try:
        if kind == "n":
            number = float(text) if "." in text or "e" in text or "E" in text else int(text)
            return _dated(number, style, shared) if style in shared.dates else (number, kind)
        if kind == "s":
            return shared.strings[int(text)], kind
        if kind == "b":
            return bool(int(text)), kind
        if kind == "d":
            return _from_iso(text), kind
    except (ValueError, ArithmeticError, LookupError):
        return _odd(text.strip(), kind)
    return text, "s" if kind == "str" else kind


def _dated(number: float, style: int, shared: Shared) -> tuple[Any, str]:
    # Few reports hold dates, and openpyxl takes as long to import as all else that reads a workbook.
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    epoch = MAC_EPOCH if shared.mac else WINDOWS_EPOCH
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return from_excel(number, epoch, timedelta=style in shared.spans), "d"
        except (OverflowError, ValueError):
            return "#VALUE!", "e"


def formula_of(
    text: str, told: dict[str, str], masters: dict[str | None, tuple[str, int, int]], row: int, column: int
) -> str | Copied:
    """The formula of a cell by its text and attributes; one that many cells share is written out when it is asked for.

    ``masters`` are the formulas that cells of the sheet share, by number, each with its cell.
    """
    kind = told.get("t")
    if kind == "dataTable":
        return "=TABLE()"
    if kind != "shared":
        return f"={text}"
    number = told.get("si")
    if text and number not in masters:
        masters[number] = f"={text}", row, column
    return Copied(masters, number, row, column)


def _from_iso(text: str) -> datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None:
    from openpyxl.utils.datetime import from_ISO8601

    # openpyxl says no types of its own.
    found: datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None = from_ISO8601(text)  # type: ignore[no-untyped-call]
    return found


def _odd(text: str, kind: str) -> tuple[Any, str]:
    """A value that is not of the kind that its cell says, as ``null`` or ``NaN`` for a number."""
    if kind == "s" or text.lower().lstrip("+-") in _NAN:
        return text if kind == "n" else "#VALUE!", "e"
    return None if text.lower() in _NOTHING else text, "s"
