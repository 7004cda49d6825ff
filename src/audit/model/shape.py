"""What a rulebook says of the statements that it speaks of: the columns, and the words by which they are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Type = Literal["kode", "text", "level", "count", "rupiah", "percent"]

FIGURES: frozenset[str] = frozenset({"count", "rupiah", "percent"})


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """A column that a kind of statement may have; headings stand in order of preference."""

    name: str
    type: Type
    headings: tuple[str, ...]
    nonnegative: bool = False
    required: bool = False
    rounding: Literal["detect", "nearest", "truncated"] = "detect"


@dataclass(frozen=True, slots=True)
class StatementShape:
    """A kind of statement: its columns, words of its title and labels, and weights by code.

    ``apart`` are the beginnings of labels of rows that are never added: a balance, or a part told once more.
    """

    kind: str
    rulebook: str
    columns: tuple[ColumnShape, ...]
    titles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    weights: dict[str, int] = field(default_factory=dict)

    def column(self, name: str) -> ColumnShape | None:
        """The column of that name, if this kind of statement may have it."""
        return next((column for column in self.columns if column.name == name), None)
