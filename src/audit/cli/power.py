"""`audit rules power`: which errors the rules would find and locate, in a report or a made-up statement of a kind."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as Line

from audit.cli import WRONG_USAGE, new_console, stop
from audit.model.shape import StatementShape
from audit.model.text import Lang, Text
from audit.notation.numerals import amount
from audit.reporters._words import counted, number
from audit.rulebook import Rulebook, RulebookError, load_rulebooks
from audit.run import Reading, read_with
from audit.run.power import Power, TrialPower, Weakness, power_for, power_on

if TYPE_CHECKING:
    from rich.console import Console

#: So many weaknesses are told in words; all are in the JSON.
_WEAKNESSES = 12

_HEADS = {
    "kind": Text("jenis tabel", "kind"),
    "rulebook": Text("buku aturan", "rulebook"),
    "column": Text("kolom", "column"),
    "figures": Text("angka", "figures"),
    "detected": Text("dapat ditemukan", "detectable"),
    "one-way": Text("satu arah saja", "one way only"),
    "located": Text("dapat ditunjuk", "locatable"),
    "tried": Text("dicoba", "tried"),
    "found": Text("ditemukan", "found"),
    "pinned": Text("ditunjuk", "located"),
}

_SLIPS = {
    "digit": Text("satu digit berubah", "a digit changed"),
    "swapped": Text("dua digit tertukar", "two digits swapped"),
    "dropped": Text("satu digit hilang", "a digit dropped"),
    "doubled": Text("satu digit ganda", "a digit doubled"),
    "sign": Text("tanda terbalik", "the sign turned"),
    "scale": Text("kelipatan 10 atau 1.000", "off by 10 or 1,000"),
    "copied": Text("angka tetangga tersalin", "a neighbour copied"),
}

#: {n} is a count of figures, {first} the first of them with its place, {rules} names of rules.
_REASONS = {
    "no-rule": Text("{n} tidak disebut oleh aturan mana pun", "no rule reads {n}"),
    "unasked": Text(
        "{n} hanya disebut aturan yang tidak dapat diuji di sini ({rules})",
        "only rules that could not be asked here read {n} ({rules})",
    ),
    "flat": Text(
        "{n} dibaca aturan tetapi tidak mengubah hasilnya di sini, misalnya karena dikali nol ({rules})",
        "rules read {n}, but nothing depends on them here, as where they are multiplied by zero ({rules})",
    ),
    "one-way": Text(
        "kesalahan pada {n} hanya terlihat bila ke satu arah ({rules})",
        "an error in {n} is seen only if it goes one way ({rules})",
    ),
    "alike": Text(
        "kesalahan pada {n} terlihat, tetapi tampak sama seperti kesalahan pada {other} ({rules})",
        "an error in {n} is seen, but looks the same as one in {other} ({rules})",
    ),
}


def run_power(
    what: str | None, names: Sequence[str] | None, errors: int, seed: int, format: str | None, lang: Lang
) -> int:
    """Print how strong the rules are on a kind of statement, a file, or all kinds; 2 where a file cannot be read."""
    if format not in (None, "json", "terminal"):
        stop(
            Text(
                f"tidak ada format “{format}”; yang ada: terminal, json",
                f"there is no format “{format}”, only terminal and json",
            ),
            lang,
        )
    try:
        books = load_rulebooks(names)
    except RulebookError as error:
        for mistake in error.mistakes:
            print(mistake.text, file=sys.stderr)
        return WRONG_USAGE
    shapes = {shape.kind: shape for book in books for shape in book.statements}
    if what is None:
        powers = [(shape, power_for(shape, books, errors=errors, seed=seed)) for shape in shapes.values()]
        _print_all(powers, format, lang)
        return 0
    if what in shapes:
        _print_one({"kind": what}, power_for(shapes[what], books, errors=errors, seed=seed), format, lang)
        return 0
    path = Path(what)
    if not path.exists() and not path.suffix and path.name == what:
        stop(_nothing_so_named(what, shapes), lang)
    return _of_file(path, books, errors, seed, format, lang)


def _nothing_so_named(what: str, shapes: dict[str, StatementShape]) -> Text:
    near = get_close_matches(what, shapes, 1)
    known = ", ".join(shapes)
    hint = (
        Text(f"mungkin “{near[0]}”?", f"did you mean “{near[0]}”?")
        if near
        else Text(f"jenis yang dikenal: {known}", f"the kinds known are {known}")
    )
    return (
        Text(f"tidak ada jenis tabel atau berkas “{what}”; ", f"there is no kind of statement and no file “{what}”; ")
        + hint
    )


def _of_file(path: Path, books: tuple[Rulebook, ...], errors: int, seed: int, format: str | None, lang: Lang) -> int:
    reading = read_with(path, books)
    problems = [problem for document in reading.documents for problem in document.problems]
    for problem in (*problems, *reading.recognition.problems):
        print(f"! {problem.message(lang)}" + (f" {problem.hint(lang)}" if problem.hint else ""), file=sys.stderr)
    if not reading.recognition.statements:
        if not problems:
            print(f"! {_no_table(reading)(lang)}", file=sys.stderr)
        return 2
    _print_one({"file": str(path)}, power_on(reading, errors=errors, seed=seed), format, lang)
    return 2 if problems else 0


def _no_table(reading: Reading) -> Text:
    names = ", ".join(Path(given.path).name for given in reading.inputs)
    return Text(
        f"{names}: tidak ada tabel dengan judul kolom yang dikenal, jadi tidak ada aturan yang dapat ditimbang.",
        f"{names}: no table with headings that a rulebook knows was found, so there is nothing to weigh the rules on.",
    )


# Printing


def _print_all(powers: Sequence[tuple[StatementShape, Power]], format: str | None, lang: Lang) -> None:
    """A line for each kind of statement."""
    if format == "json":
        told = [{"subject": {"kind": shape.kind}, **power.to_dict()} for shape, power in powers]
        print(json.dumps({"schema": "audit-power-run/1", "powers": told}, indent=2, ensure_ascii=False))
        return
    table = _table(("kind", "rulebook", "figures", "detected", "located", "tried", "found", "pinned"), lang)
    for shape, power in powers:
        trial = power.trial
        table.add_row(
            Line(shape.kind),
            Line(shape.rulebook),
            number(power.figures, lang),
            _share(power.detected, power.figures, lang),
            _share(power.located, power.figures, lang),
            number(trial.errors, lang),
            _share(trial.found, trial.errors, lang),
            _share(trial.located, trial.errors, lang),
        )
    console = new_console()
    console.print(table)
    console.print(
        Line(
            Text(
                "Setiap baris adalah satu tabel buatan yang benar menurut semua aturannya; `audit rules power JENIS` "
                "menunjukkan kolom-kolomnya.",
                "Each line is one made-up statement for which all rules hold; `audit rules power KIND` shows its "
                "columns.",
            )(lang),
            style="dim",
        )
    )


def _print_one(subject: dict[str, str], power: Power, format: str | None, lang: Lang) -> None:
    if format == "json":
        print(json.dumps({"subject": subject, **power.to_dict()}, indent=2, ensure_ascii=False))
        return
    console = new_console()
    statements = ", ".join(f"{count} × {kind}" for kind, count in power.statements)
    made_up = Text("tabel buatan", "a made-up statement")(lang)
    what = subject.get("file") or f"{subject['kind']} ({made_up})"
    console.print(Line(f"{what} · {statements} · {counted(power.figures, 'figure', lang)}", style="bold"))
    if not power.figures:
        return
    console.print()
    console.print(_columns(power, lang))
    console.print()
    for sentence in _sentences(power, lang):
        console.print(Line(sentence))
    _print_weaknesses(power, console, lang)


def _columns(power: Power, lang: Lang) -> Table:
    one_way = any(column.one_way for column in power.columns)
    keys = ["column", "figures", "detected", *(["one-way"] if one_way else []), "located"]
    table = _table((*keys, "tried", "found", "pinned"), lang)
    for kind, columns in groupby(power.columns, lambda column: column.kind):
        if len(power.statements) > 1:
            table.add_row(Line(kind, style="bold"))
        for column in columns:
            shares = [column.detected, *([column.one_way] if one_way else []), column.located]
            table.add_row(
                Line(column.column),
                number(column.figures, lang),
                *(_share(part, column.figures, lang) for part in shares),
                number(column.tried, lang),
                _share(column.found, column.tried, lang),
                _share(column.pinned, column.tried, lang),
            )
    return table


def _table(keys: Sequence[str], lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for key in keys:
        words = key in ("kind", "rulebook", "column")
        # Names are kept whole; headings may break.
        table.add_column(_HEADS[key](lang), justify="left" if words else "right", overflow="fold", no_wrap=words)
    return table


def _sentences(power: Power, lang: Lang) -> Iterator[str]:
    """What the algebra says of one error and of two, and what came of the errors that were tried."""
    detected, located = (_share(part, power.figures, lang) for part in (power.detected, power.located))
    yield Text(
        f"Satu kesalahan: pada {detected} angka kesalahan mematahkan suatu persamaan; pada {located} angka "
        f"persamaan yang patah menunjuk angka itu saja.",
        f"One error: in {detected} of the figures it breaks an equation; in {located} the broken equations point to "
        f"that figure alone.",
    )(lang)
    if power.one_way:
        yield Text(
            f"Pada {_share(power.one_way, power.figures, lang)} angka kesalahan hanya terlihat bila ke satu arah.",
            f"In {_share(power.one_way, power.figures, lang)} of the figures it is seen only if it goes one way.",
        )(lang)
    pairs = power.pairs
    if pairs.total:
        total, hidden, drawn = (number(count, lang) for count in (pairs.total, pairs.hidden, pairs.looked_at))
        told = _share(pairs.told, pairs.looked_at, lang)
        every = pairs.looked_at == pairs.total
        of = Text("dari semua pasangan", "of all pairs")
        of = of if every else Text(f"dari {drawn} pasangan yang diundi", f"of {drawn} pairs drawn by chance")
        yield Text(
            f"Dua kesalahan: {hidden} dari {total} pasangan angka dapat saling menutupi; {of.id}, {told} dapat "
            f"dibedakan dari pasangan mana pun.",
            f"Two errors: {hidden} of {total} pairs of figures can hide each other; {of.en} {told} can be told from "
            f"every other pair.",
        )(lang)
    yield from _of_trial(power.trial, lang)


def _of_trial(trial: TrialPower, lang: Lang) -> Iterator[str]:
    count, out = number(trial.errors, lang), counted(trial.left_out, "figure", lang)
    if trial.errors:
        found, located = (_share(part, trial.errors, lang) for part in (trial.found, trial.located))
        yield Text(
            f"Dari {count} kesalahan tiruan, masing-masing pada satu angka, {found} ditemukan dan {located} ditunjuk "
            f"letaknya.",
            f"Of {count} simulated single-cell errors {found} found, {located} located.",
        )(lang)
    if trial.diagnosed:
        named, mended = (_share(part, trial.diagnosed, lang) for part in (trial.named, trial.mended))
        yield Text(
            f"Dari {trial.diagnosed} yang ditemukan, diagnosis menyebut tepat sel itu saja pada {named}, dan juga "
            f"angka yang benar pada {mended}.",
            f"Of {trial.diagnosed} that were found, the diagnosis named that cell and no other in {named}, and the "
            f"right figure too in {mended}.",
        )(lang)
    if trial.kinds:
        kinds = (f"{_SLIPS[kind](lang)} {_share(found, errors, lang)}" for kind, errors, found in trial.kinds)
        yield Text("Ditemukan menurut jenisnya: ", "Found by kind: ")(lang) + ", ".join(kinds) + "."
    if trial.left_out:
        yield Text(
            f"{out} tidak dicoba, karena ikut dalam persamaan yang sudah patah.",
            f"{out} had no error put in, since claims that are broken already read them.",
        )(lang)


def _print_weaknesses(power: Power, console: Console, lang: Lang) -> None:
    console.print()
    console.print(Line(Text("Aturan yang membaca tiap kolom", "Rules that read each column")(lang), style="bold"))
    for column in power.columns:
        console.print(Line(f"  {column.kind}.{column.column}: {', '.join(column.rules) or '–'}"))
    if power.weaknesses:
        console.print()
        console.print(Line(Text("Angka terlemah", "Weakest figures")(lang), style="bold"))
    for weak in power.weaknesses[:_WEAKNESSES]:
        console.print(Line(f"  {_weakness(weak, lang)}"))
    more = len(power.weaknesses) - _WEAKNESSES
    if more > 0:
        rest = Text(
            f"  dan {more} lagi; --format json memuat semuanya", f"  and {more} more; --format json has them all"
        )
        console.print(Line(rest(lang), style="dim"))
    for names, said in (
        (power.unused, Text("Aturan yang tidak diuji di sini", "Rules that were not asked here")),
        (power.broken, Text("Aturan yang patah tanpa kesalahan tiruan", "Rules broken without a simulated error")),
    ):
        if names:
            console.print()
            console.print(Line(f"{said(lang)}: {', '.join(names)}"))


def _weakness(weak: Weakness, lang: Lang) -> str:
    same = weak.other_column == weak.column
    other = Text("angka lain di kolom itu", "another figure of that column")(lang) if same else weak.other_column or ""
    said = _REASONS[weak.reason](lang).format(
        n=counted(weak.count, "figure", lang), rules=", ".join(weak.rules), other=other
    )
    where = f"{weak.printed} ({weak.place.text})"
    if weak.other is None or weak.other == weak.place:
        first = Text(f"yang pertama {where}", f"the first is {where}")
    else:
        first = Text(
            f"yang pertama {where}, tidak dapat dibedakan dari {weak.other.text if weak.other else ''}",
            f"the first is {where}, which cannot be told from {weak.other.text if weak.other else ''}",
        )
    return f"{weak.kind}.{weak.column}: {said}; {first(lang)}"


def _share(part: int, whole: int, lang: Lang) -> str:
    """A share in percent with one decimal, never rounded up to 100 nor down to 0."""
    if not whole:
        return "–"
    tenths = part * 1000 // whole
    if part and not tenths:
        return f"<{amount(Fraction(1, 10), 'percent', lang)}"
    return amount(Fraction(tenths, 10), "percent", lang)
