"""What comes of schemas and expectations: cells that are not as asked, how often was asked, and what could not be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from audit.model.document import Problem
from audit.model.report import Operand, Unasked
from audit.model.shape import Check, ColumnChecks, Expected
from audit.model.statement import Statement
from audit.model.text import Text


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that is not as it was asked to be; a column or a table as a whole where ``row`` is None.

    ``checks`` are those of a schema that the cell fails, ``others`` the cells that it was held against, and
    ``observed`` what an expectation found of the whole.
    """

    asked: ColumnChecks | Expected
    statement: Statement
    row: int | None
    column: str | None
    checks: tuple[Check, ...] = ()
    others: tuple[Operand, ...] = ()
    observed: str = ""


@dataclass(slots=True)
class Held:
    """What came of all schemas and expectations; ``asked`` counts the cells asked, by rule and statement."""

    failures: list[Failure] = field(default_factory=list)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    unasked: list[Unasked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def not_asked(asked: ColumnChecks | Expected, name: str, reason: str, statement: Statement) -> Problem:
    """What keeps a check from being asked is said; it is no finding."""
    told = " ".join(reason.split())
    return Problem(
        "rules",
        "cannot-be-asked",
        Text(
            f"{asked.id}: “{name}” tidak dapat diuji pada {statement.name}: {told}",
            f"{asked.id}: “{name}” could not be asked of {statement.name}: {told}",
        ),
        statement.place,
        Text(
            f"Perbaiki aturan di baris {asked.line} berkas aturan, atau hapus bila tidak cocok untuk tabel ini.",
            f"Mend the rule at line {asked.line} of its rule file, or leave it out if it does not fit the table.",
        ),
    )


def unread_reason(column: str) -> Text:
    """Why a cell is not asked in which something else than a figure is printed, as a quantity with its unit."""
    return Text(f"{column} tidak terbaca sebagai angka", f"{column} cannot be read as a figure")
