"""A code grammar as evidence: which grammar a column of codes follows, and the row that it puts each row under."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from audit.model.figure import Interval
from audit.model.statement import CodeForm
from audit.model.text import Text
from audit.notation.code_columns import CodeColumn, read_codes
from audit.notation.code_grammar import CodeGrammar, Segments
from audit.recognise._tree import Line, Tree

_PART = Text("kodenya bagian dari kode baris itu", "its code is a part of the code of that row")
_BESIDE = Text("kodenya setingkat dengan kode di sana", "its code is of the level of a code there")


def code_form(column: CodeColumn, row: int) -> CodeForm | None:
    """What the grammar says of the code of a row."""
    reading, right = column.readings[row], column.malformed.get(row)
    if reading is None and row not in column.malformed:
        return None
    return CodeForm(
        level=reading.level if reading is not None else "",
        forms=tuple(".".join(form) for form in column.forms(row)),
        right=".".join(right) if right else None,
        malformed=row in column.malformed,
    )


def column_of(codes: Sequence[Segments], grammars: Sequence[CodeGrammar]) -> CodeColumn | None:
    """The codes as the grammar reads them that fits most of them; of several the one with the fewest levels."""
    read = [column for grammar in grammars if (column := read_codes(grammar, codes)) is not None]
    return max(read, key=lambda column: (column.share, -len(column.grammar.levels)), default=None)


def by_grammar(tree: Tree, line: Line, open_rows: list[int]) -> tuple[int | None, Text | None]:
    """The parent that the grammar shows and the reason, which is None where it shows nothing.

    A row of no level, as a heading without a code, may stand between a row and the next that may hold it; then the
    grammar cannot tell under which of the two it stands. Nor can it after a code whose level is not known.
    """
    column = tree.codes
    reading = column.readings[line.index] if column is not None else None
    if column is None or reading is None or _is_unknown(tree, column, open_rows):
        return None, None
    doubt = False
    for row in reversed(open_rows):
        outer = column.readings[row]
        if outer is None:
            doubt = True
        elif column.grammar.holds(outer, reading):
            if doubt:
                return None, None
            again = _told_again(tree, column, row, line.index, open_rows)
            return (row, _PART) if again is None else (tree.parents[again], _BESIDE)
        elif outer.level == reading.level and outer.parent == reading.parent:
            return tree.parents[row], _BESIDE
        else:
            doubt = False
    return None, None


def is_apart(tree: Tree, row: int, line: Line) -> bool:
    """Whether the codes of both are of the one grammar of the statement, by which the line is no part of the row."""
    if tree.grammar is None:
        return False
    outer, inner = (tree.grammar.readings(code.segments) for code in (tree.lines[row].code, line.code))
    return bool(outer and inner) and not any(tree.grammar.holds(a, b) for a in outer for b in inner)


def _is_unknown(tree: Tree, column: CodeColumn, open_rows: list[int]) -> bool:
    return bool(open_rows) and tree.lines[open_rows[-1]].code.compound and column.readings[open_rows[-1]] is None


def _told_again(tree: Tree, column: CodeColumn, holder: int, row: int, open_rows: list[int]) -> int | None:
    """The row that a list of accounts tells once more, where it is not the one right above the list.

    A list that stands once, after several activities, may be that of them all. Then it is the sum of what is above them
    in every column, and not of the last activity.
    """
    reading, outer = column.readings[row], column.readings[holder]
    assert reading is not None
    assert outer is not None
    goes_on = not set(outer.levels).isdisjoint(reading.levels)
    if goes_on or column.count(outer.level) == 1 or column.runs(outer.level, reading.levels[0]) > 1:
        return None
    if _agrees(tree, column, holder, row):
        return None
    coded = (other for other in open_rows if column.readings[other] is not None)
    return next((other for other in coded if _agrees(tree, column, other, row)), None)


def _agrees(tree: Tree, column: CodeColumn, holder: int, row: int) -> bool:
    """Whether a row is in every column the sum of the run of rows that begins below it."""
    first = column.readings[row]
    assert first is not None
    totals = {name: Interval.exactly(Fraction(0)) for name in tree.lines[holder].money}
    for n in range(row, len(tree.lines)):
        reading = column.readings[n]
        if reading is None:
            continue
        if reading.levels[0] != first.levels[0]:
            break
        if reading.level == first.level:
            for name, figure in tree.lines[n].money.items():
                if name in totals:
                    totals[name] += figure.interval()
    return bool(totals) and all(
        totals[name].meets(figure.interval()) for name, figure in tree.lines[holder].money.items()
    )
