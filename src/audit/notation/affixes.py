"""The words that Indonesian forms from a root with prefixes and suffixes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

#: A root with this mark behind it stands for all of its forms.
MARK = "*"

_VOWELS = "aeiou"
_ENDINGS = ("", "kan", "i")
#: The nasal that takes the place of a first letter, and the one that stands before it where it is kept.
_TAKEN = {"k": "ng", "p": "m", "t": "n", "s": "ny"}
_KEPT = {"k": "ng", "p": "m", "t": "n", "s": "n"}


def spread(phrase: str) -> tuple[str, ...]:
    """A phrase with each marked root in it in all its forms; one without a mark is itself."""
    if MARK not in phrase:
        return (phrase,)
    every = [forms(word.removesuffix(MARK)) if word.endswith(MARK) else (word,) for word in phrase.split()]
    return tuple(" ".join(one) for one in product(*every))


@cache
def forms(root: str) -> tuple[str, ...]:
    """A root and what me-, di-, ter-, ber-, pe- and ke- make of it, with -kan, -i and -an.

    Not all of them are words; those that are none stand in no text.
    """
    return tuple(dict.fromkeys(_forms(root)))


def _forms(root: str) -> Iterator[str]:
    yield root
    yield f"{root}an"
    for nasal in _nasal(root):
        for ending in _ENDINGS:
            yield f"me{nasal}{ending}"
        yield from (f"pe{nasal}", f"pe{nasal}an")
    # Before an r, ter- and ber- lose theirs.
    short = ("te", "be") if root.startswith("r") else ()
    for prefix in ("di", "ter", "ber", *short):
        yield from (f"{prefix}{root}{ending}" for ending in _ENDINGS)
    yield f"ke{root}an"


def _nasal(root: str) -> tuple[str, ...]:
    """A root behind me- or pe-: with the nasal that its first letter takes, and where it may stay that letter too."""
    first = root[0]
    if first in _VOWELS or first in "gh":
        return (f"ng{root}",)
    if first in "bfv":
        return (f"m{root}",)
    if first in "cdjz":
        return (f"n{root}",)
    nasal = _TAKEN.get(first)
    if nasal is None:
        return (root,)
    # Roots from other languages keep the letter, as in "mentransfer" and "mensubsidi".
    return (f"{nasal}{root[1:]}", f"{_KEPT[first]}{root}")
