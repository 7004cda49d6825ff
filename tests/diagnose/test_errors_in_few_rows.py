"""Errors that are seen only through what else a row says: each drawn case has a twin that is right and stays silent."""

from fractions import Fraction
from pathlib import Path

from drawn_report import RIGHT, RINCIAN, report_of, told

# Percentages that are right to the nearest; five of them would be others if they were cut off.
CUT = """
kode  uraian  pagu     realisasi  keuangan (%)
1     Aspal   900.000  441.500    49,06
2     Batu    600.000  291.500    48,58
3     Kayu    123.456  100.000    81,00
4     Pasir   376.544  141.500    37,58
5     Besi    300.000  50.000     16,67
6     Pipa    300.000  70.000     23,33
7     Pompa   700.000  40.000     5,71
8     Semen   170.305  90.000     52,85
9     Cat     300.000  80.000     26,67
"""


def test_percentages_cut_off_in_a_column_that_is_rounded_are_one_cause_and_no_more_than_a_note(tmp_path: Path) -> None:
    assert report_of(tmp_path, CUT).causes == ()
    report = report_of(tmp_path, CUT.replace("37,58", "37,57").replace("52,85", "52,84"))
    [cause] = report.causes
    assert {finding.severity for finding in report.findings} == {"info"}
    assert (cause.kind, [value for _, _, value in told(report, cause)]) == (
        "truncated",
        [Fraction("37.58"), Fraction("52.85")],
    )
    assert cause.settles == (2, 2, 0)
    assert "keuangan is cut off, where 3 other percentages of the column are rounded" in cause.message.en
    assert "keuangan dipotong, sedangkan 3 persentase lain di kolom itu dibulatkan" in cause.message.id


def test_a_column_that_is_cut_off_throughout_or_nearly_so_has_no_such_cause(tmp_path: Path) -> None:
    all_cut = CUT
    for rounded, cut in (("49,06", "49,05"), ("37,58", "37,57"), ("16,67", "16,66"), ("52,85", "52,84")):
        all_cut = all_cut.replace(rounded, cut)
    assert report_of(tmp_path, all_cut.replace("26,67", "26,66")).causes == ()
    assert report_of(tmp_path, all_cut).causes == ()


def test_amounts_that_are_off_by_the_same_either_way_are_found_by_their_prices(tmp_path: Path) -> None:
    assert report_of(tmp_path, RINCIAN).causes == ()
    report = report_of(tmp_path, RINCIAN.replace("4.500.000", "4.876.543").replace("1.300.000", "923.457"))
    [cause] = report.causes
    assert (cause.kind, cause.confidence, cause.settles) == ("netting", "certain", (2, 2, 0))
    assert [(cell.column, cell.proposed) for cell in cause.cells] == [("jumlah", 4_500_000), ("jumlah", 1_300_000)]
    assert "Konsumsi: its jumlah is too large by Rp376,543, and that of Sewa kursi too small" in cause.message.en
    assert "Konsumsi: jumlah terlalu besar Rp376.543, dan di Sewa kursi terlalu kecil sebesar itu" in cause.message.id


def test_amounts_that_are_off_by_something_else_do_not_cancel(tmp_path: Path) -> None:
    report = report_of(tmp_path, RINCIAN.replace("4.500.000", "4.876.543").replace("1.300.000", "903.456"))
    assert "netting" not in {cause.kind for cause in report.causes}


def test_errors_that_cancel_in_a_balance_are_one_cause_with_its_rivals(tmp_path: Path) -> None:
    drawn = RIGHT.replace("100.000.000  23.456.000 ", "100.000.000  30.777.111 ").replace("235.044.000", "227.722.889")
    report = report_of(tmp_path, drawn)
    [cause] = report.causes
    assert (cause.kind, told(report, cause)) == (
        "netting",
        [("1.1.1", "sisa", 23_456_000), ("1.1.2", "sisa", 235_044_000)],
    )


def without_balance(drawn: str) -> str:
    """The table without its column of what is left, and with more rows that tell of what the percentages are shares."""
    rows = [[part.strip() for part in line.split("  ") if part.strip()] for line in drawn.strip().splitlines()]
    more = [[str(n), f"Program {n}", f"{n}00.000.000", f"{n * 37}.000.000", "37,00"] for n in range(3, 9)]
    return "\n".join("  ".join(row) for row in [*([*row[:4], row[-1]] for row in rows), *more])


def test_errors_that_cancel_are_told_about_where_only_percentages_show_them(tmp_path: Path) -> None:
    drawn = without_balance(RIGHT)
    assert report_of(tmp_path, drawn).causes == ()
    wrong = drawn.replace("90.000.000", "81.234.000").replace("60.000.000", "68.766.000")
    report = report_of(tmp_path, wrong)
    [cause] = report.causes
    assert (cause.kind, cause.confidence, cause.settles) == ("netting", "likely", (2, 2, 0))
    assert told(report, cause) == [("1.2.1", "realisasi", None), ("1.2.2", "realisasi", None)]
    assert "too large by about Rp8,800,000, and that of 1.2.1 Pasir too small" in cause.message.en


def test_two_amounts_in_each_others_row_under_one_sum_are_no_netting(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, RINCIAN.replace("4.500.000", "#").replace("1.300.000", "4.500.000").replace("#", "1.300.000")
    )
    [cause] = report.causes
    assert (cause.kind, cause.settles) == ("shifted", (2, 2, 0))
    assert "their jumlah stands in each other's row" in cause.message.en


def test_a_run_of_figures_one_row_further_may_hold_a_nought(tmp_path: Path) -> None:
    right = RIGHT.replace("141.500.000  235.044.000  37,58", "0  376.544.000  0,00").replace(
        "291.500.000", "150.000.000"
    )
    right = right.replace("308.500.000", "450.000.000").replace("48,58", "25,00").replace("441.500.000", "300.000.000")
    right = right.replace("458.500.000", "600.000.000").replace("49,06", "33,33")
    assert report_of(tmp_path, right).findings == ()
    wrong = right.replace("100.000.000  23.456.000", "50.000.000  23.456.000").replace(
        "0  376.544.000", "100.000.000  376.544.000"
    )
    report = report_of(tmp_path, wrong.replace("50.000.000   50.000.000", "0   50.000.000"))
    [cause] = report.causes
    assert cause.kind == "shifted"
    assert ("1.1.2", "realisasi", 0) in told(report, cause)


def test_the_last_figure_of_a_run_is_what_the_sum_above_leaves(tmp_path: Path) -> None:
    drawn = without_balance(RIGHT).replace("100.000.000  50.000.000  50,00", "376.544.000  50.000.000  50,00")
    drawn = drawn.replace("376.544.000  141", "123.456.000  141").replace("123.456.000  100", ";100")
    report = report_of(tmp_path, drawn)
    [cause] = report.causes
    assert (cause.kind, told(report, cause)) == (
        "shifted",
        [("1.1.1", "pagu", 123_456_000), ("1.1.2", "pagu", 376_544_000), ("1.1.3", "pagu", 100_000_000)],
    )


def test_the_figures_of_a_total_may_stand_one_column_further_too(tmp_path: Path) -> None:
    drawn = RIGHT.rstrip() + "\nJUMLAH;;1.150.000.000;641.500.000;508.500.000;55,78\n"
    assert report_of(tmp_path, drawn).findings == ()
    report = report_of(tmp_path, RIGHT.rstrip() + "\nJUMLAH;;;1.150.000.000;641.500.000;55,78\n")
    [cause] = report.causes
    assert cause.kind == "shifted"
    assert "JUMLAH: its figures stand one column further to the right" in cause.message.en


def test_the_running_total_in_the_last_part_is_no_copy_of_the_parent(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, RIGHT.replace("100.000.000  50.000.000   50.000.000", "600.000.000  50.000.000   50.000.000")
    )
    [cause] = report.causes
    assert (cause.kind, told(report, cause)) == ("cumulated", [("1.1.3", "pagu", 100_000_000)])


def test_rows_that_repeat_another_column_are_one_cause_where_their_percentages_and_the_sum_deny_it(
    tmp_path: Path,
) -> None:
    drawn = without_balance(RIGHT)
    for pagu, own in (("600.000", "291.500"), ("123.456", "100.000"), ("376.544", "141.500"), ("100.000", "50.000")):
        row = f"{pagu}.000  {own}.000"
        assert drawn.count(row) == 1
        drawn = drawn.replace(row, f"{pagu}.000  {pagu}.000")
    report = report_of(tmp_path, drawn)
    [cause] = report.causes
    assert (cause.kind, cause.confidence) == ("copied-column", "likely")
    assert ("1.1", "realisasi", 291_500_000) in told(report, cause)
    assert ("1.1.1", "realisasi", None) in told(report, cause)
    assert "realisasi from 1.1 Ruas timur to 1.1.3 Kayu repeats pagu in 4 rows" in cause.message.en


NOUGHTS = """
kode   uraian   pagu       realisasi  sisa
1      Program  1.010.000  485.000    525.000
1.1    Jalan    500.000    230.000    270.000
1.1.1  Aspal    110.000    41.000     69.000
1.1.2  Batu     90.000     52.000     38.000
1.1.3  Kayu     0          0          0
1.1.4  Pasir    180.000    53.000     127.000
1.1.5  Besi     120.000    84.000     36.000
1.2    Sungai   510.000    255.000    255.000
1.2.1  Tanggul  300.000    150.000    150.000
1.2.2  Pintu    210.000    105.000    105.000
"""


def test_a_row_of_noughts_does_not_part_the_rows_that_repeat_another_column(tmp_path: Path) -> None:
    assert report_of(tmp_path, NOUGHTS).findings == ()
    drawn = NOUGHTS
    for spent, left in (("41", "69"), ("52", "38"), ("53", "127"), ("84", "36")):
        row = f"{spent}.000     {left}.000"
        assert drawn.count(row) == 1
        drawn = drawn.replace(row, f"{spent}.000     {spent}.000")
    [cause] = report_of(tmp_path, drawn).causes
    assert cause.kind == "copied-column"
    assert "from 1.1.1 Aspal to 1.1.5 Besi repeats realisasi in 4 rows" in cause.message.en


def test_a_percentage_may_be_a_share_of_a_balance_but_no_amount_is_a_share_of_itself(tmp_path: Path) -> None:
    [cause] = report_of(tmp_path, RIGHT.replace("49,06", "100,00")).causes
    assert cause.kind != "wrong-base"


def test_one_digit_that_became_a_nought_in_whole_thousands_was_cut_off(tmp_path: Path) -> None:
    [cause] = report_of(tmp_path, RINCIAN.replace("17.500", "17.000")).causes
    assert cause.kind == "truncated"


def test_a_row_that_stands_twice_is_left_where_a_sum_of_another_column_counts_both(tmp_path: Path) -> None:
    drawn = """
kode  uraian   pagu     realisasi
1     Jalan    700.000  350.000
1.1   Kertas   200.000  100.000
1.2   Kertas   200.000  100.000
1.3   Tinta    300.000  150.000
"""
    assert report_of(tmp_path, drawn).causes == ()
    report = report_of(tmp_path, drawn.replace("350.000", "250.000"))
    assert report.findings
    assert "duplicate-row" not in {cause.kind for cause in report.causes}


def test_of_three_columns_that_are_one_several_may_be_the_copy_but_it_is_one_cause(tmp_path: Path) -> None:
    drawn = """
kode  uraian   pagu     realisasi  sisa
1     Jalan    600.000  600.000    600.000
1.1   Aspal    200.000  200.000    200.000
1.2   Batu     100.000  100.000    100.000
1.3   Kayu     300.000  300.000    300.000
"""
    [cause] = report_of(tmp_path, drawn).causes
    assert (cause.kind, cause.confidence) == ("copied-column", "likely")
    assert any("column sisa repeats" in other.message.en for other in cause.alternatives)


def test_a_row_without_parts_is_no_multiple_of_them(tmp_path: Path) -> None:
    drawn = """
kode  uraian   pagu     realisasi  sisa
1     Jalan    500.000  250.000    250.000
1.1   Kertas   200.000  100.000    100.000
1.2   Kertas   200.000  100.000    100.000
1.3   Tinta    300.000  150.000    150.000
"""
    [cause] = report_of(tmp_path, drawn).causes
    assert cause.kind == "duplicate-row"
    assert "double-count" not in {other.kind for other in cause.alternatives}


def copied_over(drawn: str, column: int, source: int) -> str:
    """The table with one column in place of another."""
    head, *rows = ([part.strip() for part in line.split("  ") if part.strip()] for line in drawn.strip().splitlines())
    for row in rows:
        row[column] = row[source]
    return "\n".join("  ".join(row) for row in (head, *rows))


def test_a_column_that_only_percentages_deny_is_a_copy_though_no_base_fits_them(tmp_path: Path) -> None:
    report = report_of(tmp_path, copied_over(without_balance(RIGHT), 3, 2))
    [cause] = report.causes
    assert (cause.kind, cause.confidence) == ("copied-column", "likely")
    assert {cell.column for cell in cause.cells} <= {"pagu", "realisasi"}
    assert {cell.proposed for cell in cause.cells} == {None}
    assert "with its own figures" in cause.message.en


def test_a_report_of_which_all_was_spent_is_right(tmp_path: Path) -> None:
    spent = copied_over(without_balance(RIGHT), 3, 2)
    rows = [line.rsplit("  ", 1)[0] for line in spent.splitlines()]
    whole = "\n".join([spent.splitlines()[0], *(f"{row}  100,00" for row in rows[1:])])
    assert report_of(tmp_path, whole).findings == ()
