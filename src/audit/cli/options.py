"""The options that several commands share, each with what its help says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
RuleFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE|BOOK]...", help="Rule files, folders of such, or rulebooks by name. Default: all shipped ones."
    ),
]
FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE", help="Files, folders or patterns; each file is one report. Default: those of the settings."
    ),
]
OutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--out",
        metavar="PATH",
        help="Write the reports to a file too; its suffix names the format (.json, .html, .txt, .sarif, .xml for "
        "JUnit). A folder (temuan/) gets a page for each report. May be repeated.",
    ),
]
TogetherOption = Annotated[
    bool | None,
    typer.Option(
        "--together/--no-together", help="All files, or one folder, are one report whose tables may cite each other."
    ),
]
NomenclatureOption = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="A table (CSV, XLSX) of codes and official names; codes and names are compared. May be repeated.",
    ),
]
WithOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        metavar="FILE",
        help="A file or folder whose tables sentences and rules may cite, as the LRA beside its CaLK; it is not "
        "audited itself. May be repeated.",
    ),
]
MaterialityOption = Annotated[
    str | None,
    typer.Option(
        metavar="AMOUNT",
        help='Causes with a smaller effect in rupiah, as 5000000 or "5 juta", are told last and do not fail the check.',
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="COLUMN,...", help="Columns that part a flat table into several reports, as daerah,periode."
    ),
]
MapOption = Annotated[
    Path | None,
    typer.Option(
        "--map", metavar="FILE", help="A map that says how tables are to be read; see audit read --write-map."
    ),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        help="The settings file. Default: the nearest audit.toml, or pyproject.toml with [tool.audit], upward.",
    ),
]
