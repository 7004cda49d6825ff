"""Drawn tables whose columns no rulebook knows: what they show of themselves, no more, and what does not keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from audit.rulebook import Rulebook, load_rulebooks
from audit.rules.rule import Example
from audit.run import audit_reading
from audit.run.examples import findings_as_lines, reading_of

HERE = Path(__file__).parent
RULES = ("hubungan-kolom", "jumlah-kolom")


def cases() -> Iterator[Any]:
    for name, body in YAML(typ="safe", pure=True).load((HERE / "shown.yaml").read_text("utf-8")).items():
        assert set(body) <= {"table", "shows", "finds"}, name
        yield pytest.param(body, id=name)


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, ...]:
    return load_rulebooks()


@pytest.mark.parametrize("body", list(cases()))
def test_case(body: dict[str, Any], books: tuple[Rulebook, ...]) -> None:
    report = audit_reading(reading_of(Example((("lembar", body["table"]),), (), 1), books))
    shown = [relation.text for statement in report.statements for relation in statement.relations]
    assert shown == body["shows"]
    wanted = body.get("finds", [])
    found = [line for rule in RULES for line in findings_as_lines(report, wanted, rule)]
    assert sorted(found) == sorted(wanted)


def test_a_table_that_shows_nothing_is_told_and_its_figures_are_counted(books: tuple[Rulebook, ...]) -> None:
    table = """
    no  kegiatan  rencana     hasil
    1   Satu      41250000    31250000
    2   Dua       20300000    20100000
    3   Tiga      25700000    25300000
    4   Empat     10400000    10200000
    """
    report = audit_reading(reading_of(Example((("lembar", table),), (), 1), books))
    assert [problem.code for problem in report.problems] == ["unknown-table"]
    assert report.coverage.checked == 0 < report.coverage.figures


def test_how_far_the_table_bears_it_out_is_told(books: tuple[Rulebook, ...]) -> None:
    (body,) = [
        case.values[0] for case in cases() if case.id == "the worth of a thing is not its number times its price"
    ]
    report = audit_reading(reading_of(Example((("lembar", body["table"]),), (), 1), books))
    (finding,) = report.findings
    assert finding.severity == "warning"
    assert finding.assumption is not None
    assert "nilai = volume * harga holds in 5 of the 6 rows" in finding.assumption.en
    assert "nilai = volume * harga berlaku pada 5 dari 6 baris" in finding.assumption.id
