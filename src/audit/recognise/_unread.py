"""What was not read of a text that lost its columns is said, not passed over."""

from __future__ import annotations

from collections.abc import Sequence

from audit.model.document import Document, Place, Problem
from audit.model.text import Text
from audit.notation.numerals import has_digit, is_numeral


def columns_lost(document: Document, unread: Sequence[tuple[Place, str]], *, tables: bool) -> list[Problem]:
    """The figures without a column, or all lines of figures where the text has no table that can be rebuilt."""
    name = document.input.path
    if tables and not unread:
        return []
    if tables:
        count, lines = len(unread), len({place.line for place, _ in unread})
        message = Text(
            f"{name}: {count} angka pada {lines} baris tidak dibaca, karena kolom atau barisnya tidak pasti.",
            f"{name}: {count} figures on {lines} lines were not read, since their columns or rows are not certain.",
        )
        lost, first = Text(f"{count} angka", f"{count} figures"), unread[0][0]
    else:
        rows = [line for line in document.lines if _is_tabular(line.text)]
        message = Text(
            f"{name}: {len(rows)} baris angka tidak dibaca sebagai tabel, karena kolomnya tidak lurus.",
            f"{name}: {len(rows)} lines of figures were not read as a table, since their columns are not aligned.",
        )
        lost, first = Text(f"{len(rows)} baris", f"{len(rows)} lines"), rows[0].place
    hint = Text(
        "Berikan PDF aslinya, atau ubah menjadi teks dengan tata letak (pdftotext -layout).",
        "Give the PDF itself, or turn it into text with its layout kept (pdftotext -layout).",
    )
    return [Problem("read", "columns-lost", message, first, hint, lost)]


def _is_tabular(text: str) -> bool:
    """Whether a line looks like a row of a table: it ends in two figures side by side."""
    last = text.split()[-2:]
    return len(last) == 2 and all(is_numeral(word) for word in last) and any(map(has_digit, last))
