"""What a code is spent on: rows without a code that have a quantity, and the rows that group them."""

from __future__ import annotations

import re

from audit.model.text import Text
from audit.recognise._tree import Line, Tree

_DETAIL = Text("ia rincian kode itu, yang tidak menyebut volume", "it details that code, which states no quantity")
_GROUPED = Text(
    "ia rincian kelompok itu, yang tidak menyebut volume", "it details that group, which states no quantity"
)
_BESIDE = Text(
    "ia di bawah kode itu seperti baris tanpa kode di bawah kode-kode yang setingkat",
    "it stands under that code as rows without one do under the codes beside it",
)
#: Under so many codes beside it must rows without one stand, before they are put under another.
_ENOUGH = 2
_MARKER = re.compile(r"\[.\]|[-–—•*>#]")


def by_detail(tree: Tree, line: Line, open_rows: list[int]) -> tuple[int | None, Text | None]:
    """The parent of a row without a code in a list of details, and the reason, which is None where it is in no such.

    A detail stands under the nearest row without a quantity. A group of details stands beside the open group that is
    marked as it is, as [#] or [-], or under the nearest.
    """
    head = next((row for row in reversed(open_rows) if _is_coded(tree, row)), None)
    if head is None or tree.lines[head].measured or not _has_details(tree, head):
        return None, None
    groups = [row for row in open_rows[open_rows.index(head) + 1 :] if not tree.lines[row].measured]
    if not line.measured:
        beside = next((n for n, row in enumerate(groups) if _marker(tree.lines[row]) == _marker(line)), len(groups))
        groups = groups[:beside]
    return (groups[-1], _GROUPED) if groups else (head, _DETAIL)


def like_beside(tree: Tree) -> None:
    """Hang rows without a code under the code before them, where they hang so under most codes of the same level.

    Money put those there, each under a code that agrees with them. One code that disagrees is then an error in it or
    in them, and no reason to count them a second time beside it.
    """
    runs: dict[tuple[int | None, int], list[tuple[int, list[int]]]] = {}
    for line in tree.lines:
        if line.code.compound and not line.silent:
            run = _run_after(tree, line.index)
            if run:
                runs.setdefault((tree.parents[line.index], len(line.code.segments)), []).append((line.index, run))
    for (parent, _), there in runs.items():
        under = [row for row, run in there if all(tree.parents[n] == row for n in run)]
        beside = [(row, run) for row, run in there if all(tree.parents[n] == parent for n in run)]
        if len(under) >= _ENOUGH and len(under) >= len(beside):
            for row, run in beside:
                if not tree.children(row):
                    for n in run:
                        tree.hang(n, row, _BESIDE)


def _run_after(tree: Tree, row: int) -> list[int]:
    """The rows without a code, and no totals, from a row to the next code, as far as they are of one level."""
    run: list[int] = []
    for line in tree.lines[row + 1 :]:
        if line.silent:
            continue
        if line.code.kind or line.total is not None:
            break
        run.append(line.index)
    first = tree.parents[run[0]] if run else None
    return [n for n in run if tree.parents[n] == first]


def _is_coded(tree: Tree, row: int) -> bool:
    if tree.codes is None:
        return tree.lines[row].code.compound
    return tree.codes.readings[row] is not None


def _has_details(tree: Tree, head: int) -> bool:
    """Whether a row without a code, but with a quantity, stands below a code and above the next."""
    if head not in tree.details:
        tree.details[head] = False
        for row in range(head + 1, len(tree.lines)):
            line = tree.lines[row]
            if _is_coded(tree, row) or line.total is not None:
                break
            if line.measured and not line.code.kind:
                tree.details[head] = True
                break
    return tree.details[head]


def _marker(line: Line) -> str:
    found = _MARKER.match(line.label.strip())
    return found[0] if found else ""
