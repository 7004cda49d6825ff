"""The claims of a report by the figures that they read, so that a figure can be changed and only those asked again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from audit.model.figure import Figure, Interval
from audit.model.report import Claim
from audit.model.statement import Statement
from audit.rulebook import Rulebook
from audit.rules.bases import subject_of
from audit.rules.claims import Answers, ask_again, evaluator_of, put
from audit.rules.expression import Comparison
from audit.rules.rule import Base, Rule
from audit.rules.second_look import second_look
from audit.rules.values import Inapplicable, NotAsked
from audit.rules.world import Spot, World
from audit.run._matrix import Cell, Matrix, trace, tracer

#: What became of a question: the words of a verdict; broken where it is violated beyond rounding by a rule that
#: accuses, absent where the rule's condition is not true of the row.
State = str


@dataclass(frozen=True, slots=True)
class Question:
    """A rule of arithmetic put to a row, also where its condition is not true of it today.

    ``number`` is that of the claim in the answers, None where there is none.
    """

    claim: Claim
    rule: Rule
    base: Base | None
    number: int | None


@dataclass(slots=True)
class Bench:
    """The questions of a report and what became of each.

    ``read`` are the figures that each question reads, ``reading`` the questions that read each figure. ``doubted`` are
    rules that break so often in a table that nothing they say there is told.
    """

    answers: Answers
    questions: list[Question] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    read: list[frozenset[Cell]] = field(default_factory=list)
    reading: dict[Cell, list[int]] = field(default_factory=lambda: defaultdict(list))
    matrix: Matrix = field(default_factory=Matrix)
    doubted: set[str] = field(default_factory=set)

    @property
    def world(self) -> World:
        """The report as it is."""
        return self.answers.world

    def ask(self, number: int, world: World) -> tuple[State, Claim]:
        """What becomes of a question in a world with other figures, and its claim there."""
        question = self.questions[number]
        rule, claim = question.rule, question.claim
        at = Spot(world.statements[claim.statement], claim.row)
        evaluator = evaluator_of(rule, question.base, world, at.statement)
        try:
            if rule.when is not None and not evaluator.holds(rule.when, at):
                return "absent", claim
            asked = ask_again(claim, rule, question.base, world)
        except (NotAsked, Inapplicable):
            return "absent", claim
        if asked.verdict == "violated" and isinstance(rule.assertion, Comparison):
            coarse = rule.rounding is None
            asked = second_look(asked, rule.assertion, asked.relation, at, evaluator, coarse=coarse)
        return _state(asked, rule), asked

    def sides(self, number: int, world: World) -> tuple[Interval, Interval] | None:
        """What the two sides of a question can be in a world with other figures, None where it cannot be asked."""
        question = self.questions[number]
        at = Spot(world.statements[question.claim.statement], question.claim.row)
        evaluator = evaluator_of(question.rule, question.base, world, at.statement)
        assertion = question.rule.assertion
        assert isinstance(assertion, Comparison)
        try:
            return evaluator.value(assertion.left, at).interval, evaluator.value(assertion.right, at).interval
        except (NotAsked, Inapplicable):
            return None


def answers_of(books: Sequence[Rulebook], statements: Sequence[Statement]) -> Answers:
    """All claims that the rules of some rulebooks make of the statements of one report."""
    return put(
        [rule for book in books for rule in book.rules],
        statements,
        [group for book in books for group in book.synonyms],
        [word for book in books for word in book.common],
    )


def open_bench(answers: Answers, rules: Sequence[Rule]) -> Bench:
    """The bench of a report: each question with the figures that it reads, and its row of the matrix."""
    bench = Bench(answers)
    world = answers.world
    known = tracer(world)
    for question in _questions(answers, rules):
        at = Spot(world.statements[question.claim.statement], question.claim.row)
        traced = trace(question.rule, question.base, at, known)
        number = len(bench.questions)
        bench.questions.append(question)
        state = "absent" if question.number is None else _state(question.claim, question.rule)
        if state in ("unasked", "absent") and bench.ask(number, world)[0] not in ("unasked", "absent"):
            # A guard took the claim back.
            bench.doubted.add(question.rule.id)
            bench.questions.pop()
            continue
        bench.states.append(state)
        bench.read.append(traced.read)
        for cell in traced.read:
            bench.reading[cell].append(number)
        if state not in ("unasked", "absent"):
            bench.matrix.add(number, question.claim, traced.slopes)
    return bench


def _state(claim: Claim, rule: Rule) -> State:
    if claim.verdict == "violated" and not claim.coarser and rule.severity != "info":
        return "broken"
    return claim.verdict


def _questions(answers: Answers, rules: Sequence[Rule]) -> Iterator[Question]:
    bases: dict[tuple[int, str], Base | None] = {}
    put: set[tuple[int, str, int]] = set()
    for number, (claim, (rule, base)) in enumerate(zip(answers.claims, answers.origins, strict=True)):
        if isinstance(rule.assertion, Comparison):
            bases.setdefault((id(rule), claim.statement), base)
            put.add((id(rule), claim.statement, claim.row))
            yield Question(claim, rule, base, number)
    for rule in rules:
        if rule.when is None or rule.off is not None or rule.mention or not isinstance(rule.assertion, Comparison):
            continue
        for statement in answers.world.statements.values():
            base = bases.get((id(rule), statement.id))
            if statement.kind not in rule.kinds or ((rule.base or rule.base_of) and base is None):
                continue
            column = subject_of(rule)
            if column is not None and statement.column(column) is None:
                continue
            for row in statement.rows:
                if row.kind not in ("stray", "heading") and (id(rule), statement.id, row.index) not in put:
                    yield Question(Claim(rule.id, statement.id, row.index, column, "unasked"), rule, base, None)


def with_figure(world: World, cell: Cell, figure: Figure) -> World:
    """The world in which another figure is printed in a cell."""
    id, number, column = cell
    statement = world.statements[id]
    rows = list(statement.rows)
    rows[number] = replace(rows[number], figures={**rows[number].figures, column: figure})
    statements = {**world.statements, id: replace(statement, rows=tuple(rows))}
    kept = {key: total for key, total in (world.totals or {}).items() if key[:2] != (id, column)}
    return replace(world.among(statements), totals=kept)
