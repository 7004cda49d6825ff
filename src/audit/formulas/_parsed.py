"""A formula with relative references as a small tree; None for one that is not examined."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

#: No person writes a longer one, and a machine that does is not answered.
_LONGEST = 8192

#: Spreadsheet programs nest 64 functions; no more is examined, brackets and signs included.
_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Corner:
    """A cell that a reference names: row and column, counted from the cell of the formula or, where fixed, from 0."""

    row: int
    column: int
    fixed_row: bool
    fixed_column: bool

    def at(self, row: int, column: int) -> tuple[int, int]:
        """The cell that is meant by a formula that stands in a cell."""
        return (
            self.row if self.fixed_row else row + self.row,
            self.column if self.fixed_column else column + self.column,
        )


@dataclass(frozen=True, slots=True)
class Area:
    """A reference to one cell, or to all from a first to a last; ``sheet`` is empty for that of the formula."""

    sheet: str
    first: Corner
    last: Corner | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts added up, each with its sign."""

    parts: tuple[tuple[int, Node], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied, or divided by where they are told so."""

    factors: tuple[tuple[bool, Node], ...]


@dataclass(frozen=True, slots=True)
class Total:
    """SUM, or SUBTOTAL, which leaves out cells that are subtotals themselves; 109 leaves out hidden rows too."""

    arguments: tuple[Node, ...]
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value rounded to so many decimals, halves away from zero."""

    value: Node
    digits: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """One value where two others compare in some way, and another where they do not."""

    left: Node
    relation: str
    right: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Rescue:
    """A value, or another where it is an error."""

    value: Node
    instead: Node


@dataclass(frozen=True, slots=True)
class Words:
    """A text, which is no number."""

    text: str


Node = Fraction | Area | Sum | Product | Total | Rounded | Choice | Rescue | Words


def within(node: Node) -> tuple[Node, ...]:
    """The nodes that a node is made of."""
    match node:
        case Sum(parts=parts):
            return tuple(part for _, part in parts)
        case Product(factors=factors):
            return tuple(factor for _, factor in factors)
        case Total(arguments=arguments):
            return arguments
        case Rounded(value=value, digits=digits):
            return value, digits
        case Choice(left=left, right=right, then=then, otherwise=otherwise):
            return left, right, then, otherwise
        case Rescue(value=value, instead=instead):
            return value, instead
        case _:
            return ()


@v_args(inline=True)
class _Build(Transformer[Token, Any]):
    """Turns what was parsed into nodes."""

    def start(self, node: Node) -> Node:
        return node

    def number(self, text: Token) -> Fraction:
        return Fraction(str(text).rstrip(".") or "0")

    def summed(self, first: Node, *rest: Any) -> Node:
        if not rest:
            return first
        pairs = zip(rest[::2], rest[1::2], strict=True)
        return Sum(((1, first), *((-1 if sign == "-" else 1, part) for sign, part in pairs)))

    def multiplied(self, first: Node, *rest: Any) -> Node:
        if not rest:
            return first
        pairs = zip(rest[::2], rest[1::2], strict=True)
        return Product(((True, first), *((mark == "*", factor) for mark, factor in pairs)))

    def prefixed(self, sign: Token, of: Node) -> Node:
        return Sum(((-1, of),)) if sign == "-" else of

    def hundredth(self, of: Node) -> Node:
        return Product(((True, of), (False, Fraction(100))))

    def arguments(self, *parts: Node) -> tuple[Node, ...]:
        return parts

    def added(self, arguments: tuple[Node, ...]) -> Node:
        return Total(arguments)

    def subtotal(self, code: Token, arguments: tuple[Node, ...]) -> Node:
        if code not in ("9", "109"):
            raise ValueError(code)
        return Total(arguments, int(code))

    def rounded(self, value: Node, digits: Node) -> Node:
        return Rounded(value, digits)

    def chosen(self, left: Node, relation: Token, right: Node, then: Node, otherwise: Node) -> Node:
        return Choice(left, str(relation), right, then, otherwise)

    def rescued(self, value: Node, instead: Node) -> Node:
        return Rescue(value, instead)

    def words(self, text: Token) -> Node:
        return Words(str(text)[1:-1].replace('""', '"'))

    def area(self, sheet: Token | None, first: Token, last: Token | None) -> Node:
        name = str(sheet).rstrip("!").lstrip("$") if sheet else ""
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        return Area(name.upper(), _corner(first), _corner(last) if last else None)


def _corner(text: str) -> Corner:
    row, _, column = text[1:].partition("C")
    (down, fixed_row), (across, fixed_column) = _counted(row), _counted(column)
    return Corner(down, across, fixed_row, fixed_column)


def _counted(text: str) -> tuple[int, bool]:
    return (int(text[1:-1]), False) if text[0] == "[" else (int(text) - 1, True)


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "formula.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_Build(), maybe_placeholders=True)


@lru_cache(maxsize=1 << 16)
def parsed(form: str) -> Node | None:
    """The tree of a formula with relative references; None for one that holds more than is recomputed."""
    if len(form) > _LONGEST:
        return None
    try:
        # The transformer of the parser makes nodes of what lark declares as a tree.
        node = cast("Node", _parser().parse(form))
    except (UnexpectedInput, VisitError, ValueError):
        return None
    return None if _is_deep(node) else node


def _is_deep(node: Node) -> bool:
    level: list[Node] = [node]
    for _ in range(_DEEPEST):
        level = [part for one in level for part in within(one)]
        if not level:
            return False
    return True
