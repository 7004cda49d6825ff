"""The rule matrix: exact slopes, and what follows from them for an error in one figure."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from asked import asked, book, shares, shipped, tree_of_money
from hypothesis import given
from hypothesis import strategies as st

from audit.model.figure import Figure
from audit.rules.claims import Answers, put
from audit.rules.expression import Comparison
from audit.rules.world import Spot
from audit.run import audit_source
from audit.run._bench import answers_of, with_figure
from audit.run._matrix import (
    Cell,
    Matrix,
    Traced,
    alike,
    direction,
    is_equation,
    locatable,
    slopes_of,
    trace,
    tracer,
)
from audit.run._specimen import specimen

SAMPLES = Path(__file__).parents[2] / "samples"

fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=50)


def matrix_of(answers: Answers) -> Matrix:
    """The whole matrix, every claim traced."""
    matrix = Matrix()
    for number in arithmetic(answers):
        claim, (rule, base) = answers.claims[number], answers.origins[number]
        at = Spot(answers.world.statements[claim.statement], claim.row)
        matrix.add(number, claim, trace(rule, base, at, tracer(answers.world)).slopes)
    return matrix


def arithmetic(answers: Answers) -> list[int]:
    return [
        number
        for number, (claim, (rule, _)) in enumerate(zip(answers.claims, answers.origins, strict=True))
        if isinstance(rule.assertion, Comparison) and claim.verdict != "unasked"
    ]


def cells_of(answers: Answers) -> list[Cell]:
    statements = answers.world.statements.values()
    return [(s.id, row.index, column) for s in statements for row in s.rows for column in row.figures]


# Slopes


@given(a=fractions, b=fractions, c=fractions, d=fractions, x=fractions)
def test_a_quotient_of_straight_lines_has_the_slope_of_calculus(
    a: Fraction, b: Fraction, c: Fraction, d: Fraction, x: Fraction
) -> None:
    # ((ax + b) / (cx + d))' = (ad - bc) / (cx + d)^2
    below = c * x + d
    figure = Traced.of(x, ("s1", 0, "x"))
    if below:
        slope = slopes_of((a * figure + b) / (c * figure + d)).get(("s1", 0, "x"), Fraction(0))
        assert slope == (a * d - b * c) / below**2


@given(x=fractions, y=fractions)
def test_a_number_that_is_traced_counts_like_any_other(x: Fraction, y: Fraction) -> None:
    one, two = Traced.of(x, ("s1", 0, "x")), Traced.of(y, ("s1", 0, "y"))
    assert (one + two, one - two, one * two, -one) == (x + y, x - y, x * y, -x)
    assert (one + y, x + two, one - y, x - two) == (x + y, x + y, x - y, x - y)
    assert slopes_of(one - two + one * 2 - x) == {("s1", 0, "x"): 3, ("s1", 0, "y"): -1}
    assert slopes_of(one - one) == {}
    if y:
        assert (one / two, x / two, one / y) == (x / y, x / y, x / y)
        assert slopes_of(x / two) == ({("s1", 0, "y"): -x / y**2} if x else {})


def test_slopes_of_the_rules_that_people_write(tmp_path: Path) -> None:
    books = book(
        tmp_path,
        "sisa = pagu - pakai",
        "pagu = sum(children.pagu)",
        "persen = 100 * pakai / pagu",
        "pagu >= max(children.pakai)",
        "sisa = abs(pakai - pagu)",
        "jumlah = count(children where pakai > 10)",
        "persen = sum(children.(pagu * persen)) / sum(children.pagu)",
    )
    answers = asked(
        """
        kode  uraian   pagu  pakai  sisa  persen  jumlah
        1     Program  400   100    300   25,00   2
        1.1   Aspal    100   40     60    40,00   .
        1.2   Batu     300   60     240   20,00   .
        """,
        books,
    )
    matrix = matrix_of(answers)
    told = {
        (answers.claims[number].rule, answers.claims[number].row): {
            (row, name): column[number]
            for columns in (matrix.equations, matrix.one_way)
            for (_, row, name), column in columns.items()
            if number in column
        }
        for number in arithmetic(answers)
    }
    assert told[("r1", 0)] == {(0, "sisa"): 1, (0, "pagu"): -1, (0, "pakai"): 1}
    assert told[("r2", 0)] == {(0, "pagu"): 1, (1, "pagu"): -1, (2, "pagu"): -1}
    assert told[("r3", 1)] == {(1, "persen"): 1, (1, "pakai"): -1, (1, "pagu"): Fraction(40, 100)}
    assert told[("r4", 0)] == {(0, "pagu"): 1, (2, "pakai"): -1}
    assert told[("r5", 0)] == {(0, "sisa"): 1, (0, "pagu"): -1, (0, "pakai"): 1}
    # What a condition counts moves in steps: the count has no slope, though it depends on the figures.
    assert told[("r6", 0)] == {(0, "jumlah"): 1}
    # (100 * 40 + 300 * 20) / 400 = 25
    assert told[("r7", 0)] == {
        (0, "persen"): 1,
        (1, "pagu"): -Fraction(40 - 25, 400),
        (2, "pagu"): -Fraction(20 - 25, 400),
        (1, "persen"): -Fraction(100, 400),
        (2, "persen"): -Fraction(300, 400),
    }
    bounds = {number for column in matrix.one_way.values() for number in column}
    assert {answers.claims[number].rule for number in bounds} == {"r4"}


def test_a_trace_tells_the_figures_that_only_a_condition_reads(tmp_path: Path) -> None:
    books = book(tmp_path, "when: jumlah > 1, assert: pagu = sum(children.pagu where pakai > 50)")
    answers = asked(
        """
        kode  uraian   pagu  pakai  jumlah
        1     Program  300   100    2
        1.1   Aspal    100   40     .
        1.2   Batu     300   60     .
        """,
        books,
    )
    rule, base = answers.origins[0]
    statement = answers.world.statements["s1"]
    traced = trace(rule, base, Spot(statement, 0), tracer(answers.world))
    assert traced.read == {
        ("s1", 0, "jumlah"),
        ("s1", 0, "pagu"),
        ("s1", 1, "pakai"),
        ("s1", 2, "pakai"),
        ("s1", 2, "pagu"),
    }
    assert set(traced.slopes) == {("s1", 0, "pagu"), ("s1", 2, "pagu")}


def test_conditions_see_figures_as_they_were_rounded(tmp_path: Path) -> None:
    # 100,00 may stand for 99.996, so that it may be below 100; an exact 100 may not.
    books = book(tmp_path, "when: persen < 100, assert: pagu = pakai", "sisa = sum(children.pagu where persen < 100)")
    answers = asked(
        """
        kode  uraian   pagu  pakai  sisa  persen
        1     Program  400   400    400   100,00
        1.1   Aspal    100   100    .     100,00
        1.2   Batu     300   300    .     99,50
        """,
        books,
    )
    statement = answers.world.statements["s1"]
    origins = {rule.id: (rule, base) for rule, base in answers.origins}
    traces = [trace(rule, base, Spot(statement, 0), tracer(answers.world)) for rule, base in origins.values()]
    slopes = [{cell[1:] for cell in traced.slopes} for traced in traces]
    assert slopes == [{(0, "pagu"), (0, "pakai")}, {(0, "sisa"), (1, "pagu"), (2, "pagu")}]


def test_a_sum_with_a_blank_part_breaks_one_way_only(tmp_path: Path) -> None:
    answers = asked(
        """
        kode  uraian   pagu  pakai
        1     Program  400   100
        1.1   Aspal    400   60
        1.2   Batu     .     40
        """,
        book(tmp_path, "for: {x: [pagu, pakai]}, assert: x = sum(children.x)"),
    )
    matrix = matrix_of(answers)
    assert set(matrix.equations) == {("s1", 0, "pakai"), ("s1", 1, "pakai"), ("s1", 2, "pakai")}
    assert set(matrix.one_way) == {("s1", 0, "pagu"), ("s1", 1, "pagu")}


# Found and located: the oracle changes every figure and asks everything again


def equations(answers: Answers) -> dict[tuple[str, str | None, str, int], Fraction]:
    """The gap of each asked equation without blanks."""
    found = {}
    for number in arithmetic(answers):
        claim = answers.claims[number]
        if (
            is_equation(claim)
            and claim.stated
            and claim.stated.figure
            and claim.implied
            and claim.implied.low is not None
        ):
            key = (claim.rule, claim.column, claim.statement, claim.row)
            found[key] = claim.stated.figure.value - claim.implied.low
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_matrix_knows_what_a_changed_figure_would_break(seed: int) -> None:
    rng = Random(seed)
    table = tree_of_money(rng, total=seed % 3 != 0, sisa=seed % 4 != 0, blanks=seed % 2 == 1)
    answers = asked(table)
    before = equations(answers)
    assert before
    assert not any(before.values()), "the table must be sound"
    matrix = matrix_of(answers)
    located = locatable(answers, arithmetic(answers))
    moves: dict[Cell, dict[tuple[str, str | None, str, int], Fraction]] = {}
    for cell in cells_of(answers):
        id, row, column = cell
        figure = answers.world.statements[id].rows[row].figures[column]
        change = Fraction(rng.choice([-1, 1]) * rng.randrange(1, 10**6))
        world = with_figure(answers.world, cell, Figure(figure.value + change, figure.quantum, ""))
        after = equations(answers_of(shipped(), list(world.statements.values())))
        assert after.keys() == before.keys()
        moves[cell] = {key: gap / change for key, gap in after.items() if gap}
    for cell, move in moves.items():
        assert bool(matrix.equations.get(cell)) == bool(move), cell
        same = [other for other, others in moves.items() if other != cell and parallel(move, others)]
        assert (cell in located) == (bool(move) and not same), cell


def parallel(one: dict, two: dict) -> bool:  # type: ignore[type-arg]
    """Whether each is a multiple of the other, by the products crosswise."""
    keys = sorted(one.keys() | two.keys(), key=str)
    return (
        bool(one)
        and bool(two)
        and all(one.get(a, 0) * two.get(b, 0) == one.get(b, 0) * two.get(a, 0) for a in keys for b in keys)
    )


# What an ordinary audit does with fewer computations


@pytest.mark.parametrize("seed", range(6))
def test_what_an_audit_counts_as_locatable_is_what_the_matrix_says(seed: int) -> None:
    for table in (shares(Random(seed), 3 + seed), tree_of_money(Random(seed), blanks=True)):
        answers = asked(table)
        exact = {group[0] for group in alike(matrix_of(answers).equations) if len(group) == 1}
        assert locatable(answers, arithmetic(answers)) == exact
        assert exact


def test_so_it_is_for_made_up_statements_and_samples() -> None:
    tried = [
        answers_of(shipped(), specimen(shape, shipped(), Random(1))) for one in shipped() for shape in one.statements
    ]
    assert len(tried) >= 3
    for answers in tried:
        exact = {group[0] for group in alike(matrix_of(answers).equations) if len(group) == 1}
        assert locatable(answers, arithmetic(answers)) == exact


def test_odd_equations_are_traced(tmp_path: Path) -> None:
    # The slopes of these are not to be known from the figures that they touch.
    books = book(
        tmp_path,
        "sisa = pagu - pakai + pagu - pagu",
        "sisa = (pagu - pakai) * 1",
        "sisa = abs(pagu - pakai)",
        "persen = 100 * pakai / (pagu + pakai)",
        "pagu = pagu * jumlah / jumlah",
    )
    answers = asked(
        """
        kode  uraian  pagu  pakai  sisa  persen  jumlah
        1     Aspal   100   0      100   0,00    2
        2     Batu    300   100    200   25,00   3
        3     Cat     50    50     0     50,00   1
        """,
        books,
    )
    exact = {group[0] for group in alike(matrix_of(answers).equations) if len(group) == 1}
    assert locatable(answers, arithmetic(answers)) == exact
    assert ("s1", 0, "jumlah") not in matrix_of(answers).equations


@pytest.mark.parametrize(
    ("rule", "table"),
    [
        # Two factors are nil, so that the product follows neither, or one of them is.
        (
            "persen = pagu * pakai / jumlah",
            """
            kode  uraian  pagu  pakai  persen  jumlah
            1     Aspal   0     0      0,00    2
            2     Batu    300   0      0,00    3
            3     Cat     0     50     0,00    1
            """,
        ),
        # No total is printed: the whole is a sum, in which a nil part is no factor.
        (
            "persen = 100 * pakai / root.pagu",
            """
            kode  uraian  pagu  pakai  persen
            1     Aspal   0     10     2,50
            2     Batu    300   75     18,75
            3     Cat     100   25     6,25
            """,
        ),
    ],
    ids=["factors", "whole"],
)
def test_zeros_are_counted_as_the_matrix_counts_them(tmp_path: Path, rule: str, table: str) -> None:
    books = book(tmp_path, rule)
    answers = asked(table, books)
    assert {claim.verdict for claim in answers.claims} == {"holds"}
    exact = {group[0] for group in alike(matrix_of(answers).equations) if len(group) == 1}
    assert locatable(answers, arithmetic(answers)) == exact


@pytest.mark.parametrize(
    ("name", "locatable"), [("bersih/lra.xlsx", 158), ("bersih/pagu-sendiri.xlsx", 204), ("kecil/laporan.csv", 50)]
)
def test_the_report_says_how_many_figures_are_locatable(name: str, locatable: int) -> None:
    covered = audit_source(SAMPLES / name).coverage
    assert covered.locatable == locatable <= covered.checked


def test_two_columns_have_one_direction_if_each_is_a_multiple_of_the_other() -> None:
    third = Fraction(1, 3)
    assert direction({4: Fraction(2), 7: Fraction(-6)}) == direction({7: Fraction(1), 4: -third})
    assert direction({4: Fraction(2), 7: Fraction(-6)}) != direction({4: Fraction(2), 7: Fraction(6)})
    assert direction({4: Fraction(2)}) != direction({7: Fraction(2)})


def test_asking_again_is_asking() -> None:
    """The oracle above stands on put; a figure changed in the rows must reach it."""
    answers = asked(tree_of_money(Random(0)))
    cell = cells_of(answers)[0]
    world = with_figure(answers.world, cell, Figure(Fraction(1), Fraction(0), "1"))
    rules = [rule for one in shipped() for rule in one.rules]
    assert any(claim.verdict == "violated" for claim in put(rules, list(world.statements.values())).claims)
