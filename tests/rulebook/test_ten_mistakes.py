"""A rule file with ten different mistakes tells all ten at once, and before any data is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: A mistake in a statement, in columns, in each field of a rule, in expressions and in examples.
BOOK = """\
rulebook: dinas
title: {id: Aturan dinas, en: Rules of the office}

statements:
  rincian:
    by: [urian]
    columns:
      kode: {type: kod, headings: [kode]}
      uraian: {type: text, headngs: [uraian]}
      pagu: {type: rupiah, headings: [pagu]}
      realisasi: {type: rupiah, headings: [realisasi]}
      sisa: {type: rupiah, headings: [sisa]}

rules:
  - id: sisa
    title: {id: Sisa adalah pagu dikurangi realisasi, en: Sisa is pagu less realisasi}
    why: {id: Dana terpakai atau tersisa., en: Money is spent or left.}
    severity: eror
    assert: sisa = pagu - realisai
  - id: belanja
    title: {id: Jumlah belanja, en: Total expenditure}
    why: {id: Bagian membentuk jumlahnya., en: Parts make up their total.}
    when: filld(pagu)
    tolerance: satu
    assert: pagu = sum(children.pagu where kode ~ "^5"
  - id: alokasi
    title: {id: Alokasi dalam kalimat, en: The allocation in a sentence}
    why: {id: Kalimat dan tabel harus sama., en: Sentence and table must agree.}
    mention: alokasi dana sebesar
    assert: figure = rincian.root.pagu
    examples:
      fails:
        - table: |
            uraian  pagu
            Aspal   100
          finds: . | . | 110
"""
TOLD = """\
dinas.yaml:6: “urian” is no text column by which reports could be told apart; did you mean “uraian”?
dinas.yaml:8: “type” is kode, text, level, count, rupiah, percent, not “kod”; did you mean “kode”?
dinas.yaml:9: unknown field “headngs”; did you mean “headings”?
dinas.yaml:18: “severity” is error, warning, info, not “eror”; did you mean “error”?
dinas.yaml:19: “realisai” is no column, row or statement; did you mean “realisasi”?
dinas.yaml:23: there is no predicate “filld”; did you mean “filled”?
dinas.yaml:24: “tolerance” is an amount such as 1 or 0.5, not “satu”
dinas.yaml:25: “pagu = sum(children.pagu where kode ~ "^5"” cannot be read at its end
dinas.yaml:29: “mention” is a piece of a sentence with one {rupiah}, {percent} or {count} in it
dinas.yaml:36: “. | . | 110” is not row | column | stated | expected
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dinas.yaml").write_text(BOOK, encoding="utf-8")


#: Runs the command as a user does, and tells on its standard error whenever the report is opened.
WATCHED = """\
import sys
def watch(event, arguments):
    if event == "open" and str(arguments[0]).endswith("laporan.csv"):
        print("the report is opened", file=sys.stderr)
sys.addaudithook(watch)
from audit.cli import main
main()
"""


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments], capture_output=True, text=True, timeout=120, check=False
    )


def test_a_check_tells_all_ten_and_opens_no_report() -> None:
    Path("laporan.csv").write_text("kode,uraian,pagu,realisasi,sisa\n1,Aspal,100,40,70\n", encoding="utf-8")
    done = command("check", "laporan.csv", "--rules", "dinas.yaml", "--out", "laporan.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert sorted(done.stderr.splitlines()) == sorted(TOLD.splitlines())
    assert not Path("laporan.json").exists()


def test_the_watch_would_see_the_report_opened() -> None:
    Path("laporan.csv").write_text("kode,uraian,pagu,realisasi,sisa\n1,Aspal,100,40,70\n", encoding="utf-8")
    done = command("check", "laporan.csv")
    assert (done.returncode, "the report is opened" in done.stderr) == (1, True)


def test_lint_tells_the_same_ten() -> None:
    done = command("rules", "lint", "dinas.yaml")
    assert done.returncode == 3
    told = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("dinas.yaml")]
    assert sorted(told) == sorted(TOLD.splitlines())


def test_the_ten_mistakes_are_ten_kinds_of_mistake() -> None:
    assert len(TOLD.splitlines()) == len({line.split(":")[1] for line in TOLD.splitlines()}) == 10
