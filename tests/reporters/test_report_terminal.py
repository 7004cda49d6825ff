"""The terminal report: plain lines that hide nothing."""

import io
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from rich.cells import cell_len
from rich.console import Console

from audit.model.document import Place
from audit.model.report import Report, RowChange
from audit.model.text import Lang
from audit.reporters.terminal import render, show


def shown(report: Report, width: int, lang: Lang = "en", **console: object) -> str:
    """What a console of that width shows."""
    file = io.StringIO()
    # The developer's own NO_COLOR, FORCE_COLOR and TERM shall not decide what is tested.
    show(report, lang, Console(file=file, width=width, _environ={}, **console))  # type: ignore[arg-type]
    return file.getvalue()


def places(report: Report) -> set[str]:
    """All places that the report for people must tell."""
    found = {finding.place.text for finding in report.findings}
    found |= {cell.place.text for cause in report.causes for cell in cause.cells}
    return found | {problem.place.text for problem in report.problems if problem.place}


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
def test_no_line_is_longer_than_the_console(report: Report, width: int, lang: Lang) -> None:
    lines = shown(report, width, lang).splitlines()
    assert len(lines) > 20
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("width", [60, 80, 120])
def test_each_place_and_figure_stands_whole_on_a_line(report: Report, width: int) -> None:
    text = shown(report, width)
    assert places(report)
    assert [place for place in places(report) if place not in text] == []
    figures = ["374,300,000", "→ Rp147,547,760", "expected ≤ Rp147,547,760", "difference -Rp226,752,240", "+37.79 %"]
    assert [figure for figure in figures if figure not in text] == []


def test_a_place_longer_than_the_line_is_broken_and_not_cut(report: Report) -> None:
    place = Place("i1", "Laporan Realisasi Fisik dan Keuangan " * 2 + ".xlsx", "Rekapitulasi_APBD_" * 5, "H12")
    moved = replace(report, findings=(replace(report.findings[3], place=place),), causes=())
    text = shown(moved, 80)
    assert max(map(len, text.splitlines())) <= 80
    assert "".join(place.text.split()) in "".join(text.split())


def test_it_opens_with_the_verdict(report: Report) -> None:
    first, second, third = shown(report, 120).splitlines()[:3]
    assert first == (
        "4 errors, 1 warning, 2 infos · 1 cause · not all could be looked at (2 problems)"
        " · 2 statements, 1,226 claims asked"
    )
    assert second == "data/laporan 2021.xlsx"
    assert third == "cited: data/narasi.txt"
    clean = replace(report, findings=(), causes=(), problems=())
    assert shown(clean, 120, "id").startswith("Bersih: tidak ada kesalahan atau peringatan · 2 tabel, 1.226 pengujian")
    assert shown(replace(clean, rules=()), 120).startswith("Incomplete · 2 statements, 0 claims asked")


def test_the_story_is_told_in_order(report: Report) -> None:
    text = shown(report, 80)
    headings = ["What was not", "Causes", "Findings without", "Notes on", "Not asked", "Coverage", "How percentages"]
    told = [text.index(f"── {heading}") for heading in headings]
    assert told == sorted(told)
    assert text.index("C1 error · not updated · likely · explains 3 findings") < text.index("F1 laporan 2021.xlsx")
    assert "3 of 3 broken claims then hold, none breaks · effect Rp226,752,240" in text
    assert "2 × kode-campur (kode) · laporan 2021.xlsx!APBD!A3" in text
    assert "2 × it has no children · jumlah-anak (pagu)" in text
    assert "28 of 30 figures (93.3 %) touched by an asked claim; 2 not: 1" in text
    assert "s1 APBD · bobot: share of the table's total pagu, rounded" in text


def test_the_gravest_cause_comes_first_and_then_the_largest(report: Report) -> None:
    [cause] = report.causes
    mild = replace(cause, id="C2", explains=("F2",), effect=(Fraction(10**12), Fraction(0)))
    small = replace(cause, id="C3", explains=("F1",), effect=(Fraction(1), Fraction(1)))
    text = shown(replace(report, causes=(mild, small, cause)), 80)
    assert text.index("\nC1 error") < text.index("\nC3 error") < text.index("\nC2 warning")


def test_many_symptoms_are_shortened_and_the_rest_is_counted(report: Report) -> None:
    many = tuple(replace(report.findings[3], id=f"F{n}") for n in range(1, 1040))
    text = shown(replace(report, findings=many, causes=()), 80)
    assert "   F8 " in text
    assert "   F9 " not in text
    assert "… and 1,031 more, all in the JSON/HTML report" in text


def test_text_of_a_file_is_data(report: Report) -> None:
    evil = report.statements[0].rows[2]
    finding = replace(report.findings[3], statement="s1", row=2, column="pagu", place=evil.places["pagu"])
    for colour in (True, False):
        text = shown(replace(report, findings=(finding,), causes=()), 120, force_terminal=colour, no_color=True)
        assert "Belanja <script>alert(1)</script> [red]modal[/red]" in text
        assert "\x1b[31m" not in text
        assert "\u202e" not in text


def test_colour_changes_no_word(report: Report) -> None:
    coloured = shown(report, 80, force_terminal=True, color_system="truecolor")
    plain = shown(report, 80, color_system=None)
    assert "\x1b[" in coloured
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_the_text_file_is_in_the_language_asked_for(report: Report) -> None:
    text = render(report, "id").decode()
    assert text.startswith("4 kesalahan, 1 peringatan, 2 catatan · 1 penyebab · pemeriksaan belum lengkap")
    assert "C1 kesalahan · belum diperbarui · kemungkinan besar · menjelaskan 3 temuan" in text
    assert "tercetak 62.38 · seharusnya 24,59 % · selisih +37,79 %" in text
    assert "\x1b" not in text


def test_a_row_to_put_in_or_to_take_out_is_told_with_its_place(report: Report) -> None:
    [statement] = [one for one in report.statements if one.id == "s1"][:1]
    parent = next(row.index for row in statement.rows if statement.children_of[row.index])
    kid = statement.children_of[parent][0]
    rows = (
        RowChange("insert", "s1", parent, None, ()),
        RowChange("insert", "s1", parent, kid, ()),
        RowChange("remove", "s1", None, kid, ()),
    )
    text = " ".join(shown(replace(report, causes=(replace(report.causes[0], rows=rows),)), 100).split())
    above, beside = statement.rows[parent].short, statement.rows[kid].short
    assert " ".join(f"put in a row under {above}, as the first".split()) in text
    assert " ".join(f"put in a row under {above}, after {beside}".split()) in text
    assert " ".join(f"take out the row under the table, after {beside}".split()) in text
