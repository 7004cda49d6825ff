"""Drawn tables, read and asked by all rules of some rulebooks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

from audit.readers._drawn import read_drawn
from audit.recognise import recognise
from audit.rulebook import Rulebook, load_rulebooks
from audit.rules.claims import Answers
from audit.rules.rule import Rule
from audit.run._bench import answers_of

HEAD = """
rulebook: coba
title: {id: Coba, en: Try}
statements:
  dana:
    columns:
      kode: {type: kode, headings: [kode]}
      uraian: {type: text, headings: [uraian]}
      pagu: {type: rupiah, headings: [pagu], required: true}
      pakai: {type: rupiah, headings: [pakai], required: true}
      sisa: {type: rupiah, headings: [sisa]}
      persen: {type: percent, headings: [persen]}
      jumlah: {type: count, headings: [jumlah]}
rules:
"""


@cache
def shipped() -> tuple[Rulebook, ...]:
    return load_rulebooks()


def book(folder: Path, *rules: str, head: str = HEAD) -> tuple[Rulebook, ...]:
    """A rulebook about tables "dana" with rules of one line each, as ``sisa = pagu - pakai``, in order r1, r2, …"""
    named = "title: {id: Aturan, en: Rule}, why: {id: Sebab, en: Reason}, in: [dana], severity: error"
    written = [
        rule if rule.startswith(("when: ", "for: ", "rounding: ", "missing: ")) else f"assert: {rule}" for rule in rules
    ]
    quoted = [re.sub(r"(when|assert): ([^,{]+)", r'\1: "\2"', rule) for rule in written]
    lines = [f"  - {{id: r{n}, {named}, {rule}}}" for n, rule in enumerate(quoted, 1)]
    path = folder / "coba.yaml"
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")
    return load_rulebooks([path])


def asked(table: str, books: tuple[Rulebook, ...] | None = None) -> Answers:
    """What the rules, the shipped ones unless others are given, claim of a drawn table."""
    books = books or shipped()
    shapes = tuple(shape for book in books for shape in book.statements)
    recognition = recognise((read_drawn([("tabel", table)]),), shapes)
    assert recognition.statements, "the table must be recognised"
    return answers_of(books, recognition.statements)


def rules_in(books: tuple[Rulebook, ...] | None = None) -> list[Rule]:
    return [rule for book in books or shipped() for rule in book.rules]


def tree_of_money(rng: Random, *, total: bool = True, sisa: bool = True, blanks: bool = False) -> str:
    """A sound table of groups and parts with pagu, realisasi and perhaps sisa, as the shipped rulebooks know it."""
    lines = ["kode  uraian  pagu  realisasi" + ("  sisa" if sisa else "")]
    whole = [0, 0]
    for group in range(1, rng.randint(2, 3) + 1):
        parts = [(p := rng.randrange(1000, 10**9), rng.randrange(0, p)) for _ in range(rng.randint(1, 4))]
        own = [sum(part[0] for part in parts), sum(part[1] for part in parts)]
        whole = [whole[0] + own[0], whole[1] + own[1]]
        lines.append(_line(f"{group}", f"Program {group}", own, sisa))
        for n, part in enumerate(parts, 1):
            blank = blanks and rng.random() < 0.2
            lines.append(_line(f"{group}.{n}", f"Kegiatan {group}{n}", part, sisa and not blank, blank))
    if total:
        lines.append(_line(".", "JUMLAH", whole, sisa))
    return "\n".join(lines)


def _line(code: str, label: str, money: tuple[int, int] | list[int], sisa: bool, blank: bool = False) -> str:
    pagu, realisasi = money
    cells = [code, label, f"{pagu}", "." if blank else f"{realisasi}"]
    return "  ".join([*cells, f"{pagu - realisasi}"] if sisa else cells)


def shares(rng: Random, rows: int) -> str:
    """A sound list with a total in which percentages are rounded, and some figures are nil."""
    parts = []
    for _ in range(rows):
        pagu = rng.randrange(10**6, 10**9)
        target = rng.randrange(1, 9)
        parts.append(
            (target, rng.choice([0, target, rng.randint(0, target)]), pagu, rng.choice([0, rng.randrange(pagu)]))
        )
    pagu, spent = sum(part[2] for part in parts), sum(part[3] for part in parts)
    lines = ["no  uraian  target  realisasi fisik  pagu  realisasi  bobot  keuangan (%)  fisik (%)"]
    progress = 0
    for n, (target, reached, own, used) in enumerate(parts, 1):
        hundredths = (_share(own, pagu), _share(used, pagu), _share(own * reached, pagu * target))
        progress += hundredths[2]
        cells = (n, f"Ruas {n}", target, reached, own, used, *map(_percent, hundredths))
        lines.append("  ".join(map(str, cells)))
    last = (".", "JUMLAH", ".", ".", pagu, spent, "100,00", _percent(_share(spent, pagu)), _percent(progress))
    lines.append("  ".join(map(str, last)))
    return "\n".join(lines)


def _share(part: int, whole: int) -> int:
    """A share in hundredths of a percent, rounded to the nearest."""
    return (20_000 * part + whole) // (2 * whole)


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100},{hundredths % 100:02}"
