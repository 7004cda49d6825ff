"""What of a rulebook can be asked of a table without us, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.model.shape import BODY, ColumnChecks, Expected, StatementShape
from audit.model.text import Text
from audit.rules.expression import (
    Absolute,
    Aggregate,
    Comparison,
    Condition,
    Expression,
    InWords,
    Junction,
    Matches,
    Negated,
    Negative,
    Operation,
    Path,
    Predicate,
    atoms,
)
from audit.rules.reach import every
from audit.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that an export cannot say, and why."""

    id: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of statement with all that rulebooks ask of it; ``books`` are the rulebooks as the report names them."""

    shape: StatementShape
    rules: tuple[Rule, ...]
    books: tuple[str, ...]

    @property
    def checks(self) -> tuple[ColumnChecks, ...]:
        """The schema of the kind, without what is switched off."""
        return tuple(one for one in self.shape.checks if one.off is None)

    @property
    def expected(self) -> tuple[Expected, ...]:
        """The expectations of the kind, without what is switched off."""
        return tuple(one for one in self.shape.expected if one.off is None)

    def own_rules(self) -> tuple[tuple[Rule, ...], tuple[LeftOut, ...]]:
        """The rules that are arithmetic within one row, and those that are not, each id once."""
        kept = tuple(rule for rule in self.rules if why_not(rule, self.shape) is None)
        left = {rule.id: LeftOut(rule.id, why) for rule in self.rules if (why := why_not(rule, self.shape)) is not None}
        return kept, tuple(left.values())


#: A frame says nothing of the kinds of its rows.
ROWS_NOT_KNOWN = Text(
    "ditujukan pada baris jenis tertentu, yang tidak disebut oleh sebuah DataFrame",
    "it is asked of rows of some kinds only, which a DataFrame does not tell",
)


def rows_known(asked: ColumnChecks | Expected) -> bool:
    """Whether all rows of a table with figures are asked."""
    return set(asked.rows) == set(BODY)


def why_not(rule: Rule, shape: StatementShape) -> Text | None:
    """Why a rule cannot be asked row by row, None where it can."""
    if rule.mention:
        return Text("tentang kalimat, bukan tabel", "it is about sentences, not a table")
    if rule.match:
        return Text("membandingkan tabel dengan tabel lain", "it compares the table with others")
    if rule.base or rule.base_of:
        return Text(
            "pembagi persentasenya ditentukan dari seluruh kolom",
            "the base of its percentage is told by the whole column",
        )
    if isinstance(rule.assertion, Predicate) and rule.assertion.name != "filled":
        name = rule.assertion.name
        return Text(f"{name}() melihat seluruh tabel", f"{name}() looks at the whole table")
    if rule.when is not None and not all(_told_by_row(part) for part in atoms(rule.when)):
        return Text(
            f"syaratnya melihat lebih dari satu baris: {rule.when_text}",
            f"its condition needs more than the row: {rule.when_text}",
        )
    if any(isinstance(part, InWords) for part in every(rule.assertion)):
        return Text(f"membaca bilangan dalam kata-kata: {rule.text}", f"it reads numbers in words: {rule.text}")
    used = [path for node in (rule.assertion, rule.when) if node is not None for path in paths_of(node)]
    if any(path is None or len(path.steps) != 1 or path.inner is not None or path.chosen for path in used):
        return Text(f"melihat baris lain: {rule.text}", f"it looks at other rows: {rule.text}")
    names = {path.steps[0] for path in used if path is not None}
    unknown = sorted(name for name in names if shape.column(name) is None)
    if unknown:
        listed = ", ".join(unknown)
        return Text(f"{shape.kind} tidak punya kolom {listed}", f"{shape.kind} has no column {listed}")
    return None


def _told_by_row(part: Comparison | Predicate | Matches) -> bool:
    return isinstance(part, Comparison) or (isinstance(part, Predicate) and part.name == "filled")


def paths_of(node: Expression | Condition) -> Iterator[Path | None]:
    """The paths of a node; None stands for a function over rows."""
    match node:
        case Path():
            yield node
        case Aggregate() | InWords():
            yield None
        case Negative(of=of) | Absolute(of=of):
            yield from paths_of(of)
        case Operation(left=left, right=right) | Comparison(left=left, right=right):
            yield from paths_of(left)
            yield from paths_of(right)
        case Predicate(arguments=arguments):
            yield from arguments
        case Junction(parts=parts):
            for part in parts:
                yield from paths_of(part)
        case Negated(part=part):
            yield from paths_of(part)


def columns_of(nodes: Iterable[Expression | Condition]) -> Sequence[str]:
    """The columns that nodes of one row speak of, each once."""
    found = [path.steps[0] for node in nodes for path in paths_of(node) if path is not None]
    return tuple(dict.fromkeys(found))
