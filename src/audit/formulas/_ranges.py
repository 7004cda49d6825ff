"""A sum that leaves out a part of its row, or adds a part twice.

The tree of the table is our own reading, so nobody is accused where a formula speaks against it: where another sum adds
what this one leaves out, where a sum reaches beyond its row, or where what is left out is not like what is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from audit.formulas._covers import Cover, Covers
from audit.formulas._sheet import Unknown
from audit.formulas._table import Table
from audit.formulas._told import Told, figure_given
from audit.model.formula import FormulaFault
from audit.model.text import Text

UNLIKE_TREE = Text(
    "rumusnya menjumlahkan baris lain daripada yang tampak sebagai bagiannya",
    "the formula adds other rows than those that appear to be its parts",
)
SOME_ROWS = Text("tabel hanya memuat sebagian baris", "the table shows only some of its rows")
TOO_MANY = Text("rentang pada kolom ini terlalu banyak", "the ranges of this column are too many")


@dataclass(slots=True)
class _Count:
    """How the rows below a row are added: which once, which not at all, and which beside a row above them."""

    once: list[int] = field(default_factory=list)
    never: list[int] = field(default_factory=list)
    beside: dict[int, list[int]] = field(default_factory=dict)
    odd: bool = False


def ranges(table: Table, name: str, covers: Covers, told: Told) -> None:
    """Ask each sum of a column whether it adds all parts of its row, and none twice."""
    statement = table.statement
    sums = [row for row, cover in covers.of.items() if cover.times and not cover.foreign and table.parts(row)]
    if not covers.complete:
        told.silent("range", name, TOO_MANY, [row for row, spot in table.spots[name].items() if spot.form])
        return
    for row in sums:
        cover = covers.of[row]
        below = set(statement.descendants(row))
        beyond = [other for other in cover.times if other not in below and cover.times[other]]
        if statement.selection or row in statement.incomplete:
            told.silent("range", name, SOME_ROWS, [row])
            continue
        count = _counted(table, name, row, cover)
        upside_down = any(adder in below for adder in covers.adders.get(row, ()))
        if upside_down or cover.circular or count.odd or any(_speaks(table, name, other) for other in beyond):
            told.silent("range", name, UNLIKE_TREE, [row])
            continue
        faults = [*_texts(table, name, row, cover, below), *_left_out(table, name, row, covers, count, told)]
        if faults:
            told.faults.extend(faults)
        else:
            told.held("range", row)
        twice = list(_twice(table, name, row, covers, count))
        if twice:
            told.faults.extend(twice)
        elif not count.beside:
            told.held("double", row)
        else:
            told.silent("double", name, UNLIKE_TREE, [row])


def _speaks(table: Table, name: str, row: int) -> bool:
    """Whether a row has a figure in a column that is not nil."""
    figure = table.statement.rows[row].figures.get(name)
    return figure is not None and bool(figure.value)


def _counted(table: Table, name: str, row: int, cover: Cover) -> _Count:
    count = _Count()
    statement = table.statement
    # A row, how many times those above it are added, and the lowest of these that is.
    waiting: list[tuple[int, Fraction, int | None]] = [(kid, Fraction(0), None) for kid in reversed(table.parts(row))]
    while waiting:
        here, before, added = waiting.pop()
        own = cover.times.get(here, Fraction(0)) if name in statement.rows[here].figures else Fraction(0)
        times = before + own
        kids = table.parts(here)
        if own and before and added is not None and times > 1:
            count.beside.setdefault(added, []).append(here)
        elif times > 1 and own > 1:
            count.beside.setdefault(here, []).append(here)
        if times not in (0, 1, 2) and not kids:
            count.odd = True
        if times == 1 and not kids:
            count.once.append(here)
        elif times == 0 and not (kids and any(cover.times.get(inner) for inner in statement.descendants(here))):
            if here not in cover.texts:
                count.never.append(here)
            continue
        waiting.extend((kid, times, here if own else added) for kid in reversed(kids))
    return count


def _texts(table: Table, name: str, row: int, cover: Cover, below: set[int]) -> Iterator[FormulaFault]:
    """Figures stored as text within the range, which SUM passes over without a word."""
    passed = tuple(other for other in cover.texts if other in below and _speaks(table, name, other))
    if passed and not any(other in cover.times for other in passed):
        spot = table.spots[name][row]
        yield FormulaFault(
            "range",
            row,
            name,
            spot.cell.formula or "",
            rows=passed,
            texts=True,
            expected=_with(table, name, row, passed),
        )


def _left_out(table: Table, name: str, row: int, covers: Covers, count: _Count, told: Told) -> Iterator[FormulaFault]:
    missing = [other for other in count.never if name in table.statement.rows[other].figures]
    if not missing:
        return
    sure = [other for other in missing if _is_missed(table, name, row, other, covers, count)]
    if len(sure) < len([other for other in missing if _speaks(table, name, other)]) or len(missing) > len(count.once):
        told.silent("range", name, UNLIKE_TREE, [row])
    elif sure:
        spot = table.spots[name][row]
        yield FormulaFault(
            *("range", row, name, spot.cell.formula or ""),
            rows=tuple(sure),
            expected=_with(table, name, row, tuple(sure)),
        )


def _is_missed(table: Table, name: str, row: int, missing: int, covers: Covers, count: _Count) -> bool:
    """Whether a part is left out by a slip: it is like a part that is added, and nobody else adds it."""
    statement = table.statement
    above = set(statement.above(row))
    for other in covers.adders.get(missing, ()):
        if other in above:
            added = covers.of[other].times
            if row in added or not any(once in added for once in count.once):
                return False
        elif other != row and row not in statement.above(other):
            return False
    like = [
        other
        for other in covers.of[row].times
        if statement.tree[other] == statement.tree[missing] and _alike(table, other, missing)
    ]
    if statement.rows[missing].kind == "total" or not like:
        return False
    # A nil is missed by nobody; only where all say that it is a part may the next amount that stands there be missed.
    return _speaks(table, name, missing) or bool(statement.rows[missing].code)


def _alike(table: Table, one: int, other: int) -> bool:
    codes = [table.statement.rows[row].code for row in (one, other)]
    return bool(codes[0]) == bool(codes[1]) and codes[0].count(".") == codes[1].count(".")


def _with(table: Table, name: str, row: int, missing: tuple[int, ...], sign: int = 1) -> Fraction | None:
    """The figure that the formula would give with these rows added too."""
    try:
        given = figure_given(table, name, row)
    except Unknown:
        return None
    figures = (table.statement.rows[other].figures.get(name) for other in missing)
    return given + sign * sum((figure.value for figure in figures if figure is not None), Fraction(0))


def _twice(table: Table, name: str, row: int, covers: Covers, count: _Count) -> Iterator[FormulaFault]:
    """Rows that are added beside a row that is known to hold them already."""
    known = {
        added: loud
        for added, parts in count.beside.items()
        if (loud := [part for part in parts if _speaks(table, name, part)]) and _holds(table, name, added, loud, covers)
    }
    parts = tuple(sorted({part for loud in known.values() for part in loud}))
    if parts:
        yield FormulaFault(
            *("double", row, name, table.spots[name][row].cell.formula or ""),
            rows=parts,
            added=tuple(sorted(known)),
            expected=_with(table, name, row, parts, -1),
        )


def _holds(table: Table, name: str, whole: int, parts: list[int], covers: Covers) -> bool:
    """Whether a figure is known to hold parts: its formula adds them, or it is typed and is the sum of its parts."""
    statement = table.statement
    own, figure = covers.of.get(whole), statement.rows[whole].figures.get(name)
    if whole in parts or own is not None:
        return whole in parts or (own is not None and all(part in own.times for part in parts))
    figures = [below for kid in table.parts(whole) if (below := statement.rows[kid].figures.get(name)) is not None]
    return figure is not None and figure.value == sum((below.value for below in figures), Fraction(0))
