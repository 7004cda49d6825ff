"""Money moves whole runs of rows, between parents that order and numbering allow, where a parent then agrees exactly.

It decides only where a parent then agrees in two money columns or more, and never moves a single row.
"""

from __future__ import annotations

from fractions import Fraction

from audit.model.figure import Interval
from audit.model.text import Text
from audit.recognise._tree import Line, Tree, agrees, agrees_enough, amount_of, pattern, sum_of

#: A run that money moves is no longer than this many sibling rows.
_LONGEST_RUN = 400

BY_MONEY = Text(
    "jumlah uangnya persis sama bila deretan ini di bawah baris itu",
    "the money agrees exactly when this run stands under that row",
)


def by_money(tree: Tree) -> None:
    """Runs of rows move where a parent then agrees exactly: first under it, then out of it, the lowest rows first.

    First under it: a row that is the sum of the rows after it heads them; that the row above it agrees with or without
    them may be the very error (a block counted twice is the sum of its head and its parts).
    """
    for parent in [*(row for row in range(len(tree.lines)) if len(tree.children(row)) > 2), None]:
        _grow(tree, parent)
    for _ in range(8):
        rows = _speaking(tree)
        moved = sum(_adopt(tree, row) for row in rows) or sum(_expel(tree, row) for row in rows)
        if not moved:
            return


def _grow(tree: Tree, parent: int | None) -> None:
    """Rows of which order alone tells the place are read as a forest: a row heads the rows after it that it sums up.

    The whole list is read at once, from its end, so that the lowest heads come first. The reading is kept only if
    the row above then agrees and did not before; where no total is printed, if it has a head of two rows or more.
    """
    kids = tree.children(parent)
    if sum(kid in tree.loose for kid in kids) < 2 or (parent is not None and agrees_enough(tree, parent, kids)):
        return
    roots: list[int] = []
    heads: dict[int, list[int]] = {}
    for kid in reversed(kids):
        run = _summed(tree, kid, roots) if tree.lines[kid].total is None else 0
        heads[kid] = roots[len(roots) - run :][::-1] if run else []
        del roots[len(roots) - run :]
        roots.append(kid)
    largest = max((len(run) for run in heads.values()), default=0)
    if (parent is None and largest >= 2) or (parent is not None and agrees_enough(tree, parent, roots[::-1])):
        for head, parts in heads.items():
            for row in parts:
                tree.hang(row, head, BY_MONEY)


def _summed(tree: Tree, head: int, roots: list[int]) -> int:
    """How many of the trees after a row, the nearest at the end of the list, it is the sum of.

    Amounts only grow along a run; once past the head in too many columns they do not come back.
    """
    wanted = {column: figure.interval() for column, figure in tree.lines[head].money.items() if figure.value}
    totals = dict.fromkeys(wanted, Interval.exactly(Fraction(0)))
    needed = min(2, len(wanted))
    for count, row in enumerate(reversed(roots) if wanted else (), 1):
        if row not in tree.loose or tree.lines[row].total is not None:
            return 0
        for column in wanted:
            totals[column] += amount_of(tree, row, column) or Interval.exactly(Fraction(0))
        if sum(totals[column].meets(interval) for column, interval in wanted.items()) >= needed:
            return count
        past = sum(_is_past(totals[column], interval) for column, interval in wanted.items())
        if len(wanted) - past < needed:
            return 0
    return 0


def _is_past(total: Interval, wanted: Interval) -> bool:
    """Whether a sum is more than what it should come to, of which nothing is below zero."""
    return total.low is not None and wanted.high is not None and total.low > wanted.high >= 0


def _speaking(tree: Tree) -> list[int]:
    return [
        line.index
        for line in reversed(tree.lines)
        if not line.silent and line.total is None and sum(1 for f in line.money.values() if f.value) >= 2
    ]


def _size(tree: Tree, rows: list[int]) -> int:
    return sum(1 + _size(tree, tree.children(row)) for row in rows)


def _expel(tree: Tree, parent: int) -> bool:
    """A row that agrees without its last children gives them up to a row above it."""
    kids = tree.children(parent)
    if len(kids) < 2 or agrees(tree, parent, kids) >= 0:
        return False
    for start in range(len(kids) - 1, 0, -1):
        run = kids[start:]
        first, before = tree.lines[run[0]], tree.lines[kids[start - 1]]
        listed = first.code.follows(before.code) or _one_parent_by_code(tree, first, before)
        if listed or _size(tree, run) < 2 or agrees(tree, parent, kids[:start]) < 2:
            continue
        heir = _heir(tree, parent, run)
        by_code = first.code.extends(tree.lines[parent].code)
        if not by_code or (heir is not None and _may_inherit(tree, heir, first, run)):
            return _move(tree, run, heir)
    return False


def _heir(tree: Tree, parent: int, run: list[int]) -> int | None:
    """The first row above that would not lose its own agreement to the run."""
    heir = tree.parents[parent]
    while heir is not None and agrees(tree, heir, tree.children(heir)) >= 1:
        if agrees(tree, heir, [*tree.children(heir), *run]) >= 0:
            break
        heir = tree.parents[heir]
    return heir


def _may_inherit(tree: Tree, heir: int, first: Line, run: list[int]) -> bool:
    """Whether a run may leave a row whose code its own extends: to a row of which that is true too, or that agrees."""
    return first.code.extends(tree.lines[heir].code) or agrees(tree, heir, [*tree.children(heir), *run]) >= 2


def _adopt(tree: Tree, parent: int) -> bool:
    """A row that is the sum of the rows after it, which its numbering does not put beside it, takes them."""
    kids = tree.children(parent)
    if kids and agrees(tree, parent, kids) >= 0:
        return False
    above = [row for row in tree.path(parent) if tree.lines[row].total is None]
    wanted = tree.lines[parent].money
    totals = {column: sum_of(tree, kids, column) or Interval.exactly(Fraction(0)) for column in wanted}
    run: list[int] = []
    following = _next(tree, parent)
    while following is not None and len(run) < _LONGEST_RUN:
        line = tree.lines[following]
        if line.total is not None or any(_beside(tree, line, tree.lines[row]) for row in above):
            return False
        run.append(following)
        for column in wanted:
            totals[column] += amount_of(tree, following, column) or Interval.exactly(Fraction(0))
        # Amounts only grow along a run; once past the parent they do not come back.
        if any(_is_past(totals[column], figure.interval()) for column, figure in wanted.items()):
            return False
        agreeing = sum(1 for c, f in wanted.items() if f.value and totals[c].meets(f.interval()))
        agreed = all(totals[c].meets(f.interval()) for c, f in wanted.items())
        if agreed and agreeing >= 2 and _size(tree, run) >= 2:
            return _keeps_peace(tree, parent, run) and _move(tree, run, parent)
        following = _next(tree, following)
    return False


def _one_parent_by_code(tree: Tree, line: Line, other: Line) -> bool:
    """Whether the codes of both extend the same printed code."""
    return line.index in tree.by_code and tree.by_code[line.index] == tree.by_code.get(other.index)


def _beside(tree: Tree, line: Line, other: Line) -> bool:
    """Whether numbering puts two rows side by side, so that neither can be the other's part.

    So do codes of one length that extend the same printed code, or none.
    """
    if line.code.kind == "" and other.code.kind == "":
        return True
    if line.code.compound and other.code.compound and len(line.code.segments) == len(other.code.segments):
        same = tree.by_code.get(line.index) == tree.by_code.get(other.index)
        return same and pattern(line.code) == pattern(other.code)
    return line.code.follows(other.code) or other.code.extends(line.code)


def _next(tree: Tree, row: int) -> int | None:
    """The first row after a row and all below it."""
    after = _last(tree, row) + 1
    return next((n for n in range(after, len(tree.lines)) if not tree.lines[n].silent), None)


def _last(tree: Tree, row: int) -> int:
    """The last line of a row and all below it; a total stands after its parts."""
    return max([row, *(_last(tree, kid) for kid in tree.children(row))])


def _keeps_peace(tree: Tree, parent: int, run: list[int]) -> bool:
    """Whether no row that agrees today would lose a part to the move."""
    for row in {tree.parents[child] for child in run}:
        if row is None or row == parent:
            continue
        kids = tree.children(row)
        rest = [kid for kid in kids if kid not in run]
        if agrees(tree, row, kids) >= 1 and agrees(tree, row, rest) < 1:
            return False
    return True


def _move(tree: Tree, run: list[int], parent: int | None) -> bool:
    for row in run:
        by_code = tree.lines[row].code
        tree.hang(row, parent, BY_MONEY)
        tree.loose.discard(row)
        if by_code.compound:
            tree.overruled.add(row)
    return True
