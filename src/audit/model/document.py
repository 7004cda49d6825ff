"""What a reader yields: grids of cells and passages of prose, each with its place, without any idea of budgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from audit.model.text import Text

Stage = Literal["read", "recognise", "rules", "limit"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, in the terms of its kind of file."""

    input: str
    file: str
    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    line: int | None = None
    column: int | None = None

    @property
    def text(self) -> str:
        """The place in one phrase, as ``laporan.xlsx!APBD!H12`` or ``narasi.txt:3``."""
        if self.cell or self.sheet:
            return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
        parts = [self.file]
        if self.page is not None:
            parts.append(f"p{self.page}")
        if self.paragraph is not None:
            parts.append(f"¶{self.paragraph}")
        if self.line is not None:
            parts.append(str(self.line))
        if self.column is not None:
            parts.append(str(self.column))
        return ":".join(parts)

    def to_dict(self) -> dict[str, object]:
        """The place as the JSON report writes it, absent keys left out."""
        keys = ("input", "sheet", "cell", "page", "box", "paragraph", "line", "column")
        named = {key: getattr(self, key) for key in keys if getattr(self, key) is not None}
        if "box" in named:
            named["box"] = list(named["box"])
        return {**named, "text": self.text}


@dataclass(frozen=True, slots=True)
class Number:
    """A number that its file holds as a number.

    ``shown`` is the value that its number format shows and ``quantum`` the step of the last digit shown, or None
    where the format keeps no trailing zeros, so that only the whole column can tell the precision. ``stored`` is the
    value behind the format. ``hidden`` says that the format hides digits of it.
    """

    shown: Fraction
    quantum: Fraction | None
    stored: Fraction
    hidden: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as a person sees it, its place, and what its file says of it.

    ``calculated`` says that the file has the formula alone, and the value was calculated by us.
    """

    text: str
    place: Place
    number: Number | None = None
    formula: str | None = None
    indent: int = 0
    bold: bool = False
    error: bool = False
    calculated: bool = False


@dataclass(frozen=True, slots=True)
class Unsolved:
    """A formula beside which its file stores no value: row and column, counted from 0, and its cell without a figure.

    ``format`` is the code by which the cell would show a figure, None where its file does not say.
    """

    row: int
    column: int
    cell: Cell
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of a grid: first and last row and column, counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, a CSV file or any other rectangle of cells; None where a cell is blank.

    ``hidden`` and ``hidden_columns`` are the rows and columns, counted from 0, that a person does not see.
    ``unsolved`` are the formulas of which no value is known; their cells are None in ``rows``.
    """

    name: str
    place: Place
    rows: tuple[tuple[Cell | None, ...], ...]
    merges: tuple[Merge, ...] = ()
    outline: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unsolved: tuple[Unsolved, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of running text."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text file as it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept the audit from looking: what, where, what a person can do about it, and what was lost.

    ``pages`` are the pages of which nothing could be read, ``figures`` how many figures were lost with it.
    """

    stage: Stage
    code: str
    message: Text
    place: Place | None = None
    hint: Text | None = None
    lost: Text | None = None
    pages: tuple[int, ...] = ()
    figures: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """One way in which a file was read, and how its sums came out: how many held, how many broke.

    ``doubts`` counts what no way of reading should leave: a table that is not understood, a figure that is none, a
    heading that is that of two columns. ``kept`` says that the report goes by this way.
    """

    reading: str
    held: int
    broken: int
    doubts: int = 0
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was given: its path as given, its SHA-256, its kind, and how far it could be read.

    ``tried`` are the ways in which it was read, best first, where there was reason to try more than one. ``notes`` say
    what else a reader of the report should know of the reading, though nothing of the file is lost by it.
    """

    id: str
    path: str
    sha256: str
    kind: str
    role: Literal["subject", "reference"] = "subject"
    read: Literal["whole", "partly", "not"] = "whole"
    tried: tuple[Tried, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read; ``reading`` names the way in which it was, where its kind of file can be read in several.

    ``lines`` are those of a text that has rows of figures, but has lost its columns.
    """

    input: Input
    grids: tuple[Grid, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    reading: str = ""
    lines: tuple[Line, ...] = ()
