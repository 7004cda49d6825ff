"""`audit check` as a gate: settings, many reports in one call, and what is written where."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from audit.cli import app
from audit.cli.check import page_names
from audit.reporters import format_of
from audit.rulebook import load_rulebooks
from audit.run.severities import rule_ids
from audit.settings import load

SAMPLES = Path(__file__).parents[2] / "samples"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


Audit = Callable[..., Done]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in: a report with errors, a clean one and one cut short, in a folder `data`."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(SAMPLES / "kecil/laporan.csv", data / "Dinas Pendidikan é 🙂.csv")
    shutil.copy(SAMPLES / "bersih/ribuan.csv", data / "bersih.csv")
    (data / "rusak.xlsx").write_bytes((SAMPLES / "kecil/laporan.xlsx").read_bytes()[:3000])
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture
def audit(project: Path, capfd: pytest.CaptureFixture[str]) -> Audit:
    """Run the command in the project."""

    def run(*arguments: str | Path) -> Done:
        capfd.readouterr()
        code = app([str(argument) for argument in arguments], standalone_mode=False)
        out, err = capfd.readouterr()
        return Done(code, out, err)

    return run


KECIL = "data/Dinas Pendidikan é 🙂.csv"


def settings(project: Path, text: str, name: str = "audit.toml") -> Path:
    """A settings file of that text."""
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run_of(text: str) -> Any:
    """The run that was printed."""
    content = json.loads(text)
    assert content["schema"] == "audit-run/1"
    return content


def paths(text: str) -> list[str]:
    """The files of the reports of a run, in their order."""
    return [report["inputs"][0]["path"] for report in run_of(text)["reports"]]


# Many reports in one call


def test_one_broken_file_does_not_stop_the_others(audit: Audit) -> None:
    done = audit("check", "data", "tidak ada.csv", "--format", "json", "--no-together")
    assert done.code == 1
    assert done.err == ""
    assert [(report["verdict"], report["exit"]) for report in run_of(done.out)["reports"]] == [
        ("findings", 1),
        ("clean", 0),
        ("incomplete", 2),
        ("incomplete", 2),
    ]


@pytest.mark.parametrize(
    ("files", "code"),
    [(["bersih.csv"], 0), (["bersih.csv", "rusak.xlsx"], 2), (["rusak.xlsx", Path(KECIL).name], 1)],
)
def test_the_worst_exit_code_counts(audit: Audit, files: list[str], code: int) -> None:
    assert audit("check", *(f"data/{name}" for name in files), "--quiet").code == code


def test_patterns_are_expanded_here_too_and_each_file_is_audited_once(audit: Audit, project: Path) -> None:
    (project / "data/lra").mkdir()
    (project / "data/lra/b.csv").write_bytes((project / "data/bersih.csv").read_bytes())
    (project / "data/~$rusak.xlsx").write_bytes(b"lock")
    done = audit("check", "data/*.csv", KECIL, "data/**/*.csv", "data/*.xlsx", "--format", "json", "--fail-on", "never")
    assert paths(done.out) == [KECIL, "data/bersih.csv", "data/lra/b.csv", "data/rusak.xlsx"]


def test_a_name_that_looks_like_a_pattern_but_exists_is_itself(audit: Audit, project: Path) -> None:
    (project / "data/bersih.csv").rename(project / "data/bersih [final] *.csv")
    done = audit("check", "data/bersih [final] *.csv", "--format", "json")
    assert (done.code, json.loads(done.out)["schema"]) == (0, "audit-report/1")


@pytest.mark.parametrize(("name", "code"), [("data/*.ods", 3), ("dat?/*.csv", 0), ("data/laporan [1].csv", 2)])
def test_a_pattern_that_matches_nothing_is_wrong_usage_and_a_missing_file_a_problem(
    audit: Audit, name: str, code: int
) -> None:
    done = audit("check", name, "--quiet", "--fail-on", "never")
    assert done.code == code
    assert done.err == ("audit: no file matches data/*.ods\n" if code == 3 else "")


def test_a_folder_is_a_run_even_with_one_file_left(audit: Audit, project: Path) -> None:
    (project / "data/rusak.xlsx").unlink()
    (project / KECIL).unlink()
    assert paths(audit("check", "data", "--format", "json").out) == ["data/bersih.csv"]
    assert "── Coverage" in audit("check", "data").out
    assert json.loads(audit("check", "data", "--together", "--format", "json").out)["schema"] == "audit-report/1"


def test_the_terminal_ends_with_a_summary_of_many_and_shows_one_in_full(audit: Audit) -> None:
    many = audit("check", "data")
    assert "── Summary ──" in many.out
    assert "3 reports: 1 clean, 1 with findings, 1 incomplete" in many.out
    assert "── Coverage" not in many.out
    assert many.err == "audit: data: 3 files are audited as 3 reports; use --together if they are one report\n"
    one = audit("check", KECIL)
    assert "── Coverage" in one.out
    assert "── Summary" not in one.out


def test_each_format_for_several_reports(audit: Audit, project: Path) -> None:
    names = ("a.json", "a.sarif", "a.xml", "a.txt", "in/new/folders/b.sarif.json")
    done = audit("check", "data", "--quiet", *(part for name in names for part in ("--out", name)))
    assert (done.code, done.out, done.err) == (1, "", "")
    assert len(run_of((project / "a.json").read_text("utf-8"))["reports"]) == 3
    log = json.loads((project / "a.sarif").read_text("utf-8"))
    assert [told["executionSuccessful"] for told in log["runs"][0]["invocations"]] == [True, True, False]
    assert (project / "in/new/folders/b.sarif.json").read_bytes() == (project / "a.sarif").read_bytes()
    assert ET.parse(project / "a.xml").getroot().attrib["errors"] == "1"
    assert "1 incomplete" in (project / "a.txt").read_text("utf-8")
    assert sorted(path.name for path in project.iterdir()) == ["a.json", "a.sarif", "a.txt", "a.xml", "data", "in"]


def test_a_page_holds_one_report_and_a_folder_a_page_for_each(audit: Audit, project: Path) -> None:
    refused = audit("check", "data", "--out", "a.html")
    assert refused.code == 3
    assert refused.err.startswith("audit: a.html holds one report, not 3; --out FOLDER/ writes a page for each report")
    assert audit("check", "data", "--format", "html").code == 3
    assert audit("check", "data", "--out", "halaman/", "--quiet").code == 1
    assert sorted(path.name for path in (project / "halaman").iterdir()) == [
        "Dinas Pendidikan é 🙂.csv.html",
        "bersih.csv.html",
        "rusak.xlsx.html",
    ]
    assert audit("check", KECIL, "--out", "halaman", "--quiet").code == 1


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["a/l.xlsx", "b/l.xlsx", "c/m.xlsx"], ["a-l.xlsx", "b-l.xlsx", "m.xlsx"]),
        (["x/a/l.csv", "y/a/l.csv"], ["x-a-l.csv", "y-a-l.csv"]),
        (["l.csv", "a/l.csv"], ["l.csv", "a-l.csv"]),
        (["a/L.csv", "b/l.csv"], ["a-L.csv", "b-l.csv"]),
        (["a-l.csv", "a/l.csv", "l.csv"], ["a-l.csv", "a-l.csv-2", "l.csv"]),
        (["../l.csv", "/l.csv"], ["l.csv", "l.csv-2"]),
    ],
)
def test_pages_have_names_that_differ(given: list[str], names: list[str]) -> None:
    assert page_names([Path(path) for path in given]) == names


def test_a_report_is_never_written_over_a_file_that_is_audited(audit: Audit, project: Path) -> None:
    text = project / "narasi.txt"
    text.write_text("Alokasi dana sebesar Rp 610.000.000.", "utf-8")
    done = audit("check", "data", "narasi.txt", "--out", "./data/../narasi.txt")
    assert done.code == 3
    assert "choose another name for the result" in done.err
    assert text.read_text("utf-8").startswith("Alokasi")


def test_where_a_report_cannot_be_written_nothing_is_read(audit: Audit, project: Path) -> None:
    done = audit("check", KECIL, "--out", "data/bersih.csv/hasil.json")
    assert (done.code, done.out) == (3, "")
    assert done.err.endswith("bersih.csv is no folder\n")


# Settings


def test_a_gate_needs_no_more_than_its_settings(audit: Audit, project: Path) -> None:
    settings(project, 'files = ["data/*.csv"]\nout = ["hasil/temuan.sarif"]\nlang = "id"\n')
    done = audit("check")
    assert done.code == 1
    assert done.err == "audit: setelan dari audit.toml\n"
    assert "2 laporan: 1 bersih, 1 dengan temuan" in done.out
    run = json.loads((project / "hasil/temuan.sarif").read_text("utf-8"))["runs"][0]
    assert run["language"] == "id"
    assert run["artifacts"][0]["location"]["uri"] == "data/Dinas%20Pendidikan%20%C3%A9%20%F0%9F%99%82.csv"


def test_settings_are_found_upward_and_their_paths_are_theirs(
    audit: Audit, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '[tool.audit]\nfiles = ["data/*.csv"]\nout = ["hasil.json"]\nfail-on = "never"\n'
    settings(project, text, "pyproject.toml")
    (project / "a/b").mkdir(parents=True)
    monkeypatch.chdir(project / "a/b")
    done = audit("check")
    assert (done.code, done.err) == (0, "audit: settings from ../../pyproject.toml\n")
    assert paths((project / "hasil.json").read_text("utf-8")) == [f"../../{KECIL}", "../../data/bersih.csv"]


def test_the_command_line_is_stronger(audit: Audit, project: Path) -> None:
    settings(
        project,
        'files = ["data/*.csv"]\nout = ["hasil.json"]\nrules = ["lra"]\n'
        'lang = "id"\nfail-on = "never"\ntogether = true\n',
    )
    done = audit(
        *("check", KECIL, "data/bersih.csv", "--out", "lain.json", "--lang", "en"),
        *("--fail-on", "error", "--no-together", "--rules", "realisasi"),
    )
    assert done.code == 1
    assert not (project / "hasil.json").exists()
    run = run_of((project / "lain.json").read_text("utf-8"))
    assert (run["lang"], len(run["reports"])) == ("en", 2)
    assert "realisasi" in [book["id"] for book in run["reports"][0]["rulebooks"]]
    together = audit("check", "--format", "json")
    assert (together.code, json.loads(together.out)["schema"]) == (0, "audit-report/1")


def test_what_is_below_the_materiality_is_told_and_does_not_fail(audit: Audit, project: Path) -> None:
    # The mistyped share of the sample has no amount; without it all that is wrong is 3.6 and 2 million.
    path = project / KECIL
    assert audit("check", KECIL, "--materiality", "5 juta", "--quiet").code == 1
    path.write_text(path.read_text("utf-8").replace(";21,00;", ";12,00;"), "utf-8")
    for amount, code in {"3600000": 1, "3.600.001": 0, "Rp5 juta": 0, "0": 1}.items():
        done = audit("check", KECIL, "--materiality", amount, "--lang", "en")
        assert (done.code, done.out.count("Below materiality (does not fail the check)")) == (code, int(amount != "0"))
        assert "Misstated in all: gross Rp5,600,000, net Rp5,600,000" in done.out
    settings(project, "materiality = 5_000_000")
    assert audit("check", KECIL, "--quiet").code == 0
    assert audit("check", KECIL, "--quiet", "--materiality", "1 juta").code == 1
    told = json.loads(audit("check", KECIL, "--format", "json").out)
    assert (told["verdict"], told["exit"], told["misstatement"]["below"]) == ("findings", 0, ["C1", "C2"])
    assert len(told["findings"]) == told["summary"]["error"] > 2


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "“5,000” is no amount of rupiah; write, for instance, 5000000, 5.000.000 or “5 juta”"),
        ("id", "“5,000” bukan jumlah rupiah; tulis misalnya 5000000, 5.000.000 atau “5 juta”"),
    ],
)
def test_a_materiality_that_is_no_amount_is_wrong_usage(audit: Audit, lang: str, told: str) -> None:
    done = audit("check", KECIL, "--materiality", "5,000", "--lang", lang)
    assert (done.code, done.out, done.err) == (3, "", f"audit: --materiality: {told}\n")


def test_settings_can_be_named_or_left_aside(audit: Audit, project: Path) -> None:
    settings(project, 'lang = "id"')
    other = settings(project, 'lang = "en"\nfail-on = "never"', "lain/gerbang.toml")
    assert audit("check", KECIL).err == "audit: setelan dari audit.toml\n"
    named = audit("check", KECIL, "--settings", other)
    assert (named.code, named.err) == (0, "audit: settings from lain/gerbang.toml\n")
    bare = audit("check", KECIL, "--no-settings", "--lang", "en")
    assert (bare.code, bare.err) == (1, "")
    both = audit("check", KECIL, "--no-settings", "--settings", other)
    assert (both.code, both.out) == (3, "")


def test_severities_change_what_fails_and_the_report_shows_them(audit: Audit, project: Path) -> None:
    rules = {rule["id"]: rule for rule in json.loads(audit("check", KECIL, "--format", "json").out)["rules"]}
    broken = [id for id, rule in rules.items() if rule["violated"] and rule["severity"] == "error"]
    assert len(broken) > 2
    off, *others = broken
    lines = [f'{id} = "warning"' for id in others] + [f'{off} = "off"']
    settings(project, "[severity]\n" + "\n".join(lines))
    done = audit("check", KECIL, "--format", "json")
    report = json.loads(done.out)
    assert done.code == 0
    assert done.err == f"audit: settings from audit.toml · severities changed: {len(others)} · rules switched off: 1\n"
    after = {rule["id"]: rule for rule in report["rules"]}
    assert {after[id]["severity"] for id in others} == {"warning"}
    assert {f["severity"] for f in report["findings"] if f["rule"] in others} == {"warning"}


def test_a_rule_that_is_off_is_not_asked_and_said_to_be_so(audit: Audit, project: Path) -> None:
    before = {rule["id"]: rule for rule in json.loads(audit("check", KECIL, "--format", "json").out)["rules"]}
    settings(project, 'severity = {sisa = "off"}')
    report = json.loads(audit("check", KECIL, "--format", "json").out)
    [rule] = [rule for rule in report["rules"] if rule["id"] == "sisa"]
    assert (rule["asked"], rule["violated"], rule["off"]) == (0, 0, "switched off in audit.toml")
    assert rule["unasked"] == before["sisa"]["asked"] + before["sisa"]["unasked"] > 0
    assert [f for f in report["findings"] if f["rule"] == "sisa"] == []
    assert {u["reason"] for u in report["unasked"] if u["rule"] == "sisa"} == {"switched off in audit.toml"}
    assert "switched off in audit.toml" in audit("check", KECIL).out
    suite = ET.fromstring(audit("check", KECIL, "--format", "junit").out.encode())
    assert any("switched off in audit.toml" in one.attrib["message"] for one in suite.iter("skipped"))


def test_where_every_rule_is_off_nothing_is_passed(audit: Audit, project: Path) -> None:
    rules = json.loads(audit("check", "data/bersih.csv", "--format", "json").out)["rules"]
    settings(project, "[severity]\n" + "\n".join(f'{rule["id"]} = "off"' for rule in rules))
    assert audit("check", "data/bersih.csv", "--quiet").code == 2


def test_a_base_that_the_figures_tell_is_known_though_its_rule_is_off(audit: Audit, project: Path) -> None:
    before = json.loads(audit("check", "data/bersih.csv", "--format", "json").out)
    settings(project, 'severity = {bobot = "off"}')
    after = json.loads(audit("check", "data/bersih.csv", "--format", "json").out)
    bases = [[column["base"] for s in report["statements"] for column in s["columns"]] for report in (before, after)]
    assert bases[0] == bases[1]
    asked = [{rule["id"]: rule["asked"] for rule in report["rules"]} for report in (before, after)]
    assert {id for id in asked[0] if asked[0][id] != asked[1][id]} == {"bobot"}


def test_every_mistake_of_the_settings_is_told_at_once_before_a_report_is_read(audit: Audit, project: Path) -> None:
    settings(
        project,
        """filez = ["data/*.csv"]
rules = ["lraa", "aturan/kami.yaml"]
out = ["hasil.docx"]
[severity]
bobott = "warning"
sisa = "fatal"
""",
    )
    settings(project, "rulebook: kami\ntitle: {id: a, en: b}\nrulez: []\n", "aturan/kami.yaml")
    done = audit("check", KECIL)
    assert (done.code, done.out) == (3, "")
    *told, rule_file = done.err.splitlines()
    assert told == [
        "audit.toml:1: there is no setting “filez”; did you mean “files”?",
        "audit.toml:2: there is no rulebook “lraa”; did you mean “lra”?",
        told[2],
        "audit.toml:6: the severity of “sisa” is error, warning, info or off, not “fatal”",
    ]
    assert told[2].startswith("audit.toml:3: hasil.docx: there is no report format '.docx'")
    assert rule_file == "aturan/kami.yaml:3: unknown field “rulez”; did you mean “rules”?"
    settings(project, "rulebook: kami\ntitle: {id: a, en: b}\n", "aturan/kami.yaml")
    assert audit("check", KECIL).err.splitlines()[3] == (
        "audit.toml:5: there is no rule “bobott”; did you mean “bobot”?"
    )


def test_a_rule_of_a_rulebook_that_is_not_in_use_is_no_mistake(audit: Audit, project: Path) -> None:
    settings(project, 'severity = {bobot = "warning"}')
    assert audit("check", "data/bersih.csv", "--rules", "lra", "--quiet").code != 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "audit: name the files to audit, or write “files” in audit.toml"),
        ("lang = 'en'", "audit: name the files to audit, or write “files” in audit.toml"),
        ("files = ['data/*.csv', 'lama/*.xls']", "audit: audit.toml: no file matches lama/*.xls"),
    ],
)
def test_without_files_there_is_nothing_to_do(audit: Audit, project: Path, text: str | None, told: str) -> None:
    if text is not None:
        settings(project, text)
    done = audit("check")
    assert (done.code, done.out, done.err) == (3, "", f"{told}\n")


def test_a_check_from_python_reads_no_settings(project: Path) -> None:
    import audit

    settings(project, "[severity]\nsisa = 'of'")
    assert audit.check(KECIL).exit == 1


def test_the_settings_that_the_documentation_shows_are_right(project: Path) -> None:
    [text] = re.findall(r"```toml\n(.*?)```", (SAMPLES.parent / "README.md").read_text("utf-8"), re.DOTALL)
    settings(project, "rulebook: kami", "aturan/kami.yaml")
    shown = load(settings(project, text))
    assert set(shown.severity) <= rule_ids(load_rulebooks(None))
    assert {format_of(name) for name in shown.out} == {"sarif", "junit"}


def test_a_rule_about_prose_can_be_off_too(audit: Audit, project: Path) -> None:
    (project / "narasi.txt").write_text("Pagu anggaran sebesar Rp.6.763.479000.", "utf-8")
    before = json.loads(audit("check", "narasi.txt", "--format", "json").out)
    asked = {rule["id"] for rule in before["rules"] if rule["asked"]}
    assert asked
    settings(project, "[severity]\n" + "\n".join(f'{id} = "off"' for id in asked))
    after = json.loads(audit("check", "narasi.txt", "--format", "json").out)
    assert after["findings"] == []
    assert {rule["id"]: rule["off"] for rule in after["rules"] if rule["off"]} == dict.fromkeys(
        asked, "switched off in audit.toml"
    )


# In a shell


def shell(project: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command line as a shell runs it, with `audit` for the command."""
    environment = os.environ | {"PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    python = f'"{sys.executable}" -P -m audit'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'audit() {{ {python} "$@"; }}; {command}'],
        cwd=project,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


needs_bash = pytest.mark.skipif(os.name == "nt", reason="needs a shell")


@needs_bash
@pytest.mark.parametrize("format", ["sarif", "json", "junit"])
def test_only_the_report_goes_to_the_output(project: Path, format: str) -> None:
    settings(project, "lang = 'id'")
    done = shell(project, f"audit check --format {format} data > hasil")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "setelan dari audit.toml" in done.stderr
    content = (project / "hasil").read_text("utf-8")
    assert json.loads(content) if format != "junit" else len(ET.fromstring(content.encode()))


@needs_bash
@pytest.mark.parametrize("command", ["audit check data --format sarif", "audit check data", f"audit check '{KECIL}'"])
def test_a_reader_that_goes_away_is_no_error_and_changes_no_exit_code(project: Path, command: str) -> None:
    done = shell(project, f"{command} --out hasil.json | head -n 1; echo ${{PIPESTATUS[0]}}")
    assert done.stdout.splitlines()[-1] == "1"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert (project / "hasil.json").exists()
