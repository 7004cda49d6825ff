"""A passage is cut into sentences, and each into what it says: labels, measures, amounts and what is between."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal, get_args

from audit.model.vocabulary import Vocabulary
from audit.notation.beside import reach
from audit.notation.calendar import MONTHS, OTHER_SPELLINGS
from audit.notation.headings import telling
from audit.rules.prose import Said
from audit.tie._labels import Cell
from audit.tie._words import Phrases, Word, words_in

#: What a stretch of a sentence says. Of two phrases of one length the role that stands first here goes before: a label
#: of one word may be a measure as well.
Role = Literal[
    "parts",
    "some",
    "count",
    "measure",
    "elsewhen",
    "each",
    "up",
    "down",
    "apart",
    "together",
    "largest",
    "smallest",
    "whole",
    "about",
    "behind",
    "tells",
    "label",
    "outside",
    "denies",
    "filler",
    "verb",
    "year",
    "amount",
    "other",
]
_RANK: tuple[Role, ...] = get_args(Role)

#: A sentence ends with a mark before a blank; the point of an abbreviation and of a number in a list does not end it.
_END = re.compile(r"[.;:?!]+[\"'”’)\]]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*•·]|\(?\w{1,3}[.)])\s|[^\n:]{1,60}:)")
_SHORT = re.compile(
    r"(?:\b(?:rp|no|nomor|ta|t\.a|s\.d|s/d|sd|dll|dsb|dst|a\.n|u\.p|tgl|jl|kab|kec|prov|kel|hlm|pt|cv|ir|dr|drs|sbb|yth)"
    r"|(?:^|\s)\(?(?:\d{1,2}|[a-z]))$",
    re.IGNORECASE,
)
#: What follows these words says again what stands before them.
NAMELY = ("yaitu", "yakni")
_YEAR = re.compile(r"(?:19|20)\d\d$")
#: A verb says what was done with an amount; beside a measure, as in "dana menganggur", it may say which one is meant.
VERB = re.compile(r"(?:me|di|ter|ber|memper|diper)[a-z]{3,}$")
#: The number or letter of a thing in a list.
_LISTED = re.compile(r"\d{1,2}|[a-z]")
_MONTHS = frozenset((*MONTHS, *OTHER_SPELLINGS))
_FIRST, _LAST = "januari", "desember"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence and what it says.

    ``columns`` are those that a measure means, ``rows`` those that a label names, ``said`` the amount.
    """

    role: Role
    start: int
    end: int
    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[Cell, ...] = ()
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its text, where it begins and ends there, and its pieces in order."""

    passage: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases by which a sentence is cut up: the words of the rulebooks, and the labels of the tables."""

    phrases: Phrases[tuple[Role, str]]
    labels: Phrases[Cell]
    titles: frozenset[str] = field(default_factory=frozenset)
    years: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: frozenset[tuple[int, str]] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls, vocabulary: Vocabulary, labels: Phrases[Cell], titles: Collection[str], years: dict[str, tuple[str, ...]]
    ) -> Lexicon:
        """The lexicon of a vocabulary beside the labels, the titles and the years of one report."""
        phrases: Phrases[tuple[Role, str]] = Phrases()
        for column, said in vocabulary.measures.items():
            phrases.add_all(said, ("measure", column))
        for condition, said in vocabulary.counts.items():
            phrases.add_all(said, ("count", condition))
        simple: dict[Role, tuple[str, ...]] = {
            "whole": vocabulary.whole,
            "parts": vocabulary.parts,
            "some": vocabulary.some,
            "up": vocabulary.up,
            "down": vocabulary.down,
            "apart": vocabulary.apart,
            "together": vocabulary.together,
            "largest": vocabulary.largest,
            "smallest": vocabulary.smallest,
            "each": vocabulary.each,
            "about": vocabulary.about,
            "elsewhen": vocabulary.elsewhen,
            "outside": vocabulary.outside,
            "denies": vocabulary.denies,
            "behind": vocabulary.behind,
            "tells": vocabulary.tells,
            "filler": vocabulary.fillers,
        }
        for role, said in simple.items():
            phrases.add_all(said, (role, ""))
        told = frozenset(word for title in titles for word in telling(title))
        dates = frozenset(date for title in titles for date in _dates_in(title))
        return cls(phrases, labels, told, years, dates, frozenset(vocabulary.places))


def lead_of(passage: str, lexicon: Lexicon) -> tuple[Piece, ...]:
    """What a passage that leads to a list says of each thing in it, of which each is a passage of its own."""
    spans = list(_spans(passage, ())) if passage.rstrip().endswith(":") else []
    pieces = _pieces(passage, *spans[-1], (), lexicon) if spans else ()
    # They stand nowhere in the passage of the thing.
    return _handed_on([replace(piece, start=0, end=0) for piece in pieces])


def sentences_of(
    passage: str, said: Sequence[Said], lexicon: Lexicon, listed: tuple[Piece, ...] = ()
) -> list[Sentence]:
    """The sentences of a passage, cut up; what leads to a list is said of each thing in it.

    ``listed`` is said of the passage as a thing in a list. A row stands only over what names a measure: the rest are
    parts of the row.
    """
    found: list[Sentence] = []
    over = listed
    lead: tuple[Piece, ...] = ()
    for start, end in _spans(passage, said):
        pieces = _said_by(tuple(_pieces(passage, start, end, said, lexicon)), lexicon.places)
        mark = passage[start:end].rstrip()[-1:]
        if mark == ":" and not any(piece.role == "amount" for piece in pieces):
            # "A:" stands over all that follows, "- pagu:" in the list of A over one thing.
            named = not over or any(piece.role == "label" for piece in pieces)
            over, lead = (pieces, ()) if named else (over, pieces)
            continue
        last = max((n + 1 for n, piece in enumerate(pieces) if piece.role == "amount"), default=len(pieces))
        # "pagu: Rp 5 kontrak: Rp 4": what stands between an amount and a colon leads to the next one.
        pieces, following = (pieces[:last], pieces[last:]) if mark == ":" else (pieces, ())
        before = found[-1] if found else None
        if before is not None and not lead and _goes_on(before, pieces):
            found[-1] = Sentence(passage, before.start, end, (*before.pieces, *pieces))
        else:
            if over is listed and not any(piece.role == "measure" for piece in (*lead, *pieces)):
                over = tuple(piece for piece in over if piece.role != "label")
            found.append(Sentence(passage, start, end, (*_without_rows((*over, *lead), pieces), *pieces)))
        over, lead = (() if mark == "." else _handed_on(over)), following
    return found


def _said_by(pieces: Sequence[Piece], places: Collection[str]) -> tuple[Piece, ...]:
    """The pieces of a sentence, those that only say who says it without weight, as in "Kepala BPKAD menjelaskan bahwa".

    A row or a measure before such a word is part of what is said.
    """
    before = list(takewhile(lambda piece: piece.role not in ("measure", "label", "amount"), pieces))
    last = max((n for n, piece in enumerate(before) if piece.role == "tells"), default=0)
    unknown = [n for n, piece in enumerate(before[:last]) if piece.role in ("other", "verb")]
    # "Bupati Kabupaten Sukasari menjelaskan": what follows may be of that region.
    if any(n and pieces[n - 1].text.lower() in places for n in unknown):
        return tuple(pieces)
    return tuple(replace(piece, role="filler") if n in unknown else piece for n, piece in enumerate(pieces))


def _goes_on(before: Sentence, pieces: Sequence[Piece]) -> bool:
    """Whether a part behind a semicolon leaves its row, or its measure, to the part before it."""
    ends = before.passage[before.start : before.end].rstrip()[-1:]
    roles = {piece.role for piece in pieces}
    if ends == ":" and "amount" not in roles:
        # "Pagu Rp 5, terpakai Rp 4: demikian posisi A."
        return not any(piece.role == "label" for piece in before.pieces)
    return ends == ";" and "amount" in roles and not {"label", "measure"} <= roles


def _without_rows(lead: Sequence[Piece], pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What leads to a list as far as a thing in it does not say so itself: its own row is no other's."""
    first = next((n for n, piece in enumerate(pieces) if piece.role == "amount"), 0)
    own = any(piece.role == "label" for piece in pieces[:first])
    return tuple(piece for piece in lead if not (own and piece.role == "label"))


def _handed_on(lead: Sequence[Piece]) -> tuple[Piece, ...]:
    """What is said of all things in a list; a rank is only that of the first."""
    return () if any(piece.role in ("largest", "smallest", "parts") for piece in lead) else tuple(lead)


def _spans(passage: str, said: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; no sentence ends within an amount or the words beside it."""
    taken = [(one.mention.start, reach(one.mention.end, one.words)) for one in said]
    start = 0
    for mark in _END.finditer(passage):
        inside = any(begin <= mark.start() < end for begin, end in taken)
        so_far = passage[start : mark.start()]
        if mark[0][:1] == ";" and so_far.count("(") > so_far.count(")"):
            continue
        if inside or (mark[0][:1] == "." and _SHORT.search(passage[start : mark.start()])):
            continue
        if passage[start : mark.end()].strip():
            yield start, mark.end()
        start = mark.end()
    if passage[start:].strip():
        yield start, len(passage)


def _pieces(passage: str, start: int, end: int, said: Sequence[Said], lexicon: Lexicon) -> Iterator[Piece]:
    amounts = [one for one in said if start <= one.mention.start < end]
    at = start
    for one in amounts:
        if one.mention.start >= at:
            yield from _between(passage, at, one.mention.start, lexicon)
            yield Piece("amount", one.mention.start, one.mention.end, one.mention.printed, said=one)
        at = max(at, reach(one.mention.end, one.words))
    yield from _between(passage, at, end, lexicon)


def _between(passage: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Piece]:
    words = words_in(passage, start, end)
    n = 0
    while n < len(words):
        size, piece = _phrase(passage, words, n, lexicon)
        yield piece
        n += size


def _phrase(passage: str, words: Sequence[Word], n: int, lexicon: Lexicon) -> tuple[int, Piece]:
    """The longest phrase that begins at a word, with how many words it takes; else the word by itself."""
    long, rows = lexicon.labels.longest(words, n)
    size, meanings = lexicon.phrases.longest(words, n)
    for later in range(1, size):
        # "realisasi belanja pegawai": the words of a label are no part of what stands before it.
        label, left = lexicon.labels.longest(words, n + later)[0], size - later
        shorter = lexicon.phrases.longest(words, n, later)
        # "realisasi pendapatan" of a table that has such a row: the row is named, and what of it.
        if label > left or (label == left and shorter[0] == later):
            size, meanings = shorter
            break
    if long and (long > size or (long == size and _gives_way(meanings))):
        return long, _piece(passage, words[n : n + long], "label", rows=tuple(dict.fromkeys(rows)))
    if size:
        role = min((role for role, _ in meanings), key=_RANK.index)
        if role == "outside" and all(word.text in lexicon.titles for word in words[n : n + size]):
            # "Dinas Penanggulangan Kemiskinan" in a title: its words say nothing else than the table does.
            role = "filler"
        named = tuple(dict.fromkeys(name for other, name in meanings if other == role and name))
        return size, _piece(passage, words[n : n + size], role, columns=named)
    role = _alone(passage, words, n, lexicon)
    columns = lexicon.years.get(words[n].text, ()) if role == "year" else ()
    return 1, _piece(passage, words[n : n + 1], role, columns=columns)


def _gives_way(meanings: Sequence[tuple[Role, str]]) -> bool:
    """Whether a label is preferred to a phrase of the same words."""
    return all(_RANK.index(role) > _RANK.index("label") for role, _ in meanings)


def _alone(passage: str, words: Sequence[Word], n: int, lexicon: Lexicon) -> Role:
    """What a word says that is no phrase: a year, part of a date or of a title, or something that nobody here knows.

    A year that no table speaks of is one of another time.
    """
    word = words[n]
    if _YEAR.match(word.text):
        return "year" if word.text in lexicon.years or not lexicon.years else "elsewhen"
    if VERB.match(word.text) and passage[word.start].islower():
        return "verb"
    if word.text in _MONTHS:
        day = _day_before(words, n)
        # "31 Desember" in a title says nothing of the 28th.
        known = word.text in lexicon.titles if day is None else (day, word.text) in lexicon.dates
        return "filler" if known or _ends_a_year(words, n) else "elsewhen"
    if _LISTED.fullmatch(word.text) and passage[word.end : word.end + 1] in (")", "."):
        return "filler"
    if word.text.isdigit() and len(word.text) <= 2:
        if n + 1 < len(words) and words[n + 1].text in _MONTHS:
            return _alone(passage, words, n + 1, lexicon)
        if n and words[n - 1].text in _MONTHS:
            return "filler"
    return "filler" if word.text in lexicon.titles or word.bare in lexicon.titles else "other"


def _dates_in(title: str) -> Iterator[tuple[int, str]]:
    """The days that a title names, each with its month."""
    words = words_in(title)
    for n, word in enumerate(words):
        day = _day_before(words, n) if word.text in _MONTHS else None
        if day is not None:
            yield day, word.text


def _day_before(words: Sequence[Word], n: int) -> int | None:
    """The day that stands before a month."""
    text = words[n - 1].text if n else ""
    return int(text) if text.isdigit() and len(text) <= 2 else None


def _ends_a_year(words: Sequence[Word], n: int) -> bool:
    """Whether a month is that of the last or the first day of a year, which is no other time than the year's own."""
    day = words[n - 1].text if n else ""
    if words[n].text == _LAST:
        return day == "31" or not day.isdigit()
    return words[n].text == _FIRST and day in ("1", "01")


def _piece(
    passage: str, words: Sequence[Word], role: Role, *, columns: tuple[str, ...] = (), rows: tuple[Cell, ...] = ()
) -> Piece:
    start, end = words[0].start, words[-1].end
    return Piece(role, start, end, passage[start:end], columns, rows)
