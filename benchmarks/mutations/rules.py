"""The relations between the figures of a table, each a rule that yields equations of the report as printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from benchmarks.mutations.table import Address, Equation, Figures, Line, Report, figures, implied

Rule = Callable[[Report], Iterator[Equation]]


def _spread(known: dict[int, Line], parts: list[tuple[int, int]], name: str) -> list[tuple[int, int]]:
    """The parts of a sum, those that are blank but have parts of their own replaced by these."""
    found = []
    for weight, id in parts:
        line = known.get(id)
        if line is None:
            continue
        if line.figures.get(name) is None and line.parts:
            found += [(weight * inner, part) for inner, part in _spread(known, line.parts, name)]
        else:
            found.append((weight, id))
    return found


def sums(*names: str) -> Rule:
    """A line with parts is their sum in these columns."""

    def rule(report: Report) -> Iterator[Equation]:
        known = {line.id: line for line in report.lines}
        for line in report.lines:
            for name in names:
                parts = _spread(known, line.parts, name)
                if parts and line.figures.get(name) is not None:
                    yield Equation("sum", (line.id, name), tuple((sign, ((id, name),)) for sign, id in parts))

    return rule


def combines(name: str, **signs: int) -> Rule:
    """A figure is the signed sum of other columns of its row."""

    def rule(report: Report) -> Iterator[Equation]:
        for line in report.lines:
            if line.figures.get(name) is not None:
                yield Equation(
                    "row", (line.id, name), tuple((sign, ((line.id, other),)) for other, sign in signs.items())
                )

    return rule


def multiplies(name: str, one: str, two: str) -> Rule:
    """A figure is the product of two others of its row, where both are printed."""

    def rule(report: Report) -> Iterator[Equation]:
        for line in report.lines:
            if line.figures.get(one) is not None and line.figures.get(two) is not None:
                yield Equation("product", (line.id, name), ((1, ((line.id, one), (line.id, two))),))

    return rule


def _near(report: Report, line: Line, base: str, name: str) -> tuple[Address, ...]:
    """The cell of which a percentage is a share: the parent's or the row's own."""
    parent = report.parent(line.id) if base == "parent" else None
    return ((parent.id if parent else line.id, name),)


def _table(report: Report, name: str) -> tuple[Address, ...]:
    """The cells that make up the whole table: its total, or where none is printed its top rows."""
    if report.root is not None:
        return ((report.root, name),)
    known = {other.id: other for other in report.lines}
    return tuple((id, name) for _, id in _spread(known, [(1, top) for top in report.tops], name))


def shares(name: str, of: str, base: str, whole: str = "pagu", truncates: bool = False) -> Rule:
    """A percentage is the share of one figure in another, the row's own or the table's."""

    def rule(report: Report) -> Iterator[Equation]:
        half = report.step(name) / 2
        table = _table(report, whole)
        for line in report.lines:
            if line.figures.get(name) is None or line.figures.get(of) is None:
                continue
            cells = table if base == "table" else _near(report, line, base, whole)
            yield Equation("share", (line.id, name), ((1, ((line.id, of),)),), cells, 100, half, truncates)

    return rule


def work(name: str) -> Rule:
    """Physical progress is the share of a leaf's target done; above, the mean of the parts weighted by pagu."""

    def rule(report: Report) -> Iterator[Equation]:
        half = report.step(name) / 2
        known = {line.id: line for line in report.lines}
        for line in report.lines:
            here = (line.id, name)
            if line.figures.get(name) is None:
                continue
            parts = _spread(known, line.parts, name)
            if parts:
                above = tuple((sign, ((id, "pagu"), (id, name))) for sign, id in parts)
                yield Equation("mean", here, above, tuple((id, "pagu") for _, id in parts), 1, 2 * half)
            else:
                done = ((1, ((line.id, "realisasi_fisik"),)),)
                yield Equation("work", here, done, ((line.id, "target"),), 100, half)

    return rule


def settle(report: Report) -> None:
    """Fill in every figure that the rules imply, from the leaves up, as it would be printed."""
    for rule in report.rules:
        equations = list(rule(report))
        known: Figures = figures(report)
        lines = {line.id: line for line in report.lines}
        for equation in _bottom_up(equations):
            right = implied(equation, known)
            id, name = equation.subject
            figure = None if right is None else printed(right, report.step(name), equation.truncates)
            lines[id].figures[name] = known[(id, name)] = figure


def _bottom_up(equations: list[Equation]) -> list[Equation]:
    """Equations in an order in which each finds its operands settled."""
    by = {equation.subject: equation for equation in equations}
    done: dict[Address, None] = {}
    stack = list(reversed(list(by)))
    while stack:
        subject = stack[-1]
        waits = [cell for cell in by[subject].cells if cell in by and cell not in done and cell != subject]
        if waits:
            stack += waits
            continue
        stack.pop()
        done.setdefault(subject)
    return [by[subject] for subject in done]


def printed(value: Fraction, step: Fraction, truncates: bool = False) -> Fraction:
    """A value as its last digit prints it: nearest with halves away from zero, or cut off."""
    whole = abs(value) / step if truncates else abs(value) / step + Fraction(1, 2)
    return (1 if value >= 0 else -1) * (whole.numerator // whole.denominator) * step
