"""JSON is the report for programs, in the contract `audit-report/1`; several reports are one `audit-run/1`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, cast

from audit.model.contract import run_to_dict
from audit.model.report import Report
from audit.model.text import Lang

SUFFIXES = (".json",)


def render(report: Report, lang: Lang) -> bytes:
    """The report as indented JSON, its keys in the order of the contract."""
    return _encoded(part(report, lang).text)


@dataclass(frozen=True, slots=True)
class Part:
    """What a run keeps of one report: its text, which is a tenth of its objects, and what the run counts."""

    text: str
    counted: dict[str, Any]


def part(report: Report, lang: Lang) -> Part:
    """The report as a run holds it."""
    content = replace(report, lang=lang).to_dict()
    return Part(_text(content), {key: content[key] for key in ("verdict", "exit", "summary")})


def whole(parts: Sequence[Part], lang: Lang) -> bytes:
    """The run of these reports."""
    text = _text(run_to_dict([part.counted for part in parts], lang) | {"reports": []})
    # In JSON a line ends only between values; in the texts of a report U+2028 may stand, at which others would cut.
    reports = ",".join("\n    " + part.text.replace("\n", "\n    ") for part in parts)
    before, after = text.split('"reports": []', 1)
    return _encoded(f'{before}"reports": [{reports}\n  ]{after}')


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def _encoded(text: str) -> bytes:
    # A lone surrogate, as a broken PDF yields it, has no UTF-8 form; the rest of the report must not be lost to it.
    return (text + "\n").encode("utf-8", "backslashreplace")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every report in JSON fulfils."""
    return cast(dict[str, Any], json.loads(files("audit.reporters").joinpath("report.schema.json").read_text("utf-8")))


def run_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every run in JSON fulfils; it holds that of the report."""
    text = files("audit.reporters").joinpath("run.schema.json").read_text("utf-8")
    return {**cast(dict[str, Any], json.loads(text)), "$defs": {"report": schema()}}
