"""Percentages of one report that are shares of different wholes are told once, since no reader can compare them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from audit.model.report import Claim, Operand
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.expression import Predicate
from audit.rules.rule import Rule
from audit.rules.world import World

_BASES = {
    "root": Text("bagian dari {} seluruh tabel", "share of the table's total {}"),
    "parent": Text("bagian dari {} induknya", "share of its parent's {}"),
    "": Text("bagian dari {} barisnya", "share of the row's own {}"),
}


def base_in_words(base: str) -> Text:
    """What a percentage is a share of, as ``share of the table's total pagu``; another expression as it is written."""
    known = re.fullmatch(r"(?:(root|parent)\.)?(\w+)", base)
    if known is None:
        return Text(base, base)
    words = _BASES[known[1] or ""]
    return Text(words.id.format(known[2]), words.en.format(known[2]))


def mixed_bases(rule: Rule, statements: Sequence[Statement], world: World) -> list[Claim]:
    """The one claim that the columns of a rule are shares of one kind of whole in all statements of its kinds."""
    assert isinstance(rule.assertion, Predicate)
    names = [argument.text for argument in rule.assertion.arguments]
    taken: dict[str, list[Operand]] = defaultdict(list)
    for statement in statements:
        for name in names:
            base = world.bases.get((statement.id, name)) if statement.kind in rule.kinds else None
            first = next((row for row in statement.rows if name in row.figures), None)
            if base is not None and first is not None:
                taken[base].append(Operand(statement.id, first.index, name, first.figures[name]))
    if not taken:
        return []
    usual = max(taken, key=lambda base: len(taken[base]))
    others = [operand for base, operands in taken.items() if base != usual for operand in operands]
    subject = others[0] if others else taken[usual][0]
    because = tuple(operands[0] for operands in taken.values() if operands[0] is not subject)
    return [
        Claim(
            rule.id,
            subject.statement,
            subject.row,
            subject.column,
            "violated" if others else "holds",
            stated=subject,
            because=because,
            reason=_told(taken, {statement.id: statement for statement in statements}),
        )
    ]


def _told(taken: dict[str, list[Operand]], tables: dict[str, Statement]) -> Text:
    """Each base with the columns and tables that use it."""
    parts = []
    for base, operands in taken.items():
        columns: dict[str, list[str]] = defaultdict(list)
        for operand in operands:
            columns[operand.statement].append(operand.column)
        where: dict[str, list[str]] = defaultdict(list)
        for statement, names in columns.items():
            where[", ".join(names)].append(tables[statement].name)
        named = "; ".join(f"{names} ({', '.join(there)})" for names, there in where.items())
        words = base_in_words(base)
        parts.append(Text(f"{words.id}: {named}", f"{words.en}: {named}"))
    return Text(" — ".join(part.id for part in parts), " — ".join(part.en for part in parts))
