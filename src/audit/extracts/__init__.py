"""Extracts write how a file was understood; the name of a format is the name of the file that writes it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from audit.model.document import Document, Place, Problem
from audit.model.statement import Statement
from audit.model.text import Lang, Text


@dataclass(frozen=True, slots=True)
class View:
    """The files of one report, and what was made of them; ``left_over`` are figures outside all tables."""

    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()
    left_over: tuple[tuple[Place, str], ...] = ()


class Extract(Protocol):
    """What a module of this package offers: the suffixes that name its format, and a view in that format."""

    SUFFIXES: tuple[str, ...]

    def render(self, view: View, lang: Lang) -> bytes:
        """The view as the bytes of a file; raises CannotWrite where something for it is missing."""
        ...


class CannotWrite(Exception):  # noqa: N818  (it names what is wrong, as a Problem does)
    """A format cannot be written: none has that name, the library for it is missing, or it cannot hold so much."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)


def extract_of(path: str | Path) -> Extract:
    """The extract that a path's suffix stands for; raises CannotWrite when none has it."""
    names = sorted(member.name for member in iter_modules(__path__) if not member.name.startswith("_"))
    members = [cast(Extract, import_module(f"{__name__}.{name}")) for name in names]
    known = {suffix: member for member in members for suffix in member.SUFFIXES}
    suffix = Path(path).suffix.lower()
    if suffix in known:
        return known[suffix]
    listed = ", ".join(sorted(known))
    message = Text(
        f"{path}: tidak ada bentuk baris '{suffix}'; yang ada: {listed}",
        f"{path}: rows cannot be written as '{suffix}', only as {listed}",
    )
    if near := get_close_matches(suffix, known, n=1):
        message += Text(f" · mungkin '{near[0]}'?", f" · did you mean '{near[0]}'?")
    raise CannotWrite(message)
