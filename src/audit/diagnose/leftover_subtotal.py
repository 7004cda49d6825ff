"""A stray figure that is the sum of neighbouring rows is a subtotal left over from a calculation."""

from __future__ import annotations

from collections.abc import Iterator

from audit.diagnose._case import Case, Hypothesis
from audit.model.text import Text
from audit.rules.expression import Predicate

_PLACED = Predicate("placed", ())


def leftover_subtotals(case: Case) -> Iterator[Hypothesis]:
    """One for each stray that a run of neighbouring rows adds up to."""
    for number, claim in enumerate(case.claims):
        statement = case.world.statements[claim.statement]
        stray = statement.rows[claim.row]
        placed = case.answers.origins[number][0].assertion == _PLACED
        if claim.verdict != "violated" or not placed or len(claim.because) < 2 or claim.column is None:
            continue
        first, last = (statement.rows[claim.because[n].row].short for n in (0, -1))
        printed = stray.figures[claim.column].printed
        message = Text(
            f"{printed} adalah sisa hitungan: jumlah {claim.column} dari {first} sampai {last}",
            f"{printed} is left over from a calculation: the sum of {claim.column} from {first} to {last}",
        )
        cell = case.cell((statement.id, claim.row, claim.column), None)
        yield Hypothesis("leftover-subtotal", message, (cell,), frozenset({number}))
