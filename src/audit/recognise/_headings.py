"""Rows of headings are found in a grid, and each column is given the name by which a rulebook knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, takewhile

from audit.model.document import Cell, Grid
from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.notation.codes import read_code
from audit.notation.headings import column_number, unit_of, words
from audit.notation.numerals import has_digit, is_numeral

_YEAR = re.compile(r"20\d\d")

#: A text longer than this is no code.
_LONGEST_CODE = 40

#: Words by which each column of a spread code may be called: the levels of a code, and what it is the code of.
_CODE_WORDS = frozenset(
    """kode kd rek rekening akun urusan bidang skpd opd unit organisasi program prog kegiatan keg sub subkegiatan
    kelompok jenis objek obyek rincian kro ro komponen subkomponen""".split()  # noqa: SIM905  (best read as words)
)

#: A likeness from here on means the same words.
_EXACT = 8.5

#: A heading has at most so many rows, and a heading needs so many known columns to be one.
_DEEPEST = 4
_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A block of heading rows: for each column of the grid the texts above one another, and what they were taken for.

    ``names`` maps a column of the grid to a column of the shape; ``missing`` are required columns not found;
    ``code_parts`` are the columns over which the heading of the code stands besides its own.
    """

    top: int
    bottom: int
    paths: tuple[tuple[str, ...], ...]
    shape: StatementShape
    names: dict[int, ColumnShape]
    missing: tuple[ColumnShape, ...]
    code_parts: tuple[int, ...] = ()

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The headings as words, by which a repeated heading is known again."""
        return tuple(words(" ".join(path)) for path in self.paths)


def find_headings(grid: Grid, shapes: tuple[StatementShape, ...]) -> list[Heading]:
    """All blocks of heading rows of a grid, from top to bottom."""
    vocabulary = {
        word for shape in shapes for column in shape.columns for text in column.headings for word in words(text)
    }
    found: list[Heading] = []
    row = 0
    while row < len(grid.rows):
        heading = _heading_at(grid, row, shapes) if _may_begin(grid.rows[row], vocabulary) else None
        if heading is None:
            row += 1
        else:
            found.append(heading)
            row = heading.bottom + 1
    return found


def _may_begin(row: tuple[Cell | None, ...], vocabulary: set[str]) -> bool:
    """Whether a row may be the first of a heading: two cells or more of words, none a figure, two of them known."""
    cells = [cell for cell in row if cell is not None]
    if len(cells) < 2 or any(cell.number is not None or is_numeral(cell.text) for cell in cells):
        return False
    return sum(1 for cell in cells if vocabulary.intersection(words(cell.text))) >= 2


def _heading_at(grid: Grid, top: int, shapes: tuple[StatementShape, ...]) -> Heading | None:
    best: tuple[float, Heading] | None = None
    for bottom in range(top, min(top + _DEEPEST, len(grid.rows))):
        row = grid.rows[bottom]
        if bottom > top and (not any(row) or any(_is_figure(cell) for cell in row)):
            break
        for shape in shapes:
            found = _taken_for(grid, top, bottom, shape)
            # Where two kinds fit alike, the one that could have had more columns says more of the table.
            if found is not None and (best is None or _rank(found) > _rank(best)):
                best = found
    if best is None:
        return None
    heading = _with_subheadings(grid, best[1])
    return heading if 2 * len(heading.missing) <= len(heading.names) else None


def _rank(found: tuple[float, Heading]) -> tuple[float, int]:
    return round(found[0], 1), len(found[1].shape.columns)


def _taken_for(grid: Grid, top: int, bottom: int, shape: StatementShape) -> tuple[float, Heading] | None:
    """The rows taken for the heading of a kind of statement, and how well they fit; None where they do not."""
    paths = paths_of(grid, top, bottom)
    score, names = _assign(paths, shape, _contents(grid, bottom))
    if len(names) < min(_KNOWN, len(shape.columns)) or not any(c.type in FIGURES for c in names.values()):
        return None
    missing = tuple(c for c in shape.columns if c.required and c.name not in {n.name for n in names.values()})
    # A deeper block must earn its rows: a label taken for a heading adds no score.
    value = score - 4 * len(missing) - 0.5 * (bottom - top)
    evidence = _title_score(grid, top, shape) + _label_score(grid, bottom, shape)
    if shape.labels and not evidence:
        # A statement that is known by its labels is not guessed from columns that others have too.
        value -= 3
    contents = _contents(grid, bottom)
    parts = _spread_parts(paths, names, contents) if shape.spread else _code_parts(paths, names, contents)
    if shape.spread and parts:
        value += 2
    if shape.known_by and not (evidence or (shape.spread and parts) or _has_any(names, shape.known_by)):
        return None
    return value + evidence, Heading(top, bottom, paths, shape, names, missing, parts)


def heading_as_told(grid: Grid, top: int, bottom: int, shape: StatementShape, names: dict[int, ColumnShape]) -> Heading:
    """The heading of which a person says where it stands and which column is which."""
    paths, contents = paths_of(grid, top, bottom), _contents(grid, bottom)
    parts = _spread_parts(paths, names, contents) if shape.spread else _code_parts(paths, names, contents)
    found = {column.name for column in names.values()}
    missing = tuple(column for column in shape.columns if column.required and column.name not in found)
    return Heading(top, bottom, paths, shape, names, missing, parts)


def _code_parts(
    paths: tuple[tuple[str, ...], ...], names: dict[int, ColumnShape], contents: list[tuple[Cell, ...]]
) -> tuple[int, ...]:
    """The columns without a heading right after that of the code, which hold the rest of it."""
    kode = next((c for c, column in names.items() if column.name == "kode"), None)
    parts: list[int] = []
    position = kode + 1 if kode is not None else len(contents)
    while position < len(contents) and not (position < len(paths) and paths[position]) and contents[position]:
        if not all(len(cell.text) <= _LONGEST_CODE and read_code(cell.text) for cell in contents[position]):
            break
        parts.append(position)
        position += 1
    return tuple(parts)


def _has_any(names: dict[int, ColumnShape], wanted: tuple[str, ...]) -> bool:
    return any(column.name in wanted for column in names.values())


def _spread_parts(
    paths: tuple[tuple[str, ...], ...], names: dict[int, ColumnShape], contents: list[tuple[Cell, ...]]
) -> tuple[int, ...]:
    """The columns beside that of the code which hold codes too, under a heading that names a level or under none."""
    kode = next((c for c, column in names.items() if column.name == "kode"), None)

    def is_part(position: int, *, headed: bool) -> bool:
        called = words(" ".join(paths[position])) if position < len(paths) else ()
        cells = contents[position] if position < len(contents) else ()
        named = bool(called) and _CODE_WORDS.issuperset(called)
        codes = all(len(cell.text) <= _LONGEST_CODE and read_code(cell.text) for cell in cells)
        return position not in names and (named or not (called or headed)) and bool(cells) and codes

    if kode is None:
        return ()
    before = takewhile(lambda position: is_part(position, headed=True), range(kode - 1, -1, -1))
    after = takewhile(lambda position: is_part(position, headed=False), range(kode + 1, len(contents)))
    return (*before, *after)


def _with_subheadings(grid: Grid, heading: Heading) -> Heading:
    """The heading with further rows that only divide some of its columns, as "Triwulan I" and "Jumlah" do.

    Such a row holds words only, and nothing under the columns of codes and labels.
    """
    found = heading
    for bottom in range(heading.bottom + 1, min(heading.top + _DEEPEST, len(grid.rows))):
        row = grid.rows[bottom]
        cells = [cell for cell in row if cell is not None]
        named = [c for c, column in found.names.items() if column.type in ("kode", "text") and c < len(row)]
        words_only = cells and not any(cell.number is not None or is_numeral(cell.text) for cell in cells)
        if not words_only or any(row[c] is not None for c in named) or len(cells) < 2:
            break
        deeper = _taken_for(grid, heading.top, bottom, heading.shape)
        if deeper is None:
            break
        found = deeper[1]
    return found


def _is_figure(cell: Cell | None) -> bool:
    return cell is not None and (cell.number is not None or has_digit(cell.text)) and column_number(cell.text) is None


def _title_score(grid: Grid, top: int, shape: StatementShape) -> float:
    """How well the words above the heading, or the name of the sheet, speak for this kind of statement."""
    above = [cell.text for row in grid.rows[max(0, top - 6) : top] for cell in row if cell is not None]
    text = set(words(" ".join([grid.name, *above])))
    return 3.0 if any(set(words(title)) <= text for title in shape.titles) else 0.0


def _label_score(grid: Grid, bottom: int, shape: StatementShape) -> float:
    """How well labels such as SURPLUS below the heading speak for this kind of statement."""
    wanted = [words(text) for text in shape.labels]
    if not wanted:
        return 0.0
    below = [
        words(cell.text) for row in grid.rows[bottom + 1 :] for cell in row if cell is not None and not cell.number
    ]
    return 6.0 if any(label[: len(want)] == want for label in below for want in wanted) else 0.0


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
        # Without merged cells the text of a group stands over the first of its columns only.
        for r in range(len(texts) - 1):
            for c in range(1, width):
                below = any(texts[lower][c] for lower in range(r + 1, len(texts)))
                beside = any(texts[lower][c - 1] for lower in range(r + 1, len(texts)))
                if not spread[r][c] and below and beside:
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


def _assign(
    paths: tuple[tuple[str, ...], ...], shape: StatementShape, contents: list[tuple[Cell, ...]]
) -> tuple[float, dict[int, ColumnShape]]:
    """Each column's best name, no name twice, the surest pair first."""
    pairs = sorted(
        (
            (-score, position, order, column)
            for position, path in enumerate(paths)
            for order, column in enumerate(shape.columns)
            if (score := _score(path, column, contents[position] if position < len(contents) else ())) > 0
        ),
        key=lambda pair: pair[:3],
    )
    names: dict[int, ColumnShape] = {}
    total = 0.0
    for score, position, _, column in pairs:
        if position not in names and column not in names.values():
            names[position] = column
            total -= score
    label = next((column for column in shape.columns if column.type == "text"), None)
    if label is not None and label not in names.values() and len(names) > 1:
        # Whatever an office calls them, the first column of words holds the labels.
        free = (c for c, path in enumerate(paths) if path and c not in names and _are_words(contents, c))
        names.update(dict.fromkeys(islice(free, 1), label))
    return total, names


def _are_words(contents: list[tuple[Cell, ...]], position: int) -> bool:
    cells = contents[position] if position < len(contents) else ()
    texts = sum(1 for cell in cells if cell.number is None and any(mark.isalpha() for mark in cell.text))
    return bool(cells) and texts * 10 >= len(cells) * 9


def _score(path: tuple[str, ...], column: ColumnShape, content: tuple[Cell, ...]) -> float:
    if not path or not _fits(path, column, content):
        return 0.0
    whole, leaf = _without_years(words(" ".join(path))), _without_years(words(path[-1]))
    bare = tuple(word for word in whole if word not in ("rp", "%"))
    best = 0.0
    for order, text in enumerate(column.headings):
        phrase = words(text)
        best = max(best, _likeness(phrase, whole, bare, leaf) - 0.01 * order)
    if column.type in ("level", "kode") and best < _EXACT and column.name in ("tingkat", "induk"):
        return 0.0
    # Of two years the later is reported on, the earlier there for comparison.
    years = [int(word) for word in words(" ".join(path)) if _YEAR.fullmatch(word)]
    return best + (max(years) - 2000) / 10_000 if best and years else best


def _without_years(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in texts if not _YEAR.fullmatch(word)) or texts


def _likeness(phrase: tuple[str, ...], whole: tuple[str, ...], bare: tuple[str, ...], leaf: tuple[str, ...]) -> float:
    """How alike a heading of the rulebook and one of the table are: 10 for the same words, 0 for others."""
    if phrase == whole:
        return 10.0
    if tuple(word for word in phrase if word != "%") == bare:
        return 9.0
    if set(phrase) == set(whole):
        return 8.5
    leaf_bare = tuple(word for word in leaf if word not in ("rp", "%"))
    if phrase in (leaf, leaf_bare):
        return 8.0 - 0.2 * (len(whole) - len(phrase))
    if set(phrase) <= set(whole) and set(phrase) & set(leaf):
        return 4.0 + 3.0 * len(set(phrase)) / len(set(whole))
    return 0.0


def _fits(path: tuple[str, ...], column: ColumnShape, content: tuple[Cell, ...]) -> bool:
    """Whether what stands in a column can be of the type; a heading's own unit outranks a guess from its cells."""
    text = " ".join(path).lower()
    leaf_words = words(path[-1])
    percent = "%" in text or "persen" in text
    money = "rp" in words(text) or unit_of(text) is not None
    figures = [cell for cell in content if cell.number is not None or has_digit(cell.text)]
    if column.type == "percent":
        return not ("rp" in leaf_words or (money and not percent)) and not _mostly(figures, _is_large)
    if column.type in ("rupiah", "count") and "%" in leaf_words:
        return False
    if column.type == "rupiah":
        return not percent and not _mostly(figures, lambda cell: cell.number is not None and cell.number.percent)
    if column.type == "count":
        return not money
    if column.type == "text":
        return not figures or len(figures) * 2 <= len(content)
    return True


def _mostly(cells: list[Cell], test: object) -> bool:
    hits = sum(1 for cell in cells if callable(test) and test(cell))
    return bool(cells) and hits * 2 > len(cells)


def _is_large(cell: Cell) -> bool:
    """Whether a figure is too large to be a percentage: five digits or more before any decimals."""
    if cell.number is not None:
        return abs(cell.number.shown) >= 10_000
    return sum(mark.isdigit() for mark in cell.text) >= 7
