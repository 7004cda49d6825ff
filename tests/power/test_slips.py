"""Errors that people make in one figure."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from asked import asked
from hypothesis import given
from hypothesis import strategies as st

from audit.diagnose._digits import kind_of_slip
from audit.model.document import Place
from audit.model.figure import Figure
from audit.model.statement import Column, Row, Statement
from audit.run._slips import KINDS, slip, step_of

#: What a diagnosis would call the error, if it saw the right figure beside the wrong one.
NAMES = {
    "digit": {"typo-digit", "sign", "scale"},
    "swapped": {"transposed-digits"},
    "dropped": {"typo-digit", "scale"},
    "doubled": {"typo-digit", "scale"},
    "sign": {"sign"},
    "scale": {"scale"},
}


def statement(figures: list[Figure], type: str = "rupiah") -> Statement:
    place = Place("i1", "tabel")
    rows = tuple(Row(n, "", "", "", "leaf", place, {"pagu": figure}) for n, figure in enumerate(figures))
    return Statement(
        "s1", "rincian", "i1", "", (), place, (Column("pagu", type, "Pagu", place, 0),), rows, (None,) * len(rows), ()
    )


@given(value=st.integers(-(10**13), 10**13), decimals=st.sampled_from([0, 2]), seed=st.integers(0, 10**6))
def test_an_error_is_another_figure_of_the_same_precision(value: int, decimals: int, seed: int) -> None:
    step = Fraction(1, 10**decimals)
    figure = Figure(value * step, step if decimals else Fraction(0), "")
    kind, wrong = slip(statement([figure]), 0, "pagu", Random(seed))
    assert wrong.value != figure.value
    assert wrong.quantum == figure.quantum
    assert wrong.stored is None
    assert (wrong.value / step).denominator == 1
    if abs(value) >= 10_000:
        # Of figures with few digits some errors leave no trace, as 5 becoming 0.
        assert kind_of_slip(wrong.value, figure.value) in NAMES[kind]


def test_all_kinds_of_errors_are_made() -> None:
    table = statement([Figure(Fraction(n * 1_234_567), Fraction(0), "") for n in (3, 5)])
    rng = Random(1)
    kinds = Counter(slip(table, 1, "pagu", rng)[0] for _ in range(700))
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) > 50


def test_a_neighbour_is_copied_from_above_or_from_the_next_column_of_the_same_type() -> None:
    answers = asked(
        """
        kode  uraian  target  pagu  realisasi  bobot
        1     Aspal   2       100   40         25,00
        2     Batu    3       300   60         75,00
        """
    )
    table = answers.world.statements["s1"]
    rng = Random(3)
    made = [slip(table, 1, "pagu", rng) for _ in range(300)]
    assert {wrong.value for kind, wrong in made if kind == "copied"} == {100, 60}
    # Nothing stands above, and no percentage beside.
    assert "copied" not in {slip(table, 0, "bobot", rng)[0] for _ in range(300)}


@pytest.mark.parametrize(
    ("value", "quantum", "step"),
    [
        ("100", "0", "1"),
        ("100.5", "0", "0.1"),
        ("100", "0.01", "0.01"),
        ("5000", "1000", "1000"),
        ("0", "0", "1"),
        # A number too long for a spreadsheet has a quantum that is no power of ten of its value.
        ("0.5", "3", "0.1"),
    ],
)
def test_the_step_is_that_of_the_last_digit(value: str, quantum: str, step: str) -> None:
    assert step_of(Figure(Fraction(value), Fraction(quantum), "")) == Fraction(step)


def test_zero_can_be_wrong_too() -> None:
    nil = statement([Figure(Fraction(0), Fraction(0), "-")])
    assert {slip(nil, 0, "pagu", Random(n))[0] for n in range(30)} == {"digit"}
