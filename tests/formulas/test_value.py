"""A formula is recomputed exactly, as plain arithmetic does it, and what cannot be recomputed is not known."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formulas._parsed import parsed
from audit.formulas._relative import absolute, relative
from audit.formulas._sheet import Sheet, Unknown, sheets_of
from audit.formulas._value import value_of
from audit.model.document import Cell, Grid, Merge, Number, Place
from audit.notation.letters import letters_of

HERE = Place("i1", "Lembar")


def cell(value: object, formula: str | None = None) -> Cell | None:
    """A cell as a reader yields it: a number, a text, or nothing."""
    if value is None:
        return None
    number = Number(Fraction(value), None, Fraction(value)) if isinstance(value, int | Fraction) else None
    return Cell(str(value), HERE, number, formula, error=str(value).startswith("#"))


def sheet_of(rows: list[list[object]], **told: object) -> Sheet:
    grid = Grid("Lembar", HERE, tuple(tuple(cell(value) for value in row) for row in rows), **told)  # type: ignore[arg-type]
    return sheets_of([grid], "xlsx")["LEMBAR"]


def computed(formula: str, sheet: Sheet, row: int = 9, column: int = 9) -> Fraction:
    node = parsed(relative(formula, row, column))
    assert node is not None, formula
    return value_of(node, sheet, row, column, {"LEMBAR": sheet})[0]


amounts = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.fractions(-(10**6), 10**6, max_denominator=1000))


@given(st.lists(st.lists(amounts, min_size=3, max_size=3), min_size=1, max_size=8), st.data())
def test_a_sum_over_a_block_is_the_sum_of_its_cells(rows: list[list[Fraction | None]], data: st.DataObject) -> None:
    top, bottom = sorted(data.draw(st.integers(0, 9)) for _ in range(2))
    left, right = sorted(data.draw(st.integers(0, 3)) for _ in range(2))
    block = f"{letters_of(left)}{top + 1}:${letters_of(right)}${bottom + 1}"
    plain = sum((v or Fraction(0) for row in rows[top : bottom + 1] for v in row[left : right + 1]), Fraction(0))
    assert computed(f"=SUM({block})", sheet_of(rows), 20, 20) == plain


@given(st.recursive(st.integers(0, 99), lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner), max_leaves=12))
def test_arithmetic_is_that_of_the_schoolbook(tree: object) -> None:
    def written(node: object) -> str:
        return str(node) if isinstance(node, int) else f"({written(node[0])}{node[1]}{written(node[2])})"  # type: ignore[index]

    def plain(node: object) -> Fraction:
        if isinstance(node, int):
            return Fraction(node)
        left, sign, right = node  # type: ignore[misc]
        a, b = plain(left), plain(right)
        return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[sign]()

    try:
        expected = plain(tree)
    except ZeroDivisionError:
        with pytest.raises(Unknown):
            computed(f"={written(tree)}", sheet_of([[1]]))
    else:
        assert computed(f"={written(tree)}", sheet_of([[1]])) == expected


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1-B1-C1", 10 - 4 - 3),
        ("=A1/B1/2", Fraction(10, 8)),
        ("=A1-B1*C1", 10 - 12),
        ("=-A1+B1", -6),
        ("=-(A1-B1)", -6),
        ("=+A1", 10),
        ("=A1*50%", 5),
        ("= SUM( A1 : C1 ; 5 )", 22),
        ("=sum($A$1:c1)", 17),
        ("=SUM(C1:A1)", 17),
        ("=SUM(A1,B1-C1)", 11),
        ("=ROUND(A1/C1,2)", Fraction(333, 100)),
        ("=ROUND(-2.5,0)", -3),
        ("=ROUND(A1*125,-3)", 1000),
        ("=SUBTOTAL(9,A1:C1)", 17),
        ("=Lembar!A1+'Lembar'!B1+$Lembar!C1", 17),
        ("=SUM(A1:Z99)", 17),
        ("=.5*A1", 5),
        ("=IF(A1>B1,A1,B1)", 10),
        ("=if(A1<=B1;A1;B1)+1", 5),
        ("=IF(D1=0,0,A1/D1)", 0),
        ("=IF(A1<>0,B1/A1*100,0)", 40),
        ('=IF(A1=0,"",SUM(A1:C1))', 17),
        ("=IF(A1-B1=0,1,2)", 2),
        ("=IF(SUM(D1:F1)=0,1,2)", 1),
        ("=IF(A1>=10,IF(B1<4,1,2),3)", 2),
        ("=IFERROR(A1/D1,7)", 7),
        ("=IFERROR(A1/B1,7)", Fraction(5, 2)),
        ("=IFERROR(A1/SUM(D1:E1),IFERROR(1/D1,9))", 9),
        ("=ROUND(IFERROR(A1/C1*100,0),2)", Fraction(33333, 100)),
    ],
)
def test_a_formula_gives(formula: str, value: Fraction) -> None:
    assert computed(formula, sheet_of([[10, 4, 3]])) == value


@pytest.mark.parametrize(
    "formula",
    [
        *("=IF(A1,1,2)", "=IF(AND(A1>0,B1>0),1,2)", "=IF(A1>0,1)", "=IFERROR(A1,)", "=A1>0", "=A1^2", '=A1&"x"'),
        *("=SUM(A:A)", "=TODAY()", "=#REF!+A1", "=LOG10(A1)", "=[1]Lain!A1"),
        *("=SUBTOTAL(1,A1:A2)", "=SUM(A1:A2 B1:B2)", "=", "={1,2}", "=A1:A2 B1", "=Tabel[Pagu]", "=SUMIF(A1:A2,1)"),
        "=Nama*2",
    ],
)
def test_what_holds_more_is_not_examined(formula: str) -> None:
    assert parsed(relative(formula, 5, 5)) is None


@pytest.mark.parametrize(
    "formula",
    [
        *("=A1+1", "=A1:A2", "=Lain!A1", "=B1/0", "=SUM(A2)", "=SUM(A3:A4)", "=B5+1", '="teks"'),
        *(
            '=IF(A1="teks",1,2)',
            '=IF(B1=5,"",1)',
            "=IF(B1/0>1,1,2)",
            "=IF(B1-5=0,1,2)",
            "=IF(1/3=0.333333333333333,1,2)",
        ),
        *("=IFERROR(A1,0)", "=IFERROR(A2/2,0)", "=IFERROR(1/(B1/3*3-5),0)", "=IFERROR(1/(B1-5),0)"),
    ],
)
def test_what_refers_to_no_certain_number_is_not_known(formula: str) -> None:
    rows: list[list[object]] = [["teks", 5], ["#N/A"], ["2021-12-31"], [None], [None, None]]
    with pytest.raises(Unknown):
        computed(formula, sheet_of(rows, merges=(Merge(3, 1, 4, 1),)))


def test_a_subtotal_leaves_out_subtotals_and_is_not_known_over_hidden_rows() -> None:
    rows = ((cell(7, "=SUBTOTAL(9,A2:A3)"),), (cell(3),), (cell(4),))
    plain = sheets_of([Grid("L", HERE, rows)], "xlsx")["L"]
    assert computed("=SUBTOTAL(9,A1:A3)", plain) == 7
    assert computed("=SUM(A1:A3)", plain) == 14
    hidden = sheets_of([Grid("L", HERE, rows, hidden=frozenset({1}))], "xlsx")["L"]
    with pytest.raises(Unknown):
        computed("=SUBTOTAL(9,A1:A3)", hidden)


corners = st.tuples(st.booleans(), st.integers(0, 700), st.booleans(), st.integers(0, 5000)).map(
    lambda c: f"{'$' * c[0]}{letters_of(c[1])}{'$' * c[2]}{c[3] + 1}"
)


@given(st.lists(corners, min_size=1, max_size=4), st.integers(0, 9000), st.integers(0, 800))
def test_a_relative_formula_is_the_same_formula(references: list[str], row: int, column: int) -> None:
    formula = f"=SUM({','.join(references)})*2"
    assert absolute(relative(formula, row, column), row, column) == formula


@given(st.integers(0, 50), st.integers(0, 50), st.integers(5, 90), st.integers(5, 90))
def test_copies_of_a_formula_are_alike_and_others_are_not(down: int, across: int, row: int, column: int) -> None:
    def formula(extra: int) -> str:
        return f"={letters_of(column + across)}{row + down + extra + 1}-{letters_of(column)}{row + down + 1}"

    assert relative(formula(0), row + down, column) == f"=R[0]C[{across}]-R[0]C[0]"
    assert relative(formula(1), row + down, column) != relative(formula(0), row + down, column)


@pytest.mark.parametrize(
    ("formula", "form"),
    [
        ('=A1&"A1"', '=R[0]C[0]&"A1"'),
        ("='A1 lama'!A1", "='A1 lama'!R[0]C[0]"),
        ("=LOG10(A1)", "=LOG10(R[0]C[0])"),
        ("=Q1_2022*A1", "=Q1_2022*R[0]C[0]"),
    ],
)
def test_what_only_looks_like_a_reference_stays(formula: str, form: str) -> None:
    assert relative(formula, 0, 0) == form


def test_formulas_of_the_older_form_are_relative_already() -> None:
    assert relative("=R[-1]C+RC[2]*R5C1", 3, 3, is_r1c1=True) == "=R[-1]C[0]+R[0]C[2]*R5C1"


@given(st.lists(st.floats(-1e13, 1e13, allow_nan=False), min_size=1, max_size=60))
def test_the_sum_of_doubles_is_within_what_is_forgiven(values: list[float]) -> None:
    sheet = sheet_of([[Fraction(value)] for value in values])
    node = parsed(relative(f"=SUM(A1:A{len(values)})", 99, 0))
    assert node is not None
    exact, slack = value_of(node, sheet, 99, 0, {})
    total = 0.0
    for value in values:
        total += value
    assert abs(Fraction(total) - exact) <= Fraction(slack)
    assert math.isfinite(slack)


@pytest.mark.parametrize(
    "formula", ["=A1+1", "=A1*A1", "=SUM(A1:B1)", "=ROUND(A1,2)", "=C1/B1", "=C1/B1/B1", "=D1*D1*D1/D1/D1"]
)
def test_what_is_beyond_the_range_of_doubles_is_not_known(formula: str) -> None:
    sheet = sheet_of([[Fraction(10**400), Fraction(1, 10**400), 5, 10**160]])
    with pytest.raises(Unknown):
        computed(formula, sheet)


@pytest.mark.parametrize(
    "form",
    [
        "=" + "-" * 5000 + "1",
        "=1" + "%" * 5000,
        "=" + "SUM(" * 1500 + "1" + ")" * 1500,
        "=" + "-(" * 100 + "1" + ")" * 100,
    ],
)
def test_a_formula_that_is_nested_without_end_is_not_examined(form: str) -> None:
    assert parsed(form) is None
    assert parsed("=" + "(" * 500 + "1" + ")" * 500) == 1
