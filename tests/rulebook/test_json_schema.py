"""The JSON Schema of rule files: it follows the loader, takes what is shipped and refuses what nobody knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from audit.rulebook import _check, _codes, _examples, _rules, _schema, shipped
from audit.rulebook._json_schema import file_schema

BAD = Path(__file__).parent / "bad"
UNKNOWN = [
    path for path in sorted(BAD.glob("*.yaml")) if "unknown field" in path.with_suffix(".txt").read_text("utf-8")
]
SCHEMA = file_schema()
RULE = {
    "id": "sisa",
    "title": {"id": "Sisa", "en": "Rest"},
    "why": {"id": "Begitu.", "en": "So it is."},
    "assert": "sisa = pagu - realisasi",
}


def mistakes(content: Any) -> list[str]:
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(content)]


def read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


def book(**rule: Any) -> dict[str, Any]:
    return {"title": {"id": "Kasus", "en": "Case"}, "rules": [{**RULE, **rule}]}


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted(shipped().glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_rulebook_is_valid(path: Path) -> None:
    assert mistakes(read(path)) == []


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path.stem)
def test_a_file_with_an_unknown_field_is_not(path: Path) -> None:
    assert mistakes(read(path)) != []


def test_there_are_files_with_unknown_fields() -> None:
    assert len(UNKNOWN) >= 3


def test_the_fields_are_those_of_the_loader() -> None:
    statement = SCHEMA["properties"]["statements"]["additionalProperties"]
    rule = SCHEMA["properties"]["rules"]["items"]
    grammar = SCHEMA["properties"]["codes"]["additionalProperties"]
    examples = rule["properties"]["examples"]
    found = {
        "top": SCHEMA,
        "statement": statement,
        "column": statement["properties"]["columns"]["additionalProperties"],
        "schema": statement["properties"]["schema"]["additionalProperties"]["anyOf"][0],
        "rule": rule,
        "grammar": grammar,
        "level": grammar["properties"]["levels"]["additionalProperties"],
        "examples": examples,
        "example": examples["properties"]["fails"]["items"],
    }
    assert {name: sorted(node["properties"]) for name, node in found.items()} == {
        "top": sorted(_check._TOP_FIELDS),
        "statement": sorted(_check._STATEMENT_FIELDS),
        "column": sorted(_check._COLUMN_FIELDS),
        "schema": sorted((*_schema.WORDS, *_schema.RULE_WORDS)),
        "rule": sorted(_rules.RULE_FIELDS),
        "grammar": sorted(_codes._FIELDS),
        "level": sorted(_codes._LEVEL_FIELDS),
        "examples": sorted(_examples._FIELDS),
        "example": sorted(_examples._EXAMPLE_FIELDS),
    }
    for node in found.values():
        assert node["additionalProperties"] is False
        assert all(field["description"].endswith(".") for field in node["properties"].values())


@pytest.mark.parametrize(
    "fields",
    [
        {"tolerance": 1},
        {"tolerance": "0.5"},
        {"missing": "zero"},
        {"base": ["pagu", "root.pagu"]},
        {"for": {"x": ["pagu", "sisa"]}},
        {"mention": "dana sebesar {rupiah}"},
        {"examples": {"holds": ["a  b\n1  2\n"], "fails": [{"table": "a  b\n1  2\n", "finds": "1 | a | 1 | 2"}]}},
    ],
)
def test_what_a_rule_may_say_is_valid(fields: dict[str, Any]) -> None:
    assert mistakes(book(**fields)) == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"tolerance": -1}, "$.rules[0].tolerance"),
        ({"tolerance": "sedikit"}, "$.rules[0].tolerance"),
        ({"missing": "nol"}, "$.rules[0].missing"),
        ({"severity": "parah"}, "$.rules[0].severity"),
        ({"id": "Sisa Dana"}, "$.rules[0].id"),
        ({"title": {"id": "Sisa"}}, "$.rules[0].title"),
        ({"mention": "dana sebesar"}, "$.rules[0].mention"),
        ({"mention": "dari {rupiah} ke {percent}"}, "$.rules[0].mention"),
        ({"for": {"parent": ["pagu"]}}, "$.rules[0].for"),
        ({"examples": {"fails": [{"table": "a  b"}]}}, "$.rules[0].examples.fails[0]"),
    ],
)
def test_what_a_rule_cannot_say_is_not(fields: dict[str, Any], place: str) -> None:
    assert mistakes(book(**fields)) == [place]
