"""What fails a schema or an expectation becomes findings, and each of these a rule that the report lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

from audit.model.document import Place
from audit.model.report import Finding, FindingKind, Operand, RuleSummary, Tally
from audit.model.shape import FIGURES, ColumnChecks, Expected, StatementShape
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.notation.headings import telling
from audit.notation.letters import letters_of
from audit.notation.numerals import amount_text
from audit.schemas.held import Failure, Held
from audit.schemas.words import all_asked, text_of, title_of, why_of

_RELATIONS = {"min": ">=", "max": "<=", "above": ">", "below": "<"}
_KINDS: dict[str, FindingKind] = {"blank": "structure", "unique": "structure", **dict.fromkeys(_RELATIONS, "bound")}


def findings_of_checks(held: Held) -> list[Finding]:
    """A finding for each failure; blanks that are only noted are one finding for a column, not one for each row."""
    found: list[Finding] = []
    noted: dict[tuple[str, str], list[Failure]] = defaultdict(list)
    for failure in held.failures:
        blank = [check.word for check in failure.checks] == ["blank"]
        if blank and failure.asked.severity == "info":
            noted[(failure.asked.id, failure.statement.id)].append(failure)
        else:
            found.append(_finding(failure))
    found.extend(_blanks(group) if len(group) > 1 else _finding(group[0]) for group in noted.values())
    return found


def summaries_of_checks(shapes: Sequence[StatementShape], held: Held) -> tuple[RuleSummary, ...]:
    """Schemas and expectations as the report lists them among its rules."""
    asked: Counter[str] = Counter()
    for (id, _), count in held.asked.items():
        asked[id] += count
    violated = Counter(failure.asked.id for failure in held.failures)
    unasked: Counter[str] = Counter()
    for group in held.unasked:
        unasked[group.rule] += len(group.rows)
    return tuple(
        RuleSummary(
            one.id,
            one.severity,
            title_of(one, _unit(shape, one)),
            text_of(one),
            why_of(one),
            asked=asked[one.id],
            held=asked[one.id] - violated[one.id],
            violated=violated[one.id],
            unasked=unasked[one.id],
            off=one.off,
        )
        for shape in shapes
        for part in (shape.checks, shape.expected)
        for one in part
    )


def tallies_of_checks(held: Held) -> tuple[Tally, ...]:
    """What came of each schema and expectation in each statement of which it asked anything."""
    violated = Counter((failure.asked.id, failure.statement.id) for failure in held.failures)
    return tuple(
        Tally(id, statement, count - violated[(id, statement)], violated[(id, statement)])
        for (id, statement), count in held.asked.items()
        if count
    )


def _unit(shape: StatementShape, asked: ColumnChecks | Expected) -> str | None:
    column = shape.column(asked.column) if isinstance(asked, ColumnChecks) else None
    return column.type if column is not None and column.type in FIGURES else None


def _finding(failure: Failure) -> Finding:
    statement, asked = failure.statement, failure.asked
    row = statement.rows[failure.row] if failure.row is not None else None
    column = statement.column(failure.column or "")
    figure = row.figures.get(failure.column or "") if row is not None else None
    bound = failure.checks[0] if len(failure.checks) == 1 and failure.checks[0].word in _RELATIONS else None
    unit = column.type if column is not None and column.type in FIGURES else None
    return Finding(
        id="",
        fingerprint=_known_by(failure, row),
        rule=asked.id,
        severity=asked.severity,
        kind=_kind(failure),
        relation=_RELATIONS[bound.word] if bound else "=",
        statement=statement.id,
        row=failure.row,
        column=failure.column if column is not None else None,
        place=_place(statement, row, failure.column),
        printed=figure.printed if figure else _printed(row, failure.column) if row else "",
        stated=figure.value if figure else None,
        expected=cast(Fraction, bound.arguments[""]) if bound and figure else None,
        expected_range=None,
        unit=unit,
        because=failure.others,
        message=_message(failure, row, unit),
    )


def _blanks(group: Sequence[Failure]) -> Finding:
    """One finding for all blanks of a column."""
    first = _finding(group[0])
    rows = [failure.statement.rows[failure.row] for failure in group if failure.row is not None]
    name, column = rows[0].short, group[0].column
    others = tuple(Operand(first.statement or "", row.index, column or "") for row in rows[1:])
    message = Text(
        f"{len(rows)} baris tidak mengisi {column}, mulai dari {name}",
        f"{len(rows)} rows leave {column} blank, the first is {name}",
    )
    return replace(first, because=others, message=message)


def _known_by(failure: Failure, row: Row | None) -> str:
    """What the finding is known by from one version of a report to the next, as for all others."""
    title = " ".join(sorted(telling(" ".join(failure.statement.titles))))
    path = "/".join(" ".join(part.lower().split()) for part in row.path) if row is not None else ""
    return "|".join((failure.asked.id, failure.statement.kind, title, path, failure.column or ""))


def _kind(failure: Failure) -> FindingKind:
    if isinstance(failure.asked, Expected):
        return "structure"
    return _KINDS.get(failure.checks[0].word, "format")


def _place(statement: Statement, row: Row | None, name: str | None) -> Place:
    """Where a cell stands, also one that is blank or holds a text; the heading of a column, or the table."""
    column = statement.column(name or "")
    if row is None or column is None:
        return (row or column or statement).place
    place = row.places.get(column.name)
    if place is not None:
        return place
    if row.place.cell is not None:
        return replace(
            row.place, cell=letters_of(column.position) + row.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        )
    if row.place.line is not None and row.place.column is not None:
        return replace(row.place, column=column.position + 1)
    return row.place


def _printed(row: Row, column: str | None) -> str:
    return {"kode": row.kode, "uraian": row.uraian}.get(column or "", row.texts.get(column or "", ""))


def _message(failure: Failure, row: Row | None, unit: str | None) -> Text:
    if isinstance(failure.asked, Expected):
        return _unexpected(failure, failure.asked, row, unit)
    column, words = failure.column, [check.word for check in failure.checks]
    if row is None:
        told = all_asked(failure.checks, unit)
        return Text(f"{column} seharusnya {told.id}", f"{column} must be {told.en}")
    if words == ["blank"]:
        return Text(f"{row.short}: {column} kosong", f"{row.short}: {column} is blank")
    stated = _stated(row, column, unit)
    if words == ["unique"] and failure.others:
        first = failure.statement.rows[failure.others[0].row]
        return Text(
            f"{row.short}: {column} {stated.id} sudah ada pada {first.short} ({first.place.text})",
            f"{row.short}: {column} {stated.en} is already that of {first.short} ({first.place.text})",
        )
    told = all_asked([check for check in failure.checks if check.word != "blank"], unit)
    return Text(
        f"{row.short}: {column} {stated.id}, padahal harus {told.id}",
        f"{row.short}: {column} is {stated.en}, but must be {told.en}",
    )


def _stated(row: Row, column: str | None, unit: str | None) -> Text:
    figure = row.figures.get(column or "")
    if figure is None:
        printed = _printed(row, column)
        return Text(f"“{printed}”", f"“{printed}”") if printed else Text("kosong", "blank")
    return amount_text(figure.value, unit)


def _unexpected(failure: Failure, asked: Expected, row: Row | None, unit: str | None) -> Text:
    text = text_of(asked)
    called = Text(f"“{asked.title.id}”", f"“{asked.title.en}”") if asked.title else Text(text, text)
    if row is None:
        seen = failure.observed
        return Text(
            f"{called.id} tidak terpenuhi" + (f"; nilainya {seen}" if seen else ""),
            f"{called.en} is not met" + (f"; it is {seen}" if seen else ""),
        )
    stated = _stated(row, failure.column, unit)
    return Text(
        f"{row.short}: {failure.column} {stated.id} tidak memenuhi {called.id}",
        f"{row.short}: {failure.column} is {stated.en}, which does not meet {called.en}",
    )
