"""Cases drawn in YAML: a table, and what an audit of it must say, no more and no less.

Tables are drawn as in the examples of a rule. Every case is written as CSV and as XLSX.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment
from ruamel.yaml import YAML

import audit
from audit.model.report import Report, Severity
from audit.model.statement import Statement
from audit.readers._drawn import cells_of
from audit.run.examples import findings_as_lines

HERE = Path(__file__).parent
STATEMENTS = HERE / "books" / "kasus.yaml"
FORMS = ("csv", "xlsx")

#: table or tables: what is audited; rulebook: instead of the shipped ones; rules: instead of a rulebook, by their ids,
#: put to the statements of books/kasus.yaml; by: columns that part one table into reports; forms: if not all fit.
#: finds: all errors and warnings, as rule | row | column | stated | expected; informs: all of severity info;
#: unasked, decides, asks, tree, titles, mentions, assumes, problems: see below.
FIELDS = {
    *("table", "tables", "rulebook", "rules", "by", "forms"),
    *("finds", "informs", "unasked", "decides", "asks", "tree", "titles", "mentions", "assumes", "problems", "bug"),
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
    report = audit.check(written(case, tmp_path), rulebook(case, tmp_path), by=case.lines("by"))
    assert said(report, ("error", "warning"), case.lines("finds")) == sorted(case.lines("finds"))
    assert sorted(problem.code for problem in report.problems) == sorted(case.lines("problems"))
    if "informs" in case.body:
        assert said(report, ("info",), case.lines("informs")) == sorted(case.lines("informs"))
    if "tree" in case.body:
        assert tree(report.statements[0]) == [line.rstrip() for line in case.body["tree"].splitlines()]
    # The last title of each statement, which names the report that it was parted into.
    if "titles" in case.body:
        assert ["".join(statement.titles[-1:]) or "." for statement in report.statements] == case.lines("titles")
    # printed | verdict, of all amounts in running text.
    if "mentions" in case.body:
        assert [f"{mention.printed} | {mention.verdict}" for mention in report.mentions] == case.lines("mentions")
    # What the findings take for granted, as the tolerance that a rule allows.
    if "assumes" in case.body:
        told = [finding.assumption.en for finding in report.findings if finding.assumption is not None]
        assert list(dict.fromkeys(told)) == case.lines("assumes")
    # rule | column | how the reason begins; an empty list says that nothing is unasked.
    reasons = [f"{silence.rule} | {silence.column or '.'} | {silence.reason.en}" for silence in report.unasked]
    assert [line for line in case.lines("unasked") if not any(reason.startswith(line) for reason in reasons)] == []
    if case.body.get("unasked") == []:
        assert reasons == []
    # column | base | rounding, of any statement.
    decided = {f"{known.column} | {known.base or '.'} | {known.rounding}" for known in report.decisions}
    assert set(case.lines("decides")) <= decided, decided
    # rule | how many claims were asked, so that silence is no accident.
    assert report.asked or report.unasked or report.problems
    asked = {f"{rule.id} | {rule.asked}" for rule in report.rules}
    assert set(case.lines("asks")) <= asked, [line for line in asked if not line.endswith("| 0")]


def said(report: Report, severities: Iterable[Severity], expected: list[str]) -> list[str]:
    """Each finding of some severities as ``rule | row | column | stated | expected``."""
    chosen = replace(report, findings=tuple(f for f in report.findings if f.severity in severities))
    lines = []
    for rule in dict.fromkeys(finding.rule for finding in chosen.findings):
        own = [line.removeprefix(f"{rule} | ") for line in expected if line.startswith(f"{rule} | ")]
        lines.extend(f"{rule} | {line}" for line in findings_as_lines(chosen, own, rule))
    return sorted(lines)


def tree(statement: Statement) -> list[str]:
    """The rows, each under its parent and two blanks deeper; strays and balances stand under none."""

    def below(row: int, depth: int) -> Iterator[str]:
        yield "  " * depth + (f"{statement.rows[row].kode} {statement.rows[row].uraian}".strip() or ".")
        for child in statement.children_of[row]:
            yield from below(child, depth + 1)

    tops = [row for row, parent in enumerate(statement.tree) if parent is None]
    return [line for top in tops for line in below(top, 0)]


# Drawing


def written(case: Case, folder: Path) -> list[Path]:
    """The files of a case: a CSV for each table, or one workbook with a sheet for each."""
    drawn = {name: cells_of(text) for name, text in (case.body.get("tables") or {"tabel": case.body["table"]}).items()}
    if case.form == "xlsx":
        return [workbook(drawn, folder / "laporan.xlsx")]
    paths = []
    for name, rows in drawn.items():
        width = max(len(row) for row in rows)
        paths.append(folder / f"{name}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(row + [""] * (width - len(row)) for row in rows)
    return paths


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
    text = case.body.get("rulebook")
    if "rules" in case.body:
        bodies = [
            {"id": id, "title": {"id": id, "en": id}, "why": {"id": id, "en": id}, **fields}
            for id, fields in case.body["rules"].items()
        ]
        # What is JSON is YAML too.
        text = "\n".join([STATEMENTS.read_text("utf-8"), "rules:", *(f"  - {json.dumps(body)}" for body in bodies)])
    if text is None:
        return None
    path = folder / "kasus.yaml"
    path.write_text(text, encoding="utf-8")
    return path
