"""Each amount of a sentence with what the words around it say: of which rows it speaks, of which column, how surely."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from audit.model.vocabulary import Vocabulary
from audit.tie._frame import FROM, OUT_OF, Frame
from audit.tie._labels import Cell
from audit.tie._sentence import Piece, Sentence

#: The words before an amount that another became.
_INTO = ("menjadi", "kini", "ke", "to")


@dataclass(frozen=True, slots=True)
class Before:
    """The row of which the text before a sentence speaks, and whether an amount there shows that it does."""

    rows: tuple[Cell, ...] = ()
    known: bool = False


def spoken_of(frames: Sequence[Frame], agreeing: Collection[Cell], before: Before) -> Before:
    """The row of which a sentence speaks, for the next one; ``agreeing`` are rows with which its amounts agree."""
    labels = [label for frame in frames for label in frame.labels]
    if not labels:
        return before
    known = not set(labels[0]).isdisjoint(agreeing) or (before.known and labels[0] == before.rows)
    return Before(labels[0], known and len(set(labels)) == 1)


def frames_of(sentence: Sentence, before: Before, vocabulary: Vocabulary) -> list[Frame]:
    """The amounts of a sentence with what is said of each; what it leaves out, the sentence before may say."""
    frames = _bare(sentence)
    for n, frame in enumerate(frames):
        _bind(frame, frames[n - 1] if n else None)
        _measure(frame, frames[n - 1] if n else None, frames[n + 1] if n + 1 < len(frames) else None, vocabulary)
    _in_order(frames)
    _years_in_order(frames)
    _named_at_the_end(frames, vocabulary)
    _share(frames)
    named = {piece.rows for piece in sentence.pieces if piece.role == "label"}
    begins = _begins_elsewhen(sentence)
    for frame in frames:
        frame.alone, frame.elsewhen = len(named) == 1, begins
    if before.rows and not any(frame.labels for frame in frames):
        for frame in frames:
            frame.labels, frame.source, frame.known = [before.rows], "before", before.known
    return frames


def _begins_elsewhen(sentence: Sentence) -> bool:
    """Whether a sentence names another time before all else, as in "Sampai dengan 28 November 2025, …"."""
    first = next((piece for piece in sentence.pieces if piece.role not in ("filler", "year")), None)
    return first is not None and first.role == "elsewhen"


def _bare(sentence: Sentence) -> list[Frame]:
    pieces, frames = sentence.pieces, list[Frame]()
    gap: list[Piece] = []
    for n, piece in enumerate(pieces):
        if piece.role != "amount":
            gap.append(piece)
            continue
        assert piece.said is not None
        behind = []
        for other in pieces[n + 1 :]:
            if other.role == "amount":
                break
            behind.append(other)
        if frames and frames[-1].unit == "count" and gap and gap[0].role == "other":
            # What was counted.
            gap = gap[1:]
        frames.append(Frame(piece.said, piece, tuple(gap), tuple(behind), first=not frames))
        gap = []
    return frames


def _bind(frame: Frame, previous: Frame | None) -> None:
    """Give an amount the labels and the measure that stand before it, or its label behind it.

    "Rp 5 untuk A dan Rp 7 untuk B": a label right behind an amount, after such a word, is that of the amount, where
    none stands before it.
    """
    labels = [piece.rows for piece in frame.gap if piece.role == "label"]
    behind = frame.label_behind
    if previous is not None and previous.source == "own" and previous.label_behind and not previous.says("label"):
        # The first of them is that of the amount before.
        labels = labels[1:]
    if not labels and behind is not None and frame.unit != "percent":
        labels = [behind]
    if labels:
        frame.labels, frame.source = labels, "own"
    if behind is not None and behind not in labels and not frame.parts_from(frame.after[1]):
        # "Belanja Pegawai sebesar Rp 5 pada Dinas A": neither row alone is meant.
        frame.beside = behind


def _measure(frame: Frame, previous: Frame | None, following: Frame | None, vocabulary: Vocabulary) -> None:
    """Give an amount the columns that the words beside it mean: a measure, a year, or a rise."""
    if frame.moves:
        frame.columns, frame.measured = vocabulary.rises, "own"
        return
    measures = _meant(frame.gap, vocabulary)
    if frame.parted:
        # "Dari anggaran A, sebesar Rp 5 …": the measure is that of the whole.
        measures = []
    if not measures and following is None:
        measures = _behind(frame)
    taken = previous.year_behind if previous is not None else None
    years = [piece for piece in frame.gap if piece.role == "year" and piece.columns and piece is not taken]
    if frame.year_behind is not None and frame.year_behind.columns:
        years = [frame.year_behind]
    earlier = [columns for columns in measures if set(columns) <= set(vocabulary.before)]
    if measures:
        # "Capaian tahun sebelumnya": not the percentage of this year.
        measures = earlier or measures
        fitting = [columns for columns in measures if any(vocabulary.types.get(name) == frame.unit for name in columns)]
        frame.measures = tuple(reversed(fitting or measures))
        frame.columns, frame.measured = frame.measures[0], "own"
        rises = [columns for columns in measures if set(columns) <= set(vocabulary.rises)]
        if rises and len(rises) < len(measures):
            # "Kenaikan A ditargetkan Rp 5": of the two, none is the amount's for certain.
            frame.columns, frame.measured, frame.doubtful = (), "none", True
            if measures[0] == rises[0] and _before_label(frame, len(measures)):
                frame.columns, frame.measured, frame.doubtful = vocabulary.rises, "own", False
    elif _turns(frame) or (following is not None and _turns(following) and _comes_from(frame)):
        frame.columns, frame.measured = vocabulary.became if _turns(frame) else vocabulary.was, "own"
        frame.turns = True
    if years and not frame.parted:
        # "realisasi tahun 2022" is a column of its own where the table has one for that year.
        frame.columns, frame.measured = years[-1].columns, "own"


def _meant(gap: Sequence[Piece], vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The columns of the measures in some words; of two side by side as in "sisa anggaran" those of the first.

    Of "anggaran terserap" it is the second, which says of which of a budget's figures it is.
    """
    found: list[Piece] = []
    wholes = {*vocabulary.wholes, *vocabulary.budgets}
    for n, piece in enumerate(gap):
        if piece.role != "measure":
            continue
        before = gap[n - 1] if n else None
        head = before is not None and before.role == "measure" and not wholes.issuperset(before.columns)
        if not (head and wholes.issuperset(piece.columns)):
            found.append(piece)
    return [piece.columns for piece in found]


def _behind(frame: Frame) -> list[tuple[str, ...]]:
    """The columns that the end of a sentence means, as in "Rp 5 dari pagu A tidak terserap."; that of the whole is not.

    Where anything else is said behind them, as in "Rp 5 dibayarkan kepada …", they are those of a part.
    """
    pieces = list(frame.after)
    named = _names_behind(frame)
    if named:
        return [named]
    last = next((n for n, piece in reversed(list(enumerate(pieces))) if piece.role == "measure"), None)
    if last is None or frame.unit != "rupiah" or any(piece.role != "filler" for piece in pieces[last + 1 :]):
        return []
    if any(piece.role in ("other", "verb", "outside", "denies", "elsewhen", "some") for piece in pieces[:last]):
        return []
    if last and pieces[last - 1].text.lower() in FROM:
        return []
    return [pieces[last].columns]


def _before_label(frame: Frame, count: int) -> bool:
    """Whether so many measures stand before the first label, as in "kenaikan realisasi A"."""
    before = takewhile(lambda piece: piece.role != "label", frame.gap)
    return sum(piece.role == "measure" for piece in before) >= count


def _names_behind(frame: Frame) -> tuple[str, ...]:
    """The columns of "Rp 5 ditetapkan sebagai anggaran A", where no more is said of it."""
    said = [piece for piece in frame.after if piece.role not in ("filler", "year")]
    roles = [piece.role for piece in said]
    if (
        frame.unit != "rupiah"
        or not frame.first
        or roles[-2:] != ["measure", "label"]
        or set(roles[:-1]) != {"measure"}
    ):
        return ()
    before = frame.after[: frame.after.index(said[-1])]
    return () if any(piece.text.lower() in FROM for piece in before) else said[-2].columns


def _turns(frame: Frame) -> bool:
    """Whether an amount is what another rose or fell to, as the word right before it says."""
    return any(piece.text.lower() in _INTO for piece in frame.gap[-2:])


def _comes_from(frame: Frame) -> bool:
    return bool(frame.gap) and frame.gap[-1].text.lower() in OUT_OF


def _named_at_the_end(frames: Sequence[Frame], vocabulary: Vocabulary) -> None:
    """Give the amounts of a sentence that names one row only, behind all of them, that row.

    A total before it may be that of which the row is a part.
    """
    if not frames or any(frame.labels for frame in frames):
        return
    named = list(dict.fromkeys(piece.rows for piece in frames[-1].after if piece.role == "label"))
    if len(named) == 1:
        for frame in frames:
            frame.labels, frame.source = [named[0]], "shared"
            said = {word for piece in frame.gap for word in piece.text.lower().split()}
            frame.foretold = not said.isdisjoint(vocabulary.whole)


def _years_in_order(frames: Sequence[Frame]) -> None:
    """Give so many amounts as years to these in their order, as in "tahun 2023 dan 2022 sebesar Rp 5 dan Rp 7"."""
    for n, frame in enumerate(frames):
        years = [piece for piece in frame.gap if piece.role == "year"]
        if len({piece.text for piece in years}) < 2:
            continue
        following = [other for other in frames[n:] if other.unit == frame.unit][: len(years)]
        plain = all(piece.role == "filler" for other in following[1:] for piece in other.gap)
        measures = [piece.columns for piece in frame.gap if piece.role == "measure"]
        if len(following) < len(years) or not plain or not measures:
            # Of which year the amount is, cannot be told.
            frame.columns, frame.measured = (), "none"
            frame.doubtful = True
            continue
        for year, other in zip(years, following, strict=True):
            other.columns, other.measured = year.columns or measures[-1], "own"
            if other is not frame and not other.labels:
                other.labels, other.source = frame.labels, frame.source


def _in_order(frames: Sequence[Frame]) -> None:
    """Give so many amounts as labels to these in their order, as in "A dan B masing-masing Rp 5 dan Rp 7"."""
    for n, frame in enumerate(frames):
        count = len(frame.labels)
        following = [other for other in frames[n:] if other.unit == frame.unit][:count]
        if count < 2 or not frame.says("each") or len(following) < count:
            continue
        if any(other.source == "own" for other in following[1:]):
            continue
        for label, other in zip(list(frame.labels), following, strict=True):
            other.labels, other.source = [label], "own"
            other.columns, other.measured = frame.columns, frame.measured


def _share(frames: Sequence[Frame]) -> None:
    """Labels and measures go on to the amounts that have none of their own; a lone label is that of all amounts."""
    for n, frame in enumerate(frames):
        if frame.source == "none":
            earlier = next((other for other in reversed(frames[:n]) if other.labels), None)
            later = next((other for other in frames[n + 1 :] if other.labels), None)
            from_whom = earlier or later
            if from_whom is not None:
                frame.labels, frame.source = from_whom.labels, "shared"
                # What a later amount is of need not be what this one is of: "X dan Y menghasilkan surplus sebesar Z".
                frame.foretold = earlier is None or earlier.foretold
                frame.doubtful = from_whom.doubtful or from_whom.says("other")
        if frame.measured == "none":
            same = [other for other in frames[:n] if other.unit == frame.unit and other.columns]
            if same:
                # "Tahun 2022 terealisasi Rp 5, pada 2023 Rp 7": what is handed on is the measure, not the other year.
                other_year = any(piece.role == "year" and not piece.columns for piece in frame.gap)
                frame.measures = same[-1].measures
                frame.columns = frame.measures[0] if other_year and frame.measures else same[-1].columns
                frame.measured = "shared"
