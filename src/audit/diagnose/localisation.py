"""The fewest cells that must change for all broken equations of a group to hold, after Fellegi and Holt (1976).

Every broken equation must have one of its cells changed, and so must every set of equations that contradict each other
once some cells are free. So the search frees one cell of a contradiction after the other, solves what is left exactly
over the rationals, and keeps the smallest sets with which nothing is contradicted any more. It ends after so many steps
as a bound allows, never by the clock, so that the same report gives the same causes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.diagnose._case import Case, Cell, Correction, Hypothesis
from audit.diagnose._follow import with_computed
from audit.diagnose._linear import Terms, equation, residual
from audit.diagnose._story import slipped_apart, told
from audit.model.report import Alternative
from audit.model.text import Text
from audit.rules.equations import System

#: No more cells than this are changed together.
_CELLS = 3

#: So many sets of cells are tried for one group.
_STEPS = 2000

#: So many for all groups of a report, after which the groups that are left are given up.
_ALL_STEPS = 12_000

#: Of so many smallest sets one is chosen; where there are more the figures tell nothing.
_SETS = 24


@dataclass(slots=True)
class Localisation:
    """The smallest corrections found for one group of broken claims, and whether the bound ended the search."""

    corrections: list[Correction] = field(default_factory=list)
    ended: bool = False


@dataclass(slots=True)
class _Search:
    case: Case
    group: tuple[int, ...]
    equations: dict[int, Terms | None] = field(default_factory=dict)
    residuals: dict[int, Fraction] = field(default_factory=dict)
    ordered: dict[frozenset[int], list[Cell]] = field(default_factory=dict)
    steps: int = 0
    found: list[Correction] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether the bound ends the search."""
        return self.steps > _STEPS or len(self.found) > _SETS

    def terms(self, number: int) -> Terms | None:
        if number not in self.equations:
            self.equations[number] = equation(self.case, number)
            self.residuals[number] = residual(self.case, number)
        return self.equations[number]

    def down(self, free: tuple[Cell, ...], barred: set[Cell], most: int) -> None:
        """Try the cells that are free, and more with them as long as equations contradict each other."""
        self.steps += 1
        if self.ended:
            return
        system: System[int] = System()
        for number in self._speaking(free):
            terms = self.terms(number) or {}
            unknown = {_name(cell): terms[cell] for cell in free if cell in terms}
            rest = system.add(number, unknown, -self.residuals[number])
            if not rest.terms and rest.constant != -self.residuals[number]:
                if len(free) < most:
                    self._branch(free, barred, most, rest.by | {number})
                return
        forced = system.forced()
        moved = {cell: forced[_name(cell)][0] for cell in free if _name(cell) in forced}
        if free and len(moved) == len(free) and all(moved.values()):
            self._keep(moved)

    def _branch(self, free: tuple[Cell, ...], barred: set[Cell], most: int, against: frozenset[int]) -> None:
        """Free one cell more of the equations that contradict each other; those tried before stay barred for the rest.

        Sums of thousands of parts stand against each other again and again, so their cells are put in order once.
        """
        if against not in self.ordered:
            self.ordered[against] = sorted({cell for number in against for cell in self.terms(number) or {}})
        here: list[Cell] = []
        for cell in self.ordered[against]:
            if cell in free or cell in barred:
                continue
            self.down((*free, cell), barred, most)
            if self.ended:
                break
            barred.add(cell)
            here.append(cell)
        barred.difference_update(here)

    def _speaking(self, free: tuple[Cell, ...]) -> list[int]:
        """The equations that hold the free cells to something, short ones first: their contradictions tell more."""
        numbers = {n for cell in free for n in self.case.touching.get(cell, ()) if self.terms(n)}
        numbers |= {n for n in self.group if self.terms(n)}
        return sorted(numbers, key=lambda n: (len(self.terms(n) or ()), n))

    def _keep(self, moved: dict[Cell, Fraction]) -> None:
        change: Correction = {}
        for cell, difference in moved.items():
            figure = self.case.figure(cell)
            column = self.case.world.statements[cell[0]].column(cell[2])
            if figure is None or column is None or (column.nonnegative and figure.value + difference < 0):
                return
            change[cell] = figure.value + difference
        if not self.case.breaks(with_computed(self.case, change)):
            self.found.append(change)


def _name(cell: Cell) -> tuple[str, ...]:
    return cell[0], str(cell[1]), cell[2]


def localise(case: Case, group: Sequence[int]) -> Localisation:
    """The smallest sets of cells that settle the equations among a group of broken claims, with their right figures."""
    if case.given_up.issuperset(group) or case.steps > _ALL_STEPS:
        # What the bound ended once it ends again, however many rounds follow.
        return Localisation([], ended=True)
    search = _Search(case, tuple(group))
    if not any(search.terms(number) for number in group):
        return Localisation()
    for most in range(1, _CELLS + 1):
        before = search.steps
        search.down((), set(), most)
        case.steps += search.steps - before
        if search.ended:
            return Localisation([], ended=True)
        if search.found:
            return Localisation(search.found)
    return Localisation()


def groups(case: Case) -> list[tuple[int, ...]]:
    """The broken claims of arithmetic, taken apart where they share no cell."""
    left = sorted(n for n in case.open if case.claims[n].relation == "=")
    of: dict[Cell, list[int]] = {}
    for number in left:
        for cell in case.cells_of(number):
            of.setdefault(cell, []).append(number)
    found = []
    seen: set[int] = set()
    for first in left:
        reached, waiting = set(), [first]
        while waiting:
            number = waiting.pop()
            if number not in reached and number not in seen:
                reached.add(number)
                waiting.extend(other for cell in case.cells_of(number) for other in of[cell] if other not in reached)
        seen |= reached
        if reached:
            found.append(tuple(sorted(reached)))
    return found


def localised(case: Case, group: Sequence[int]) -> Iterator[Hypothesis]:
    """The causes of a group that needs several cells changed: one for each row of the best of the smallest sets.

    Where several sets are as small, the one with most errors of a known kind is chosen, and the others are told beside
    the rows that they do not share with it.
    """
    located = localise(case, group)
    if located.ended:
        case.given_up |= set(group)
    solutions = [_causes(case, correction) for correction in located.corrections]
    if not solutions:
        return
    ranked = sorted(solutions, key=_plausibility)
    if len(ranked) > 1 and _plausibility(ranked[0])[0] == _plausibility(ranked[1])[0] == len(ranked[0]):
        # Several as small, none with an error that is known to happen: the figures cannot tell.
        return
    best, others = ranked[0], ranked[1:]
    for cause in best:
        cells = {(cell.statement, cell.row, cell.column) for cell in cause.cells}
        apart = [
            rival
            for solution in others
            if not any(cells <= {(c.statement, c.row, c.column) for c in rival.cells} for rival in solution)
            for rival in solution
            if rival.message not in [own.message for own in best]
        ]
        told_beside = tuple(
            {rival.message: Alternative(rival.kind, rival.cells, rival.message) for rival in apart}.values()
        )
        confidence = cause.confidence if not apart else "likely" if cause.kind != "unknown" else "possible"
        yield replace(cause, confidence=confidence, alternatives=told_beside[:5])


def _causes(case: Case, correction: Correction) -> list[Hypothesis]:
    """A correction taken apart by rows, each with the claims that it speaks of and that the whole of it settles."""
    rows: dict[tuple[str, int], Correction] = {}
    for cell, value in correction.items():
        rows.setdefault(cell[:2], {})[cell] = value
    if len(rows) == 1 and slipped_apart(case, correction):
        every = case.settled(correction)
        return [
            told(case, {cell: value}, every.intersection(case.touching.get(cell, ())))
            for cell, value in correction.items()
        ]
    whole = with_computed(case, correction)
    settled = case.settled(whole)
    names = {row: case.row((*row, "")).short for row in rows}
    causes = []
    for row, part in rows.items():
        change = {cell: value for cell, value in whole.items() if cell[:2] == row}
        change = {**part, **change}
        touched = frozenset(n for cell in change for n in case.touching.get(cell, ())) & settled
        cause = told(case, change, touched)
        if len(rows) > 1:
            beside = ", ".join(name for other, name in names.items() if other != row)
            message = Text(
                f"{cause.message.id}, bersama koreksi pada {beside}",
                f"{cause.message.en}, together with the correction of {beside}",
            )
            cause = replace(cause, message=message)
        causes.append(_netted(cause, rows, case) if len(rows) > 1 else cause)
    return causes


def _netted(cause: Hypothesis, rows: dict[tuple[str, int], Correction], case: Case) -> Hypothesis:
    """The cause, as one of two errors that cancel, where another row is wrong by the same amount the other way."""
    if cause.kind != "unknown":
        return cause
    own = (cause.cells[0].statement, cause.cells[0].row)
    moved = {
        cell: value - figure.value
        for part in rows.values()
        for cell, value in part.items()
        if (figure := case.figure(cell)) and value is not None
    }
    for cell, difference in moved.items():
        for other, opposite in moved.items():
            if cell[:2] == own and other[:2] != own and other[2] == cell[2] and difference == -opposite:
                name = case.row(other).short
                message = Text(
                    f"{cause.message.id}; kesalahan di {name} sama besar ke arah lain, sehingga jumlahnya tetap cocok",
                    f"{cause.message.en}; that of {name} is as large the other way, so their sum still agrees",
                )
                return replace(cause, kind="netting", message=message)
    return cause


def _plausibility(causes: list[Hypothesis]) -> tuple[int, int, int, int]:
    """How many errors are of no known kind, how few claims are settled, and how many cells must follow."""
    unknown = sum(cause.kind == "unknown" for cause in causes)
    settled = len(frozenset().union(*(cause.explains for cause in causes)))
    return unknown, -settled, sum(len(cause.cells) for cause in causes), len(causes)
