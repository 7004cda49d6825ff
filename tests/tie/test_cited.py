"""Each drawn sentence beside tables of other files: what becomes of its amounts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from audit.rulebook import Rulebook, load_rulebooks
from audit.run import audit_reading, read_with
from audit.run.beside import load_beside

DRAWN: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("cited.yaml").read_text(encoding="utf-8"))


@cache
def _books() -> tuple[Rulebook, ...]:
    return load_rulebooks()


@pytest.mark.parametrize(("head", "files", "sentence", "verdicts"), DRAWN["cases"])
def test_tables_of_other_files_accuse_only_where_year_and_office_are_those_of_the_report(
    head: str, files: list[str], sentence: str, verdicts: str, tmp_path: Path
) -> None:
    report = tmp_path / "laporan.md"
    report.write_text(f"{DRAWN['heads'][head]}\n{sentence}\n", encoding="utf-8")
    others = [tmp_path / f"rujukan-{n}.md" for n in range(len(files))]
    for path, name in zip(others, files, strict=True):
        path.write_text(f"{DRAWN['files'][name]}\n", encoding="utf-8")
    audited = audit_reading(read_with(report, _books(), beside=load_beside(others, _books())))
    assert [mention.verdict for mention in audited.mentions] == verdicts.split()
    told = [finding for finding in audited.findings if finding.kind == "mention"]
    assert len(told) == verdicts.split().count("contradicted")
    assert all("rujukan-" in finding.message.en for finding in told)
