"""A project may take a rule for graver or lighter than its author did, or switch it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from audit.model.shape import ColumnChecks, Expected
from audit.model.text import Text
from audit.rulebook import Rulebook
from audit.rules.rule import Rule

if TYPE_CHECKING:
    from audit.settings import Level

#: Schemas and expectations of a statement are rules too.
AnyRule = TypeVar("AnyRule", Rule, ColumnChecks, Expected)


def rule_ids(rulebooks: Sequence[Rulebook]) -> set[str]:
    """The ids of all that a report lists among its rules."""
    ids = {rule.id for book in rulebooks for rule in book.rules}
    for shape in (shape for book in rulebooks for shape in book.statements):
        ids |= {check.id for check in shape.checks} | {expected.id for expected in shape.expected}
    return ids


def graded(rulebooks: Sequence[Rulebook], levels: Mapping[str, Level], said_in: str) -> tuple[Rulebook, ...]:
    """The rulebooks with the severities of some rules, by id, as ``said_in`` wants them."""
    grades = _Grades(levels, said_in)
    return tuple(
        replace(
            book,
            rules=grades.of(book.rules),
            statements=tuple(
                replace(shape, checks=grades.of(shape.checks), expected=grades.of(shape.expected))
                for shape in book.statements
            ),
        )
        for book in rulebooks
    )


@dataclass(frozen=True, slots=True)
class _Grades:
    levels: Mapping[str, Level]
    said_in: str

    def of(self, rules: Sequence[AnyRule]) -> tuple[AnyRule, ...]:
        """The rules as the project wants them."""
        return tuple(self._one(rule) for rule in rules)

    def _one(self, rule: AnyRule) -> AnyRule:
        level = self.levels.get(rule.id)
        if level is None:
            return rule
        if level == "off":
            return replace(rule, off=Text(f"dimatikan dalam {self.said_in}", f"switched off in {self.said_in}"))
        return replace(rule, severity=level)
