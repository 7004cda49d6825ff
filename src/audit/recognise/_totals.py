"""A total below its parts takes the rows that it is the total of, and stands where they stood."""

from __future__ import annotations

from audit.model.text import Text
from audit.notation.headings import telling
from audit.recognise._tree import Line, Tree, agrees

_TOTAL = Text("baris itu jumlahnya", "that row is their total")
_SECTION = Text("jumlah bagian itu", "it is the total of that section")


def close(tree: Tree, line: Line, open_rows: list[int], *, is_last: bool) -> None:
    """A total row takes the rows above it that it is the total of, and stands where they stood."""
    section = _section(tree, line)
    owners: list[int | None] = [*reversed(open_rows), None]
    candidates = [(row, kids) for row in owners if (kids := _untaken(tree.children(row), line))]
    owner: int | None
    if section is not None and not (is_last and agrees(tree, line.index, tree_top(tree, line)) >= 2):
        owner, taken = section, _untaken(tree.children(section), line)
        reason = _SECTION
    else:
        owner, taken = _choose(tree, line, candidates, open_rows, is_last=is_last)
        reason = _TOTAL
    if not taken:
        tree.hang(line.index, owner, _SECTION)
    for row in taken:
        tree.hang(row, line.index, reason)
    tree.hang(line.index, owner, _SECTION)
    open_rows[:] = tree.path(owner)


def tree_top(tree: Tree, line: Line) -> list[int]:
    """The rows above a total that have no parent yet."""
    return [row for row in tree.children(None) if row < line.index]


def _untaken(kids: list[int], line: Line) -> list[int]:
    return [row for row in kids if row < line.index]


def _section(tree: Tree, line: Line) -> int | None:
    """The open heading or row whose code or words the total names, the nearest first."""
    rest = line.total or ""
    wanted = telling(rest)
    for row in range(line.index - 1, -1, -1):
        other = tree.lines[row]
        if other.silent or other.total is not None:
            continue
        if rest and rest.strip(" .:()").lower() == other.code.text.lower() != "":
            return row
        if wanted and wanted <= telling(other.label) and tree.children(row):
            return row
    return None


def _choose(
    tree: Tree, line: Line, candidates: list[tuple[int | None, list[int]]], open_rows: list[int], *, is_last: bool
) -> tuple[int | None, list[int]]:
    """Which level an unnamed total closes: the one whose money agrees, else the whole table, else the open section.

    The last total of a table is asked first whether it is that of the whole, since a lone programme has the same.
    """
    if is_last:
        candidates = candidates[::-1]
    for owner, kids in candidates:
        tails = [kids, *(kids[n:] for n in range(1, len(kids)) if tree.lines[kids[n - 1]].total is not None)]
        for tail in tails:
            if agrees(tree, line.index, tail) >= 2:
                return owner, tail
    whole = next((pair for pair in candidates if pair[0] is None), (None, []))
    if is_last or not open_rows:
        return whole
    top = open_rows[0]
    if line.total and candidates:
        owner, kids = candidates[0]
        since = max((n + 1 for n, row in enumerate(kids) if tree.lines[row].total is not None), default=0)
        return owner, kids[since:] or kids
    if not tree.lines[top].has_figures:
        return top, _untaken(tree.children(top), line)
    return whole


def place_totals(tree: Tree) -> None:
    """Total rows of a table whose other rows are placed by explicit levels or indentation."""
    totals = [line for line in tree.lines if line.total is not None and not line.silent]
    last = totals[-1].index if totals else None
    for line in totals:
        above = [row for row in tree_top(tree, line) if row != line.index]
        if above:
            close(tree, line, tree.path(above[-1]), is_last=line.index == last)
        else:
            for row in tree.children(None):
                if row > line.index:
                    tree.hang(row, line.index, _TOTAL)


def root_of(tree: Tree) -> int | None:
    """The printed total of the whole table: the only row on top, if other rows stand under it."""
    if tree.root is not None and tree.parents[tree.root] is None:
        for row in tree.children(None):
            if row != tree.root:
                tree.hang(row, tree.root, _TOTAL)
        return tree.root
    top = tree.children(None)
    return top[0] if len(top) == 1 and len(tree.lines) > 1 and tree.children(top[0]) else None
