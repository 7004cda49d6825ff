"""Rows that are written alike but for their figures are matched by one pattern, which is made of the first of them.

A sheet has thousands of rows and a few kinds of them. To see that a row is of a kind that is known takes a fraction of
the time that it takes to take it apart cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import NamedTuple

#: What stands between two tags of a row, and may be another in a row that is alike.
_CONTENT = re.compile(r">([^<>]+)<")
_ROW = re.compile(r'\s*<row r="(\d+)"')

#: What a text may hold that is taken as it stands.
_PLAIN = r"([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]+)"

Texts = tuple[str, ...]


class Alike(NamedTuple):
    """The pattern of rows that are written alike, and which of its groups are the formulas and values of the cells."""

    pattern: re.Pattern[str]
    formulas: Callable[[Texts], Texts]
    values: Callable[[Texts], Texts]

    def match(self, text: str) -> tuple[str, Texts, Texts] | None:
        """The number of a row that is written alike, its formulas and its values, a text for each cell."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        groups = (*found.groups(), "")
        return groups[0], self.formulas(groups), self.values(groups)


def alike(text: str, kinds: Texts) -> Alike | None:
    """The pattern of a row, given without its end tag and with the kinds of its cells; None where it would not be true.

    The row is one of plain cells and of nothing before it.
    """
    opened = _ROW.match(text)
    if opened is None or len(kinds) < 2:
        return None
    row = opened[1]
    pieces = _CONTENT.split(text[opened.end() :])
    formulas, values = [-1] * len(kinds), [-1] * len(kinds)
    written = [r'\s*<row r="(?P<row>\d{1,7})"']
    cell = -1
    for number, piece in enumerate(pieces[::2], 1):
        cell += piece.count("<c ")
        written.append(re.sub(rf'(<c\\ r="[A-Z]{{1,3}}){row}"', r'\1(?P=row)"', re.escape(piece)))
        if 2 * number > len(pieces):
            break
        written.append(f">{_PLAIN}<")
        tag = piece.rpartition("<")[2]
        if tag.startswith("f"):
            formulas[cell] = number
        elif (tag == "v") != (kinds[cell] == "inlineStr"):
            values[cell] = number
        else:
            return None
    return Alike(re.compile("".join(written)), itemgetter(*formulas), itemgetter(*values))
