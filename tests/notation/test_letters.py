"""Columns of a sheet are called by letters, as spreadsheets call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from audit.notation.letters import letters_of, position_of


@given(st.integers(min_value=0, max_value=18_277))
def test_the_letters_of_a_column_lead_back_to_it(position: int) -> None:
    assert letters_of(position) == get_column_letter(position + 1)
    assert position_of(letters_of(position)) == position


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_after_z_come_two_letters(position: int, letters: str) -> None:
    assert letters_of(position) == letters
