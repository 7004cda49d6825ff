"""The JSON contract: what other programs may rely on."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from jsonschema import Draft202012Validator

from audit import __version__
from audit.model.contract import report_to_dict, unit_of
from audit.model.decimals import plain
from audit.model.document import Place
from audit.model.report import Coverage, FailOn, Report
from audit.model.statement import Column
from audit.reporters.json import render, schema


def faults(report: object) -> list[str]:
    """What the schema finds wrong with a report."""
    return [error.json_path for error in Draft202012Validator(schema()).iter_errors(report)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_a_report_fulfils_its_schema(report: Report) -> None:
    assert faults(json.loads(render(report, "en"))) == []
    assert faults(json.loads(render(report, "id"))) == []


def test_an_empty_report_fulfils_it_too(report: Report) -> None:
    empty = Report("id", (), (), (), (), (), (), (), (), (), (), Coverage(0, 0, 0, ()))
    assert faults(json.loads(render(empty, "id"))) == []


def test_the_schema_has_no_loose_ends(report: Report) -> None:
    def objects(node: object) -> list[dict[str, object]]:
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        own = [node] if isinstance(node, dict) and "properties" in node else []
        return [*own, *(found for part in inner for found in objects(part))]

    found = objects(schema())
    assert len(found) > 20
    assert all(node["additionalProperties"] is False for node in found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdict",), "fine"),
        (("findings", 0, "stated"), 600000000),
        (("findings", 0, "stated"), "6e8"),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "place", "text"), None),
        (("findings", 0, "hunch"), "new key"),
        (("causes", 0, "kind"), "sloppiness"),
        (("statements", 0, "tree", 0), "root"),
        (("coverage", "figures"), -1),
    ],
)
def test_a_report_that_breaks_the_contract_is_refused(
    report: Report, path: tuple[str | int, ...], value: object
) -> None:
    broken = report.to_dict()
    node = broken
    for key in path[:-1]:
        node = node[key]  # type: ignore[index]
    node[path[-1]] = value  # type: ignore[index]
    assert faults(broken)


def test_every_key_is_required(report: Report) -> None:
    for key in report.to_dict():
        assert faults({name: value for name, value in report.to_dict().items() if name != key}), key


def test_a_finding_says_all_of_itself(report: Report) -> None:
    finding = report.to_dict()["findings"][2]
    assert finding == {
        "id": "F3",
        "fingerprint": "fp-F3",
        "rule": "bobot",
        "severity": "error",
        "kind": "equation",
        "relation": "=",
        "statement": "s1",
        "row": {"index": 4, "kode": "B", "uraian": "Sekretariat", "path": ["B"], "kind": "leaf"},
        "column": "bobot",
        "place": {"input": "i1", "sheet": "APBD", "cell": "F6", "text": "laporan 2021.xlsx!APBD!F6"},
        "printed": "62.38",
        "stated": "62.38",
        "expected": "24.59",
        "expected_range": ["24.591", "24.592"],
        "difference": "37.79",
        "unit": "percent",
        "sentence": None,
        "because": [],
        "message": "B: it is not 24.59",
        "causes": ["C1"],
        "assumption": "the base is root.pagu",
    }


def test_an_operand_has_its_place_even_where_it_prints_nothing(report: Report) -> None:
    printed, blank = report.to_dict()["findings"][0]["because"]
    assert printed["value"] == "452452240"
    assert blank["value"] is None
    assert blank["place"]["cell"] == "E4"


def test_a_finding_in_prose_has_its_sentence_and_no_row(report: Report) -> None:
    finding = report.to_dict()["findings"][6]
    sentence = finding["sentence"]
    assert sentence["text"][sentence["start"] : sentence["end"]] == finding["printed"] == "Rp 610.000.000"
    assert finding["row"] is None
    assert finding["statement"] is None


def test_a_column_says_how_its_figures_were_taken(report: Report) -> None:
    kode, *_, pagu, _, _, bobot = report.to_dict()["statements"][0]["columns"]
    assert (kode["unit"], kode["base"], kode["rounding"], kode["decimal_mark"]) == (None, None, None, None)
    assert (pagu["unit"], pagu["base"], pagu["rounding"], pagu["decimal_mark"]) == ("rupiah", None, None, ".")
    assert (bobot["unit"], bobot["base"], bobot["rounding"]) == ("percent", "root.pagu", "nearest")


@pytest.mark.parametrize(
    ("type", "unit", "word"),
    [
        ("rupiah", 1, "rupiah"),
        ("rupiah", 1000, "ribu rupiah"),
        ("rupiah", 10**6, "juta rupiah"),
        ("rupiah", 10**9, "miliar rupiah"),
        ("rupiah", 500, "500 rupiah"),
        ("percent", 1, "percent"),
        ("percent", 100, "fraction"),
        ("count", 1, "count"),
        ("text", 1, None),
    ],
)
def test_the_unit_of_a_column_is_a_word(type: str, unit: int, word: str | None) -> None:
    assert unit_of(Column("x", type, "X", Place("i1", "x.csv"), 0, Fraction(unit))) == word


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(10**15 + 1), "1000000000000001"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(1, 2**8), "0.00390625"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(-2, 3), "-0.666667"),
        (Fraction(-1, 3 * 10**9), "0.000000"),
        (Fraction(0), "0"),
    ],
)
def test_an_amount_is_exact_where_it_ends(value: Fraction, text: str) -> None:
    assert plain(value) == text


def test_rows_that_were_not_asked_are_counted_beyond_those_listed(report: Report) -> None:
    many = replace(report, unasked=(replace(report.unasked[0], rows=(1, 2) * 75),))
    [group] = many.to_dict()["unasked"]
    assert group["count"] == 150
    assert len(group["rows"]) == 100
    assert group["reason"] == "it has no children"


def test_the_language_changes_sentences_and_no_names(report: Report) -> None:
    english, indonesian = json.loads(render(report, "en")), json.loads(render(report, "id"))
    assert english["causes"][0]["message"] == "B still has the old pagu"
    assert indonesian["causes"][0]["message"] == "B masih memuat pagu lama"
    assert english["causes"][0]["kind"] == indonesian["causes"][0]["kind"] == "not-updated"
    assert list(english) == list(indonesian)


def test_the_summary_counts(report: Report) -> None:
    told = report.to_dict()
    assert told["summary"] == {"error": 4, "warning": 1, "info": 2, "problems": 2, "causes": 1}
    assert told["tool"] == {"name": "audit", "version": __version__}
    assert [problem["id"] for problem in told["problems"]] == ["P1", "P2"]


@pytest.mark.parametrize(
    ("keep", "problems", "fail_on", "verdict", "exit"),
    [
        ({"error", "warning", "info"}, True, "error", "findings", 1),
        ({"error", "warning", "info"}, True, "never", "findings", 2),
        ({"error", "warning", "info"}, False, "never", "findings", 0),
        ({"warning", "info"}, False, "error", "findings", 0),
        ({"warning", "info"}, False, "warning", "findings", 1),
        ({"info"}, False, "warning", "clean", 0),
        ({"info"}, False, "info", "clean", 1),
        ({"info"}, True, "error", "incomplete", 2),
        (set(), False, "error", "clean", 0),
    ],
)
def test_verdict_and_exit(
    report: Report, keep: set[str], problems: bool, fail_on: FailOn, verdict: str, exit: int
) -> None:
    findings = tuple(finding for finding in report.findings if finding.severity in keep)
    causes = report.causes if "error" in keep else ()
    some = replace(report, findings=findings, causes=causes, problems=report.problems * problems, fail_on=fail_on)
    told = report_to_dict(some)
    assert (told["verdict"], told["exit"]) == (verdict, exit)
    assert faults(told) == []


def test_an_audit_that_asked_nothing_is_incomplete(report: Report) -> None:
    told = report_to_dict(replace(report, rules=(), findings=(), causes=(), problems=()))
    assert (told["verdict"], told["exit"]) == ("incomplete", 2)


def test_findings_are_a_table_with_exact_amounts(report: Report) -> None:
    table = report.to_pandas()
    assert list(table["id"]) == [finding.id for finding in report.findings]
    assert table.loc[0, "stated"] == Decimal(600_000_000)
    assert isinstance(table.loc[2, "difference"], Decimal)
    assert table.loc[2, "difference"] == Decimal("37.79")
    assert table.loc[4, "expected"] is None
    assert list(table.loc[0, ["kode", "uraian", "place", "causes"]]) == [
        "",
        "Jumlah",
        "laporan 2021.xlsx!APBD!C2",
        "C1",
    ]


def test_a_report_without_findings_is_a_table_without_rows(report: Report) -> None:
    empty = replace(report, findings=()).to_pandas()
    assert list(empty.columns) == list(report.to_pandas().columns)
    assert len(empty) == 0
