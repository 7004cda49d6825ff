"""The field `schema` of a statement: what each cell of a column may hold, in words that an auditor reads.

    schema:
      pagu:     {blank: refused, min: 0}
      keuangan: {min: 0, max: 100, severity: error, why: {id: …, en: …}}
      satuan:   {one_of: [paket, unit]}
      kode:     [{matches: "[0-9.]+"}, {unique: true, rows: leaf}]
      target:   {checks: {in_range: {min_value: 0, max_value: 10}}}

A column has one block of such words or a list of them. ``blank: refused`` wants every cell to print something. ``min``
and ``max`` are the least and the greatest figure, ``above`` and ``below`` leave the bound itself out, ``whole: true``
wants whole numbers. ``one_of`` and ``none_of`` list figures, or texts in which capitals and blanks make no difference.
``matches`` is a regular expression for the whole text. ``unique: true`` wants no text or code twice. Under ``checks``
stands any check of pandera by its own name with its own arguments. ``rows`` names the kinds of rows that are asked:
leaf, subtotal and total unless the block says otherwise. Amounts are in rupiah, percent or pieces.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast, get_args

from audit.model.report import SEVERITIES, Severity
from audit.model.shape import BODY, FIGURES, Argument, Check, ColumnChecks, ColumnShape, exactly
from audit.model.statement import RowKind
from audit.model.text import Text
from audit.rulebook._names import UNKNOWN
from audit.rulebook._yaml import Mapping, Scalar

BOUNDS = ("min", "max", "above", "below")
WORDS = ("blank", *BOUNDS, "whole", "one_of", "none_of", "matches", "unique", "checks")
#: What a schema and an expectation have in common with a rule.
RULE_WORDS = ("rows", "severity", "title", "why")

#: Words that are asked of figures only, and of texts only.
_OF_FIGURES = (*BOUNDS, "whole")
_OF_TEXTS = ("matches", "unique")
#: No amount has as many digits; Python refuses to write far longer ones.
_NUMBER = re.compile(r"-?\d{1,60}(\.\d{1,60})?")
_LONGEST = 40
_TRUTHS = {"true": True, "false": False}


def read_schema(body: Mapping, columns: Sequence[ColumnShape], kind: str) -> tuple[ColumnChecks, ...]:
    """The schema of a statement, block by block; what is wrong in it is noted."""
    known = {column.name: column for column in columns}
    schema = body.mapping("schema")
    found = []
    for name, value in schema.items():
        if name not in known:
            schema.wrong(name, f"there is no column “{name}”", name, known)
            continue
        blocks = value if isinstance(value, list) else [value]
        if not blocks or not all(isinstance(block, Mapping) for block in blocks):
            schema.wrong(name, f"the schema of “{name}” is a mapping such as {{blank: refused}}, or a list of such")
            continue
        for number, block in enumerate(blocks, 1):
            checks = _checks(block, known[name])
            suffix = f"-{number}" if number > 1 else ""
            id = f"skema-{kind}-{name}{suffix}".replace("_", "-")
            rule = ColumnChecks(id, name, checks, *rule_words(block), line=block.line)
            if checks:
                found.append(rule)
    return tuple(found)


def rule_words(block: Mapping) -> tuple[tuple[RowKind, ...], Severity, Text | None, Text | None]:
    """The rows that a block is asked of, its severity, its title and its reason."""
    rows = [text.value for text in block.texts("rows")]
    for name in rows:
        if name not in (kinds := _row_kinds()):
            block.wrong("rows", f"“rows” names {', '.join(kinds)}, not “{name}”", name, kinds)
    if block.fields.get("rows") == []:
        block.wrong("rows", "“rows” names no rows")
    severity = block.choice("severity", SEVERITIES, "warning")
    title, why = (block.both(key) if key in block.fields else None for key in ("title", "why"))
    return cast(Any, tuple(dict.fromkeys(rows)) or BODY), cast(Severity, severity), title, why


def _row_kinds() -> tuple[str, ...]:
    """The kinds of rows that may be asked; headings print no figure, and strays belong to no row."""
    return tuple(kind for kind in get_args(RowKind) if kind not in ("heading", "stray"))


def number(text: str) -> Fraction | None:
    """The exact number that a text of a rule file is, None where it is none."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def shown(text: str) -> str:
    """A text of a rule file for a message: a long one is cut."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _checks(block: Mapping, column: ColumnShape) -> tuple[Check, ...]:
    block.only((*WORDS, *RULE_WORDS))
    checks: list[Check] = []
    for word in block.fields:
        if word in ("blank", "unique", "whole"):
            checks.extend(_switch(block, word, column))
        elif word in WORDS and word != "checks" and _applies(block, word, column):
            value = _bound(block, word) if word in BOUNDS else _listed(block, word, column)
            if value is not None:
                checks.append(Check(word, {"": value}))
    checks.extend(_of_pandera(block.mapping("checks"), column))
    if all(word in RULE_WORDS for word in block.fields):
        block.wrong("", f"the schema of “{column.name}” asks nothing; it may ask {', '.join(WORDS)}")
    _nonempty(block, checks)
    return tuple(checks)


def _switch(block: Mapping, word: str, column: ColumnShape) -> list[Check]:
    """A word that is on or off; one that is off asks nothing."""
    on, off = ("refused", "allowed") if word == "blank" else ("true", "false")
    if not isinstance(block.fields[word], Scalar):
        block.wrong(word, f"“{word}” is {on} or {off}")
        return []
    asked = block.choice(word, (on, off), off) == on
    return [Check(word)] if asked and _applies(block, word, column) else []


def _applies(block: Mapping, word: str, column: ColumnShape) -> bool:
    figures = column.type in FIGURES
    if column.type == UNKNOWN:
        return False
    if word in _OF_FIGURES and not figures:
        block.wrong(word, f"“{word}” is asked of figures, and “{column.name}” is none")
        return False
    if word in _OF_TEXTS and figures:
        block.wrong(word, f"“{word}” is asked of texts and codes, and “{column.name}” holds figures")
        return False
    return True


def _bound(block: Mapping, word: str) -> Argument | None:
    text = block.text(word)
    value = number(text)
    if value is None and isinstance(block.fields[word], Scalar):
        block.wrong(word, f"“{word}” is a number such as 0 or 12.5, not “{shown(text)}”")
    return value


def _listed(block: Mapping, word: str, column: ColumnShape) -> Argument | None:
    """The values of ``one_of`` and ``none_of``, or the pattern of ``matches``."""
    if word == "matches":
        return _pattern(block)
    texts = block.texts(word)
    if block.fields[word] == []:
        block.wrong(word, f"“{word}” lists nothing")
    values: list[Argument] = []
    for text in texts:
        value = number(text.value) if column.type in FIGURES else text.value
        if value is None:
            message = f"“{column.name}” holds figures, and “{shown(text.value)}” is no number such as 0 or 12.5"
            block.mistakes.add(block.path, text.line, message)
        else:
            values.append(value)
    return tuple(values) if values else None


def _pattern(block: Mapping) -> Argument | None:
    text = block.text("matches")
    if not text:
        if isinstance(block.fields["matches"], Scalar):
            block.wrong("matches", "“matches” is an empty pattern")
        return None
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        block.wrong("matches", f"“{text}” is no regular expression: {error}")
        return None
    return text


def _nonempty(block: Mapping, checks: Sequence[Check]) -> None:
    """Note bounds between which no figure lies."""
    bounds = {check.word: cast(Fraction, check.arguments[""]) for check in checks if check.word in BOUNDS}
    for low in ("min", "above"):
        for high in ("max", "below"):
            if low in bounds and high in bounds:
                apart = bounds[high] - bounds[low]
                if apart < 0 or (apart == 0 and (low, high) != ("min", "max")):
                    block.wrong(high, f"no figure fits both “{low}” and “{high}”")
    for low, high in (("min", "above"), ("max", "below")):
        if low in bounds and high in bounds:
            block.wrong(high, f"“{low}” and “{high}” say the same thing twice; one of them is enough")


# Checks of pandera


def _of_pandera(body: Mapping, column: ColumnShape) -> list[Check]:
    if not body.fields:
        return []
    import pandas
    from pandera.backends.pandas import builtin_checks  # noqa: F401  (registers what pandera can ask of a column)
    from pandera.pandas import Check as Pandera

    registry = Pandera.CHECK_FUNCTION_REGISTRY
    known = sorted(
        name
        for name, asked in registry.items()
        # A test of statistics takes whatever it is given, and speaks of no cell.
        if pandas.Series in asked._function_registry and not name.endswith("_ttest")
    )
    known += [name for name in ("eq", "ne", "gt", "ge", "lt", "le", "between") if hasattr(Pandera, name)]
    checks = []
    for name in body.fields:
        if name not in known:
            body.wrong(name, f"pandera has no check “{name}” of a column", name, known)
        elif name.startswith("str_") and column.type in FIGURES:
            body.wrong(name, f"“{name}” is asked of texts and codes, and “{column.name}” holds figures")
        elif column.type != UNKNOWN:
            checks.extend(_one_of_pandera(body, name, column, getattr(Pandera, name)))
    return checks


def _one_of_pandera(body: Mapping, name: str, column: ColumnShape, asked: Any) -> list[Check]:
    """A check of pandera with its arguments by name, or with the one that needs no name."""
    value = body.fields[name]
    given = value.fields if isinstance(value, Mapping) else {"": value}
    parameters = [key for key in inspect.signature(asked).parameters if key not in ("args", "kwargs")]
    arguments: dict[str, Argument] = {}
    for key, part in given.items():
        if key and key not in parameters:
            value.wrong(key, f"“{name}” has no argument “{key}”, but {', '.join(parameters)}", key, parameters)
            return []
        taken = _argument(part, key, column, name)
        if taken is None:
            body.wrong(name, f"“{column.name}” holds figures, and so must what “{name}” is given")
            return []
        arguments[key] = taken
    exact = {key: exactly(part) for key, part in arguments.items()}
    try:
        asked(*[exact[key] for key in exact if not key], **{key: exact[key] for key in exact if key})
    except (TypeError, ValueError, re.error) as error:
        body.wrong(name, f"“{name}” cannot be asked so: {' '.join(str(error).split())}")
        return []
    return [Check(name, arguments, pandera=True)]


def _argument(part: Any, key: str, column: ColumnShape, name: str) -> Argument | None:
    """An argument as its check takes it: yes or no, a number where the column holds figures, else a text."""
    if isinstance(part, list):
        parts = [_argument(inner, key, column, name) for inner in part]
        return None if None in parts else tuple(parts)
    if not isinstance(part, Scalar):
        return None
    if key.startswith("include_") and part.value in _TRUTHS:
        return _TRUTHS[part.value]
    if column.type in FIGURES or name == "str_length":
        return number(part.value)
    return part.value
