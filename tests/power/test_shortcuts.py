"""What is done sooner comes to the same as the slow way: sums that are moved, rules made ready, answers kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from asked import asked, book, rules_in, shares, tree_of_money
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.diagnose._case import changed, open_case
from audit.diagnose._printed import Printed
from audit.model.figure import Figure
from audit.model.report import Claim
from audit.model.statement import Statement
from audit.rules.claims import Answers, ask_again
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Comparison, Condition, Expression, parse_condition, parse_expression
from audit.rules.prepared import prepared, prepared_condition
from audit.rules.rule import Missing
from audit.rules.values import Inapplicable, NotAsked, Value
from audit.rules.world import Spot, World

EXPRESSIONS = (
    "pagu",
    "sisa",
    "pagu - pakai",
    "pagu + sisa",
    "-pakai",
    "100 * pakai / pagu",
    "100 * pagu / root.pagu",
    "parent.pagu",
    "parent.sisa - pakai",
    "sum(children.pagu)",
    "sum(children.pakai)",
    "sum(children.persen)",
    "sum(children.sisa) + pagu",
    "sum(leaves.pagu)",
    "abs(pagu - pakai)",
    "base",
)
CONDITIONS = (
    'uraian ~ "satu"',
    'not labels ~ "^dua"',
    'uraian ~ "satu" and pagu > 100',
    'labels ~ "satu" or not (uraian ~ "tiga$" and filled(sisa))',
    "leaf()",
)
MONEY = st.sampled_from(["", "0", "100", "250", "7000000", "-5", "12,50"])


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table of two levels with and without a total, in which figures may be blank."""
    lines = ["kode | uraian | pagu | pakai | sisa | persen"]
    for group in range(1, draw(st.integers(1, 3)) + 1):
        for code in (f"{group}", *(f"{group}.{n}" for n in range(1, draw(st.integers(0, 3)) + 1))):
            label = draw(st.sampled_from(["Satu", "Dua Tiga", "Tiga Satu"]))
            percent = draw(st.sampled_from(["", "12,34", "100,00", "0,05"]))
            lines.append(" | ".join([code, label, draw(MONEY) or "9", draw(MONEY), draw(MONEY), percent]))
    if draw(st.booleans()):
        lines.append(f" | JUMLAH | {draw(MONEY) or '1'} | {draw(MONEY)} | {draw(MONEY)} | ")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("aturan")


def answers_to(table: str, folder: Path) -> Answers:
    rules = ("sisa = pagu - pakai", "pagu = sum(children.pagu)", "persen = 100 * pagu / root.pagu")
    return asked(table, book(folder, *rules))


def outcome(evaluate: Callable[..., Value | bool], *given: object) -> Value | bool | str:
    """What comes of an expression or a condition at a row, or why nothing does."""
    try:
        return evaluate(*given)
    except NotAsked as silence:
        return silence.reason.en
    except Inapplicable:
        return "says nothing of this row"


def fresh(world: World) -> World:
    return replace(world.among(world.statements), tried=False)


def statement_of(world: World) -> Statement:
    return next(iter(world.statements.values()))


@settings(max_examples=60)
@given(table=tables(), text=st.sampled_from(EXPRESSIONS), missing=st.sampled_from(["unknown", "zero", "skip"]))
def test_an_expression_made_ready_comes_to_what_the_evaluator_says(
    folder: Path, table: str, text: str, missing: Missing
) -> None:
    world = answers_to(table, folder).world
    statement, node = statement_of(world), parse_expression(text)
    base: Expression = parse_expression("root.pagu")
    slow = Evaluator(fresh(world), base, missing)
    soon = prepared(node, statement, Evaluator(fresh(world), base, missing))
    for row in statement.rows:
        assert outcome(soon, row.index) == outcome(slow.value, node, Spot(statement, row.index))


@settings(max_examples=40)
@given(table=tables(), text=st.sampled_from(CONDITIONS))
def test_a_condition_made_ready_is_true_where_the_evaluator_says_so(folder: Path, table: str, text: str) -> None:
    world = answers_to(table, folder).world
    statement = statement_of(world)
    node: Condition = parse_condition(text)
    slow = Evaluator(fresh(world))
    soon = prepared_condition(node, statement, Evaluator(fresh(world)))
    for row in statement.rows:
        assert outcome(soon, row.index) == outcome(slow.holds, node, Spot(statement, row.index))


def again(answers: Answers, world: World) -> list[Claim]:
    pairs = zip(answers.claims, answers.origins, strict=True)
    return [ask_again(claim, *origin, world) for claim, origin in pairs if isinstance(origin[0].assertion, Comparison)]


@settings(max_examples=60)
@given(table=tables(), data=st.data())
def test_a_sum_that_is_moved_is_the_sum_that_is_added_up(folder: Path, table: str, data: st.DataObject) -> None:
    answers = answers_to(table, folder)
    statement = statement_of(answers.world)
    cells = st.tuples(
        st.just(statement.id), st.integers(0, len(statement.rows) - 1), st.sampled_from(["pagu", "pakai", "persen"])
    )
    figures = st.none() | st.builds(
        Figure, st.integers(-500, 500).map(Fraction), st.sampled_from([Fraction(0), Fraction(1, 100)]), st.just("x")
    )
    for _ in range(3):
        # Several in a row, so that what one of them left behind would show in the next.
        changes = data.draw(st.dictionaries(cells, figures, max_size=4))
        afresh = replace(fresh(answers.world), changes=changes)
        assert again(answers, answers.world.trying(changes)) == again(answers, afresh)


@settings(max_examples=40)
@given(table=tables(), data=st.data())
def test_an_answer_that_is_kept_is_the_answer(folder: Path, table: str, data: st.DataObject) -> None:
    answers = answers_to(table, folder)
    numbers = [n for n, (rule, _) in enumerate(answers.origins) if isinstance(rule.assertion, Comparison)]
    case = open_case(answers, numbers)
    statement = statement_of(answers.world)
    cells = [(statement.id, row.index, name) for row in statement.rows for name in row.figures]
    values = st.none() | st.sampled_from([0, 9, 100, -5]).map(Fraction)
    for _ in range(4):
        change = data.draw(st.dictionaries(st.sampled_from(cells), values, max_size=3))
        world = changed(answers.world, change)
        afresh = replace(fresh(answers.world), changes=world.changes)
        for number in numbers:
            assert case.ask(number, world) == ask_again(answers.claims[number], *answers.origins[number], afresh)


def test_an_answer_that_read_another_figure_is_not_kept_for_it(tmp_path: Path) -> None:
    rows = ("1 | Satu | 100 | 0 | 100", "1.1 | Dua | 100 | 0 | 100", "1.1.1 | Tiga | 100 | 0 | 100")
    table = "\n".join(("kode | uraian | pagu | pakai | sisa", *rows))
    answers = answers_to(table, tmp_path)
    case = open_case(answers, range(len(answers.claims)))
    number = next(n for n, claim in enumerate(answers.claims) if claim.row == 0 and claim.column == "pagu")
    id = statement_of(answers.world).id
    # A part without a figure is added as its own parts, which nothing read before.
    blank = {(id, 1, "pagu"): None}
    assert case.ask(number, changed(answers.world, blank)).verdict == "holds"
    less = {**blank, (id, 2, "pagu"): Fraction(90)}
    assert case.ask(number, changed(answers.world, less)).verdict == "violated"


def test_what_was_seen_is_forgotten_with_the_statements(tmp_path: Path) -> None:
    table = "kode | uraian | pagu | pakai | sisa\n1 | Satu | 100 | 40 | 60\n1.1 | Dua | 100 | 40 | 60"
    answers = answers_to(table, tmp_path)
    world = answers.world
    statement = statement_of(world)
    again(answers, world.trying({(statement.id, 1, "pagu"): Figure(Fraction(90), Fraction(0), "90")}))
    assert world.seen
    assert world.sums
    other = Figure(Fraction(300), Fraction(0), "300")
    rows = tuple(replace(row, figures={**row.figures, "pagu": other}) for row in statement.rows)
    replaced = world.among({statement.id: replace(statement, rows=rows)})
    assert not any((replaced.seen, replaced.said, replaced.sums, replaced.totals, replaced.hidden))
    changes = {(statement.id, 1, "pagu"): Figure(Fraction(200), Fraction(0), "200")}
    verdicts = [claim.verdict for claim in again(answers, replaced.trying(changes))]
    assert verdicts == [claim.verdict for claim in again(answers, replace(replaced, changes=changes, seen={}))]
    assert set(verdicts) == {"violated"}


@given(seed=st.integers(0, 10**6))
@settings(max_examples=10)
def test_all_shipped_rules_ask_of_a_table_what_they_ask_again(seed: int) -> None:
    rng = Random(seed)
    answers = asked(rng.choice([shares(rng, 6), tree_of_money(rng, blanks=rng.random() < 0.5)]))
    assert rules_in()
    for claim, (rule, base) in zip(answers.claims, answers.origins, strict=True):
        if isinstance(rule.assertion, Comparison) and claim.verdict != "unasked" and not claim.coarser:
            assert ask_again(claim, rule, base, fresh(answers.world)) == claim


@given(amounts=st.lists(st.none() | st.integers(-3, 3), min_size=1, max_size=12), excess=st.integers(-6, 6))
def test_a_running_total_begins_at_the_nearest_row_that_makes_it(
    folder: Path, amounts: list[int | None], excess: int
) -> None:
    drawn = ["kode | uraian | pagu | pakai | sisa"]
    drawn += [f"{n} | Satu | 5 | 5 | {'' if amount is None else amount}" for n, amount in enumerate(amounts, 1)]
    statement = statement_of(answers_to("\n".join(drawn), folder).world)
    row = len(statement.rows) - 1
    total, expected = Fraction(0), None
    for before in reversed(range(row)):
        figure = statement.rows[before].figures.get("sisa")
        total += figure.value if figure is not None else 0
        if total == excess:
            expected = before
            break
    running = Printed().running_beside(statement, row, "sisa")
    assert running.since(row, Fraction(excess)) == expected
