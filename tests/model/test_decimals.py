"""How many decimals a value has."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from audit.model.decimals import decimals_of


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=10**7), st.integers(0, 12))
def test_the_decimals_of_a_value_are_those_after_which_it_is_whole(value: Fraction, most: int) -> None:
    decimals = decimals_of(value, most)
    assert 0 <= decimals <= most
    assert decimals == most or (value * 10**decimals).denominator == 1
    assert not decimals or (value * 10 ** (decimals - 1)).denominator != 1
