"""Number words are read exactly or not at all, and what is written is read back."""

from fractions import Fraction
from typing import Any

import pytest
from drawn import rows
from hypothesis import given
from hypothesis import strategies as st

from audit.notation.terbilang import read_terbilang, terbilang

WHOLE = st.integers(0, 15).flatmap(lambda digits: st.integers(0, 10**digits))
DECIMALS = st.builds(lambda units, decimals: (Fraction(units, 10**decimals), decimals), WHOLE, st.integers(0, 4))


@rows("terbilang.yaml", "reads")
def test_words_are_read_with_their_slips(drawn: dict[str, Any], row: list[str]) -> None:
    words, number, *slips = row
    value, step, unit = number.split(" | ")
    found = read_terbilang(words)
    assert found is not None
    assert (found.value, found.quantum, found.unit or ".") == (Fraction(value), Fraction(step), unit)
    assert [f"{slip.printed} -> {slip.meant}{'' if slip.sure else ' ?'}" for slip in found.slips] == slips
    assert found.sure == all(not slip.endswith("?") for slip in slips)


@rows("terbilang.yaml", "reads not")
def test_what_is_no_certain_number_is_not_read(drawn: dict[str, Any], row: list[str]) -> None:
    assert read_terbilang(row[0]) is None


@given(number=DECIMALS, sign=st.sampled_from([1, -1]), unit=st.sampled_from([None, "rupiah", "percent"]))
def test_what_is_written_is_read_back(number: tuple[Fraction, int], sign: int, unit: str | None) -> None:
    value, decimals = sign * number[0], number[1]
    found = read_terbilang(terbilang(value, unit, decimals))
    assert found is not None
    assert (found.value, found.quantum, found.unit) == (value, Fraction(1, 10**decimals), unit)
    assert found.slips == ()


@given(number=WHOLE, upper=st.booleans())
def test_words_joined_or_in_capitals_are_the_same_number_or_none(number: int, upper: bool) -> None:
    words = terbilang(number).replace(" ", "")
    found = read_terbilang(words.upper() if upper else words)
    assert found is None or found.value == number


@given(number=st.integers(0, 999_999), at=st.integers(0, 200), letter=st.sampled_from("abdegijklmnpqrstu"))
def test_a_wrong_letter_never_gives_another_number_for_certain(number: int, at: int, letter: str) -> None:
    words = terbilang(number)
    place = at % len(words)
    slipped = words[:place] + letter + words[place + 1 :]
    found = read_terbilang(slipped)
    assert found is None or not found.sure or found.value == number


@given(number=WHOLE)
def test_the_words_are_those_of_num2words(number: int) -> None:
    num2words = pytest.importorskip("num2words").num2words
    said = num2words(number, lang="id")
    assert terbilang(number) == _with_seribu(said)
    found = read_terbilang(said)
    assert found is not None
    assert found.value == number
    assert found.slips == ()


def _with_seribu(said: str) -> str:
    """The words of num2words, which says "juta satu ribu" but "seribu" at the beginning."""
    words = said.split()
    for n in range(1, len(words) - 1):
        if words[n : n + 2] == ["satu", "ribu"] and words[n - 1] in ("juta", "miliar", "triliun", "kuadriliun"):
            words[n : n + 2] = ["seribu", ""]
    return " ".join(filter(None, words))


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(10**18)])
def test_what_cannot_be_said_is_refused(value: Fraction) -> None:
    with pytest.raises(ValueError, match="cannot be said in words"):
        terbilang(value)


@given(text=st.text(alphabet="abdegijklmnprstu -\n,.()", max_size=60))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = read_terbilang(text)
    assert found is None or found.quantum > 0
