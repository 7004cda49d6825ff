"""The figures of a row of text are given columns by order and type; what stays open is given none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile

from audit.model.shape import ColumnShape
from audit.recognise._agreement import adds_up, tells
from audit.recognise._tokens import Token

#: So many ways to read a row are looked at; a row with more says nothing.
_MOST = 400
#: An amount is so many times smaller than the smallest of its column in whole rows only if it is none of that column.
_FAR_SMALLER = 1000

#: A way to read a row: the column of each word, None for one that belongs to the label or to no column.
Way = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of figures of a table, in order; ``least`` are the smallest amounts that whole rows have in each.

    ``all_whole`` says that all rows of a page have a figure in each.
    """

    order: tuple[ColumnShape, ...]
    least: tuple[Fraction, ...]
    all_whole: bool = False

    @property
    def has_units(self) -> bool:
        """Whether a word stands among the figures, as the unit of a count."""
        return any(column.type == "text" for column in self.order)

    @property
    def begins_with_count(self) -> bool:
        """Whether the first figure of a row may be a count, which looks like a number of the row."""
        return self.order[0].type == "count"


def placed(tokens: Sequence[Token], columns: Columns, *, after_words: bool) -> dict[int, int] | None:
    """The column of each word of a row on which all ways to read it agree; None where there is no way.

    ``after_words`` says that a label stands before, to which the first figures may belong. What must add up decides
    between ways, and is no ground to read a row with blanks of which it does not hold: a blank may be another then.
    """
    ways: list[Way] = [*_ways(tokens, columns)]
    whole = len(tokens) == len(columns.order)
    if not ways or (after_words and tokens[0].is_plain and not (whole and _is_count(tokens, columns))):
        # A label may end in numbers, and in what they count, but in no amount.
        numbers = takewhile(lambda n: not tokens[n].is_figure or tokens[n].is_plain, range(len(tokens)))
        for start in (1 + n for n in numbers if after_words):
            if start < len(tokens) and tokens[start].is_figure:
                ways.extend((*(None,) * start, *way) for way in _ways(tokens[start:], columns))
    if not ways:
        return _without_one(tokens, columns)
    if len(ways) > _MOST:
        return {}
    if len(ways) > 1:
        ways = [way for way in ways if tells(tokens, columns.order, way)] or ways
    elif not whole and adds_up(tokens, columns.order, ways[0]) is False:
        return {}
    return _agreed(ways)


def _is_count(tokens: Sequence[Token], columns: Columns) -> bool:
    """Whether the first figure of a whole row is a count of its own, and not the end of the label before it."""
    return columns.begins_with_count and (columns.all_whole or tokens[0].value == tokens[1].value)


def fits(tokens: Sequence[Token], columns: Columns) -> bool:
    """Whether words can be the figures of one row."""
    return next(_ways(tokens, columns), None) is not None


def _without_one(tokens: Sequence[Token], columns: Columns) -> dict[int, int] | None:
    """The columns of a row with one figure too many, where the others add up in one way only."""
    ways = {
        (*way[:extra], None, *way[extra:])
        for extra in range(len(tokens))
        for way in _ways([*tokens[:extra], *tokens[extra + 1 :]], columns)
        if tells([*tokens[:extra], *tokens[extra + 1 :]], columns.order, way)
    }
    return _agreed([*ways]) if ways else None


def _agreed(ways: Sequence[Way]) -> dict[int, int]:
    return {
        n: places[0]
        for n, places in enumerate(zip(*ways, strict=True))
        if places[0] is not None and len(set(places)) == 1
    }


def _ways(
    tokens: Sequence[Token], columns: Columns, first: int = 0, *, whole: bool | None = None
) -> Iterator[tuple[int, ...]]:
    """The columns that words can stand in, in order; in a whole row an amount may be as small as it likes."""
    whole = len(tokens) == len(columns.order) if whole is None else whole
    if not tokens:
        yield ()
        return
    found = 0
    for position in range(first, len(columns.order) - len(tokens) + 1):
        if not _may_stand(tokens[0], columns, position, whole=whole):
            continue
        for rest in _ways(tokens[1:], columns, position + 1, whole=whole):
            yield (position, *rest)
            found += 1
            if found > _MOST:
                return


def _may_stand(token: Token, columns: Columns, position: int, *, whole: bool) -> bool:
    kind = columns.order[position].type
    if not token.is_figure:
        return kind == "text"
    if kind == "rupiah" and token.value and not whole:
        return kind in token.types and abs(token.value) * _FAR_SMALLER >= columns.least[position]
    return kind in token.types
