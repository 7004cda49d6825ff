"""A report of the audit is held against what was done to the table, by place in the file and never by name."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from benchmarks.mutations.errors import Truth
from benchmarks.mutations.table import Address, Report
from benchmarks.mutations.write import Place
from openpyxl.utils.cell import coordinate_to_tuple

Json = dict[str, Any]


@dataclass
class Score:
    """What the audit said of one error; None where the question has no sense."""

    type: str
    ambiguous: bool
    found: bool
    cells: bool
    only: bool
    figure: bool | None
    kind: bool
    told: str


def position(place: Json | None) -> Place:
    """Row and column of a place in the file; zero where it has none."""
    if not place:
        return (0, 0)
    if place.get("cell"):
        row, column = coordinate_to_tuple(place["cell"].split(":")[0])
        return (row, column)
    return (place.get("line") or 0, place.get("column") or 0)


def accused(found: Json) -> list[str]:
    """The rules of findings of some weight, which a clean report should not have."""
    return sorted({finding["rule"] for finding in found["findings"] if finding["severity"] in ("error", "warning")})


def recognised(found: Json, report: Report) -> bool:
    """Whether the table was understood: nearly all its lines are rows of statements."""
    rows = sum(int(statement["rows"]) for statement in found["statements"])
    return rows >= 0.9 * len(report.lines)


def score(truth: Truth, found: Json, report: Report, places: dict[Address, Place], rows: dict[int, int]) -> Score:
    """What the audit said of one error."""
    cells = {places.get(cell, (rows.get(cell[0], 0), 0)): pair for cell, pair in truth.cells.items()}
    lines = {row for row, _ in cells}
    if truth.inserted is not None:
        at = report.lines.index(report.line(truth.inserted))
        twin = truth.kind == "duplicate-row"
        lines = {rows[line.id] for line in report.lines[at - 1 if twin else at : at + 1]}
    if truth.removed is not None:
        lines = {rows[truth.parent]} if truth.parent is not None else set()
    light = truth.kind in ("truncated", "leftover-subtotal")
    findings = [f for f in found["findings"] if light or f["severity"] == "error"]
    causes: list[Json] = found["causes"]
    told = any(_touches(finding, lines, cells) for finding in findings)
    readings = [(cause, reading) for cause in causes for reading in _readings(cause, truth.ambiguous)]
    named = [(cause, reading) for cause, reading in readings if _names(reading, lines, cells, truth)]
    blamed = {position(cell["place"]) for _, reading in named for cell in reading.get("cells", [])}
    right = bool(named) and (set(cells) <= blamed if cells else True)
    extra = {p for cause, _ in named for p in (position(cell["place"]) for cell in cause.get("cells", []))} - set(cells)
    figure = _figure(truth, named, cells, report)
    kinds = sorted({reading["kind"] for _, reading in named})
    mark = "ok" if right else "found" if told else "MISSED"
    shown = f"{mark} {truth.kind} ({truth.variant}, breaks {truth.equations}{', ambiguous' * truth.ambiguous})"
    where = ", ".join(f"{place} {_text(pair[0])} as {_text(pair[1])}" for place, pair in list(cells.items())[:3])
    return Score(
        truth.kind,
        truth.ambiguous,
        told or bool(named),
        right,
        right and not (extra if cells else ()),
        figure if right or figure is None else False,
        right and any(kind in truth.accepted for kind in kinds),
        f"{shown} at {where or sorted(lines)}; causes there: {', '.join(kinds) or 'none'}",
    )


def _text(figure: Fraction | None) -> str:
    """A figure for a line of the list."""
    return "blank" if figure is None else str(figure if figure.denominator == 1 else float(figure))


def _touches(finding: Json, lines: set[int], cells: dict[Place, Any]) -> bool:
    """Whether a finding is about a wrong row, or its equation reads a wrong cell."""
    operands = [position(part.get("place")) for part in finding["because"]]
    return position(finding["place"])[0] in lines or any(place in cells or place[0] in lines for place in operands)


def _readings(cause: Json, alternatives: bool) -> list[Json]:
    """A cause, and where the data cannot tell what else it offers."""
    return [cause, *(cause.get("alternatives") or [])] if alternatives else [cause]


def _names(reading: Json, lines: set[int], cells: dict[Place, Any], truth: Truth) -> bool:
    """Whether a cause names a wrong cell, or the row that was left out or put in."""
    places = [position(cell["place"]) for cell in reading.get("cells", [])]
    if cells:
        return any(place in cells for place in places)
    for row in reading.get("rows") or []:
        action = "insert" if truth.removed is not None else "remove"
        if row.get("action") != action:
            continue
        named = [row.get(key) for key in ("parent", "after", "row")]
        if any(position(one.get("place"))[0] in lines for one in named if one) or reading["kind"] in truth.accepted:
            return True
    near = any(place[0] in lines for place in places)
    return near and (truth.inserted is not None or reading["kind"] in truth.accepted)


def _figure(truth: Truth, named: list[tuple[Json, Json]], cells: dict[Place, Any], report: Report) -> bool | None:
    """Whether the figures proposed for the wrong cells, or for the row left out, are the true ones."""
    if truth.inserted is not None:
        return None
    if truth.removed is not None:
        known = {figure for figure in truth.removed.values() if figure}
        offered = [row.get("figures") or {} for _, reading in named for row in reading.get("rows") or []]
        return any(row and {Fraction(value) for value in row.values()} - {0} <= known for row in offered)
    steps = {place: report.step(name) for place, (_, name) in zip(cells, truth.cells, strict=True)}
    proposed: dict[Place, list[Fraction]] = {}
    for _, reading in named:
        for cell in reading.get("cells", []):
            if cell["proposed"] is not None:
                proposed.setdefault(position(cell["place"]), []).append(Fraction(cell["proposed"]))
    for place, (true, _) in cells.items():
        slack = steps[place] if steps[place] < 1 else Fraction(0)
        if not any(abs(value - (true or 0)) <= slack for value in proposed.get(place, [])):
            return False
    return True
