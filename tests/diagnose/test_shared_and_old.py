"""Deviations that several rows share are one cause; figures of an earlier version are told as that."""

from collections.abc import Callable
from pathlib import Path

import pytest
from drawn_report import RIGHT, report_of, told

import audit
from audit.model.report import Report

TURNED = [("308.500.000", "-308.500.000"), ("  23.456.000 ", "  -23.456.000 "), ("235.044.000", "-235.044.000")]
IN_THOUSANDS = [
    ("291.500.000", "291.500"),
    ("100.000.000  23", "100.000  23"),
    ("141.500.000", "141.500"),
    ("50.000.000   50.000.000", "50.000   50.000.000"),
]


def with_other(drawn: str, figures: list[tuple[str, str]]) -> str:
    """The table with other figures in some places, each of which it has once."""
    for right, wrong in figures:
        assert drawn.count(right) == 1, right
        drawn = drawn.replace(right, wrong)
    return drawn


@pytest.mark.parametrize(
    ("figures", "kind", "column", "said"),
    [
        (TURNED, "sign", "sisa", "sisa has the opposite sign in 3 rows"),
        (IN_THOUSANDS, "scale", "realisasi", "realisasi is 1000 times too small in 4 rows"),
        (
            [("81,00", "0,81"), ("52,85", "0,53"), ("46,26", "0,46")],
            "scale",
            "keuangan",
            "keuangan is 100 times too small in 3 rows",
        ),
    ],
)
def test_what_several_rows_share_is_one_cause(
    tmp_path: Path, figures: list[tuple[str, str]], kind: str, column: str, said: str
) -> None:
    report = report_of(tmp_path, with_other(RIGHT, figures))
    [cause] = report.causes
    assert (cause.kind, cause.confidence, {cell.column for cell in cause.cells}) == (kind, "certain", {column})
    assert said in cause.message.en
    assert f"di {len(cause.cells)} baris" in cause.message.id
    assert cause.settles[0] == cause.settles[1] == len([f for f in report.findings if f.severity == "error"])


def test_two_rows_that_deviate_alike_are_told_by_themselves(tmp_path: Path) -> None:
    report = report_of(tmp_path, with_other(RIGHT, TURNED[1:]))
    assert [(cause.kind, len(cause.cells)) for cause in report.causes] == [("sign", 1), ("sign", 1)]


def edited(drawn: str, column: int, edit: Callable[[str], str]) -> str:
    """The table with every figure of a column edited."""
    head, *rows = ([part.strip() for part in line.split("  ") if part.strip()] for line in drawn.strip().splitlines())
    return "\n".join(
        "  ".join(row) for row in (head, *([*r[:column], edit(r[column]), *r[column + 1 :]] for r in rows))
    )


@pytest.mark.parametrize(
    ("column", "edit", "said", "kata"),
    [
        (4, "-{}".format, "If the sign of sisa is turned, it holds in 11 of these rows.", "Bila tanda sisa dibalik"),
        (3, lambda figure: figure[:-4], "If realisasi is in thousands, it holds in 11", "Bila realisasi dalam ribuan"),
    ],
)
def test_where_a_whole_column_deviates_it_is_said_once_what_would_make_it_hold(
    tmp_path: Path, column: int, edit: Callable[[str], str], said: str, kata: str
) -> None:
    report = report_of(tmp_path, edited(RIGHT, column, edit))
    assert report.findings == ()
    [problem] = report.problems
    assert said in problem.message.en
    assert kata in problem.message.id


def test_nothing_is_said_to_make_it_hold_where_each_row_deviates_otherwise(tmp_path: Path) -> None:
    digits = iter("12345678912")
    report = report_of(tmp_path, edited(RIGHT, 4, lambda figure: next(digits) + figure[1:]))
    assert all(" holds in " not in problem.message.en for problem in report.problems)


WEIGHTS = """
kode   uraian         pagu           bobot
1      Program jalan  900.000.000    78,26
1.1    Ruas timur     600.000.000    52,17
1.1.1  Aspal          123.456.000    10,74
1.1.2  Batu           376.544.000    32,74
1.1.3  Kayu           100.000.000    8,70
1.2    Ruas barat     300.000.000    26,09
1.2.1  Pasir          170.305.000    14,81
1.2.2  Besi           129.695.000    11,28
2      Program air    250.000.000    21,74
2.1    Pipa           150.000.000    13,04
2.2    Pompa          100.000.000    8,70
JUMLAH  ;1.150.000.000  100,00
"""


def test_shares_of_a_total_that_the_table_does_not_have_are_one_cause(tmp_path: Path) -> None:
    weights = WEIGHTS.replace("pagu           bobot", "pagu  realisasi  bobot").replace("000    ", "000  0  ")
    weights = weights.replace("1.150.000.000  ", "1.150.000.000;0;")
    assert report_of(tmp_path, weights).findings == ()
    # Of 1.210.000.000, which stands nowhere.
    other = [("10,74", "10,20"), ("32,74", "31,12"), ("0  8,70\n1.2 ", "0  8,26\n1.2 "), ("26,09", "24,79")]
    report = report_of(tmp_path, with_other(weights, other))
    [cause] = report.causes
    assert (cause.kind, cause.confidence, len(cause.cells)) == ("wrong-base", "certain", 4)
    assert "bobot is a share of about Rp1,210,000,000 in 4 rows, not of the whole pagu" in cause.message.en
    assert "bobot di 4 baris dihitung dari sekitar Rp1.210.000.000, bukan dari pagu seluruhnya" in cause.message.id
    assert cause.settles[0] == cause.settles[1] == len(report.findings)


def test_percentages_that_are_wrong_each_in_its_own_way_share_nothing(tmp_path: Path) -> None:
    report = report_of(tmp_path, with_other(RIGHT, [("81,00", "71,00"), ("52,85", "55,85"), ("46,26", "40,26")]))
    assert [len(cause.cells) for cause in report.causes] == [1, 1, 1]


CHANGED = """
kode   uraian   sebelum perubahan  setelah perubahan  bertambah/(berkurang)
5      BELANJA  900.000.000        960.000.000        60.000.000
5.1    Operasi  500.000.000        540.000.000        40.000.000
5.1.1  Pegawai  123.456.000        133.456.000        10.000.000
5.1.2  Barang   376.544.000        406.544.000        30.000.000
5.2    Modal    400.000.000        420.000.000        20.000.000
5.2.1  Tanah    170.305.000        180.305.000        10.000.000
5.2.2  Mesin    229.695.000        239.695.000        10.000.000
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("406.544.000", "376.544.000"), ("406.544.000        30.000.000", "376.544.000        0")],
)
def test_a_figure_before_the_change_in_the_column_after_it_is_an_old_version(
    tmp_path: Path, right: str, wrong: str
) -> None:
    assert report_of(tmp_path, CHANGED).causes == ()
    report = report_of(tmp_path, with_other(CHANGED, [(right, wrong)]))
    [cause] = report.causes
    assert (cause.kind, told(report, cause)[0]) == ("old-version", ("5.1.2", "perubahan", 406_544_000))
    assert "of an old version" in cause.message.en
    assert "the column “sebelum perubahan”" in cause.message.en
    assert "masih angka versi lama, dari kolom “sebelum perubahan”" in cause.message.id.replace(
        "perubahan dan bertambah_berkurang ", ""
    )


def test_of_several_parts_that_did_not_change_none_is_said_to_be_old(tmp_path: Path) -> None:
    stale = [
        ("133.456.000        10.000.000", "123.456.000        0"),
        ("406.544.000        30.000.000", "376.544.000  0"),
    ]
    report = report_of(tmp_path, with_other(CHANGED, stale))
    assert report.causes
    assert "old-version" not in {cause.kind for cause in report.causes}


def against(folder: Path, drawn: str, other: str) -> Report:
    """The report of a drawn table beside another version of it."""
    paths = []
    for name, table in (("laporan.csv", drawn), ("lama.csv", other)):
        lines = (";".join(p.strip() for p in line.split("  ") if p.strip()) for line in table.strip().splitlines())
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
        paths.append(folder / name)
    return audit.check(paths[0], beside=paths[1])


OLD = with_other(
    RIGHT,
    [
        ("123.456.000  100.000.000  23.456.000   81,00", "113.456.000  100.000.000  13.456.000   88,14"),
        ("376.544.000  141.500.000  235.044.000  37,58", "356.544.000  141.500.000  215.044.000  39,69"),
        ("100.000.000  50.000.000   50.000.000   50,00", "90.000.000   50.000.000   40.000.000   55,56"),
        ("600.000.000  291.500.000  308.500.000  48,58", "560.000.000  291.500.000  268.500.000  52,05"),
        ("900.000.000  441.500.000  458.500.000  49,06", "860.000.000  441.500.000  418.500.000  51,34"),
    ],
)


def test_a_row_with_the_figures_of_another_version_of_the_table_is_told_as_that(tmp_path: Path) -> None:
    assert against(tmp_path, RIGHT, OLD).causes == ()
    row = ("376.544.000  141.500.000  235.044.000  37,58", "356.544.000  141.500.000  215.044.000  39,69")
    report = against(tmp_path, with_other(RIGHT, [row]), OLD)
    [cause] = report.causes
    assert (cause.kind, told(report, cause)[0]) == ("old-version", ("1.1.2", "pagu", 376_544_000))
    assert "of an old version, lama.csv" in cause.message.en


def test_a_figure_that_another_table_confirms_is_no_old_one(tmp_path: Path) -> None:
    row = ("376.544.000  141.500.000  235.044.000  37,58", "356.544.000  141.500.000  215.044.000  39,69")
    wrong = with_other(RIGHT, [row])
    assert "old-version" not in {cause.kind for cause in against(tmp_path, wrong, wrong).causes}
