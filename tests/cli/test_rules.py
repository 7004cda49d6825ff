"""`audit rules` and `audit explain` as a user runs them: what is printed, in both languages, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audit.cli import app

HEAD = """\
rulebook: kami
uses: [realisasi]
title: {id: Aturan kami, en: Our rules}
rules:
"""
NAMED = "    title: {id: Sisa, en: Rest}\n    why: {id: Begitu., en: So it is.}\n    in: [rincian]\n"
EXAMPLES = """\
    examples:
      holds:
        - |
          kode  uraian  pagu  realisasi  sisa
          1     Aspal   100   60         40
      fails:
        - table: |
            kode  uraian  pagu  realisasi  sisa
            1     Aspal   100   130        -30
          finds: 1 | sisa | -30 | 0
"""
GOOD = HEAD + "  - id: sisa-tidak-minus\n" + NAMED + "    assert: sisa >= 0\n" + EXAMPLES


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def write(text: str, name: str = "kami.yaml") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def rule(*fields: str, id: str = "aturan") -> str:
    return f"  - id: {id}\n{NAMED}" + "".join(f"    {field}\n" for field in fields)


# Lint


def test_the_shipped_rulebooks_are_sound() -> None:
    done = audit("rules", "lint")
    assert done.exit_code == 0, done.output
    assert done.output.rstrip().endswith("nothing is wrong")


def test_every_mistake_is_told_at_once_with_its_line_and_the_right_word() -> None:
    path = write(HEAD + rule("asert: sisa = pagu", "assert: sisa = pagau - realisasi", "severity: eror"))
    done = audit("rules", "lint", path)
    assert done.exit_code == 3
    assert done.output.splitlines() == [
        "kami.yaml:9: unknown field “asert”; did you mean “assert”?",
        "kami.yaml:10: “pagau” is no column, row or statement; did you mean “pagu”?",
        "kami.yaml:11: “severity” is error, warning, info, not “eror”; did you mean “error”?",
        "3 errors",
    ]


def test_a_contradiction_names_both_rules_and_their_lines() -> None:
    path = write(HEAD + rule("assert: sisa = pagu + realisasi"))
    done = audit("rules", "lint", path)
    first, second, *_ = done.output.splitlines()
    assert done.exit_code == 3
    said = "“aturan” (sisa = pagu + realisasi): together with “sisa” it forces “realisasi” to be zero [rincian]"
    assert first == f"kami.yaml:5: error: {said}"
    assert second.startswith("    rules/realisasi.yaml:")
    assert second.endswith(": “sisa” (sisa = pagu - realisasi)")


def test_the_same_in_indonesian() -> None:
    done = audit("rules", "lint", write(HEAD + rule("assert: sisa = pagu + realisasi")), "--lang", "id")
    assert (
        "kesalahan: “aturan” (sisa = pagu + realisasi): bersama “sisa” memaksa “realisasi” menjadi nol" in done.output
    )
    assert done.output.rstrip().endswith("1 buku aturan · 1 aturan · 1 kesalahan")


def test_what_says_nothing_new_is_a_warning() -> None:
    done = audit("rules", "lint", write(HEAD + rule("assert: pagu = realisasi + sisa")))
    assert done.exit_code == 0
    assert "kami.yaml:5: warning: “aturan” (pagu = realisasi + sisa): says the same as “sisa”" in done.output
    assert "kami.yaml: without examples: aturan" in done.output


def test_a_rule_that_is_never_asked_is_an_error() -> None:
    done = audit("rules", "lint", write(HEAD + rule("when: sisa > 0 and sisa < 0", "assert: sisa <= pagu")))
    assert (done.exit_code, "never asked: its “when” contradicts itself" in done.output) == (3, True)


def test_a_folder_is_its_rule_files() -> None:
    Path("aturan").mkdir()
    write(GOOD, "aturan/kami.yaml")
    assert audit("rules", "lint", "aturan").output.rstrip() == "1 rulebook · 1 rule · nothing is wrong"
    Path("kosong").mkdir()
    assert audit("rules", "lint", "kosong").exit_code == 3


def test_a_kind_that_two_rulebooks_describe_is_told() -> None:
    kinds = "statements:\n  rekap:\n    columns:\n      uraian: {type: text}\n      pagu: {type: rupiah}\n"
    path = write(HEAD.replace("rules:\n", kinds).replace("[realisasi]", "[rekap]"))
    done = audit("rules", "lint", path)
    assert "describes a statement “rekap” too" in done.output


def test_a_kind_that_never_wins_is_told() -> None:
    columns = [f"      {name}: {{type: rupiah}}\n" for name in ("satu", "dua", "tiga", "empat")]
    kinds = "".join(["  kecil:\n    columns:\n", *columns[:3], "  besar:\n    columns:\n", *columns])
    done = audit("rules", "lint", write(HEAD.replace("rules:\n", "statements:\n" + kinds)))
    assert (done.exit_code, "no table will be taken for “kecil”, since “besar”" in done.output) == (0, True)


# Test


def test_examples_that_come_out_as_drawn_are_counted() -> None:
    done = audit("rules", "test", write(GOOD))
    assert (done.exit_code, done.output) == (0, "kami.yaml: 1 rule · 2 examples · all as drawn\n")


def test_an_example_that_comes_out_otherwise_is_told_with_its_line() -> None:
    done = audit("rules", "test", write(GOOD.replace("-30 | 0", "-30 | 5")))
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "kami.yaml: 1 rule · 2 examples · 1 not as drawn",
        "kami.yaml:16: “sisa-tidak-minus”: finds 1 Aspal | sisa | -30 | 0, not 1 | sisa | -30 | 5",
    ]
    said = audit("rules", "test", "kami.yaml", "--lang", "id").output
    assert "menemukan 1 Aspal | sisa | -30 | 0, bukan 1 | sisa | -30 | 5" in said


def test_an_example_that_asks_nothing_is_not_as_drawn() -> None:
    done = audit("rules", "test", write(GOOD.replace("60         40", "60         .")))
    assert (done.exit_code, "the rule is never asked" in done.output) == (1, True)


def test_rules_without_examples_are_named() -> None:
    done = audit("rules", "test", write(HEAD + rule("assert: sisa >= 0")))
    assert (done.exit_code, "without examples: aturan" in done.output) == (0, True)


def test_a_broken_file_is_not_tried() -> None:
    done = audit("rules", "test", write(HEAD + rule("assert: sisa >=")))
    assert (done.exit_code, "kami.yaml:9" in done.stderr) == (3, True)
    assert audit("rules", "test", "tiada.yaml").exit_code == 3


# Schema, list and explain


def test_the_schema_is_printed_as_json() -> None:
    done = audit("rules", "schema")
    assert (done.exit_code, json.loads(done.output)["title"]) == (0, "audit rule file")


def test_rules_and_what_cells_may_hold_are_listed() -> None:
    kinds = (
        "statements:\n  gaji:\n    columns:\n      uraian: {type: text}\n      pegawai: {type: count}\n"
        "    schema:\n      pegawai: {min: 1}\n"
    )
    path = write(HEAD.replace("rules:\n", kinds))
    assert (
        "  skema-gaji-pegawai  What stands under pegawai must be at least 1"
        in audit("rules", "list", "--rules", path).output
    )
    explained = audit("explain", "skema-gaji-pegawai", "--rules", path).output
    assert ("pegawai: min 1" in explained, "kami.yaml:10" in explained) == (True, True)


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                "sisa-tidak-minus · Rest",
                "  equation: sisa >= 0",
                "  in words: sisa is at least 0",
                "  reason: So it is.",
                "  regulation: [bold]Pasal 1",
                "  applies to: rincian",
                "  severity: error",
                "  written in: kami.yaml:5",
                "  an example that holds:",
                "    kode  uraian  pagu  realisasi  sisa",
                "    1     Aspal    100         60    40",
                "  an example that fails:",
                "    kode  uraian  pagu  realisasi  sisa",
                "    1     Aspal    100        130   -30",
                "    what it finds: 1 · sisa states -30, expected 0",
            ],
        ),
        ("id", ["  artinya: sisa tidak kurang dari 0", "    yang ditemukan: 1 · sisa tertulis -30, seharusnya 0"]),
    ],
)
def test_a_rule_is_explained(lang: str, lines: list[str]) -> None:
    path = write(GOOD.replace("    assert:", '    regulation: "[bold]Pasal 1"\n    assert:'))
    printed = [
        line.rstrip()
        for line in audit("explain", "sisa-tidak-minus", "--rules", path, "--lang", lang).output.splitlines()
    ]
    assert [line for line in printed if line in lines] == lines


@pytest.mark.parametrize("width", ["40", "80"])
def test_no_figure_of_an_example_is_cropped(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    printed = audit("explain", "sisa-tidak-minus", "--rules", write(GOOD)).output
    assert max(map(len, printed.splitlines())) <= int(width)
    assert all(digit in "".join(printed.split()) for digit in ("130", "-30"))


def test_of_two_rules_with_one_id_the_one_named_first_is_explained() -> None:
    path = write(HEAD + rule("assert: sisa >= 0", id="sisa"))
    assert audit("rules", "lint", path).exit_code == 3
    printed = audit("explain", "sisa", "--rules", path).output
    assert ("equation: sisa >= 0" in printed, "pagu - realisasi" in printed) == (True, False)


def test_a_rule_that_is_none_has_a_nearest() -> None:
    done = audit("explain", "jumlah-ank")
    assert (done.exit_code, "did you mean “jumlah-anak”?" in done.stderr) == (3, True)
