"""A tree of rows while it is being built: the parent of each row, the reason for it, and sums of money."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from fractions import Fraction

from audit.model.figure import Figure, Interval
from audit.model.text import Text
from audit.notation.code_columns import CodeColumn
from audit.notation.code_grammar import CodeGrammar
from audit.notation.codes import Code

TOP = Text("tidak ada induk yang tercetak", "no parent is printed")


@dataclass(slots=True)
class Line:
    """What the tree needs to know of a row: its code, label, figures in money columns, and how it is set."""

    index: int
    code: Code
    label: str
    money: dict[str, Figure]
    has_figures: bool
    total: str | None = None
    balance: bool = False
    stray: bool = False
    indent: int = 0
    level: int | None = None
    induk: str | None = None
    measured: bool = False

    @property
    def silent(self) -> bool:
        """Whether the row takes no part in the tree."""
        return self.stray or self.balance


@dataclass(slots=True)
class Tree:
    """The parents of rows, with the reason for each; built up row by row, then corrected by money.

    ``codes`` is the column of codes where it follows a grammar, ``grammar`` the only one that codes of this kind of
    statement can follow, though they be too few to tell. ``inside`` are the first segments of codes that stand between
    codes of another kind, as accounts between activities, with how many have each.
    """

    lines: list[Line]
    parents: list[int | None]
    reasons: list[Text]
    loose: set[int] = field(default_factory=set)
    overruled: set[int] = field(default_factory=set)
    root: int | None = None
    weights: dict[int, int] = field(default_factory=dict)
    by_code: dict[int, int] = field(default_factory=dict)
    codes: CodeColumn | None = None
    grammar: CodeGrammar | None = None
    inside: dict[str, int] = field(default_factory=dict)
    details: dict[int, bool] = field(default_factory=dict)
    _below: dict[int | None, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._below = {None: [n for n, line in enumerate(self.lines) if not line.silent]}

    def children(self, parent: int | None) -> list[int]:
        """The rows directly under a row, or without a parent, in document order."""
        return list(self._below.get(parent, ()))

    def path(self, row: int | None) -> list[int]:
        """The row and those above it, topmost first."""
        path: list[int] = []
        while row is not None:
            path.append(row)
            row = self.parents[row]
        return path[::-1]

    def hang(self, row: int, parent: int | None, reason: Text) -> None:
        """Put a row under a parent."""
        if self.parents[row] != parent:
            self._below[self.parents[row]].remove(row)
            insort(self._below.setdefault(parent, []), row)
        self.parents[row], self.reasons[row] = parent, reason if parent is not None else TOP


def pattern(code: Code) -> str:
    """The shape of a code's first segment, by which families of codes are told apart: ``00`` for 2 and 17."""
    first = code.segments[0]
    if first.isdigit():
        return "00" if len(first) < 3 else "0" * len(first)
    return "A"


def amount_of(tree: Tree, row: int, column: str) -> Interval | None:
    """A row's amount, or where it prints none the sum of its children; None where that is not known."""
    figure = tree.lines[row].money.get(column)
    if figure is not None:
        return figure.interval()
    kids = tree.children(row)
    return sum_of(tree, kids, column) if kids else None


def sum_of(tree: Tree, rows: list[int], column: str) -> Interval | None:
    """The weighted sum of rows in a column; rows without an amount add nothing."""
    total = Interval.exactly(Fraction(0))
    for row in rows:
        amount = amount_of(tree, row, column)
        if amount is not None:
            sign = tree.weights.get(row, 1)
            total = total - amount if sign < 0 else total + amount if sign else total
    return total


def agrees(tree: Tree, parent: int, kids: list[int]) -> int:
    """In how many money columns the parent is the sum of these rows, none of them zero; -1 where one is not."""
    agreeing = 0
    for column, figure in tree.lines[parent].money.items():
        total = sum_of(tree, kids, column)
        if total is None or not total.meets(figure.interval()):
            return -1
        agreeing += bool(figure.value)
    return agreeing


def agrees_enough(tree: Tree, parent: int, kids: list[int]) -> bool:
    """Whether a row is the sum of these rows in two money columns that are not zero, or in all if it has fewer."""
    speaking = sum(1 for figure in tree.lines[parent].money.values() if figure.value)
    return bool(kids) and speaking > 0 and agrees(tree, parent, kids) >= min(2, speaking)
