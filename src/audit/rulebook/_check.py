"""The statements and rules of a rule file, each field checked and every name looked up before any data is seen."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any, cast, get_args

from audit.model.report import SEVERITIES, Severity
from audit.model.shape import ColumnShape, StatementShape, Type
from audit.rulebook._yaml import Mapping, Mistakes, Scalar
from audit.rules.expression import (
    MANY_ROWS,
    ONE_ROW,
    PREDICATES,
    Assertion,
    Condition,
    Expression,
    ExpressionError,
    Junction,
    Negated,
    Predicate,
    parse_assertion,
    parse_condition,
    parse_expression,
    paths,
    rename,
)
from audit.rules.rule import Base, Rule

_TOP_FIELDS = ("rulebook", "uses", "title", "statements", "rules")
_STATEMENT_FIELDS = ("columns", "titles", "balances", "weights", "synonyms")
_COLUMN_FIELDS = ("type", "headings", "sign", "required", "rounding")
_RULE_FIELDS = ("id", "title", "why", "in", "severity", "for", "when", "assert", "base", "match", "regulation")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _known(path: Path, mapping: Mapping, fields: tuple[str, ...], mistakes: Mistakes) -> None:
    for name, line in mapping.lines.items():
        if name not in fields:
            mistakes.add(path, line, f"unknown field “{name}”", name, fields)


def _choice(path: Path, mapping: Mapping, key: str, choices: tuple[str, ...], default: str, mistakes: Mistakes) -> str:
    text = mapping.text(key, mistakes, path) or default
    if text not in choices:
        mistakes.add(path, mapping.lines[key], f"“{key}” is {', '.join(choices)}, not “{text}”", text, choices)
        return default
    return text


def read_statements(path: Path, source: Mapping, mistakes: Mistakes) -> tuple[StatementShape, ...]:
    """The kinds of statement that a rule file describes."""
    _known(path, source, _TOP_FIELDS, mistakes)
    shapes = []
    for kind, body in source.mapping("statements").items():
        if not isinstance(body, Mapping):
            mistakes.add(path, source.mapping("statements").lines[kind], f"the statement “{kind}” has no columns")
            continue
        _known(path, body, _STATEMENT_FIELDS, mistakes)
        columns = tuple(
            _column(path, name, column, body.mapping("columns").lines[name], mistakes)
            for name, column in body.mapping("columns").items()
        )
        if not columns:
            mistakes.add(path, body.line, f"the statement “{kind}” has no columns")
        shapes.append(
            StatementShape(
                kind,
                source.text("rulebook") or path.stem,
                columns,
                tuple(text.value for text in body.texts("titles")),
                tuple(text.value for text in body.texts("balances")),
                _weights(path, body.mapping("weights"), mistakes),
            )
        )
    return tuple(shapes)


def _weights(path: Path, mapping: Mapping, mistakes: Mistakes) -> dict[str, int]:
    weights = {}
    for code, value in mapping.items():
        text = value.value if isinstance(value, Scalar) else ""
        if text not in ("1", "-1", "0"):
            mistakes.add(path, mapping.lines[code], f"the weight of “{code}” is 1, -1 or 0, not “{text}”")
        else:
            weights[code] = int(text)
    return weights


def _column(path: Path, name: str, body: Any, line: int, mistakes: Mistakes) -> ColumnShape:
    if not isinstance(body, Mapping):
        mistakes.add(path, line, f"the column “{name}” needs a type and headings")
        return ColumnShape(name, "text", (name,))
    _known(path, body, _COLUMN_FIELDS, mistakes)
    if "type" not in body.fields:
        mistakes.add(path, line, f"the column “{name}” has no type")
    return ColumnShape(
        name,
        cast(Type, _choice(path, body, "type", get_args(Type), "text", mistakes)),
        (*(text.value for text in body.texts("headings")), name.replace("_", " ")),
        nonnegative=_choice(path, body, "sign", ("any", "nonnegative"), "any", mistakes) == "nonnegative",
        required=_choice(path, body, "required", ("true", "false"), "false", mistakes) == "true",
        rounding=cast(Any, _choice(path, body, "rounding", ("detect", "nearest", "truncated"), "detect", mistakes)),
    )


def read_rules(
    path: Path,
    source: Mapping,
    own: tuple[StatementShape, ...],
    every: dict[str, StatementShape],
    mistakes: Mistakes,
) -> tuple[Rule, ...]:
    """The rules of a rule file, one for each choice of their variables."""
    rules: list[Rule] = []
    seen: dict[str, int] = {}
    entries = source.fields.get("rules", [])
    for body in entries if isinstance(entries, list) else []:
        if not isinstance(body, Mapping):
            mistakes.add(path, source.lines["rules"], "each rule is a mapping that begins with “id”")
            continue
        _known(path, body, _RULE_FIELDS, mistakes)
        id = body.text("id", mistakes, path)
        if not _ID.fullmatch(id):
            mistakes.add(path, body.line, f"a rule's id is small letters, digits and hyphens, not “{id}”")
        elif id in seen:
            mistakes.add(path, body.line, f"the rule “{id}” stands twice, first at line {seen[id]}")
        seen.setdefault(id, body.line)
        rules.extend(_rule(path, id, body, own, every, mistakes))
    return tuple(rules)


def _rule(
    path: Path,
    id: str,
    body: Mapping,
    own: tuple[StatementShape, ...],
    every: dict[str, StatementShape],
    mistakes: Mistakes,
) -> list[Rule]:
    title, why = body.both("title", mistakes, path), body.both("why", mistakes, path)
    severity = cast(Severity, _choice(path, body, "severity", SEVERITIES, "error", mistakes))
    kinds = []
    for text in body.texts("in"):
        if text.value in every:
            kinds.append(text.value)
        else:
            mistakes.add(path, text.line, f"no rulebook describes a statement “{text.value}”", text.value, tuple(every))
    kinds = kinds or [shape.kind for shape in own]
    assertion = _parsed(path, body, "assert", parse_assertion, mistakes)
    when = _parsed(path, body, "when", parse_condition, mistakes) if "when" in body.fields else None
    if assertion is None:
        return []
    bases = tuple(
        Base(text.value, expression)
        for text in body.texts("base")
        if (expression := _expression(path, text, mistakes)) is not None
    )
    match = body.text("match", mistakes, path) or None
    if match is not None and match not in every:
        mistakes.add(path, body.lines["match"], f"no rulebook describes a statement “{match}”", match, tuple(every))
    columns = {column.name for kind in kinds for column in every[kind].columns}
    base_of = bases[0].text if len(bases) == 1 and bases[0].text in columns else None
    rules = []
    for names in _choices(path, body, columns, mistakes):
        rule = Rule(
            id=id,
            title=title,
            why=why,
            severity=severity,
            kinds=tuple(kinds),
            assertion=rename(assertion, names),
            text=_with_names(body.text("assert"), names),
            when=rename(when, names) if when is not None else None,
            when_text=_with_names(body.text("when"), names),
            base=() if base_of else bases,
            base_of=base_of,
            match=match,
            rulebook=str(path),
            line=body.line,
        )
        _look_up(path, body, rule, columns, every, mistakes)
        rules.append(rule)
    return rules


def _with_names(text: str, names: dict[str, str]) -> str:
    """The text of an equation with its variables written out."""
    return re.sub(r"\b[a-z_]+\b", lambda found: names.get(found[0], found[0]), text)


def _parsed(path: Path, body: Mapping, key: str, parse: Any, mistakes: Mistakes) -> Any:
    if key not in body.fields:
        mistakes.add(path, body.line, f"a rule needs “{key}”")
        return None
    try:
        return parse(body.text(key, mistakes, path))
    except ExpressionError as error:
        mistakes.add(path, body.lines[key], str(error))
        return None


def _expression(path: Path, text: Scalar, mistakes: Mistakes) -> Expression | None:
    try:
        return parse_expression(text.value)
    except ExpressionError as error:
        mistakes.add(path, text.line, str(error))
        return None


def _choices(path: Path, body: Mapping, columns: set[str], mistakes: Mistakes) -> list[dict[str, str]]:
    """Each choice of the variables of ``for``; one empty choice where there are none."""
    variables = body.mapping("for")
    lists = []
    for name in variables.fields:
        texts = variables.texts(name)
        for text in texts:
            if text.value not in columns:
                mistakes.add(path, text.line, f"there is no column “{text.value}”", text.value, tuple(columns))
        lists.append([(name, text.value) for text in texts if text.value in columns])
    return [dict(choice) for choice in product(*lists)]


def _look_up(
    path: Path, body: Mapping, rule: Rule, columns: set[str], every: dict[str, StatementShape], mistakes: Mistakes
) -> None:
    """Every name of a rule must be a column, a row or rows, or a statement."""
    words = columns | ONE_ROW | MANY_ROWS | set(every) | {"base", "labels"}
    nodes: list[tuple[str, Assertion | Condition | Expression]] = [("assert", rule.assertion)]
    if rule.when is not None:
        nodes.append(("when", rule.when))
    nodes.extend(("base", base.expression) for base in rule.base)
    for key, node in nodes:
        line = body.lines.get(key, body.line)
        for predicate in _predicates(node):
            if predicate.name not in PREDICATES:
                mistakes.add(path, line, f"there is no predicate “{predicate.name}”", predicate.name, tuple(PREDICATES))
        for reached in paths(node):
            for word in reached.steps:
                foreign = {c.name for kind in reached.steps if kind in every for c in every[kind].columns}
                if word not in words | foreign:
                    mistakes.add(path, line, f"“{word}” is no column, row or statement", word, tuple(words))
        if "base" in {step for reached in paths(node) for step in reached.steps} and not (rule.base or rule.base_of):
            mistakes.add(path, line, "“base” is used but no base is listed")


def _predicates(node: Assertion | Condition | Expression) -> list[Predicate]:
    match node:
        case Predicate():
            return [node]
        case Junction(parts=parts):
            return [found for part in parts for found in _predicates(part)]
        case Negated(part=part):
            return _predicates(part)
        case _:
            return []
