"""A DOCX document is read in its order: tables as grids, under the lines that are their titles, and prose as passages.

A cell of a table stands at ``Tabel 2!C5``: the tables are counted through the document, nested ones too, and the rows
and columns of each as on a sheet. A paragraph is counted among those with text that stand outside of tables; a footnote
stands where its number does. What a tracked change took away, hidden text, the numbers of automatic lists, headers and
footers are not read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, fromstring

from audit.model.document import Cell, Document, Grid, Merge, Place, Problem
from audit.model.text import Text
from audit.notation.letters import letters_of
from audit.notation.numerals import has_digit
from audit.readers._file import LARGEST, File, how_far
from audit.readers._flow import Block, Line, poured
from audit.readers._package import DAMAGE, MOST_PART, broken, open_package, related, too_large
from audit.readers._sheet import too_many
from audit.readers._word import Look, Said, chosen, first, get, is_on, number, said, styles_of, tag_of

#: Elements that only wrap others: content controls, tracked changes that stay, custom markup.
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "hyperlink"})

#: A cell that spans more columns than a table of Word can have spans no more than this.
_MOST_SPANNED = 63


@dataclass(slots=True)
class _Reading:
    """How far a document was read: its paragraphs and tables are counted, and hidden figures noted."""

    id: str
    name: str
    styles: dict[str, Look]
    notes: dict[tuple[str, str], Element]
    paragraphs: int = 0
    tables: int = 0
    hidden: list[tuple[Place, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Placed:
    """A cell of a table where it stands, and its content; ``goes_on`` says that it is part of the cell above."""

    row: int
    column: int
    span: int
    content: Element
    goes_on: bool


def read(file: File, id: str) -> Document:
    """The document as grids and passages; raises Unreadable for a file that is none, is broken or has a password."""
    with open_package(file) as package:
        try:
            main = next((target for kind, target in related(package, "").values() if kind == "officeDocument"), "")
            main = main or "word/document.xml"
            if package.getinfo(main).file_size > MOST_PART:
                raise too_large(file)
            parts = dict(related(package, main).values())
            body = fromstring(package.read(main))
            styles = styles_of(_part(package, parts.get("styles", "")))
            notes = {
                (kind, get(note, "id")): note
                for kind in ("footnote", "endnote")
                for note in _part(package, parts.get(f"{kind}s", "")) or ()
                if get(note, "type") in ("", "normal")
            }
        except DAMAGE as error:
            raise broken(file) from error
    reading = _Reading(id, file.name, styles, notes)
    try:
        grids, passages = poured(_blocks(body, reading))
    except RecursionError as error:
        # No one nests tables and text boxes so deep.
        raise broken(file) from error
    problems = (*reading.problems, *_hidden(reading))
    return Document(file.input(id, "docx", how_far((*grids, *passages), problems)), grids, passages, problems)


def _part(package: zipfile.ZipFile, name: str) -> Element | None:
    return fromstring(package.read(name)) if name in package.NameToInfo else None


def _blocks(container: Element, reading: _Reading) -> Iterator[Block]:
    """The paragraphs and tables of a part of the document, in order."""
    for child in container:
        tag = tag_of(child)
        if tag == "p":
            yield from _paragraph(child, reading)
        elif tag == "tbl":
            yield from _table(child, reading)
        elif tag in _WRAPPERS:
            yield from _blocks(child, reading)
        elif tag.endswith("}AlternateContent"):
            for choice in chosen(child):
                yield from _blocks(choice, reading)


def _paragraph(element: Element, reading: _Reading) -> Iterator[Block]:
    found = said(element, reading.styles)
    if found.text.strip():
        reading.paragraphs += 1
        place = Place(reading.id, reading.name, paragraph=reading.paragraphs)
        yield Line(found.text.strip("\n "), place, found.level, "title" if found.caption else "")
    place = Place(reading.id, reading.name, paragraph=max(reading.paragraphs, 1))
    yield from _hanging(found, place, reading)


def _hanging(found: Said, place: Place, reading: _Reading) -> Iterator[Block]:
    """What hangs on a paragraph: the text of its notes and its text boxes; hidden text is noted."""
    if found.hidden.strip():
        reading.hidden.append((place, found.hidden))
    for kind, id in found.notes:
        note = reading.notes.pop((kind, id), None)
        texts = (
            [said(part, reading.styles).text for part in note.iter() if tag_of(part) == "p"] if note is not None else []
        )
        if text := " ".join(text.strip() for text in texts if text.strip()):
            yield Line(text, place, kind="prose")
    for box in found.boxes:
        yield from _blocks(box, reading)


def _table(element: Element, reading: _Reading) -> Iterator[Block]:
    """A table as a grid, and after it the tables within its cells and what hangs on its paragraphs."""
    reading.tables += 1
    name = f"Tabel {reading.tables}"
    placed, hidden = _laid(element)
    height = max((cell.row for cell in placed), default=-1) + 1
    width = max((cell.column + cell.span for cell in placed), default=0)
    whole = Place(reading.id, reading.name, name)
    if height * width > LARGEST:
        reading.problems.append(too_many(whole))
        return
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    inner: list[Block] = []
    around: list[tuple[_Placed, Place]] = []
    for cell in placed:
        place = replace(whole, cell=f"{letters_of(cell.column)}{cell.row + 1}")
        if any(tag_of(part) == "tbl" for part in cell.content.iter()):
            around.append((cell, place))
        elif not cell.goes_on:
            rows[cell.row][cell.column], hanging = _cell(cell.content, place, reading)
            inner.extend(hanging)
    for cell, place in around:
        if any(other is not None and has_digit(other.text) for other in rows[cell.row]):
            # Beside figures it is part of a row, and its own text is a label there.
            rows[cell.row][cell.column], hanging = _cell(cell.content, place, reading)
            inner.extend(hanging)
            inner.extend(block for table in _inside(cell.content, "tbl") for block in _table(table, reading))
        else:
            # The table around it only lays out the page, and its text stands above the table within.
            inner.extend(_blocks(cell.content, reading))
    if any(map(any, rows)):
        yield Grid(name, whole, tuple(map(tuple, rows)), _merges(placed), hidden=hidden)
    yield from inner


def _laid(table: Element) -> tuple[list[_Placed], frozenset[int]]:
    """The cells of a table where they stand, and which rows are hidden; a row that a tracked change took is none."""
    placed: list[_Placed] = []
    hidden: set[int] = set()
    row = 0
    for line in _inside(table, "tr"):
        properties = first(line, "trPr")
        if first(properties, "del") is not None:
            continue
        if is_on(first(properties, "hidden")):
            hidden.add(row)
        column = min(number(first(properties, "gridBefore")), _MOST_SPANNED)
        for cell in _inside(line, "tc"):
            told = first(cell, "tcPr")
            across, down = first(told, "hMerge"), first(told, "vMerge")
            span = min(max(number(first(told, "gridSpan")), 1), _MOST_SPANNED)
            if across is not None and get(across, "val") in ("", "continue") and placed and placed[-1].row == row:
                placed[-1].span += span
            else:
                goes_on = down is not None and get(down, "val") in ("", "continue")
                placed.append(_Placed(row, column, span, cell, goes_on))
            column += span
        row += 1
    return placed, frozenset(hidden)


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        tag = tag_of(child)
        if tag == wanted:
            yield child
        elif tag in _WRAPPERS:
            yield from _inside(child, wanted)


def _merges(placed: Sequence[_Placed]) -> tuple[Merge, ...]:
    """The merged ranges: cells that span columns, down over those that are part of the cell above them."""
    ranges: list[Merge] = []
    open_at: dict[int, int] = {}
    for cell in placed:
        at = open_at.get(cell.column) if cell.goes_on else None
        if at is not None and ranges[at].bottom == cell.row - 1:
            ranges[at] = Merge(ranges[at].top, ranges[at].left, cell.row, ranges[at].right)
            continue
        open_at[cell.column] = len(ranges)
        ranges.append(Merge(cell.row, cell.column, cell.row, cell.column + cell.span - 1))
    return tuple(merge for merge in ranges if merge.bottom > merge.top or merge.right > merge.left)


def _cell(content: Element, place: Place, reading: _Reading) -> tuple[Cell | None, list[Block]]:
    """A cell with the text of its own paragraphs, and what hangs on them."""
    found = [said(paragraph, reading.styles) for paragraph in _inside(content, "p")]
    hanging: list[Block] = [block for one in found for block in _hanging(one, place, reading)]
    text = "\n".join(one.text for one in found).strip("\n")
    if not text.strip():
        return None, hanging
    spoken = [one for one in found if one.text.strip()]
    indent = spoken[0].indent + len(text) - len(text.lstrip())
    return Cell(text.strip(), place, indent=indent, bold=all(one.bold for one in spoken)), hanging


def _hidden(reading: _Reading) -> tuple[Problem, ...]:
    """Hidden text with figures, which nobody sees in print, is told and not read."""
    figures = [(place, text) for place, text in reading.hidden if any(mark.isdigit() for mark in text)]
    if not figures:
        return ()
    count, (place, text) = len(figures), figures[0]
    shown = " ".join(text.split())[:60]
    return (
        Problem(
            "read",
            "hidden-text",
            Text(
                f"{place.text}: teks tersembunyi yang memuat angka tidak dibaca (“{shown}”; {count} tempat).",
                f"{place.text}: hidden text with figures was not read (“{shown}”; in {count} places).",
            ),
            place,
            Text(
                "Tampilkan atau hapus teks tersembunyi di Word, lalu periksa lagi.",
                "Show or delete the hidden text in Word, then check again.",
            ),
            Text(shown, shown),
        ),
    )
