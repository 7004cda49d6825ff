"""A Parquet file is read as a DataFrame is, every amount as exact as its type keeps it."""

import sys
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from reading import drawn, read_one


def test_amounts_are_exact_also_beside_blanks(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow comes with the extra `parquet` only")
    big = 2**53 + 1
    frame = pandas.DataFrame({"kode": ["051", None], "pagu": pandas.array([big, None], "Int64")})
    frame["sisa"] = [Decimal("1.50"), Decimal("2.00")]
    frame.to_parquet(tmp_path / "laporan.parquet")
    [grid] = read_one(tmp_path / "laporan.parquet").grids
    assert drawn(grid) == [["kode", "pagu", "sisa"], ["051", str(big), "1.50"], [None, None, "2.00"]]
    assert grid.rows[1][1].place.text == "laporan.parquet:2:2"  # type: ignore[union-attr]


def test_a_file_cut_short_is_a_problem(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow comes with the extra `parquet` only")
    pandas.DataFrame({"pagu": [1]}).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-9])
    assert [problem.code for problem in read_one(tmp_path / "b.parquet").problems] == ["broken"]


def test_without_its_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(50) + b"PAR1")
    [problem] = read_one(tmp_path / "a.parquet").problems
    assert problem.hint is not None
    assert (problem.code, "audit-realisasi[parquet]" in problem.hint.en) == ("missing-extra", True)
