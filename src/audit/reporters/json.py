"""JSON is the report for programs, in the contract `audit-report/1`."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any, cast

from audit.model.report import Report
from audit.model.text import Lang

SUFFIXES = (".json",)


def render(report: Report, lang: Lang) -> bytes:
    """The report as indented JSON, its keys in the order of the contract."""
    text = json.dumps(replace(report, lang=lang).to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    # A lone surrogate, as a broken PDF yields it, has no UTF-8 form; the rest of the report must not be lost to it.
    return (text + "\n").encode("utf-8", "backslashreplace")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every report in JSON fulfils."""
    return cast(dict[str, Any], json.loads(files("audit.reporters").joinpath("report.schema.json").read_text("utf-8")))
