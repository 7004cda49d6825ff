"""What a rulebook says of the statements that it speaks of: the columns, and the words by which they are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from audit.model.decimals import exact
from audit.model.report import Severity
from audit.model.statement import RowKind
from audit.model.text import Text

Type = Literal["kode", "text", "level", "count", "rupiah", "percent"]

FIGURES: frozenset[str] = frozenset({"count", "rupiah", "percent"})

#: What a rule file gives to a check: an exact number, a text, yes or no, a list of such, or such by name.
Argument = Fraction | str | bool | tuple[Any, ...] | dict[str, Any]

#: The rows that a schema and an expectation speak of, where they name none.
BODY: tuple[RowKind, ...] = ("leaf", "subtotal", "total")


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """A column that a kind of statement may have; headings stand in order of preference.

    ``units`` says that a count may be printed with its unit, or as a product: "12 Orang x 3 Kali". ``exact`` says that
    its figures are no roundings, as a rate of tax.
    """

    name: str
    type: Type
    headings: tuple[str, ...]
    nonnegative: bool = False
    required: bool = False
    rounding: Literal["detect", "nearest", "truncated"] = "detect"
    units: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing asked of each cell of a column: its word, and its arguments by name, "" for one without a name.

    ``pandera`` says that the word is the name of a check of pandera, not one of ours.
    """

    word: str
    arguments: dict[str, Argument] = field(default_factory=dict)
    pandera: bool = False


@dataclass(frozen=True, slots=True)
class ColumnChecks:
    """What a schema asks of a column in rows of some kinds; it is a rule, with a title and a reason if it has any.

    ``off`` says who switched the rule off.
    """

    id: str
    column: str
    checks: tuple[Check, ...]
    rows: tuple[RowKind, ...] = BODY
    severity: Severity = "warning"
    title: Text | None = None
    why: Text | None = None
    line: int = 0
    off: Text | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """An expectation of Great Expectations, by its name in small letters and its arguments; it is a rule too."""

    id: str
    name: str
    arguments: dict[str, Argument]
    rows: tuple[RowKind, ...] = BODY
    severity: Severity = "warning"
    title: Text | None = None
    why: Text | None = None
    line: int = 0
    off: Text | None = None


@dataclass(frozen=True, slots=True)
class StatementShape:
    """A kind of statement: its columns, words of its title and labels, weights, and rows that have a name.

    ``apart`` are the beginnings of labels of rows that are never added: a balance, or a part told once more.
    ``rows`` are names with the condition by which a row has one.
    ``by`` are columns that part one table into several reports. ``checks`` are those of its schema, ``expected`` its
    expectations. ``codes`` are the names of the code grammars that its codes may follow. ``spread`` says that its code
    stands in several columns, a level in each. Where ``known_by`` names columns, a table is of this kind only if it has
    one of them, a spread code, or words of its title or labels. ``general`` says that a table of no known kind is taken
    for this one.
    """

    kind: str
    rulebook: str
    columns: tuple[ColumnShape, ...]
    titles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    weights: dict[str, int] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    spread: bool = False
    known_by: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    checks: tuple[ColumnChecks, ...] = ()
    expected: tuple[Expected, ...] = ()
    general: bool = False

    def column(self, name: str) -> ColumnShape | None:
        """The column of that name, if this kind of statement may have it."""
        return next((column for column in self.columns if column.name == name), None)


def exactly(value: Argument) -> Any:
    """An argument as a library is given it: a number as an int or a Decimal, never a float; a tuple as a list."""
    if isinstance(value, Fraction):
        return exact(value)
    if isinstance(value, tuple):
        return [exactly(part) for part in value]
    return {key: exactly(part) for key, part in value.items()} if isinstance(value, dict) else value
