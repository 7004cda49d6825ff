"""A row holds other figures than it should: the figures that its neighbours imply settle what is broken.

Candidates come from the broken equations themselves: each cell of a broken equation is given the figure that would make
it hold. A figure of a parent that is wrong was often carried on upwards, and one of a lone child downwards; so the same
difference is taken along as far as the sums held with it. Percentages that follow from a corrected amount follow it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from audit.diagnose._case import Case, Cell, Hypothesis, changed, listed
from audit.diagnose._digits import kind_of_slip
from audit.model.report import Claim
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.numerals import amount_text
from audit.rules.expression import Aggregate, Comparison

#: A row with more parts than this is not taken apart part by part.
_PARTS = 200

Correction = dict[Cell, Fraction | None]


def corrections(case: Case) -> Iterator[Hypothesis]:
    """All corrections that settle a broken claim or more; what they would break is for the caller to ask."""
    seen: set[frozenset[tuple[Cell, Fraction | None]]] = set()
    for candidate, own in _candidates(case):
        key = frozenset(candidate.items())
        if not candidate or key in seen or not _is_possible(case, candidate):
            continue
        seen.add(key)
        change = _with_percentages(case, candidate)
        settled = case.settled(change)
        if settled:
            yield replace(_hypothesis(case, change, settled), own=own)


def _is_possible(case: Case, change: Correction) -> bool:
    """Whether no amount would become negative in a column that has none."""
    for (id, _, name), value in change.items():
        column = case.world.statements[id].column(name)
        if column is not None and column.nonnegative and value is not None and value < 0:
            return False
    return True


def _candidates(case: Case) -> Iterator[tuple[Correction, bool]]:
    """Corrections to try, each with whether the figure that a claim states is computed from the others."""
    gaps: dict[tuple[str, int], dict[str, Fraction]] = defaultdict(dict)
    for number in sorted(case.open):
        rule, _ = case.answers.origins[number]
        claim = case.ask(number)
        middle = _middle(claim)
        if claim.relation != "=" or middle is None or claim.stated is None or claim.column is None:
            continue
        figure = case.figure((claim.statement, claim.row, claim.column))
        if figure is None:
            continue
        if _adds_children(rule.assertion):
            gaps[(claim.statement, claim.row)][claim.column] = figure.value - middle
        else:
            yield from _of_equation(case, number, claim, figure.value, middle)
    for (statement, row), whole in gaps.items():
        gap = _without_shares(case, statement, row, whole)
        yield from _of_sum(case, case.world.statements[statement], row, gap)
        for column, amount in gap.items():
            if len(gap) > 1:
                yield from _of_sum(case, case.world.statements[statement], row, {column: amount})


def _without_shares(case: Case, statement: str, row: int, gap: dict[str, Fraction]) -> dict[str, Fraction]:
    """The gap without percentages that a base rule computes from the amounts: those follow the corrected amounts."""
    if not any(_type(case, (statement, row, column)) == "rupiah" for column in gap):
        return gap
    return {column: amount for column, amount in gap.items() if not _is_computed(case, (statement, row, column))}


def _is_computed(case: Case, cell: Cell) -> bool:
    return any(
        case.answers.origins[n][1] is not None and case.verdicts[n] == "holds" for n in case.subjects.get(cell, ())
    )


def _adds_children(assertion: object) -> bool:
    right = assertion.right if isinstance(assertion, Comparison) else None
    return isinstance(right, Aggregate) and right.path.steps[:1] == ("children",) and right.path.inner is None


def _middle(claim: Claim) -> Fraction | None:
    return claim.implied.middle if claim.implied is not None else None


def _rounded(case: Case, cell: Cell, value: Fraction) -> Fraction:
    """The value in the precision in which the cell is printed."""
    figure = case.figure(cell)
    step = figure.quantum if figure else Fraction(0)
    return round(value / step) * step if step else value


def _of_equation(
    case: Case, number: int, claim: Claim, stated: Fraction, middle: Fraction
) -> Iterator[tuple[Correction, bool]]:
    """The subject as computed; or, among amounts, one operand so that the subject is right."""
    subject = (claim.statement, claim.row, claim.column or "")
    computed: Correction = {subject: _rounded(case, subject, middle)}
    yield computed, True
    yield _upwards(case, computed), True
    operands = [operand for operand in claim.because if operand.figure is not None]
    if len(operands) > 3 or _type(case, subject) != "rupiah":
        return
    for operand in operands:
        cell = (operand.statement, operand.row, operand.column)
        slope = _slope(case, number, claim, cell)
        figure = case.figure(cell)
        if slope in (1, -1) and figure is not None:
            change: Correction = {cell: figure.value + slope * (stated - middle)}
            yield change, False
            yield _upwards(case, change), False


def _type(case: Case, cell: Cell) -> str:
    column = case.world.statements[cell[0]].column(cell[2])
    return column.type if column else ""


def _slope(case: Case, number: int, claim: Claim, cell: Cell) -> int:
    """By how much the implied figure grows with an operand: 1, -1, or 0 where it is not that simple."""
    figure = case.figure(cell)
    before = _middle(claim)
    if figure is None or before is None:
        return 0
    after = _middle(case.ask(number, changed(case.world, {cell: figure.value + 1})))
    return int(after - before) if after is not None and after - before in (1, -1) else 0


def _of_sum(case: Case, statement: Statement, row: int, gap: dict[str, Fraction]) -> Iterator[tuple[Correction, bool]]:
    """The parent as the sum of its parts, or one part so that the parent is right."""
    own: Correction = {}
    for column, amount in gap.items():
        figure = case.figure((statement.id, row, column))
        if figure is not None:
            own[(statement.id, row, column)] = figure.value - amount
    yield own, True
    yield _upwards(case, own), True
    kids = statement.children_of[row]
    for kid in kids if len(kids) <= _PARTS else ():
        sign = statement.weights.get(kid, 1)
        part: Correction = {
            (statement.id, kid, column): figure.value + sign * amount
            for column, amount in gap.items()
            if (figure := case.figure((statement.id, kid, column))) is not None
        }
        if len(part) == len(gap):
            yield part, False
            yield _downwards(case, part), False


def _upwards(case: Case, change: Correction) -> Correction:
    """The change carried on to the rows above, as long as their sums held with the wrong figure."""
    carried = dict(change)
    for cell, value in change.items():
        figure = case.figure(cell)
        if figure is None or value is None:
            continue
        difference = value - figure.value
        statement = case.world.statements[cell[0]]
        here = statement.tree[cell[1]]
        while here is not None:
            above = (statement.id, here, cell[2])
            known = case.figure(above)
            if known is not None:
                if not _sum_held(case, above):
                    break
                carried[above] = known.value + difference
            here = statement.tree[here]
    return carried


def _downwards(case: Case, change: Correction) -> Correction:
    """The change carried on to lone children, as long as the sums held with the wrong figure."""
    carried = dict(change)
    for cell, value in change.items():
        figure = case.figure(cell)
        if figure is None or value is None:
            continue
        difference = value - figure.value
        statement = case.world.statements[cell[0]]
        here = cell[1]
        while len(statement.children_of[here]) == 1 and _sum_held(case, (statement.id, here, cell[2])):
            here = statement.children_of[here][0]
            below = (statement.id, here, cell[2])
            known = case.figure(below)
            if known is None:
                break
            carried[below] = known.value + difference
    return carried


def _sum_held(case: Case, cell: Cell) -> bool:
    """Whether the sum of a cell's parts was asked and held."""
    return any(
        case.verdicts[n] == "holds" and _adds_children(case.answers.origins[n][0].assertion)
        for n in case.subjects.get(cell, ())
    )


def _with_percentages(case: Case, change: Correction) -> Correction:
    """The change with the percentages of its rows computed anew, where they held only with the wrong amount."""
    world = changed(case.world, change)
    followed = dict(change)
    for id, row in dict.fromkeys((cell[0], cell[1]) for cell in change):
        for column in case.world.statements[id].columns:
            cell = (id, row, column.name)
            if column.type != "percent" or cell in change:
                continue
            for number in case.subjects.get(cell, ()):
                if case.verdicts[number] != "holds" or _adds_children(case.answers.origins[number][0].assertion):
                    continue
                claim = case.ask(number, world)
                middle = _middle(claim)
                if claim.verdict == "violated" and middle is not None:
                    followed[cell] = _rounded(case, cell, middle)
    return followed


# What happened, in words


def _hypothesis(case: Case, change: Correction, settled: frozenset[int]) -> Hypothesis:
    cells = tuple(case.cell(cell, value) for cell, value in change.items())
    first = next(iter(change))
    kind, story = _story(case, change, first)
    money = [cell for cell in change if _type(case, cell) == "rupiah"] or list(change)
    where = listed(dict.fromkeys(cell[2] for cell in change if cell[1] == first[1]))
    shown = money[0]
    others = listed(dict.fromkeys(cell[2] for cell in change if cell[1] == first[1] and cell != shown))
    old, new = case.figure(shown), change[shown]
    unit = _type(case, shown)
    decimals = (
        None if unit != "percent" or old is None else len(str(old.quantum.denominator)) - 1 if old.quantum else None
    )
    stated = amount_text(old.value, unit, decimals) if old else Text("?", "?")
    proposed = amount_text(new, unit, decimals) if new is not None else Text("?", "?")
    name = case.row(first).short
    message = Text(
        f"{name}: {story.id}. Bila {shown[2]} {stated.id} menjadi {proposed.id}"
        + (f" ({others.id} sejalan)" if others.id else "")
        + f", {len(settled)} temuan selesai dan tidak ada yang baru",
        f"{name}: {story.en}. With {shown[2]} {proposed.en} instead of {stated.en}"
        + (f" ({others.en} likewise)" if others.en else "")
        + f", {len(settled)} findings are settled and none is new",
    )
    certain = kind != "unknown" and len(settled) >= 2
    rows = {(o.statement, o.row) for n in settled for o in case.claims[n].touched} - {cell[:2] for cell in change}
    hypothesis = Hypothesis(kind, message, cells, settled, "certain" if certain else "likely", dict(change), len(rows))
    return _as_pair(case, hypothesis, first, where) if kind == "unknown" else hypothesis


def _as_pair(case: Case, hypothesis: Hypothesis, first: Cell, where: Text) -> Hypothesis:
    """A parent and its only part that disagree: either may be wrong, so both corrections are told."""
    statement = case.world.statements[first[0]]
    parent = statement.tree[first[1]]
    claims = [case.claims[n] for n in hypothesis.explains]
    if parent is None or len(statement.children_of[parent]) != 1:
        return hypothesis
    if any((claim.statement, claim.row) != (statement.id, parent) for claim in claims):
        return hypothesis
    above, below = statement.rows[parent].short, statement.rows[first[1]].short
    columns = [cell[2] for cell in hypothesis.change if cell[1] == first[1]]
    other = tuple(
        case.cell((statement.id, parent, column), figure.value)
        for column in columns
        if column in statement.rows[parent].figures
        and (figure := case.figure((statement.id, first[1], column))) is not None
    )
    shown = next((cell for cell in hypothesis.change if _type(case, cell) == "rupiah"), first)
    one, two = case.figure((statement.id, parent, shown[2])), case.figure(shown)
    if one is None or two is None:
        return hypothesis
    upper, lower = (amount_text(figure.value, _type(case, shown)) for figure in (one, two))
    message = Text(
        f"{above} dan satu-satunya bagiannya, {below}, tidak sama dalam {where.id}: {shown[2]} {upper.id} lawan "
        f"{lower.id}. Angka-angka lain di sekitarnya cocok dengan yang di atas, tetapi data tidak dapat memastikan",
        f"{above} and its only part, {below}, disagree in {where.en}: {shown[2]} {upper.en} against {lower.en}. "
        f"The figures around them agree with the upper one, but the data cannot tell for certain",
    )
    instead = Text(
        f"{above} yang salah: {shown[2]} seharusnya {lower.id}, dan jumlah di atasnya ikut berubah",
        f"{above} is the one that is wrong: {shown[2]} should be {lower.en}, and the totals above change with it",
    )
    return replace(hypothesis, message=message, alternatives=(("unknown", other, instead),))


def _story(case: Case, change: Correction, first: Cell) -> tuple[str, Text]:
    """The kind of error that turns the proposed figures of the first row into the stated ones, and its name."""
    pairs = {
        cell[2]: (figure.value, value)
        for cell, value in change.items()
        if cell[:2] == first[:2] and (figure := case.figure(cell)) is not None and value is not None
    }
    money = {column: pair for column, pair in pairs.items() if _type(case, (*first[:2], column)) == "rupiah"}
    moved = {column: pair for column, pair in money.items() if pair[0] != pair[1]}
    if len(moved) == 2 and (one := list(moved.values())) and one[0] == one[1][::-1]:
        return "swapped-columns", Text(
            f"{' dan '.join(moved)} tertukar kolom", f"{' and '.join(moved)} stand in each other's column"
        )
    times = {old / new for old, new in moved.values() if new}
    if len(moved) >= 2 and len(times) == 1 and all(new for _, new in moved.values()):
        factor = times.pop()
        if factor.denominator == 1 and 2 <= factor <= 5:
            return "double-count", Text(
                f"memuat {factor} kali jumlah bagiannya", f"holds {factor} times the sum of its parts"
            )
    if moved and not any(new for _, new in moved.values()) and (twin := _same_row(case, first, moved)) is not None:
        return "duplicate-row", Text(
            f"mengulang {twin} dengan angka yang sama", f"repeats {twin} with the same figures"
        )
    copied = _copied_from(case, change, first, moved)
    if copied is not None:
        return "copied-figure", Text(f"memuat angka {copied}", f"carries the figures of {copied}")
    if len(moved) == 1 and len(money) == 1:
        slip = kind_of_slip(*next(iter(moved.values())))
        if slip is not None:
            return slip, _SLIPS[slip]
    if not money and len(pairs) == 1:
        slip = kind_of_slip(*next(iter(pairs.values())))
        if slip is not None:
            return slip, _SLIPS[slip]
    return "unknown", Text("tidak cocok dengan angka-angka di sekitarnya", "disagrees with the figures around it")


_SLIPS = {
    "sign": Text("tandanya terbalik", "its sign is turned"),
    "scale": Text("besarannya berbeda kelipatan sepuluh", "it is a power of ten too large or too small"),
    "transposed-digits": Text("dua digitnya tertukar", "two of its digits are swapped"),
    "typo-digit": Text("satu digitnya salah, lebih, atau hilang", "one of its digits is wrong, added or lost"),
}


def _same_row(case: Case, first: Cell, moved: dict[str, tuple[Fraction, Fraction]]) -> str | None:
    """The name of a row beside the row, with the same label or code and the same figures."""
    statement = case.world.statements[first[0]]
    row = statement.rows[first[1]]
    parent = statement.tree[row.index]
    beside = statement.top if parent is None else statement.children_of[parent]
    for other in (statement.rows[n] for n in beside if n != row.index):
        alike = other.uraian == row.uraian or (row.code and other.code == row.code)
        if alike and all(c in other.figures and other.figures[c].value == old for c, (old, _) in moved.items()):
            return other.short
    return None


def _copied_from(
    case: Case, change: Correction, first: Cell, moved: dict[str, tuple[Fraction, Fraction]]
) -> str | None:
    """The name of the row nearby whose figures the row carries: the total, its parent, a part, or a neighbour."""
    if not any(old for old, _ in moved.values()):
        return None
    statement = case.answers.world.statements[first[0]]
    row = first[1]
    parent = statement.tree[row]
    moving = {cell[1] for cell in change if cell[0] == first[0]}
    near = [statement.root, parent, *statement.children_of[row]]
    if sum(1 for old, _ in moved.values() if old) >= 2:
        near.extend(n for n in (row - 1, row + 1, row - 2, row + 2) if 0 <= n < len(statement.rows))
    for other in near:
        if other is None or other in moving:
            continue
        figures = statement.rows[other].figures
        if all(column in figures and figures[column].value == old for column, (old, _) in moved.items()):
            return statement.rows[other].short
    return None
