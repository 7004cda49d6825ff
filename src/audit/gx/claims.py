"""A rule of our language put to a pandas DataFrame of which each row is a row of a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.gx.tree import LEVEL, PARENT, with_tree
from audit.model.decimals import plain
from audit.model.report import Claim
from audit.model.shape import FIGURES, ColumnShape, StatementShape, Type
from audit.model.statement import Statement
from audit.model.text import Text
from audit.readers._frame import read_frame
from audit.recognise import statement_of
from audit.rules.claims import ask_again, put
from audit.rules.expression import (
    RESERVED,
    Comparison,
    ExpressionError,
    parse_assertion,
    parse_condition,
    paths,
)
from audit.rules.rule import Rule
from audit.rules.world import World
from audit.run.findings import findings_of

if TYPE_CHECKING:
    import pandas

#: Columns that tell which row is part of which, and what it is called; the word of the language for each.
ROLES = ("kode", "induk", "tingkat", "uraian")
_TYPES: dict[str, Type] = {"kode": "kode", "uraian": "text", PARENT: "text", LEVEL: "text"}
#: The tree of a DataFrame is told by its columns alone, so they are kept from the recognition of reports.
_HIDDEN = {"induk": PARENT, "tingkat": LEVEL}

#: Words that lead from a row to others of the same table.
_ROWS = frozenset({"parent", "root", "children", "leaves", "descendants", "siblings", "rows"})


@dataclass(frozen=True, slots=True)
class Question:
    """A rule for a DataFrame.

    ``columns`` says which column of the DataFrame a name stands for, where the two differ. ``rounded`` are the columns
    whose figures are rounded at their last digit; None means all that hold a fraction.
    """

    assertion: str
    when: str = ""
    tolerance: str = "0"
    columns: Mapping[str, str] = field(default_factory=dict)
    rounded: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A claim that does not hold: the position of its row, the figures as decimal strings, and a sentence."""

    position: int
    column: str
    stated: str | None
    expected: str | None
    message: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: how many claims were asked, which are broken, and why others could not be asked."""

    rows: int
    asked: int
    broken: tuple[Broken, ...]
    unasked: Mapping[Text, int]


def rule_of(question: Question) -> Rule:
    """The question as a rule; raises ValueError where its texts cannot be read."""
    try:
        assertion = parse_assertion(question.assertion)
        when = parse_condition(question.when) if question.when else None
        tolerance = Fraction(question.tolerance)
    except (ExpressionError, ZeroDivisionError) as error:
        raise ValueError(str(error)) from None
    title = Text(question.assertion, question.assertion)
    return Rule(
        id="gx",
        title=title,
        why=title,
        severity="error",
        kinds=("tabel",),
        assertion=assertion,
        text=question.assertion,
        when=when,
        when_text=question.when,
        tolerance=tolerance,
    )


def spoken(column: str) -> str:
    """The word by which an equation can speak of a column, whatever it is called."""
    word = re.sub(r"[^a-z0-9_]+", "_", column.lower()).strip("_") or "angka"
    return f"angka_{word}" if word[0].isdigit() or word in RESERVED or word in ROLES else word


def names_in(rule: Rule) -> tuple[str, ...]:
    """The names of columns that a rule speaks of, in the order in which it does."""
    nodes = [rule.assertion, *([rule.when] if rule.when is not None else [])]
    found = [step for node in nodes for path in paths(node) for step in path.steps]
    return tuple(dict.fromkeys(name for name in found if name not in _ROWS | {"labels", "judul"}))


def ask(frame: pandas.DataFrame, question: Question) -> Answer:
    """Put a question to all rows of a DataFrame; raises ValueError where it has not the columns for it."""
    rule = rule_of(question)
    statement = _statement(frame, rule, question)
    answers = put([rule], [statement])
    # In a report most of which breaks a rule, the reading is doubted; a DataFrame was read by nobody.
    claims = [_as_it_is(claim, rule, answers.world) for claim in answers.claims]
    verdicts = Counter(claim.verdict for claim in claims)
    unasked = Counter(claim.reason or Text("", "") for claim in claims if claim.verdict == "unasked")
    broken = tuple(
        Broken(
            _position(statement, finding.row or 0),
            question.columns.get(finding.column or "", finding.column or ""),
            None if finding.stated is None else plain(finding.stated),
            None if finding.expected is None else plain(finding.expected),
            finding.message,
        )
        for finding in findings_of(claims, [rule], [statement])
    )
    return Answer(len(frame), verdicts["holds"] + verdicts["violated"], broken, unasked)


def _as_it_is(claim: Claim, rule: Rule, world: World) -> Claim:
    unasked = claim.verdict == "unasked" and isinstance(rule.assertion, Comparison)
    return ask_again(claim, rule, None, world) if unasked else claim


def _statement(frame: pandas.DataFrame, rule: Rule, question: Question) -> Statement:
    """The DataFrame as a statement, with the columns that the rule speaks of and those that tell its tree."""
    wanted = names_in(rule)
    if _HIDDEN.keys() & set(wanted):
        raise ValueError(f"{' and '.join(_HIDDEN)} tell the tree, and are no part of an equation")
    named = {name: question.columns.get(name, name) for name in (*ROLES, *wanted)}
    missing = [column for name, column in named.items() if column not in frame.columns and name in wanted]
    missing += [column for name, column in question.columns.items() if column not in frame.columns]
    if missing:
        there = ", ".join(map(str, frame.columns))
        raise ValueError(f"the table has no column {', '.join(dict.fromkeys(missing))}; it has {there}")
    _hangs(rule, frame, question)
    used = {name: column for name, column in named.items() if column in frame.columns}
    twice = [column for column in used.values() if list(frame.columns).count(column) > 1]
    if twice:
        raise ValueError(f"the table has several columns {', '.join(twice)}")
    part = (
        frame[list(used.values())]
        .set_axis([_HIDDEN.get(name, name) for name in used], axis="columns")
        .reset_index(drop=True)
    )
    if "uraian" not in part:
        # A label in words also keeps a row of small numbers from being taken for the numbers of the columns.
        part = part.assign(uraian=[f"row {label}" for label in frame.index])
    shapes = tuple(ColumnShape(str(name), _TYPES.get(str(name), "count"), (str(name),)) for name in part.columns)
    grid = read_frame(part, "i1").grids[0]
    statement = statement_of(grid, StatementShape("tabel", "gx", shapes))
    if len(statement.rows) < int(part.drop(columns="uraian").notna().any(axis="columns").sum()):
        raise ValueError("some rows of the table could not be read")
    return with_tree(_with_steps(statement, question.rounded))


def _hangs(rule: Rule, frame: pandas.DataFrame, question: Question) -> None:
    """Raises ValueError where a rule speaks of parts or parents and no column tells them."""
    steps = {step for path in paths(rule.assertion) for step in path.steps}
    told = [question.columns.get(role, role) for role in ("kode", "induk", "tingkat")]
    if steps & (_ROWS - {"rows", "root"}) and not any(column in frame.columns for column in told):
        raise ValueError(f"which row is part of which is told by a column {', '.join(told)}, and there is none")


def _with_steps(statement: Statement, rounded: Sequence[str] | None) -> Statement:
    """The statement with the precision of its figures: exact, or rounded at the finest step of their column.

    A DataFrame keeps no trailing zeros, so that 100 beside 33.33 is rounded too.
    """
    steps: dict[str, Fraction] = {}
    for column in statement.columns:
        found = [row.figures[column.name].quantum for row in statement.rows if column.name in row.figures]
        exact = column.type not in FIGURES or (rounded is not None and column.name not in rounded)
        steps[column.name] = Fraction(0) if exact else min((step for step in found if step), default=Fraction(0))
    rows = tuple(
        replace(
            row,
            figures={
                name: replace(figure, quantum=steps[name] if figure.quantum <= 1 else figure.quantum)
                for name, figure in row.figures.items()
            },
        )
        for row in statement.rows
    )
    return replace(statement, rows=rows)


def _position(statement: Statement, row: int) -> int:
    """The position in the DataFrame of a row; its first row stands at line 2, below the names of the columns."""
    line: Any = statement.rows[row].place.line
    return int(line) - 2
