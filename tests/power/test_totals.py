"""Totals that tables do not print are added up once, and are the same as if they were added up each time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from asked import asked, book
from hypothesis import given
from hypothesis import strategies as st

from audit.model.figure import Figure
from audit.model.report import Claim
from audit.rules.claims import Answers, ask_again
from audit.rules.world import Spot, World
from audit.run._bench import with_figure
from audit.run._matrix import trace, tracer

SHARES = "persen = 100 * pagu / root.pagu"
TABLE = """
kode | uraian | pagu | pakai | persen
1    | Satu   | 100  | 10    | 25,00
2    | Dua    | 100  | 20    | 25,00
3    | Tiga   | 200  | 30    | 50,00
"""
PAGU = {("s1", row, "pagu") for row in range(3)}


def again(answers: Answers, world: World) -> list[Claim]:
    """All claims as they stand in another world."""
    pairs = zip(answers.claims, answers.origins, strict=True)
    return [ask_again(claim, *origin, world) for claim, origin in pairs]


def table(folder: Path) -> Answers:
    answers = asked(TABLE, book(folder, SHARES))
    assert [claim.verdict for claim in answers.claims] == ["holds"] * 3
    return answers


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return table(tmp_path_factory.mktemp("aturan"))


@given(row=st.integers(0, 2), value=st.none() | st.integers(-500, 500), quantum=st.sampled_from([0, 1, 10]))
def test_a_figure_that_is_tried_moves_the_total(shared: Answers, row: int, value: int | None, quantum: int) -> None:
    answers = shared
    figure = None if value is None else Figure(Fraction(value), Fraction(quantum), str(value))
    changes = {("s1", row, "pagu"): figure}
    afresh = replace(answers.world, changes=changes, totals={})
    assert again(answers, answers.world.trying(changes)) == again(answers, afresh)


def test_a_printed_error_moves_the_total(tmp_path: Path) -> None:
    answers = table(tmp_path)
    wrong = with_figure(answers.world, ("s1", 0, "pagu"), Figure(Fraction(300), Fraction(0), "300"))
    claims = again(answers, wrong)
    assert [claim.verdict for claim in claims] == ["violated"] * 3
    assert claims == again(answers, replace(wrong, totals={}))


def test_every_claim_reads_and_follows_the_parts_of_a_total(tmp_path: Path) -> None:
    answers = table(tmp_path)
    known = tracer(answers.world)
    for claim, (rule, base) in zip(answers.claims, answers.origins, strict=True):
        at = Spot(answers.world.statements["s1"], claim.row)
        found = trace(rule, base, at, known)
        assert found == trace(rule, base, at, tracer(answers.world))
        assert found.read == PAGU | {("s1", claim.row, "persen")}
        assert set(found.slopes) == found.read
