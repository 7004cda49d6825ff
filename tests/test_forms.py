"""A report says the same in whatever form it is given: the same rows, figures and parents, and the same findings."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import audit
from audit.model.report import Report

SAMPLE = Path(__file__).parents[1] / "samples/ntt-2021"
FORMS = ["csv", "laporan.docx", "laporan.pdf", "laporan.txt"]


@cache
def report_of(name: str) -> Report:
    return audit.check(SAMPLE / name)


def rows_of(report: Report) -> list[list[tuple[object, ...]]]:
    """Of each statement its rows: code, label, figures by column, parent."""
    return [
        [
            (row.code, " ".join(row.uraian.split()), {name: f.value for name, f in row.figures.items()}, parent)
            for row, parent in zip(statement.rows, statement.tree, strict=True)
        ]
        for statement in report.statements
    ]


def findings_of(report: Report) -> Counter[tuple[object, ...]]:
    """The findings without their places and the names of tables."""
    return Counter(
        (
            finding.rule,
            finding.severity,
            finding.statement,
            finding.row,
            finding.column,
            finding.stated,
            finding.expected,
        )
        for finding in report.findings
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_row_figure_and_parent_is_that_of_the_workbook(form: str) -> None:
    for here, there in zip(rows_of(report_of(form)), rows_of(report_of("laporan.xlsx")), strict=True):
        assert here == there


@pytest.mark.parametrize("form", FORMS)
def test_the_findings_are_those_of_the_workbook(form: str) -> None:
    assert findings_of(report_of(form)) == findings_of(report_of("laporan.xlsx"))


@pytest.mark.parametrize("form", FORMS)
def test_the_causes_are_those_of_the_workbook(form: str) -> None:
    kinds = [
        sorted((cause.kind, len(cause.explains)) for cause in report_of(name).causes) for name in (form, "laporan.xlsx")
    ]
    assert kinds[0] == kinds[1]
