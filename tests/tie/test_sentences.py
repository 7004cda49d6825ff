"""Each drawn sentence beside its table: what becomes of its amounts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from audit.rulebook import Rulebook, load_rulebooks
from audit.run import audit_reading, read_with

DRAWN: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))


@cache
def _books() -> tuple[Rulebook, ...]:
    return load_rulebooks()


@pytest.mark.parametrize(
    ("table", "sentence", "verdicts", "proofs"),
    # So many findings as contradictions, but where a case tells of more.
    [(*case, case[2].split().count("contradicted"))[:4] for case in DRAWN["cases"]],
    ids=[case[1][:70] for case in DRAWN["cases"]],
)
def test_amounts_of_a_sentence_become_what_is_drawn(
    table: str, sentence: str, verdicts: str, proofs: int, tmp_path: Path
) -> None:
    path = tmp_path / "laporan.md"
    path.write_text(f"{DRAWN['tables'][table]}\n{sentence}\n", encoding="utf-8")
    report = audit_reading(read_with(path, _books()))
    assert [mention.verdict for mention in report.mentions] == verdicts.split()
    said = [finding for finding in report.findings if finding.kind == "mention"]
    assert len(said) == proofs
    assert all(finding.expected is not None or finding.unit == "rank" for finding in said)


HONEST: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("honest.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("table", "sentence"), HONEST["honest"], ids=[one[1][:70] for one in HONEST["honest"]])
def test_an_honest_sentence_is_accused_of_nothing(table: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "laporan.md"
    path.write_text(f"{DRAWN['tables'][table]}\n{sentence}\n", encoding="utf-8")
    report = audit_reading(read_with(path, _books()))
    assert [mention.printed for mention in report.mentions if mention.verdict == "contradicted"] == []


@pytest.mark.parametrize(
    ("table", "sentence", "message", "cause"),
    [
        (
            "berakhir",
            "Belanja Daerah Tahun 2025 turun sebesar Rp3.072.846.750,00 dibandingkan Tahun 2024.",
            "the sentence says a fall, the tables a rise",
            "the sentence says a fall, the tables a rise",
        ),
        (
            "lra",
            "Dengan demikian terjadi surplus sebesar Rp600.000.000,00.",
            "the sentence says a surplus, the tables a deficit",
            "the sentence says a surplus, the tables a deficit",
        ),
        (
            # 93,46 % is last year's figure in percent of this year's budget, which nobody means.
            "berakhir",
            "Realisasi Belanja Modal Tahun 2025 sebesar Rp28.709.390.500,00 atau 93,28% dari anggaran.",
            "is not 95.06 % (keuangan of 5.2 Belanja Modal)",
            "the tables state 95.06 %",
        ),
        (
            "sen",
            "Realisasi Penataan Kios sebesar Rp203.128.230 atau 45,32 % dari pagu.",
            "is not 49.32 % (100 * realisasi / pagu of 1 Penataan Kios)",
            "the tables state 49.32 %",
        ),
        (
            "berakhir",
            "Realisasi Belanja Modal sebesar Rp30.200.000.000,00.",
            "that is the figure of the column “Anggaran 2025”",
            "the tables state Rp28,709,390,500",
        ),
    ],
)
def test_a_contradiction_says_what_is_wrong(
    table: str, sentence: str, message: str, cause: str, tmp_path: Path
) -> None:
    path = tmp_path / "laporan.md"
    path.write_text(f"{DRAWN['tables'][table]}\n{sentence}\n", encoding="utf-8")
    report = audit_reading(read_with(path, _books()))
    assert [message in finding.message.en for finding in report.findings if finding.kind == "mention"] == [True]
    assert [cause in one.message.en for one in report.causes] == [True]


def test_a_wrong_rank_says_by_what_the_rows_were_ranked_and_both_figures(tmp_path: Path) -> None:
    path = tmp_path / "laporan.md"
    sentence = "Serapan tertinggi dicapai Dinas Perdagangan sebesar 97,00 persen."
    path.write_text(f"{DRAWN['tables']['kantor']}\n{sentence}\n", encoding="utf-8")
    report = audit_reading(read_with(path, _books()))
    told = [finding.message.en for finding in report.findings if finding.kind == "mention"]
    assert told == [
        "prose: not “Dinas Perdagangan”, but Inspektorat, the largest in the table (the column “%”: 99,00, not 97,00)"
    ]
