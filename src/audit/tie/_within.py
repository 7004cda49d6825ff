"""The amounts of one sentence held against each other: a whole and its parts, and a share of the amount beside it."""

from __future__ import annotations

from collections.abc import Sequence

from audit.model.figure import Interval
from audit.model.text import Text
from audit.tie._frames import Frame
from audit.tie._outcome import Outcome, agreement
from audit.tie._values import Reading, added, share

_SAME = ("yaitu", "yakni")
_OF = ("dari", "terhadap")
_LAST = ("dan", "serta", "ditambah")


def within(frames: Sequence[Frame], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes with what the sentence says of itself, where no table says anything of the amounts concerned."""
    found = list(outcomes)
    for n, outcome in _whole_and_parts(frames, outcomes):
        found[n] = outcome
    for n, frame in enumerate(frames):
        if frame.unit == "percent" and found[n].verdict == "untied":
            found[n] = _share_of_itself(n, frames, found)
    return found


def _whole_and_parts(frames: Sequence[Frame], outcomes: Sequence[Outcome]) -> list[tuple[int, Outcome]]:
    """A whole of which the sentence lists all parts, held against their sum."""
    whole = _whole(frames)
    if whole is None:
        return []
    parts = [n for n in range(whole + 1, len(frames)) if frames[n].unit == "rupiah"]
    stated = [frames[n].said.figure for n in (whole, *parts)]
    if len(parts) < 2 or any(figure is None for figure in stated):
        return []
    if any(outcomes[n].verdict == "contradicted" for n in (whole, *parts)):
        return []
    figure = stated[0]
    assert figure is not None
    text = Text("jumlah bagian-bagiannya dalam kalimat", "sum of its parts in the sentence")
    total = added([_stated(frames[n]) for n in parts], text)
    verdict = agreement(figure, total.interval)
    if verdict == "contradicted":
        # Where some part is a figure of a table, a leftover may be named in words alone.
        tied = [n for n in (whole, *parts) if outcomes[n].verdict in ("agrees", "coarser")]
        return [] if len(tied) == len(parts) + 1 else [(whole, Outcome("contradicted", total, within=True))]
    untied = [n for n in (whole, *parts) if outcomes[n].verdict == "untied"]
    return [(n, Outcome(verdict, total, outcomes[n].candidates, within=True)) for n in untied]


def _whole(frames: Sequence[Frame]) -> int | None:
    """The amount whose parts the rest of the sentence lists, each with one amount of money and nothing else of it."""
    for n, frame in enumerate(frames[:-2]):
        if frame.unit != "rupiah":
            continue
        gap = frames[n + 1].gap
        said = [piece for piece in gap if piece.role == "parts" or piece.text.lower() in _SAME]
        rest = frames[n + 1 :]
        if not said or any(piece.role == "some" for other in (frame, *rest) for piece in other.gap):
            continue
        strong = any(piece.role == "parts" for piece in said)
        behind = [gap[gap.index(said[-1]) + 1 :], *(other.gap for other in rest[1:])]
        simple = all(_names(piece_s) for piece_s in behind) and all(other.unit == "rupiah" for other in rest)
        joined = any(piece.text.lower() in _LAST for piece in rest[-1].gap)
        if simple and joined and (strong or len(rest) >= 2):
            return n
    return None


def _names(gap: Sequence[object]) -> bool:
    """Whether words name a part, and no other measure, rise or time."""
    roles = [getattr(piece, "role", "") for piece in gap]
    named = any(role in ("label", "other", "measure") for role in roles)
    return named and not any(role in ("up", "down", "parts", "elsewhen", "apart", "about", "whole") for role in roles)


def _share_of_itself(n: int, frames: Sequence[Frame], outcomes: Sequence[Outcome]) -> Outcome:
    """A percentage of the two amounts beside it, which alone are in the sentence and which no table has."""
    frame, figure = frames[n], frames[n].said.figure
    money = [m for m, other in enumerate(frames) if other.unit == "rupiah" and other.said.figure is not None]
    percents = [other for other in frames if other.unit == "percent"]
    if len(money) != 2 or len(percents) != 1 or figure is None or frame.says("up", "down", "elsewhen", "about"):
        return outcomes[n]
    if any(outcomes[m].verdict == "contradicted" for m in money):
        return outcomes[n]
    part, whole = money
    before = whole < n and _is_whole(frames[whole])
    behind = part < n < whole and bool(frame.after) and frame.after[0].text.lower() in _OF
    if not (before or behind) or not frame.attached:
        return outcomes[n]
    reading = share(_stated(frames[part]), _stated(frames[whole]))
    if reading is None:
        return outcomes[n]
    verdict = agreement(figure, reading.interval)
    return Outcome(verdict, reading, outcomes[n].candidates, within=True)


def _is_whole(frame: Frame) -> bool:
    """Whether an amount is said to be that of which another is a share."""
    return any(piece.text.lower() in _OF or "pagu" in piece.columns or "target" in piece.columns for piece in frame.gap)


def _stated(frame: Frame) -> Reading:
    figure = frame.said.figure
    interval = figure.interval() if figure is not None else Interval(None, None)
    return Reading(interval, (), Text(frame.piece.text, frame.piece.text))
