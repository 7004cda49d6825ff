"""The headings of a table that lost its columns are put in an order: that of a line of headings, which types allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.notation.headings import words

#: So many orders are looked at; a table with more is not guessed.
_MOST = 4_000
#: The types of a column in which words alone stand between figures, as the unit of a count.
WORDS: frozenset[str] = frozenset({"text"})
#: Words of headings that name no column alone.
_BARE = frozenset({"%", "rp"})

Words = tuple[str, ...]
Order = tuple[ColumnShape, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Columns in an order, those of them that the line of headings does not name, and how well its words fit."""

    order: Order
    aside: frozenset[str]
    score: float


@dataclass(frozen=True, slots=True)
class Headings:
    """The lines of headings of a table: the one that stands over its figures, and those that lost their place."""

    main: Words
    others: tuple[Words, ...]

    def names(self, column: ColumnShape, amounts: frozenset[Words]) -> list[tuple[Words, float]]:
        """The words by which a column may be called here, with what each is worth.

        A word that tells a group, as "Fisik" over "Target" and "Realisasi", may stand elsewhere; a percentage of
        money is not called as the money is.
        """
        apart = {word for line in self.others for word in line}
        found: dict[Words, float] = {}
        for heading in column.headings:
            whole = words(heading)
            bare = tuple(word for word in whole if word not in _BARE)
            found[whole] = float(len(whole))
            if bare and (column.type != "percent" or bare not in amounts):
                found.setdefault(bare, 0.9 * len(bare))
            for short, group in ((bare[1:], bare[:1]), (bare[:-1], bare[-1:])):
                if short and (group[0] in apart or (short == bare[1:] and self.has_in_order(group[0], short))):
                    found.setdefault(short, 0.8 * len(short))
        return [*found.items()]

    def has_in_order(self, group: str, name: Words) -> bool:
        """Whether a name stands in the line of headings after the word that tells its group."""
        starts = [n for n in range(len(self.main)) if self.main[n : n + len(name)] == name]
        return any(group in self.main[:start] for start in starts)

    def stands_beside(self, names: Sequence[tuple[Words, float]]) -> bool:
        """Whether a line other than the main one has one of these names, which is more than a sign."""
        return any(
            line[n : n + len(name)] == name
            for name, _ in names
            if not _BARE.issuperset(name)
            for line in self.others
            for n in range(len(line) - len(name) + 1)
        )


def orders_of(headings: Headings, pattern: Sequence[frozenset[str]], shape: StatementShape) -> list[Ordered]:
    """The orders of columns that fit the types of a whole row and give every word of the line of headings a column."""
    known = [column for column in shape.columns if column.type in FIGURES or column.type == "text"]
    labels = [column for column in shape.columns if column.type in ("kode", "text")]
    amounts = frozenset(words(text) for c in known if c.type in ("count", "rupiah") for text in c.headings)
    names = {column.name: headings.names(column, amounts) for column in known}
    aside = frozenset(column.name for column in known if headings.stands_beside(names[column.name]))
    signs = any("%" in line for line in headings.others)
    percents = frozenset(c.name for c in known if c.type == "percent" and ("%",) in dict(names[c.name]))
    told = {word for column in known if column.type in FIGURES for name, _ in names[column.name] for word in name}
    idle_words = {word for column in labels for text in column.headings for word in words(text)} - told | _BARE
    idle = [word in idle_words for word in headings.main]
    search = _Search(headings.main, pattern, known, names, aside, percents if signs else frozenset(), idle)
    found = islice(search.orders(), _MOST + 1)
    required = [column for column in shape.columns if column.required]
    # A line that can name more columns than rows have figures may head one that is blank in most rows.
    orders = [
        order for order in found if all(column in order.order for column in required) and _named(order) >= search.most()
    ]
    return orders if len(orders) <= _MOST else []


def _named(order: Ordered) -> int:
    """How many columns of figures are named by the line of headings."""
    return sum(column.type in FIGURES and column.name not in order.aside for column in order.order)


class _Search:
    """Columns are taken from the line of headings in its order, or from those that lost their place, anywhere."""

    def __init__(
        self,
        main: Words,
        pattern: Sequence[frozenset[str]],
        columns: Sequence[ColumnShape],
        names: dict[str, list[tuple[Words, float]]],
        aside: frozenset[str],
        signs: frozenset[str],
        idle: Sequence[bool],
    ) -> None:
        self.pattern, self.columns, self.aside, self.signs = pattern, columns, aside, signs
        self.done = [all(idle[start:]) for start in range(len(main) + 1)]
        self.ends = {
            c.name: [_ends(main, names[c.name], idle, start) for start in range(len(main) + 1)] for c in columns
        }
        self.hopeless: set[tuple[int, int]] = set()
        for place in range(len(pattern), -1, -1):
            for start in range(len(main) + 1):
                if not self._may_go_on(place, start):
                    self.hopeless.add((place, start))

    def _may_go_on(self, place: int, start: int) -> bool:
        if place == len(self.pattern):
            return self.done[start]
        return any(
            (place + 1, end) not in self.hopeless
            for column in self.columns
            if column.type in self.pattern[place]
            for end in [*self.ends[column.name][start], *([start] if column.name in self.aside | self.signs else [])]
        )

    def most(self, start: int = 0, used: frozenset[str] = frozenset()) -> int:
        """How many columns of figures the line can name at most, each by a whole heading."""
        if start < len(self.done) - 1 and not any(self.ends[column.name][start] for column in self.columns):
            return self.most(start + 1, used)
        return max(
            (
                1 + self.most(end, used | {column.name})
                for column in self.columns
                if column.type in FIGURES and column.name not in used
                for end, worth in self.ends[column.name][start].items()
                if worth == int(worth)
            ),
            default=0,
        )

    def orders(
        self, start: int = 0, order: Order = (), aside: frozenset[str] = frozenset(), score: float = 0.0
    ) -> Iterator[Ordered]:
        """The orders that begin so, with what the words of the line are from a place on."""
        if (len(order), start) in self.hopeless:
            return
        if len(order) == len(self.pattern):
            yield Ordered(order, aside, score)
            return
        for column in self.columns:
            if column.type not in self.pattern[len(order)] or column in order:
                continue
            for end, worth in self.ends[column.name][start].items():
                yield from self.orders(end, (*order, column), aside, score + worth)
            if column.name in self.aside or (column.name in self.signs and order and order[-1].type == "rupiah"):
                yield from self.orders(start, (*order, column), aside | {column.name}, score)


def _ends(main: Words, names: Sequence[tuple[Words, float]], idle: Sequence[bool], start: int) -> dict[int, float]:
    """Where a name ends in the line of headings, beyond nothing but words that name no column, and its worth."""
    best: dict[int, float] = {}
    for begin in range(start, len(main)):
        for name, worth in names:
            if main[begin : begin + len(name)] == name:
                end = begin + len(name)
                best[end] = max(best.get(end, 0.0), worth)
        if not idle[begin]:
            break
    return best
