"""`audit check`: reports are audited one after the other, printed, written, and the worst exit code returned."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from audit.cli import new_console, open_ended, stop
from audit.cli.plan import Asked, Plan, all_found, planned, stop_at_map
from audit.model.mapping import MapError
from audit.model.report import Report, worst
from audit.model.text import Lang, Text
from audit.reporters import reporter, run_reporter
from audit.run import audit_reading, files_in, files_of, read_with
from audit.run.beside import load_beside
from audit.run.severities import graded

if TYPE_CHECKING:
    from rich.console import Console


def run_check(asked: Asked) -> int:
    """Audit the files, print and write the reports, and return the exit code."""
    plan = planned(asked)
    rulebooks = plan.rulebooks
    if plan.settings is not None:
        rulebooks = graded(rulebooks, plan.settings.severity, plan.settings.shown)
    outlets = _outlets(plan)
    if not plan.quiet:
        _notes(asked, plan)
    exits = []
    files: set[str] = set()
    try:
        beside = load_beside(plan.beside, rulebooks, plan.map)
    except MapError as error:
        stop_at_map(error, plan.terminal)
    for number, source in enumerate(plan.sources):
        # No report is kept: each outlet takes from it what it needs, so that a thousand need no more memory than one.
        try:
            reading = read_with(source, rulebooks, plan.by, plan.references, plan.map, beside)
        except MapError as error:
            stop_at_map(error, plan.terminal)
        files |= files_in(reading)
        if number == len(plan.sources) - 1:
            all_found(plan.map, files, plan.terminal)
        report = audit_reading(reading, lang=plan.file, fail_on=plan.fail_on, materiality=plan.materiality)
        exits.append(report.exit)
        for outlet in outlets:
            outlet.take(number, report)
    for outlet in outlets:
        outlet.finish()
    return worst(exits)


def _notes(asked: Asked, plan: Plan) -> None:
    """Say on stderr which settings hold, and of a folder with several reports that they may be one."""
    if plan.settings is not None:
        changed = Counter("off" if level == "off" else "changed" for level in plan.settings.severity.values())
        said = Text(f"setelan dari {plan.settings.shown}", f"settings from {plan.settings.shown}")
        if changed["changed"]:
            count = changed["changed"]
            said += Text(f" · tingkat {count} aturan diubah", f" · severities changed: {count}")
        if changed["off"]:
            said += Text(f" · {changed['off']} aturan dimatikan", f" · rules switched off: {changed['off']}")
        print(f"audit: {said(plan.terminal)}", file=sys.stderr)
    if plan.map is not None:
        told = Text(f"dibaca menurut peta {plan.map.input.path}", f"read by the map {plan.map.input.path}")
        print(f"audit: {told(plan.terminal)}", file=sys.stderr)
    for folder in asked.files:
        count = len(files_of(folder)) if folder.is_dir() else 0
        if count > 1 and len(plan.sources) > 1 and asked.together is None:
            hint = Text(
                f"{folder}: {count} berkas diperiksa sebagai {count} laporan; pakai --together bila satu laporan",
                f"{folder}: {count} files are audited as {count} reports; use --together if they are one report",
            )
            print(f"audit: {hint(plan.terminal)}", file=sys.stderr)


# Outlets


class Outlet(Protocol):
    """Where reports go: it takes each as it comes, and is finished when all are there."""

    def take(self, number: int, report: Report) -> None:
        """Take one report."""

    def finish(self) -> None:
        """Print or write what is left to say."""


def _outlets(plan: Plan) -> list[Outlet]:
    outlets: list[Outlet] = [_File(path, format, plan) for path, format in plan.files]
    outlets += [_Pages(folder, plan) for folder in plan.pages]
    if not plan.quiet:
        printed = plan.format not in (None, "terminal")
        outlets.append(_File(None, str(plan.format), plan) if printed else _Screen(plan, new_console()))
    return outlets


@dataclass(slots=True)
class _File:
    """A file of one format, or the standard output without a path; written whole or not at all."""

    path: Path | None
    format: str
    plan: Plan
    parts: list[Any] = field(default_factory=list)

    def take(self, number: int, report: Report) -> None:
        """Take what the file keeps of a report."""
        member = run_reporter(self.format) if self._many() else None
        taken = member.part(report, self.plan.file) if member else reporter(self.format).render(report, self.plan.file)
        self.parts.append(taken)

    def _many(self) -> bool:
        # A program that reads `audit-run/1` shall not get another contract on the day on which one file is left.
        return len(self.plan.sources) > 1 or (self.plan.run and self.format == "json")

    def finish(self) -> None:
        """Write the file."""
        member = run_reporter(self.format) if self._many() else None
        content = member.whole(self.parts, self.plan.file) if member else self.parts[0]
        if self.path is not None:
            write_whole(self.path, content, self.plan.terminal)
            return
        with open_ended():
            sys.stdout.buffer.write(content)
            sys.stdout.flush()


@dataclass(slots=True)
class _Screen:
    """The terminal: one report in full, of several the leading causes as they come and a summary at the end."""

    plan: Plan
    console: Console
    entries: list[Any] = field(default_factory=list)

    def take(self, number: int, report: Report) -> None:
        """Show a report."""
        from audit.reporters.terminal import show, show_one

        with open_ended():
            if len(self.plan.sources) == 1:
                show(report, self.plan.terminal, self.console)
            else:
                self.entries.append(show_one(report, self.plan.terminal, self.console))

    def finish(self) -> None:
        """Show the summary of several reports."""
        from audit.reporters.terminal import show_summary

        if len(self.plan.sources) > 1:
            with open_ended():
                show_summary(self.entries, self.plan.terminal, self.console)


@dataclass(slots=True)
class _Pages:
    """A folder that gets an HTML page for each report."""

    folder: Path
    plan: Plan
    names: list[str] = field(default_factory=list)

    def take(self, number: int, report: Report) -> None:
        """Write the page of a report."""
        if not self.names:
            self.names = page_names([source[0] for source in self.plan.sources])
        page = reporter("html").render(report, self.plan.file)
        write_whole(self.folder / f"{self.names[number]}.html", page, self.plan.terminal)

    def finish(self) -> None:
        """Nothing is left to say."""


def page_names(paths: Sequence[Path]) -> list[str]:
    """A name for each path, told apart by as many of its folders as need be; letters alike but for case are alike."""
    names: list[str] = []
    for path in paths:
        parts = [part for part in path.parts if part not in (path.anchor, "..")] or [path.name or "laporan"]
        others = [other.parts for other in paths if other is not path]
        length = next(
            (
                n
                for n in range(1, len(parts) + 1)
                if not any(_folded(other[-n:]) == _folded(parts[-n:]) for other in others)
            ),
            len(parts),
        )
        name = "-".join(parts[-length:])
        taken = {known.casefold() for known in names}
        ordinals = (f"{name}-{n}" for n in range(2, len(paths) + 2))
        names.append(name if name.casefold() not in taken else next(o for o in ordinals if o.casefold() not in taken))
    return names


def _folded(parts: Sequence[str]) -> list[str]:
    return [part.casefold() for part in parts]


def write_whole(path: Path, content: bytes, lang: Lang) -> None:
    """Write a file whole or not at all; the folders that it is to stand in are made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".audit-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        stop(Text(f"{path} tidak dapat ditulis: {reason}", f"{path} cannot be written: {reason}"), lang)
