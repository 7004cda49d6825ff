"""The command `audit`: check a report, see how it was read, explain a rule or a finding, list the rules."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from audit.model.text import Lang, Text

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    name="audit",
    help="Find the figures of a government budget report that cannot be true.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(help="The rules that reports are held against.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")

WRONG_USAGE = 3


class Language(StrEnum):
    """The languages of messages and reports."""

    ID = "id"
    EN = "en"


class Threshold(StrEnum):
    """The gravest finding that still lets the command succeed stands just below this."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


LangOption = Annotated[
    Language | None,
    typer.Option(help="Language of messages and reports. Without it the locale decides the terminal's; files are en."),
]
RulesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rules", metavar="BOOK|PATH", help="A rulebook by name or path, may be repeated. Default: all shipped ones."
    ),
]


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and end.", is_eager=True)] = False,
) -> None:
    """Find the figures of a government budget report that cannot be true."""
    if show:
        from audit import __version__

        typer.echo(f"audit {__version__}")
        raise typer.Exit


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Reports to audit; each file is one report.")],
    rules: RulesOption = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="Write the report to a file too; its suffix names the format (.json, .html, .txt). May be repeated.",
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="Print the report in this format instead of the terminal's."),
    ] = None,
    fail_on: Annotated[
        Threshold, typer.Option(help="The least severity for which the exit code is 1.")
    ] = Threshold.ERROR,
    lang: LangOption = None,
    together: Annotated[
        bool,
        typer.Option("--together", help="All files, or one folder, are one report whose tables may cite each other."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing; use with --out or the exit code.")] = False,
) -> None:
    """Audit reports and tell what cannot be true, why, and what was not asked.

    Exit code: 3 for wrong usage or a broken rule file; else 1 if a finding is at or above --fail-on; else 2 if a file
    could not be read or nothing could be asked of it; else 0.
    """
    from audit.cli.check import run_check

    raise typer.Exit(
        run_check(files, rules, out or [], format, fail_on.value, terminal_lang(lang), file_lang(lang), together, quiet)
    )


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A report, or a folder that is one.")],
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    """Show how a file was understood: its tables, columns and units, and why each row stands under its parent."""
    from audit.cli.read import run_read

    raise typer.Exit(run_read(file, rules, terminal_lang(lang)))


@app.command()
def explain(
    what: Annotated[
        str, typer.Argument(metavar="RULE|FINDING|CAUSE", help="The id of a rule, a finding (F12) or a cause (C1).")
    ],
    report: Annotated[Path | None, typer.Option(help="The JSON report that the finding or cause stands in.")] = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    """Explain a rule: its equation, its reason and where it applies; or, with --report, a finding or a cause."""
    from audit.cli.explain import run_explain

    raise typer.Exit(run_explain(what, report, rules, terminal_lang(lang)))


@rules_app.command("list")
def list_rules(rules: RulesOption = None, lang: LangOption = None) -> None:
    """List the rules with their equations."""
    from audit.cli.explain import run_list

    raise typer.Exit(run_list(rules, terminal_lang(lang)))


@app.command()
def schema(
    what: Annotated[str, typer.Argument(metavar="report", help="What to print the JSON Schema of.")] = "report",
) -> None:
    """Print the JSON Schema of the JSON report."""
    if what != "report":
        stop(
            Text(f"tidak ada skema “{what}”; yang ada: report", f"there is no schema “{what}”; there is: report"), "en"
        )
    import json

    from audit.reporters.json import schema as report_schema

    typer.echo(json.dumps(report_schema(), indent=2, ensure_ascii=False))


def terminal_lang(lang: Language | None) -> Lang:
    """The language of the terminal: as asked, else by the locale, else English."""
    if lang is not None:
        return "id" if lang is Language.ID else "en"
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    named = named or (locale.getlocale()[0] or "")
    return "id" if named.lower().startswith(("id", "in_")) else "en"


def file_lang(lang: Language | None) -> Lang:
    """The language of files: as asked, else English, so that a file does not depend on whose machine wrote it."""
    return "id" if lang is Language.ID else "en"


def stop(message: Text, lang: Lang) -> NoReturn:
    """End with the exit code of wrong usage and one sentence on stderr."""
    typer.echo(f"audit: {message(lang)}", err=True)
    raise typer.Exit(WRONG_USAGE)


@contextmanager
def open_ended() -> Iterator[None]:
    """What is printed within may lose its reader, as in ``| head``; that is no error of the audit."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def new_console() -> Console:
    """A console that prints text as it is; a reader that went away is left to open_ended."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(highlight=False)


def main() -> None:
    """Run the command; wrong usage ends with exit code 3, since 2 says that an audit could not look."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    code = None
    try:
        with open_ended():
            code = app(standalone_mode=False)
    except TyperException as error:
        show = getattr(error, "show", None)
        if show is None:
            typer.echo(f"audit: {error}", err=True)
        else:
            show()
        sys.exit(WRONG_USAGE)
    except typer.Abort:
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)
