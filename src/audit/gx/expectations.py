"""Expectations for Great Expectations: equations, and sums over a tree, with the exact meaning of our own rules."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from great_expectations.compatibility import pydantic
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration, parse_result_format
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.render.components import (
    CollapseContent,
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.renderer import renderer
from great_expectations.render.renderer_configuration import RendererConfiguration, RendererValueType

from audit.gx.claims import Answer, Question, ask, rule_of, spoken

_TABLE = "table.audit.rows"
_TAGS: dict[str, Any] = {"maturity": "production", "tags": ["budget", "table expectation"], "contributors": ["audit"]}


class RowsOfTable(TableMetricProvider):
    """The whole table of a batch, which a rule needs to see at once."""

    metric_name = _TABLE

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805  (the metric is asked of the class)
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> Any:
        table, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE)
        return table


class _ExpectRule(BatchExpectation, ABC):
    """A rule that is put to every row of a pandas batch; it is met if no claim is broken and some claim was asked."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (_TABLE,)
    library_metadata: ClassVar[dict[str, Any]] = _TAGS

    @abstractmethod
    def question(self) -> Question:
        """What is asked of the table; raises ValueError where it cannot be read."""

    @classmethod
    @abstractmethod
    def _told(cls) -> str:
        """What is expected, with the names of arguments after dollar signs."""

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        table = metrics[_TABLE]
        answer = ask(table, self.question())
        labels = [getattr(label, "item", lambda label=label: label)() for label in table.index]
        return _result(answer, labels, parse_result_format(self._get_result_format(runtime_configuration)))

    # What Data Docs show

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: RendererConfiguration[Any]) -> RendererConfiguration[Any]:
        for name in cls.args_keys:
            renderer_configuration.add_param(name=name, param_type=RendererValueType.STRING)
        renderer_configuration.template_str = cls._told()
        return renderer_configuration

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> list[RenderedStringTemplateContent]:
        asked = configuration or (result.expectation_config if result is not None else None)
        given = asked.kwargs if asked is not None else {}
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={
                    "template": cls._told(),
                    "params": {name: str(given.get(name) or "") for name in cls.args_keys},
                },
            )
        ]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> list[RenderedTableContent | CollapseContent] | None:
        """The broken claims, each with its row and a sentence, and how many could not be asked."""
        details = (result.result or {}).get("details", {}) if result is not None else {}
        rows = [[str(one["row"]), one["message"]] for one in details.get("findings", ())]
        rows += [[f"{count} ×", f"not asked: {reason}"] for reason, count in details.get("unasked", {}).items()]
        if not rows:
            return None
        return [
            RenderedTableContent(
                content_block_type="table",
                header_row=["Row", "Finding"],
                table=rows,
                styling={"body": {"classes": ["table-bordered", "table-sm", "mt-3"]}},
            )
        ]


class ExpectEquationToHold(_ExpectRule):
    """Expect an equation or a bound of the language of `audit` to hold in every row of a pandas batch.

    ``assertion`` is written as in a rulebook, over the names of the columns: ``sisa = pagu - realisasi``,
    ``pagu = sum(children.pagu)``. ``when`` is a condition for the rows that are asked, ``tolerance`` what the two sides
    may be apart. ``columns`` names the column of the table for a word of the equation where they differ, as
    ``{"pagu": "Pagu (Rp)"}``. Amounts are exact; those of ``rounded`` columns, or of all columns with a fraction where
    that is None, are as exact as their last digit.
    """

    assertion: str = pydantic.Field(description="An equation or a bound, as in a rulebook of audit.")
    when: str = pydantic.Field(default="", description="A condition for the rows that are asked.")
    tolerance: str = pydantic.Field(default="0", description="What the two sides may be apart.")
    columns: dict[str, str] = pydantic.Field(default_factory=dict, description="Columns of the table by their word.")
    rounded: list[str] | None = pydantic.Field(default=None, description="Columns whose figures are rounded.")

    success_keys: ClassVar[tuple[str, ...]] = ("assertion", "when", "tolerance", "columns", "rounded")
    args_keys: ClassVar[tuple[str, ...]] = ("assertion", "when", "tolerance")

    @pydantic.root_validator(skip_on_failure=True)
    def _can_be_read(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805  (a validator is a class method)
        rule_of(Question(values["assertion"], values["when"], values["tolerance"]))
        return values

    def question(self) -> Question:
        """The equation with its condition and its tolerance."""
        return Question(self.assertion, self.when, self.tolerance, self.columns, self.rounded)

    @classmethod
    def _told(cls) -> str:
        return "$assertion holds in every row. $when"


class ExpectChildrenToSumToParent(_ExpectRule):
    """Expect the figure of a row to be the sum of the figures of the rows that are part of it, in a pandas batch.

    ``column`` holds the figures. Which row is part of which is told by ``parent_column``, the code of the parent; or by
    ``level_column``; or else by the codes themselves, as 5.1.02 is part of 5.1. ``code_column`` holds the codes.
    Columns called ``kode``, ``induk``, ``tingkat`` and ``uraian`` need not be named.
    """

    column: str = pydantic.Field(min_length=1, description="The column of the figures.")
    code_column: str | None = pydantic.Field(default=None, description="The column of the codes.")
    parent_column: str | None = pydantic.Field(default=None, description="The column of the parents' codes.")
    level_column: str | None = pydantic.Field(default=None, description="The column of the levels.")
    label_column: str | None = pydantic.Field(default=None, description="The column of the names of the rows.")
    tolerance: str = pydantic.Field(default="0", description="What the two sides may be apart.")

    success_keys: ClassVar[tuple[str, ...]] = (
        *("column", "code_column", "parent_column", "level_column", "label_column", "tolerance"),
    )
    args_keys: ClassVar[tuple[str, ...]] = ("column", "code_column", "parent_column", "tolerance")

    def question(self) -> Question:
        """The sum over the parts of a row."""
        word = spoken(self.column)
        roles = {
            "kode": self.code_column,
            "induk": self.parent_column,
            "tingkat": self.level_column,
            "uraian": self.label_column,
        }
        columns = {word: self.column, **{role: column for role, column in roles.items() if column}}
        return Question(f"{word} = sum(children.{word})", tolerance=self.tolerance, columns=columns)

    @classmethod
    def _told(cls) -> str:
        return "$column of a row is the sum of that of its parts."


def _result(answer: Answer, labels: list[Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What Great Expectations keeps of an answer, as much of it as its result format wants."""
    count = int(wanted.get("partial_unexpected_count") or 0)
    stated = [one.stated for one in answer.broken]
    rows = [labels[one.position] for one in answer.broken]
    findings = [
        {"row": labels[one.position], "column": one.column, "stated": one.stated, "expected": one.expected}
        | {"message": one.message.en}
        for one in answer.broken
    ]
    complete = wanted["result_format"] == "COMPLETE"
    result: dict[str, Any] = {
        "observed_value": _observed(answer),
        "element_count": answer.rows,
        "unexpected_count": len(answer.broken),
        "unexpected_percent": 100 * len(answer.broken) / answer.rows if answer.rows else 0.0,
        "missing_count": sum(answer.unasked.values()),
        "partial_unexpected_list": stated[:count],
        "details": {
            "asked": answer.asked,
            "findings": findings if complete else findings[:count],
            "unasked": {reason.en: number for reason, number in answer.unasked.items()},
        },
    }
    if wanted["result_format"] in ("SUMMARY", "COMPLETE"):
        result["partial_unexpected_index_list"] = rows[:count]
    if complete:
        result |= {"unexpected_list": stated, "unexpected_index_list": rows}
        result["unexpected_index_query"] = f"df.filter(items={rows}, axis=0)"
    # Silence is not a pass: a table of which nothing could be asked does not meet the expectation.
    return {"success": not answer.broken and (answer.asked > 0 or answer.rows == 0), "result": result}


def _observed(answer: Answer) -> str:
    if not answer.asked:
        return "nothing could be asked"
    held = answer.asked - len(answer.broken)
    return f"{held} of {answer.asked} claims hold"
