"""`audit export`: the files run where `audit` cannot be imported, and say what they leave out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli import main
from audit.rulebook import Rulebook, load_rulebooks

Loaded = Callable[..., Rulebook]

SCHEMA = """
    schema:
      pagu: {blank: refused, min: 0}
      keuangan: {min: 0, max: 100, severity: error}
      satuan: [{one_of: [paket, unit]}, {blank: refused, rows: leaf}]
      kode: {unique: true, matches: '[0-9.]+'}
      target: {whole: true, checks: {in_range: {min_value: 0, max_value: 10}}}
      uraian: {checks: {str_length: {min_value: 3}}}
    expect:
      - expect_column_values_to_be_between: {column: realisasi, min_value: 0}
"""
#: What a subprocess runs first: it cannot import `audit`.
BLOCKED = """
import sys, warnings
warnings.filterwarnings("error")
warnings.filterwarnings("ignore", "module 'sre_", DeprecationWarning)
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "audit":
            raise ImportError(name)
sys.meta_path.insert(0, Blocked())
import pandas as pd
from decimal import Decimal
clean = pd.DataFrame({
    "kode": ["1", "1.1", "1.2", None],
    "uraian": ["Program", "Aspal", "Batu", "JUMLAH"],
    "satuan": [None, "Paket", " unit", None],
    "target": [None, 5, 3, None],
    "pagu": [300, 100, 200, 300],
    "realisasi": [100, 40, 60, 100],
    "sisa": [200, 60, 140, 200],
    "keuangan": [33.33, 40.0, 30.0, 33.33],
})
"""
BREAK = """
broken = clean.copy()
broken.loc[1, "sisa"] = 61
broken.loc[2, "satuan"] = "karung"
broken.loc[2, "kode"] = "1.1"
broken.loc[1, "target"] = 12.5
broken.loc[3, "keuangan"] = 100.01
broken.loc[0, "realisasi"] = 301
broken.loc[2, "pagu"] = None
broken.loc[2, "uraian"] = "B"
"""


def exported(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code of the command, and what it says on stderr."""
    monkeypatch.setattr(sys, "argv", ["audit", "export", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(str(ended.value.code)), capsys.readouterr().err


def alone(code: str) -> list[str]:
    """What a program prints that cannot import `audit`, run in the folder of the test."""
    ran = subprocess.run([sys.executable, "-c", BLOCKED + code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


# pandera

REFUSED = """
import pandera.pandas as pa
from schema import schema
def refused(frame):
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return sorted({(str(a).split(":")[0], str(b)) for a, b in zip(cases["check"], cases["index"])})
    return []
"""


def test_a_pandera_schema_runs_without_us(
    book: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book(SCHEMA)
    code, said = exported(
        monkeypatch,
        capsys,
        "pandera",
        "--rules",
        "kasus.yaml",
        "--kind",
        "rincian",
        "--out",
        "schema.py",
        "--lang",
        "en",
    )
    assert code == 0
    assert said.splitlines() == [
        "audit: not in schema.py:",
        "  skema-rincian-satuan-2: it is asked of rows of some kinds only, which a DataFrame does not tell",
        "  harapan-rincian-column-values-to-be-between-realisasi: it is an expectation of Great Expectations",
    ]
    for line in said.splitlines()[1:]:
        assert line.strip() in Path("schema.py").read_text("utf-8").split('"""')[1]
    assert alone(
        REFUSED
        + "print(refused(clean))\n"
        + "print(refused(clean.astype(object)))\n"
        + "print(refused(clean.drop(columns=['satuan', 'keuangan', 'realisasi', 'target'])))\n"
        + BREAK
        + "for case in refused(broken): print(*case)\n"
    ) == [
        *("[]", "[]", "[]"),
        "cukup 0",
        "sisa 0",
        "sisa 1",
        "skema-rincian-keuangan 3",
        "skema-rincian-kode 2",
        "skema-rincian-pagu 2",
        "skema-rincian-satuan 2",
        "skema-rincian-target 1",
        "skema-rincian-uraian 2",
    ]


@pytest.mark.parametrize(
    ("columns", "cells", "broken"),
    [
        # Money is exact, however long.
        (("pagu", "realisasi", "sisa"), [10**18 + 1, 10**18, 1], False),
        (("pagu", "realisasi", "sisa"), [10**18 + 1, 10**18, 2], True),
        (("pagu", "realisasi", "sisa"), ["Decimal('0.3')", "Decimal('0.1')", "Decimal('0.2')"], False),
        (("pagu", "realisasi", "sisa"), [0.3, 0.1, 0.2], False),
        # What is blank is not asked; what is no figure is told.
        (("pagu", "realisasi", "sisa"), [5, None, 7], False),
        (("pagu", "realisasi", "sisa"), [5, "'1.234'", 7], True),
        (("pagu", "realisasi", "sisa"), [5, "'seribu'", 7], True),
        (("pagu", "realisasi", "sisa"), [5, "'2'", 3], False),
    ],
)
def test_the_arithmetic_of_an_export_is_exact(
    columns: tuple[str, ...],
    cells: list[object],
    broken: bool,
    book: Loaded,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    book("")
    exported(monkeypatch, capsys, "pandera", "--rules", "kasus.yaml", "--kind", "rincian", "--out", "schema.py")
    inside = ", ".join(f"{name!r}: [{cell}, 0]" for name, cell in zip(columns, cells, strict=True))
    frame = f"pd.DataFrame({{{inside}}}, dtype=object)"
    assert alone(REFUSED + f"print(bool(refused({frame})))") == [str(broken)]


RATES = """\
rules:
  - id: sisa-persen
    title: {id: Persentase, en: Percentage}
    why: {id: Begitu., en: So.}
    when: filled(realisasi) and pagu > 0
    assert: keuangan = 100 * realisasi / pagu
  - id: selisih
    title: {id: Selisih, en: Difference}
    why: {id: Begitu., en: So.}
    tolerance: 1
    assert: sisa = pagu - realisasi
  - id: mutlak
    title: {id: Mutlak, en: Absolute}
    why: {id: Begitu., en: So.}
    assert: abs(sisa) <= 2 * (pagu + 1) - -realisasi
  - id: terisi
    title: {id: Terisi, en: Filled}
    why: {id: Begitu., en: So.}
    when: pagu > 5
    severity: info
    assert: filled(satuan)
"""


def test_conditions_rounding_and_tolerance_travel_along(
    book: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book("", RATES)
    _, said = exported(
        monkeypatch,
        capsys,
        "pandera",
        "--rules",
        "kasus.yaml",
        "--kind",
        "rincian",
        "--out",
        "schema.py",
        "--lang",
        "id",
    )
    assert said == ""
    # 33.33 and 66.67 are as exact as their last digit, 66.6 is neither rounded nor cut; a divisor of zero is not asked.
    frame = (
        "pd.DataFrame({'pagu': [3, 3, 3, 0, 3], 'realisasi': [1, 2, 2, 0, None], 'sisa': [3, 2, 1, 0, 9],"
        " 'keuangan': [33.33, 66.67, 66.6, 5, 7], 'satuan': ['a'] * 5})"
    )
    assert alone(REFUSED + f"for case in refused({frame}): print(*case)") == ["sisa-persen 2"]
    far = "pd.DataFrame({'pagu': [3, 3], 'realisasi': [1, 1], 'sisa': [4, -40], 'satuan': ['a', 'a']})"
    assert alone(REFUSED + f"for case in refused({far}): print(*case)") == ["mutlak 1", "selisih 0", "selisih 1"]
    noted = "pd.DataFrame({'pagu': [9, 3], 'satuan': [None, None]})"
    warned = "with warnings.catch_warnings(record=True) as told:\n    warnings.simplefilter('always')\n"
    warned += f"    found = refused({noted})\n"
    assert alone(REFUSED + warned + "print(found, ['terisi' in str(one.message) for one in told])") == ["[] [True]"]


# Great Expectations

RUN = """
import json
import great_expectations as gx
suite = gx.ExpectationSuite(**json.load(open("suite.json")))
context = gx.get_context(mode="ephemeral")
context.suites.add(suite)
asset = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
def unmet(frame):
    results = asset.get_batch({"dataframe": frame}).validate(suite, result_format="COMPLETE").results
    return [
        (asked.meta["audit"]["rule"], asked.severity.value, one.result["unexpected_index_list"])
        for one in results if not one.success for asked in [one.expectation_config]
    ]
"""


def test_a_suite_runs_without_us(
    book: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book(SCHEMA)
    code, said = exported(
        monkeypatch, capsys, "gx", "--rules", "kasus.yaml", "--kind", "rincian", "--out", "suite.json", "--lang", "en"
    )
    assert code == 0
    left = json.loads(Path("suite.json").read_text("utf-8"))["meta"]["audit"]["not_in_it"]
    assert said.splitlines() == [
        "audit: not in suite.json:",
        *(f"  {one['rule']}: {one['reason']}" for one in left),
    ]
    assert sorted(f"{one['rule']}: {one['reason']}" for one in left) == [
        "sisa: no core expectation asks this equation; see audit.gx.ExpectEquationToHold",
        "skema-rincian-satuan-2: it is asked of rows of some kinds only, which a DataFrame does not tell",
        "skema-rincian-target: a whole number: no core expectation asks this",
        "skema-rincian-target: as in_range(min_value=0, max_value=10) asks: it is a check of pandera",
        "skema-rincian-uraian: as str_length(min_value=3) asks: it is a check of pandera",
    ]
    printed = alone(
        RUN
        + "print(unmet(clean))\nprint(unmet(clean.astype(object)))\n"
        + BREAK
        + "for one in unmet(broken): print(*one)"
    )
    assert printed[:2] == ["[]", "[]"]
    assert sorted(printed[2:]) == [
        "cukup critical [0]",
        "skema-rincian-keuangan critical [3]",
        "skema-rincian-kode warning [1, 2]",
        "skema-rincian-pagu warning [2]",
        "skema-rincian-satuan warning [2]",
    ]


# Any shipped kind, and wrong usage

KINDS = sorted({shape.kind for book in load_rulebooks() for shape in book.statements})


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_kind_can_be_exported(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = exported(monkeypatch, capsys, "pandera", "--kind", kind, "--out", "schema.py")
    assert code == 0
    text = Path("schema.py").read_text("utf-8")
    compile(text, "schema.py", "exec")
    assert "import audit" not in text
    assert "from audit" not in text
    told = {line.split(":")[0].strip() for line in said.splitlines()[1:]}
    rules = {rule.id for book in load_rulebooks() for rule in book.rules if kind in rule.kinds}
    assert {id for id in rules if f"name={id!r}" in text} | told >= rules
    assert exported(monkeypatch, capsys, "gx", "--kind", kind, "--out", "suite.json")[0] == 0
    assert json.loads(Path("suite.json").read_text("utf-8"))["name"] == kind


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("pandera", "--kind", "rincin", "--out", "schema.py"),
            "no rulebook describes a statement “rincin”; did you mean “rincian”?",
        ),
        (("pandera", "--kind", "rincian", "--out", "schema.json"), "schema.json must end in .py"),
        (("gx", "--kind", "rincian", "--out", "suite.py"), "suite.py must end in .json"),
        (("gx", "--kind", "rincian", "--out", "suite.json", "--rules", "tiada"), "there is no rulebook “tiada”"),
    ],
)
def test_wrong_usage_ends_with_three_and_writes_nothing(
    arguments: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = exported(monkeypatch, capsys, *arguments, "--lang", "en")
    assert code == 3
    assert said in told
    assert list(tmp_path.iterdir()) == []
