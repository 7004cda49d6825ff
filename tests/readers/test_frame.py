"""A DataFrame is read as a grid under the names of its columns, every amount as exact as its type keeps it."""

from decimal import Decimal
from fractions import Fraction

import numpy
import pandas
import pytest

import audit
from audit.model.document import Cell
from audit.readers._frame import read_frame


def cells(*values: object) -> list[Cell | None]:
    """The cells of a column of these values."""
    frame = pandas.DataFrame({"pagu": pandas.Series(values, dtype=object)})
    [grid] = read_frame(frame, "i1").grids
    return [row[0] for row in grid.rows[1:]]


def test_the_names_of_the_columns_are_the_first_line() -> None:
    frame = pandas.DataFrame({"uraian": ["Jumlah", "A"], "pagu": [3, 1]})
    [grid] = read_frame(frame, "i1").grids
    assert [[cell.text if cell else None for cell in row] for row in grid.rows] == [
        ["uraian", "pagu"],
        ["Jumlah", "3"],
        ["A", "1"],
    ]
    place = grid.rows[2][1].place  # type: ignore[union-attr]
    assert (place.line, place.column, place.text) == (3, 2, "dataframe:3:2")


def test_names_of_two_levels_are_put_together() -> None:
    frame = pandas.DataFrame(
        [[1, 2]], columns=pandas.MultiIndex.from_tuples([("Keuangan", "Pagu"), ("Keuangan", "Sisa")])
    )
    assert [cell.text for cell in read_frame(frame, "i1").grids[0].rows[0] if cell] == [
        "Keuangan Pagu",
        "Keuangan Sisa",
    ]


def test_all_kinds_of_missing_values_are_blank() -> None:
    assert cells(None, float("nan"), pandas.NA, pandas.NaT, "", "  ") == [None] * 6


def test_a_missing_decimal_is_blank() -> None:
    assert cells(Decimal("NaN")) == [None]


def test_an_infinite_value_is_an_error_and_no_blank() -> None:
    [cell] = cells(float("inf"))
    assert cell is not None
    assert cell.error


def test_a_decimal_keeps_its_digits_and_its_step() -> None:
    [whole, sen, huge] = cells(Decimal("1234"), Decimal("1.50"), Decimal("123456789012345678901234567890.12"))
    assert whole is not None
    assert sen is not None
    assert huge is not None
    assert (sen.text, sen.number.shown, sen.number.quantum) == ("1.50", Fraction("1.5"), Fraction("0.01"))  # type: ignore[union-attr]
    assert (whole.number.shown, whole.number.quantum) == (1234, 1)  # type: ignore[union-attr]
    assert huge.number.shown == Fraction("123456789012345678901234567890.12")  # type: ignore[union-attr]


@pytest.mark.parametrize("value", [1234.5, numpy.float64(1234.5)])
def test_a_float_has_lost_its_trailing_zeros(value: float) -> None:
    [cell] = cells(value)
    assert cell is not None
    assert (cell.text, cell.number.shown, cell.number.quantum) == ("1234.5", Fraction("1234.5"), None)  # type: ignore[union-attr]


@pytest.mark.parametrize("value", [7, numpy.int64(7), numpy.int32(7)])
def test_whole_numbers_of_all_types_are_numbers(value: int) -> None:
    [cell] = cells(value)
    assert cell is not None
    assert (cell.text, cell.number.shown) == ("7", 7)  # type: ignore[union-attr]


@pytest.mark.parametrize("value", [1234567890123456, 10**18 + 1])
def test_a_whole_number_is_exact_whatever_its_size(value: int) -> None:
    [cell] = cells(value)
    assert cell is not None
    assert cell.number.shown == value  # type: ignore[union-attr]
    assert cell.number.quantum in (None, 1)  # type: ignore[union-attr]


def test_a_single_rupiah_is_found_at_a_million_billion() -> None:
    frame = pandas.DataFrame(
        {
            "uraian": ["Jumlah", "A", "B"],
            "pagu": [3 * 10**16, 10**16, 2 * 10**16],
            "realisasi": [2 * 10**16, 10**16, 10**16],
            "sisa": [10**16 + 1, 0, 10**16],
        }
    )
    assert {finding.column for finding in audit.check(frame).findings if finding.severity == "error"} == {"sisa"}


def test_truth_values_and_dates_are_words() -> None:
    read = cells(True, numpy.bool_(False), pandas.Timestamp("2021-12-31"))
    assert [cell.number if cell else 0 for cell in read] == [None] * 3


def test_text_stays_text_and_its_blanks_are_indentation() -> None:
    [cell] = cells("   5.1.02 ")
    assert cell is not None
    assert (cell.text, cell.number, cell.indent) == ("5.1.02", None, 3)


def test_an_empty_frame_is_a_report_about_nothing() -> None:
    report = audit.check(pandas.DataFrame({"uraian": [], "pagu": []}))
    assert report.exit == 2
    assert report.findings == ()


def test_a_frame_is_audited_by_its_names() -> None:
    frame = pandas.DataFrame(
        {"uraian": ["Jumlah", "A", "B"], "pagu": [310, 100, 200], "realisasi": [30, 10, 20], "sisa": [280, 90, 180]}
    )
    found = {(finding.rule, finding.column) for finding in audit.check(frame).findings}
    assert ("jumlah-anak", "pagu") in found
