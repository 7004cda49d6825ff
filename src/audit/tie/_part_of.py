"""A percentage that a sentence says to be the share of one row in another, of which it is a part."""

from __future__ import annotations

from collections.abc import Sequence

from audit.tie._frame import Frame
from audit.tie._labels import Cell
from audit.tie._outcome import Outcome
from audit.tie._values import Reading, Tables, share

_PLAIN = ("filler", "about", "whole")
_DOUBTFUL = ("other", "elsewhen", "outside", "denies", "verb")


def part_of(n: int, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables) -> list[Reading]:
    """The shares that a percentage must be one of: as those beside it, or as the words behind it say."""
    return _as_beside(n, frames, outcomes, tables) or _as_named(frames[n], tables)


def _as_beside(n: int, frames: Sequence[Frame], outcomes: Sequence[Outcome], tables: Tables) -> list[Reading]:
    """The share of the row of a percentage in that row of which others in the sentence state the share of theirs.

    "Dari pendapatan, A menyumbang 20 % dan B 70 %": what the one is, the other is.
    """
    frame = frames[n]
    if frame.source != "own" or frame.denied or frame.says("other", "elsewhen", "outside", "denies", "up", "down"):
        return []
    found: list[Reading] = []
    for m, other in enumerate(frames):
        reading = outcomes[m].reading
        if m == n or other.unit != "percent" or outcomes[m].verdict != "agrees" or reading is None:
            continue
        if outcomes[m].within or len(reading.operands) != 2:
            continue
        part, whole = reading.operands
        cell, top = (part.statement, part.row), (whole.statement, whole.row)
        if part.column != whole.column or cell not in other.cells or top not in tables.above(cell):
            continue
        own = [one for label in frame.labels for one in label if top in tables.above(one)]
        if len(own) == 1:
            found.extend(_shares(own[0], top, [part.column], tables))
    return found


def _as_named(frame: Frame, tables: Tables) -> list[Reading]:
    """The share of "20 % anggaran A mengalir ke B", where B is a part of A."""
    roles = [piece.role for piece in frame.after]
    labels = [piece.rows for piece in frame.after if piece.role == "label"]
    plain = frame.first and all(piece.role in _PLAIN for piece in frame.gap)
    if not plain or len(labels) != 2 or not {"measure"} <= set(roles) or not set(roles).isdisjoint(_DOUBTFUL):
        return []
    other_year = any(piece.role == "year" and piece.columns for piece in frame.after)
    if other_year or roles.index("measure") > roles.index("label"):
        return []
    columns = frame.after[roles.index("measure")].columns
    tops, parts = labels
    pairs = [(part, top) for part in parts for top in tops if top in tables.above(part)]
    return _shares(*pairs[0], columns, tables) if len(pairs) == 1 else []


def _shares(part: Cell, whole: Cell, columns: Sequence[str], tables: Tables) -> list[Reading]:
    found: list[Reading] = []
    for column in columns:
        parts, wholes = (tables.meant([cell], [column], "rupiah") for cell in (part, whole))
        found.extend(one for left in parts[:1] for right in wholes[:1] if (one := share(left, right)) is not None)
    return found
