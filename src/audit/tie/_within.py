"""The amounts of one sentence held against each other: a whole and its parts, and a share of the amount beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from audit.model.figure import Figure, Interval
from audit.model.text import Text
from audit.model.vocabulary import Vocabulary
from audit.tie._frame import Frame
from audit.tie._outcome import Outcome, agreement
from audit.tie._sentence import NAMELY, Piece
from audit.tie._values import Reading, added, growth, share

#: Of so many amounts beside a percentage it may be a share.
_BESIDE = 4
OF = ("dari", "terhadap")
_LAST = ("dan", "serta", "ditambah")
#: The words before an amount that is added to the one before it, or taken from it, and before what that makes.
_MORE = ("ditambah", "ditambahkan", "plus")
_LESS = ("dikurangi", "dikurangkan", "less", "minus")
_MAKES = ("menjadi", "sehingga")
#: Amounts of fewer digits add up by chance.
_LONG = 100_000


def within(frames: Sequence[Frame], outcomes: Sequence[Outcome], words: Vocabulary) -> list[Outcome]:
    """The outcomes with what the sentence says of itself, where no table says anything of the amounts concerned."""
    found = list(outcomes)
    for n, outcome in _whole_and_parts(frames, outcomes):
        found[n] = outcome
    for n, outcome in _worked_out(frames, found):
        found[n] = outcome
    for n, frame in enumerate(frames):
        if frame.unit == "percent" and found[n].verdict == "untied":
            found[n] = _share_of_itself(n, frames, found, words)
    return found


def _whole_and_parts(frames: Sequence[Frame], outcomes: Sequence[Outcome]) -> list[tuple[int, Outcome]]:
    """A whole of which the sentence lists all parts, held against their sum."""
    whole = _whole(frames)
    if whole is None:
        return []
    parts = range(whole + 1, len(frames))
    figure = frames[whole].said.figure
    if figure is None or any(frames[n].said.figure is None for n in parts):
        return []
    if any(outcomes[n].verdict == "contradicted" for n in parts):
        return []
    text = Text("jumlah bagian-bagiannya dalam kalimat", "sum of its parts in the sentence")
    total = added([_stated(frames[n]) for n in parts], text)
    verdict = agreement(figure, total.interval)
    if verdict == "contradicted" and _sen_apart(figure, total):
        verdict = "coarser"
    if outcomes[whole].verdict == "contradicted":
        second = Outcome("contradicted", total, within=True)
        return [(whole, replace(outcomes[whole], besides=second))] if verdict == "contradicted" else []
    if verdict == "contradicted":
        # Where some part is a figure of a table, a leftover may be named in words alone.
        tied = [n for n in (whole, *parts) if outcomes[n].verdict in ("agrees", "coarser")]
        return [] if len(tied) == len(parts) + 1 else [(whole, Outcome("contradicted", total, within=True))]
    untied = [n for n in (whole, *parts) if outcomes[n].verdict == "untied"]
    return [(n, Outcome(verdict, total, outcomes[n].candidates, within=True)) for n in untied]


def _sen_apart(figure: Figure, total: Reading) -> bool:
    """Whether a whole with sen is less than a rupiah from the sum of parts that are printed in whole rupiah."""
    whole, added_up = figure.value, total.interval.middle
    if added_up is None or added_up.denominator != 1 or whole.denominator == 1:
        return False
    return abs(whole - added_up) < 1


def _whole(frames: Sequence[Frame]) -> int | None:
    """The amount of which the rest of the sentence lists two parts or more, each with its amount and nothing else."""
    for n, frame in enumerate(frames[:-2]):
        if frame.unit != "rupiah":
            continue
        gap = frames[n + 1].gap
        said = [piece for piece in gap if piece.role in ("parts", "each") or piece.text.lower() in NAMELY]
        rest = frames[n + 1 :]
        if not said or any(piece.role == "some" for other in (frame, *rest) for piece in other.gap):
            continue
        behind = [gap[gap.index(said[-1]) + 1 :], *(other.gap for other in rest[1:])]
        simple = all(map(_names, behind)) and all(other.unit == "rupiah" for other in rest)
        joined = any(piece.text.lower() in _LAST for piece in rest[-1].gap)
        if simple and joined:
            return n
    return None


def _names(gap: Sequence[Piece]) -> bool:
    """Whether words name a part, and no rise, rest or other time."""
    roles = {piece.role for piece in gap}
    return not roles.isdisjoint(("label", "other", "measure")) and roles.isdisjoint(
        ("up", "down", "parts", "elsewhen", "outside", "denies", "apart", "about", "whole")
    )


def _worked_out(frames: Sequence[Frame], outcomes: Sequence[Outcome]) -> Iterator[tuple[int, Outcome]]:
    """Two amounts and what they make, as in "Rp 5 ditambah utang Rp 2 menjadi Rp 7", where a table has one end of it.

    What the sentence works out from a figure of the table is no figure of the table, though it bears its name.
    """
    money = [n for n, frame in enumerate(frames) if frame.unit == "rupiah"]
    for first, second, third in zip(money, money[1:], money[2:], strict=False):
        trio = [frames[n].said.figure for n in (first, second, third)]
        if any(figure is None or abs(figure.value) < _LONG for figure in trio):
            continue
        if any(frames[n].says("up", "down") for n in (first, second, third)):
            # From year to year, tables have all three.
            continue
        left, right, made = (figure.value for figure in trio if figure is not None)
        signs = _signs(frames[second], frames[third])
        if not any(left + sign * right == made for sign in signs):
            continue
        tabled = [_is_tabled(outcomes[n]) for n in (first, second, third)]
        # A table that has what comes out shows that all is right; what goes in shows it if the step is of no table.
        if tabled[2] or (tabled[0] and outcomes[second].verdict == "untied"):
            text = Text("hitungan dalam kalimat", "the working in the sentence")
            for n, agrees in zip((first, second, third), tabled, strict=True):
                if not agrees:
                    yield n, Outcome("agrees", replace(_stated(frames[n]), text=text), within=True)


def _signs(step: Frame, end: Frame) -> tuple[int, ...]:
    """Whether an amount is added to the one before it or taken from it; either, where only a result is spoken of."""
    said = {piece.text.lower() for piece in step.gap}
    if not said.isdisjoint(_MORE):
        return (1,)
    if not said.isdisjoint(_LESS):
        return (-1,)
    return (1, -1) if any(piece.text.lower() in _MAKES for piece in end.gap) else ()


def _is_tabled(outcome: Outcome) -> bool:
    return outcome.verdict in ("agrees", "coarser") and not outcome.within


def _share_of_itself(n: int, frames: Sequence[Frame], outcomes: Sequence[Outcome], words: Vocabulary) -> Outcome:
    """A percentage of the two amounts beside it, which alone are in the sentence and which no table has."""
    frame, figure = frames[n], frames[n].said.figure
    money = [m for m, other in enumerate(frames) if other.unit == "rupiah" and other.said.figure is not None]
    money = money or [m for m, other in enumerate(frames) if other.unit == "count" and other.said.figure is not None]
    percents = [other for other in frames if other.unit == "percent"]
    if len(money) != 2 or len(percents) != 1 or figure is None or frame.says("up", "down", "elsewhen", "about"):
        return outcomes[n]
    if any(outcomes[m].verdict == "contradicted" for m in money):
        return outcomes[n]
    part, whole = money
    before = whole < n and _is_whole(frames[whole], words)
    behind = part < n < whole and bool(frame.after) and frame.after[0].text.lower() in OF
    ahead = n < part and _is_namely(frames[part]) and any(one.text.lower() in OF for one in frames[whole].gap[:1])
    if not (ahead or ((before or behind) and frame.attached)):
        return outcomes[n]
    reading = share(_stated(frames[part]), _stated(frames[whole]))
    if reading is None:
        return outcomes[n]
    verdict = agreement(figure, reading.interval)
    return Outcome(verdict, reading, outcomes[n].candidates, within=True)


def _is_namely(frame: Frame) -> bool:
    """Whether an amount says again what the one before it says, as in "67,5 %, yaitu Rp 5 dari Rp 8"."""
    return any(piece.text.lower() in NAMELY for piece in frame.gap) and all(one.role == "filler" for one in frame.gap)


def _is_whole(frame: Frame, words: Vocabulary) -> bool:
    """Whether an amount is said to be that of which another is a share, and no more is said of it."""
    if frame.says("verb", "outside", "denies", "some"):
        return False
    return any(piece.text.lower() in OF or not set(words.wholes).isdisjoint(piece.columns) for piece in frame.gap)


def shares_stated(n: int, frames: Sequence[Frame]) -> list[Reading]:
    """The shares and growth of the amounts that the sentence states beside one, the nearest before it first."""
    order = sorted(range(len(frames)), key=lambda m: (m > n, abs(m - n)))
    known = [frames[m] for m in order if frames[m].unit == "rupiah" and frames[m].said.figure is not None]
    pairs = list(permutations([_stated(frame) for frame in known[:_BESIDE]], 2))
    shares = [share(part, whole) for part, whole in pairs]
    return [reading for reading in (*shares, *(growth(old, new) for old, new in pairs)) if reading is not None]


def _stated(frame: Frame) -> Reading:
    figure = frame.said.figure
    interval = figure.interval() if figure is not None else Interval(None, None)
    if figure is not None and frame.unit == "count":
        # Things are counted, not rounded.
        interval = Interval.exactly(figure.value)
    return Reading(interval, (), Text(frame.piece.text, frame.piece.text))
