"""The JSON contract `audit-report/1`, which other programs read, and the findings as a table.

Every key is always there, `null` or empty where there is nothing to say, so that a program never has to ask twice.
Only a place leaves out the keys that its kind of file does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.model.decimals import plain
from audit.model.document import Place, Problem
from audit.model.elsewhere import repeats_of
from audit.model.report import (
    Alternative,
    Cause,
    CauseCell,
    Decision,
    Finding,
    Mention,
    Operand,
    Report,
    RowChange,
    Unasked,
    worst,
)
from audit.model.statement import Column, Row, Statement
from audit.model.text import Lang
from audit.model.version import VERSION

if TYPE_CHECKING:
    import pandas

SCHEMA = "audit-report/1"

#: A report with thousands of rows without a base would otherwise be mostly a list of them; the count stays true.
ROWS_LISTED = 100

_SCALES = {1: "rupiah", 10**3: "ribu rupiah", 10**6: "juta rupiah", 10**9: "miliar rupiah", 10**12: "triliun rupiah"}

_TABLE = (
    "id",
    "rule",
    "severity",
    "kind",
    "statement",
    "kode",
    "uraian",
    "column",
    "place",
    "printed",
    "stated",
    "expected",
    "difference",
    "unit",
    "message",
    "causes",
)
_AMOUNTS = ("stated", "expected", "difference")


def unit_of(column: Column) -> str | None:
    """The word of the unit in which a column prints its figures; None for a column of text.

    A share printed as 0.8946 is a ``fraction``, one printed as 89.46 a ``percent``.
    """
    if column.type == "rupiah":
        return _SCALES.get(int(column.unit), f"{plain(column.unit)} rupiah")
    if column.type == "percent":
        return "percent" if column.unit == 1 else "fraction"
    return "count" if column.type == "count" else None


def report_to_dict(report: Report) -> dict[str, Any]:
    """The report as `audit-report/1`, in the order of the contract and in the report's language."""
    lang = report.lang
    counts = report.counts
    return {
        "schema": SCHEMA,
        "tool": {"name": "audit", "version": VERSION},
        "lang": lang,
        "verdict": report.verdict,
        "exit": report.exit,
        "inputs": [
            {key: getattr(given, key) for key in ("id", "path", "sha256", "kind", "role", "read")}
            | {"readings": [asdict(way) for way in given.tried]}
            | ({"notes": [note(lang) for note in given.notes]} if given.notes else {})
            for given in report.inputs
        ],
        "rulebooks": [{"id": id, "path": path, "sha256": sha256} for id, path, sha256 in report.rulebooks],
        "rules": [
            {
                "id": rule.id,
                "severity": rule.severity,
                "title": rule.title(lang),
                "assert": rule.assertion,
                "asked": rule.asked,
                "held": rule.held,
                "violated": rule.violated,
                "unasked": rule.unasked,
                "off": rule.off(lang) if rule.off else None,
            }
            for rule in report.rules
        ],
        "statements": [_statement(statement, report.decisions) for statement in report.statements],
        "findings": [_finding(finding, report) for finding in report.findings],
        "causes": [_cause(cause, report) for cause in report.causes],
        "misstatement": _misstatement(report),
        "mentions": [_mention(mention, report) for mention in report.mentions],
        "unasked": [_unasked(group, report) for group in report.unasked],
        "problems": [_problem(f"P{n}", problem, report) for n, problem in enumerate(report.problems, 1)],
        "coverage": {
            "figures": report.coverage.figures,
            "checked": report.coverage.checked,
            "locatable": report.coverage.locatable,
            "unread": [place.to_dict() for place in report.coverage.unread],
            "unchecked": [
                {"place": figure.place.to_dict(), "printed": figure.printed, "reason": figure.reason}
                for figure in report.coverage.unchecked
            ],
        },
        "summary": {
            "error": counts["error"],
            "warning": counts["warning"],
            "info": counts["info"],
            "problems": len(report.problems),
            "causes": len(report.causes),
        },
    }


def run_to_dict(reports: Sequence[dict[str, Any]], lang: Lang) -> dict[str, Any]:
    """Several reports of one call, each as `audit-report/1`, as the JSON contract `audit-run/1` holds them."""
    counts = ("error", "warning", "info", "problems", "causes")
    verdicts = [report["verdict"] for report in reports]
    return {
        "schema": "audit-run/1",
        "tool": {"name": "audit", "version": VERSION},
        "lang": lang,
        "exit": worst(report["exit"] for report in reports),
        "reports": list(reports),
        "summary": {
            "reports": len(reports),
            "verdicts": {verdict: verdicts.count(verdict) for verdict in ("clean", "findings", "incomplete")},
            **{key: sum(report["summary"][key] for report in reports) for key in counts},
        },
    }


def findings_to_pandas(report: Report) -> pandas.DataFrame:
    """The findings as a table, a row each; amounts are Decimal, and the causes of a finding are joined by commas."""
    import pandas as pd

    records = []
    for finding in report.findings:
        row = _row_of(report, finding.statement, finding.row)
        record: dict[str, object] = {name: getattr(finding, name, None) for name in _TABLE}
        record |= {
            "kode": row.kode if row else None,
            "uraian": row.uraian if row else None,
            "place": finding.place.text,
            "message": finding.message(report.lang),
            "causes": ", ".join(finding.causes),
        }
        record |= {name: _decimal(getattr(finding, name)) for name in _AMOUNTS}
        records.append(record)
    # Left to itself pandas makes a column without any amount a float, and that of the next report an object.
    return pd.DataFrame(records, columns=list(_TABLE)).astype(dict.fromkeys(_AMOUNTS, object))


def _statement(statement: Statement, decisions: tuple[Decision, ...]) -> dict[str, Any]:
    decided = {decision.column: decision for decision in decisions if decision.statement == statement.id}
    return {
        "id": statement.id,
        "input": statement.input,
        "kind": statement.kind,
        "title": statement.title,
        "rows": len(statement.rows),
        "place": statement.place.to_dict(),
        "tree": list(statement.tree),
        "hidden": sorted(statement.hidden),
        "columns": [_column(column, decided.get(column.name)) for column in statement.columns],
    }


def _column(column: Column, decision: Decision | None) -> dict[str, Any]:
    return {
        "name": column.name,
        "heading": column.heading,
        "place": column.place.to_dict(),
        "type": column.type,
        "unit": unit_of(column),
        "base": decision.base if decision else None,
        "rounding": decision.rounding if decision else None,
        "decimal_mark": column.decimal_mark,
        "hidden": column.hidden,
    }


def _row(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"index": row.index, "kode": row.kode, "uraian": row.uraian, "path": list(row.path), "kind": row.kind}


def _row_of(report: Report, statement: str | None, index: int | None) -> Row | None:
    return None if statement is None or index is None else report.statement(statement).rows[index]


def _finding(finding: Finding, report: Report) -> dict[str, Any]:
    expected_range = finding.expected_range
    return {
        "id": finding.id,
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": finding.severity,
        "kind": finding.kind,
        "relation": finding.relation,
        "statement": finding.statement,
        "row": _row(_row_of(report, finding.statement, finding.row)),
        "column": finding.column,
        "place": finding.place.to_dict(),
        "printed": finding.printed,
        "stated": _amount(finding.stated),
        "expected": _amount(finding.expected),
        "expected_range": None if expected_range is None else [plain(end) for end in expected_range],
        "difference": _amount(finding.difference),
        "unit": finding.unit,
        "sentence": dict(zip(("text", "start", "end"), finding.sentence, strict=True)) if finding.sentence else None,
        "because": [_operand(operand, report) for operand in finding.because],
        "message": finding.message(report.lang),
        "causes": list(finding.causes),
        "assumption": finding.assumption(report.lang) if finding.assumption else None,
    }


def _operand(operand: Operand, report: Report) -> dict[str, Any]:
    row = report.row(operand)
    return {
        "statement": operand.statement,
        "row": _row(row),
        "column": operand.column,
        "value": _amount(operand.figure.value) if operand.figure else None,
        "place": row.places.get(operand.column, row.place).to_dict(),
    }


def _cause(cause: Cause, report: Report) -> dict[str, Any]:
    gross, net = cause.effect
    return {
        "id": cause.id,
        "kind": cause.kind,
        "confidence": cause.confidence,
        "blame": cause.blame,
        "message": cause.message(report.lang),
        "cells": [_cell(cell, report) for cell in cause.cells],
        "rows": [_row_change(change, report) for change in cause.rows],
        "explains": list(cause.explains),
        "settles": dict(zip(("of", "fixed", "broken"), cause.settles, strict=True)),
        "effect": {"gross": plain(gross), "net": plain(net)},
        "repeated_by": [mention.id for mention in repeats_of(report, cause)],
        "alternatives": [_alternative(other, report) for other in cause.alternatives],
    }


def _misstatement(report: Report) -> dict[str, Any]:
    gross, net = report.misstatement
    below = report.below
    return {
        "gross": plain(gross),
        "net": plain(net),
        "materiality": _amount(report.materiality),
        "below": [cause.id for cause in report.causes if cause.id in below],
    }


def _alternative(other: Alternative, report: Report) -> dict[str, Any]:
    cells = [_cell(cell, report) for cell in other.cells]
    rows = [_row_change(change, report) for change in other.rows]
    return {"kind": other.kind, "cells": cells, "rows": rows, "message": other.message(report.lang)}


def _row_change(change: RowChange, report: Report) -> dict[str, Any]:
    rows = report.statement(change.statement).rows
    return {
        "action": change.action,
        "statement": change.statement,
        "parent": None if change.parent is None else _row(rows[change.parent]),
        "after": None if change.after is None else _row(rows[change.after]),
        "figures": {column: plain(amount) for column, amount in change.figures},
    }


def _cell(cell: CauseCell, report: Report) -> dict[str, Any]:
    return {
        "statement": cell.statement,
        "row": _row(report.row(cell)),
        "column": cell.column,
        "place": cell.place.to_dict(),
        "stated": _amount(cell.stated),
        "proposed": _amount(cell.proposed),
    }


def _mention(mention: Mention, report: Report) -> dict[str, Any]:
    said = mention.words
    words = {} if said is None else {"words": {"printed": said.printed, "value": _amount(said.value)}}
    return {
        "id": mention.id,
        "place": mention.place.to_dict(),
        "printed": mention.printed,
        "unit": mention.unit,
        "verdict": mention.verdict,
        "tied": [_tied(operand, report) for operand in mention.tied],
        "candidates": [_tied(operand, report) for operand in mention.candidates],
        "told": mention.told(report.lang) if mention.told else None,
        "within": mention.within,
        **words,
    }


def _tied(operand: Operand, report: Report) -> dict[str, Any]:
    return {"statement": operand.statement, "row": _row(report.row(operand)), "column": operand.column}


def _unasked(group: Unasked, report: Report) -> dict[str, Any]:
    rows = report.statement(group.statement).rows if group.statement is not None else ()
    return {
        "rule": group.rule,
        "statement": group.statement,
        "column": group.column,
        "reason": group.reason(report.lang),
        "count": group.count,
        "rows": [_row(rows[index]) for index in group.rows[:ROWS_LISTED]],
        "mentions": list(group.mentions[:ROWS_LISTED]),
    }


def _problem(id: str, problem: Problem, report: Report) -> dict[str, Any]:
    place: Place | None = problem.place
    return {
        "id": id,
        "stage": problem.stage,
        "code": problem.code,
        "message": problem.message(report.lang),
        "place": place.to_dict() if place else None,
        "hint": problem.hint(report.lang) if problem.hint else None,
        "lost": problem.lost(report.lang) if problem.lost else None,
    }


def _amount(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(plain(value))
