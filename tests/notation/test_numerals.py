"""Numerals are read exactly as printed, in the convention of their column; what is none stays words."""

from fractions import Fraction
from typing import Any, get_args

import pytest
from drawn import rows
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.model.decimals import plain, to_decimal
from audit.model.text import Lang
from audit.notation.numerals import (
    Mark,
    amount,
    amount_text,
    decimal_mark,
    has_digit,
    is_numeral,
    read_numeral,
)

MARKS: tuple[Mark, ...] = get_args(Mark)
LANGUAGES: dict[Lang, Mark] = {"id": ",", "en": "."}
UNITS = st.sampled_from([None, "rupiah", "percent"])
AMOUNTS = st.builds(
    lambda units, decimals: Fraction(units, 10**decimals), st.integers(-(10**18), 10**18), st.integers(0, 6)
)

#: A cell of a column, written in one language.
CELLS = st.builds(lambda value, unit: (value, unit), AMOUNTS, UNITS)


@rows("numerals.yaml", "reads")
def test_a_print_is_read(drawn: dict[str, Any], row: list[str]) -> None:
    printed, readings, step, *said = row
    for mark in [drawn["mark"]] if "mark" in drawn else MARKS:
        numeral = read_numeral(printed, mark)
        assert numeral is not None
        assert numeral.readings == tuple(map(Fraction, readings.split(" or ")))
        assert numeral.quantum == Fraction(step)
        names = {name for name in ("malformed", "percent", "nil") if getattr(numeral, name)}
        assert names == set(" ".join(said).split())
        assert numeral.value == (None if " or " in readings else Fraction(readings))
        assert is_numeral(printed)
        assert has_digit(printed) is not numeral.nil


@rows("numerals.yaml", "none")
def test_what_is_no_numeral_stays_words(drawn: dict[str, Any], row: list[str]) -> None:
    assert [read_numeral(row[0], mark) for mark in MARKS] == [None, None]
    assert not is_numeral(row[0])
    assert not has_digit(row[0])


@rows("numerals.yaml", "marks")
def test_a_column_has_one_decimal_mark(drawn: dict[str, Any], row: list[str]) -> None:
    cells, mark = row[0].split(" | "), row[1]
    grouped = drawn.get("grouped") != "no"
    for order in (cells, cells[::-1], sorted(cells)):
        assert decimal_mark(order, fallback=drawn.get("fallback"), grouped=grouped) == mark


@given(value=AMOUNTS, unit=UNITS, lang=st.sampled_from(list(LANGUAGES)))
def test_what_we_write_for_a_person_we_read_back(value: Fraction, unit: str | None, lang: Lang) -> None:
    numeral = read_numeral(amount(value, unit, lang), LANGUAGES[lang])
    assert numeral is not None
    assert (numeral.value, numeral.malformed, numeral.percent) == (value, False, unit == "percent")
    assert value % numeral.quantum == 0


@given(value=AMOUNTS, unit=UNITS, lang=st.sampled_from(list(LANGUAGES)), decimals=st.integers(0, 4))
def test_what_we_write_with_fewer_decimals_is_rounded_half_away_from_zero(
    value: Fraction, unit: str | None, lang: Lang, decimals: int
) -> None:
    numeral = read_numeral(amount(value, unit, lang, decimals), LANGUAGES[lang])
    assert numeral is not None
    steps = (abs(value) * 10**decimals + Fraction(1, 2)).__floor__()
    assert numeral.fraction_digits == decimals
    assert numeral.value == Fraction(steps, 10**decimals) * (-1 if value < 0 else 1)
    assert numeral.value == Fraction(to_decimal(value, decimals))


@given(value=AMOUNTS)
def test_what_we_write_for_programs_is_the_value(value: Fraction) -> None:
    assert Fraction(plain(value)) == value
    assert read_numeral(plain(value), ".").value == value  # type: ignore[union-attr]


PRINTED = """
    value       unit     id               en
    1234567     rupiah   Rp1.234.567      Rp1,234,567
    -1234567    rupiah   -Rp1.234.567     -Rp1,234,567
    1234567.5   rupiah   Rp1.234.567,5    Rp1,234,567.5
    1.38        percent  1,38_%           1.38_%
    12          count    12               12
    0           rupiah   Rp0              Rp0
    1/3         percent  0,333333_%       0.333333_%
"""


@pytest.mark.parametrize("line", PRINTED.strip().splitlines()[1:], ids=str.strip)
def test_an_amount_is_written_as_its_reader_writes_it(line: str) -> None:
    value, unit, *both = line.replace("_", " ").split(maxsplit=2)
    indonesian, english = (text.strip() for text in both[0].split("  ", 1))
    assert amount_text(Fraction(value), unit)("id") == indonesian
    assert amount_text(Fraction(value), unit)("en") == english


def test_an_amount_that_rounds_to_zero_has_no_sign() -> None:
    assert amount(Fraction("-0.004"), "percent", "en", 2) == "0.00 %"
    assert plain(Fraction("-0.004"), 2) == "0.00"


@pytest.mark.parametrize("value", ["1000000000000000000.000000000001", "1234567890123456789012.3456789"])
def test_a_value_that_ends_is_written_whole(value: str) -> None:
    assert plain(Fraction(value)) == value


@given(
    written=st.lists(CELLS, min_size=1, max_size=8),
    words=st.lists(st.sampled_from(["-", "nihil", "Pagu", "", "21,276,070,424,00", "1)", "31/12/2021"]), max_size=3),
    lang=st.sampled_from(list(LANGUAGES)),
    fallback=st.sampled_from([None, ",", "."]),
    shuffle=st.randoms(use_true_random=False),
)
def test_a_column_of_one_language_is_read_as_it_was_written_in_any_order(
    written: list[tuple[Fraction, str | None]], words: list[str], lang: Lang, fallback: Mark | None, shuffle: Any
) -> None:
    prints = [amount(value, unit, lang) for value, unit in written]
    # Three digits after a lone mark can be both; one cell must tell.
    other: Mark = "." if LANGUAGES[lang] == "," else ","
    telling = [text for text in prints if read_numeral(text, other).malformed]  # type: ignore[union-attr]
    assume(telling)
    column = [*prints, *words]
    shuffle.shuffle(column)
    mark = decimal_mark(column, fallback=fallback)
    assert mark == LANGUAGES[lang]
    read_back = [read_numeral(text, mark) for text in prints]
    assert [numeral.value for numeral in read_back if numeral] == [value for value, _ in written]


AMBIGUOUS = ["1.234", "1,234", "12", "500.000", "500,000", "1.234.567", "1,234,567", "1.5", "1,5", "1.234.56", "-", "x"]


@given(
    column=st.lists(st.sampled_from(AMBIGUOUS), min_size=2, max_size=8),
    grouped=st.booleans(),
    shuffle=st.randoms(use_true_random=False),
)
def test_the_order_of_the_cells_never_changes_the_decimal_mark(column: list[str], grouped: bool, shuffle: Any) -> None:
    shuffled = shuffle.sample(column, len(column))
    assert decimal_mark(column, grouped=grouped) == decimal_mark(shuffled, grouped=grouped)


@given(text=st.text(alphabet="0123456789.,' -–−()Rp%jutaMiliar\u00a0", max_size=14), mark=st.sampled_from(MARKS))
def test_any_text_has_readings_or_none_and_never_an_error(text: str, mark: Mark) -> None:
    numeral = read_numeral(text, mark)
    if numeral is not None:
        assert 1 <= len(numeral.readings) <= 2
        assert is_numeral(text)
