"""A kind of statement as a Python file with a pandera schema, which runs without us."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from textwrap import indent

from audit.model.decimals import plain
from audit.model.shape import FIGURES, Argument, Check, ColumnChecks, ColumnShape
from audit.model.text import Lang, Text
from audit.model.version import VERSION
from audit.rules.expression import (
    Absolute,
    Comparison,
    Condition,
    Expression,
    Junction,
    Negated,
    Negative,
    Number,
    Operation,
    Path,
    Predicate,
    atoms,
)
from audit.rules.rule import Rule
from audit.schemas.exports import ROWS_NOT_KNOWN, LeftOut, Source, columns_of, rows_known
from audit.schemas.words import asks

_HEAD = '''\
"""The schema of “{kind}” for pandera, made by `audit export pandera` {version} from {books}.

It needs pandas and pandera, and nothing else:

    from {module} import schema
    schema.validate(frame, lazy=True)

The columns of the frame are {columns}.
Figures are int, Decimal or float, in rupiah, percent or pieces; a blank is None or NaN. A row without any figure is a
heading. What is only noted (info) is a warning of pandera, all else is an error.
{left}"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pandera.pandas as pa

ZERO = Fraction(0)


'''
#: What stands behind this line in the module of functions that travel along.
_MARK = "#: What stands before this line is written anew for each export.\n"


def as_pandera(source: Source, module: str, lang: Lang) -> tuple[str, tuple[LeftOut, ...]]:
    """The text of a Python module of that name, and what could not be put into it."""
    from audit.model.figure import Interval
    from audit.schemas import alone

    rules, left = source.own_rules()
    left += tuple(LeftOut(one.id, ROWS_NOT_KNOWN) for one in source.checks if not rows_known(one))
    left += tuple(
        LeftOut(one.id, Text("harapan Great Expectations", "it is an expectation of Great Expectations"))
        for one in source.expected
    )
    head = _HEAD.format(
        kind=source.shape.kind,
        version=VERSION,
        books=", ".join(source.books),
        module=module,
        columns=", ".join(column.name for column in source.shape.columns),
        left=_listed(left, lang),
    )
    functions = inspect.getsource(alone).split(_MARK, 1)[1].strip()
    text = head + inspect.getsource(Interval) + "\n\n" + functions + "\n\n\n" + _schema(source, rules, lang)
    return text, left


def _listed(left: Sequence[LeftOut], lang: Lang) -> str:
    if not left:
        return ""
    lines = [f"    {one.id}: {one.reason(lang)}" for one in left]
    return "\nNot in it, by rule:\n\n" + "\n".join(lines).replace("\\", "\\\\").replace('"""', "'''") + "\n"


def _schema(source: Source, rules: Sequence[Rule], lang: Lang) -> str:
    shape = source.shape
    whole = [block for block in source.checks if rows_known(block)]
    columns = [_column(column, [b for b in whole if b.column == column.name], lang) for column in shape.columns]
    figures = [column.name for column in shape.columns if column.type in FIGURES]
    wide = [
        _made(f"filled({block.column!r}, {figures!r})", block.id, asks(check, None), block.severity, lang, wide=True)
        for block in whole
        for check in block.checks
        if check.word == "blank" and not check.pandera
    ]
    types = {column.name: column.type for column in shape.columns}
    wide += [_rule(rule, types, figures, lang) for rule in rules]
    return (
        "schema = pa.DataFrameSchema(\n"
        f"    {{\n{indent(''.join(columns), ' ' * 8)}    }},\n"
        f"    checks=[\n{indent(''.join(wide), ' ' * 8)}    ],\n"
        f"    name={shape.kind!r},\n"
        ")\n"
    )


def _column(column: ColumnShape, blocks: Iterable[ColumnChecks], lang: Lang) -> str:
    unit = column.type if column.type in FIGURES else None
    checks = []
    if unit is not None:
        told = Text("harus berupa angka", "must be a figure")
        checks.append(f"pa.Check(is_figure, element_wise=True, name='figure', error={told(lang)!r}),\n")
    for block in blocks:
        for check in block.checks:
            if check.pandera or check.word != "blank":
                called = _called(check, column.type)
                told = asks(check, unit)
                checks.append(_made(called, block.id, told, block.severity, lang))
    inside = f"\n{indent(''.join(checks), ' ' * 8)}    " if checks else ""
    return (
        f"{column.name!r}: pa.Column(\n    None,\n    checks=[{inside}],\n"
        f"    nullable=True,\n    required={column.required},\n),\n"
    )


def _made(called: str, id: str, told: Text, severity: str, lang: Lang, *, wide: bool = False) -> str:
    """A check with the id of its rule as its name, and what it asks as its error."""
    must = Text(f"{id}: harus {told.id}", f"{id}: must be {told.en}")
    return (
        f"pa.Check(\n    {called},\n    name={id!r},\n    error={must(lang)!r},\n"
        + ("    ignore_na=False,\n" if wide else "")
        + f"    raise_warning={severity == 'info'},\n),\n"
    )


def _called(check: Check, type: str) -> str:
    """The call that makes the function of a check."""
    if check.pandera:
        given = ", ".join((f"{key}=" if key else "") + _literal(value) for key, value in check.arguments.items())
        return f"exactly(pa.Check.{check.word}({given}), {type!r})"
    value = check.arguments.get("")
    if check.word in ("min", "max", "above", "below"):
        return f"bound({check.word!r}, Fraction({_literal(value or Fraction(0))}), {type!r})"
    if check.word == "matches":
        return f"matching({value!r})"
    if check.word in ("whole", "unique"):
        return f"{check.word}({type!r})"
    return f"listed({_literal(value or ())}, {check.word == 'one_of'}, {type!r})"


def _literal(value: Argument) -> str:
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else f"Fraction({plain(value)!r})"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return repr(value)


def _rule(rule: Rule, types: Mapping[str, str], figures: Sequence[str], lang: Lang) -> str:
    """A rule as a check of whole rows."""
    nodes = [rule.assertion, *([rule.when] if rule.when is not None else [])]
    used = columns_of(nodes)
    compared = columns_of(part for node in nodes for part in atoms(node) if isinstance(part, Comparison))
    told = rule.title
    if isinstance(rule.assertion, Predicate):
        subject = rule.assertion.arguments[0].steps[0]
        holds = f"at[{subject!r}] is not None or not any(at[name] is not None for name in {list(figures)!r})"
        used = tuple(dict.fromkeys((*used, *figures)))
    else:
        subject = columns_of([rule.assertion])[0]
        holds = _condition(rule.assertion, rule.tolerance)
    when = f",\n    when=lambda at: {_condition(rule.when)}" if rule.when is not None else ""
    called = (
        f"in_each_row(\n    {subject!r},\n    { ({name: types[name] for name in used})!r},\n    {list(compared)!r},\n"
        f"    holds=lambda at: {holds}{when},\n)"
    )
    return (
        f"pa.Check(\n{indent(called, '    ')},\n    name={rule.id!r},\n    error={f'{rule.id}: {told(lang)}'!r},\n"
        f"    ignore_na=False,\n    raise_warning={rule.severity == 'info'},\n),\n"
    )


def _condition(node: Condition, tolerance: Fraction = Fraction(0)) -> str:
    match node:
        case Junction(word=word, parts=parts):
            return "(" + f" {word} ".join(_condition(part) for part in parts) + ")"
        case Negated(part=part):
            return f"not {_condition(part)}"
        case Predicate(arguments=arguments):
            return "(" + " and ".join(f"at[{path.steps[0]!r}] is not None" for path in arguments) + ")"
        case Comparison(relation=relation, left=left, right=right):
            one, other = _expression(left), _expression(right)
            if tolerance:
                apart = f"Fraction({plain(tolerance)!r})"
                one = f"({one} + Interval(-{apart}, {apart}))"
            forms = {"=": "({0}).meets({1})", "<=": "({0}).may_be_at_most({1})", ">=": "({1}).may_be_at_most({0})"}
            forms |= {"<": "({0}).may_be_below({1})", ">": "({1}).may_be_below({0})"}
            return forms[relation].format(one, other)
        case _:
            raise ValueError(f"{node} is not told by one row")


def _expression(node: Expression) -> str:
    match node:
        case Number(value=value):
            return f"Interval.exactly(Fraction({plain(value)!r}))"
        case Path(steps=steps):
            return f"at[{steps[0]!r}]"
        case Negative(of=of):
            return f"(-{_expression(of)})"
        case Absolute(of=of):
            return f"abs({_expression(of)})"
        case Operation(sign=sign, left=left, right=right):
            return f"({_expression(left)} {sign} {_expression(right)})"
        case _:
            raise ValueError(f"{node} is not told by one row")
