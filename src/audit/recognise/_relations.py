"""How columns of a table belong together is seen in its figures: sums, products and shares that nearly all rows keep.

Nothing is concluded from two columns that are equal, since a target may just be met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from audit.model.relation import Relation
from audit.model.statement import Column, Row, Statement
from audit.notation.headings import words
from audit.recognise._adding import adding
from audit.recognise._evidence import ZERO, Candidate, answer_of, borne_out, slack_of, value_of

#: Relations are looked for among so many columns, and first in so many rows.
_MOST_COLUMNS = 40
_SAMPLE = 24

#: A share printed in coarser steps agrees too easily with a share of something else.
_COARSEST = Fraction(1)


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
    possible = (
        *_sums(amounts, rows),
        *_products(amounts, rows),
        *_shares(amounts, shares, rows, statement, further),
    )
    for candidate in possible:
        if candidate.columns in seen or candidate.columns.isdisjoint(further) or candidate.column in given:
            continue
        relation = borne_out(candidate, rows, statement)
        if relation is not None:
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


def _sums(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Candidate]:
    """Sums of columns side by side, of columns with the same heading, and of any two; those with most parts first."""
    sample = _sample(rows, columns)
    tried: list[Candidate] = []
    for n, column in enumerate(columns):
        runs = [columns[start:n] for start in range(n - 1)]
        runs += [columns[n + 1 : end] for end in range(n + 3, len(columns) + 1)]
        alike: dict[tuple[str, ...], list[Column]] = defaultdict(list)
        for other in columns:
            if other is not column:
                alike[words(other.heading.split(" › ")[-1])].append(other)
        runs += [group for group in alike.values() if len(group) > 1]
        runs += [
            before for group in alike.values() if len(before := [c for c in group if c.position < column.position]) > 1
        ]
        tried += [Candidate("sum", column.name, tuple((1, part.name) for part in run)) for run in runs]
    likely = [candidate for candidate in tried if len(candidate.parts) > 2 and _is_likely(candidate, sample)]
    yield from sorted(likely, key=lambda candidate: -len(candidate.parts))
    yield from _of_two(columns, sample)


def _is_likely(candidate: Candidate, sample: Sequence[Row]) -> bool:
    """Whether most rows of a sample that have all the figures keep a sum."""
    held = told = 0
    for row in sample:
        stated, values = value_of(row, candidate.column), [value_of(row, name) for _, name in candidate.parts]
        if stated and None not in values:
            told += 1
            held += abs(sum((value or ZERO for value in values), -stated)) <= slack_of(row, candidate.columns)
    return held > 0 and held * 2 >= told


def _of_two(columns: Sequence[Column], sample: Sequence[Row]) -> Iterator[Candidate]:
    """Columns of which one is the sum of two others, the rightmost as what the others give."""
    votes: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in sample:
        values = [
            (column.name, value, row.figures[column.name].quantum)
            for column in columns
            if (value := value_of(row, column.name))
        ]
        where: dict[Fraction, list[str]] = defaultdict(list)
        for name, value, _ in values:
            where[value].append(name)
        for (one, a, step), (two, b, _) in combinations(values, 2):
            near = [a + b] if not step else [a + b + k * step for k in (-1, 0, 1)]
            for total in near:
                for whole in where.get(total, ()):
                    if whole not in (one, two):
                        votes[(one, two, whole)] += 1
    position = {column.name: n for n, column in enumerate(columns)}
    for (one, two, whole), _ in sorted(votes.items(), key=lambda pair: (-pair[1], [position[n] for n in pair[0]])):
        last = max((one, two, whole), key=position.__getitem__)
        if last == whole:
            yield Candidate("sum", whole, ((1, one), (1, two)))
        else:
            yield Candidate("sum", last, ((1, whole), (-1, one if last == two else two)))


def _products(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Candidate]:
    """Columns of which one is the product of two others, as a volume and a price."""
    votes: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in _sample([row for row in rows if row.kind == "leaf"], columns):
        values = {column.name: value for column in columns if (value := value_of(row, column.name)) and abs(value) != 1}
        where: dict[Fraction, list[str]] = defaultdict(list)
        for name, value in values.items():
            where[value].append(name)
        for one, two in combinations(values, 2):
            for product in where.get(values[one] * values[two], ()):
                if product not in (one, two):
                    votes[(one, two, product)] += 1
    for (one, two, product), _ in sorted(votes.items(), key=lambda pair: -pair[1]):
        yield Candidate("product", product, ((1, one), (1, two)))


def _shares(
    amounts: Sequence[Column],
    shares: Sequence[Column],
    rows: Sequence[Row],
    statement: Statement,
    further: frozenset[str],
) -> Iterator[Candidate]:
    """Percentages of one amount in another, the nearest columns first; or in the total of its own column."""
    sample = _sample(rows, [*amounts, *shares])
    for share in shares:
        steps = [row.figures[share.name].quantum for row in sample if share.name in row.figures]
        if share.name not in further or not steps or max(steps) > _COARSEST:
            continue
        near = sorted(amounts, key=lambda column: abs(column.position - share.position))
        tried = [Candidate("share", share.name, ((1, a.name), (1, b.name))) for a in near for b in near if a is not b]
        tried += [Candidate("weight", share.name, ((1, a.name),)) for a in near]
        for candidate in tried:
            said = [answer.holds for row in sample if (answer := answer_of(candidate, row, statement)) and answer.tells]
            if said and sum(said) * 2 >= len(said):
                yield candidate
