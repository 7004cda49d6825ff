"""Code grammars as data: the levels that codes have, what a code of each adds, and which may stand under which.

A form is written as a code looks: 9 is any digit, A any letter, each other mark itself. A segment of X alone stands
for any number, as in ``X.XX.01``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from audit.model.text import Text

Segments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a grammar.

    ``forms`` are what a code of this level adds to that of a level which it ``continues``; one that continues none
    begins a code. ``under`` are the levels right above it. ``alone`` says that the own part may be printed without what
    it continues: ``051`` for ``4057.SCH.001.051``.
    """

    name: str
    forms: tuple[Segments, ...]
    continues: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A code as one of a level: the levels that its print goes through, and the segments that each of them has."""

    levels: tuple[str, ...]
    parts: tuple[Segments, ...]

    @property
    def level(self) -> str:
        """The level of the code itself."""
        return self.levels[-1]

    @property
    def own(self) -> Segments:
        """What the code adds to that of the level which it continues."""
        return self.parts[-1]

    @property
    def segments(self) -> Segments:
        """The code as printed, segment by segment."""
        return tuple(segment for part in self.parts for segment in part)

    @property
    def parent(self) -> Segments:
        """The code that the print continues, empty where it prints its own part alone."""
        return tuple(segment for part in self.parts[:-1] for segment in part)

    def meets(self, other: Reading) -> bool:
        """Whether two codes say the same of each level that both print."""
        told = dict(zip(other.levels, other.parts, strict=True))
        return all(told.get(name, part) == part for name, part in zip(self.levels, self.parts, strict=True))


@dataclass(frozen=True, slots=True)
class CodeGrammar:
    """A grammar of codes: its levels, by name and by what may stand above them."""

    name: str
    title: Text
    levels: tuple[Level, ...]
    _by_name: dict[str, Level] = field(default_factory=dict, repr=False, compare=False)
    _chains: dict[str, tuple[tuple[Level, ...], ...]] = field(default_factory=dict, repr=False, compare=False)
    _above: dict[str, dict[str, int]] = field(default_factory=dict, repr=False, compare=False)
    _by_length: dict[int, list[tuple[Level, ...]]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the levels, since each code of a column is looked up."""
        self._by_name.update((level.name, level) for level in self.levels)
        for level in self.levels:
            self._chains[level.name] = tuple(self._chains_of(level))
            self._above[level.name] = self._steps_up(level)
            for chain in self._chains[level.name]:
                for length in _lengths(chain):
                    self._by_length.setdefault(length, []).append(chain)

    def _chains_of(self, level: Level) -> Iterator[tuple[Level, ...]]:
        """The levels that a print of this level may go through."""
        if level.alone or not level.continues:
            yield (level,)
        for name in level.continues:
            yield from ((*chain, level) for chain in self._chains_of(self._by_name[name]))

    def _steps_up(self, level: Level) -> dict[str, int]:
        """All levels above one, each with the least number of steps that lead to it."""
        found: dict[str, int] = {}
        near, steps = list(level.under), 1
        while near:
            found.update({name: steps for name in near if name not in found})
            near = [up for name in near for up in self._by_name[name].under if up not in found]
            steps += 1
        return found

    def level(self, name: str) -> Level:
        """The level of that name."""
        return self._by_name[name]

    def may_hold(self, outer: str, inner: str) -> bool:
        """Whether a row of the inner level may stand under one of the outer; levels between may be left out."""
        return outer in self._above[inner]

    def skipped(self, outer: str, inner: str) -> int:
        """How many levels are left out between two of which the outer may hold the inner."""
        return self._above[inner][outer] - 1

    def holds(self, outer: Reading, inner: Reading) -> bool:
        """Whether a code may stand under another: by their levels, and by each level that both print."""
        return self.may_hold(outer.level, inner.level) and inner.meets(outer)

    def readings(self, segments: Segments) -> tuple[Reading, ...]:
        """All ways in which the grammar can read a code; none where it is malformed."""
        return tuple(
            Reading(tuple(each.name for each in chain), parts)
            for chain in self._by_length.get(len(segments), ())
            for parts in _shared_out(segments, chain)
        )

    def form_of(self, level: str, part: Segments) -> int:
        """The number of the form of a level that a part has."""
        return next(n for n, form in enumerate(self.level(level).forms) if _fits(part, form))

    def narrowed(self, unused: Mapping[str, frozenset[int]]) -> CodeGrammar:
        """The grammar without some forms of some levels, told by their numbers."""
        levels = (
            replace(level, forms=tuple(f for n, f in enumerate(level.forms) if n not in unused.get(level.name, ())))
            for level in self.levels
        )
        return CodeGrammar(self.name, self.title, tuple(levels))


def _shared_out(segments: Segments, chain: tuple[Level, ...]) -> Iterator[tuple[Segments, ...]]:
    """The segments shared out among the levels of a chain, in every way that fits their forms."""
    if not chain:
        if not segments:
            yield ()
        return
    for form in chain[-1].forms:
        cut = len(segments) - len(form)
        if cut >= 0 and _fits(segments[cut:], form):
            yield from ((*rest, segments[cut:]) for rest in _shared_out(segments[:cut], chain[:-1]))


def _lengths(chain: tuple[Level, ...]) -> set[int]:
    """How many segments a code can have that goes through these levels."""
    lengths = {0}
    for level in chain:
        lengths = {length + len(form) for length in lengths for form in level.forms}
    return lengths


def _fits(part: Segments, form: Segments) -> bool:
    """Whether segments look as a form says."""
    return len(part) == len(form) and all(map(_looks, part, form))


@lru_cache(maxsize=1 << 16)
def _looks(segment: str, mask: str) -> bool:
    if len(segment) != len(mask):
        return False
    if mask.isdigit() and segment.upper() == "X" * len(segment):
        return True
    return all(
        mark.isdigit() if wanted == "9" else mark.isalpha() if wanted == "A" else mark == wanted
        for mark, wanted in zip(segment, mask, strict=True)
    )
