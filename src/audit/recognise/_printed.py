"""Columns of a heading as printed, whatever statement they may be of: their texts, and the first cells below them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from audit.model.document import Cell, Grid
from audit.notation.codes import read_code
from audit.notation.headings import unit_of, words
from audit.notation.numerals import has_digit

_YEAR = re.compile(r"20\d\d")
#: Words of a heading that say the unit of its figures.
_UNIT_WORDS = frozenset({"rp", "rupiah"})

#: A text longer than this is no code.
_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Printed:
    """A column as printed: the texts of its heading from top to bottom, and the first cells below.

    ``read`` are its texts as they are read beside those of the other columns. ``whole`` are the words of all of them,
    ``leaf`` those of the lowest, both without years, and ``bare`` the whole without units. ``large`` and ``shares``
    say that most figures are too large for a percentage, or are one.
    """

    path: tuple[str, ...]
    read: tuple[str, ...]
    content: tuple[Cell, ...]
    whole: tuple[str, ...] = ()
    leaf: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    year: float = 0.0
    leaf_words: tuple[str, ...] = ()
    percent: bool = False
    money: bool = False
    figures: int = 0
    large: bool = False
    shares: bool = False


def columns_of(grid: Grid, top: int, bottom: int) -> tuple[Printed, ...]:
    """The columns of a heading, and those without one that only have cells."""
    paths, contents = paths_of(grid, top, bottom), _contents(grid, bottom)
    read = _over_codes(_with_last_year(paths), contents)
    return tuple(_column(*parts) for parts in zip_longest(paths, read, contents, fillvalue=()))


def are_codes(cells: tuple[Cell, ...]) -> bool:
    """Whether all cells hold what may be a code, but for those of signatures below the last code."""
    size = len(cells)
    while size and not is_code(cells[size - 1]):
        size -= 1
    return all(is_code(cell) for cell in cells[:size]) and 2 * size >= len(cells)


def is_code(cell: Cell) -> bool:
    """Whether a cell holds what may be a code."""
    return len(cell.text) <= _LONGEST_CODE and read_code(cell.text) is not None


def are_words(cells: tuple[Cell, ...]) -> bool:
    """Whether nearly all cells hold words."""
    texts = sum(1 for cell in cells if cell.number is None and any(mark.isalpha() for mark in cell.text))
    return bool(cells) and texts * 10 >= len(cells) * 9


def _column(path: tuple[str, ...], read: tuple[str, ...], content: tuple[Cell, ...]) -> Printed:
    if not read:
        return Printed(path, (), content)
    text = " ".join(read)
    every, lowest = words(text), words(read[-1])
    whole, leaf = _without_years(every), _without_years(lowest)
    # Of two years the later is reported on, the earlier there for comparison.
    years = [int(word) for word in every if _YEAR.fullmatch(word)]
    figures = [cell for cell in content if cell.number is not None or has_digit(cell.text)]
    return Printed(
        path,
        read,
        content,
        whole,
        leaf,
        tuple(word for word in whole if word not in ("rp", "%")),
        frozenset((*whole, *leaf, "%")),
        (max(years) - 2000) / 10_000 if years else 0.0,
        lowest,
        percent="%" in text or "persen" in text.lower(),
        money="rp" in every or unit_of(text.lower()) is not None,
        figures=len(figures),
        large=_mostly(figures, _is_large),
        shares=_mostly(figures, lambda cell: cell.number is not None and cell.number.percent),
    )


def _with_last_year(paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The headings with "tahun lalu" in place of a year, where another column has the same words with the year after.

    So "Realisasi 2022" beside "Realisasi 2023" is the outcome of the year before, and alone it is the outcome. Beside
    "Realisasi" without a year it is that of the year before too.
    """
    named = [words(" ".join(path)) for path in paths]
    years = [[word for word in texts if _YEAR.fullmatch(word)] for texts in named]
    last = max((year for found in years for year in found), default="")
    bare = [frozenset(_without_years(texts)) for texts in named]
    undated = [texts - _UNIT_WORDS for texts, found in zip(bare, years, strict=True) if texts and not found]
    reported = [texts for texts, found in zip(bare, years, strict=True) if found == [last]]
    read = []
    for path, texts, found in zip(paths, bare, years, strict=True):
        earlier = len(found) == 1 and int(found[0]) + 1 == int(last)
        repeated = earlier and any(texts <= other or other <= texts for other in reported)
        beside = len(found) == 1 and texts - _UNIT_WORDS in undated
        read.append(tuple(text.replace(found[0], "tahun lalu") for text in path) if repeated or beside else path)
    return tuple(read)


def _over_codes(paths: tuple[tuple[str, ...], ...], contents: list[tuple[Cell, ...]]) -> tuple[tuple[str, ...], ...]:
    """The headings with one that stands over a column of codes and the labels beside it given to the labels."""
    read = list(paths)
    for c in range(min(len(read), len(contents)) - 1):
        codes = sum(1 for cell in contents[c] if is_code(cell))
        if read[c] and not read[c + 1] and codes * 2 > len(contents[c]) and are_words(contents[c + 1]):
            read[c], read[c + 1] = ("kode",), read[c]
    return tuple(read)


def paths_of(grid: Grid, top: int, bottom: int) -> tuple[tuple[str, ...], ...]:
    """For each column the headings that stand over it, from the upper to the lower, merged cells spread out.

    A text spreads over the columns beside it only as far as something stands below it there: "Kode" over four columns
    of a code is the heading of the first.
    """
    width = max(len(row) for row in grid.rows[top : bottom + 1])
    texts = [[_text(grid.rows[r], c) for c in range(width)] for r in range(top, bottom + 1)]
    spread = [list(row) for row in texts]
    merged = [merge for merge in grid.merges if top <= merge.top and merge.bottom <= bottom]
    for merge in merged:
        for c in range(merge.left + 1, min(merge.right + 1, width)):
            if any(texts[lower][c] for lower in range(merge.bottom - top + 1, len(texts))):
                spread[merge.top - top][c] = texts[merge.top - top][merge.left]
    if not any(merge.right > merge.left for merge in merged):
        # Without merged cells the text of a group stands over its first column only, up to where another begins.
        for r in range(len(texts) - 1):
            for c in range(1, width):
                below = any(texts[lower][c] for lower in range(r + 1, len(texts)))
                beside = any(texts[lower][c - 1] for lower in range(r + 1, len(texts)))
                begins = any(texts[upper][c] for upper in range(r))
                if not spread[r][c] and below and beside and not begins:
                    spread[r][c] = spread[r][c - 1]
    return tuple(tuple(row[c] for row in spread if row[c]) for c in range(width))


def _text(row: tuple[Cell | None, ...], column: int) -> str:
    cell = row[column] if column < len(row) else None
    return " ".join(cell.text.split()) if cell is not None else ""


def _contents(grid: Grid, bottom: int) -> list[tuple[Cell, ...]]:
    """The first cells below a heading, column by column, by which text and amounts are told apart."""
    rows = grid.rows[bottom + 1 : bottom + 41]
    width = max((len(row) for row in rows), default=0)
    return [tuple(cell for row in rows if c < len(row) and (cell := row[c]) is not None) for c in range(width)]


def _without_years(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in texts if not _YEAR.fullmatch(word)) or texts


def _mostly(cells: list[Cell], test: object) -> bool:
    hits = sum(1 for cell in cells if callable(test) and test(cell))
    return bool(cells) and hits * 2 > len(cells)


def _is_large(cell: Cell) -> bool:
    """Whether a figure is too large to be a percentage: five digits or more before any decimals."""
    if cell.number is not None:
        return abs(cell.number.shown) >= 10_000
    return sum(mark.isdigit() for mark in cell.text) >= 7
