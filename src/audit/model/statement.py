"""A table as understood: typed rows under known columns, with a tree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from string import ascii_letters
from typing import Literal

from audit.model.document import Place
from audit.model.figure import Figure
from audit.model.formula import Formulas
from audit.model.relation import Relation
from audit.model.text import Text

#: A label in a sentence is no longer than this.
_LABEL = 56

RowKind = Literal["leaf", "subtotal", "total", "heading", "stray", "balance"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a statement: its name in the rulebook, its heading as printed, and how its figures are read.

    ``unit`` is the number of base units that a printed 1 stands for: 1000 in a table "dalam ribuan rupiah". ``hidden``
    says that a person does not see it in the sheet.
    """

    name: str
    type: str
    heading: str
    place: Place
    position: int
    unit: Fraction = Fraction(1)
    decimal_mark: str | None = None
    nonnegative: bool = False
    rounding: str = "detect"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Malformed:
    """A figure whose print follows no convention: certain if only one reading is possible, else its two readings."""

    column: str
    printed: str
    place: Place
    readings: tuple[Fraction, ...]

    @property
    def certain(self) -> bool:
        """Whether the figure can be read in one way only; words are no figure at all."""
        return len(self.readings) == 1


@dataclass(frozen=True, slots=True)
class CodeForm:
    """What a code grammar says of a code: its level, and the ways to write it, from the whole code to its own part.

    A ``malformed`` code has no level unless its ``right`` form is certain.
    """

    level: str
    forms: tuple[str, ...] = ()
    right: str | None = None
    malformed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table's body with a code, a label or a figure.

    ``code`` is the code in its normal form (``2,07,01`` is ``2.07.01``), empty for bullets and blanks. ``others`` are
    the figures in columns that no rulebook knows, by heading.
    """

    index: int
    kode: str
    code: str
    uraian: str
    kind: RowKind
    place: Place
    figures: dict[str, Figure] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    malformed: tuple[Malformed, ...] = ()
    others: dict[str, Fraction] = field(default_factory=dict)
    path: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a person calls the row: its code and its label."""
        return " ".join(part for part in (self.kode, self.uraian) if part) or self.place.text

    @property
    def short(self) -> str:
        """The name of the row for a sentence: a long label is cut at a word."""
        label = self.uraian
        if len(label) > _LABEL:
            label = label[:_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:(/") + " …"
        return " ".join(part for part in (self.kode, label) if part) or self.place.text


@dataclass(frozen=True, slots=True)
class Statement:
    """A table of known kind: its rows, and for each the position of its parent, with the reason why.

    ``titles`` are the lines above the table, ``names`` these and all else that may name it, as the sheet. ``unknown``
    are the headings of columns that no rulebook knows, with the number of their figures.
    ``root`` is the row with the printed total of the whole table, None where no total is printed. ``loose`` are
    rows whose parent rests on their order alone. ``overruled`` are rows that money moved away from their code. ``weak``
    are parents, no totals, whose parts are known by the kind of their numbering alone. ``grammar`` is the name of the
    code grammar that the column of codes follows, ``codes`` what it says of the codes of rows. ``official`` are the
    names that a table of nomenclature gives to the codes of rows, None for a code that it should have and has not.
    ``hidden`` are rows that a person does not see in the sheet; they are read and added like all others.
    ``incomplete`` are rows of whose parts some could not be read. ``scattered`` says that the text it is rebuilt from
    has lost its columns, so that titles of sections are not known.
    ``carried`` are the figures of lines that only carry a running total over a page break, which are no rows.
    ``formulas`` is what became of the formulas of its cells, None where its file holds none. ``relations`` are those
    that its own figures show of columns that no rulebook knows.
    """

    id: str
    kind: str
    input: str
    title: str
    names: tuple[str, ...]
    place: Place
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tree: tuple[int | None, ...]
    reasons: tuple[Text, ...]
    root: int | None = None
    selection: bool = False
    loose: frozenset[int] = frozenset()
    overruled: frozenset[int] = frozenset()
    weak: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    incomplete: frozenset[int] = frozenset()
    scattered: bool = False
    weights: dict[int, int] = field(default_factory=dict)
    grammar: str | None = None
    codes: dict[int, CodeForm] = field(default_factory=dict)
    official: dict[int, str | None] = field(default_factory=dict)
    left_over: tuple[tuple[Place, str], ...] = ()
    carried: tuple[tuple[Place, str], ...] = ()
    titles: tuple[str, ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    children_of: tuple[tuple[int, ...], ...] = ()
    formulas: Formulas | None = None
    relations: tuple[Relation, ...] = ()
    _named: dict[str, Column] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by name, since every claim looks some up."""
        self._named.update((column.name, column) for column in self.columns)

    def column(self, name: str) -> Column | None:
        """The column of that name, if the table has it."""
        return self._named.get(name)

    @property
    def name(self) -> str:
        """What a person calls the table: its sheet or file, or its title where the place has no name."""
        return self.place.sheet or self.title

    @property
    def top(self) -> tuple[int, ...]:
        """The rows without a parent that take part in sums."""
        return tuple(
            row.index
            for row, parent in zip(self.rows, self.tree, strict=True)
            if parent is None and row.kind not in ("stray", "balance")
        )

    def repeats(self, column: str, other: str) -> bool:
        """Whether a column has the figures of another in nineteen of twenty rows, and in three rows or more."""
        pairs = [
            (row.figures[column].value, row.figures[other].value)
            for row in self.rows
            if column in row.figures and other in row.figures
        ]
        return len(pairs) >= 3 and sum(one == two for one, two in pairs) * 20 >= len(pairs) * 19

    def place_of(self, row: int, column: str) -> Place:
        """Where a cell stands; an empty one where its row and its column cross, or else where its row begins."""
        here = self.rows[row]
        found = here.places.get(column)
        other = next((line.places[column] for line in self.rows if column in line.places), None)
        if found is not None or other is None or self.scattered:
            return found or here.place
        if other.cell and here.place.cell:
            return replace(here.place, cell=other.cell.rstrip("0123456789") + here.place.cell.lstrip(ascii_letters))
        return here.place if here.place.column is None else replace(here.place, column=other.column)

    def above(self, index: int) -> tuple[int, ...]:
        """The rows of which a row is a part, the nearest first."""
        found: list[int] = []
        parent = self.tree[index]
        while parent is not None:
            found.append(parent)
            parent = self.tree[parent]
        return tuple(found)

    def descendants(self, index: int) -> tuple[int, ...]:
        """All rows below a row, in document order."""
        found: list[int] = []
        for child in self.children_of[index]:
            found.append(child)
            found.extend(self.descendants(child))
        return tuple(found)
