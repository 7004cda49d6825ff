"""The page of the reading map: its example is read by the product while the page is made, without and with the map."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit.model.mapping import MapError, ReadingMap
from audit.model.statement import Statement
from audit.rulebook import load_rulebooks
from audit.rulebook.reading_map import FIELDS, load_map, map_text
from audit.run import Reading, audit_reading, drafted, read_with


class MapPageError(Exception):
    """The example does not come out as it says, or a field is not explained."""


def map_page(source: Mapping[str, Any]) -> list[str]:
    """The parts of the page, in order."""
    if set(source["fields"]) != set(FIELDS):
        raise MapPageError(f"the page explains {sorted(source['fields'])}, and a map has {sorted(FIELDS)}")
    with TemporaryDirectory() as folder:
        report = Path(folder) / source["file"]
        report.write_text(source["table"], "utf-8")
        plain = _read(report, None)
        mended = _read(report, load_map(_written(folder, source["map"])))
        told = _refused(folder, source)
    _holds("misread", source["misread"], plain)
    _holds("mended", source["mended"], mended)
    return [
        f"# {source['title']}",
        source["intro"].rstrip(),
        "## See what was understood",
        source["see"].rstrip(),
        _fenced(source["table"].rstrip(), "text"),
        _understood(plain.recognition.statements[0]),
        "## Draft the map",
        source["draft"].rstrip(),
        _fenced(map_text(drafted(plain)).rstrip(), "yaml"),
        "## Change what is wrong",
        source["change"].rstrip(),
        _fenced(source["map"].rstrip(), "yaml"),
        source["apply"].rstrip(),
        _understood(mended.recognition.statements[0]),
        "## What a map may say",
        "| Field | Meaning |\n|---|---|\n"
        + "\n".join(f"| `{name}` | {said} |" for name, said in source["fields"].items()),
        source["more"].rstrip(),
        "## Where a map is wrong",
        source["errors"].rstrip(),
        _fenced(told, "text"),
    ]


def _read(report: Path, map: ReadingMap | None) -> Reading:
    return read_with(report, load_rulebooks(), map=map)


def _written(folder: str, text: str) -> Path:
    path = Path(folder) / "peta.yaml"
    path.write_text(text, "utf-8")
    return path


def _refused(folder: str, source: Mapping[str, Any]) -> str:
    """What is told of the map when it is misspelt, without the folder that it was tried in."""
    right, wrong = source["wrong"]["change"]
    try:
        load_map(_written(folder, source["map"].replace(right, wrong)))
    except MapError as error:
        told = str(error).replace(f"{folder}/", "").replace(f"{folder}\\", "")
        if source["wrong"]["told"] in told:
            return told
        raise MapPageError(f"a misspelt map is told as {told}") from None
    raise MapPageError("a misspelt map is followed")


def _holds(what: str, expected: Mapping[str, Any], reading: Reading) -> None:
    """Refuse a page whose example comes out otherwise than it says."""
    statement = reading.recognition.statements[0]
    problems = [problem.code for problem in audit_reading(reading).problems]
    found = {"rows": len(statement.rows), "pagu": statement.rows[0].figures["pagu"].value, "problems": problems}
    if found != dict(expected):
        raise MapPageError(f"{what}: the example comes out as {found}, not as {dict(expected)}")


def _understood(statement: Statement) -> str:
    rows = ["| Column | Taken from | A printed 1 means |", "|---|---|---|"]
    for column in statement.columns:
        unit = f"Rp {column.unit}" if column.type == "rupiah" else ""
        rows.append(f"| `{column.name}` | {column.heading} | {unit} |")
    named = ", ".join(f"“{row.short}”" for row in statement.rows)
    return "\n".join([*rows, "", f"Rows: {named}."])


def _fenced(text: str, kind: str) -> str:
    return f"```{kind}\n{text}\n```"
