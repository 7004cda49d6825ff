"""The years of which tables speak, and the columns that hold the figures of one year alone."""

from __future__ import annotations

from collections.abc import Iterable

from audit.model.statement import Statement
from audit.model.vocabulary import Vocabulary
from audit.notation.calendar import years_in


def years_of(statements: Iterable[Statement], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """The years of titles and headings, each with the columns that are headed by it; none for the year reported on.

    Where a table has a column of the year before, the year before that of its title is the year of the column.
    """
    found: dict[str, set[str]] = {}
    for statement in statements:
        reported = {year for title in (*statement.titles, *statement.names) for year in years_in(title)}
        for year in reported:
            found.setdefault(year, set())
        for column in statement.columns:
            for year in years_in(column.heading):
                found.setdefault(year, set())
                # A title may name both years, "31 Desember 2025 dan 2024".
                if year not in reported or column.name in vocabulary.before:
                    found[year].add(column.name)
            if column.name in vocabulary.before and len(reported) == 1:
                found.setdefault(str(int(min(reported)) - 1), set()).add(column.name)
    return {year: tuple(sorted(columns)) for year, columns in found.items()}
