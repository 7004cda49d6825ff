"""What a hypothesis works on: broken claims, figures, and what becomes of the claims if figures change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.model.figure import Figure
from audit.model.report import CauseCell, Claim, Confidence
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.rules.claims import Answers, ask_again
from audit.rules.evaluate import World

#: A cell, by statement, row and column.
Cell = tuple[str, int, str]

#: New figures for cells; None for an amount that is not known.
Change = Mapping[Cell, Fraction | None]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What may have happened: its kind, the cells at fault with the figures proposed, and the claims that it explains.

    ``broken`` counts the claims that hold today and would not after the correction; ``support`` the rows that the
    settled claims rest on. A hypothesis without a ``change`` names cells, but moves no figure.
    """

    kind: str
    message: Text
    cells: tuple[CauseCell, ...]
    explains: frozenset[int]
    broken: int = 0
    confidence: Confidence = "likely"
    change: dict[Cell, Fraction | None] = field(default_factory=dict)
    support: int = 0
    alternatives: tuple[tuple[str, tuple[CauseCell, ...], Text], ...] = ()

    @property
    def proven(self) -> bool:
        """Whether the claims were asked again with the proposed figures, and held."""
        return bool(self.change)


@dataclass(slots=True)
class Case:
    """The claims of a report and which of them are broken and not yet explained; ``world`` has accepted corrections."""

    answers: Answers
    world: World
    open: set[int]
    touching: dict[Cell, list[int]]
    verdicts: list[str]

    @property
    def claims(self) -> list[Claim]:
        """All claims, as they were asked of the report."""
        return self.answers.claims

    def row(self, cell: Cell) -> Row:
        """The row of a cell, corrections included."""
        return self.world.statements[cell[0]].rows[cell[1]]

    def figure(self, cell: Cell) -> Figure | None:
        """The figure of a cell, corrections included."""
        return self.row(cell).figures.get(cell[2])

    def trial(self, change: Change) -> tuple[frozenset[int], frozenset[int]]:
        """The open claims that a change settles, and the claims that hold today and would then be broken."""
        world = changed(self.world, change)
        settled, broken = set(), set()
        for number in self.affected(change):
            rule, base = self.answers.origins[number]
            verdict = ask_again(self.claims[number], rule, base, world).verdict
            if number in self.open and verdict != "violated":
                settled.add(number)
            elif self.verdicts[number] == "holds" and verdict == "violated":
                broken.add(number)
        return frozenset(settled), frozenset(broken)

    def affected(self, change: Change) -> list[int]:
        """The claims of arithmetic that speak of changed cells."""
        return sorted({number for cell in change for number in self.touching.get(cell, ())})

    def accept(self, hypothesis: Hypothesis) -> None:
        """Take the hypothesis as the explanation of its claims, and go on in a world with its correction."""
        self.open -= hypothesis.explains
        if hypothesis.change:
            self.world = changed(self.world, hypothesis.change)
            for number in self.affected(hypothesis.change):
                rule, base = self.answers.origins[number]
                self.verdicts[number] = ask_again(self.claims[number], rule, base, self.world).verdict
                if self.verdicts[number] != "violated":
                    self.open.discard(number)

    def cell(self, cell: Cell, proposed: Fraction | None) -> CauseCell:
        """The cell as a cause names it, with the figure that the report printed."""
        row = self.row(cell)
        printed = self.answers.world.statements[cell[0]].rows[cell[1]].figures.get(cell[2])
        return CauseCell(
            cell[0], cell[1], cell[2], row.places.get(cell[2], row.place), printed.value if printed else None, proposed
        )


def open_case(answers: Answers, arithmetic: Iterable[int]) -> Case:
    """The case of a report: claims of arithmetic, broken ones open."""
    touching: dict[Cell, list[int]] = defaultdict(list)
    numbers = list(arithmetic)
    for number in numbers:
        for operand in answers.claims[number].touched:
            touching[(operand.statement, operand.row, operand.column)].append(number)
        for blank in answers.claims[number].blanks:
            touching[(blank.statement, blank.row, blank.column)].append(number)
    open_claims = {n for n in numbers if answers.claims[n].verdict == "violated" and not answers.claims[n].coarser}
    return Case(answers, answers.world, open_claims, touching, [claim.verdict for claim in answers.claims])


def changed(world: World, change: Change) -> World:
    """The world with other figures in some cells; what a number format hides there is no longer known."""
    by_statement: dict[str, dict[int, dict[str, Fraction | None]]] = defaultdict(lambda: defaultdict(dict))
    for (statement, row, column), value in change.items():
        by_statement[statement][row][column] = value
    statements = dict(world.statements)
    for id, rows in by_statement.items():
        statements[id] = _with_rows(statements[id], rows)
    return replace(world, statements=statements)


def _with_rows(statement: Statement, rows: Mapping[int, Mapping[str, Fraction | None]]) -> Statement:
    changed_rows = list(statement.rows)
    for index, columns in rows.items():
        figures = dict(changed_rows[index].figures)
        for column, value in columns.items():
            old = figures.get(column)
            if value is None:
                figures.pop(column, None)
            else:
                figures[column] = Figure(value, old.quantum if old else Fraction(0), old.printed if old else "")
        changed_rows[index] = replace(changed_rows[index], figures=figures)
    return replace(statement, rows=tuple(changed_rows))


def proposed(claim: Claim) -> Fraction | None:
    """The figure that a broken claim implies, in the precision of the printed one."""
    figure = claim.stated.figure if claim.stated else None
    if figure is None or claim.implied is None or claim.implied.low is None or claim.implied.high is None:
        return None
    middle = (claim.implied.low + claim.implied.high) / 2
    return round(middle / figure.quantum) * figure.quantum if figure.quantum else middle


def listed(names: Iterable[str]) -> Text:
    """Names as a list in a sentence."""
    parts = list(names)
    if len(parts) < 2:
        return Text("".join(parts), "".join(parts))
    return Text(
        ", ".join(parts[:-1]) + " dan " + parts[-1],
        ", ".join(parts[:-1]) + " and " + parts[-1],
    )
