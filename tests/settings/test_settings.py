"""Settings files: found upward, every mistake in them told at once, with its line and the nearest right word."""

from fractions import Fraction
from pathlib import Path

import pytest

from audit.settings import Settings, SettingsError, find, load


def written(folder: Path, text: str, name: str = "audit.toml") -> Path:
    """A settings file of that text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode())
    return path


def mistakes(path: Path) -> list[str]:
    """What is told of a settings file."""
    with pytest.raises(SettingsError) as caught:
        load(path)
    return [mistake.text("en") for mistake in caught.value.mistakes]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# What a file says

WHOLE = """
files = ["data/*.xlsx", "lra/**/*.csv"]
rules = ["lra", "aturan/kami.yaml"]
out = ["temuan.sarif", "halaman/"]
fail-on = "warning"
lang = "id"
together = true
materiality = "Rp2,5 juta"

[severity]
bobot = "info"
"gaya-kode" = "off"
"""


@pytest.mark.parametrize("name", ["audit.toml", "lain.toml", "pyproject.toml"])
def test_a_file_says_what_it_says(tmp_path: Path, name: str) -> None:
    written(tmp_path / "aturan", "rulebook: kami", "kami.yaml")
    text = WHOLE
    if name == "pyproject.toml":
        text = "[project]\nname = 'x'\n[tool.audit]" + WHOLE.replace("[severity]", "[tool.audit.severity]")
    path = written(tmp_path, text, name)
    settings = load(path)
    assert settings == Settings(
        path,
        files=("data/*.xlsx", "lra/**/*.csv"),
        rules=("lra", "aturan/kami.yaml"),
        out=("temuan.sarif", "halaman/"),
        fail_on="warning",
        lang="id",
        together=True,
        materiality=Fraction(2_500_000),
        severity={"bobot": "info", "gaya-kode": "off"},
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\ufeff", "lang = 'id'\r\n"])
def test_what_is_not_said_is_left_open(tmp_path: Path, text: str) -> None:
    settings = load(written(tmp_path, text))
    assert (settings.files, settings.rules, settings.out, dict(settings.severity)) == ((), (), (), {})
    assert (settings.fail_on, settings.together, settings.materiality) == (None, None, None)


def test_paths_are_relative_to_the_file_and_shown_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "aturan", "rulebook: kami", "kami.yaml")
    path = written(tmp_path, 'rules = ["lra", "aturan/kami.yaml"]\nout = ["a/temuan.sarif", "halaman/"]')
    (tmp_path / "data/2021").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "data/2021")
    settings = load(path)
    assert settings.shown == "../../audit.toml"
    assert settings.rulebooks == ("lra", "../../aturan/kami.yaml")
    assert settings.outputs == ("../../a/temuan.sarif", "../../halaman/")


# Where it is found


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    above = written(tmp_path / "a", "lang = 'id'")
    inner = tmp_path / "a/b/c"
    inner.mkdir(parents=True)
    assert find(inner) == above
    nearer = written(tmp_path / "a/b", "[tool.audit]\nlang = 'en'", "pyproject.toml")
    assert find(inner) == nearer
    nearest = written(inner, "")
    assert find(inner) == nearest


def test_in_one_folder_audit_toml_comes_first(tmp_path: Path) -> None:
    written(tmp_path, "[tool.audit]\nlang = 'en'", "pyproject.toml")
    own = written(tmp_path, "")
    assert find(tmp_path) == own


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    own = written(tmp_path, "")
    for folder, text in (("a", "[tool.ruff]\n"), ("a/b", "tool = 3"), ("a/b/c", ""), ("a/b/c/d", "[broken")):
        written(tmp_path / folder, text, "pyproject.toml")
    assert find(tmp_path / "a/b/c/d") == own


def test_a_folder_of_that_name_is_no_settings_file(tmp_path: Path) -> None:
    own = written(tmp_path, "")
    (tmp_path / "a/audit.toml").mkdir(parents=True)
    (tmp_path / "a/pyproject.toml").mkdir()
    assert find(tmp_path / "a") == own


def test_a_broken_pyproject_that_names_us_is_told(tmp_path: Path) -> None:
    written(tmp_path, "[tool.audit]\nlang = id\n", "pyproject.toml")
    with pytest.raises(SettingsError, match=r"pyproject.toml:2: is not TOML"):
        find(tmp_path)


# What can be wrong in it


def test_every_mistake_is_told_at_once_with_its_line_and_the_nearest_word(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """file = ["data/*.xlsx"]
files = "data/*.xlsx"
rules = ["aturan/tidak-ada.yaml"]
fail_on = "warning"
fail-on = "warn"
lang = "indonesia"
together = "yes"
out = [1]

[severity]
bobot = "of"
sisa = false
[keluaran]
a = 1
""",
    )
    assert mistakes(path) == [
        "audit.toml:1: there is no setting “file”; did you mean “files”?",
        'audit.toml:2: “files” must be a list of texts, as in files = ["data/*.xlsx"]',
        "audit.toml:3: there is no rule file “aturan/tidak-ada.yaml”",
        "audit.toml:4: there is no setting “fail_on”; did you mean “fail-on”?",
        "audit.toml:5: “fail-on” is error, warning, info or never, not “warn”; did you mean “warning”?",
        "audit.toml:6: “lang” is id or en, not “indonesia”",
        "audit.toml:7: “together” is true or false, not “yes”",
        'audit.toml:8: “out” must be a list of texts, as in out = ["temuan.sarif"]',
        "audit.toml:11: the severity of “bobot” is error, warning, info or off, not “of”; did you mean “off”?",
        "audit.toml:12: the severity of “sisa” is error, warning, info or off, not false",
        "audit.toml:13: there is no setting “keluaran”",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("files = []", "audit.toml:1: “files” names nothing"),
        ("files = [' ']", 'audit.toml:1: “files” must be a list of texts, as in files = ["data/*.xlsx"]'),
        ('out = ["a\\u0000.json"]', 'audit.toml:1: “out” must be a list of texts, as in out = ["temuan.sarif"]'),
        ("severity = 'off'", "audit.toml:1: “severity” must be a table of rules and their severities"),
        ("severity = {a = 'fatal'}", "audit.toml:1: the severity of “a” is error, warning, info or off, not “fatal”"),
        ("\nseverity.sisa = []", "audit.toml:2: the severity of “sisa” is error, warning, info or off, not a list"),
        ("lang = {a = 1}", "audit.toml:1: “lang” is id or en, not a table"),
        ("together = 1", "audit.toml:1: “together” is true or false, not 1"),
        *(
            (
                f"materiality = {value}",
                f"audit.toml:1: “materiality”: {shown} is no amount of rupiah; "
                "write, for instance, 5000000, 5.000.000 or “5 juta”",
            )
            for value, shown in [
                ("'5 M'", "“5 M”"),
                ("-1", "“-1”"),
                ("5e6", "5000000.0"),
                ("true", "true"),
                ("[]", "a list"),
            ]
        ),
        ("fail-on = 2021-01-01", "audit.toml:1: “fail-on” is error, warning, info or never, not 2021-01-01"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert mistakes(written(tmp_path, text)) == [told]


@pytest.mark.parametrize(
    ("text", "line"),
    [("\nlang = id", 2), ("lang = 'id'\nlang = 'en'", 2), ("[severity", 1), ("a = 1\r\n= 2", 2), ("[" * 9999, 0)],
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    [told] = mistakes(written(tmp_path, text))
    assert told.startswith(f"audit.toml:{line}: is not TOML: " if line else "audit.toml")


def test_what_can_be_read_beside_a_mistake_is_kept_for_further_questions(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, "file = []\n[severity]\nsisa = 'off'"))
    settings = caught.value.settings
    assert settings is not None
    assert dict(settings.severity) == {"sisa": "off"}
    assert settings.wrong(("severity", "sisa"), caught.value.mistakes[0].message).line == 3


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "audit.toml").write_bytes(b"lang = '\xff'")
    assert mistakes(tmp_path / "audit.toml") == ["audit.toml: is not UTF-8"]
    assert mistakes(tmp_path / "tidak-ada.toml") == ["tidak-ada.toml: cannot be read: No such file or directory"]
    assert mistakes(written(tmp_path, "[tool.ruff]", "pyproject.toml")) == [
        "pyproject.toml: there is no table [tool.audit]"
    ]
    assert mistakes(written(tmp_path, "[tool]\naudit = 3", "pyproject.toml")) == [
        "pyproject.toml:2: [tool.audit] must be a table"
    ]


def test_lines_are_those_of_the_own_table(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[tool.other]\nlang = "x"\nfiles = "y"\n\n[tool.audit]\nlang = "x"\nseverity.sisa = "x"\n',
        "pyproject.toml",
    )
    assert [told.split(" is ")[0] for told in mistakes(path)] == [
        "pyproject.toml:6: “lang”",
        "pyproject.toml:7: the severity of “sisa”",
    ]


def test_mistakes_are_told_in_indonesian_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, "bahasa = 'id'\nlang = 'ind'"))
    assert [mistake.text("id") for mistake in caught.value.mistakes] == [
        "audit.toml:1: tidak ada setelan “bahasa”",
        "audit.toml:2: “lang” adalah id atau en, bukan “ind”; mungkin “id”?",
    ]


def test_settings_do_not_change(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "severity = {sisa = 'off'}"))
    with pytest.raises(TypeError):
        settings.severity["sisa"] = "error"  # type: ignore[index]
