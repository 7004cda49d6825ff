"""Counts in a sentence are held against how many rows a table has, or how many of them meet what the sentence says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from audit.model.figure import Figure, Interval
from audit.model.text import Text
from audit.notation.headings import telling, words
from audit.tie._frame import Frame
from audit.tie._levels import Level, levels_of
from audit.tie._outcome import UNTIED, Outcome, agreement
from audit.tie._sentence import NAMELY, Sentence
from audit.tie._tally import Tally, Threshold, columns_of, meeting, tallies, together
from audit.tie._values import Reading, Tables, difference

#: So many letters behind a count are shown with what was counted.
_SHOWN = 40
#: So many of the rows that were counted are named as the proof.
_NAMED = 12
#: What may narrow down which rows are counted: only some of them rise, fall, or are the largest.
_NARROWS = ("other", "verb", "elsewhen", "outside", "denies", "some", "up", "down", "apart", "largest", "smallest")


@dataclass(frozen=True, slots=True)
class _Counted:
    """One way to count what a sentence counts; ``meant`` says that its words mean this one, ``sure`` that surely."""

    tally: Tally
    meant: bool
    sure: bool


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
    if frame.says("apart"):
        # "Kurang 2 unit": how far the result is from its target.
        every = meant = [difference(left, right) for left, right in permutations(every, 2)]
        if any(agreement(figure, reading.interval) != "contradicted" for reading in every):
            return Outcome("agrees", next(r for r in every if agreement(figure, r.interval) != "contradicted"))
    chosen = list(filter(tables.accuses, meant or every))
    blocked = frame.says("other", "elsewhen", "outside", "denies", "about", "some", "up", "down")
    ends = all(piece.role == "filler" for piece in frame.after)
    measured = (
        ends
        or frame.measured == "own"
        or frame.says("apart")
        or any(piece.role == "measure" for piece in frame.after[:3])
    )
    told = measured and (frame.certain or frame.known) and not frame.denied
    if told and not blocked and _in_unit(frame, tables) and chosen:
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
    """Whether a count is that of which another is a part, as in "3 dari keseluruhan 4 kegiatan"."""
    said = [piece.text.lower() for piece in frame.gap if piece.role not in ("whole", "measure")]
    return said[-1:] == ["dari"] and all(piece.role in ("whole", "filler", "measure") for piece in frame.gap)


def _of_rows(
    n: int, frames: Sequence[Frame], figure: Figure, levels: list[Level], sentence: Sentence, tables: Tables
) -> Outcome:
    frame = frames[n]
    whole = _is_of(frame) or _first_of_two(n, frames, sentence)
    # "3 dari 4 kegiatan", of which nobody knows what the 3 are.
    of_unknown = not whole and n + 1 < len(frames) and frames[n + 1].unit == "count" and _is_of(frames[n + 1])
    conditions = [] if whole else [name for piece in sentence.pieces if piece.role == "count" for name in piece.columns]
    if not levels and not (conditions and _names_rows(frame, tables)):
        return UNTIED
    limits = [] if whole or conditions else list(_thresholds(frames, tables))
    if any(limit is None for limit in limits):
        return UNTIED
    understood = [limit for limit in limits if limit is not None]
    found = list(_by_level(levels, conditions, understood, frame, sentence, tables))
    if conditions and _names_rows(frame, tables) and not _all_can_meet(levels, conditions, tables):
        found.extend(_by_leaves(conditions, sure=not levels, tables=tables))
    of_unknown = of_unknown and not conditions and not understood
    explained = not of_unknown and _explained(frame, sentence, whole=whole)
    return _held_to(figure, found, frame, explained=explained)


def _held_to(figure: Figure, found: Sequence[_Counted], frame: Frame, *, explained: bool) -> Outcome:
    """A stated count against those that its words may mean; a contradiction needs that none of them is so many.

    One that agrees with a count that may be meant, but with none that is, agrees with nothing for certain.
    """
    for one in found:
        if one.meant and one.tally.is_so_many(figure.value):
            return Outcome("agrees", _reading(one.tally, frame))
    certain = [one.tally for one in found if one.sure]
    if not explained or not certain or any(one.tally.may_be(figure.value) for one in found):
        candidates = [cell for one in found for cell in one.tally.rows if one.tally.may_be(figure.value)]
        return Outcome("untied", candidates=tuple(dict.fromkeys(candidates))[:3])
    return Outcome("contradicted", _reading(min(certain, key=lambda tally: abs(tally.low - figure.value)), frame))


def _by_level(
    levels: Sequence[Level],
    conditions: Sequence[str],
    limits: Sequence[Threshold],
    frame: Frame,
    sentence: Sentence,
    tables: Tables,
) -> Iterator[_Counted]:
    """The rows that a noun means, table by table and in all tables of one kind together.

    Where the sentence names a row only what stands below it is certain, and where it names a table only that.
    """
    under = [c for p in sentence.pieces if p.role == "label" and p.start < frame.end for c in p.rows]
    parts = _parts(tables)
    # A row of a recap stands for the table that it sums up.
    summed = {other for (id, row, _), other in tables.world.pairs.items() if (id, row) in under}
    others: dict[str, list[list[Tally]]] = defaultdict(list)
    every: dict[str, list[tuple[str, list[Tally], bool]]] = defaultdict(list)
    for level in levels:
        statement = tables.world.statements[level.statement]
        named = [cell[1] for cell in under if cell[0] == level.statement]
        below = {row for top in named for row in statement.descendants(top)}
        inside = tuple(row for row in level.rows if row in below)
        sure = level.sure and tables.accuses_by(level.statement)
        if inside:
            for tally in tallies(inside, level.statement, conditions, limits, tables):
                yield _Counted(tally, meant=True, sure=sure)
        counts = list(tallies(level.rows, level.statement, conditions, limits, tables))
        named_so = level.statement in summed or _is_named(level.statement, sentence, parts, tables)
        rivals = {other.statement for other in levels if other.statement != level.statement}
        alone = not any(tables.world.statements[other].kind == statement.kind for other in rivals)
        for tally in counts if named_so or level.statement not in parts else ():
            meant = named_so or alone or level.statement in parts
            yield _Counted(tally, meant, sure=sure and (level.statement in summed or not under))
        if not alone and level.statement not in parts:
            others[statement.kind].append(counts)
        if level.statement in parts and counts:
            every[statement.kind].append((level.statement, counts, sure))
    for several in others.values():
        # Nothing says whether they are parts of one whole: some of them together may be meant.
        first = [counts[0] for counts in several if counts]
        if first:
            total = together(first)
            yield _Counted(total, meant=True, sure=False)
            yield _Counted(replace(total, low=min(tally.low for tally in first)), meant=False, sure=False)
    for kind, group in every.items():
        complete = {id for id in parts if tables.world.statements[id].kind == kind} <= {id for id, _, _ in group}
        for way in range(max(len(counts) for _, counts, _ in group)):
            total = together([counts[min(way, len(counts) - 1)] for _, counts, _ in group])
            if not complete:
                # A table that calls its rows otherwise may have more of them, and never fewer than none.
                total = replace(total, high=None)
            yield _Counted(total, meant=not under, sure=not under and all(sure for _, _, sure in group))


def _parts(tables: Tables) -> frozenset[str]:
    """The tables that one recap sums up, which are parts of one whole; a lone one is a whole itself."""
    paired = frozenset(tables.world.pairs.values())
    return paired if len(paired) > 1 else frozenset()


def _is_named(id: str, sentence: Sentence, parts: frozenset[str], tables: Tables) -> bool:
    """Whether a sentence names a table by most of the words of a title that none of the others has."""
    said = frozenset(words(sentence.passage[sentence.start : sentence.end]))
    others = {title for other in parts - {id} for title in tables.world.statements[other].titles}
    own = [telling(title) for title in tables.world.statements[id].titles if title not in others]
    return any(title and len(title & said) * 3 >= 2 * len(title) for title in own)


def _all_can_meet(levels: Sequence[Level], conditions: Sequence[str], tables: Tables) -> bool:
    """Whether all rows that a noun means can be asked a condition themselves, so that those below need not be."""
    return bool(levels) and all(
        any(meeting(level.statement, row, condition, tables)[0] for condition in conditions)
        for level in levels
        for row in level.rows
    )


def _by_leaves(conditions: Sequence[str], *, sure: bool, tables: Tables) -> Iterator[_Counted]:
    """The rows without parts that meet a condition, and what these are parts of: there nothing says which is meant.

    One level up and no higher: there all are one. Tables that one recap sums up are counted together.
    """
    parts = sorted(_parts(tables))
    groups = [parts] if parts else [[id] for id in tables.world.statements]
    for group in groups:
        fits = sure and all(map(tables.accuses_by, group))
        for condition in conditions:
            leaves, above = [], []
            for id in group:
                met = _leaves(id, condition, tables)
                leaves.append(Tally.of(id, met, tables.world.statements[id], columns_of(condition)))
                above.append(Tally.of(id, _upward(id, met, tables), tables.world.statements[id]))
            if any(tally.asked for tally in leaves):
                yield _Counted(together(leaves), meant=sure, sure=fits)
                yield _Counted(together(above), meant=False, sure=False)


def _leaves(id: str, condition: str, tables: Tables) -> dict[int, bool | None]:
    statement = tables.world.statements[id]
    rows = [row.index for row in statement.rows if row.kind == "leaf" and not statement.children_of[row.index]]
    asked = ((row, meeting(id, row, condition, tables)) for row in rows)
    return {row: counts for row, (could, counts) in asked if could}


def _upward(id: str, met: Mapping[int, bool | None], tables: Tables) -> dict[int, bool | None]:
    """What the rows are parts of: it counts where one of its parts does."""
    statement = tables.world.statements[id]
    found: dict[int, bool | None] = {}
    for row, counts in met.items():
        parent = statement.tree[row]
        top = row if parent is None or parent == statement.root else parent
        known = found.get(top, False)
        found[top] = True if counts or known else None if counts is None or known is None else False
    return found


def _names_rows(frame: Frame, tables: Tables) -> bool:
    """Whether the noun behind a count is one by which rows are counted."""
    said = words(frame.behind)
    nouns = [words(noun) for noun in tables.words.nouns]
    return any(said[: len(noun)] == noun for noun in nouns)


def _first_of_two(n: int, frames: Sequence[Frame], sentence: Sentence) -> bool:
    """Whether a count is that of all, as in "Dari 12 kegiatan, sebanyak 4 kegiatan …", or "…, 4 di antaranya"."""
    counts = [m for m, other in enumerate(frames) if other.unit == "count"]
    first = frames[n].gap[-1].text.lower() == "dari" if frames[n].gap else False
    some = any(piece.role == "some" for piece in sentence.pieces if piece.start > frames[n].end)
    return (len(counts) > 1 or some) and counts[0] == n and first


def _thresholds(frames: Sequence[Frame], tables: Tables) -> Iterator[Threshold | None]:
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
        yield Threshold(relation, frame.said.figure, columns, frame.unit or "")


def _explained(frame: Frame, sentence: Sentence, *, whole: bool) -> bool:
    """Whether all that the sentence says is known, so that nothing narrows down what it counts.

    Of a ``whole`` it is what is said up to the comma behind it.
    """
    if any(piece.role == "about" for piece in frame.gap[-2:]):
        return False
    for piece in sentence.pieces:
        if whole and piece.start > frame.end and frame.parts_from(piece):
            break
        if piece.start > frame.end and piece.text.lower() in NAMELY:
            # What follows only names the rows that were counted.
            break
        if piece.role in _NARROWS:
            return False
    return True


def _reading(tally: Tally, frame: Frame) -> Reading:
    behind = frame.behind[:_SHOWN].strip(" ().,;")
    noun = " ".join(re.split(r"[.,;:()]", behind)[0].split()[:3])
    least = Text("sedikitnya ", "at least ") if tally.high is None else Text("", "")
    text = Text(
        f"hitungan baris tabel: {least.id}{tally.low} {noun}",
        f"rows counted in the table: {least.en}{tally.low} {noun}",
    )
    return Reading(Interval.exactly(Fraction(tally.low)), tally.rows[:_NAMED], text, named=False)
