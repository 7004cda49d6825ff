"""Several reports of one call: a contract for programs, and for people a summary that says which to open."""

import io
import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len
from rich.console import Console

from audit.model.document import Input
from audit.model.report import Report, worst
from audit.model.text import Lang
from audit.reporters import format_of, formats, run_reporter, terminal
from audit.reporters import json as json_reporter


def named(report: Report, path: str) -> Report:
    """The report as one of another file."""
    return replace(report, inputs=(Input("i1", path, "00" * 32, "xlsx"), *report.inputs[1:]))


@pytest.fixture
def reports(report: Report) -> list[Report]:
    """One with findings, one clean, one of which nothing could be read."""
    clean = replace(report, findings=(), causes=(), problems=(), unasked=())
    unread = replace(report, findings=(), causes=(), rules=(), problems=report.problems[:1])
    return [
        named(report, "data/dinas a.xlsx"),
        named(clean, "data/dinas b.xlsx"),
        named(unread, "data/rusak.xlsx"),
    ]


def run(reports: list[Report], lang: Lang = "en") -> dict[str, object]:
    """The run in JSON."""
    parts = [json_reporter.part(report, lang) for report in reports]
    content: dict[str, object] = json.loads(json_reporter.whole(parts, lang))
    return content


def shown(reports: list[Report], width: int, lang: Lang = "en", **console: object) -> str:
    """What a console of that width shows of several reports."""
    file = io.StringIO()
    screen = Console(file=file, width=width, _environ={}, **console)  # type: ignore[arg-type]
    entries = [terminal.show_one(report, lang, screen) for report in reports]
    terminal.show_summary(entries, lang, screen)
    return file.getvalue()


def faults(content: object) -> list[str]:
    """What the schema finds wrong with a run."""
    return [error.json_path for error in Draft202012Validator(json_reporter.run_schema()).iter_errors(content)]


def test_every_format_but_the_page_holds_several_reports() -> None:
    assert {name for name in formats() if run_reporter(name) is None} == {"html"}


def test_a_name_of_two_suffixes_is_of_the_format_that_claims_both() -> None:
    assert format_of("temuan.sarif.json") == "sarif"
    assert format_of("temuan.SARIF.JSON") == "sarif"
    assert format_of("temuan.json.sarif") == "sarif"
    assert format_of("temuan.html.json") == "json"
    assert format_of("laporan.2021.json") == "json"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_run_fulfils_its_schema(reports: list[Report], lang: Lang) -> None:
    Draft202012Validator.check_schema(json_reporter.run_schema())
    assert faults(run(reports, lang)) == []


def test_a_run_holds_each_report_as_it_stands_alone(reports: list[Report]) -> None:
    odd = replace(reports[0].statements[0], title="baris\u2028lagi\x85\x0b\x1c \ud83d")
    reports[0] = replace(reports[0], statements=(odd, *reports[0].statements[1:]))
    content = run(reports, "id")
    assert content["reports"] == [json.loads(json_reporter.render(report, "id")) for report in reports]
    assert json_reporter.whole([json_reporter.part(report, "id") for report in reports], "id").decode() == (
        json.dumps(content, ensure_ascii=False, indent=2).replace("\ud83d", "\\ud83d") + "\n"
    )


def test_a_run_that_breaks_its_contract_or_that_of_a_report_is_refused(reports: list[Report]) -> None:
    assert faults({**run(reports), "hunch": 1}) == ["$"]
    broken = run(reports)
    broken["reports"][1]["verdict"] = "fine"  # type: ignore[index]
    assert faults(broken) == ["$.reports[1].verdict"]


def test_a_run_counts_over_its_reports_and_takes_the_worst_exit_code(reports: list[Report]) -> None:
    content = run(reports)
    assert content["exit"] == 1
    assert content["summary"] == {
        "reports": 3,
        "verdicts": {"clean": 1, "findings": 1, "incomplete": 1},
        "error": 4,
        "warning": 1,
        "info": 2,
        "problems": 3,
        "causes": 1,
    }


@pytest.mark.parametrize(
    ("exits", "code"), [([], 0), ([0, 0], 0), ([0, 2], 2), ([2, 1, 0], 1), ([0, 1], 1), ([1, 3], 3)]
)
def test_of_several_exit_codes_the_worst_counts(exits: list[int], code: int) -> None:
    assert worst(exits) == code


def test_the_summary_has_a_line_for_each_report(reports: list[Report]) -> None:
    summary = shown(reports, 120).split("── Summary ")[1].splitlines()
    assert [line.split() for line in summary[1:5]] == [
        ["file", "verdict", "errors", "warnings", "problems", "leading", "cause"],
        ["data/dinas", "a.xlsx", "…", "findings", "4", "1", "2", "not", "updated", "·", "APBD!C6"],
        ["data/dinas", "b.xlsx", "…", "clean", "-", "-", "-"],
        [*["data/rusak.xlsx", "…", "incomplete", "-", "-", "1", "The", "page", "cannot", "be", "read."]],
    ]
    assert summary[5] == ("3 reports: 1 clean, 1 with findings, 1 incomplete · 4 errors · 1 warning · 2 infos")


def test_each_report_tells_its_leading_causes_and_a_clean_one_nothing(reports: list[Report]) -> None:
    text = shown(reports, 120)
    before = text.split("── Summary ")[0]
    assert before.count("──") == 2
    assert "dinas b.xlsx" not in before
    assert "C1 error · not updated · likely · laporan 2021.xlsx!APBD!C6 · B Sekretariat · pagu" in before
    assert "374,300,000 → Rp147,547,760" in before
    assert "… 2 findings without a known cause" in before
    assert "narasi.txt:p3 · reading (page-unreadable) · The page cannot be read." in before
    assert "what to do: Save it as text." in before


def test_many_causes_are_counted(reports: list[Report]) -> None:
    [cause] = reports[0].causes
    many = replace(reports[0], causes=tuple(replace(cause, id=f"C{n}") for n in range(1, 31)))
    text = shown([many, reports[1]], 120)
    assert "\nC3 error" in text
    assert "\nC4 error" not in text
    assert "… 27 causes, 2 findings without a known cause" in text


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 120, 300])
def test_no_line_of_a_run_is_longer_than_the_console(reports: list[Report], width: int, lang: Lang) -> None:
    lines = shown(reports, width, lang).splitlines()
    assert max(cell_len(line) for line in lines) <= min(width, 120)


def test_a_name_is_data_in_the_summary_too(reports: list[Report]) -> None:
    evil = named(reports[0], "data/[red]a\x1b[31m[/red].xlsx")
    for colour in (True, False):
        text = shown([evil, reports[1]], 120, force_terminal=colour, no_color=True)
        assert text.count("[red]a [31m[/red].xlsx") == 2
        assert "\x1b[31m" not in text


def test_the_text_file_of_a_run_is_what_the_console_shows(reports: list[Report]) -> None:
    text = terminal.whole([terminal.part(report, "id") for report in reports], "id").decode()
    assert text == "".join(f"{line.rstrip()}\n" for line in shown(reports, 100, "id").splitlines())
    assert "3 laporan: 1 bersih, 1 dengan temuan, 1 belum lengkap" in text
    assert "\x1b" not in text
