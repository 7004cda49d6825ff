"""What repeats a wrong figure elsewhere is told with the cause that corrects the figure."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import audit
from audit.model.document import Place
from audit.model.elsewhere import repeats_of
from audit.model.report import Mention, MentionVerdict, Operand, Report
from audit.reporters import html, terminal

#: The cause of the report made by hand corrects the pagu of row 4, 374,300,000, to 147,547,760.
MENTIONS = """
amount     verdict       row column    repeats
374300000  agrees        4   pagu      yes
374300000  agrees        3   pagu      no
374300000  agrees        4   realisasi no
374300000  coarser       4   pagu      no
374300000  contradicted  4   pagu      no
374300000  untied        -   -         no
600000000  agrees        4   pagu      no
"""


@pytest.mark.parametrize("line", MENTIONS.strip().splitlines()[1:])
def test_an_amount_repeats_a_figure_if_it_agrees_with_it_exactly(report: Report, line: str) -> None:
    amount, verdict, row, column, repeats = line.split()
    tied = () if row == "-" else (Operand("s1", int(row), column),)
    some = replace(report, mentions=(mention(Fraction(amount), verdict, tied),))  # type: ignore[arg-type]
    [cause] = some.causes
    assert [one.id for one in repeats_of(some, cause)] == ["m1"] * (repeats == "yes")
    assert some.to_dict()["causes"][0]["repeated_by"] == ["m1"] * (repeats == "yes")
    for content in (terminal.render(some, "en"), html.render(some, "en")):
        assert (b"since it repeats the figure" in content) == (repeats == "yes")


def test_a_cause_that_proposes_nothing_asks_for_no_change(report: Report) -> None:
    [cause] = report.causes
    open_cause = replace(cause, cells=(replace(cause.cells[0], proposed=None),))
    tied = (Operand("s1", 4, "pagu"),)
    some = replace(report, mentions=(mention(Fraction(374_300_000), "agrees", tied),), causes=(open_cause,))
    assert repeats_of(some, open_cause) == ()


def mention(value: Fraction, verdict: MentionVerdict, tied: tuple[Operand, ...]) -> Mention:
    """An amount in a sentence."""
    return Mention(
        "m1", Place("i2", "narasi.txt", line=9), "Pagu itu.", 0, 4, "Rp 374 jt", "rupiah", value, verdict, tied=tied
    )


def test_a_sentence_that_repeats_a_mistyped_figure_is_named(tmp_path: Path) -> None:
    (tmp_path / "laporan.csv").write_text(
        """kode;uraian;pagu;realisasi;sisa;keuangan (%)
1;Program jalan;500.000.000;241.500.000;258.500.000;48,30
1.1;Aspal;123.400.000;100.000.000;23.400.000;81,04
1.2;Batu;267.600.000;91.500.000;185.100.000;33,08
1.3;Kayu;100.000.000;50.000.000;50.000.000;50,00
""",
        "utf-8",
    )
    (tmp_path / "narasi.txt").write_text("Pagu Batu sebesar Rp267.600.000 digunakan untuk jalan.\n", "utf-8")
    report = audit.check(tmp_path)
    [cause] = report.causes
    assert cause.cells[0].proposed == 276_600_000
    [repeat] = repeats_of(report, cause)
    assert (repeat.printed, repeat.place.line) == ("Rp267.600.000", 1)
    assert "ikut diubah, karena mengulang angka itu: narasi.txt:1" in " ".join(
        terminal.render(report, "id").decode().split()
    )
