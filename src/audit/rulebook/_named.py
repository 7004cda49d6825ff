"""Rows that a rulebook gives a name, so that a rule says ``x = pendapatan.x - belanja.x``.

A name stands for a condition: ``pendapatan.x`` is the figure of the one row that meets it, ``apbd.pendapatan.x`` that
in another statement, and ``is(pendapatan)`` asks whether a row meets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from audit.model.shape import StatementShape
from audit.rulebook._names import look_up_condition
from audit.rulebook._yaml import Mapping, Scalar
from audit.rules.expression import Condition, ExpressionError, Path, parse_condition
from audit.rules.reach import every
from audit.rules.rule import Named


def look_up_rows(body: Mapping, shape: StatementShape) -> None:
    """Note what is wrong with the names under ``rows`` and their conditions.

    A condition may use the names above it only, so that none stands for itself.
    """
    rows = body.mapping("rows")
    above: dict[str, str] = {}
    for name, value in rows.items():
        if shape.column(name) is not None:
            rows.wrong(name, f"“{name}” is the name of a column already")
        elif not isinstance(value, Scalar) or not value.value:
            rows.wrong(name, f'“{name}” needs a condition, such as uraian ~ "^belanja$"')
        else:
            try:
                condition = parse_condition(value.value)
            except ExpressionError as error:
                rows.mistakes.add(rows.path, value.line, str(error))
            else:
                used = _words(condition) - {column.name for column in shape.columns}
                early = sorted((used & rows.fields.keys()) - above.keys())
                for word in early:
                    rows.wrong(name, f"“{word}” does not stand above “{name}”, which can use the names above it alone")
                if not early:
                    look_up_condition(rows, name, condition, replace(shape, rows=dict(above)))
            above[name] = value.value


def _words(condition: Condition) -> set[str]:
    """All words of a condition that may be names of rows."""
    return {step for node in every(condition) if isinstance(node, Path) for step in node.steps}


def named_rows(shapes: Iterable[StatementShape]) -> tuple[Named, ...]:
    """The names of rows that some kinds of statement have, with their conditions."""
    return tuple(named for shape in shapes for named in _parsed(shape.kind, tuple(shape.rows.items())))


@cache
def _parsed(kind: str, rows: tuple[tuple[str, str], ...]) -> tuple[Named, ...]:
    found = []
    for name, text in rows:
        try:
            found.append(Named(kind, name, parse_condition(text)))
        except ExpressionError:
            # It is told where the statement is read.
            continue
    return tuple(found)
