"""Cases drawn in YAML: a table, and what an audit of it must say, no more and no less.

Columns of a drawn table are parted by two blanks or more, or by ``|``; a lone ``.`` is a blank cell; a line of one cell
is a title. Between ``|`` the blanks before a text are its indentation. Every case is written as CSV and as XLSX.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment
from ruamel.yaml import YAML

import audit
from audit.model.decimals import plain
from audit.model.report import Finding, Report
from audit.model.statement import Row, Statement

HERE = Path(__file__).parent
FORMS = ("csv", "xlsx")

#: table or tables: what is audited; rulebook: instead of the shipped ones; forms: if not all can hold the case.
#: finds: all errors and warnings; informs: all of severity info; unasked, decides, asks, tree, problems: see below.
FIELDS = {
    *("table", "tables", "rulebook", "forms"),
    *("finds", "informs", "unasked", "decides", "asks", "tree", "problems", "bug"),
}


@dataclass(frozen=True)
class Case:
    """One drawn case in one form."""

    book: str
    name: str
    form: str
    body: dict[str, Any]

    def lines(self, field: str) -> list[str]:
        """The lines of a field, each with single blanks round its bars."""
        value = self.body.get(field) or []
        texts = value if isinstance(value, list) else value.splitlines()
        return [" | ".join(part.strip() for part in str(text).split("|")) for text in texts if str(text).strip()]


def cases() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        for name, body in YAML(typ="safe", pure=True).load(path.read_text("utf-8")).items():
            assert set(body) <= FIELDS, f"{path.name}: {name}: {set(body) - FIELDS}"
            for form in body.get("forms", FORMS):
                known = pytest.mark.xfail(strict=True, raises=AssertionError, reason=body.get("bug", ""))
                marks = [known] if "bug" in body else []
                yield pytest.param(Case(path.stem, name, form, body), id=f"{path.stem}: {name} ({form})", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: Case, tmp_path: Path) -> None:
    report = audit.check(written(case, tmp_path), rulebook(case, tmp_path))
    serious = [finding for finding in report.findings if finding.severity != "info"]
    assert said(serious, report, case.lines("finds")) == sorted(case.lines("finds"))
    assert sorted(problem.code for problem in report.problems) == sorted(case.lines("problems"))
    if "informs" in case.body:
        informs = [finding for finding in report.findings if finding.severity == "info"]
        assert said(informs, report, case.lines("informs")) == sorted(case.lines("informs"))
    if "tree" in case.body:
        assert tree(report.statements[0]) == [line.rstrip() for line in case.body["tree"].splitlines()]
    # rule | column | how the reason begins; an empty list says that nothing is unasked.
    reasons = [f"{silence.rule} | {silence.column or '.'} | {silence.reason.en}" for silence in report.unasked]
    assert [line for line in case.lines("unasked") if not any(reason.startswith(line) for reason in reasons)] == []
    if case.body.get("unasked") == []:
        assert reasons == []
    # column | base | rounding, of any statement.
    decided = {f"{known.column} | {known.base or '.'} | {known.rounding}" for known in report.decisions}
    assert set(case.lines("decides")) <= decided, decided
    # rule | how many claims were asked, so that silence is no accident.
    assert report.asked or report.problems
    asked = {f"{rule.id} | {rule.asked}" for rule in report.rules}
    assert set(case.lines("asks")) <= asked, [line for line in asked if not line.endswith("| 0")]


def said(findings: list[Finding], report: Report, expected: list[str]) -> list[str]:
    """Each finding as ``rule | row | column | stated | expected``, the row named as an expected line names it."""
    lines = []
    for finding in findings:
        row = report.statement(finding.statement).rows[finding.row] if finding.statement else None
        rest = [finding.column or ".", *(number(value) for value in (finding.stated, finding.expected))]
        choices = [" | ".join((finding.rule, name, *rest)) for name in names(row)]
        lines.append(next((choice for choice in choices if choice in expected), choices[0]))
    return sorted(lines)


def names(row: Row | None) -> list[str]:
    """The ways in which a line of a case may name a row: by code and label, by either, or as nameless."""
    texts = [] if row is None else [f"{row.kode} {row.uraian}".strip(), row.kode, row.uraian]
    return [text for text in texts if text] or ["."]


def number(value: Any) -> str:
    return "." if value is None else plain(value)


def tree(statement: Statement) -> list[str]:
    """The rows, each under its parent and two blanks deeper; strays and balances stand under none."""

    def below(row: int, depth: int) -> Iterator[str]:
        yield "  " * depth + (names(statement.rows[row])[0])
        for child in statement.children_of[row]:
            yield from below(child, depth + 1)

    tops = [row for row, parent in enumerate(statement.tree) if parent is None]
    return [line for top in tops for line in below(top, 0)]


# Drawing


def written(case: Case, folder: Path) -> list[Path]:
    """The files of a case: a CSV for each table, or one workbook with a sheet for each."""
    drawn = {name: cells(text) for name, text in (case.body.get("tables") or {"tabel": case.body["table"]}).items()}
    if case.form == "xlsx":
        return [workbook(drawn, folder / "laporan.xlsx")]
    paths = []
    for name, rows in drawn.items():
        width = max(len(row) for row in rows)
        paths.append(folder / f"{name}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(row + [""] * (width - len(row)) for row in rows)
    return paths


def cells(text: str) -> list[list[str]]:
    """The cells of a drawn table."""
    rows = []
    for line in text.splitlines():
        if "|" in line:
            parts = [part.removeprefix(" ").rstrip() for part in line.split("|")]
        else:
            parts = re.split(r" {2,}", line.strip())
        rows.append(["" if part.strip() == "." else part for part in parts])
    return rows


def workbook(drawn: dict[str, list[list[str]]], path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in drawn.items():
        sheet = book.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, text in enumerate(row, 1):
                if text:
                    cell = sheet.cell(r, c, text.lstrip())
                    cell.data_type = "s"
                    cell.alignment = Alignment(indent=len(text) - len(text.lstrip()))
    book.save(path)
    return path


def rulebook(case: Case, folder: Path) -> Path | None:
    if "rulebook" not in case.body:
        return None
    path = folder / "kasus.yaml"
    path.write_text(case.body["rulebook"], encoding="utf-8")
    return path
