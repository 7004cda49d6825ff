"""Drawn tables whose columns no rulebook knows: what they show of themselves, no more, and what does not keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from audit.model.document import Cell, Place
from audit.model.relation import Relation
from audit.recognise._further import further_columns
from audit.rulebook import Rulebook, load_rulebooks
from audit.rules.expression import CONDITIONS, FUNCTIONS, RESERVED, Comparison, parse_assertion
from audit.rules.expression import Path as Column
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


def test_a_total_that_nothing_else_bears_out_is_only_presented_as_one(books: tuple[Rulebook, ...]) -> None:
    (body,) = [case.values[0] for case in cases() if case.id == "the only amounts of a list do not come to its total"]
    report = audit_reading(reading_of(Example((("lembar", body["table"]),), (), 1), books))
    (finding,) = report.findings
    assert finding.assumption is not None
    assert finding.assumption.en == "the table presents the row as the total of its parts"


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


headings = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(sorted({*RESERVED, *FUNCTIONS, *CONDITIONS, "Jumlah (Rp)", "2023", "%", "s.d. TW I", "é"})),
    ),
    min_size=2,
    max_size=6,
)


@given(headings)
def test_whatever_a_heading_says_its_column_has_a_name_of_its_own_that_a_rule_can_use(texts: list[str]) -> None:
    cells = [Cell(text, Place("i1", "lembar")) for text in ("1.250.000", "2.375.000", "4.125.900")]
    columns = further_columns(
        {n: (text,) for n, text in enumerate(texts)}, dict.fromkeys(range(len(texts)), cells), ["kode", "uraian"]
    )
    names = [column.name for column in columns.values()]
    assert len(names) == len(texts) == len(set(names))
    assert not {"kode", "uraian"}.intersection(names)
    for name in names:
        rule = parse_assertion(Relation("sum", name, ((1, names[0]), (-1, names[-1])), 3, 3).text)
        assert isinstance(rule, Comparison)
        assert rule.left == Column((name,))
