"""A rule as its author wrote it, made ready: parsed, its variables filled in, its names known to exist."""

from __future__ import annotations

from dataclasses import dataclass

from audit.model.report import Severity
from audit.model.text import Text
from audit.rules.expression import Assertion, Condition, Expression


@dataclass(frozen=True, slots=True)
class Base:
    """One possible base of a share: as written, and as an expression over the row."""

    text: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for one choice of its variables.

    ``base`` lists the possible bases; ``base_of`` names the column whose base, once decided, is taken over.
    Where the figures cannot tell the base, it is that of the column ``like``.
    ``match`` names the kind of statement that the rows are paired with.
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
    rulebook: str = ""
    line: int = 0
