"""The trial: what it says of an error is what an audit of the report with that error says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from asked import asked, book, rules_in, shares, shipped, tree_of_money

from audit.diagnose import diagnose
from audit.model.figure import Figure
from audit.rules.claims import Answers
from audit.rules.expression import Comparison
from audit.run._bench import Bench, answers_of, open_bench, with_figure
from audit.run._matrix import Cell
from audit.run._slips import slip
from audit.run._specimen import specimen
from audit.run._trial import Tried, try_error, try_errors
from audit.run.findings import findings_of, numbered

#: The rule, its column and the row of a claim.
Key = tuple[str, str | None, str, int]


def cells_of(answers: Answers) -> list[Cell]:
    return [(s.id, row.index, c) for s in answers.world.statements.values() for row in s.rows for c in row.figures]


def broken(answers: Answers) -> set[Key]:
    """The claims of arithmetic that accuse, as the findings would tell them."""
    return {
        (claim.rule, claim.column, claim.statement, claim.row)
        for claim, (rule, _) in zip(answers.claims, answers.origins, strict=True)
        if claim.verdict == "violated"
        and not claim.coarser
        and rule.severity != "info"
        and isinstance(rule.assertion, Comparison)
    }


def made_up(kind: str) -> Answers:
    shape = next(shape for one in shipped() for shape in one.statements if shape.kind == kind)
    return answers_of(shipped(), specimen(shape, shipped(), Random(5)))


@pytest.mark.parametrize("name", ["rincian", "rekap", "lra", "shares", "money", "blanks"])
def test_asking_only_what_reads_the_figure_finds_what_asking_everything_finds(name: str) -> None:
    tables = {
        "shares": lambda: asked(shares(Random(2), 9)),
        "money": lambda: asked(tree_of_money(Random(4))),
        "blanks": lambda: asked(tree_of_money(Random(7), blanks=True)),
    }
    answers = tables[name]() if name in tables else made_up(name)
    assert not broken(answers)
    bench = open_bench(answers, rules_in())
    rng = Random(9)
    hits = 0
    cells = cells_of(answers)
    for cell in rng.sample(cells, 15):
        made = slip(answers.world.statements[cell[0]], cell[1], cell[2], rng)
        world = with_figure(answers.world, cell, made[1])
        told = {
            (claim.rule, claim.column, claim.statement, claim.row)
            for number in bench.reading[cell]
            for state, claim in [bench.ask(number, world)]
            if state == "broken"
        }
        whole = broken(answers_of(shipped(), list(world.statements.values())))
        assert told == whole, (cell, made)
        hits += bool(whole)
    assert hits >= 12


def test_a_condition_that_becomes_true_lets_its_rule_accuse(tmp_path: Path) -> None:
    books = book(tmp_path, "when: jumlah > 1, assert: pagu = pakai")
    answers = asked(
        """
        kode  uraian  pagu  pakai  jumlah
        1     Aspal   100   40     0
        2     Batu    300   300    2
        """,
        books,
    )
    bench = open_bench(answers, rules_in(books))
    assert bench.states.count("absent") == 1
    for cell, value, expected in ((("s1", 0, "jumlah"), 5, ["broken"]), (("s1", 1, "jumlah"), 0, ["absent"])):
        world = with_figure(answers.world, cell, Figure(Fraction(value), Fraction(0), ""))
        assert [bench.ask(number, world)[0] for number in bench.reading[cell]] == expected


def test_what_a_guard_took_back_is_not_told(tmp_path: Path) -> None:
    books = book(tmp_path, "sisa = pagu - pakai", "pagu = sum(children.pagu)")
    answers = asked(
        """
        kode  uraian   pagu  pakai  sisa
        1     Program  300   100    1
        1.1   Aspal    100   40     2
        1.2   Batu     150   60     3
        1.3   Cat      50    0      4
        """,
        books,
    )
    bench = open_bench(answers, rules_in(books))
    assert bench.doubted == {"r1"}
    assert {question.rule.id for question in bench.questions} == {"r2"}


# Located


def possible_elsewhere(answers: Answers, bench: Bench, cell: Cell, wrong: Figure) -> bool:
    """Whether another figure alone, changed to any from -60 to 60, makes everything hold again: all are tried."""
    world = with_figure(answers.world, cell, wrong)
    for other in cells_of(answers):
        if other == cell:
            continue
        for value in range(-60, 61):
            tried = replace(world, changes={other: Figure(Fraction(value), Fraction(0), "")})
            if all(bench.ask(n, tried)[0] in ("holds", "absent") for n in range(len(bench.questions))):
                return True
    return False


@pytest.mark.parametrize("rules", [("sisa = pagu - pakai", "x = sum(children.x)"), ("x = sum(children.x)",)])
def test_an_error_is_located_if_no_other_figure_could_be_the_wrong_one(tmp_path: Path, rules: tuple[str, ...]) -> None:
    written = [f"for: {{x: [pagu, pakai]}}, assert: {rule}" if "x" in rule else rule for rule in rules]
    books = book(tmp_path, *written)
    answers = asked(
        """
        kode  uraian   pagu  pakai  sisa
        1     Program  30    12     18
        1.1   Aspal    10    5      5
        1.2   Batu     20    7      13
        """,
        books,
    )
    bench = open_bench(answers, rules_in(books))
    rng = Random(1)
    outcomes = set()
    for cell in cells_of(answers):
        right = value_of(answers, cell)
        for value in rng.sample([n for n in range(40) if n != right], 2):
            wrong = Figure(Fraction(value), Fraction(0), f"{value}")
            tried = try_error(bench, cell, "digit", wrong, rules_in(books))
            outcomes.add((tried.found, tried.located))
            elsewhere = possible_elsewhere(answers, bench, cell, wrong)
            assert tried.located == (tried.found and not elsewhere), (cell, wrong)
    # With sisa beside them every sum and its parts are tied; sums alone point to none of their figures.
    assert outcomes == ({(True, True)} if len(rules) == 2 else {(True, False), (False, False)})


def value_of(answers: Answers, cell: Cell) -> Fraction:
    return answers.world.statements[cell[0]].rows[cell[1]].figures[cell[2]].value


def test_a_divisor_can_be_the_wrong_one(tmp_path: Path) -> None:
    # 40 of 100 is 40 %. Where the percentage says 50, so may 80 be the right divisor, which no straight line tells.
    books = book(tmp_path, "persen = 100 * pakai / pagu")
    answers = asked(
        """
        kode  uraian  pagu  pakai  persen
        1     Aspal   100   40     40,00
        2     Batu    300   60     20,00
        """,
        books,
    )
    bench = open_bench(answers, rules_in(books))
    for name in ("persen", "pagu", "pakai"):
        figure = answers.world.statements["s1"].rows[0].figures[name]
        wrong = Figure(figure.value * 2, figure.quantum, "")
        tried = try_error(bench, ("s1", 0, name), "scale", wrong, rules_in(books))
        assert (tried.found, tried.located) == (True, False), name


def test_where_only_a_divisor_can_be_the_wrong_one_it_is_found_too(tmp_path: Path) -> None:
    # pakai is tied to jumlah, so that beside persen only pagu can be blamed: 40 of 50 are 80 %.
    books = book(tmp_path, "persen = 100 * pakai / pagu", "pakai = jumlah")
    answers = asked("kode  uraian  pagu  pakai  persen  jumlah\n1  Aspal  100  40  40,00  40", books)
    wrong = Figure(Fraction(80), Fraction(1, 100), "80,00")
    tried = try_error(open_bench(answers, rules_in(books)), ("s1", 0, "persen"), "scale", wrong, rules_in(books))
    assert (tried.found, tried.located) == (True, False)


@pytest.mark.parametrize(("change", "located"), [(1, False), (5_000, True)])
def test_a_percentage_ties_an_amount_only_as_far_as_it_is_printed(tmp_path: Path, change: int, located: bool) -> None:
    # One rupiah more or less leaves all percentages as they are, so that either part may be the wrong one.
    books = book(tmp_path, "pagu = sum(children.pagu)", "persen = 100 * pakai / pagu")
    answers = asked(
        """
        kode  uraian   pagu    pakai  persen
        1     Program  300000  60000  20,00
        1.1   Aspal    100000  30000  30,00
        1.2   Batu     200000  30000  15,00
        """,
        books,
    )
    bench = open_bench(answers, rules_in(books))
    wrong = Figure(Fraction(100_000 + change), Fraction(0), "")
    tried = try_error(bench, ("s1", 1, "pagu"), "digit", wrong, rules_in(books))
    assert (tried.found, tried.located) == (True, located)


def test_a_figure_that_its_own_percentage_ties_is_no_rival(tmp_path: Path) -> None:
    # Only the sum breaks, but another part or the total would need another percentage.
    books = book(tmp_path, "pagu = sum(children.pagu)", "persen = 100 * pakai / pagu")
    answers = asked(
        """
        kode  uraian   pagu    pakai  persen
        1     Program  300000  60000  20,00
        1.1   Aspal    100000  30000  .
        1.2   Batu     200000  30000  15,00
        """,
        books,
    )
    wrong = Figure(Fraction(150_000), Fraction(0), "")
    tried = try_error(open_bench(answers, rules_in(books)), ("s1", 1, "pagu"), "digit", wrong, rules_in(books))
    assert (tried.found, tried.located) == (True, True)


def test_what_is_only_rounded_in_the_other_way_is_not_found(tmp_path: Path) -> None:
    books = book(tmp_path, "persen = 100 * pakai / pagu")
    answers = asked("kode  uraian  pagu  pakai  persen\n1  Aspal  300  200  66,67\n2  Batu  300  100  33,33", books)
    bench = open_bench(answers, rules_in(books))
    for hundredths, found in ((6666, False), (6665, True)):
        wrong = Figure(Fraction(hundredths, 100), Fraction(1, 100), "")
        assert try_error(bench, ("s1", 0, "persen"), "digit", wrong, rules_in(books)).found == found


def test_a_rule_that_only_remarks_finds_no_error(tmp_path: Path) -> None:
    (strict,) = book(tmp_path, "sisa = pagu - pakai")
    wrong = Figure(Fraction(99), Fraction(0), "")
    for severity, found in (("warning", True), ("info", False)):
        books = (replace(strict, rules=tuple(replace(rule, severity=severity) for rule in strict.rules)),)
        answers = asked("kode  uraian  pagu  pakai  sisa\n1  Aspal  300  200  100\n2  Batu  30  10  20", books)
        bench = open_bench(answers, rules_in(books))
        assert try_error(bench, ("s1", 0, "sisa"), "digit", wrong, rules_in(books)).found == found


def test_in_a_report_with_findings_only_what_is_new_counts(tmp_path: Path) -> None:
    books = book(tmp_path, "for: {x: [pagu, pakai]}, assert: x = sum(children.x)", "sisa = pagu - pakai")
    answers = asked(
        """
        kode  uraian   pagu       pakai   sisa
        1     Program  300000     100000  200000
        1.1   Aspal    100000     40000   60000
        1.2   Batu     200000     60000   140000
        2     Lain     500000000  10000   10000
        2.1   Cat      70000      10000   60000
        """,
        books,
    )
    bench = open_bench(answers, rules_in(books))
    assert bench.states.count("broken") == 2
    tried = try_error(
        bench, ("s1", 1, "pagu"), "scale", Figure(Fraction(10**6), Fraction(0), ""), rules_in(books), diagnosed=True
    )
    assert (tried.found, tried.located, tried.named, tried.mended) == (True, True, True, True)
    # Its sum and its sisa are broken already, so that another error in it breaks nothing that held.
    worse = try_error(bench, ("s1", 3, "pagu"), "digit", Figure(Fraction(3), Fraction(0), ""), rules_in(books))
    assert (worse.found, worse.located) == (False, False)


# Named


def test_the_diagnosis_names_what_the_equations_point_to(tmp_path: Path) -> None:
    answers = asked(tree_of_money(Random(4)))
    bench = open_bench(answers, rules_in())
    tried = list(islice(try_errors(bench, cells_of(answers), rules_in(), Random(3), 40), 60))
    assert [one.named for one in tried].count(None) == 20
    assert all(one.found and one.located for one in tried)
    assert all(one.named and one.mended for one in tried if one.named is not None)


def test_it_is_that_of_the_whole_audit() -> None:
    answers = made_up("rincian")
    bench = open_bench(answers, rules_in())
    rng = Random(6)
    named = 0
    for cell in rng.sample(cells_of(answers), 12):
        kind, wrong = slip(answers.world.statements[cell[0]], cell[1], cell[2], rng)
        tried = try_error(bench, cell, kind, wrong, rules_in(), diagnosed=True)
        world = with_figure(answers.world, cell, wrong)
        again = answers_of(shipped(), list(world.statements.values()))
        findings = numbered(findings_of(again.claims, rules_in(), list(world.statements.values())))
        causes, _ = diagnose(findings, again, rules_in())
        only = causes[0].cells[0] if causes and len(causes[0].cells) == 1 else None
        right = value_of(answers, cell)
        assert bool(tried.mended) == (
            only is not None and (only.statement, only.row, only.column, only.proposed) == (*cell, right)
        ), (cell, wrong)
        named += bool(tried.named)
    assert named > 6


def test_the_same_seed_makes_the_same_errors() -> None:
    answers = asked(tree_of_money(Random(4)))
    bench = open_bench(answers, rules_in())

    def made(seed: int) -> list[Tried]:
        return list(islice(try_errors(bench, cells_of(answers), rules_in(), Random(seed), 0), 25))

    assert made(1) == made(1)
    assert made(1) != made(2)
