"""Each amount of a sentence with what the words around it say: of which rows it speaks, of which column, how surely."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from audit.model.vocabulary import Vocabulary
from audit.notation.beside import after
from audit.rules.prose import Said
from audit.tie._labels import Cell
from audit.tie._sentence import Piece, Sentence

#: After these words stands an amount that rose or fell, not by how much.
_FROM = ("dari", "menjadi", "daripada", "dibanding", "dibandingkan")

#: What stands behind one of these marks is said of something else.
_STOPS = ",;:()"
#: The words before an amount that another was, and before one that it became.
_OUT_OF, _INTO = ("dari", "from"), ("menjadi", "kini", "ke", "to")
#: Words between an amount and its year.
_IN_YEAR = ("pada", "di", "dalam", "untuk", "tahun", "ta", "anggaran", "tahun anggaran", "pada tahun", "pada ta", "di tahun", "in")
#: An amount for each of something.
_PER = "per"

#: So many letters behind an amount say what was counted.
_SO_FAR = 60

#: How an amount came by its rows: by words of its own, those of the whole sentence, or those of the sentence before.
Source = Literal["own", "shared", "before", "none"]


@dataclass(slots=True)
class Frame:
    """An amount and what is said of it.

    ``labels`` are the labels that it goes with, one set of rows for each; ``columns`` those that its measure means.
    ``gap`` is what stands between the amount before and this one, ``after`` what stands behind it. ``alone`` says that
    the sentence names one row only, ``doubtful`` that unknown words stood beside the label that was handed on.
    ``beside`` are the rows of another label right behind the amount; ``known`` says that the sentence before speaks of
    the row that it was handed on from, and of no other; ``first`` that no amount stands before it.
    """

    said: Said
    piece: Piece
    gap: tuple[Piece, ...]
    after: tuple[Piece, ...]
    labels: list[tuple[Cell, ...]] = field(default_factory=list)
    source: Source = "none"
    columns: tuple[str, ...] = ()
    measured: Source = "none"
    alone: bool = False
    doubtful: bool = False
    beside: tuple[Cell, ...] = ()
    known: bool = False
    first: bool = True

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The rows of which the amount may speak."""
        return tuple(dict.fromkeys(cell for label in self.labels for cell in label))

    def says(self, *roles: str) -> bool:
        """Whether the words before the amount say one of these things."""
        return any(piece.role in roles for piece in self.gap)

    @property
    def narrowed(self) -> bool:
        """Whether a verb that nobody here knows stands between the measure and the amount, or where there is none."""
        last = max((n for n, piece in enumerate(self.gap) if piece.role in ("measure", "up", "down")), default=-1)
        return any(piece.role == "verb" for piece in self.gap[last + 1 :])

    @property
    def denied(self) -> bool:
        """Whether what is said right behind the amount makes it one of another time, of no table, or of a part."""
        for n, piece in enumerate(self.after):
            if self.parts_from(piece):
                return False
            if piece.text.lower() == _PER:
                following = self.after[n + 1 : n + 2]
                return bool(following) and following[0].role in ("other", "outside", "elsewhen")
            if piece.role not in ("filler", "behind", "year"):
                unknown = self.source == "before" and piece.role in ("other", "verb")
                return unknown or piece.role in ("outside", "denies", "elsewhen", "some")
        return False

    def parts_from(self, piece: Piece) -> bool:
        """Whether a comma or such a mark stands between the amount and what is said behind it."""
        between = self.said.mention.sentence[self.end : piece.start]
        return any(mark in _STOPS for mark in between.removeprefix(",-"))

    @property
    def year_behind(self) -> Piece | None:
        """The year that is named right behind the amount, as in "Rp 5 pada tahun 2022"."""
        for piece in self.after:
            if piece.role == "year":
                return None if self.parts_from(piece) else piece
            if piece.text.lower() not in _IN_YEAR:
                return None
        return None

    @property
    def parted(self) -> bool:
        """Whether the words before the amount name, up to a comma, only that of which it is a part."""
        comma = self.said.mention.sentence.rfind(",", 0, self.piece.start)
        before = [piece for piece in self.gap if piece.end <= comma]
        since = [piece for piece in self.gap if piece.start > comma]
        named = any(piece.role in ("measure", "label") for piece in before)
        of = named and (before[0].text.lower() in _OUT_OF or not self.first)
        return of and self.label_behind is None and all(piece.role in ("filler", "about") for piece in since)

    @property
    def certain(self) -> bool:
        """Whether the row is named before the amount, or is the only one that the sentence names."""
        return self.source == "own" or (self.source == "shared" and self.alone and not self.doubtful)

    @property
    def end(self) -> int:
        """Where the amount and the words that say it again end in its passage."""
        words = self.said.words
        return self.said.mention.end if words is None else after(self.said.mention.sentence, words)

    @property
    def behind(self) -> str:
        """What the passage says right behind the amount."""
        return self.said.mention.sentence[self.end : self.end + _SO_FAR]

    @property
    def label_behind(self) -> tuple[Cell, ...] | None:
        """The rows that are named right behind the amount, after a word that leads from it to them."""
        roles = [piece.role for piece in self.after[:2]]
        return self.after[1].rows if roles == ["behind", "label"] else None

    @property
    def unit(self) -> str | None:
        """The unit of the amount."""
        return self.said.mention.unit

    @property
    def moves(self) -> bool:
        """Whether the words right before the amount say that it is a rise or a fall."""
        last = max((n for n, piece in enumerate(self.gap) if piece.role in ("up", "down")), default=None)
        if last is None:
            return False
        behind = self.gap[last + 1 :]
        return all(piece.role in ("filler", "verb", "about") and piece.text.lower() not in _FROM for piece in behind)

    @property
    def attached(self) -> bool:
        """Whether nothing but fillers part it from the amount before, as in "Rp 5 atau 8 %"."""
        return all(piece.role in ("filler", "verb", "about", "measure") for piece in self.gap)


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
    _named_at_the_end(frames)
    _share(frames)
    named = {piece.rows for piece in sentence.pieces if piece.role == "label"}
    for frame in frames:
        frame.alone = len(named) == 1
    if before.rows and not any(frame.labels for frame in frames):
        for frame in frames:
            frame.labels, frame.source, frame.known = [before.rows], "before", before.known
    return frames


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
    if previous is not None and previous.source == "own" and previous.label_behind and not previous.says("label"):
        # The first of them is that of the amount before.
        labels = labels[1:]
    if not labels and frame.label_behind is not None and frame.unit != "percent":
        labels = [frame.label_behind]
    if labels:
        frame.labels, frame.source = labels, "own"
    behind = frame.label_behind
    if behind is not None and behind not in labels and not frame.parts_from(frame.after[1]):
        # "Belanja Pegawai sebesar Rp 5 pada Dinas A": neither row alone is meant.
        frame.beside = behind


def _measure(frame: Frame, previous: Frame | None, following: Frame | None, vocabulary: Vocabulary) -> None:
    """Give an amount the columns that the words beside it mean: a measure, a year, or a rise."""
    if frame.moves:
        frame.columns, frame.measured = vocabulary.rises, "own"
        return
    measures = [piece.columns for piece in frame.gap if piece.role == "measure"]
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
        frame.columns, frame.measured = (fitting or measures)[-1], "own"
    elif _turns(frame) or (following is not None and _turns(following) and _comes_from(frame)):
        frame.columns, frame.measured = vocabulary.became if _turns(frame) else vocabulary.was, "own"
    if years and not frame.parted:
        # "realisasi tahun 2022" is a column of its own where the table has one for that year.
        frame.columns, frame.measured = years[-1].columns, "own"


def _behind(frame: Frame) -> list[tuple[str, ...]]:
    """The columns that the end of a sentence means, as in "Rp 5 dari pagu A tidak terserap."; that of the whole is not.

    Where anything else is said behind them, as in "Rp 5 dibayarkan kepada …", they are those of a part.
    """
    pieces = list(frame.after)
    last = next((n for n, piece in reversed(list(enumerate(pieces))) if piece.role == "measure"), None)
    if last is None or frame.unit != "rupiah" or any(piece.role != "filler" for piece in pieces[last + 1 :]):
        return []
    if any(piece.role in ("other", "verb", "outside", "denies", "elsewhen", "some") for piece in pieces[:last]):
        return []
    if last and pieces[last - 1].text.lower() in _FROM:
        return []
    return [pieces[last].columns]


def _turns(frame: Frame) -> bool:
    """Whether an amount is what another rose or fell to, as the word right before it says."""
    return any(piece.text.lower() in _INTO for piece in frame.gap[-2:])


def _comes_from(frame: Frame) -> bool:
    return bool(frame.gap) and frame.gap[-1].text.lower() in _OUT_OF


def _named_at_the_end(frames: Sequence[Frame]) -> None:
    """Give the amounts of a sentence that names one row only, behind all of them, that row."""
    if not frames or any(frame.labels for frame in frames):
        return
    named = list(dict.fromkeys(piece.rows for piece in frames[-1].after if piece.role == "label"))
    if len(named) == 1:
        for frame in frames:
            frame.labels, frame.source = [named[0]], "shared"


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
                frame.doubtful = from_whom.doubtful or from_whom.says("other")
        if frame.measured == "none":
            same = [other for other in frames[:n] if other.unit == frame.unit and other.columns]
            if same:
                frame.columns, frame.measured = same[-1].columns, "shared"
