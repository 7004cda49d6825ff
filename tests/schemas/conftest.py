"""A rulebook whose statement carries a schema or expectations, put to a drawn table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest

import audit
from audit.model.report import Report
from audit.rulebook import Rulebook, load_rulebooks

BOOK = """\
rulebook: kasus
title: {id: Kasus, en: Case}
statements:
  rincian:
    columns:
      kode: {type: kode, headings: [kode]}
      uraian: {type: text, headings: [uraian]}
      satuan: {type: text, headings: [satuan]}
      target: {type: count, headings: [target]}
      pagu: {type: rupiah, headings: [pagu], required: true}
      realisasi: {type: rupiah, headings: [realisasi]}
      sisa: {type: rupiah, headings: [sisa]}
      keuangan: {type: percent, headings: [keuangan (%)]}
"""
RULES = """\
rules:
  - id: sisa
    title: {id: Sisa adalah pagu dikurangi realisasi, en: Sisa is pagu less realisasi}
    why: {id: Uang terpakai atau tersisa., en: Money is spent or left.}
    assert: sisa = pagu - realisasi
  - id: cukup
    title: {id: Realisasi tidak melampaui pagu, en: Realisasi does not exceed pagu}
    why: {id: Pagu adalah batas., en: Pagu is the ceiling.}
    assert: realisasi <= pagu
"""

Loaded = Callable[..., Rulebook]
Audited = Callable[..., Report]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    """The rulebook with these fields under its statement."""
    monkeypatch.chdir(tmp_path)

    def load(fields: str, rules: str = RULES) -> Rulebook:
        text = BOOK + indent(dedent(fields).strip(), " " * 4) + "\n" + rules
        Path("kasus.yaml").write_text(text, encoding="utf-8")
        return load_rulebooks(["kasus.yaml"])[0]

    return load


@pytest.fixture
def audited(book: Loaded) -> Audited:
    """The report of a table, drawn as CSV with semicolons, under the rulebook with these fields."""

    def run(fields: str, table: str, rules: str = RULES) -> Report:
        book(fields, rules)
        lines = [";".join(part.strip() for part in line.split("|")) for line in dedent(table).strip().splitlines()]
        Path("laporan.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return audit.check("laporan.csv", "kasus.yaml")

    return run
