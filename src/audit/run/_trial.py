"""A trial of the rules: many single errors, one at a time, and what would be found, located and named of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from audit.diagnose import diagnose
from audit.model.decimals import plain
from audit.model.figure import Figure
from audit.model.report import Claim
from audit.rules.claims import Answers
from audit.rules.rule import Base, Rule
from audit.rules.world import World
from audit.run._bench import Bench, State, with_figure
from audit.run._matrix import Cell, is_straight
from audit.run._slips import slip, step_of
from audit.run.findings import findings_of, numbered

#: What would settle one broken claim is tried for so many of them; what settles none of these settles not all.
_ROOTS = 12

#: Among so many figures another one to blame is looked for, those first that the fewest claims read.
_RIVALS = 100


@dataclass(frozen=True, slots=True)
class Tried:
    """One error and what came of it.

    ``found``: a claim that held is broken. ``located``: no other figure alone, changed, would make all claims hold
    again. ``named``: the diagnosis names this figure and no other; ``mended``: it proposes what stood there. Both are
    None where no diagnosis was made.
    """

    cell: Cell
    slip: str
    found: bool
    located: bool
    named: bool | None = None
    mended: bool | None = None


def try_errors(bench: Bench, cells: Sequence[Cell], rules: Sequence[Rule], rng: Random, sample: int) -> Iterator[Tried]:
    """Errors without end, each in one of the cells; of the first that are found so many are diagnosed."""
    diagnosed = 0
    while True:
        cell = rng.choice(cells)
        kind, wrong = slip(bench.world.statements[cell[0]], cell[1], cell[2], rng)
        tried = try_error(bench, cell, kind, wrong, rules, diagnosed=diagnosed < sample)
        diagnosed += tried.named is not None
        yield tried


def try_error(
    bench: Bench, cell: Cell, kind: str, wrong: Figure, rules: Sequence[Rule], *, diagnosed: bool = False
) -> Tried:
    """What comes of a wrong figure in a cell; where it is found, the diagnosis of it is looked at too if so wished."""
    world = with_figure(bench.world, cell, wrong)
    asked = {number: bench.ask(number, world) for number in bench.reading.get(cell, ())}
    broken = [n for n, (state, _) in asked.items() if state == "broken" and bench.states[n] != "broken"]
    if not broken:
        return Tried(cell, kind, False, False)
    located = not _has_rival(bench, world, cell, broken)
    if not diagnosed:
        return Tried(cell, kind, True, located)
    return Tried(cell, kind, True, located, *_diagnosis(bench, world, cell, _claims(asked), rules))


# Whether another figure could be the wrong one


def _has_rival(bench: Bench, world: World, cell: Cell, broken: Sequence[int]) -> bool:
    """Whether another figure alone could be changed so that all broken claims hold and none that holds breaks."""
    rivals = [o for o in _read_by_all(bench, broken) if o != cell and not _is_tied(bench, o, broken)]
    # The fewer claims read a figure, the freer it is.
    rivals.sort(key=lambda other: (len(bench.reading[other]), other))
    gaps: dict[int, Fraction | None] = {}
    return any(
        _settles(bench, world, other, figure, broken)
        for other in rivals[:_RIVALS]
        for figure in _instead(bench, world, other, broken, gaps)
    )


def _read_by_all(bench: Bench, broken: Sequence[int]) -> frozenset[Cell]:
    """The cells that every broken claim reads."""
    first, *others = (bench.read[number] for number in broken)
    return first.intersection(*others)


def _is_tied(bench: Bench, cell: Cell, broken: Sequence[int]) -> bool:
    """Whether an exact equation that holds follows the figure, so that no other figure can stand there."""
    for number in bench.matrix.equations.get(cell, {}):
        claim = bench.questions[number].claim
        figure = claim.stated.figure if claim.stated else None
        exact = figure is not None and not figure.quantum and claim.implied is not None and claim.implied.exact
        if number not in broken and exact and not claim.tolerance and bench.states[number] == "holds":
            return True
    return False


def _instead(
    bench: Bench, world: World, cell: Cell, broken: Sequence[int], gaps: dict[int, Fraction | None]
) -> Iterator[Figure]:
    """The figures that would make one of the broken claims hold exactly, in the precision of the cell."""
    statement = world.statements[cell[0]]
    old = statement.rows[cell[1]].figures[cell[2]]
    column = statement.column(cell[2])
    step = step_of(old)
    tried = {old.value}
    for number in broken[:_ROOTS]:
        if number not in gaps:
            gaps[number] = _gap(bench, world, number)
        root = _root(bench, world, cell, old, step, number, gaps[number])
        value = round(root / step) * step if root is not None else old.value
        if value not in tried and not (value < 0 and column is not None and column.nonnegative):
            tried.add(value)
            yield Figure(value, old.quantum, plain(value))


def _root(
    bench: Bench, world: World, cell: Cell, old: Figure, step: Fraction, number: int, gap: Fraction | None
) -> Fraction | None:
    """The figure for which the two sides of a claim are the same, None where there is none.

    A side that holds a figure once is a fraction of two straight lines in it, which three points tell.
    """
    if gap is None:
        return None
    question, slope = bench.questions[number], bench.matrix.slope(cell, number)
    if slope and is_straight(question.rule, question.base):
        return old.value - gap / slope
    beyond = [Figure(old.value + n * step, old.quantum, "") for n in (1, 2)]
    two, three = (_gap(bench, world.trying({cell: figure}), number) for figure in beyond)
    if two is None or three is None or two == three:
        return None
    bend = (2 * two - gap - three) / (2 * (three - two))
    rise = two * (1 + bend) - gap
    return old.value - gap / rise * step if rise else None


def _gap(bench: Bench, world: World, number: int) -> Fraction | None:
    """One side of a claim less the other, by the middle of what each can be."""
    sides = bench.sides(number, world)
    if sides is None:
        return None
    left, right = (side.middle for side in sides)
    return left - right if left is not None and right is not None else None


def _settles(bench: Bench, world: World, cell: Cell, figure: Figure, broken: Sequence[int]) -> bool:
    """Whether with another figure all broken claims hold and no other one breaks; short claims are asked first."""
    tried = world.trying({cell: figure})
    numbers = sorted({*broken, *bench.reading[cell]}, key=lambda number: len(bench.read[number]))
    for number in numbers:
        if bench.states[number] == "broken":
            continue
        state = bench.ask(number, tried)[0]
        if state == "broken" or (number in broken and state != "holds"):
            return False
    return True


# What the diagnosis makes of it


def _claims(asked: Mapping[int, tuple[State, Claim]]) -> dict[int, Claim]:
    """The claims as they were asked again; unasked where the condition of their rule is no longer true."""
    return {n: replace(c, verdict="unasked") if state == "absent" else c for n, (state, c) in asked.items()}


def _diagnosis(
    bench: Bench, world: World, cell: Cell, asked: Mapping[int, Claim], rules: Sequence[Rule]
) -> tuple[bool, bool]:
    """Whether the diagnosis of the error alone names the cell and no other, and proposes the figure that stood there.

    What was broken before is left out, so that its causes are not looked for each time.
    """
    claims = [replace(c, verdict="unasked") if c.verdict == "violated" else c for c in bench.answers.claims]
    origins: list[tuple[Rule, Base | None]] = list(bench.answers.origins)
    for number, claim in asked.items():
        question = bench.questions[number]
        if bench.states[number] == "broken":
            continue
        if question.number is not None:
            claims[question.number] = claim
        else:
            claims.append(claim)
            origins.append((question.rule, question.base))
    findings = numbered(findings_of(claims, rules, list(world.statements.values())))
    causes, _ = diagnose(findings, Answers(claims, world=world, origins=origins), rules)
    if not causes or len(causes[0].cells) != 1:
        return False, False
    named = causes[0].cells[0]
    right = bench.world.statements[cell[0]].rows[cell[1]].figures[cell[2]].value
    same = (named.statement, named.row, named.column) == cell and named.proposed is not None
    return same, same and named.proposed == right
