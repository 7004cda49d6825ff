"""The formula that most rows of a column share: a constant that stands in its place, or a reference that differs.

Rows with parts and rows without are held apart: a column of leaves may be typed and that of their totals computed, or
the other way round.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from audit.formulas._covers import Cover, Covers
from audit.formulas._parsed import Area, parsed
from audit.formulas._relative import absolute, skeleton
from audit.formulas._sheet import Sheet, Unknown, raw
from audit.formulas._table import Spot, Table
from audit.formulas._told import Told, in_column
from audit.formulas._value import value_of
from audit.model.formula import FormulaCheck, FormulaFault
from audit.notation.headings import words

#: So many rows show what is usual, if they are four fifths of all.
_FEW = 4

#: So many sums show what is usual among the rows with parts.
_FEW_SUMS = 3


@dataclass(frozen=True, slots=True)
class _Usual:
    """The formula that most rows of one kind share, and how many rows have something else."""

    form: str
    rows: tuple[int, ...]
    others: tuple[int, ...]


def patterns(table: Table, name: str, told: Told) -> None:
    """Ask a column whether its formulas refer alike, and whether no constant stands among them."""
    for group in _groups(table, name):
        usual = _usual(table, name, group)
        if usual is None:
            continue
        faults = [*_typed(table, name, usual), *_unlike(table, name, usual)]
        _tell(told, faults, usual.rows[0])


def _tell(told: Told, faults: list[FormulaFault], first: int) -> None:
    """Tell the faults of a column, or that it has none, which is said of the first of its rows."""
    told.faults.extend(faults)
    checks: tuple[FormulaCheck, ...] = ("typed", "reference")
    for check in checks:
        if not any(fault.check == check for fault in faults) and not told.is_at_fault(check, first):
            told.held(check, first)


def _groups(table: Table, name: str) -> Iterator[list[int]]:
    """The rows of a column with a figure, those with parts and those without."""
    groups: dict[bool, list[int]] = defaultdict(list)
    rows = table.statement.rows
    for row in table.spots[name]:
        if rows[row].kind not in ("stray", "heading", "balance") and name in rows[row].figures:
            groups[bool(table.parts(row))].append(row)
    yield from groups.values()


def _usual(table: Table, name: str, group: list[int]) -> _Usual | None:
    forms = Counter(form for row in group if (form := table.spots[name][row].form))
    if not forms:
        return None
    form, count = forms.most_common(1)[0]
    if count < _FEW or count * 5 < len(group) * 4 or not _is_across(form):
        return None
    rows = tuple(row for row in group if table.spots[name][row].form == form)
    others = tuple(row for row in group if table.spots[name][row].form != form)
    return _Usual(form, rows, others)


def _is_across(form: str) -> bool:
    """Whether a formula computes a row from its own figures, whatever fixed cell it refers to besides."""
    _, references = skeleton(form)
    rows = {down for down, _ in references}
    return "[0]" in rows and all(down == "[0]" or down[0] != "[" for down in rows)


def _given(table: Table, spot: Spot, form: str) -> Fraction | None:
    """What a formula would give in a cell; None where something that it refers to is blank, or it is not recomputed."""
    node = parsed(form)
    if node is None:
        return None
    _, references = skeleton(form)
    if "!" not in form:
        for down, across in references:
            line = spot.line + int(down[1:-1]) if down[0] == "[" else int(down) - 1
            position = spot.position + int(across[1:-1]) if across[0] == "[" else int(across) - 1
            cell = spot.sheet.cell(line, position)
            if cell is None or raw(cell) is None:
                return None
    try:
        return value_of(node, spot.sheet, spot.line, spot.position, table.sheets)[0]
    except Unknown:
        return None


def _typed(table: Table, name: str, usual: _Usual) -> Iterator[FormulaFault]:
    """Constants among formulas, where the formula would have all that it needs."""
    constants = [row for row in usual.others if not table.spots[name][row].form]
    if len(constants) > max(1, len(usual.rows) // 10) or "!" in usual.form:
        return
    for row in constants:
        spot = table.spots[name][row]
        value = _given(table, spot, usual.form)
        if value is None or (not value and not raw(spot.cell)):
            continue
        yield FormulaFault(
            *("typed", row, name, ""),
            usual=absolute(usual.form, spot.line, spot.position),
            expected=in_column(table, name, row, value),
        )


def _unlike(table: Table, name: str, usual: _Usual) -> Iterator[FormulaFault]:
    """Formulas of the same make as all others that refer to another row or column, each the only one to do so."""
    text, references = skeleton(usual.form)
    odd = [row for row in usual.others if table.spots[name][row].form]
    forms = Counter(table.spots[name][row].form for row in odd)
    if len(odd) > max(1, len(usual.rows) // 10):
        return
    for row in odd:
        spot = table.spots[name][row]
        own, others = skeleton(spot.form)
        if own != text or len(others) != len(references) or forms[spot.form] > 1:
            continue
        differing = [(one, other) for one, other in zip(references, others, strict=True) if one != other]
        if any(part[0] != "[" for pair in differing for corner in pair for part in corner):
            # A fixed cell is that of another section as often as it is a wrong one.
            continue
        value = _given(table, spot, usual.form)
        if value is None or ("!" in text and not _names_another(table, spot, usual.form)):
            continue
        yield FormulaFault(
            *("reference", row, name, spot.cell.formula or ""),
            usual=absolute(usual.form, spot.line, spot.position),
            expected=in_column(table, name, row, value),
        )


def _names_another(table: Table, spot: Spot, form: str) -> bool:
    """Whether a formula takes from another sheet the figure of a row of another name, while the usual one would not."""
    labels = []
    for text in (spot.form, form):
        node = parsed(text)
        sheet = table.sheets.get(node.sheet) if isinstance(node, Area) and node.last is None else None
        if sheet is None or not isinstance(node, Area):
            return False
        labels.append(_label(table, sheet, node.first.at(spot.line, spot.position)[0]))
    own = _label(table, spot.sheet, spot.line)
    return bool(own) and labels[1] == own != labels[0]


def _label(table: Table, sheet: Sheet, line: int) -> tuple[str, ...]:
    """The words of a row's label, in the column that has the labels of the table."""
    column = table.statement.column("uraian")
    cell = sheet.cell(line, column.position) if column is not None else None
    return words(cell.text) if cell is not None else ()


# Rows with parts


def sums_alike(table: Table, names: list[str], covers: dict[str, Covers], told: Told) -> None:
    """Ask the rows with parts whether their sums add their own column, and whether no constant stands among them."""
    for name in names:
        parents = [
            row
            for row in table.spots[name]
            if table.parts(row)
            and table.statement.rows[row].kind != "balance"
            and name in table.statement.rows[row].figures
        ]
        own = [row for row in parents if (cover := covers[name].of.get(row)) and cover.times and not cover.foreign]
        if len(own) < _FEW_SUMS:
            continue
        faults = [
            *_constant_sums(table, name, parents, own, covers),
            *_elsewhere(table, name, parents, own, covers[name]),
        ]
        _tell(told, faults, own[0])


def _constant_sums(
    table: Table, name: str, parents: list[int], own: list[int], covers: dict[str, Covers]
) -> Iterator[FormulaFault]:
    statement = table.statement
    constants = [row for row in parents if not table.spots[name][row].form]
    if len(constants) * 3 > len(own):
        return
    for row in constants:
        parts = table.parts(row)
        spot, whole = table.spots[name][row], _whole(table, name, parts)
        if whole is None or statement.selection or not (whole or raw(spot.cell)):
            continue
        beside = next(
            (
                other
                for other, known in covers.items()
                if other != name and (cover := known.of.get(row)) is not None and set(parts) & cover.times.keys()
            ),
            None,
        )
        level = [
            other for other in parents if other != row and len(statement.above(other)) == len(statement.above(row))
        ]
        if beside is None and not (len(level) > 1 and all(other in own for other in level)):
            continue
        usual = absolute(table.spots[beside][row].form, spot.line, spot.position) if beside is not None else ""
        yield FormulaFault("typed", row, name, "", usual=usual, rows=parts, expected=whole)


def _whole(table: Table, name: str, parts: tuple[int, ...]) -> Fraction | None:
    """The sum of the figures of some rows; None where one is blank, or is added with another sign."""
    statement = table.statement
    figures = [figure for part in parts if (figure := statement.rows[part].figures.get(name)) is not None]
    if len(figures) < len(parts) or any(statement.weights.get(part, 1) != 1 for part in parts):
        return None
    return sum((figure.value for figure in figures), Fraction(0))


def _elsewhere(table: Table, name: str, parents: list[int], own: list[int], covers: Covers) -> Iterator[FormulaFault]:
    """A sum that takes a part from another column of its own row, while all others add theirs."""
    odd = [row for row in parents if (cover := covers.of.get(row)) is not None and (cover.foreign or cover.circular)]
    if len(odd) > max(1, len(own) // 10):
        return
    for row in odd:
        cover, spot = covers.of[row], table.spots[name][row]
        moved = None if cover.circular else _moved(table, spot, cover)
        if moved is not None and set(moved) | cover.times.keys() == set(table.parts(row)) and moved:
            yield FormulaFault(
                *("reference", row, name, spot.cell.formula or ""),
                rows=tuple(moved),
                expected=_whole(table, name, table.parts(row)),
            )


def _moved(table: Table, spot: Spot, cover: Cover) -> list[int] | None:
    """The rows whose figures a sum takes from another column; None where it takes from elsewhere or several."""
    rows: list[int] = []
    columns: set[int] = set()
    for part in cover.foreign:
        area = part.area
        first = area.first.at(spot.line, spot.position)
        last = area.last.at(spot.line, spot.position) if area.last is not None else first
        if area.sheet or first[1] != last[1] or part.times != 1 or last[0] - first[0] > 10_000:
            return None
        columns.add(first[1])
        found = (table.rows.get((spot.sheet.grid.name.upper(), line)) for line in range(first[0], last[0] + 1))
        rows.extend(row for row in found if row is not None)
    return rows if len(columns) == 1 and not set(rows) & cover.times.keys() else None
