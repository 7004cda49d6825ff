"""What the figures of a row must do in the columns that they are given: add up, or be shares of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from audit.model.shape import ColumnShape
from audit.recognise._tokens import Token

#: Columns of which the third is the first less the second; a balance may be printed the other way round too.
_DIFFERENCES = (
    ("pagu", "realisasi", "sisa"),
    ("pagu", "realisasi", "selisih"),
    ("murni", "perubahan", "bertambah_berkurang"),
    ("murni", "pagu", "selisih"),
    ("anggaran", "realisasi", "sisa"),
)
#: The columns of what is left.
LEFT = frozenset(rest for _, _, rest in _DIFFERENCES)
#: What is left is always printed as the first less the second.
_REST = "sisa"
#: Columns of percentages, and the column of money that each goes by.
_SHARES = (
    ("bobot", "pagu"),
    ("keuangan", "realisasi"),
    ("sisa_persen", "sisa"),
    ("selisih_persen", "selisih"),
    ("persen", "bertambah_berkurang"),
)
_WHOLES = ("pagu", "murni")
#: Nearly all rows must bear out what a column is taken for, and so many at least that tell something.
_NEARLY_ALL = Fraction(9, 10)
_ENOUGH = 3

Row = Sequence[Token]


def adds_up(tokens: Row, order: Sequence[ColumnShape], way: Sequence[int | None]) -> bool | None:
    """Whether a difference is that of the amounts that it is of; None where the way gives no three such amounts."""
    values = {order[place].name: tokens[n].value for n, place in enumerate(way) if place is not None}
    verdicts = [
        _is_difference(c, one, other, rest)
        for a, b, c in _DIFFERENCES
        if (one := values.get(a)) is not None
        and (other := values.get(b)) is not None
        and (rest := values.get(c)) is not None
    ]
    return all(verdicts) if verdicts else None


def _is_difference(name: str, whole: Fraction, part: Fraction, rest: Fraction) -> bool:
    return whole - part == rest or (name != _REST and part - whole == rest)


def tells(tokens: Row, order: Sequence[ColumnShape], way: Sequence[int | None]) -> bool:
    """Whether amounts add up of which none is nil, which no chance explains."""
    used = {order[place].name: tokens[n].value for n, place in enumerate(way) if place is not None}
    speaking = any(all(used.get(name) for name in trio) for trio in _DIFFERENCES)
    return speaking and adds_up(tokens, order, way) is True


def missing(cells: dict[int, Token], order: Sequence[ColumnShape]) -> tuple[int, Fraction] | None:
    """The column of the one amount that a row lacks of three which must add up, and what it then is."""
    where = {column.name: n for n, column in enumerate(order)}
    for trio in _DIFFERENCES:
        places = [where.get(name) for name in trio]
        if None in places or trio[2] != _REST:
            continue
        values = [cells[place].value if place in cells else None for place in places if place is not None]
        whole, part, rest = values
        gaps = [n for n, value in enumerate(values) if value is None]
        if len(gaps) != 1 or any(places[n] in cells for n in gaps):
            continue
        if whole is None and part is not None and rest is not None:
            return places[0] or 0, part + rest
        if whole is not None:
            other = part if part is not None else rest
            if other is not None:
                return places[gaps[0]] or 0, whole - other
    return None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole rows of tables, and what they have been found to say of three columns; orders share most of it."""

    tables: Sequence[Sequence[Row]]
    sums: dict[tuple[str, int, int, int], tuple[int, int, int]] = field(default_factory=dict)
    shares: dict[tuple[int, int, int], bool] = field(default_factory=dict)

    def borne_out(self, order: Sequence[ColumnShape]) -> frozenset[str] | None:
        """The columns that rows bear out as what they are taken for; None if amounts do not add up."""
        where = {column.name: n for n, column in enumerate(order)}
        found: set[str] = set()
        for trio in _DIFFERENCES:
            if where.keys() >= set(trio):
                right, wrong, telling = self._sums(trio[2], where[trio[0]], where[trio[1]], where[trio[2]])
                if wrong * 4 > right + wrong:
                    return None
                if telling > 1 and right >= _NEARLY_ALL * (right + wrong):
                    found.update(trio)
        for share, money in _SHARES:
            for whole in _WHOLES:
                if {share, money, whole} <= where.keys() and self._share(where[share], where[money], where[whole]):
                    found.add(share)
        return frozenset(found)

    def _sums(self, name: str, whole: int, part: int, rest: int) -> tuple[int, int, int]:
        """In how many rows three amounts add up, in how many they do not, and in how many that tells something."""
        key = name, whole, part, rest
        if key not in self.sums:
            trios = [(row[whole].value, row[part].value, row[rest].value) for rows in self.tables for row in rows]
            told = [(a, b, c) for a, b, c in trios if a is not None and b is not None and c is not None]
            right = [trio for trio in told if _is_difference(name, *trio)]
            self.sums[key] = len(right), len(told) - len(right), sum(map(all, right))
        return self.sums[key]

    def _share(self, share: int, money: int, whole: int) -> bool:
        """Whether a column is that of shares of money, either of what its own row or of what the whole table has."""
        key = share, money, whole
        if key not in self.shares:
            own = [_fits(row[share], row[money], row[whole].value) for rows in self.tables for row in rows]
            of_all = [
                _fits(row[share], row[money], of)
                for rows in self.tables
                for of in [_whole_of([(row[share], row[money]) for row in rows])]
                for row in rows
            ]
            self.shares[key] = _nearly_all(own) or _nearly_all(of_all)
        return self.shares[key]


def _nearly_all(told: Sequence[int | None]) -> bool:
    """Whether nearly all shares go by their money, and enough of them tell something."""
    asked = len(told) - told.count(None)
    return told.count(1) >= _ENOUGH and told.count(1) + told.count(0) >= _NEARLY_ALL * asked


def _whole_of(pairs: Sequence[tuple[Token, Token]]) -> Fraction | None:
    """The amount of which the largest share of a table is that share."""
    told = [(share.value, money.value) for share, money in pairs if share.value and money.value]
    share, amount = max(told, default=(Fraction(0), Fraction(0)))
    return 100 * amount / share if share else None


def _fits(share: Token, money: Token, whole: Fraction | None) -> int | None:
    """1 for a share that goes by its money, 0 for one so small that any would, -1 for one that does not; else None."""
    if share.value is None or money.value is None or not whole:
        return None
    decimals = len(share.text.rstrip("%) ").replace(",", ".").partition(".")[2])
    step = Fraction(1, 10**decimals)
    exact = 100 * money.value / whole
    if abs(abs(exact) - abs(share.value)) > step:
        return -1
    return int(abs(exact) > 5 * step)


def following(order: Sequence[ColumnShape]) -> frozenset[str]:
    """The columns of shares that stand right after the money that they are shares of."""
    after = {(one.name, other.name) for one, other in pairwise(order)}
    return frozenset(share for share, money in _SHARES if (money, share) in after)
