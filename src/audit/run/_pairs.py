"""Two errors at once: which can hide each other, and which can be told from all other pairs.

Errors in two figures move the claims by a vector in the plane that the columns of the two span. Where one column is a
multiple of the other, an error in the one can undo that in the other. A pair can be told from every other one, but for
errors of chosen sizes, if no other two figures span the same plane: that is, if the columns of the two are independent
and no third figure's column is a sum of multiples of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random

from audit.run._matrix import Cell, Slopes

#: So many pairs are looked at one by one; of more, so many are drawn.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """How two errors fare: of ``total`` pairs of figures ``hidden`` can break no equation.

    Of ``looked_at`` pairs, all of them or drawn by chance, ``told`` can be told from every other pair.
    """

    total: int
    hidden: int
    looked_at: int
    told: int


def pairs(
    cells: Sequence[Cell],
    columns: Mapping[Cell, Slopes],
    groups: Collection[Sequence[Cell]],
    alone: Collection[Cell],
    rng: Random,
) -> Pairs:
    """The pairs of these cells; ``groups`` are those of them whose columns are multiples of each other.

    ``alone`` are the cells whose columns are multiples of no other.
    """
    total = _pairs_in(len(cells))
    seen = sum(len(group) for group in groups)
    hidden = _pairs_in(len(cells) - seen) + sum(_pairs_in(len(group)) for group in groups)
    claims: dict[int, list[Cell]] = defaultdict(list)
    for cell, column in columns.items():
        for number in column:
            claims[number].append(cell)
    looked_at = told = 0
    for one, two in _chosen(cells, total, rng):
        looked_at += 1
        told += one in alone and two in alone and not _third(one, two, columns, claims)
    return Pairs(total, hidden, looked_at, told)


def _pairs_in(count: int) -> int:
    return count * (count - 1) // 2


def _chosen(cells: Sequence[Cell], total: int, rng: Random) -> Iterator[tuple[Cell, Cell]]:
    if total <= _MOST:
        yield from combinations(cells, 2)
        return
    for _ in range(_MOST):
        one, two = rng.sample(range(len(cells)), 2)
        yield cells[one], cells[two]


def _third(one: Cell, two: Cell, columns: Mapping[Cell, Slopes], claims: Mapping[int, Sequence[Cell]]) -> bool:
    """Whether a third column lies in the plane of two that are independent and parallel to no other."""
    here, there = columns[one], columns[two]
    apart, both = here.keys() ^ there.keys(), here.keys() | there.keys()
    candidates = {cell for number in _telling(here, there, claims) for cell in claims[number]}
    return any(
        apart <= columns[cell].keys() <= both and not _rest(_rest(columns[cell], here), _rest(there, here))
        for cell in candidates - {one, two}
    )


def _telling(one: Slopes, two: Slopes, claims: Mapping[int, Sequence[Cell]]) -> list[int]:
    """Claims in at least one of which every figure stands whose column is a sum of multiples of both columns."""
    fewest = min(one.keys() ^ two.keys() or one, key=lambda number: len(claims[number]))
    if fewest not in one or fewest not in two:
        # Only one of the two stands there, and the figure follows both.
        return [fewest]
    # The multiples may undo each other in one claim, but not in another where the two columns have another proportion.
    others = [number for number in one if one[number] * two[fewest] != one[fewest] * two[number]]
    return [fewest, min(others, key=lambda number: len(claims[number]))]


def _rest(column: Slopes, taken: Slopes) -> Slopes:
    """What is left of a column when so much of another is taken away that one claim of the latter is left out."""
    pivot = min(taken)
    factor = column.get(pivot, Fraction(0)) / taken[pivot]
    rest = {n: column.get(n, Fraction(0)) - factor * taken.get(n, Fraction(0)) for n in column.keys() | taken.keys()}
    return {number: slope for number, slope in rest.items() if slope}
