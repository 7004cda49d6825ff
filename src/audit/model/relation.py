"""How columns of one table belong together, as its own figures show where no rulebook knows the columns."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

#: A column is a sum of others, the product of two, one in percent of another, one in percent of the total of another;
#: or each figure of it is the sum of the figures of the rows below.
RelationKind = Literal["sum", "product", "share", "weight", "total"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a table: the column that it gives, and the columns that it is computed from.

    A sum takes its parts with the signs that stand beside them. ``held`` of ``told`` places where the relation could
    have failed bear it out; a place where it holds whatever the figures are, as beside a zero, is not among them.
    """

    kind: RelationKind
    column: str
    parts: tuple[tuple[int, str], ...]
    held: int = 0
    told: int = 0
    tolerance: Fraction = Fraction(0)

    @property
    def columns(self) -> frozenset[str]:
        """All columns that the relation speaks of."""
        return frozenset((self.column, *(name for _, name in self.parts)))

    @property
    def text(self) -> str:
        """The relation as a rule file would write it."""
        names = [name for _, name in self.parts]
        match self.kind:
            case "total":
                return f"{self.column} = sum(children.{self.column})"
            case "product":
                return f"{self.column} = {names[0]} * {names[1]}"
            case "share":
                return f"{self.column} = 100 * {names[0]} / {names[1]}"
            case "weight":
                return f"{self.column} = 100 * {names[0]} / root.{names[0]}"
        signs = ("-" if sign < 0 else "+" for sign, _ in self.parts)
        added = " ".join(f"{sign} {name}" for sign, name in zip(signs, names, strict=True))
        return f"{self.column} = {added.removeprefix('+ ')}"
