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
