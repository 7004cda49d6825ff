"""Documents in which text and tables follow one another: the lines right above a table are its titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from audit.model.document import Cell, Grid, Merge, Passage, Place

#: A line of more words is no title.
_LONGEST = 30

_AMOUNT = re.compile(r"\b(?:rp|idr)\.?\s*\d|\d\s*(?:%|persen\b)|\d[\d.,]*\d{3}", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![.,]?\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph between tables; ``level`` is that of a heading, 0 for the title of the whole.

    ``kind`` says what its style tells of it: the title of a table, or prose; else its words decide.
    """

    text: str
    place: Place
    level: int | None = None
    kind: Literal["", "title", "prose"] = ""

    @property
    def is_title(self) -> bool:
        """Whether it can be the title of a table below it: short, no sentence, and without an amount."""
        if self.kind:
            return self.kind == "title"
        short = len(self.text.split()) <= _LONGEST and not self.text.rstrip().endswith((".", ";", ":", ",", "!", "?"))
        return short and not self.has_amount

    @property
    def has_amount(self) -> bool:
        """Whether there is an amount or a share in it, years aside."""
        return _AMOUNT.search(_YEAR.sub("", self.text)) is not None


Block = Line | Grid


def poured(blocks: Iterable[Block]) -> tuple[tuple[Grid, ...], tuple[Passage, ...]]:
    """The grids, each under its titles, and all other lines as passages, in order.

    The titles of a table are the headings that are open where it stands, with the lines that stand between two of
    them, and the lines right above it that can be titles. Each becomes a row of one cell above the table, as on a
    sheet, and is then no passage: whoever looks for sentences finds it in the grid.
    """
    grids: list[Grid] = []
    lines: list[Line] = []
    titles: set[int] = set()
    open: list[tuple[int, list[int]]] = []
    near: list[int] = []
    fresh = True
    for block in tabbed(blocks):
        if isinstance(block, Grid):
            above = [*(n for _, under in open for n in under), *near]
            # A heading with an amount stands above its first table only, so that the amount is told once.
            told = [lines[n] for n in above if n not in titles or not lines[n].has_amount]
            titles.update(above)
            grids.append(titled(block, told))
            near, fresh = [], False
            continue
        lines.append(block)
        number = len(lines) - 1
        if block.level is not None:
            if near and fresh:
                open = [*open[:-1], (open[-1][0], [*open[-1][1], *near])] if open else [(0, near)]
            open = [(level, under) for level, under in open if level < block.level]
            open.append((block.level, [number]))
            near, fresh = [], True
        else:
            near = [*near, number] if block.is_title else []
    passages = [Passage(" ".join(line.text.split()), line.place) for n, line in enumerate(lines) if n not in titles]
    return tuple(grids), tuple(passages)


def titled(grid: Grid, titles: Sequence[Line]) -> Grid:
    """The grid with its titles as rows of one cell above it."""
    if not titles:
        return grid
    count, width = len(titles), len(grid.rows[0]) if grid.rows else 1
    rows = [(Cell(" ".join(line.text.split()), line.place), *[None] * (width - 1)) for line in titles]
    return replace(
        grid,
        rows=(*rows, *grid.rows),
        merges=tuple(Merge(m.top + count, m.left, m.bottom + count, m.right) for m in grid.merges),
        outline=(*[0] * count, *grid.outline) if grid.outline else (),
        hidden=frozenset(row + count for row in grid.hidden),
    )


def tabbed(blocks: Iterable[Block]) -> Iterable[Block]:
    """The blocks with lines that tabs part, three or more in a row and all into as many cells, made a table.

    Where their numbers differ, nothing says which tabs leave a cell blank, and the lines stay prose.
    """
    run: list[Line] = []
    for block in (*blocks, None):
        if isinstance(block, Line) and len(_cells(block)) > 2:
            if run and len(_cells(run[-1])) != len(_cells(block)):
                yield from _table(run)
                run = []
            run.append(block)
            continue
        yield from _table(run)
        run = []
        if block is not None:
            yield block


def _cells(line: Line) -> list[str]:
    return line.text.strip("\n").split("\t")


def _table(run: Sequence[Line]) -> Iterable[Block]:
    if len(run) < 3:
        return run
    rows = tuple(
        tuple(
            Cell(text.strip(), replace(line.place, column=column), indent=len(text) - len(text.lstrip()))
            if text.strip()
            else None
            for column, text in enumerate(_cells(line), 1)
        )
        for line in run
    )
    return [Grid("Tabel", run[0].place, rows)]
