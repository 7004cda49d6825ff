"""The schema of a statement as a pandera DataFrameSchema, and the cells that pandera refuses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from audit.model.decimals import exact
from audit.model.shape import FIGURES, Check, ColumnChecks, exactly
from audit.model.statement import Column, Statement
from audit.schemas.cells import Cell, cell_of, may_fail, normal, possible, repeated

if TYPE_CHECKING:
    import pandas
    import pandera.pandas


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that a check refuses, or a whole column where ``cell`` is None; ``error`` if it could not be asked."""

    block: ColumnChecks
    check: Check
    cell: Cell | None
    error: str | None = None


def cells_of(statement: Statement, block: ColumnChecks) -> list[Cell]:
    """The cells that a block of a schema is asked of."""
    column = statement.column(block.column)
    return [] if column is None else [cell_of(row, column) for row in statement.rows if row.kind in block.rows]


def refused(statement: Statement, blocks: Sequence[ColumnChecks]) -> list[Refused]:
    """What pandera refuses in a statement; it is asked only where something may fail.

    Blocks that are asked of the same rows are one DataFrameSchema, validated lazily.
    """
    by_rows: dict[frozenset[str], list[ColumnChecks]] = defaultdict(list)
    for block in blocks:
        by_rows[frozenset(block.rows)].append(block)
    found: list[Refused] = []
    for together in by_rows.values():
        cells = {block.column: cells_of(statement, block) for block in together}
        columns = {name: column for name in cells if (column := statement.column(name)) is not None}
        if any(
            may_fail(check, columns[block.column], cells[block.column]) for block in together for check in block.checks
        ):
            found.extend(_by_pandera(together, columns, cells))
    return found


def _by_pandera(
    blocks: Sequence[ColumnChecks], columns: dict[str, Column], cells: dict[str, list[Cell]]
) -> Iterable[Refused]:
    import pandas
    import pandera.pandas

    frame = pandas.DataFrame({name: series_of(column) for name, column in cells.items()})
    asked = {
        name: [(block, check) for block in blocks if block.column == name for check in block.checks] for name in cells
    }
    schema = pandera.pandas.DataFrameSchema(
        {name: _column(columns[name], [check for _, check in pairs]) for name, pairs in asked.items()}
    )
    try:
        schema.validate(frame, lazy=True)
    except pandera.pandas.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            name = str(error.schema.name)
            by_row = {cell.row: cell for cell in cells[name]}
            yield from _of_error(error, asked[name], by_row, columns[name])


def _column(column: Column, checks: Sequence[Check]) -> pandera.pandas.Column:
    """A column as pandera asks it; a check for blanks is its own word for it, and all others leave blanks out."""
    import pandera.pandas

    return pandera.pandas.Column(
        object,
        [of_pandera(check, column.type) for check in checks if check.word != "blank" or check.pandera],
        nullable=all(check.pandera or check.word != "blank" for check in checks),
    )


def of_pandera(check: Check, type: str) -> pandera.pandas.Check:
    """A check of a schema as a check of pandera, over exact numbers or over texts."""
    from pandera.pandas import Check as Pandera

    given = {key: exactly(value) for key, value in check.arguments.items()}
    value = given.pop("", None)
    if check.pandera:
        asked = getattr(Pandera, check.word)
        made: Pandera = asked(**given) if "" not in check.arguments else asked(value, **given)
        return made
    numbers: dict[str, Any] = {
        "min": Pandera.greater_than_or_equal_to,
        "max": Pandera.less_than_or_equal_to,
        "above": Pandera.greater_than,
        "below": Pandera.less_than,
        "one_of": Pandera.isin,
        "none_of": Pandera.notin,
    }
    if check.word in numbers and type in FIGURES:
        return cast(Pandera, numbers[check.word](value))
    if check.word == "whole":
        return Pandera(lambda number: number == int(number), element_wise=True, name="whole")
    if check.word == "matches":
        pattern = re.compile(str(value))
        return Pandera(lambda text: pattern.fullmatch(text) is not None, element_wise=True, name="matches")
    if check.word == "unique":
        return Pandera(lambda texts: _first(texts, type), name="unique")
    among = {normal(text, type) for text in value}
    listed = check.word == "one_of"
    return Pandera(lambda text: (normal(text, type) in among) == listed, element_wise=True, name=check.word)


def _first(texts: pandas.Series[Any], type: str) -> pandas.Series[Any]:
    """Which texts did not stand before."""
    import pandas

    return pandas.Series([not again for again in repeated(texts, type)], index=texts.index, dtype=bool)


def series_of(cells: Sequence[Cell]) -> pandas.Series[Any]:
    """The cells of a column as an object series of ints, Decimals and texts, by the number of their row."""
    import pandas

    values = [exact(cell.value) if isinstance(cell.value, Fraction) else cell.value for cell in cells]
    return pandas.Series(values, index=[cell.row for cell in cells], dtype=object)


def _of_error(
    error: Any, asked: Sequence[tuple[ColumnChecks, Check]], cells: dict[int, Cell], column: Column
) -> Iterable[Refused]:
    """The cells behind one error of pandera; what a rounded figure may stand for is asked again."""
    if error.reason_code.name == "SERIES_CONTAINS_NULLS":
        block, check = next(pair for pair in asked if pair[1].word == "blank" and not pair[1].pandera)
        empty = [cells[int(row)] for row in error.failure_cases["index"]]
        yield from (Refused(block, check, cell) for cell in empty if not cell.unread)
        return
    block, check = [pair for pair in asked if pair[1].word != "blank" or pair[1].pandera][error.check_index]
    if error.reason_code.name == "CHECK_ERROR":
        yield Refused(block, check, None, str(error))
        return
    cases = error.failure_cases
    if not hasattr(cases, "columns"):
        # A check of the column as a whole has no cases, but a verdict.
        yield Refused(block, check, None)
        return
    for row in cases["index"]:
        if not _may_hold(check, cells[int(row)], column):
            yield Refused(block, check, cells[int(row)])


def _may_hold(check: Check, cell: Cell, column: Column) -> bool:
    """Whether the check holds for some value that the printed figure may stand for."""
    values = possible(cell, check)
    if len(values) < 2:
        return False
    tried = series_of([Cell(number, value) for number, value in enumerate(values)])
    output = of_pandera(check, column.type)(tried).check_output
    return bool(output.any()) if hasattr(output, "any") else bool(output)
