"""Where a report ends: problems that are alike are told once, and figures of sentences are shown in their sentence."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from audit.model.document import Place, Problem
from audit.model.report import Finding, Mention, Operand, Report
from audit.model.text import Lang, Text
from audit.reporters import html
from audit.reporters import json as json_reporter
from audit.reporters._gathered import gathered
from audit.reporters._quoted import UNTIED, quote
from audit.reporters.terminal import render


def of_no_kind(place: Place, figures: int) -> Problem:
    message = Text(f"{figures} angka tidak diuji", f"{figures} figures were not asked about")
    return Problem("recognise", "unknown-table", message, place, Text("Periksa.", "Check."), figures=figures)


PAGES = tuple(of_no_kind(Place("i1", "lkjip.pdf", page=page), 10) for page in (3, 5, 6, 7, 9, 9))
SHEETS = tuple(of_no_kind(Place("i2", "rkt.xlsx", sheet=f"Bidang {n}"), n) for n in range(1, 16))
OTHER = Problem("read", "page-unreadable", Text("Halaman 8 tidak terbaca.", "Page 8 cannot be read."))


def test_tables_of_no_known_kind_are_one_line_with_their_pages() -> None:
    told = gathered([PAGES[0], OTHER, *PAGES[1:]])
    assert [problem.message.en for problem in told] == [
        "lkjip.pdf: 6 tables of no known kind, 60 figures not asked about: pages 3, 5–7, 9.",
        "Page 8 cannot be read.",
    ]
    assert "6 tabel yang tidak dikenal jenisnya, 60 angka tidak diuji: halaman 3, 5–7, 9." in told[0].message.id


def test_each_file_has_its_own_line_and_many_sheets_are_counted() -> None:
    told = gathered([*PAGES, *SHEETS])
    assert len(told) == 2
    assert told[1].message.en.endswith("Bidang 11, Bidang 12 and 3 more.")
    assert told[1].message.id.endswith("Bidang 12 dan 3 lagi.")


def test_one_such_table_is_told_as_it_is() -> None:
    assert gathered([PAGES[0], OTHER, SHEETS[0]]) == (PAGES[0], OTHER, SHEETS[0])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_people_read_it_once_and_programs_each(report: Report, lang: Lang) -> None:
    several = replace(report, problems=PAGES)
    for page in (render(several, lang).decode(), html.render(several, lang).decode()):
        assert page.count("unknown-table") == 1
        assert "5–7" in page
    assert len(json.loads(json_reporter.render(several, lang))["problems"]) == len(PAGES)


# Sentences


@pytest.mark.parametrize(
    ("sentence", "figure", "told"),
    [
        ("Pagu sebesar Rp 10,- saja.", "Rp 10", "“Pagu sebesar [Rp 10],- saja.”"),
        ("12 desa", "12", "“[12] desa”"),
        ("Serapan mencapai 98,5 %", "98,5 %", "“Serapan mencapai [98,5 %]”"),
        ("kata " * 30 + "Rp 10" + " kata" * 30, "Rp 10", "“… " + "kata " * 12 + "[Rp 10]" + " kata" * 12 + " …”"),
        ("a\u202eb Rp 10 c\x1b[31m", "Rp 10", "“ab [Rp 10] c [31m”"),
    ],
)
def test_a_sentence_is_shortened_round_its_figure(sentence: str, figure: str, told: str) -> None:
    start = sentence.index(figure)
    assert quote(sentence, start, start + len(figure)) == told


def contradicted(report: Report) -> Finding:
    return next(finding for finding in report.findings if finding.sentence is not None)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_contradicted_sentence_is_quoted(report: Report, lang: Lang) -> None:
    finding = contradicted(report)
    assert finding.sentence is not None
    said = quote(*finding.sentence)
    assert said in " ".join(render(report, lang).decode().split())
    cause = replace(report.causes[0], explains=(finding.id,))
    blamed = replace(report, causes=(cause,))
    assert said in " ".join(render(blamed, lang).decode().split())
    assert said.replace("&", "&amp;") in html.render(blamed, lang).decode()


@pytest.mark.parametrize("lang", ["id", "en"])
def test_untied_figures_are_listed_with_what_they_may_mean(report: Report, lang: Lang) -> None:
    rincian = report.statements[0]
    near = Operand(rincian.id, 1, "pagu", rincian.rows[1].figures["pagu"])
    text = "Dana sebesar Rp 452.000.000 telah diterima."
    mentions = tuple(
        Mention(
            f"m{n}",
            Place("i2", "narasi.txt", line=n),
            text,
            13,
            27,
            text[13:27],
            "rupiah",
            None,
            "untied",
            candidates=of,
        )
        for n in range(1, UNTIED + 4)
        for of in ([(near,)] if n > 1 else [()])
    )
    told = " ".join(render(replace(report, mentions=mentions), lang).decode().split())
    assert told.count("[Rp 452.000.000]") == UNTIED
    assert told.count("452,452,240 · pagu · A UPTD Latihan Kerja · s1") >= UNTIED
    # What may mean nothing is no use to the reader, and is counted under coverage.
    assert "narasi.txt:1 ·" not in told
    assert {"id": "… dan 2 angka dalam teks lagi", "en": "… and 2 figures in prose more"}[lang] in told
