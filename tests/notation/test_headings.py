"""Headings, titles and labels are told by their words: the unit, the total, the number of a column."""

from fractions import Fraction
from typing import Any

from drawn import rows
from hypothesis import given
from hypothesis import strategies as st

from audit.notation.headings import column_number, is_selection, telling, total_of, unit_of, words


@rows("headings.yaml", "units")
def test_a_title_tells_the_unit(drawn: dict[str, Any], row: list[str]) -> None:
    text, unit = row
    expected = None if unit == "-" else Fraction(unit)
    assert [unit_of(text), unit_of(text.upper()), unit_of(f"LAPORAN\n{text}")] == [expected] * 3


@rows("headings.yaml", "totals")
def test_a_label_tells_what_it_is_the_total_of(drawn: dict[str, Any], row: list[str]) -> None:
    label, rest = row
    assert total_of(label) == {"all": "", "-": None}.get(rest, rest)


@rows("headings.yaml", "numbers")
def test_a_column_number_is_read(drawn: dict[str, Any], row: list[str]) -> None:
    assert column_number(row[0]) == (None if row[1] == "-" else int(row[1]))


@rows("headings.yaml", "selections")
def test_a_selection_says_so_in_its_title(drawn: dict[str, Any], row: list[str]) -> None:
    assert is_selection(row[0]) == (row[1] == "yes")


@rows("headings.yaml", "words")
def test_a_heading_is_read_as_words(drawn: dict[str, Any], row: list[str]) -> None:
    assert " ".join(words(row[0])) == row[1]


def test_words_that_stand_in_every_title_tell_nothing() -> None:
    assert telling("Jumlah Dana dari Program A dan Kegiatan") == {"program", "kegiatan"}


@given(number=st.integers(1, 99), rest=st.sampled_from(["", " = 4 - 3", "=4/3", " (4:3)"]), brackets=st.booleans())
def test_every_column_number_is_read_with_its_formula(number: int, rest: str, brackets: bool) -> None:
    assert column_number(f"({number}{rest})" if brackets else f"{number}{rest}") == number
