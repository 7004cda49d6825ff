"""A table of nomenclature: the official names of codes, looked up as a report prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Only these segments of a code stand for any number: that of the urusan, and that of its bidang.
_ANY = ("X", "XX")


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """Official names by code in its normal form; a code listed several times may have several."""

    names: dict[str, tuple[str, ...]]

    def of(self, forms: Iterable[str]) -> tuple[str, ...]:
        """The names of a code that may be written in these forms, none where the table has it not.

        ``X.XX.01`` stands for that programme in every urusan.
        """
        for form in forms:
            found = self.names.get(form.upper()) or self.names.get(_of_any(form.upper()))
            if found:
                return found
        return ()


def _of_any(code: str) -> str:
    """The code as that of any urusan: ``X.XX.01.2.01`` for ``1.02.01.2.01``."""
    segments = code.split(".")
    if len(segments) <= len(_ANY) or [len(segment) for segment in segments[:2]] != [1, 2]:
        return ""
    return ".".join((*_ANY, *segments[2:]))


def joined(tables: Iterable[Nomenclature]) -> Nomenclature:
    """Several tables as one."""
    names: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for code, found in table.names.items():
            names[code] = tuple(dict.fromkeys((*names.get(code, ()), *found)))
    return Nomenclature(names)
