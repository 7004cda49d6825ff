"""A rule over rounded figures holds exactly when some true values behind the print satisfy it, told by brute force.

The oracle knows nothing of intervals. It takes each figure at the ends of what it may stand for, at a value between
them and at zero, and looks at what the equation comes to there. That is enough where each figure stands once: the
equation then rises or falls with each of them, or does not move at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import floor

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tables import around, exactly, statement

from audit.model.figure import Figure, Rounding
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.claims import put
from audit.rules.evaluate import Evaluator
from audit.rules.expression import parse_assertion, parse_condition
from audit.rules.rule import Rule
from audit.rules.values import NotAsked
from audit.rules.world import Spot, World

NOTHING = Fraction(0)
STEPS = st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 10), Fraction(1000), Fraction(10**6)])
WHOLE = st.integers(-(10**18), 10**18)
#: How far beyond its last place an end is looked for.
HAIR = Fraction(1, 10**12)


def verdict(text: str, table: Statement, *, rounding: Rounding = "nearest", tolerance: str = "0", row: int = 0) -> str:
    """What the rule says of one row."""
    rule = Rule(
        "r",
        Text("", ""),
        Text("", ""),
        "error",
        ("kasus",),
        parse_assertion(text),
        text,
        tolerance=Fraction(tolerance),
        rounding=rounding,
    )
    return next(claim.verdict for claim in put([rule], [table], []).claims if claim.row == row)


def family(parent: Figure, children: list[Figure], weights: dict[int, int] | None = None) -> Statement:
    """A row with its parts."""
    rows = [{"a": parent}, *({"a": child} for child in children)]
    return statement(rows, [None, *(0 for _ in children)], nonnegative=False, weights=weights)


# Sums


@given(STEPS, st.lists(WHOLE, min_size=1, max_size=7), st.sampled_from([1, -1]))
def test_n_children_tolerate_n_and_one_half_steps_and_not_more(step: Fraction, parts: list[int], side: int) -> None:
    children = [around(part * step, step) for part in parts]
    room = (len(parts) + 1) * step / 2
    total = sum(parts) * step
    assert verdict("a = sum(children.a)", family(around(total + side * room, step), children)) == "holds"
    beyond = family(around(total + side * (room + HAIR), step), children)
    assert verdict("a = sum(children.a)", beyond) == "violated"


@given(STEPS, st.lists(WHOLE, min_size=1, max_size=7), st.integers(-9, 9))
def test_a_printed_parent_is_so_many_whole_steps_away(step: Fraction, parts: list[int], away: int) -> None:
    children = [around(part * step, step) for part in parts]
    table = family(around((sum(parts) + away) * step, step), children)
    # Two parts are 1.5 steps of room: a printed parent, itself a whole number of steps, may be one step away.
    possible = abs(away) <= (len(parts) + 1) // 2
    assert verdict("a = sum(children.a)", table) == ("holds" if possible else "violated")


@given(st.lists(st.tuples(WHOLE, STEPS), min_size=1, max_size=6), STEPS, st.sampled_from([1, -1]))
def test_each_child_adds_half_of_its_own_step(parts: list[tuple[int, Fraction]], own: Fraction, side: int) -> None:
    children = [around(units * step, step) for units, step in parts]
    room = (own + sum((step for _, step in parts), NOTHING)) / 2
    total = sum((units * step for units, step in parts), NOTHING)
    assert verdict("a = sum(children.a)", family(around(total + side * room, own), children)) == "holds"
    beyond = family(around(total + side * (room + HAIR), own), children)
    assert verdict("a = sum(children.a)", beyond) == "violated"


@given(STEPS, st.lists(st.integers(1, 10**15), min_size=1, max_size=7), st.integers(-2, 9))
def test_truncated_children_may_add_up_to_a_step_each_but_for_the_last_bit(
    step: Fraction, parts: list[int], away: int
) -> None:
    children = [around(part * step, step) for part in parts]
    table = family(around((sum(parts) + away) * step, step), children)
    possible = 0 <= away < len(parts)
    assert verdict("a = sum(children.a)", table, rounding="truncated") == ("holds" if possible else "violated")


@given(STEPS, st.lists(st.integers(1, 10**15), min_size=1, max_size=7), st.sampled_from([1, -1]))
def test_the_open_end_of_truncated_children_is_not_reached(step: Fraction, parts: list[int], side: int) -> None:
    children = [around(side * part * step, step) for part in parts]
    near, far = sum(parts) * step, (sum(parts) + len(parts)) * step
    for total, possible in ((near - HAIR, False), (near, True), (far - HAIR, True), (far, False)):
        said = verdict("a = sum(children.a)", family(exactly(side * total), children), rounding="truncated")
        assert said == ("holds" if possible else "violated")


@given(st.lists(WHOLE, min_size=1, max_size=9), st.integers(-2, 2))
def test_rupiah_are_exact_to_the_last_at_any_size(parts: list[int], away: int) -> None:
    table = family(exactly(sum(parts) + away), [exactly(part) for part in parts])
    assert verdict("a = sum(children.a)", table) == ("violated" if away else "holds")


@given(st.lists(st.tuples(WHOLE, st.sampled_from([1, -1, 0])), min_size=1, max_size=7), STEPS, st.sampled_from([1, -1]))
def test_contra_accounts_are_taken_off_and_tolerate_as_much(
    parts: list[tuple[int, int]], step: Fraction, side: int
) -> None:
    children = [around(units * step, step) for units, _ in parts]
    weights = {n: weight for n, (_, weight) in enumerate(parts, 1)}
    counted = [(units, weight) for units, weight in parts if weight]
    room = (len(counted) + 1) * step / 2
    total = sum(units * weight for units, weight in counted) * step
    table = family(around(total + side * room, step), children, weights)
    assert verdict("a = sum(children.a)", table) == "holds"
    beyond = family(around(total + side * (room + HAIR), step), children, weights)
    assert verdict("a = sum(children.a)", beyond) == "violated"


@given(st.lists(WHOLE, min_size=1, max_size=6), STEPS, st.sampled_from(["1", "0.5", "1000"]), st.sampled_from([1, -1]))
def test_a_tolerance_comes_on_top(parts: list[int], step: Fraction, tolerance: str, side: int) -> None:
    children = [around(part * step, step) for part in parts]
    room = (len(parts) + 1) * step / 2 + Fraction(tolerance)
    total = sum(parts) * step
    table = family(around(total + side * room, step), children)
    assert verdict("a = sum(children.a)", table, tolerance=tolerance) == "holds"
    beyond = family(around(total + side * (room + HAIR), step), children)
    assert verdict("a = sum(children.a)", beyond, tolerance=tolerance) == "violated"


@given(WHOLE, WHOLE, STEPS, st.sampled_from(["<=", ">=", "<", ">"]))
@example(5, 5, Fraction(1), "<")
def test_a_bound_is_broken_only_where_no_true_values_keep_it(one: int, two: int, step: Fraction, relation: str) -> None:
    table = statement([{"a": around(one * step, step), "b": around(two * step, step)}], [None], nonnegative=False)
    gap = two - one if relation in ("<=", "<") else one - two
    # The two may be one step apart in their print and the same in truth; but then neither is below the other.
    possible = gap >= -1 if relation in ("<=", ">=") else gap > -1
    assert verdict(f"a {relation} b", table) == ("holds" if possible else "violated")


# Products and quotients, by brute force


@dataclass(frozen=True)
class Print:
    """A figure with the way in which it was rounded, and what it may stand for, told without the code under test."""

    value: Fraction
    step: Fraction
    rounding: Rounding

    @property
    def figure(self) -> Figure:
        return Figure(self.value, self.step, "")

    def ends(self) -> list[tuple[Fraction, bool]]:
        """The ends of what it may stand for, and whether each is itself possible."""
        if not self.step:
            return [(self.value, True)]
        if self.rounding == "nearest":
            return [(self.value - self.step / 2, True), (self.value + self.step / 2, True)]
        return [
            (self.value - self.step, False) if self.value <= 0 else (self.value, True),
            (self.value + self.step, False) if self.value >= 0 else (self.value, True),
        ]

    def tried(self) -> list[tuple[Fraction, bool]]:
        """The ends, a value between them, and zero where it is between them."""
        ends = self.ends()
        low, high = ends[0][0], ends[-1][0]
        inner = [(low + high) / 2, *([NOTHING] if low < 0 < high else [])]
        return ends + [(value, True) for value in inner if low < high]


#: Equations in which each figure stands once, each with its divisors, and with what its two sides come to apart.
SHAPES: dict[str, tuple[Callable[..., Fraction], Callable[..., list[Fraction]]]] = {
    "a = b + c": (lambda a, b, c: b + c - a, lambda a, b, c: []),
    "a = b - c": (lambda a, b, c: b - c - a, lambda a, b, c: []),
    "a = b * c": (lambda a, b, c: b * c - a, lambda a, b, c: []),
    "a = -b * c": (lambda a, b, c: -b * c - a, lambda a, b, c: []),
    "a = 100 * b / c": (lambda a, b, c: 100 * b / c - a, lambda a, b, c: [c]),
    "a * b = c": (lambda a, b, c: c - a * b, lambda a, b, c: []),
    "a / b = c": (lambda a, b, c: c - a / b, lambda a, b, c: [b]),
    "a = b * c / d": (lambda a, b, c, d: b * c / d - a, lambda a, b, c, d: [d]),
    "a = b / c / d": (lambda a, b, c, d: b / c / d - a, lambda a, b, c, d: [c, d]),
    "a = b / (c * d)": (lambda a, b, c, d: b / (c * d) - a, lambda a, b, c, d: [c * d]),
    "a = b / (c / d)": (lambda a, b, c, d: b / (c / d) - a, lambda a, b, c, d: [d, c / d if d else NOTHING]),
    "a = (b + c) * d": (lambda a, b, c, d: (b + c) * d - a, lambda a, b, c, d: []),
    "a = (b - c) / d": (lambda a, b, c, d: (b - c) / d - a, lambda a, b, c, d: [d]),
    "a = b / (c + d)": (lambda a, b, c, d: b / (c + d) - a, lambda a, b, c, d: [c + d]),
    "a = b / (c - d)": (lambda a, b, c, d: b / (c - d) - a, lambda a, b, c, d: [c - d]),
    "a - b = c * d": (lambda a, b, c, d: c * d - (a - b), lambda a, b, c, d: []),
    "a / b = c / d": (lambda a, b, c, d: c / d - a / b, lambda a, b, c, d: [b, d]),
}
RELATIONS = st.sampled_from(["=", "<=", ">=", "<", ">"])
prints = st.builds(
    lambda units, step, exact, rounding: Print(units * step, NOTHING if exact else step, rounding),
    st.integers(-4, 4),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3), Fraction(1, 100)]),
    st.booleans(),
    st.sampled_from(["nearest", "truncated"]),
)


def asked(figures: Mapping[str, Print], relation: str, shape: str) -> str:
    """What the evaluator says, with each figure in a column of its own."""
    table = statement([{name: known.figure for name, known in figures.items()}], [None], type="percent")
    world = World({"s1": table}, rounding={("s1", name): known.rounding for name, known in figures.items()})
    try:
        held = Evaluator(world).holds(parse_condition(shape.replace("=", relation)), Spot(table, 0))
    except NotAsked as silence:
        return "unasked" if silence.reason.en == "the divisor is zero" else silence.reason.en
    return "holds" if held else "violated"


def by_brute_force(figures: Mapping[str, Print], relation: str, shape: str) -> str:
    """What must be said: whether some of the true values satisfy the relation."""
    apart, divisors = SHAPES[shape]
    names = sorted({letter for letter in shape if letter.isalpha()})
    tried = list(product(*(figures[name].tried() for name in names)))
    by_divisor: dict[int, list[Fraction]] = {}
    for values in tried:
        for n, divisor in enumerate(divisors(*(value for value, _ in values))):
            by_divisor.setdefault(n, []).append(divisor)
    if any(min(known) <= 0 <= max(known) for known in by_divisor.values()):
        return "unasked"
    # Right less left: the relation holds if this may be zero, at least zero, or more.
    reached = [(apart(*(value for value, _ in values)), all(possible for _, possible in values)) for values in tried]
    low, high = min(value for value, _ in reached), max(value for value, _ in reached)
    zero = (NOTHING, True) in reached or low < 0 < high
    return (
        "holds"
        if {"=": zero, "<=": zero or high > 0, ">=": zero or low < 0}.get(
            relation, high > 0 if relation == "<" else low < 0
        )
        else "violated"
    )


@settings(max_examples=300)
@given(st.sampled_from(sorted(SHAPES)), st.fixed_dictionaries(dict.fromkeys("abcd", prints)), RELATIONS)
def test_an_equation_holds_if_some_true_values_satisfy_it(shape: str, figures: dict[str, Print], relation: str) -> None:
    assert asked(figures, relation, shape) == by_brute_force(figures, relation, shape)


@settings(max_examples=500)
@given(
    st.sampled_from([shape for shape in sorted(SHAPES) if shape.startswith("a =")]),
    st.fixed_dictionaries(dict.fromkeys("abcd", prints)),
    RELATIONS,
    st.data(),
)
def test_and_where_its_two_sides_only_touch(
    shape: str, figures: dict[str, Print], relation: str, data: st.DataObject
) -> None:
    others = [figures[name].tried() for name in sorted({letter for letter in shape if letter in "bcd"})]
    values = [data.draw(st.sampled_from(tried))[0] for tried in others]
    apart, divisors = SHAPES[shape]
    assume(all(divisors(NOTHING, *values)))
    stated = figures["a"]
    # An end of what is stated falls on what the right side comes to at the ends of its figures.
    end = data.draw(st.sampled_from(stated.ends()))[0] - stated.value
    touching = replace(stated, value=apart(NOTHING, *values) - end)
    assert asked(figures | {"a": touching}, relation, shape) == by_brute_force(
        figures | {"a": touching}, relation, shape
    )


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_the_oracle_knows_all_three_answers_where_there_are_three(shape: str) -> None:
    """The property above would say little of an equation that is nearly always the same."""
    wanted = {"holds", "violated", *(["unasked"] if "/" in shape else [])}
    seen: set[str] = set()
    for units in product(range(-2, 3), repeat=4):
        if seen != wanted:
            values = zip("abcd", units, strict=True)
            figures = {name: Print(Fraction(value), Fraction(1, 2), "nearest") for name, value in values}
            seen.add(by_brute_force(figures, "=", shape))
    assert seen == wanted


@pytest.mark.parametrize(
    ("value", "step", "said"),
    [
        ("0", "0", "unasked"),
        ("0", "1", "unasked"),
        ("0.5", "1", "unasked"),
        ("-0.5", "1", "unasked"),
        ("0.51", "1", "holds"),
        ("1", "1", "holds"),
        ("-1", "1", "holds"),
    ],
)
def test_a_divisor_that_may_be_zero_leaves_the_claim_unasked(value: str, step: str, said: str) -> None:
    table = statement([{"a": around(1, 1000), "b": exactly(1), "c": around(value, step)}], [None])
    assert verdict("a = b / c", table) == said


@given(WHOLE, st.integers(1, 10**18), st.integers(-(10**6), 10**6))
def test_a_percentage_of_exact_money_is_within_half_a_step(part: int, whole: int, away: int) -> None:
    true = Fraction(100 * part, whole)
    stated = Fraction(floor(true * 100) + away, 100)
    table = statement(
        [{"a": around(stated, "0.01"), "b": exactly(part), "c": exactly(whole)}], [None], nonnegative=False
    )
    possible = abs(stated - true) <= Fraction(1, 200)
    assert verdict("a = 100 * b / c", table) == ("holds" if possible else "violated")


@given(WHOLE, WHOLE, st.integers(-1, 1))
def test_products_of_rupiah_are_exact(one: int, two: int, away: int) -> None:
    table = statement(
        [{"a": exactly(one * two + away), "b": exactly(one), "c": exactly(two)}], [None], nonnegative=False
    )
    assert verdict("a = b * c", table) == ("violated" if away else "holds")


# No honest report is accused


def to_the_nearest(value: Fraction, step: Fraction, *, up: bool) -> Fraction:
    """The value rounded; a half goes up or down, as offices do both."""
    units = value / step
    whole = floor(units)
    rest = units - whole
    return (whole + (rest > Fraction(1, 2) or (up and rest == Fraction(1, 2)))) * step


def cut_off(value: Fraction, step: Fraction) -> Fraction:
    """The value without what stands behind its last place."""
    return int(value / step) * step


def as_printed(value: Fraction, step: Fraction, rounding: Rounding, *, up: bool) -> Print:
    printed = cut_off(value, step) if rounding == "truncated" else to_the_nearest(value, step, up=up)
    return Print(printed, step, rounding)


#: Equations in which figures may stand more than once.
HONEST: dict[str, Callable[[Fraction, Fraction, Fraction], Fraction]] = {
    "a = b * b": lambda b, c, d: b * b,
    "a = b / (b + c)": lambda b, c, d: b / (b + c),
    "a = (b * c + c * d) / (b + d)": lambda b, c, d: (b * c + c * d) / (b + d),
    "a = abs(b - c) * d": lambda b, c, d: abs(b - c) * d,
    "a = 100 * (b - c) / b": lambda b, c, d: 100 * (b - c) / b,
    "a = -(b - c) / (d - b)": lambda b, c, d: -(b - c) / (d - b),
}
true_values = st.fractions(-1000, 1000, max_denominator=400)
places = st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 10)])
roundings = st.sampled_from(["nearest", "truncated"])


@given(
    st.sampled_from(sorted(HONEST)),
    st.tuples(true_values, true_values, true_values),
    st.tuples(places, places, places, places),
    st.lists(roundings, min_size=4, max_size=4),
    st.booleans(),
)
def test_figures_rounded_from_true_values_break_no_rule(
    shape: str, values: tuple[Fraction, ...], steps: tuple[Fraction, ...], ways: list[Rounding], up: bool
) -> None:
    try:
        stated = HONEST[shape](*values)
    except ZeroDivisionError:
        assume(False)
    figures = {
        name: as_printed(value, step, way, up=up)
        for name, value, step, way in zip("abcd", (stated, *values), steps, ways, strict=True)
    }
    assert asked(figures, "=", shape) != "violated"


@given(
    st.lists(
        st.tuples(st.fractions(0, 10**6, max_denominator=7), st.fractions(0, 100, max_denominator=90)),
        min_size=1,
        max_size=6,
    ),
    places,
    roundings,
    st.booleans(),
)
def test_a_weighted_mean_of_rounded_parts_accuses_nobody(
    parts: list[tuple[Fraction, Fraction]], step: Fraction, way: Rounding, up: bool
) -> None:
    money = sum((pagu for pagu, _ in parts), NOTHING)
    assume(money)
    mean = sum((pagu * share for pagu, share in parts), NOTHING) / money
    rows = [
        {"a": as_printed(share, step, way, up=up).figure, "b": exactly(pagu)} for pagu, share in [(money, mean), *parts]
    ]
    table = statement(rows, [None, *(0 for _ in parts)])
    assert verdict("a = sum(children.(b * a)) / sum(children.b)", table, rounding=way) == "holds"


@given(st.lists(true_values, min_size=1, max_size=8), places, roundings, st.booleans())
def test_a_sum_of_rounded_parts_accuses_nobody(parts: list[Fraction], step: Fraction, way: Rounding, up: bool) -> None:
    printed = [as_printed(value, step, way, up=up).figure for value in [sum(parts, NOTHING), *parts]]
    assert verdict("a = sum(children.a)", family(printed[0], printed[1:]), rounding=way) == "holds"


def test_the_ends_that_the_oracle_takes_are_those_of_the_print() -> None:
    def ends(value: str, rounding: Rounding) -> Iterator[tuple[str, bool]]:
        return ((str(end), possible) for end, possible in Print(Fraction(value), Fraction(1, 10), rounding).ends())

    assert list(ends("12.3", "nearest")) == [("49/4", True), ("247/20", True)]
    assert list(ends("12.3", "truncated")) == [("123/10", True), ("62/5", False)]
    assert list(ends("-12.3", "truncated")) == [("-62/5", False), ("-123/10", True)]
    assert list(ends("0", "truncated")) == [("-1/10", False), ("1/10", False)]
