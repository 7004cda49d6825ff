"""A broken claim may still hold behind the number formats, under another tree, or under coarser rounding."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from audit.model.figure import Interval
from audit.model.report import Claim
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Aggregate, Comparison, paths
from audit.rules.values import compare
from audit.rules.world import Spot


def second_look(
    claim: Claim, assertion: Comparison, relation: str, at: Spot, evaluator: Evaluator, *, coarse: bool
) -> Claim:
    """The claim as it stands after every other reading of the figures was tried."""
    world = evaluator.world
    if world.hides_digits() and any(
        operand.figure is not None and operand.figure.stored is not None for operand in claim.touched
    ):
        behind = replace(evaluator, world=replace(world, unrounded=True))
        if _holds(claim, assertion, relation, behind, at):
            return replace(claim, verdict="holds")
    foreign = _in_unknown_column(claim, at)
    if foreign is not None:
        reason = Text(
            f"selisihnya persis angka di kolom “{foreign}” yang tidak dikenal",
            f"the difference is exactly what stands in the column “{foreign}”, which no rulebook knows",
        )
        return replace(claim, verdict="unasked", reason=reason)
    if adds_children(assertion) and _holds_otherwise(claim, assertion, relation, at, evaluator):
        reason = Text(
            "susunan baris tanpa kode tidak pasti; menurut susunan lain jumlahnya cocok",
            "rows without codes can be read as another tree, under which the sum holds",
        )
        return replace(claim, verdict="unasked", reason=reason)
    known = at.statement.column(claim.column or "")
    if coarse and evaluator.base is not None and _is_adjusted(claim, at, evaluator):
        note = Text(
            "disesuaikan agar jumlah kolomnya genap dengan induknya",
            "adjusted so that the column adds up to its parent",
        )
        return replace(claim, coarser=True, reason=note)
    if (
        coarse
        and known is not None
        and known.type == "percent"
        and _holds_coarsely(claim, assertion, relation, at, evaluator)
    ):
        return replace(claim, coarser=True)
    return claim


def _is_adjusted(claim: Claim, at: Spot, evaluator: Evaluator) -> bool:
    """Whether one share was rounded otherwise so that the printed shares add up exactly to that of the parent.

    That is done often and honestly, within what rounding the row and those beside it can amount to.
    """
    figure = claim.stated.figure if claim.stated else None
    parent = at.statement.tree[at.row] if at.row is not None else None
    if figure is None or parent is None or not figure.quantum or claim.implied is None or claim.implied.low is None:
        return False
    if any((known := at.statement.column(o.column)) is None or known.type != "rupiah" for o in claim.because):
        return False
    kids = at.statement.children_of[parent]
    column = claim.column or ""
    shares = [evaluator.world.figure(at.statement, kid, column) for kid in kids]
    whole = evaluator.world.figure(at.statement, parent, column)
    if whole is None or any(share is None for share in shares) or len(kids) < 2:
        return False
    added = sum((share.value for share in shares if share is not None), Fraction(0))
    gap = abs(figure.value - claim.implied.low)
    return added == whole.value and gap <= (len(kids) + 1) * figure.quantum / 2


def _in_unknown_column(claim: Claim, at: Spot) -> str | None:
    """The heading of a column that no rulebook knows and that holds the difference of a claim within one row."""
    figure = claim.stated.figure if claim.stated else None
    if at.row is None or figure is None or claim.implied is None or not claim.implied.exact:
        return None
    if any((operand.statement, operand.row) != (at.statement.id, at.row) for operand in claim.because):
        return None
    known = at.statement.column(claim.column or "")
    gap = abs(figure.value - (claim.implied.low or Fraction(0)))
    if known is None or known.type != "rupiah" or not gap:
        return None
    others = at.statement.rows[at.row].others
    return next((heading for heading, value in others.items() if abs(value) == gap), None)


def aggregates_children(assertion: Comparison) -> bool:
    """Whether the right side computes something over the children of a row."""
    return any(path.steps[:1] == ("children",) for path in paths(assertion.right))


def adds_children(assertion: Comparison) -> bool:
    """Whether the right side is the sum of the children's figures."""
    right = assertion.right
    return isinstance(right, Aggregate) and right.function == "sum" and "children" in right.path.steps


def _holds_otherwise(claim: Claim, assertion: Comparison, relation: str, at: Spot, evaluator: Evaluator) -> bool:
    """Whether the sum holds when rows whose place rests on order alone are taken as parts of the row before them.

    Among rows without codes, a row that is the sum of those after it may be their heading: then they are not added.
    """
    statement, row = at.statement, at.row
    if row is None or len(statement.loose) < 2:
        return False
    kids = statement.children_of[row]
    if sum(kid in statement.loose for kid in kids) < 2:
        return False
    heads = _heads(statement, kids)
    if heads == kids:
        return False
    other = list(statement.children_of)
    other[row] = heads
    changed = replace(statement, children_of=tuple(other))
    return _holds(claim, assertion, relation, evaluator, Spot(changed, row))


def _heads(statement: Statement, kids: tuple[int, ...]) -> tuple[int, ...]:
    """The rows left when each run of loose rows that a row before it is the sum of is taken as its parts."""
    heads: list[int] = []
    position = 0
    while position < len(kids):
        heads.append(kids[position])
        position += 1 + _run_of(statement, kids, position)
    return tuple(heads)


def _run_of(statement: Statement, kids: tuple[int, ...], head: int) -> int:
    """How many of the loose rows after a row it is exactly the sum of, in all its money columns."""
    money = [column.name for column in statement.columns if column.type == "rupiah"]
    wanted = {name: f.interval() for name in money if (f := statement.rows[kids[head]].figures.get(name))}
    totals = dict.fromkeys(wanted, Interval.exactly(Fraction(0)))
    if not any(interval.low for interval in wanted.values()):
        return 0
    for length, kid in enumerate(kids[head + 1 :], 1):
        if kid not in statement.loose:
            return 0
        for name in wanted:
            figure = statement.rows[kid].figures.get(name)
            totals[name] += figure.interval() if figure else Interval.exactly(Fraction(0))
        if all(totals[name].meets(wanted[name]) for name in wanted):
            return length
    return 0


def _holds_coarsely(claim: Claim, assertion: Comparison, relation: str, at: Spot, evaluator: Evaluator) -> bool:
    """Whether the claim holds when the percentages are taken under the other convention of rounding."""
    world, statement = evaluator.world, at.statement
    other = dict(world.rounding)
    for column in statement.columns:
        if column.type == "percent":
            here = world.rounding.get((statement.id, column.name), "nearest")
            other[(statement.id, column.name)] = "nearest" if here == "truncated" else "truncated"
    return _holds(claim, assertion, relation, replace(evaluator, world=replace(world, rounding=other)), at)


def _holds(claim: Claim, assertion: Comparison, relation: str, evaluator: Evaluator, at: Spot) -> bool:
    """Whether the claim holds as another evaluator, or another spot, sees it."""
    left, right = evaluator.value(assertion.left, at), evaluator.value(assertion.right, at)
    return compare(relation, left, right, claim.tolerance) == "holds"
