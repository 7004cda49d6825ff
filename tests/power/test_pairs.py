"""Two errors at once: the count that looks only near a pair, against one that looks at all other pairs."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from audit.run import _pairs
from audit.run._matrix import Cell, Slopes, alike
from audit.run._pairs import Pairs, pairs

#: Small columns with many dependences among them.
columns = st.lists(
    st.dictionaries(st.integers(0, 4), st.sampled_from([Fraction(n) for n in (-2, -1, 1, 2)]), max_size=4),
    min_size=2,
    max_size=7,
)


def counted(drawn: list[Slopes]) -> tuple[Pairs, list[Cell], dict[Cell, Slopes]]:
    cells: list[Cell] = [("s1", n, "x") for n in range(len(drawn))]
    matrix = {cell: column for cell, column in zip(cells, drawn, strict=True) if column}
    groups = alike(matrix)
    alone = {group[0] for group in groups if len(group) == 1}
    return pairs(cells, matrix, groups, alone, Random(0)), cells, matrix


#: The third column, the first two less each other, stands only in the claim in which the fewest figures stand.
FEWEST: list[Slopes] = [
    {0: Fraction(1), 1: Fraction(1)},
    {0: Fraction(1), 1: Fraction(2)},
    {0: Fraction(1)},
    {1: Fraction(1), 4: Fraction(1)},
]


@given(columns)
@example(FEWEST)
def test_pairs_are_told_apart_as_their_planes_are(drawn: list[Slopes]) -> None:
    said, cells, matrix = counted(drawn)
    every = list(combinations(cells, 2))
    assert (said.total, said.looked_at) == (len(every), len(every))
    hidden = [pair for pair in every if can_hide(matrix.get(pair[0], {}), matrix.get(pair[1], {}))]
    assert said.hidden == len(hidden)
    told = [
        pair for pair in every if rank([matrix.get(c, {}) for c in pair]) == 2 and alone_in_plane(pair, every, matrix)
    ]
    assert said.told == len(told)


def can_hide(one: Slopes, two: Slopes) -> bool:
    """Whether errors other than zero in both can leave all equations as they are."""
    return (not one and not two) or (bool(one) and bool(two) and rank([one, two]) == 1)


def alone_in_plane(pair: tuple[Cell, Cell], every: list[tuple[Cell, Cell]], matrix: dict[Cell, Slopes]) -> bool:
    """Whether no other pair spans the plane of this one."""
    own = [matrix[cell] for cell in pair]
    for other in every:
        theirs = [matrix.get(cell, {}) for cell in other]
        if other != pair and rank(theirs) == 2 and rank([*own, *theirs]) == 2:
            return False
    return True


def rank(vectors: list[Slopes]) -> int:
    """The rank by elimination."""
    rows = [[vector.get(n, Fraction(0)) for n in range(5)] for vector in vectors]
    found = 0
    for column in range(5):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for n in range(found + 1, len(rows)):
            factor = rows[n][column] / pivot[column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], pivot, strict=True)]
        found += 1
    return found


def test_of_many_pairs_some_are_drawn() -> None:
    many = [{n: Fraction(1), n + 1000: Fraction(1)} for n in range(300)]
    said, _, _ = counted(many)
    assert (said.total, said.looked_at) == (300 * 299 // 2, _pairs._MOST)
    assert (said.hidden, said.told) == (0, said.looked_at)
    assert counted(many) == counted(many)
