"""Rule files are YAML 1.2 in which nothing is typed: every scalar is text, and each knows its line.

Duplicate keys, anchors and tags are refused: what a reader of the file sees is what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from audit.model.text import Text


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a rule file: where, what, and the word that would have been right."""

    file: str
    line: int
    message: str
    nearest: str | None = None

    @property
    def text(self) -> str:
        """The mistake in one line, as ``rules/x.yaml:12: unknown field “titel”; did you mean “title”?``."""
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return where + self.message + (f"; did you mean “{self.nearest}”?" if self.nearest else "")


class Mistakes:
    """Collects mistakes, so that all are told at once."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, path: Path, line: int, message: str, wrong: str = "", known: Sequence[str] = ()) -> None:
        """Note a mistake; the nearest of the known words is offered."""
        near = get_close_matches(wrong, known, 1, 0.6) if wrong else []
        self.found.append(Mistake(str(path), line, message, near[0] if near else None))


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and its line."""

    value: str
    line: int


@dataclass(slots=True)
class Mapping:
    """A mapping whose keys know their lines."""

    line: int
    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Keys and values, in order."""
        return iter(self.fields.items())

    def mapping(self, key: str) -> Mapping:
        """The mapping under a key, empty where there is none."""
        value = self.fields.get(key)
        return value if isinstance(value, Mapping) else Mapping(self.line)

    def text(self, key: str, mistakes: Mistakes | None = None, path: Path | None = None) -> str:
        """The text under a key, empty where there is none."""
        value = self.fields.get(key)
        if isinstance(value, Scalar):
            return value.value
        if value is not None and mistakes is not None and path is not None:
            mistakes.add(path, self.lines[key], f"“{key}” must be a text")
        return ""

    def texts(self, key: str, mistakes: Mistakes | None = None) -> list[Scalar]:
        """The list of texts under a key; a single text is a list of one."""
        value = self.fields.get(key)
        if isinstance(value, Scalar):
            return [value]
        return [item for item in value if isinstance(item, Scalar)] if isinstance(value, list) else []

    def lists(self, key: str) -> list[list[str]]:
        """The list of lists of texts under a key."""
        value = self.fields.get(key)
        if not isinstance(value, list):
            return []
        return [
            [item.value for item in inner if isinstance(item, Scalar)] for inner in value if isinstance(inner, list)
        ]

    def both(self, key: str, mistakes: Mistakes, path: Path) -> Text:
        """The text under a key in both languages; it must have both."""
        value = self.fields.get(key)
        if isinstance(value, Mapping) and set(value.fields) == {"id", "en"}:
            return Text(value.text("id"), value.text("en"))
        line = self.lines.get(key, self.line)
        mistakes.add(path, line, f"“{key}” must be given in both languages, as id: … and en: …")
        return Text("", "")


def load(path: Path, mistakes: Mistakes) -> Mapping | None:
    """The file as a mapping, or None with the mistake noted."""
    try:
        text = path.read_text(encoding="utf-8")
        node = YAML(typ="rt").compose(text)
    except UnicodeDecodeError:
        mistakes.add(path, 0, "is not UTF-8")
        return None
    except OSError as error:
        mistakes.add(path, 0, f"cannot be read: {error.strerror}")
        return None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        mistakes.add(path, line, f"is not YAML: {error.problem or error.context}")
        return None
    except YAMLError as error:
        mistakes.add(path, 0, f"is not YAML: {error}")
        return None
    value = _value(node, path, mistakes) if node is not None else None
    if not isinstance(value, Mapping):
        mistakes.add(path, 1, "holds no rulebook: it must begin with “rulebook: name”")
        return None
    return value


def _value(node: Any, path: Path, mistakes: Mistakes) -> Any:
    line = node.start_mark.line + 1
    if node.anchor is not None:
        mistakes.add(path, line, f"the anchor &{node.anchor} is refused; write it out")
    if str(node.tag).startswith("!"):
        mistakes.add(path, line, f"the tag {node.tag} is refused; every value is text")
    kind = node.id
    if kind == "scalar":
        return Scalar(str(node.value), line)
    if kind == "sequence":
        return [_value(item, path, mistakes) for item in node.value]
    mapping = Mapping(line)
    for key, value in node.value:
        name, at = str(key.value), key.start_mark.line + 1
        if name in mapping.fields:
            mistakes.add(path, at, f"“{name}” stands twice")
        mapping.fields[name] = _value(value, path, mistakes)
        mapping.lines[name] = at
    return mapping
