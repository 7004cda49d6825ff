"""An amount of a sentence with what the words around it say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from audit.notation.beside import after
from audit.rules.prose import Said
from audit.tie._labels import Cell
from audit.tie._sentence import Piece

#: The words before an amount that another was.
OUT_OF = ("dari", "from")
#: After these words stands an amount that rose or fell, not by how much.
FROM = ("dari", "menjadi", "daripada", "dibanding", "dibandingkan")

#: What stands behind one of these marks is said of something else.
_STOPS = ",;:()"
#: Words between an amount and its year.
_IN_YEAR = frozenset(
    ("pada", "di", "dalam", "untuk", "tahun", "ta", "anggaran", "tahun anggaran", "pada tahun", "pada ta", "di tahun")
)
_IN = "in"
#: An amount for each of something.
_PER = "per"
_ON = "tanggal"

#: The ending of a noun that says that something rose or fell, as in "kenaikan".
_NOUN = "an"
#: So many letters behind an amount say what was counted.
_SO_FAR = 60

#: How an amount came by its rows: by words of its own, those of the whole sentence, or those of the sentence before.
Source = Literal["own", "shared", "before", "none"]


@dataclass(slots=True)
class Frame:
    """An amount and what is said of it.

    ``labels`` are the labels that it goes with, one set of rows for each; ``columns`` those that its measure means, and
    ``measures`` those of all measures before it, the nearest first.
    ``gap`` is what stands between the amount before and this one, ``after`` what stands behind it. ``alone`` says that
    the sentence names one row only, ``doubtful`` that unknown words stood beside the label that was handed on.
    ``beside`` are the rows of another label right behind the amount; ``known`` says that the sentence before speaks of
    the row that it was handed on from, and of no other; ``first`` that no amount stands before it,
    ``turns`` that it is what another rose or fell from, or to; ``elsewhen`` that the sentence begins with another time,
    ``foretold`` that its row is only named with a later amount.
    """

    said: Said
    piece: Piece
    gap: tuple[Piece, ...]
    after: tuple[Piece, ...]
    labels: list[tuple[Cell, ...]] = field(default_factory=list)
    source: Source = "none"
    columns: tuple[str, ...] = ()
    measures: tuple[tuple[str, ...], ...] = ()
    measured: Source = "none"
    alone: bool = False
    doubtful: bool = False
    beside: tuple[Cell, ...] = ()
    known: bool = False
    first: bool = True
    turns: bool = False
    elsewhen: bool = False
    foretold: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The rows of which the amount may speak."""
        return tuple(dict.fromkeys(cell for label in self.labels for cell in label))

    def says(self, *roles: str) -> bool:
        """Whether the words before the amount say one of these things."""
        return any(piece.role in roles for piece in self.gap) or (self.elsewhen and "elsewhen" in roles)

    @property
    def narrowed(self) -> bool:
        """Whether a verb that nobody here knows stands between the measure and the amount, or where there is none."""
        last = max((n for n, piece in enumerate(self.gap) if piece.role in ("measure", "up", "down")), default=-1)
        return any(piece.role == "verb" for piece in self.gap[last + 1 :])

    @property
    def denied(self) -> bool:
        """Whether what is said right behind the amount makes it one of another time, of no table, or of a part."""
        roles = {piece.role for piece in self.after}
        if "elsewhen" in roles and roles <= {"elsewhen", "filler", "behind", "year"}:
            # "Rp 5 (posisi 15 November 2025)": nothing but the time is said there.
            return True
        for n, piece in enumerate(self.after):
            if self.parts_from(piece):
                return False
            if piece.text.lower() == _PER:
                following = [other for other in self.after[n + 1 :] if other.text.lower() != _ON][:1]
                return bool(following) and following[0].role in ("other", "outside", "elsewhen")
            if piece.role not in ("filler", "behind", "year"):
                unknown = self.source == "before" and piece.role in ("other", "verb", "up", "down")
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
            if piece.text.lower() not in _IN_YEAR and piece.text.lower() != _IN:
                return None
        return None

    @property
    def parted(self) -> bool:
        """Whether the words before the amount name, up to a comma, only that of which it is a part."""
        comma = self.said.mention.sentence.rfind(",", 0, self.piece.start)
        before = [piece for piece in self.gap if piece.end <= comma]
        since = [piece for piece in self.gap if piece.start > comma]
        named = any(piece.role in ("measure", "label") for piece in before)
        of = named and (before[0].text.lower() in OUT_OF or not self.first)
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
        if any(piece.text.lower() in FROM for piece in behind):
            return False
        # "Kenaikan realisasi A sebesar Rp 5": the noun is that of the amount, whatever stands between.
        between = ("measure", "label", "year") if self.gap[last].text.lower().endswith(_NOUN) else ("verb",)
        return all(piece.role in ("filler", "about", *between) for piece in behind)

    @property
    def attached(self) -> bool:
        """Whether nothing but fillers part it from the amount before, as in "Rp 5 atau 8 %"."""
        return all(piece.role in ("filler", "verb", "about", "measure") for piece in self.gap)
