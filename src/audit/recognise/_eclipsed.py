"""Kinds of statement that no table can be taken for, since another kind fits every such table at least as well.

This follows from how headings rank kinds (``_headings.py``): each heading of the table is given to the column that it
is most like, so that a kind with all the columns of another, and more, never scores less.
"""

from __future__ import annotations

from collections.abc import Sequence

from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.notation.headings import words

#: A table of fewer known columns is one of a kind only if the kind has no more.
_KNOWN = 3


def eclipsed(shapes: Sequence[StatementShape]) -> list[tuple[StatementShape, StatementShape]]:
    """The kinds that never win, each with the first kind that always wins over it."""
    found = []
    for number, shape in enumerate(shapes):
        rivals = (other for n, other in enumerate(shapes) if n != number and _wins(other, shape, first=n < number))
        rival = next(rivals, None)
        if rival is not None:
            found.append((shape, rival))
    return found


def _wins(one: StatementShape, other: StatementShape, *, first: bool) -> bool:
    """Whether one kind is taken for every table that could be the other; of equals the first is."""
    more = len(one.columns) > len(other.columns)
    if not more and not (first and len(one.columns) == len(other.columns)):
        return False
    if more and (len(other.columns) < _KNOWN or any(column.required for column in one.columns)):
        # With few columns, or a required one that another column may displace, the smaller kind can fit better.
        return False
    if one.known_by or other.spread:
        # A kind may demand certain columns, and one whose code stands in several columns is ranked by these too.
        return False
    return _has_the_columns(one, other) and _has_the_words(one, other)


def _has_the_columns(one: StatementShape, other: StatementShape) -> bool:
    """Whether one has the columns of the other in their order, more columns of figures at most, and demands no more."""
    mine, theirs = [_identity(column) for column in one.columns], [_identity(column) for column in other.columns]
    extra = [column for column in one.columns if _identity(column) not in theirs]
    demanded = {column.name for column in one.columns if column.required}
    return (
        [column for column in mine if column in theirs] == theirs
        and all(column.type in FIGURES for column in extra)
        and demanded <= {column.name for column in other.columns if column.required}
    )


def _identity(column: ColumnShape) -> tuple[str, str, tuple[str, ...], bool, bool]:
    return column.name, column.type, column.headings, column.units, column.exact


def _has_the_words(one: StatementShape, other: StatementShape) -> bool:
    """Whether titles and labels speak for one wherever they speak for the other."""
    if bool(one.labels) != bool(other.labels) or not set(other.labels) <= set(one.labels):
        return False
    return all(any(set(words(mine)) <= set(words(title)) for mine in one.titles) for title in other.titles)
