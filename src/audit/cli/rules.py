"""`audit rules`: rules listed, held against each other, tried on their examples, and the schema of their files."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text as Line

from audit.cli import WRONG_USAGE, new_console, stop
from audit.model.report import Severity
from audit.model.shape import FIGURES, ColumnChecks, Expected
from audit.model.text import Lang, Text
from audit.rulebook import Mistake, Rulebook, RulebookError, load_rulebooks
from audit.rules.rule import Rule

_WORDS = {
    "error": Text("kesalahan", "error"),
    "warning": Text("peringatan", "warning"),
    "as drawn": Text("semua contoh sesuai", "all as drawn"),
    "amiss": Text("{0} tidak sesuai", "{0} not as drawn"),
    "without": Text("tanpa contoh", "without examples"),
    "at": Text("contoh di baris {0}", "example at line {0}"),
    "sound": Text("tidak ada yang salah", "nothing is wrong"),
    "rulebook": Text("{0} buku aturan", "{0} rulebook|{0} rulebooks"),
    "rule": Text("{0} aturan", "{0} rule|{0} rules"),
    "example": Text("{0} contoh", "{0} example|{0} examples"),
    "errors": Text("{0} kesalahan", "{0} error|{0} errors"),
    "warnings": Text("{0} peringatan", "{0} warning|{0} warnings"),
    "kind twice": Text(
        "statement “{0}” sudah ditulis di {1}; nama kolom hanya dicari di salah satunya",
        "{1} describes a statement “{0}” too, and names of columns are looked up in one of them only",
    ),
    "eclipsed": Text(
        "tidak ada tabel yang akan dikenali sebagai “{0}”: “{1}” punya semua kolomnya dan selalu didahulukan",
        "no table will be taken for “{0}”, since “{1}” has all of its columns and always comes first",
    ),
}


def _said(key: str, lang: Lang, *values: object) -> str:
    return _WORDS[key](lang).format(*values)


def _counted(count: int, noun: str, lang: Lang) -> str:
    singular, _, plural = _said(noun, lang, count).partition("|")
    return plural if plural and count != 1 else singular


def loaded(names: Sequence[str] | None) -> tuple[Rulebook, ...] | None:
    """The rulebooks of these names; None, with every mistake told on stderr, where they cannot be used."""
    try:
        return load_rulebooks(names)
    except RulebookError as error:
        for mistake in error.mistakes:
            print(mistake.text, file=sys.stderr)
        return None


def by_id(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    """Rules by their id; one with variables stands there once for each choice of them."""
    grouped: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        grouped[rule.id].append(rule)
    return grouped


@dataclass(frozen=True, slots=True)
class Check:
    """A schema or an expectation as it is told: its text as written, what it demands and why, and of which tables."""

    id: str
    text: str
    title: Text
    why: Text
    severity: Severity
    kind: str
    line: int


def checks_of(book: Rulebook) -> Iterator[Check]:
    """What the schemas and expectations of a rulebook ask: rules too, though no equations."""
    from audit.schemas.words import text_of, title_of, why_of

    for shape in book.statements:
        asked: list[ColumnChecks | Expected] = [*shape.checks, *shape.expected]
        for one in asked:
            column = shape.column(one.column) if isinstance(one, ColumnChecks) else None
            unit = column.type if column is not None and column.type in FIGURES else None
            yield Check(one.id, text_of(one), title_of(one, unit), why_of(one), one.severity, shape.kind, one.line)


def run_list(names: Sequence[str] | None, lang: Lang) -> int:
    """Print all rules, rulebook by rulebook, each with its title and equations."""
    books = loaded(names)
    if books is None:
        return WRONG_USAGE
    console = new_console()
    for book in books:
        checks = list(checks_of(book))
        if not book.rules and not checks:
            continue
        console.print(Line(f"{book.id} · {book.title(lang)}", style="bold"))
        for id, rules in by_id(book.rules).items():
            console.print(Line(f"  {id}  {rules[0].title(lang)}"))
            for text in dict.fromkeys(rule.text for rule in rules):
                console.print(Line(f"      {text}", style="dim"))
        for check in checks:
            console.print(Line(f"  {check.id}  {check.title(lang)}"))
            console.print(Line(f"      {check.text}", style="dim"))
    return 0


def run_schema() -> int:
    """Print the JSON Schema of rule files."""
    from audit.rulebook._json_schema import file_schema

    print(json.dumps(file_schema(), indent=2, ensure_ascii=False))
    return 0


def _files(names: Sequence[str], lang: Lang) -> list[str] | None:
    """The names and paths of rule files, of a folder those in it; None for all that are shipped."""
    found: list[str] = []
    for name in names:
        if not Path(name).is_dir():
            found.append(name)
            continue
        inside = sorted(str(path) for path in Path(name).iterdir() if path.suffix in (".yaml", ".yml"))
        if not inside:
            stop(Text(f"{name} tidak memuat berkas aturan (.yaml)", f"{name} holds no rule file (.yaml)"), lang)
        found += inside
    return found or None


# Lint


@dataclass(frozen=True, slots=True)
class _Remark:
    """Something wrong in a rule file that can be read: its place, whether it is grave, and lines that belong to it."""

    place: str
    grave: bool
    text: str
    more: tuple[str, ...] = ()


def run_lint(names: Sequence[str], lang: Lang) -> int:
    """Print every mistake in rule files, then what is wrong between rules that can be read.

    The exit code is 3 for a mistake, a contradiction or a rule that can never be asked, else 0.
    """
    try:
        books = load_rulebooks(_files(names, lang))
    except RulebookError as error:
        _print_mistakes(error.mistakes, lang)
        return WRONG_USAGE
    console = new_console()
    remarks = [*_about_rules(books, lang), *_about_statements(books, lang)]
    for remark in sorted(remarks, key=lambda remark: not remark.grave):
        level = _said("error" if remark.grave else "warning", lang)
        console.print(Line(f"{remark.place}: {level}: {remark.text}"), soft_wrap=True)
        for line in remark.more:
            console.print(Line(f"    {line}", style="dim"), soft_wrap=True)
    named = [book for book in books if book.named]
    for book in named:
        _print_without_examples(book, lang)
    grave = sum(remark.grave for remark in remarks)
    parts = [
        _counted(len(named), "rulebook", lang),
        _counted(sum(len(by_id(book.rules)) for book in named), "rule", lang),
        *([_counted(grave, "errors", lang)] if grave else []),
        *([_counted(len(remarks) - grave, "warnings", lang)] if len(remarks) > grave else []),
        *([] if remarks else [_said("sound", lang)]),
    ]
    console.print(Line(" · ".join(parts), style="bold"))
    return WRONG_USAGE if grave else 0


def _print_mistakes(mistakes: Sequence[Mistake], lang: Lang) -> None:
    files = list(dict.fromkeys(mistake.file for mistake in mistakes))
    for mistake in sorted(mistakes, key=lambda mistake: (files.index(mistake.file), mistake.line)):
        print(mistake.text)
    print(_counted(len(mistakes), "errors", lang))


def _print_without_examples(book: Rulebook, lang: Lang) -> None:
    bare = [id for id, rules in by_id(book.rules).items() if not rules[0].examples]
    if bare:
        line = Line(f"{book.path}: {_said('without', lang)}: {', '.join(bare)}", style="dim")
        new_console().print(line, soft_wrap=True)


def _about_rules(books: Sequence[Rulebook], lang: Lang) -> Iterator[_Remark]:
    """What is wrong between rules, at least one of which stands in a rulebook that was named."""
    from audit.rules.consistency import flaws

    # The later of two rules is told of, and that should be one of those that were named.
    ordered = sorted(books, key=lambda book: book.named)
    paths = {rule.rulebook: book.path for book in books for rule in book.rules}
    named = {rule.rulebook for book in books if book.named for rule in book.rules}
    shapes = [shape for book in books for shape in book.statements]
    for flaw in flaws([rule for book in ordered for rule in book.rules], shapes):
        concerned = (flaw.rule,) if flaw.kind == "redundant" else (flaw.rule, *flaw.others)
        if named.isdisjoint(rule.rulebook for rule in concerned):
            # A rule of another rulebook that one of these makes needless is no fault of theirs.
            continue
        where = f" [{', '.join(flaw.kinds)}]" if flaw.kinds and flaw.kind != "never-here" else ""
        yield _Remark(
            f"{paths[flaw.rule.rulebook]}:{flaw.rule.line}",
            flaw.grave,
            f"“{flaw.rule.id}” ({flaw.rule.text}): {flaw.message(lang)}{where}",
            tuple(f"{paths[other.rulebook]}:{other.line}: “{other.id}” ({other.text})" for other in flaw.others),
        )


def _about_statements(books: Sequence[Rulebook], lang: Lang) -> Iterator[_Remark]:
    """Kinds of statement that stand in two rulebooks, and those that no table can be taken for."""
    from audit.recognise._eclipsed import eclipsed

    described: dict[str, Rulebook] = {}
    for book in books:
        for shape in book.statements:
            known = described.setdefault(shape.kind, book)
            if known is not book and (known.named or book.named):
                mine, theirs = (book, known) if book.named and not known.named else (known, book)
                yield _Remark(mine.path, False, _said("kind twice", lang, shape.kind, theirs.path))
    shapes = [(shape, book) for book in books for shape in book.statements]
    for shape, rival in eclipsed([shape for shape, _ in shapes]):
        book = next(book for one, book in shapes if one is shape)
        if book.named and shape.kind != rival.kind:
            yield _Remark(book.path, False, _said("eclipsed", lang, shape.kind, rival.kind))


# Examples


def run_test(names: Sequence[str], lang: Lang) -> int:
    """Try the examples of the rules in the named files, and print where one comes out otherwise than drawn.

    The exit code is 3 for a broken rule file, 1 where an example is not as drawn, else 0.
    """
    from audit.run.examples import try_examples

    books = loaded(_files(names, lang))
    if books is None:
        return WRONG_USAGE
    console, failed = new_console(), 0
    for book in (book for book in books if book.named):
        tried = list(try_examples(books, [book]))
        amiss = [one for one in tried if one.amiss is not None]
        failed += len(amiss)
        parts = [_counted(len(by_id(book.rules)), "rule", lang), _counted(len(tried), "example", lang)]
        if amiss:
            parts.append(_said("amiss", lang, len(amiss)))
        elif tried:
            parts.append(_said("as drawn", lang))
        console.print(Line(f"{book.path}: {' · '.join(parts)}", style="bold"), soft_wrap=True)
        for one in amiss:
            told = one.amiss(lang) if one.amiss is not None else ""
            console.print(Line(f"{book.path}:{one.example.line}: “{one.rule.id}”: {told}"), soft_wrap=True)
        _print_without_examples(book, lang)
    return 1 if failed else 0
