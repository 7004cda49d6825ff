"""The lines of a text as rows: a code, a label and figures, of which some may stand on the lines below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from audit.notation.headings import total_of, words
from audit.recognise._fitting import Columns, fits, placed
from audit.recognise._tokens import Token, is_code, text_of

#: Figures stand so many lines below the code that heads them, and so many below those that they go on with.
_NEAR, _NEXT = 8, 3

#: So many codes with figures below them show that figures do not stand above.
_CLEAN = 2

#: The beginning of a code that a blank parts, and what goes on with one in digits and with one in letters.
_BEGUN = re.compile(r"\d{3,}(?:[.,][A-Z]+)?[.,]")
_LETTERS = re.compile(r"[A-Z]{2,4}(?:[.,]\d+)?")
_NUMBER = re.compile(r"\d{3}")
_DECIMAL = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})*)[.,](\d{1,2})\.?")


@dataclass(slots=True)
class Scattered:
    """A row as its lines have it; ``tail`` are its figures in order, with the word that may stand among them.

    ``wrapped`` counts the last of them that stand on lines of their own. ``below`` says that all stand below the code,
    with the words beside which it stands. ``parted`` says that it stands right below a code that may be its own.
    """

    code: Token | None = None
    label: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)
    wrapped: int = 0
    last: int = 0
    below: list[Token] | None = None
    parted: bool = False

    @property
    def figures(self) -> list[Token]:
        """Its figures, without the word among them."""
        return [token for token in self.tail if token.is_figure]

    @property
    def has_unit(self) -> bool:
        """Whether a word stands among its figures, so that they are those of a piece of work."""
        return any(not token.is_figure for token in self.tail)

    @property
    def is_bare(self) -> bool:
        """Whether it is figures only."""
        return bool(self.tail) and self.code is None and not self.label


def rows_of(lines: Sequence[list[Token]], columns: Columns | None) -> list[Scattered]:
    """The rows of lines; without columns a line of figures goes on with the row above as long as that is short."""
    codes = _decimal_codes(lines)
    longest = 1 + max((len(_row(tokens, codes).tail) for tokens in lines if tokens), default=0)
    rows: list[Scattered] = []
    for tokens in lines:
        if not tokens:
            continue
        open = rows[-1] if rows else None
        row = _row(tokens, codes)
        if open is not None and columns is not None:
            row = _as_going_on(open, row, tokens, columns)
        if open is not None and _continues(open, row, columns, longest):
            open.wrapped += len(row.tail)
            open.tail.extend(row.tail)
            open.last = row.last
        elif open is not None and _is_headed(open, row):
            open.below = [*open.label, *open.tail]
            open.label = [*open.below, *row.label]
            open.tail, open.last = row.tail, row.last
        elif row.code is not None or row.tail:
            rows.append(row)
        elif open is not None and not open.tail and row.last - open.last <= _NEAR:
            # Words between a code and its figures are the rest of a label or of a place.
            open.last = max(open.last, row.last - _NEXT)
    for row in rows:
        if row.tail and not row.tail[-1].is_figure:
            # A word on which no figure followed is the end of a label.
            row.label, row.tail, row.wrapped = [*row.label, *row.tail], [], 0
    return headed([row for row in rows if row.code is not None or row.tail])


def _as_going_on(open: Scattered, row: Scattered, tokens: list[Token], columns: Columns) -> Scattered:
    """The line as one that goes on with the row above where it can: a count is no code, a unit is no label then."""
    if row.last - open.last > _NEAR or (row.code is not None and not row.code.is_plain):
        return row
    if row.code is not None and not open.tail and columns.begins_with_count:
        other = _row(tokens, frozenset(), coded=False)
        return other if not other.label and (other.has_unit or not other.tail[1:]) else row
    is_unit = row.code is None and len(row.label) == 1 and bool(row.tail) and open.tail and not open.has_unit
    if (
        is_unit
        and _is_word(row.label[0])
        and row.tail[0].is_grouped
        and fits([*open.tail, *row.label, *row.tail], columns)
    ):
        return replace(row, label=[], tail=[*row.label, *row.tail])
    # The unit may stand alone on its line.
    alone = row.code is None and not row.tail and len(row.label) == 1 and 0 < len(open.tail) < 3 and not open.has_unit
    if alone and row.last - open.last <= _NEXT and _is_word(row.label[0]) and fits([*open.tail, *row.label], columns):
        return replace(row, label=[], tail=row.label)
    return row


def _continues(open: Scattered, row: Scattered, columns: Columns | None, longest: int) -> bool:
    """Whether figures alone on a line right below a row go on with it."""
    if not row.is_bare or not open.tail or row.last - open.last > _NEXT:
        return False
    both = [*open.tail, *row.tail]
    if sum(not token.is_figure for token in both) > 1:
        return False
    if columns is None:
        return len(both) <= longest
    return fits(both, columns) or (
        not fits(open.tail, columns) and placed(both, columns, after_words=False) is not None
    )


def _is_headed(open: Scattered, row: Scattered) -> bool:
    """Whether figures stand below the code that they belong to."""
    if open.code is None or row.code is not None or not row.tail or not _may_be_label(open, row):
        return False
    return row.last - open.last <= _NEAR and total_of(text_of(row.label)) is None


def _may_be_label(open: Scattered, row: Scattered) -> bool:
    """Whether all that a row has is a code and words; they may end in a number, if the words go on below it."""
    number = len(open.tail) == 1 and open.tail[0].is_plain and bool(open.label) and bool(row.label)
    return not open.tail or (number and open.below is None)


def _decimal_codes(lines: Sequence[list[Token]]) -> frozenset[str]:
    """The first words of lines that look like a figure with decimals, and are codes: "1.1" below "1" or beside "1.2".

    A word that stands alone on its line is one only if words follow others of its kind.
    """
    first = {tokens[0].text for tokens in lines if len(tokens) > 1}
    parts = {text: found.groups() for text in first if (found := _DECIMAL.fullmatch(text))}
    beside = Counter(above for above, _ in parts.values())
    sure = {text for text, (above, last) in parts.items() if last.strip("0") and (above in first or beside[above] > 1)}
    alone = {tokens[0].text for tokens in lines if len(tokens) == 1}
    above = {found[1] for text in sure if (found := _DECIMAL.fullmatch(text))}
    return frozenset(sure | {text for text in alone if (found := _DECIMAL.fullmatch(text)) and found[1] in above})


def _row(tokens: list[Token], codes: frozenset[str], *, coded: bool = True) -> Scattered:
    """A line as a code, words, and the figures at its end; a word between two figures may be the unit of the first."""
    tokens = _with_whole_code(tokens)
    code = tokens[0] if coded and _is_code(tokens, codes) else None
    rest = tokens[1:] if code is not None else tokens
    start = len(rest)
    unit = False
    while start:
        if rest[start - 1].is_figure:
            start -= 1
        elif not unit and start > 1 and rest[start - 2].is_figure and _is_unit(rest, start, coded=code is not None):
            unit = True
            start -= 1
        else:
            break
    return Scattered(code, rest[:start], rest[start:], 0, tokens[0].line)


def _is_unit(rest: Sequence[Token], start: int, *, coded: bool) -> bool:
    """Whether a word after a figure may be its unit: figures follow, or it ends a line that is figures before it."""
    if not _is_word(rest[start - 1]):
        return False
    figures = len(list(takewhile(lambda token: token.is_figure, reversed(rest[: start - 1]))))
    return start < len(rest) or (figures > 1 if coded else figures == len(rest) - 1)


def _with_whole_code(tokens: list[Token]) -> list[Token]:
    """The words with a code in one that is printed with a blank after one of its marks, as "1234. ABC.001"."""
    if len(tokens) > 1 and _BEGUN.fullmatch(tokens[0].text):
        rest = _LETTERS if tokens[0].text[:-1].isdigit() else _NUMBER
        if rest.fullmatch(tokens[1].text):
            whole = f"{tokens[0].text} {tokens[1].text}"
            return [replace(tokens[0], text=whole, types=frozenset(), value=None), *tokens[2:]]
    return tokens


def _is_code(tokens: list[Token], codes: frozenset[str]) -> bool:
    first = tokens[0]
    is_nil = len(tokens) == 1 and first.is_figure and not first.text.isdigit()
    return first.text in codes or (is_code(first) and not is_nil)


def _is_word(token: Token) -> bool:
    return bool(words(token.text)) and token.text[0].isalpha()


def headed(rows: list[Scattered]) -> list[Scattered]:
    """The rows with figures below a code only where order leaves no doubt that the code is theirs; the others parted.

    Where figures stand above their code, or a code has none, all may be shifted by one. A code with words beside it
    may be a section without figures, unless the figures are those of a piece of work, or all codes have theirs below.
    """
    regular = _is_regular(rows)
    runs = _runs(rows)
    shifted = any(_is_shifted(rows, run) for run in runs)
    clean = sum(len(run) for run in runs if not _follows_figures(rows, run))
    parted: set[int] = set()
    for run in runs:
        if shifted or (_follows_figures(rows, run) and clean < _CLEAN):
            parted.update(run)
        parted.update(n for n in run if rows[n].below and not rows[n].has_unit and not regular)
    found: list[Scattered] = []
    for n, row in enumerate(rows):
        if n in parted:
            words = row.label[len(row.below or ()) :]
            found.append(Scattered(row.code, row.below or [], [], 0, row.code.line if row.code else row.last))
            found.append(Scattered(None, words, row.tail, row.wrapped, row.last, parted=True))
        else:
            found.append(row)
    return found


def _is_regular(rows: Sequence[Scattered]) -> bool:
    """Whether nothing but figures right below codes with words is found, but for a total at the end."""
    body = rows[:-1] if rows and rows[-1].code is None else rows
    return len(body) > 2 and all(row.below for row in body)


def _runs(rows: Sequence[Scattered]) -> list[range]:
    """The runs of rows with figures below their code."""
    marks = [row.below is not None for row in rows]
    starts = [n for n, mark in enumerate(marks) if mark and not (n and marks[n - 1])]
    return [range(n, n + len(list(takewhile(bool, marks[n:])))) for n in starts]


def _follows_figures(rows: Sequence[Scattered], run: range) -> bool:
    """Whether figures without a code stand right above, which may be those of the first code."""
    return run.start > 0 and rows[run.start - 1].is_bare


def _is_shifted(rows: Sequence[Scattered], run: range) -> bool:
    """Whether the figures of a run look like those of the code below each: the last code has none, or a total's."""
    if run.stop < len(rows):
        return rows[run.stop].code is not None and not rows[run.stop].tail and len(run) > 1
    if len(run) < 2:
        return False
    amounts = [[token.value or 0 for token in row.figures if token.is_grouped] for row in rows]
    return bool(amounts[-1]) and all(amounts[-1][0] >= max(other, default=0) for other in amounts)
