"""What is computed from a corrected figure is corrected with it, where it held only with the wrong one."""

from __future__ import annotations

from audit.diagnose._case import Case, Correction, adds, changed, middle_of, rounded

#: A figure may be computed from one that is itself computed, as a percentage from a balance.
_PASSES = 2


def with_computed(case: Case, change: Correction) -> Correction:
    """The change with what its rows compute from it, percentages and balances, where they held with what is wrong."""
    followed = dict(change)
    for _ in range(_PASSES):
        world = changed(case.world, followed)
        before = len(followed)
        for id, row in dict.fromkeys((cell[0], cell[1]) for cell in change):
            for column in case.world.statements[id].columns:
                cell = (id, row, column.name)
                if column.type not in ("percent", "rupiah") or cell in followed:
                    continue
                for number in case.subjects.get(cell, ()):
                    if case.verdicts[number] != "holds" or not _within_row(case, number):
                        continue
                    claim = case.ask(number, world)
                    middle = middle_of(claim)
                    if claim.verdict == "violated" and middle is not None:
                        followed[cell] = rounded(case, cell, middle)
        if len(followed) == before:
            break
    return followed


def _within_row(case: Case, number: int) -> bool:
    """Whether a claim computes a figure from others of its row, or as a share of a whole; sums of parts do not."""
    rule, base = case.answers.origins[number]
    claim = case.claims[number]
    if adds(rule.assertion) or claim.relation != "=":
        return False
    return base is not None or all((part.statement, part.row) == (claim.statement, claim.row) for part in claim.because)
