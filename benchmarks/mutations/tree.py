"""Trees of lines are grown to a size and a depth, with codes and leaf amounts as offices have them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from benchmarks.mutations.table import Column, Line, Report, Style

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
PERCENT = Fraction(1, 100)


def grow(rng: Random, rows: int, depth: int, word: Callable[[int], str], uneven: float = 0.0) -> list[Line]:
    """Lines in printed order, about as many as asked; a branch may end early."""
    tries = [_grown(rng, rows, depth, word, uneven) for _ in range(8)]
    return min(tries, key=lambda lines: abs(len(lines) - rows))


def _grown(rng: Random, rows: int, depth: int, word: Callable[[int], str], uneven: float) -> list[Line]:
    """One tree grown from the seed."""
    lines: list[Line] = []

    def branch(budget: int, level: int) -> int:
        line = Line(len(lines), level, (), word(level))
        lines.append(line)
        if level < depth - 1 and budget > 1 and (level == 0 or rng.random() >= uneven):
            line.parts = [(1, branch(share, level + 1)) for share in _shares(rng, budget - 1, depth - level - 1)]
        return line.id

    for share in _shares(rng, max(rows, 4), depth):
        branch(share, 0)
    return lines


def _shares(rng: Random, budget: int, levels: int) -> list[int]:
    """How a number of rows is shared among the rows of one level."""
    if levels <= 1:
        return [1] * budget
    usual = max(2, round(budget ** (1 / levels)))
    count = max(1, min(budget, rng.randint(max(1, usual - 2), usual + 2), 16 if levels > 1 else budget))
    weights = [rng.uniform(0.4, 1.6) for _ in range(count)]
    return [max(1, round(budget * weight / sum(weights))) for weight in weights]


def tops(lines: list[Line]) -> list[int]:
    """The lines that are part of no other."""
    parts = {part for line in lines for _, part in line.parts}
    return [line.id for line in lines if line.id not in parts]


def number(lines: list[Line], part: Callable[[int, int], str], join: bool, first: str = "") -> None:
    """Give each line its code: that of its level and ordinal, after the code of its parent if `join`."""
    known = {line.id: line for line in lines}

    def walk(ids: list[int], above: tuple[str, ...]) -> None:
        for ordinal, id in enumerate(ids, 1):
            line = known[id]
            own = part(line.level, ordinal)
            line.kode = (*above, own) if join else (own,)
            walk([part for _, part in line.parts], line.kode)

    walk(tops(lines), (first,) if first else ())


def outline(level: int, ordinal: int) -> str:
    """The numbering of a level by kind: I, A, 1, a, 1), a)."""
    letter = chr(ord("A") + (ordinal - 1) % 26) * ((ordinal - 1) // 26 + 1)
    marks = (ROMAN[(ordinal - 1) % 16], letter, str(ordinal), letter.lower(), f"{ordinal})", f"{letter.lower()})")
    return marks[level]


def money(rng: Random, low: float = 6.0, high: float = 9.3, grain: int | None = None) -> Fraction:
    """An amount of rupiah of any size between two powers of ten, as round as budgets are."""
    unit = grain or rng.choice((1, 50, 500, 1_000, 1_000, 5_000, 25_000))
    return Fraction(max(1, round(10 ** rng.uniform(low, high) / unit)) * unit)


def spent(rng: Random, pagu: Fraction) -> Fraction:
    """What was spent of an amount: usually most of it, at times all or nothing."""
    lot = rng.random()
    if lot < 0.06:
        return Fraction(0)
    if lot < 0.16:
        return pagu
    return Fraction(int(pagu * Fraction(rng.randint(2000, 9990), 10000)))


def spend(rng: Random, report: Report, equal: float = 0.06, zeros: float = 0.02, blanks: float = 0.0) -> None:
    """Give the leaves pagu and realisasi, and leave room for the figures above them."""
    before: Fraction | None = None
    for line in report.lines:
        if line.parts:
            line.figures |= {"pagu": Fraction(0), "realisasi": Fraction(0)}
            before = None
            continue
        pagu = before if before and rng.random() < equal else money(rng)
        if rng.random() < zeros:
            pagu = Fraction(0)
        done = spent(rng, pagu)
        line.figures |= {"pagu": pagu, "realisasi": None if not done and rng.random() < blanks else done}
        before = pagu or None


def totalled(report: Report, uraian: str, first: bool = False) -> None:
    """Print the total of the whole table, above or below it."""
    report.tops = tops(report.lines)
    line = Line(len(report.lines), 0, ("",), uraian, parts=[(1, top) for top in report.tops], total=True)
    line.figures = {name: Fraction(0) for name in report.of("rupiah") + report.of("percent")}
    report.root = line.id
    report.lines.insert(0 if first else len(report.lines), line)


def style(rng: Random, titles: tuple[str, ...], **fixed: object) -> Style:
    """A form of file and of figures, as offices differ in it."""
    suffix = rng.choice((".csv", ".xlsx", ".xlsx"))
    indonesian = rng.random() < 0.7 or suffix == ".xlsx"
    made = Style(
        suffix=suffix,
        separator=rng.choice((";", ";", "\t", "|")) if indonesian else rng.choice((",", ";")),
        decimal="," if indonesian else ".",
        thousands=rng.choice((".", ".", ".", "")) if indonesian else ",",
        zero=rng.choice(("0", "0", "-", "-", "0,00" if indonesian else "0.00")),
        parentheses=rng.random() < 0.5,
        numbers=rng.random() < 0.25,
        signature=rng.random() < 0.25,
        fraction=rng.random() < 0.3,
        text=rng.random() < 0.12,
        titles=titles,
    )
    for name, value in fixed.items():
        setattr(made, name, value)
    return made


def percent(name: str, *heading: str, digits: int = 2) -> Column:
    """A column of percentages with as many decimals."""
    return Column(name, heading, "percent", Fraction(1, 10**digits))


def rupiah(name: str, *heading: str) -> Column:
    """A column of whole rupiah."""
    return Column(name, heading, "rupiah")
