"""`audit export`: a kind of statement as a pandera schema or a suite of Great Expectations that run without us."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from audit.cli import WRONG_USAGE, stop
from audit.cli.check import write_whole
from audit.model.text import Lang, Text
from audit.rulebook import Rulebook, RulebookError, load_rulebooks
from audit.schemas.exports import LeftOut, Source


def run_export(target: str, kind: str, out: Path, rules: Sequence[str] | None, terminal: Lang, file: Lang) -> int:
    """Write the schema or the suite of a kind of statement, and say what could not be put into it."""
    try:
        books = load_rulebooks(rules)
    except RulebookError as error:
        for mistake in error.mistakes:
            print(mistake.text, file=sys.stderr)
        return WRONG_USAGE
    wanted = {"pandera": ".py", "gx": ".json"}[target]
    if out.suffix != wanted:
        stop(Text(f"{out} harus berakhiran {wanted}", f"{out} must end in {wanted}"), terminal)
    text, left = _text(target, _source(books, kind, terminal), out.stem, file)
    write_whole(out, text.encode(), terminal)
    _tell(out, left, terminal)
    return 0


def _text(target: str, source: Source, module: str, lang: Lang) -> tuple[str, tuple[LeftOut, ...]]:
    if target == "pandera":
        from audit.schemas.as_pandera import as_pandera

        return as_pandera(source, module, lang)
    from audit.schemas.as_gx import as_gx

    return as_gx(source, lang)


def _source(books: Sequence[Rulebook], kind: str, lang: Lang) -> Source:
    shapes = {shape.kind: shape for book in books for shape in book.statements}
    if kind not in shapes:
        near = get_close_matches(kind, shapes, 1)
        known = ", ".join(shapes)
        message = Text(f"tidak ada tabel jenis “{kind}”", f"no rulebook describes a statement “{kind}”")
        if near:
            message += Text(f"; mungkin “{near[0]}”?", f"; did you mean “{near[0]}”?")
        stop(message + Text(f" (yang ada: {known})", f" (there are: {known})"), lang)
    about = [book for book in books if any(shape.kind == kind for shape in book.statements)]
    rules = [rule for book in books for rule in book.rules if kind in rule.kinds and rule.off is None]
    paths = {rule.rulebook for rule in rules}
    named = [
        book.path for book in books if book in about or {Path(path).name for path in paths} & {Path(book.path).name}
    ]
    return Source(shapes[kind], tuple(rules), tuple(named))


def _tell(out: Path, left: Sequence[LeftOut], lang: Lang) -> None:
    if not left:
        return
    head = Text(f"tidak termuat dalam {out}:", f"not in {out}:")
    print(f"audit: {head(lang)}", file=sys.stderr)
    for one in left:
        print(f"  {one.id}: {one.reason(lang)}", file=sys.stderr)
