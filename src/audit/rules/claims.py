"""Rules are put to statements: first the base and rounding of whole columns are decided, then each row is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from audit.model.document import Problem
from audit.model.report import Claim, Decision, Unasked
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.bases import base_of, decide, is_nowhere, share_rounding, subject_of
from audit.rules.cited import Cited
from audit.rules.evaluate import BASE_UNKNOWN, Evaluator
from audit.rules.expression import Comparison, Path, Predicate
from audit.rules.guards import doubt_numbering, guarded
from audit.rules.matching import before, pair_statements, twins
from audit.rules.mixed_bases import mixed_bases
from audit.rules.predicates import predicate_claims, predicate_silences
from audit.rules.prepared import AtRow, prepared, prepared_condition
from audit.rules.rule import Base, Rule
from audit.rules.second_look import adds_children, aggregates_children, second_look
from audit.rules.shown import SHOWN
from audit.rules.values import Blank, Inapplicable, NotAsked, Value, compare
from audit.rules.world import Spot, World

SELECTION = Text("tabel hanya memuat sebagian baris", "the table shows only some of its rows")

_INCOMPLETE = Text("sebagian baris di bawahnya tidak terbaca", "some of the rows below it could not be read")


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
    problems: list[Problem] = field(default_factory=list)


def put(
    rules: Sequence[Rule],
    statements: Sequence[Statement],
    synonyms: Iterable[Sequence[str]] = (),
    common: Iterable[str] = (),
    beside: Sequence[Statement] = (),
    cited: Cited | None = None,
) -> Answers:
    """All claims that the rules make of the statements of one report.

    ``synonyms`` are groups of words that mean the same, ``common`` words that tell no two titles apart. ``beside`` are
    statements of other documents, of which rules may speak and nothing is asked, ``cited`` what is known of them.
    """
    every = (*statements, *beside)
    world = World({statement.id: statement for statement in every}, cited=cited or Cited())
    world.named = {(named.kind, named.name): named.condition for rule in rules for named in rule.named}
    near = [statement for statement in beside if statement.id not in world.cited.foreign]
    # What is said twice points to what stands earlier, and so to the other documents.
    world.links = {"twin": twins([*near, *statements]), "prev": before([*statements, *near])}
    _pair(rules, statements, near, world, list(synonyms), frozenset(common))
    answers = Answers(world=world)
    chosen = {
        (rule.id, rule.text, statement.id): decide(rule, statement, world)
        for rule in sorted(rules, key=lambda rule: rule.like is not None)
        for statement in every
        if rule.base and rule.speaks_of(statement) and not is_nowhere(rule, statement, world)
    }
    share_rounding(every, world)
    for rule in rules:
        for statement in statements:
            key = (rule.id, rule.text, statement.id)
            # A rule with bases of which none means anything here, as one in a table that is not there, asks nothing.
            if rule.speaks_of(statement) and (key in chosen or not rule.base):
                base = chosen.get(key) or base_of(rule, statement, rules, world)
                into = answers if rule.off is None else Answers(world=world)
                _put_one(rule, statement, world, base, into)
                if rule.off is not None:
                    answers.unasked.extend(_switched_off(rule.id, statement.id, rule.off, into))
    for rule in rules:
        if isinstance(rule.assertion, Predicate) and rule.assertion.name == "same_base" and rule.off is None:
            said = mixed_bases(rule, statements, world)
            answers.claims.extend(said)
            answers.origins.extend([(rule, None)] * len(said))
    _drop_doubles(answers)
    doubt_numbering(answers.claims, answers.origins, world, answers.unasked, answers.problems)
    for (id, column), text in world.bases.items():
        answers.decisions.append(Decision(id, column, text, world.rounding.get((id, column), "nearest")))
    return answers


def _drop_doubles(answers: Answers) -> None:
    """Leave a cell that shows an error to the rule that says so; that an error is no figure is then said already."""
    names = [rule.assertion.name if isinstance(rule.assertion, Predicate) else "" for rule, _ in answers.origins]
    said = {
        (claim.statement, claim.row, claim.column)
        for claim, name in zip(answers.claims, names, strict=True)
        if name == "shows_figures" and claim.verdict == "violated"
    }
    if said:
        kept = [
            n
            for n, claim in enumerate(answers.claims)
            if names[n] != "wellformed" or (claim.statement, claim.row, claim.column) not in said
        ]
        answers.claims[:] = [answers.claims[n] for n in kept]
        answers.origins[:] = [answers.origins[n] for n in kept]


def _switched_off(rule: str, statement: str, reason: Text, said: Answers) -> Iterator[Unasked]:
    """All that a rule would have said of a statement, as claims that nobody wanted asked."""
    rows: dict[str | None, set[int]] = defaultdict(set)
    for claim in said.claims:
        rows[claim.column].add(claim.row)
    for silent in said.unasked:
        rows[silent.column].update(silent.rows)
    for column, numbers in rows.items():
        yield Unasked(rule, statement, column, reason, tuple(sorted(numbers)))


def _pair(
    rules: Sequence[Rule],
    statements: Sequence[Statement],
    beside: Sequence[Statement],
    world: World,
    synonyms: Sequence[Sequence[str]],
    common: frozenset[str],
) -> None:
    for kind, match in sorted({(kind, rule.match) for rule in rules if rule.match for kind in rule.kinds}):
        others = [statement for statement in statements if statement.kind == match]
        # A recap without its tables may repeat those of another document.
        others = others or [other for other in beside if other.kind == match and world.cited.fits(other.id)]
        for recap in statements:
            if recap.kind == kind and others:
                for row, other in pair_statements(recap, others, synonyms, common).items():
                    world.pairs[(recap.id, row, str(match))] = other.id


def _put_one(rule: Rule, statement: Statement, world: World, base: Base | None, answers: Answers) -> None:
    column = subject_of(rule)
    if isinstance(rule.assertion, Predicate):
        if rule.assertion.name == "same_base" or rule.assertion.name in SHOWN:
            return
        rows = _eligible(rule, statement, world)
        found = predicate_claims(rule, statement, rows)
        answers.claims.extend(found)
        answers.origins.extend([(rule, None)] * len(found))
        answers.unasked.extend(predicate_silences(rule, statement, rows))
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
    claims, problem = guarded(rule, statement, list(_claims(rule, statement, world, base)), base)
    if problem is not None and problem.message not in [known.message for known in answers.problems]:
        answers.problems.append(problem)
    for claim in claims:
        other = _turned(rule, claim_of=(statement.id, column, claim.row), world=world)
        if claim.verdict == "unasked" and claim.reason is not None:
            silent[claim.reason].append(claim.row)
        answers.claims.append(claim)
        answers.origins.append((rule, other or base))
    for reason, numbers in silent.items():
        answers.unasked.append(Unasked(rule.id, statement.id, column, reason, tuple(numbers)))


def _turned(rule: Rule, *, claim_of: tuple[str, str | None, int], world: World) -> Base | None:
    """The other base that a row's branch counts by, where the rule has bases and the branch does."""
    if not world.turned:
        return None
    id, column, row = claim_of
    number = world.turned.get((id, column or "", row)) if rule.base else None
    return None if number is None else rule.base[number]


def _eligible(rule: Rule, statement: Statement, world: World) -> tuple[int, ...]:
    """The rows of which the condition of a rule is true."""
    if rule.when is None:
        return tuple(row.index for row in statement.rows)
    applies = prepared_condition(rule.when, statement, Evaluator(world))
    found = []
    for row in statement.rows:
        try:
            if applies(row.index):
                found.append(row.index)
        except (NotAsked, Inapplicable):
            continue
    return tuple(found)


def evaluator_of(rule: Rule, base: Base | None, world: World, statement: Statement) -> Evaluator:
    """What evaluates a rule: with its base, its treatment of blanks, and its rounding where it names one."""
    column = subject_of(rule)
    if rule.rounding is not None and column is not None:
        world = replace(world, rounding={**world.rounding, (statement.id, column): rule.rounding})
    return Evaluator(world, base.expression if base else None, rule.missing, rule.match)


def _claims(rule: Rule, statement: Statement, world: World, base: Base | None) -> Iterator[Claim]:
    evaluator = evaluator_of(rule, base, world, statement)
    column, assertion = subject_of(rule), rule.assertion
    assert isinstance(assertion, Comparison)
    applies = prepared_condition(rule.when, statement, evaluator) if rule.when is not None else None
    sides = prepared(assertion.left, statement, evaluator), prepared(assertion.right, statement, evaluator)
    for row in statement.rows:
        if row.kind in ("stray", "heading"):
            continue
        at = Spot(statement, row.index)
        try:
            if applies is not None and not applies(row.index):
                continue
            other = _turned(rule, claim_of=(statement.id, column, row.index), world=world)
            if other:
                yield _ask(rule, at, evaluator_of(rule, other, world, statement), column)
            else:
                yield _ask(rule, at, evaluator, column, sides)
        except Inapplicable:
            continue
        except NotAsked as silence:
            if rule.missing == "skip" and isinstance(silence, Blank):
                continue
            yield Claim(rule.id, statement.id, row.index, column, "unasked", reason=silence.reason)


def ask_again(claim: Claim, rule: Rule, base: Base | None, world: World) -> Claim:
    """The same claim in a world in which some figures are others; unasked where it cannot be asked there."""
    at = Spot(world.statements[claim.statement], claim.row)
    try:
        return _ask(rule, at, evaluator_of(rule, base, world, at.statement), claim.column, coarse=False)
    except NotAsked as silence:
        return replace(claim, verdict="unasked", reason=silence.reason)


def _ask(
    rule: Rule,
    at: Spot,
    evaluator: Evaluator,
    column: str | None,
    sides: tuple[AtRow, AtRow] | None = None,
    *,
    coarse: bool = True,
) -> Claim:
    assertion = rule.assertion
    assert isinstance(assertion, Comparison)
    assert at.row is not None
    relation = assertion.relation
    if at.row in at.statement.incomplete and aggregates_children(assertion):
        raise NotAsked(_INCOMPLETE)
    if at.statement.selection and relation == "=" and aggregates_children(assertion):
        # A selection ("10 terbesar") shows only some parts: the whole cannot be less than what is shown.
        if not adds_children(assertion):
            raise NotAsked(SELECTION)
        relation = ">="
    right = sides[1](at.row) if sides else evaluator.value(assertion.right, at)
    left = sides[0](at.row) if sides else evaluator.value(assertion.left, at)
    verdict = compare(relation, left, right, rule.tolerance)
    # A sum or a difference on the left states no single figure.
    stated = left.operands[0] if isinstance(assertion.left, Path) and left.operands else None
    claim = Claim(
        rule.id,
        at.statement.id,
        at.row,
        column,
        "holds" if verdict == "holds" else "violated" if verdict == "violated" else "unasked",
        relation,
        stated,
        right.interval,
        right.operands + left.operands[int(stated is not None) :],
        blanks=left.blanks + right.blanks,
        tolerance=rule.tolerance,
        rounding=evaluator.world.rounding.get((at.statement.id, column or ""), "nearest"),
    )
    if verdict == "unasked":
        return replace(claim, reason=_amount_missing(left, right))
    if verdict == "violated":
        return second_look(claim, assertion, relation, at, evaluator, coarse=coarse and rule.rounding is None)
    return claim


def _amount_missing(left: Value, right: Value) -> Text:
    names = ", ".join(sorted({blank.column for blank in (*left.blanks, *right.blanks)}))
    return Text(f"{names} kosong pada baris bagian", f"{names} is blank in a part")
