"""How columns of a table belong together is seen in its figures: sums, products and shares that nearly all rows keep.

Nothing is concluded from two columns that are equal, since a target may just be met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from audit.model.figure import Figure
from audit.model.relation import Relation
from audit.model.statement import Column, Row, Statement
from audit.notation.headings import words
from audit.recognise._adding import adding
from audit.recognise._evidence import answer_of, borne_out, value_of

#: Relations are looked for among so many columns, and first in so many rows.
_MOST_COLUMNS = 40
_SAMPLE = 24


def relations_of(statement: Statement, further: frozenset[str]) -> tuple[Relation, ...]:
    """The relations of a table in which a column takes part that no rulebook knows; ``further`` are these columns."""
    amounts = [c for c in statement.columns if c.type in ("rupiah", "count")]
    shares = [c for c in statement.columns if c.type == "percent"]
    if not further or len(amounts) + len(shares) > _MOST_COLUMNS:
        return ()
    rows = [row for row in statement.rows if row.kind not in ("heading", "stray", "balance")]
    found: list[Relation] = []
    seen: set[frozenset[str]] = set()
    given: set[str] = set()
    sample = _sample(rows, [*amounts, *shares])
    possible = (*_sums(amounts), *_of_two(amounts, sample), *_products(amounts, sample), *_shares(amounts, shares))
    for candidate in possible:
        if candidate.columns in seen or candidate.columns.isdisjoint(further) or candidate.column in given:
            continue
        if not _is_likely(candidate, sample, statement):
            continue
        if (relation := borne_out(candidate, rows, statement)) is not None:
            found.append(relation)
            seen.add(candidate.columns)
            given.add(candidate.column)
    return (*found, *adding(statement, further, found))


def _sample(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows in which most columns have an amount, spread over the table."""
    full = sorted(rows, key=lambda row: -sum(1 for column in columns if value_of(row, column.name)))
    best = full[: max(_SAMPLE, len(full) // 2)]
    step = max(1, len(best) // _SAMPLE)
    return best[::step][:_SAMPLE]


def _sums(columns: Sequence[Column]) -> list[Relation]:
    """Sums of three columns or more, those of most first: of columns side by side, and of those with one heading."""
    found: list[Relation] = []
    for n, column in enumerate(columns):
        alike: dict[tuple[str, ...], list[Column]] = defaultdict(list)
        for other in (*columns[:n], *columns[n + 1 :]):
            alike[words(other.heading.split(" › ")[-1])].append(other)
        runs = [columns[start:n] for start in range(n - 2)]
        runs += [columns[n + 1 : end] for end in range(n + 4, len(columns) + 1)]
        runs += alike.values()
        runs += [[other for other in group if other.position < column.position] for group in alike.values()]
        found += [Relation("sum", column.name, tuple((1, part.name) for part in run)) for run in runs if len(run) > 2]
    return [*sorted(found, key=lambda candidate: -len(candidate.parts)), *_balances(columns)]


def _balances(columns: Sequence[Column]) -> Iterator[Relation]:
    """Closing balances: what there was, with what came in and without what went out in the columns between."""
    for first, second, third, last in zip(columns, columns[1:], columns[2:], columns[3:], strict=False):
        for signs in ((1, 1, -1), (1, -1, 1), (1, -1, -1)):
            names = (first.name, second.name, third.name)
            yield Relation("sum", last.name, tuple(zip(signs, names, strict=True)))


def _is_likely(candidate: Relation, sample: Sequence[Row], statement: Statement) -> bool:
    """Whether most rows of a sample keep a relation, of those that say anything of it."""
    said = [answer for row in sample if (answer := answer_of(candidate, row, statement)) is not None]
    held = sum(1 for answer in said if answer.holds and answer.tells)
    return held > 0 and held * 2 >= sum(1 for answer in said if answer.tells)


def _of_two(columns: Sequence[Column], sample: Sequence[Row]) -> Iterator[Relation]:
    """Columns of which one is the sum of two others, the rightmost as what the others give; the likeliest first."""

    def sums(one: Figure, two: Figure) -> tuple[Fraction, ...]:
        total = one.value + two.value
        return tuple(total + k * one.quantum for k in (-1, 0, 1)) if one.quantum else (total,)

    votes = _votes(columns, sample, sums)
    position = {column.name: n for n, column in enumerate(columns)}
    for (one, two, whole), _ in sorted(votes.items(), key=lambda pair: (-pair[1], [position[n] for n in pair[0]])):
        last = max((one, two, whole), key=position.__getitem__)
        if last == whole:
            yield Relation("sum", whole, ((1, one), (1, two)))
        else:
            yield Relation("sum", last, ((1, whole), (-1, one if last == two else two)))


def _products(columns: Sequence[Column], sample: Sequence[Row]) -> Iterator[Relation]:
    """Columns of which one is the product of two others, as a volume and a price."""
    votes = _votes(columns, sample, lambda one, two: (one.value * two.value,), idle=1)
    for (one, two, product), _ in sorted(votes.items(), key=lambda pair: -pair[1]):
        yield Relation("product", product, ((1, one), (1, two)))


def _votes(
    columns: Sequence[Column],
    sample: Sequence[Row],
    combined: Callable[[Figure, Figure], tuple[Fraction, ...]],
    idle: int = 0,
) -> dict[tuple[str, str, str], int]:
    """How many rows of a sample have in a third column what two others come to; zeros and idle amounts say nothing."""
    votes: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in sample:
        figures = [(c.name, figure) for c in columns if (figure := row.figures.get(c.name)) and figure.value]
        figures = [(name, figure) for name, figure in figures if abs(figure.value) != idle]
        where: dict[Fraction, list[str]] = defaultdict(list)
        for name, figure in figures:
            where[figure.value].append(name)
        for (one, first), (two, second) in combinations(figures, 2):
            for whole in (name for value in combined(first, second) for name in where.get(value, ())):
                if whole not in (one, two):
                    votes[(one, two, whole)] += 1
    return votes


def _shares(amounts: Sequence[Column], shares: Sequence[Column]) -> Iterator[Relation]:
    """Percentages of one amount in another, the nearest columns first; or in the total of its own column."""
    for share in shares:
        near = sorted(amounts, key=lambda column: abs(column.position - share.position))
        yield from (Relation("share", share.name, ((1, a.name), (1, b.name))) for a in near for b in near if a is not b)
        yield from (Relation("weight", share.name, ((1, a.name),)) for a in near)
