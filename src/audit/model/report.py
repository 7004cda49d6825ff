"""What an audit says: claims and their verdicts, findings, causes, coverage, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from audit.model.document import Input, Place, Problem
from audit.model.figure import Figure, Interval, Rounding
from audit.model.misstatement import below_materiality, misstatement_of
from audit.model.statement import Row, Statement
from audit.model.text import Lang, Text

if TYPE_CHECKING:
    import pandas

Severity = Literal["error", "warning", "info"]
FindingKind = Literal["equation", "bound", "structure", "format", "mention", "formula"]
Verdict = Literal["holds", "violated", "unasked"]
Confidence = Literal["certain", "likely", "possible"]
MentionVerdict = Literal["agrees", "coarser", "contradicted", "untied", "not-an-amount"]
FailOn = Literal["error", "warning", "info", "never"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

#: The exit codes from the worst to the best.
EXITS = (3, 1, 2, 0)


def worst(exits: Iterable[int]) -> int:
    """The worst of several exit codes; 0 of none."""
    codes = set(exits)
    return next((code for code in EXITS if code in codes), 0)


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that a claim rests on: statement, row and column, and the figure that stands there."""

    statement: str
    row: int
    column: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One rule put to one row: what is stated, what the other figures imply, and whether both can be true.

    ``blanks`` are the operands that print nothing and were taken as an amount not known.
    ``coarser`` says that the claim agrees only under the other convention of rounding. ``tolerance`` is what the rule
    allows the two sides to be apart. ``rounding`` is the convention under which the stated figure was read.
    """

    rule: str
    statement: str
    row: int
    column: str | None
    verdict: Verdict
    relation: str = "="
    stated: Operand | None = None
    implied: Interval | None = None
    because: tuple[Operand, ...] = ()
    reason: Text | None = None
    blanks: tuple[Operand, ...] = ()
    coarser: bool = False
    tolerance: Fraction = Fraction(0)
    rounding: Rounding = "nearest"

    @property
    def touched(self) -> tuple[Operand, ...]:
        """The figures that the claim asks about: its subject and its operands."""
        return (self.stated, *self.because) if self.stated else self.because


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """A rule as the report lists it, with how often it was asked and what came of it.

    ``off`` says who switched the rule off, where it was.
    """

    id: str
    severity: Severity
    title: Text
    assertion: str
    why: Text
    asked: int
    held: int
    violated: int
    unasked: int
    blank_as_zero: int = 0
    off: Text | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule was asked of one statement, or of the prose, and held, or was broken."""

    rule: str
    statement: str | None
    held: int
    violated: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim that does not hold, or a figure whose form is at fault.

    ``expected`` is exact, or rounded to the step of the stated figure with ``expected_range`` given. ``way`` says which
    way a sentence and the tables go, where they differ in that and not in the amount.
    """

    id: str
    fingerprint: str
    rule: str
    severity: Severity
    kind: FindingKind
    relation: str
    statement: str | None
    row: int | None
    column: str | None
    place: Place
    printed: str
    stated: Fraction | None
    expected: Fraction | None
    expected_range: tuple[Fraction, Fraction] | None
    unit: str | None
    because: tuple[Operand, ...]
    message: Text
    causes: tuple[str, ...] = ()
    sentence: tuple[str, int, int] | None = None
    assumption: Text | None = None
    way: Text | None = None

    @property
    def difference(self) -> Fraction | None:
        """Stated less expected, in base units."""
        return None if self.stated is None or self.expected is None else self.stated - self.expected

    def within(self, causes: frozenset[str]) -> bool:
        """Whether some of these causes, by their ids, and no others explain the finding."""
        return bool(self.causes) and causes.issuperset(self.causes)


@dataclass(frozen=True, slots=True)
class CauseCell:
    """A cell that a cause names: the figure that stands there and the one proposed, if any."""

    statement: str
    row: int
    column: str
    place: Place
    stated: Fraction | None
    proposed: Fraction | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row to be put in, taken out or moved: under which parent, after which row, and its figures by column.

    A row that is taken out is the one that stands right after ``after``.
    """

    action: Literal["insert", "remove", "move"]
    statement: str
    parent: int | None
    after: int | None
    figures: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another correction that explains the same findings as well."""

    kind: str
    cells: tuple[CauseCell, ...]
    message: Text
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """What explains one or more findings."""

    id: str
    kind: str
    confidence: Confidence
    message: Text
    cells: tuple[CauseCell, ...]
    explains: tuple[str, ...]
    settles: tuple[int, int, int]
    blame: Literal["report", "reading"] = "report"
    effect: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    alternatives: tuple[Alternative, ...] = ()
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidInWords:
    """The words beside an amount: where in its sentence, as printed, and their number, None where it is in doubt."""

    start: int
    end: int
    printed: str
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount in running text, what it was tied to, and the words that say it again.

    ``tied`` are the figures of tables that it agrees with or contradicts, ``told`` what is computed from them,
    ``candidates`` those that it may mean where nothing ties it. ``within`` says that it was held against its own
    sentence alone, which checks no table.
    """

    id: str
    place: Place
    sentence: str
    start: int
    end: int
    printed: str
    unit: str | None
    value: Fraction | None
    verdict: MentionVerdict
    words: SaidInWords | None = None
    tied: tuple[Operand, ...] = ()
    candidates: tuple[Operand, ...] = ()
    told: Text | None = None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Unasked:
    """Claims that could not be asked, put together by rule, statement, column and reason.

    Those of running text have no statement and no rows, but the ids of the ``mentions`` that were not asked about.
    """

    rule: str
    statement: str | None
    column: str | None
    reason: Text
    rows: tuple[int, ...]
    mentions: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many claims were not asked."""
        return len(self.rows) + len(self.mentions)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A figure that no asked claim touches, and why."""

    place: Place
    printed: str
    reason: Literal["no-rule", "unasked", "unknown-column", "untied"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many figures the report holds, how many of them an asked claim touches, and which it does not."""

    figures: int
    checked: int
    locatable: int
    unchecked: tuple[Unchecked, ...]
    unread: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """How a percentage column was taken: the whole it is a share of, and its convention of rounding."""

    statement: str
    column: str
    base: str | None
    rounding: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that an audit of one report says.

    ``materiality`` is the amount in rupiah below which a cause lets nothing fail; see `below`.
    """

    lang: Lang
    inputs: tuple[Input, ...]
    rulebooks: tuple[tuple[str, str, str], ...]
    rules: tuple[RuleSummary, ...]
    statements: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    causes: tuple[Cause, ...]
    mentions: tuple[Mention, ...]
    unasked: tuple[Unasked, ...]
    problems: tuple[Problem, ...]
    coverage: Coverage
    fail_on: FailOn = "error"
    tallies: tuple[Tally, ...] = ()
    materiality: Fraction | None = None

    def statement(self, id: str) -> Statement:
        """The statement of that id; raises KeyError when there is none."""
        for statement in self.statements:
            if statement.id == id:
                return statement
        raise KeyError(id)

    @property
    def audited(self) -> tuple[Statement, ...]:
        """The statements of the report itself, without those of other documents that are only cited."""
        others = {given.id for given in self.inputs if given.role == "reference"}
        return tuple(statement for statement in self.statements if statement.input not in others)

    def row(self, operand: Operand | CauseCell) -> Row:
        """The row that an operand or a cell of a cause stands in."""
        return self.statement(operand.statement).rows[operand.row]

    @property
    def asked(self) -> int:
        """How many claims were asked."""
        return sum(rule.asked for rule in self.rules)

    @property
    def incomplete(self) -> bool:
        """Whether the audit could not look at all of it, or asked nothing."""
        return not self.asked or any(problem.stage in ("read", "limit") for problem in self.problems)

    @property
    def verdict(self) -> Literal["clean", "findings", "incomplete"]:
        """The report in one word; findings of severity info alone leave it clean, a Problem of any kind does not."""
        counts = self.counts
        if counts["error"] or counts["warning"]:
            return "findings"
        return "incomplete" if self.incomplete or self.problems else "clean"

    @property
    def counts(self) -> Counter[str]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def misstatement(self) -> tuple[Fraction, Fraction]:
        """By how much the report is misstated in all, gross and net, as far as its causes are amounts."""
        return misstatement_of(self)

    @property
    def below(self) -> frozenset[str]:
        """The ids of the causes that are below the materiality."""
        return below_materiality(self)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings for which the audit fails: at or above the threshold, and not only of causes that are below."""
        if self.fail_on == "never":
            return ()
        serious, below = SEVERITIES[: SEVERITIES.index(self.fail_on) + 1], self.below
        return tuple(finding for finding in self.findings if finding.severity in serious and not finding.within(below))

    @property
    def exit(self) -> int:
        """1 where a finding fails, else 2 for an audit that could not look, else 0."""
        if self.failing:
            return 1
        return 2 if self.incomplete else 0

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON contract ``audit-report/1`` writes it."""
        from audit.model.contract import report_to_dict

        return report_to_dict(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The findings as a table, a row each; amounts are Decimal, so nothing is rounded."""
        from audit.model.contract import findings_to_pandas

        return findings_to_pandas(self)
