"""How columns of a table belong together is seen in its figures: sums, products and shares that nearly all rows keep.

A relation of amounts that holds to the rupiah in three rows, each with two amounts that could have spoiled it, is no
chance; one of small numbers, or of percentages, needs more rows. A table of which a fifth of the rows speak against a
relation does not have it. Nothing is concluded from two columns that are equal, since a target may just be met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from audit.model.figure import Figure
from audit.model.relation import Relation, RelationKind
from audit.model.statement import Column, Row, Statement
from audit.notation.headings import words

#: So many rows must bear a relation out; of small numbers and of percentages as many as the second says.
_ENOUGH = 3
_ENOUGH_SMALL = 8
_ENOUGH_SHARES = 6

#: Of so many rows that bear it out one may speak against it.
_PER_EXCEPTION = 4

#: An amount so much larger than what rounding allows does not agree by chance.
_LARGE = 1000

#: Relations are looked for among so many columns, and first in so many rows.
_MOST_COLUMNS = 40
_SAMPLE = 24

#: A share printed in whole percent agrees too easily with a share of something else.
_COARSEST = Fraction(1)

_HUNDRED = Fraction(100)
_ZERO = Fraction(0)

Parts = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A relation that may be: its kind, its column, and what it is computed from."""

    kind: RelationKind
    column: str
    parts: Parts

    @property
    def columns(self) -> frozenset[str]:
        return frozenset((self.column, *(name for _, name in self.parts)))


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
        relation = _borne_out(candidate, rows, statement)
        if relation is not None:
            found.append(relation)
            seen.add(candidate.columns)
            given.add(candidate.column)
    return (*found, *_totals(statement, further, found))


# One row


def _value(row: Row, column: str) -> Fraction | None:
    figure = row.figures.get(column)
    return None if figure is None else figure.value


def _slack(row: Row, columns: Iterable[str]) -> Fraction:
    """By how much figures may miss a sum of theirs for their rounding alone."""
    return sum((figure.quantum / 2 for name in columns if (figure := row.figures.get(name))), _ZERO)


def _says(candidate: _Candidate, row: Row, statement: Statement) -> tuple[bool, bool] | None:
    """Whether a row keeps a relation, and whether its amounts are large; None where it could not but keep it."""
    stated = row.figures.get(candidate.column)
    values = [_value(row, name) for _, name in candidate.parts]
    if stated is None or not stated.value or any(value is None for value in values):
        return None
    known = [value for value in values if value is not None]
    if candidate.kind == "sum":
        if sum(1 for value in known if value) < 2:
            return None
        slack = _slack(row, candidate.columns)
        gap = sum((sign * value for (sign, _), value in zip(candidate.parts, known, strict=True)), -stated.value)
        large = min(abs(value) for value in (*known, stated.value) if value) >= _LARGE * max(slack, Fraction(1))
        return abs(gap) <= slack, large
    if candidate.kind == "product":
        if statement.children_of[row.index] or row.kind != "leaf" or not {abs(v) for v in known}.isdisjoint({0, 1}):
            return None
        return known[0] * known[1] == stated.value, abs(stated.value) >= _LARGE
    whole = known[0]
    if candidate.kind == "weight":
        total = _value(statement.rows[statement.root], candidate.parts[0][1]) if statement.root is not None else None
        part, whole = known[0], total or _ZERO
    else:
        part, whole = known
    if not whole or not part or part == whole:
        return None
    return abs(_HUNDRED * part / whole - stated.value) <= stated.quantum, False


def _borne_out(candidate: _Candidate, rows: Sequence[Row], statement: Statement) -> Relation | None:
    """The relation, where the rows bear it out."""
    said = [answer for row in rows if (answer := _says(candidate, row, statement)) is not None]
    held = sum(1 for holds, _ in said if holds)
    large = sum(1 for holds, big in said if holds and big)
    against = len(said) - held
    if candidate.kind in ("share", "weight"):
        enough = held >= _ENOUGH_SHARES
    else:
        enough = large >= _ENOUGH or held >= _ENOUGH_SMALL
    different = {_value(row, candidate.column) for row in rows if (a := _says(candidate, row, statement)) and a[0]}
    if not enough or against * _PER_EXCEPTION > held or len(different) < _ENOUGH:
        return None
    return Relation(candidate.kind, candidate.column, candidate.parts, held, len(said))


# What may be


def _sample(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows in which most columns have an amount, spread over the table."""
    full = sorted(rows, key=lambda row: -sum(1 for column in columns if _value(row, column.name)))
    best = full[: max(_SAMPLE, len(full) // 2)]
    step = max(1, len(best) // _SAMPLE)
    return best[::step][:_SAMPLE]


def _sums(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[_Candidate]:
    """Sums of columns side by side, of columns with the same heading, and of any two; those with most parts first."""
    sample = _sample(rows, columns)
    tried: list[_Candidate] = []
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
        tried += [_Candidate("sum", column.name, tuple((1, part.name) for part in run)) for run in runs]
    likely = [candidate for candidate in tried if len(candidate.parts) > 2 and _is_likely(candidate, sample)]
    yield from sorted(likely, key=lambda candidate: -len(candidate.parts))
    yield from _of_two(columns, sample)


def _is_likely(candidate: _Candidate, sample: Sequence[Row]) -> bool:
    """Whether most rows of a sample that have all the figures keep a sum."""
    held = told = 0
    for row in sample:
        stated, values = _value(row, candidate.column), [_value(row, name) for _, name in candidate.parts]
        if stated and None not in values:
            told += 1
            held += abs(sum((value or _ZERO for value in values), -stated)) <= _slack(row, candidate.columns)
    return held > 0 and held * 2 >= told


def _of_two(columns: Sequence[Column], sample: Sequence[Row]) -> Iterator[_Candidate]:
    """Columns of which one is the sum of two others, the rightmost as what the others give."""
    votes: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in sample:
        values = [
            (column.name, value, row.figures[column.name].quantum)
            for column in columns
            if (value := _value(row, column.name))
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
            yield _Candidate("sum", whole, ((1, one), (1, two)))
        else:
            yield _Candidate("sum", last, ((1, whole), (-1, one if last == two else two)))


def _products(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[_Candidate]:
    """Columns of which one is the product of two others, as a volume and a price."""
    votes: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in _sample([row for row in rows if row.kind == "leaf"], columns):
        values = {column.name: value for column in columns if (value := _value(row, column.name)) and abs(value) != 1}
        where: dict[Fraction, list[str]] = defaultdict(list)
        for name, value in values.items():
            where[value].append(name)
        for one, two in combinations(values, 2):
            for product in where.get(values[one] * values[two], ()):
                if product not in (one, two):
                    votes[(one, two, product)] += 1
    for (one, two, product), _ in sorted(votes.items(), key=lambda pair: -pair[1]):
        yield _Candidate("product", product, ((1, one), (1, two)))


def _shares(
    amounts: Sequence[Column],
    shares: Sequence[Column],
    rows: Sequence[Row],
    statement: Statement,
    further: frozenset[str],
) -> Iterator[_Candidate]:
    """Percentages of one amount in another, the nearest columns first; or in the total of its own column."""
    sample = _sample(rows, [*amounts, *shares])
    for share in shares:
        steps = [row.figures[share.name].quantum for row in sample if share.name in row.figures]
        if share.name not in further or not steps or max(steps) > _COARSEST:
            continue
        near = sorted(amounts, key=lambda column: abs(column.position - share.position))
        tried = [_Candidate("share", share.name, ((1, a.name), (1, b.name))) for a in near for b in near if a is not b]
        tried += [_Candidate("weight", share.name, ((1, a.name),)) for a in near]
        for candidate in tried:
            said = [answer[0] for row in sample if (answer := _says(candidate, row, statement)) is not None]
            if said and sum(said) * 2 >= len(said):
                yield candidate


# Rows that are sums of the rows below them


def _totals(statement: Statement, further: frozenset[str], found: Sequence[Relation]) -> Iterator[Relation]:
    """The columns whose figures add up from row to row.

    A column of which no sum fails has them. One of which some fail has them where others hold four times as often,
    where it is the sum of columns that have them, or where it is the only one of its table that fails at its total.
    """
    names = [c.name for c in statement.columns if c.type in ("rupiah", "count")]
    outcome = {name: _outcome(statement, name) for name in names}
    sound = {name for name, (held, failed) in outcome.items() if held and not failed}
    for name in names:
        held, failed = outcome[name]
        if name not in further or not held + failed:
            continue
        linked = any(
            relation.kind == "sum" and name in relation.columns and sound.issuperset(relation.columns - {name})
            for relation in found
        )
        often = held >= 2 and failed * _PER_EXCEPTION <= held
        if not failed or often or linked or _is_total_alone(statement, name, outcome, sound):
            yield Relation("total", name, (), held, held + failed)


def _outcome(statement: Statement, column: str) -> tuple[int, int]:
    """How many rows are the sum of the rows below them in a column, and how many are not; blanks say nothing."""
    held = failed = 0
    for row in statement.rows:
        kids = [statement.rows[n] for n in statement.children_of[row.index]]
        kids = [kid for kid in kids if kid.kind not in ("stray", "balance", "heading")]
        figures = [kid.figures.get(column) for kid in kids]
        stated = row.figures.get(column)
        if stated is None or not _all_known(figures) or sum(1 for figure in figures if figure and figure.value) < 2:
            continue
        parts = [
            (figure, statement.weights.get(kid.index, 1)) for kid, figure in zip(kids, figures, strict=True) if figure
        ]
        gap = sum((weight * figure.value for figure, weight in parts), -stated.value)
        slack = sum((figure.quantum / 2 for figure, _ in parts), stated.quantum / 2)
        held, failed = held + (abs(gap) <= slack), failed + (abs(gap) > slack)
    return held, failed


def _all_known(figures: Sequence[Figure | None]) -> bool:
    return all(figure is not None for figure in figures)


def _is_total_alone(statement: Statement, column: str, outcome: Mapping[str, tuple[int, int]], sound: set[str]) -> bool:
    """Whether a flat list ends with a total that fails in this column alone, all others of amounts being sums."""
    root = statement.root
    if root is None or statement.selection or len(statement.children_of[root]) < _ENOUGH:
        return False
    flat = all(parent in (root, None) for parent in statement.tree)
    asked = {name for name, (held, failed) in outcome.items() if held + failed}
    figures = sorted(abs(f.value) for row in statement.rows if (f := row.figures.get(column)) is not None)
    money = bool(figures) and figures[len(figures) // 2] >= _LARGE
    return flat and money and asked == sound | {column}
