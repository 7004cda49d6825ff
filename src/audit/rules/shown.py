"""What the figures of a table show of its own columns becomes rules for that table, under the rule that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.model.relation import Relation, RelationKind
from audit.model.statement import Statement
from audit.rules.expression import Predicate, parse_assertion, parse_condition
from audit.rules.rule import Rule

#: Which relations each predicate asks for.
SHOWN: dict[str, frozenset[RelationKind]] = {
    "keeps_relations": frozenset({"sum", "product", "share", "weight"}),
    "keeps_totals": frozenset({"total"}),
}


def with_shown(rules: Sequence[Rule], statements: Sequence[Statement]) -> list[Rule]:
    """The rules, and after each that asks for what tables show of themselves one for every relation shown.

    A rule of which no table shows anything stays as it is, and makes no claim.
    """
    ready: list[Rule] = []
    for rule in rules:
        kinds = SHOWN.get(rule.assertion.name) if isinstance(rule.assertion, Predicate) else None
        shown = [
            _of(rule, relation, statement)
            for statement in statements
            if kinds is not None and rule.speaks_of(statement)
            for relation in statement.relations
            if relation.kind in kinds
        ]
        ready.extend(shown or [rule])
    return ready


def _of(rule: Rule, relation: Relation, statement: Statement) -> Rule:
    """A rule for one relation of one table."""
    when = "leaf()" if relation.kind == "product" else ""
    return replace(
        rule,
        kinds=(statement.kind,),
        only=statement.id,
        assertion=parse_assertion(relation.text),
        text=relation.text,
        tolerance=relation.tolerance,
        when=parse_condition(when) if when else rule.when,
        when_text=when or rule.when_text,
    )
