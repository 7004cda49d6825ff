"""`audit check`: reports are audited one after the other, printed, written, and the worst exit code returned."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from audit.cli import WRONG_USAGE, new_console, open_ended, stop
from audit.model.contract import run_to_dict
from audit.model.report import FailOn, Report
from audit.model.text import Lang, Text
from audit.reporters import UnknownFormat, format_of, reporter
from audit.rulebook import RulebookError
from audit.run import audit_source, files_of

#: The exit codes from the worst to the best.
_WORST_FIRST = (3, 1, 2, 0)


def run_check(
    files: Sequence[Path],
    rules: Sequence[str] | None,
    out: Sequence[Path],
    format: str | None,
    fail_on: FailOn,
    terminal: Lang,
    file: Lang,
    together: bool,
    quiet: bool,
) -> int:
    """Audit the files, print and write the reports, and return the exit code."""
    try:
        formats = {path: format_of(path) for path in out}
        if format is not None:
            reporter(format)
    except UnknownFormat as error:
        stop(error.message, terminal)
    sources = [list(files)] if together else [[path] for name in files for path in _reports_in(name)]
    written = list(formats.items())
    if len(sources) > 1 and any(named != "json" for _, named in written):
        stop(
            Text(
                "beberapa laporan hanya dapat ditulis sebagai .json; pakai --together bila semuanya satu laporan",
                "several reports can only be written as .json; use --together if the files are one report",
            ),
            terminal,
        )
    try:
        reports = [audit_source(source, rules, lang=file, fail_on=fail_on) for source in sources]
    except RulebookError as error:
        for mistake in error.mistakes:
            print(mistake.text, file=sys.stderr)
        return WRONG_USAGE
    for path, named in written:
        _write(path, _rendered(reports, named, file), terminal)
    if not quiet:
        if not together:
            _hint(files, terminal)
        with open_ended():
            _print(reports, format, terminal, file)
    codes = {report.exit for report in reports}
    return next((code for code in _WORST_FIRST if code in codes), 2)


def _reports_in(path: Path) -> list[Path]:
    """The files of a folder, each one report; any other path is itself, also where it does not exist."""
    return files_of(path) or [path] if path.is_dir() else [path]


def _hint(files: Sequence[Path], lang: Lang) -> None:
    """Say of a folder with several reports that they may be one, since only then their tables are compared."""
    for folder in files:
        count = len(files_of(folder)) if folder.is_dir() else 0
        if count > 1:
            hint = Text(
                f"{folder}: {count} berkas diperiksa sebagai {count} laporan; pakai --together bila satu laporan",
                f"{folder}: {count} files are audited as {count} reports; use --together if they are one report",
            )
            print(f"audit: {hint(lang)}", file=sys.stderr)


def _print(reports: Sequence[Report], format: str | None, terminal: Lang, file: Lang) -> None:
    if format is not None and format != "terminal":
        sys.stdout.buffer.write(_rendered(reports, format, file))
        sys.stdout.flush()
        return
    from audit.reporters.terminal import show

    console = new_console()
    for report in reports:
        show(report, terminal, console)


def _rendered(reports: Sequence[Report], format: str, lang: Lang) -> bytes:
    if len(reports) == 1:
        return reporter(format).render(reports[0], lang)
    if format == "json":
        import json

        return (json.dumps(run_to_dict(reports), indent=2, ensure_ascii=False) + "\n").encode()
    return b"\n".join(reporter(format).render(report, lang) for report in reports)


def _write(path: Path, content: bytes, lang: Lang) -> None:
    """Write a file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or ".")
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
