"""The effect of a cause: what it makes wrong in rupiah, gross and net, and what of it is told below the materiality."""

from fractions import Fraction
from pathlib import Path

import pytest

import audit

RIGHT = """
kode;uraian;pagu;realisasi;sisa;keuangan (%)
1;Program jalan;500.000;241.500;258.500;48,30
1.1;Aspal;123.400;100.000;23.400;81,04
1.2;Batu;276.600;91.500;185.100;33,08
1.3;Kayu;100.000;50.000;50.000;50,00
2;Program air;250.000;200.000;50.000;80,00
2.1;Pipa;150.000;120.000;30.000;80,00
2.2;Pompa;100.000;80.000;20.000;80,00
"""

#: What is written where, and the effects of the causes that are found.
WRONG = [
    # One figure: the total above and the difference beside it repeat the same amount.
    ([("1.2;Batu;276.600", "1.2;Batu;267.600")], [(9_000, -9_000)]),
    ([("250.000;200.000;50.000", "520.000;200.000;50.000")], [(270_000, 270_000)]),
    # Figures that stand in each other's rows: nothing is left over in all.
    ([("Aspal;123.400", "Aspal;276.600"), ("Batu;276.600", "Batu;123.400")], [(306_400, 0)]),
    # A figure in the column beside: wrong is what stands in one of them.
    ([("100.000;80.000;20.000", "80.000;100.000;20.000")], [(20_000, -20_000)]),
    # A share has no amount, be its number as large.
    ([("30.000;80,00", "30.000;8000")], [(0, 0)]),
    ([("185.100;33,08", "185.100;30,38")], [(0, 0)]),
]


def written(folder: Path, changes: list[tuple[str, str]]) -> Path:
    """The table with what is written wrong."""
    text = RIGHT.strip()
    for right, wrong in changes:
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    path = folder / "laporan.csv"
    path.write_text(text + "\n", "utf-8")
    return path


@pytest.mark.parametrize(("changes", "effects"), WRONG)
def test_the_effect_of_a_cause_is_what_it_makes_wrong_in_one_column(
    tmp_path: Path, changes: list[tuple[str, str]], effects: list[tuple[int, int]]
) -> None:
    report = audit.check(written(tmp_path, changes))
    assert [cause.effect for cause in report.causes] == effects
    assert report.misstatement == (sum(gross for gross, _ in effects), sum(net for _, net in effects))


def test_a_copied_column_is_wrong_by_all_its_rows_and_its_totals_are_not_counted_again(tmp_path: Path) -> None:
    lines = [line.split(";") for line in RIGHT.strip().splitlines()]
    copied = [lines[0][:5], *([kode, uraian, pagu, pagu, sisa] for kode, uraian, pagu, _, sisa, _ in lines[1:])]
    path = tmp_path / "laporan.csv"
    path.write_text("\n".join(";".join(line) for line in copied) + "\n", "utf-8")
    [cause] = audit.check(path).causes
    leaves = [abs(cell.stated - cell.proposed) for cell in cause.cells if cell.row not in (0, 4)]  # type: ignore[operator]
    assert len(leaves) == 5
    assert cause.effect[0] == sum(leaves) > max(leaves)


@pytest.mark.parametrize(
    ("materiality", "exit"), [(None, 1), (9_000, 1), (9_001, 0), ("9 ribu", 1), ("10 ribu", 0), (Fraction(18001, 2), 0)]
)
def test_a_check_passes_where_all_that_is_wrong_is_below_the_materiality(
    tmp_path: Path, materiality: int | str | Fraction | None, exit: int
) -> None:
    report = audit.check(written(tmp_path, WRONG[0][0]), materiality=materiality)
    assert (report.exit, report.verdict, bool(report.findings)) == (exit, "findings", True)


@pytest.mark.parametrize("changes", [changes for changes, effects in WRONG if effects == [(0, 0)]])
def test_a_wrong_share_fails_whatever_the_materiality(tmp_path: Path, changes: list[tuple[str, str]]) -> None:
    assert audit.check(written(tmp_path, changes), materiality="1 triliun").exit == 1


def test_what_is_no_amount_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="“5,000” is no amount of rupiah"):
        audit.check(tmp_path / "none.csv", materiality="5,000")
