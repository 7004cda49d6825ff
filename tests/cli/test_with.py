"""`audit check --with`: files beside a report may be cited, and are not audited themselves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import audit
from audit.cli import app

SAMPLES = Path(__file__).parents[2] / "samples"

CALK = """PEMERINTAH KOTA SUKAMAJU

CATATAN ATAS LAPORAN KEUANGAN TAHUN ANGGARAN 2023

Realisasi Pajak Daerah sebesar Rp4.770.000.000,00 atau 94,00 % dari anggaran sebesar Rp5.000.000.000,00.
"""
#: Its own total is wrong, which is no finding of a report that cites it.
LRA = """# LAPORAN REALISASI ANGGARAN PEMERINTAH KOTA SUKAMAJU TAHUN ANGGARAN 2023

| Kode | Uraian | Anggaran | Realisasi |
|---|---|---|---|
| 4 | PENDAPATAN DAERAH | 8.000.000.000 | 7.999.000.000 |
| 4.1 | Pajak Daerah | 5.000.000.000 | 4.700.000.000 |
| 4.2 | Retribusi Daerah | 3.000.000.000 | 2.800.000.000 |
"""

Check = Callable[..., tuple[int, Any]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Check:
    """Run `audit check` as JSON in a folder with a CaLK and its LRA."""
    (tmp_path / "calk.md").write_text(CALK, encoding="utf-8")
    (tmp_path / "lra.md").write_text(LRA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, Any]:
        capfd.readouterr()
        code = app(["check", *arguments, "--format", "json"], standalone_mode=False)
        return code, json.loads(capfd.readouterr().out)

    return run


def codes(report: Any) -> list[str]:
    """The codes of the problems of a report."""
    return [problem["code"] for problem in report["problems"]]


def test_a_sentence_is_held_against_a_table_of_another_file_that_is_not_audited(check: Check) -> None:
    code, report = check("calk.md", "--with", "lra.md")
    assert code == 1
    assert [(given["id"], given["path"], given["role"]) for given in report["inputs"]] == [
        ("i1", "calk.md", "subject"),
        ("r1", "lra.md", "reference"),
    ]
    (finding,) = report["findings"]
    assert (finding["kind"], finding["expected"]) == ("mention", "4700000000")
    assert "lra.md" in finding["message"]
    assert [operand["place"]["input"] for operand in finding["because"]] == ["r1"]
    assert all(statement["id"].startswith("r1.") for statement in report["statements"])
    # Of the eight figures in both files only those of the report are counted.
    assert (report["coverage"]["figures"], report["coverage"]["checked"]) == (3, 3)
    assert codes(report) == []


def test_the_file_beside_has_findings_where_it_is_audited_itself(check: Check) -> None:
    _, report = check("lra.md")
    assert [finding["rule"] for finding in report["findings"]]


def test_the_same_file_twice_and_a_folder_are_each_file_once(check: Check, tmp_path: Path) -> None:
    folder = tmp_path / "rujukan"
    folder.mkdir()
    shutil.copy(tmp_path / "lra.md", folder / "salinan.md")
    _, report = check("calk.md", "--with", "lra.md", "--with", "./lra.md", "--with", "rujukan")
    assert [given["path"] for given in report["inputs"] if given["role"] == "reference"] == ["lra.md"]
    assert len(report["findings"]) == 1


def test_a_report_is_no_witness_to_itself(check: Check) -> None:
    _, report = check("lra.md", "--with", "lra.md")
    assert [given["role"] for given in report["inputs"]] == ["subject"]


@pytest.mark.parametrize(
    ("name", "content"), [("hilang.pdf", None), ("rusak.pdf", b"%PDF-1.4 rusak"), ("kosong.csv", b"")]
)
def test_a_file_beside_that_cannot_be_read_is_told_and_leaves_the_audit_incomplete(
    name: str, content: bytes | None, check: Check, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, report = check("calk.md", "--with", "lra.md", "--with", name, "--fail-on", "never")
    assert code == 2
    assert [problem["stage"] for problem in report["problems"]] == ["read"]
    assert name in report["problems"][0]["place"]["text"]


def test_a_file_beside_without_a_table_is_told(check: Check, tmp_path: Path) -> None:
    (tmp_path / "surat.md").write_text("Dengan hormat, terlampir laporan kami.\n", encoding="utf-8")
    code, report = check("calk.md", "--with", "surat.md", "--fail-on", "never")
    assert (code, codes(report)[-1]) == (2, "nothing-to-cite")


def test_a_file_beside_that_nothing_was_held_against_is_told_with_the_reason(check: Check, tmp_path: Path) -> None:
    (tmp_path / "lama.md").write_text(LRA.replace("2023", "2021"), encoding="utf-8")
    _, report = check("calk.md", "--with", "lama.md")
    (problem,) = [problem for problem in report["problems"] if problem["code"] == "never-cited"]
    assert "2021" in problem["message"]
    assert "2023" in problem["message"]


def test_the_settings_name_files_to_cite(check: Check, tmp_path: Path) -> None:
    (tmp_path / "audit.toml").write_text('files = ["calk.md"]\nwith = ["lra.*"]\n', encoding="utf-8")
    _, report = check()
    assert [given["path"] for given in report["inputs"]] == ["calk.md", "lra.md"]
    assert len(report["findings"]) == 1


def test_a_result_is_not_written_over_a_file_that_is_cited(check: Check, tmp_path: Path) -> None:
    before = (tmp_path / "lra.md").read_bytes()
    assert app(["check", "calk.md", "--with", "lra.md", "--out", "lra.md"], standalone_mode=False) == 3
    assert (tmp_path / "lra.md").read_bytes() == before


def test_the_library_cites_files_beside_a_report(tmp_path: Path) -> None:
    (tmp_path / "calk.md").write_text(CALK, encoding="utf-8")
    (tmp_path / "lra.md").write_text(LRA, encoding="utf-8")
    report = audit.check(tmp_path / "calk.md", beside=tmp_path / "lra.md")
    assert [mention.verdict for mention in report.mentions] == ["contradicted", "agrees", "agrees"]
    assert report.audited == ()


def test_a_recap_without_its_tables_is_held_against_those_of_another_file(tmp_path: Path) -> None:
    recap = tmp_path / "rekap.md"
    recap.write_text(
        "# REKAPITULASI REALISASI FISIK DAN KEUANGAN TAHUN 2023\n\n"
        "| No | Program | Pagu | Realisasi |\n|---|---|---|---|\n"
        "| A | PROGRAM JALAN | 900.000 | 500.000 |\n| B | PROGRAM TAMAN | 400.000 | 300.000 |\n"
        "| | JUMLAH | 1.300.000 | 800.000 |\n",
        encoding="utf-8",
    )
    parts = [tmp_path / "a.md", tmp_path / "b.md"]
    for path, title, pagu in zip(parts, ("A. PROGRAM JALAN", "B. PROGRAM TAMAN"), ("950.000", "400.000"), strict=True):
        path.write_text(
            f"# {title} TAHUN 2023\n\n| Kode | Uraian | Target | Pagu | Realisasi |\n|---|---|---|---|---|\n"
            f"| 1 | Kegiatan satu | 1 | {pagu} | 300.000 |\n| | JUMLAH | | {pagu} | 300.000 |\n",
            encoding="utf-8",
        )
    told = [f for f in audit.check(recap, beside=parts).findings if f.column == "pagu" and f.kind == "equation"]
    assert [(finding.stated, finding.expected) for finding in told] == [(900_000, 950_000)]
    for path in parts:
        path.write_text(path.read_text(encoding="utf-8").replace("2023", "2022"), encoding="utf-8")
    other = audit.check(recap, beside=parts)
    assert not [f for f in other.findings if f.column == "pagu" and f.kind == "equation"]
