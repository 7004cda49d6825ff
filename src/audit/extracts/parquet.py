"""Parquet holds the rows with their types: whole figures as integers, others as decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

from audit.extracts import CannotWrite, View
from audit.extracts._rows import Value, header_of, rows_of
from audit.model.decimals import exact
from audit.model.text import Lang, Text

SUFFIXES = (".parquet",)

#: The largest whole number that fits 64 bits, and the most digits that a decimal may have.
_INTEGER = 2**63
_DIGITS = 76


def render(view: View, lang: Lang) -> bytes:
    """The rows; a figure column of whole numbers is of integers, any other of decimals: never of binary fractions."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        message = Text(
            'pustaka untuk menulis Parquet belum terpasang; pasang dengan: pip install "audit-realisasi[parquet]"',
            'the library that writes Parquet is not installed; install it with: pip install "audit-realisasi[parquet]"',
        )
        raise CannotWrite(message) from error
    header = header_of(view)
    rows = list(rows_of(view, header))
    figures = set(header.figures.values())
    columns: dict[str, Any] = {}
    for name in header.names:
        values = [row[name] for row in rows]
        if name in figures:
            columns[name] = _figures(values, pyarrow)
        elif name in ("row", "parent"):
            columns[name] = pyarrow.array(values, pyarrow.int64())
        else:
            columns[name] = pyarrow.array([_text(value) for value in values], pyarrow.string())
    stream = BytesIO()
    parquet.write_table(pyarrow.table(columns), stream)
    return stream.getvalue()


def _figures(values: list[Value], pyarrow: Any) -> Any:
    """A column of figures in the narrowest type that rounds none of them; text where even decimals are too narrow."""
    numbers = [exact(value) if isinstance(value, Fraction) else None for value in values]
    there = [number for number in numbers if number is not None]
    if all(isinstance(number, int) and -_INTEGER <= number < _INTEGER for number in there):
        return pyarrow.array(numbers, pyarrow.int64())
    scale, whole = (max(column) for column in zip(*(_digits(number) for number in there), strict=True))
    if scale + whole > _DIGITS:
        return pyarrow.array([None if n is None else f"{n:f}" if isinstance(n, Decimal) else str(n) for n in numbers])
    kind = pyarrow.decimal128 if scale + whole <= 38 else pyarrow.decimal256
    return pyarrow.array([None if n is None else Decimal(n) for n in numbers], kind(max(scale + whole, 1), scale))


def _digits(number: int | Decimal) -> tuple[int, int]:
    """How many digits a number has after the point and before it."""
    text = f"{Decimal(number):f}".lstrip("-")
    before, _, after = text.partition(".")
    return len(after), len(before)


def _text(value: Value) -> str | None:
    return None if value is None else str(value).encode("utf-8", "backslashreplace").decode("utf-8")
