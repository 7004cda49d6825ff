"""The JSON Schema of rule files, by which an editor completes them and marks what is wrong as they are written.

It is made from the fields and choices that the loader itself goes by. It says less than the loader, which also looks
every name up: what is valid here can still be a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from audit.model.report import SEVERITIES
from audit.model.shape import Type
from audit.rulebook import _check, _codes, _examples, _expect, _prose, _rules, _schema
from audit.rules.expression import ASSERTIONS, CONDITIONS, FUNCTIONS, MANY_ROWS, ONE_ROW, RESERVED
from audit.rules.prose import PLACEHOLDER
from audit.rules.rule import Missing

Node = dict[str, Any]

#: YAML gives a type to what looks like a number or a truth; the loader takes all of them as text.
_TEXT: Node = {"type": ["string", "number", "boolean"]}
_NAME = "^[a-z_][a-z0-9_]*$"
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"


def file_schema() -> Node:
    """The schema of a rule file, in JSON Schema 2020-12."""
    fields = {
        "rulebook": (_TEXT, "The name of this rulebook."),
        "uses": (_texts(), "Rulebooks that this one builds on, by the name of a shipped one or of a file beside it."),
        "title": (_BOTH, "What the rulebook is about, in both languages."),
        "codes": (
            _by_name(_grammar(), _ID),
            "Code grammars by name: which codes there are, and what stands under what.",
        ),
        "statements": (_by_name(_statement(), _NAME), "Kinds of statement by name, each with its columns."),
        "prose": (
            {"type": "object", "properties": {name: {} for name in _prose.PROSE_FIELDS}, "additionalProperties": False},
            "Words of running text, each list by what its words say of an amount.",
        ),
        "rules": ({"type": "array", "items": _rule()}, "The rules, each a mapping that begins with its id."),
    }
    schema = _object(_check._TOP_FIELDS, fields, ["title"])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "audit rule file"}
    return {
        **head,
        "description": "A rulebook: kinds of statement, and the rules that they are held against.",
        **schema,
    }


# The forms of values


_BOTH: Node = {
    "type": "object",
    "properties": {
        "id": {**_TEXT, "description": "The sentence in Indonesian."},
        "en": {**_TEXT, "description": "The sentence in English."},
    },
    "required": ["id", "en"],
    "additionalProperties": False,
}


def _texts(of: Node = _TEXT) -> Node:
    """One text, or a list of texts."""
    return {"anyOf": [of, {"type": "array", "items": of}]}


def _one_of(choices: Iterable[str]) -> Node:
    known = list(choices)
    # YAML reads true and false as truths.
    truths: list[Any] = [choice == "true" for choice in known if choice in ("true", "false")]
    return {"enum": [*known, *truths]}


def _by_name(of: Node, pattern: str) -> Node:
    named: Node = {"pattern": pattern}
    if pattern == _NAME:
        named["not"] = {"enum": sorted(RESERVED)}
    return {"type": "object", "propertyNames": named, "additionalProperties": of}


def _object(fields: Iterable[str], described: Mapping[str, tuple[Node, str]], required: Iterable[str] = ()) -> Node:
    """A mapping with these fields and no others; each must be described, and nothing else may be."""
    properties = {name: {**described[name][0], "description": described[name][1]} for name in fields}
    strange = described.keys() - properties.keys()
    if strange:
        raise ValueError(f"no such field: {', '.join(sorted(strange))}")
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


# Statements


def _statement() -> Node:
    fields = {
        "columns": (_by_name(_column(), _NAME), "The columns by the names that rules use, in order of preference."),
        "titles": (_texts(), "Words in the title of a table that speak for this kind."),
        "labels": (_texts(), "Labels of rows that speak for this kind, as surplus."),
        "apart": (_texts(), "How labels begin of rows that are never added: a balance, or a part told once more."),
        "weights": (
            {"type": "object", "additionalProperties": {"enum": [1, -1, 0, "1", "-1", "0"]}},
            "By code or label: with which sign a row is added into the one above it.",
        ),
        "rows": (
            {"type": "object", "additionalProperties": _TEXT},
            "Names of rows, each with the condition by which a row has it; rules say name.column and is(name).",
        ),
        "synonyms": (
            {"type": "array", "items": {"type": "array", "items": _TEXT}},
            "Groups of words that mean the same when rows of a recap are paired with tables.",
        ),
        "common": (_texts(), "Words that tell nothing apart when rows of a recap are paired with tables."),
        "codes": (_texts(), "The code grammars that the codes of this statement may follow."),
        "by": (_texts(), "Columns of text that part one table into several reports."),
        "spread": (_one_of(("true", "false")), "Whether the code stands in several columns, a level in each."),
        "known_by": (
            _texts(),
            "Columns of which a table must have one to be of this kind, unless its words speak for it.",
        ),
        "general": (
            _one_of(("true", "false")),
            "Whether a table of no known kind is taken for this one, its columns named by their headings.",
        ),
        "schema": (
            {"type": "object", "additionalProperties": _or_list(_block())},
            "By column: what each cell may hold.",
        ),
        "expect": ({"type": "array", "items": _expectation()}, "Expectations of Great Expectations, by name."),
    }
    return _object(_check._STATEMENT_FIELDS, fields, ["columns"])


def _column() -> Node:
    fields = {
        "type": (_one_of(get_args(Type)), "What the column holds; rupiah, percent and count are figures."),
        "headings": (_texts(), "Headings by which the column is known, the best first."),
        "sign": (_one_of(("any", "nonnegative")), "Whether its figures can be below zero; a blank is then at least 0."),
        "required": (_one_of(("true", "false")), "Whether a table without the column is told as a problem."),
        "rounding": (_one_of(_rules._ROUNDINGS), "How its figures were rounded; detect is the default."),
        "units": (_one_of(("true", "false")), "Whether a count may be printed with its unit, as in 12 Orang x 3 Kali."),
        "exact": (_one_of(("true", "false")), "Whether its figures are no roundings, as a rate of tax."),
    }
    return _object(_check._COLUMN_FIELDS, fields, ["type"])


def _grammar() -> Node:
    levels = {
        "form": (_texts(), "How the code of this level is written: 9 for any digit, A for any letter, as in 9.99."),
        "continues": (_texts(), "The levels whose code this one goes on from."),
        "under": (_texts(), "Further levels that this one may stand under, with a code of its own."),
        "alone": (_one_of(("true", "false")), "Whether the code may be printed without what it continues."),
    }
    level = _object(_codes._LEVEL_FIELDS, levels, ["form"])
    fields = {
        "title": (_BOTH, "What the codes are, in both languages."),
        "levels": (_by_name(level, _ID), "The levels by name, from the top."),
    }
    return _object(_codes._FIELDS, fields, ["title", "levels"])


def _or_list(of: Node) -> Node:
    return {"anyOf": [of, {"type": "array", "items": of, "minItems": 1}]}


def _checked() -> dict[str, tuple[Node, str]]:
    """What the blocks of a schema and expectations have in common with rules."""
    return {
        "rows": (_texts(_one_of(_schema._row_kinds())), "The kinds of rows that are asked."),
        "severity": (_one_of(SEVERITIES), "How grave a finding is; warning is the default."),
        "title": (_BOTH, "What is asked, as a true sentence in both languages."),
        "why": (_BOTH, "The reason, in both languages."),
    }


def _block() -> Node:
    number: Node = {"type": ["number", "string"]}
    values = {"type": "array", "items": _TEXT, "minItems": 1}
    fields = {
        "blank": (_one_of(("refused", "allowed")), "Whether a cell may print nothing."),
        "min": (number, "The least figure."),
        "max": (number, "The greatest figure."),
        "above": (number, "What every figure is above."),
        "below": (number, "What every figure is below."),
        "whole": (_one_of(("true", "false")), "Whether figures are whole numbers."),
        "one_of": ({"anyOf": [_TEXT, values]}, "The only figures or texts allowed."),
        "none_of": ({"anyOf": [_TEXT, values]}, "Figures or texts that are not allowed."),
        "matches": (_TEXT, "A regular expression for the whole text."),
        "unique": (_one_of(("true", "false")), "Whether no text or code stands twice."),
        "checks": ({"type": "object"}, "Checks of pandera by their own names, with their arguments."),
        **_checked(),
    }
    return _object((*_schema.WORDS, *_schema.RULE_WORDS), fields)


def _expectation() -> Node:
    known = {
        name: {
            "type": "object",
            "description": f"Great Expectations: {name.removeprefix('expect_').replace('_', ' ')}.",
        }
        for name in sorted(_expect._index())
    }
    common = _object(_schema.RULE_WORDS, _checked())
    return {
        "type": "object",
        "properties": {**known, **common["properties"]},
        "patternProperties": {"^Expect[A-Za-z]+$": {"type": "object"}},
        "additionalProperties": False,
    }


# Rules


def _rule() -> Node:
    figures = ", ".join(sorted(FUNCTIONS))
    rows = ", ".join(sorted(ONE_ROW | MANY_ROWS))
    prose = f"^(?!.*{PLACEHOLDER.pattern}.*{PLACEHOLDER.pattern})(?=.*{PLACEHOLDER.pattern})"
    fields = {
        "id": (
            {**_TEXT, "pattern": _ID},
            "Small letters, digits and hyphens; findings and settings name the rule by it.",
        ),
        "title": (_BOTH, "A true sentence that the rule holds, in both languages."),
        "why": (_BOTH, "The accounting reason, in both languages."),
        "regulation": (_TEXT, "The passage that demands it; only where you have read it."),
        "in": (_texts(), "The kinds of statement that are asked; all of this file where none is named."),
        "severity": (_one_of(SEVERITIES), "How grave a finding is; error is the default."),
        "for": (_by_name(_texts(), _NAME), "Variables, each with the columns that it stands for in turn."),
        "when": (
            _TEXT,
            f"A condition; only rows that meet it are asked. Besides comparisons: {', '.join(sorted(CONDITIONS))}, ~.",
        ),
        "mention": (
            _texts({"type": "string", "pattern": prose}),
            "A piece of a sentence with {rupiah}, {percent} or {count} in it; “figure” is the amount there.",
        ),
        "assert": (
            _TEXT,
            f"The equation or bound, as sisa = pagu - realisasi. Functions: {figures}, abs. Rows: {rows}. "
            f"Or one of {', '.join(sorted(ASSERTIONS))}.",
        ),
        "base": (_texts(), "The possible bases of a share; or a percent column whose base is taken over."),
        "like": (_TEXT, "The column whose base is taken where the figures cannot tell."),
        "match": (_TEXT, "The kind of statement whose tables the rows are paired with by their titles."),
        "tolerance": (
            {"type": ["number", "string"], "pattern": f"^{_rules._AMOUNT.pattern}$", "minimum": 0},
            "How far the two sides may be apart, in the unit of the left side.",
        ),
        "missing": (_one_of(get_args(Missing)[1:]), "What a blank is; an unknown amount where nothing is said."),
        "rounding": (_one_of(_rules._ROUNDINGS), "How the figures of the left side were rounded."),
        "examples": (_drawn(), "Drawn tables in which the rule holds, and tables in which it finds something."),
    }
    return _object(_rules.RULE_FIELDS, fields, ["id", "title", "why", "assert"])


def _drawn() -> Node:
    table: Node = {"type": "string"}
    fields = {
        "table": (table, "A drawn table: columns parted by two blanks or more, or by |; a lone . is a blank."),
        "tables": ({"type": "object", "additionalProperties": table}, "Several drawn tables by name."),
        "finds": (_texts(), "What is found, a line each: row | column | stated | expected."),
    }
    example = _object(_examples._EXAMPLE_FIELDS, fields)
    kinds = {
        "holds": (
            {"type": "array", "items": {"anyOf": [table, example]}},
            "Tables in which the rule is asked and holds.",
        ),
        "fails": (
            {"type": "array", "items": {**example, "required": ["finds"]}},
            "Tables in which it finds something.",
        ),
    }
    return _object(_examples._FIELDS, kinds)
