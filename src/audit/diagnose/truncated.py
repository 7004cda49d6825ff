"""Percentages are cut off after their last digit where the rest of their column is rounded to the nearest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.diagnose._case import Case, Correction, Hypothesis, listed, proposed, settling, type_of
from audit.model.report import Claim, Confidence
from audit.model.text import Text

#: So many percentages that are right to the nearest, and would not be cut off, say by which convention a column goes.
_WITNESSES = 3

#: More rows than this are counted, not named.
_NAMED = 3


def truncated_percentages(case: Case) -> Iterator[Hypothesis]:
    """One for each column that is rounded to the nearest, with all its percentages that are cut off instead.

    A column of which most are cut off goes by that convention; one that was decided so has no such finding.
    """
    columns: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    witnesses: dict[tuple[str, str, str], int] = defaultdict(int)
    for number, (rule, _) in enumerate(case.answers.origins):
        claim = case.claims[number]
        if claim.column is None or claim.relation != "=" or claim.rounding != "nearest" or not _is_share(case, claim):
            continue
        key = (claim.statement, claim.column, rule.id)
        if claim.verdict == "violated" and claim.coarser and claim.reason is None:
            if case.ask(number).verdict == "violated" and _is_cut_off(claim):
                columns[key].append(number)
        elif claim.verdict == "holds" and not _is_cut_off(claim):
            witnesses[key] += 1
    for key, numbers in columns.items():
        seen = witnesses[key]
        if seen >= max(_WITNESSES, len(numbers)):
            yield _hypothesis(case, numbers, seen)


def _is_share(case: Case, claim: Claim) -> bool:
    """Whether a claim computes a percentage from exact figures, and from no percentage that is rounded itself."""
    subject = (claim.statement, claim.row, claim.column or "")
    return (
        type_of(case, subject) == "percent"
        and claim.implied is not None
        and claim.implied.exact
        and claim.stated is not None
        and all(type_of(case, (part.statement, part.row, part.column)) != "percent" for part in claim.because)
    )


def _is_cut_off(claim: Claim) -> bool:
    """Whether the printed percentage is the computed one without the digits after its last."""
    figure = claim.stated.figure if claim.stated else None
    if figure is None or not figure.quantum or claim.implied is None:
        return False
    return figure.interval("truncated").meets(claim.implied)


def _hypothesis(case: Case, numbers: list[int], seen: int) -> Hypothesis:
    claims = [case.claims[n] for n in numbers]
    statement = case.world.statements[claims[0].statement]
    column = claims[0].column or ""
    change: Correction = {(c.statement, c.row, column): proposed(c) for c in claims}
    settled = frozenset(numbers) | case.settled(change)
    if case.breaks(change):
        change, settled = {}, frozenset(numbers)
    names = [statement.rows[c.row].short for c in claims]
    where = (
        listed(names)
        if len(names) <= _NAMED
        else Text(f"{len(names)} baris mulai dari {names[0]}", f"{len(names)} rows from {names[0]} on")
    )
    proof = settling(len(settled))
    message = Text(
        f"{where.id}: {column} dipotong, sedangkan {seen} persentase lain di kolom itu dibulatkan"
        + (f". Bila dibulatkan, {proof.id}" if change else ""),
        f"{where.en}: {column} is cut off, where {seen} other percentages of the column are rounded"
        + (f". Rounded like those, {proof.en}" if change else ""),
    )
    cells = tuple(case.cell((c.statement, c.row, column), proposed(c)) for c in claims)
    confidence: Confidence = "certain" if len(claims) > 1 else "likely"
    return Hypothesis("truncated", message, cells, settled, confidence, change)
