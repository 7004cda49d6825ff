"""Parents from explicit columns, from indentation, or from codes and kinds of numbering, in this order of trust."""

from __future__ import annotations

from itertools import pairwise

from audit.model.text import Text
from audit.recognise._details import by_detail
from audit.recognise._grammar import by_grammar, is_apart
from audit.recognise._interposed import by_interposition, interposed
from audit.recognise._totals import close
from audit.recognise._tree import TOP, Line, Tree, pattern

_ORDER = Text("letaknya sesudah baris itu", "it stands after that row")
_CODE = Text("kodenya melanjutkan kode itu", "its code extends that code")
_FAMILY = Text("sejajar dengan kode sejenis", "it is of one kind with a code there")
_NUMBERING = Text("sejajar dengan penomoran sejenis", "it continues the numbering there")
_DEEPER = Text("penomoran baru di bawah baris itu", "a new numbering begins under that row")
_HEADING = Text("baris itu judul tanpa angka", "that row is a heading without figures")
_EXPLICIT = Text("kolom induk atau tingkat", "the column of parents or levels says so")
_INDENT = Text("menjorok di bawah baris itu", "it is indented under that row")


def weak_parents(tree: Tree) -> frozenset[int]:
    """The rows, no totals, under which all rows were hung by the kind of their numbering or their order alone."""
    doubtful = (_DEEPER, _NUMBERING, _ORDER, _HEADING)
    return frozenset(
        line.index
        for line in tree.lines
        if line.total is None
        and (kids := tree.children(line.index))
        and all(tree.reasons[kid] in doubtful for kid in kids)
    )


def explicit(tree: Tree) -> bool:
    """Parents from a column ``induk`` or ``tingkat``, where the table has one."""
    lines = [line for line in tree.lines if not line.silent]
    if any(line.induk for line in lines):
        first = {line.code.text: line.index for line in reversed(lines) if line.code.text}
        above: dict[str, int] = {}
        stated: dict[int, int] = {}
        for line in lines:
            # The same code may stand under several programmes: the nearest above is meant.
            parent = above.get(line.induk or "", first.get(line.induk or ""))
            if parent is not None:
                stated[line.index] = parent
            if line.code.text:
                above[line.code.text] = line.index
        for row, parent in stated.items():
            if not _goes_round(row, stated):
                tree.hang(row, parent, _EXPLICIT)
        return True
    if lines and all(line.level is not None or line.total is not None for line in lines):
        by_indent(tree, {line.index: line.level or 0 for line in lines if line.level is not None}, _EXPLICIT)
        return True
    return False


def _goes_round(row: int, parents: dict[int, int]) -> bool:
    """Whether the parents of a row lead back to it, as with 1 under 2 and 2 under 1; then they are no parents."""
    seen: set[int] = set()
    here = parents.get(row)
    while here is not None and here not in seen:
        if here == row:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def levels_of(lines: list[Line]) -> dict[int, int] | None:
    """The level of each row from its indentation, or None where that tells nothing or speaks against the codes."""
    speaking = [line for line in lines if not line.silent and line.total is None]
    if len({line.indent for line in speaking}) < 2 or speaking[0].indent != min(line.indent for line in speaking):
        return None
    against = 0
    for before, line in pairwise(speaking):
        if line.code.extends(before.code) and line.indent <= before.indent:
            against += 1
        if line.code.compound and line.code.follows(before.code) and line.indent != before.indent:
            against += 1
    return None if against * 10 > len(speaking) else {line.index: line.indent for line in speaking}


def by_indent(tree: Tree, levels: dict[int, int], reason: Text = _INDENT) -> None:
    """Parents from levels: each row stands under the last row of a lower level."""
    open_rows: list[int] = []
    for line in tree.lines:
        if line.index not in levels:
            continue
        while open_rows and levels[open_rows[-1]] >= levels[line.index]:
            open_rows.pop()
        tree.hang(line.index, open_rows[-1] if open_rows else None, reason)
        open_rows.append(line.index)


def by_numbering(tree: Tree) -> None:
    """Parents from codes and kinds of numbering, in one pass from top to bottom."""
    open_rows: list[int] = []
    previous: Line | None = None
    tree.inside = interposed(tree.lines)
    last_total = max((line.index for line in tree.lines if line.total is not None and not line.silent), default=None)
    for line in tree.lines:
        if line.silent:
            continue
        if line.total is not None:
            if previous is None:
                open_rows = [line.index]
                tree.root = line.index
                previous = line
                continue
            if close(tree, line, open_rows, is_last=line.index == last_total):
                previous = line
                continue
            line.total = None
        parent, reason = _parent(tree, line, open_rows, previous)
        if parent is not None and reason is _CODE:
            tree.by_code[line.index] = parent
        tree.hang(line.index, parent, reason)
        # A row without a code may be a part of the numbered row before it, whose numbering then goes on.
        numbered = [row for row in open_rows if tree.parents[row] == parent and tree.lines[row].code.kind]
        open_rows[:] = [*tree.path(parent), *(numbered if not line.code.kind else ()), line.index]
        previous = line


def _parent(tree: Tree, line: Line, open_rows: list[int], previous: Line | None) -> tuple[int | None, Text]:
    lines = tree.lines
    if line.code.kind == "":
        return _parent_of_unnumbered(tree, line, open_rows, previous)
    parent, reason = by_grammar(tree, line, open_rows)
    if reason is not None:
        goes_on = parent is not None and line.code.extends(lines[parent].code)
        return parent, _CODE if goes_on else reason
    for row in reversed(open_rows):
        if line.code.extends(lines[row].code):
            return row, _CODE
    if line.code.compound:
        parent, reason = by_interposition(tree, line, open_rows)
        if reason is not None:
            return parent, reason
        for row in open_rows:
            above = tree.parents[row]
            family = lines[row].code.compound and pattern(lines[row].code) == pattern(line.code)
            if family and (above is None or not is_apart(tree, above, line)):
                return above, _FAMILY
        for row in reversed(open_rows):
            lettered = lines[row].code.kind in ("-", "a", "i") or lines[row].code.kind.endswith(")")
            if not lettered and not is_apart(tree, row, line):
                return row, _DEEPER
        return None, TOP
    if previous is not None and previous.code.compound and line.measured and not previous.measured:
        # A code without a quantity heads the measured activity that follows it, whatever the numbering above.
        return previous.index, _DEEPER
    for row in reversed(open_rows):
        if lines[row].code.kind == line.code.kind:
            return tree.parents[row], _NUMBERING
    if _heads_codes(lines, line.index):
        # X stands for any urusan in SIPD codes: "X" before "X.XX" is beside "1" before "1.01", not under it.
        for row in open_rows:
            if _heads_codes(lines, row):
                return tree.parents[row], _FAMILY
    return (open_rows[-1], _DEEPER) if open_rows else (None, TOP)


def _heads_codes(lines: list[Line], row: int) -> bool:
    """Whether a code of one segment stands right before a code that extends it."""
    following = next((line for line in lines[row + 1 : row + 3] if not line.silent), None)
    return not lines[row].code.compound and following is not None and following.code.extends(lines[row].code)


def _parent_of_unnumbered(
    tree: Tree, line: Line, open_rows: list[int], previous: Line | None
) -> tuple[int | None, Text]:
    """A row without a code: under a heading without figures, beside the last such row, or beside the row before it."""
    parent, reason = by_detail(tree, line, open_rows)
    if reason is not None:
        return parent, reason
    tree.loose.add(line.index)
    lines = tree.lines
    if previous is not None and previous.index in open_rows and not previous.has_figures:
        return previous.index, _HEADING
    for row in reversed(open_rows):
        if lines[row].code.kind == "" and lines[row].total is None:
            return tree.parents[row], _NUMBERING
    if previous is not None and previous.index in open_rows:
        return tree.parents[previous.index], _ORDER
    return (open_rows[-1], _ORDER) if open_rows else (None, TOP)
