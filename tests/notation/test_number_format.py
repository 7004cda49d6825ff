"""The format of a cell decides the digits that a person sees; what it hides is kept beside them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from drawn import rows
from hypothesis import given
from hypothesis import strategies as st

from audit.notation.number_format import show

DOUBLES = st.floats(min_value=-1e13, max_value=1e13, allow_nan=False) | st.integers(-(10**13), 10**13)


@rows("number_format.yaml", "shows")
def test_a_number_is_shown_by_its_format(drawn: dict[str, Any], row: list[str]) -> None:
    stored, code, text, value, step, *said = row
    shown, number = show(int(stored) if stored.lstrip("-").isdigit() else float(stored), code)
    assert shown == text
    assert number.shown == Fraction(value)
    assert number.quantum == (None if step == "-" else Fraction(step))
    assert {name for name in ("hidden", "percent") if getattr(number, name)} == set(" ".join(said).split())
    assert number.stored == Fraction(stored) * (100 if number.percent else 1)


@given(value=DOUBLES)
def test_two_decimals_are_rounded_half_away_from_zero(value: float) -> None:
    text, number = show(value, "0.00")
    expected = Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert number.shown == Fraction(expected)
    assert text == f"{expected if expected else abs(expected):f}"
    assert number.hidden == (Fraction(expected) != number.stored)
    assert number.stored == Fraction(repr(value))


@given(units=st.integers(-(10**6), 10**6), decimals=st.integers(0, 4))
def test_a_half_goes_away_from_zero_at_every_step(units: int, decimals: int) -> None:
    half = float(Decimal(10 * units + 5).scaleb(-decimals - 1))
    code = "0." + "0" * decimals if decimals else "0"
    away = units + 1 if half > 0 else units
    assert show(half, code)[1].shown == Fraction(away, 10**decimals)


@given(value=DOUBLES, decimals=st.integers(0, 6), percent=st.booleans(), grouped=st.booleans())
def test_the_shown_value_is_within_half_a_step_of_the_stored_one(
    value: float, decimals: int, percent: bool, grouped: bool
) -> None:
    code = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "") + ("%" if percent else "")
    text, number = show(value, code)
    assert number.quantum is not None
    assert abs(number.shown - number.stored) <= number.quantum / 2
    assert number.shown == Fraction(text.replace(",", "").rstrip("%"))
    assert number.percent == percent


@given(value=st.integers(-(10**14), 10**14), decimals=st.integers(0, 2))
def test_a_whole_number_is_shown_whole_in_the_general_format(value: int, decimals: int) -> None:
    assert show(value, None)[0] == str(value)
    assert show(value, None)[1].shown == value
    assert show(value, None)[1].hidden is False


@pytest.mark.parametrize("code", [None, "General", "0", "0.00", "#,##0", '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'])
def test_a_zero_is_zero_in_every_format(code: str | None) -> None:
    for zero in (0, 0.0, -0.0):
        text, number = show(zero, code)
        assert (number.shown, number.stored, number.hidden) == (0, 0, False)
        assert text in ("0", "0.00", "-")
