"""Whether an amount rose or fell as the words before it say."""

from __future__ import annotations

import re

from audit.model.text import Text
from audit.model.vocabulary import Vocabulary
from audit.tie._frame import Frame
from audit.tie._outcome import Outcome
from audit.tie._values import Reading

_MOVES = (Text("turun", "a fall"), Text("naik", "a rise"))
_BALANCES = (Text("defisit", "a deficit"), Text("surplus", "a surplus"))
_NAME = re.compile(r"[a-z_]{2,}")


def turned(frame: Frame, outcome: Outcome, words: Vocabulary) -> Outcome:
    """The outcome of an amount that agrees in size, contradicted where the table moves the other way."""
    reading = outcome.reading
    down = _is_down(frame, words)
    if outcome.verdict not in ("agrees", "coarser") or reading is None or down is None:
        return outcome
    if frame.moves and frame.columns and not _has_sign(reading, words):
        return outcome
    figure = frame.said.figure
    if figure is None or figure.value <= 0 or reading.interval.low is None or reading.interval.high is None:
        return outcome
    fell, rose = reading.interval.high < 0, reading.interval.low > 0
    if (down and rose) or (not down and fell):
        against = Reading(reading.interval, reading.operands, reading.text, named=False)
        return Outcome("contradicted", against, way=_way(down, moves=frame.moves and bool(frame.columns)))
    return outcome


def _way(down: bool, *, moves: bool) -> Text:
    """Which way the sentence goes, and which way the tables."""
    minus, plus = _MOVES if moves else _BALANCES
    said, true = (minus, plus) if down else (plus, minus)
    return Text(f"kalimat: {said.id}; menurut tabel: {true.id}", f"the sentence says {said.en}, the tables {true.en}")


def _has_sign(reading: Reading, words: Vocabulary) -> bool:
    """Whether a figure is a rise by its column or by what it was computed from.

    How far a budget and its realisation are apart is told either way, and so are two amounts of one sentence.
    """
    columns = {operand.column for operand in reading.operands}
    if len(reading.operands) == 1:
        return columns.issubset(words.rises)
    computed = [set(_NAME.findall(equation)) for column in words.rises for equation in words.derived.get(column, ())]
    return columns in computed


def _is_down(frame: Frame, words: Vocabulary) -> bool | None:
    """Whether the words say that an amount fell or is a deficit, or the contrary; None where they say neither."""
    if frame.moves and frame.columns:
        return next(piece.role for piece in reversed(frame.gap) if piece.role in ("up", "down")) == "down"
    labels = [piece.text.lower() for piece in frame.gap if piece.role == "label"]
    if labels and labels[-1] in (*words.plus, *words.minus):
        return labels[-1] in words.minus
    return None
