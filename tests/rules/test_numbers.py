"""Numbers of spreadsheets and frames: what is shown is what is stated, and what is hidden is no error."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import audit
from audit.model.report import Report
from audit.notation.numerals import plain

Said = list[tuple[str, str, str, str, str]]


def said(report: Report) -> Said:
    """The errors and warnings, as rule, label, column, stated and expected."""
    found = []
    for finding in report.findings:
        if finding.severity != "info":
            assert finding.statement is not None
            assert finding.row is not None
            row = report.statement(finding.statement).rows[finding.row]
            numbers = ["." if value is None else plain(value) for value in (finding.stated, finding.expected)]
            found.append((finding.rule, row.uraian, finding.column or "", numbers[0], numbers[1]))
    return found


def workbook(folder: Path, code: str, pagu: list[float]) -> Report:
    """The audit of a programme and its parts in a workbook, their pagu under one number format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["kode", "uraian", "pagu", "realisasi"])
    for number, value in enumerate(pagu):
        sheet.append([f"1.{number}" if number else "1", f"Baris {number}", value, 0])
        sheet.cell(number + 2, 3).number_format = code
    book.save(folder / "angka.xlsx")
    return audit.check(folder / "angka.xlsx")


@pytest.mark.parametrize(
    ("code", "pagu", "finds"),
    [
        # Shown 1 = 0 + 0, stored 0.8 = 0.4 + 0.4.
        ("#,##0", [0.8, 0.4, 0.4], []),
        # Shown 3 = 1 + 2, stored 3.4 against 3.0: what is shown agrees.
        ("#,##0", [3.4, 1.0, 2.0], []),
        # Shown and stored both disagree.
        ("#,##0", [5.4, 1.0, 2.0], [("jumlah-anak", "Baris 0", "pagu", "5", "3")]),
        # Nothing is hidden: sen are exact, though a double cannot hold them.
        ("#,##0.00", [0.3, 0.1, 0.2], []),
        ("#,##0.00", [0.31, 0.1, 0.2], [("jumlah-anak", "Baris 0", "pagu", "0.31", "0.3")]),
        ("General", [0.3, 0.1, 0.2], []),
        # In thousands by format, 301 = 100 + 200 within one and a half.
        ("#,##0,", [301_000, 100_400, 200_400], []),
        # Sixteen digits are more than a double keeps.
        ("#,##0", [3_000_000_000_000_001, 1_000_000_000_000_000, 2_000_000_000_000_000], []),
    ],
)
def test_sums_of_a_workbook(tmp_path: Path, code: str, pagu: list[float], finds: Said) -> None:
    report = workbook(tmp_path, code, pagu)
    assert said(report) == finds
    assert report.asked


def test_percentages_stored_as_fractions_are_percentages(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["uraian", "pagu", "realisasi", "keuangan (%)"])
    for label, pagu, realisasi, share in [
        ("Aspal", 300, 200, 2 / 3),
        ("Batu", 300, 100, 1 / 3),
        ("Cat", 700, 600, 6 / 7),
        ("Kayu", 100, 40, 0.5),
    ]:
        sheet.append([label, pagu, realisasi, share])
        sheet.cell(sheet.max_row, 4).number_format = "0.00%"
    book.save(tmp_path / "persen.xlsx")
    assert said(audit.check(tmp_path / "persen.xlsx")) == [("keuangan", "Kayu", "keuangan", "50", "40")]


# Frames


def frame(**columns: list[object]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    names = [f"Baris {number}" for number in range(size)]
    codes = ["1", *(f"1.{number}" for number in range(1, size))]
    return pd.DataFrame({"kode": codes, "uraian": names, **columns})


def test_a_frame_of_floats_is_added_exactly() -> None:
    report = audit.check(frame(pagu=[0.3, 0.1, 0.2], realisasi=[0.3, 0.1, 0.2]))
    assert said(report) == []
    assert report.asked


def test_a_frame_of_decimals_is_exact_to_its_last_digit() -> None:
    pagu = [Decimal("9007199254740993.01"), Decimal("9007199254740993"), Decimal("0.02")]
    report = audit.check(frame(pagu=pagu, realisasi=[0, 0, 0]))
    assert said(report) == [("jumlah-anak", "Baris 0", "pagu", "9007199254740993.01", "9007199254740993.02")]


def test_a_frame_of_integers_is_exact_at_any_size() -> None:
    report = audit.check(frame(pagu=[10**15 + 1, 10**14, 9 * 10**14], realisasi=[0, 0, 0]))
    assert said(report) == [("jumlah-anak", "Baris 0", "pagu", str(10**15 + 1), str(10**15))]


@pytest.mark.parametrize("blank", [None, float("nan"), pd.NA, pd.NaT, ""])
def test_what_a_frame_leaves_out_is_blank_and_not_zero(blank: object) -> None:
    pagu = pd.Series([300, 100, blank], dtype=object)
    report = audit.check(frame(pagu=list(pagu), realisasi=[30, 10, 20]))
    assert said(report) == []
    assert [silence.reason.en for silence in report.unasked if silence.rule == "jumlah-anak"] == [
        "pagu is blank in a part"
    ]


def test_percentages_of_a_frame_have_the_step_of_the_finest() -> None:
    # 50 stands for 50.00 where its neighbours have two decimals, so 50.2 is no rounding of it.
    columns: dict[str, list[object]] = {
        "pagu": [600, 300, 300, 1000],
        "realisasi": [400, 100, 200, 502],
        "keuangan (%)": [66.67, 33.33, 66.67, 50.0],
    }
    table = frame(**columns)
    table["kode"] = ["1", "2", "3", "4"]
    assert said(audit.check(table)) == [("keuangan", "Baris 3", "keuangan", "50", "50.2")]
