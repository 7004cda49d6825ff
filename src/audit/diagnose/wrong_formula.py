"""A figure is wrong since its formula is, or since a constant stands in its place, or it was not recalculated."""

from __future__ import annotations

from collections.abc import Iterator

from audit.diagnose._case import Case, Correction, Hypothesis
from audit.model.formula import FormulaCheck
from audit.model.report import Confidence
from audit.rules.expression import FORMULAS, Predicate
from audit.rules.formula_faults import fault_of, is_wrong_today, say_fault

_KINDS: dict[FormulaCheck, str] = {
    "stale": "formula-stale",
    "range": "formula-range",
    "double": "formula-range",
    "reference": "formula-range",
    "typed": "formula-overwritten",
    "plug": "formula-overwritten",
}


def wrong_formulas(case: Case) -> Iterator[Hypothesis]:
    """One for each wrong formula of which figures are wrong today, with what else the sheet would then show.

    What the formula of a cell says is a witness of its own, so one broken rule that it explains confirms it. Where none
    is broken, it is the only one. A sheet that was not recalculated may have as many such figures as it has formulas;
    these are put down to that only where a rule is broken.
    """
    for number, claim in enumerate(case.claims):
        rule, _ = case.answers.origins[number]
        if (
            claim.verdict != "violated"
            or not isinstance(rule.assertion, Predicate)
            or rule.assertion.name not in FORMULAS
        ):
            continue
        statement = case.world.statements[claim.statement]
        fault = fault_of(claim, statement, rule.assertion)
        if fault is None or fault.expected is None or fault.check not in _KINDS:
            continue
        cell = (statement.id, fault.row, fault.column)
        broken = [n for n in case.subjects.get(cell, ()) if n in case.open]
        if not broken and fault.check == "stale":
            continue
        change: Correction = dict(fault.change)
        settled = case.settled(change)
        confirmed = not settled.isdisjoint(broken)
        if not confirmed and (
            fault.check == "stale" or cell in case.world.changes or not is_wrong_today(fault, statement)
        ):
            continue
        breaks = case.breaks(change)
        # What holds today and would break was copied from the wrong figure, or says that it is right after all.
        confidence: Confidence = "certain"
        if breaks or not confirmed:
            confidence = "likely" if confirmed or not breaks else "possible"
        explains = frozenset({number, *(broken if breaks else settled)})
        yield Hypothesis(
            _KINDS[fault.check],
            say_fault(fault, statement),
            (case.cell(cell, fault.expected),),
            explains,
            confidence,
            change={} if breaks else change,
        )
