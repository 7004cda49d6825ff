"""How strong rules are: which single errors in a report they would find and locate, by algebra and by trial."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any, Literal

from audit.model.document import Place
from audit.model.shape import StatementShape
from audit.model.statement import Statement
from audit.rulebook import Rulebook
from audit.rules.claims import Answers
from audit.rules.expression import Comparison, paths
from audit.rules.rule import Rule
from audit.run._bench import Bench, answers_of, open_bench
from audit.run._matrix import Cell, alike
from audit.run._pairs import Pairs, pairs
from audit.run._slips import KINDS
from audit.run._specimen import specimen
from audit.run._trial import Tried, try_errors

if TYPE_CHECKING:
    from audit.run import Reading

#: Of the errors that are found so many are diagnosed, which takes longer than all else: fewer in a large report, in
#: which it takes longer still, but so many at least.
_DIAGNOSED, _AT_LEAST = 100, 20
_WORK = 500_000

#: Why an error in a figure would not be found, or not be located.
Reason = Literal["no-rule", "unasked", "flat", "one-way", "alike"]


@dataclass(frozen=True, slots=True)
class ColumnPower:
    """What the rules make of a column of a kind of statement.

    An error in so many of its figures would break an equation (``detected``), could be told from an error elsewhere
    (``located``), or would be seen only if it goes one way (``one_way``). Of the errors ``tried`` so many were
    ``found`` and ``pinned`` to their figure.
    """

    kind: str
    column: str
    figures: int
    detected: int
    one_way: int
    located: int
    rules: tuple[str, ...]
    tried: int = 0
    found: int = 0
    pinned: int = 0


@dataclass(frozen=True, slots=True)
class Weakness:
    """So many figures of a column in which an error would not be found, or not be told from one in another column.

    ``place`` is that of the first, ``other`` that of a figure which cannot be told from it, ``rules`` the claims that
    speak of it.
    """

    kind: str
    column: str
    reason: Reason
    count: int
    place: Place
    printed: str
    other: Place | None = None
    other_column: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialPower:
    """What came of simulated errors, each in one figure: altogether, and by what was done to the figure.

    ``named`` and ``mended`` count among the ``diagnosed``: the diagnosis named the figure alone, and the right one for
    it. ``left_out`` figures stand in claims that are broken already, so that no error was put there.
    """

    errors: int
    found: int
    located: int
    diagnosed: int
    named: int
    mended: int
    left_out: int
    kinds: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Power:
    """How strong the rules are on some statements.

    Errors in ``detected`` figures would break an equation, in ``located`` ones also tell where they are, in ``one_way``
    ones be seen only in one direction. ``unused`` rules of arithmetic were asked of no row, ``broken`` ones do not hold
    even without an error.
    """

    seed: int
    statements: tuple[tuple[str, int], ...]
    figures: int
    detected: int
    one_way: int
    located: int
    columns: tuple[ColumnPower, ...]
    weaknesses: tuple[Weakness, ...]
    pairs: Pairs
    trial: TrialPower
    unused: tuple[str, ...]
    broken: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The power as ``audit-power/1``; rules and columns by their names, counts and no rounded shares."""
        weaknesses = [
            {**asdict(weak), "place": weak.place.to_dict(), "other": weak.other.to_dict() if weak.other else None}
            for weak in self.weaknesses
        ]
        kinds = [{"kind": kind, "errors": errors, "found": found} for kind, errors, found in self.trial.kinds]
        statements = [{"kind": kind, "count": count} for kind, count in self.statements]
        told = {
            **asdict(self),
            "statements": statements,
            "weaknesses": weaknesses,
            "trial": {**asdict(self.trial), "kinds": kinds},
        }
        return {"schema": "audit-power/1", **told}


def power_on(reading: Reading, *, errors: int, seed: int) -> Power:
    """How strong the rules are on a report that was read and recognised."""
    answers = answers_of(reading.rulebooks, reading.recognition.statements)
    return power_of(answers, _rules_in(reading.rulebooks), errors=errors, seed=seed)


def power_for(shape: StatementShape, books: Sequence[Rulebook], *, errors: int, seed: int) -> Power:
    """How strong the rules are on a sound, made-up statement of a kind, with the statements that it is held against."""
    answers = answers_of(books, specimen(shape, books, Random(seed)))
    made_up = list(answers.world.statements)[-1:]
    return power_of(answers, _rules_in(books), errors=errors, seed=seed, ids=made_up)


def _rules_in(books: Sequence[Rulebook]) -> list[Rule]:
    return [rule for book in books for rule in book.rules]


def power_of(
    answers: Answers, rules: Sequence[Rule], *, errors: int, seed: int, ids: Collection[str] | None = None
) -> Power:
    """How strong the rules are on the statements that were asked, or on some of them."""
    statements = [s for s in answers.world.statements.values() if ids is None or s.id in ids]
    bench = open_bench(answers, rules)
    cells = [(s.id, row.index, column) for s in statements for row in s.rows for column in row.figures]
    columns = {cell: bench.matrix.equations[cell] for cell in cells if bench.matrix.equations.get(cell)}
    groups = alike(bench.matrix.equations)
    alone = {group[0] for group in groups if len(group) == 1}
    rng = Random(seed)
    tried, left_out = _trial(bench, cells, rules, rng, errors)
    chosen = set(cells)
    within = [own for group in groups if (own := [cell for cell in group if cell in chosen])]
    return Power(
        seed=seed,
        statements=tuple(Counter(statement.kind for statement in statements).items()),
        figures=len(cells),
        detected=len(columns),
        one_way=sum(1 for cell in cells if cell not in columns and bench.matrix.one_way.get(cell)),
        located=sum(1 for cell in cells if cell in alone),
        columns=tuple(_columns(bench, statements, cells, alone, tried)),
        weaknesses=tuple(_weaknesses(bench, cells, groups)),
        pairs=pairs(cells, bench.matrix.equations, within, alone, rng),
        trial=_summary(tried, left_out),
        broken=_broken(bench),
        unused=_unused(bench, rules, {statement.kind for statement in statements}),
    )


def _trial(
    bench: Bench, cells: Sequence[Cell], rules: Sequence[Rule], rng: Random, errors: int
) -> tuple[list[Tried], int]:
    """The errors that were tried, and how many cells were left out since a claim that reads them is broken already."""
    broken = {cell for number, state in enumerate(bench.states) if state == "broken" for cell in bench.read[number]}
    sound = [cell for cell in cells if cell not in broken]
    if not sound:
        return [], len(cells)
    sample = min(_DIAGNOSED, max(_AT_LEAST, _WORK // len(bench.questions) if bench.questions else 0))
    return list(islice(try_errors(bench, sound, rules, rng, sample), errors)), len(cells) - len(sound)


def _summary(tried: Sequence[Tried], left_out: int) -> TrialPower:
    kinds = Counter(one.slip for one in tried)
    found = Counter(one.slip for one in tried if one.found)
    return TrialPower(
        errors=len(tried),
        found=sum(one.found for one in tried),
        located=sum(one.located for one in tried),
        diagnosed=sum(one.named is not None for one in tried),
        named=sum(one.named is True for one in tried),
        mended=sum(one.mended is True for one in tried),
        left_out=left_out,
        kinds=tuple((kind, kinds[kind], found[kind]) for kind in KINDS if kinds[kind]),
    )


def _columns(
    bench: Bench, statements: Sequence[Statement], cells: Sequence[Cell], alone: set[Cell], tried: Sequence[Tried]
) -> Iterator[ColumnPower]:
    """The columns of figures, kind by kind and as the tables have them."""
    kind_of = {statement.id: statement.kind for statement in statements}
    matrix = bench.matrix
    grouped: dict[tuple[str, str], list[Cell]] = {
        (statement.kind, column.name): [] for statement in statements for column in statement.columns
    }
    for cell in cells:
        grouped[(kind_of[cell[0]], cell[2])].append(cell)
    trials: dict[tuple[str, str], list[Tried]] = defaultdict(list)
    for one in tried:
        trials[(kind_of[one.cell[0]], one.cell[2])].append(one)
    for (kind, column), own in grouped.items():
        if not own:
            continue
        rules = [bench.questions[n].rule.id for cell in own for n in _numbers(bench, cell)]
        mine = trials[(kind, column)]
        yield ColumnPower(
            kind,
            column,
            figures=len(own),
            detected=sum(1 for cell in own if matrix.equations.get(cell)),
            one_way=sum(1 for cell in own if not matrix.equations.get(cell) and matrix.one_way.get(cell)),
            located=sum(1 for cell in own if cell in alone),
            rules=tuple(id for id, _ in Counter(rules).most_common()),
            tried=len(mine),
            found=sum(one.found for one in mine),
            pinned=sum(one.located for one in mine),
        )


def _numbers(bench: Bench, cell: Cell) -> list[int]:
    """The asked claims that follow a cell."""
    return sorted({*bench.matrix.equations.get(cell, ()), *bench.matrix.one_way.get(cell, ())})


def _weaknesses(bench: Bench, cells: Sequence[Cell], groups: Sequence[Sequence[Cell]]) -> list[Weakness]:
    """Why errors would not be found or located: a line for each column and reason, the ones with most figures first."""
    fellows = {cell: group for group in groups if len(group) > 1 for cell in group}
    silent = _silent(bench.answers)
    found: dict[tuple[str, str, Reason, str | None, tuple[str, ...]], list[Cell]] = defaultdict(list)
    others: dict[Cell, Cell] = {}
    for cell in cells:
        reason, rules = _reason(bench, cell, fellows, silent)
        if reason is None:
            continue
        if reason == "alike":
            others[cell] = next(other for other in fellows[cell] if other != cell)
        kind = bench.world.statements[cell[0]].kind
        found[(kind, cell[2], reason, others[cell][2] if cell in others else None, rules)].append(cell)
    weaknesses = []
    for (kind, column, reason, other_column, rules), own in found.items():
        place, printed = _print(bench, own[0])
        other = _print(bench, others[own[0]])[0] if own[0] in others else None
        weaknesses.append(Weakness(kind, column, reason, len(own), place, printed, other, other_column, rules))
    return sorted(weaknesses, key=lambda weakness: -weakness.count)


def _silent(answers: Answers) -> dict[Cell, set[str]]:
    """The rules that would read a cell, but could not be asked of its row."""
    silent: dict[Cell, set[str]] = defaultdict(set)
    for unasked in answers.unasked:
        if unasked.statement is not None:
            for row in unasked.rows:
                silent[(unasked.statement, row, unasked.column or "")].add(unasked.rule)
    for claim, (rule, _) in zip(answers.claims, answers.origins, strict=True):
        if claim.verdict == "unasked":
            for path in paths(rule.assertion):
                silent[(claim.statement, claim.row, path.steps[-1])].add(rule.id)
    return silent


def _reason(
    bench: Bench, cell: Cell, fellows: Mapping[Cell, Sequence[Cell]], silent: Mapping[Cell, Collection[str]]
) -> tuple[Reason | None, tuple[str, ...]]:
    """Why an error in a cell would not be found or located, and the rules that have to do with it."""
    if bench.matrix.equations.get(cell):
        return ("alike" if cell in fellows else None), _rules(bench, bench.matrix.equations[cell])
    if bench.matrix.one_way.get(cell):
        return "one-way", _rules(bench, bench.matrix.one_way[cell])
    numbers = bench.reading.get(cell, [])
    asked = [number for number in numbers if bench.states[number] not in ("unasked", "absent")]
    if asked:
        return "flat", _rules(bench, asked)
    rules = tuple(sorted({*_rules(bench, numbers), *silent.get(cell, ())}))
    return ("unasked" if rules else "no-rule"), rules


def _rules(bench: Bench, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted({bench.questions[number].rule.id for number in numbers}))


def _print(bench: Bench, cell: Cell) -> tuple[Place, str]:
    row = bench.world.statements[cell[0]].rows[cell[1]]
    return row.places.get(cell[2], row.place), row.figures[cell[2]].printed


def _unused(bench: Bench, rules: Sequence[Rule], kinds: set[str]) -> tuple[str, ...]:
    """The rules of arithmetic about these kinds that were asked of no row."""
    asked = {
        question.rule.id
        for question, state in zip(bench.questions, bench.states, strict=True)
        if state not in ("unasked", "absent")
    }
    arithmetic = (rule for rule in rules if isinstance(rule.assertion, Comparison) and not rule.mention)
    named = (rule.id for rule in arithmetic if rule.off is None and kinds & set(rule.kinds))
    return tuple(id for id in dict.fromkeys(named) if id not in asked | bench.doubted)


def _broken(bench: Bench) -> tuple[str, ...]:
    """The rules that do not hold even without a simulated error."""
    broken = [number for number, state in enumerate(bench.states) if state == "broken"]
    return tuple(sorted({*_rules(bench, broken), *bench.doubted}))
