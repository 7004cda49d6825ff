"""What is said of codes and names that are not as a grammar or a table of nomenclature has them."""

from __future__ import annotations

from audit.model.report import Claim
from audit.model.statement import Row, Statement
from audit.model.text import Text


def say_in_grammar(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    """That a code follows no level of its grammar, and what it must mean where that is certain."""
    form = statement.codes[row.index]
    if form.right is None:
        return Text(
            f"kode {row.kode} tidak mengikuti susunan kode lain di kolomnya",
            f"the code {row.kode} does not have the structure of the other codes of its column",
        )
    level = form.level.replace("-", " ")
    return Text(
        f"kode {row.kode} tidak mengikuti susunannya; hanya dapat berarti {level} {form.right}",
        f"the code {row.kode} does not follow its structure; it can only mean the {level} {form.right}",
    )


def say_in_nomenclature(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    """That the table of nomenclature has no such code."""
    return Text(
        f"kode {row.kode} ({row.uraian}) tidak ada dalam tabel nomenklatur",
        f"the code {row.kode} ({row.uraian}) is not in the table of nomenclature",
    )


def say_official_name(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    """That a code bears another name than the official one."""
    name = statement.official[row.index]
    return Text(
        f"{row.kode}: nama “{row.uraian}” bukan nama resminya, “{name}”",
        f"{row.kode}: the name “{row.uraian}” is not its official one, “{name}”",
    )
