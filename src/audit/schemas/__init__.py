"""What rulebooks say the cells of a table may hold, and what they expect of it, put to the tables of a report.

A schema is held by pandera, an expectation by Great Expectations. Neither is imported before it is needed. A figure
that only they touch does not count as checked: coverage is about arithmetic, and a figure between 0 and 100 may still
be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit.model.report import Operand, Unasked
from audit.model.shape import FIGURES, ColumnChecks, Expected, StatementShape
from audit.model.statement import Statement
from audit.schemas.cells import normal
from audit.schemas.columns import Refused, cells_of, refused
from audit.schemas.held import Failure, Held, not_asked, unread_reason

__all__ = ["Failure", "Held", "hold", "rules_of"]


def rules_of(shapes: Iterable[StatementShape]) -> list[tuple[StatementShape, ColumnChecks | Expected]]:
    """All schemas and expectations of the kinds of statement, each a rule, in the order of the rule files."""
    return [(shape, asked) for shape in shapes for part in (shape.checks, shape.expected) for asked in part]


def hold(shapes: Sequence[StatementShape], statements: Sequence[Statement]) -> Held:
    """Put the schemas and expectations of the kinds of statement to the statements."""
    held = Held()
    for statement in statements:
        of_kind = [asked for shape, asked in rules_of(shapes) if shape.kind == statement.kind and asked.off is None]
        blocks = [asked for asked in of_kind if isinstance(asked, ColumnChecks) and statement.column(asked.column)]
        expected = [asked for asked in of_kind if isinstance(asked, Expected)]
        if blocks:
            _hold_schema(statement, blocks, held)
        if expected:
            from audit.schemas.expectations import hold_expectations

            hold_expectations(statement, expected, held)
    return held


def _hold_schema(statement: Statement, blocks: Sequence[ColumnChecks], held: Held) -> None:
    for block in blocks:
        cells = cells_of(statement, block)
        blank = any(check.word == "blank" for check in block.checks)
        asked = [cell for cell in cells if cell.value is not None or blank]
        unread = tuple(cell.row for cell in cells if cell.unread and not blank)
        held.asked[(block.id, statement.id)] += len(asked)
        if unread:
            held.unasked.append(Unasked(block.id, statement.id, block.column, unread_reason(block.column), unread))
    by_cell: dict[tuple[str, int | None], list[Refused]] = {}
    for case in refused(statement, blocks):
        if case.error is not None:
            held.problems.append(not_asked(case.block, case.check.word, case.error, statement))
            continue
        by_cell.setdefault((case.block.id, case.cell.row if case.cell else None), []).append(case)
    order = {block.id: number for number, block in enumerate(blocks)}
    for (id, row), cases in sorted(by_cell.items(), key=lambda item: (item[0][1] or -1, order[item[0][0]])):
        block = cases[0].block
        checks = tuple(case.check for case in cases)
        others = tuple(other for check in checks if check.word == "unique" for other in _first(statement, block, row))
        held.failures.append(Failure(block, statement, row, block.column, checks, others))
        if row is None:
            held.asked[(id, statement.id)] += 1


def _first(statement: Statement, block: ColumnChecks, row: int | None) -> list[Operand]:
    """The first cell that holds the same text as that of a row."""
    column = statement.column(block.column)
    cells = cells_of(statement, block)
    if column is None or column.type in FIGURES:
        return []
    own = next((normal(str(cell.value), column.type) for cell in cells if cell.row == row), "")
    same = [cell.row for cell in cells if cell.value is not None and normal(str(cell.value), column.type) == own]
    return [Operand(statement.id, same[0], block.column)] if same else []
