"""The words of running text that a rule file lists, each list by what its words say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from audit.model.shape import StatementShape
from audit.model.vocabulary import Vocabulary
from audit.notation.affixes import spread
from audit.rulebook._yaml import Mapping
from audit.rules.expression import ExpressionError, parse_condition, parse_expression

#: Lists by the name of a column or by a condition of rows, those of equations, lists of columns, and what no file says.
_BY_NAME, _EQUATIONS, _COLUMNS, _GROUPS, _FOUND = (
    ("measures", "derived", "counts"),
    ("derived",),
    ("rises", "before", "wholes", "budgets", "was", "became"),
    ("same", "short"),
    ("types",),
)
PROSE_FIELDS = tuple(one.name for one in fields(Vocabulary) if one.name not in _FOUND)


def read_vocabulary(source: Mapping, every: dict[str, StatementShape]) -> Vocabulary:
    """The words that a rule file lists under ``prose``; columns, equations and conditions among them are looked up."""
    body = source.mapping("prose")
    body.only(PROSE_FIELDS)
    types = {column.name: str(column.type) for shape in every.values() for column in shape.columns}
    by_name: dict[str, Any] = {name: _by_name(body.mapping(name), name) for name in _BY_NAME}
    for name in ("measures", "derived"):
        for column in by_name[name]:
            if column not in types:
                body.mapping(name).wrong(column, f"there is no column “{column}”", column, types)
    for condition in by_name["counts"]:
        _parsed(body.mapping("counts"), condition, condition, parse_condition)
    for column, equations in by_name["derived"].items():
        for equation in equations:
            _parsed(body.mapping("derived"), column, equation, parse_expression)
    for name in _COLUMNS:
        for text in body.texts(name):
            if text.value not in types:
                body.mistakes.add(body.path, text.line, f"there is no column “{text.value}”", text.value, types)
    simple = [name for name in PROSE_FIELDS if name not in (*_BY_NAME, *_GROUPS)]
    lists: dict[str, Any] = {name: _phrases(body, name) for name in simple}
    groups: dict[str, Any] = {name: tuple(body.lists(name)) for name in _GROUPS}
    return Vocabulary(types=types, **groups, **by_name, **lists)


def _by_name(body: Mapping, name: str) -> dict[str, tuple[str, ...]]:
    if name in _EQUATIONS:
        return {column: tuple(text.value for text in body.texts(column)) for column in body.fields}
    return {column: _phrases(body, column) for column in body.fields}


def _phrases(body: Mapping, name: str) -> tuple[str, ...]:
    """The phrases of a list, those with a marked root in all forms of it, each once."""
    return tuple(dict.fromkeys(form for text in body.texts(name) for form in spread(text.value)))


def _parsed(body: Mapping, key: str, text: str, parse: Callable[[str], Any]) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        body.wrong(key, str(error))
