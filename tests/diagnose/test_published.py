"""Errors in balance equations that Statistics Netherlands published, each with its outcome.

S. Scholtus, "Automatic correction of simple typing errors in numerical data with balance edits", discussion paper 09046
(2009), and "Algorithms for correcting some obvious inconsistencies and rounding errors in business survey data",
discussion paper 08015 (2008).
"""

from fractions import Fraction
from pathlib import Path

import pytest

import audit
from audit.model.report import Report

TYPING = ["x3 = x1 + x2", "x4 = x2", "x8 = x5 + x6 + x7", "x9 = x3 + x8", "x11 = x9 - x10"]
NAMES = ["x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11"]
TRUE = dict(zip(NAMES, [1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137], strict=True))
BALANCES = ["x0 = x0r - x0c", "x1 = x1r - x1c", "x2 = x2r - x2c", "x3 = x3r - x3c", "x4 = x0 + x1 + x2 + x3"]


def audited(folder: Path, equations: list[str], record: dict[str, int], *, tolerance: int = 0) -> Report:
    """The report of one record, held to equations; revenues and costs, ending in r and c, are not negative."""
    book = ["rulebook: neraca", "title: {id: Neraca, en: Balances}", "statements:", "  neraca:", "    columns:"]
    book.append("      uraian: {type: text, headings: [uraian]}")
    for column in record:
        sign = ", sign: nonnegative" if column[-1] in "rc" else ""
        required = ", required: true" if column in ("x1", "x4") else ""
        book.append(f"      {column}: {{type: rupiah, headings: [{column}]{sign}{required}}}")
    book.append("rules:")
    for n, equation in enumerate(equations):
        book += [
            f"  - id: persamaan-{n}",
            "    title: {id: Persamaan berlaku, en: The equation holds}",
            "    why: {id: Definisi, en: By definition}",
            "    in: [neraca]",
            "    severity: error",
            f"    assert: {equation}",
        ]
        if tolerance:
            book.append(f"    tolerance: {tolerance}")
    (folder / "neraca.yaml").write_text("\n".join(book) + "\n", "utf-8")
    table = [";".join(["Uraian", *record]), ";".join(["Usaha", *map(str, record.values())])]
    (folder / "neraca.csv").write_text("\n".join(table) + "\n", "utf-8")
    return audit.check(folder / "neraca.csv", rules=folder / "neraca.yaml")


def corrected(report: Report) -> dict[str, tuple[str, dict[str, Fraction | None]]]:
    """The cells that each cause moves, by its first, with its kind."""
    return {
        cause.cells[0].column: (cause.kind, {cell.column: cell.proposed for cell in cause.cells})
        for cause in report.causes
        if cause.cells
    }


def test_two_digits_swapped(tmp_path: Path) -> None:
    report = audited(tmp_path, TYPING, {**TRUE, "x4": 161})
    assert corrected(report) == {"x4": ("transposed-digits", {"x4": 116})}


def test_a_digit_added_settles_two_equations_where_its_rival_settles_one(tmp_path: Path) -> None:
    report = audited(tmp_path, TYPING, {**TRUE, "x4": 161, "x9": 19979})
    assert corrected(report) == {"x4": ("transposed-digits", {"x4": 116}), "x9": ("typo-digit", {"x9": 1979})}
    [added] = [cause for cause in report.causes if cause.cells[0].column == "x9"]
    assert (added.confidence, added.alternatives) == ("certain", ())


def test_what_is_no_typing_error_is_left_open(tmp_path: Path) -> None:
    report = audited(tmp_path, TYPING, {**TRUE, "x4": 161, "x5": 0, "x6": 0, "x7": 0, "x9": 19979})
    told = corrected(report)
    assert told.pop("x4") == ("transposed-digits", {"x4": 116})
    assert told.pop("x9") == ("typo-digit", {"x9": 1979})
    [rest] = [cause for cause in report.causes if cause.kind == "unknown"]
    assert rest.confidence == "possible"
    assert len(told) == 1


def test_of_two_that_are_equally_good_neither_is_certain(tmp_path: Path) -> None:
    """The published method looks for typing errors alone; the smallest correction finds the nought that is none."""
    report = audited(tmp_path, TYPING, {**TRUE, "x4": 161, "x8": 0, "x9": 19979})
    told = corrected(report)
    assert told["x4"] == ("transposed-digits", {"x4": 116})
    moved = {column: value for _, cells in told.values() for column, value in cells.items()}
    assert moved == {"x4": 116, "x8": TRUE["x8"], "x9": TRUE["x9"]}


def balances(drawn: str) -> dict[str, int]:
    """A record drawn as four triples of revenue, cost and balance, and the total."""
    *triples, total = drawn.split("|")
    record: dict[str, int] = {}
    for n, triple in enumerate(triples):
        revenue, cost, balance = map(int, triple.split())
        record |= {f"x{n}r": revenue, f"x{n}c": cost, f"x{n}": balance}
    return record | {"x4": int(total)}


@pytest.mark.parametrize(
    ("drawn", "outcome"),
    [
        ("2100 1950 150 | 0 10 10 | 20 5 15 | 50 10 40 | 195", {"x1": -10}),
        ("5100 4650 450 | 0 130 130 | 20 0 20 | 15 25 10 | 610", {"x1r": 130, "x1c": 0, "x3r": 25, "x3c": 15}),
        ("3250 3550 300 | 110 10 100 | 50 90 40 | 30 10 20 | -140", {"x0": -300, "x2r": 90, "x2c": 50}),
        ("6700 5650 1050 | 0 0 1050 | 0 0 1050 | 0 0 1050 | 1050", {"x1": 0, "x2": 0, "x3": 0}),
        ("8300 5400 2900 | 0 150 2750 | 0 30 2720 | 0 110 2610 | 2610", {"x1": -150, "x2": -30, "x3": -110}),
        ("6900 6150 750 | 0 40 790 | 0 0 0 | 0 0 0 | 790", {"x1r": 40, "x1c": 0, "x1": 40}),
    ],
)
def test_signs_interchanged_pairs_and_running_totals(tmp_path: Path, drawn: str, outcome: dict[str, int]) -> None:
    report = audited(tmp_path, BALANCES, balances(drawn))
    assert {column: value for _, cells in corrected(report).values() for column, value in cells.items()} == outcome
    assert {cause.kind for cause in report.causes} <= {"sign", "swapped-columns", "cumulated"}


def test_signs_beside_differences_of_rounding(tmp_path: Path) -> None:
    drawn = "5726 5449 276 | 17 26 10 | 0 46 46 | 0 0 0 | 221"
    report = audited(tmp_path, BALANCES, balances(drawn), tolerance=2)
    assert corrected(report) == {"x1": ("sign", {"x1": -10}), "x2": ("sign", {"x2": -46})}


ROUNDED = dict(zip(TRUE, [12, 4, 15, 4, 3, 1, 8, 11, 27, 41, 13], strict=True))


def test_differences_of_rounding_accuse_no_cell(tmp_path: Path) -> None:
    """The last balance of this record is counted from the other side than that of the first section."""
    equations = [*TYPING[:-1], "x11 = x10 - x9"]
    assert audited(tmp_path, equations, ROUNDED, tolerance=2).findings == ()
    report = audited(tmp_path, equations, ROUNDED)
    assert len(report.findings) == 4
    [cause] = report.causes
    assert (cause.kind, cause.confidence) == ("unknown", "possible")
    assert {cell.proposed for cell in cause.cells} == {None}
    assert "as small as rounding makes" in cause.message.en
