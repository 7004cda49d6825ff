"""The file of a reading map is YAML read as strictly as rule files are: every mistake is told, with its line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from audit.model.document import Input
from audit.model.mapping import MapError, MappedTable, ReadingMap
from audit.model.text import Text
from audit.rulebook._yaml import Mapping, Mistakes, Scalar, load

#: What a map may say of a table.
FIELDS = ("at", "title", "skip", "kind", "heading", "columns", "rows", "leave-out", "parents", "unit", "decimal")

_RANGE = re.compile(r"([1-9]\d{0,6})(?:\s*-\s*([1-9]\d{0,6}))?")
_AT = re.compile(r".+!.+![A-Z]{1,3}[1-9]\d{0,6}", re.DOTALL)
#: The words of a unit, besides a whole number.
_UNITS = {"rupiah": 1, "ribu": 1000, "ribuan": 1000, "juta": 10**6, "jutaan": 10**6, "miliar": 10**9, "miliaran": 10**9}


def load_map(path: Path) -> ReadingMap:
    """The map that a file holds; raises MapError with all that is wrong in it."""
    mistakes = Mistakes()
    content = load(path, mistakes, "holds no map: it must begin with “map: audit-map/1”")
    tables: list[MappedTable] = []
    if content is not None:
        content.only(("map", "tables"))
        if content.text("map") != "audit-map/1":
            content.wrong("map", "“map” must be audit-map/1")
        for item in content.sequence("tables"):
            if isinstance(item, Mapping):
                tables.append(_table(item))
            else:
                content.wrong("tables", "each table must be a mapping that begins with “at”")
        seen: set[str] = set()
        for table in tables:
            if table.at in seen:
                mistakes.add(path, table.line, f"the table at “{table.at}” stands twice")
            seen.add(table.at)
    if mistakes.found:
        raise MapError([Text(mistake.text, mistake.text) for mistake in mistakes.found])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ReadingMap(Input("map", str(path), digest, "map", "reference"), tuple(tables))


def _table(item: Mapping) -> MappedTable:
    item.only(FIELDS)
    at = item.text("at")
    if not _AT.fullmatch(at):
        item.wrong("at", f"“at” is the first cell of a heading, as laporan.xlsx!APBD!A4, not “{at}”")
    unit, decimal = item.text("unit"), item.text("decimal")
    if decimal not in ("", ",", "."):
        item.wrong("decimal", f"“decimal” is , or . and not “{decimal}”")
    columns = item.mapping("columns")
    return MappedTable(
        at=at,
        line=item.line,
        skip=item.choice("skip", ("true", "false"), "false") == "true" if "skip" in item.lines else False,
        kind=item.text("kind") or None,
        heading=_range(item, "heading"),
        columns={name: columns.text(name) for name in columns.lines},
        rows=_range(item, "rows"),
        leave_out=_leave_out(item),
        parents=_parents(item),
        unit=_unit(item, unit) if unit else None,
        decimal="," if decimal == "," else "." if decimal == "." else None,
        title=item.text("title"),
    )


def _range(item: Mapping, key: str) -> tuple[int, int] | None:
    text = item.text(key)
    found = _RANGE.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if text and last < first:
        item.wrong(key, f"“{key}” is a row or a range of rows, as 4-5, not “{text}”")
    return (first, last) if first <= last else None


def _leave_out(item: Mapping) -> frozenset[int]:
    rows: set[int] = set()
    for scalar in item.texts("leave-out"):
        found = _RANGE.fullmatch(scalar.value)
        if not found or int(found[2] or found[1]) < int(found[1]):
            item.wrong("leave-out", f"“leave-out” lists rows or ranges of rows, as [7, 12-14], not “{scalar.value}”")
        else:
            rows.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    return frozenset(rows)


def _parents(item: Mapping) -> dict[int, int | None]:
    """The rows with their parents; ``none`` is for a row that stands under no other."""
    parents: dict[int, int | None] = {}
    given = item.mapping("parents")
    for key, value in given.items():
        parent = value.value if isinstance(value, Scalar) else ""
        numbers = [text for text in (key, parent) if re.fullmatch(r"[1-9]\d{0,6}", text)]
        if len(numbers) == 2 and key != parent:
            parents[int(key)] = int(parent)
        elif len(numbers) == 1 and parent == "none":
            parents[int(key)] = None
        else:
            given.wrong(key, f"“parents” gives by a row another row, as 12: 10, or 12: none; not {key}: {parent}")
    return parents


def _unit(item: Mapping, text: str) -> Fraction | None:
    if text.lower() in _UNITS:
        return Fraction(_UNITS[text.lower()])
    if re.fullmatch(r"[1-9]\d{0,15}", text):
        return Fraction(int(text))
    item.wrong("unit", f"“unit” is what a printed 1 means, as 1000 or ribuan, not “{text}”", text.lower(), _UNITS)
    return None


_OPENING = """\
# How each table is read. Change what is wrong, delete what may stay as it is, and give the file with --map.
# Rows and columns are those of the sheet; `audit read FILE --out page.html` shows them for a PDF too. Besides:
#   skip: true            leave the table out
#   columns: {pagu: Anggaran Murni, …}   a column by its heading; columns that are not listed are not known
#   leave-out: [7, 12-14] rows that are no part of the table
#   parents: {12: 10}     row 12 stands under row 10 (none: under no row)
#   unit: ribuan          what a printed 1 means; decimal: "," or "." is the decimal mark
map: audit-map/1
"""


def map_text(tables: Sequence[MappedTable]) -> str:
    """A map as the text of its file, with a word on what else may be said."""
    if not tables:
        return _OPENING + "tables: []\n"
    lines = [_OPENING + "tables:"]
    for table in tables:
        lines.append(f"  - at: {_quoted(table.at)}")
        if table.title:
            lines.append(f"    title: {_quoted(table.title)}")
        lines.append(f"    kind: {table.kind}")
        if table.heading:
            lines.append(f"    heading: {table.heading[0]}-{table.heading[1]}")
        if table.columns:
            lines.append("    columns:")
            lines += [f"      {_quoted(name)}: {letter}" for name, letter in table.columns.items()]
        if table.rows:
            lines.append(f"    rows: {table.rows[0]}-{table.rows[1]}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text between quotes; what does not print is written by its number."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)
