"""A line that is set to reach the right margin: its blanks are stretched alike, which parts no columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from audit.notation.numerals import is_numeral
from audit.readers._page import Line, Word, around

#: A line of fewer words, or of fewer in small letters, may be anything.
_WORDS = 5
_SMALL = 2
#: A blank is stretched to so many times the height of the letters at most, and so many of them stand side by side.
_WIDEST = 2.2
_SIDE_BY_SIDE = 6
#: So far a gap may be off from a whole number of blanks, as a part of one, and in points.
_OFF = 0.1
_HAIR = 0.25
#: Single blanks of a line differ by no more.
_SAME = 1.4
#: What stands before a label in a column of its own: a letter, a number or a code.
_NUMBERING = re.compile(r"\(?(?:[a-zA-Z]|[ivxIVX]+|\d[\d.]*)[.)]*")


def justified(line: Line, cuts: Sequence[float]) -> Word | None:
    """The line as one text where its gaps are so many equal blanks each; None where they are not.

    A typist's double blanks are twice as wide as the others. In a row of a table the gap before a figure is as wide as
    the label is short. ``cuts`` are upright rules, which part cells whatever the gaps are.
    """
    words = line.words
    left, _, right, _ = line.box
    if len(words) < _WORDS or not any(map(_is_small, words)):
        return None
    if any(left < x < right for x in cuts):
        return None
    gaps = [after.box[0] - before.box[2] for before, after in pairwise(words)]
    blank = median(gap for gap in gaps if gap <= _SAME * min(gaps))
    height = max(word.height for word in words)
    if not 0 < blank <= _WIDEST * height:
        return None
    counts = [round(gap / blank) for gap in gaps]
    off = _OFF * blank + _HAIR
    if any(abs(gap - count * blank) > off or count > _SIDE_BY_SIDE for gap, count in zip(gaps, counts, strict=True)):
        return None
    if _is_row(words, counts) or (sum(map(_is_small, words)) < _SMALL and max(counts) > 1):
        return None
    return Word(" ".join(word.text for word in words), around([word.box for word in words]))


def _is_small(word: Word) -> bool:
    text = word.text.strip(".,;:()")
    return text.isalpha() and text.islower()


def _is_row(words: Sequence[Word], counts: Sequence[int]) -> bool:
    """Whether wide gaps stand where a table has them: between figures, after a currency, or before the last alone."""
    figures = [is_numeral(word.text.rstrip(".,;")) for word in words]
    if any(one and two for one, two in pairwise(figures)):
        return True
    wide = [n for n, count in enumerate(counts) if count > 1]
    if any(words[n].text.rstrip(".").lower() == "rp" for n in wide):
        return True
    if wide == [0] and _NUMBERING.fullmatch(words[0].text):
        return True
    # Of figures at the end of a line only that is certain which stands among other stretched blanks.
    return figures[-1] and wide == [len(words) - 2]
