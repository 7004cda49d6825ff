"""Figures of running text are tied to figures of the tables, or to what is computed from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.model.document import Passage
from audit.model.report import Mention
from audit.model.vocabulary import Vocabulary
from audit.notation.calendar import years_in
from audit.rules.prose import Said
from audit.rules.world import World
from audit.tie._amounts import held
from audit.tie._certain import agreeing
from audit.tie._counts import counted
from audit.tie._frame import Frame
from audit.tie._frames import Before, frames_of, spoken_of
from audit.tie._labels import labels_of
from audit.tie._levels import nouns_of
from audit.tie._outcome import Outcome
from audit.tie._ranks import ranked
from audit.tie._sentence import Lexicon, Piece, Sentence, lead_of, sentences_of
from audit.tie._times import times_of
from audit.tie._values import Tables
from audit.tie._years import years_of

__all__ = ["Outcome", "Tied", "nouns_of", "tied"]


@dataclass(frozen=True, slots=True)
class Tied:
    """An amount in running text, or a row that it ranks, and what became of it."""

    said: Said
    outcome: Outcome


def tied(passages: Iterable[Passage], said: Sequence[Said], world: World, vocabulary: Vocabulary) -> list[Tied]:
    """Each amount with what the tables say of it, passage by passage; and the rows that sentences rank.

    What ranks a row is a mention of the unit "rank", without a number of its own.
    """
    passages = list(passages)
    if not passages:
        return []
    statements = world.statements.values()
    titles = frozenset(title for one in statements for title in (*one.names, *one.titles))
    lexicon = Lexicon.of(
        vocabulary,
        labels_of(world.statements, vocabulary.tails, vocabulary.short),
        titles,
        years_of(statements, vocabulary),
    )
    tables = Tables(world, vocabulary)
    amounts: dict[tuple[object, str], list[Said]] = defaultdict(list)
    for one in said:
        amounts[(one.mention.place, one.mention.sentence)].append(one)
    found: list[Tied] = []
    heading, lead = Before(), tuple[Piece, ...]()
    for passage in passages:
        before = heading
        years: frozenset[str] = frozenset()
        spoken = amounts.pop((passage.place, passage.text), [])
        sentences = sentences_of(passage.text, spoken, lexicon, lead if spoken else ())
        for sentence in sentences:
            frames = frames_of(sentence, before, vocabulary)
            every = [tables.at_time(time) for time in times_of(frames, years, world.cited)]
            outcomes = held(frames, every, tables)
            found.extend(_of_sentence(sentence, frames, outcomes, every))
            named = frozenset(years_in(passage.text[sentence.start : sentence.end]))
            year = world.cited.year if (named or years) <= {world.cited.year} else None
            found.extend(_of_ranks(passage, sentence, tables.at_time(year)))
            before = spoken_of(frames, agreeing(outcomes), before)
            if not frames:
                before = _headed(sentence, before)
            years = named or years
        lead = (lead if len(sentences) == 1 else ()) if spoken else lead_of(passage.text, lexicon)
        # A heading, or a line that leads to a list, has no amount; what it names stands over what follows.
        if not spoken:
            heading = before if before is not heading else Before()
    return found


def _headed(sentence: Sentence, before: Before) -> Before:
    """The row of a heading or another sentence without amounts: the one that it names, or that of the text before."""
    named = {piece.rows for piece in sentence.pieces if piece.role == "label"}
    if not named:
        return before
    return Before(next(iter(named))) if len(named) == 1 else Before()


def _of_sentence(
    sentence: Sentence, frames: Sequence[Frame], outcomes: Sequence[Outcome], every: Sequence[Tables]
) -> Iterable[Tied]:
    for n, frame in enumerate(frames):
        yield Tied(frame.said, counted(n, frames, sentence, every[n]) if frame.unit == "count" else outcomes[n])


def _of_ranks(passage: Passage, sentence: Sentence, tables: Tables) -> Iterable[Tied]:
    seen: set[int] = set()
    for one in ranked(sentence, tables):
        piece = one.piece
        if piece.start in seen:
            continue
        seen.add(piece.start)
        mention = Mention("", passage.place, passage.text, piece.start, piece.end, piece.text, "rank", None, "untied")
        yield Tied(Said(mention, None), one.outcome)
