"""Rule files are YAML 1.2 in which nothing is typed: every scalar is text, and each knows its line.

Duplicate keys, anchors and tags are refused: what a reader of the file sees is what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.tokens import AnchorToken, TagToken

from audit.model.text import Text

#: No rule file needs as many levels; far more would exhaust Python's stack.
_DEEPEST = 20


#: Where an anchor or a tag could begin; most files hold none, and are then scanned only once.
_MAY_MARK = re.compile(r"[&!](?<![^\s\[{,:-][&!])")


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
    """Collects mistakes, each once, so that all are told together."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, path: Path, line: int, message: str, wrong: str = "", known: Iterable[str] = ()) -> None:
        """Note a mistake; the nearest of the known words is offered."""
        near = get_close_matches(wrong, sorted(set(known)), 1, 0.6) if wrong else []
        mistake = Mistake(str(path), line, message, near[0] if near else None)
        if mistake not in self.found:
            self.found.append(mistake)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and its line."""

    value: str
    line: int


@dataclass(slots=True)
class Mapping:
    """A mapping whose keys know their lines; a field that is not what it is asked for is noted as a mistake."""

    path: Path
    line: int
    mistakes: Mistakes
    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Keys and values, in order."""
        return iter(self.fields.items())

    def wrong(self, key: str, message: str, word: str = "", known: Iterable[str] = ()) -> None:
        """Note a mistake at the line of a key, or of the mapping where it has no such key."""
        self.mistakes.add(self.path, self.lines.get(key, self.line), message, word, known)

    def only(self, fields: Iterable[str]) -> None:
        """Note each field that is none of these."""
        for name in self.lines:
            if name not in fields:
                self.wrong(name, f"unknown field “{name}”", name, fields)

    def choice(self, key: str, choices: Sequence[str], default: str) -> str:
        """The text under a key, one of the choices."""
        text = self.text(key)
        if text not in choices:
            if isinstance(self.fields.get(key), Scalar):
                self.wrong(key, f"“{key}” is {', '.join(choices)}, not “{text}”", text, choices)
            return default
        return text

    def mapping(self, key: str) -> Mapping:
        """The mapping under a key, empty where there is none."""
        value = self.fields.get(key)
        if isinstance(value, Mapping):
            return value
        if value is not None:
            self.wrong(key, f"“{key}” must be a mapping")
        return Mapping(self.path, self.lines.get(key, self.line), self.mistakes)

    def sequence(self, key: str) -> list[Any]:
        """The list under a key, empty where there is none."""
        value = self.fields.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            self.wrong(key, f"“{key}” must be a list")
        return []

    def text(self, key: str) -> str:
        """The text under a key, empty where there is none."""
        value = self.fields.get(key)
        if isinstance(value, Scalar):
            return value.value
        if value is not None:
            self.wrong(key, f"“{key}” must be a text")
        return ""

    def texts(self, key: str) -> list[Scalar]:
        """The list of texts under a key, none of them empty; a single text is a list of one."""
        value = self.fields.get(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        texts = [item for item in items if isinstance(item, Scalar)]
        if len(texts) < len(items):
            self.wrong(key, f"“{key}” must be a text or a list of texts")
        for item in texts:
            if not item.value.strip():
                self.mistakes.add(self.path, item.line, f"“{key}” holds an empty text")
        return [item for item in texts if item.value.strip()]

    def lists(self, key: str) -> list[tuple[str, ...]]:
        """The list of lists of texts under a key."""
        found = []
        for inner in self.sequence(key):
            texts = [item.value for item in inner if isinstance(item, Scalar)] if isinstance(inner, list) else []
            if not texts or len(texts) < len(inner) or not all(text.strip() for text in texts):
                self.wrong(key, f"“{key}” must be a list of lists of texts")
            found.append(tuple(texts))
        return found

    def both(self, key: str) -> Text:
        """The text under a key in both languages; it must have both."""
        value = self.fields.get(key)
        if isinstance(value, Mapping) and set(value.fields) == {"id", "en"}:
            told = Text(value.text("id"), value.text("en"))
            if told.id.strip() and told.en.strip():
                return told
        self.wrong(key, f"“{key}” must be given in both languages, as id: … and en: …")
        return Text("", "")


#: What is said of a file that holds something else.
_NO_RULEBOOK = "holds no rulebook: it must begin with “rulebook: name”"


def load(path: Path, mistakes: Mistakes, otherwise: str = _NO_RULEBOOK) -> Mapping | None:
    """The file as a mapping, or None with the mistake noted; ``otherwise`` is what is said of one that is none."""
    try:
        text = path.read_text(encoding="utf-8")
        if _MAY_MARK.search(text):
            _refuse(YAML(typ="safe", pure=True).scan(text), path, mistakes)
        node = _composed(text)
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
        mistakes.add(path, 0, f"is not YAML: {' '.join(str(error).split())}")
        return None
    except RecursionError:
        mistakes.add(path, 0, "is nested too deeply")
        return None
    value = _Values(path, mistakes).of(node) if node is not None else None
    if not isinstance(value, Mapping):
        mistakes.add(path, 1, otherwise)
        return None
    return value


@lru_cache(maxsize=32)
def _composed(text: str) -> Any:
    """The nodes of a text, kept since composing the shipped rule files takes far longer than reading all else of them.

    They hang on nothing but the text, and nobody changes them.
    """
    # Not the round-trip reader: it marks the folds of a long text with characters of its own.
    return YAML(typ="safe", pure=True).compose(text)


def _refuse(tokens: Iterable[Any], path: Path, mistakes: Mistakes) -> None:
    """Note each tag and anchor; an anchor is told where it stands, not where it is used."""
    for token in tokens:
        line = token.start_mark.line + 1
        if isinstance(token, AnchorToken):
            mistakes.add(path, line, f"the anchor &{token.value} is refused; write it out")
        elif isinstance(token, TagToken):
            handle, suffix = token.value
            mistakes.add(path, line, f"the tag {handle or ''}{suffix} is refused; every value is text")


@dataclass(slots=True)
class _Values:
    """Turns the nodes of a file into texts, lists and mappings; what is used again by its anchor is left out."""

    path: Path
    mistakes: Mistakes
    seen: set[int] = field(default_factory=set)

    def of(self, node: Any, depth: int = 0) -> Any:
        """The value of a node, None where it is left out."""
        line = node.start_mark.line + 1
        if node.anchor is not None:
            if id(node) in self.seen:
                return None
            self.seen.add(id(node))
        if depth > _DEEPEST:
            self.mistakes.add(self.path, line, "is nested too deeply")
            return None
        if node.id == "scalar":
            return Scalar(str(node.value), line)
        if node.id == "sequence":
            return [value for item in node.value if (value := self.of(item, depth + 1)) is not None]
        return self._mapping(node.value, Mapping(self.path, line, self.mistakes), depth)

    def _mapping(self, pairs: Sequence[tuple[Any, Any]], mapping: Mapping, depth: int) -> Mapping:
        for key, value in pairs:
            at = key.start_mark.line + 1
            if key.id != "scalar":
                self.mistakes.add(self.path, at, "the name of a field must be a text")
                continue
            name = str(key.value)
            if name in mapping.fields:
                self.mistakes.add(self.path, at, f"“{name}” stands twice")
            mapping.fields[name] = self.of(value, depth + 1)
            mapping.lines[name] = at
        return mapping
