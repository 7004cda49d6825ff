"""A code that stands in several columns, a level or a whole code in each, is put together from its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from audit.notation.codes import NO_CODE, read_code


@dataclass(slots=True)
class Pieces:
    """The pieces of the codes of a table, row by row from the top; a blank before a piece repeats what is above it."""

    above: list[str] = field(default_factory=list)

    def read(self, texts: Sequence[str]) -> tuple[str, str]:
        """The code of a row, and the same with all that stands before it; both empty where all pieces are blank.

        Where a piece goes on from one before it, as 2.16.01 after 2.16, each piece is a whole code and the last one is
        that of the row; the pieces before it say what the row stands under.
        """
        pieces = [text.strip().strip(".").strip() for text in texts]
        first = next((n for n, piece in enumerate(pieces) if piece), None)
        if first is None:
            return "", ""
        pieces[:first] = self.above[:first]
        self.above = pieces
        there = list(dict.fromkeys(piece for piece in pieces if piece))
        context = ".".join(piece for piece in pieces if piece)
        return (there[-1] if _goes_on(there) else context), context


def _goes_on(pieces: Sequence[str]) -> bool:
    codes = [read_code(piece) or NO_CODE for piece in pieces]
    return any(later.extends(earlier) for earlier, later in combinations(codes, 2))
