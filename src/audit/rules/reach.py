"""Whether a rule can ever be asked: of a kind of statement with its columns, and of any row at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audit.model.shape import StatementShape
from audit.model.text import Text
from audit.rules.bases import subject_of
from audit.rules.exclusion import Logic, conjuncts
from audit.rules.expression import (
    MANY_ROWS,
    ONE_ROW,
    TEXTS,
    Absolute,
    Aggregate,
    Assertion,
    Comparison,
    Condition,
    Expression,
    InWords,
    Junction,
    Key,
    Matches,
    Negated,
    Negative,
    Number,
    Operation,
    Path,
    Predicate,
    paths,
)
from audit.rules.polynomial import is_zero, written
from audit.rules.rule import Rule

_BELOW = frozenset({"children", "leaves", "descendants"})
_LAST = re.compile(r"(?:(?:sum|min|max)\()?(?:[a-z_][a-z0-9_]*\.)*([a-z_][a-z0-9_]*)\)?")

#: What a condition may come to in a kind of statement: true, false, or a claim that is not asked.
_TRUE, _FALSE, _SILENT = "true", "false", "silent"


@dataclass(frozen=True, slots=True)
class Library:
    """All rules that are loaded, and the kinds of statements that they speak of."""

    rules: tuple[Rule, ...]
    shapes: Mapping[str, StatementShape]
    _listed: dict[tuple[str, str], set[str]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Note for each kind and column the bases that rules list."""
        for rule in self.rules:
            for kind in rule.kinds if rule.base else ():
                column = subject_of(rule)
                self._listed.setdefault((kind, column or ""), set()).update(base.text for base in rule.base)

    def positive(self, atom: str) -> bool:
        """Whether an atom is never below zero, as its column says in every statement that has it."""
        if atom.startswith(("count(", "abs(")):
            return True
        found = _LAST.fullmatch(atom)
        columns = [column for shape in self.shapes.values() if found and (column := shape.column(found[1]))]
        return bool(columns) and all(column.nonnegative for column in columns)

    def logic(self, rule: Rule) -> Logic:
        """How the conditions of a rule are weighed."""
        told: dict[str, set[Condition]] = {}
        for named in rule.named:
            if named.kind in rule.kinds:
                told.setdefault(named.name, set()).add(named.condition)
        alike = {name: next(iter(conditions)) for name, conditions in told.items() if len(conditions) == 1}
        return Logic(self.positive, rule.missing == "zero", alike)

    def silence(self, rule: Rule, kind: str) -> Text | None:
        """Why a rule is never asked of a kind of statement; None where it can be."""
        shape = self.shapes[kind]
        named = {(named.kind, named.name): named.condition for named in rule.named}
        here = _columns(rule, self.shapes)
        reach = _Reach(self.shapes, here, named, lambda column: self._listed.get((kind, column), set()))
        lacking = reach.of_assertion(rule.assertion, shape)
        if lacking is None and rule.base:
            each = [reach.lacking(base.expression, shape) for base in rule.base]
            lacking = each[0] if None not in each else None
        if lacking is not None:
            return lacking
        if rule.base_of is not None and (kind, rule.base_of) not in self._listed:
            return _no_bases(rule.base_of, kind)
        if rule.when is not None and _TRUE not in reach.outcomes(rule.when, shape):
            return reach.untrue(rule.when, shape)
        return None


def _columns(rule: Rule, shapes: Mapping[str, StatementShape]) -> set[str]:
    return {column.name for kind in rule.kinds for column in shapes[kind].columns}


def _no_column(kind: str, column: str) -> Text:
    return Text(f"{kind} tidak punya kolom {column}", f"{kind} has no column {column}")


def _no_bases(column: str, kind: str) -> Text:
    return Text(
        f"tidak ada aturan yang menyebut dasar {column} di {kind}", f"no rule lists the bases of {column} in {kind}"
    )


@dataclass(frozen=True, slots=True)
class _Reach:
    """Looks for what a kind of statement lacks.

    ``here`` are the columns of all kinds that the rule is for, ``named`` the conditions of rows that have a name,
    ``bases`` those that rules list for a column.
    """

    shapes: Mapping[str, StatementShape]
    here: set[str]
    named: Mapping[tuple[str, str], Condition]
    bases: Callable[[str], set[str]]

    def of_assertion(self, node: Assertion, shape: StatementShape) -> Text | None:
        """What an assertion needs and the statement lacks."""
        if isinstance(node, Comparison):
            return self.lacking(node.left, shape) or self.lacking(node.right, shape)
        lacking = [_no_column(shape.kind, a.steps[0]) for a in node.arguments if shape.column(a.steps[0]) is None]
        if node.name == "same_base" and len(lacking) < len(node.arguments):
            return None
        return lacking[0] if lacking else None

    def lacking(self, node: Expression, shape: StatementShape) -> Text | None:
        """What an expression needs of the statement, or of one that it goes to, and does not find there."""
        match node:
            case Number():
                return None
            case Negative(of=of) | Absolute(of=of):
                return self.lacking(of, shape)
            case Operation(left=left, right=right):
                return self.lacking(left, shape) or self.lacking(right, shape)
            case InWords(path=path):
                return None if shape.column(path.steps[0]) else _no_column(shape.kind, path.steps[0])
            case Aggregate(function=function, path=path, where=where):
                return self._aggregate(function, path, where, shape)
            case Path():
                return self._path(node, shape)[0]

    def _aggregate(self, function: str, path: Path, where: Condition | None, shape: StatementShape) -> Text | None:
        lacking, there = self._path(path, shape)
        if lacking is None and where is not None:
            outcomes = self.outcomes(where, there)
            if outcomes == {_SILENT} or (function != "count" and _TRUE not in outcomes):
                return self.untrue(where, there)
        return lacking

    def _path(self, path: Path, shape: StatementShape) -> tuple[Text | None, StatementShape]:
        """What a path lacks, and the statement that it ends in."""
        for n, step in enumerate(path.steps):
            selector = path.selector(n)
            asking = shape
            condition = self.named.get((shape.kind, step))
            if condition is not None:
                if _TRUE not in self.outcomes(condition, shape):
                    return self.untrue(condition, shape), shape
            elif step in self.shapes and step not in self.here:
                shape = self.shapes[step]
            elif step not in ONE_ROW | MANY_ROWS and step not in ("base", "figure"):
                return (None if shape.column(step) else _no_column(shape.kind, step)), shape
            if isinstance(selector, Key):
                lack = next((s.kind for s in (asking, shape) if s.column(selector.column) is None), None)
                if lack is not None:
                    return _no_column(lack, selector.column), shape
            elif selector is not None and _TRUE not in self.outcomes(selector, shape):
                return self.untrue(selector, shape), shape
        return (self.lacking(path.inner, shape) if path.inner is not None else None), shape

    def outcomes(self, node: Condition, shape: StatementShape) -> set[str]:
        """What a condition may come to, asked of rows of the statement."""
        match node:
            case Negated(part=part):
                turned = {_TRUE: _FALSE, _FALSE: _TRUE, _SILENT: _SILENT}
                return {turned[outcome] for outcome in self.outcomes(part, shape)}
            case Junction(word=word, parts=parts):
                # As in Python, what comes first may settle it.
                goes_on = _TRUE if word == "and" else _FALSE
                found = {goes_on}
                for part in parts:
                    if goes_on in found:
                        found = (found - {goes_on}) | self.outcomes(part, shape)
                return found
            case Comparison(left=left, right=right):
                silent = self.lacking(left, shape) or self.lacking(right, shape)
                return {_SILENT} if silent else {_TRUE, _FALSE, _SILENT}
            case Matches(path=path):
                known = path.steps[0] in TEXTS or shape.column(path.steps[0]) is not None
                return {_TRUE, _FALSE} if known else {_FALSE}
            case Predicate(name="share", arguments=(column, whole)):
                if shape.column(column.steps[0]) is None:
                    return {_FALSE}
                return {_TRUE, _FALSE, _SILENT} if whole.text in self.bases(column.steps[0]) else {_FALSE, _SILENT}
            case Predicate(name="is", arguments=(name,)):
                condition = self.named.get((shape.kind, name.text))
                return {_FALSE} if condition is None else self.outcomes(condition, shape)
            case Predicate(arguments=arguments):
                return {_TRUE, _FALSE} if all(shape.column(a.steps[0]) for a in arguments) else {_FALSE}

    def untrue(self, node: Condition, shape: StatementShape) -> Text:
        """Why a condition is never true in the statement: the first column or base that it lacks."""
        for path in paths(node):
            lacking, _ = self._path(path, shape)
            if lacking is not None and path.steps[0] not in TEXTS:
                return lacking
        for share in (one for one in every(node) if isinstance(one, Predicate) and one.name == "share"):
            column, whole = share.arguments
            if whole.text not in self.bases(column.steps[0]):
                return Text(
                    f"tidak ada aturan yang menyebut {whole.text} sebagai dasar {column.text} di {shape.kind}",
                    f"no rule lists {whole.text} as a base of {column.text} in {shape.kind}",
                )
        text = as_condition(node)
        return Text(f"“{text}” tidak pernah benar di {shape.kind}", f"“{text}” is never true in {shape.kind}")


# What holds of no row, whatever the statement


def never(rule: Rule, logic: Logic) -> Text | None:
    """Why a rule can be asked of no row at all; None where it can be."""
    if rule.when is not None and logic.together(rule.when) == "never":
        return Text("syaratnya (when) menyangkal dirinya sendiri", "its “when” contradicts itself")
    asked: list[Assertion | Condition | Expression] = [rule.assertion, *(base.expression for base in rule.base)]
    nodes = [node for one in (*asked, *([rule.when] if rule.when is not None else [])) for node in every(one)]
    for condition in (condition for node in nodes for condition in _choosing(node)):
        if logic.together(condition) == "never":
            text = as_condition(condition)
            return Text(
                f"tidak ada baris yang memenuhi “{text}”, yang menyangkal dirinya sendiri",
                f"no row fits “{text}”, which contradicts itself",
            )
    if any(isinstance(node, Operation) and node.sign == "/" and is_zero(node.right) for node in nodes):
        return Text("pembaginya selalu nol", "its divisor is always zero")
    below = [path for path in paths(rule.assertion) if path.steps[0] in _BELOW]
    if below and "leaf()" in conjuncts(rule.when):
        return Text(
            f"leaf() memilih baris tanpa bagian, sedangkan {below[0].text} menyebut bagian-bagiannya",
            f"leaf() takes rows without parts, and {below[0].text} speaks of their parts",
        )
    return None


def as_condition(node: Condition) -> str:
    """A condition as it would stand after ``when``."""
    return written(node)[1:-1] if isinstance(node, Junction) else written(node)


def every(node: Assertion | Condition | Expression) -> Iterator[Assertion | Condition | Expression]:
    """A node and all nodes in it, those in brackets and after ``where`` included."""
    yield node
    inner: Sequence[Assertion | Condition | Expression] = ()
    match node:
        case Path(inner=within):
            inner = (*([within] if within is not None else []), *_choosing(node))
        case Aggregate(path=path):
            inner = (path, *_choosing(node))
        case InWords(path=path):
            inner = (path,)
        case Negative(of=of) | Absolute(of=of):
            inner = (of,)
        case Operation(left=left, right=right) | Comparison(left=left, right=right):
            inner = (left, right)
        case Junction(parts=parts):
            inner = parts
        case Negated(part=part):
            inner = (part,)
        case Predicate(arguments=arguments):
            inner = arguments
    for one in inner:
        yield from every(one)


def _choosing(node: Assertion | Condition | Expression) -> tuple[Condition, ...]:
    """The conditions by which a path or an aggregate chooses rows."""
    if isinstance(node, Path):
        return tuple(selector for _, selector in node.chosen if not isinstance(selector, Key))
    return (node.where,) if isinstance(node, Aggregate) and node.where is not None else ()
