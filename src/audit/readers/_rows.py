"""Rows of an XLSX sheet as nearly all programs write them are taken apart by patterns, a row at a time.

A parser calls Python several times for each cell, which takes longer than all else of reading. So a run of rows is
matched as text, and only what holds more than plain cells, or is written in another way, is left to the parser. What
matches is well-formed XML of the meaning that it seems to have, since nothing but these tags stands in it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from audit.readers._alike import Alike, Texts, alike
from audit.readers._cell import PLAIN, Copied, Stored, Style
from audit.readers._file import LARGEST
from audit.readers._sheet import WIDEST, Sheet, TooMany, TooWide
from audit.readers._values import Shared, column_of, formula_of, value_of

_TEXT = r"[^<>\x00-\x08\x0b-\x1f\ufffe\uffff]"

#: A row from its tag to what is before its end tag, and rows without cells before it.
_ROW = re.compile(r'\s*((?:<row [^<>]*/>\s*)*)<row r="(\d{1,7})"([^<>/]*)>')
_BARE = re.compile(r'<row r="(\d{1,7})"([^<>/]*)/>')

#: A cell: all of it, column, row and other attributes; attributes of a formula and its text, or those of one without
#: text; the value, or a text.
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})(\d{1,7})"([^<>/]*)(?:/>|>'
    rf"(?:<f([^<>/]*)>({_TEXT}+)</f>|<f( [^<>/]+)(?:/>|></f>))?"
    rf'(?:<v>({_TEXT}*)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>({_TEXT}*)</t></is>)?'
    r"</c>))"
)

_ATTRIBUTES = re.compile(r'(?: +[A-Za-z_][\w.]*(?::[A-Za-z_][\w.]*)?="[^"<&\x00-\x1f]*")* *')
_ATTRIBUTE = re.compile(r' ([\w.:]+)="([^"]*)"')

_ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)""")

_ENTITY = re.compile("&(?:(lt|gt|amp|quot|apos);)?")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}

_ON = ("1", "true")

#: So many ways to write the attributes of a tag are kept in mind.
_KEPT = 10_000

#: So many patterns are made of the rows of a sheet, and so many are tried on a row; a row of more cells has none.
_PATTERNS, _TRIED, _WIDEST = 32, 6, 64
#: A pattern is made of a row when so many of its shape were taken apart, since to make it takes as long as hundreds of
#: rows; rows of a shape may differ in their formulas.
_LEARNT = (32, 128, 512, 2048)


class Odd(Exception):  # noqa: N818  (it says what the row is)
    """What is not written in the usual way."""


class _Make(NamedTuple):
    """What the attributes of a cell make of it; ``plain`` says that it is a number and no date."""

    column: int
    kind: str
    style: Style
    number: int
    plain: bool


class _Kind(NamedTuple):
    """Rows that are written alike: their pattern, what their cells are, attributes of formulas, and of the row."""

    alike: Alike
    makes: tuple[_Make, ...]
    parts: tuple[Texts, Texts]
    told: dict[str, str]


@dataclass(slots=True)
class Rows:
    """Puts rows into a sheet; ``masters`` are the formulas that its cells share."""

    sheet: Sheet
    shared: Shared
    masters: dict[str | None, tuple[str, int, int]]
    _known: dict[str, dict[str, str]] = field(default_factory=dict)
    _shapes: dict[tuple[Texts, Texts], tuple[_Make, ...]] = field(default_factory=dict)
    #: How often rows of a shape were taken apart, and the patterns that were made, that which matched last before all.
    _seen: dict[int, int] = field(default_factory=dict)
    _kinds: list[_Kind] = field(default_factory=list)
    _patterns: int = 0

    def put(self, text: str) -> int | None:
        """Put a row, given without its end tag, into the sheet, and return its number; None where it is unusual.

        Raises TooMany and TooWide for what no sheet should have.
        """
        row = self._put_alike(text)
        if row is not None:
            return row
        opened = _ROW.match(text)
        if opened is None:
            return None
        try:
            before = [(found[1], self._told(found[2])) for found in _BARE.finditer(opened[1])] if opened[1] else []
            if len(before) != opened[1].count("<"):
                return None
            before.append((opened[2], self._told(opened[3])))
            makes, parts = self._taken(text[opened.end() :], opened[2])
            cells = self._made(makes, int(opened[2]), parts)
        except Odd:
            return None
        for number, told in before:
            row = int(number)
            self._note(row, told)
        assert row is not None
        self._keep(row, cells)
        if len(before) == 1:
            self._learn(text, makes, parts, before[0][1])
        return row

    def _put_alike(self, text: str) -> int | None:
        """Put a row that is written like one before it, and return its number."""
        for number, kind in enumerate(self._kinds):
            found = kind.alike.match(text)
            if found is None:
                continue
            if number:
                self._kinds.insert(0, self._kinds.pop(number))
            row = int(found[0])
            self._note(row, kind.told)
            told, bare = kind.parts
            self._keep(row, self._made(kind.makes, row, (told, found[1], bare, found[2], found[2])))
            return row
        return None

    def _learn(self, text: str, makes: tuple[_Make, ...], parts: tuple[Texts, ...], told: dict[str, str]) -> None:
        """Make a pattern of a row if enough rows of its shape were taken apart cell by cell."""
        times = self._seen[id(makes)] = self._seen.get(id(makes), 0) + 1
        if times not in _LEARNT or self._patterns >= _PATTERNS or len(makes) > _WIDEST or "&" in text:
            return
        if any("ref=" in attributes for attributes in parts[0]):
            # The first of the cells that share a formula says which they are, and no other row does.
            return
        made = alike(text, tuple(make.kind for make in makes))
        if made is not None:
            self._patterns += 1
            self._kinds = [_Kind(made, makes, (parts[0], parts[2]), told), *self._kinds[: _TRIED - 1]]

    def _note(self, row: int, told: dict[str, str]) -> None:
        if told.get("hidden") in _ON:
            self.sheet.hidden.add(row)
        level = told.get("outlineLevel", "0")
        if level.isdigit() and int(level):
            self.sheet.outline[row] = int(level)

    def _keep(self, row: int, cells: dict[int, Stored]) -> None:
        if not cells:
            return
        own = self.sheet.rows.setdefault(row, cells)
        if own is not cells:
            own.update(cells)
        self.sheet.count += len(cells)
        if self.sheet.count > LARGEST:
            raise TooMany

    def _told(self, text: str) -> dict[str, str]:
        """The attributes of a tag, by the text between its known ones and its end."""
        known = self._known.get(text)
        if known is None:
            pairs = _ATTRIBUTE.findall(text)
            known = dict(pairs)
            if not _ATTRIBUTES.fullmatch(text) or len(known) < len(pairs) or "r" in known or "xmlns" in text:
                raise Odd
            if len(self._known) < _KEPT:
                self._known[text] = known
        return known

    def _taken(self, body: str, row: str) -> tuple[tuple[_Make, ...], tuple[Texts, ...]]:
        """What the cells of a row are, and their parts: attributes and texts of formulas, values, inline texts."""
        found = _CELL.findall(body)
        if not found:
            if body:
                raise Odd
            return (), _NO_PARTS
        whole, letters, numbers, attributes, *parts = zip(*found, strict=True)
        if sum(map(len, whole)) != len(body) or set(numbers) != {row}:
            raise Odd
        makes = self._shapes.get((letters, attributes)) or self._shape(letters, attributes)
        if "&" in body:
            parts = [tuple(map(plain, texts)) for texts in parts]
        return makes, tuple(parts)

    def _made(self, makes: tuple[_Make, ...], row: int, parts: tuple[Texts, ...]) -> dict[int, Stored]:
        """The cells of a row with something in them, by column."""
        cells: dict[int, Stored] = {}
        for make, told, written, bare, text, inline in zip(makes, *parts, strict=True):
            column, kind, style, _, plain = make
            formula: str | Copied | None = None
            if written or bare:
                attributes_of = told or bare
                formula = f"={written}"
                if attributes_of:
                    formula = formula_of(written, self._told(attributes_of), self.masters, row, column)
            if plain and text:
                try:
                    value: Any = float(text) if "." in text else int(text)
                except ValueError:
                    value, kind = value_of(text, kind, make.number, self.shared)
            elif kind == "inlineStr":
                value, kind = inline, "s"
            elif text:
                value, kind = value_of(text, kind, make.number, self.shared)
            else:
                value = None
            if formula is not None or (value is not None and (value.__class__ is not str or value.strip())):
                cells[column] = _NEW(Stored, (value, kind, style, formula, None))
        return cells

    def _shape(self, letters: tuple[str, ...], attributes: tuple[str, ...]) -> tuple[_Make, ...]:
        """What the cells of a row are; most rows of a sheet are of one shape."""
        makes = tuple(map(self._make, letters, attributes))
        if len(self._shapes) < _KEPT:
            self._shapes[letters, attributes] = makes
        return makes

    def _make(self, letters: str, attributes: str) -> _Make:
        column, told = column_of(letters), self._told(attributes)
        if column > WIDEST:
            raise TooWide
        number, kind, styles = told.get("s", "0"), told.get("t", "n"), self.shared.styles
        if not number.isdecimal():
            raise Odd
        style = styles[int(number)] if int(number) < len(styles) else PLAIN
        return _Make(column, kind, style, int(number), kind == "n" and int(number) not in self.shared.dates)


_NO_PARTS: tuple[Texts, ...] = ((),) * 5

_NEW: Callable[[type[Stored], tuple[Any, ...]], Stored] = tuple.__new__


def is_utf8(content: bytes) -> bool:
    """Whether XML says no other encoding than UTF-8 at its beginning."""
    told = _ENCODING.match(content.removeprefix(codecs.BOM_UTF8))
    return told is None or told[1].lower() in (b"utf-8", b"us-ascii")


def plain(text: str) -> str:
    """A text with what its entities stand for; raises Odd for one that is written by its number."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[1] is None:
        raise Odd
    return _ENTITIES[found[1]]
