"""Amounts that a person types: read where they can mean one thing, refused where another reader takes another."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.notation.numerals import amount
from audit.notation.typed_amount import WrongAmount, as_amount

READ = """
5000000           5000000
5.000.000         5000000
5.000             5000
5 juta            5000000
5jt               5000000
Rp5 juta          5000000
rp. 5,25 Juta     5250000
IDR 1.500 juta    1500000000
2 Miliar          2000000000
1 billion         1000000000
Rp5.000.000,00    5000000
Rp 5.000.000,-    5000000
0                 0
"""

REFUSED = """
5,000
5,000,000
5.00
5.000.00
1,5
5,000 juta
5 M
5m
-5
(5)
1e6
juta
Rp
5 juta rupiah
5 %
٥
"""


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_an_amount_is_read_as_indonesian_writes_it(line: str) -> None:
    typed, value = line[:18].strip(), line[18:].strip()
    assert as_amount(typed) == int(value)


@pytest.mark.parametrize("typed", [*REFUSED.strip().splitlines(), "", "9" * 25, 5.0, True, -1, Decimal("NaN")])
def test_what_can_mean_another_amount_is_refused_with_what_to_write(typed: Any) -> None:
    with pytest.raises(
        WrongAmount, match=r"is no amount of rupiah; write, for instance, 5000000, 5\.000\.000 or"
    ) as no:
        as_amount(typed)
    assert "bukan jumlah rupiah; tulis misalnya" in no.value.message.id


@given(st.integers(min_value=0, max_value=10**20))
def test_every_amount_that_we_print_can_be_typed(value: int) -> None:
    assert as_amount(amount(Fraction(value), "rupiah", "id")) == as_amount(str(value)) == as_amount(value) == value


def test_a_number_is_taken_exactly() -> None:
    assert as_amount(Decimal("2.5")) == as_amount(Fraction(5, 2)) == Fraction(5, 2)
    assert as_amount(10**400) == 10**400
