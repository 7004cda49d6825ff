"""A total below its parts takes the rows that it is the total of, and stands where they stood."""

from __future__ import annotations

import re

from audit.model.text import Text
from audit.notation.codes import without_number
from audit.notation.headings import telling
from audit.recognise._tree import Line, Tree, agrees_enough

_TOTAL = Text("baris itu jumlahnya", "that row is their total")
_PAGE = re.compile(r"(?i)(ini|hal\b|halaman|lembar|page|pindahan|dipindahkan)")
_SECTION = Text("jumlah bagian itu", "it is the total of that section")


def close(tree: Tree, line: Line, open_rows: list[int], *, is_last: bool) -> bool:
    """A total row takes the rows above it that it is the total of, and stands where they stood.

    The last total of a table is asked first whether it is that of the whole; then counts which section it names, then
    which rows its money agrees with. False where it is no total after all: an activity such as "Jumlah peserta".
    """
    owners: list[int | None] = [*reversed(open_rows), None]
    candidates = [(row, kids) for row in owners if (kids := _untaken(tree.children(row), line))]
    top = next((pair for pair in candidates if pair[0] is None), (None, []))
    section = _section(tree, line)
    reason = _TOTAL
    if is_last and agrees_enough(tree, line.index, top[1]):
        owner, taken = top
    elif section is not None:
        owner, taken, reason = section, _untaken(tree.children(section), line), _SECTION
    elif (several := _sections(tree, line, candidates)) is not None:
        owner, taken = several
    elif (found := _by_money(tree, line, candidates)) is not None:
        owner, taken = found
    elif not is_last and _is_activity(line):
        return False
    else:
        owner, taken = _by_order(tree, line, candidates, open_rows, is_last=is_last)
    for row in taken:
        tree.hang(row, line.index, reason)
    tree.hang(line.index, owner, _SECTION)
    open_rows[:] = tree.path(owner)
    return True


def is_page(total: str) -> bool:
    """Whether a total is that of a page, as "Jumlah halaman 1" is: of the rows since the last."""
    return _PAGE.match(total) is not None


def _is_activity(line: Line) -> bool:
    """Whether a row that begins like a total is a row like others: it is measured, or written in small letters."""
    named = bool(line.total) and not is_page(line.total or "")
    return named and (line.measured or line.label.upper() != line.label)


def tree_top(tree: Tree, line: Line) -> list[int]:
    """The rows above a total that have no parent yet."""
    return [row for row in tree.children(None) if row < line.index]


def _untaken(kids: list[int], line: Line) -> list[int]:
    return [row for row in kids if row < line.index]


def _section(tree: Tree, line: Line) -> int | None:
    """The row above whose code, or all of whose telling words, the total names, the nearest first."""
    rest = line.total or ""
    wanted = telling(rest)
    code = rest.strip(" .:()").lower()
    for row in range(line.index - 1, -1, -1):
        other = tree.lines[row]
        if other.silent or other.total is not None:
            continue
        if code and code == other.code.text.lower():
            return row
        if wanted and wanted == telling(without_number(other.label)):
            return row
    return None


def _sections(
    tree: Tree, line: Line, candidates: list[tuple[int | None, list[int]]]
) -> tuple[int | None, list[int]] | None:
    """The sections beside one another that a total names together, as "Jumlah belanja dan transfer" does."""
    wanted = telling(line.total or "")
    for owner, kids in candidates:
        named: frozenset[str] = frozenset()
        for size, row in enumerate(reversed(kids), 1):
            words = telling(without_number(tree.lines[row].label))
            if not words or not words <= wanted:
                break
            named |= words
            if named == wanted and size > 1:
                return owner, kids[-size:]
    return None


def _by_money(
    tree: Tree, line: Line, candidates: list[tuple[int | None, list[int]]]
) -> tuple[int | None, list[int]] | None:
    """The level, the lowest first, whose rows, or those since its last total, the total agrees with."""
    for owner, kids in candidates:
        tails = [kids, *(kids[n:] for n in range(1, len(kids)) if tree.lines[kids[n - 1]].total is not None)]
        for tail in tails:
            if agrees_enough(tree, line.index, tail):
                return owner, tail
    return None


def _by_order(
    tree: Tree, line: Line, candidates: list[tuple[int | None, list[int]]], open_rows: list[int], *, is_last: bool
) -> tuple[int | None, list[int]]:
    """Which level a total closes that names none and whose money agrees with none: the whole, or the open section."""
    whole = next((pair for pair in candidates if pair[0] is None), (None, []))
    if is_last or not open_rows:
        return whole
    if line.total and candidates:
        owner, kids = candidates[0]
        since = max((n + 1 for n, row in enumerate(kids) if tree.lines[row].total is not None), default=0)
        return owner, kids[since:] or kids
    top = open_rows[0]
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
                if row > line.index and tree.lines[row].total is None:
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
