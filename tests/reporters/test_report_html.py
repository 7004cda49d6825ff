"""The HTML report: one page that loads nothing, marks what is wrong and escapes what it was given."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from audit.model.report import Report
from audit.model.text import Lang
from audit.reporters.html import render

VOID = {"meta", "br", "link", "img", "wbr", "hr"}


class Page(HTMLParser):
    """The tags of a page, their attributes, and its text."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.text = ""
        self.feed(source.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        self.links += [str(given[name]) for name in ("href", "src") if name in given]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_is_well_formed_and_says_its_language(report: Report, lang: Lang) -> None:
    source = render(report, lang)
    page = Page(source)
    assert page.open == []
    assert source.startswith(f'<!DOCTYPE html>\n<html lang="{lang}">'.encode())


def test_the_page_loads_nothing(report: Report) -> None:
    source = render(report, "en").decode()
    page = Page(source.encode())
    assert not set(page.tags) & {"script", "link", "img", "iframe", "object", "form"}
    assert page.links
    assert all(link.startswith("#") for link in page.links)
    assert not re.search(r"https?:|url\(|@import", source)


def test_every_link_leads_somewhere_and_every_anchor_is_one(report: Report) -> None:
    [cause] = report.causes
    twice = replace(report, causes=(cause, replace(cause, id="C2", explains=("F1", "F3"))))
    page = Page(render(twice, "en"))
    assert [link for link in page.links if link.removeprefix("#") not in page.ids] == []
    assert [id for id, count in page.ids.items() if count > 1] == []
    assert {finding.id for finding in report.findings} <= set(page.ids)


def test_text_of_a_file_is_data(report: Report) -> None:
    source = render(report, "en").decode()
    page = Page(source.encode())
    assert page.tags["script"] == 0
    assert "Belanja <script>alert(1)</script> [red]modal[/red] [31mjasa & dasar" in page.text
    assert "Ada 3 <b>kantor</b>." in page.text
    assert "\x1b" not in source
    assert "\u202e" not in source


def test_a_hostile_name_of_a_file_and_a_column_is_data(report: Report) -> None:
    name = '"><script>x<script>.csv'
    table = report.statements[0]
    columns = (replace(table.columns[0], heading=name), *table.columns[1:])
    inputs = (replace(report.inputs[0], path=name),)
    page = Page(
        render(replace(report, inputs=inputs, statements=(replace(table, columns=columns), report.statements[1])), "en")
    )
    assert page.tags["script"] == 0
    assert page.text.count(name) >= 3


def test_wrong_cells_are_marked_and_lead_to_their_finding(report: Report) -> None:
    source = render(report, "en").decode()
    assert re.search(r'<td id="s2-1-sisa" class="n error"[^>]*><a href="#F4">100,000,001</a></td>', source)
    assert re.search(r'<td id="s1-4-pagu" class="n warning mended"[^>]*><a href="#F2">374,300,000</a></td>', source)
    assert '<td class="n">83,300,000</td>' in source


def test_a_finding_of_a_whole_row_is_marked_at_its_label(report: Report) -> None:
    whole = replace(report.findings[3], column=None)
    source = render(replace(report, findings=(whole,), causes=()), "en").decode()
    assert re.search(r'<td id="s2-1-uraian" class="label error"[^>]*><a href="#F4">APBD</a>', source)
    assert 'href="#s2-1-uraian"' in source


def test_a_mention_leads_to_its_finding_and_keeps_its_sentence(report: Report) -> None:
    page = Page(render(report, "en"))
    assert "Alokasi dana sebesar Rp 610.000.000 dari APBD." in page.text
    assert page.links.count("#F7") == 1


def test_the_rows_stand_as_a_tree(report: Report) -> None:
    source = render(report, "en").decode()
    depths = re.findall(r'<td class="label"(?: style="--depth:(\d)")?>', source)
    assert depths == ["", "1", "2", "2", "1", "", "1"]


@pytest.mark.parametrize("empty", [True, False])
def test_evidence_is_on_the_page(report: Report, empty: bool) -> None:
    some = replace(report, findings=(), causes=(), problems=(), unasked=(), mentions=()) if empty else report
    text = " ".join(Page(render(some, "en")).text.split())
    for given in report.inputs:
        assert given.sha256 in text
    assert "28 of 30 figures (93.3 %)" in text
    assert "s1 APBD · bobot: share of the table's total pagu, rounded" in text
    assert ("Clean: no errors or warnings" in text) == empty


def test_every_word_is_in_both_languages(report: Report) -> None:
    english, indonesian = (Page(render(report, lang)).text.split() for lang in ("en", "id"))
    assert "Penyebab" in indonesian
    assert not {"Causes", "findings", "errors", "expected", "Coverage", "asked"} & set(indonesian)
    assert not {"Penyebab", "temuan", "kesalahan", "seharusnya", "Cakupan", "diuji"} & set(english)
