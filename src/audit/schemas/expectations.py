"""Expectations are run by Great Expectations on a table in memory; what it finds is told by our own cells.

Nothing leaves the machine and no file is left behind: the context lives in memory, its analytics and progress bars are
switched off, and the context that was current before is current again afterwards.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.model.decimals import exact
from audit.model.report import Operand, Unasked
from audit.model.shape import FIGURES, Argument, Expected, exactly
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.schemas.cells import cell_of
from audit.schemas.held import Failure, Held, not_asked, unread_reason

if TYPE_CHECKING:
    import pandas
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.expectations.expectation import Expectation

#: A binary float keeps every whole number up to here.
_WHOLE_IN_FLOAT = 2**53


@contextmanager
def great_expectations() -> Iterator[Any]:
    """Great Expectations with a context in memory that tells nobody anything, for as long as it is needed."""
    with warnings.catch_warnings():
        # It imports modules of Python that have other names by now.
        warnings.filterwarnings("ignore", "module 'sre_", DeprecationWarning)
        from great_expectations.data_context.data_context.context_factory import project_manager
        from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )
        from great_expectations.exceptions.exceptions import DataContextRequiredError
    try:
        before = project_manager.get_current_project()
    except DataContextRequiredError:
        before = None
    context = EphemeralDataContext(
        DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        )
    )
    project_manager.set_project(context)
    try:
        yield context
    finally:
        project_manager.set_project(before)


def hold_expectations(statement: Statement, expected: Sequence[Expected], held: Held) -> None:
    """Put expectations to a statement; an expectation of a column that the table has not is unasked."""
    with great_expectations() as context:
        source = context.data_sources.add_pandas("audit")
        for number, one in enumerate(expected):
            rows = [row for row in statement.rows if row.kind in one.rows]
            absent = _absent(one, statement)
            if absent:
                held.unasked.append(Unasked(one.id, statement.id, absent, _no_column(absent), _indexes(rows)))
                continue
            frame = frame_of(statement, rows)
            asset = source.add_dataframe_asset(f"{statement.id}-{number}")
            batch = asset.add_batch_definition_whole_dataframe("rows").get_batch({"dataframe": frame})
            _hold_one(one, statement, rows, frame, batch, held)


def _absent(one: Expected, statement: Statement) -> str | None:
    """A column that the expectation speaks of and the table has not; whether a column is there may itself be asked."""
    if one.name == "expect_column_to_exist":
        return None
    return next((name for name in columns_in(one) if statement.column(name) is None), None)


def columns_in(one: Expected) -> tuple[str, ...]:
    """The columns of which an expectation tells the cells, the one that it is about first; none for a whole table."""
    if one.name.startswith("expect_table_"):
        return ()
    listed = one.arguments.get("column_list", ())
    named = [one.arguments.get(key) for key in ("column", "column_A", "column_B")]
    return tuple(str(name) for name in (*named, *(listed if isinstance(listed, tuple) else ())) if name)


def _no_column(name: str) -> Text:
    return Text(f"tabel tidak punya kolom {name}", f"the table has no column {name}")


def _indexes(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(row.index for row in rows)


def frame_of(statement: Statement, rows: Sequence[Row]) -> pandas.DataFrame:
    """The rows as a table of object columns: figures as int or Decimal, never a float, texts as they are printed."""
    import pandas

    columns = {}
    for column in statement.columns:
        cells = [cell_of(row, column).value for row in rows]
        # Great Expectations turns Decimals into floats for sums, which it cannot do with None.
        blank = math.nan if column.type in FIGURES else None
        values = [exact(cell) if isinstance(cell, Fraction) else blank if cell is None else cell for cell in cells]
        columns[column.name] = pandas.Series(values, dtype=object)
    return pandas.DataFrame(columns)


def _hold_one(
    one: Expected, statement: Statement, rows: Sequence[Row], frame: pandas.DataFrame, batch: Batch, held: Held
) -> None:
    from great_expectations.exceptions.exceptions import GreatExpectationsError

    try:
        with warnings.catch_warnings():
            # The author of a rule file writes what Great Expectations takes in this version.
            warnings.filterwarnings("ignore", ".*(condition_parser|row_condition) parameter is dep", DeprecationWarning)
            result = batch.validate(expectation_of(one, frame), result_format={"result_format": "COMPLETE"})
    except (ValueError, TypeError, KeyError, GreatExpectationsError) as error:
        held.problems.append(not_asked(one, one.name, str(error), statement))
        return
    raised = _raised(result.exception_info or {})
    if raised:
        held.problems.append(not_asked(one, one.name, raised, statement))
        return
    found = result.result or {}
    rowwise = "element_count" in found
    held.asked[(one.id, statement.id)] += int(found["element_count"]) if rowwise else 1
    if result.success:
        return
    columns = columns_in(one)
    guilty = [rows[int(position)] for position in found.get("unexpected_index_list") or ()]
    if not guilty:
        observed = _told(found.get("observed_value"))
        held.failures.append(Failure(one, statement, None, next(iter(columns), None), observed=observed))
        return
    unread = [row for row in guilty if any(_unread(statement, row, name) for name in columns)]
    if unread:
        held.unasked.append(Unasked(one.id, statement.id, columns[0], unread_reason(columns[0]), _indexes(unread)))
        held.asked[(one.id, statement.id)] -= len(unread)
    for row in guilty:
        if row not in unread:
            others = tuple(Operand(statement.id, row.index, name, row.figures.get(name)) for name in columns[1:])
            held.failures.append(Failure(one, statement, row.index, columns[0], others=others))


def _unread(statement: Statement, row: Row, name: str) -> bool:
    """Whether a figure is printed there that cannot be read for certain; the table in memory has a blank for it."""
    column = statement.column(name)
    return column is not None and cell_of(row, column).unread


def _raised(info: dict[str, Any]) -> str:
    """Why an expectation could not be asked: one reason, or a reason for each metric that failed."""
    if "raised_exception" in info:
        return str(info.get("exception_message") or "") if info["raised_exception"] else ""
    reasons = [str(part.get("exception_message", "")) for part in info.values() if isinstance(part, dict)]
    return "; ".join(dict.fromkeys(reasons))


def expectation_of(one: Expected, frame: pandas.DataFrame) -> Expectation:
    """The expectation as Great Expectations has it; its bounds are floats, and a figure that meets one fits."""
    from great_expectations.expectations.registry import get_expectation_impl

    given = {key: _given(value) for key, value in one.arguments.items()}
    slack = _slack(one, frame)
    for key, towards, strict in (("min_value", -math.inf, "strict_min"), ("max_value", math.inf, "strict_max")):
        if key in given and not (isinstance(given[key], int) and not slack and abs(given[key]) <= _WHOLE_IN_FLOAT):
            direction = -towards if given.get(strict) and not slack else towards
            given[key] = _as_float(given[key], direction) + math.copysign(slack, towards)
    return get_expectation_impl(one.name)(**given)


def _given(value: Argument) -> Any:
    """An argument as Great Expectations takes it; what describes a distribution is computed with in floats."""
    if isinstance(value, dict):
        return {key: [_float(part) for part in given] for key, given in value.items()}
    return exactly(value)


def _float(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_float(part) for part in value]
    return float(value) if isinstance(value, Fraction) else value


def _as_float(bound: Any, towards: float) -> float:
    """The float nearest to a bound in a direction, the bound itself where it is one."""
    near = float(bound)
    if Fraction(near) == Fraction(bound) or (Fraction(near) > Fraction(bound)) == (towards > 0):
        return near
    return math.nextafter(near, towards)


def _slack(one: Expected, frame: pandas.DataFrame) -> float:
    """How far a sum, a mean or a deviation that is computed in floats may be from the exact one."""
    column = one.arguments.get("column")
    if "_values_" in one.name or column not in frame:
        return 0.0
    values = [value for value in frame[str(column)] if isinstance(value, int | Decimal)]
    if all(isinstance(value, int) and abs(value) <= _WHOLE_IN_FLOAT for value in values) and "_sum_" in one.name:
        return 0.0
    return float(sum(abs(Fraction(value)) for value in values)) * (len(values) + 1) * 2.0**-52


def _told(value: Any) -> str:
    """What was found of a column or table as a whole, as a short text."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_told(part)}" for key, part in value.items())
    if isinstance(value, list | tuple | set):
        return f"[{', '.join(map(_told, value))}]"
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.15g}"
    return "" if value is None else " ".join(str(value).split())
