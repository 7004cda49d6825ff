"""The command `audit`: check a report, see how it was read, explain a rule or a finding, list the rules."""

from __future__ import annotations

import gc
import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from audit.cli.options import (
    ByOption,
    FilesArgument,
    LangOption,
    Language,
    MapOption,
    MaterialityOption,
    NomenclatureOption,
    OutOption,
    RuleFiles,
    RulesOption,
    SettingsOption,
    Threshold,
    TogetherOption,
    WithOption,
)
from audit.model.text import Lang, Text

if TYPE_CHECKING:
    from rich.console import Console

    from audit.model.report import FailOn

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
export_app = typer.Typer(help="Write what a rulebook asks for other tools.", no_args_is_help=True)
app.add_typer(export_app, name="export")

WRONG_USAGE = 3


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
    files: FilesArgument = None,
    rules: RulesOption = None,
    out: OutOption = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="Print the reports in this format instead of the terminal's."),
    ] = None,
    fail_on: Annotated[
        Threshold | None, typer.Option(help="The least severity for which the exit code is 1. Default: error.")
    ] = None,
    materiality: MaterialityOption = None,
    lang: LangOption = None,
    together: TogetherOption = None,
    beside: WithOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing; use with --out or the exit code.")] = False,
    nomenclature: NomenclatureOption = None,
    by: ByOption = None,
    map: MapOption = None,
    settings: SettingsOption = None,
    no_settings: Annotated[bool, typer.Option("--no-settings", help="Use no settings file.")] = False,
) -> None:
    """Audit reports and tell what cannot be true, why, and what was not asked.

    What the command line leaves open, the settings say: files, rules, severity, fail-on, materiality, lang, out,
    together, with.

    Exit code: 3 for wrong usage or a broken rule file; else 1 if a finding is at or above --fail-on and not only of
    causes below --materiality; else 2 if a file could not be read or nothing could be asked of it; else 0.
    """
    from audit.cli.check import run_check
    from audit.cli.plan import Asked

    threshold: FailOn | None = fail_on.value if fail_on is not None else None
    wish = Asked(
        files or (),
        rules or None,
        out or None,
        format,
        threshold,
        lang,
        together,
        quiet,
        settings,
        no_settings,
        nomenclature or (),
        by,
        map,
        beside or None,
        materiality,
    )
    raise typer.Exit(run_check(wish))


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A report, or a folder that is one.")],
    rules: RulesOption = None,
    out: Annotated[
        list[str] | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="Write the rows (.csv, .xlsx, .parquet, .json), or them beside the pages and sheets (.html). May be "
            "repeated.",
        ),
    ] = None,
    lang: LangOption = None,
    by: ByOption = None,
    map: MapOption = None,
    write_map: Annotated[
        Path | None,
        typer.Option(
            "--write-map", metavar="FILE", help="Draft a map of the tables, to be mended and given with --map."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing; use with --out or the exit code.")] = False,
    settings: SettingsOption = None,
    no_settings: Annotated[bool, typer.Option("--no-settings", help="Use no settings file.")] = False,
) -> None:
    """Show how a file was understood: its tables, columns and units, and why each row stands under its parent.

    The settings say which rules and language hold where the command line does not.

    Exit code: 3 for wrong usage or a broken rule file; 2 where no table was recognised; else 0.
    """
    from audit.cli.plan import Asked
    from audit.cli.read import run_read

    wish = Asked(
        (file,),
        rules or None,
        out or (),
        lang=lang,
        quiet=quiet,
        settings=settings,
        no_settings=no_settings,
        by=by,
        map=map,
    )
    raise typer.Exit(run_read(wish, write_map))


@app.command()
def explain(
    what: Annotated[
        str, typer.Argument(metavar="RULE|FINDING|CAUSE", help="The id of a rule, a finding (F12) or a cause (C1).")
    ],
    report: Annotated[Path | None, typer.Option(help="The JSON report that the finding or cause stands in.")] = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    """Explain a rule: its equation in words, its reason and examples; or, with --report, a finding or a cause."""
    from audit.cli.explain import run_explain

    raise typer.Exit(run_explain(what, report, rules, terminal_lang(lang)))


@rules_app.command("list")
def list_rules(rules: RulesOption = None, lang: LangOption = None) -> None:
    """List the rules with their equations."""
    from audit.cli.rules import run_list

    raise typer.Exit(run_list(rules, terminal_lang(lang)))


@rules_app.command("lint")
def lint_rules(files: RuleFiles = None, rules: RulesOption = None, lang: LangOption = None) -> None:
    """Tell every mistake in rule files, and which rules contradict each other, say nothing new or are never asked.

    Exit code: 3 for a mistake, a contradiction or a rule that can never be asked; else 0, also with warnings.
    """
    from audit.cli.rules import run_lint

    raise typer.Exit(run_lint([*(files or ()), *(rules or ())], terminal_lang(lang)))


@rules_app.command("test")
def try_rules(files: RuleFiles = None, rules: RulesOption = None, lang: LangOption = None) -> None:
    """Try the examples of rules: each must hold, or find what its author says.

    Only the examples of the named files are tried, not those of the rulebooks that they use. Exit code: 3 for a broken
    rule file; else 1 if an example comes out otherwise than drawn; else 0.
    """
    from audit.cli.rules import run_test

    raise typer.Exit(run_test([*(files or ()), *(rules or ())], terminal_lang(lang)))


@rules_app.command("schema")
def rule_file_schema() -> None:
    """Print the JSON Schema of rule files, by which editors complete them and check them as they are written."""
    from audit.cli.rules import run_schema

    raise typer.Exit(run_schema())


@rules_app.command("power")
def power(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[KIND|FILE]", help="A kind of statement, as rincian, or a report. Default: all kinds."),
    ] = None,
    rules: RulesOption = None,
    errors: Annotated[int, typer.Option(min=0, max=1_000_000, help="How many errors are simulated.")] = 1000,
    seed: Annotated[int, typer.Option(help="Where the simulation starts; the same seed gives the same errors.")] = 0,
    format: Annotated[
        str | None, typer.Option("--format", metavar="F", help="json, instead of the terminal's.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Tell which errors the rules would find and locate, in a report or in a made-up statement of a kind."""
    from audit.cli.power import run_power

    raise typer.Exit(run_power(what, rules, errors, seed, format, terminal_lang(lang)))


KindOption = Annotated[str, typer.Option("--kind", metavar="KIND", help="The kind of statement, such as rincian.")]


@export_app.command("pandera")
def export_pandera(
    kind: KindOption,
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The Python file to write, such as schema.py.")],
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    """Write a pandera schema: the schema of a kind of statement, and its rules that are arithmetic within one row."""
    from audit.cli.export import run_export

    raise typer.Exit(run_export("pandera", kind, out, rules, terminal_lang(lang), file_lang(lang)))


@export_app.command("gx")
def export_gx(
    kind: KindOption,
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The JSON file to write, such as suite.json.")],
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    """Write a suite of Great Expectations: what its core expectations can say of a kind of statement."""
    from audit.cli.export import run_export

    raise typer.Exit(run_export("gx", kind, out, rules, terminal_lang(lang), file_lang(lang)))


@app.command()
def schema(
    what: Annotated[str, typer.Argument(metavar="report|run", help="What to print the JSON Schema of.")] = "report",
) -> None:
    """Print the JSON Schema of the JSON report, or of a run of several."""
    import json

    from audit.reporters.json import run_schema
    from audit.reporters.json import schema as report_schema

    schemas = {"report": report_schema, "run": run_schema}
    if what not in schemas:
        names = ", ".join(schemas)
        stop(
            Text(f"tidak ada skema “{what}”; yang ada: {names}", f"there is no schema “{what}”, only {names}"),
            terminal_lang(None),
        )
    typer.echo(json.dumps(schemas[what](), indent=2, ensure_ascii=False))


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
    # Cells, rows and claims are values without cycles: to look among them for cycles takes a quarter of a large audit.
    gc.set_threshold(200_000, 20, 100)
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
