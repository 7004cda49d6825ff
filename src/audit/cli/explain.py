"""`audit explain` and `audit rules list`: rules and findings in words."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from audit.cli import WRONG_USAGE, stop
from audit.model.text import Lang, Text
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
    "causes": Text("penyebab", "causes"),
    "none": Text("baris tanpa nama", "row without a name"),
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
    console = Console(highlight=False)
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
    """Print what a rule asks and why, or what a finding of a JSON report says."""
    if report is not None:
        return _explain_finding(what, report, lang)
    books = _load(names)
    if books is None:
        return WRONG_USAGE
    rules = _by_id([rule for book in books for rule in book.rules])
    if what not in rules:
        from difflib import get_close_matches

        near = get_close_matches(what, rules, 1)
        hint = Text(f"; mungkin “{near[0]}”?", f"; did you mean “{near[0]}”?") if near else Text("", "")
        stop(Text(f"tidak ada aturan “{what}”", f"there is no rule “{what}”") + hint, lang)
    chosen = rules[what]
    rule = chosen[0]
    source = next(book for book in books if rule in book.rules)
    console = Console(highlight=False)
    console.print(Line(f"{rule.id} · {rule.title(lang)}", style="bold"))
    facts = [
        ("equation", "; ".join(dict.fromkeys(one.text for one in chosen))),
        ("base", ", ".join(base.text for base in rule.base) or rule.base_of or ""),
        ("when", rule.when_text),
        ("in", ", ".join(rule.kinds)),
        ("severity", rule.severity),
        ("why", rule.why(lang)),
        ("where", f"{source.path}:{rule.line}"),
    ]
    for word, text in facts:
        if text:
            console.print(Line(f"  {_WORDS[word](lang)}: {text}"))
    return 0


def _explain_finding(id: str, report: Path, lang: Lang) -> int:
    try:
        content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        findings = {finding["id"]: finding for finding in content["findings"]}
    except (OSError, ValueError, KeyError, TypeError):
        stop(
            Text(f"{report} bukan laporan JSON dari audit", f"{report} is no JSON report of audit"),
            lang,
        )
    if id not in findings:
        stop(Text(f"{report} tidak memuat temuan {id}", f"{report} has no finding {id}"), lang)
    finding = findings[id]
    rule = next((rule for rule in content["rules"] if rule["id"] == finding["rule"]), None)
    console = Console(highlight=False)
    console.print(Line(f"{finding['id']} · {finding['severity']} · {finding['place']['text']}", style="bold"))
    console.print(Line(f"  {finding['message']}"))
    if rule is not None:
        console.print(Line(f"  {rule['id']}: {rule['title']} ({rule['assert']})"))
    for operand in finding["because"]:
        row = operand["row"] or {}
        name = " ".join(part for part in (row.get("kode"), row.get("uraian")) if part) or _WORDS["none"](lang)
        value = operand["value"] if operand["value"] is not None else "–"
        console.print(
            Line(f"  {_WORDS['because'](lang)}: {operand['place']['text']} · {name} · {operand['column']} = {value}")
        )
    for cause in content["causes"]:
        if cause["id"] in finding["causes"]:
            console.print(Line(f"  {_WORDS['causes'](lang)}: {cause['id']} · {cause['message']}"))
    return 0
