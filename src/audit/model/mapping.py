"""A map of a reading: by it a person who sees a misreading says how a table is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from audit.model.document import Input
from audit.model.text import Text


@dataclass(frozen=True, slots=True)
class MappedTable:
    """What a map says of one table; what it leaves open is read as without it.

    ``at`` is the first cell of its heading, as ``laporan.xlsx!APBD!A4``. Rows count from 1, as a spreadsheet shows
    them, ends included. ``columns`` gives by the name of a column its letter or its heading. ``parents`` gives by a row
    the row that it stands under, None for a row that stands under none.
    ``title`` is for the reader of the map alone.
    """

    at: str
    line: int
    skip: bool = False
    kind: str | None = None
    heading: tuple[int, int] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[int, int] | None = None
    leave_out: frozenset[int] = frozenset()
    parents: Mapping[int, int | None] = field(default_factory=dict)
    unit: Fraction | None = None
    decimal: Literal[",", "."] | None = None
    title: str = ""

    @property
    def grid(self) -> str:
        """The sheet or page that the table stands in, with its file."""
        return self.at.rpartition("!")[0]

    @property
    def cell(self) -> str:
        """The first cell of the heading, as ``A4``."""
        return self.at.rpartition("!")[2]

    @property
    def file(self) -> str:
        """The name of the file that the table stands in."""
        return self.at.partition("!")[0]


@dataclass(frozen=True, slots=True)
class ReadingMap:
    """The tables that a map speaks of, and the file that says so."""

    input: Input
    tables: tuple[MappedTable, ...]


class MapError(Exception):
    """A map cannot be followed; ``messages`` say each what is wrong, with file and line."""

    def __init__(self, messages: Sequence[Text]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(message.en for message in self.messages))
