"""CSV holds the rows as text: figures as plain decimals, a blank where nothing is printed."""

from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO

from audit.extracts import View
from audit.extracts._rows import Value, header_of, rows_of
from audit.model.decimals import plain
from audit.model.text import Lang

SUFFIXES = (".csv",)


def render(view: View, lang: Lang) -> bytes:
    """The rows as UTF-8 without a mark, a comma between the values and a point in the figures, as programs expect."""
    header = header_of(view)
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header.names)
    for row in rows_of(view, header):
        writer.writerow([_text(row[name]) for name in header.names])
    # A lone surrogate, as a broken PDF yields it, has no UTF-8 form; the other rows must not be lost to it.
    return stream.getvalue().encode("utf-8", "backslashreplace")


def _text(value: Value) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Fraction) else str(value)
