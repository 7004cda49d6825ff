"""A cell of a sheet as its file holds it, and the cell that a person sees, which is worked out when it is asked for."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from audit.model.document import Cell, Number, Place
from audit.notation.letters import letters_of
from audit.notation.number_format import show
from audit.readers._text import CONTROLS


class Style(NamedTuple):
    """What the style of a cell says of its figure and of its level."""

    code: str | None = None
    indent: int = 0
    bold: bool = False


PLAIN = Style()


class Copied(NamedTuple):
    """A formula that many cells share: the masters of its sheet by their numbers, and which of them stands here."""

    masters: dict[str | None, tuple[str, int, int]]
    number: str | None
    row: int
    column: int

    @property
    def text(self) -> str:
        """The formula as it reads in its cell."""
        from audit.notation.references import moved

        text, row, column = self.masters.get(self.number, ("=", self.row, self.column))
        return moved(text, self.row - row, self.column - column)


class Stored(NamedTuple):
    """A cell as its file holds it; ``kind`` is ``e`` for an error and ``n`` for a number.

    ``shown`` is what a person sees, where the file says so itself.
    """

    value: Any
    kind: str = "n"
    style: Style = PLAIN
    formula: str | Copied | None = None
    shown: tuple[str, Number | None] | None = None

    @property
    def is_blank(self) -> bool:
        """Whether a person sees nothing in the cell."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def is_unsolved(self) -> bool:
        """Whether the file has the formula of the cell alone, and no value of it."""
        return self.value is None and self.kind == "n" and bool(self.formula)

    @property
    def written(self) -> str | None:
        """The formula as it reads in its cell."""
        return self.formula.text if isinstance(self.formula, Copied) else self.formula


class SheetCell(Cell):
    """A cell that holds what its file stores until somebody asks what it shows.

    Most cells of a large workbook are asked for once, and many never; what a format shows of a number costs more than
    to read it.
    """

    __slots__ = ("_column", "_line", "_stored")

    _column: int
    _line: tuple[Place, int]
    _stored: Stored

    def __getattr__(self, name: str) -> Any:
        """What is not yet worked out, for Python comes here only where there is none; it is kept from then on."""
        if name == "place":
            (place, row), column = self._line, self._column
            found: Any = Place(place.input, place.file, place.sheet, f"{_letters(column)}{row}")
            _SET["place"](self, found)
            return found
        if name in ("formula", "calculated"):
            found = self._stored.written if name == "formula" else False
            _SET[name](self, found)
            return found
        if name not in _SET:
            raise AttributeError(f"a cell has no {name}")
        self._show()
        return getattr(self, name)

    def _show(self) -> None:
        stored = self._stored
        text, number = stored.shown or _shown(stored.value, stored.style.code)
        _SET["text"](self, text)
        _SET["number"](self, number)
        _SET["error"](self, stored.kind == "e" or (isinstance(stored.value, float) and number is None))
        _SET["indent"](self, stored.style.indent or len(text) - len(text.lstrip()))
        _SET["bold"](self, stored.style.bold)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and all(getattr(self, name) == getattr(other, name) for name in _SET)

    __hash__ = Cell.__hash__


#: How each field is set, which a frozen class does not allow otherwise.
_SET: dict[str, Callable[[Cell, Any], None]] = {name: getattr(Cell, name).__set__ for name in Cell.__slots__}

_NEW: Callable[[type[SheetCell]], SheetCell] = object.__new__
_SET_STORED = SheetCell.__dict__["_stored"].__set__
_SET_LINE = SheetCell.__dict__["_line"].__set__
_SET_COLUMN = SheetCell.__dict__["_column"].__set__


def cell_of(stored: Stored, line: tuple[Place, int], column: int) -> SheetCell:
    """The cell that a person sees; ``line`` is the place of its sheet and its row, both counted from 1."""
    cell = _NEW(SheetCell)
    _SET_STORED(cell, stored)
    _SET_LINE(cell, line)
    _SET_COLUMN(cell, column)
    return cell


@cache
def _letters(column: int) -> str:
    return letters_of(column - 1)


def _shown(value: object, code: str | None) -> tuple[str, Number | None]:
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return show(value, code)
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value).isoformat(), None
    return str(value).translate(CONTROLS), None
