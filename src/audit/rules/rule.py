"""A rule as its author wrote it, made ready: parsed, its variables filled in, its names known to exist."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from audit.model.figure import Rounding
from audit.model.report import Severity
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.expression import Assertion, Condition, Expression

#: What a blank is: an unknown amount in a sum (``unknown``), nil, a reason not to ask, or left out without a word.
Missing = Literal["unknown", "zero", "unasked", "skip"]


@dataclass(frozen=True, slots=True)
class Base:
    """One possible base of a share: as written, and as an expression over the row."""

    text: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Example:
    """Drawn tables by name, and what the rule must find in them: nothing where it holds, else a line per finding."""

    tables: tuple[tuple[str, str], ...]
    finds: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name for rows of a kind of statement: those that meet the condition."""

    kind: str
    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for one choice of its variables.

    ``base`` lists the possible bases; ``base_of`` names the column whose base, once decided, is taken over.
    Where the figures cannot tell the base, it is that of the column ``like``.
    ``match`` names the kind of statement that the rows are paired with. ``tolerance`` is in the unit of the subject.
    ``rounding``, where it is given, outranks what the figures of the column tell. ``mention`` holds the sentences in
    which the subject stands, for a rule about prose. ``named`` are the names of rows that its texts may
    use. ``only`` is the one statement, by its id, to which a rule is put that the figures of the statement show.
    ``off`` says who switched the rule off: it then makes no claim, but the bases that its figures tell are still known.
    """

    id: str
    title: Text
    why: Text
    severity: Severity
    kinds: tuple[str, ...]
    assertion: Assertion
    text: str
    when: Condition | None = None
    when_text: str = ""
    base: tuple[Base, ...] = ()
    base_of: str | None = None
    match: str | None = None
    like: str | None = None
    tolerance: Fraction = Fraction(0)
    missing: Missing = "unknown"
    rounding: Rounding | None = None
    mention: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    regulation: str = ""
    named: tuple[Named, ...] = ()
    only: str | None = None
    off: Text | None = None
    rulebook: str = ""
    line: int = 0

    def speaks_of(self, statement: Statement) -> bool:
        """Whether the rule is put to a statement."""
        return statement.kind in self.kinds and self.only in (None, statement.id)
