"""Errors of rows and runs of rows: shifts, lost and doubled rows, sums that are stale or count too much."""

from __future__ import annotations

import copy
from fractions import Fraction
from random import Random

from benchmarks.mutations.errors_cells import Edit, draw
from benchmarks.mutations.table import Line, Report

Group = list[Line]


def _money(report: Report) -> list[str]:
    """The columns of amounts that a sum or a difference of this report speaks of."""
    asked = {e.subject[1] for e in report.equations() if e.name in ("sum", "row")}
    asked |= {cell for e in report.equations() if e.name == "row" for _, cells in e.above for _, cell in cells}
    return [name for name in report.of("rupiah") if name in asked]


def _leaves(report: Report, least: int) -> list[tuple[Line, Group]]:
    """Rows with the leaves directly below them, where these are at least so many and all there is."""
    found = []
    known = {line.id: line for line in report.lines}
    for line in report.lines:
        parts = [known[part] for weight, part in line.parts if part in known and weight == 1]
        if len(parts) >= least and len(parts) == len(line.parts) and not any(part.parts for part in parts):
            found.append((line, parts))
    return found


def shifted(rng: Random, report: Report) -> Edit | None:
    """The amounts of a row stand one column to the right, or those of a run of rows one row lower."""
    names = _money(report)
    if rng.random() < 0.4 and len(names) > 2:
        lines = [line for line in report.lines if all(line.figures.get(name) is not None for name in names)]
        if lines:
            line = rng.choice(lines)
            first = None if rng.random() < 0.5 else Fraction(0)
            moved = [first, *[line.figures[name] for name in names[:-1]]]
            line.figures |= dict(zip(names, moved, strict=True))
            return Edit("column")
    groups = _leaves(report, 3)
    if not groups or not names:
        return None
    _, parts = rng.choice(groups)
    start = rng.randrange(len(parts) - 2)
    run = parts[start : start + rng.randint(3, 6)]
    name = rng.choice(names)
    figures = [line.figures.get(name) for line in run]
    cyclic = rng.random() < 0.4
    moved = [figures[-1] if cyclic else figures[0] if rng.random() < 0.5 else None, *figures[:-1]]
    for line, figure in zip(run, moved, strict=True):
        line.figures[name] = figure
    return Edit("row, last put first" if cyclic else "row")


def missing_row(rng: Random, report: Report) -> Edit | None:
    """A row without parts is left out, its amounts still in the sum."""
    groups = [(line, part) for line, parts in _leaves(report, 2) for part in parts]
    if not groups:
        return None
    parent, line = rng.choice(groups)
    report.lines.remove(line)
    parent.parts = [(weight, part) for weight, part in parent.parts if part != line.id]
    report.tops = [top for top in report.tops if top != line.id]
    return Edit("leaf", removed=dict(line.figures), parent=parent.id)


def duplicate_row(rng: Random, report: Report) -> Edit | None:
    """A row without parts stands twice."""
    groups = [(line, part) for line, parts in _leaves(report, 1) for part in parts]
    if not groups:
        return None
    parent, line = rng.choice(groups)
    other = _insert(report, line, copy.deepcopy(line))
    parent.parts.append((1, other.id))
    if line.id in report.tops:
        report.tops.append(other.id)
    return Edit("leaf", inserted=other.id, parent=parent.id)


def _insert(report: Report, after: Line, line: Line) -> Line:
    """Put a line with a number of its own after another."""
    line.id = max(other.id for other in report.lines) + 1
    report.lines.insert(report.lines.index(after) + 1, line)
    return line


def _raise(report: Report, line: Line, name: str, by: Fraction) -> None:
    """Change an amount of a row, and what the same row computes from it by a difference."""
    line.figures[name] = (line.figures.get(name) or Fraction(0)) + by
    for equation in report.equations():
        if equation.name == "row" and equation.subject[0] == line.id:
            for weight, cells in equation.above:
                if cells == ((line.id, name),) and line.figures.get(equation.subject[1]) is not None:
                    line.figures[equation.subject[1]] = (line.figures[equation.subject[1]] or 0) + weight * by


def double_count(rng: Random, report: Report) -> Edit | None:
    """A sum counts one of its parts twice, or each part together with its own parts."""
    lines = [line for line in report.lines if line.parts and all(weight == 1 for weight, _ in line.parts)]
    names = report.of("rupiah")
    lines = [line for line in lines if any(report.line(part).parts for _, part in line.parts)]
    if not lines:
        return None
    line = rng.choice(lines)
    name = rng.choice([name for name in names if line.figures.get(name)] or [""])
    subtotals = [report.line(part) for _, part in line.parts if report.line(part).parts]
    amount = rng.choice(subtotals).figures.get(name)
    if not name or not amount:
        return Edit()
    all_parts = rng.random() < 0.25
    if all_parts:
        amount = sum((part.figures.get(name) or Fraction(0) for part in subtotals), Fraction(0))
    if rng.random() < 0.5:
        line.figures[name] = (line.figures[name] or Fraction(0)) + amount
    else:
        _raise(report, line, name, amount)
    return Edit("all descendants" if all_parts else "a subtotal")


def not_updated(rng: Random, report: Report) -> Edit | None:
    """A parent or the total still states what it was before one of its leaves was changed or added."""
    lines = [line for line in report.lines if line.parts and all(weight == 1 for weight, _ in line.parts)]
    lines = [line for line in lines if line.total or report.parent(line.id) is not None]
    names = [
        name for name in _money(report) if any(e.name == "sum" and e.subject[1] == name for e in report.equations())
    ]
    if not lines or not names:
        return None
    totals = [line for line in lines if line.total]
    line = totals[0] if totals and rng.random() < 0.3 else rng.choice(lines)
    leaf = line
    while leaf.parts:
        leaf = report.line(rng.choice(leaf.parts)[1])
    added = rng.random() < 0.3
    rows = [e.subject[1] for e in report.equations() if e.name == "row"]
    base = [name for name in names if name not in rows] or names
    for name in base if rng.random() < 0.5 else [rng.choice(base)]:
        amount = leaf.figures.get(name)
        if amount and line.figures.get(name):
            grown = amount if added else Fraction(int(amount * Fraction(rng.randint(50, 600), 1000)))
            _raise(report, line, name, -grown)
    kind = "total" if line.total else "parent"
    return Edit(f"{kind}, leaf {'added' if added else 'changed'}")


def copied_column(rng: Random, report: Report) -> Edit | None:
    """A column repeats another, over the whole table or below one row."""
    names = _money(report)
    if len(names) < 2:
        return None
    source, target = rng.sample(names, 2)
    lines = report.lines
    some = rng.random() < 0.5
    if some:
        groups = [line for line in report.lines if len(line.parts) > 1]
        chosen = rng.choice(groups)
        lines = [chosen, *[report.line(part) for _, part in chosen.parts]]
    for line in lines:
        if line.figures.get(target) is not None and line.figures.get(source) is not None:
            line.figures[target] = line.figures[source]
    headings = {column.name: " ".join(column.heading).lower() for column in report.columns}
    before = {name for name in names if any(word in headings[name] for word in ("sebelum", "semula", "murni"))}
    # What stood there before the change is an old version as well.
    accepted = {"copied-column", "old-version"} if source in before and target not in before else set()
    return Edit(f"{source} in {target}{', some rows' if some else ''}", frozenset(accepted))


def cumulated(rng: Random, report: Report) -> Edit | None:
    """A row states the running sum of its group instead of its own amount, alone or with all after it."""
    groups = _leaves(report, 3)
    names = _money(report)
    if not groups or not names:
        return None
    _, parts = rng.choice(groups)
    name = rng.choice(names)
    own = [part.figures.get(name) or Fraction(0) for part in parts]
    running = [sum(own[: at + 1], Fraction(0)) for at in range(len(parts))]
    all_rows = rng.random() < 0.4
    for at in range(1, len(parts)) if all_rows else [rng.randrange(1, len(parts))]:
        parts[at].figures[name] = running[at]
    return Edit("all rows" if all_rows else "one row")


def leftover_subtotal(rng: Random, report: Report) -> Edit | None:
    """A running subtotal was left standing between the rows, without code or label."""
    groups = _leaves(report, 4)
    names = _money(report)
    if not groups or not names:
        return None
    parent, parts = rng.choice(groups)
    upto = rng.randrange(2, len(parts))
    one = rng.random() < 0.5
    line = Line(0, parts[0].level, ("",) * len(parts[0].kode), "")
    for name in [rng.choice(names)] if one else names:
        line.figures[name] = sum((part.figures.get(name) or Fraction(0) for part in parts[:upto]), Fraction(0))
    other = _insert(report, parts[upto - 1], line)
    parent.parts.append((1, other.id))
    return Edit("one figure" if one else "all amounts", inserted=other.id, parent=parent.id)


def netting(rng: Random, report: Report) -> Edit | None:
    """Two figures of a sum are off by the same amount in opposite directions."""
    cell = draw(rng, report)
    groups = _leaves(report, 2)
    if cell is None or not groups:
        return None
    _, parts = rng.choice(groups)
    names = [name for name in _money(report) if sum(1 for part in parts if part.figures.get(name)) > 1]
    if not names:
        return Edit()
    name = rng.choice(names)
    one, two = rng.sample([part for part in parts if part.figures.get(name)], 2)
    least = min(abs(line.figures[name] or Fraction(0)) for line in (one, two))
    by = Fraction(max(1, int(least * Fraction(rng.randint(20, 700), 1000))))
    one.figures[name] = (one.figures[name] or 0) + by
    two.figures[name] = (two.figures[name] or 0) - by
    return Edit("two rows")
