"""The examples of a rule as its author drew them: tables in which it holds, and tables in which it finds something."""

from __future__ import annotations

from typing import Any

from audit.rulebook._yaml import Mapping, Scalar
from audit.rules.rule import Example

_FIELDS = ("holds", "fails")
_EXAMPLE_FIELDS = ("table", "tables", "finds")
#: The parts of a line under ``finds``: the row, the column, the figure stated and the figure expected.
_PARTS = 4


def read_examples(body: Mapping) -> tuple[Example, ...]:
    """The examples of a rule; what is wrong with them is noted."""
    drawn = body.mapping("examples")
    drawn.only(_FIELDS)
    found = [_example(drawn, "holds", item) for item in drawn.sequence("holds")]
    found += [_example(drawn, "fails", item) for item in drawn.sequence("fails")]
    return tuple(example for example in found if example is not None)


def _example(drawn: Mapping, key: str, item: Any) -> Example | None:
    if isinstance(item, Scalar) and key == "holds":
        return Example((("tabel", item.value),), (), item.line)
    if not isinstance(item, Mapping):
        drawn.wrong(key, f"each example under “{key}” is {'a drawn table' if key == 'holds' else 'table: and finds:'}")
        return None
    item.only(_EXAMPLE_FIELDS)
    tables = tuple(
        (name, value.value) for name, value in item.mapping("tables").items() if isinstance(value, Scalar)
    ) or ((("tabel", item.text("table")),) if item.text("table").strip() else ())
    if not tables:
        item.wrong("table", "an example draws a table under “table”, or several under “tables”")
    finds = tuple(line for text in item.texts("finds") for line in _lines(text.value))
    if key == "holds" and finds:
        item.wrong("finds", "an example that holds finds nothing; write it under “fails”")
    if key == "fails" and not finds:
        item.wrong("finds", "an example that fails says what it finds: row | column | stated | expected")
    for line in finds:
        if line.count("|") != _PARTS - 1:
            item.wrong("finds", f"“{line}” is not row | column | stated | expected")
    return Example(tables, finds, item.line)


def _lines(text: str) -> list[str]:
    """The lines of a text, each with single blanks round its bars."""
    return [" | ".join(part.strip() for part in line.split("|")) for line in text.splitlines() if line.strip()]
