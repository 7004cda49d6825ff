"""A Markdown file is read in its order: tables of bars, and of HTML, under their titles, and prose as passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.model.document import Cell, Document, Grid, Place, Problem
from audit.readers._file import LARGEST, File, how_far
from audit.readers._flow import Block, Line, poured
from audit.readers._markup import Page
from audit.readers._sheet import too_many
from audit.readers._text import decoded

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")
_FRONT = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read(file: File, id: str) -> Document:
    """The file as grids and passages, each with its line; raises Unreadable where it is no text."""
    from markdown_it import MarkdownIt

    text = re.sub(r"\r\n?", "\n", decoded(file))
    # What stands between rules at the top is for programs.
    text = _FRONT.sub(lambda found: "\n" * found[0].count("\n"), text)
    parser = MarkdownIt("commonmark").enable("table")
    problems: list[Problem] = []
    grids, passages = poured(_blocks(parser, text, Place(id, file.name), problems))
    input = file.input(id, "md", how_far((*grids, *passages), problems))
    return Document(input, grids, passages, tuple(problems))


def _blocks(parser: MarkdownIt, source: str, place: Place, problems: list[Problem]) -> Iterator[Block]:
    lines = source.split("\n")
    tables = listed = 0
    level: int | None = None
    skipped: tuple[int, int] = (0, 0)
    for token in parser.parse(source):
        first, last = token.map or (0, 0)
        listed += token.nesting if token.type.startswith(("bullet_list", "ordered_list")) else 0
        level = int(token.tag[1]) if token.type == "heading_open" else level
        if skipped[0] <= first < skipped[1]:
            # The parts of a table, which was read from its lines.
            continue
        if token.type == "table_open" or (token.type == "paragraph_open" and _is_table(lines[first:last])):
            tables, skipped = tables + 1, (first, last)
            grid = _table(parser, lines, first, last, replace(place, line=first + 1), f"Tabel {tables}")
            if len(grid.rows) * len(grid.rows[0]) > LARGEST:
                problems.append(too_many(grid.place))
            else:
                yield grid
        elif token.type == "inline":
            text = _shown(token.children or ())[0]
            # An item of a list is no title.
            yield Line(text, replace(place, line=first + 1), level, "prose" if listed and level is None else "")
            level = None
        elif token.type in ("fence", "code_block"):
            yield Line(token.content.strip("\n"), replace(place, line=first + 1), kind="prose")
        elif token.type == "html_block":
            page = Page(place, tables, first)
            page.feed(token.content)
            page.close()
            tables = page.count
            problems.extend(page.problems)
            yield from page.blocks


def _is_table(lines: Sequence[str]) -> bool:
    """Whether lines are a table without the rule under its heading: two or more, each between bars."""
    return len(lines) > 1 and all(_bare(line).startswith("|") and _bare(line).endswith("|") for line in lines)


def _table(parser: MarkdownIt, lines: Sequence[str], first: int, last: int, place: Place, name: str) -> Grid:
    """A table from its lines, so that cells beyond those of the heading are kept."""
    rows = [(n, _parted(lines[n])) for n in range(first, last) if not _RULE.fullmatch(_bare(lines[n])) or n == first]
    width = max(len(cells) for _, cells in rows)
    return Grid(
        name,
        place,
        tuple(
            tuple(_cell(parser, text, replace(place, line=n + 1, column=c)) for c, text in enumerate(cells, 1))
            + (None,) * (width - len(cells))
            for n, cells in rows
        ),
    )


def _bare(line: str) -> str:
    """A line without the marks of a quotation or a list before it."""
    return re.sub(r"^[\s>]*(?:[-*+]\s+(?=\|))?", "", line).rstrip()


def _parted(line: str) -> list[str]:
    """The cells of a line; bars may stand at its ends, and one after a backslash is a sign like others."""
    cells = _BAR.split(_bare(line).removeprefix("|"))
    return [cell.replace(r"\|", "|") for cell in (cells[:-1] if not cells[-1].strip() and len(cells) > 1 else cells)]


def _cell(parser: MarkdownIt, text: str, place: Place) -> Cell | None:
    # An entity for a blank is indentation, which the parser of a whole paragraph would take away.
    inside = parser.parseInline(text.strip(" \t"))[0].children or ()
    shown, bold = _shown(inside)
    if not shown.strip():
        return None
    return Cell(shown.strip(), place, indent=len(shown) - len(shown.lstrip()), bold=bold)


def _shown(tokens: Iterable[Token]) -> tuple[str, bool]:
    """The text of a paragraph as shown, and whether all of it is bold."""
    parts: list[str] = []
    faces: list[bool] = []
    strong = 0
    for token in tokens:
        strong += token.nesting if token.type.startswith("strong") else 0
        text = ""
        if token.type in ("text", "code_inline", "text_special"):
            text = token.content
        elif token.type == "softbreak":
            text = " "
        elif token.type == "hardbreak" or re.fullmatch(r"<br\s*/?>", token.content, re.IGNORECASE):
            text = "\n"
        elif token.type == "image":
            text = _shown(token.children or ())[0]
        parts.append(text)
        if text.strip():
            faces.append(strong > 0)
    return "".join(parts), bool(faces) and all(faces)
