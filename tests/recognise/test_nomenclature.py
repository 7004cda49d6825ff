"""A table of nomenclature is found in a file, and the codes and names of a report are held beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import audit
from audit.model.report import Report
from audit.run.nomenclature import NomenclatureError, load_nomenclature

REPORT = """Kode;Uraian;Pagu;Realisasi
1.02;Urusan Kesehatan;600;300
1.02.01;PROGRAM PENUNJANG URUSAN;200;100
1.02.01.2.01;Perencanaan;200;100
1.02.02;Program Upaya Kesehatan;400;200
1.02.02.2.01;Penyediaan Fasilitas;300;150
1.02.02.2.09;Penyediaan Layanan;100;50
"""
NAMES = """Kode;Nomenklatur
1.02;Urusan Kesehatan
X.XX.01;Program Penunjang Urusan
X.XX.01.2.01;Perencanaan
1.02.02;Program Pemenuhan Upaya Kesehatan
1.02.02.2.01;Penyediaan Fasilitas
1.02.02.2.02;Penyediaan Layanan
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def said(report: Report) -> list[tuple[str, str, str]]:
    rows = {(s.id, row.index): row for s in report.statements for row in s.rows}
    found = [f for f in report.findings if "nomenklatur" in f.rule]
    return [(f.rule, f.severity, rows[f.statement or "", f.row or 0].kode) for f in found]


def audited(folder: Path, report: str = REPORT, names: str = NAMES) -> Report:
    return audit.check(written(folder, "laporan.csv", report), nomenclature=written(folder, "nomenklatur.csv", names))


def test_a_code_that_is_not_listed_and_a_name_that_is_another_are_told(tmp_path: Path) -> None:
    report = audited(tmp_path)
    assert said(report) == [
        ("nama-nomenklatur", "info", "1.02.02"),
        ("kode-nomenklatur", "warning", "1.02.02.2.09"),
    ]
    told = {f.rule: f.message.en for f in report.findings}
    assert "Program Pemenuhan Upaya Kesehatan" in told["nama-nomenklatur"]
    assert "1.02.02.2.09" in told["kode-nomenklatur"]


def test_without_a_table_nothing_is_asked(tmp_path: Path) -> None:
    report = audit.check(written(tmp_path, "laporan.csv", REPORT))
    assert [rule.asked for rule in report.rules if "nomenklatur" in rule.id] == [0, 0]
    assert all("--nomenclature" in rule.title.en for rule in report.rules if "nomenklatur" in rule.id)


def test_a_level_that_the_table_does_not_cover_is_not_asked(tmp_path: Path) -> None:
    names = "\n".join(line for line in NAMES.splitlines() if not line.startswith(("1.02.02.2", "X.XX.01.2")))
    assert said(audited(tmp_path, names=names)) == [("nama-nomenklatur", "info", "1.02.02")]


def test_a_table_of_other_codes_accuses_nobody(tmp_path: Path) -> None:
    names = "Kode;Nama Rekening\n5;Belanja\n5.1;Belanja Operasi\n5.2;Belanja Modal\n"
    report = audited(tmp_path, names=names)
    assert said(report) == []
    assert [rule.asked for rule in report.rules if "nomenklatur" in rule.id] == [0, 0]


def test_a_code_is_found_by_its_own_part_where_that_tells_its_level(tmp_path: Path) -> None:
    report = """Kode;Uraian;Pagu;Realisasi
6022;Kegiatan;600;300
6022.EBA;Layanan;600;300
6022.EBA.994;Perkantoran;600;300
001;Gaji;400;200
511111;Gaji Pokok;400;200
002;Operasional;200;100
521111;Perjalanan;200;100
"""
    names = "Kode Akun;Uraian\n511111;Belanja Gaji Pokok\n521111;Keperluan Perkantoran\n001;Lain\n"
    found = said(audited(tmp_path, report, names))
    assert found == [("nama-nomenklatur", "info", "511111"), ("nama-nomenklatur", "info", "521111")]


def test_the_files_that_were_given_are_told(tmp_path: Path) -> None:
    told = audited(tmp_path).to_dict()["inputs"]
    assert [(given["id"], given["role"]) for given in told] == [("i1", "subject"), ("n1", "reference")]


# The table


@pytest.mark.parametrize(
    "text",
    [
        "Daftar nomenklatur\n\nKode;Nomenklatur\n1.02;Kesehatan\n1.02.02;Upaya\n",
        "Nama;Kode\nKesehatan;1.02\nUpaya;1.02.02\n",
        "No;Kode Rekening;Nama Rekening;Satuan\n1;1.02;Kesehatan;-\n2;1.02.02;Upaya;-\n",
        "Kode;;;Nomenklatur\n1;02;;Kesehatan\n1;02;02;Upaya\n",
        "Kode Urusan;Bidang;Program;Uraian\n1;;;Wajib\n;02;;Kesehatan\n;;02;Upaya\n",
        "code,name\n1.02,Kesehatan\n1.02.02,Upaya\n",
    ],
)
def test_a_table_is_found_by_its_headings(tmp_path: Path, text: str) -> None:
    names = load_nomenclature([written(tmp_path, "nomenklatur.csv", text)]).nomenclature.names
    assert {code: names[code] for code in ("1.02", "1.02.02")} == {"1.02": ("Kesehatan",), "1.02.02": ("Upaya",)}


def test_a_table_may_be_a_workbook_of_several_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, code in (("satu", "1.02"), ("dua", "5.1")):
        sheet = book.create_sheet(name)
        for row in (["Kode", "Uraian"], [code, name]):
            sheet.append(row)
    book.save(tmp_path / "nomenklatur.xlsx")
    names = load_nomenclature([tmp_path / "nomenklatur.xlsx"]).nomenclature.names
    assert names == {"1.02": ("satu",), "5.1": ("dua",)}


def test_several_tables_are_one(tmp_path: Path) -> None:
    one = written(tmp_path, "satu.csv", "Kode;Nama\n1.02;Kesehatan\n")
    two = written(tmp_path, "dua.csv", "Kode;Nama\n1.02;Urusan Kesehatan\n5.1;Operasi\n")
    names = load_nomenclature([one, two]).nomenclature.names
    assert names == {"1.02": ("Kesehatan", "Urusan Kesehatan"), "5.1": ("Operasi",)}


def test_a_code_that_is_listed_with_two_names_is_told_and_both_are_official(tmp_path: Path) -> None:
    report = audited(tmp_path, names=NAMES + "1.02.02;Program Upaya Kesehatan\n1.02;URUSAN KESEHATAN\n")
    [problem] = [problem for problem in report.problems if problem.code == "nomenclature-twice"]
    assert "1.02.02" in problem.message.en
    assert problem.place is not None
    assert (problem.place.input, problem.place.file) == ("n1", "nomenklatur.csv")
    assert said(report) == [("kode-nomenklatur", "warning", "1.02.02.2.09")]


@pytest.mark.parametrize("text", ["Uraian;Pagu\nJalan;100\n", "Kode;Pagu\n1.02;100\n", "Kode;Nama\n", ""])
def test_a_file_that_lists_no_names_is_refused(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "bukan.csv", text)
    with pytest.raises(NomenclatureError, match=r"bukan\.csv"):
        load_nomenclature([path])


def test_the_command_takes_tables_and_refuses_what_is_none(tmp_path: Path) -> None:
    written(tmp_path, "laporan.csv", REPORT)
    written(tmp_path, "nomenklatur.csv", NAMES)

    def run(*words: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "audit", "check", "laporan.csv", "--no-settings", "--lang", "en", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    code, out, _ = run("--nomenclature", "nomenklatur.csv", "--fail-on", "warning")
    assert code == 1
    assert "1.02.02.2.09" in out
    code, _, err = run("--nomenclature", "laporan-lain.csv")
    assert code == 3
    assert "laporan-lain.csv" in err
