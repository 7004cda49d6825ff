"""Rule files become rulebooks; every mistake in them is told at once, with file, line and the nearest right word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from audit.model.shape import StatementShape
from audit.model.text import Text
from audit.model.vocabulary import Vocabulary
from audit.notation.code_grammar import CodeGrammar
from audit.rulebook._check import read_statements
from audit.rulebook._codes import look_up_grammars, read_grammars
from audit.rulebook._names import look_up_bases
from audit.rulebook._prose import read_vocabulary
from audit.rulebook._rules import read_rules
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
    """A rule file as read: the statements that it knows, and its rules.

    ``synonyms`` are groups of words that mean the same, and ``common`` words that tell nothing apart, when the rows of
    a recap are paired with tables. ``prose`` are the words by which sentences speak of columns. ``named`` says that it
    was asked for, not only used by one that was.
    """

    id: str
    path: str
    sha256: str
    title: Text
    statements: tuple[StatementShape, ...]
    rules: tuple[Rule, ...]
    uses: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    common: tuple[str, ...] = ()
    codes: tuple[CodeGrammar, ...] = ()
    prose: Vocabulary = field(default_factory=Vocabulary)
    named: bool = True


def shipped() -> Path:
    """The folder of the rulebooks that come with the tool: inside the package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent.parent / "rules"


def load_rulebooks(names: Iterable[str | Path] | None = None) -> tuple[Rulebook, ...]:
    """The rulebooks of these names or paths, and those that they use; all shipped ones where none is named.

    Raises RulebookError with all mistakes of all files.
    """
    mistakes = Mistakes()
    paths = sorted(shipped().glob("*.yaml")) if names is None else _found([str(name) for name in names], mistakes)
    if mistakes.found:
        _read(paths, _files(paths), mistakes)
        raise RulebookError(mistakes.found)
    return _loaded(tuple(paths), tuple(_files(paths).items()))


@lru_cache(maxsize=16)
def _loaded(paths: tuple[Path, ...], files: tuple[tuple[Path, bytes], ...]) -> tuple[Rulebook, ...]:
    """The rulebooks of these files, kept for the next report as long as no byte of them is changed."""
    mistakes = Mistakes()
    books = _read(paths, dict(files), mistakes)
    if mistakes.found:
        raise RulebookError(mistakes.found)
    return books


def _read(paths: Sequence[Path], files: dict[Path, bytes], mistakes: Mistakes) -> tuple[Rulebook, ...]:
    """The rulebooks of these paths and those that they use, with all that is wrong in them noted."""
    sources = _sources(files, mistakes)
    names_of = {path: source.text("rulebook") or path.stem for path, source in sources.items()}
    statements = {path: read_statements(source, names_of[path]) for path, source in sources.items()}
    every = {shape.kind: shape for shapes in statements.values() for shape in shapes}
    look_up_grammars(list(sources.values()))
    books: list[Rulebook] = []
    read: list[tuple[Mapping, Rule]] = []
    for path, source in sources.items():
        kinds = [body for _, body in source.mapping("statements").items() if isinstance(body, Mapping)]
        title = source.both("title")
        rules = read_rules(source, statements[path], every)
        read.extend(rules)
        books.append(
            Rulebook(
                id=names_of[path],
                path=_shown(path),
                sha256=hashlib.sha256(files[path]).hexdigest(),
                title=title,
                statements=statements[path],
                rules=tuple(rule for _, rule in rules),
                uses=tuple(text.value for text in source.texts("uses")),
                synonyms=tuple(group for body in kinds for group in body.lists("synonyms")),
                common=tuple(dict.fromkeys(text.value for body in kinds for text in body.texts("common"))),
                codes=read_grammars(source),
                prose=read_vocabulary(source, every),
                named=path in paths,
            )
        )
    if not mistakes.found:
        # A mistyped base would be told twice, so this waits until all else is right.
        look_up_bases(read)
    return tuple(books)


def _files(paths: Iterable[Path]) -> dict[Path, bytes]:
    """What stands in the files and in those that they use; nothing in one that cannot be read."""
    files: dict[Path, bytes] = {}
    waiting = list(paths)
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop(0)
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        try:
            files[path] = path.read_bytes()
        except OSError:
            files[path] = b""
        waiting.extend(there for name in _uses(path, files[path]) if (there := _place_of(name, path)).is_file())
    return files


@lru_cache(maxsize=64)
def _uses(path: Path, content: bytes) -> tuple[str, ...]:
    """The rulebooks that a file with this content uses; what is wrong in it is told when it is read."""
    source = load(path, Mistakes()) if content else None
    return tuple(used.value for used in source.texts("uses")) if source is not None else ()


def _place_of(name: str, path: Path) -> Path:
    """Where the rulebook of a name is that a file uses: beside it, or else among the shipped ones."""
    beside = path.parent / f"{name}.yaml"
    return beside if beside.is_file() else shipped() / f"{name}.yaml"


def _sources(paths: Iterable[Path], mistakes: Mistakes) -> dict[Path, Mapping]:
    """What the files hold, those that they use among them; a name for which there is no file is told."""
    sources: dict[Path, Mapping] = {}
    for path in paths:
        source = load(path, mistakes)
        if source is None:
            continue
        sources[path] = source
        for used in source.texts("uses"):
            if not _place_of(used.value, path).is_file():
                known = [file.stem for file in shipped().glob("*.yaml")]
                mistakes.add(path, used.line, f"there is no rulebook “{used.value}”", used.value, known)
    return sources


def _shown(path: Path) -> str:
    """The path as the report names it: shipped rulebooks by their place in the package, others as given."""
    return f"rules/{path.name}" if path.parent == shipped() else str(path)


def _found(names: Iterable[str], mistakes: Mistakes) -> list[Path]:
    """The files of these names or paths; a name is that of a shipped rulebook unless there is such a file."""
    found = []
    for name in names:
        path, inside = Path(name), shipped() / f"{name}.yaml"
        if path.is_file() or inside.is_file():
            found.append(path if path.is_file() else inside)
        elif path.suffix in (".yaml", ".yml"):
            mistakes.add(path, 0, "there is no such rule file")
        else:
            mistakes.add(
                path, 0, f"there is no rulebook “{name}”", name, [file.stem for file in shipped().glob("*.yaml")]
            )
    return found
