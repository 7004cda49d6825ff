"""Findings are put down to the few causes that explain them; symptoms hang under their cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from audit.diagnose._case import Case, Hypothesis, changed, open_case
from audit.diagnose._sums import broken_sums
from audit.diagnose.contradicted_prose import contradicted_prose
from audit.diagnose.copied_column import copied_columns
from audit.diagnose.copied_figure import copied_blocks
from audit.diagnose.copied_rows import copied_rows
from audit.diagnose.correction import corrections
from audit.diagnose.cumulated import cumulated_parts
from audit.diagnose.duplicated_row import duplicated_rows
from audit.diagnose.hidden_rows import hidden_rows
from audit.diagnose.leftover_subtotal import leftover_subtotals
from audit.diagnose.localisation import groups, localised
from audit.diagnose.misread import NONE_UNCERTAIN, Uncertain, misreadings
from audit.diagnose.missing_row import missing_rows
from audit.diagnose.netting import netted
from audit.diagnose.old_version import old_versions
from audit.diagnose.rounding import rounded_group
from audit.diagnose.shared_deviation import shared_deviations
from audit.diagnose.shifted import shifted
from audit.diagnose.swapped_columns import swapped_columns
from audit.diagnose.truncated import truncated_percentages
from audit.diagnose.unweighted_mean import unweighted_means
from audit.diagnose.wrong_base import wrong_bases
from audit.diagnose.wrong_formula import wrong_formulas
from audit.model.report import SEVERITIES, Alternative, Cause, CauseCell, Confidence, Finding
from audit.model.text import Text
from audit.rules.claims import Answers
from audit.rules.expression import Comparison
from audit.rules.rule import Rule

#: No report is searched for more causes than this; what is left is told as unexplained.
_MOST = 200

#: Slips of digits, which chance makes too.
_OF_DIGITS = frozenset({"typo-digit", "transposed-digits", "truncated", "scale"})


def diagnose(
    findings: Sequence[Finding], answers: Answers, rules: Sequence[Rule], uncertain: Uncertain = NONE_UNCERTAIN
) -> tuple[tuple[Cause, ...], tuple[Finding, ...]]:
    """The causes of the findings, the gravest first, and the findings with the causes that explain them.

    ``uncertain`` are the inputs that may have been misread, each with its pages that could not be read.
    """
    arithmetic = [n for n, (rule, _) in enumerate(answers.origins) if isinstance(rule.assertion, Comparison)]
    case = open_case(answers, arithmetic)
    accepted: list[Hypothesis] = []
    for hypothesis in wrong_formulas(case):
        case.accept(hypothesis)
        accepted.append(hypothesis)
    for hypothesis in (*copied_columns(case), *wrong_bases(case), *unweighted_means(case), *hidden_rows(case)):
        if hypothesis.explains.isdisjoint(case.open):
            # What one explains needs no other.
            continue
        case.accept(hypothesis)
        accepted.append(hypothesis)
    while case.open and len(accepted) < _MOST:
        sums = tuple(broken_sums(case))
        possible = [
            *copied_blocks(case),
            *shared_deviations(case),
            *copied_rows(case, sums),
            *old_versions(case, sums),
            *duplicated_rows(case, sums),
            *missing_rows(case, sums),
            *swapped_columns(case),
            *shifted(case, sums),
            *cumulated_parts(case),
            *netted(case),
            *corrections(case),
        ]
        chosen = _chosen(case, [*misreadings(case, possible, uncertain), *possible])
        chosen = _located(case, chosen)
        if not chosen:
            break
        for hypothesis in chosen:
            case.accept(hypothesis)
        accepted.extend(chosen)
    accepted.extend(truncated_percentages(case))
    accepted.extend(_unexplained(case))
    accepted.extend(leftover_subtotals(case))
    return _told(accepted, findings, answers)


def _chosen(case: Case, hypotheses: Iterable[Hypothesis]) -> list[Hypothesis]:
    """The hypotheses that settle most and break nothing, as many as have nothing to do with each other.

    A misreading wins when it explains as much: nobody is accused of what we may have read wrongly. A row that stands
    twice and figures that stand beside their place need no other explanation. Then what is known to happen, in as few
    rows as may be, since a figure that others confirm is trusted more; then a figure that is computed from others, the
    lower row before the higher, since what is wrong below is added into what stands above; then the one with more
    figures behind it, and fewer cells. What a better hypothesis speaks of is left for the next round.
    """
    possible = list(hypotheses)
    slips = _chance_slips(possible)
    ranked = sorted(
        possible,
        key=lambda h: (
            *(-len(h.explains), h.kind != "misread", h.kind not in ("duplicate-row", "shifted")),
            *(h.kind == "unknown" or id(h) in slips, _is_weak(h)),
            *(
                -_made_finer(case, h),
                _rows(h),
                h.kind in _OF_DIGITS,
                not h.own,
                -_depth(case, h),
                -h.support,
                len(h.cells),
                _position(h),
            ),
        ),
    )
    chosen: list[Hypothesis] = []
    spoken_of: set[int] = set()
    for hypothesis in ranked:
        if hypothesis.explains & spoken_of or case.breaks(hypothesis.change):
            continue
        claims = hypothesis.explains | set(case.affected(hypothesis.change))
        if not claims & spoken_of:
            chosen.append(_with_rivals(case, hypothesis, ranked))
        spoken_of |= claims
    return chosen


def _located(case: Case, chosen: Sequence[Hypothesis]) -> list[Hypothesis]:
    """The chosen hypotheses, with groups that none of them settles well put down to the fewest cells instead.

    A known error that is confirmed is taken first, since it may be in many cells at once; what is left of its group is
    for the next round.
    """
    located = list(chosen)
    for group in groups(case):
        mine = [h for h in located if h.explains.intersection(group)]
        if any(h.explains.issuperset(group) for h in mine):
            continue
        small = rounded_group(case, group)
        settled: frozenset[int] = frozenset().union(*(h.explains for h in mine))
        if small is None and (settled.issuperset(group) or any(_is_solid(h) for h in mine)):
            continue
        fewest = [small] if small is not None else list(localised(case, group))
        if fewest:
            located = [h for h in located if h not in mine] + fewest
    return located


def _is_solid(hypothesis: Hypothesis) -> bool:
    """Whether a known error is confirmed: by two claims or more, or by what chance does not make."""
    if hypothesis.kind == "unknown" or _is_weak(hypothesis):
        return False
    return len(hypothesis.explains) > 1 or hypothesis.kind not in _OF_DIGITS


def _chance_slips(hypotheses: Sequence[Hypothesis]) -> set[int]:
    """Slips of digits that explain the same as other slips: of many parts some differ from the right one by a digit."""
    alike: dict[frozenset[int], list[Hypothesis]] = defaultdict(list)
    for hypothesis in hypotheses:
        if hypothesis.kind in _OF_DIGITS:
            alike[hypothesis.explains].append(hypothesis)
    return {id(h) for group in alike.values() if len({h.cells[0].row for h in group}) > 1 for h in group}


def _made_finer(case: Case, hypothesis: Hypothesis) -> int:
    """How many percentages that agree only under the other convention of rounding then agree under their own."""
    world = changed(case.world, hypothesis.change)
    coarse = [n for n in case.affected(hypothesis.change) if case.claims[n].coarser]
    return sum(case.ask(n, world).verdict == "holds" for n in coarse)


def _is_weak(hypothesis: Hypothesis) -> bool:
    """Whether nothing but the lack of another explanation speaks for a known error."""
    return hypothesis.kind == "missing-row" and hypothesis.confidence == "possible"


def _rows(hypothesis: Hypothesis) -> int:
    return len({(cell.statement, cell.row) for cell in hypothesis.cells})


def _with_rivals(case: Case, best: Hypothesis, ranked: Sequence[Hypothesis]) -> Hypothesis:
    """The hypothesis with those that settle as much as its alternatives, which make it no more than likely.

    A known error that two claims or more confirm has no rival in one that must change more rows to say the same.
    """
    rows, cells = {cell.row for cell in best.cells}, set(_position(best))
    confirmed = best.confidence == "certain"
    rivals = [
        h
        for h in ranked
        if h is not best
        and h.explains >= best.explains
        and ({cell.row for cell in h.cells} != rows or cells.isdisjoint(_position(h)))
        and not (confirmed and _rows(h) > _rows(best))
        and not case.breaks(h.change)
    ]
    told = tuple({h.message: Alternative(h.kind, h.cells, h.message, h.rows) for h in rivals}.values())[:5]
    confidence: Confidence = "certain" if confirmed and not rivals else "likely"
    if best.kind == "misread" or _is_weak(best):
        confidence = best.confidence
    elif (len(rivals) > 1 and best.kind == "unknown") or any(
        best.kind in _OF_DIGITS and h.kind in _OF_DIGITS and _rows(h) == _rows(best) for h in rivals
    ):
        # Any part may be the wrong one as well as the total.
        confidence = "possible"
    return replace(best, confidence=confidence, alternatives=best.alternatives + told)


def _depth(case: Case, hypothesis: Hypothesis) -> int:
    """How many rows stand above the first cell of a hypothesis."""
    cell = hypothesis.cells[0]
    return len(case.world.statements[cell.statement].rows[cell.row].path)


def _position(hypothesis: Hypothesis) -> tuple[tuple[str, int, str], ...]:
    return tuple((cell.statement, cell.row, cell.column) for cell in hypothesis.cells)


def _unexplained(case: Case) -> list[Hypothesis]:
    """What no hypothesis explains, told row by row: the figures disagree, and the data cannot tell which is wrong.

    A bound that is passed, as realisasi above pagu, needs no cause: the finding itself says what happened.
    """
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in sorted(n for n in case.open if case.claims[n].relation == "="):
        rows[(case.claims[number].statement, case.claims[number].row)].append(number)
    found = []
    for (statement, row), numbers in rows.items():
        name = case.row((statement, row, "")).short
        columns = sorted({case.claims[n].column or "" for n in numbers})
        cells = tuple(case.cell((statement, row, column), None) for column in columns if column)
        message = Text(
            f"{name}: {', '.join(columns)} tidak cocok dengan angka lain; data tidak menunjukkan angka mana yang salah",
            f"{name}: {', '.join(columns)} disagrees with other figures; the data cannot tell which of them is wrong",
        )
        if case.given_up.intersection(numbers):
            message = Text(
                f"{message.id}; terlalu banyak kemungkinan, sehingga pencarian dihentikan sebelum selesai",
                f"{message.en}; there are too many possibilities, so the search was ended before its end",
            )
        found.append(Hypothesis("unknown", message, cells, frozenset(numbers), confidence="possible"))
    return found


def _told(
    accepted: Sequence[Hypothesis], findings: Sequence[Finding], answers: Answers
) -> tuple[tuple[Cause, ...], tuple[Finding, ...]]:
    """The hypotheses as causes, ranked by severity, effect and number of findings."""
    where = {(f.rule, f.statement, f.row, f.column): f for f in findings if f.statement is not None}
    drafts = []
    for hypothesis in accepted:
        explained = [
            found
            for number in sorted(hypothesis.explains)
            if (claim := answers.claims[number])
            and (found := where.get((claim.rule, claim.statement, claim.row, claim.column))) is not None
        ]
        if explained:
            drafts.append((hypothesis, sorted(explained, key=lambda finding: int(finding.id[1:]))))
    drafts.extend(contradicted_prose(findings))
    drafts.sort(key=lambda draft: _weight(draft[0], draft[1], answers))
    causes = []
    named: dict[str, list[str]] = defaultdict(list)
    for n, (hypothesis, explained) in enumerate(drafts, 1):
        for finding in explained:
            named[finding.id].append(f"C{n}")
        causes.append(
            Cause(
                id=f"C{n}",
                kind=hypothesis.kind,
                confidence=hypothesis.confidence,
                message=hypothesis.message,
                cells=tuple(sorted(hypothesis.cells, key=lambda cell: _in_order(cell, answers))),
                explains=tuple(finding.id for finding in explained),
                blame="reading" if hypothesis.kind == "misread" else "report",
                settles=(len(explained), len(explained) if hypothesis.proven else 0, 0),
                effect=_effect(hypothesis.cells, explained, answers),
                alternatives=hypothesis.alternatives,
                rows=hypothesis.rows,
            )
        )
    return tuple(causes), tuple(replace(finding, causes=tuple(named[finding.id])) for finding in findings)


def _in_order(cell: CauseCell, answers: Answers) -> tuple[str, int, int]:
    """The order in which a reader meets the cells: by row, amounts before percentages as the table has them."""
    statement = answers.world.statements[cell.statement]
    column = statement.column(cell.column)
    return cell.statement, cell.row, column.position if column else 0


def _weight(hypothesis: Hypothesis, explained: list[Finding], answers: Answers) -> tuple[int, Fraction, int]:
    severity = min(SEVERITIES.index(finding.severity) for finding in explained)
    gross, _ = _effect(hypothesis.cells, explained, answers)
    return severity, -gross, -len(explained)


def _effect(cells: Sequence[CauseCell], explained: Sequence[Finding], answers: Answers) -> tuple[Fraction, Fraction]:
    """The misstatement in rupiah that the cause makes, gross and net: that of the column in which it is largest.

    Other columns and totals above mostly repeat it. A cause that proposes no amount makes the largest difference of
    its findings.
    """
    columns: dict[tuple[str, str], dict[int, Fraction]] = defaultdict(dict)
    for cell in cells:
        column = answers.world.statements[cell.statement].column(cell.column)
        if column and column.type == "rupiah" and cell.stated is not None and cell.proposed is not None:
            columns[(cell.statement, cell.column)][cell.row] = cell.stated - cell.proposed
    sums = []
    for (id, _), moved in columns.items():
        totals = {above for row in moved for above in answers.world.statements[id].above(row)}
        parts = [difference for row, difference in moved.items() if row not in totals]
        sums.append((sum(map(abs, parts), Fraction(0)), sum(parts, Fraction(0))))
    single = [difference for moved in columns.values() for difference in moved.values()] or [
        finding.difference for finding in explained if finding.unit == "rupiah" and finding.difference is not None
    ]
    # A figure below may be off by less than the total that is corrected with it.
    return max(
        [*sums, *((abs(one), one) for one in single)], key=lambda one: one[0], default=(Fraction(0), Fraction(0))
    )
