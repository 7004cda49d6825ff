"""Two amounts that an equation reads are one column of the table: then one was copied over the other.

The columns were read as they are headed, and no other meaning of them makes two columns one.
"""

from __future__ import annotations

from itertools import combinations

from audit.model.statement import Statement
from audit.rules.expression import Comparison, paths
from audit.rules.rule import Base, Rule

#: A column with fewer amounts than this repeats another by being empty of them.
_FEWEST = 3


def reads_copy(assertion: Comparison, base: Base | None, statement: Statement) -> bool:
    """Whether two of the amounts that an equation reads in its row, or in its base, are the same in all rows."""
    read = [*paths(assertion), *(paths(base.expression) if base is not None else ())]
    amounts = [
        path.steps[0]
        for path in read
        if len(path.steps) == 1 and (column := statement.column(path.steps[0])) is not None and column.type == "rupiah"
    ]
    pairs = combinations(dict.fromkeys(amounts), 2)
    return any(statement.repeats(one, two) and _speaks(statement, one) for one, two in pairs)


def base_of_copies(rule: Rule, statement: Statement) -> Base | None:
    """The first base under which a rule reads two amounts that are one, where no base agrees with what is printed."""
    assertion = rule.assertion
    if not isinstance(assertion, Comparison):
        return None
    return next((base for base in rule.base if reads_copy(assertion, base, statement)), None)


def _speaks(statement: Statement, column: str) -> bool:
    """Whether a column has several amounts, so that it does not repeat another by being empty of them."""
    return len({row.figures[column].value for row in statement.rows if column in row.figures} - {0}) >= _FEWEST
