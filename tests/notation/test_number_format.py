"""The format of a cell decides the digits that a person sees; what it hides is kept beside them."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from drawn import rows
from hypothesis import given
from hypothesis import strategies as st

from audit.notation.builtin_formats import BUILTIN, shows_date, shows_span
from audit.notation.number_format import _chosen, _formatted, _sections, show

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


USUAL = [
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "0.000%",
    '"Rp" #,##0.00',
    "#,##0_);(#,##0)",
    "0.0;-0.0",
    "##0",
    "#,#00.0",
    "0 ",
]


@given(value=DOUBLES | st.integers(-(10**17), 10**17), code=st.sampled_from(USUAL))
def test_the_short_way_for_usual_formats_shows_what_the_long_way_shows(value: float, code: str) -> None:
    stored = Fraction(repr(value))
    section, signed = _chosen(_sections(code), stored)
    long = _formatted(stored, replace(section, around=None), signed=signed, exact=False)
    assert show(value, code) == long


def test_the_formats_known_by_a_number_are_those_of_other_programs() -> None:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    # Of 44 openpyxl lost the marks between the sections.
    assert {n: code for n, code in BUILTIN.items() if n != 44} == {n: c for n, c in BUILTIN_FORMATS.items() if n != 44}
    codes = [*BUILTIN.values(), "[hh]:mm", '"hari" 0', "[Red]0", "[$Rp-421]#,##0", "0;d", "yyyy", "\\d0", "[ss].0", ""]
    for code in codes:
        assert shows_date(code) == is_date_format(code), code
        assert shows_span(code) == is_timedelta_format(code), code
