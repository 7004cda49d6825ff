"""Errors that make figures of a report wrong while its form stays whole, each remembered with what was true.

An error is drawn by the name of its kind. It counts only if it breaks an equation of the report as printed; the truth
tells how many it breaks, and whether another single figure could put the report right as well (`ambiguous`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from benchmarks.mutations import errors_cells, errors_rows
from benchmarks.mutations.errors_cells import Edit
from benchmarks.mutations.table import Address, Equation, Figures, Report, broken, corrections, figures

EDITS: dict[str, Callable[[Random, Report], Edit | None]] = {
    "typo-digit": errors_cells.typo_digit,
    "transposed-digits": errors_cells.transposed_digits,
    "sign": errors_cells.sign,
    "scale": errors_cells.scale,
    "swapped-columns": errors_cells.swapped_columns,
    "shifted": errors_rows.shifted,
    "missing-row": errors_rows.missing_row,
    "duplicate-row": errors_rows.duplicate_row,
    "double-count": errors_rows.double_count,
    "not-updated": errors_rows.not_updated,
    "copied-figure": errors_cells.copied_figure,
    "copied-column": errors_rows.copied_column,
    "wrong-base": errors_cells.wrong_base,
    "unweighted-mean": errors_cells.unweighted_mean,
    "truncated": errors_cells.truncated,
    "cumulated": errors_rows.cumulated,
    "leftover-subtotal": errors_rows.leftover_subtotal,
    "netting": errors_rows.netting,
}
KINDS = tuple(EDITS)
TRIES = 25


@dataclass
class Truth:
    """What an error changed: cells with the true and the stated figure, or a row put in or left out."""

    kind: str
    variant: str
    accepted: frozenset[str]
    cells: dict[Address, tuple[Fraction | None, Fraction | None]]
    inserted: int | None = None
    removed: dict[str, Fraction | None] | None = None
    parent: int | None = None
    equations: int = 0
    ambiguous: bool = False
    touched: frozenset[Address] = field(default_factory=frozenset)


def spoil(rng: Random, report: Report, kind: str, before: list[Truth]) -> tuple[Report, Truth] | None:
    """A report with one more error of a kind, in a place unrelated to those before; nothing if none fits."""
    known = dict.fromkeys(broken(report))
    taken = frozenset(cell for truth in before for cell in truth.touched)
    for _ in range(TRIES):
        trial = report.copy()
        edit = EDITS[kind](rng, trial)
        if edit is None:
            return None
        wrong = [equation for equation in broken(trial) if equation not in known]
        changed = _changed(figures(report), figures(trial), edit)
        if not wrong or any(cell in taken for cell in changed):
            continue
        touched = frozenset(cell for equation in wrong for cell in equation.cells) | frozenset(changed)
        if touched & taken or _heals(known, trial):
            continue
        removed = edit.removed is not None or edit.inserted is not None
        single = corrections(trial, wrong)
        ambiguous = len(single) > 1 or (bool(single) and (removed or len(changed) > 1))
        return trial, Truth(
            kind,
            edit.variant,
            edit.accepted or frozenset({kind}),
            {} if removed else _asked(changed, wrong),
            edit.inserted,
            edit.removed,
            edit.parent,
            len(wrong),
            ambiguous,
            touched,
        )
    return None


def _changed(before: Figures, after: Figures, edit: Edit) -> dict[Address, tuple[Fraction | None, Fraction | None]]:
    """The figures that the edit made wrong: true and stated."""
    if edit.removed is not None:
        return {}
    if edit.inserted is not None:
        return {cell: (None, figure) for cell, figure in after.items() if cell[0] == edit.inserted}
    return {cell: (figure, after.get(cell)) for cell, figure in before.items() if after.get(cell) != figure}


def _asked(
    changed: dict[Address, tuple[Fraction | None, Fraction | None]], wrong: list[Equation]
) -> dict[Address, tuple[Fraction | None, Fraction | None]]:
    """Of many changed cells, those of which a broken equation speaks."""
    cells = frozenset(cell for equation in wrong for cell in equation.cells)
    return {cell: pair for cell, pair in changed.items() if cell in cells}


def _heals(known: dict[Equation, None], trial: Report) -> bool:
    """Whether an error would mend or hide what an earlier one broke."""
    now = frozenset(broken(trial))
    return any(equation not in now for equation in known)
