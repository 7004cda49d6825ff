"""An interval holds every value that its figures may stand for, and no end that they cannot."""

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import pairwise, product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from audit.model.figure import Figure, Interval, _around, _kept

Operation = Callable[[Interval, Interval], Interval]

#: Ends that fall together often, so that zeros, equal ends and mirrored ends are all tried.
ENDS = st.sampled_from([*map(Fraction, range(-3, 4)), Fraction(1, 3), Fraction(10**18), Fraction(-(10**18))])
QUANTA = st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 10), Fraction(1000), Fraction(10**6)])
AMOUNTS = st.fractions(min_value=-(10**18), max_value=10**18, max_denominator=997)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """A bounded interval that is not empty."""
    low, high = sorted((draw(ENDS), draw(ENDS)))
    if low == high:
        return Interval.exactly(low)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def rays(draw: st.DrawFn) -> Interval:
    """An interval of which either bound may be missing."""
    bounded = draw(intervals())
    low, high = draw(st.sampled_from([(bounded.low, None), (None, bounded.high), (None, None)]))
    return Interval(low, high, bounded.low_open and low is not None, bounded.high_open and high is not None)


def holds(interval: Interval, point: Fraction) -> bool:
    """Whether a point is a possible value, told without the code under test."""
    above = interval.low is None or point > interval.low or (point == interval.low and not interval.low_open)
    below = interval.high is None or point < interval.high or (point == interval.high and not interval.high_open)
    return above and below


def points(*given: Interval) -> list[Fraction]:
    """Points that tell intervals apart: all ends, zero, what lies between, just beside, and far outside."""
    ends = sorted(
        {end for interval in given for end in (interval.low, interval.high) if end is not None} | {Fraction(0)}
    )
    beside = [(99 * a + b) / 100 for a, b in pairwise(ends)] + [(a + 99 * b) / 100 for a, b in pairwise(ends)]
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    return sorted({*ends, *beside, *between, ends[0] - 2, ends[0] - 1, ends[-1] + 1, ends[-1] + 2})


def inside(interval: Interval) -> list[Fraction]:
    """Points of one interval."""
    return [point for point in points(interval) if holds(interval, point)]


def nearest(value: Fraction, quantum: Fraction) -> Fraction:
    """The value rounded half away from zero to a multiple of the quantum."""
    steps = (abs(value) / quantum + Fraction(1, 2)).__floor__()
    return steps * quantum * (-1 if value < 0 else 1)


def truncated(value: Fraction, quantum: Fraction) -> Fraction:
    """The value cut towards zero to a multiple of the quantum."""
    return (value / quantum).__trunc__() * quantum


def total(parts: list[Interval]) -> Interval:
    """The sum of intervals, as the evaluator makes it."""
    return reduce(operator.add, parts)


@pytest.mark.parametrize("operation", [operator.add, operator.sub], ids=["sum", "difference"])
@given(one=intervals(), other=intervals())
def test_a_sum_and_a_difference_hold_those_of_all_points(operation: Operation, one: Interval, other: Interval) -> None:
    result = operation(one, other)
    assert all(holds(result, operation(x, y)) for x, y in product(inside(one), inside(other)))


@example(one=Interval(Fraction(0), Fraction(5)), other=Interval(Fraction(2), Fraction(3), True, True))
@given(one=intervals(), other=intervals())
def test_a_product_holds_the_products_of_all_points(one: Interval, other: Interval) -> None:
    assert all(holds(one * other, x * y) for x, y in product(inside(one), inside(other)))


def test_nothing_times_an_unknown_small_amount_is_nothing() -> None:
    nothing, about_nothing = Interval.exactly(Fraction(0)), Figure(Fraction(0), Fraction(1), "0").interval("truncated")
    assert (nothing * about_nothing).meets(nothing)
    assert (about_nothing * nothing).meets(nothing)


@given(one=intervals(), other=intervals())
def test_a_product_without_zeros_holds_the_products_of_all_points(one: Interval, other: Interval) -> None:
    assume(0 not in (one.low, one.high, other.low, other.high))
    assert all(holds(one * other, x * y) for x, y in product(inside(one), inside(other)))


@given(one=intervals(), other=intervals())
def test_the_ends_of_a_product_are_products_of_ends(one: Interval, other: Interval) -> None:
    ends = [x * y for x, y in product((one.low, one.high), (other.low, other.high))]
    assert ((one * other).low, (one * other).high) == (min(ends), max(ends))


@given(one=intervals(), other=intervals())
def test_a_quotient_holds_the_quotients_of_all_points(one: Interval, other: Interval) -> None:
    if other.low <= 0 <= other.high:
        with pytest.raises(ZeroDivisionError):
            one / other
        return
    assert all(holds(one / other, x / y) for x, y in product(inside(one), inside(other)))


@given(one=intervals(), other=intervals(), operation=st.sampled_from([operator.add, operator.sub]))
def test_a_closed_end_of_a_sum_is_reached_and_an_open_one_is_not(
    one: Interval, other: Interval, operation: Operation
) -> None:
    result = operation(one, other)
    reached = {operation(x, y) for x, y in product(inside(one), inside(other))}
    assert (result.low in reached, result.high in reached) == (not result.low_open, not result.high_open)


@given(interval=intervals() | rays())
def test_a_negation_mirrors_and_undoes_itself(interval: Interval) -> None:
    mirrored = -interval
    assert all(holds(mirrored, -x) == holds(interval, x) for x in points(interval, mirrored))
    assert -mirrored == interval


@given(interval=intervals() | rays())
def test_an_absolute_value_holds_those_of_all_points_and_no_other(interval: Interval) -> None:
    possible = [x for x in points(interval, -interval) if x >= 0]
    expected = [x for x in possible if holds(interval, x) or holds(interval, -x)]
    assert [x for x in possible if holds(abs(interval), x)] == expected
    assert not any(holds(abs(interval), x) for x in points(interval, -interval) if x < 0)


@given(one=intervals() | rays(), other=intervals() | rays())
def test_intervals_meet_where_a_point_is_in_both(one: Interval, other: Interval) -> None:
    shared = any(holds(one, x) and holds(other, x) for x in points(one, other))
    assert one.meets(other) == other.meets(one) == shared


@given(one=intervals() | rays(), other=intervals() | rays())
def test_an_order_is_possible_where_two_points_have_it(one: Interval, other: Interval) -> None:
    pairs = [(x, y) for x, y in product(points(one, other), points(one, other)) if holds(one, x) and holds(other, y)]
    assert one.may_be_at_most(other) == any(x <= y for x, y in pairs)
    assert one.may_be_below(other) == any(x < y for x, y in pairs)


@pytest.mark.parametrize("operation", [operator.mul, operator.truediv], ids=["product", "quotient"])
def test_a_product_with_an_unbounded_side_is_refused(operation: Operation) -> None:
    with pytest.raises(ValueError, match="bounded"):
        operation(Interval.exactly(Fraction(1)), Interval(Fraction(1), None))


@given(value=AMOUNTS, quantum=QUANTA)
def test_a_figure_may_stand_for_what_it_was_rounded_from(value: Fraction, quantum: Fraction) -> None:
    assert holds(Figure(nearest(value, quantum), quantum, "").interval(), value)
    assert holds(Figure(truncated(value, quantum), quantum, "").interval("truncated"), value)


@given(printed=st.integers(-(10**18), 10**18), quantum=QUANTA, value=st.integers(-300, 300))
def test_a_truncated_figure_stands_for_exactly_what_is_cut_to_it(printed: int, quantum: Fraction, value: int) -> None:
    figure = Figure(printed * quantum, quantum, "")
    beside = figure.value + quantum * Fraction(value, 100)
    assert holds(figure.interval("truncated"), beside) == (truncated(beside, quantum) == figure.value)


@given(printed=st.integers(-(10**18), 10**18), quantum=QUANTA, away=st.integers(-200, 200))
def test_a_rounded_figure_reaches_half_a_step_to_both_sides(printed: int, quantum: Fraction, away: int) -> None:
    figure = Figure(printed * quantum, quantum, "")
    beside = figure.value + quantum * Fraction(away, 100)
    assert holds(figure.interval(), beside) == (abs(away) <= 50)


@given(value=AMOUNTS)
def test_a_figure_without_a_step_is_exact(value: Fraction) -> None:
    for interval in (Figure(value, Fraction(0), "").interval(), Figure(value, Fraction(0), "").interval("truncated")):
        assert interval.exact
        assert interval == Interval.exactly(value)


def test_what_a_spreadsheet_hides_is_the_unrounded_value() -> None:
    shown = Figure(Fraction("12.35"), Fraction("0.01"), "12.35", stored=Fraction("12.3456"))
    assert shown.unrounded() == Interval.exactly(Fraction("12.3456"))
    assert Figure(Fraction(12), Fraction(0), "12").unrounded() == Interval.exactly(Fraction(12))


@given(values=st.lists(AMOUNTS, min_size=1, max_size=12), quantum=QUANTA)
def test_a_sum_of_rounded_figures_always_meets_the_rounded_sum(values: list[Fraction], quantum: Fraction) -> None:
    children = [Figure(nearest(value, quantum), quantum, "").interval() for value in values]
    assert total(children).meets(Figure(nearest(sum(values), quantum), quantum, "").interval())


@given(values=st.lists(AMOUNTS, min_size=1, max_size=12), quantum=QUANTA)
def test_a_sum_of_truncated_figures_always_meets_the_truncated_sum(values: list[Fraction], quantum: Fraction) -> None:
    children = [Figure(truncated(value, quantum), quantum, "").interval("truncated") for value in values]
    assert total(children).meets(Figure(truncated(sum(values), quantum), quantum, "").interval("truncated"))


@given(
    steps=st.lists(st.integers(-(10**18), 10**18), min_size=1, max_size=12),
    quantum=QUANTA,
    side=st.sampled_from([1, -1]),
    excess=st.fractions(min_value=Fraction(1, 10**30), max_value=1),
)
def test_children_forgive_half_a_step_each_and_one_for_the_parent_and_not_more(
    steps: list[int], quantum: Fraction, side: int, excess: Fraction
) -> None:
    children = total([Figure(step * quantum, quantum, "").interval() for step in steps])
    forgiven = (len(steps) + 1) * quantum / 2
    at_the_end = Figure(sum(steps) * quantum + side * forgiven, quantum, "").interval()
    beyond = Figure(sum(steps) * quantum + side * (forgiven + excess), quantum, "").interval()
    assert children.meets(at_the_end)
    assert not children.meets(beyond)


@given(steps=st.lists(st.integers(1, 10**18), min_size=1, max_size=12), quantum=QUANTA)
def test_truncated_children_forgive_less_than_a_step_each_and_only_upwards(steps: list[int], quantum: Fraction) -> None:
    children = total([Figure(step * quantum, quantum, "").interval("truncated") for step in steps])

    def agrees(off: int) -> bool:
        return children.meets(Figure((sum(steps) + off) * quantum, quantum, "").interval("truncated"))

    size = len(steps)
    assert [off for off in range(-2, size + 2) if sum(steps) + off > 0 and agrees(off)] == list(range(size))


DIFFERENCES = """
    parent               children                                off by one rupiah
    1000000000000000000  999999999999999999 1                    no
    1000000000000000001  999999999999999999 1                    yes
    9007199254740993     9007199254740992 0                      yes
    9007199254740993     9007199254740992 1                      no
"""


@pytest.mark.parametrize("line", DIFFERENCES.strip().splitlines()[1:], ids=str.strip)
def test_a_single_rupiah_is_seen_where_binary_numbers_no_longer_see_it(line: str) -> None:
    parent, *children, off = line.split()
    added = total([Figure(Fraction(child), Fraction(0), child).interval() for child in children])
    assert added.meets(Figure(Fraction(parent), Fraction(0), parent).interval()) == (off == "no")


ORDER = [operator.add, operator.sub, operator.mul, operator.truediv]


@pytest.mark.parametrize("operation", ORDER, ids=["sum", "difference", "product", "quotient"])
@given(one=ENDS | AMOUNTS, other=ENDS | AMOUNTS)
def test_the_short_way_of_exact_amounts_is_the_long_way(operation: Operation, one: Fraction, other: Fraction) -> None:
    if operation is operator.truediv and not other:
        with pytest.raises(ZeroDivisionError):
            operation(Interval.exactly(one), Interval.exactly(other))
        return
    # Ends that are equal, but not the same object, take the long way.
    apart = [Interval(value, Fraction(value.numerator * 3, value.denominator * 3)) for value in (one, other)]
    short = operation(Interval.exactly(one), Interval.exactly(other))
    assert short == operation(*apart) == Interval.exactly(operation(one, other))


@given(value=AMOUNTS, quantum=QUANTA, truncating=st.booleans())
def test_a_figure_stands_for_the_same_whenever_it_is_asked(
    value: Fraction, quantum: Fraction, truncating: bool
) -> None:
    rounding = "truncated" if truncating else "nearest"
    once = Figure(value, quantum, "").interval(rounding)
    _kept.cache_clear()
    assert once == Figure(value, quantum, "").interval(rounding) == _around(value, quantum, rounding)
