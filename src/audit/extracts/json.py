"""JSON holds the rows for programs, in the contract `audit-rows/1`; figures are decimal texts, none rounded."""

from __future__ import annotations

import json
from typing import Any

from audit.extracts import View
from audit.model.decimals import plain
from audit.model.statement import Row, Statement
from audit.model.text import Lang
from audit.model.version import VERSION

SUFFIXES = (".json",)


def render(view: View, lang: Lang) -> bytes:
    """The statements with their columns, and all their rows with path, parent, reason, figures and places."""
    content = {
        "schema": "audit-rows/1",
        "tool": {"name": "audit", "version": VERSION},
        "lang": lang,
        "inputs": [
            {"id": i.id, "path": i.path, "sha256": i.sha256, "kind": i.kind, "read": i.read}
            for i in (document.input for document in view.documents)
        ],
        "statements": [_statement(statement) for statement in view.statements],
        "rows": [_row(statement, row, lang) for statement in view.statements for row in statement.rows],
        "left_over": [
            {"place": place.to_dict(), "printed": printed}
            for place, printed in (*view.left_over, *(pair for s in view.statements for pair in s.left_over))
        ],
        "problems": [
            {
                "stage": p.stage,
                "code": p.code,
                "message": p.message(lang),
                "place": p.place.to_dict() if p.place else None,
            }
            for p in view.problems
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "input": statement.input,
        "kind": statement.kind,
        "title": statement.title,
        "place": statement.place.to_dict(),
        "rows": len(statement.rows),
        "root": statement.root,
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "heading": column.heading,
                "place": column.place.to_dict(),
                "printed_unit": plain(column.unit),
                "decimal_mark": column.decimal_mark,
            }
            for column in statement.columns
        ],
    }


def _row(statement: Statement, row: Row, lang: Lang) -> dict[str, Any]:
    return {
        "statement": statement.id,
        "row": row.index,
        "kind": row.kind,
        "path": list(row.path),
        "parent": statement.tree[row.index],
        "reason": statement.reasons[row.index](lang),
        "kode": row.kode,
        "uraian": row.uraian,
        "texts": row.texts,
        "figures": {name: plain(figure.value) for name, figure in row.figures.items()},
        "printed": {name: figure.printed for name, figure in row.figures.items()},
        "malformed": {slip.column: slip.printed for slip in row.malformed},
        "others": {heading: plain(value) for heading, value in row.others.items()},
        "place": row.place.to_dict(),
        "places": {name: place.to_dict() for name, place in row.places.items()},
    }
