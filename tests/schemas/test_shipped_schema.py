"""The schemas that come with the tool: each of their bounds finds what passes it, and nothing in an honest report."""

from __future__ import annotations

from pathlib import Path

import pytest

import audit
from audit.rulebook import load_rulebooks

HONEST = Path(__file__).parents[2] / "samples" / "bersih"

RINCIAN = "kode,uraian,target,realisasi fisik,pagu,realisasi,bobot,fisik (%)\n"
REKAP = "REKAPITULASI\nno,program,pagu,realisasi,bobot,target fisik (%),fisik (%)\n"
OTHER = "2,Batu,100,10,50.00,100.00,20.00\n"
APBD = "RINGKASAN PERUBAHAN APBD\nkode,uraian,sebelum perubahan,setelah perubahan\n"
APBDES = "LAPORAN REALISASI APBDES\nkode,uraian,anggaran,realisasi\n"
LRA = "LAPORAN REALISASI ANGGARAN\nkode,uraian,anggaran,realisasi,%\n"

CASES = [
    ("skema-rincian-target", RINCIAN + "1,Jalan,{},0,100,10,100.00,0.00\n", "-1", "0"),
    ("skema-rincian-realisasi-fisik", RINCIAN + "1,Jalan,5,{},100,10,100.00,0.00\n", "-2", "0"),
    ("skema-rincian-bobot", RINCIAN + "1,Jalan,5,1,100,10,{},0.00\n2,Batu,5,1,100,10,50.00,0.00\n", "-0.01", "0.00"),
    ("skema-rincian-bobot", RINCIAN + "1,Jalan,5,1,100,10,{},0.00\n2,Batu,5,1,100,10,50.00,0.00\n", "100.02", "100.00"),
    ("skema-rincian-fisik", RINCIAN + "1,Jalan,5,1,100,10,100.00,{}\n", "-1.00", "0.00"),
    ("skema-rekap-bobot", REKAP + "1,Jalan,100,10,{},100.00,20.00\n" + OTHER, "150.00", "50.00"),
    ("skema-rekap-target", REKAP + "1,Jalan,100,10,50.00,{},20.00\n" + OTHER, "-5.00", "5.00"),
    ("skema-rekap-fisik", REKAP + "1,Jalan,100,10,50.00,100.00,{}\n" + OTHER, "-5.00", "5.00"),
    ("skema-apbd-uraian", APBD + "5.1,{},100,110\n5.2,Belanja Modal,100,110\n", "", "Belanja Operasi"),
    ("skema-apbdes-uraian", APBDES + "5.1,{},100,10\n5.2,Belanja Modal,100,10\n", "", "Belanja Pegawai"),
    ("skema-lra-uraian", LRA + "5.1,{},100,10,10.00\n5.2,Belanja Modal,100,10,10.00\n", "", "Belanja Operasi"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "table", "wrong", "right"), CASES)
def test_a_shipped_schema_finds_what_cannot_be(rule: str, table: str, wrong: str, right: str, tmp_path: Path) -> None:
    def found(cell: str) -> list[str]:
        path = tmp_path / "laporan.csv"
        path.write_text(table.format(cell), encoding="utf-8")
        report = audit.check(path)
        assert next(one.asked for one in report.rules if one.id == rule)
        return [finding.printed for finding in report.findings if finding.rule == rule]

    assert found(wrong) == [wrong]
    assert found(right) == []


def test_every_shipped_schema_is_tried() -> None:
    shapes = [shape for book in load_rulebooks() for shape in book.statements]
    assert {check.id for shape in shapes for check in shape.checks} == {rule for rule, *_ in CASES}


def test_no_shipped_rulebook_has_an_expectation() -> None:
    assert [shape.kind for book in load_rulebooks() for shape in book.statements if shape.expected] == []


def test_no_honest_report_has_a_finding_of_a_schema() -> None:
    asked = 0
    for report in sorted(HONEST.rglob("*.xlsx")):
        checked = audit.check(report)
        assert [finding.message.en for finding in checked.findings if finding.rule.startswith("skema-")] == []
        asked += sum(rule.asked for rule in checked.rules if rule.id.startswith("skema-"))
    assert asked > 500
