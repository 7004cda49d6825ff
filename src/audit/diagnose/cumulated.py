"""Parts hold the running total up to their place, as of "s.d. bulan ini", where they should hold their own amount."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from audit.diagnose._case import Case, Cell, Correction, Hypothesis, listed, middle_of, settling, type_of
from audit.diagnose._linear import equation
from audit.model.text import Text

#: A sum of more parts than this is no row of months or quarters.
_PARTS = 60


def cumulated_parts(case: Case) -> Iterator[Hypothesis]:
    """For each broken sum, the longest run of its parts that settles it with each less the part before it."""
    for number in sorted(case.open):
        if not 2 <= len(case.claims[number].because) <= _PARTS:
            continue
        claim = case.ask(number)
        middle, terms = middle_of(claim), equation(case, number)
        if terms is None or middle is None or claim.stated is None or claim.stated.figure is None:
            continue
        parts = [(part.statement, part.row, part.column) for part in claim.because]
        if not 2 <= len(parts) <= _PARTS or any(terms.get(part) != -1 for part in parts):
            continue
        values = [figure.value for part in parts if (figure := case.figure(part)) is not None]
        run = _run(values, middle - claim.stated.figure.value) if len(values) == len(parts) else None
        if run is not None:
            yield from _hypothesis(case, parts, values, run)


def _run(values: list[Fraction], surplus: Fraction) -> tuple[int, int] | None:
    """The longest run, first and last, of parts that come to so much less when each is less the one before it."""
    runs = [
        (first, last)
        for first in range(1, len(values))
        for last in range(first, len(values))
        if sum(values[first - 1 : last], Fraction(0)) == surplus and all(values[first - 1 : last + 1])
    ]
    return max(runs, key=lambda run: (run[1] - run[0], -run[0]), default=None)


def _hypothesis(case: Case, parts: list[Cell], values: list[Fraction], run: tuple[int, int]) -> Iterator[Hypothesis]:
    first, last = run
    change: Correction = {
        part: after - before
        for part, (before, after) in zip(parts[first : last + 1], pairwise(values[first - 1 : last + 1]), strict=True)
    }
    columns = [case.world.statements[id].column(name) for id, _, name in change]
    if any(
        c is not None and c.nonnegative and v is not None and v < 0
        for c, v in zip(columns, change.values(), strict=True)
    ):
        return
    settled = case.settled(change)
    if len(settled) < 2 and len(change) < 2 and type_of(case, parts[0]) == "rupiah" and not _in_one_row(parts):
        # That one part is as large as the difference happens; that several are does not.
        return
    names = listed(dict.fromkeys(_named(case, part, _in_one_row(parts)) for part in change))
    message = Text(
        f"{names.id} memuat jumlah berjalan, bukan jumlahnya sendiri. Dengan jumlahnya sendiri "
        f"{settling(len(settled)).id}",
        f"{names.en}: the running total stands where the own amount should. With the own amount "
        f"{settling(len(settled)).en}",
    )
    cells = tuple(case.cell(part, value) for part, value in change.items())
    yield Hypothesis("cumulated", message, cells, settled, "certain" if len(settled) > 1 else "likely", change)


def _in_one_row(parts: list[Cell]) -> bool:
    return len({(statement, row) for statement, row, _ in parts}) == 1


def _named(case: Case, part: Cell, in_one_row: bool) -> str:
    return f"{case.row(part).short} {part[2]}" if in_one_row else f"{case.row(part).short}"
