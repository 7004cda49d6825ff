"""A part of a sum, with all below it, still has the figures of an earlier version, and none of the others has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audit.diagnose._case import Case, Correction, Hypothesis, listed, settling
from audit.diagnose._follow import with_computed
from audit.diagnose._sums import BrokenSum
from audit.diagnose._versions import is_alone, older
from audit.model.text import Text


def old_versions(case: Case, sums: Iterable[BrokenSum]) -> Iterator[Hypothesis]:
    """One for each broken sum of which just one part has the figures of an earlier version.

    What such a part should have follows from the sum; what stands below it does not, and is left open.
    """
    for broken in sums:
        statement = broken.statement
        for kid in statement.children_of[broken.row]:
            change: Correction = {}
            for column, gap in broken.money.items():
                cell = (statement.id, kid, column)
                value = case.value(cell)
                if value is not None and older(case, cell) is not None and is_alone(case, cell):
                    change[cell] = value + statement.weights.get(kid, 1) * gap
                    below = [(statement.id, row, column) for row in statement.descendants(kid)]
                    change |= {part: None for part in below if older(case, part) is not None}
            if change:
                yield from _hypothesis(case, broken, kid, change)


def _hypothesis(case: Case, broken: BrokenSum, kid: int, change: Correction) -> Iterator[Hypothesis]:
    statement = broken.statement
    if any(
        value is not None and value < 0 and (column := statement.column(cell[2])) is not None and column.nonnegative
        for cell, value in change.items()
    ):
        return
    change = with_computed(case, change)
    settled = case.settled(change)
    first = next(iter(change))
    source = older(case, first)
    if source is None or not settled.issuperset(broken.numbers) or case.breaks(change):
        return
    name, columns = statement.rows[kid].short, listed(dict.fromkeys(cell[2] for cell in change if cell[1] == kid))
    with_parts = len({cell[1] for cell in change}) > 1
    proof = settling(len(settled))
    message = Text(
        f"{name}{' dan bagiannya' if with_parts else ''}: {columns.id} masih angka versi lama, dari {source.id}. "
        f"Dengan angka yang baru {proof.id}",
        f"{name}{' and its parts' if with_parts else ''}: still the {columns.en} of an old version, that of "
        f"{source.en}. With the new figures {proof.en}",
    )
    cells = tuple(case.cell(cell, value) for cell, value in change.items())
    yield Hypothesis("old-version", message, cells, settled, "likely", change)
