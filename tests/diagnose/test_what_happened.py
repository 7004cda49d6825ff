"""Each drawn table holds one error of a known kind; the cause names its cell, the right figure and what happened."""

from fractions import Fraction
from pathlib import Path

import pytest
from drawn_report import RIGHT, RINCIAN, report_of, told


def test_nothing_is_wrong_with_the_table_itself(tmp_path: Path) -> None:
    assert report_of(tmp_path, RIGHT).findings == ()


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "cells"),
    [
        ("376.544.000", "376.554.000", "typo-digit", [("1.1.2", "pagu", 376_544_000)]),
        ("376.544.000", "367.544.000", "transposed-digits", [("1.1.2", "pagu", 376_544_000)]),
        ("376.544.000", "37.654.000", "typo-digit", [("1.1.2", "pagu", 376_544_000)]),
        ("170.305.000", "1.703.050.000", "scale", [("1.2.1", "pagu", 170_305_000)]),
        ("170.305.000", "170.305", "scale", [("1.2.1", "pagu", 170_305_000)]),
        ("129.695.000", "129.000.000", "truncated", [("1.2.2", "pagu", 129_695_000)]),
        ("69.695.000", "-69.695.000", "sign", [("1.2.2", "sisa", 69_695_000)]),
        (
            "170.305.000  90.000.000",
            "90.000.000  170.305.000",
            "swapped-columns",
            [("1.2.1", "pagu", 170_305_000), ("1.2.1", "realisasi", 90_000_000)],
        ),
        (
            "129.695.000  60.000.000   69.695.000   46,26",
            "300.000.000  150.000.000  150.000.000  50,00",
            "copied-figure",
            [
                ("1.2.2", "pagu", 129_695_000),
                ("1.2.2", "realisasi", 60_000_000),
                ("1.2.2", "sisa", 69_695_000),
                ("1.2.2", "keuangan", Fraction("46.26")),
            ],
        ),
        (
            "300.000.000  150.000.000  150.000.000",
            "600.000.000  300.000.000  300.000.000",
            "double-count",
            [("1.2", "pagu", 300_000_000), ("1.2", "realisasi", 150_000_000), ("1.2", "sisa", 150_000_000)],
        ),
    ],
)
def test_one_error_is_one_cause(
    tmp_path: Path, right: str, wrong: str, kind: str, cells: list[tuple[str, str, int | Fraction]]
) -> None:
    assert RIGHT.count(right) == 1
    report = report_of(tmp_path, RIGHT.replace(right, wrong))
    [cause] = report.causes
    assert (cause.kind, told(report, cause)) == (kind, cells)
    assert cause.settles[1] == cause.settles[0] == len([f for f in report.findings if f.severity == "error"])


def test_of_two_rows_with_the_same_figures_either_may_be_the_copy(tmp_path: Path) -> None:
    right, wrong = "100.000.000  50.000.000   50.000.000   50,00", "376.544.000  141.500.000  235.044.000  37,58"
    [cause] = report_of(tmp_path, RIGHT.replace(right, wrong)).causes
    assert (cause.kind, cause.confidence) == ("copied-figure", "likely")
    rows = {cells[0].row for cells in (cause.cells, *(other.cells for other in cause.alternatives))}
    assert {3, 4} <= rows


def test_the_same_row_twice_is_one_row_too_many(tmp_path: Path) -> None:
    row = "1.1.2  Batu           376.544.000  141.500.000  235.044.000  37,58\n"
    report = report_of(tmp_path, RIGHT.replace(row, row + row))
    [cause] = report.causes
    assert (cause.kind, cause.confidence, cause.cells[0].row) == ("duplicate-row", "certain", 4)
    assert cause.settles == (4, 4, 0)
    assert {report.findings[int(id[1:]) - 1].rule for id in cause.explains} == {"jumlah-anak", "kode-ganda"}
    [change] = cause.rows
    assert (change.action, change.parent, change.after) == ("remove", 1, 3)
    assert change.figures == (("pagu", 376_544_000), ("realisasi", 141_500_000), ("sisa", 235_044_000))


def test_a_price_is_put_right_where_the_amount_is_confirmed_by_the_sum(tmp_path: Path) -> None:
    assert report_of(tmp_path, RINCIAN).findings == ()
    report = report_of(tmp_path, RINCIAN.replace("470.000", "740.000"))
    [cause] = report.causes
    assert (cause.kind, told(report, cause)) == ("transposed-digits", [("", "harga_satuan", 470_000)])


def test_parts_that_agree_with_their_prices_lack_a_row_where_the_sum_above_confirms_theirs(tmp_path: Path) -> None:
    left = "\n".join(line for line in RINCIAN.splitlines() if "Tinta" not in line)
    [cause] = report_of(tmp_path, left).causes
    assert (cause.kind, cause.rows[0].figures) == ("missing-row", (("jumlah", 2_350_000),))


def test_a_number_left_out_tells_of_a_missing_row_and_its_figures(tmp_path: Path) -> None:
    lines = [line for line in RIGHT.splitlines() if not line.startswith("1.1.2")]
    report = report_of(tmp_path, "\n".join(lines))
    [cause] = report.causes
    assert (cause.kind, cause.confidence) == ("missing-row", "likely")
    assert "the number 1.1.2 is not among its parts" in cause.message.en
    [change] = cause.rows
    assert change.figures == (("pagu", 376_544_000), ("realisasi", 141_500_000), ("sisa", 235_044_000))
    given = report.to_dict()["causes"][0]["rows"]
    assert [(row["action"], row["after"]["kode"], row["figures"]["pagu"]) for row in given] == [
        ("insert", "1.1.1", "376544000")
    ]


def test_a_difference_like_a_row_is_no_more_than_possible_where_no_number_is_left_out(tmp_path: Path) -> None:
    lines = [line for line in RIGHT.splitlines() if not line.startswith("1.1.3")]
    [cause] = report_of(tmp_path, "\n".join(lines)).causes
    assert (cause.kind, cause.confidence) == ("missing-row", "possible")
    assert cause.alternatives


def test_parts_that_are_too_much_miss_no_row(tmp_path: Path) -> None:
    [*lines] = (line for line in RIGHT.splitlines() if not line.startswith("1.1.2"))
    more = "\n".join(lines).replace("123.456.000", "723.456.000").replace("23.456.000  ", "623.456.000  ")
    assert all(cause.kind != "missing-row" for cause in report_of(tmp_path, more).causes)


def test_a_row_that_both_its_parts_and_the_row_above_contradict_was_not_updated(tmp_path: Path) -> None:
    right, wrong = "300.000.000  150.000.000  150.000.000", "287.111.000  150.000.000  137.111.000"
    [cause] = report_of(
        tmp_path, RIGHT.replace(right, wrong).replace("150.000.000  50,00", "137.111.000  52,24")
    ).causes
    assert (cause.kind, cause.confidence) == ("not-updated", "certain")
    assert [cell.proposed for cell in cause.cells if cell.column == "pagu"] == [300_000_000]


def test_percentages_of_another_whole_are_one_cause_for_the_column(tmp_path: Path) -> None:
    # 100 times 90.000.000, 60.000.000 and 80.000.000 over the pagu of their parents, not over their own.
    drawn = (
        RIGHT.replace("52,85", "30,00").replace("46,26", "20,00").replace("20.000.000   80,00", "20.000.000   32,00")
    )
    report = report_of(tmp_path, drawn)
    [cause] = report.causes
    assert (cause.kind, cause.confidence, len(cause.cells)) == ("wrong-base", "certain", 3)
    assert "where the column is the share of the row's own pagu" in cause.message.en


def test_a_percentage_that_is_wrong_since_its_amount_is_accuses_no_base(tmp_path: Path) -> None:
    report = report_of(tmp_path, RIGHT.replace("170.305.000  90.000.000", "300.000.000  90.000.000"))
    assert all(cause.kind != "wrong-base" for cause in report.causes)


PAGU = """
kode   uraian         pagu         realisasi
1      Program jalan  900.000.000  1.000
1.1    Ruas timur     617.300.000  1.000
1.1.1  Aspal          400.000.000  1.000
1.1.2  Batu           200.000.000  0
1.2    Ruas barat     300.000.000  0
1.2.1  Pasir          170.305.000  0
1.2.2  Besi           129.695.000  0
"""


BELOW = "1.1.1.1  Kerikil  150.000.000  1.000\n1.1.1.2  Semen  250.000.000  0\n1.1.2"
TWO_WRONG = PAGU.replace("1.1.1  Aspal          400.000.000", "1.1.1  Aspal          433.111.000").replace(
    "1.1.2", BELOW
)


def test_where_the_bound_ends_the_search_the_cause_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.diagnose.localisation._STEPS", 2)
    drawn = RIGHT.replace("100.000.000  23.456.000 ", "100.000.000  23.456.500 ").replace("235.044.000", "235.043.500")
    causes = report_of(tmp_path, drawn).causes
    assert {cause.kind for cause in causes} == {"unknown"}
    assert all("the search was ended before its end" in cause.message.en for cause in causes)


def test_a_figure_is_put_right_by_the_fewest_cells_even_where_a_part_of_it_is_wrong_too(tmp_path: Path) -> None:
    """1.1 should be 600.000.000, as 1 says; its part 1.1.1 is wrong as its own parts say."""
    report = report_of(tmp_path, TWO_WRONG)
    moved = {(code, column): value for cause in report.causes for code, column, value in told(report, cause)}
    assert moved == {("1.1", "pagu"): 600_000_000, ("1.1.1", "pagu"): 400_000_000}


def test_two_slips_in_one_row_are_two_causes_and_every_finding_has_one(tmp_path: Path) -> None:
    drawn = RIGHT.replace("376.544.000", "367.544.000").replace("235.044.000", "253.044.000")
    report = report_of(tmp_path, drawn)
    assert [(cause.kind, told(report, cause)) for cause in report.causes] == [
        ("transposed-digits", [("1.1.2", "sisa", 235_044_000)]),
        ("transposed-digits", [("1.1.2", "pagu", 376_544_000)]),
    ]
    assert [f.message.en for f in report.findings if f.severity == "error" and not f.causes] == []


def test_a_column_that_was_copied_over_another_is_one_cause_in_all_its_rows(tmp_path: Path) -> None:
    head, *lines = ([part.strip() for part in line.split("  ") if part.strip()] for line in RIGHT.strip().splitlines())
    copied = [[kode, uraian, pagu, pagu, sisa] for kode, uraian, pagu, _, sisa, _ in lines]
    drawn = "\n".join("  ".join(line) for line in (head[:5], *copied))
    report = report_of(tmp_path, drawn)
    [cause] = report.causes
    assert (cause.kind, cause.confidence, len(cause.cells)) == ("copied-column", "likely", 11)
    assert ("1.1.1", "pagu", 146_912_000) in told(report, cause)
    [other] = cause.alternatives
    assert ("1.1.1", "realisasi", 100_000_000) in [
        (report.row(cell).code, cell.column, cell.proposed) for cell in other.cells
    ]


def test_figures_one_column_further_are_put_back_in_one_row(tmp_path: Path) -> None:
    report = report_of(tmp_path, RIGHT.replace("170.305.000  90.000.000   80.305.000", ";170.305.000;90.000.000"))
    [cause] = report.causes
    assert cause.kind == "shifted"
    assert told(report, cause) == [
        ("1.2.1", "pagu", 170_305_000),
        ("1.2.1", "realisasi", 90_000_000),
        ("1.2.1", "sisa", 80_305_000),
    ]
    assert cause.cells[0].place.text.endswith(":8:3")


def test_figures_one_row_further_are_put_back_in_one_column(tmp_path: Path) -> None:
    rows = {"441.500.000": "441.500.000", "100.000.000  23": "50.000.000  23"}
    rows |= {"141.500.000  235": "100.000.000  235", "50.000.000   50": "141.500.000   50"}
    drawn = RIGHT
    for own, other in rows.items():
        assert drawn.count(own) == 1
        drawn = drawn.replace(own, other)
    report = report_of(tmp_path, drawn)
    [cause] = report.causes
    assert cause.kind == "shifted"
    assert told(report, cause) == [
        ("1.1.1", "realisasi", 100_000_000),
        ("1.1.2", "realisasi", 141_500_000),
        ("1.1.3", "realisasi", 50_000_000),
    ]


def test_two_wrong_amounts_beside_each_other_are_no_shift(tmp_path: Path) -> None:
    drawn = RIGHT.replace("100.000.000  23", "133.111.000  23").replace("141.500.000  235", "149.999.000  235")
    assert "shifted" not in {cause.kind for cause in report_of(tmp_path, drawn).causes}


def test_what_is_counted_twice_left_out_or_run_on_is_named(tmp_path: Path) -> None:
    twice = RIGHT.replace("300.000.000  150.000.000  150.000.000", "470.305.000  240.000.000  230.305.000")
    [cause] = report_of(tmp_path, twice.replace("230.305.000  50,00", "230.305.000  51,03")).causes
    assert (cause.kind, "counts 1.2.1 Pasir twice" in cause.message.en) == ("double-count", True)
    run_on = RIGHT.replace("141.500.000  235.044.000", "241.500.000  235.044.000")
    [cause] = report_of(tmp_path, run_on).causes
    assert (cause.kind, told(report_of(tmp_path, run_on), cause)) == (
        "cumulated",
        [("1.1.2", "realisasi", 141_500_000)],
    )
    total = RIGHT.replace(
        "2      Program air", "2      Program laut  10.305.000  0  10.305.000  0,00\n3      Program air"
    )
    total = total.replace("\n2.1 ", "\n3.1 ").replace("\n2.2 ", "\n3.2 ")
    [cause] = report_of(tmp_path, f"{total}JUMLAH;;1.150.000.000;641.500.000;508.500.000;55,78\n").causes
    assert (cause.kind, "does not include 2 Program laut" in cause.message.en) == ("not-updated", True)


def test_percentages_of_two_wholes_in_one_column_are_one_cause_with_all_sums_of_them(tmp_path: Path) -> None:
    # The parts are shares of 1.150.000.000, the whole; the rows above them are shares of their own pagu.
    shares = ["49,06", "48,58", "8,70", "12,30", "4,35", "50,00", "7,83", "5,22", "80,00", "10,43", "6,96", "55,78"]
    lines = [line.rsplit("  ", 1)[0].rstrip() for line in RIGHT.strip().splitlines()[1:]]
    total = "JUMLAH;;1.150.000.000;641.500.000;508.500.000"
    drawn = "\n".join(f"{line}  {share}" for line, share in zip([*lines, total], shares, strict=True))
    report = report_of(tmp_path, RIGHT.strip().splitlines()[0] + "\n" + drawn)
    [cause] = report.causes
    assert (cause.kind, cause.confidence) == ("wrong-base", "certain")
    assert cause.settles[0] == cause.settles[1] == len(report.findings)
    assert "root.pagu" not in cause.message.en


def test_figures_of_two_rows_in_each_others_place_are_one_cause(tmp_path: Path) -> None:
    one, two = "376.544.000  141.500.000  235.044.000  37,58", "170.305.000  90.000.000   80.305.000   52,85"
    report = report_of(tmp_path, RIGHT.replace(one, "#").replace(two, one).replace("#", two))
    [cause] = report.causes
    assert cause.kind == "shifted"
    assert ("1.1.2", "pagu", 376_544_000) in told(report, cause)
    assert ("1.2.1", "pagu", 170_305_000) in told(report, cause)


def test_the_percentages_tell_which_of_two_equal_columns_is_the_copy(tmp_path: Path) -> None:
    head, *lines = ([part.strip() for part in line.split("  ") if part.strip()] for line in RIGHT.strip().splitlines())
    copied = [[kode, uraian, pagu, pagu, sisa, percent] for kode, uraian, pagu, _, sisa, percent in lines]
    report = report_of(tmp_path, "\n".join("  ".join(line) for line in (head, *copied)))
    [cause] = [cause for cause in report.causes if cause.kind == "copied-column"]
    assert ("1.1.1", "realisasi", 100_000_000) in told(report, cause)
    assert cause.alternatives == ()


def test_amounts_that_agree_with_each_other_are_one_error_though_each_is_a_digit_away(tmp_path: Path) -> None:
    wrong = RIGHT.replace(
        "300.000.000  150.000.000  150.000.000  50,00", "400.000.000  250.000.000  150.000.000  62,50"
    )
    report = report_of(tmp_path, wrong)
    [cause] = report.causes
    assert told(report, cause) == [
        ("1.2", "pagu", 300_000_000),
        ("1.2", "realisasi", 150_000_000),
        ("1.2", "keuangan", 50),
    ]
