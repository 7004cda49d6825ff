"""The examples of a rule as its author drew them: tables in which it holds, and tables in which it finds something."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from audit.rulebook._yaml import Mapping, Scalar
from audit.rules.rule import Example

_FIELDS = ("holds", "fails")
_EXAMPLE_FIELDS = ("table", "tables", "finds")
#: The parts of a line under ``finds``: the row, the column, the figure stated and the figure expected.
_PARTS = 4
_AMOUNT = re.compile(r"-?\d+(\.\d+)?")


def read_examples(body: Mapping, columns: Collection[str] | None) -> tuple[Example, ...]:
    """The examples of a rule, which may find something in these columns; what is wrong with them is noted.

    Without ``columns`` the rule may find something in any column, as its tables name it.
    """
    drawn = body.mapping("examples")
    drawn.only(_FIELDS)
    found = [_example(drawn, "holds", item, columns) for item in drawn.sequence("holds")]
    found += [_example(drawn, "fails", item, columns) for item in drawn.sequence("fails")]
    return tuple(example for example in found if example is not None)


def _example(drawn: Mapping, key: str, item: Any, columns: Collection[str] | None) -> Example | None:
    if isinstance(item, Scalar) and key == "holds" and item.value.strip():
        return Example((("tabel", item.value),), (), item.line)
    if not isinstance(item, Mapping):
        drawn.wrong(key, f"each example under “{key}” is {'a drawn table' if key == 'holds' else 'table: and finds:'}")
        return None
    item.only(_EXAMPLE_FIELDS)
    tables = tuple(
        (name, value.value) for name, value in item.mapping("tables").items() if isinstance(value, Scalar)
    ) or ((("tabel", item.text("table")),) if item.text("table").strip() else ())
    if not tables or {"table", "tables"} <= item.fields.keys():
        item.wrong("table", "an example draws a table under “table”, or several under “tables”")
    finds = tuple(line for text in item.texts("finds") for line in _lines(text.value))
    if key == "holds" and finds:
        item.wrong("finds", "an example that holds finds nothing; write it under “fails”")
    if key == "fails" and not finds:
        item.wrong("finds", "an example that fails says what it finds: row | column | stated | expected")
    for line in finds:
        _check_line(item, line, columns)
    return Example(tables, finds, item.line)


def _check_line(item: Mapping, line: str, columns: Collection[str] | None) -> None:
    """Note what is wrong with a line under ``finds``, which could come out of no table."""
    parts = line.split(" | ")
    if len(parts) != _PARTS:
        item.wrong("finds", f"“{line}” is not row | column | stated | expected")
        return
    _, column, *amounts = parts
    if columns is not None and column != "." and column not in columns:
        item.wrong("finds", f"there is no column “{column}”", column, columns)
    for amount in amounts:
        if amount != "." and not _AMOUNT.fullmatch(amount):
            item.wrong("finds", f"“{amount}” is no figure such as 1000000 or 12.5, nor “.” for none")


def _lines(text: str) -> list[str]:
    """The lines of a text, each with single blanks round its bars."""
    return [" | ".join(part.strip() for part in line.split("|")) for line in text.splitlines() if line.strip()]
