"""The JUnit report: what CI servers take, with one test for each rule that was put to each statement."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import audit
from audit.model.document import Input
from audit.model.report import Coverage, FailOn, Report, Tally, Unasked
from audit.model.text import Lang, Text
from audit.reporters.junit import part, render, whole

ROOT = Path(__file__).parents[2]

#: What the schema that CI servers share allows: attributes (those that must be there first) and children, in order.
ALLOWED: dict[str, tuple[set[str], set[str], list[str]]] = {
    "testsuites": ({"name", "tests", "failures", "errors", "skipped", "time"}, set(), ["testsuite"]),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time"}, set(), ["properties", "testcase"]),
    "properties": (set(), set(), ["property"]),
    "property": ({"name", "value"}, set(), []),
    "testcase": ({"name", "classname", "time"}, set(), ["skipped", "error", "failure", "system-out"]),
    "skipped": ({"message"}, set(), []),
    "error": ({"message", "type"}, set(), []),
    "failure": ({"message", "type"}, set(), []),
    "system-out": (set(), set(), []),
}


def faults(node: ET.Element) -> Iterator[str]:
    """What in a document CI servers would not take."""
    required, optional, children = ALLOWED[node.tag]
    if not required <= set(node.attrib) <= required | optional:
        yield f"{node.tag} has the attributes {sorted(node.attrib)}"
    ranks = [children.index(child.tag) if child.tag in children else -1 for child in node]
    if -1 in ranks or ranks != sorted(ranks):
        yield f"{node.tag} has the children {[child.tag for child in node]}"
    if node.tag in ("testsuites", "testsuite"):
        tests = list(node.iter("testcase"))
        outcomes = {"tests": len(tests)}
        for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            outcomes[key] = sum(test.find(tag) is not None for test in tests)
        if {key: int(node.attrib[key]) for key in outcomes} != outcomes:
            yield f"{node.tag} counts wrongly"
    if node.tag == "testcase" and sum(node.find(tag) is not None for tag in ("skipped", "error", "failure")) > 1:
        yield "a test ends in two ways"
    for child in node:
        yield from faults(child)


def document(content: bytes) -> ET.Element:
    """The document, which must be one that CI servers take."""
    root = ET.fromstring(content)
    assert list(faults(root)) == []
    return root


def cases(root: ET.Element, suite: int) -> dict[str, ET.Element]:
    """The tests of a suite by their names, which must differ."""
    found = {test.attrib["name"]: test for test in root[suite].iter("testcase")}
    assert len(found) == len(list(root[suite].iter("testcase")))
    return found


def said(node: ET.Element, tag: str) -> str:
    """The text of a child."""
    return node.findtext(tag) or ""


SUITE = '<testsuite name="x" tests="{}" failures="0" errors="0" skipped="0" time="0">{}</testsuite>'
CASE = '<testcase name="x" classname="y" time="0">{}</testcase>'


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (SUITE.format(1, CASE.format("")), 0),
        (SUITE.format(2, CASE.format("")), 1),
        (SUITE.format(1, "<testcase/>"), 1),
        (SUITE.format(1, CASE.format("<system-out/><skipped message='z'/>")), 2),
        (SUITE.format(1, CASE.format("<properties/>")), 1),
        (SUITE.format(1, CASE.format("<error message='z' type='t'/><failure message='z' type='t'/>")), 2),
    ],
)
def test_what_ci_servers_refuse_is_a_fault(content: str, count: int) -> None:
    assert len(list(faults(ET.fromstring(content)))) == count


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("fail_on", ["error", "warning", "info", "never"])
def test_a_report_is_a_document(report: Report, lang: Lang, fail_on: FailOn) -> None:
    root = document(render(replace(report, fail_on=fail_on), lang))
    names = [suite.attrib["name"] for suite in root]
    assert names[:3] == [
        "data/laporan 2021.xlsx, data/narasi.txt",
        "data/laporan 2021.xlsx · s1 APBD",
        "data/laporan 2021.xlsx · s2 Rekap",
    ]
    assert len(names) == 4


def test_nothing_is_a_document_too() -> None:
    root = document(render(Report("en", (), (), (), (), (), (), (), (), (), (), Coverage(0, 0, 0, ())), "en"))
    assert root.attrib["errors"] == "1"
    assert root.find(".//error").attrib["message"] == "Nothing could be asked"  # type: ignore[union-attr]


def test_a_test_is_a_rule_and_its_class_the_file_and_statement(report: Report) -> None:
    found = cases(document(render(report, "en")), 1)
    assert list(found) == [
        "A figure is the sum of its children",
        "Bobot is the share of the pagu",
        "Codes are written alike",
        "rekap-sama",
    ]
    assert {test.attrib["classname"] for test in found.values()} == {"data/laporan 2021.xlsx · s1 APBD"}


def test_rules_of_the_same_title_are_told_apart_by_their_ids(report: Report) -> None:
    same = tuple(replace(rule, title=Text("Sama", "Same")) for rule in report.rules)
    found = cases(document(render(replace(report, rules=same), "en")), 1)
    assert "Same (jumlah-anak)" in found
    assert "Same (bobot)" in found


def test_a_failure_lists_each_finding_with_its_place_and_the_causes(report: Report) -> None:
    failure = cases(document(render(report, "en")), 1)["A figure is the sum of its children"].find("failure")
    assert failure is not None
    assert failure.attrib == {"message": "jumlah-anak: 1 finding", "type": "error"}
    assert (failure.text or "").splitlines() == [
        "jumlah-anak: 1 finding",
        "F1 error · laporan 2021.xlsx!APBD!C2 · Jumlah: it is not 826752240",
        "C1 not updated · B still has the old pagu",
    ]


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [
        ("never", set()),
        ("error", {"F1", "F3", "F4", "F7"}),
        ("warning", {"F1", "F2", "F3", "F4", "F7"}),
        ("info", {"F1", "F2", "F3", "F4", "F5", "F6", "F7"}),
    ],
)
def test_only_what_the_exit_code_is_about_fails_and_the_rest_is_told(
    report: Report, fail_on: FailOn, failures: set[str]
) -> None:
    root = document(render(replace(report, fail_on=fail_on), "en"))
    ids = {
        tag: set(re.findall(r"^(F\d+) ", "\n".join(node.text or "" for node in root.iter(tag)), re.MULTILINE))
        for tag in ("failure", "system-out")
    }
    assert ids["failure"] == failures
    assert ids["failure"] | ids["system-out"] == {f"F{n}" for n in range(1, 8)}


def test_many_findings_that_fail_nothing_are_shortened_and_counted(report: Report) -> None:
    mild = tuple(replace(report.findings[4], id=f"F{n}") for n in range(1, 1012))
    test = cases(document(render(replace(report, findings=mild), "en")), 1)["Codes are written alike"]
    lines = said(test, "system-out").splitlines()
    assert lines[-1] == "… and 1,003 more"
    assert len(lines) == 9


def test_what_a_rule_was_asked_is_told(report: Report) -> None:
    tallies = (Tally("jumlah-anak", "s1", 11, 1), Tally("sisa", "s1", 5, 0), Tally("sisa", "s2", 1, 1))
    found = cases(document(render(replace(report, tallies=tallies), "en")), 1)
    assert said(found["Sisa is pagu less realisasi"], "system-out") == "sisa: 5 asked, 5 held"
    assert said(found["A figure is the sum of its children"], "system-out").splitlines() == [
        "jumlah-anak: 12 asked, 11 held",
        "2 not asked: it has no children",
    ]


def test_a_rule_that_could_not_be_asked_is_skipped_with_the_reason(report: Report) -> None:
    silent = Unasked("sisa", "s1", "sisa", Text("", "switched off in audit.toml"), (0, 1, 2))
    found = cases(document(render(replace(report, unasked=(silent,)), "en")), 1)
    skipped = found["Sisa is pagu less realisasi"].find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "3 not asked: switched off in audit.toml"


def test_problems_are_one_error_of_the_reading(report: Report) -> None:
    [test] = cases(document(render(report, "en")), 0).values()
    error = test.find("error")
    assert error is not None
    assert error.attrib == {"message": "The page cannot be read.", "type": "page-unreadable"}
    assert (error.text or "").splitlines() == [
        "narasi.txt:p3: The page cannot be read.",
        "lost: pages 3-5",
        "what to do: Save it as text.",
        "There is no column sisa.",
    ]
    [test] = cases(document(render(replace(report, problems=()), "en")), 0).values()
    assert len(test) == 0


def test_figures_are_properties(report: Report) -> None:
    root = document(render(report, "en"))
    told = [{one.attrib["name"]: one.attrib["value"] for one in suite.iter("property")} for suite in root]
    assert told == [
        {"figures": "30", "checked": "28"},
        {"rows": "5", "figures": "20", "checked": "19"},
        {"rows": "2", "figures": "8", "checked": "8"},
        {},
    ]


def test_any_text_is_valid_xml_and_emoji_are_kept(report: Report) -> None:
    evil = "a\x00b\x0b\x1b[31m<&>\"' \ufffe\uffff\ud800 ]]> 🙂 \U0010ffff baris\nlagi"
    finding = replace(report.findings[3], message=Text(evil, evil))
    rules = tuple(replace(rule, title=Text(evil, evil)) for rule in report.rules)
    inputs = (Input("i1", f"data/{evil}.xlsx", "", "xlsx"), report.inputs[1])
    root = document(render(replace(report, findings=(finding,), rules=rules, inputs=inputs), "en"))
    failure = root.find(".//failure")
    assert failure is not None
    assert "<&>\"' \ufffd ]]> 🙂 \U0010ffff baris lagi" in (failure.text or "")
    assert all("🙂" in suite.attrib["name"] for suite in root)


def test_there_is_no_clock_in_it(report: Report) -> None:
    root = document(render(report, "en"))
    assert {node.attrib["time"] for node in root.iter() if "time" in node.attrib} == {"0"}


def test_a_report_of_many_files_is_named_by_the_first_of_them(report: Report) -> None:
    inputs = (*report.inputs, *(Input(f"i{n}", f"{n}.csv", "", "csv") for n in range(3, 60)))
    root = document(render(replace(report, inputs=inputs), "en"))
    assert root[0].attrib["name"] == "data/laporan 2021.xlsx, data/narasi.txt, 3.csv … and 56 more"


def test_several_reports_are_one_document(report: Report) -> None:
    clean = replace(report, findings=(), problems=(), unasked=())
    root = document(whole([part(report, "en"), part(clean, "en")], "en"))
    assert len(root) == 7
    assert root.attrib["errors"] == "1"


def test_every_rule_that_was_asked_is_a_test() -> None:
    report = audit.check(ROOT / "samples/kecil/laporan.csv")
    found = cases(document(render(report, "en")), 1)
    asked = [rule for rule in report.rules if rule.asked]
    assert len(found) == len(asked) > 5
    assert [rule.id for rule in asked if not any(name.startswith(rule.title.en) for name in found)] == []
    failed = [test for test in found.values() if test.find("failure") is not None]
    assert len(failed) == len([rule for rule in asked if rule.violated and rule.severity == "error"]) > 1


def test_a_rule_about_prose_that_holds_is_a_test_too() -> None:
    report = audit.check(ROOT / "samples/bersih/laporan.xlsx")
    prose = document(render(report, "en"))[-1]
    assert prose.attrib["name"] == f"{ROOT / 'samples/bersih/laporan.xlsx'} · prose"
    told = [said(test, "system-out") for test in prose.iter("testcase")]
    assert "narasi-alokasi: 2 asked, 2 held" in told
