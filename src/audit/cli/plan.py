"""What `audit check` is to do: the command line, and where it says nothing the settings of the project.

Everything that can be wrong is found out here, before a report is opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from glob import glob
from pathlib import Path
from typing import NoReturn

import typer

from audit.cli import WRONG_USAGE, file_lang, stop, terminal_lang
from audit.cli.options import Language
from audit.model.mapping import MapError, ReadingMap
from audit.model.report import FailOn
from audit.model.text import Lang, Text
from audit.notation.typed_amount import WrongAmount, as_amount
from audit.reporters import UnknownFormat, format_of, run_reporter
from audit.rulebook import Rulebook, RulebookError, load_rulebooks, shipped
from audit.rulebook.reading_map import load_map
from audit.run import files_of
from audit.run.nomenclature import NomenclatureError, References, load_nomenclature
from audit.run.severities import rule_ids
from audit.settings import Mistake, Settings, SettingsError, find, from_here, load


@dataclass(frozen=True, slots=True)
class Asked:
    """The command line; None where it says nothing."""

    files: Sequence[Path]
    rules: Sequence[str] | None = None
    out: Sequence[str] | None = None
    format: str | None = None
    fail_on: FailOn | None = None
    lang: Language | None = None
    together: bool | None = None
    quiet: bool = False
    settings: Path | None = None
    no_settings: bool = False
    nomenclature: Sequence[Path] = ()
    by: str | None = None
    map: Path | None = None
    beside: Sequence[Path] | None = None
    materiality: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What `check` and `read` share: the settings that hold, the rules, and the languages."""

    settings: Settings | None
    rulebooks: tuple[Rulebook, ...]
    terminal: Lang
    file: Lang
    map: ReadingMap | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: the files of each report, the rules, and where the reports go and in which language.

    ``run`` says that many reports were asked for, even if there is only one today. ``pages`` are the folders that get
    a page for each report. ``references`` hold the official names of codes, ``beside`` are files that may be cited.
    """

    sources: tuple[tuple[Path, ...], ...]
    run: bool
    rulebooks: tuple[Rulebook, ...]
    files: tuple[tuple[Path, str], ...]
    pages: tuple[Path, ...]
    format: str | None
    fail_on: FailOn
    terminal: Lang
    file: Lang
    quiet: bool
    settings: Settings | None
    references: References
    by: tuple[str, ...] = ()
    map: ReadingMap | None = None
    beside: tuple[Path, ...] = ()
    materiality: Fraction | None = None


def planned(asked: Asked) -> Plan:
    """The plan of a command line. Ends with the exit code of wrong usage and every mistake where there is one."""
    base = based(asked)
    settings, terminal = base.settings, base.terminal
    together = asked.together if asked.together is not None else bool(settings and settings.together)
    named, run = _named(asked, settings, terminal)
    beside = _beside(asked, settings, terminal)
    sources = (tuple(named),) if together else tuple((path,) for path in named)
    out = asked.out if asked.out is not None else settings.outputs if settings else ()
    files, pages = _outputs(out, asked.format, len(sources), terminal)
    keep_apart([*named, *beside], [path for path, _ in files], terminal)
    return Plan(
        sources=sources,
        run=run and not together,
        rulebooks=base.rulebooks,
        files=tuple(files),
        pages=tuple(pages),
        format=asked.format,
        fail_on=asked.fail_on or (settings.fail_on if settings else None) or "error",
        terminal=terminal,
        file=base.file,
        quiet=asked.quiet,
        settings=settings,
        references=_references(asked, terminal),
        by=columns_of(asked.by, terminal),
        map=base.map,
        beside=beside,
        materiality=_materiality(asked, settings, terminal),
    )


def based(asked: Asked) -> Base:
    """The settings, rules and languages of a command line; ends as `planned` does where they are wrong."""
    settings, mistakes = _settings(asked, _here(asked))
    lang = asked.lang or (Language(settings.lang) if settings and settings.lang else None)
    terminal = terminal_lang(lang)
    rulebooks, lines = _rulebooks(asked, settings, mistakes)
    if settings is not None:
        mistakes += _without_format(settings)
    _stop_at(mistakes, lines, terminal)
    path = asked.map or (Path(from_here(settings.folder / settings.map)) if settings and settings.map else None)
    return Base(settings, rulebooks, terminal, file_lang(lang), _map(path, terminal))


def _map(path: Path | None, lang: Lang) -> ReadingMap | None:
    """The map of the reading; ends with every mistake of its file."""
    try:
        return load_map(path) if path is not None else None
    except MapError as error:
        stop_at_map(error, lang)


def stop_at_map(error: MapError, lang: Lang) -> NoReturn:
    """End with all that keeps a map from being followed."""
    for message in error.messages:
        print(message(lang), file=sys.stderr)
    raise typer.Exit(WRONG_USAGE)


def all_found(map: ReadingMap | None, files: set[str], lang: Lang) -> None:
    """End where a map names a file that none of the reports has: what it should put right would stay wrong."""
    strange = [entry for entry in map.tables if entry.file not in files] if map is not None else []
    if map is not None and strange:
        there = ", ".join(sorted(files)[:12])
        stop_at_map(
            MapError(
                [
                    Text(
                        f"{map.input.path}:{entry.line}: {entry.at}: tidak ada berkas itu; yang dibaca: {there}",
                        f"{map.input.path}:{entry.line}: {entry.at}: there is no such file; read were: {there}",
                    )
                    for entry in strange
                ]
            ),
            lang,
        )


def _materiality(asked: Asked, settings: Settings | None, lang: Lang) -> Fraction | None:
    """The amount below which a cause fails nothing; ends where the command line names no amount."""
    if asked.materiality is None:
        return settings.materiality if settings else None
    try:
        return as_amount(asked.materiality)
    except WrongAmount as error:
        stop(Text("--materiality: ", "--materiality: ") + error.message, lang)


def columns_of(by: str | None, lang: Lang) -> tuple[str, ...]:
    """The columns that `--by` names, as in ``daerah,periode``; ends where it names none."""
    if by is None:
        return ()
    names = tuple(" ".join(name.split()) for name in by.split(","))
    if not all(names):
        stop(
            Text(
                f"--by “{by}” menyebut kolom kosong; tulis misalnya --by daerah,periode",
                f"--by “{by}” names an empty column; write, for instance, --by daerah,periode",
            ),
            lang,
        )
    return names


# Settings and rules


def _here(asked: Asked) -> Path:
    try:
        return Path.cwd()
    except OSError:
        stop(
            Text("folder tempat perintah ini dijalankan sudah tidak ada", "the folder that this runs in is gone"),
            terminal_lang(asked.lang),
        )


def _settings(asked: Asked, here: Path) -> tuple[Settings | None, list[Mistake]]:
    """The settings that hold, and what is wrong with them."""
    if asked.settings is not None and asked.no_settings:
        stop(
            Text("--settings dan --no-settings saling meniadakan", "--settings and --no-settings exclude each other"),
            terminal_lang(asked.lang),
        )
    if asked.no_settings:
        return None, []
    try:
        path = asked.settings or find(here)
        return (load(path.absolute()), []) if path is not None else (None, [])
    except SettingsError as error:
        return error.settings, list(error.mistakes)


def _rulebooks(
    asked: Asked, settings: Settings | None, mistakes: list[Mistake]
) -> tuple[tuple[Rulebook, ...], list[str]]:
    """The rulebooks, and what is wrong in their files; names that the settings have wrong join their mistakes."""
    names: Sequence[str] | None = asked.rules
    if settings is not None:
        known = sorted(path.stem for path in shipped().glob("*.yaml"))
        strange = [name for name in settings.rulebooks if name not in known and not os.path.isfile(name)]
        for name in strange:
            if not any(f"“{name}”" in mistake.message.en for mistake in mistakes):
                message = Text(f"tidak ada buku aturan “{name}”", f"there is no rulebook “{name}”")
                mistakes.append(settings.wrong(("rules",), message, name, known))
        if names is None and settings.rules:
            names = [name for name in settings.rulebooks if name not in strange]
    try:
        books = load_rulebooks(names)
    except RulebookError as error:
        return (), [mistake.text for mistake in error.mistakes]
    if settings is not None and settings.severity:
        mistakes += _strange_rules(settings, books)
    return books, []


def _strange_rules(settings: Settings, books: Sequence[Rulebook]) -> list[Mistake]:
    """The rules that the settings name and no rulebook has, be it one in use, a shipped one or one of the settings."""
    ids = rule_ids(books)
    if not settings.severity.keys() <= ids:
        for names in (None, settings.rulebooks):
            try:
                ids |= rule_ids(load_rulebooks(names))
            except RulebookError:
                # It is not in use, and what is in use was read.
                continue
    return [
        settings.wrong(("severity", id), Text(f"tidak ada aturan “{id}”", f"there is no rule “{id}”"), id, ids)
        for id in settings.severity
        if id not in ids
    ]


def _without_format(settings: Settings) -> list[Mistake]:
    mistakes = []
    for name in settings.out:
        try:
            if not _is_folder(settings.folder / name, name):
                format_of(name)
        except UnknownFormat as error:
            mistakes.append(settings.wrong(("out",), Text(f"{name}: ", f"{name}: ") + error.message))
    return mistakes


def _stop_at(mistakes: Sequence[Mistake], lines: Sequence[str], lang: Lang) -> None:
    if mistakes or lines:
        for line in [*(mistake.text(lang) for mistake in SettingsError(mistakes).mistakes), *lines]:
            print(line, file=sys.stderr)
        raise typer.Exit(WRONG_USAGE)


def _references(asked: Asked, lang: Lang) -> References:
    """The official names of codes; ends where a file that should list them lists none."""
    try:
        return load_nomenclature(asked.nomenclature)
    except NomenclatureError as error:
        stop(error.message, lang)


# Reports


def _named(asked: Asked, settings: Settings | None, lang: Lang) -> tuple[list[Path], bool]:
    """The files of all reports, each once, and whether a folder or a pattern asks for many."""
    if asked.files:
        found = [_matched(str(name), Path(), lang) for name in asked.files]
    elif settings is not None and settings.files:
        found = [_matched(name, settings.folder, lang, settings) for name in settings.files]
    else:
        where = Text(f" dalam {settings.shown}", f" in {settings.shown}") if settings else Text("", "")
        stop(
            Text("sebutkan berkas yang diperiksa, atau tulis “files”", "name the files to audit, or write “files”")
            + (where if settings else Text(" dalam audit.toml", " in audit.toml")),
            lang,
        )
    return _each_once(found), any(many for _, many in found)


def _beside(asked: Asked, settings: Settings | None, lang: Lang) -> tuple[Path, ...]:
    """The files that may be cited, each once; those of the settings where the command line names none."""
    if asked.beside is not None:
        return tuple(_each_once([_matched(str(name), Path(), lang) for name in asked.beside]))
    if settings is None:
        return ()
    return tuple(_each_once([_matched(name, settings.folder, lang, settings) for name in settings.beside]))


def _each_once(found: Sequence[tuple[list[Path], bool]]) -> list[Path]:
    paths: dict[str, Path] = {}
    for path in (path for group, _ in found for path in group):
        paths.setdefault(os.path.abspath(path), path)
    return list(paths.values())


def _matched(name: str, folder: Path, lang: Lang, settings: Settings | None = None) -> tuple[list[Path], bool]:
    """The files that a name stands for, and whether it can stand for many.

    A folder is the files in it and a pattern those that match, with ``**`` for folders of any depth. A name that
    exists is no pattern, whatever stands in it. One without ``*`` or ``?`` that matches nothing is a missing file.
    """
    path = Path(name) if settings is None or os.path.isabs(name) else Path(from_here(folder / name))
    if path.is_dir():
        return files_of(path) or [path], True
    if os.path.lexists(path) or not any(mark in name for mark in "*?["):
        return [path], False
    found: list[Path] = []
    for match in sorted(glob(name, root_dir=folder, recursive=True)):
        there = Path(match) if settings is None else Path(from_here(folder / match))
        if there.is_dir():
            found += files_of(there)
        elif not there.name.startswith("~$"):  # what Excel puts beside a workbook that is open
            found.append(there)
    if not found and ("*" in name or "?" in name):
        where = f"{settings.shown}: " if settings else ""
        stop(Text(f"{where}tidak ada berkas yang cocok dengan {name}", f"{where}no file matches {name}"), lang)
    return found or [path], bool(found)


# Where the reports go


def _outputs(
    out: Sequence[str], format: str | None, reports: int, lang: Lang
) -> tuple[list[tuple[Path, str]], list[Path]]:
    """The files to write with their formats, and the folders of pages; ends where one of them cannot be written."""
    files: list[tuple[Path, str]] = []
    pages: list[Path] = []
    try:
        for name in out:
            if _is_folder(Path(name), name):
                pages.append(Path(name))
            else:
                files.append((Path(name), format_of(name)))
        several = [(str(path), named) for path, named in files]
        several += [(f"--format {format}", format)] if format is not None else []
        single = [shown for shown, named in several if run_reporter(named) is None]
    except UnknownFormat as error:
        stop(error.message, lang)
    if single and reports > 1:
        message = Text(
            f"{single[0]} memuat satu laporan, bukan {reports}; --out FOLDER/ menulis satu halaman untuk tiap laporan, "
            f"--together menjadikan semua berkas satu laporan",
            f"{single[0]} holds one report, not {reports}; --out FOLDER/ writes a page for each report, --together "
            f"makes one report of all files",
        )
        stop(message, lang)
    for folder in [path.parent for path, _ in files] + pages:
        above = next(part for part in (folder, *folder.absolute().parents) if os.path.lexists(part))
        if not above.is_dir():
            stop(Text(f"{above} bukan folder", f"{above} is no folder"), lang)
    return files, pages


def _is_folder(path: Path, name: str) -> bool:
    """Whether a name of `out` is that of a folder, which gets a page for each report."""
    return name.endswith(("/", os.sep)) or path.is_dir()


def keep_apart(read: Sequence[Path], written: Sequence[Path], lang: Lang) -> None:
    """End where a report would be written over a file that is audited."""
    inputs = {path.resolve() for path in read}
    for path in written:
        if path.resolve() in inputs:
            message = Text(
                f"{path} sekaligus diperiksa dan akan ditulis; pilih nama lain untuk hasilnya",
                f"{path} is audited and would be written over; choose another name for the result",
            )
            stop(message, lang)
