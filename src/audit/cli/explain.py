"""`audit explain`: a rule, a finding or a cause in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from audit.cli import WRONG_USAGE, new_console, stop
from audit.cli.rules import Check, by_id, checks_of, loaded
from audit.model.text import Lang, Text
from audit.notation.numerals import amount, is_numeral
from audit.readers._drawn import cells_of
from audit.reporters._words import counted, word
from audit.rulebook import Rulebook
from audit.rules.rule import Example, Rule
from audit.rules.wording import in_words

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_WORDS = {
    "equation": Text("persamaan", "equation"),
    "check": Text("yang diperiksa", "asked of each cell"),
    "words": Text("artinya", "in words"),
    "why": Text("alasan", "reason"),
    "regulation": Text("peraturan", "regulation"),
    "in": Text("berlaku untuk", "applies to"),
    "when": Text("bila", "when"),
    "base": Text("dasar yang mungkin", "possible bases"),
    "severity": Text("tingkat", "severity"),
    "where": Text("ditulis di", "written in"),
    "holds": Text("contoh yang benar", "an example that holds"),
    "fails": Text("contoh yang salah", "an example that fails"),
    "finds": Text("yang ditemukan", "what it finds"),
    "should": Text("{0} tertulis {1}, seharusnya {2}", "{0} states {1}, expected {2}"),
    "stands": Text("{0} tertulis {1}", "{0} states {1}"),
    "because": Text("karena", "because"),
    "cause": Text("penyebab", "cause"),
    "explains": Text("menjelaskan", "explains"),
    "or": Text("atau", "or else"),
    "none": Text("baris tanpa nama", "row without a name"),
    "in-en": Text("Kalimat laporan ini berbahasa Inggris.", "The sentences of this report are in English."),
    "in-id": Text("Kalimat laporan ini berbahasa Indonesia.", "The sentences of this report are in Indonesian."),
}


def run_explain(what: str, report: Path | None, names: Sequence[str] | None, lang: Lang) -> int:
    """Print what a rule asks and why, or what a finding or a cause of a JSON report says."""
    if report is not None:
        return _explain_part(what, report, lang)
    books = loaded(names)
    if books is None:
        return WRONG_USAGE
    rules = by_id([rule for book in books for rule in book.rules])
    if what not in rules and re.fullmatch(r"[FC]\d+", what):
        stop(
            Text(
                f"{what} adalah bagian dari sebuah laporan; sebutkan laporan JSON-nya dengan --report",
                f"{what} is part of a report; name the JSON report with --report",
            ),
            lang,
        )
    checks = {check.id: (check, book) for book in books for check in checks_of(book)} if what not in rules else {}
    if what in checks:
        _print_check(*checks[what], lang)
        return 0
    if what not in rules:
        from difflib import get_close_matches

        near = get_close_matches(what, [*rules, *checks], 1)
        hint = Text(f"; mungkin “{near[0]}”?", f"; did you mean “{near[0]}”?") if near else Text("", "")
        stop(Text(f"tidak ada aturan “{what}”", f"there is no rule “{what}”") + hint, lang)
    first = rules[what][0]
    # Of two rulebooks that use one id, the one that was named first is meant.
    _print_rule([rule for rule in rules[what] if rule.rulebook == first.rulebook], books, lang)
    return 0


# A rule


def _print_rule(variants: Sequence[Rule], books: Sequence[Rulebook], lang: Lang) -> None:
    rule = variants[0]
    path = next(book.path for book in books if rule in book.rules)
    facts = [
        ("equation", "; ".join(dict.fromkeys(one.text for one in variants))),
        ("base", ", ".join(base.text for base in rule.base) or rule.base_of or ""),
        ("when", rule.when_text),
        ("words", "; ".join(sentence(lang) for sentence in in_words(variants))),
        ("why", rule.why(lang)),
        ("regulation", rule.regulation),
        ("in", ", ".join(rule.kinds)),
        ("severity", word(rule.severity, lang)),
        ("where", f"{path}:{rule.line}"),
    ]
    console = _print_facts(f"{rule.id} · {rule.title(lang)}", facts, lang)
    for key, fails in (("holds", False), ("fails", True)):
        example = next((example for example in rule.examples if bool(example.finds) is fails), None)
        if example is not None:
            _print(console, Line(f"{_WORDS[key](lang)}:", style="bold"), 2)
            _print_example(console, example, lang)


def _print_check(check: Check, book: Rulebook, lang: Lang) -> None:
    facts = [
        ("check", check.text),
        ("why", check.why(lang)),
        ("in", check.kind),
        ("severity", word(check.severity, lang)),
        ("where", f"{book.path}:{check.line}"),
    ]
    _print_facts(f"{check.id} · {check.title(lang)}", facts, lang)


def _print_facts(head: str, facts: Sequence[tuple[str, str]], lang: Lang) -> Console:
    """Print a title and what there is to say, a paragraph for each fact; the console is returned for more."""
    console = new_console()
    console.print(Line(head, style="bold"))
    for key, text in facts:
        if text:
            _print(console, Line.assemble((f"{_WORDS[key](lang)}: ", "bold"), text), 2)
    return console


def _print(console: Console, what: RenderableType, indent: int) -> None:
    console.print(Padding(what, (0, 0, 0, indent), expand=False))


def _print_example(console: Console, example: Example, lang: Lang) -> None:
    """The tables of an example as drawn, and what is found in them."""
    for name, text in example.tables:
        if len(example.tables) > 1:
            _print(console, Line(name, style="dim"), 4)
        for part in drawn(text):
            _print(console, part, 4)
    for line in example.finds:
        row, column, stated, expected = line.split(" | ")
        where = " · ".join(part for part in (row, column) if part != ".")
        figures = _figure(stated, lang), _figure(expected, lang)
        told = _WORDS["stands" if expected == "." else "should"](lang).format(where, *figures)
        _print(console, Line.assemble((f"{_WORDS['finds'](lang)}: ", "bold"), told.strip()), 4)


def _figure(text: str, lang: Lang) -> str:
    return amount(Fraction(text), None, lang) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def drawn(text: str) -> Iterator[RenderableType]:
    """A drawn table as it is printed: sentences as they are, columns under one another, figures to the right."""
    rows: list[list[str]] = []
    for cells in [*cells_of(text), []]:
        if len(cells) > 1:
            rows.append(cells)
            continue
        if rows:
            yield _table(rows)
            rows = []
        if cells and cells[0].strip():
            yield Line(cells[0].strip())


def _table(rows: Sequence[Sequence[str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    width = max(len(row) for row in rows)
    body = [[*row, *[""] * (width - len(row))] for row in rows]
    for column in range(width):
        cells = [row[column] for row in body[1:] if row[column].strip()]
        figures = bool(cells) and all(is_numeral(cell) for cell in cells)
        # On a narrow screen cells are folded: to crop them would hide figures.
        table.add_column(justify="right" if figures and column else "left", overflow="fold")
    for row in body:
        table.add_row(*(Line(cell) for cell in row))
    return table


# A finding or a cause


def _explain_part(id: str, report: Path, lang: Lang) -> int:
    try:
        content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        findings = {finding["id"]: finding for finding in content["findings"]}
        causes = {cause["id"]: cause for cause in content["causes"]}
    except (OSError, ValueError, KeyError, TypeError):
        stop(
            Text(f"{report} bukan laporan JSON dari audit", f"{report} is no JSON report of audit"),
            lang,
        )
    if id in findings:
        head, *lines = _finding(findings[id], content, lang)
    elif id in causes:
        head, *lines = _cause(causes[id], findings, content, lang)
    else:
        stop(
            Text(f"{report} tidak memuat temuan atau penyebab {id}", f"{report} has no finding or cause {id}"),
            lang,
        )
    console = new_console()
    console.print(Line(head, style="bold"))
    for line in lines:
        console.print(Line(f"  {line}"))
    written = content.get("lang")
    if written in ("id", "en") and written != lang:
        console.print(Line(f"  ({_WORDS[f'in-{written}'](lang)})", style="dim"))
    return 0


def _finding(finding: dict[str, Any], content: dict[str, Any], lang: Lang) -> Iterator[str]:
    yield f"{finding['id']} · {word(finding['severity'], lang)} · {finding['place']['text']}"
    yield finding["message"]
    rule = next((rule for rule in content["rules"] if rule["id"] == finding["rule"]), None)
    if rule is not None:
        yield f"{rule['id']}: {rule['title']} ({rule['assert']})"
    for operand in finding["because"]:
        value = _amount(operand["value"], operand, content, lang)
        place = operand["place"]["text"]
        yield f"{_WORDS['because'](lang)}: {place} · {_row(operand, lang)} · {operand['column']} = {value}"
    for cause in content["causes"]:
        if cause["id"] in finding["causes"]:
            yield f"{_WORDS['cause'](lang)}: {cause['id']} · {cause['message']}"


def _cause(
    cause: dict[str, Any], findings: dict[str, dict[str, Any]], content: dict[str, Any], lang: Lang
) -> Iterator[str]:
    explained = [findings[id] for id in cause["explains"] if id in findings]
    yield f"{cause['id']} · {word(cause['kind'], lang)} · {word(cause['confidence'], lang)}"
    yield cause["message"]
    yield from _cells(cause["cells"], content, lang)
    settles = cause["settles"]
    if settles["fixed"]:
        broken = settles["broken"]
        breaks = word("breaks", lang, broken) if broken else word("breaks-none", lang)
        yield f"{word('settles', lang, settles['of'], settles['fixed'])}, {breaks}"
    for other in cause["alternatives"]:
        yield f"{_WORDS['or'](lang)}: {other['message']}"
        yield from _cells(other["cells"], content, lang)
    if explained:
        yield f"{_WORDS['explains'](lang)} {counted(len(explained), 'finding', lang)}:"
    for finding in explained:
        yield f"  {finding['id']} · {finding['place']['text']} · {finding['message']}"


def _cells(cells: Sequence[dict[str, Any]], content: dict[str, Any], lang: Lang) -> Iterator[str]:
    for cell in cells:
        stated, proposed = (_amount(cell[key], cell, content, lang) for key in ("stated", "proposed"))
        change = f"{stated} → {proposed}" if cell["proposed"] is not None else stated
        yield f"{cell['place']['text']} · {_row(cell, lang)} · {cell['column']} · {change}"


def _row(part: dict[str, Any], lang: Lang) -> str:
    row = part["row"] or {}
    label = shorten(row.get("uraian") or "", 60, placeholder=" …")
    return " ".join(name for name in (row.get("kode"), label) if name) or _WORDS["none"](lang)


def _amount(value: str | None, part: dict[str, Any], content: dict[str, Any], lang: Lang) -> str:
    """An amount of the JSON report, which is in base units, as the other reports write it."""
    if value is None:
        return "–"
    columns = (c for s in content["statements"] if s["id"] == part["statement"] for c in s["columns"])
    unit = next((column["unit"] for column in columns if column["name"] == part["column"]), None) or ""
    base = "rupiah" if unit.endswith("rupiah") else "percent" if unit in ("percent", "fraction") else None
    return amount(Fraction(value), base, lang)
