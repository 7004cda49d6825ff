"""Errors of single figures: digits, signs, scale, swaps, copies, and percentages taken of the wrong thing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from benchmarks.mutations.rules import printed
from benchmarks.mutations.table import Line, Report


@dataclass
class Edit:
    """What an edit did beside changing figures: its variant, kinds that name it, rows put in or left out."""

    variant: str = ""
    accepted: frozenset[str] = frozenset()
    inserted: int | None = None
    removed: dict[str, Fraction | None] | None = None
    parent: int | None = None


def asked(report: Report) -> list[tuple[Line, str]]:
    """The cells with a figure other than zero of which at least one equation speaks."""
    cells = {cell for equation in report.equations() for cell in equation.cells}
    return [
        (line, name)
        for line in report.lines
        for name, figure in line.figures.items()
        if figure
        if (line.id, name) in cells
    ]


def draw(rng: Random, report: Report, kinds: tuple[str, ...] = ("rupiah",)) -> tuple[Line, str] | None:
    """One cell of columns of some kind."""
    names = [name for kind in kinds for name in report.of(kind)]
    cells = [cell for cell in asked(report) if cell[1] in names]
    return rng.choice(cells) if cells else None


def _digits(rng: Random, report: Report) -> tuple[Line, str, str, int] | None:
    """A cell, its digits without leading zeros, and its sign."""
    cell = draw(rng, report, ("rupiah",) if rng.random() < 0.75 else ("rupiah", "percent"))
    if cell is None:
        return None
    line, name = cell
    figure = line.figures[name] or Fraction(0)
    return line, name, str(int(abs(figure) / report.step(name))), 1 if figure > 0 else -1


def typo_digit(rng: Random, report: Report) -> Edit | None:
    """A digit is replaced, added or dropped."""
    found = _digits(rng, report)
    if found is None:
        return None
    line, name, digits, sign = found
    variant = rng.choice(("replaced", "added", "dropped") if len(digits) > 2 else ("replaced", "added"))
    at = rng.randrange(len(digits))
    if variant == "replaced":
        new = rng.choice([digit for digit in "1234567890" if digit != digits[at] and (at or digit != "0")])
        text = digits[:at] + new + digits[at + 1 :]
    elif variant == "added":
        text = digits[: at + 1] + rng.choice("1234567890") + digits[at + 1 :]
    else:
        text = digits[:at] + digits[at + 1 :]
    line.figures[name] = sign * int(text) * report.step(name)
    tenfold = int(text) in (int(digits) * 10, int(digits) // 10) and int(digits) % 10 == 0
    return Edit(variant, frozenset({"typo-digit", "scale"}) if tenfold or text == digits + "0" else frozenset())


def transposed_digits(rng: Random, report: Report) -> Edit | None:
    """Two neighbouring digits change places."""
    found = _digits(rng, report)
    if found is None:
        return None
    line, name, digits, sign = found
    places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and (at or digits[1] != "0")]
    if places:
        at = rng.choice(places)
        text = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        line.figures[name] = sign * int(text) * report.step(name)
    return Edit("neighbours")


def sign(rng: Random, report: Report) -> Edit | None:
    """A figure has the other sign."""
    cell = draw(rng, report)
    if cell is None:
        return None
    line, name = cell
    line.figures[name] = -(line.figures[name] or Fraction(0))
    return Edit("turned")


def scale(rng: Random, report: Report) -> Edit | None:
    """A figure is ten, a hundred or a thousand times too large or too small."""
    cell = draw(rng, report)
    if cell is None:
        return None
    line, name = cell
    figure, power = line.figures[name] or Fraction(0), rng.choice((10, 100, 1000, 1000))
    smaller = rng.random() < 0.5 and (figure / power).denominator == 1
    line.figures[name] = figure / power if smaller else figure * power
    return Edit(f"{'/' if smaller else 'x'}{power}", frozenset({"scale", "typo-digit"} if power == 10 else {"scale"}))


def swapped_columns(rng: Random, report: Report) -> Edit | None:
    """Two amounts of a row stand in each other's column."""
    cells = [cell for cell in asked(report) if cell[1] in report.of("rupiah")]
    lines = [line for line, _ in cells if sum(1 for name in report.of("rupiah") if line.figures.get(name)) > 1]
    if not lines:
        return None
    line = rng.choice(lines)
    one, two = rng.sample([name for name in report.of("rupiah") if line.figures.get(name)], 2)
    line.figures[one], line.figures[two] = line.figures[two], line.figures[one]
    return Edit(f"{one}, {two}")


def copied_figure(rng: Random, report: Report) -> Edit | None:
    """A figure is that of the parent, a child, or a neighbour in the column."""
    cell = draw(rng, report)
    if cell is None:
        return None
    line, name = cell
    variant = rng.choice(("parent", "child", "neighbour", "neighbour"))
    at = report.lines.index(line)
    parent = report.parent(line.id)
    sources = {
        "parent": [parent] if parent else [],
        "child": [report.line(part) for _, part in line.parts],
        "neighbour": [report.lines[near] for near in (at - 1, at + 1) if 0 <= near < len(report.lines)],
    }
    figures = [source.figures.get(name) for source in sources[variant] if source]
    figures = [figure for figure in figures if figure]
    if figures:
        line.figures[name] = rng.choice(figures)
    return Edit(variant)


def wrong_base(rng: Random, report: Report) -> Edit | None:
    """A percentage, or those of a row's parts, is the share of something other than in the rest of the column."""
    if not report.bases:
        return None
    name = rng.choice(sorted(report.bases))
    of, base = report.bases[name]
    whole = sum((report.line(top).figures.get("pagu") or Fraction(0) for top in report.tops), Fraction(0))
    if report.root is not None:
        whole = report.line(report.root).figures.get("pagu") or whole
    groups = [line for line in report.lines if len(line.parts) > 1 and not line.total]
    some = rng.random() < 0.4 and groups
    chosen = rng.choice(groups) if some else None
    lines = [report.line(part) for _, part in chosen.parts] if chosen else [rng.choice(report.lines)]
    for line in lines:
        parent = report.parent(line.id)
        own = line.figures.get("pagu")
        other = whole if base == "own" and rng.random() < 0.5 else parent.figures.get("pagu") if parent else None
        other = own if base == "table" and not chosen else other
        figure = line.figures.get(of)
        if line.figures.get(name) is not None and figure is not None and other:
            line.figures[name] = printed(100 * figure / other, report.step(name))
    return Edit("parts of a row" if chosen else "one")


def unweighted_mean(rng: Random, report: Report) -> Edit | None:
    """A physical percentage is the plain mean of the parts."""
    lines = [line for line in report.lines if len(line.parts) > 1 and line.figures.get("fisik") is not None]
    if not lines:
        return None
    line = rng.choice(lines)
    parts = [report.line(part).figures.get("fisik") for _, part in line.parts]
    known = [part for part in parts if part is not None]
    if known:
        line.figures["fisik"] = printed(sum(known, Fraction(0)) / len(known), report.step("fisik"))
    return Edit("plain")


def truncated(rng: Random, report: Report) -> Edit | None:
    """Percentages are cut off where the others are rounded, or an amount has lost its last thousands."""
    if report.bases and rng.random() < 0.7:
        name = rng.choice(sorted(report.bases))
        step = report.step(name)
        equations = [e for e in report.equations() if e.subject[1] == name and e.name == "share" and not e.truncates]
        rng.shuffle(equations)
        for equation in equations[: rng.choice((1, 1, 8))]:
            line = report.line(equation.subject[0])
            (_, ((top, of),)) = equation.above[0]
            base = sum((report.line(id).figures.get(cell) or Fraction(0) for id, cell in equation.below), Fraction(0))
            figure = report.line(top).figures.get(of)
            if figure is not None and base:
                line.figures[name] = printed(100 * figure / base, step, truncates=True)
        return Edit("percentage")
    cell = draw(rng, report)
    if cell is None:
        return None
    line, name = cell
    line.figures[name] = printed(line.figures[name] or Fraction(0), Fraction(1000), truncates=True)
    return Edit("thousands")
