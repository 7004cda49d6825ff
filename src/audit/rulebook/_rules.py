"""The rules of a rule file, each field checked before any data is seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, TypeVar, cast, get_args

from audit.model.report import SEVERITIES, Severity
from audit.model.shape import StatementShape
from audit.rulebook._check import may_be_named
from audit.rulebook._examples import read_examples
from audit.rulebook._named import named_rows
from audit.rulebook._names import columns_of, look_up, look_up_beside
from audit.rulebook._yaml import Mapping, Scalar
from audit.rules.expression import (
    ASSERTIONS,
    CONDITIONS,
    FUNCTIONS,
    RESERVED,
    Assertion,
    Condition,
    ExpressionError,
    InWords,
    Predicate,
    parse_assertion,
    parse_condition,
    parse_expression,
    paths,
    rename,
)
from audit.rules.prose import PLACEHOLDER, TOLD
from audit.rules.reach import every as every_node
from audit.rules.rule import Base, Missing, Rule
from audit.rules.shown import SHOWN

RULE_FIELDS = (
    *(
        "id",
        "title",
        "why",
        "regulation",
        "in",
        "severity",
        "for",
        "when",
        "mention",
        "assert",
        "base",
        "like",
        "match",
    ),
    *("tolerance", "missing", "rounding", "examples"),
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ROUNDINGS = ("detect", "nearest", "truncated")
_AMOUNT = re.compile(r"\d+(\.\d+)?")

Node = TypeVar("Node")


def read_rules(
    source: Mapping, own: tuple[StatementShape, ...], every: dict[str, StatementShape]
) -> list[tuple[Mapping, Rule]]:
    """The rules of a rule file, one for each choice of their variables, each with the mapping that it was read from."""
    rules: list[tuple[Mapping, Rule]] = []
    seen: dict[str, int] = {}
    for body in source.sequence("rules"):
        if not isinstance(body, Mapping):
            line = body.line if isinstance(body, Scalar) else source.lines["rules"]
            source.mistakes.add(source.path, line, "each rule is a mapping that begins with “id”")
            continue
        body.only(RULE_FIELDS)
        id = body.text("id")
        if not _ID.fullmatch(id):
            body.wrong("", f"a rule's id is small letters, digits and hyphens, not “{id}”")
        elif id in seen:
            body.wrong("", f"the rule “{id}” stands twice, first at line {seen[id]}")
        seen.setdefault(id, body.line)
        rules.extend((body, rule) for rule in _rules(id, body, own if "statements" in source.fields else None, every))
    return rules


def _kinds(body: Mapping, own: tuple[StatementShape, ...] | None, every: dict[str, StatementShape]) -> tuple[str, ...]:
    """The kinds of statement that a rule is for: those of ``in``, or all that its rule file describes."""
    if "in" not in body.fields:
        if own is None:
            body.wrong("in", "a rule needs “in” where its rulebook describes no statement")
        return tuple(shape.kind for shape in own or ())
    texts = body.texts("in")
    if body.fields["in"] == []:
        body.wrong("in", "“in” names no statement")
    for text in texts:
        if text.value not in every:
            message = f"no rulebook describes a statement “{text.value}”"
            body.mistakes.add(body.path, text.line, message, text.value, every)
    return tuple(dict.fromkeys(text.value for text in texts if text.value in every))


def _rules(
    id: str, body: Mapping, own: tuple[StatementShape, ...] | None, every: dict[str, StatementShape]
) -> list[Rule]:
    title, why = body.both("title"), body.both("why")
    severity = cast(Severity, body.choice("severity", SEVERITIES, "error"))
    regulation = body.text("regulation")
    prose = "mention" in body.fields
    kinds = () if prose else _kinds(body, own, every)
    columns = columns_of([every[kind] for kind in kinds])
    assertion = _parsed(body, "assert", parse_assertion, columns)
    when = _parsed(body, "when", parse_condition, columns) if "when" in body.fields else None
    match = body.text("match") or None
    if "match" in body.fields and match not in every:
        body.wrong("match", f"no rulebook describes a statement “{match or ''}”", match or "", every)
    base_of, bases = _bases(body, columns)
    of_shown = isinstance(assertion, Predicate) and assertion.name in SHOWN
    tolerance, examples = _tolerance(body), read_examples(body, None if of_shown else columns)
    missing = cast(Missing, body.choice("missing", get_args(Missing)[1:], "unknown"))
    rounding = body.choice("rounding", _ROUNDINGS, "detect")
    if prose:
        _prose(body, assertion)
    if not prose and not (kinds and columns):
        return []
    rules = []
    named = named_rows(every.values())
    # An equation that cannot be read says nothing of its variables.
    nodes = [assertion, *([when] if when is not None else [])] if assertion is not None else []
    for names in _choices(body, columns, every, nodes):
        condition = rename(when, names) if when is not None else None
        if assertion is None:
            look_up_beside(body, condition, bases, [every[kind] for kind in kinds], every)
            continue
        rule = Rule(
            id=id,
            title=title,
            why=why,
            severity=severity,
            kinds=kinds,
            assertion=rename(assertion, names),
            text=_with_names(body.text("assert"), names),
            when=condition,
            when_text=_with_names(body.text("when"), names),
            base=bases,
            base_of=base_of,
            match=match,
            like=body.text("like") if "like" in body.fields else None,
            tolerance=tolerance,
            missing=missing,
            rounding=cast(Any, None if rounding == "detect" else rounding),
            mention=tuple(text.value for text in body.texts("mention")),
            examples=examples,
            regulation=regulation,
            named=named,
            rulebook=str(body.path),
            line=body.line,
        )
        look_up(body, rule, every)
        rules.append(rule)
    return rules


def _tolerance(body: Mapping) -> Fraction:
    """How far the two sides may be apart, in the unit of the subject."""
    text = body.text("tolerance")
    if "tolerance" in body.fields and not _AMOUNT.fullmatch(text):
        body.wrong("tolerance", f"“tolerance” is an amount such as 1 or 0.5, not “{text}”")
        return Fraction(0)
    return Fraction(text or 0)


def _prose(body: Mapping, assertion: Assertion | None) -> None:
    """Note what a rule about prose cannot have, or lacks."""
    for key in ("in", "when", "for", "base", "like", "match", "missing", "rounding"):
        if key in body.fields:
            body.wrong(key, f"“{key}” means nothing beside “mention”; a sentence has no rows")
    # What is asked of the amount and its own words may be asked of all amounts.
    nodes = list(every_node(assertion)) if assertion is not None else []
    alone = any(isinstance(node, InWords) or node in TOLD.values() for node in nodes)
    for text in body.texts("mention"):
        words = re.search(r"\w", PLACEHOLDER.sub("", text.value)) or alone
        if len(PLACEHOLDER.findall(text.value)) != 1 or not words:
            message = "“mention” is a piece of a sentence with one {rupiah}, {percent} or {count} in it"
            body.mistakes.add(body.path, text.line, message)


def _with_names(text: str, names: dict[str, str]) -> str:
    """The text of an equation with its variables written out; what stands in quotes stays."""
    return re.sub(r'"[^"]*"|[a-z_][a-z0-9_]*', lambda found: names.get(found[0], found[0]), text)


def _parsed(body: Mapping, key: str, parse: Callable[[str], Node], columns: Iterable[str]) -> Node | None:
    if key not in body.fields:
        body.wrong(key, f"a rule needs “{key}”")
        return None
    if not isinstance(body.fields[key], Scalar):
        body.text(key)
        return None
    return _read(body, body.lines[key], body.text(key), parse, columns)


def _read(body: Mapping, line: int, text: str, parse: Callable[[str], Node], columns: Iterable[str]) -> Node | None:
    try:
        return parse(text)
    except ExpressionError as error:
        known = {*columns, *RESERVED, *FUNCTIONS, *ASSERTIONS, *CONDITIONS}
        # A right word in the wrong place has no nearer one.
        word = error.word.lower() if error.word.isidentifier() and error.word not in known else ""
        body.mistakes.add(body.path, line, str(error), word, known)
        return None


def _bases(body: Mapping, columns: dict[str, set[str]]) -> tuple[str | None, tuple[Base, ...]]:
    """The column whose base a rule takes over, or the bases that it lists.

    Only a text of its own that names a percent column is such a column; ``[pagu]`` is a list of one base.
    """
    if "base" not in body.fields:
        return None, ()
    only = body.fields["base"]
    if isinstance(only, Scalar) and only.value in columns and "percent" in columns[only.value]:
        return only.value, ()
    if only == []:
        body.wrong("base", "“base” lists no base")
    bases = []
    for text in body.texts("base"):
        expression = _read(body, text.line, text.value, parse_expression, columns)
        if expression is not None:
            bases.append(Base(text.value, expression))
    return None, tuple(bases)


def _choices(
    body: Mapping,
    columns: dict[str, set[str]],
    every: dict[str, StatementShape],
    nodes: Sequence[Assertion | Condition],
) -> list[dict[str, str]]:
    """Each choice of the variables of ``for``; one empty choice where there are none."""
    variables = body.mapping("for")
    used = {step for node in nodes for path in paths(node) for step in path.steps}
    lists = []
    for name in variables.fields:
        may_be_named(variables, name, "variable")
        if name in columns or name in every:
            variables.wrong(
                name, f"the variable “{name}” has the name of a {'column' if name in columns else 'statement'}"
            )
        elif nodes and name not in used:
            variables.wrong(name, f"“{name}” stands nowhere in the equation", name, used)
        texts = variables.texts(name)
        if variables.fields[name] == []:
            variables.wrong(name, f"“{name}” stands for no column")
        for n, text in enumerate(texts):
            if text.value not in columns:
                message = f"there is no column “{text.value}”"
                body.mistakes.add(body.path, text.line, message, text.value, columns)
            elif text.value in [before.value for before in texts[:n]]:
                body.mistakes.add(body.path, text.line, f"“{text.value}” stands twice under “{name}”")
        lists.append([(name, text.value) for text in texts if text.value in columns])
    return [dict(choice) for choice in product(*lists)]
