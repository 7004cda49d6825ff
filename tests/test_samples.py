"""What the samples must show: the stories of the reference report, and the silence of the clean ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import audit
from audit.model.report import Cause, Report
from audit.reporters.json import schema

ROOT = Path(__file__).parents[1]
NTT = ROOT / "samples/ntt-2021/laporan.xlsx"
NTT_CSV = ROOT / "samples/ntt-2021/csv"
CLEAN = [
    "laporan.xlsx",
    "csv",
    "lra.xlsx",
    "apbd.xlsx",
    "apbdes.csv",
    "ribuan.csv",
    "terpotong.xlsx",
    "pagu-sendiri.xlsx",
    "rka.csv",
    "sipd.xlsx",
]


@cache
def report_of(path: Path) -> Report:
    return audit.check(path)


def said(report: Report) -> set[tuple[object, ...]]:
    """The findings without ids and places: rule, row, column, stated, expected."""
    return {
        (
            finding.rule,
            finding.severity,
            report.statement(finding.statement).rows[finding.row].path
            if finding.statement is not None and finding.row is not None
            else None,
            finding.column,
            finding.stated,
            finding.expected,
        )
        for finding in report.findings
    }


def causes(kind: str, kode: str, report: Report) -> Iterator[Cause]:
    """The causes of a kind that name a cell of a row with a code or, without code, with a label."""
    for cause in report.causes:
        rows = [report.row(cell) for cell in cause.cells]
        if cause.kind == kind and any(kode in (row.code, row.uraian) for row in rows):
            yield cause


def proposed(cause: Cause, kode: str, column: str, report: Report) -> object:
    for cell in cause.cells:
        if report.row(cell).code == kode and cell.column == column:
            return cell.proposed
    raise AssertionError(f"{cause.id} proposes nothing for {kode} {column}")


# The reference report


def test_both_forms_of_the_reference_report_give_the_same_findings() -> None:
    one, two = report_of(NTT), report_of(NTT_CSV)
    assert len(one.findings) == len(two.findings)
    assert said(one) == said(two)
    assert [c.kind for c in one.causes] == [c.kind for c in two.causes]


def test_the_training_centre_is_counted_twice() -> None:
    report = report_of(NTT)
    [cause] = causes("double-count", "2.07.01.1.02", report)
    assert proposed(cause, "2.07.01.1.02", "pagu", report) == 226_226_120
    assert cause.confidence == "certain"
    assert cause.settles == (12, 12, 0)


def test_the_figure_of_the_cooperative_training_stands_in_headings_above_other_rows() -> None:
    report = report_of(NTT)
    [cause] = causes("copied-figure", "2.17.03.1.01.01", report)
    assert {report.row(cell).code for cell in cause.cells} == {"2.17.03", "2.17.03.1.01.01", "2.17.03.1.01.02"}
    assert {cell.stated for cell in cause.cells if cell.column == "pagu"} == {1_757_574_940}
    assert all(cell.proposed is None for cell in cause.cells)


@pytest.mark.parametrize(
    ("kode", "right", "whose"),
    [
        ("4059.AEC.002", 49_710_000, "4059 "),  # its parent's
        ("6471", 1_541_390_000, "6471.BCC.001"),  # its first child's
        ("067.08.CT", 1_541_390_000, "JUMLAH"),  # the whole table's
    ],
)
def test_three_rows_carry_the_figures_of_another(kode: str, right: int, whose: str) -> None:
    report = report_of(NTT)
    [cause] = causes("copied-figure", kode, report)
    assert proposed(cause, kode, "pagu", report) == right
    assert f"carries the figures of {whose}" in cause.message.en


@pytest.mark.parametrize(("above", "below"), [("2201", "2201.EAA.001"), ("2726.AEH.001", "051")])
def test_a_parent_and_its_only_part_disagree_in_realisasi_and_sisa_alike(above: str, below: str) -> None:
    report = report_of(NTT)
    [cause] = [c for c in causes("unknown", below, report) if f"{above} " in c.message.en]
    moved = {cell.column: cell.stated - cell.proposed for cell in cause.cells if cell.stated and cell.proposed}
    assert cause.confidence == "likely"
    assert cause.alternatives
    assert {cell.column for cell in cause.cells} >= {"realisasi", "sisa"}
    gap = {
        f.column: f.difference for f in report.findings if f.id in cause.explains and f.column in ("realisasi", "sisa")
    }
    assert gap["realisasi"] == -gap["sisa"]  # type: ignore[operator]
    assert moved


def test_physical_percentages_repeat_another_column() -> None:
    report = report_of(NTT)
    told = {
        report.statement(cause.cells[0].statement).place.sheet: cause
        for cause in report.causes
        if cause.kind == "copied-column"
    }
    assert {sheet for sheet, cause in told.items() if "keuangan" in cause.message.en} == {"DPA SKPD", "A Vokasi"}
    assert {sheet for sheet, cause in told.items() if "bobot" in cause.message.en} == {
        "B Binwasnaker",
        "D Vokasi Lotim",
        "E Transmigrasi",
    }


def test_the_means_of_the_recap_are_not_weighted() -> None:
    report = report_of(NTT)
    assert list(causes("unweighted-mean", "TOTAL DEKONSENTRASI", report))
    assert list(causes("unweighted-mean", "TOTAL DANA", report))


def test_strays_are_told_with_the_rows_that_they_are_the_sum_of() -> None:
    report = report_of(NTT)
    strays = {f.printed: len(f.because) for f in report.findings if f.rule == "angka-lepas"}
    assert strays == {"317,764,340": 3, "646,800,000": 0, "5,934.00": 3}


def test_the_second_j_the_malformed_amount_and_the_blank_quantities_are_told() -> None:
    report = report_of(NTT)
    rules = {finding.rule: finding for finding in report.findings}
    assert rules["kode-ganda"].printed == "j"
    assert rules["angka-cacat"].stated == 6_763_479_000
    assert len([f for f in report.findings if f.rule == "realisasi-fisik-kosong"]) == 3


def test_every_error_of_the_reference_report_is_true_by_plain_arithmetic() -> None:
    """Sums are added up again from the operands, as a reader with a calculator would."""
    told = report_of(NTT).to_dict()
    sums = [f for f in told["findings"] if f["rule"] == "jumlah-anak"]
    assert len(sums) == 31
    for finding in sums:
        total = sum(Decimal(operand["value"]) for operand in finding["because"])
        assert Decimal(finding["expected"]) == total
        assert Decimal(finding["stated"]) != total
        assert Decimal(finding["difference"]) == Decimal(finding["stated"]) - total


def test_every_error_of_the_reference_report_has_a_cause() -> None:
    report = report_of(NTT)
    assert [f.id for f in report.findings if f.severity == "error" and not f.causes] == []
    assert len(report.causes) <= 25


# Clean reports


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_report_is_not_accused_and_not_skipped(name: str) -> None:
    report = report_of(ROOT / "samples/bersih" / name)
    assert [f.message.en for f in report.findings if f.severity != "info"] == []
    assert report.problems == ()
    assert report.verdict == "clean"
    assert report.exit == 0
    assert report.coverage.checked * 100 >= report.coverage.figures * 95


def test_the_conventions_of_the_clean_reports_are_found_out() -> None:
    taken = {
        name: {(d.column, d.base, d.rounding) for d in report_of(ROOT / "samples/bersih" / name).decisions}
        for name in ("terpotong.xlsx", "pagu-sendiri.xlsx", "lra.xlsx")
    }
    assert ("keuangan", "root.pagu", "truncated") in taken["terpotong.xlsx"]
    assert ("keuangan", "pagu", "nearest") in taken["pagu-sendiri.xlsx"]
    assert ("selisih", "realisasi - pagu", "nearest") in taken["lra.xlsx"]


def test_three_mistakes_that_a_reader_can_check_by_eye_are_three_causes() -> None:
    report = report_of(ROOT / "samples/kecil/laporan.csv")
    assert [(c.kind, report.row(c.cells[0]).code, c.cells[0].column, c.cells[0].proposed) for c in report.causes] == [
        ("transposed-digits", "1.2", "sisa", 1_500_000),
        ("typo-digit", "2", "pagu", 40_000_000),
        ("transposed-digits", "2.2", "bobot", 12),
    ]


def planted(name: str) -> list[tuple[str, str, str | None]]:
    """The findings of a small report, by rule, row and column."""
    report = report_of(ROOT / "samples/kecil" / name)
    rows = [report.statement(f.statement).rows[f.row] for f in report.findings if f.row is not None]
    return [(f.rule, row.kode or row.uraian, f.column) for f, row in zip(report.findings, rows, strict=True)]


def test_the_mistakes_in_a_plan_are_told_and_no_others() -> None:
    assert planted("rka.csv") == [
        ("rka-jumlah-anak", "521211", "jumlah"),
        ("rka-jumlah", "- Bahan cetak", "jumlah"),
        ("rka-jumlah-anak", "002", "jumlah"),
        ("kode-susunan", "52l111", "kode"),
        ("rka-jumlah-anak", "522111", "jumlah"),
    ]


def test_the_mistakes_in_a_report_of_sipd_are_told_and_no_others() -> None:
    assert planted("sipd.csv") == [
        ("sipd-jumlah-anak", "2.15.01.2.06.0002", "operasi_realisasi"),
        ("sipd-jumlah-realisasi", "5.1.02", "realisasi"),
        ("sipd-operasi-dalam-anggaran", "5.1.02", "operasi_realisasi"),
        ("sipd-jumlah-anak", "5.1.02", "operasi_anggaran"),
        ("sipd-jumlah-anggaran", "5.1.02.04", "pagu"),
        ("kode-susunan", "2.15.O2.2.02.0001", "kode"),
    ]


# The committed reports


def test_the_committed_reports_are_what_the_samples_give_today() -> None:
    sys.path.insert(0, str(ROOT / "reports"))
    try:
        import make
    finally:
        sys.path.pop(0)
    monkey = pytest.MonkeyPatch()
    with monkey.context() as here:
        here.chdir(ROOT)
        stale = [name for name, content in make.rendered().items() if (ROOT / "reports" / name).read_bytes() != content]
    assert stale == []


@pytest.mark.parametrize("path", sorted((ROOT / "reports").glob("*.json")), ids=lambda path: path.name)
def test_a_committed_json_report_follows_its_schema(path: Path) -> None:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(content)


def test_a_finding_keeps_its_fingerprint_when_figures_and_names_of_files_change(tmp_path: Path) -> None:
    text = (ROOT / "samples/kecil/laporan.csv").read_text("utf-8")
    other = tmp_path / "salinan.csv"
    other.write_text(text.replace("42.000.000", "43.000.000"), encoding="utf-8")
    before = {f.fingerprint for f in report_of(ROOT / "samples/kecil/laporan.csv").findings if f.column == "pagu"}
    after = {f.fingerprint for f in audit.check(other).findings if f.column == "pagu"}
    assert before == after


def test_a_report_of_which_most_figures_were_asked_nothing_is_not_clean(tmp_path: Path) -> None:
    path = tmp_path / "lebar.csv"
    months = ";".join(f"Bulan {n}" for n in range(1, 13))
    rows = [f"{n};Kegiatan {n};{n}000;" + ";".join(str(37 * n + 11 * m) for m in range(12)) for n in range(1, 6)]
    path.write_text("\n".join([f"No;Uraian;Pagu;{months}", *rows, ";JUMLAH;15000" + ";" * 12]), encoding="utf-8")
    report = audit.check(path)
    assert [problem.code for problem in report.problems] == ["little-checked"]
    assert (report.verdict, report.exit) == ("incomplete", 0)


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        (
            "apbd.csv",
            [
                ("4.1.02", "bertambah_berkurang", -655000000),
                ("4.1.03", "perubahan", 5482117600),
                ("5.1", "perubahan", 725002312750),
            ],
        ),
        (
            "apbdes.csv",
            [
                ("1.1.04", "keuangan", Decimal("96.03")),
                ("2.3.14", "pagu", 236475000),
                ("SISA LEBIH PEMBIAYAAN ANGGARAN", "realisasi", 41801417),
            ],
        ),
    ],
)
def test_each_mistake_planted_in_a_budget_is_a_cause_and_nothing_else_is(
    name: str, planted: list[tuple[str, str, Any]]
) -> None:
    report = report_of(ROOT / "samples/kecil" / name)
    told = [
        (report.row(cell).code or report.row(cell).uraian, cell.column, cell.proposed)
        for cause in report.causes
        for cell in cause.cells
    ]
    assert sorted(told, key=str) == sorted(planted, key=str)
