"""The language of rules: what can be written, what it means, and what is said of a text that is none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from operator import add, mul, sub, truediv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import COLUMNS, around, exactly, statement

from audit.model.decimals import plain
from audit.model.figure import Figure, Interval
from audit.model.report import Claim
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.claims import put
from audit.rules.evaluate import Evaluator
from audit.rules.expression import (
    Absolute,
    Aggregate,
    Assertion,
    Comparison,
    Condition,
    Expression,
    ExpressionError,
    Junction,
    Key,
    Matches,
    Negated,
    Negative,
    Number,
    Operation,
    Path,
    Predicate,
    Selector,
    parse_assertion,
    parse_condition,
    parse_expression,
    paths,
    rename,
)
from audit.rules.periods import moment
from audit.rules.rule import Base, Rule
from audit.rules.values import Inapplicable, NotAsked
from audit.rules.world import Spot, Texts, World

PAGU, SISA, X = Path(("pagu",)), Path(("sisa",)), Path(("x",))
BELANJA = Matches(Path(("kode",)), "^5")


def of(value: int | str) -> Number:
    return Number(Fraction(value))


# What can be written


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("0", of(0)),
        ("12.50", of("12.5")),
        ("pagu", PAGU),
        ("parent.pagu", Path(("parent", "pagu"))),
        ("rincian.root.pagu", Path(("rincian", "root", "pagu"))),
        ("parent.(pagu - sisa)", Path(("parent",), Operation("-", PAGU, SISA))),
        ("sum(children.pagu)", Aggregate("sum", Path(("children", "pagu")))),
        ("count(leaves)", Aggregate("count", Path(("leaves",)))),
        ("min(rows.pagu)", Aggregate("min", Path(("rows", "pagu")))),
        ("max (rows.pagu)", Aggregate("max", Path(("rows", "pagu")))),
        ("sum(children.(pagu * x))", Aggregate("sum", Path(("children",), Operation("*", PAGU, X)))),
        ('sum(rows.pagu where kode ~ "^5")', Aggregate("sum", Path(("rows", "pagu")), BELANJA)),
        ("count(rincian)", Aggregate("count", Path(("rincian",)))),
        (
            'count(children where kode ~ "^5" and sisa < 0)',
            Aggregate("count", Path(("children",)), Junction("and", (BELANJA, Comparison("<", SISA, of(0))))),
        ),
        (
            "max(rows.(pagu - sisa) where leaf())",
            Aggregate("max", Path(("rows",), Operation("-", PAGU, SISA)), Predicate("leaf", ())),
        ),
        ("apbd[kode].pagu", Path(("apbd", "pagu"), None, ((0, Key("kode")),))),
        ('rows[kode ~ "^5"].pagu', Path(("rows", "pagu"), None, ((0, BELANJA),))),
        ("lra [ pagu > 1 ] . pagu", Path(("lra", "pagu"), None, ((0, Comparison(">", PAGU, of(1))),))),
        ("a.b[x].(pagu + sisa)", Path(("a", "b"), Operation("+", PAGU, SISA), ((1, Key("x")),))),
        ("prev.pagu", Path(("prev", "pagu"))),
        ("wherever", Path(("wherever",))),
        ("abs(pagu - sisa)", Absolute(Operation("-", PAGU, SISA))),
        ("-pagu", Negative(PAGU)),
        ("--pagu", Negative(Negative(PAGU))),
        ("pagu + -sisa", Operation("+", PAGU, Negative(SISA))),
        ("(pagu)", PAGU),
        ("pagu - sisa - x", Operation("-", Operation("-", PAGU, SISA), X)),
        ("pagu - (sisa - x)", Operation("-", PAGU, Operation("-", SISA, X))),
        ("pagu + sisa * x", Operation("+", PAGU, Operation("*", SISA, X))),
        ("(pagu + sisa) * x", Operation("*", Operation("+", PAGU, SISA), X)),
        ("pagu / sisa / x", Operation("/", Operation("/", PAGU, SISA), X)),
        ("100*pagu/base", Operation("/", Operation("*", of(100), PAGU), Path(("base",)))),
        ("  pagu\n +sisa", Operation("+", PAGU, SISA)),
        ("sum", Path(("sum",))),
        ("count.min", Path(("count", "min"))),
        ("order", Path(("order",))),
        ("notes", Path(("notes",))),
        ("android", Path(("android",))),
        ("realisasi_fisik", Path(("realisasi_fisik",))),
        ("x2", Path(("x2",))),
    ],
)
def test_an_expression(text: str, node: Expression) -> None:
    assert parse_expression(text) == node


@pytest.mark.parametrize("relation", ["=", "<=", ">=", "<", ">"])
def test_a_comparison(relation: str) -> None:
    assert parse_assertion(f"pagu {relation} sisa") == Comparison(relation, PAGU, SISA)
    assert parse_assertion(f"pagu{relation}sisa") == Comparison(relation, PAGU, SISA)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("placed()", Predicate("placed", ())),
        ("unique(pagu)", Predicate("unique", (PAGU,))),
        ("share(pagu, root.pagu)", Predicate("share", (PAGU, Path(("root", "pagu"))))),
    ],
)
def test_a_predicate(text: str, node: Predicate) -> None:
    assert parse_assertion(text) == node
    assert parse_condition(text) == node


ONE, TWO, THREE = (Comparison(">", PAGU, of(n)) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('uraian ~ "^gaji"', Matches(Path(("uraian",)), "^gaji")),
        ('labels ~ ""', Matches(Path(("labels",)), "")),
        ("pagu > 1", ONE),
        ("(pagu) > 1", ONE),
        ("(pagu > 1)", ONE),
        ("((pagu) > 1)", ONE),
        ("not pagu > 1", Negated(ONE)),
        ("not not pagu > 1", Negated(Negated(ONE))),
        ("not(pagu > 1)", Negated(ONE)),
        ("pagu > 1 and pagu > 2", Junction("and", (ONE, TWO))),
        ("pagu > 1 or pagu > 2", Junction("or", (ONE, TWO))),
        ("pagu > 1 and pagu > 2 and pagu > 3", Junction("and", (ONE, TWO, THREE))),
        ("pagu > 1 or pagu > 2 and pagu > 3", Junction("or", (ONE, Junction("and", (TWO, THREE))))),
        ("(pagu > 1 or pagu > 2) and pagu > 3", Junction("and", (Junction("or", (ONE, TWO)), THREE))),
        ("not pagu > 1 and pagu > 2", Junction("and", (Negated(ONE), TWO))),
        ("not (pagu > 1 and pagu > 2)", Negated(Junction("and", (ONE, TWO)))),
        ("leaf() and filled(pagu)", Junction("and", (Predicate("leaf", ()), Predicate("filled", (PAGU,))))),
    ],
)
def test_a_condition(text: str, node: Condition) -> None:
    assert parse_condition(text) == node


# What cannot


@pytest.mark.parametrize(
    ("text", "where", "column"),
    [
        ("pagu ! sisa", "at “!”", 6),
        ("pagu = = sisa", "at “=”", 8),
        ("pagu = sisa = x", "at “=”", 13),
        ("pagu = 1,5", "at “,5”", 9),
        ("pagu = .5", "at “.5”", 8),
        ("pagu == sisa", "at “=”", 7),
        ("pagu = sum()", "at “)”", 12),
        ("pagu = sum(1)", "at “1)”", 12),
        ("pagu = children..pagu", "at “.pagu”", 17),
        ("Pagu = sisa", "at “Pagu”", 1),
        ("pagu = sisa)", "at “)”", 12),
        ("pagu = sisa and x = 1", "at “and”", 13),
        ('uraian ~ "gaji"', "at “~”", 8),
        ("pagu = 'x'", "at “'x'”", 8),
        ("pagu = not x", "at “not”", 8),
        ("pagu = sum(children.pagu where)", "at “)”", 31),
        ("pagu = sum(children.pagu where pagu)", "at “)”", 36),
        ("pagu = sum(where sisa > 0)", "at “where”", 12),
        ("pagu = sisa where x = 1", "at “where”", 13),
        ("pagu = rows[].pagu", "at “].pagu”", 13),
        ("pagu = rows[kode].[x]", "at “[x]”", 19),
        ("pagu = rows[1].pagu", "at “].pagu”", 14),
        ("pagu = rows['x'].pagu", "at “'x'].pagu”", 13),
        ('pagu = rows["gaji"].pagu', 'at “"gaji"].pagu”', 13),
    ],
)
def test_a_text_that_is_no_assertion_is_told_with_its_place(text: str, where: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_assertion(text)
    assert str(caught.value) == f"“{text}” cannot be read {where}"
    assert caught.value.column == column


@pytest.mark.parametrize("text", ["", " "])
def test_nothing_is_no_assertion(text: str) -> None:
    with pytest.raises(ExpressionError, match="cannot be read at its end"):
        parse_assertion(text)


@pytest.mark.parametrize("text", ["pagu", "pagu =", "pagu = sisa +", "pagu = (sisa", "pagu = sum(children.pagu"])
def test_an_assertion_that_ends_too_soon_is_told_so(text: str) -> None:
    with pytest.raises(ExpressionError, match="cannot be read at its end"):
        parse_assertion(text)


# Printing and reading give the same

KEYWORDS = {"and", "or", "not", "abs", "where"}
FUNCTIONS = ("sum", "count", "min", "max")

names = st.from_regex(r"[a-z_][a-z0-9_]{0,6}", fullmatch=True).filter(lambda name: name not in KEYWORDS)
numbers = st.decimals(0, 10**6, places=3).map(lambda value: Number(Fraction(value)))


def with_inner(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Path]:
    return st.builds(Path, st.lists(names, min_size=1, max_size=3).map(tuple), st.none() | inner)


def with_selectors(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Path]:
    """Paths with a condition or a key in brackets after some of their steps."""
    selectors = st.none() | names.map(Key) | st.builds(Comparison, st.sampled_from("=<>"), inner, inner)
    steps = st.lists(st.tuples(names, selectors), min_size=1, max_size=3)
    return st.builds(
        lambda steps, inner: Path(
            tuple(name for name, _ in steps),
            inner,
            tuple((n, selector) for n, (_, selector) in enumerate(steps) if selector is not None),
        ),
        steps,
        st.none() | inner,
    )


def larger(smaller: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    wheres = st.none() | st.builds(Comparison, st.sampled_from("=<>"), smaller, smaller)
    return st.one_of(
        with_selectors(smaller),
        st.builds(Aggregate, st.sampled_from(FUNCTIONS), with_selectors(smaller), wheres),
        st.builds(Negative, smaller),
        st.builds(Absolute, smaller),
        st.builds(Operation, st.sampled_from("+-*/"), smaller, smaller),
    )


expressions = st.recursive(st.one_of(numbers, with_inner(st.nothing())), larger, max_leaves=8)
comparisons = st.builds(Comparison, st.sampled_from(["=", "<=", ">=", "<", ">"]), expressions, expressions)
predicates = st.builds(
    Predicate,
    names.filter(lambda name: name not in FUNCTIONS),
    st.lists(with_inner(st.nothing()), max_size=3).map(tuple),
)
matches = st.builds(Matches, with_inner(st.nothing()), st.text(st.characters(exclude_characters='"'), max_size=9))
conditions = st.recursive(
    st.one_of(comparisons, predicates, matches),
    lambda smaller: st.one_of(
        st.builds(Negated, smaller),
        st.builds(Junction, st.sampled_from(["and", "or"]), st.lists(smaller, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)


def printed(node: Expression | Selector) -> str:
    """The node as a rule would write it, every part in brackets."""
    match node:
        case Number(value=value):
            return plain(value)
        case Path(steps=steps, inner=inner, chosen=chosen):
            marked = {n: f"[{printed(selector)}]" for n, selector in chosen}
            written = [step + marked.get(n, "") for n, step in enumerate(steps)]
            return ".".join((*written, f"({printed(inner)})") if inner is not None else written)
        case Key(column=column):
            return column
        case Aggregate(function=function, path=path, where=where):
            return f"{function}({printed(path)}{f' where {printed(where)}' if where is not None else ''})"
        case Negative(of=part):
            return f"-({printed(part)})"
        case Absolute(of=part):
            return f"abs({printed(part)})"
        case Operation(sign=sign, left=left, right=right):
            return f"({printed(left)}) {sign} ({printed(right)})"
        case Comparison(relation=relation, left=left, right=right):
            return f"{printed(left)} {relation} {printed(right)}"
        case Predicate(name=name, arguments=arguments):
            return f"{name}({', '.join(map(printed, arguments))})"
        case Matches(path=path, words=words):
            return f'{printed(path)} ~ "{words}"'
        case Junction(word=word, parts=parts):
            return f" {word} ".join(f"({printed(part)})" for part in parts)
        case Negated(part=part):
            return f"not ({printed(part)})"


@given(expressions)
def test_an_expression_that_is_printed_reads_the_same(node: Expression) -> None:
    assert parse_expression(printed(node)) == node


@given(st.one_of(comparisons, predicates))
def test_an_assertion_that_is_printed_reads_the_same(node: Assertion) -> None:
    assert parse_assertion(printed(node)) == node


@given(conditions)
def test_a_condition_that_is_printed_reads_the_same(node: Condition) -> None:
    assert parse_condition(printed(node)) == node


@given(expressions)
def test_renaming_names_to_themselves_changes_nothing(node: Expression) -> None:
    assert rename(node, {name: name for path in paths(node) for name in path.steps}) == node


def test_a_variable_is_renamed_wherever_it_stands() -> None:
    node = parse_condition(
        'x = sum(children.(pagu * x) where x > 0) / -abs(x) and not filled(x) or x ~ "x" or lra[x].x = rows[x > 1].x'
    )
    same = parse_condition(
        "sisa = sum(children.(pagu * sisa) where sisa > 0) / -abs(sisa) and not filled(sisa) "
        'or sisa ~ "x" or lra[sisa].sisa = rows[sisa > 1].sisa'
    )
    assert rename(node, {"x": "sisa"}) == same


# What it means, held against brute force


def value_of(text: str, table: Statement, row: int = 0) -> Interval:
    return Evaluator(World({"s1": table})).value(parse_expression(text), Spot(table, row)).interval


def claims_of(text: str, table: Statement, base: tuple[str, ...] = ()) -> list[Claim]:
    bases = tuple(Base(text, parse_expression(text)) for text in base)
    rule = Rule("r", Text("", ""), Text("", ""), "error", ("kasus",), parse_assertion(text), text, base=bases)
    return put([rule], [table], []).claims


figures = st.builds(
    lambda value, step: Figure(Fraction(value), Fraction(step), ""),
    st.decimals(-20, 20, places=2),
    st.sampled_from(["0", "0.01", "0.5", "1", "10"]),
)
rows_of_figures = st.fixed_dictionaries(dict.fromkeys(COLUMNS, figures))


def arithmetic() -> st.SearchStrategy[Expression]:
    leaves = st.one_of(st.sampled_from(COLUMNS).map(lambda name: Path((name,))), st.integers(0, 9).map(of))
    return st.recursive(
        leaves,
        lambda smaller: st.one_of(
            st.builds(Negative, smaller), st.builds(Operation, st.sampled_from("+-*/"), smaller, smaller)
        ),
        max_leaves=5,
    )


SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"+": add, "-": sub, "*": mul, "/": truediv}


def leaves_of(node: Expression) -> list[Expression]:
    match node:
        case Negative(of=part):
            return leaves_of(part)
        case Operation(left=left, right=right):
            return leaves_of(left) + leaves_of(right)
        case _:
            return [node]


def at(node: Expression, values: Iterator[Fraction]) -> Fraction:
    """The expression with each of its leaves, from left to right, at one value; raises ZeroDivisionError."""
    match node:
        case Negative(of=part):
            return -at(part, values)
        case Operation(sign=sign, left=left, right=right):
            return SIGNS[sign](at(left, values), at(right, values))
        case _:
            return next(values)


def corners(node: Expression, row: dict[str, Figure]) -> list[Fraction]:
    """The expression at all corners of its figures: it is monotone in each, so none of its values lies beyond."""
    ends = []
    for leaf in leaves_of(node):
        if isinstance(leaf, Number):
            ends.append({leaf.value})
        else:
            assert isinstance(leaf, Path)
            figure = row[leaf.steps[0]]
            ends.append({figure.value - figure.quantum / 2, figure.value + figure.quantum / 2})
    return [at(node, iter(values)) for values in product(*ends)]


def divisors(node: Expression) -> Iterator[Expression]:
    match node:
        case Negative(of=part):
            yield from divisors(part)
        case Operation(sign=sign, left=left, right=right):
            yield from divisors(left)
            yield from divisors(right)
            if sign == "/":
                yield right


def may_be_zero(node: Expression, row: dict[str, Figure]) -> bool:
    """Whether some divisor of the expression may be zero, the innermost looked at first."""
    for divisor in divisors(node):
        values = corners(divisor, row)
        if min(values) <= 0 <= max(values):
            return True
    return False


@given(arithmetic(), rows_of_figures)
def test_arithmetic_comes_to_all_that_its_figures_may_stand_for(node: Expression, row: dict[str, Figure]) -> None:
    table = statement([row], [None])
    if may_be_zero(node, row):
        with pytest.raises(NotAsked, match="the divisor is zero"):
            value_of(printed(node), table)
    else:
        values = corners(node, row)
        assert value_of(printed(node), table) == Interval(min(values), max(values))


@given(arithmetic(), rows_of_figures, st.sampled_from(["=", "<=", ">=", "<", ">"]))
def test_a_claim_holds_if_some_of_those_values_do(node: Expression, row: dict[str, Figure], relation: str) -> None:
    table = statement([row], [None])
    [claim] = claims_of(f"a {relation} {printed(node)}", table)
    if may_be_zero(node, row):
        assert claim.verdict == "unasked"
        return
    right, left = corners(node, row), row["a"]
    low, high = left.value - left.quantum / 2, left.value + left.quantum / 2
    possible = {
        "=": low <= max(right) and min(right) <= high,
        "<=": low <= max(right),
        ">=": min(right) <= high,
        "<": low < max(right),
        ">": min(right) < high,
    }[relation]
    assert claim.verdict == ("holds" if possible else "violated")


@given(figures, st.lists(st.none() | figures, min_size=1, max_size=5), st.booleans())
def test_a_sum_with_blanks(parent: Figure, children: list[Figure | None], nonnegative: bool) -> None:
    rows = [{"a": parent}, *({} if child is None else {"a": child} for child in children)]
    table = statement(rows, [None, *(0 for _ in children)], nonnegative=nonnegative)
    [claim] = claims_of("a = sum(children.a)", table)
    known = [child for child in children if child is not None]
    middle = sum((child.value for child in known), Fraction(0))
    slack = (parent.quantum + sum((child.quantum for child in known), Fraction(0))) / 2
    if abs(parent.value - middle) <= slack:
        assert claim.verdict == "holds"
    elif len(known) == len(children) or (nonnegative and middle > parent.value):
        assert claim.verdict == "violated"
    else:
        assert claim.verdict == "unasked"


@given(st.lists(figures, min_size=1, max_size=5))
def test_the_least_and_the_largest_of_rows(children: list[Figure]) -> None:
    table = statement([{}, *({"a": child} for child in children)], [None, *(0 for _ in children)])
    lows = [child.value - child.quantum / 2 for child in children]
    highs = [child.value + child.quantum / 2 for child in children]
    assert value_of("min(children.a)", table) == Interval(min(lows), min(highs))
    assert value_of("max(children.a)", table) == Interval(max(lows), max(highs))


@given(figures)
def test_a_figure_without_its_sign(figure: Figure) -> None:
    low, high = figure.value - figure.quantum / 2, figure.value + figure.quantum / 2
    least = Fraction(0) if low <= 0 <= high else min(abs(low), abs(high))
    assert value_of("abs(a)", statement([{"a": figure}], [None])) == Interval(least, max(abs(low), abs(high)))


# Rows that an expression may speak of
#
#   row  parent  a
#   0    -       10
#   1    0       20
#   2    1       30
#   3    1       40
#   4    0       50

FAMILY = statement([{"a": exactly(10 * n)} for n in range(1, 6)], [None, 0, 1, 1, 0])


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("parent.a", 2, 20),
        ("parent.parent.a", 2, 10),
        ("parent.(a + parent.a)", 2, 30),
        ("sum(children.a)", 0, 70),
        ("sum(descendants.a)", 0, 140),
        ("sum(leaves.a)", 0, 120),
        ("sum(siblings.a)", 1, 50),
        ("sum(siblings.a)", 3, 30),
        ("sum(rows.a)", 4, 150),
        ("sum(parent.children.a)", 2, 70),
        ("sum(children.(2 * a))", 1, 140),
        ("count(children)", 0, 2),
        ("count(children.a)", 0, 2),
        ("count(leaves)", 0, 3),
        ("count(rows)", 0, 5),
        ("min(children.a)", 1, 30),
        ("max(leaves.a)", 0, 50),
        ("max(children.(a - parent.a))", 0, 40),
    ],
)
def test_rows_are_reached_from_a_row(text: str, row: int, value: int) -> None:
    assert value_of(text, FAMILY, row) == Interval.exactly(Fraction(value))


def test_the_whole_of_a_table_without_a_total_is_the_sum_of_its_top_rows() -> None:
    table = statement([{"a": exactly(1)}, {"a": exactly(2)}, {"a": exactly(9)}], [None, None, 1])
    assert value_of("root.a", table, 2) == Interval.exactly(Fraction(3))


@pytest.mark.parametrize(("text", "row"), [("sum(children.a)", 4), ("parent.a", 0), ("sum(siblings.a)", 0)])
def test_what_a_row_has_not_is_not_asked_of_it(text: str, row: int) -> None:
    with pytest.raises(Inapplicable):
        value_of(text, FAMILY, row)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("b", "b is blank"),
        ("z", "the table has no column z"),
        ("a / 0", "the divisor is zero"),
        ("a * b", "b is blank"),
    ],
)
def test_what_cannot_be_told_is_unasked_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotAsked, match=reason):
        value_of(text, FAMILY)


@pytest.mark.parametrize("text", ["min(children.b)", "max(children.b)", "abs(sum(children.b))", "2 * sum(children.b)"])
def test_a_blank_cannot_be_compared_or_multiplied(text: str) -> None:
    with pytest.raises(NotAsked, match="b is blank"):
        value_of(text, FAMILY)


# Conditions


def holds(text: str, row: int = 0) -> bool:
    return Evaluator(World({"s1": FAMILY})).holds(parse_condition(text), Spot(FAMILY, row))


@pytest.mark.parametrize(
    ("text", "row", "truth"),
    [
        ("a > 9", 0, True),
        ("a > 10", 0, False),
        ("a >= 10 and a <= 10", 0, True),
        ("a > 10 or a = 10", 0, True),
        ("not a = 10", 0, False),
        ("filled(a)", 0, True),
        ("filled(b)", 0, False),
        ("filled(a, b)", 0, False),
        ("leaf()", 0, False),
        ("leaf()", 4, True),
        ('uraian ~ "baris"', 0, True),
        ('uraian ~ "bari"', 0, False),
        ('uraian ~ "^baris"', 0, True),
        ('labels ~ "Baris"', 4, True),
        ('kode ~ "0"', 0, True),
        ('kode ~ "0"', 4, False),
    ],
)
def test_conditions(text: str, row: int, truth: bool) -> None:
    assert holds(text, row) is truth


@given(st.lists(st.booleans(), min_size=2, max_size=4), st.sampled_from(["and", "or"]))
def test_junctions_are_those_of_logic(parts: list[bool], word: str) -> None:
    text = f" {word} ".join("a = 10" if part else "a = 11" for part in parts)
    assert holds(text) is (all(parts) if word == "and" else any(parts))


def test_a_condition_over_a_blank_cannot_be_told() -> None:
    with pytest.raises(NotAsked, match="b is blank"):
        holds("b > 0")


@pytest.mark.parametrize(
    ("text", "wanted", "truth"),
    [
        ("Belanja Modal Tanah", "modal", True),
        ("Belanja Modal Tanah", "Modal Tanah", True),
        ("Belanja Modal Tanah", "belanja tanah", False),
        ("Belanja Modal Tanah", "^belanja", True),
        ("Belanja Modal Tanah", "^modal", False),
        ("Belanja Modal Tanah", "tanah$", True),
        ("Belanja Modal Tanah", "modal$", False),
        ("Belanja Modal Tanah", "^belanja modal tanah$", True),
        ("Belanja Modal Tanah", "^belanja modal$", False),
        ("Belanja", "^belanja$", True),
        ("Belanja", "^belanja modal", False),
        ("Belanja", "modal belanja$", False),
        ("Belanja-Modal (Tanah)", "modal tanah", True),
        ("Belanjaan", "belanja", False),
        ("5.1.02", "^5.1", True),
        ("5.10", "^5.1", False),
        ("15.1", "^5.1", False),
        ("5.1.02", "1.02$", True),
        ("5.1.02", "^5.1.02$", True),
        ("", "^belanja", False),
    ],
)
def test_words_are_found_whole_and_in_their_order(text: str, wanted: str, truth: bool) -> None:
    assert Texts.of([text]).has(wanted) is truth


@pytest.mark.parametrize(
    ("title", "time"),
    [
        ("LAPORAN TAHUN ANGGARAN 2021", ("tahun", 2021, 0)),
        ("Realisasi bulan Mei 2021", ("bulan", 2021, 5)),
        ("REALISASI TRIWULAN III TAHUN 2020", ("triwulan", 2020, 3)),
        ("Realisasi TW. 2 TA 2020", ("triwulan", 2020, 2)),
        ("Semester I 2022", ("semester", 2022, 1)),
        ("Smt 2 2022", ("semester", 2022, 2)),
        ("Caturwulan II Tahun 2019", ("caturwulan", 2019, 2)),
        ("Perbandingan Tahun 2020 dan 2021", None),
        ("Januari sampai Maret 2021", None),
        ("Triwulan I dan Triwulan II 2021", None),
        ("Bulan Mei", None),
        ("Perda Nomor 20 Tahun 1999", None),
        ("Laporan", None),
    ],
)
def test_a_title_names_a_time_or_none(title: str, time: tuple[str, int, int] | None) -> None:
    assert moment(title) == time


# Some of the rows, and one of them, held against brute force

sparse_rows = st.lists(
    st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 4).map(exactly)), min_size=1, max_size=6
)


def chosen_of(rows: list[dict[str, Figure]], least: int) -> list[Fraction | None]:
    """The figures in a, None where it is blank, of the rows with a figure above the least in b."""
    chosen = [row for row in rows if "b" in row and row["b"].value > least]
    return [row["a"].value if "a" in row else None for row in chosen]


@given(sparse_rows, st.integers(0, 4))
def test_an_aggregate_goes_through_the_rows_that_fit(rows: list[dict[str, Figure]], least: int) -> None:
    table = statement(rows, [None] * len(rows))
    chosen = chosen_of(rows, least)
    assert value_of(f"count(rows where b > {least})", table) == Interval.exactly(Fraction(len(chosen)))
    printed_ones = [value for value in chosen if value is not None]
    assert value_of(f"count(rows.a where b > {least})", table) == Interval.exactly(Fraction(len(printed_ones)))
    for text, oracle in {"sum": sum, "min": min, "max": max}.items():
        asked = f"{text}(rows.a where b > {least})"
        if not chosen:
            with pytest.raises(NotAsked, match="no row fits"):
                value_of(asked, table)
        elif text != "sum" and None in chosen:
            with pytest.raises(NotAsked, match="a is blank"):
                value_of(asked, table)
        else:
            assert value_of(asked, table) == Interval.exactly(Fraction(oracle(printed_ones)))


@given(sparse_rows, st.integers(0, 4))
def test_a_selector_means_one_row_or_nothing_is_asked(rows: list[dict[str, Figure]], least: int) -> None:
    table = statement(rows, [None] * len(rows))
    said = {value for value in chosen_of(rows, least) if value is not None}
    if len(said) == 1:
        assert value_of(f"rows[b > {least}].a", table) == Interval.exactly(said.pop())
    else:
        with pytest.raises(NotAsked):
            value_of(f"rows[b > {least}].a", table)


# Rounded figures


@pytest.mark.parametrize(
    ("figure", "right", "verdict"),
    [
        (around("33.33", "0.01"), "100 / 3", "holds"),
        (around("33.34", "0.01"), "100 / 3", "violated"),
        (around("0.5", "1"), "1", "holds"),
        (around("0.5", "1"), "1.01", "violated"),
        (around("5", "0"), "5.000001", "violated"),
        (around("1000000000000000", "0"), "1000000000000001", "violated"),
    ],
)
def test_a_stated_figure_is_as_wide_as_its_print(figure: Figure, right: str, verdict: str) -> None:
    [claim] = claims_of(f"a = {right}", statement([{"a": figure}], [None]))
    assert claim.verdict == verdict


def truncated(value: str) -> World:
    table = statement([{"a": around(value, "0.01")}], [None], type="percent")
    return World({"s1": table}, rounding={("s1", "a"): "truncated"})


@pytest.mark.parametrize(
    ("value", "right", "verdict"),
    [
        ("12.30", "12.30", "holds"),
        ("12.30", "12.3099", "holds"),
        ("12.30", "12.31", "violated"),
        ("12.30", "12.2999", "violated"),
        ("-12.30", "-12.3099", "holds"),
        ("-12.30", "-12.31", "violated"),
        ("0", "0.0099", "holds"),
        ("0", "-0.0099", "holds"),
        ("0", "0.01", "violated"),
    ],
)
def test_a_truncated_figure_reaches_up_to_the_next_but_not_to_it(value: str, right: str, verdict: str) -> None:
    world = truncated(value)
    condition: Any = parse_condition(f"a = {right}")
    assert Evaluator(world).holds(condition, Spot(world.statements["s1"], 0)) is (verdict == "holds")


# Selections and bases


def test_a_sum_over_a_selection_is_a_bound() -> None:
    rows = [{"a": exactly(9), "b": exactly(4)}, {"a": exactly(2), "b": exactly(5)}]
    table = statement(rows, [None, 0], selection=True)
    assert [claim.verdict for claim in claims_of("a = sum(children.a)", table)] == ["holds"]
    assert [claim.verdict for claim in claims_of("b = sum(children.b)", table)] == ["violated"]


def test_the_base_is_that_under_which_most_claims_hold() -> None:
    rows = [
        {"a": exactly(100), "b": exactly(50), "c": exactly(50)},
        {"a": exactly(200), "b": exactly(50), "c": exactly(25)},
        {"a": exactly(400), "b": exactly(100), "c": exactly(25)},
        {"a": exactly(500), "b": exactly(100), "c": exactly(21)},
    ]
    claims = claims_of("c = 100 * b / base", statement(rows, [None] * 4), base=("root.a", "a"))
    assert [claim.verdict for claim in claims] == ["holds", "holds", "holds", "violated"]
