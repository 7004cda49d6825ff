"""What a statement knows of its codes: the grammar of the column, and the code of each row however it is spread."""

from __future__ import annotations

from pathlib import Path

import pytest

import audit
from audit.model.statement import Statement
from audit.run import read_source

REAL = Path(__file__).parents[3] / "shared/realdata/lampung-selatan"


def statements(folder: Path, text: str) -> tuple[Statement, ...]:
    path = folder / "laporan.csv"
    path.write_text(text, encoding="utf-8")
    return read_source(path).recognition.statements


CODES = {
    "urusan": "1.02 1.02.02 1.02.02.2.01 1.02.02.2.01.0001 1.02.02.2.01.0002",
    "akun": "5.1 5.1.01 5.1.01.01 5.1.02 5.1.02.01",
    "pusat": "6022 6022.EBA 6022.EBA.994 001 521111",
}


@pytest.mark.parametrize("name", CODES)
def test_the_grammar_of_a_column_is_told_by_its_codes(tmp_path: Path, name: str) -> None:
    codes = CODES[name].split()
    rows = [f"{code};Baris {n};100;50" for n, code in enumerate(codes)]
    [statement] = statements(tmp_path, "\n".join(["Kode;Uraian;Pagu;Realisasi", *rows]))
    assert statement.grammar == name
    assert sorted(statement.codes) == list(range(len(codes)))


def test_a_column_of_plain_numbers_has_no_grammar(tmp_path: Path) -> None:
    rows = [f"{n};Baris {n};100;50" for n in range(1, 12)]
    [statement] = statements(tmp_path, "\n".join(["Kode;Uraian;Pagu;Realisasi", *rows]))
    assert (statement.grammar, statement.codes) == (None, {})


def test_codes_under_a_heading_of_their_own_are_no_figures(tmp_path: Path) -> None:
    text = """Kode;Uraian;Pagu;Realisasi;Kode Lokasi;Nomor Surat
1.02;Kesehatan;300;150;5301;1.250.017
1.02.01;Obat;100;50;5302;1.250.018
1.02.02;Alat;200;100;5303;1.250.019
"""
    [statement] = statements(tmp_path, text)
    assert statement.unknown == (("Nomor Surat", 3),)


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("Kode;Uraian;Pagu;Realisasi;Sisa", "rincian"),
        ("Kode;Uraian;Target;Volume;Pagu", "rincian"),
        ("Kode;Uraian;Volume;Satuan;Harga Satuan;Jumlah", "rka"),
        ("Kode;Uraian;Koefisien;Satuan;Harga;PPN;Jumlah (Rp)", "rka"),
        ("Kode;Uraian;Belanja Operasi Anggaran;Belanja Operasi Realisasi", "sipd"),
    ],
)
def test_a_kind_is_told_by_its_columns(tmp_path: Path, headings: str, kind: str) -> None:
    width = headings.count(";") - 1
    rows = [f"1.0{n};Baris {n}" + ";1000" * width for n in range(1, 5)]
    [statement] = statements(tmp_path, "\n".join([headings, *rows]))
    assert statement.kind == kind


@pytest.mark.parametrize("headings", ["No;Uraian;Jumlah", "No;Jabatan;Jumlah (Orang)", "Kode;Nama Barang;Jumlah"])
def test_a_column_of_sums_alone_is_no_budget(tmp_path: Path, headings: str) -> None:
    assert statements(tmp_path, f"{headings}\n1;Guru;10\n2;Murid;20\n3;Staf;5\n") == ()


def test_a_slip_is_mended_in_the_code_and_not_in_the_print(tmp_path: Path) -> None:
    text = "Kode;Uraian;Pagu;Realisasi\n" + "".join(
        f"{code};Baris;100;50\n" for code in ("1.02", "1.02.O1", "1.02.01.2.01", "1.02.02", "1.02.02.2.01", "1.02.03")
    )
    [statement] = statements(tmp_path, text)
    assert (statement.rows[1].kode, statement.rows[1].code) == ("1.02.O1", "1.02.01")
    assert statement.tree[2] == 1
    assert statement.rows[2].path == ("1.02", "1.02.01", "1.02.01.2.01")


# Real reports


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the checkout")
@pytest.mark.parametrize("name", ["lra_januari.xlsx", "lra_mei.xlsx"])
def test_a_real_report_of_sipd_is_understood_whole(name: str) -> None:
    report = audit.check(REAL / name)
    [statement] = report.statements
    assert (statement.kind, statement.grammar) == ("sipd", "urusan")
    assert [row.code for row in statement.rows[1:6]] == [
        "2.16",
        "2.16.2.20.2.21.01.0000",
        "2.16.01",
        "2.16.01.2.01",
        "2.16.01.2.01.0001",
    ]
    assert [form for form in statement.codes.values() if form.malformed] == []
    assert report.findings == ()
    assert report.coverage.checked * 100 >= report.coverage.figures * 99
