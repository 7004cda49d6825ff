"""The accounts of a budget: revenue, expenditure, surplus, financing and what is left, to any depth."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from benchmarks.mutations.table import Line
from benchmarks.mutations.tree import grow

Chapter = tuple[str, str, tuple[tuple[str, str], ...]]
"""Code and label of a chapter, and of the groups in it."""


def accounts(
    rng: Random,
    rows: int,
    depth: int,
    chapters: tuple[Chapter, Chapter, Chapter],
    balances: tuple[str, str, str],
    leaf: Callable[[str, int], str],
    digits: int = 2,
) -> list[Line]:
    """Lines of a budget in printed order; `balances` names surplus, net financing and what is left."""
    lines: list[Line] = []
    opened: dict[str, int] = {}

    def add(kode: str, uraian: str, level: int) -> Line:
        line = Line(len(lines), level, tuple(kode.split(".")) if kode else ("",), uraian)
        lines.append(line)
        return line

    budget = max(2, rows // sum(len(groups) for _, _, groups in chapters) - 1)
    revenue, expenditure, financing = chapters
    for chapter in chapters:
        if chapter is financing:
            surplus = add("", balances[0], 0)
            surplus.parts = [(1, opened[revenue[0]]), (-1, opened[expenditure[0]])]
        head = add(chapter[0], chapter[1], 0)
        opened[chapter[0]] = head.id
        for kode, uraian in chapter[2]:
            group = add(kode, uraian, 1)
            opened[kode] = group.id
            head.parts.append((-1 if chapter is financing and kode.endswith("2") else 1, group.id))
            small = chapter is financing
            count = rng.randint(1, 2) if small else max(1, round(budget * rng.uniform(0.5, 1.5)))
            _below(rng, lines, group, count, 1 if small else max(1, depth - 2), leaf, digits)
    received, paid = (opened[kode] for kode, _ in financing[2][:2])
    net = add("", balances[1], 0)
    net.parts = [(1, received), (-1, paid)]
    left = add("", balances[2], 0)
    left.parts = [(1, surplus.id), (1, net.id)]
    return lines


def _below(
    rng: Random,
    lines: list[Line],
    group: Line,
    rows: int,
    depth: int,
    leaf: Callable[[str, int], str],
    digits: int,
) -> None:
    """Grow the accounts below a group."""
    kode = ".".join(group.kode)
    flat = rows < 4 and depth == 1
    grown = [Line(id, 0, (), "") for id in range(rows)] if flat else grow(rng, rows, depth, lambda level: "")
    first = len(lines)
    parts = {part: line for line in grown for _, part in line.parts}
    counts: dict[int, int] = {}
    for line in grown:
        above = parts.get(line.id)
        parent = lines[first + above.id] if above else group
        counts[parent.id] = counts.get(parent.id, 0) + 1
        own = f"{counts[parent.id]:0{digits if line.level < 2 else 4}d}"
        made = Line(first + line.id, line.level + 2, (*parent.kode, own), leaf(kode, line.level))
        parent.parts.append((1, made.id))
        lines.append(made)


def fill(rng: Random, lines: list[Line], names: tuple[str, str], spread: tuple[float, float], zeros: float) -> None:
    """Give each account without parts two amounts, the second a share of the first."""
    for line in lines:
        if line.parts:
            line.figures |= {name: Fraction(0) for name in names}
            continue
        high = 11.2 if line.kode[0] == "4" else 9.9
        amount = Fraction(round(10 ** rng.uniform(7.0, high)))
        if rng.random() < zeros:
            amount = Fraction(0)
        share = rng.uniform(*spread)
        line.figures |= {names[0]: amount, names[1]: Fraction(round(float(amount) * share))}
