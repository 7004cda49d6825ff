"""Tables of performance as offices lay them out: nobody is accused where one of the usual formulas agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

import audit

#: Honest tables: the name of the file, and what stands in it.
HONEST = {
    "targets of several years, and less is better.md": """\
# LKjIP Dinas Kesehatan 2023

| Sasaran | Indikator Kinerja Utama | Target 2023 | Realisasi 2022 | Realisasi 2023 | Capaian (%) | Target Akhir RPJMD |
|---|---|---|---|---|---|---|
| Kesehatan | Angka kematian ibu | 110 | 140 | 102 | 107,27 | 90 |
|  | Prevalensi stunting | 14,5 | 18,9 | 17,2 | 81,38 | 12 |
|  | Angka harapan hidup | 71,20 | 70,9 | 71,31 | 100,15 | 72 |
|  | Persentase puskesmas terakreditasi | 100 | 95 | 98 | 98,00 | 100 |
""",
    "quarters side by side.csv": """\
No;Indikator Kinerja;Satuan;Target TW I;Target TW II;Realisasi TW I;Realisasi TW II;Capaian TW I;Capaian TW II
1;Jumlah pelatihan;kali;5;10;4;11;80,00;110,00
2;Jumlah peserta;orang;50;100;40;120;80,00;120,00
3;Jumlah dokumen;dokumen;1;2;1;2;100,00;100,00
""",
    "targets in words, with their units, and of nil.md": """\
Tabel Capaian Kinerja

| No | Indikator | Target | Realisasi | % Capaian | Predikat |
|---|---|---|---|---|---|
| 1 | Opini BPK | WTP | WTP | 100 | Sangat Tinggi |
| 2 | Nilai SAKIP | BB | A | 110 | Sangat Tinggi |
| 3 | Indeks Reformasi Birokrasi | 75 | 73,2 | 97,6 | Tinggi |
| 4 | Maturitas SPIP | Level 3 | Level 3 | 100 | Tinggi |
| 5 | Waktu layanan | 7 hari | 5 hari | 128,57 | Tinggi |
| 6 | Temuan | 0 | 2 | 0 | Rendah |
| 7 | Kasus | 0 | 0 | 100 | Tinggi |
""",
    "a mean below, and amounts as outcomes.md": """\
Pengukuran Kinerja

| Sasaran Strategis | Indikator Kinerja | Target | Realisasi | Capaian |
|---|---|---|---|---|
| S1 | Nilai investasi (Rp) | 2.500.000.000.000 | 2.750.000.000.000 | 110% |
|  | Jumlah investor | 1.250 | 1.300 | 104% |
|  | Rata-rata |  |  | 107% |
""",
    "achievement as a fraction.csv": """\
Indikator,Satuan,Target,Realisasi,Capaian
Cakupan ASI,%,80,76.4,0.955
Cakupan gizi,%,90,81,0.9
Jumlah posyandu,unit,200,210,1.05
""",
    "with the money beside.md": """\
Capaian Kinerja Program dan Anggaran

| No | Program | Indikator | Target | Realisasi | Capaian (%) | Pagu (Rp) | Realisasi Anggaran (Rp) | Serapan (%) |
|---|---|---|---|---|---|---|---|---|
| 1 | Program A | Jumlah aa | 100 | 90 | 90,00 | 1.000.000 | 800.000 | 80,00 |
| 2 | Program B | Jumlah bb | 50 | 55 | 110,00 | 2.000.000 | 1.500.000 | 75,00 |
| 3 | Program C | Jumlah cc | 20 | 18 | 90,00 | 500.000 | 500.000 | 100,00 |
""",
    "targets alone.md": """\
Perjanjian Kinerja Tahun 2023

| No | Sasaran Strategis | Indikator Kinerja | Target |
|---|---|---|---|
| 1 | S1 | Jumlah aa | 100 |
| 2 | S2 | Jumlah bb | 50 |
""",
    "less is better in all rows.md": """\
Pengukuran kinerja triwulan

| Indikator Kinerja | Target | Realisasi | Capaian (%) |
|---|---|---|---|
| Tingkat kemiskinan | 10,5 | 10,9 | 96,33 |
| Rasio gini | 0,350 | 0,362 | 96,57 |
""",
    "both decimal marks, and less is better.md": """\
LAKIP

| No | Indikator Kinerja | Satuan | Target | Realisasi | Capaian (%) |
|---|---|---|---|---|---|
| 1 | Produksi padi | ton | 35.260,5 | 36.001,2 | 102,1 |
| 2 | Produksi jagung | ton | 12.5 | 13.0 | 104,0 |
| 3 | Jumlah kelompok | kelompok | 1.250 | 1.300 | 104,0 |
| 4 | Jumlah kasus | kasus | 12 | 15 | 75,0 |
""",
    "capped.csv": """\
No,Indikator Kinerja,Satuan,Target,Realisasi,Capaian
1,Jumlah dokumen,dokumen,4,4,100
2,Jumlah laporan,laporan,12,12,100
3,Jumlah orang,orang,30,25,83.33
4,Jumlah unit,unit,7,9,100
""",
    "ranges and bounds.md": """\
Tabel 3.2 Realisasi Kinerja

| Indikator Kinerja | Satuan | Target | Realisasi | Capaian |
|---|---|---|---|---|
| Jumlah arsip | berkas | 3 ribu | 2.900 | 96,67 |
| Jumlah akta | akta | ≥ 500 | 480 | 96,00 |
| Jumlah KTP | KTP | 90-95 | 93 | 100,00 |
""",
    "quarters added up.md": """\
Pengukuran Kinerja

| Indikator Kinerja | Satuan | Target | TW I | TW II | TW III | TW IV | Realisasi | Capaian (%) |
|---|---|---|---|---|---|---|---|---|
| Jumlah pelatihan | kali | 12 | 3 | 3 | 3 | 3 | 12 | 100,00 |
| Jumlah peserta | orang | 400 | 90 | 110 | 100 | 120 | 420 | 105,00 |
| Jumlah dokumen | dokumen | 8 | 1 | 2 | 2 | 2 | 7 | 87,50 |
""",
    "months where less is better.csv": """\
No;Indikator Kinerja;Satuan;Target;Realisasi;Capaian
1;Lama proses izin;hari;14;10;128,57
2;Lama proses banding;hari;30;36;83,33
3;Keluhan pelanggan;kasus;20;15;133,33
4;Jumlah layanan;layanan;40;44;110,00
""",
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_table_of_performance_accuses_nobody(name: str, tmp_path: Path) -> None:
    report = audit.check(_written(tmp_path, name, HONEST[name]))
    assert [statement.kind for statement in report.statements] == ["kinerja"]
    assert [finding.message.en for finding in report.findings] == []
    assert [problem.code for problem in report.problems if problem.code != "little-checked"] == []


#: The rows of which something is asked, where it can be told how the table computes.
ASKED = {
    "with the money beside.md": 6,
    "quarters added up.md": 3,
    "quarters side by side.csv": 3,
    "both decimal marks, and less is better.md": 3,
    "capped.csv": 3,
    "a mean below, and amounts as outcomes.md": 2,
}


@pytest.mark.parametrize(("name", "asked"), ASKED.items())
def test_the_usual_formula_is_asked(name: str, asked: int, tmp_path: Path) -> None:
    assert audit.check(_written(tmp_path, name, HONEST[name])).asked == asked


def test_an_indicator_that_counts_is_no_total_of_the_rows_above(tmp_path: Path) -> None:
    (statement,) = audit.check(_written(tmp_path, "capped.csv", HONEST["capped.csv"])).statements
    assert {row.kind for row in statement.rows} == {"leaf"}
    assert statement.root is None


def test_an_achievement_that_nothing_explains_is_found(tmp_path: Path) -> None:
    wrong = HONEST["quarters added up.md"].replace("| 420 | 105,00 |", "| 420 | 115,00 |")
    (finding,) = audit.check(_written(tmp_path, "laporan.md", wrong)).findings
    assert (finding.rule, finding.printed, finding.expected) == ("capaian-kinerja", "115,00", 105)


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
