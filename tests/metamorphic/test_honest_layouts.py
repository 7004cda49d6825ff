"""Reports without a mistake, laid out as offices lay them out, are found clean; each is as small as can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

import audit

SISA = "No;Uraian;Pagu;Realisasi;Sisa"

#: Clean tables, as CSV with semicolons.
CLEAN = {
    "the total stands on top and bears the name of the office": f"""
        {SISA}
        ;DINAS KESEHATAN;3.000;1.200;1.800
        1;Obat;1.000;500;500
        2;Alat;2.000;700;1.300""",
    "sections close with Jumlah A and Jumlah B": f"""
        {SISA}
        A;BELANJA LANGSUNG;;;
        1;Pegawai;1.000;500;500
        2;Barang;500;500;0
        ;Jumlah A;1.500;1.000;500
        B;BELANJA TIDAK LANGSUNG;;;
        1;Hibah;1.000;500;500
        ;Jumlah B;1.000;500;500
        ;Jumlah (A + B);2.500;1.500;1.000""",
    "each page closes with a Jumlah of its own": f"""
        {SISA}
        1;Jalan;1.000;500;500
        2;Jembatan;500;500;0
        ;Jumlah;1.500;1.000;500
        3;Irigasi;1.000;500;500
        ;Jumlah;1.000;500;500
        ;Jumlah Total;2.500;1.500;1.000""",
    "each page closes with a Jumlah and the next begins with the heading": f"""
        {SISA}
        1;Jalan;1.000;500;500
        2;Jembatan;500;500;0
        ;Jumlah halaman 1;1.500;1.000;500
        {SISA}
        3;Irigasi;1.000;500;500
        4;Gedung;1.000;700;300
        ;Jumlah halaman 2;2.000;1.200;800
        ;Jumlah;3.500;2.200;1.300""",
    "rows have labels only, and three levels": """
        Uraian;Pagu;Realisasi;Sisa
        PROGRAM KESEHATAN;3.500;1.900;1.600
        Puskesmas;3.000;1.600;1.400
        Obat;1.000;400;600
        Alat;2.000;1.200;800
        Posyandu;500;300;200
        Timbangan;500;300;200
        PROGRAM UMUM;1.700;1.050;650
        Kantor;1.700;1.050;650
        Listrik;900;700;200
        Rapat;800;350;450
        JUMLAH;5.200;2.950;2.250""",
    "a row without a code has no budget": """
        Uraian;Pagu;Realisasi;Sisa
        Jalan;5.000;4.000;1.000
        Jembatan;0;0;0
        Irigasi;3.000;1.000;2.000
        Gedung;2.000;1.000;1.000
        JUMLAH;10.000;6.000;4.000""",
    "rows are numbered beyond 99": "\n".join(
        [SISA, *(f"{n};Desa {n};{n};{n};0" for n in range(1, 104)), f";JUMLAH;{103 * 52};{103 * 52};0"]
    ),
    "of which is told of one row": f"""
        {SISA}
        1;Belanja Pegawai;100.000;90.000;10.000
        ;di antaranya: Honor PPPK;20.000;15.000;5.000
        2;Belanja Barang;50.000;40.000;10.000
        ;JUMLAH;150.000;130.000;20.000""",
    "an APBDes closes its revenue and its expenditure": """
        LAPORAN REALISASI APBDESA;;;;
        Kode Rek;Uraian;Anggaran (Rp);Realisasi (Rp);Lebih/(Kurang) (Rp)
        4;PENDAPATAN;3.500;3.300;200
        4.1;Pendapatan Asli Desa;500;400;100
        4.1.1;Hasil Usaha;500;400;100
        4.2;Transfer;3.000;2.900;100
        4.2.1;Dana Desa;3.000;2.900;100
        ;JUMLAH PENDAPATAN;3.500;3.300;200
        5;BELANJA;3.000;2.700;300
        5.1;Pemerintahan;1.000;900;100
        5.2;Pembangunan;2.000;1.800;200
        ;JUMLAH BELANJA;3.000;2.700;300
        ;SURPLUS/(DEFISIT);500;600;(100)""",
    "an LRA without codes has headings without figures": """
        LAPORAN REALISASI ANGGARAN;;;
        Uraian;Anggaran;Realisasi;Lebih/(Kurang)
        PENDAPATAN;;;
        Pajak;100.000;115.000;15.000
        Retribusi;50.000;45.000;(5.000)
        Jumlah Pendapatan;150.000;160.000;10.000
        BELANJA;;;
        BELANJA OPERASI;;;
        Belanja Pegawai;70.000;60.000;(10.000)
        Belanja Barang;50.000;40.000;(10.000)
        Jumlah Belanja Operasi;120.000;100.000;(20.000)
        BELANJA MODAL;;;
        Tanah;10.000;10.000;0
        Jumlah Belanja Modal;10.000;10.000;0
        Jumlah Belanja;130.000;110.000;(20.000)
        SURPLUS/DEFISIT;20.000;50.000;30.000""",
    "revenue is above its target, and only the title says revenue": """
        LAPORAN REALISASI PENDAPATAN ASLI DAERAH;;;;
        Kode;Uraian;Anggaran;Realisasi;Sisa
        4.1;Pajak Daerah;100.000;120.000;(20.000)
        4.2;Retribusi Daerah;50.000;45.000;5.000
        ;JUMLAH;150.000;165.000;(15.000)""",
    "revenue stands above expenditure in a flat list": """
        akun;anggaran;realisasi;persentase
        Pendapatan Daerah;9.533,44 M;9.791,31 M;102,70
        PAD;6.058,97 M;6.314,70 M;104,22
        Pajak Daerah;6.058,97 M;6.314,70 M;104,22
        TKDD;3.474,47 M;3.476,61 M;100,06
        Belanja Daerah;9.000,00 M;8.000,00 M;88,89
        Belanja Pegawai;5.000,00 M;4.500,00 M;90,00
        Belanja Barang;4.000,00 M;3.500,00 M;87,50""",
    "realisasi is told by month, the last column being the sum": """
        Kode;Uraian;Pagu;Realisasi s.d. Bulan Lalu;Realisasi Bulan Ini;Realisasi s.d. Bulan Ini;Sisa
        1;Jalan;1.000;300;200;500;500
        2;Irigasi;2.000;600;100;700;1.300
        ;JUMLAH;3.000;900;300;1.200;1.800""",
    "realisasi is told by quarter under one heading": """
        Kode;Uraian;Pagu;Realisasi;;;Sisa
        ;;;Triwulan I;Triwulan II;Jumlah;
        1;Jalan;1.000;300;200;500;500
        2;Irigasi;2.000;600;100;700;1.300
        ;JUMLAH;3.000;900;300;1.200;1.800""",
    "the budget was revised": """
        No;Uraian;Pagu Awal;Pagu Revisi;Realisasi;Sisa;%
        1;Jalan;800;1.000;500;500;50,00
        2;Irigasi;1.800;2.000;700;1.300;35,00
        3;Gedung;100;100;50;50;50,00
        ;JUMLAH;2.700;3.100;1.250;1.850;40,32""",
    "part of the budget is blocked": """
        No;Uraian;Pagu;Blokir;Realisasi;Sisa
        1;Jalan;1.000;100;550;350
        2;Irigasi;2.000;0;735;1.265
        3;Gedung;2.000;500;735;765
        ;JUMLAH;5.000;600;2.020;2.380""",
    "what was reached stands in whole percents": """
        No;Uraian;Pagu;Realisasi;Sisa;Tingkat Capaian
        1;Jalan;1.000;500;500;50
        2;Irigasi;2.000;700;1.300;35
        3;Gedung;1.000;900;100;90
        ;JUMLAH;4.000;2.100;1.900;53""",
    "numbers stand in the notes under the table": """
        No;Uraian;Pagu;Realisasi;Sisa
        1;Jalan;1.000;500;500
        2;Irigasi;2.000;700;1.300
        ;JUMLAH;3.000;1.200;1.800
        ;;;;
        ;Jumlah kegiatan;2;;""",
    "amounts are in millions with one decimal": """
        REALISASI ANGGARAN (dalam juta rupiah);;;;
        No;Uraian;Pagu;Realisasi;Sisa
        1;Jalan;1.234,3;500,2;734,2
        2;Irigasi;2.345,3;700,3;1.645,1
        ;JUMLAH;3.579,7;1.200,4;2.379,3""",
    "percentages are text with a sign": """
        No;Uraian;Pagu;Realisasi;Sisa;%
        1;Jalan;1.000;500;500;50,00%
        2;Irigasi;2.000;700;1.300;35,00%
        ;JUMLAH;3.000;1.200;1.800;40,00%""",
}


@pytest.mark.parametrize("layout", CLEAN)
def test_a_clean_report_is_not_accused_when(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "laporan.csv"
    path.write_text("\n".join(line.strip() for line in CLEAN[layout].strip().splitlines()), encoding="utf-8")
    report = audit.check(path)
    assert [finding.message.en for finding in report.findings if finding.severity != "info"] == []
    assert report.asked


FRACTIONS = [["Jalan", 1000, 500, 500, 0.5], ["Irigasi", 3000, 1000, 2000, 0.3333], ["JUMLAH", 4000, 1500, 2500, 0.375]]


@pytest.mark.parametrize(
    ("head", "below", "merges"),
    [
        (
            ["Uraian", "Pagu", "Realisasi", None, "Sisa"],
            [None, None, "Rp", "%", None],
            ["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
        ),
        (
            ["Uraian", "Pagu", "Keuangan", None, "Sisa"],
            [None, None, "Realisasi (Rp)", "Realisasi (%)", None],
            ["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
        ),
    ],
)
def test_a_heading_merged_over_two_columns_is_read(
    head: list[str | None], below: list[str | None], merges: list[str], tmp_path: Path
) -> None:
    rows = [["Jalan", 1000, 500, 50, 500], ["Irigasi", 2000, 700, 35, 1300], ["JUMLAH", 3000, 1200, 40, 1800]]
    report = audit.check(workbook([head, below, *rows], tmp_path, merges))
    assert report.findings == ()
    assert report.coverage.checked == 12


def test_percentages_stored_as_fractions_are_asked(tmp_path: Path) -> None:
    report = audit.check(workbook([["Uraian", "Pagu", "Realisasi", "Sisa", "Keuangan (%)"], *FRACTIONS], tmp_path))
    assert report.findings == ()
    assert report.coverage.checked == report.coverage.figures


def test_sums_of_binary_numbers_are_no_errors(tmp_path: Path) -> None:
    pagu, realisasi = (
        [8648274.17511401, 1678975.961271371, 4870000.123456789],
        [7162223.03373845, 1338702.687415658, 1.1],
    )
    rows: list[list[object]] = [
        [f"Kegiatan {n}", p, r, p - r] for n, (p, r) in enumerate(zip(pagu, realisasi, strict=True))
    ]
    total = ["JUMLAH", sum(pagu), sum(realisasi), sum(pagu) - sum(realisasi)]
    report = audit.check(workbook([["Uraian", "Pagu", "Realisasi", "Sisa"], *rows, total], tmp_path))
    assert [finding.message.en for finding in report.findings] == []


def workbook(rows: list[list[object]], folder: Path, merges: list[str] | None = None) -> Path:
    """The rows as the one sheet of a workbook, numbers without a format."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merges or []:
        sheet.merge_cells(area)
    path = folder / "laporan.xlsx"
    book.save(path)
    return path
