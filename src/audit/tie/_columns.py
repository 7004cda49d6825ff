"""An amount that its row prints in another column than the one that the words say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from audit.model.figure import Figure
from audit.model.report import Operand
from audit.model.text import Text
from audit.notation.calendar import years_in
from audit.notation.headings import words
from audit.tie._certain import sure
from audit.tie._frame import Frame
from audit.tie._labels import Cell
from audit.tie._outcome import agreement
from audit.tie._sentence import VERB, Piece
from audit.tie._values import Reading, Tables

#: Words between a measure and an amount that is not of the measure, but what it is held against.
_AGAINST = {
    *("dari", "daripada", "terhadap", "dibanding", "dibandingkan", "berbanding", "disandingkan", "atas", "memenuhi"),
    *("bila", "apabila", "jika", "from", "of", "to", "against", "compared", "out", "with"),
}
#: Words between a measure and its amount that leave no doubt that it is.
_PLAIN = {
    *("sebesar", "adalah", "ialah", "yaitu", "yakni", "mencapai", "senilai", "sejumlah"),
    *("berjumlah", "tercatat", "sebanyak", "tahun", "anggaran", "ta", "t", "a"),
    *("pada", "untuk", "di", "dalam", "rp", "per", "tanggal", "sampai"),
    *("dengan", "s", "d", "akhir", "desember", "31", "yang", "berakhir"),
    *("nilai", "jumlah", "total", "was", "is", "at", "in", "year"),
}
#: Words behind an amount with which something else begins.
_BEGINS = frozenset(("atau", "dan", "dari", "terhadap", "dengan", "sedangkan", "serta", "setara", "or", "and", "from"))
#: So many letters of a word tell what it is of, whatever stands before and behind: "dianggarkan" of "anggaran".
_STEM = 6
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Misplaced:
    """The figure that an amount is, though its words say another, which it should be where they leave no doubt."""

    there: Operand
    meant: Reading | None


def misplaced(
    frame: Frame, figure: Figure, said: Sequence[Reading], beside: Sequence[Reading], settled: set[Cell], tables: Tables
) -> Misplaced | None:
    """The figure of another column that an amount is, where its own words say one of its row; ``beside`` are all."""
    found = [one for one in beside if agreement(figure, one.interval) != "contradicted"]
    there = {(reading.cell, operand.column) for reading in found for operand in reading.operands}
    if frame.measured != "own" or frame.moves or frame.turns or len(frame.labels) != 1 or len(there) != 1:
        return None
    cell, column = next(iter(there))
    own = [one for one in said if {(operand.statement, operand.row) for operand in one.operands} == {cell}]
    if not own or column in _allowed(frame, tables) or _is_held_against(frame) or _belongs_to_label(frame):
        return None
    operand, meant = found[0].operands[0], own[0]
    certain = (
        meant.cell is not None
        and sure(frame, settled, tables)
        and all(map(tables.accuses, said))
        and len(own) == len(said)
        and _plainly(frame)
        and _is_called(frame, meant.operands[0], operand, tables)
        and all(other.column == column for other in tables.stands(figure))
    )
    if not certain:
        return Misplaced(operand, None)
    heading = _heading(operand, tables)
    told = Text(f"; itu angka kolom “{heading}”", f"; that is the figure of the column “{heading}”")
    return Misplaced(operand, Reading(meant.interval, meant.operands, meant.text + told))


def misnamed(
    frame: Frame, said: Sequence[Reading], elsewhere: Sequence[Operand], settled: set[Cell], tables: Tables
) -> Reading | None:
    """The figure that an amount should be that is the figure of another row, in the same column of the same table.

    Only where the words leave no doubt of the row, and no row with the amount is a part of it, or has it as a part, or
    bears a name that is part of its name or has it as a part.
    """
    if frame.measured != "own" or frame.moves or frame.turns or len(frame.labels) != 1 or len(said) != 1:
        return None
    meant = said[0]
    if meant.cell is None or not tables.accuses(meant) or not sure(frame, settled, tables):
        return None
    if not _plainly(frame) or _is_held_against(frame) or _belongs_to_label(frame):
        return None
    own = meant.operands[0]
    for other in elsewhere:
        cell = (other.statement, other.row)
        related = meant.cell in tables.above(cell) or cell in tables.above(meant.cell)
        if related or (other.statement, other.column) != (own.statement, own.column):
            return None
        if _share_a_name(cell, meant.cell, tables):
            return None
    row = tables.world.statements[own.statement].rows[elsewhere[0].row]
    told = Text(f"; itu angka baris “{row.short}”", f"; that is the figure of the row “{row.short}”")
    return Reading(meant.interval, meant.operands, meant.text + told)


def _share_a_name(one: Cell, other: Cell, tables: Tables) -> bool:
    """Whether all words of the label of a row are in that of another."""
    left, right = (set(words(tables.statement(cell).rows[cell[1]].uraian)) for cell in (one, other))
    return left <= right or right <= left


def _allowed(frame: Frame, tables: Tables) -> Collection[str]:
    """The columns that any words beside an amount mean, as "anggaran … Rp 5 telah direalisasikan" means two."""
    behind = [] if frame.after and frame.after[0].text.lower() in _BEGINS else frame.after
    measures = [piece for piece in (*frame.gap, *behind) if piece.role == "measure"]
    if _year_of_column(frame) is not None or set(frame.columns) <= set(tables.words.before):
        measures = [piece for piece in measures if piece not in frame.gap]
    return {*frame.columns, *(column for piece in measures for column in piece.columns)}


def _belongs_to_label(frame: Frame) -> bool:
    """Whether a measure is the end of a name, as in "surplus anggaran"; a verb behind a label says what was done."""
    sentence = frame.said.mention.sentence
    return any(
        label.role == "label"
        and measure.role == "measure"
        and not sentence[label.end : measure.start].strip()
        and not VERB.match(measure.text.lower())
        for label, measure in pairwise(frame.gap)
    )


def _year_of_column(frame: Frame) -> Piece | None:
    """The year of which a column is that an amount is said to be of."""
    return next((piece for piece in frame.gap if piece.role == "year" and piece.columns == frame.columns), None)


def _since_measure(frame: Frame) -> list[Piece]:
    """What stands between the first measure and the amount."""
    first = next((n for n, piece in enumerate(frame.gap) if piece.role == "measure"), len(frame.gap))
    return list(frame.gap[first + 1 :])


def _is_held_against(frame: Frame) -> bool:
    return any(
        piece.role == "about" or not _AGAINST.isdisjoint(piece.text.lower().split())
        for piece in _since_measure(frame)
        if piece.role != "label"
    )


def _plainly(frame: Frame) -> bool:
    """Whether one measure is said of an amount, and nothing that could turn it, before the amount and behind it."""
    measures = [piece for piece in frame.gap if piece.role == "measure"]
    years = _years(frame)
    between = [piece for piece in _since_measure(frame) if piece.role != "label"]
    plain = all(map(_is_plain, between))
    behind = list(takewhile(lambda piece: not frame.parts_from(piece), frame.after))
    ends = not behind or behind[0].text.lower() in _BEGINS or all(map(_is_plain, behind))
    return len(measures) == 1 and len(years) <= 1 and plain and ends


def _is_plain(piece: Piece) -> bool:
    return piece.role == "year" or _PLAIN.issuperset(piece.text.lower().split())


def _years(frame: Frame) -> set[str]:
    """The years that are said of an amount, before it or right behind it."""
    behind = frame.year_behind
    return {piece.text for piece in (*frame.gap, *([behind] if behind else [])) if piece.role == "year"}


def _is_called(frame: Frame, meant: Operand, there: Operand, tables: Tables) -> bool:
    """Whether a measure has the name of the column that is meant, and no less than that of the other one.

    "Realisasi" is the name of this year's and last year's; then the year must be said, and be that of the one alone.
    """
    earlier = tables.words.before
    if set(frame.columns) <= set(earlier):
        # "Realisasi tahun sebelumnya" is no name of this year's column.
        return there.column not in earlier
    measure = next(piece.text for piece in frame.gap if piece.role == "measure")
    own, other = _heading(meant, tables), _heading(there, tables)
    if not _names(measure, own):
        return False
    years = _years(frame)
    if any(year in other and year not in own for year in years):
        return False
    if not _names(measure, other):
        return True
    return any(year not in other and _is_year_of(year, meant, own, tables) for year in years)


def _is_year_of(year: str, meant: Operand, heading: str, tables: Tables) -> bool:
    """Whether a column is that of a year: by its heading, or else by the title of its table."""
    if years_in(heading):
        return year in heading
    statement = tables.world.statements[meant.statement]
    titled = {found for title in (*statement.titles, *statement.names) for found in years_in(title)}
    return titled == {year} and meant.column not in tables.words.before


def _names(measure: str, heading: str) -> bool:
    stems = [word[:_STEM] for word in words(heading) if len(word) >= _SHORT and not word.isdigit()]
    return any(stem in word for stem in stems for word in words(measure))


def _heading(operand: Operand, tables: Tables) -> str:
    column = tables.world.statements[operand.statement].column(operand.column)
    return " ".join(column.heading.split()) if column is not None else operand.column
