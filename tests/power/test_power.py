"""How strong rules are: what is told of columns, weak figures and simulated errors, and the command that tells it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from asked import HEAD, asked, book, rules_in, tree_of_money

from audit.cli import main
from audit.run import read_source
from audit.run.power import Power, Weakness, power_for, power_of, power_on

SAMPLES = Path(__file__).parents[2] / "samples"


def power(table: str, books: Any = None, errors: int = 60) -> Power:
    return power_of(asked(table, books), rules_in(books), errors=errors, seed=0)


def told(weaknesses: tuple[Weakness, ...]) -> set[str]:
    """column | reason | how many | rules | the column that cannot be told from it."""
    return {
        " | ".join((w.column, w.reason, str(w.count), ", ".join(w.rules), w.other_column or ".")) for w in weaknesses
    }


def test_each_weak_figure_is_told_with_its_reason(tmp_path: Path) -> None:
    books = book(
        tmp_path,
        "for: {x: [pagu, pakai]}, assert: x = sum(children.x)",
        "sisa >= 0",
        "when: jumlah > 100, assert: pagu = pakai",
        "persen = 100 * pakai / pagu * jumlah / jumlah",
    )
    said = power(
        """
        kode  uraian   pagu  pakai  sisa  persen  jumlah
        1     Program  400   100    1     25,00   2
        1.1   Aspal    100   0      2     0,00    3
        1.2   Batu     300   100    3     33,33   4
        2     Lain     50    .      .     .       5
        """,
        books,
    )
    assert told(said.weaknesses) == {
        "sisa | one-way | 3 | r2 | .",
        # A quantity that is multiplied and divided by moves nothing.
        "jumlah | flat | 3 | r4 | .",
        "jumlah | unasked | 1 | r3, r4 | .",
        "pagu | unasked | 1 | r4 | .",
    }
    assert said.one_way == 3
    assert said.figures == 17
    by_name = {column.column: column for column in said.columns}
    assert (by_name["pagu"].figures, by_name["pagu"].detected, by_name["pagu"].located) == (4, 3, 3)
    assert by_name["pagu"].rules == ("r1", "r4")
    assert by_name["sisa"].detected == 0


def test_figures_that_cannot_be_told_apart_name_each_other() -> None:
    said = power("uraian  pagu  realisasi  sisa\nJalan  100  40  60\nBatu  300  100  200")
    assert told(said.weaknesses) >= {"realisasi | alike | 2 | sisa | sisa"} or told(said.weaknesses) >= {
        "realisasi | alike | 2 | sisa | pagu"
    }
    assert said.detected == said.figures == 6
    assert said.located == 0
    assert said.pairs.hidden == 6
    assert said.pairs.told == 0


def test_a_bound_alone_detects_nothing_for_certain(tmp_path: Path) -> None:
    said = power("uraian  pagu  pakai\nJalan  100  40\nBatu  300  100", book(tmp_path, "pakai <= pagu"), errors=200)
    assert (said.figures, said.detected, said.one_way, said.located) == (4, 0, 4, 0)
    assert 0 < said.trial.found < 200
    assert said.pairs.hidden == said.pairs.total == 6


def test_figures_that_broken_claims_read_get_no_error() -> None:
    table = tree_of_money(Random(4))
    lines = table.splitlines()
    cells = lines[2].split("  ")
    lines[2] = "  ".join([*cells[:3], str(int(cells[3]) + 1), *cells[4:]])
    said = power("\n".join(lines))
    assert said.broken == ("jumlah-anak", "sisa")
    assert 0 < said.trial.left_out < said.figures
    assert said.trial.errors == said.trial.found == said.trial.located == 60
    assert power("uraian  pagu  realisasi  sisa\nJalan  100  40  61", errors=5).trial.errors == 0


def test_a_rule_that_a_guard_doubts_is_told_as_broken(tmp_path: Path) -> None:
    books = book(tmp_path, "sisa = pagu - pakai", "sisa = pagu + pakai", "jumlah = count(children)")
    said = power_for(books[0].statements[0], books, errors=10, seed=0)
    assert said.broken == ("r2",)
    assert said.unused == ()


def test_rules_that_were_asked_of_nothing_are_told() -> None:
    assert "bobot" in power("uraian  pagu  realisasi  sisa\nJalan  100  40  60").unused


@pytest.mark.parametrize(
    ("name", "found", "located"), [("bersih/lra.xlsx", 98, 95), ("bersih/pagu-sendiri.xlsx", 99, 80)]
)
def test_errors_in_a_sound_report_are_found(name: str, found: int, located: int) -> None:
    said = power_on(read_source(SAMPLES / name), errors=300, seed=0)
    assert said.broken == ()
    assert said.trial.found * 100 >= found * 300
    assert said.trial.located * 100 >= located * 300
    assert sum(column.tried for column in said.columns) == 300
    assert sum(column.found for column in said.columns) == said.trial.found
    assert sum(column.pinned for column in said.columns) == said.trial.located
    assert sum(column.figures for column in said.columns) == said.figures
    assert sum(column.located for column in said.columns) == said.located


@pytest.mark.parametrize(
    "table",
    [
        "uraian  pagu  realisasi\nJalan  100  40",
        "uraian  pagu  realisasi  sisa\nJalan  0  0  0",
        "kode  uraian  pagu  realisasi\n1  Program  300  .\n1.1  Jalan  .  20\n1.2  Batu  .  .",
        "kode  uraian  pagu  realisasi\n1  A  3  1\n1.1  B  1  1\n1.1  B  1  0\n1.1  B  1  0\n1  A  3  1",
        "kode  uraian  pagu  bobot  keuangan (%)\n1  A  .  60,00  30,00\n2  B  .  40,00  10,00",
    ],
    ids=["one row", "zeros", "blanks", "repeated codes", "percentages only"],
)
def test_odd_tables_are_weighed_too(table: str) -> None:
    said = power(table, errors=30)
    assert said.trial.errors == 30
    assert said.figures >= said.detected >= said.located >= 0
    assert said.detected + said.one_way <= said.figures
    assert said.pairs.told <= said.pairs.looked_at <= said.pairs.total
    json.dumps(said.to_dict())


# The command


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int | str | None
    out: str
    err: str


def run(*arguments: str | Path) -> Done:
    """The command in this process, where the rulebooks are loaded."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.argv", ["audit", "rules", "power", *map(str, arguments)])
        patch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            main()
    return Done(ended.value.code, out.getvalue(), err.getvalue())


def run_anew(*arguments: str | Path) -> Done:
    """The command in a process of its own, which shares no order of sets with another."""
    command = [sys.executable, "-m", "audit", "rules", "power", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "COLUMNS": "200"}, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_the_command_tells_all_kinds_in_a_line_each() -> None:
    done = run("--errors", "20", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    kinds = [line.split()[0] for line in done.out.splitlines()[1:-1]]
    assert {"rincian", "rekap", "lra"} <= set(kinds)


def test_the_command_tells_a_kind_and_says_the_same_each_time() -> None:
    done = run_anew("rincian", "--errors", "50", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert "Of 50 simulated single-cell errors " in done.out
    assert "rincian.target: an error in 9 figures is seen, but looks the same as one in realisasi_fisik" in done.out
    assert run_anew("rincian", "--errors", "50", "--lang", "en") == done
    assert run("rincian", "--errors", "50", "--lang", "en", "--seed", "7").out != done.out


def test_the_command_speaks_indonesian() -> None:
    done = run("lra", "--errors", "50", "--lang", "id")
    assert "Dari 50 kesalahan tiruan" in done.out
    assert "100 %" in done.out
    assert "figures" not in done.out
    assert "error" not in done.out


def test_the_command_weighs_a_file_and_writes_json(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    path.write_text("uraian;pagu;realisasi;sisa\nJalan;100;40;60\nBatu;300;100;200\n", "utf-8")
    done = run(path, "--errors", "30", "--format", "json")
    assert (done.code, done.err) == (0, "")
    said = json.loads(done.out)
    assert (said["schema"], said["subject"], said["figures"]) == ("audit-power/1", {"file": str(path)}, 6)
    assert said["trial"]["errors"] == 30
    assert said["weaknesses"][0]["other"]["text"].startswith("tabel.csv:2:")
    every = json.loads(run("--errors", "0", "--format", "json").out)
    assert {one["subject"]["kind"] for one in every["powers"]} >= {"rincian", "lra"}


def test_a_file_that_cannot_be_weighed_is_told_in_a_sentence(tmp_path: Path) -> None:
    empty, plain = tmp_path / "kosong.csv", tmp_path / "alamat.csv"
    empty.write_text("", "utf-8")
    plain.write_text("nama;alamat\nBudi;Kupang\n", "utf-8")
    for path, said in ((tmp_path / "tiada.xlsx", "There is no file"), (empty, "is empty"), (plain, "no table with")):
        done = run(path, "--lang", "en")
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rincain"], "did you mean “rincian”?"),
        (["xyzzy"], "the kinds known are"),
        (["rincian", "--errors", "-1"], "--errors"),
        (["rincian", "--format", "pdf"], "there is no format “pdf”"),
        (["rincian", "--rules", "tiada.yaml"], "there is no such rule file"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(arguments: list[str], said: str) -> None:
    done = run(*arguments, "--lang", "en")
    assert (done.code, done.out) == (3, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_rulebook_of_ones_own_is_weighed(tmp_path: Path) -> None:
    book(tmp_path, "sisa = pagu - pakai", head=HEAD)
    done = run("dana", "--rules", tmp_path / "coba.yaml", "--errors", "20", "--lang", "en")
    assert done.code == 0
    assert "dana.persen: no rule reads 13 figures; the first is " in done.out
