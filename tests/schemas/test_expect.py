"""`expect:`: core expectations of Great Expectations, run in memory; rows and figures are those of our own cells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from audit.model.report import Report
from audit.rulebook import Rulebook
from audit.rulebook._expect import _folder, snake

Audited = Callable[..., Report]
Loaded = Callable[..., Rulebook]

TABLE = """
    kode | uraian  | satuan | target | pagu | realisasi | sisa | keuangan (%)
    1    | Program |        |        | 300  | 100       | 200  | 33.33
    1.1  | Aspal   | Paket  | 5      | 100  | 40        | 60   | 40.00
    1.2  | Batu    | karung | 12.5   | 200  | 60        | 140  | 30.00
    1.2  | Pasir   | unit   | 11     |      | 0         |      | 100.01
    3    | Besi    | 12     | 2      | 1.000.00 | 0     | 0    | 0.00
         | JUMLAH  |        |        | 300  | 100       | 200  | 33.33
"""


def told(report: Report) -> list[str]:
    """The findings of expectations: where, which column, what is printed."""
    return [
        f"{f.place.line}:{f.place.column} {f.column or '-'} {f.printed or '.'}"
        for f in report.findings
        if f.rule.startswith("harapan-")
    ]


def asked(expectation: str, audited: Audited) -> Report:
    return audited(f"expect:\n  - {expectation}\n", TABLE)


CASES = YAML(typ="safe").load((Path(__file__).parent / "expectations.yaml").read_text("utf-8"))
BETWEEN = "expect_column_values_to_be_between: {column: keuangan, min_value: 0, max_value: %s}"


def named(case: dict[str, object]) -> str:
    return next(iter(case))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_an_expectation_names_the_cells_that_do_not_meet_it(case: dict[str, object], audited: Audited) -> None:
    report = asked(f"{named(case)}: {json.dumps(case[named(case)])}", audited)
    assert [problem.message.en for problem in report.problems if problem.code == "cannot-be-asked"] == []
    assert told(report) == case["finds"]


def test_every_core_expectation_that_pandas_can_run_is_tried() -> None:
    index = json.loads((_folder() / "index.json").read_text("utf-8"))
    runs = {name for name, entry in index["expectations"].items() if "Pandas" in entry["supported_data_sources"]}
    known = runs | set(index["documented_absent"]) | {"expect_column_values_to_be_in_type_list"}
    tried = {snake(named(case)) for case in CASES}
    # It wants a JSON Schema for texts that are JSON, which a report has none of.
    assert known - tried == {"expect_column_values_to_match_json_schema"}


def test_a_finding_of_a_row_has_our_figures_and_places(audited: Audited) -> None:
    report = asked(BETWEEN % "100", audited)
    (finding,) = [f for f in report.findings if f.rule.startswith("harapan")]
    assert finding.rule == "harapan-rincian-column-values-to-be-between-keuangan"
    assert (finding.severity, finding.kind, finding.row, str(finding.stated)) == (
        "warning",
        "structure",
        3,
        "10001/100",
    )
    assert finding.place.text == "laporan.csv:5:8"
    assert finding.message.en == (
        "1.2 Pasir: keuangan is 100.01 %, which does not meet"
        " expect_column_values_to_be_between(column=keuangan, min_value=0, max_value=100)"
    )
    (rule,) = [rule for rule in report.rules if rule.id == finding.rule]
    assert (rule.asked, rule.held, rule.violated) == (6, 5, 1)
    assert report.coverage.checked == asked(BETWEEN % "200", audited).coverage.checked


def test_a_finding_of_a_whole_column_has_what_was_observed(audited: Audited) -> None:
    report = asked("expect_column_sum_to_be_between: {column: keuangan, max_value: 200}", audited)
    (finding,) = [f for f in report.findings if f.rule.startswith("harapan")]
    assert (finding.row, finding.place.text) == (None, "laporan.csv:1:8")
    assert finding.message.id == (
        "expect_column_sum_to_be_between(column=keuangan, max_value=200) tidak terpenuhi; nilainya 236.67"
    )


def test_the_author_says_how_grave_an_expectation_is_and_why(audited: Audited) -> None:
    fields = """
        expect:
          - expect_column_values_to_be_unique: {column: kode}
            severity: error
            title: {id: Kode tidak berulang, en: No code stands twice}
            why: {id: Kode adalah kunci., en: A code is a key.}
            rows: leaf
    """
    report = audited(fields, TABLE)
    assert [f.message.en for f in report.findings if f.rule.startswith("harapan")] == [
        "1.2 Batu: kode is “1.2”, which does not meet “No code stands twice”",
        "1.2 Pasir: kode is “1.2”, which does not meet “No code stands twice”",
    ]
    (rule,) = [rule for rule in report.rules if rule.id.startswith("harapan")]
    assert (rule.severity, rule.title.id, rule.why.en, rule.asked) == (
        "error",
        "Kode tidak berulang",
        "A code is a key.",
        4,
    )


def test_an_amount_as_long_as_a_double_is_not_rounded(audited: Audited) -> None:
    table = f"kode | uraian | pagu\n1 | Aspal | {10**18 + 1}\n2 | Batu | {10**18}\n"
    report = audited(
        "expect: [{expect_column_values_to_be_between: {column: pagu, max_value: 1000000000000000000}}]", table
    )
    assert told(report) == [f"2:3 pagu {10**18 + 1}"]
    report = audited("expect: [{expect_column_values_to_be_unique: {column: pagu}}]", table)
    assert told(report) == []


def test_a_column_that_the_table_has_not_leaves_the_expectation_unasked(audited: Audited) -> None:
    table = "kode | uraian | pagu\n1 | Aspal | 5\n2 | Batu | 6\n"
    report = audited("expect: [{expect_column_values_to_not_be_null: {column: keuangan}}]", table)
    assert told(report) == []
    assert [(u.rule, u.reason.en, u.rows) for u in report.unasked if u.rule.startswith("harapan")] == [
        ("harapan-rincian-column-values-to-not-be-null-keuangan", "the table has no column keuangan", (0, 1))
    ]
    report = audited("expect: [{expect_column_to_exist: {column: keuangan}}]", table)
    assert told(report) == ["1:1 - ."]


def test_an_expectation_that_cannot_be_asked_is_a_problem_with_its_reason(audited: Audited) -> None:
    condition = "row_condition: 'pagu >>> 3', condition_parser: pandas"
    report = audited(f"expect: [{{expect_column_values_to_be_unique: {{column: kode, {condition}}}}}]", TABLE)
    (problem,) = [problem for problem in report.problems if problem.code == "cannot-be-asked"]
    assert problem.stage == "rules"
    assert problem.message.en.startswith(
        "harapan-rincian-column-values-to-be-unique-kode: “expect_column_values_to_be_"
    )
    assert problem.hint is not None
    assert "line 14" in problem.hint.en
    assert told(report) == []
    assert report.verdict != "clean"


def test_a_condition_of_rows_is_taken(audited: Audited) -> None:
    condition = "row_condition: 'realisasi > 50', condition_parser: pandas"
    report = audited(
        f"expect: [{{expect_column_values_to_be_in_set: {{column: satuan, value_set: [unit], {condition}}}}}]", TABLE
    )
    assert told(report) == ["4:3 satuan karung"]


def test_the_same_expectation_twice_has_two_names(book: Loaded) -> None:
    one = "- expect_column_values_to_be_unique: {column: kode}\n"
    shape = book("expect:\n  " + one + "  " + one).statements[0]
    assert [expected.id for expected in shape.expected] == [
        "harapan-rincian-column-values-to-be-unique-kode",
        "harapan-rincian-column-values-to-be-unique-kode-2",
    ]


# What it costs, and what it leaves behind

SHIPPED = """\
import sys, audit
audit.check(sys.argv[1])
print(sorted({'great_expectations', 'pandera', 'pandas'} & set(sys.modules)))
"""
LOADED = """\
import sys
from audit.rulebook import load_rulebooks
load_rulebooks(['kasus.yaml'])
print('great_expectations' in sys.modules)
"""


def test_no_ordinary_run_imports_great_expectations_or_pandera() -> None:
    sample = Path(__file__).parents[2] / "samples" / "bersih" / "laporan.xlsx"
    ran = subprocess.run([sys.executable, "-c", SHIPPED, str(sample)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_reading_expectations_imports_nothing_large(book: Loaded) -> None:
    book("expect:\n  - " + BETWEEN % "100")
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_run_leaves_no_file_no_noise_and_no_context_behind(audited: Audited, tmp_path: Path) -> None:
    asked(BETWEEN % "100", audited)
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "import audit; report = audit.check('laporan.csv', 'kasus.yaml'); print(len(report.findings))\n"
        "from great_expectations.data_context import project_manager\n"
        "from great_expectations.exceptions import DataContextRequiredError\n"
        "try: project_manager.get_current_project()\n"
        "except DataContextRequiredError: print('none')\n"
    )
    before = sorted(path.name for path in tmp_path.iterdir())
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert (ran.stdout.split(), ran.stderr) == (["1", "none"], "")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert list(home.rglob("*")) == []


def test_a_context_that_was_current_is_so_again(audited: Audited) -> None:
    from audit.schemas.expectations import great_expectations

    with great_expectations() as mine:
        from great_expectations.data_context import project_manager

        asked(BETWEEN % "100", audited)
        assert project_manager.get_current_project() is mine
        assert mine.data_sources.all() == {}
