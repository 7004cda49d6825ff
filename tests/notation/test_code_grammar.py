"""Codes are read by grammars that are data: their levels, what each continues, and which are slips of the pen."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from drawn import HERE
from drawn import rows as questions
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from audit.model.text import Text
from audit.notation.code_columns import CodeColumn, read_codes
from audit.notation.code_grammar import CodeGrammar, Level, Segments
from audit.notation.codes import read_code
from audit.rulebook import load_rulebooks


@cache
def grammars() -> dict[str, CodeGrammar]:
    return {grammar.name: grammar for book in load_rulebooks(["kode"]) for grammar in book.codes}


def segments(text: str) -> Segments:
    code = read_code(text)
    assert code is not None
    return code.segments


def drawn(question: str) -> Any:
    cases = YAML(typ="safe", pure=True).load((HERE / "code_grammar.yaml").read_text("utf-8"))[question]
    return pytest.mark.parametrize("case", list(cases.values()), ids=list(cases))


def read(case: dict[str, Any]) -> CodeColumn | None:
    return read_codes(grammars()[case["grammar"]], [segments(row[0]) for row in case["rows"]])


@drawn("levels")
def test_levels(case: dict[str, Any]) -> None:
    column = read(case)
    assert column is not None
    assert column.malformed == {}
    assert [row[1:] for row in case["rows"]] == [
        [reading.level if reading else ".", ".".join(column.whole(n)) or "."]
        for n, reading in enumerate(column.readings)
    ]


@drawn("slips")
def test_slips(case: dict[str, Any]) -> None:
    column = read(case)
    assert column is not None
    said = []
    for n, reading in enumerate(column.readings):
        bad, right = n in column.malformed, column.malformed.get(n)
        level = reading.level if reading else "."
        printed = ".".join(right) if right else "." if bad or reading is None else case["rows"][n][0]
        said.append([level + "!" * bad, printed])
    assert said == [row[1:] for row in case["rows"]]


@questions("code_grammar.yaml", "foreign")
def test_a_column_of_other_codes_is_left_alone(drawn: dict[str, Any], row: list[str]) -> None:
    assert read_codes(grammars()[drawn["grammar"]], [segments(code) for code in row[0].split()]) is None


# The grammar itself


def test_a_level_may_stand_under_any_level_above_it_and_no_other() -> None:
    pusat = grammars()["pusat"]
    assert pusat.may_hold("ro", "komponen")
    assert pusat.may_hold("kegiatan", "akun")
    assert not pusat.may_hold("komponen", "ro")
    assert not pusat.may_hold("komponen", "komponen")
    assert (pusat.skipped("ro", "komponen"), pusat.skipped("kegiatan", "komponen")) == (0, 2)


def test_a_code_stands_under_no_code_that_it_contradicts() -> None:
    [outer], [inner] = (grammars()["urusan"].readings(segments(code)) for code in ("1.01.02", "1.02.02.2.01"))
    assert grammars()["urusan"].may_hold(outer.level, inner.level)
    assert not grammars()["urusan"].holds(outer, inner)


def test_three_digits_alone_may_be_of_two_levels() -> None:
    assert {reading.level for reading in grammars()["pusat"].readings(("001",))} == {"ro", "komponen"}


def test_the_forms_of_a_code_leave_out_what_may_be_left_out() -> None:
    codes = ["6022", "6022.EBA", "6022.EBA.994", "001", "521111"]
    column = read_codes(grammars()["pusat"], [segments(code) for code in codes])
    assert column is not None
    assert [".".join(form) for form in column.forms(4)] == ["6022.EBA.994.001.521111", "521111"]
    assert [".".join(form) for form in column.forms(3)] == ["6022.EBA.994.001", "001"]


@given(st.sampled_from(["akun", "urusan", "pusat", "desa"]), st.data())
def test_a_code_made_by_a_grammar_is_read_as_one_of_its_level(name: str, data: st.DataObject) -> None:
    grammar = grammars()[name]
    level = data.draw(st.sampled_from(grammar.levels))
    code = made(grammar, level, data)
    assert level.name in {reading.level for reading in grammar.readings(code)}
    assert all(reading.segments == code for reading in grammar.readings(code))


def made(grammar: CodeGrammar, level: Level, data: st.DataObject) -> Segments:
    """A code of a level, with all that it continues or, where that may be left out, its own part."""
    form = data.draw(st.sampled_from(level.forms))
    own = tuple("".join(data.draw(st.sampled_from(marks(mask))) for mask in segment) for segment in form)
    if not level.continues or (level.alone and data.draw(st.booleans())):
        return own
    return (*made(grammar, grammar.level(data.draw(st.sampled_from(level.continues))), data), *own)


def marks(mask: str) -> str:
    return "0123456789" if mask == "9" else "ABCDEFGHJK" if mask == "A" else mask


def test_a_grammar_is_data() -> None:
    one = Level("satu", (("9",),))
    two = Level("dua", (("99", "A"),), ("satu",), ("satu",))
    grammar = CodeGrammar("kasus", Text("kasus", "case"), (one, two))
    assert [reading.levels for reading in grammar.readings(("1", "22", "B"))] == [("satu", "dua")]
    assert grammar.readings(("1", "2", "B")) == ()
    assert grammar.readings(("22", "B")) == ()
