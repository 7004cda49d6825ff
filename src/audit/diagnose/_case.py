"""What a hypothesis works on: broken claims, figures, and what becomes of the claims if figures change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import cast

from audit.diagnose._printed import Printed
from audit.model.figure import Figure
from audit.model.report import Alternative, CauseCell, Claim, Confidence, RowChange
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.rules.claims import Answers, ask_again
from audit.rules.expression import Aggregate, Comparison
from audit.rules.rule import Base, Rule
from audit.rules.second_look import adds_children
from audit.rules.world import World

#: Below so much, in rupiah, an amount or a difference is as large as another by chance.
CHANCE = 1000

#: What a claim with more operands than this came to is not kept.
_FEW = 8

#: A cell, by statement, row and column.
Cell = tuple[str, int, str]

#: New figures for cells; None for an amount that is not known.
Change = Mapping[Cell, Fraction | None]
Correction = dict[Cell, Fraction | None]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What may have happened: its kind, the cells at fault with the figures proposed, and the claims that it explains.

    ``support`` counts the rows that the settled claims rest on; ``own`` says that a stated figure was computed. A
    hypothesis without a ``change`` names cells, but moves no figure. ``rows`` are rows to put in or take out.
    """

    kind: str
    message: Text
    cells: tuple[CauseCell, ...]
    explains: frozenset[int]
    confidence: Confidence = "likely"
    change: dict[Cell, Fraction | None] = field(default_factory=dict)
    support: int = 0
    own: bool = False
    alternatives: tuple[Alternative, ...] = ()
    rows: tuple[RowChange, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether the claims hold with the proposed figures or rows."""
        return bool(self.change or self.rows)


class _Watched(Mapping[Cell, Figure | None]):
    """Figures to try in place of printed ones, which note of what cells they are asked."""

    def __init__(self, changes: Mapping[Cell, Figure | None]) -> None:
        self.changes = changes
        self.cells: set[Cell] = set()

    def __contains__(self, cell: object) -> bool:
        self.cells.add(cast(Cell, cell))
        return cell in self.changes

    def __getitem__(self, cell: Cell) -> Figure | None:
        return self.changes[cell]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Asked:
    """The cells that a claim reads as the report stands, and what it came to with other figures in some of them.

    What read no other cell comes to the same wherever the same figures stand in these.
    """

    claim: Claim
    rule: Rule
    base: Base | None
    cells: tuple[Cell, ...]
    answers: dict[tuple[tuple[Cell, Figure | None], ...], Claim] = field(default_factory=dict)

    @staticmethod
    def of(claim: Claim, rule: Rule, base: Base | None, world: World) -> Asked | None:
        """What is to be known of a claim; None where it rests on so many figures that little is won."""
        if len(claim.because) + len(claim.blanks) > _FEW:
            return None
        watched = _Watched({})
        ask_again(claim, rule, base, replace(world, changes=watched, totals={}))
        return Asked(claim, rule, base, tuple(sorted(watched.cells))) if len(watched.cells) <= 2 * _FEW else None

    def ask(self, world: World) -> Claim:
        """What the claim comes to in a world."""
        changes = world.changes
        key = tuple((cell, changes[cell]) for cell in self.cells if cell in changes)
        answer = self.answers.get(key)
        if answer is None:
            watched = _Watched(changes)
            world = replace(world, changes=watched, totals={}, tried=False)
            answer = ask_again(self.claim, self.rule, self.base, world)
            if watched.cells.issubset(self.cells):
                self.answers[key] = answer
        return answer


@dataclass(slots=True)
class Case:
    """The claims of a report and which of them are broken and not yet explained; ``world`` has accepted corrections.

    ``touching`` finds the claims that speak of a cell, ``subjects`` those that state its figure. ``given_up`` are
    claims of which the fewest cells were looked for until the bound ended the search, ``steps`` how many sets of cells
    were tried in all. ``asked`` keeps what short claims came to, since each round tries the same again; ``printed``,
    ``cells`` and ``equations``, those of sums, follow from the figures as printed, and are found once. ``versions`` are
    the other tables that are versions of one, as far as they were looked for.
    """

    answers: Answers
    world: World
    open: set[int]
    touching: dict[Cell, list[int]]
    subjects: dict[Cell, list[int]]
    verdicts: list[str]
    given_up: set[int] = field(default_factory=set)
    steps: int = 0
    asked: dict[int, Asked | None] = field(default_factory=dict)
    printed: Printed = field(default_factory=Printed)
    cells: dict[int, frozenset[Cell]] = field(default_factory=dict)
    equations: dict[int, dict[Cell, Fraction] | None] = field(default_factory=dict)
    versions: dict[str, list[tuple[Statement, dict[int, int]]]] = field(default_factory=dict)

    @property
    def claims(self) -> list[Claim]:
        """All claims, as they were asked of the report."""
        return self.answers.claims

    def row(self, cell: Cell) -> Row:
        """The row of a cell, as printed."""
        return self.world.statements[cell[0]].rows[cell[1]]

    def figure(self, cell: Cell) -> Figure | None:
        """The figure of a cell, accepted corrections included."""
        return self.world.figure(self.world.statements[cell[0]], cell[1], cell[2])

    def value(self, cell: Cell) -> Fraction | None:
        """The amount in a cell, accepted corrections included; None where it is blank or not known."""
        figure = self.figure(cell)
        return figure.value if figure is not None else None

    def settled(self, change: Change) -> frozenset[int]:
        """The open claims that would not be broken any more with other figures in some cells."""
        world = changed(self.world, change)
        touched = {number for cell in change for number in self.touching.get(cell, ()) if number in self.open}
        return frozenset(number for number in touched if self.ask(number, world).verdict != "violated")

    def settles(self, change: Change, numbers: Iterable[int]) -> bool:
        """Whether none of some broken claims would be broken any more; others, as long sums, are not asked."""
        world = changed(self.world, change)
        return all(self.ask(number, world).verdict != "violated" for number in numbers)

    def breaks(self, change: Change) -> bool:
        """Whether a claim that holds today would be broken with other figures in some cells."""
        world = changed(self.world, change)
        holding = [number for number in self.affected(change) if self.verdicts[number] == "holds"]
        # What is exact breaks at once; thousands of shares of a total that moves a little may all still hold.
        holding.sort(key=self._is_rounded)
        return any(self.ask(number, world).verdict == "violated" for number in holding)

    def _is_rounded(self, number: int) -> bool:
        stated = self.claims[number].stated
        return stated is None or stated.figure is None or bool(stated.figure.quantum)

    def ask(self, number: int, world: World | None = None) -> Claim:
        """A claim asked again, in the world with accepted corrections or in another."""
        rule, base = self.answers.origins[number]
        claim = self.claims[number]
        if number not in self.asked:
            self.asked[number] = Asked.of(claim, rule, base, self.answers.world)
        known = self.asked[number]
        world = world or self.world
        return ask_again(claim, rule, base, world) if known is None else known.ask(world)

    def adds(self, number: int) -> bool:
        """Whether a claim says that a figure is the sum of those of its children."""
        return adds(self.answers.origins[number][0].assertion)

    def cells_of(self, number: int) -> frozenset[Cell]:
        """The cells that a claim speaks of."""
        if number not in self.cells:
            touched = self.claims[number].touched
            self.cells[number] = frozenset((part.statement, part.row, part.column) for part in touched)
        return self.cells[number]

    def affected(self, change: Change) -> list[int]:
        """The claims of arithmetic that speak of changed cells."""
        return sorted({number for cell in change for number in self.touching.get(cell, ())})

    def accept(self, hypothesis: Hypothesis) -> None:
        """Take the hypothesis as the explanation of its claims, and go on in a world with its correction."""
        self.open -= hypothesis.explains
        if hypothesis.change:
            self.world = changed(self.world, hypothesis.change)
            for number in self.affected(hypothesis.change):
                self.verdicts[number] = self.ask(number).verdict
                if self.verdicts[number] != "violated":
                    self.open.discard(number)

    def cell(self, cell: Cell, proposed: Fraction | None) -> CauseCell:
        """The cell as a cause names it, with the figure that the report printed."""
        printed = self.row(cell).figures.get(cell[2])
        place = self.world.statements[cell[0]].place_of(cell[1], cell[2])
        return CauseCell(*cell, place, printed.value if printed else None, proposed)


def open_case(answers: Answers, arithmetic: Iterable[int]) -> Case:
    """The case of a report: claims of arithmetic, broken ones open."""
    touching: dict[Cell, list[int]] = defaultdict(list)
    subjects: dict[Cell, list[int]] = defaultdict(list)
    numbers = list(arithmetic)
    for number in numbers:
        claim = answers.claims[number]
        subjects[(claim.statement, claim.row, claim.column or "")].append(number)
        for operand in claim.touched:
            touching[(operand.statement, operand.row, operand.column)].append(number)
        for blank in claim.blanks:
            touching[(blank.statement, blank.row, blank.column)].append(number)
    open_claims = {n for n in numbers if answers.claims[n].verdict == "violated" and not answers.claims[n].coarser}
    return Case(answers, answers.world, open_claims, touching, subjects, [claim.verdict for claim in answers.claims])


def changed(world: World, change: Change) -> World:
    """The world with other figures in some cells; what a number format hides there is no longer known."""
    changes = dict(world.changes)
    for (id, row, column), value in change.items():
        old = world.figure(world.statements[id], row, column)
        quantum, printed = (old.quantum, old.printed) if old else (Fraction(0), "")
        changes[(id, row, column)] = None if value is None else Figure(value, quantum, printed)
    return world.trying(changes)


def proposed(claim: Claim) -> Fraction | None:
    """The figure that a broken claim implies, in the precision of the printed one."""
    figure = claim.stated.figure if claim.stated else None
    middle = claim.implied.middle if claim.implied is not None else None
    if figure is None or middle is None:
        return None
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


def settling(count: int) -> Text:
    """That a correction settles so many findings, as the end of a sentence."""
    found = "1 finding is settled" if count == 1 else f"{count} findings are settled"
    return Text(f"{count} temuan selesai dan tidak ada yang baru", f"{found} and none is new")


def type_of(case: Case, cell: Cell) -> str:
    """The type of a cell's column: rupiah, percent, count …; empty where it is none."""
    column = case.world.statements[cell[0]].column(cell[2])
    return column.type if column else ""


def adds(assertion: object) -> bool:
    """Whether the assertion says that a figure is the sum of those of its children."""
    if not isinstance(assertion, Comparison) or not adds_children(assertion):
        return False
    right = assertion.right
    return isinstance(right, Aggregate) and right.path.steps[:1] == ("children",) and right.path.inner is None


def middle_of(claim: Claim) -> Fraction | None:
    """The value that a claim implies, half way between its bounds."""
    return claim.implied.middle if claim.implied is not None else None


def rounded(case: Case, cell: Cell, value: Fraction) -> Fraction:
    """The value in the precision in which the cell is printed."""
    figure = case.figure(cell)
    step = figure.quantum if figure else Fraction(0)
    return round(value / step) * step if step else value
