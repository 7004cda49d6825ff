"""Which row of a DataFrame is part of which: by the code of the parent, by the level, or by the codes themselves.

The order of the rows says nothing, unless it is the level that tells: a DataFrame may be sorted by anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from audit.model.statement import Row, RowKind, Statement
from audit.notation.codes import read_code
from audit.notation.headings import total_of

#: The columns of a statement that tell the tree.
PARENT, LEVEL = "gx_induk", "gx_tingkat"


def with_tree(statement: Statement) -> Statement:
    """The statement with its rows hung by what their columns say; raises ValueError where they go round in a circle."""
    rows = statement.rows
    if statement.column(PARENT) is not None:
        parents = _by_parent(rows)
    elif statement.column(LEVEL) is not None:
        parents = _by_level(rows)
    else:
        parents = _by_code(rows)
    root = _root(rows)
    if root is not None:
        parents = [root if parent is None and n != root else parent for n, parent in enumerate(parents)]
    _check(rows, parents)
    children: dict[int, list[int]] = defaultdict(list)
    for number, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(number)
    kinds = [_kind(row.index == root, bool(children[row.index])) for row in rows]
    return replace(
        statement,
        rows=tuple(replace(row, kind=kind) for row, kind in zip(rows, kinds, strict=True)),
        tree=tuple(parents),
        children_of=tuple(tuple(children[n]) for n in range(len(rows))),
        root=root,
        loose=frozenset(),
        weak=frozenset(),
        weights={},
    )


def _kind(root: bool, parts: bool) -> RowKind:
    """What a row is; no row of a DataFrame is a heading, as a row of zeros is in a report."""
    return "total" if root else "subtotal" if parts else "leaf"


def _segments(text: str) -> tuple[str, ...]:
    """A code by its segments; a text that is no code is one segment."""
    code = read_code(text)
    return code.segments if code is not None else (text.strip(),)


def _nearest(found: Sequence[int], number: int) -> int | None:
    """Of several rows with one code the last above a row, else the first below it."""
    above = [other for other in found if other < number]
    below = [other for other in found if other > number]
    return above[-1] if above else below[0] if below else None


def _by_parent(rows: Sequence[Row]) -> list[int | None]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in rows:
        places[_segments(row.kode)].append(row.index)
    named = [row.texts.get(PARENT, "").strip() for row in rows]
    return [_nearest(places.get(_segments(name), []), n) if name else None for n, name in enumerate(named)]


def _by_level(rows: Sequence[Row]) -> list[int | None]:
    levels = [int(text) if (text := row.texts.get(LEVEL, "").strip()).isdigit() else None for row in rows]
    parents: list[int | None] = []
    for number, level in enumerate(levels):
        above = (
            n for n in range(number - 1, -1, -1) if (own := levels[n]) is not None and level is not None and own < level
        )
        parents.append(next(above, None))
    return parents


def _by_code(rows: Sequence[Row]) -> list[int | None]:
    codes = [_segments(row.kode) if row.kode.strip() else () for row in rows]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, code in enumerate(codes):
        places[code].append(number)
    parents: list[int | None] = []
    for number, code in enumerate(codes):
        shorter = (code[:size] for size in range(len(code) - 1, 0, -1))
        parents.append(next((_nearest(places[part], number) for part in shorter if part in places), None))
    return parents


def _root(rows: Sequence[Row]) -> int | None:
    """The one row without code and parent that is called a total, if there is one."""
    totals = [
        row.index for row in rows if not row.kode and not row.texts.get(PARENT) and total_of(row.uraian) is not None
    ]
    return totals[0] if len(totals) == 1 else None


def _check(rows: Sequence[Row], parents: Sequence[int | None]) -> None:
    for row in rows:
        seen: set[int] = set()
        here: int | None = row.index
        while here is not None:
            if here in seen:
                raise ValueError(f"{row.name} is part of itself, by the parents that its rows name")
            seen.add(here)
            here = parents[here]
