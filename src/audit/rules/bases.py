"""The base of a share and the convention of rounding are decided once for a whole column, by all its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from audit.model.figure import Interval, Rounding
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.copies import base_of_copies
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Comparison, Path
from audit.rules.prepared import prepared
from audit.rules.rule import Base, Rule
from audit.rules.values import Inapplicable, NotAsked, Value, agrees
from audit.rules.world import Spot, World

ALWAYS_100 = Text(
    "100 di setiap baris, jadi bukan bagian dari apa pun", "100 in every row, so it is the share of nothing"
)

#: So many claims must tell two bases, or two conventions of rounding, apart.
_WITNESSES = 3


def subject_of(rule: Rule) -> str | None:
    """The column that a rule states a figure of: its left side, where that is a plain column."""
    assertion = rule.assertion
    if isinstance(assertion, Comparison) and isinstance(assertion.left, Path) and len(assertion.left.steps) == 1:
        return assertion.left.steps[0] if assertion.left.inner is None else None
    return None


def decide(rule: Rule, statement: Statement, world: World) -> Base | None:
    """The base under which most claims of the column hold, or None where the claims cannot tell.

    At least three claims must tell it from the next best, and it may break a third of them at most. Bases that imply
    the same figure everywhere are one. Where the claims cannot tell, a rule may name a column whose base it shares.
    """
    column = subject_of(rule)
    if column is None or statement.column(column) is None or not isinstance(rule.assertion, Comparison):
        return None
    world.bases[(statement.id, column)] = None
    if _no_share(statement, column):
        world.no_base[(statement.id, column)] = ALWAYS_100
        return None
    printed = _printed(statement, column, rule.assertion.relation)
    trials = [_trial(rule, base, statement, world, printed) for base in rule.base]
    ranked = sorted(range(len(trials)), key=lambda n: (-trials[n].best, n))
    first = trials[ranked[0]]
    base = rule.base[ranked[0]]
    if not first.outcomes or first.best * 3 < len(first.outcomes) * 2 or _rivalled(first, trials):
        text = world.bases.get((statement.id, rule.like)) if rule.like else None
        if text not in [other.text for other in rule.base]:
            return _of_copies(rule, statement, world, column, first)
        chosen = [other.text for other in rule.base].index(text or "")
        base, first = rule.base[chosen], trials[chosen]
        if first.best * 2 < len(first.outcomes):
            return None
    _turned(statement, column, rule, first, trials, world)
    world.bases[(statement.id, column)] = base.text
    rounding = _rounding(statement, column, first)
    if rounding is not None:
        world.rounding[(statement.id, column)] = rounding
    return base


def _of_copies(rule: Rule, statement: Statement, world: World, column: str, first: _Trial) -> Base | None:
    """The base that cannot agree since two of its amounts are one column, where no base agrees with most claims.

    Not to ask would be to pass over a column that was copied over another.
    """
    base = base_of_copies(rule, statement) if first.best * 2 < len(first.outcomes) else None
    if base is not None:
        world.bases[(statement.id, column)] = base.text
    return base


def is_nowhere(rule: Rule, statement: Statement, world: World) -> bool:
    """Whether no base of a rule means anything in a statement, as one in another table where there is none."""
    column, assertion = subject_of(rule), rule.assertion
    assert isinstance(assertion, Comparison)
    for evaluator in [Evaluator(world, base.expression) for base in rule.base]:
        for row in statement.rows:
            try:
                if column in row.figures:
                    evaluator.value(assertion.right, Spot(statement, row.index))
                    return False
            except Inapplicable:
                continue
            except NotAsked:
                return False
    return True


def _turned(
    statement: Statement, column: str, rule: Rule, first: _Trial, trials: Sequence[_Trial], world: World
) -> None:
    """Amounts of a whole branch may be counted the other way round, as a variance of revenue and of expenditure.

    Only where every row of the branch, two or more, holds under another base; a share is never taken so, since a
    branch of percentages on another whole is an error.
    """
    known = statement.column(column)
    if known is None or known.type != "rupiah":
        return
    tops = statement.top if statement.root is None else statement.children_of[statement.root]
    for top in tops:
        rows = [row for row in (top, *statement.descendants(top)) if row in first.outcomes]
        if len(rows) < 2 or any(first.outcomes[row][0] for row in rows if statement.rows[row].figures[column].value):
            continue
        for n, other in enumerate(trials):
            if other is not first and all(other.outcomes.get(row, (False, False))[0] for row in rows):
                world.turned.update(((statement.id, column, row), n) for row in rows)


def _rivalled(first: _Trial, trials: Sequence[_Trial]) -> bool:
    """Whether another base does nearly as well, and too few claims tell it from the best."""
    return any(
        other.outcomes and 0 < first.told_apart(other) < _WITNESSES and other.best * 3 >= len(other.outcomes) * 2
        for other in trials
        if other is not first
    )


def _no_share(statement: Statement, column: str) -> bool:
    """Whether every figure of a percentage column is 100, so that it is the share of nothing else."""
    known = statement.column(column)
    figures = [row.figures[column].value for row in statement.rows if column in row.figures]
    return known is not None and known.type == "percent" and len(figures) > 1 and set(figures) == {Fraction(100)}


@dataclass(slots=True)
class _Trial:
    """How the claims of a column fare under one base: per row whether they hold to the nearest, and truncated."""

    outcomes: dict[int, tuple[bool, bool]] = field(default_factory=dict)

    @property
    def best(self) -> int:
        """How many claims hold under the convention that suits the base best."""
        return max(sum(held[n] for held in self.outcomes.values()) for n in (0, 1)) if self.outcomes else 0

    def told_apart(self, other: _Trial) -> int:
        """How many rows hold under one base and not under the other."""
        shared = self.outcomes.keys() & other.outcomes.keys()
        return sum(1 for row in shared if any(self.outcomes[row]) != any(other.outcomes[row]))


@dataclass(frozen=True, slots=True)
class _Printed:
    """A figure of the column as what it may stand for: to the nearest, truncated, and behind its number format."""

    row: int
    relation: str
    nearest: Interval
    truncated: Interval
    behind: Interval | None

    def held(self, implied: Value) -> tuple[bool, bool]:
        """Whether it agrees with what is implied, to the nearest and truncated."""
        exact = agrees(self.relation, self.nearest, implied)
        coarse = exact if self.truncated is self.nearest else agrees(self.relation, self.truncated, implied)
        if self.behind is not None and not (exact and coarse):
            behind = agrees(self.relation, self.behind, implied)
            return exact or behind, coarse or behind
        return exact, coarse


def _printed(statement: Statement, column: str, relation: str) -> list[_Printed]:
    """The figures of a column, made ready to be held against one base after the other."""
    found = []
    for row in statement.rows:
        figure = row.figures.get(column)
        if figure is not None and row.kind != "stray":
            nearest = figure.interval()
            truncated = figure.interval("truncated") if figure.quantum else nearest
            behind = None if figure.stored is None else figure.unrounded()
            found.append(_Printed(row.index, relation, nearest, truncated, behind))
    return found


def _trial(rule: Rule, base: Base, statement: Statement, world: World, printed: Sequence[_Printed]) -> _Trial:
    trial = _Trial()
    assertion = rule.assertion
    assert isinstance(assertion, Comparison)
    implies = prepared(assertion.right, statement, Evaluator(world, base.expression, rule.missing, rule.match))
    for figure in printed:
        try:
            trial.outcomes[figure.row] = figure.held(implies(figure.row))
        except (NotAsked, Inapplicable):
            continue
    return trial


def _rounding(statement: Statement, column: str, trial: _Trial) -> Rounding | None:
    """Nearest, unless it breaks three claims or more that truncation satisfies, and truncation breaks none.

    None where no claim tells the two apart for certain.
    """
    known = statement.column(column)
    if known is None or known.type != "percent":
        return "nearest"
    if known.rounding != "detect":
        return "truncated" if known.rounding == "truncated" else "nearest"
    only_truncated = sum(1 for nearest, truncated in trial.outcomes.values() if truncated and not nearest)
    if any(nearest and not truncated for nearest, truncated in trial.outcomes.values()):
        return "nearest"
    return "truncated" if only_truncated >= _WITNESSES else None


def share_rounding(statements: Sequence[Statement], world: World) -> None:
    """A percentage column that cannot tell its own convention takes that of the others, if those truncate."""
    for statement in statements:
        known = {
            world.rounding[(statement.id, c.name)]
            for c in statement.columns
            if c.type == "percent" and (statement.id, c.name) in world.rounding
        }
        if known == {"truncated"}:
            for column in statement.columns:
                if column.type == "percent":
                    world.rounding[(statement.id, column.name)] = "truncated"


def base_of(rule: Rule, statement: Statement, rules: Sequence[Rule], world: World) -> Base | None:
    """The base decided for another column, as an expression."""
    if rule.base_of is None:
        return None
    text = world.bases.get((statement.id, rule.base_of))
    return next(
        (base for other in rules if subject_of(other) == rule.base_of for base in other.base if base.text == text), None
    )
