"""Drawn sheets with formulas: what is said of these, no more and no less, and what is put down to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from audit.model.report import Report
from audit.rulebook import Rulebook, load_rulebooks
from audit.rules.rule import Example
from audit.run import audit_reading
from audit.run.examples import findings_as_lines, reading_of

HERE = Path(__file__).parent

#: table or tables: what is audited; finds: all that is said of formulas, as rule | row | column | stated | expected;
#: causes: those that name a formula, as kind | confidence | how the message begins; unasked: rule | column | how the
#: reason begins; asks: rule | how many claims were asked; grades: rule | severity, of all findings about formulas.
FIELDS = {"table", "tables", "finds", "causes", "unasked", "asks", "grades"}


def cases() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        for name, body in YAML(typ="safe", pure=True).load(path.read_text("utf-8")).items():
            assert set(body) <= FIELDS, f"{path.name}: {name}: {set(body) - FIELDS}"
            yield pytest.param(body, id=f"{path.stem}: {name}")


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, ...]:
    return load_rulebooks()


@pytest.mark.parametrize("body", list(cases()))
def test_case(body: dict[str, Any], books: tuple[Rulebook, ...]) -> None:
    tables = tuple((body.get("tables") or {"Lembar": body["table"]}).items())
    report = audit_reading(reading_of(Example(tables, (), 0), books))
    assert said(report, lines(body, "finds")) == sorted(lines(body, "finds"))
    told = [f"{cause.kind} | {cause.confidence} | {cause.message.en}" for cause in report.causes]
    named = [line for line in told if line.startswith("formula-")]
    wanted = lines(body, "causes")
    assert len(named) == len(wanted) or not wanted, told
    assert [line for line in wanted if not any(known.startswith(line) for known in named)] == [], told
    grades = [f"{finding.rule} | {finding.severity}" for finding in report.findings if finding.kind == "formula"]
    assert not body.get("grades") or grades == lines(body, "grades")
    reasons = [f"{silence.rule} | {silence.column or '.'} | {silence.reason.en}" for silence in report.unasked]
    assert [line for line in lines(body, "unasked") if not any(known.startswith(line) for known in reasons)] == []
    asked = {f"{rule.id} | {rule.asked}" for rule in report.rules}
    assert set(lines(body, "asks")) <= asked, [line for line in sorted(asked) if line.startswith("rumus")]
    assert any(rule.asked or rule.unasked for rule in report.rules if rule.id.startswith("rumus-"))


def lines(body: dict[str, Any], field: str) -> list[str]:
    value = body.get(field) or []
    return [
        str(text).strip() for text in (value if isinstance(value, list) else value.splitlines()) if str(text).strip()
    ]


def said(report: Report, expected: list[str]) -> list[str]:
    found = []
    for rule in dict.fromkeys(finding.rule for finding in report.findings if finding.kind == "formula"):
        own = [line.removeprefix(f"{rule} | ") for line in expected if line.startswith(f"{rule} | ")]
        found.extend(f"{rule} | {line}" for line in findings_as_lines(report, own, rule))
    return sorted(found)
