"""Amounts of money and percentages in a sentence are held against the figures that its words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from audit.model.figure import Figure
from audit.model.report import Operand
from audit.model.text import Text
from audit.tie._beyond import beyond
from audit.tie._bounds import keeps
from audit.tie._certain import names_figure, open_to_slips, settled_by, sure, sure_row, sure_share
from audit.tie._columns import misnamed, misplaced
from audit.tie._frame import Frame
from audit.tie._labels import Cell
from audit.tie._moves import turned
from audit.tie._of_whole import of_whole
from audit.tie._outcome import UNTIED, Outcome, agreement
from audit.tie._part_of import part_of
from audit.tie._ranges import ranged
from audit.tie._slips import slipped
from audit.tie._values import Reading, Tables, added, difference, growth, share
from audit.tie._within import shares_stated, within

#: An amount of fewer digits stands in a table by chance.
_TELLING = 4
_OR = ("atau", "or", "setara")
#: Percentages that stand in every table, and tie a sentence to nothing.
_COMMON = (0, 100)
#: A rough amount is apart from what it stands for by so small a part of it at most.
_ROUGH = 20

#: Some write M for miliar, others for million, which is juta.
_IN_M = re.compile(r"\dM$|\d\s+M$")

_NAMED = Text("jumlah bagian yang disebut", "sum of the parts named")


def held(frames: Sequence[Frame], every: Sequence[Tables], tables: Tables) -> list[Outcome]:
    """The outcome of each amount of a sentence; those of money first, since percentages are shares of them.

    ``every`` are the tables as each amount sees them by its year.
    """
    outcomes: list[Outcome] = [UNTIED] * len(frames)
    for wanted in ("rupiah", "percent", "rupiah", "percent"):
        for n, frame in enumerate(frames):
            if frame.unit == wanted and frame.said.figure is not None and outcomes[n].verdict == "untied":
                outcomes[n] = _asked(n, frame, frame.said.figure, frames, outcomes, every[n])
    for n, frame in enumerate(frames):
        if frame.unit == "rupiah" and outcomes[n].verdict == "untied" and frame.said.figure is not None:
            against = [] if every[n].stands(frame.said.figure) else of_whole(n, frames, outcomes, every[n])
            if against:
                outcomes[n] = _contradicted(frame.said.figure, against)
        if frame.unit == "percent" and outcomes[n].verdict == "untied" and frame.said.figure is not None:
            shares = list(filter(every[n].accuses, part_of(n, frames, outcomes, every[n])))
            if shares and not _near_enough(frame, frame.said.figure, shares, every[n]):
                outcomes[n] = _first(frame.said.figure, shares) or _contradicted(frame.said.figure, shares)
    ranged(frames, outcomes, lambda n: _meant(frames[n], every[n]))
    settled = within(frames, outcomes, tables.words)
    moved = [turned(frame, outcome, tables.words) for frame, outcome in zip(frames, settled, strict=True)]
    return [beyond(n, frames, outcome, tables.words) for n, outcome in enumerate(moved)]


def _asked(
    n: int, frame: Frame, figure: Figure, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables
) -> Outcome:
    """The outcome of an amount; M is miliar unless juta alone is what the tables say, and which it is is told."""
    if frame.unit == "percent":
        return _percentage(n, frame, figure, frames, outcomes, tables)
    found = _money(n, frame, figure, frames, outcomes, tables)
    if not _IN_M.search(frame.said.mention.printed) or frame.said.mention.words is not None:
        return found
    word = "miliar"
    if found.verdict not in ("agrees", "coarser"):
        smaller = Figure(figure.value / 1000, figure.quantum / 1000, figure.printed)
        other = _money(n, frame, smaller, frames, outcomes, tables)
        if other.verdict in ("agrees", "coarser"):
            found, word = other, "juta"
    if found.reading is None:
        return found
    text = found.reading.text + Text(f"; M dibaca {word}", f"; M read as {word}")
    return replace(found, reading=replace(found.reading, text=text))


def _meant(frame: Frame, tables: Tables) -> list[Reading]:
    """The figures that the words of an amount mean, all of its row where they name no column."""
    if frame.unit == "percent":
        return tables.meant(frame.cells, frame.columns, "percent") or tables.readings(frame.cells, None, "percent")
    return _said(frame, tables) or tables.readings(frame.cells, None, "rupiah")


def _money(
    n: int, frame: Frame, figure: Figure, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables
) -> Outcome:
    said = _said(frame, tables)
    every = [cell for other in frames for cell in (*other.cells, *other.beside)]
    beside = tables.readings([*frame.cells, *every], None, "rupiah")
    settled = set(settled_by(outcomes, n))
    found = _first(figure, said)
    other = None if found else misplaced(frame, figure, said, beside, settled, tables)
    if other is not None:
        if other.meant is None or _near_enough(frame, figure, [other.meant], tables):
            return Outcome("untied", candidates=(other.there,))
        return Outcome("contradicted", other.meant, (other.there,))
    found = found or _first(figure, beside)
    found = found or _first(figure, _computed(n, frame, frames, outcomes, tables))
    if found is not None:
        return found
    elsewhere = tables.stands(figure)
    if elsewhere:
        # One amount in one column, printed in a table and again in the recap, is one figure.
        several = {(operand.statement, operand.row) for operand in elsewhere}
        one = len(several) == 1 or len({operand.column for operand in elsewhere}) == 1
        if one and not (said and frame.source == "own") and _telling(figure):
            operand = elsewhere[0]
            return Outcome("agrees", tables.at((operand.statement, operand.row), operand.column))
        wrong = misnamed(frame, said, elsewhere, settled, tables)
        if wrong is not None:
            return Outcome("contradicted", wrong, tuple(elsewhere[:1]))
        return Outcome("untied", candidates=tuple(elsewhere[:5]))
    against = list(filter(tables.accuses, said))
    if against and sure(frame, settled, tables) and not _near_enough(frame, figure, against, tables):
        return _contradicted(figure, against)
    # "20 persen A atau Rp 5": the amount is what the percentage is, of which nothing may be known.
    says_again = n > 0 and frames[n - 1].unit == "percent" and any(piece.text.lower() in _OR for piece in frame.gap)
    whole = not says_again or not settled.isdisjoint(frame.cells)
    own = list(filter(tables.accuses, _without_measure(frame, settled, tables))) if whole else []
    if own and not _near_enough(frame, figure, own, tables):
        return _contradicted(figure, own)
    written = slipped(figure, list(filter(tables.accuses, _written(frame, said, tables))))
    if written is None and against and names_figure(frame, settled, tables):
        written = slipped(figure, against, meant=True)
    if written is not None and not keeps(frame, figure, [written], tables.words):
        return Outcome("contradicted", written, _near(figure, [written]))
    return Outcome("untied", candidates=_near(figure, [*said, *beside]))


def _without_measure(frame: Frame, settled: set[Cell], tables: Tables) -> list[Reading]:
    """All figures of the row of an amount that names no column, where the row at least is certain."""
    if not sure_row(frame, settled, tables):
        return []
    corroborated = settled.intersection(frame.cells)
    # Another document may mean something else by the same words, as a balance sheet does beside the year's spending.
    alone = [cell for cell in frame.cells if cell[0] not in tables.world.cited]
    cells = corroborated or (alone if frame.source == "own" and len(frame.labels) == 1 else ())
    return tables.readings(cells, None, "rupiah")


def _written(frame: Frame, said: Sequence[Reading], tables: Tables) -> list[Reading]:
    """The figures that a writer may have had before the eyes: those meant, and all of the rows that the words name."""
    if not open_to_slips(frame, tables):
        return []
    cells = frame.cells if frame.labels else tables.roots
    left = tables.meant(cells, tables.words.derived, "rupiah")
    return [*said, *tables.readings(cells, None, "rupiah"), *left]


def _near_enough(frame: Frame, figure: Figure, readings: Sequence[Reading], tables: Tables) -> bool:
    """Whether an amount that is said to be rough is not far from one that may be meant, or one that keeps its bound."""
    if keeps(frame, figure, readings, tables.words):
        return True
    return _rough(frame) and any(_apart(figure, reading) * _ROUGH <= abs(figure.value) for reading in readings)


def _said(frame: Frame, tables: Tables) -> list[Reading]:
    """The figures that the words of an amount mean: of its rows in its columns, or the totals of tables."""
    columns = frame.columns
    if not columns or _is_former(frame, tables):
        return []
    if not frame.labels:
        return [*tables.totals(columns, "rupiah"), *tables.meant(tables.roots, columns, "rupiah")]
    readings = tables.meant(frame.cells, columns, "rupiah")
    for other in frame.measures if not readings else ():
        # "Melalui APBD perubahan, jatah A …": the measure of which the row has figures is the one that is meant.
        columns, readings = other, tables.meant(frame.cells, other, "rupiah")
        if readings:
            break
    parts = [tables.readings(label, columns, "rupiah") for label in frame.labels]
    if len(parts) > 1 and all(parts):
        readings.append(added([part[0] for part in parts], _NAMED))
    return readings


def _is_former(frame: Frame, tables: Tables) -> bool:
    """Whether an amount is of a budget before its revision, which no table has: then no other budget is meant."""
    former = set(tables.words.was) - set(tables.words.before)
    said = [columns for columns in frame.measures if former.issuperset(columns)]
    return bool(said) and not tables.meant(frame.cells or tables.roots, said[0], "rupiah")


def _spoken_of(n: int, frame: Frame, outcomes: Sequence[Outcome], tables: Tables) -> list[Cell]:
    """The rows of which an amount may speak: its own, those of the amounts beside it, totals where none is named."""
    totals = [] if frame.labels else tables.roots
    return list(dict.fromkeys([*frame.cells, *settled_by(outcomes, n), *totals]))


def _computed(
    n: int, frame: Frame, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables
) -> list[Reading]:
    """What may have been computed: differences within a row and between rows named, sums, and the parts of a row."""
    found: list[Reading] = []
    for cell in _spoken_of(n, frame, outcomes, tables):
        found.extend(_differences(tables.readings([cell], None, "rupiah")))
        found.extend(tables.parts_added([cell], tables.columns(cell, "rupiah")))
    named = [other.reading for m, other in enumerate(outcomes) if m != n and other.reading is not None]
    money_named = [reading for reading in named if _is_money(reading, tables)]
    found.extend(_differences(money_named))
    if len(money_named) > 1:
        found.append(added(money_named, Text("jumlah angka yang disebut", "sum of the amounts named")))
    for column in dict.fromkeys(column for cell in frame.cells for column in tables.columns(cell, "rupiah")):
        same = tables.readings(frame.cells, [column], "rupiah")
        every = tables.readings(dict.fromkeys(cell for other in frames for cell in other.cells), [column], "rupiah")
        found.extend(_differences(every))
        for group in (same, every):
            if len(group) > 1:
                found.append(added(group, _NAMED))
    return found


def _is_money(reading: Reading, tables: Tables) -> bool:
    operand = reading.operands[0] if reading.operands else None
    if operand is None:
        return False
    column = tables.world.statements[operand.statement].column(operand.column)
    return reading.named and column is not None and column.type == "rupiah"


def _differences(readings: Sequence[Reading]) -> Iterator[Reading]:
    for left, right in permutations(readings[:12], 2):
        yield difference(left, right)


def _percentage(
    n: int, frame: Frame, figure: Figure, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables
) -> Outcome:
    if figure.value in _COMMON and frame.source == "none" and (frame.first or not frame.attached):
        return UNTIED
    cells = _spoken_of(n, frame, outcomes, tables)
    others = [cell for other in frames for cell in (*other.cells, *other.beside)]
    primary = _shares_of(cells, frame, tables)
    found = _first(figure, primary)
    found = found or _first(figure, _shares_between(dict.fromkeys([*cells, *others]), tables))
    if found is not None:
        return found
    agreed = _first(figure, shares_stated(n, frames))
    if agreed is not None:
        return Outcome(agreed.verdict, agreed.reading, within=True)
    if sure_share(n, frame, frames, outcomes, tables) and primary:
        meant = tables.meant(frame.cells, frame.columns, "percent")
        if not meant and frame.measured == "own":
            # The words name a percentage that no table has, such as the physical one.
            return Outcome("untied", candidates=_near(figure, primary))
        meant = meant or _realised(n, frame, frames, outcomes, tables) or primary
        meant = list(filter(tables.accuses, meant))
        if meant and not _near_enough(frame, figure, meant, tables):
            return _contradicted(figure, meant)
    return Outcome("untied", candidates=_near(figure, primary))


def _realised(
    n: int, frame: Frame, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables
) -> list[Reading]:
    """What a percentage behind a realisation is, as in "Rp 5 atau 8 %": the one that its row prints, or is computed.

    Nothing where another whole is named behind it, which the percentage may be a share of.
    """
    reading = outcomes[n - 1].reading if n and frame.attached and frames[n - 1].unit == "rupiah" else None
    if reading is None or reading.cell is None or frame.says("up", "down"):
        return []
    before = [other.role for other in frame.after if other.role in ("label", "year")]
    column = reading.operands[0].column
    if before or column in (*tables.words.wholes, *tables.words.before):
        return []
    types, cells = tables.words.types, [reading.cell]
    shares = [name for name in tables.words.derived if types.get(name) == "percent" and name not in tables.words.rises]
    derived = tables.meant(cells, shares, "percent")
    fitting = [one for one in derived if column in {operand.column for operand in one.operands}]
    return tables.readings(cells, shares, "percent") or fitting


def _shares_of(cells: Iterable[Cell], frame: Frame, tables: Tables) -> list[Reading]:
    """The percentages that a row prints, and the shares and growth of its figures, those that the words mean first."""
    found: list[Reading] = []
    for cell in cells:
        found.extend(tables.meant([cell], frame.columns, "percent"))
        found.extend(tables.readings([cell], None, "percent"))
        for unit in ("rupiah", "count"):
            money = tables.readings([cell], None, unit)
            for part, whole in permutations(money, 2):
                found.extend(filter(None, (share(part, whole), growth(whole, part))))
        for above in tables.above(cell):
            wholes = tables.readings([above], None, "rupiah")
            parts = tables.readings([cell], None, "rupiah")
            found.extend(filter(None, (share(part, whole) for part in parts for whole in wholes)))
    return found


def _shares_between(cells: Iterable[Cell], tables: Tables) -> Iterator[Reading]:
    """The shares that rows named in one sentence have of each other, in one column."""
    every = list(cells)[:8]
    for part, whole in permutations(every, 2):
        for column in tables.columns(part, "rupiah"):
            left, right = tables.at(part, column), tables.at(whole, column)
            if left is not None and right is not None:
                yield from filter(None, (share(left, right), growth(right, left)))


def _rough(frame: Frame) -> bool:
    """Whether the words leave the amount rough, as "lebih dari" does."""
    return any(piece.role == "about" for piece in frame.gap[-2:])


def _first(figure: Figure, readings: Iterable[Reading]) -> Outcome | None:
    """The first reading with which a figure agrees; one with which it agrees more coarsely, where there is no such."""
    coarser = None
    for reading in readings:
        verdict = agreement(figure, reading.interval)
        if verdict == "agrees":
            return Outcome("agrees", reading)
        if verdict == "coarser" and coarser is None:
            coarser = reading
    return Outcome("coarser", coarser) if coarser is not None else None


def _contradicted(figure: Figure, readings: Sequence[Reading]) -> Outcome:
    """The contradiction by the reading that is nearest to what is stated, since a slip changes little."""
    nearest = min(readings, key=lambda reading: _apart(figure, reading))
    return Outcome("contradicted", nearest, _near(figure, readings))


def _apart(figure: Figure, reading: Reading) -> Fraction:
    middle = reading.interval.middle
    return abs(figure.value - middle) if middle is not None else abs(figure.value)


def _near(figure: Figure, readings: Sequence[Reading]) -> tuple[Operand, ...]:
    """The figures of tables that are nearest to a stated one, three at most."""
    named = [reading for reading in readings if reading.cell is not None]
    ordered = sorted(named, key=lambda reading: _apart(figure, reading))
    return tuple(dict.fromkeys(reading.operands[0] for reading in ordered))[:3]


def _telling(figure: Figure) -> bool:
    digits = str(abs(figure.value.numerator)).rstrip("0")
    return len(digits) >= _TELLING
