"""What checks and expectations ask, in words of both languages."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from audit.model.decimals import plain
from audit.model.shape import Argument, Check, ColumnChecks, Expected
from audit.model.text import Text
from audit.notation.numerals import amount_text

#: Why a schema is asked where its author gave no reason.
WHY = Text(
    "Penulis aturan menetapkan apa yang boleh ada di kolom ini; isi lain biasanya salah ketik atau salah kolom.",
    "The author of the rules says what this column may hold; anything else is often a slip or in the wrong column.",
)
#: Why an expectation is asked where its author gave no reason.
WHY_EXPECTED = Text(
    "Penulis aturan mengharapkan ini dari tabel; Great Expectations yang memeriksanya.",
    "The author of the rules expects this of the table; Great Expectations checks it.",
)

_BOUNDS = {
    "min": Text("paling sedikit {}", "at least {}"),
    "max": Text("paling banyak {}", "at most {}"),
    "above": Text("lebih dari {}", "more than {}"),
    "below": Text("kurang dari {}", "less than {}"),
}
_LISTS = {
    "one_of": Text("salah satu dari {}", "one of {}"),
    "none_of": Text("bukan {}", "none of {}"),
    "matches": Text("menurut pola {}", "written as the pattern {} says"),
}
_BARE = {
    "blank": Text("terisi", "filled"),
    "unique": Text("tidak berulang", "unique"),
    "whole": Text("bilangan bulat", "a whole number"),
}


def asks(check: Check, unit: str | None) -> Text:
    """What a check asks of a cell, to stand after “must be”."""
    if check.pandera:
        called = called_with(check.word, check.arguments)
        return Text(f"sesuai {called}", f"as {called} asks")
    if check.word in _BARE:
        return _BARE[check.word]
    value = check.arguments[""]
    if isinstance(value, Fraction):
        told = amount_text(value, unit)
    elif isinstance(value, tuple):
        parts = [amount_text(part, unit) if isinstance(part, Fraction) else Text(part, part) for part in value]
        told = Text(", ".join(part.id for part in parts), ", ".join(part.en for part in parts))
    else:
        told = Text(f"“{value}”", f"“{value}”")
    phrase = _BOUNDS.get(check.word) or _LISTS[check.word]
    return Text(phrase.id.format(told.id), phrase.en.format(told.en))


def all_asked(checks: Iterable[Check], unit: str | None) -> Text:
    """What several checks ask of a cell, in one phrase."""
    parts = [asks(check, unit) for check in checks]
    return Text(_joined([part.id for part in parts], "dan"), _joined([part.en for part in parts], "and"))


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def title_of(asked: ColumnChecks | Expected, unit: str | None = None) -> Text:
    """The title of a schema or an expectation as a rule: that of its author, or what it asks."""
    if asked.title is not None:
        return asked.title
    if isinstance(asked, ColumnChecks):
        told = all_asked(asked.checks, unit)
        return Text(f"Isi {asked.column} harus {told.id}", f"What stands under {asked.column} must be {told.en}")
    called = text_of(asked)
    return Text(f"Tabel memenuhi {called}", f"The table meets {called}")


def why_of(asked: ColumnChecks | Expected) -> Text:
    """The reason of a schema or an expectation as a rule."""
    return asked.why or (WHY if isinstance(asked, ColumnChecks) else WHY_EXPECTED)


def text_of(asked: ColumnChecks | Expected) -> str:
    """A schema or an expectation as it was written, on one line."""
    if isinstance(asked, Expected):
        return called_with(asked.name, asked.arguments)
    return f"{asked.column}: " + ", ".join(_written(check) for check in asked.checks)


def _written(check: Check) -> str:
    if check.pandera:
        return called_with(check.word, check.arguments)
    if check.word == "blank":
        return "blank refused"
    return f"{check.word} {_value(check.arguments[''])}" if check.arguments else check.word


def called_with(name: str, arguments: dict[str, Argument]) -> str:
    """A name with its arguments, as ``in_range(min_value=0, max_value=10)``."""
    return f"{name}({', '.join((f'{key}=' if key else '') + _value(value) for key, value in arguments.items())})"


def _value(value: Argument) -> str:
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_value(part) for part in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_value(part)}' for key, part in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else value
