"""Settings say once for a project what `audit check` would otherwise have to be told each time.

They stand in a file `audit.toml`, or in the table `[tool.audit]` of a `pyproject.toml`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from audit.model.report import FailOn, Severity
from audit.model.text import Lang, Text
from audit.notation.typed_amount import WrongAmount, as_amount
from audit.settings._lines import Keys, line_of, lines_of

__all__ = ["Level", "Mistake", "Settings", "SettingsError", "find", "load"]

Level = Severity | Literal["off"]

FILE = "audit.toml"
PROJECT = "pyproject.toml"

LEVELS: tuple[Level, ...] = (*get_args(Severity), "off")
CHOICES: dict[str, tuple[str, ...]] = {"fail-on": get_args(FailOn), "lang": get_args(Lang)}
LISTS = {
    "files": '["data/*.xlsx"]',
    "with": '["LRA.pdf"]',
    "rules": '["lra", "aturan/kami.yaml"]',
    "out": '["temuan.sarif"]',
}
KEYS = (*LISTS, *CHOICES, "map", "materiality", "severity", "together")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a settings file: where, what, and the word that would have been right."""

    file: str
    line: int
    message: Text
    nearest: str | None = None

    def text(self, lang: Lang) -> str:
        """The mistake in one line, as ``audit.toml:3: there is no setting “file”; did you mean “files”?``."""
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        near = Text(f"; mungkin “{self.nearest}”?", f"; did you mean “{self.nearest}”?")
        return where + self.message(lang) + (near(lang) if self.nearest else "")


class SettingsError(Exception):
    """A settings file cannot be used; ``mistakes`` holds all that is wrong, in the order of the file.

    ``settings`` is what could be read of it all the same, so that names in it can be looked up before all is told.
    """

    def __init__(self, mistakes: Iterable[Mistake], settings: Settings | None = None) -> None:
        self.settings = settings
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
        super().__init__("\n".join(mistake.text("en") for mistake in self.mistakes))


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project as its file states them; what it leaves open is None or empty.

    ``files`` and ``beside``, which stands under ``with``, are patterns, ``rules`` names of rulebooks or paths, ``out``
    paths: all as written, and what is relative is so to ``folder``. ``severity`` gives by the id of a rule how grave
    its findings are, or ``off``.
    """

    path: Path
    files: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    lang: Lang | None = None
    together: bool | None = None
    map: str | None = None
    beside: tuple[str, ...] = ()
    materiality: Fraction | None = None
    severity: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[Keys, int] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)

    @property
    def folder(self) -> Path:
        """The folder that paths are relative to: that of the file."""
        return self.path.parent

    @property
    def shown(self) -> str:
        """The path of the file as one writes it from the current folder."""
        return from_here(self.path)

    @property
    def rulebooks(self) -> tuple[str, ...]:
        """The rulebooks by name, or by their path from the current folder."""
        return tuple(from_here(self.folder / name) if _is_path(name, self.folder) else name for name in self.rules)

    @property
    def outputs(self) -> tuple[str, ...]:
        """What to write, by its path from the current folder; that of a folder ends as it is written."""
        return tuple(from_here(self.folder / name) + ("/" if name.endswith("/") else "") for name in self.out)

    def wrong(self, keys: Keys, message: Text, word: str = "", known: Iterable[str] = ()) -> Mistake:
        """A mistake at a key, for one who knows more than the file can tell, as which rules there are."""
        return Mistake(self.shown, line_of(keys, self.lines), message, _nearest(word, known))


def find(start: Path) -> Path | None:
    """The nearest settings file in a folder or above it; None where there is none up to the root.

    Raises SettingsError for a `pyproject.toml` that may hold settings but cannot be read.
    """
    for folder in (start, *start.parents):
        if os.path.isfile(folder / FILE):
            return folder / FILE
        project = folder / PROJECT
        if os.path.isfile(project) and _may_hold_settings(project):
            return project
    return None


def load(path: Path) -> Settings:
    """The settings of a file; raises SettingsError with all that is wrong in it."""
    text = _text(path)
    content: object = _parsed(path, text)
    prefix: Keys = ()
    if path.name == PROJECT:
        prefix = ("tool", "audit")
        content = _own_table(path, cast(dict[str, Any], content))
    table = _Table(path, lines_of(text), prefix)
    settings = table.settings(content)
    if table.mistakes:
        raise SettingsError(table.mistakes, settings)
    return settings


def _own_table(project: Path, content: dict[str, Any]) -> object:
    tool = content.get("tool")
    if isinstance(tool, dict) and "audit" in tool:
        return tool["audit"]
    message = Text("tidak ada tabel [tool.audit]", "there is no table [tool.audit]")
    raise SettingsError([Mistake(from_here(project), 0, message)])


def from_here(path: Path) -> str:
    """A path as one writes it from the current folder; as it is where that leads nowhere, as to another drive."""
    try:
        return os.path.relpath(path)
    except (ValueError, OSError):
        return str(path)


@dataclass(slots=True)
class _Table:
    """A table of settings while it is read; every mistake is noted and the rest is read on."""

    path: Path
    lines: Mapping[Keys, int]
    prefix: Keys
    mistakes: list[Mistake] = field(default_factory=list)

    def note(self, keys: Keys, message: Text, word: str = "", known: Iterable[str] = ()) -> None:
        """Note a mistake at a key."""
        line = line_of((*self.prefix, *keys), self.lines)
        self.mistakes.append(Mistake(from_here(self.path), line, message, _nearest(word, known)))

    def settings(self, content: object) -> Settings:
        """What the table says."""
        if not isinstance(content, dict):
            self.note((), Text("[tool.audit] harus berupa tabel", "[tool.audit] must be a table"))
            return Settings(self.path)
        for key in content:
            if key not in KEYS:
                self.note((key,), Text(f"tidak ada setelan “{key}”", f"there is no setting “{key}”"), key, KEYS)
        rules = self._texts(content, "rules")
        self._rule_files(rules)
        return Settings(
            path=self.path,
            files=self._texts(content, "files"),
            rules=rules,
            out=self._texts(content, "out"),
            fail_on=cast(FailOn | None, self._choice(content, "fail-on")),
            lang=cast(Lang | None, self._choice(content, "lang")),
            together=self._flag(content, "together"),
            map=self._file(content, "map"),
            beside=self._texts(content, "with"),
            materiality=self._amount(content, "materiality"),
            severity=MappingProxyType(self._severities(content.get("severity"))),
            lines=MappingProxyType({keys[len(self.prefix) :]: line for keys, line in self.lines.items()}),
        )

    def _texts(self, content: dict[str, Any], key: str) -> tuple[str, ...]:
        values = content.get(key, [])
        if not isinstance(values, list) or not all(_is_name(value) for value in values):
            example = f"{key} = {LISTS[key]}"
            message = Text(
                f"“{key}” harus berupa daftar teks, misalnya {example}",
                f"“{key}” must be a list of texts, as in {example}",
            )
            self.note((key,), message)
            return ()
        if key in content and not values and key != "out":
            self.note((key,), Text(f"“{key}” tidak menyebut apa pun", f"“{key}” names nothing"))
        return tuple(values)

    def _rule_files(self, rules: Iterable[str]) -> None:
        for name in rules:
            if _is_path(name, self.path.parent) and not os.path.isfile(self.path.parent / name):
                self.note(("rules",), Text(f"tidak ada berkas aturan “{name}”", f"there is no rule file “{name}”"))

    def _file(self, content: dict[str, Any], key: str) -> str | None:
        value = content.get(key)
        if value is None:
            return None
        if not _is_name(value):
            message = Text(f"“{key}” harus berupa nama berkas", f"“{key}” must be the name of a file")
            self.note((key,), message)
            return None
        if not os.path.isfile(self.path.parent / value):
            self.note((key,), Text(f"tidak ada berkas “{value}”", f"there is no file “{value}”"))
        return cast(str, value)

    def _choice(self, content: dict[str, Any], key: str) -> str | None:
        value = content.get(key)
        if value is None or value in CHOICES[key]:
            return cast(str | None, value)
        self._not_one_of((key,), Text(f"“{key}” adalah", f"“{key}” is"), value, CHOICES[key])
        return None

    def _flag(self, content: dict[str, Any], key: str) -> bool | None:
        value = content.get(key)
        if value is None or isinstance(value, bool):
            return value
        self._not_one_of((key,), Text(f"“{key}” adalah", f"“{key}” is"), value, ("true", "false"))
        return None

    def _amount(self, content: dict[str, Any], key: str) -> Fraction | None:
        value = content.get(key)
        if value is None:
            return None
        try:
            if isinstance(value, int | str) and not isinstance(value, bool):
                return as_amount(value)
            raise WrongAmount(_shown(value))
        except WrongAmount as error:
            self.note((key,), Text(f"“{key}”: ", f"“{key}”: ") + error.message)
            return None

    def _severities(self, value: object) -> dict[str, Level]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            message = Text(
                "“severity” harus berupa tabel dari aturan dan tingkatnya",
                "“severity” must be a table of rules and their severities",
            )
            self.note(("severity",), message)
            return {}
        for rule, level in value.items():
            if level not in LEVELS:
                what = Text(f"tingkat “{rule}” adalah", f"the severity of “{rule}” is")
                self._not_one_of(("severity", rule), what, level, LEVELS)
        return {rule: level for rule, level in value.items() if level in LEVELS}

    def _not_one_of(self, keys: Keys, what: Text, value: object, choices: tuple[str, ...]) -> None:
        options = Text(f" {', '.join(choices[:-1])} atau {choices[-1]}", f" {', '.join(choices[:-1])} or {choices[-1]}")
        message = what + options + Text(", bukan ", ", not ") + _shown(value)
        self.note(keys, message, value if isinstance(value, str) else "", choices)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def _shown(value: object) -> Text:
    """A wrong value as its author knows it."""
    if isinstance(value, str):
        return Text(f"“{value}”", f"“{value}”")
    if isinstance(value, bool):
        return Text(str(value).lower(), str(value).lower())
    if isinstance(value, dict):
        return Text("tabel", "a table")
    if isinstance(value, list):
        return Text("daftar", "a list")
    return Text(f"{value}", f"{value}")


def _is_path(name: str, folder: Path) -> bool:
    """Whether the name of a rulebook is that of a file and not of a shipped one."""
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name or os.path.isfile(folder / name)


def _nearest(word: str, known: Iterable[str]) -> str | None:
    near = get_close_matches(word.lower().replace("_", "-"), sorted(set(known)), 1, 0.6) if word else []
    return near[0] if near else None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError([Mistake(from_here(path), 0, Text("bukan UTF-8", "is not UTF-8"))]) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = Text(f"tidak dapat dibaca (galat sistem {error.errno})", f"cannot be read: {reason}")
        raise SettingsError([Mistake(from_here(path), 0, message)]) from None


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        told = re.fullmatch(r"(.*?) *\(at (?:line (\d+), column \d+|end of document)\)", str(error), re.DOTALL)
        line = int(told[2]) if told and told[2] else text.count("\n") + 1 if told else 0
        why = told[1] if told else str(error)
        message = Text(f"bukan TOML: {why}", f"is not TOML: {why}")
        raise SettingsError([Mistake(from_here(path), line, message)]) from None


def _may_hold_settings(project: Path) -> bool:
    """Whether a `pyproject.toml` has our table; one that is broken and never names it is not ours to judge."""
    try:
        text = _text(project)
        tool = _parsed(project, text).get("tool")
    except SettingsError:
        if re.search(rb"\baudit\b", _bytes(project)):
            raise
        return False
    return isinstance(tool, dict) and "audit" in tool


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
