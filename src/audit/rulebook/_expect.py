"""The field `expect` of a statement: core expectations of Great Expectations, by name and arguments.

    expect:
      - expect_column_values_to_be_between: {column: keuangan, min_value: 0, max_value: 100}
        severity: error
      - ExpectColumnSumToBeBetween: {column: pagu, min_value: 1}
        rows: leaf

Names and arguments are held against the descriptions that Great Expectations carries in its own package, which can be
read without importing it: that takes seconds. Only the few expectations that have no description there are imported.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from audit.model.shape import FIGURES, Argument, ColumnShape, Expected
from audit.rulebook._schema import RULE_WORDS, number, rule_words, shown
from audit.rulebook._yaml import Mapping, Scalar

#: Arguments of every expectation that say how it is run and told, which is ours to say.
_TOLD = ("id", "meta", "notes", "description", "rendered_content", "severity", "metadata", "library_metadata")
_OURS = frozenset((*_TOLD, "result_format", "catch_exceptions", "windows", "batch_id"))
#: Runs on tables of pandas, though the package does not say so.
_RUNS = frozenset({"expect_column_values_to_be_in_type_list"})
_PANDAS = "Pandas"
_COLUMNS = ("column", "column_A", "column_B", "column_list", "column_set")
_OF_TEXTS = ("regex", "strftime", "json", "dateutil", "value_lengths")
_OF_FIGURES = (
    "max_to",
    "mean",
    "median",
    "min_to",
    "stdev",
    "sum",
    "quantile",
    "between",
    "z_scores",
    "outliers",
)
#: A binary float keeps every whole number up to here.
_WHOLE_IN_FLOAT = 2**53


def read_expectations(body: Mapping, columns: Sequence[ColumnShape], kind: str) -> tuple[Expected, ...]:
    """The expectations of a statement; what is wrong in them is noted."""
    known = {column.name: column for column in columns}
    items = body.sequence("expect")
    if body.fields.get("expect") == []:
        body.wrong("expect", "“expect” lists no expectation")
    found: list[Expected] = []
    ids: Counter[str] = Counter()
    for item in items:
        asked = [key for key in item.fields if key not in RULE_WORDS] if isinstance(item, Mapping) else []
        if len(asked) != 1:
            line = item.line if isinstance(item, Mapping | Scalar) else body.lines["expect"]
            example = "expect_column_values_to_be_unique: {column: kode}"
            body.mistakes.add(body.path, line, f"each item of “expect” names one expectation, as in “{example}”")
            continue
        name = _name(item, asked[0])
        arguments = _arguments(item, asked[0], name, known) if name else None
        if name and arguments is not None:
            about = arguments.get("column", arguments.get("column_A", ""))
            id = f"harapan-{kind}-{name.removeprefix('expect_')}-{about}".replace("_", "-").strip("-")
            ids[id] += 1
            id += f"-{ids[id]}" if ids[id] > 1 else ""
            found.append(Expected(id, name, arguments, *rule_words(item), line=item.line))
    return tuple(found)


# What Great Expectations says of its expectations


@cache
def _folder() -> Path:
    """The folder in which Great Expectations describes its expectations; finding it imports nothing."""
    spec = find_spec("great_expectations")
    places = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(places or ["."]))) / "expectations" / "core" / "schemas"


@cache
def _index() -> dict[str, dict[str, Any] | None]:
    """All core expectations by name, each with its entry in the index, None where it has no description."""
    index = json.loads((_folder() / "index.json").read_text("utf-8"))
    return {**index["expectations"], **dict.fromkeys(index["documented_absent"])}


@cache
def described(name: str) -> dict[str, Any]:
    """The JSON Schema of the arguments of an expectation, definitions included."""
    entry = _index()[name]
    if entry is not None:
        return cast(dict[str, Any], json.loads((_folder() / entry["schema_file"]).read_text("utf-8")))
    import warnings

    with warnings.catch_warnings():
        # Great Expectations imports modules of Python that have other names by now.
        warnings.filterwarnings("ignore", "module 'sre_", DeprecationWarning)
        from great_expectations.expectations.registry import get_expectation_impl

    return get_expectation_impl(name).schema()


def snake(name: str) -> str:
    """The name of an expectation in small letters, as ``expect_column_to_exist`` for ``ExpectColumnToExist``."""
    if "_" in name:
        return name
    parts = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", parts).lower()


# One expectation


def _name(item: Mapping, written: str) -> str | None:
    name, known = snake(written), _index()
    if name not in known:
        item.wrong(written, f"Great Expectations has no core expectation “{written}”", name, known)
        return None
    entry = known[name]
    if entry is not None and _PANDAS not in entry["supported_data_sources"] and name not in _RUNS:
        item.wrong(written, f"“{written}” asks a database, and a report is none")
        return None
    return name


def _arguments(item: Mapping, written: str, name: str, columns: Table[str, ColumnShape]) -> dict[str, Argument] | None:
    """The arguments of an expectation, each as it is taken; None where something is wrong with them."""
    body = item.fields[written]
    if not isinstance(body, Mapping):
        item.wrong(written, f"“{written}” is given its arguments as a mapping, as in {{column: kode}}")
        return None
    schema = described(name)
    properties = {key: part for key, part in schema["properties"].items() if key not in _OURS}
    known = list(properties)
    before = len(item.mistakes.found)
    for key in body.fields:
        if key not in properties:
            body.wrong(key, f"“{name}” has no argument “{key}”", key, known)
    missing = [key for key in schema.get("required", ()) if key not in body.fields]
    if name.endswith("_between") and "min_value" in known and not {"min_value", "max_value"} & set(body.fields):
        missing.append("min_value or max_value")
    if missing:
        item.wrong(written, f"“{name}” needs {', '.join(missing)}")
    _look_up(body, name, columns)
    reader = _Reader(body, name, schema.get("definitions", {}), columns)
    arguments = {key: reader.argument(key, properties[key]) for key in body.fields if key in properties}
    _ordered(body, arguments)
    _compiled(body)
    return None if len(item.mistakes.found) > before else arguments


def _look_up(body: Mapping, name: str, columns: Table[str, ColumnShape]) -> None:
    """Note columns that are none, and those of a type of which the expectation cannot be asked."""
    for key in _COLUMNS:
        for text in body.texts(key) if key in body.fields else ():
            column = columns.get(text.value)
            if column is None:
                message = f"there is no column “{text.value}”"
                body.mistakes.add(body.path, text.line, message, text.value, columns)
            elif column.type in FIGURES and any(part in name for part in _OF_TEXTS):
                message = f"“{name}” is asked of texts and codes, and “{text.value}” holds figures"
                body.mistakes.add(body.path, text.line, message)
            elif column.type not in ("", *FIGURES) and _of_figures(name):
                message = f"“{name}” is asked of figures, and “{text.value}” is none"
                body.mistakes.add(body.path, text.line, message)


def _of_figures(name: str) -> bool:
    if any(part in name for part in (*_OF_TEXTS, "proportion", "count")):
        return False
    return any(part in name for part in _OF_FIGURES) or "greater_than" in name


def _ordered(body: Mapping, arguments: Table[str, Argument]) -> None:
    low, high = arguments.get("min_value"), arguments.get("max_value")
    if isinstance(low, Fraction) and isinstance(high, Fraction) and low > high:
        body.wrong("max_value", "nothing is between “min_value” and “max_value”")


def _compiled(body: Mapping) -> None:
    for key in ("regex", "regex_list"):
        for text in body.texts(key) if key in body.fields else ():
            try:
                re.compile(text.value)
            except (re.error, OverflowError, RecursionError) as error:
                message = f"“{shown(text.value)}” is no regular expression: {error}"
                body.mistakes.add(body.path, text.line, message)


class _Reader:
    """Takes the texts of a rule file as what an expectation wants: numbers, yes or no, lists and mappings of such."""

    def __init__(
        self, body: Mapping, name: str, definitions: Table[str, Any], columns: Table[str, ColumnShape]
    ) -> None:
        self.body = body
        self.name = name
        self.definitions = definitions
        asked = {key: body.fields.get(key) for key in ("column", "column_A", "column_B")}
        named = {key: columns.get(value.value) for key, value in asked.items() if isinstance(value, Scalar)}
        holds = {key: column is not None and column.type in FIGURES for key, column in named.items()}
        self.figures = holds.get("column", False)
        self.pair = (holds.get("column_A", False), holds.get("column_B", False))

    def argument(self, key: str, schema: dict[str, Any]) -> Argument:
        """The value of an argument; what it cannot be is noted."""
        forms = [form for form in self._forms(schema) if key != "value_set" or self._fits(form)]
        value = self.body.fields[key]
        taken = self._pairs(value) if key == "value_pairs_set" else self._taken(value, forms)
        if taken is None:
            self.body.wrong(key, f"“{key}” of “{self.name}” is {_told(forms)}{_but(value)}")
            return ""
        if isinstance(taken, Fraction):
            self._measured(key, taken, forms)
        return taken

    def _forms(self, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The forms that a value may have; parameters of a suite and dates are none of ours."""
        if "$ref" in schema:
            schema = self.definitions[schema["$ref"].rsplit("/", 1)[-1]]
        inner = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]
        for part in inner:
            yield from (form for form in self._forms(part) if form.get("type") != "object" or "properties" in form)
        if "type" in schema and "format" not in schema:
            yield schema

    def _pairs(self, value: Any) -> Argument | None:
        """Pairs of values, each a number where its column holds figures and a text where it does not."""
        if not isinstance(value, list):
            return None
        pairs: list[Argument] = []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(part, Scalar) for part in pair):
                return None
            taken = [
                number(part.value) if is_figure else part.value for part, is_figure in zip(pair, self.pair, strict=True)
            ]
            if None in taken:
                return None
            pairs.append(tuple(taken))
        return tuple(pairs)

    def _fits(self, form: dict[str, Any]) -> bool:
        """Whether values of a form can stand in the column: figures are numbers, and nothing else is."""
        texts = {inner["type"] for inner in self._forms(form.get("items") or {})} == {"string"}
        return texts != self.figures

    def _taken(self, value: Any, forms: Sequence[dict[str, Any]]) -> Argument | None:
        for form in sorted(forms, key=lambda form: form["type"] == "string"):
            taken = self._as(value, form)
            if taken is not None:
                return taken
        return None

    def _as(self, value: Any, form: dict[str, Any]) -> Argument | None:
        """The value as one form takes it, None where it is no such."""
        if isinstance(value, list):
            return self._list(value, form) if form["type"] == "array" else None
        if isinstance(value, Mapping):
            # The values of a distribution are those of the column, all else in it is numbers.
            texts = "" if self.figures else "values"
            inner = {key: _free(part, texts=key == texts) for key, part in value.items()}
            return inner if form["type"] == "object" else None
        text = value.value
        match form["type"]:
            case "boolean":
                return {"true": True, "false": False}.get(text)
            case "integer" | "number":
                found = number(text)
                return found if found is None or form["type"] == "number" or found.denominator == 1 else None
            case "string":
                return text if text in form.get("enum", (text,)) else None
        return None

    def _list(self, values: list[Any], form: dict[str, Any]) -> Argument | None:
        items = form.get("items") or {}
        if isinstance(items, dict) and items and list(self._forms(items)):
            forms = list(self._forms(items))
            taken = [self._taken(value, forms) for value in values]
            return None if None in taken else tuple(taken)
        return tuple(_free(value) for value in values)

    def _measured(self, key: str, taken: Fraction, forms: Sequence[dict[str, Any]]) -> None:
        """Note a number out of bounds, or one that no binary float keeps, as Great Expectations would keep it."""
        form = next(form for form in forms if form["type"] in ("number", "integer"))
        low, high = form.get("minimum"), form.get("maximum")
        if (low is not None and taken < low) or (high is not None and taken > high):
            self.body.wrong(key, f"“{key}” is a number from {low:g} to {high:g}")
        inexact = Fraction(float(taken)) != taken
        if inexact and abs(taken) > _WHOLE_IN_FLOAT:
            self.body.wrong(key, f"“{key}” has more digits than Great Expectations keeps; round it to 15")
        elif inexact and key == "sum_total":
            told = "is kept as a binary float, which no exact sum is equal to; write a rule with an equation instead"
            self.body.wrong(key, f"“{key}” {told}")


def _free(value: Any, *, texts: bool = False) -> Argument:
    """A value of which nothing is said: a number where it looks like one, unless it is among texts."""
    if isinstance(value, list):
        return tuple(_free(part, texts=texts) for part in value)
    if isinstance(value, Mapping):
        return {key: _free(part, texts=texts) for key, part in value.items()}
    found = None if texts else number(value.value)
    return value.value if found is None else found


def _told(forms: Sequence[dict[str, Any]]) -> str:
    """What a value may be, in a few words."""
    words = {"boolean": "true or false", "integer": "a whole number", "number": "a number", "string": "a text"}
    told = [" or ".join(form["enum"]) if "enum" in form else words.get(form["type"], "") for form in forms]
    items = {str((form.get("items") or {}).get("type")) for form in forms if form["type"] == "array"}
    words_of = {"number": "a list of numbers", "array": "a list of pairs of values as the columns hold them"}
    told += [words_of.get(next(iter(items)), "a list of texts")] if items else []
    told += ["a mapping"] if any(form["type"] == "object" for form in forms) else []
    return " or ".join(dict.fromkeys(word for word in told if word))


def _but(value: Any) -> str:
    return f", not “{shown(value.value)}”" if isinstance(value, Scalar) else ""
