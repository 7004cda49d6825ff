"""Counts in a sentence are held against how many rows a table has, or how many of them meet what the sentence says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from audit.model.figure import Figure, Interval
from audit.model.text import Text
from audit.notation.headings import words
from audit.rules.evaluate import Evaluator
from audit.rules.expression import parse_condition
from audit.rules.values import Inapplicable, NotAsked
from audit.rules.world import Spot
from audit.tie._frame import Frame
from audit.tie._labels import Cell
from audit.tie._levels import Level, levels_of
from audit.tie._outcome import UNTIED, Outcome, agreement
from audit.tie._sentence import NAMELY, Sentence
from audit.tie._values import Reading, Tables

#: So many letters behind a count are shown with what was counted.
_SHOWN = 40
_condition = cache(parse_condition)


@dataclass(frozen=True, slots=True)
class _Threshold:
    """What a sentence says of the rows that it counts: above, below or at an amount in some columns."""

    relation: str
    figure: Figure
    columns: tuple[str, ...]
    unit: str


def counted(n: int, frames: Sequence[Frame], sentence: Sentence, tables: Tables) -> Outcome:
    """The outcome of a count: of a row's own target and result, or of rows."""
    frame, figure = frames[n], frames[n].said.figure
    if figure is None:
        return UNTIED
    levels = _levels(n, frames, tables)
    counts_rows = bool(levels) or _names_rows(frame, tables)
    own = _of_a_row(frame, figure, tables) if not counts_rows or _in_unit(frame, tables) else None
    if own is not None:
        return own
    if not levels:
        return _at_any_level(frame, figure, sentence, tables)
    return _of_rows(n, frames, figure, levels, sentence, tables)


def _of_a_row(frame: Frame, figure: Figure, tables: Tables) -> Outcome | None:
    """A count that a row named in the sentence prints; None where no row is named that has counts."""
    every = tables.readings(frame.cells, None, "count")
    if not every:
        return None
    meant = tables.meant(frame.cells, frame.columns, "count")
    for reading in (*meant, *every):
        if agreement(figure, reading.interval) != "contradicted":
            return Outcome("agrees", reading)
    if (
        frame.certain
        and not frame.says("other", "elsewhen", "outside", "denies", "about", "some")
        and _in_unit(frame, tables)
    ):
        chosen = meant or every
        return Outcome("contradicted", min(chosen, key=lambda one: abs((one.interval.middle or 0) - figure.value)))
    return Outcome("untied", candidates=tuple(reading.operands[0] for reading in every[:3]))


def _in_unit(frame: Frame, tables: Tables) -> bool:
    """Whether the noun behind a count is the unit of the row that the sentence names."""
    said = words(frame.behind)
    units = [words(tables.statement(cell).rows[cell[1]].texts.get("satuan", "")) for cell in frame.cells]
    return any(unit and said[: len(unit)] == unit for unit in units)


def _levels(n: int, frames: Sequence[Frame], tables: Tables) -> list[Level]:
    """The rows that the noun behind a count means; "3 dari 4 kegiatan" has one noun for both."""
    frame = frames[n]
    levels = _named_behind(frame, tables)
    if not levels and n + 1 < len(frames) and frames[n + 1].unit == "count" and _is_of(frames[n + 1]):
        levels = _named_behind(frames[n + 1], tables)
    return levels


def _named_behind(frame: Frame, tables: Tables) -> list[Level]:
    said = words(frame.behind)[:4]
    for size in range(len(said), 0, -1):
        levels = levels_of(said[:size], tables.world.statements, tables.words)
        if levels:
            return levels
    return []


def _is_of(frame: Frame) -> bool:
    return [piece.text.lower() for piece in frame.gap] == ["dari"]


def _of_rows(
    n: int, frames: Sequence[Frame], figure: Figure, levels: list[Level], sentence: Sentence, tables: Tables
) -> Outcome:
    frame = frames[n]
    whole = _is_of(frame) or _first_of_two(n, frames)
    conditions = [] if whole else [name for piece in sentence.pieces if piece.role == "count" for name in piece.columns]
    limits = [] if whole or conditions else list(_thresholds(frames, tables))
    if any(limit is None for limit in limits):
        return UNTIED
    understood = [limit for limit in limits if limit is not None]
    scope = [piece for piece in sentence.pieces if piece.role == "label" and piece.start < frame.end]
    under = [cell for piece in scope for cell in piece.rows]
    found: dict[int, bool] = {}
    for level in levels:
        for rows, sure in _within(level, under, tables):
            for count in _counts(rows, level.statement, conditions, understood, tables):
                found[count] = found.get(count, False) or (level.sure and sure)
    certain = [count for count, sure in found.items() if sure] if _explained(frame, sentence) else []
    return _held_to(figure, found, certain, frame)


def _held_to(figure: Figure, possible: Collection[int], certain: Collection[int], frame: Frame) -> Outcome:
    """A stated count against those that its words may mean; only those that are certain can contradict it."""
    if figure.value in possible:
        return Outcome("agrees", _reading(int(figure.value), frame))
    if not certain:
        return UNTIED
    return Outcome("contradicted", _reading(min(certain, key=lambda count: abs(count - figure.value)), frame))


def _at_any_level(frame: Frame, figure: Figure, sentence: Sentence, tables: Tables) -> Outcome:
    """A count of rows that meet a condition, where nothing says of which level they are: no level may have so many.

    Tables that one recap sums up are one report, whose rows are counted together.
    """
    conditions = [name for piece in sentence.pieces if piece.role == "count" for name in piece.columns]
    if not conditions or not _names_rows(frame, tables) or not _explained(frame, sentence):
        return UNTIED
    paired = sorted(set(tables.world.pairs.values()))
    groups = [paired] if paired else [[id] for id in tables.world.statements]
    found: set[int] = set()
    for group in groups:
        for condition in conditions:
            met = [cell for id in group for cell in _leaves_that_meet(id, condition, tables)]
            found.add(len(met))
            # What the rows are parts of may be meant as well, one level up and no higher: there all are one.
            above = list(dict.fromkeys((id, up) for id, row in met if (up := _above(id, row, tables)) is not None))
            found.add(len(above) or len(met))
    return _held_to(figure, found, found, frame)


def _names_rows(frame: Frame, tables: Tables) -> bool:
    """Whether the noun behind a count is one by which rows are counted."""
    said = words(frame.behind)
    nouns = [words(noun) for noun in tables.words.nouns]
    return any(said[: len(noun)] == noun for noun in nouns)


def _leaves_that_meet(id: str, condition: str, tables: Tables) -> list[Cell]:
    statement = tables.world.statements[id]
    leaves = [row.index for row in statement.rows if row.kind == "leaf" and not statement.children_of[row.index]]
    return [(id, row) for row in leaves if _meets(id, row, condition, tables)]


def _above(id: str, row: int, tables: Tables) -> int | None:
    statement = tables.world.statements[id]
    above = statement.tree[row]
    return None if above == statement.root else above


def _first_of_two(n: int, frames: Sequence[Frame]) -> bool:
    """Whether a count is that of all, as in "Dari 12 kegiatan, sebanyak 4 kegiatan …"."""
    counts = [m for m, other in enumerate(frames) if other.unit == "count"]
    first = frames[n].gap[-1].text.lower() == "dari" if frames[n].gap else False
    return len(counts) > 1 and counts[0] == n and first


def _thresholds(frames: Sequence[Frame], tables: Tables) -> Iterator[_Threshold | None]:
    """The thresholds of a sentence, None for one of which its words do not say on which side the rows are."""
    exactly = {words(phrase) for phrase in tables.words.exactly}
    above = {words(phrase) for phrase in tables.words.above}
    below = {words(phrase) for phrase in tables.words.below}
    for frame in frames:
        if frame.unit == "count" or frame.said.figure is None:
            continue
        said = [words(piece.text) for piece in frame.gap]
        relation = ">" if above.intersection(said) else "<" if below.intersection(said) else "="
        if relation == "=" and not (said and said[-1] in exactly):
            yield None
            continue
        columns = next((piece.columns for piece in reversed(frame.gap) if piece.role == "measure"), ())
        columns = columns or next((other.columns for other in frames if other.columns), ())
        yield _Threshold(relation, frame.said.figure, columns, frame.unit or "")


def _within(level: Level, under: Sequence[Cell], tables: Tables) -> Iterator[tuple[tuple[int, ...], bool]]:
    """The rows of a level below those that the sentence names, or all; only those named first are certain."""
    named = [cell[1] for cell in under if cell[0] == level.statement]
    if named:
        statement = tables.world.statements[level.statement]
        below = {row for top in named for row in statement.descendants(top)}
        inside = tuple(row for row in level.rows if row in below)
        if inside:
            yield inside, True
        yield level.rows, False
    else:
        yield level.rows, not under


def _counts(
    rows: tuple[int, ...], id: str, conditions: Sequence[str], limits: Sequence[_Threshold], tables: Tables
) -> Iterator[int]:
    """How many rows meet what the sentence says, under each way to read it; all of them where it says nothing."""
    if not conditions and not limits:
        yield len(rows)
        return
    for condition in conditions:
        met = [_meets(id, row, condition, tables) for row in rows]
        if any(one is not None for one in met):
            yield sum(one is True for one in met)
    for limit in limits:
        for column in limit.columns:
            ways = [tables.meant([(id, row)], [column], limit.unit) for row in rows]
            for way in range(max((len(readings) for readings in ways), default=0)):
                chosen = [readings[way] for readings in ways if way < len(readings)]
                if chosen:
                    yield sum(_beyond(reading, limit) for reading in chosen)


def _meets(id: str, row: int, condition: str, tables: Tables) -> bool | None:
    try:
        return Evaluator(tables.world).holds(_condition(condition), Spot(tables.world.statements[id], row))
    except (NotAsked, Inapplicable):
        return None


def _beyond(reading: Reading, limit: _Threshold) -> bool:
    if limit.relation == "=":
        return agreement(limit.figure, reading.interval) == "agrees"
    middle = reading.interval.middle
    if middle is None:
        return False
    return middle > limit.figure.value if limit.relation == ">" else middle < limit.figure.value


def _explained(frame: Frame, sentence: Sentence) -> bool:
    """Whether all that the sentence says is known, so that nothing narrows down what it counts."""
    if any(piece.role == "about" for piece in frame.gap[-2:]):
        return False
    for piece in sentence.pieces:
        if piece.start > frame.end and piece.text.lower() in NAMELY:
            # What follows only names the rows that were counted.
            break
        if piece.role in ("other", "verb", "elsewhen", "outside", "denies", "some"):
            return False
    return True


def _reading(count: int, frame: Frame) -> Reading:
    noun = " ".join(frame.behind[:_SHOWN].strip(" ().,;").split()[:3])
    text = Text(f"hitungan baris tabel: {count} {noun}", f"rows counted in the table: {count} {noun}")
    return Reading(Interval.exactly(Fraction(count)), (), text, named=False)
