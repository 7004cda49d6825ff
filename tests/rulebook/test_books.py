"""Rule files that are right: what their fields become, and that no rule which loads breaks an audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import audit
from audit.rulebook import Rulebook, RulebookError, load_rulebooks
from audit.rules.rule import Rule

STATEMENTS = """\
rulebook: kasus
title: {id: Kasus, en: Case}
statements:
  rincian:
    common: [bagian, dinas, bagian]
    synonyms: [[dpa, apbd]]
    columns:
      kode: {type: kode, headings: [kode]}
      uraian: {type: text, headings: [uraian]}
      lokasi: {type: text, headings: [lokasi]}
      pagu: {type: rupiah, headings: [pagu]}
      realisasi: {type: rupiah, headings: [realisasi]}
      keuangan: {type: percent, headings: [keuangan (%)]}
      fisik: {type: percent, headings: [fisik (%)]}
"""
SHARE = """\
  - id: keuangan
    title: {id: Persentase adalah bagian dari pagu, en: The percentage is a share of pagu}
    why: {id: Persentase harus dapat dihitung ulang., en: A percentage must be possible to compute again.}
    assert: keuangan = 100 * realisasi / base
    base: [pagu, root.pagu]
"""


def book(*fields: str, statements: str = STATEMENTS, encoding: str = "utf-8") -> Rulebook:
    """The book of one rule with these fields, beside one that lists the bases of keuangan."""
    rule = ["- id: aturan", "  title: {id: Aturan, en: Rule}", "  why: {id: Begitu, en: So it is}"]
    lines = [f"  {line}" for line in (*rule, *(f"  {field}" for field in fields))] if fields else []
    Path("kasus.yaml").write_text(statements + "rules:\n" + SHARE + "\n".join(lines) + "\n", encoding=encoding)
    return load_rulebooks(["kasus.yaml"])[0]


def rule(*fields: str) -> Rule:
    return book(*fields).rules[-1]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# Files that are loaded again


def test_a_file_that_was_changed_is_read_anew() -> None:
    assert rule("assert: pagu >= 0").text == "pagu >= 0"
    assert rule("assert: pagu >= 0") is rule("assert: pagu >= 0")
    assert rule("assert: pagu >= 1").text == "pagu >= 1"


def test_a_used_file_that_was_changed_or_now_stands_beside_is_read_anew() -> None:
    Path("dua.yaml").write_text("rulebook: dua\ntitle: {id: Dua, en: Two}\nuses: [rekap]\n", encoding="utf-8")
    own = "rulebook: rekap\ntitle: {id: Milik, en: %s}\n"
    titles = [load_rulebooks(["dua.yaml"])[1].title.en]
    for title in ("Own", "Mine"):
        Path("rekap.yaml").write_text(own % title, encoding="utf-8")
        titles.append(load_rulebooks(["dua.yaml"])[1].title.en)
    Path("rekap.yaml").unlink()
    titles.append(load_rulebooks(["dua.yaml"])[1].title.en)
    assert titles == [titles[0], "Own", "Mine", titles[0]]
    assert titles[0] not in ("Own", "Mine")


def test_a_mistake_is_told_each_time() -> None:
    for _ in range(2):
        with pytest.raises(RulebookError, match="pagi"):
            rule("assert: pagi >= 0")


FISIK = "assert: fisik = 100 * realisasi / base"


def test_a_list_of_one_base_is_a_base_though_it_is_a_column() -> None:
    read = rule(FISIK, "base: [pagu]")
    assert ([base.text for base in read.base], read.base_of) == (["pagu"], None)
    read = rule(FISIK, "base: [keuangan]")
    assert ([base.text for base in read.base], read.base_of) == (["keuangan"], None)


def test_a_percent_column_as_base_is_that_whose_base_is_taken_over() -> None:
    read = rule(FISIK, "base: keuangan")
    assert (read.base, read.base_of) == ((), "keuangan")


@pytest.mark.parametrize("text", ["pagu", "root.pagu"])
def test_any_other_text_as_base_is_the_only_base(text: str) -> None:
    read = rule(FISIK, f"base: {text}")
    assert ([base.text for base in read.base], read.base_of) == ([text], None)


def test_a_rule_may_be_like_another_column() -> None:
    assert rule(FISIK, "base: [pagu, root.pagu]", "like: keuangan").like == "keuangan"
    assert rule(FISIK, "base: [pagu, root.pagu]").like is None


def test_words_that_tell_nothing_apart_are_those_of_all_statements() -> None:
    more = "  rekap:\n    common: [program, dinas]\n    columns:\n      pagu: {type: rupiah}\n"
    assert book(statements=STATEMENTS + more).common == ("bagian", "dinas", "program")
    assert book().synonyms == (("dpa", "apbd"),)


@pytest.mark.parametrize("name", ["kode", "uraian", "lokasi", "labels", "judul"])
def test_texts_stand_left_of_the_tilde(name: str) -> None:
    read = rule(f"when: not {name} ~ '^belanja'".replace("'", '"'), "assert: realisasi <= pagu")
    assert read.when_text == f'not {name} ~ "^belanja"'


def test_a_long_text_may_be_folded() -> None:
    folded = rule("when: >-", '  labels ~ "belanja"', "  or pagu > 0", "assert: realisasi <= pagu")
    assert folded.when == rule('when: labels ~ "belanja" or pagu > 0', "assert: realisasi <= pagu").when


def test_a_variable_is_written_out_but_not_in_quotes() -> None:
    read = rule("for: {x2: [pagu]}", 'when: uraian ~ "x2"', "assert: x2 = sum(children.x2)")
    assert (read.text, read.when_text) == ("pagu = sum(children.pagu)", 'uraian ~ "x2"')


def test_a_file_that_begins_with_a_mark_of_its_encoding_is_read() -> None:
    assert book(encoding="utf-8-sig").id == "kasus"


def test_a_file_named_in_two_ways_is_read_once() -> None:
    book()
    assert len(load_rulebooks(["kasus.yaml", str(Path("kasus.yaml").resolve())])) == 1


def test_a_folder_does_not_hide_a_shipped_rulebook() -> None:
    Path("lra").mkdir()
    assert load_rulebooks(["lra"])[0].id == "lra"


def test_all_names_that_are_none_are_told_at_once() -> None:
    with pytest.raises(RulebookError) as caught:
        load_rulebooks(["tiada", "tiada.yaml"])
    assert [mistake.file for mistake in caught.value.mistakes] == ["tiada", "tiada.yaml"]


@pytest.mark.parametrize("text", ["pagu = " + "-" * 5000 + "1", "pagu = " + "9" * 5000])
def test_an_equation_without_measure_is_a_mistake(text: str) -> None:
    with pytest.raises(RulebookError, match=r"kasus\.yaml:24: .* is too long to be read"):
        rule(f"assert: {text}")


@pytest.mark.parametrize("text", ["[" * 2000, "a: " + "[" * 40 + "]" * 40])
def test_a_file_without_measure_is_a_mistake(text: str) -> None:
    Path("kasus.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError, match="is nested too deeply"):
        load_rulebooks(["kasus.yaml"])


# What loads can be asked

REPORT = """\
kode,uraian,lokasi,pagu,realisasi,keuangan (%),fisik (%)
1,Jalan,Waru,300,100,33.33,40.00
1.1,Aspal,Waru,100,40,40.00,50.00
1.2,Batu,,200,60,30.00,
2,Jembatan,Gedangan,700,150,21.43,20.00
2.1,Semen,Waru,700,,,
,,,55,,,
,JUMLAH,,1000,250,25.00,25.00
"""

COLUMNS = st.sampled_from(["pagu", "realisasi", "keuangan", "parent.pagu", "root.realisasi", "rincian.pagu"])
NAMES = COLUMNS | st.sampled_from(
    """pagu realisasi keuangan fisik kode uraian labels judul base parent root twin children rows rincian
    parent.pagu root.realisasi twin.pagu rincian.pagu rincian.root.pagu parent.base parent.parent.pagu
    children.pagu root.(pagu-realisasi)""".split()  # noqa: SIM905
)
ROWS = st.sampled_from(["children", "leaves", "siblings", "descendants", "rows", "parent.children", "rincian.leaves"])
FIGURES = st.recursive(
    COLUMNS | NAMES | st.sampled_from(["0", "2", "100"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("{}({}.{})".format, st.sampled_from(["sum", "count", "min", "max"]), ROWS, NAMES),
        st.builds("{}({})".format, st.sampled_from(["sum", "count", "max"]), ROWS | NAMES),
        st.builds("{}({})".format, st.sampled_from(["abs", "-"]), inner),
    ),
    max_leaves=4,
)
EQUATIONS = st.builds("{} {} {}".format, FIGURES, st.sampled_from(["=", "<=", ">"]), FIGURES)
ASKED = st.builds(
    "{}({})".format,
    st.sampled_from(["filled", "unique", "uniform", "within_parent", "wellformed", "placed", "share", "leaf"]),
    st.lists(NAMES, max_size=2).map(", ".join),
)
MATCHES = st.builds('{} ~ "{}"'.format, NAMES, st.sampled_from(["jalan", "^", "^jumlah"]))
CONDITIONS = st.one_of(EQUATIONS, ASKED, MATCHES, st.builds("not {} or {}".format, ASKED, MATCHES))
ASSERTIONS = st.builds("assert: '{}'".format, EQUATIONS | ASKED).map(lambda text: [text])
SHARES = st.builds(
    lambda figure, bases: [f"assert: 'fisik = {figure} / base'", *bases],
    FIGURES,
    st.one_of(
        st.sampled_from(
            [["base: keuangan"], ["base: [pagu, root.pagu]"], ["base: [pagu, root.pagu]", "like: keuangan"]]
        ),
        st.builds("base: [{}, pagu]".format, FIGURES).map(lambda text: [text]),
    ),
)
WHEN = st.just([]) | st.builds("when: '{}'".format, CONDITIONS).map(lambda text: [text])


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(ASSERTIONS | SHARES, WHEN)
def test_a_rule_either_is_a_mistake_or_can_be_asked(assertion: list[str], when: list[str]) -> None:
    Path("laporan.csv").write_text(REPORT, encoding="utf-8")
    try:
        book(*assertion, *when)
    except RulebookError:
        return
    assert audit.check("laporan.csv", "kasus.yaml").to_dict()
