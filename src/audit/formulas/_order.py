"""Formulas in the order in which they can be calculated, each after those that it reads; and those in circles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from audit.formulas._parsed import Area, Node, parsed, within

#: A cell by the name of its sheet in capitals, its row and its column.
Key = tuple[str, int, int]


class Tangled(Exception):  # noqa: N818  (it says what the formulas are)
    """The formulas read more cells than are followed."""


def in_order(keys: Iterable[Key], reads: Callable[[Key], Iterable[Key]], most: int) -> Iterator[tuple[Key, bool]]:
    """Each formula after those that it reads, and whether it reads itself, be it through others.

    ``reads`` tells the formulas that a formula reads; raises Tangled where these are more than ``most`` in all.
    """
    done: set[Key] = set()
    circular: set[Key] = set()
    for first in keys:
        # The formulas that wait for each other, the last for those that its iterator still holds. A chain of sums may
        # be longer than Python can call.
        path: dict[Key, Iterator[Key]] = {} if first in done else {first: iter(reads(first))}
        while path:
            here = next(reversed(path))
            inner = next(path[here], None)
            most -= 1
            if most < 0:
                raise Tangled
            if inner is None:
                del path[here]
                done.add(here)
                yield here, here in circular
            elif inner in path:
                on = list(path)
                circular.update(on[on.index(inner) :])
            elif inner not in done:
                path[inner] = iter(reads(inner))


@lru_cache(maxsize=1 << 14)
def areas_of(form: str) -> tuple[Area, ...]:
    """The references of a formula with relative references; none of one that is not examined."""
    node = parsed(form)
    return tuple(_areas(node)) if node is not None else ()


def _areas(node: Node) -> Iterator[Area]:
    if isinstance(node, Area):
        yield node
    for part in within(node):
        yield from _areas(part)
