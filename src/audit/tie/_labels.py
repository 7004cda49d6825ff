"""The rows of all tables by the words with which a sentence may call them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from audit.model.statement import Row, Statement
from audit.notation.headings import total_of, words
from audit.notation.names import without_level
from audit.tie._words import Phrases

Cell = tuple[str, int]
Name = tuple[str, ...]

#: What stands in brackets after a label, and what follows a dash or an abbreviation of it, is often left out.
_ASIDE = re.compile(r"\s*[\(\[][^)\]]*[\)\]]\s*")


def labels_of(
    statements: Mapping[str, Statement], tails: Collection[str], short: Collection[Collection[str]] = ()
) -> Phrases[Cell]:
    """The labels of rows as phrases; rows of several tables, or of one, may bear the same.

    ``tails`` are words that a sentence leaves out at the end of a label, ``short`` groups of words that stand for each
    other in labels, as an abbreviation and what it abbreviates.
    """
    found: Phrases[Cell] = Phrases()
    same = _by_first_word(short)
    for statement in statements.values():
        for row in statement.rows:
            if row.kind == "stray":
                continue
            called = list(dict.fromkeys(form for said in _called(row) for form in (said, *_otherwise(said, same))))
            shorter = [phrase[:-1] for phrase in called if len(phrase) > 1 and phrase[-1] in tails]
            for phrase in dict.fromkeys([*called, *shorter]):
                found.add(phrase, (statement.id, row.index))
    return found


def _by_first_word(groups: Collection[Collection[str]]) -> dict[str, list[tuple[Name, list[Name]]]]:
    found: dict[str, list[tuple[Name, list[Name]]]] = defaultdict(list)
    for group in groups:
        names = [words(name) for name in group]
        for name in names:
            found[name[0]].append((name, [other for other in names if other != name]))
    return found


def _otherwise(label: Name, same: Mapping[str, list[tuple[Name, list[Name]]]]) -> Iterator[Name]:
    """A label with other words for some of its own that mean the same, as "PAD" for "Pendapatan Asli Daerah"."""
    for n, word in enumerate(label):
        for name, others in same.get(word, ()):
            if label[n : n + len(name)] == name:
                yield from ((*label[:n], *other, *label[n + len(name) :]) for other in others)


def _called(row: Row) -> Iterator[tuple[str, ...]]:
    """The ways to call a row: its label, that of which it is the total, both without the level and without asides."""
    for label in dict.fromkeys(
        (row.uraian, total_of(row.uraian) or "", *_in_brackets(row.uraian), *_either(row.uraian))
    ):
        for form in dict.fromkeys((label, _ASIDE.sub(" ", label))):
            for said in dict.fromkeys((form, without_level(form))):
                parts = words(said)
                if parts and any(len(part) > 1 and not part.isdigit() for part in parts):
                    yield parts


def _either(label: str) -> list[str]:
    """The words of a label that names both outcomes, as "Surplus/(Defisit)"; only those of one word each."""
    parts = [part.strip(" ()") for part in label.split("/")]
    return parts if len(parts) == 2 and all(part.isalpha() for part in parts) else []


def _in_brackets(label: str) -> Iterator[str]:
    """What a label gives in brackets as its short name, as "Sisa Lebih … (SiLPA)"."""
    for aside in re.findall(r"\(([A-Za-z][A-Za-z/ ]{1,20})\)", label):
        if aside.isupper() or any(letter.isupper() for letter in aside[1:]):
            yield aside
