"""`schema:`: what the cells of a column may hold, and that only the guilty cell is named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model.document import Place
from audit.model.figure import Figure
from audit.model.report import Finding, Report
from audit.model.shape import Check, ColumnChecks
from audit.model.statement import Column, Row, Statement
from audit.model.text import Text
from audit.rulebook import Rulebook
from audit.schemas.cells import cell_of, may_fail
from audit.schemas.columns import refused

Audited = Callable[..., Report]
Loaded = Callable[..., Rulebook]


def told(report: Report) -> list[str]:
    """The findings of schemas in one line each: where, which column, what is printed, and what is said."""
    return [
        f"{f.place.line}:{f.place.column} {f.column} {f.printed or '.'} | {f.message.en}"
        for f in report.findings
        if f.rule.startswith("skema-")
    ]


def only(report: Report, rule: str = "skema-rincian-pagu") -> tuple[int, int, int]:
    """How often the rule was asked, and what came of it."""
    return next((r.asked, r.violated, r.unasked) for r in report.rules if r.id == rule)


# Blanks

BLANKS = """
    kode | uraian  | pagu | realisasi
    1    | Program |      |
    1.1  | Aspal   | 100  | 40
    1.2  | Batu    |      | 60
    1.3  | Pasir   | -    | 0
    1.4  | Semen   | 1.000.00 | 0
    1.5  | Besi    | nihil | 0
         | JUMLAH  | 300  | 100
"""


def test_a_blank_is_what_prints_nothing(audited: Audited) -> None:
    """A nil, a dash and a malformed figure print something; a heading is not asked."""
    report = audited("schema: {pagu: {blank: refused}}", BLANKS)
    assert told(report) == ["4:3 pagu . | 1.2 Batu: pagu is blank"]
    assert only(report) == (6, 1, 0)


def test_a_blank_is_refused_of_some_rows_only(audited: Audited) -> None:
    table = """
        kode | uraian  | satuan | pagu | realisasi
        1    | Program |        | 100  | 40
        1.1  | Aspal   | paket  | 60   | 30
        1.2  | Batu    |        | 40   | 10
             | JUMLAH  |        | 100  | 40
    """
    report = audited("schema: {satuan: {blank: refused, rows: leaf}}", table)
    assert told(report) == ["4:3 satuan . | 1.2 Batu: satuan is blank"]
    assert len(told(audited("schema: {satuan: {blank: refused, rows: [leaf, subtotal]}}", table))) == 2


def test_blanks_that_are_only_noted_are_one_finding(audited: Audited) -> None:
    table = """
        kode | uraian | satuan | pagu | realisasi
        1    | Aspal  |        | 60   | 30
        2    | Batu   |        | 40   | 10
        3    | Pasir  | unit   | 40   | 10
    """
    report = audited("schema: {satuan: {blank: refused, severity: info}}", table)
    assert told(report) == ["2:3 satuan . | 2 rows leave satuan blank, the first is 1 Aspal"]
    assert [operand.row for f in report.findings for operand in f.because] == [1]
    assert only(report, "skema-rincian-satuan") == (3, 2, 0)


# Bounds


def bounds(word: str, figure: str, audited: Audited) -> list[Finding]:
    table = (
        f"kode | uraian | pagu | realisasi | keuangan (%)\n1 | Aspal | 100 | 40 | {figure}\n2 | Batu | 1 | 1 | 12.50"
    )
    return [f for f in audited(f"schema: {{keuangan: {{{word}}}}}", table).findings if f.rule.startswith("skema-")]


@pytest.mark.parametrize(
    ("word", "figure", "broken"),
    [
        ("min: 0", "0.00", False),
        ("min: 0", "-0.01", True),
        ("max: 100", "100.00", False),
        ("max: 100", "100.01", True),
        ("above: 0", "0.01", False),
        ("above: 0", "-0.01", True),
        ("below: 100", "99.99", False),
        ("below: 100", "100.02", True),
        # A figure may stand for all that prints so: 100.00 is [99.995, 100.005], or [100, 100.01) where digits are cut.
        ("max: 99.995", "100.00", False),
        ("max: 99.99", "100.00", True),
        ("min: 100.005", "100.00", False),
        ("min: 100.02", "100.00", True),
        ("whole: true", "12.00", False),
        ("whole: true", "12.50", True),
        ("one_of: [0, 50, 100]", "50.00", False),
        ("one_of: [0, 50, 100]", "49.00", True),
        ("none_of: [0]", "0.00", False),
        ("checks: {in_range: {min_value: 0, max_value: 100}}", "100.01", True),
        ("checks: {in_range: {min_value: 0, max_value: 99.995}}", "100.00", False),
        ("checks: {equal_to: 33.333}", "33.33", False),
        ("checks: {equal_to: 33.343}", "33.33", True),
        ("checks: {isin: [33.333, 66.667]}", "66.67", False),
        ("checks: {gt: 0}", "-1.00", True),
    ],
)
def test_a_figure_is_out_of_bounds_only_if_all_that_it_may_stand_for_is(
    word: str, figure: str, broken: bool, audited: Audited
) -> None:
    assert [f.printed for f in bounds(word, figure, audited) if f.row == 0] == ([figure] if broken else [])


def test_a_bound_says_what_was_expected(audited: Audited) -> None:
    finding = bounds("max: 100", "100.01", audited)[0]
    assert (finding.kind, finding.relation, finding.stated, finding.expected) == (
        "bound",
        "<=",
        Fraction(10001, 100),
        100,
    )
    assert finding.difference == Fraction(1, 100)
    assert finding.message == Text(
        "1 Aspal: keuangan 100,01 %, padahal harus paling banyak 100 %",
        "1 Aspal: keuangan is 100.01 %, but must be at most 100 %",
    )


@pytest.mark.parametrize(("low", "stated"), [(10**18 + 2, 10**18 + 1), (10**15 + 1, 10**15)])
def test_money_is_exact_however_long(low: int, stated: int, audited: Audited) -> None:
    table = f"kode | uraian | pagu | realisasi\n1 | Aspal | {stated} | 1\n2 | Batu | {low} | 1\n"
    assert told(audited(f"schema: {{pagu: {{min: {low}}}}}", table)) == [
        f"2:3 pagu {stated} | 1 Aspal: pagu is Rp{stated:,}, but must be at least Rp{low:,}"
    ]


def test_an_amount_in_millions_is_asked_in_rupiah(audited: Audited) -> None:
    table = """
        Laporan realisasi (dalam juta rupiah)
        kode | uraian | pagu | realisasi
        1    | Aspal  | 12,5 | 4,1
        2    | Batu   | 0,5  | 0,4
        3    | Pasir  | 0,4  | 0,3
    """
    # 0,5 juta may be anything from 450.000 rupiah; 0,4 juta is below 460.000 for certain, when it is rounded.
    report = audited("schema: {pagu: {min: 550000}}", table)
    assert [f.printed for f in report.findings if f.rule.startswith("skema")] == ["0,4"]


def test_a_malformed_figure_is_not_asked(audited: Audited) -> None:
    report = audited("schema: {pagu: {min: 5000}}", BLANKS)
    assert only(report) == (4, 4, 1)
    assert [u.reason.en for u in report.unasked if u.rule.startswith("skema")] == ["pagu cannot be read as a figure"]


# Texts and codes

TEXTS = """
    kode   | uraian | satuan  | pagu | realisasi
    1      | Aspal  | Paket   | 60   | 30
    1.1    | Batu   | PAKET   | 40   | 10
    1,1    | Pasir  | karung  | 40   | 10
    1-x    | Semen  | unit    | 40   | 10
    -      | Besi   | buah    | 40   | 10
    -      | Kayu   |         | 40   | 10
"""


def test_capitals_and_blanks_make_no_difference_in_a_list(audited: Audited) -> None:
    report = audited("schema: {satuan: {one_of: [paket, unit, Buah]}}", TEXTS)
    assert told(report) == ["4:3 satuan karung | 1,1 Pasir: satuan is “karung”, but must be one of paket, unit, Buah"]
    assert [f.kind for f in report.findings if f.rule.startswith("skema")] == ["format"]
    report = audited("schema: {satuan: {none_of: [paket]}}", TEXTS)
    assert [f.printed for f in report.findings if f.rule.startswith("skema")] == ["Paket", "PAKET"]


def test_a_code_is_the_same_however_it_is_written_and_a_bullet_is_none(audited: Audited) -> None:
    report = audited("schema: {kode: {unique: true}}", TEXTS)
    assert told(report) == ["4:1 kode 1,1 | 1,1 Pasir: kode “1,1” is already that of 1.1 Batu (laporan.csv:3:2)"]
    finding = next(f for f in report.findings if f.rule.startswith("skema"))
    assert (finding.kind, [operand.row for operand in finding.because]) == ("structure", [1])


def test_a_pattern_is_for_the_whole_text(audited: Audited) -> None:
    report = audited("schema: {kode: {matches: '[0-9.]+|-'}}", TEXTS)
    assert [f.printed for f in report.findings if f.rule.startswith("skema")] == ["1,1", "1-x"]


def test_any_check_of_pandera_is_asked_by_its_name(audited: Audited) -> None:
    report = audited("schema: {uraian: {checks: {str_length: {min_value: 5}, str_startswith: A}}}", TEXTS)
    assert told(report)[0] == (
        "3:2 uraian Batu | 1.1 Batu: uraian is “Batu”, but must be as str_length(min_value=5) asks"
        " and as str_startswith(A) asks"
    )
    assert [f.printed for f in report.findings if f.rule.startswith("skema")] == [
        "Batu",
        "Pasir",
        "Semen",
        "Besi",
        "Kayu",
    ]


def test_a_check_of_the_whole_column_is_told_at_its_heading(audited: Audited) -> None:
    report = audited("schema: {satuan: {checks: {unique_values_eq: {values: [paket]}}}}", TEXTS)
    assert told(report) == ["1:3 satuan . | satuan must be as unique_values_eq(values=[paket]) asks"]


# Of a row only the guilty cell


def test_of_a_row_only_the_guilty_cells_are_told(audited: Audited) -> None:
    table = """
        kode | uraian | satuan | target | pagu | realisasi | keuangan (%)
        1    | Aspal  |        | 1,5    | -60  | 30        | 101,00
        2    | Batu   | paket  | 3      | 40   | 10        | 25,00
    """
    schema = """
        schema:
          pagu: {blank: refused, min: 0}
          satuan: {one_of: [paket]}
          target: {whole: true, max: 1}
          keuangan: {max: 100}
    """
    assert told(audited(schema, table)) == [
        "2:5 pagu -60 | 1 Aspal: pagu is -Rp60, but must be at least Rp0",
        "2:4 target 1,5 | 1 Aspal: target is 1.5, but must be a whole number and at most 1",
        "2:7 keuangan 101,00 | 1 Aspal: keuangan is 101 %, but must be at most 100 %",
        "3:4 target 3 | 2 Batu: target is 3, but must be at most 1",
    ]


def test_several_blocks_of_a_column_are_rules_of_their_own(audited: Audited) -> None:
    table = "kode | uraian | pagu | realisasi\n1 | Aspal | -5 | 1\n2 | Batu | 200 | 1\n"
    schema = (
        "schema: {pagu: [{min: 0, severity: error}, {max: 100, title: {id: Kecil, en: Small}, why: {id: Y, en: Z}}]}"
    )
    report = audited(schema, table)
    assert [(f.rule, f.severity, f.row) for f in report.findings if f.rule.startswith("skema")] == [
        ("skema-rincian-pagu", "error", 0),
        ("skema-rincian-pagu-2", "warning", 1),
    ]
    rules = {rule.id: rule for rule in report.rules if rule.id.startswith("skema")}
    assert rules["skema-rincian-pagu"].title.en == "What stands under pagu must be at least Rp0"
    assert (rules["skema-rincian-pagu-2"].title.id, rules["skema-rincian-pagu-2"].why.en) == ("Kecil", "Z")
    assert [rules[id].assertion for id in rules] == ["pagu: min 0", "pagu: max 100"]
    assert [(t.rule, t.held, t.violated) for t in report.tallies if t.rule.startswith("skema")] == [
        ("skema-rincian-pagu", 1, 1),
        ("skema-rincian-pagu-2", 1, 1),
    ]


def test_a_column_that_the_table_has_not_is_not_asked(audited: Audited) -> None:
    report = audited("schema: {keuangan: {blank: refused}}", "kode | uraian | pagu | realisasi\n1 | Aspal | 5 | 1\n")
    assert only(report, "skema-rincian-keuangan") == (0, 0, 0)


def test_a_figure_that_only_a_schema_touches_is_not_checked(audited: Audited) -> None:
    table = "kode | uraian | pagu | keuangan (%)\n1 | Aspal | 5 | 1.00\n"
    report = audited("schema: {keuangan: {min: 0}, pagu: {min: 0}}", table)
    assert (report.coverage.figures, report.coverage.checked) == (2, 0)
    assert only(report) == (1, 0, 0)


def test_the_json_report_fulfils_its_schema(audited: Audited) -> None:
    import jsonschema

    from audit.reporters.json import schema

    report = audited("schema: {satuan: {one_of: [paket], checks: {unique_values_eq: {values: [a]}}}}", TEXTS)
    assert told(report)
    jsonschema.validate(report.to_dict(), schema())


def test_a_finding_is_known_again_when_figures_and_rows_change(audited: Audited) -> None:
    def known(table: str) -> list[str]:
        report = audited("schema: {pagu: {min: 0}}", table)
        return [f.fingerprint for f in report.findings if f.rule.startswith("skema")]

    one = known("kode | uraian | pagu | realisasi\n1 | Aspal | -5 | 1\n")
    other = known("kode | uraian | pagu | realisasi\n9 | Batu | 7 | 1\n1 | Aspal | -6 | 1\n")
    assert one == other
    assert len(one) == 1


# The sieve: pandera is imported only where something may fail

VALUES = st.integers(-3, 3).map(Fraction) | st.fractions(-3, 3, max_denominator=4)
WORDS = st.sampled_from(["paket", "Paket", " unit", "karung", "1.1", "1,1", "-", "A.", ""])
FIGURE_CHECKS = st.sampled_from(["min", "max", "above", "below"]).flatmap(
    lambda word: VALUES.map(lambda value: Check(word, {"": value}))
) | st.sampled_from(["one_of", "none_of"]).flatmap(
    lambda word: st.lists(VALUES, min_size=1, max_size=3).map(lambda values: Check(word, {"": tuple(values)}))
)
TEXT_CHECKS = (
    st.sampled_from(["one_of", "none_of"]).flatmap(
        lambda word: st.lists(WORDS, min_size=1, max_size=2).map(lambda values: Check(word, {"": tuple(values)}))
    )
    | st.sampled_from(["pak.*", "[0-9.]+", "."]).map(lambda text: Check("matches", {"": text}))
    | st.just(Check("unique"))
)
PLACE = Place("i1", "x.csv", line=1, column=1)


def statement(type: str, cells: list[Fraction | str | None]) -> Statement:
    """A statement of one column; a text None is blank, a figure keeps a step of a quarter."""
    column = Column("kolom", type, "kolom", PLACE, 0)
    rows = tuple(
        Row(
            n,
            "",
            "",
            f"baris {n}",
            "leaf",
            PLACE,
            figures={"kolom": Figure(cell, Fraction(0), str(cell))} if isinstance(cell, Fraction) else {},
            texts={"kolom": cell} if isinstance(cell, str) else {},
        )
        for n, cell in enumerate(cells)
    )
    size = len(rows)
    return Statement("s1", "tabel", "i1", "", (), PLACE, (column,), rows, (None,) * size, (Text("", ""),) * size)


@given(
    st.tuples(
        st.just("rupiah"), st.lists(VALUES | st.none(), min_size=1, max_size=5), FIGURE_CHECKS | st.just(Check("whole"))
    )
    | st.tuples(st.sampled_from(["text", "kode"]), st.lists(WORDS, min_size=1, max_size=5), TEXT_CHECKS)
    | st.tuples(st.just("text"), st.lists(WORDS, min_size=1, max_size=5), st.just(Check("blank")))
)
def test_the_sieve_lets_through_what_pandera_refuses_and_no_exact_figure_besides(
    case: tuple[str, list[Fraction | str | None], Check],
) -> None:
    type, values, check = case
    table = statement(type, values)
    cells = [cell_of(row, table.columns[0]) for row in table.rows]
    found = refused(table, [ColumnChecks("skema-tabel-kolom", "kolom", (check,))])
    assert may_fail(check, table.columns[0], cells) == bool(found)
    by_hand = [cell.row for cell in cells if fails(check, cell.value, type, cells, cell.row)]
    assert sorted(case.cell.row for case in found if case.cell is not None) == by_hand


def fails(check: Check, value: Fraction | str | None, type: str, cells: list, row: int) -> bool:  # type: ignore[type-arg]
    """What a check means, said once more in the plainest way."""
    import re

    from audit.notation.codes import read_code

    def same(text: str) -> str:
        code = read_code(text) if type == "kode" else None
        return code.text if code is not None else " ".join(text.lower().split())

    asked = check.arguments.get("")
    if value is None:
        return check.word == "blank"
    match check.word:
        case "blank":
            return False
        case "min":
            return value < asked  # type: ignore[operator]
        case "max":
            return value > asked  # type: ignore[operator]
        case "above":
            return value <= asked  # type: ignore[operator]
        case "below":
            return value >= asked  # type: ignore[operator]
        case "whole":
            return isinstance(value, Fraction) and value.denominator != 1
        case "matches":
            return re.fullmatch(str(asked), str(value)) is None
        case "unique":
            before = [same(str(cell.value)) for cell in cells[:row] if cell.value is not None]
            return bool(same(str(value))) and same(str(value)) in before
    assert isinstance(asked, tuple)
    among = value in asked if isinstance(value, Fraction) else same(value) in [same(str(part)) for part in asked]
    return among != (check.word == "one_of")


@pytest.mark.parametrize(("pagu", "imported"), [("5", False), ("-5", True)])
def test_pandera_is_imported_only_where_a_cell_may_fail(pagu: str, imported: bool, book: Loaded) -> None:
    book("schema: {pagu: {blank: refused, min: 0}, kode: {unique: true}}")
    Path("laporan.csv").write_text(f"kode,uraian,pagu,realisasi\n1,Aspal,{pagu},1\n", encoding="utf-8")
    code = "import audit, sys; audit.check('laporan.csv', 'kasus.yaml'); print('pandera' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str(imported)
