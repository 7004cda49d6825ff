"""What became of the formulas of a table: what was asked of them and held, what is wrong, what could not be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from audit.model.document import Place
from audit.model.text import Text

#: What is asked of the formula of a cell: that it gives a figure, that the figure is up to date, that it adds all parts
#: and none twice and no typed number, that no constant stands in its place, and that it refers as those beside it do.
FormulaCheck = Literal["error", "stale", "range", "double", "plug", "typed", "reference"]


@dataclass(frozen=True, slots=True)
class FormulaFault:
    """A formula that is wrong, or a constant in the place of one.

    ``formula`` is as it stands, empty for a constant; ``usual`` what it would be by the pattern of its neighbours.
    ``rows`` are the rows left out, added twice or wrongly referred to; ``texts`` says that they are left out since
    their figures are stored as text. ``added`` are rows that are added beside their own parts. ``expected`` is the
    figure that the right formula gives, None where that cannot be told. ``amount`` is a typed number that it adds, and
    ``place`` its cell, where its column may be one that is not known. ``change`` are the figures that the sheet
    would then show, by statement, row and column.
    """

    check: FormulaCheck
    row: int
    column: str
    formula: str
    usual: str = ""
    rows: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    texts: bool = False
    expected: Fraction | None = None
    amount: Fraction = Fraction(0)
    place: Place | None = None
    change: tuple[tuple[tuple[str, int, str], Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class FormulaSilence:
    """Cells whose formulas could not be asked something, and why; ``column`` is None for columns that are not known."""

    check: FormulaCheck
    column: str | None
    reason: Text
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Formulas:
    """All that was asked of the formulas of one table; ``held`` are the rows of which each check was asked and held."""

    held: dict[FormulaCheck, tuple[int, ...]]
    faults: tuple[FormulaFault, ...]
    silences: tuple[FormulaSilence, ...]
    _at: dict[tuple[str, int, str], FormulaFault] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find faults by what they are of."""
        for fault in self.faults:
            self._at.setdefault((fault.check, fault.row, fault.column), fault)

    def fault(self, check: FormulaCheck, row: int, column: str | None) -> FormulaFault | None:
        """What is wrong with the formula of a cell in one respect."""
        return self._at.get((check, row, column or ""))
