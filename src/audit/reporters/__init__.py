"""Reporters show a report to people and to programs; the name of a format is the name of the file that writes it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol, cast

from audit.model.text import Lang, Text

if TYPE_CHECKING:
    from audit.model.report import Report


class Reporter(Protocol):
    """What a module of this package offers: the suffixes that name its format, and the report in that format."""

    SUFFIXES: tuple[str, ...]

    def render(self, report: Report, lang: Lang) -> bytes:
        """The report as the bytes of a file; the same report gives the same bytes."""
        ...


class RunReporter(Reporter, Protocol):
    """What a format offers besides if one file of it can hold several reports.

    The part of each is taken as soon as it is audited, so that no report is kept until the last is read.
    """

    def part(self, report: Report, lang: Lang) -> Any:
        """What the file keeps of one report."""
        ...

    def whole(self, parts: Sequence[Any], lang: Lang) -> bytes:
        """The bytes of the file that holds these parts, in their order."""
        ...


class UnknownFormat(ValueError):  # noqa: N818  (it names what is wrong, as a Problem does)
    """No reporter writes the format that was asked for."""

    def __init__(self, asked: str, known: tuple[str, ...]) -> None:
        self.asked = asked
        self.known = known
        self.nearest = next(iter(get_close_matches(asked.lower(), known, n=1)), None)
        names = ", ".join(known)
        self.message = Text(
            f"tidak ada format laporan '{asked}'; yang ada: {names}",
            f"there is no report format '{asked}', only {names}",
        )
        if self.nearest:
            self.message += Text(f" · mungkin '{self.nearest}'?", f" · did you mean '{self.nearest}'?")
        super().__init__(self.message.en)


def formats() -> tuple[str, ...]:
    """The names of all formats, in alphabetical order."""
    return tuple(sorted(member.name for member in iter_modules(__path__) if not member.name.startswith("_")))


def reporter(name: str) -> Reporter:
    """The reporter of that name; raises UnknownFormat when there is none."""
    if name not in formats():
        raise UnknownFormat(name, formats())
    return cast(Reporter, import_module(f"{__name__}.{name}"))


def run_reporter(name: str) -> RunReporter | None:
    """The reporter of that name if it can hold several reports in one file; raises UnknownFormat when there is none."""
    member = reporter(name)
    return cast(RunReporter, member) if hasattr(member, "whole") else None


def format_of(path: str | Path) -> str:
    """The name of the format that a path's suffix stands for; raises UnknownFormat when none has it.

    A name of two suffixes, as ``temuan.sarif.json``, is of the format that claims both.
    """
    suffixes = [suffix.lower() for suffix in Path(path).suffixes[-2:]]
    inner = suffixes[0].removeprefix(".") if len(suffixes) == 2 else ""
    if inner in formats() and "".join(suffixes) in reporter(inner).SUFFIXES:
        return inner
    suffix = suffixes[-1] if suffixes else ""
    # A format that is named like the suffix is meant, and the others need not be imported to know it.
    likeliest = sorted(formats(), key=lambda name: name != suffix.removeprefix("."))
    for name in likeliest:
        if suffix in reporter(name).SUFFIXES:
            return name
    raise UnknownFormat(suffix, tuple(sorted(suffix for name in formats() for suffix in reporter(name).SUFFIXES)))
