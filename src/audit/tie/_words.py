"""A text as words with their places, and phrases found in it, the longest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from audit.notation.headings import words

#: The same words as in headings, so that a label is found in a sentence as it stands in a table.
_WORD = re.compile(r"%|[a-z0-9]+")
#: "realisasinya" is its realisasi, "pagunya" its pagu.
_ITS = "nya"

What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text in small letters, with where it begins and ends."""

    text: str
    start: int
    end: int

    @property
    def bare(self) -> str:
        """The word without the ending that says whose it is."""
        return self.text.removesuffix(_ITS) if len(self.text) > len(_ITS) + 2 else self.text


def words_in(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a stretch of text, each where it stands in the whole."""
    lower = text.lower()
    # A few capital letters become two small ones, which would move all that follows.
    same = lower if len(lower) == len(text) else text
    return [Word(m[0], m.start(), m.end()) for m in _WORD.finditer(same, start, len(text) if end is None else end)]


@dataclass(slots=True)
class Phrases(Generic[What]):
    """Phrases by their first word, each with what it means; one phrase may mean several things."""

    _by_first: dict[str, dict[tuple[str, ...], list[What]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, phrase: str | Sequence[str], meaning: What) -> None:
        """Take in a phrase; one without words means nothing."""
        parts = words(phrase) if isinstance(phrase, str) else tuple(phrase)
        if parts:
            self._by_first[parts[0]].setdefault(parts, []).append(meaning)

    def add_all(self, phrases: Iterable[str], meaning: What) -> None:
        """Take in phrases that mean the same."""
        for phrase in phrases:
            self.add(phrase, meaning)

    def longest(self, said: Sequence[Word], at: int, most: int = 1000) -> tuple[int, list[What]]:
        """How many words the longest phrase that begins at a word takes, and what it means; none of it is (0, []).

        ``most`` is how many words it may take.
        """
        first = said[at]
        best: tuple[int, list[What]] = (0, [])
        for start in dict.fromkeys((first.text, first.bare)):
            for phrase, meanings in self._by_first.get(start, {}).items():
                size = len(phrase)
                if best[0] < size <= most and _same(said[at : at + size], phrase):
                    best = (size, meanings)
        return best


def _same(said: Sequence[Word], phrase: Sequence[str]) -> bool:
    if len(said) != len(phrase):
        return False
    last = len(phrase) - 1
    return all(
        word.text == want or (n == last and word.bare == want)
        for n, (word, want) in enumerate(zip(said, phrase, strict=True))
    )
