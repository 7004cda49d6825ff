"""A sound statement of a kind, made up from its rulebook alone: every figure follows from the rules, or is drawn.

The table has three groups with three parts each and a total below; one whose rows repeat other statements is a list
with a total, and comes with the statements that it repeats. Figures that no equation computes are drawn, small enough
for the bounds; all others are computed by the rules, row by row, until none is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import TypeAlias

from audit.model.document import Place
from audit.model.figure import Figure
from audit.model.shape import FIGURES, StatementShape
from audit.model.statement import Column, Row, Statement
from audit.model.text import Text
from audit.rulebook import Rulebook
from audit.rules.bases import subject_of
from audit.rules.expression import paths
from audit.rules.rule import Rule
from audit.run._bench import answers_of
from audit.run._filling import Filling, Sheet

_NAMES = ("Jalan", "Jembatan", "Irigasi", "Sekolah", "Puskesmas", "Pasar", "Terminal", "Pelabuhan", "Perpustakaan")
_GROUPS = ("Prasarana", "Pelayanan", "Perhubungan")

#: Rows to be: the code and label of each, and the rows below it.
Plan: TypeAlias = "tuple[tuple[str, str, Plan], ...]"

_TREE: Plan = tuple(
    (f"{n}", group, tuple((f"{n}.{m}", _NAMES[3 * n + m - 4], ()) for m in (1, 2, 3)))
    for n, group in enumerate(_GROUPS, 1)
)
_LIST: Plan = tuple((f"{n}", name, ()) for n, name in enumerate(_NAMES[:3], 1))

#: The titles of a statement and of the one for the period before.
_NOW, _BEFORE = "Februari 2024", "Januari 2024"

#: The largest figure that is drawn for a column of each type.
_LARGEST = {"rupiah": 900_000_000, "percent": 10_000, "count": 20}

#: A figure is drawn so often, each time from smaller ones, until it passes no bound.
_DRAWS = 40


def specimen(shape: StatementShape, books: Sequence[Rulebook], rng: Random) -> tuple[Statement, ...]:
    """The statements of a made-up report; that of the wanted kind stands last."""
    rules = [rule for book in books for rule in book.rules if rule.off is None and not rule.mention]
    shapes = {other.kind: other for book in books for other in book.statements}
    bare = tuple(_bare(shape, shapes, rules))
    # Which rows belong together is told by their words, so it can be asked before there are figures.
    world = answers_of(books, bare).world
    sheet = Sheet({(s.id, row.index, name): None for s in bare for row in s.rows for name in row.figures})
    world.changes, world.totals, world.rounding = sheet, None, {}
    for rule in rules:
        for statement in bare:
            if rule.base and statement.kind in rule.kinds and (column := subject_of(rule)) is not None:
                world.bases[(statement.id, column)] = rule.base[0].text
    for statement in bare:
        Filling(statement, rules, world, sheet, rng).fill()
    return tuple(_with_figures(statement, sheet) for statement in bare)


# The rows


def _bare(shape: StatementShape, shapes: dict[str, StatementShape], rules: Sequence[Rule]) -> Iterator[Statement]:
    """The statements that the rules of a kind speak of, that of the kind last; all figures are nil."""
    own = [rule for rule in rules if shape.kind in rule.kinds]
    words = {step for rule in own for step in _steps(rule)}
    matched = {rule.match for rule in own if rule.match and rule.match != shape.kind}
    ids = (f"s{n}" for n in range(1, 100))
    for kind, other in shapes.items():
        if kind in matched:
            for _, name, _ in _LIST:
                yield _statement(other, next(ids), (name,), _TREE)
        elif kind in words and kind != shape.kind:
            yield _statement(other, next(ids), (kind,), _TREE)
    rows = _LIST if matched else _TREE
    if "prev" in words:
        yield _statement(shape, next(ids), (shape.kind, _BEFORE), rows)
    yield _statement(shape, next(ids), (shape.kind, _NOW), rows, other=False)


def _steps(rule: Rule) -> Iterator[str]:
    nodes = [rule.assertion, *(base.expression for base in rule.base), *([rule.when] if rule.when else [])]
    for node in nodes:
        for path in paths(node):
            yield from path.steps


def _statement(shape: StatementShape, id: str, names: tuple[str, ...], plan: Plan, *, other: bool = True) -> Statement:
    """A statement with a total below the rows of a plan; the rows of ``other`` ones are called by its name too."""
    flat = list(_flat(plan, None))
    root = len(flat)
    tree = [root if parent is None else parent for _, _, parent in flat] + [None]
    kids = tuple(tuple(n for n, parent in enumerate(tree) if parent == row) for row in range(root + 1))
    place = Place(id, shape.kind)
    figures = [column for column in shape.columns if column.type in FIGURES]
    columns = tuple(
        Column(c.name, c.type, c.name, place, n, nonnegative=c.nonnegative, rounding=c.rounding)
        for n, c in enumerate(figures)
    )
    nil = {c.name: Figure(Fraction(0), Fraction(1, 100) if c.type == "percent" else Fraction(0), "0") for c in figures}
    rows = tuple(
        Row(
            index=n,
            kode=code,
            code=code,
            uraian=label,
            kind="total" if n == root else "subtotal" if kids[n] else "leaf",
            place=Place(id, f"{names[-1]}: {code} {label}" if other else f"{code} {label}".strip()),
            figures=dict(nil),
            path=(code or label,),
        )
        for n, (code, label, _) in enumerate([*flat, ("", "Jumlah", None)])
    )
    return Statement(
        id=id,
        kind=shape.kind,
        input=id,
        title=" ".join(names),
        names=names,
        titles=(*shape.titles[:1], *names),
        place=place,
        columns=columns,
        rows=rows,
        tree=tuple(tree),
        reasons=(Text("", ""),) * len(rows),
        root=root,
        children_of=kids,
    )


def _flat(plan: Plan, parent: int | None, first: int = 0) -> Iterator[tuple[str, str, int | None]]:
    here = first
    for code, label, parts in plan:
        yield code, label, parent
        below = list(_flat(parts, here, here + 1))
        yield from below
        here += 1 + len(below)


def _with_figures(statement: Statement, sheet: Sheet) -> Statement:
    rows = []
    for row in statement.rows:
        found = {name: sheet.get((statement.id, row.index, name)) for name in row.figures}
        rows.append(replace(row, figures={name: figure for name, figure in found.items() if figure is not None}))
    return replace(statement, rows=tuple(rows))
