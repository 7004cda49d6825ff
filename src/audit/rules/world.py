"""Where a rule is asked: the statements of one report, a row in them, the rows around it and the texts it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from audit.model.figure import Figure, Interval, Rounding
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.headings import has_phrase, total_of, words
from audit.rules.cited import Cited
from audit.rules.expression import Condition
from audit.rules.values import NotAsked, Value

Cell = tuple[str, int]

#: Words that stand one after the other, and whether they begin and end a text.
Phrase = tuple[tuple[str, ...], bool, bool]

#: A total by statement and column, treatment of blanks, whether stored digits count, and rounding.
Total = tuple[str, str, str, bool, Rounding | None]

#: A sum of the parts of a row, or of all top rows where the row is None; then as a total is known.
Sum = tuple[int | None, Total]


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of a statement; the row is None for a statement as a whole, whose total is not printed."""

    statement: Statement
    row: int | None


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of some texts; ``every`` is each of them once, in whichever text."""

    texts: tuple[tuple[str, ...], ...]
    every: frozenset[str]

    @staticmethod
    def of(texts: Iterable[str]) -> Texts:
        """The words of these texts."""
        cut = tuple(dict.fromkeys(map(words, texts)))
        return Texts(cut, frozenset(word for text in cut for word in text))

    def has(self, wanted: str) -> bool:
        """Whether the words stand in one of the texts, one after the other; ``^`` and ``$`` mark its ends."""
        return self.holds(phrase_of(wanted))

    def holds(self, wanted: Phrase) -> bool:
        """The same of words that were taken apart."""
        want, first, last = wanted
        # Most conditions are about words that a row does not have, and their first word tells.
        if want and want[0] not in self.every:
            return False
        return any(_has(text, want, first=first, last=last) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Added:
    """A sum of the figures that a statement prints; ``places`` tells where the figure of a row is among its operands.

    There are none where the figures alone do not make up the sum, as with blanks: it is then added up each time.
    """

    statement: Statement
    total: Value | None = None
    places: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """All statements of one report, and what was decided for whole columns before any claim is asked.

    ``links`` are rows that stand for the same thing elsewhere, by the word that leads there: ``twin`` and ``prev``.
    ``cited`` are statements of other documents, which rules may speak of but are not asked about.
    ``named`` are the conditions of rows that have a name, by the kind of statement and the name.
    ``said`` keeps the words of rows and ``seen`` what their figures stand for under the rounding of their column, since
    all rules ask for them; both belong to the statements of this world.
    ``turned`` are rows for which another base of the rule holds, by its number. ``changes`` are figures tried in place
    of printed ones, None for an amount not known. ``totals`` keeps those that tables do not print, once summed, or why
    they cannot be; it is None where the figures still change, and belongs to the statements and changes of this world.
    ``sums`` are those of printed figures, ``hidden`` whether a format hides digits of one, once that was looked for;
    both belong to the statements. Where few figures are ``tried``, a sum is computed from that of the printed ones.
    """

    statements: dict[str, Statement]
    bases: dict[tuple[str, str], str | None] = field(default_factory=dict)
    no_base: dict[tuple[str, str], Text] = field(default_factory=dict)
    turned: dict[tuple[str, str, int], int] = field(default_factory=dict)
    rounding: dict[tuple[str, str], Rounding] = field(default_factory=dict)
    pairs: dict[tuple[str, int, str], str] = field(default_factory=dict)
    links: dict[str, dict[Cell, Cell]] = field(default_factory=dict)
    cited: Cited = field(default_factory=Cited)
    named: dict[tuple[str, str], Condition] = field(default_factory=dict)
    unrounded: bool = False
    totals: dict[Total, Value | NotAsked] | None = field(default_factory=dict)
    changes: Mapping[tuple[str, int, str], Figure | None] = field(default_factory=dict)
    said: dict[tuple[str, str], dict[int | None, Texts]] = field(default_factory=dict)
    seen: dict[tuple[str, str, Rounding], dict[int, Value]] = field(default_factory=dict)
    sums: dict[Sum, Added] = field(default_factory=dict)
    hidden: list[bool] = field(default_factory=list)
    tried: bool = False

    def figure(self, statement: Statement, row: int, column: str) -> Figure | None:
        """The figure of a cell; what is tried in its place, if anything is."""
        if self.changes:
            cell = (statement.id, row, column)
            if cell in self.changes:
                return self.changes[cell]
        return statement.rows[row].figures.get(column)

    def trying(self, changes: Mapping[tuple[str, int, str], Figure | None]) -> World:
        """The world with figures tried in place of printed ones; a sum moves by what they differ."""
        return replace(self, changes=changes, totals={}, tried=True)

    def among(self, statements: dict[str, Statement]) -> World:
        """The world with other statements in place of its own; what was kept of those is forgotten."""
        return replace(self, statements=statements, totals={}, said={}, seen={}, sums={}, hidden=[])

    def hides_digits(self) -> bool:
        """Whether a number format hides digits of some figure, printed or tried."""
        if not self.hidden:
            rows = (row for statement in self.statements.values() for row in statement.rows)
            self.hidden.append(any(f.stored is not None for row in rows for f in row.figures.values()))
        return self.hidden[0] or any(f is not None and f.stored is not None for f in self.changes.values())

    def says(self, name: str, wanted: str, at: Spot) -> bool:
        """Whether one of the texts that a word means at a row has the words in it."""
        said = self.said.setdefault((at.statement.id, name), {})
        if at.row not in said:
            said[at.row] = Texts.of(texts_of(name, at))
        return said[at.row].has(wanted)

    def texts(self, statement: Statement, name: str) -> Callable[[int], Texts]:
        """The texts that a word means, row by row."""
        said = self.said.setdefault((statement.id, name), {})

        def at(row: int) -> Texts:
            if row not in said:
                said[row] = Texts.of(texts_of(name, Spot(statement, row)))
            return said[row]

        return at

    def interval(self, statement: Statement, column: str, figure: Figure) -> Interval:
        """The values that a figure may stand for, under the rounding of its column."""
        if self.unrounded and figure.stored is not None:
            return figure.unrounded()
        return figure.interval(self.rounding.get((statement.id, column), "nearest"))

    def tables(self, kind: str, at: Spot, *, paired: bool) -> tuple[Statement, ...]:
        """All other statements of a kind, or the one that the row is paired with.

        Where the report has none of a kind, those of other documents for the same year and office are meant.
        """
        if paired:
            other = self.pairs.get((at.statement.id, at.row, kind)) if at.row is not None else None
            return () if other is None else (self.statements[other],)
        found = [s for s in self.statements.values() if s.kind == kind and s.id != at.statement.id]
        own = tuple(s for s in found if s.id not in self.cited)
        # A table asked about with none beside it is the only one of its kind in the report.
        return own or tuple(s for s in found if self.cited.fits(s.id))


def rows_of(scope: str, at: Spot) -> tuple[int, ...]:
    """The rows that a word such as ``children`` means, from a row."""
    statement, row = at.statement, at.row
    if scope == "rows":
        return tuple(r.index for r in statement.rows if r.kind != "stray")
    if row is None:
        tops = statement.top
        if scope == "children":
            return tops
        below = tuple(inner for top in tops for inner in (top, *statement.descendants(top)))
        return below if scope != "leaves" else tuple(inner for inner in below if not statement.children_of[inner])
    if scope == "children":
        return statement.children_of[row]
    if scope == "descendants":
        return statement.descendants(row)
    if scope == "leaves":
        return tuple(below for below in statement.descendants(row) if not statement.children_of[below])
    parent = statement.tree[row]
    beside = statement.top if parent is None else statement.children_of[parent]
    return tuple(other for other in beside if other != row)


def weight(at: Spot, row: int) -> int:
    """With which sign a row below another is added into it."""
    statement = at.statement
    if not statement.weights:
        return 1
    sign, here = 1, row
    while here != at.row:
        sign *= statement.weights.get(here, 1)
        above = statement.tree[here]
        if above is None:
            break
        here = above
    return sign


def filled(at: Spot, column: str) -> bool:
    """Whether a row prints something in a column."""
    if at.row is None:
        return False
    row = at.statement.rows[at.row]
    if column == "uraian":
        return bool(row.uraian)
    return column in row.figures or column in row.texts or any(bad.column == column for bad in row.malformed)


def texts_of(name: str, at: Spot) -> list[str]:
    """The texts that a word means at a row: ``judul`` the titles, ``labels`` the labels of the row and of all above it.

    A total is called by what it is the total of.
    """
    if name == "judul" or at.row is None:
        return [" ".join(at.statement.titles)]
    row = at.statement.rows[at.row]
    if name == "labels":
        labels = (at.statement.rows[n].uraian for n in (at.row, *at.statement.above(at.row)))
        return [text for label in labels for text in (label, total_of(label) or "")]
    if name == "kode":
        return [row.code]
    if name == "uraian":
        return [row.uraian, total_of(row.uraian) or ""]
    return [row.texts.get(name, "")]


@cache
def phrase_of(wanted: str) -> Phrase:
    """The words to look for, and whether they must begin and end the text, as ``^`` and ``$`` say."""
    return words(wanted.removeprefix("^").removesuffix("$")), wanted.startswith("^"), wanted.endswith("$")


def _has(have: tuple[str, ...], want: tuple[str, ...], *, first: bool, last: bool) -> bool:
    if first and last:
        return have == want
    if first:
        return have[: len(want)] == want
    if last:
        return len(have) >= len(want) and have[len(have) - len(want) :] == want
    return has_phrase(have, want)
