"""Equations that share figures are broken by a unit or two: the figures were rounded, and no cell is accused."""

from __future__ import annotations

from collections.abc import Sequence

from audit.diagnose._case import Case, Hypothesis
from audit.diagnose._linear import equation, residual
from audit.model.text import Text

#: A difference of so many units of one rupiah may come of rounding the parts of an equation (Scholtus 2008, section 5).
_UNITS = 2


def rounded_group(case: Case, group: Sequence[int]) -> Hypothesis | None:
    """The group of broken claims as differences of rounding, where all of them are as small as that."""
    if len(group) < 2 or any(equation(case, number) is None for number in group):
        return None
    if any(abs(residual(case, number)) > _UNITS for number in group):
        return None
    subjects = sorted({(case.claims[n].statement, case.claims[n].row, case.claims[n].column or "") for n in group})
    name = case.row(subjects[0]).short
    message = Text(
        f"{name}: {len(group)} selisih paling banyak {_UNITS}, sekecil yang timbul dari pembulatan; tidak ada angka "
        "yang disalahkan",
        f"{name}: {len(group)} differences of at most {_UNITS}, as small as rounding makes them; no figure is accused",
    )
    cells = tuple(case.cell(subject, None) for subject in subjects)
    return Hypothesis("unknown", message, cells, frozenset(group), "possible")
