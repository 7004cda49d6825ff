"""Rules held against each other: what contradicts, what says nothing new, and what can never be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path as FilePath
from textwrap import dedent

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.model.document import Place
from audit.model.figure import Figure, Interval
from audit.model.statement import Column, Row, Statement
from audit.model.text import Text
from audit.rulebook import load_rulebooks
from audit.rules.bounds import at_most, clash
from audit.rules.consistency import flaws
from audit.rules.equations import System
from audit.rules.evaluate import Evaluator
from audit.rules.exclusion import Logic
from audit.rules.expression import (
    Absolute,
    Comparison,
    Condition,
    Expression,
    Junction,
    Matches,
    Negative,
    Number,
    Operation,
    Path,
    Predicate,
    parse_assertion,
    parse_condition,
)
from audit.rules.flaw import Flaw
from audit.rules.polynomial import Monomial, constraint, written
from audit.rules.rule import Rule
from audit.rules.values import NotAsked
from audit.rules.world import Spot, World

STATEMENTS = """\
rulebook: kasus
title: {id: Kasus, en: Case}
statements:
  rincian:
    columns:
      kode: {type: kode, headings: [kode]}
      uraian: {type: text, headings: [uraian]}
      lokasi: {type: text, headings: [lokasi]}
      pagu: {type: rupiah, headings: [pagu], sign: nonnegative}
      realisasi: {type: rupiah, headings: [realisasi]}
      sisa: {type: rupiah, headings: [sisa]}
      target: {type: count, headings: [target]}
      keuangan: {type: percent, headings: [keuangan (%)]}
  rekap:
    columns:
      uraian: {type: text, headings: [uraian]}
      pagu: {type: rupiah, headings: [pagu], sign: nonnegative}
      realisasi: {type: rupiah, headings: [realisasi]}
      bobot: {type: percent, headings: [bobot]}
rules:
"""
NAMED = "    title: {id: Aturan, en: Rule}\n    why: {id: Begitu, en: So it is}\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rules_of(*bodies: str) -> tuple[list[Rule], list[object]]:
    """Rules named a, b, c … with these fields, of rincian unless they say otherwise."""
    text = STATEMENTS
    for letter, body in zip("abcdefgh", bodies, strict=False):
        fields = dedent(body).strip().splitlines()
        if not any(field.startswith(("in:", "mention:")) for field in fields):
            fields.insert(0, "in: [rincian]")
        text += f"  - id: {letter}\n{NAMED}" + "".join(f"    {field}\n" for field in fields)
    FilePath("kasus.yaml").write_text(text, encoding="utf-8")
    [book] = load_rulebooks(["kasus.yaml"])
    return list(book.rules), list(book.statements)


def found(*bodies: str) -> list[Flaw]:
    rules, shapes = rules_of(*bodies)
    return flaws(rules, shapes)  # type: ignore[arg-type]


def told(*bodies: str) -> list[str]:
    """The flaws of rules, a line each; a grave one is marked."""
    return [f"{'! ' if flaw.grave else ''}{flaw.rule.id}: {flaw.message.en}" for flaw in found(*bodies)]


SISA = "assert: sisa = pagu - realisasi"

CONTRADICTIONS = [
    (
        "the column that a pair of equations makes zero is named",
        [SISA, "assert: sisa = pagu + realisasi"],
        ["! b: together with “a” it forces “realisasi” to be zero"],
    ),
    (
        "a percentage and a fraction of one whole are not the same",
        ["assert: keuangan = 100 * realisasi / pagu", "assert: keuangan = realisasi / pagu"],
        ["! b: together with “a” it forces “keuangan * pagu” and “realisasi” to be zero"],
    ),
    (
        "the same equation with another constant",
        [SISA, "assert: 2 * sisa = 2 * (pagu - realisasi) + 1"],
        ["! b: cannot be true together with “a”"],
    ),
    (
        "bounds that leave nothing between them",
        ["assert: pagu < realisasi", "assert: 2 * pagu > 2 * realisasi"],
        ["! b: cannot be true together with “a”"],
    ),
    ("bounds that meet", ["assert: pagu <= realisasi", "assert: pagu >= realisasi"], []),
    (
        "a bound against an equation",
        [SISA, "assert: realisasi + sisa < pagu"],
        ["! b: cannot be true together with “a”"],
    ),
    (
        "three bounds in a ring",
        ["assert: pagu <= realisasi", "assert: realisasi <= sisa", "assert: sisa < pagu"],
        ["! c: cannot be true together with “a” and “b”"],
    ),
    (
        "a bound is held against the stricter of two others",
        ["assert: sisa <= 100", "assert: sisa <= 50", "assert: sisa >= 60"],
        ["a: follows from “b”", "! c: cannot be true together with “b”"],
    ),
    (
        "tolerances that do not reach each other",
        [SISA + "\ntolerance: 5", "assert: sisa = pagu - realisasi + 20\ntolerance: 5"],
        ["! b: cannot be true together with “a”"],
    ),
    ("tolerances that do", [SISA + "\ntolerance: 5", "assert: sisa = pagu - realisasi + 9\ntolerance: 5"], []),
    (
        "what is computed in another row",
        ["assert: sisa = parent.(pagu - realisasi)", "assert: sisa = parent.(realisasi - pagu)"],
        ["! b: together with “a” it forces “sisa” to be zero"],
    ),
    (
        "a column that a rule says is zero may be zero",
        [SISA, "assert: pagu = realisasi", "assert: sisa = 0"],
        ["c: follows from “a” and “b”"],
    ),
    (
        "an equation that no figures meet",
        ["assert: pagu = pagu + 1"],
        ["! a: cannot be true, whatever the figures are"],
    ),
    (
        "an equation that its own condition denies",
        ["when: pagu > realisasi\nassert: realisasi >= pagu"],
        ["! a: where its “when” holds, its equation cannot"],
    ),
    (
        "two equations for one sentence",
        [
            'mention: "dana sebesar {rupiah}"\nassert: figure = rekap.root.pagu',
            'mention: "Dana sebesar: {rupiah}"\nassert: figure = rekap.root.pagu + 1',
        ],
        ["! b: cannot be true together with “a”"],
    ),
    (
        "two equations for different sentences",
        [
            'mention: "dana sebesar {rupiah}"\nassert: figure = rekap.root.pagu',
            'mention: "sisa sebesar {rupiah}"\nassert: figure = rekap.root.pagu + 1',
        ],
        [],
    ),
]
TURNED = "assert: sisa = realisasi - pagu"
CONDITIONS = [
    ("codes that begin otherwise", 'when: kode ~ "^4"', 'when: kode ~ "^5"', []),
    ("a code and any other", 'when: kode ~ "^4"', 'when: not kode ~ "^4"', []),
    ("labels that begin otherwise", 'when: uraian ~ "^pendapatan"', 'when: uraian ~ "^belanja"', []),
    ("labels that are otherwise", 'when: uraian ~ "^pendapatan$"', 'when: uraian ~ "^pendapatan daerah"', []),
    ("amounts", "when: pagu > 100", "when: pagu <= 100", []),
    ("bases", "when: share(keuangan, pagu)", "when: share(keuangan, root.pagu)", []),
    ("filled and blank", "when: filled(target)", "when: not filled(target)", []),
    ("a comparison and a blank", "when: target > 0", "when: not filled(target)", []),
    ("leaves and others", "when: leaf()", "when: not leaf()", []),
    ("one of several", 'when: kode ~ "^4" or kode ~ "^6"', 'when: kode ~ "^5" and target > 0', []),
    ("more and less of one thing", "when: target > 5", "when: target > 10", ["!"]),
    ("different things", "when: target > 0", "when: leaf()", ["!"]),
    # A row under “Pendapatan” seldom stands under “Belanja” too, but it can.
    ("labels above", 'when: labels ~ "^pendapatan"', 'when: labels ~ "^belanja"', [""]),
    # “Jumlah belanja” is called “belanja” too.
    ("a total and what it is the total of", 'when: uraian ~ "^jumlah"', 'when: uraian ~ "^belanja"', [""]),
]
REDUNDANT = [
    ("the same, turned round", [SISA, "assert: pagu = realisasi + sisa"], ["b: says the same as “a”"]),
    ("the same, multiplied", [SISA, "assert: 2 * pagu - 2 * sisa = 2 * realisasi"], ["b: says the same as “a”"]),
    (
        "the same, multiplied by what it is divided by",
        ["assert: keuangan = 100 * realisasi / pagu", "assert: keuangan * pagu = realisasi * 100"],
        ["b: says the same as “a”"],
    ),
    (
        "the same inside a sum",
        ["assert: pagu = sum(children.(pagu * target))", "assert: pagu = sum(children.(target * pagu))"],
        ["b: says the same as “a”"],
    ),
    (
        "the same difference",
        ["assert: pagu = abs(sisa - 2)", "assert: pagu = abs(2 - sisa)"],
        ["b: says the same as “a”"],
    ),
    (
        "an equation that three others make",
        [
            SISA,
            "assert: pagu = sum(children.pagu)",
            "assert: realisasi = sum(children.realisasi)",
            "assert: sisa = sum(children.pagu) - sum(children.realisasi)",
        ],
        ["d: follows from “a”, “b” and “c”"],
    ),
    (
        "sums of each column are not the sum of one",
        [SISA, "for: {x: [pagu, realisasi, sisa]}\nassert: x = sum(children.x)"],
        [],
    ),
    ("a looser bound", ["assert: realisasi <= pagu", "assert: realisasi < pagu"], ["a: follows from “b”"]),
    ("a bound that an equation makes", [SISA, "assert: realisasi + sisa <= pagu"], ["b: follows from “a”"]),
    (
        "a bound that an equation turns into another",
        [SISA, "assert: realisasi <= pagu", "assert: sisa >= 0"],
        ["c: follows from “a” and “b”"],
    ),
    (
        "a bound that two others make",
        ["assert: pagu <= realisasi", "assert: realisasi <= sisa", "assert: pagu <= sisa + 5"],
        ["c: follows from “a” and “b”"],
    ),
    ("a tolerance beside none", [SISA + "\ntolerance: 5", SISA], ["a: follows from “b”"]),
    (
        "where it is asked of fewer rows",
        ["when: target > 0\n" + SISA, "when: target > 10\n" + SISA],
        ["b: says the same as “a”"],
    ),
    (
        "where it is asked of more rows",
        ["when: target > 10\n" + SISA, "when: target > 0\n" + SISA],
        ["a: says the same as “b”"],
    ),
    ("where blanks are taken otherwise", [SISA, SISA + "\nmissing: zero"], []),
    (
        "shares with the same bases",
        ["assert: keuangan = 100 * realisasi / base\nbase: [pagu, root.pagu]"] * 2,
        ["b: says the same as “a”"],
    ),
    (
        "shares with other bases",
        [
            "assert: keuangan = 100 * realisasi / base\nbase: [pagu, root.pagu]",
            "assert: keuangan = 100 * realisasi / base\nbase: [root.pagu]",
        ],
        [],
    ),
    ("forms", ["assert: unique(kode)"] * 2, ["b: says the same as “a”"]),
    (
        "fewer sentences",
        [
            'mention: "dana sebesar {rupiah}"\nassert: figure = rekap.root.pagu',
            'mention: ["dana sebesar {rupiah}", "uang {rupiah}"]\nassert: figure = rekap.root.pagu',
        ],
        ["a: says the same as “b”"],
    ),
    (
        "whatever the figures are",
        ["assert: pagu + sisa >= pagu + sisa - 1"],
        ["a: asks nothing: it is true whatever the figures are"],
    ),
    (
        "what the condition says",
        ["when: pagu > 5\nassert: pagu > 3"],
        ["a: asks nothing: its “when” already says what it asserts"],
    ),
    (
        "what the condition needs",
        ["when: target > 0\nassert: filled(target)"],
        ["a: asks nothing: its “when” already says what it asserts"],
    ),
]
NEVER = [
    (
        "more than and less than",
        ["when: pagu > 0 and pagu < 0\n" + SISA],
        ["! a: never asked: its “when” contradicts itself"],
    ),
    ("so and not so", ["when: leaf() and not leaf()\n" + SISA], ["! a: never asked: its “when” contradicts itself"]),
    (
        "two codes",
        ['when: kode ~ "^1$" and kode ~ "^2$"\n' + SISA],
        ["! a: never asked: its “when” contradicts itself"],
    ),
    (
        "by way of an equation",
        ["when: pagu = 1 and sisa = pagu and sisa = 2\n" + SISA],
        ["! a: never asked: its “when” contradicts itself"],
    ),
    (
        "the label is one of the labels",
        ['when: uraian ~ "^belanja modal" and not labels ~ "belanja"\n' + SISA],
        ["! a: never asked: its “when” contradicts itself"],
    ),
    (
        "parts of a row that has none",
        ["when: leaf()\nassert: pagu = sum(children.pagu)"],
        ["! a: never asked: leaf() takes rows without parts, and children.pagu speaks of their parts"],
    ),
    (
        "a filter that nothing passes",
        ["assert: pagu = sum(rows.pagu where sisa > 1 and sisa < 1)"],
        ["! a: never asked: no row fits “sisa < 1 and sisa > 1”, which contradicts itself"],
    ),
    (
        "a row that is none",
        ['assert: pagu = rows[kode ~ "^1$" and kode ~ "^2$"].pagu'],
        ['! a: never asked: no row fits “kode ~ "^1$" and kode ~ "^2$"”, which contradicts itself'],
    ),
    (
        "a divisor that is nothing",
        ["assert: pagu = sisa / (target - target)"],
        ["! a: never asked: its divisor is always zero"],
    ),
    (
        "a figure that is blank",
        ["when: not filled(sisa)\nassert: sisa <= pagu"],
        ["! a: never asked: a figure that it compares is always blank where its “when” holds"],
    ),
    ("unless a blank is zero", ["when: not filled(sisa)\nmissing: zero\nassert: sisa <= pagu"], []),
    (
        "a column that one of two tables lacks",
        ["in: [rincian, rekap]\n" + SISA],
        ["a: never asked of rekap: rekap has no column sisa"],
    ),
    (
        "columns of which each table lacks one",
        ["in: [rincian, rekap]\nassert: bobot = 100 * sisa / pagu"],
        ["! a: never asked: rincian has no column bobot; rekap has no column sisa"],
    ),
    (
        "one of the columns of a variable",
        ["in: [rincian, rekap]\nfor: {x: [pagu, bobot]}\nassert: x = sum(children.x)"],
        ["a: never asked of rincian: rincian has no column bobot"],
    ),
    (
        "a base that is listed for another table",
        [
            "assert: keuangan = 100 * realisasi / base\nbase: [pagu, root.pagu]",
            "in: [rincian, rekap]\nwhen: share(keuangan, pagu)\nassert: realisasi <= pagu",
        ],
        ["b: never asked of rekap: rekap has no column keuangan"],
    ),
    (
        "bases of which a table has none",
        ["in: [rincian, rekap]\nassert: realisasi = 100 * base\nbase: [sisa, parent.sisa]"],
        ["a: never asked of rekap: rekap has no column sisa"],
    ),
    (
        "bases of which a table has one",
        ["in: [rincian, rekap]\nassert: realisasi = 100 * base\nbase: [sisa, pagu]"],
        [],
    ),
    (
        "a condition that may be met by its other half",
        ["in: [rincian, rekap]\nwhen: filled(sisa) or pagu > 0\nassert: realisasi <= pagu"],
        [],
    ),
    (
        "a condition whose first half cannot be told",
        ["in: [rincian, rekap]\nwhen: sisa > 0 or pagu > 0\nassert: realisasi <= pagu"],
        ["a: never asked of rekap: rekap has no column sisa"],
    ),
    (
        "a condition that is met by what a table lacks",
        ["in: [rincian, rekap]\nwhen: not filled(sisa)\nassert: realisasi <= pagu"],
        [],
    ),
]


@pytest.mark.parametrize(
    ("rules", "lines"), [case[1:] for case in CONTRADICTIONS], ids=[case[0] for case in CONTRADICTIONS]
)
def test_what_contradicts_is_told(rules: list[str], lines: list[str]) -> None:
    assert told(*rules) == lines


@pytest.mark.parametrize(
    ("one", "two", "marks"), [case[1:] for case in CONDITIONS], ids=[case[0] for case in CONDITIONS]
)
def test_conditions_that_exclude_each_other_part_rules(one: str, two: str, marks: list[str]) -> None:
    bases = "assert: keuangan = 100 * realisasi / base\nbase: [pagu, root.pagu]"
    lines = told(f"{one}\n{SISA}", f"{two}\n{TURNED}", bases)
    said = "b: together with “a” it forces “sisa” to be zero, in rows that fit the “when” of both"
    assert lines == [f"{mark} {said}".strip() for mark in marks]


@pytest.mark.parametrize(("rules", "lines"), [case[1:] for case in REDUNDANT], ids=[case[0] for case in REDUNDANT])
def test_what_says_nothing_new_is_told(rules: list[str], lines: list[str]) -> None:
    assert told(*rules) == lines


@pytest.mark.parametrize(("rules", "lines"), [case[1:] for case in NEVER], ids=[case[0] for case in NEVER])
def test_what_can_never_be_asked_is_told(rules: list[str], lines: list[str]) -> None:
    assert told(*rules) == lines


def test_what_is_so_in_two_tables_is_told_once() -> None:
    both = "in: [rincian, rekap]\nassert: realisasi <= pagu"
    [flaw] = found(both, both)
    assert (flaw.kinds, flaw.message.id) == (("rincian", "rekap"), "mengatakan hal yang sama dengan “a”")


def test_rules_of_different_tables_are_not_held_against_each_other() -> None:
    assert told("in: [rincian]\nassert: realisasi < pagu", "in: [rekap]\nassert: realisasi > pagu") == []


def test_an_id_that_two_rulebooks_use_is_told() -> None:
    rules, shapes = rules_of(SISA)
    text = (
        STATEMENTS.split("statements:", maxsplit=1)[0]
        + f"uses: [kasus]\nrules:\n  - id: a\n{NAMED}    in: [rincian]\n    assert: sisa >= 0\n"
    )
    FilePath("lain.yaml").write_text(text.replace("rulebook: kasus", "rulebook: lain"), encoding="utf-8")
    books = load_rulebooks(["lain.yaml"])
    assert len(rules) == 1
    [flaw] = flaws([rule for book in reversed(books) for rule in book.rules], shapes)  # type: ignore[arg-type]
    assert (flaw.kind, flaw.grave, flaw.rule.rulebook, flaw.others[0].rulebook) == (
        "id-twice",
        True,
        "lain.yaml",
        "kasus.yaml",
    )


def test_the_shipped_rules_agree_with_each_other() -> None:
    books = load_rulebooks()
    rules = [rule for book in books for rule in book.rules]
    assert rules
    assert [
        (flaw.rule.id, flaw.message.en) for flaw in flaws(rules, [s for book in books for s in book.statements])
    ] == []


# Against figures


NAMES = ("pagu", "realisasi", "sisa")
COEFFICIENTS = st.integers(-2, 2)
SIDES = st.builds(
    lambda factors, constant: (
        " + ".join([f"{f} * {n}" for f, n in zip(factors, NAMES, strict=True) if f > 0] or ["0"])
        + "".join(f" - {-f} * {n}" for f, n in zip(factors, NAMES, strict=True) if f < 0)
        + (f" + {constant}" if constant >= 0 else f" - {-constant}")
    ),
    st.lists(COEFFICIENTS, min_size=3, max_size=3),
    st.integers(-2, 2),
)
LINEAR = st.builds("{} {} {}".format, SIDES, st.sampled_from(["=", "=", "<=", ">=", "<", ">"]), SIDES).filter(
    lambda text: any(name in text for name in NAMES)
)
GRID = [dict(zip(NAMES, values, strict=True)) for values in product(range(-3, 4), repeat=3)]


def holds(node: Condition, figures: Mapping[str, int | Fraction]) -> bool:
    assert isinstance(node, Comparison)
    left, right = amount(node.left, figures), amount(node.right, figures)
    return {"=": left == right, "<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[
        node.relation
    ]


def amount(node: Expression, figures: Mapping[str, int | Fraction]) -> Fraction:
    """What an expression over columns of one row comes to; raises ZeroDivisionError."""
    match node:
        case Number(value=value):
            return value
        case Path(steps=(column,)):
            return Fraction(figures[column])
        case Negative(of=of):
            return -amount(of, figures)
        case Absolute(of=of):
            return abs(amount(of, figures))
        case Operation(sign=sign, left=left, right=right):
            one, two = amount(left, figures), amount(right, figures)
            return {"+": lambda: one + two, "-": lambda: one - two, "*": lambda: one * two, "/": lambda: one / two}[
                sign
            ]()
    raise AssertionError(node)


@given(st.lists(LINEAR, min_size=2, max_size=4))
def test_no_figures_fit_what_is_called_a_contradiction_and_all_fit_what_is_called_redundant(texts: list[str]) -> None:
    for flaw in found(*(f"assert: {text}" for text in texts)):
        others = [other.assertion for other in flaw.others]
        fitting = [figures for figures in GRID if all(holds(other, figures) for other in others)]
        own = [figures for figures in fitting if holds(flaw.rule.assertion, figures)]
        if "to be zero" in flaw.message.en:
            zero = [name for name in NAMES if f"“{name}”" in flaw.message.en]
            assert zero
            assert all(figures[name] == 0 for figures in own for name in zero)
        elif flaw.kind == "contradiction":
            assert own == []
        else:
            assert flaw.kind == "redundant"
            assert own == fitting


EXPRESSIONS = st.recursive(
    st.sampled_from(["pagu", "sisa", "target", "2", "0.5", "100"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("-{}".format, inner),
        st.builds("abs({})".format, inner),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS, EXPRESSIONS, st.lists(st.integers(-4, 4), min_size=3, max_size=3))
def test_the_normal_form_holds_where_the_equation_does(left: str, right: str, values: list[int]) -> None:
    node = parse_assertion(f"{left} = {right}")
    assert isinstance(node, Comparison)
    figures = dict(zip(("pagu", "sisa", "target"), values, strict=True))
    form = constraint(node)
    assert form is not None
    atoms = {atom for monomial, _ in form.terms for atom in monomial}
    try:
        value = sum(factor * product_of(monomial, figures) for monomial, factor in form.terms)
        equal = amount(node.left, figures) == amount(node.right, figures)
    except ZeroDivisionError:
        assume(False)
    assert form.range.low == form.range.high
    assert (value == form.range.low) == equal, (form, atoms)


def product_of(monomial: Monomial, figures: Mapping[str, int]) -> Fraction:
    result = Fraction(1)
    for atom in monomial:
        node = parse_assertion(f"0 = {atom}")
        assert isinstance(node, Comparison)
        result *= amount(node.right, figures)
    return result


@given(EXPRESSIONS, st.lists(st.integers(-4, 4), min_size=3, max_size=3))
def test_the_one_spelling_of_an_expression_means_the_same(text: str, values: list[int]) -> None:
    node = parse_assertion(f"0 = {text}")
    assert isinstance(node, Comparison)
    again = parse_assertion(f"0 = {written(node.right)}")
    assert isinstance(again, Comparison)
    assert written(again.right) == written(node.right)
    figures = dict(zip(("pagu", "sisa", "target"), values, strict=True))
    try:
        expected = amount(node.right, figures)
    except ZeroDivisionError:
        assume(False)
    assert amount(again.right, figures) == expected


@given(
    st.lists(st.lists(COEFFICIENTS, min_size=4, max_size=4), min_size=1, max_size=4),
    st.lists(COEFFICIENTS, min_size=3, max_size=3),
)
def test_what_is_left_of_a_sum_is_the_same_wherever_the_equations_hold(rows: list[list[int]], asked: list[int]) -> None:
    system: System[int] = System()
    equations: list[tuple[dict[Monomial, Fraction], Fraction]] = []
    for number, (*factors, value) in enumerate(rows):
        terms = {(name,): Fraction(f) for name, f in zip(NAMES, factors, strict=True) if f}
        if system.rest(terms).terms:
            system.add(number, terms, Fraction(value))
            equations.append((terms, Fraction(value)))
    terms = {(name,): Fraction(f) for name, f in zip(NAMES, asked, strict=True) if f}
    rest = system.rest(terms)
    for figures in GRID:
        if all(summed(known, figures) == value for known, value in equations):
            assert summed(terms, figures) == summed(rest.terms, figures) + rest.constant


def summed(terms: Mapping[Monomial, Fraction], figures: Mapping[str, int]) -> Fraction:
    return sum((factor * figures[name] for (name,), factor in terms.items()), Fraction(0))


@given(
    st.lists(st.tuples(st.lists(COEFFICIENTS, min_size=3, max_size=3), st.integers(-3, 3), st.booleans()), max_size=6)
)
def test_bounds_that_clash_leave_no_figures(drawn: list[tuple[list[int], int, bool]]) -> None:
    bounds = [
        bound
        for number, (factors, limit, below) in enumerate(drawn)
        for bound in at_most(
            number,
            {(name,): Fraction(f) for name, f in zip(NAMES, factors, strict=True) if f},
            Interval(None, Fraction(limit), high_open=below),
        )
    ]
    by = clash(bounds)
    fitting = [
        figures
        for figures in GRID
        if all(
            (value := summed(dict(bound.terms), figures)) < bound.limit or (value == bound.limit and not bound.below)
            for bound in bounds
            if by is None or bound.by <= by
        )
    ]
    if by is not None:
        assert fitting == []


# Conditions against rows


LABELS = ["Belanja", "Belanja modal", "Jumlah belanja", "Modal", "Pendapatan", "Jumlah", "Pendapatan modal", ""]
WORDS = st.sampled_from(["belanja", "modal", "belanja modal", "jumlah", "pendapatan", "jumlah belanja"])
PATTERNS = st.builds("{}{}{}".format, st.sampled_from(["", "^"]), WORDS, st.sampled_from(["", "$"]))
PARTS = st.one_of(
    st.builds('{} ~ "{}"'.format, st.sampled_from(["uraian", "labels", "lokasi"]), PATTERNS),
    st.builds("pagu {} {}".format, st.sampled_from(["=", "<", ">", "<=", ">="]), st.integers(0, 2)),
    st.sampled_from(["leaf()", "filled(pagu)", "filled(lokasi)", "pagu = sisa", "sisa > 1", "filled(pagu, sisa)"]),
)
SAID = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
    ),
    max_leaves=5,
)


def rows_that_may_be() -> list[tuple[World, Spot]]:
    """Small tables of a row and its part, of every label and a few amounts."""
    spots = []
    for above, label, place in product(LABELS, LABELS, ["", "Modal", "Belanja modal"]):
        for pagu, sisa in ((None, 1), (0, 0), (1, 2), (2, None)):
            statement = family(above, label, place, pagu, sisa)
            spots += [(World({"s1": statement}), Spot(statement, row)) for row in (0, 1)]
    return spots


def family(above: str, label: str, place: str, pagu: int | None, sisa: int | None) -> Statement:
    nowhere = Place("i1", "Lembar")
    columns = [Column(name, "rupiah", name, nowhere, n) for n, name in enumerate(("pagu", "sisa"))]
    columns.append(Column("lokasi", "text", "lokasi", nowhere, 2))
    figures = {
        name: Figure(Fraction(value), Fraction(0), str(value))
        for name, value in (("pagu", pagu), ("sisa", sisa))
        if value is not None
    }
    texts = {"lokasi": place} if place else {}
    rows = tuple(Row(n, "", "", text, "leaf", nowhere, figures, {}, texts) for n, text in enumerate((above, label)))
    return Statement(
        "s1",
        "rincian",
        "i1",
        "",
        (),
        nowhere,
        tuple(columns),
        rows,
        (None, 0),
        (Text("", ""),) * 2,
        children_of=((1,), ()),
    )


ROWS = rows_that_may_be()


def fits(condition: Condition, at: tuple[World, Spot]) -> bool:
    try:
        return Evaluator(at[0]).holds(condition, at[1])
    except NotAsked:
        return False


@given(SAID, SAID)
def test_no_row_fits_conditions_that_are_called_exclusive(one: str, two: str) -> None:
    first, second = parse_condition(one), parse_condition(two)
    if Logic().together(first, second) == "never":
        assert [at for at in ROWS if fits(first, at) and fits(second, at)] == []


@given(SAID, SAID)
def test_a_condition_that_is_called_narrower_is(one: str, two: str) -> None:
    first, second = parse_condition(one), parse_condition(two)
    if Logic().implies(first, second):
        assert [at for at in ROWS if fits(first, at) and not fits(second, at)] == []


def test_the_rows_tell_conditions_apart() -> None:
    tried: list[Callable[[tuple[World, Spot]], bool]] = [
        lambda at: fits(Matches(Path(("uraian",)), "^belanja"), at),
        lambda at: fits(Predicate("leaf", ()), at),
        lambda at: fits(Junction("and", (parse_condition("pagu > 0"), parse_condition("sisa > 1"))), at),
    ]
    for test in tried:
        assert 0 < sum(map(test, ROWS)) < len(ROWS)
