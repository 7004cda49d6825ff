"""Rules are put to statements: first the base and rounding of whole columns are decided, then each row is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.model.figure import Interval, Rounding
from audit.model.report import Claim, Decision, Unasked
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.evaluate import (
    ALWAYS_100,
    BASE_UNKNOWN,
    Evaluator,
    Inapplicable,
    Spot,
    Value,
    World,
    compare,
)
from audit.rules.evaluate import Unasked as NotAsked
from audit.rules.expression import Aggregate, Comparison, Path, Predicate
from audit.rules.matching import pair_statements, twins
from audit.rules.predicates import predicate_claims
from audit.rules.rule import Base, Rule

#: So many claims must tell two bases, or two conventions of rounding, apart.
_WITNESSES = 3


@dataclass(slots=True)
class Answers:
    """All claims of a report, asked and not, and the decisions that they rest on.

    ``origins`` tells for each claim the rule and base that it came from, so that it can be asked again.
    """

    claims: list[Claim] = field(default_factory=list)
    unasked: list[Unasked] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    world: World = field(default_factory=lambda: World({}))
    origins: list[tuple[Rule, Base | None]] = field(default_factory=list)


def put(rules: Sequence[Rule], statements: Sequence[Statement], synonyms: Iterable[Sequence[str]]) -> Answers:
    """All claims that the rules make of the statements of one report."""
    world = World({statement.id: statement for statement in statements})
    world.twins = twins(statements)
    _pair(rules, statements, world, synonyms)
    answers = Answers(world=world)
    chosen = {
        (rule.id, rule.text, statement.id): _decide(rule, statement, world)
        for rule in rules
        for statement in statements
        if rule.base and statement.kind in rule.kinds
    }
    _share_rounding(statements, world)
    for rule in rules:
        for statement in statements:
            if statement.kind in rule.kinds:
                base = chosen.get((rule.id, rule.text, statement.id))
                _put_one(rule, statement, world, base or _base_of(rule, statement, rules, world), answers)
    for (id, column), text in world.bases.items():
        answers.decisions.append(Decision(id, column, text, world.rounding.get((id, column), "nearest")))
    return answers


def _pair(
    rules: Sequence[Rule], statements: Sequence[Statement], world: World, synonyms: Iterable[Sequence[str]]
) -> None:
    for kind, match in sorted({(kind, rule.match) for rule in rules if rule.match for kind in rule.kinds}):
        others = [statement for statement in statements if statement.kind == match]
        for recap in statements:
            if recap.kind == kind and others:
                for row, other in pair_statements(recap, others, list(synonyms)).items():
                    world.pairs[(recap.id, row, str(match))] = other.id


# Bases and rounding, decided once per column


def _subject(rule: Rule) -> str | None:
    """The column that a rule states a figure of: its left side, where that is a plain column."""
    assertion = rule.assertion
    if isinstance(assertion, Comparison) and isinstance(assertion.left, Path) and len(assertion.left.steps) == 1:
        return assertion.left.steps[0] if assertion.left.inner is None else None
    return None


def _decide(rule: Rule, statement: Statement, world: World) -> Base | None:
    """The base under which most claims of the column hold, or None where the claims cannot tell.

    At least three claims must tell it from the next best, and it may break a third of them at most. Bases that imply
    the same figure everywhere are one.
    """
    column = _subject(rule)
    if column is None or statement.column(column) is None or not isinstance(rule.assertion, Comparison):
        return None
    world.bases[(statement.id, column)] = None
    if _no_share(statement, column):
        world.no_base[(statement.id, column)] = ALWAYS_100
        return None
    trials = [_trial(rule, base, statement, world, column) for base in rule.base]
    ranked = sorted(range(len(trials)), key=lambda n: (-trials[n].best, n))
    first = trials[ranked[0]]
    if not first.outcomes or first.best * 3 < len(first.outcomes) * 2:
        return None
    for n in ranked[1:]:
        other = trials[n]
        apart = first.told_apart(other)
        if other.outcomes and 0 < apart < _WITNESSES and other.best * 3 >= len(other.outcomes) * 2:
            return None
    base = rule.base[ranked[0]]
    world.bases[(statement.id, column)] = base.text
    world.rounding[(statement.id, column)] = _rounding(statement, column, first)
    return base


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


def _trial(rule: Rule, base: Base, statement: Statement, world: World, column: str) -> _Trial:
    trial = _Trial()
    assertion = rule.assertion
    assert isinstance(assertion, Comparison)
    evaluator = Evaluator(world, base.expression)
    for row in statement.rows:
        figure = row.figures.get(column)
        if figure is None or row.kind == "stray":
            continue
        try:
            implied = evaluator.value(assertion.right, Spot(statement, row.index))
        except (NotAsked, Inapplicable):
            continue
        exact = [_compared(figure.interval(rounding), implied, assertion) for rounding in ("nearest", "truncated")]
        if figure.stored is not None and not all(exact):
            behind = _compared(figure.unrounded(), implied, assertion)
            exact = [held or behind for held in exact]
        trial.outcomes[row.index] = (exact[0], exact[1])
    return trial


def _compared(stated: Interval, implied: Value, assertion: Comparison) -> bool:
    return compare(assertion.relation, Value(stated), implied) == "holds"


def _rounding(statement: Statement, column: str, trial: _Trial) -> Rounding:
    """Nearest, unless it breaks three claims or more that truncation satisfies, and truncation breaks none."""
    known = statement.column(column)
    if known is None or known.type != "percent":
        return "nearest"
    if known.rounding != "detect":
        return "truncated" if known.rounding == "truncated" else "nearest"
    only_truncated = sum(1 for nearest, truncated in trial.outcomes.values() if truncated and not nearest)
    broken = any(nearest and not truncated for nearest, truncated in trial.outcomes.values())
    return "truncated" if only_truncated >= _WITNESSES and not broken else "nearest"


def _share_rounding(statements: Sequence[Statement], world: World) -> None:
    """A percentage column that cannot tell its own convention takes that of the others, if those truncate."""
    for statement in statements:
        known = {
            world.rounding[(statement.id, c.name)]
            for c in statement.columns
            if (statement.id, c.name) in world.rounding
        }
        if known == {"truncated"}:
            for column in statement.columns:
                if column.type == "percent":
                    world.rounding[(statement.id, column.name)] = "truncated"


def _base_of(rule: Rule, statement: Statement, rules: Sequence[Rule], world: World) -> Base | None:
    """The base decided for another column, as an expression."""
    if rule.base_of is None:
        return None
    text = world.bases.get((statement.id, rule.base_of))
    return next(
        (base for other in rules if _subject(other) == rule.base_of for base in other.base if base.text == text), None
    )


# Claims


def _put_one(rule: Rule, statement: Statement, world: World, base: Base | None, answers: Answers) -> None:
    column = _subject(rule)
    if isinstance(rule.assertion, Predicate):
        found = predicate_claims(rule, statement, _eligible(rule, statement, world))
        answers.claims.extend(found)
        answers.origins.extend([(rule, None)] * len(found))
        return
    if column is not None and statement.column(column) is None:
        return
    if (rule.base or rule.base_of) and base is None:
        rows = tuple(row.index for row in statement.rows if column in row.figures)
        if rows:
            reason = world.no_base.get((statement.id, rule.base_of or column or ""), BASE_UNKNOWN)
            answers.unasked.append(Unasked(rule.id, statement.id, column, reason, rows))
        return
    silent: dict[Text, list[int]] = defaultdict(list)
    for claim in _claims(rule, statement, world, base):
        if claim.verdict == "unasked" and claim.reason is not None:
            silent[claim.reason].append(claim.row)
        answers.claims.append(claim)
        answers.origins.append((rule, base))
    for reason, numbers in silent.items():
        answers.unasked.append(Unasked(rule.id, statement.id, column, reason, tuple(numbers)))


def _eligible(rule: Rule, statement: Statement, world: World) -> tuple[int, ...]:
    """The rows of which the condition of a rule is true."""
    if rule.when is None:
        return tuple(row.index for row in statement.rows)
    evaluator = Evaluator(world)
    found = []
    for row in statement.rows:
        try:
            if evaluator.holds(rule.when, Spot(statement, row.index)):
                found.append(row.index)
        except (NotAsked, Inapplicable):
            continue
    return tuple(found)


def _claims(rule: Rule, statement: Statement, world: World, base: Base | None) -> Iterator[Claim]:
    evaluator = Evaluator(world, base.expression if base else None)
    column = _subject(rule)
    for row in statement.rows:
        if row.kind in ("stray", "heading"):
            continue
        at = Spot(statement, row.index)
        try:
            if rule.when is not None and not evaluator.holds(rule.when, at):
                continue
            yield _ask(rule, at, evaluator, column)
        except Inapplicable:
            continue
        except NotAsked as silence:
            yield Claim(rule.id, statement.id, row.index, column, "unasked", reason=silence.reason)


def ask_again(claim: Claim, rule: Rule, base: Base | None, world: World) -> Claim:
    """The same claim in a world in which some figures are others; unasked where it cannot be asked there."""
    at = Spot(world.statements[claim.statement], claim.row)
    try:
        return _ask(rule, at, Evaluator(world, base.expression if base else None), claim.column, coarse=False)
    except NotAsked as silence:
        return replace(claim, verdict="unasked", reason=silence.reason)


def _ask(rule: Rule, at: Spot, evaluator: Evaluator, column: str | None, *, coarse: bool = True) -> Claim:
    assertion = rule.assertion
    assert isinstance(assertion, Comparison)
    assert at.row is not None
    relation = assertion.relation
    if at.statement.selection and _adds_children(assertion) and relation == "=":
        # A selection ("10 terbesar") shows only some parts: the whole cannot be less than what is shown.
        relation = ">="
    right = evaluator.value(assertion.right, at)
    left = evaluator.value(assertion.left, at)
    verdict = compare(relation, left, right)
    claim = Claim(
        rule.id,
        at.statement.id,
        at.row,
        column,
        "holds" if verdict == "holds" else "violated" if verdict == "violated" else "unasked",
        relation,
        left.operands[0] if left.operands else None,
        right.interval,
        right.operands + left.operands[1:],
        blanks=left.blanks + right.blanks,
    )
    if verdict == "unasked":
        return replace(claim, reason=_amount_missing(left, right))
    if verdict == "violated":
        return _second_look(claim, assertion, relation, at, evaluator, coarse=coarse)
    return claim


def _amount_missing(left: Value, right: Value) -> Text:
    names = ", ".join(sorted({blank.column for blank in (*left.blanks, *right.blanks)}))
    return Text(f"{names} kosong pada baris bagian", f"{names} is blank in a part")


def _second_look(
    claim: Claim, assertion: Comparison, relation: str, at: Spot, evaluator: Evaluator, *, coarse: bool
) -> Claim:
    """A broken claim may still hold behind the number formats, under another tree, or under coarser rounding."""
    world = evaluator.world
    if any(operand.figure is not None and operand.figure.stored is not None for operand in claim.touched):
        behind = Evaluator(replace(world, unrounded=True), evaluator.base)
        if compare(relation, behind.value(assertion.left, at), behind.value(assertion.right, at)) == "holds":
            return replace(claim, verdict="holds")
    if _adds_children(assertion) and _holds_otherwise(assertion, relation, at, evaluator):
        reason = Text(
            "susunan baris tanpa kode tidak pasti; menurut susunan lain jumlahnya cocok",
            "rows without codes can be read as another tree, under which the sum holds",
        )
        return replace(claim, verdict="unasked", reason=reason)
    known = at.statement.column(claim.column or "")
    if coarse and known is not None and known.type == "percent" and _holds_coarsely(assertion, relation, at, evaluator):
        return replace(claim, coarser=True)
    return claim


def _adds_children(assertion: Comparison) -> bool:
    return isinstance(assertion.right, Aggregate) and "children" in assertion.right.path.steps


def _holds_otherwise(assertion: Comparison, relation: str, at: Spot, evaluator: Evaluator) -> bool:
    """Whether the sum holds when rows whose place rests on order alone are taken as parts of the row before them.

    Among rows without codes, a row that is the sum of those after it may be their heading: then they are not added.
    """
    statement, row = at.statement, at.row
    if row is None:
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
    return (
        compare(relation, evaluator.value(assertion.left, at), evaluator.value(assertion.right, Spot(changed, row)))
        == "holds"
    )


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


def _holds_coarsely(assertion: Comparison, relation: str, at: Spot, evaluator: Evaluator) -> bool:
    """Whether the claim holds when the percentages are taken under the other convention of rounding."""
    world, statement = evaluator.world, at.statement
    other = dict(world.rounding)
    for column in statement.columns:
        if column.type == "percent":
            here = world.rounding.get((statement.id, column.name), "nearest")
            other[(statement.id, column.name)] = "nearest" if here == "truncated" else "truncated"
    turned = Evaluator(replace(world, rounding=other), evaluator.base)
    return compare(relation, turned.value(assertion.left, at), turned.value(assertion.right, at)) == "holds"
