"""Two amounts of a row stand in each other's column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from audit.diagnose._case import Case, Correction, Hypothesis, type_of
from audit.diagnose._follow import with_computed
from audit.diagnose._story import told


def swapped_columns(case: Case) -> Iterator[Hypothesis]:
    """For each row with a broken equation of its own, the two of its amounts that settle it in each other's place."""
    seen: set[tuple[str, int, str, str]] = set()
    for number in sorted(case.open):
        claim = case.claims[number]
        row = (claim.statement, claim.row)
        if claim.relation != "=" or any((part.statement, part.row) != row for part in claim.touched):
            continue
        columns = sorted({part.column for part in claim.touched if type_of(case, (*row, part.column)) == "rupiah"})
        for one, two in combinations(columns, 2):
            first, second = case.figure((*row, one)), case.figure((*row, two))
            if first is None or second is None or first.value == second.value or (*row, one, two) in seen:
                continue
            seen.add((*row, one, two))
            swapped: Correction = {(*row, one): second.value, (*row, two): first.value}
            change = with_computed(case, swapped)
            if case.settles(change, [number]):
                yield told(case, change, case.settled(change))
