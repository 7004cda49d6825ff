"""A rule's text becomes a small tree of frozen nodes, or one sentence that says where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from audit.model.formula import FormulaCheck

#: Rows that an expression may speak of, from the row that the rule is put to.
ONE_ROW = frozenset({"parent", "root", "twin", "prev"})
MANY_ROWS = frozenset({"children", "leaves", "descendants", "siblings", "rows"})
FUNCTIONS = frozenset({"sum", "count", "min", "max", "terbilang"})
#: What can be asked of the formulas behind the figures of a row, and the check that answers it.
FORMULAS: Mapping[str, FormulaCheck] = {
    "shows_figures": "error",
    "recomputed": "stale",
    "adds_all": "range",
    "adds_once": "double",
    "adds_cells": "plug",
    "keeps_formulas": "typed",
    "refers_alike": "reference",
}
#: What can be asked of the form of a row: what a rule may assert, and what it may make a condition.
ASSERTIONS = frozenset(
    {"filled", "unique", "uniform", "within_parent", "wellformed", "placed", "same_base"}
    | {"in_grammar", "in_nomenclature", "official_name"}
    | {"keeps_relations", "keeps_totals"}
    | FORMULAS.keys()
)
CONDITIONS = frozenset({"filled", "share", "leaf", "is"})
#: Words that are texts of a row and no columns: the labels of the row and of all above it, and the titles of its table.
TEXTS = frozenset({"labels", "judul"})
#: Words of the language that name nothing else.
RESERVED = ONE_ROW | MANY_ROWS | TEXTS | {"base", "figure", "and", "or", "not", "abs", "where"}


class ExpressionError(ValueError):
    """The text is no expression; ``column`` counts from 1, ``word`` is that at which it goes wrong."""

    def __init__(self, message: str, column: int, word: str = "") -> None:
        super().__init__(message)
        self.column = column
        self.word = word


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, exact."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Path:
    """A column, reached over a row or a statement: ``pagu``, ``parent.pagu``, ``rincian.root.pagu``.

    ``chosen`` holds for some steps, by number, what stands in brackets after it: ``rows[uraian ~ "belanja"].pagu``.
    """

    steps: tuple[str, ...]
    inner: Expression | None = None
    chosen: tuple[tuple[int, Selector], ...] = ()

    @property
    def text(self) -> str:
        """The path as written, what stands in brackets left out."""
        marked = dict(self.chosen)
        steps = (step + ("[…]" if n in marked else "") for n, step in enumerate(self.steps))
        return ".".join(steps) + (".(…)" if self.inner else "")

    def selector(self, step: int) -> Selector | None:
        """What stands in brackets after a step."""
        return next((selector for n, selector in self.chosen if n == step), None)

    def after(self, steps: int) -> Path:
        """The path that is left when so many steps are gone."""
        chosen = tuple((n - steps, selector) for n, selector in self.chosen if n >= steps)
        return Path(self.steps[steps:], self.inner, chosen)


@dataclass(frozen=True, slots=True)
class Key:
    """A selector that means the row with the same code or text as the row that asks: ``apbd[kode].pagu``."""

    column: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A function over the rows that its path goes through, those alone for which ``where`` holds."""

    function: str
    path: Path
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Negative:
    """An expression with its sign turned."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Absolute:
    """An expression without its sign."""

    of: Expression


@dataclass(frozen=True, slots=True)
class InWords:
    """The number that a text says in words: that of a column, or the words beside the amount of a sentence."""

    path: Path


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions joined by ``+``, ``-``, ``*`` or ``/``."""

    sign: str
    left: Expression
    right: Expression


Expression = Number | Path | Aggregate | Negative | Absolute | InWords | Operation


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two expressions held against each other."""

    relation: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is asked of the form of a row and is no arithmetic."""

    name: str
    arguments: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Whether a text or code of the row holds these words."""

    path: Path
    words: str


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions joined by ``and`` or ``or``."""

    word: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """A condition turned round."""

    part: Condition


Condition = Comparison | Predicate | Matches | Junction | Negated
Assertion = Comparison | Predicate
Selector = Condition | Key


@v_args(inline=True)
class _Build(Transformer[Token, Any]):
    """Turns lark's tree into the nodes above."""

    def number(self, token: Token) -> Number:
        return Number(Fraction(str(token)))

    def step(self, name: Token, selector: Selector | None = None) -> tuple[str, Selector | None]:
        return str(name), selector

    def key(self, column: Token) -> Key:
        return Key(str(column))

    def path(self, *parts: Any) -> Path:
        steps = [part for part in parts if isinstance(part, tuple)]
        inner = next((part for part in parts if not isinstance(part, tuple)), None)
        chosen = tuple((n, selector) for n, (_, selector) in enumerate(steps) if selector is not None)
        return Path(tuple(name for name, _ in steps), inner, chosen)

    def aggregate(self, function: Token, path: Path, where: Condition | None = None) -> Aggregate:
        return Aggregate(str(function), path, where)

    def absolute(self, of: Expression) -> Absolute:
        return Absolute(of)

    def in_words(self, _function: Token, path: Path) -> InWords:
        return InWords(path)

    def negative(self, of: Expression) -> Negative:
        return Negative(of)

    def plus(self, left: Expression, right: Expression) -> Operation:
        return Operation("+", left, right)

    def minus(self, left: Expression, right: Expression) -> Operation:
        return Operation("-", left, right)

    def times(self, left: Expression, right: Expression) -> Operation:
        return Operation("*", left, right)

    def over(self, left: Expression, right: Expression) -> Operation:
        return Operation("/", left, right)

    def comparison(self, left: Expression, relation: Token, right: Expression) -> Comparison:
        return Comparison(str(relation), left, right)

    def predicate(self, name: Token, *arguments: Path | None) -> Predicate:
        return Predicate(str(name), tuple(argument for argument in arguments if argument is not None))

    def matches(self, path: Path, words: Token) -> Matches:
        return Matches(path, str(words)[1:-1])

    def both(self, *parts: Condition) -> Condition:
        return parts[0] if len(parts) == 1 else Junction("and", parts)

    def either(self, *parts: Condition) -> Condition:
        return parts[0] if len(parts) == 1 else Junction("or", parts)

    def negated(self, part: Condition) -> Negated:
        return Negated(part)

    def assertion(self, part: Assertion) -> Assertion:
        return part


@cache
def _parser() -> Lark:
    grammar = (FilePath(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start=["assertion", "condition", "sum"], maybe_placeholders=False)


@lru_cache(maxsize=1024)
def _parse(text: str, start: str) -> Any:
    """What a text is, kept since one rulebook is loaded again and again where many reports are audited."""
    shown = " ".join(text.split())
    try:
        return _Build().transform(_parser().parse(text, start=start))
    except UnexpectedInput as error:
        raise _misread(text, shown, error) from None
    except (VisitError, RecursionError):
        # Brackets in brackets, or digits without end: Python refuses to go on.
        raise ExpressionError(f"“{shown[:40]}…” is too long to be read", 1) from None


def _misread(text: str, shown: str, error: UnexpectedInput) -> ExpressionError:
    """What is wrong with a text that cannot be read, and where."""
    at: int | None = getattr(error, "pos_in_stream", None)
    if at is None or getattr(getattr(error, "token", None), "type", "") == "$END":
        return ExpressionError(f"“{shown}” cannot be read at its end", len(text.rstrip()) + 1)
    called = re.search(r"([A-Za-z_]\w*)\s*$", text[:at]) if text[at] == "(" else None
    if called is not None:
        return ExpressionError(f"there is no function “{called[1]}”", called.start() + 1, called[1])
    rest = text[at:].split()
    return ExpressionError(f"“{shown}” cannot be read at “{rest[0]}”", at + 1, rest[0])


def parse_assertion(text: str) -> Assertion:
    """The equation, bound or predicate that the text is; raises ExpressionError."""
    result: Assertion = _parse(text, "assertion")
    return result


def parse_condition(text: str) -> Condition:
    """The condition that the text is; raises ExpressionError."""
    result: Condition = _parse(text, "condition")
    return result


def parse_expression(text: str) -> Expression:
    """The expression that the text is; raises ExpressionError."""
    result: Expression = _parse(text, "sum")
    return result


def paths(node: Expression | Condition) -> Iterator[Path]:
    """All paths of a node, those inside other paths included."""
    match node:
        case Path(inner=inner, chosen=chosen):
            yield node
            if inner is not None:
                yield from paths(inner)
            for _, selector in chosen:
                if not isinstance(selector, Key):
                    yield from paths(selector)
        case Aggregate(path=path, where=where):
            yield from paths(path)
            if where is not None:
                yield from paths(where)
        case Matches(path=path) | InWords(path=path):
            yield from paths(path)
        case Negative(of=of) | Absolute(of=of):
            yield from paths(of)
        case Operation(left=left, right=right) | Comparison(left=left, right=right):
            yield from paths(left)
            yield from paths(right)
        case Predicate(arguments=arguments):
            yield from arguments
        case Junction(parts=parts):
            for part in parts:
                yield from paths(part)
        case Negated(part=part):
            yield from paths(part)
        case Number():
            return


def atoms(node: Condition) -> Iterator[Comparison | Matches | Predicate]:
    """What a condition is put together from by "and", "or" and "not", without what chooses other rows in it."""
    match node:
        case Junction(parts=parts):
            for part in parts:
                yield from atoms(part)
        case Negated(part=part):
            yield from atoms(part)
        case Comparison() | Matches() | Predicate():
            yield node


def rename(node: Any, names: dict[str, str]) -> Any:
    """The same node with the variables of a ``for`` replaced by the columns that they stand for."""
    match node:
        case Path(steps=steps, inner=inner, chosen=chosen):
            renamed = tuple((n, rename(selector, names)) for n, selector in chosen)
            return Path(tuple(names.get(step, step) for step in steps), inner and rename(inner, names), renamed)
        case Key(column=column):
            return Key(names.get(column, column))
        case Aggregate(path=path, where=where):
            return replace(node, path=rename(path, names), where=where and rename(where, names))
        case Matches(path=path) | InWords(path=path):
            return replace(node, path=rename(path, names))
        case Negative(of=of) | Absolute(of=of):
            return replace(node, of=rename(of, names))
        case Operation(left=left, right=right) | Comparison(left=left, right=right):
            return replace(node, left=rename(left, names), right=rename(right, names))
        case Predicate(arguments=arguments):
            return replace(node, arguments=tuple(rename(argument, names) for argument in arguments))
        case Junction(parts=parts):
            return replace(node, parts=tuple(rename(part, names) for part in parts))
        case Negated(part=part):
            return replace(node, part=rename(part, names))
        case _:
            return node
