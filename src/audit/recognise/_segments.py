"""A text is cut where lines of headings stand: each heads the rows down to the next, or to the first sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audit.model.document import Line
from audit.model.shape import FIGURES, StatementShape
from audit.notation.headings import words
from audit.notation.numerals import has_digit
from audit.recognise._tokens import Token, tokenised

#: A line of headings names so many columns of figures, in a text without such a line fewer, and so large a part of its
#: words are those of headings.
_KNOWN, _FEWER = 3, 2
_MOSTLY = 0.8
#: A line with so many words is a sentence, which ends a table.
_SENTENCE = 15
#: So many lines above the headings are looked at for a title.
_TITLES = 3

Words = tuple[str, ...]


@dataclass(slots=True)
class Segment:
    """The lines from one line of headings to the next, as words."""

    main: Words
    line: Line
    titles: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    tokens: list[list[Token]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The lines above and below the headings."""
        return [*self.titles, *(line.text for line in self.lines)]


def segments_of(lines: Sequence[Line], shapes: Sequence[StatementShape]) -> list[Segment]:
    """The segments of a text, from the first line of headings on."""
    tokens = tokenised(lines)
    return _cut(lines, tokens, shapes, _KNOWN) or _cut(lines, tokens, shapes, _FEWER)


def _cut(
    lines: Sequence[Line], split: Sequence[list[Token]], shapes: Sequence[StatementShape], least: int
) -> list[Segment]:
    """The segments under lines that name at least so many columns."""
    vocabulary = vocabulary_of(shapes)
    phrases = [_phrases(shape) for shape in shapes]
    found: list[Segment] = []
    above: list[str] = []
    for line, tokens in zip(lines, split, strict=True):
        said = words(line.text)
        if not said:
            # A dash that stands alone is a figure.
            if found and tokens:
                found[-1].lines.append(line)
                found[-1].tokens.append(tokens)
            continue
        if _is_main(line.text, said, phrases, vocabulary, least):
            found.append(Segment(said, line, tuple(above[-_TITLES:])))
            above = []
            continue
        above = [] if _is_sentence(line.text) or has_digit(tokens[-1].text) else [*above, " ".join(line.text.split())]
        if found:
            found[-1].lines.append(line)
            found[-1].tokens.append(tokens)
    return [_without_prose(segment) for segment in found]


def lost_headings(segments: Sequence[Segment], shapes: Sequence[StatementShape]) -> tuple[Words, ...]:
    """The lines of segments that are headings only, and so have lost their place over the columns."""
    vocabulary = vocabulary_of(shapes)
    return tuple(
        sorted(
            {
                said
                for segment in segments
                for text in segment.texts
                if (said := words(text)) and vocabulary.issuperset(said) and not any(map(str.isdigit, text))
            }
        )
    )


def vocabulary_of(shapes: Sequence[StatementShape]) -> frozenset[str]:
    """The words of all headings."""
    columns = (column for shape in shapes for column in shape.columns)
    return frozenset(word for column in columns for text in column.headings for word in words(text)) | {"rp", "%"}


def _without_prose(segment: Segment) -> Segment:
    """The segment down to the first sentence."""
    end = next((n for n, line in enumerate(segment.lines) if _is_sentence(line.text)), len(segment.lines))
    return replace(segment, lines=segment.lines[:end], tokens=segment.tokens[:end])


def _is_sentence(text: str) -> bool:
    """Whether a line is prose: many words, most of them in small letters."""
    said = [word for word in text.split() if any(mark.isalpha() for mark in word)]
    return len(said) >= _SENTENCE and sum(word[0].islower() for word in said) * 2 > len(said)


def _phrases(shape: StatementShape) -> frozenset[Words]:
    """The headings of columns of figures; a sign of percent alone is one."""
    found = set()
    for column in shape.columns:
        if column.type in FIGURES:
            for text in column.headings:
                said = words(text)
                found.add(tuple(word for word in said if word not in ("%", "rp")) or said)
    return frozenset(found)


def _is_main(
    text: str, said: Words, phrases: Sequence[frozenset[Words]], vocabulary: frozenset[str], least: int
) -> bool:
    """Whether a line names the columns of figures of a table: words of headings, and no figure among them."""
    if any(map(str.isdigit, text)) or sum(word in vocabulary for word in said) < _MOSTLY * len(said):
        return False
    return any(_names(said, named) >= least for named in phrases)


def _names(said: Words, phrases: frozenset[Words]) -> int:
    """How many columns of figures of a kind of statement a line names by a whole heading, each word once."""
    found = position = 0
    while position < len(said):
        longest = max((len(p) for p in phrases if said[position : position + len(p)] == p), default=0)
        # A sign of percent belongs to the heading before it, unless that is money's own.
        found += longest > 0 and (said[position] != "%" or position == len(said) - 1)
        position += longest or 1
    return found
