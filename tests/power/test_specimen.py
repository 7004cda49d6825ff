"""Statements made up from a rulebook: sound, whole, and the same each time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from asked import book, shipped

from audit.model.shape import FIGURES, StatementShape
from audit.model.statement import Statement
from audit.rulebook import Rulebook, load_rulebooks
from audit.rules.claims import Answers
from audit.rules.expression import Comparison
from audit.run._bench import answers_of
from audit.run._specimen import specimen

SHAPES = [shape for one in shipped() for shape in one.statements]


def made(shape: StatementShape, books: tuple[Rulebook, ...], seed: int = 0) -> tuple[Statement, Answers]:
    statements = specimen(shape, books, Random(seed))
    return statements[-1], answers_of(books, statements)


def verdicts(answers: Answers, verdict: str) -> set[str]:
    return {
        claim.rule
        for claim, (rule, _) in zip(answers.claims, answers.origins, strict=True)
        if claim.verdict == verdict and isinstance(rule.assertion, Comparison)
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.kind)
def test_no_shipped_rule_is_broken_in_a_made_up_statement(shape: StatementShape, seed: int) -> None:
    statement, answers = made(shape, shipped(), seed)
    assert verdicts(answers, "violated") == set()
    assert answers.problems == []
    assert statement.kind == shape.kind
    names = {column.name for column in shape.columns if column.type in FIGURES}
    assert {name for row in statement.rows for name in row.figures} == names
    money = [column.name for column in shape.columns if column.type == "rupiah"]
    assert all(name in row.figures for row in statement.rows for name in money)


def test_a_recap_comes_with_the_tables_that_it_repeats() -> None:
    shape = next(shape for shape in SHAPES if shape.kind == "rekap")
    statements = specimen(shape, shipped(), Random(0))
    assert [statement.kind for statement in statements] == ["rincian", "rincian", "rincian", "rekap"]
    assert "rekap-sama-dengan-rincian" in verdicts(answers_of(shipped(), statements), "holds")


def test_the_same_seed_makes_the_same_statement() -> None:
    shape = SHAPES[0]
    assert made(shape, shipped(), 3)[0] == made(shape, shipped(), 3)[0]
    assert made(shape, shipped(), 3)[0] != made(shape, shipped(), 4)[0]


def test_what_the_rules_compute_is_computed_and_what_they_bound_is_drawn_within(tmp_path: Path) -> None:
    books = book(
        tmp_path,
        "for: {x: [pagu, pakai]}, assert: x = sum(children.x)",
        "sisa = pagu - pakai",
        "pakai <= pagu / 4",
        "rounding: truncated, assert: persen = 100 * pakai / pagu",
        "jumlah = count(children where pakai > 1000000)",
    )
    statement, answers = made(books[0].statements[0], books)
    assert verdicts(answers, "holds") == {"r1", "r2", "r3", "r4", "r5"}
    assert verdicts(answers, "violated") == set()
    total = statement.rows[-1]
    assert total.figures["jumlah"].value == 3
    assert total.figures["persen"].value == Fraction(
        int(total.figures["pakai"].value * 10_000 / total.figures["pagu"].value), 100
    )
    # Quantities that no rule computes are left blank where unlike things would be added.
    bare = book(tmp_path, "pakai <= pagu")
    statement, _ = made(bare[0].statements[0], bare)
    assert [("jumlah" in row.figures) for row in statement.rows].count(True) == 9


def test_rules_that_wait_for_each_other_get_a_figure_to_begin_with(tmp_path: Path) -> None:
    books = book(tmp_path, "pagu = pakai", "pakai = pagu", "missing: zero, assert: sisa = pagu + pakai")
    statement, answers = made(books[0].statements[0], books)
    assert verdicts(answers, "violated") == set()
    assert all(row.figures["sisa"].value == 2 * row.figures["pagu"].value > 0 for row in statement.rows)


def test_other_kinds_and_the_period_before_come_along_where_rules_speak_of_them(tmp_path: Path) -> None:
    head = """
rulebook: coba
title: {id: Coba, en: Try}
statements:
  dana:
    columns:
      kode: {type: kode, headings: [kode]}
      uraian: {type: text, headings: [uraian]}
      pagu: {type: rupiah, headings: [pagu], required: true}
      pakai: {type: rupiah, headings: [pakai], required: true}
  asal:
    columns:
      kode: {type: kode, headings: [kode]}
      uraian: {type: text, headings: [uraian]}
      nilai: {type: rupiah, headings: [nilai], required: true}
rules:
"""
    books = book(tmp_path, "pagu = asal[kode].nilai", "pakai = prev.pakai + 1", head=head)
    statements = specimen(books[0].statements[0], books, Random(0))
    assert [statement.kind for statement in statements] == ["asal", "dana", "dana"]
    answers = answers_of(books, statements)
    assert verdicts(answers, "holds") == {"r1", "r2"}
    assert verdicts(answers, "violated") == set()


def test_a_rulebook_without_figures_makes_a_table_without_figures(tmp_path: Path) -> None:
    path = tmp_path / "teks.yaml"
    path.write_text(
        "rulebook: teks\ntitle: {id: Teks, en: Text}\nstatements:\n  daftar:\n    columns:\n"
        "      uraian: {type: text, headings: [uraian], required: true}\n",
        "utf-8",
    )
    books = load_rulebooks([path])
    statement, answers = made(books[0].statements[0], books)
    assert not any(row.figures for row in statement.rows)
    assert answers.claims == []
