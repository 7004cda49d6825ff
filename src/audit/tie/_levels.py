"""Which rows a noun means that a sentence counts by: the levels of codes, and what the column of labels is headed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.model.statement import Statement
from audit.model.vocabulary import Vocabulary
from audit.notation.headings import words

Noun = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Rows that a noun means in one table; ``sure`` says that a code or a heading calls them so, not their depth."""

    statement: str
    rows: tuple[int, ...]
    sure: bool


def nouns_of(statements: Iterable[Statement], vocabulary: Vocabulary) -> frozenset[Noun]:
    """All nouns by which sentences may count rows, or what rows count."""
    found: set[Noun] = set()
    for statement in statements:
        found |= {words(form.level.replace("-", " ")) for form in statement.codes.values()}
        found |= set(_headed(statement))
        for row in statement.rows:
            unit = words(row.texts.get("satuan", ""))
            if unit and len(unit) <= 3 and not any(part.isdigit() for part in unit):
                found.add(unit)
    found |= {words(noun) for noun in vocabulary.nouns}
    for group in vocabulary.same:
        found |= {words(noun) for noun in group}
    return frozenset(noun for noun in found if noun)


def levels_of(noun: Noun, statements: Mapping[str, Statement], vocabulary: Vocabulary) -> list[Level]:
    """The rows that a noun may mean, table by table."""
    same = next((group for group in vocabulary.same if noun in [words(one) for one in group]), ())
    nouns = {noun, *(words(one) for one in same)}
    found: list[Level] = []
    for statement in statements.values():
        found.extend(_levels(nouns, statement))
    return [level for level in found if level.rows]


def _levels(nouns: set[Noun], statement: Statement) -> Iterable[Level]:
    body = [
        row for row in statement.rows if row.kind in ("leaf", "subtotal", "heading") and row.index != statement.root
    ]
    coded = {row.index for row in body if row.index in statement.codes}
    at_level = tuple(i for i in sorted(coded) if words(statement.codes[i].level.replace("-", " ")) in nouns)
    if at_level:
        yield Level(statement.id, at_level, sure=True)
    called = tuple(row.index for row in body if any(words(row.uraian)[: len(noun)] == noun for noun in nouns))
    if called and not at_level:
        yield Level(statement.id, called, sure=False)
    headed = _headed(statement)
    depths = [_depth(statement, row.index) for row in body]
    for n, name in enumerate(headed):
        if name not in nouns or at_level:
            continue
        if len(headed) == 1:
            # A flat table of one thing: its rows are these.
            flat = len(set(depths)) == 1
            yield Level(statement.id, tuple(row.index for row in body if row.kind != "heading"), sure=flat)
        else:
            rows = tuple(row.index for row, depth in zip(body, depths, strict=True) if depth == n)
            yield Level(statement.id, rows, sure=len(set(depths)) == len(headed))


def _headed(statement: Statement) -> list[Noun]:
    """The names in the heading of the labels, from the highest level to the lowest: "Program/Kegiatan"."""
    column = statement.column("uraian")
    if column is None:
        return []
    return [words(part) for part in re.split(r"[/,&]|\bdan\b", column.heading.lower()) if words(part)]


def _depth(statement: Statement, row: int) -> int:
    return sum(above != statement.root for above in statement.above(row))
