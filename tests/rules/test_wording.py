"""Rules in words: each part of the language is said in both languages, and what binds stronger stays together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from audit.model.text import Text
from audit.rulebook import load_rulebooks
from audit.rules import phrases
from audit.rules.expression import ASSERTIONS, CONDITIONS, MANY_ROWS, ONE_ROW, parse_assertion, parse_condition
from audit.rules.rule import Rule
from audit.rules.wording import in_words


def rule(text: str, when: str = "") -> Rule:
    return Rule(
        "aturan",
        Text("Aturan", "Rule"),
        Text("Begitu", "So it is"),
        "error",
        ("rincian",),
        parse_assertion(text),
        text,
        parse_condition(when) if when else None,
        when,
    )


def test_every_word_of_the_language_has_a_phrase() -> None:
    assert set(phrases.PREDICATES) == ASSERTIONS | CONDITIONS
    assert set(phrases.ROWS) == ONE_ROW | MANY_ROWS
    assert set(phrases.CHOSEN) == MANY_ROWS


@pytest.mark.parametrize(
    ("text", "en", "id"),
    [
        ("sisa = pagu - realisasi", "sisa is pagu less realisasi", "sisa adalah pagu dikurangi realisasi"),
        (
            "pagu = sum(children.pagu)",
            "pagu is the sum of pagu of the rows right below it",
            "pagu adalah jumlah pagu baris-baris tepat di bawahnya",
        ),
        (
            'pagu = sum(rows.pagu where kode ~ "^5")',
            "pagu is the sum of pagu of all rows of the table for which kode begins with “5”",
            "pagu adalah jumlah pagu semua baris tabel yang memenuhi syarat kode diawali “5”",
        ),
        (
            'x = rows[uraian ~ "^belanja$"].pagu',
            "x is pagu of the one row of the table for which uraian is “belanja”",
            "x adalah pagu satu baris tabel yang memenuhi syarat uraian adalah “belanja”",
        ),
        (
            "pagu = apbd[kode].pagu",
            "pagu is pagu of the one row of apbd with the same kode",
            "pagu adalah pagu satu baris apbd dengan kode yang sama",
        ),
        ("x = count(rincian)", "x is the number of rincian tables", "x adalah banyaknya tabel rincian"),
        ("x = rincian.root.pagu", "x is pagu of the whole rincian table", "x adalah pagu seluruh tabel rincian"),
        ("x < parent.x", "x is below x of the row above it", "x kurang dari x baris di atasnya"),
        (
            "x >= prev.x * 1000",
            "x is at least x of the same row in the period before times 1,000",
            "x tidak kurang dari x baris yang sama pada periode sebelumnya dikali 1.000",
        ),
        (
            "x = max(leaves.x) - min(leaves.x)",
            "x is (the greatest x of the lowest rows below it) less (the least x of the lowest rows below it)",
            "x adalah (x terbesar dari baris-baris terbawah di bawahnya) dikurangi "
            "(x terkecil dari baris-baris terbawah di bawahnya)",
        ),
        ("x = abs(y - z)", "x is the difference between y and z", "x adalah selisih antara y dan z"),
        ("x = -(y + z)", "x is minus (y plus z)", "x adalah minus (y ditambah z)"),
        ("x = y - (z - 1)", "x is y less (z less 1)", "x adalah y dikurangi (z dikurangi 1)"),
        ("x = y / (z * 2)", "x is y divided by (z times 2)", "x adalah y dibagi (z dikali 2)"),
        ("x = (y + z) * 2", "x is (y plus z) times 2", "x adalah (y ditambah z) dikali 2"),
    ],
)
def test_an_equation_is_said(text: str, en: str, id: str) -> None:
    [told] = in_words([rule(text)])
    assert told == Text(id, en)


@pytest.mark.parametrize(
    ("when", "en"),
    [
        ("not (x > 0 and y = 1)", "x is at most 0 or y is not 1"),
        ("not (x > 0 or leaf())", "x is at most 0 and there are rows below"),
        ("x > 0 and (y > 0 or z > 0)", "x is above 0 and (y is above 0 or z is above 0)"),
        ('kode ~ "^5.1" or kode ~ "^5.2"', "kode begins with “5.1” or “5.2”"),
        ('kode ~ "^5.1" and kode ~ "2$"', "kode begins with “5.1” and kode ends with “2”"),
        (
            'not (labels ~ "^pajak" or labels ~ "^pad")',
            "no label of the row or of one above it begins with “pajak” or “pad”",
        ),
        ('not judul ~ "x"', "the title of the table does not contain “x”"),
        (
            "share(x, pagu) or not share(x, root.pagu)",
            "x is a share of the row's own pagu or x is no share of pagu of the whole table",
        ),
        ("not filled(x, y)", "x and y are not all filled in"),
    ],
)
def test_a_condition_is_said(when: str, en: str) -> None:
    assert in_words([rule("x = y", when)])[1].en == f"asked only of rows for which {en}"


def test_the_fields_beside_an_equation_are_said() -> None:
    full = replace(rule("x = y"), tolerance=Fraction(5, 2), missing="skip", rounding="truncated")
    assert [told.en for told in in_words([full])[1:]] == [
        "a difference of up to 2.5 is let pass",
        "blanks are left out",
        "x is taken as cut off, not rounded",
    ]


def test_variables_are_told_once() -> None:
    told = in_words([rule(f"{x} = sum(children.{x})") for x in ("pagu", "sisa", "realisasi")])
    assert [sentence.en for sentence in told] == [
        "pagu is the sum of pagu of the rows right below it",
        "the same goes for sisa and realisasi",
    ]


def test_every_shipped_rule_is_said_in_two_languages() -> None:
    rules = [rule for book in load_rulebooks() for rule in book.rules]
    assert rules
    for one in rules:
        for told in in_words([one]):
            assert told.id
            assert told.id != told.en
            assert "{" not in told.id + told.en
