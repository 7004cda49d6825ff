"""The statements that a rule file describes, each field checked before any data is seen."""

from __future__ import annotations

import re
from typing import Any, cast, get_args

from audit.model.shape import ColumnShape, StatementShape, Type
from audit.rulebook._expect import read_expectations
from audit.rulebook._named import look_up_rows
from audit.rulebook._names import UNKNOWN
from audit.rulebook._schema import read_schema
from audit.rulebook._yaml import Mapping, Scalar
from audit.rules.expression import RESERVED, TEXTS

_TOP_FIELDS = ("rulebook", "uses", "title", "codes", "statements", "prose", "rules")
_STATEMENT_FIELDS = (
    *("columns", "titles", "labels", "apart", "weights", "synonyms", "common", "codes", "by", "spread", "known_by"),
    *("schema", "expect", "rows", "general"),
)
_COLUMN_FIELDS = ("type", "headings", "sign", "required", "rounding", "units", "exact")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def may_be_named(body: Mapping, name: str, what: str) -> None:
    """Note a name that no equation could speak of."""
    if name in RESERVED:
        body.wrong(name, f"“{name}” is a word of the language and names no {what}")
    elif not _NAME.fullmatch(name):
        body.wrong(name, f"a {what}'s name is small letters, digits and _, not “{name}”")


def read_statements(source: Mapping, rulebook: str) -> tuple[StatementShape, ...]:
    """The kinds of statement that a rule file describes."""
    source.only(_TOP_FIELDS)
    statements = source.mapping("statements")
    return tuple(
        _statement(kind, body, rulebook, statements) for kind, body in statements.items() if _is_one(statements, kind)
    )


def _is_one(statements: Mapping, kind: str) -> bool:
    may_be_named(statements, kind, "statement")
    if isinstance(statements.fields[kind], Mapping):
        return True
    statements.wrong(kind, f"the statement “{kind}” has no columns")
    return False


def _statement(kind: str, body: Mapping, rulebook: str, statements: Mapping) -> StatementShape:
    body.only(_STATEMENT_FIELDS)
    columns = body.mapping("columns")
    if not columns.fields and isinstance(body.fields.get("columns", columns), Mapping):
        statements.wrong(kind, f"the statement “{kind}” has no columns")
    shapes = tuple(_column(columns, name) for name in columns.fields)
    shape = StatementShape(
        kind,
        rulebook,
        shapes,
        _texts(body, "titles"),
        _texts(body, "labels"),
        _texts(body, "apart"),
        _weights(body.mapping("weights")),
        _rows(body.mapping("rows")),
        codes=_texts(body, "codes"),
        spread=body.choice("spread", ("true", "false"), "false") == "true",
        known_by=_known_by(body, columns),
        by=_by(body, shapes),
        checks=read_schema(body, shapes, kind),
        expected=read_expectations(body, shapes, kind),
        general=body.choice("general", ("true", "false"), "false") == "true",
    )
    look_up_rows(body, shape)
    return shape


def _by(body: Mapping, shapes: tuple[ColumnShape, ...]) -> tuple[str, ...]:
    """The columns that part one table into several reports."""
    texts = {column.name: column for column in shapes if column.type in ("text", "kode", "level")}
    for text in body.texts("by"):
        if text.value not in texts:
            message = f"“{text.value}” is no text column by which reports could be told apart"
            body.mistakes.add(body.path, text.line, message, text.value, texts)
    return tuple(text.value for text in body.texts("by") if text.value in texts)


def _known_by(body: Mapping, columns: Mapping) -> tuple[str, ...]:
    for text in body.texts("known_by"):
        if text.value not in columns.fields and text.value not in TEXTS:
            message = f"there is no column “{text.value}”"
            body.mistakes.add(body.path, text.line, message, text.value, columns.fields)
    return _texts(body, "known_by")


def _texts(body: Mapping, key: str) -> tuple[str, ...]:
    return tuple(text.value for text in body.texts(key))


def _rows(rows: Mapping) -> dict[str, str]:
    for name in rows.fields:
        may_be_named(rows, name, "row")
    return {name: value.value for name, value in rows.items() if isinstance(value, Scalar)}


def _weights(mapping: Mapping) -> dict[str, int]:
    weights = {}
    for code, value in mapping.items():
        text = value.value if isinstance(value, Scalar) else ""
        if text not in ("1", "-1", "0"):
            mapping.wrong(code, f"the weight of “{code}” is 1, -1 or 0, not “{text}”")
        else:
            weights[code] = int(text)
    return weights


def _column(columns: Mapping, name: str) -> ColumnShape:
    may_be_named(columns, name, "column")
    body = columns.fields[name]
    if not isinstance(body, Mapping):
        columns.wrong(name, f"the column “{name}” needs a type and headings")
        return ColumnShape(name, cast(Type, UNKNOWN), (name,))
    body.only(_COLUMN_FIELDS)
    if "type" not in body.fields:
        columns.wrong(name, f"the column “{name}” has no type")
    return ColumnShape(
        name,
        cast(Type, body.choice("type", get_args(Type), UNKNOWN)),
        (*_texts(body, "headings"), name.replace("_", " ")),
        nonnegative=body.choice("sign", ("any", "nonnegative"), "any") == "nonnegative",
        required=body.choice("required", ("true", "false"), "false") == "true",
        rounding=cast(Any, body.choice("rounding", ("detect", "nearest", "truncated"), "detect")),
        units=body.choice("units", ("true", "false"), "false") == "true",
        exact=body.choice("exact", ("true", "false"), "false") == "true",
    )
