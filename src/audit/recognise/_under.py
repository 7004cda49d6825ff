"""The columns under a line of headings are those of the orders which its words allow that the figures bear out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.notation.headings import words
from audit.recognise._agreement import LEFT, Evidence, following
from audit.recognise._fitting import Columns, placed
from audit.recognise._ordered import WORDS, Headings, Order, Ordered, orders_of
from audit.recognise._scattered import Scattered, rows_of
from audit.recognise._segments import Segment, Words, lost_headings
from audit.recognise._tokens import Token

#: Orders whose words fit less well by this are as good.
_NEAR = 0.5
#: What it is worth that a share stands right after its money.
_FOLLOWING = 0.6
#: What a title that names the kind of statement is worth, in words of headings.
_TITLED = 3
#: So many amounts tell how small the amounts of a column are, and so many how small those of a table.
_ENOUGH, _MANY = 3, 12
#: So many lengths of rows are tried.
_LENGTHS = 3
#: With fewer whole rows, those with blanks are asked too.
_FEW = 5

_COUNT = frozenset({"count"})

#: The figures of whole rows, table by table.
Whole = list[list[list[Token]]]


@dataclass(frozen=True, slots=True)
class Under:
    """The kind of statement that a table is, and its columns."""

    shape: StatementShape
    columns: Columns


def under(main: Words, segments: Sequence[Segment], shapes: Sequence[StatementShape]) -> Under | None:
    """The columns of the tables under equal lines of headings; None where they are not sure."""
    parts = [rows_of(segment.tokens, None) for segment in segments]
    wrapped = _wrapped(segments, parts, shapes)
    others = tuple(line for line in lost_headings(segments, shapes) if line != wrapped)
    headings = Headings((*main, *wrapped), others)
    said = [words(text) for segment in segments for text in segment.texts]
    titled = {
        s.kind for s in shapes if any(line[: len(t)] == t for title in s.titles if (t := words(title)) for line in said)
    }
    for pattern in _patterns([row for rows in parts for row in rows]):
        whole = [[row.tail for row in rows if len(row.tail) == len(pattern)] for rows in parts]
        evidence = Evidence(whole)
        found: list[tuple[float, int, StatementShape, Order]] = []
        for shape in shapes:
            order, score = _surest(orders_of(headings, pattern, shape), evidence, parts)
            if order is not None:
                found.append((score + _TITLED * (shape.kind in titled), len(shape.columns), shape, order))
        if found:
            _, _, shape, order = max(found, key=lambda one: one[:2])
            return Under(shape, Columns(order, _least(order, whole, parts)))
    return None


def _wrapped(
    segments: Sequence[Segment], parts: Sequence[Sequence[Scattered]], shapes: Sequence[StatementShape]
) -> Words:
    """The last heading where it stands on the line below the others, as the last figure of most rows does."""
    below = {words(segment.lines[0].text) if segment.lines else () for segment in segments}
    columns = [column for shape in shapes for column in shape.columns if column.type in FIGURES]
    names = {words(text) for column in columns for text in column.headings}
    full = [row for rows in parts for row in rows if len(row.tail) > 1]
    wraps = sum(row.wrapped == 1 for row in full)
    if len(below) == 1 and below <= names and wraps >= _ENOUGH and 2 * wraps >= len(full):
        return below.pop()
    return ()


def _patterns(rows: Sequence[Scattered]) -> Iterator[list[frozenset[str]]]:
    """The types of the columns: by the long rows that are common, by longer ones, by shorter ones if common."""
    lengths = Counter(len(row.tail) for row in rows if len(row.tail) > 1)
    enough = max(2, sum(lengths.values()) // 10)
    common = max((length for length, count in lengths.items() if count >= enough), default=0)
    for length in _tried(lengths, common, enough):
        kinds = Counter(tuple(token.is_figure for token in row.tail) for row in rows if len(row.tail) == length)
        kind = max(kinds, key=lambda kind: kinds[kind], default=())
        full = [row.tail for row in rows if tuple(token.is_figure for token in row.tail) == kind]
        pattern = [_types(tokens) for tokens in zip(*full, strict=True)]
        if pattern and all(pattern):
            unit = pattern.index(WORDS) if WORDS in pattern else 0
            # What stands before a unit is counted.
            yield [_COUNT if n < unit and "count" in types else types for n, types in enumerate(pattern)]


def _tried(lengths: Counter[int], common: int, enough: int) -> list[int]:
    """The lengths of rows by which columns are looked for; a label that ends in a number makes a row longer."""
    longer = sorted(length for length in lengths if length > common)
    shorter = sorted((length for length in lengths if 1 < length < common and lengths[length] >= enough), reverse=True)
    return [*[common, *longer][:_LENGTHS], *shorter[:_LENGTHS]]


def _types(tokens: Sequence[Token]) -> frozenset[str]:
    """The types that nearly all figures of a column allow; figures with decimals that are all small are no money."""
    if not tokens[0].is_figure:
        return WORDS
    allowed = Counter(type for token in tokens for type in token.types)
    types = frozenset(type for type, count in allowed.items() if count * 10 >= len(tokens) * 9)
    small = not any(token.is_grouped for token in tokens) and any(token.has_decimals for token in tokens)
    return types - {"rupiah"} if small and len(types) > 1 else types


def _surest(
    found: Sequence[Ordered], evidence: Evidence, parts: Sequence[Sequence[Scattered]]
) -> tuple[Order | None, float]:
    """The columns that all orders have in one place which the figures bear out best, the others without a name.

    A column that the line of headings does not name is only as sure as the figures make it.
    """
    named: list[tuple[int, float, Order]] = []
    for one in found:
        enough = sum(map(len, evidence.tables)) >= _FEW
        borne = (evidence if enough else Evidence(_placed(one.order, parts))).borne_out(one.order)
        if borne is None:
            continue
        order = tuple(_unnamed(c) if c.name in one.aside - borne else c for c in one.order)
        if all(column in order for column in one.order if column.required):
            named.append((len(borne), one.score + _FOLLOWING * len(following(one.order) & borne), order))
    if not named:
        return None, 0.0
    most = max(borne for borne, _, _ in named)
    score = max(score for borne, score, _ in named if borne == most)
    shared: list[ColumnShape] = []
    for columns in zip(*(o for borne, s, o in named if borne == most and s >= score - _NEAR), strict=True):
        first = columns[0]
        if any(column.type != first.type or (column.required and column is not first) for column in columns):
            return None, 0.0
        shared.append(first if all(column == first for column in columns) else _unnamed(first))
    return tuple(shared), score


def _unnamed(column: ColumnShape) -> ColumnShape:
    return ColumnShape("", column.type, ())


def _placed(order: Order, parts: Sequence[Sequence[Scattered]]) -> Whole:
    """The figures of rows in the places of an order, a blank where nothing stands or it is not sure what."""
    columns = Columns(order, (Fraction(0),) * len(order))
    found: Whole = []
    for rows in parts:
        found.append([])
        for row in rows:
            if len(row.tail) > 1 and (where := placed(row.tail, columns, after_words=False)):
                blank = replace(row.tail[0], text="", types=frozenset(), value=None)
                by = {place: row.tail[n] for n, place in where.items()}
                found[-1].append([by.get(place, blank) for place in range(len(order))])
    return found


def _least(order: Order, whole: Whole, parts: Sequence[Sequence[Scattered]]) -> tuple[Fraction, ...]:
    """The smallest amount of each column in whole rows, and no less than that of the tables."""
    amounts = [abs(t.value) for rows in parts for row in rows for t in row.tail if t.value and t.is_grouped]
    of_all = min(amounts) if len(amounts) >= _MANY else Fraction(0)
    found = []
    for n, column in enumerate(order):
        values = [abs(value) for rows in whole for row in rows if (value := row[n].value)]
        of_column = min(values) if len(values) >= _ENOUGH and column.type == "rupiah" else Fraction(0)
        # What is left of an amount may be next to nothing.
        found.append(max(of_all, of_column) if column.name not in LEFT else Fraction(0))
    return tuple(found)
