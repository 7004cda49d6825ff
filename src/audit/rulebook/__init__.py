"""Rule files become rulebooks; every mistake in them is told at once, with file, line and the nearest right word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit.model.shape import StatementShape
from audit.model.text import Text
from audit.rulebook._check import read_rules, read_statements
from audit.rulebook._yaml import Mapping, Mistake, Mistakes, load
from audit.rules.rule import Rule

__all__ = ["Mistake", "Rulebook", "RulebookError", "load_rulebooks", "shipped"]


class RulebookError(Exception):
    """One rule file or more cannot be used; ``mistakes`` holds all that is wrong."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(mistake.text for mistake in mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A rule file as read: the statements that it knows, its rules, and words that mean the same."""

    id: str
    path: str
    sha256: str
    title: Text
    statements: tuple[StatementShape, ...]
    rules: tuple[Rule, ...]
    uses: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = field(default=())


def shipped() -> Path:
    """The folder of the rulebooks that come with the tool: inside the package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent.parent / "rules"


def load_rulebooks(names: Iterable[str | Path] | None = None) -> tuple[Rulebook, ...]:
    """The rulebooks of these names or paths, and those that they use; all shipped ones where none is named.

    Raises RulebookError with all mistakes of all files.
    """
    paths = sorted(shipped().glob("*.yaml")) if names is None else [_find(str(name)) for name in names]
    mistakes = Mistakes()
    sources: dict[Path, Mapping] = {}
    waiting = list(dict.fromkeys(paths))
    while waiting:
        path = waiting.pop(0)
        source = load(path, mistakes)
        if source is None:
            continue
        sources[path] = source
        for used in source.texts("uses", mistakes):
            beside = path.with_name(f"{used.value}.yaml")
            other = beside if beside.exists() else shipped() / f"{used.value}.yaml"
            if not other.exists():
                known = [file.stem for file in shipped().glob("*.yaml")]
                mistakes.add(path, used.line, f"there is no rulebook “{used.value}”", used.value, known)
            elif other not in sources and other not in waiting:
                waiting.append(other)
    statements = {path: read_statements(path, source, mistakes) for path, source in sources.items()}
    every = {shape.kind: shape for shapes in statements.values() for shape in shapes}
    books = tuple(
        Rulebook(
            id=source.text("rulebook", mistakes, path) or path.stem,
            path=_shown(path),
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            title=source.both("title", mistakes, path),
            statements=statements[path],
            rules=read_rules(path, source, statements[path], every, mistakes),
            uses=tuple(text.value for text in source.texts("uses", mistakes)),
            synonyms=tuple(
                tuple(words) for shape in source.mapping("statements").items() for words in _synonyms(shape[1])
            ),
        )
        for path, source in sources.items()
    )
    if mistakes.found:
        raise RulebookError(mistakes.found)
    return books


def _synonyms(node: object) -> list[list[str]]:
    return node.lists("synonyms") if isinstance(node, Mapping) else []


def _shown(path: Path) -> str:
    """The path as the report names it: shipped rulebooks by their place in the package, others as given."""
    return f"rules/{path.name}" if path.parent == shipped() else str(path)


def _find(name: str) -> Path:
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        if path.is_file():
            return path
        raise RulebookError([Mistake(name, 0, "there is no such rule file")])
    found = shipped() / f"{name}.yaml"
    if found.is_file():
        return found
    mistakes = Mistakes()
    mistakes.add(
        Path(name), 0, f"there is no rulebook “{name}”", name, [file.stem for file in shipped().glob("*.yaml")]
    )
    raise RulebookError(mistakes.found)
