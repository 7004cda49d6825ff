"""By how much a report is misstated in all, and what becomes of causes below the materiality."""

import json
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from audit.model.report import Alternative, Cause, CauseCell, FailOn, Report, RowChange
from audit.model.text import Lang, Text
from audit.reporters import _story as story
from audit.reporters import html, junit, sarif, terminal
from audit.reporters.json import render, schema

#: Causes with their effect, gross and net, the column of the cell that they correct, and what an alternative moves.
CAUSES = """
id  blame    gross  net    column  or      explains
C1  report   9000   -9000  pagu    -       F1
C2  report   4000   4000   sisa    -       F2
C3  report   300    0      pagu    -       F2,F4
C4  report   4000   4000   bobot   -       F3
C5  report   0      0      pagu    -       F3
C6  reading  200    200    pagu    -       F7
C7  report   4000   -4000  pagu    6000    F7
C8  report   4000   -4000  pagu    4000    F7
"""


def cell(report: Report, column: str, stated: int, proposed: int) -> CauseCell:
    """A cell of the first statement as a cause names it."""
    place = report.statements[0].rows[4].places[column]
    return CauseCell("s1", 4, column, place, Fraction(stated), Fraction(proposed))


def causes(report: Report, *ids: str) -> tuple[Cause, ...]:
    """Those of the drawn causes."""
    drawn = []
    for line in CAUSES.strip().splitlines()[1:]:
        id, blame, gross, net, column, other, explains = line.split()
        more = () if other == "-" else (cell(report, "realisasi", int(other), 0),)
        drawn.append(
            Cause(
                id,
                "typo-digit",
                "likely",
                Text(f"Sebab {id}", f"Cause {id}"),
                (cell(report, column, int(gross), 0),),
                tuple(explains.split(",")),
                (1, 1, 0),
                blame=blame,  # type: ignore[arg-type]
                effect=(Fraction(gross), Fraction(net)),
                alternatives=(Alternative("sign", more, Text("lain", "other")),) if more else (),
            )
        )
    return tuple(cause for cause in drawn if cause.id in ids)


def having(report: Report, ids: str, materiality: int | None = None, fail_on: FailOn = "error") -> Report:
    """The report with these causes only, and the findings that they explain."""
    some = causes(report, *ids.split())
    explained = {
        id: tuple(cause.id for cause in some if id in cause.explains) for id in (f.id for f in report.findings)
    }
    findings = tuple(replace(f, causes=explained[f.id]) for f in report.findings if explained[f.id])
    threshold = None if materiality is None else Fraction(materiality)
    return replace(report, causes=some, findings=findings, problems=(), materiality=threshold, fail_on=fail_on)


@pytest.mark.parametrize(
    ("ids", "gross", "net"),
    [
        ("", 0, 0),
        ("C1", 9000, -9000),
        ("C1 C2", 13000, -5000),
        ("C1 C3", 9300, -9000),  # figures that stand one row off are wrong, and cancel out
        ("C1 C5", 9000, -9000),  # whose effect is not known adds nothing
        ("C1 C6", 9000, -9000),  # what we misread is no misstatement
        ("C1 C7", 13000, -13000),  # of two corrections one is right
    ],
)
def test_the_misstatement_adds_up_effects_without_and_with_their_signs(
    report: Report, ids: str, gross: int, net: int
) -> None:
    some = having(report, ids)
    assert some.misstatement == (gross, net)
    told = some.to_dict()["misstatement"]
    assert told == {"gross": str(gross), "net": str(net), "materiality": None, "below": []}


@pytest.mark.parametrize(
    ("ids", "materiality", "below", "failing"),
    [
        ("C1", None, "", "F1"),
        ("C1", 0, "", "F1"),
        ("C1", 9000, "", "F1"),  # as large as the materiality is not below it
        ("C1", 9001, "C1", ""),
        ("C1 C3", 5000, "C3", "F1"),  # F4 is an error of a small cause
        ("C1 C2 C3", 301, "C3", "F1"),
        ("C4", 5000, "", "F3"),  # a share has no size in rupiah, be its number as small
        ("C5", 5000, "", "F3"),  # what is not known is not small
        ("C6", 5000, "", "F7"),
        ("C7", 5000, "", "F7"),  # the alternative moves more
        ("C7", 6001, "C7", ""),
        ("C8", 5000, "C8", ""),
        ("C5 C4", 10**9, "", "F3"),
        ("C7 C8", 5000, "C8", "F7"),  # one of the causes of F7 is not below
    ],
)
def test_a_finding_fails_unless_all_its_causes_are_known_to_be_small(
    report: Report, ids: str, materiality: int | None, below: str, failing: str
) -> None:
    some = having(report, ids, materiality)
    assert some.below == set(below.split())
    assert [finding.id for finding in some.failing] == failing.split()
    assert some.exit == (1 if failing else 0)
    assert some.verdict == "findings"
    told = json.loads(render(some, "en"))
    assert list(Draft202012Validator(schema()).iter_errors(told)) == []
    assert told["misstatement"]["below"] == below.split()
    assert (len(told["findings"]), told["summary"]["causes"]) == (len(some.findings), len(some.causes))


def test_an_alternative_is_as_large_as_all_that_it_moves_in_a_column(report: Report) -> None:
    some = having(report, "C8", 5000)
    [cause] = some.causes
    [other] = cause.alternatives
    second = replace(other.cells[0], row=3)
    row = RowChange("insert", "s1", 0, 4, (("pagu", Fraction(4000)), ("sisa", Fraction(1000))))
    for more in (
        replace(other, cells=(*other.cells, second)),
        replace(other, cells=(), rows=(row, row)),
        replace(other, cells=(replace(other.cells[0], column="bobot"),)),
    ):
        assert replace(some, causes=(replace(cause, alternatives=(more,)),)).below == set()
    fits = replace(other, cells=(), rows=(row,))
    assert replace(some, causes=(replace(cause, alternatives=(fits,)),)).below == {"C8"}


def test_a_finding_without_a_cause_is_never_below(report: Report) -> None:
    some = replace(having(report, "C2", 10**12), findings=report.findings)
    assert [finding.id for finding in some.failing] == ["F1", "F3", "F4", "F7"]


def test_what_is_below_keeps_to_the_threshold_of_severity(report: Report) -> None:
    assert having(report, "C2", 5000, "warning").exit == 0
    assert having(report, "C2", 4000, "warning").exit == 1
    assert having(report, "C2", None, "error").exit == 0


@pytest.mark.parametrize(
    ("lang", "told", "block"),
    [
        (
            "en",
            "Misstated in all: gross Rp9,300, net -Rp9,000 · materiality Rp5,000: 1 cause below it",
            "Below materiality (does not fail the check)",
        ),
        (
            "id",
            "Salah saji seluruhnya: bruto Rp9.300, neto -Rp9.000 · materialitas Rp5.000: 1 penyebab di bawahnya",
            "Di bawah materialitas (tidak menggagalkan pemeriksaan)",
        ),
    ],
)
def test_people_are_told_near_the_head_and_small_causes_after_the_others(
    report: Report, lang: Lang, told: str, block: str
) -> None:
    some = having(report, "C1 C3", 5000)
    text = terminal.render(some, lang).decode()
    head, _, rest = text.partition("──")
    assert told in " ".join(head.split())
    assert rest.index("C1 ") < rest.index(block) < rest.index("C3 ")
    page = html.render(some, lang).decode()
    assert page.index(told) < page.index('id="causes"') < page.index('id="C1"')
    assert page.index('id="C1"') < page.index('<section id="below">') < page.index('id="C3"')
    several, _ = terminal.part(some, lang)
    assert told in " ".join(several.split())


def test_of_several_reports_the_small_causes_are_named_last_and_as_such(report: Report) -> None:
    some = having(report, "C2 C3", 301)
    assert [told.cause.id for told in story.causes(some)] == ["C2", "C3"]  # though C3 is an error and C2 a warning
    assert [told.cause.id for told in story.causes(replace(some, materiality=None))] == ["C3", "C2"]
    text, entry = terminal.part(some, "en")
    assert text.count("below materiality") == 1
    assert entry.leading.endswith("APBD!E6")


def test_nothing_is_told_where_nothing_is_misstated(report: Report) -> None:
    some = having(report, "C5", 5000)
    for content in (terminal.render(some, "en"), html.render(some, "en")):
        assert b"Misstated" not in content
        assert b"Below" not in content


def test_without_a_materiality_no_cause_is_set_apart(report: Report) -> None:
    some = having(report, "C1 C3")
    assert "Misstated in all: gross Rp9,300, net -Rp9,000\n" in terminal.render(some, "en").decode()
    assert b"elow" not in terminal.render(some, "en").split(b"Coverage")[0]


def test_a_result_of_sarif_that_is_below_is_a_note(report: Report) -> None:
    results = json.loads(sarif.render(having(report, "C1 C3", 5000), "en"))["runs"][0]["results"]
    levels = {result["ruleId"]: result["level"] for result in results}
    assert levels == {"jumlah-anak": "error", "rekap-sama": "note", "sisa": "note"}
    said = [result["message"]["text"] for result in results if "Below materiality" in result["message"]["text"]]
    assert len(said) == 2


def test_a_test_of_junit_passes_and_tells_what_is_below(report: Report) -> None:
    def outcome(some: Report) -> tuple[int, str]:
        root = ET.fromstring(junit.render(some, "en"))
        outs = "\n".join(out.text or "" for out in root.iter("system-out"))
        return len(list(root.iter("failure"))), outs

    failures, outs = outcome(having(report, "C1 C3", 5000))
    assert failures == 1
    assert "F4 error" in outs
    assert outcome(having(report, "C1 C3"))[0] == 2
