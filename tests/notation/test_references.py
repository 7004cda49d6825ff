"""A formula that is copied to another cell refers as a spreadsheet program would have it refer there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from audit.notation.letters import letters_of
from audit.notation.references import moved


@pytest.mark.parametrize(
    ("formula", "copy"),
    [
        ("=A1+B2", "=C4+D5"),
        ("=$A1+B$2+$C$3", "=$A4+D$2+$C$3"),
        ("=SUM(A1:B9)*2", "=SUM(C4:D12)*2"),
        ("=SUM(A:B,$C:$C,1:2,$3:$3)", "=SUM(C:D,$C:$C,4:5,$3:$3)"),
        ("=Rincian!A1+'Rek A1'!B1", "=Rincian!C4+'Rek A1'!D4"),
        ('=IF(A1="B1",LOG10(A1),Q1_2022)', '=IF(C4="B1",LOG10(C4),Q1_2022)'),
        ("=[1]Lain!A1+Tabel[B1]", "=[1]Lain!C4+Tabel[B1]"),
        ("=AB12(A1)+1E5+TRUE", "=AB12(C4)+1E5+TRUE"),
        ('=A1&"it\'s A1"', '=C4&"it\'s A1"'),
    ],
)
def test_a_formula_two_columns_right_and_three_rows_down(formula: str, copy: str) -> None:
    assert moved(formula, 3, 2) == copy
    assert moved(formula, 0, 0) == formula


@pytest.mark.parametrize("formula", ["=A5", "=E1", "=SUM(A:B)", "=SUM(1:2)"])
def test_what_would_lie_off_the_sheet_is_no_reference(formula: str) -> None:
    assert "#REF!" in moved(formula, -3, -2)


@pytest.mark.parametrize("formula", ["=XFD1", "=A1048576"])
def test_a_sheet_has_an_end(formula: str) -> None:
    assert moved(formula, 1, 1) == "=#REF!"


corners = st.tuples(st.booleans(), st.integers(5, 700), st.booleans(), st.integers(50, 9000)).map(
    lambda c: f"{'$' * c[0]}{letters_of(c[1])}{'$' * c[2]}{c[3]}"
)
areas = st.tuples(st.sampled_from(["", "Lain!", "'Lembar 2'!"]), corners, st.one_of(st.none(), corners)).map(
    lambda a: f"{a[0]}{a[1]}" + (f":{a[2]}" if a[2] else "")
)


@given(st.lists(areas, min_size=1, max_size=4), st.integers(-40, 400), st.integers(-4, 60))
def test_copies_are_those_of_openpyxl(references: list[str], rows: int, columns: int) -> None:
    formula = f'=SUM({",".join(references)})-{references[0]}*"A1"'
    translated = Translator(formula, "E50").translate_formula(f"{letters_of(4 + columns)}{50 + rows}")
    assert moved(formula, rows, columns) == translated
