"""The family of reporters: what a user types is the name of a file."""

import subprocess
import sys
from pathlib import Path

import pytest

import audit.reporters
from audit.model.report import Report
from audit.model.text import Lang
from audit.reporters import UnknownFormat, format_of, formats, reporter

FOLDER = Path(audit.reporters.__file__).parent


def test_the_formats_are_the_files() -> None:
    assert set(formats()) == {path.stem for path in FOLDER.glob("[!_]*.py")}
    assert {"html", "json", "terminal"} <= set(formats())


@pytest.mark.parametrize("name", formats())
def test_a_suffix_names_one_format(name: str) -> None:
    assert reporter(name).SUFFIXES
    for suffix in reporter(name).SUFFIXES:
        assert format_of(f"out/report{suffix}") == name
        assert format_of(Path("report" + suffix.upper())) == name


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", formats())
def test_the_same_report_gives_the_same_bytes(name: str, lang: Lang, report: Report) -> None:
    first = reporter(name).render(report, lang)
    assert first == reporter(name).render(report, lang)
    assert first.decode().endswith("\n")


def test_a_mistyped_format_is_told_the_nearest() -> None:
    with pytest.raises(UnknownFormat, match=r"no report format 'jsn'.*did you mean 'json'\?") as caught:
        reporter("jsn")
    assert caught.value.nearest == "json"
    assert "mungkin 'json'?" in caught.value.message.id


def test_what_is_no_member_is_no_format() -> None:
    for name in ("_words", "json.decoder", ""):
        with pytest.raises(UnknownFormat):
            reporter(name)


def test_an_unknown_suffix_is_told_the_known_ones() -> None:
    with pytest.raises(UnknownFormat, match=r"'\.docx'.*\.html.*\.json"):
        format_of("report.docx")


def test_a_format_is_imported_only_when_it_is_used() -> None:
    script = (
        "import sys, audit.reporters as r; r.formats(); r.format_of('x.json');"
        "print(*sorted(set(sys.modules) & {'jinja2', 'rich', 'pandas', 'audit.reporters.json'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["audit.reporters.json"]
