"""Codes that stand between those of another kind, as accounts below each activity, are parts of the row before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from audit.model.text import Text
from audit.notation.codes import Code
from audit.recognise._tree import Line, Tree, pattern

_WITHIN = Text("kode sejenisnya menyela kode-kode di bawah baris itu", "codes like it stand between codes of that kind")


def interposed(lines: Sequence[Line]) -> dict[str, int]:
    """The first segments of codes after which a code printed above them goes on, with how many codes have each.

    1.01.01, 1.01.01.1, 5.1.02, 1.01.01.2: had 5.1.02 ended 1.01.01, that could not go on. Which of two kinds stands in
    the other is told by the first such run, since a part does not come before what it is a part of.
    """
    inner: set[str] = set()
    outer: set[str] = set()
    printed: dict[tuple[str, ...], int] = {}
    run: list[Line] = []
    last: dict[str, int] = {}
    for line in lines:
        if line.silent:
            continue
        if line.total is not None:
            run, last = [], {}
            continue
        if not line.code.compound:
            printed.setdefault(line.code.segments, line.index)
            continue
        first = line.code.segments[0]
        between = run[last.get(first, len(run)) + 1 :]
        if between and _goes_on(line.code, printed, between[0].index):
            outer.add(first)
            strangers = (each for each in between if not _goes_on(each.code, printed, between[0].index))
            inner |= {each.code.segments[0] for each in strangers} - outer
        printed.setdefault(line.code.segments, line.index)
        last[first] = len(run)
        run.append(line)
    counts = Counter(line.code.segments[0] for line in lines if line.code.compound)
    return {first: counts[first] for first in inner}


def by_interposition(tree: Tree, line: Line, open_rows: list[int]) -> tuple[int | None, Text | None]:
    """The parent of an interposed code and the reason, which is None where the code is none.

    It is the open row of another kind right before it. A single such code of the shape of that row is mistyped rather,
    and stands beside it.
    """
    first = line.code.segments[0]
    if first not in tree.inside:
        return None, None
    row = next((row for row in reversed(open_rows) if _is_other(tree.lines[row].code, first)), None)
    if row is None:
        return None, None
    beside = tree.inside[first] == 1 and _alike(tree.lines[row].code, line.code)
    return (tree.parents[row] if beside else row), _WITHIN


def _goes_on(code: Code, printed: dict[tuple[str, ...], int], before: int) -> bool:
    """Whether a code extends one that is printed before a row."""
    return any(printed.get(code.segments[:size], before) < before for size in range(1, len(code.segments)))


def _is_other(code: Code, first: str) -> bool:
    return code.compound and code.segments[0] != first


def _alike(code: Code, other: Code) -> bool:
    """Whether two codes have the same shape."""
    return [*map(len, code.segments)] == [*map(len, other.segments)] and pattern(code) == pattern(other)
