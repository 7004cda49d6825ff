"""`audit explain` and `audit rules list`: rules, findings and causes in words."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from textwrap import shorten
from typing import Any

from rich.text import Text as Line

from audit.cli import WRONG_USAGE, new_console, stop
from audit.model.text import Lang, Text
from audit.notation.numerals import amount
from audit.reporters._words import counted, word
from audit.rulebook import Rulebook, RulebookError, load_rulebooks
from audit.rules.rule import Rule

_WORDS = {
    "equation": Text("persamaan", "equation"),
    "why": Text("alasan", "reason"),
    "in": Text("berlaku untuk", "applies to"),
    "when": Text("bila", "when"),
    "base": Text("dasar yang mungkin", "possible bases"),
    "severity": Text("tingkat", "severity"),
    "where": Text("ditulis di", "written in"),
    "because": Text("karena", "because"),
    "cause": Text("penyebab", "cause"),
    "explains": Text("menjelaskan", "explains"),
    "or": Text("atau", "or else"),
    "none": Text("baris tanpa nama", "row without a name"),
    "in-en": Text("Kalimat laporan ini berbahasa Inggris.", "The sentences of this report are in English."),
    "in-id": Text("Kalimat laporan ini berbahasa Indonesia.", "The sentences of this report are in Indonesian."),
}


def _load(names: Sequence[str] | None) -> tuple[Rulebook, ...] | None:
    try:
        return load_rulebooks(names)
    except RulebookError as error:
        for mistake in error.mistakes:
            print(mistake.text, file=sys.stderr)
        return None


def run_list(names: Sequence[str] | None, lang: Lang) -> int:
    """Print all rules, rulebook by rulebook, each with its title and equations."""
    books = _load(names)
    if books is None:
        return WRONG_USAGE
    console = new_console()
    for book in books:
        if not book.rules:
            continue
        console.print(Line(f"{book.id} · {book.title(lang)}", style="bold"))
        for id, rules in _by_id(book.rules).items():
            console.print(Line(f"  {id}  {rules[0].title(lang)}"))
            for text in dict.fromkeys(rule.text for rule in rules):
                console.print(Line(f"      {text}", style="dim"))
    return 0


def _by_id(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    grouped: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        grouped[rule.id].append(rule)
    return grouped


def run_explain(what: str, report: Path | None, names: Sequence[str] | None, lang: Lang) -> int:
    """Print what a rule asks and why, or what a finding or a cause of a JSON report says."""
    if report is not None:
        return _explain_part(what, report, lang)
    books = _load(names)
    if books is None:
        return WRONG_USAGE
    rules = _by_id([rule for book in books for rule in book.rules])
    if what not in rules and re.fullmatch(r"[FC]\d+", what):
        stop(
            Text(
                f"{what} adalah bagian dari sebuah laporan; sebutkan laporan JSON-nya dengan --report",
                f"{what} is part of a report; name the JSON report with --report",
            ),
            lang,
        )
    if what not in rules:
        from difflib import get_close_matches

        near = get_close_matches(what, rules, 1)
        hint = Text(f"; mungkin “{near[0]}”?", f"; did you mean “{near[0]}”?") if near else Text("", "")
        stop(Text(f"tidak ada aturan “{what}”", f"there is no rule “{what}”") + hint, lang)
    chosen = rules[what]
    rule = chosen[0]
    source = next(book for book in books if rule in book.rules)
    console = new_console()
    console.print(Line(f"{rule.id} · {rule.title(lang)}", style="bold"))
    facts = [
        ("equation", "; ".join(dict.fromkeys(one.text for one in chosen))),
        ("base", ", ".join(base.text for base in rule.base) or rule.base_of or ""),
        ("when", rule.when_text),
        ("in", ", ".join(rule.kinds)),
        ("severity", word(rule.severity, lang)),
        ("why", rule.why(lang)),
        ("where", f"{source.path}:{rule.line}"),
    ]
    for key, text in facts:
        if text:
            console.print(Line(f"  {_WORDS[key](lang)}: {text}"))
    return 0


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
