"""`audit read` on a terminal: bases, the ways in which a file was read, and what of a sheet nobody sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from audit.cli import app
from audit.model.document import Tried
from audit.model.text import Lang
from audit.run import Reading, read_with

SAMPLES = Path(__file__).parents[2] / "samples"


def read(file: Path, lang: Lang, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints, on one line."""
    app(["read", str(file), "--lang", lang, "--no-settings"], standalone_mode=False)
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("lang", "said"), [("en", "share of"), ("id", "bagian dari")])
def test_the_base_of_each_percentage_is_shown(lang: Lang, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert read(SAMPLES / "kecil" / "laporan.xlsx", lang, capsys).count(said) == 2


def test_a_base_that_is_not_known_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "laporan.csv"
    path.write_text("Kode;Uraian;Pagu;Realisasi;Keuangan (%)\n1;Aspal;100;60;11\n2;Batu;200;90;12\n", "utf-8")
    assert "not known" in read(path, "en", capsys)


def test_a_table_without_percentages_has_no_column_of_bases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "laporan.csv"
    path.write_text("Kode;Uraian;Pagu;Realisasi;Sisa\n1;Aspal;100;60;40\n2;Batu;200;90;110\n", "utf-8")
    assert "base" not in read(path, "en", capsys)


def test_hidden_rows_and_columns_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Kode", "Uraian", "Pagu", "Realisasi", "Sisa"), (1, "Aspal", 100, 60, 40), (2, "Batu", 200, 90, 110)):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "laporan.xlsx")
    told = read(tmp_path / "laporan.xlsx", "en", capsys)
    assert "hidden rows, read and added all the same: 1 (laporan.xlsx!Sheet!" in told
    assert "Realisasi (hidden)" in told


def test_the_ways_of_reading_are_shown_with_the_one_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def twice(*given: Any, **named: Any) -> Reading:
        from dataclasses import replace

        reading = read_with(*given, **named)
        tried = (Tried("gaps", 3, 5, 1), Tried("rules", 8, 0, 0, kept=True))
        documents = tuple(replace(one, input=replace(one.input, tried=tried)) for one in reading.documents)
        return replace(reading, documents=documents)

    monkeypatch.setattr("audit.cli.read.read_with", twice)
    told = read(SAMPLES / "kecil" / "laporan.xlsx", "en", capsys)
    assert "columns by the gaps between texts (sums that hold 3, that break 5, doubts 1)" in told
    assert "columns by the rules drawn (sums that hold 8, that break 0, doubts 0) ← kept" in told
