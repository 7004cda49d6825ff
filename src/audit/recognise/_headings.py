"""Rows of headings are found in a grid, and each column is given the name by which a rulebook knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile

from audit.model.document import Cell, Grid
from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.notation.headings import column_number, words
from audit.notation.numerals import has_digit, is_numeral
from audit.recognise._printed import Printed, are_codes, are_words, columns_of

#: Words by which each column of a spread code may be called: the levels of a code, and what it is the code of.
_CODE_WORDS = frozenset(
    """kode kd rek rekening akun urusan bidang skpd opd unit organisasi program prog kegiatan keg sub subkegiatan
    kelompok jenis objek obyek rincian kro ro komponen subkomponen""".split()  # noqa: SIM905  (best read as words)
)

#: A likeness from here on means the same words.
_EXACT = 8.5

#: A heading has at most so many rows, and a heading needs so many known columns to be one.
_DEEPEST = 5
_KNOWN = 3

#: A heading that begins lower must fit better by this to leave out what stands above it.
_CLEARLY = 2.0


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
    tops: set[tuple[str, ...]] = set()
    row = 0
    while row < len(grid.rows):
        heading = _heading_from(grid, row, shapes, vocabulary)
        # What stands above a heading that is repeated is the last line of the page before, and no part of it.
        if heading is None or any(_texts(grid.rows[n]) in tops for n in range(row + 1, heading.bottom + 1)):
            row += 1
        else:
            found.append(heading)
            tops.add(_texts(grid.rows[row]))
            row = heading.bottom + 1
    return found


def _texts(row: tuple[Cell | None, ...]) -> tuple[str, ...]:
    return tuple(cell.text if cell is not None else "" for cell in row)


def _may_begin(row: tuple[Cell | None, ...], vocabulary: set[str]) -> bool:
    """Whether a row may be the first of a heading: two cells or more of words, none a figure, two of them known."""
    cells = [cell for cell in row if cell is not None]
    if len(cells) < 2 or any(cell.number is not None or is_numeral(cell.text) for cell in cells):
        return False
    return sum(1 for cell in cells if vocabulary.intersection(words(cell.text))) >= 2


def _heading_from(grid: Grid, top: int, shapes: tuple[StatementShape, ...], vocabulary: set[str]) -> Heading | None:
    """The heading that begins at a row, or lower where that row turns out to be a title broken over several cells."""
    if not _may_begin(grid.rows[top], vocabulary):
        return None
    labels = _Labels(grid, top, shapes)
    found = _heading_at(grid, top, shapes, labels)
    for lower in range(top + 1, found[1].bottom + 1 if found is not None else 0):
        below = _heading_at(grid, lower, shapes, labels) if _may_begin(grid.rows[lower], vocabulary) else None
        if found is not None and below is not None and below[0] > found[0] + _CLEARLY:
            found = below
    return found[1] if found is not None else None


def _heading_at(
    grid: Grid, top: int, shapes: tuple[StatementShape, ...], labels: _Labels
) -> tuple[float, Heading] | None:
    """The heading that begins at a row, and how well it fits; None where none does."""
    best: tuple[float, Heading] | None = None
    for bottom in range(top, min(top + _DEEPEST, len(grid.rows))):
        row = grid.rows[bottom]
        if bottom > top and (not any(row) or any(_is_figure(cell) for cell in row)):
            break
        printed = columns_of(grid, top, bottom)
        for shape in shapes:
            found = _taken_for(grid, printed, top, bottom, shape, labels)
            # Where two kinds fit alike, the one that could have had more columns says more of the table.
            if found is not None and (best is None or _rank(found) > _rank(best)):
                best = found
    if best is None:
        return None
    heading = _with_subheadings(grid, best[1], labels)
    return (best[0], heading) if 2 * len(heading.missing) <= len(heading.names) else None


def _rank(found: tuple[float, Heading]) -> tuple[float, int]:
    return round(found[0], 1), len(found[1].shape.columns)


def _taken_for(
    grid: Grid, printed: tuple[Printed, ...], top: int, bottom: int, shape: StatementShape, labels: _Labels
) -> tuple[float, Heading] | None:
    """The rows taken for the heading of a kind of statement, and how well they fit; None where they do not."""
    score, names = _assign(printed, shape)
    if len(names) < min(_KNOWN, len(shape.columns)) or not any(c.type in FIGURES for c in names.values()):
        return None
    # A deeper block must earn its rows: a label taken for a heading adds no score.
    value = score - 4 * len(_missing(shape, names)) - 0.5 * (bottom - top)
    evidence = _title_score(grid, top, shape) + labels.score(shape)
    if shape.labels and not evidence:
        # A statement that is known by its labels is not guessed from columns that others have too.
        value -= 3
    heading = _heading(grid, printed, top, bottom, shape, names)
    spread = bool(shape.spread and heading.code_parts)
    if spread:
        value += 2
    if shape.known_by and not (evidence or spread or _has_any(names, shape.known_by)):
        return None
    return value + evidence, heading


def heading_as_told(grid: Grid, top: int, bottom: int, shape: StatementShape, names: dict[int, ColumnShape]) -> Heading:
    """The heading of which a person says where it stands and which column is which."""
    return _heading(grid, columns_of(grid, top, bottom), top, bottom, shape, names)


def _heading(
    grid: Grid,
    printed: tuple[Printed, ...],
    top: int,
    bottom: int,
    shape: StatementShape,
    names: dict[int, ColumnShape],
) -> Heading:
    width = max(len(row) for row in grid.rows[top : bottom + 1])
    paths, contents = tuple(column.path for column in printed[:width]), [column.content for column in printed]
    parts = _spread_parts(paths, names, contents) if shape.spread else _code_parts(paths, names, contents)
    return Heading(top, bottom, paths, shape, names, _missing(shape, names), parts)


def _missing(shape: StatementShape, names: dict[int, ColumnShape]) -> tuple[ColumnShape, ...]:
    found = {column.name for column in names.values()}
    return tuple(column for column in shape.columns if column.required and column.name not in found)


def _code_parts(
    paths: tuple[tuple[str, ...], ...], names: dict[int, ColumnShape], contents: list[tuple[Cell, ...]]
) -> tuple[int, ...]:
    """The columns without a heading right after that of the code, which hold the rest of it."""
    kode = next((c for c, column in names.items() if column.name == "kode"), None)
    parts: list[int] = []
    position = kode + 1 if kode is not None else len(contents)
    while position < len(contents) and not (position < len(paths) and paths[position]) and contents[position]:
        if not are_codes(contents[position]):
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
        codes = are_codes(cells)
        return position not in names and (named or not (called or headed)) and bool(cells) and codes

    if kode is None:
        return ()
    before = takewhile(lambda position: is_part(position, headed=True), range(kode - 1, -1, -1))
    after = takewhile(lambda position: is_part(position, headed=False), range(kode + 1, len(contents)))
    return (*before, *after)


def _with_subheadings(grid: Grid, heading: Heading, labels: _Labels) -> Heading:
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
        printed = columns_of(grid, heading.top, bottom)
        deeper = _taken_for(grid, printed, heading.top, bottom, heading.shape, labels)
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


@dataclass(frozen=True, slots=True)
class _Labels:
    """Which of the labels that kinds of statement know, as SURPLUS, stand below a heading.

    A label that no other kind knows, as "Pendapatan Asli Desa", speaks louder than one that several know.
    """

    grid: Grid
    top: int
    shapes: tuple[StatementShape, ...]
    found: dict[str, bool] = field(default_factory=dict)
    below: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def score(self, shape: StatementShape) -> float:
        """How well the labels speak for a kind of statement."""
        known = {text for text in shape.labels if self._stands(text)}
        shared = {text for other in self.shapes if other is not shape for text in other.labels}
        return (6.5 if known - shared else 6.0) if known else 0.0

    def _stands(self, text: str) -> bool:
        if not self.below:
            cells = (cell for row in self.grid.rows[self.top + 1 :] for cell in row if cell is not None)
            for label in {words(cell.text) for cell in cells if not cell.number} or {()}:
                self.below.setdefault(label[0] if label else "", set()).add(label)
        if text not in self.found:
            want = words(text)
            alike = self.below.get(want[0], ()) if want else [()]
            self.found[text] = any(label[: len(want)] == want for label in alike)
        return self.found[text]


def _assign(printed: tuple[Printed, ...], shape: StatementShape) -> tuple[float, dict[int, ColumnShape]]:
    """Each column's best name, no name twice, the surest pair first."""
    pairs = sorted(
        (
            (-score, position, order, column)
            for position, heading in enumerate(printed)
            if heading.read
            for order, column in enumerate(shape.columns)
            if (score := _score(heading, column)) > 0
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
        free = (c for c, head in enumerate(printed) if head.read and c not in names and are_words(head.content))
        names.update(dict.fromkeys(islice(free, 1), label))
    return total, names


@lru_cache(maxsize=4096)
def _phrases(headings: tuple[str, ...]) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """The words of the headings in order of preference, with what a later one has less."""
    return tuple((0.01 * order, words(text)) for order, text in enumerate(headings))


def _score(printed: Printed, column: ColumnShape) -> float:
    best = 0.0
    for later, phrase in _phrases(column.headings):
        # Most headings of a rulebook have nothing to do with the one at hand, and their first word tells.
        if not phrase or phrase[0] in printed.known:
            best = max(best, _likeness(phrase, printed.whole, printed.bare, printed.leaf) - later)
    if not best or not _fits(printed, column):
        return 0.0
    if column.type in ("level", "kode") and best < _EXACT and column.name in ("tingkat", "induk"):
        return 0.0
    return best + printed.year


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


def _fits(printed: Printed, column: ColumnShape) -> bool:
    """Whether what stands in a column can be of the type; a heading's own unit outranks a guess from its cells."""
    percent, money = printed.percent, printed.money
    if column.type == "percent":
        return not ("rp" in printed.leaf_words or (money and not percent)) and not printed.large
    if column.type in ("rupiah", "count") and "%" in printed.leaf_words:
        return False
    if column.type == "rupiah":
        return not percent and not printed.shares
    if column.type == "count":
        return not money
    if column.type == "text":
        return not printed.figures or printed.figures * 2 <= len(printed.content)
    return True
