"""The words of running text by which a sentence says which figure it means, as rulebooks list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases of running text in small letters, by what they say.

    ``measures`` say which column is meant, by the name of the column; ``derived`` are equations for a column that a
    table does not print, ``types`` the units of all columns. ``rises`` are the columns that an amount after words of
    rising and falling means, ``before`` those of the year before, ``wholes`` those of which others are shares,
    ``budgets`` all of what was planned, ``was`` and ``became`` those of the amounts from which and to which something
    rose or fell.
    ``whole`` say that the total of a table is meant, ``parts`` that the amounts after it add up to the one before it,
    ``some`` that only some of them follow. ``up`` and ``down`` say that an amount is a rise or a fall, ``apart`` that
    it is the difference of two others, ``together`` their sum. ``largest`` and ``smallest`` rank, ``each`` gives
    amounts to labels in their order, ``about`` leaves an amount rough, ``elsewhen`` that it is one of another time,
    ``outside`` that it is a figure of no table, ``denies`` that something was not done with it.
    ``behind`` stand between an amount and what it is for. ``fillers`` say nothing about which figure is meant.
    ``counts`` are conditions of rows, by the phrases that count the rows which meet them; ``above``, ``below`` and
    ``exactly`` the words before a threshold. ``tails`` are words that a sentence leaves out at the end of a label,
    ``plus`` and ``minus`` those of a label that names a balance by its sign. ``same`` are groups of nouns that mean the
    same rows, ``nouns`` others that rows are counted by. ``short`` are groups of an abbreviation and the words of
    labels that it stands for, ``met`` and ``missed`` what becomes of a budget of which more or less was realised.
    ``tells`` are words before which a sentence says who says it, ``places`` what stands before the name of a region.
    """

    measures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    derived: dict[str, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    rises: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    budgets: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    largest: tuple[str, ...] = ()
    smallest: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    exactly: tuple[str, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    nouns: tuple[str, ...] = ()
    short: tuple[tuple[str, ...], ...] = ()
    met: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    elsewhen: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    counts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def together(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """One vocabulary with the phrases of all, each once."""
    every = list(vocabularies)
    names = [one.name for one in fields(Vocabulary)]
    return (
        Vocabulary(**{name: _joined([getattr(one, name) for one in every]) for name in names})
        if every
        else Vocabulary()
    )


def _joined(values: Sequence[Any]) -> Any:
    """Lists put together, and lists and types by name likewise; of two types of one column the last."""
    if isinstance(values[0], dict):
        keys = dict.fromkeys(key for value in values for key in value)
        return {key: _joined([value[key] for value in values if key in value]) for key in keys}
    return values[-1] if isinstance(values[0], str) else tuple(dict.fromkeys(chain.from_iterable(values)))
