"""Amounts are found in running text where they stand, and other numbers are left alone."""

from fractions import Fraction
from typing import Any

from drawn import rows
from hypothesis import given
from hypothesis import strategies as st

from audit.notation.beside import Words
from audit.notation.mentions import amounts_in
from audit.notation.numerals import amount


@rows("mentions.yaml", "finds")
def test_the_amounts_of_a_sentence_are_found(drawn: dict[str, Any], row: list[str]) -> None:
    sentence, *expected = row
    found = [
        (amount.printed, amount.numeral.value, amount.numeral.quantum, amount.unit) for amount in amounts_in(sentence)
    ]
    split = [part.split(" | ") for part in expected]
    assert found == [(printed, Fraction(value), Fraction(step), unit) for printed, value, step, unit in split]
    assert all(sentence[mention.start : mention.end] == mention.printed for mention in amounts_in(sentence))


@rows("mentions.yaml", "says")
def test_the_words_beside_an_amount_are_read(drawn: dict[str, Any], row: list[str]) -> None:
    sentence, *expected = row
    found = list(amounts_in(sentence))
    assert [" | ".join((a.printed, str(a.numeral.value), a.unit, said(a.words))) for a in found] == [
        " | ".join((printed, str(Fraction(value)), unit, words if words in ".?" else str(Fraction(words))))
        for printed, value, unit, words in (part.split(" | ") for part in expected)
    ]
    assert all(sentence[a.words.start : a.words.end] == a.words.printed for a in found if a.words is not None)


def said(words: Words | None) -> str:
    return "." if words is None else "?" if words.value is None else str(words.value)


@given(
    value=st.builds(lambda units, decimals: Fraction(units, 10**decimals), st.integers(0, 10**18), st.integers(0, 2)),
    unit=st.sampled_from(["rupiah", "percent"]),
    before=st.sampled_from(["", "sebesar ", "Tahun 2021, "]),
    after=st.sampled_from(["", ".", ", yaitu", "; dan", " dari 12 orang"]),
)
def test_an_amount_that_we_write_is_found_in_any_sentence(value: Fraction, unit: str, before: str, after: str) -> None:
    sentence = before + amount(value, unit, "id") + after
    [found] = [one for one in amounts_in(sentence) if one.unit == unit]
    assert (found.printed, found.numeral.value, found.unit) == (amount(value, unit, "id"), value, unit)
    assert sentence[found.start : found.end] == found.printed


@given(text=st.text(alphabet="0123456789.,-−()Rp%juta M\n", max_size=30))
def test_any_text_has_amounts_or_none_and_every_print_stands_where_it_is_said_to(text: str) -> None:
    ends = 0
    for found in amounts_in(text):
        assert text[found.start : found.end] == found.printed
        assert found.start >= ends
        ends = found.end
