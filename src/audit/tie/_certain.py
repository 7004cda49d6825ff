"""How certain it is of which figure of the tables the words of an amount speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from audit.notation.calendar import years_in
from audit.tie._frame import FROM, Frame
from audit.tie._labels import Cell
from audit.tie._outcome import Outcome
from audit.tie._values import Tables
from audit.tie._within import OF

#: An abbreviation has so many capital letters or more.
_LETTERS = 2


def agreeing(outcomes: Sequence[Outcome]) -> set[Cell]:
    """The rows with which amounts of a sentence agree."""
    return set(settled_by(outcomes, len(outcomes)))


def settled_by(outcomes: Sequence[Outcome], n: int) -> Iterator[Cell]:
    """The rows with which other amounts of the sentence agree, one figure of a table each."""
    for m, outcome in enumerate(outcomes):
        if m == n or outcome.verdict not in ("agrees", "coarser") or outcome.reading is None or outcome.within:
            continue
        for operand in outcome.reading.operands:
            yield operand.statement, operand.row


def sure(frame: Frame, settled: set[Cell], tables: Tables) -> bool:
    """Whether it is certain of which figure the words of an amount speak."""
    if frame.denied or frame.narrowed or frame.beside or frame.says("other", "outside", "denies"):
        return False
    if frame.foretold:
        return False
    if frame.parted and frame.measured != "own":
        return False
    if of_another_year(frame, tables):
        return False
    if frame.says("elsewhen", "apart", "together") or _is_part_of_row(frame):
        return False
    if frame.says("up", "down") and not (frame.moves or frame.turns):
        return False
    if frame.moves and _of_unknown(frame):
        return False
    corroborated = bool(settled.intersection(frame.cells)) or frame.known
    if len({cell[0] for label in frame.labels for cell in label}) > 1 and not _in_one_table(frame):
        return False
    if frame.certain:
        return frame.measured == "own" or (frame.measured == "shared" and frame.source == "own")
    if frame.source == "none":
        # Without a row it is the total that is meant, if the sentence says so or speaks of that total already.
        return frame.measured == "own" and (frame.says("whole") or not settled.isdisjoint(tables.roots))
    return corroborated and (frame.measured == "own" or (frame.measured == "shared" and not frame.known))


def sure_row(frame: Frame, settled: set[Cell], tables: Tables) -> bool:
    """Whether nothing that is said of an amount without a measure speaks against its being one of its row."""
    if frame.measured != "none" or frame.denied or frame.narrowed or frame.parted or frame.beside or frame.doubtful:
        return False
    said = frame.says("other", "elsewhen", "outside", "denies", "up", "down", "apart", "together", "some", "largest")
    # "Pajak yang disetor": one word of a longer label is a word of the language too.
    # A surplus beside the revenue and the spending that make it is no other.
    balances = (*tables.words.plus, *tables.words.minus) if _beside(frame, settled) else ()
    short = any(
        piece.role == "label" and _is_one_word(piece.text) and piece.text.lower() not in balances for piece in frame.gap
    )
    return not said and not short and not of_another_year(frame, tables)


def _of_unknown(frame: Frame) -> bool:
    """Whether a rise or a fall is against something that nobody here knows, as in "lebih kecil … daripada Kota B"."""
    behind = list(takewhile(lambda piece: not frame.parts_from(piece), frame.after))
    first = next((n for n, piece in enumerate(behind) if piece.text.lower().split()[0] in FROM), len(behind))
    return any(piece.role == "other" for piece in behind[first:])


def _beside(frame: Frame, settled: set[Cell]) -> bool:
    """Whether other amounts agree with two rows of the table of an amount's row."""
    ids = {cell[0] for cell in frame.cells}
    return len({cell for cell in settled if cell[0] in ids}) > 1


def _is_part_of_row(frame: Frame) -> bool:
    """Whether an amount is said to be one of some parts of its row; "antara lain pada A (Rp 5)" says it of A."""
    last = max((n for n, piece in enumerate(frame.gap) if piece.role == "some"), default=None)
    if last is None:
        return False
    between = list(takewhile(lambda piece: piece.role != "label", frame.gap[last + 1 :]))
    named = len(between) < len(frame.gap) - last - 1
    # "Sebagian dari realisasi A" is a part of A.
    return not named or any(piece.role == "measure" or piece.text.lower() in OF for piece in between)


def _is_one_word(label: str) -> bool:
    """Whether a label is a word of the language, and no abbreviation, as "SiLPA" is."""
    return " " not in label and sum(letter.isupper() for letter in label) < _LETTERS


def open_to_slips(frame: Frame, tables: Tables) -> bool:
    """Whether the words leave it possible that an amount is a figure of its row, whatever else they say."""
    said = frame.says("elsewhen", "outside", "denies", "some", "apart", "together", "about")
    return not said and not frame.denied and not of_another_year(frame, tables)


def names_figure(frame: Frame, settled: set[Cell], tables: Tables) -> bool:
    """Whether the words name one row and a column, though a word beside them may say something else.

    The row is certain if another amount agrees with it; without one, it must be named right before the amount.
    """
    if frame.measured == "none" or len(frame.labels) != 1 or not open_to_slips(frame, tables):
        return False
    if frame.says("up", "down") and not frame.moves:
        return False
    if frame.parted or frame.beside:
        return False
    if not settled.isdisjoint(frame.cells):
        return True
    return frame.source in ("own", "before") and frame.measured == "own" and not frame.narrowed


def sure_share(n: int, frame: Frame, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables) -> bool:
    """Whether it is certain of which row a percentage is a share: that of the amount before it, or of its words."""
    if of_another_year(frame, tables) or frame.denied or _of_something_else(frame):
        return False
    if frame.says("elsewhen", "outside", "denies"):
        return False
    if frame.source == "own" and not frame.narrowed and not frame.beside and _as_others(n, frames, outcomes):
        return True
    if frame.says("other"):
        return False
    if n and frame.attached and frames[n - 1].unit == "rupiah":
        before = outcomes[n - 1]
        return before.verdict in ("agrees", "coarser") and not before.within and before.reading is not None
    if frame.measured != "own":
        return False
    return (
        frame.known
        or (frame.source == "own" and not frame.narrowed)
        or not set(settled_by(outcomes, n)).isdisjoint(frame.cells)
    )


def _as_others(n: int, frames: Sequence[Frame], outcomes: Sequence[Outcome]) -> bool:
    """Whether a sentence states of another row, in the same way, what the tables have.

    "A mencapai 80 %, B 90 %": what the one states of its row, the other states of its own.
    """
    columns = frames[n].columns
    return any(
        m != n
        and other.unit == "percent"
        and other.source == "own"
        and other.columns == columns
        and outcomes[m].verdict == "agrees"
        and _is_realised(outcomes[m])
        for m, other in enumerate(frames)
    )


def _is_realised(outcome: Outcome) -> bool:
    """Whether a percentage is one that its row prints, or one that the rulebooks say how to compute in its row."""
    reading = outcome.reading
    if reading is None or outcome.within:
        return False
    columns = {operand.column for operand in reading.operands}
    return len({(one.statement, one.row) for one in reading.operands}) == 1 and (
        len(columns) == 1 or columns == {"pagu", "realisasi"}
    )


def _of_something_else(frame: Frame) -> bool:
    """Whether a percentage is said to be one of something that nobody here knows, as in "8 % dari potensi"."""
    behind = [piece for piece in frame.after if piece.role not in ("filler", "behind", "whole")]
    told = [piece.role for piece in frame.after if piece.role != "filler" and not frame.parts_from(piece)][:2]
    if told[:1] == ["other"] or told == ["label", "other"]:
        # "31 % pendapatan asli", where there is a row "Pendapatan" only.
        return True
    of = bool(frame.after) and frame.after[0].text.lower() in OF
    return of and bool(behind) and behind[0].role not in ("measure", "label", "year")


def of_another_year(frame: Frame, tables: Tables) -> bool:
    """Whether the words name a year that is none of the table of the row."""
    said = {piece.text for piece in frame.gap if piece.role == "year" and not piece.columns}
    behind = frame.year_behind
    if behind is not None:
        said = set() if behind.columns else {behind.text}
    if not said:
        return False
    cells = frame.cells or tables.roots
    reported = [tables.statement(cell) for cell in cells]
    years = [set(years_in(" ".join((*one.titles, *one.names)))) for one in reported]
    return all(known and said.isdisjoint(known) for known in years)


def _in_one_table(frame: Frame) -> bool:
    """Whether some table has all the rows that an amount names; rows of two tables have no amount in common."""
    tables = [{cell[0] for cell in label} for label in frame.labels]
    return bool(set.intersection(*tables))
