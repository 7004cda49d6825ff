"""A kind of statement as a suite of core expectations of Great Expectations, which runs without us."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version
from typing import Any

from audit.model.report import Severity
from audit.model.shape import FIGURES, Argument, Check, ColumnChecks, ColumnShape
from audit.model.text import Lang, Text
from audit.model.version import VERSION
from audit.rules.expression import Comparison, Number, Path
from audit.rules.rule import Rule
from audit.schemas.exports import ROWS_NOT_KNOWN, LeftOut, Source, rows_known
from audit.schemas.words import asks, title_of

_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "warning", "info": "info"}

_NO_EQUATION = Text(
    "tidak ada harapan inti untuk persamaan ini; lihat audit.gx.ExpectEquationToHold",
    "no core expectation asks this equation; see audit.gx.ExpectEquationToHold",
)
_ROUNDED = Text(
    "angkanya dibulatkan, yang tidak dapat dinyatakan dalam harapan inti",
    "its figures are rounded, which no core expectation can say",
)
_NOT_CORE = Text("tidak ada harapan inti untuk ini", "no core expectation asks this")
_OF_PANDERA = Text("pemeriksaan pandera", "it is a check of pandera")
_THERE = Text("Tabel punya kolom {}", "The table has a column {}")
#: What must be known of a table before the suite is asked of it.
_NOTES = (
    Text(
        "Kolom yang tidak ada pada tabel tidak memenuhi harapannya; keluarkan harapan itu dari daftar ini.",
        "What is expected of a column that the table has not is not met; take such expectations out of the suite.",
    ),
    Text(
        "Baris judul tidak mencetak angka dan tidak memenuhi harapan tentang isian kosong; keluarkan dari tabel.",
        "A heading prints no figure and does not meet what is expected of blanks; leave headings out of the table.",
    ),
)


def as_gx(source: Source, lang: Lang) -> tuple[str, tuple[LeftOut, ...]]:
    """The suite as JSON, and what could not be put into it.

    It is loaded with ``great_expectations.ExpectationSuite(**json.load(file))``.
    """
    rules, left = source.own_rules()
    told: list[dict[str, Any]] = [
        _one("expect_column_to_exist", {"column": column.name}, "", _THERE(lang).format(column.name), "error")
        for column in source.shape.columns
        if column.required
    ]
    for block in source.checks:
        found = list(_of_block(block, source.shape.column(block.column), lang))
        told.extend(part for part in found if isinstance(part, dict))
        left += tuple(part for part in found if isinstance(part, LeftOut))
    for rule in rules:
        made = _of_rule(rule, source, lang)
        told.extend([made] if isinstance(made, dict) else [])
        left += (made,) if isinstance(made, LeftOut) else ()
    for expected in source.expected:
        if rows_known(expected):
            given = {key: _value(value) for key, value in expected.arguments.items()}
            told.append(_one(expected.name, given, expected.id, title_of(expected)(lang), expected.severity))
        else:
            left += (LeftOut(expected.id, ROWS_NOT_KNOWN),)
    suite = {
        "name": source.shape.kind,
        "expectations": told,
        "meta": {
            "great_expectations_version": version("great-expectations"),
            "audit": {
                "version": VERSION,
                "rulebooks": list(source.books),
                "columns": {column.name: column.type for column in source.shape.columns},
                "notes": [note(lang) for note in _NOTES],
                "not_in_it": [{"rule": one.id, "reason": one.reason(lang)} for one in left],
            },
        },
    }
    return json.dumps(suite, ensure_ascii=False, indent=2) + "\n", left


def _one(type: str, given: dict[str, Any], id: str, title: str, severity: Severity) -> dict[str, Any]:
    meta = {"audit": {"rule": id, "title": title}}
    return {"type": type, "kwargs": given, "severity": _SEVERITIES[severity], "meta": meta}


def _of_block(block: ColumnChecks, column: ColumnShape | None, lang: Lang) -> Iterator[dict[str, Any] | LeftOut]:
    if column is None:
        return
    if not rows_known(block):
        yield LeftOut(block.id, ROWS_NOT_KNOWN)
        return
    unit = column.type if column.type in FIGURES else None
    for check in block.checks:
        made = _of_check(check, column)
        if isinstance(made, Text):
            yield LeftOut(block.id, Text(f"{asks(check, unit).id}: {made.id}", f"{asks(check, unit).en}: {made.en}"))
        else:
            type, given = made
            yield _one(type, {"column": column.name, **given}, block.id, title_of(block, unit)(lang), block.severity)


def _of_check(check: Check, column: ColumnShape) -> tuple[str, dict[str, Any]] | Text:
    """The expectation that asks the same, or why there is none."""
    if check.pandera:
        return _OF_PANDERA
    value = check.arguments.get("")
    match check.word:
        case "min" | "above":
            return "expect_column_values_to_be_between", _bound("min", value, check.word == "above")
        case "max" | "below":
            return "expect_column_values_to_be_between", _bound("max", value, check.word == "below")
        case "unique":
            return "expect_column_values_to_be_unique", {}
        case "matches":
            return "expect_column_values_to_match_regex", {"regex": rf"^(?:{value})$"}
        case "one_of" | "none_of" if isinstance(value, tuple):
            return _listed(value, column, among=check.word == "one_of")
        case "blank":
            return "expect_column_values_to_not_be_null", {}
        case _:
            return _NOT_CORE


def _bound(side: str, value: Argument | None, strict: bool) -> dict[str, Any]:
    return {f"{side}_value": _value(value or Fraction(0)), **({f"strict_{side}": True} if strict else {})}


def _listed(values: tuple[Any, ...], column: ColumnShape, *, among: bool) -> tuple[str, dict[str, Any]]:
    """Texts are compared without regard to capitals and blanks, which only a pattern can say."""
    if column.type in FIGURES:
        name = "expect_column_values_to_be_in_set" if among else "expect_column_values_to_not_be_in_set"
        return name, {"value_set": [_value(value) for value in values]}
    words = [r"\s+".join(re.escape(word) for word in str(value).split()) for value in values]
    pattern = rf"^(?i:\s*(?:{'|'.join(words)})\s*)$"
    name = "expect_column_values_to_match_regex" if among else "expect_column_values_to_not_match_regex"
    return name, {"regex": pattern}


def _of_rule(rule: Rule, source: Source, lang: Lang) -> dict[str, Any] | LeftOut:
    """A bound between two columns, or a column and a number; nothing else of arithmetic is a core expectation."""
    node = rule.assertion
    if not isinstance(node, Comparison) or rule.when is not None or rule.tolerance:
        return LeftOut(rule.id, _NO_EQUATION)
    sides = [node.left, node.right]
    columns = [source.shape.column(side.steps[0]) for side in sides if isinstance(side, Path)]
    if any(column is not None and column.type == "percent" for column in columns):
        return LeftOut(rule.id, _ROUNDED)
    made = _between(node) if len(columns) == 1 else _pair(node) if len(columns) == 2 else None
    if made is None:
        return LeftOut(rule.id, _NO_EQUATION)
    type, given = made
    return _one(type, given, rule.id, rule.title(lang), rule.severity)


def _between(node: Comparison) -> tuple[str, dict[str, Any]] | None:
    """A column against a number."""
    left, right = node.left, node.right
    relation = node.relation
    if isinstance(left, Number) and isinstance(right, Path):
        left, right = right, left
        relation = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(relation, relation)
    if not isinstance(left, Path) or not isinstance(right, Number):
        return None
    sides = {"<=": ("max",), "<": ("max",), ">=": ("min",), ">": ("min",), "=": ("min", "max")}[relation]
    bounds = {key: value for side in sides for key, value in _bound(side, right.value, relation in "<>").items()}
    return "expect_column_values_to_be_between", {"column": left.steps[0], **bounds}


def _pair(node: Comparison) -> tuple[str, dict[str, Any]] | None:
    """A column against a column, in rows in which both print a figure."""
    if not isinstance(node.left, Path) or not isinstance(node.right, Path):
        return None
    one, other = node.left.steps[0], node.right.steps[0]
    ignored = {"ignore_row_if": "either_value_is_missing"}
    if node.relation == "=":
        return "expect_column_pair_values_to_be_equal", {"column_A": one, "column_B": other, **ignored}
    larger, smaller = (one, other) if node.relation.startswith(">") else (other, one)
    given = {"column_A": larger, "column_B": smaller, "or_equal": node.relation.endswith("="), **ignored}
    return "expect_column_pair_values_a_to_be_greater_than_b", given


def _value(value: Argument) -> Any:
    """An argument as JSON has it."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    return {key: _value(part) for key, part in value.items()} if isinstance(value, dict) else value
