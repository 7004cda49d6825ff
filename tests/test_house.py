"""What the house promises of every module: a sentence first, a size one can read, no loose ends."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/audit"
MODULES = sorted(PACKAGE.rglob("*.py"))

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())

Definition = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def test_there_are_modules_to_look_at() -> None:
    assert PACKAGE / "__init__.py" in MODULES


@each_module
def test_what_is_public_opens_with_a_sentence(path: Path) -> None:
    assert [name for name, node in public(parse(path)) if not opens_with_a_sentence(node)] == []


@each_module
def test_a_module_is_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@each_module
def test_a_function_is_at_most_60_lines(path: Path) -> None:
    functions = [node for node in ast.walk(parse(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if lines(node) > 60] == []


@each_module
def test_what_is_left_to_do_names_its_issue(path: Path) -> None:
    marked = [line.strip() for line in path.read_text("utf-8").splitlines() if re.search(r"\b(TODO|FIXME)\b", line)]
    assert [line for line in marked if not re.search(r"#\d+", line)] == []


def test_the_lowest_room_needs_the_standard_library_only() -> None:
    modules = [path for path in MODULES if path.relative_to(PACKAGE).with_suffix("").parts[0] == "model"]
    assert modules
    foreign = {name for path in modules for name in imported(parse(path)) if name not in sys.stdlib_module_names}
    assert foreign <= {"audit"}


@pytest.mark.parametrize("book", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda book: book.name)
def test_a_rulebook_is_utf8_without_a_mark(book: Path) -> None:
    assert not book.read_bytes().decode("utf-8").startswith("\ufeff")


def parse(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_bytes(), filename=path.name)


def public(node: Definition, name: str = "(module)") -> Iterator[tuple[str, Definition]]:
    """A module or class and, by their dotted names, all public definitions that a reader can reach in it."""
    yield name, node
    if isinstance(node, ast.Module | ast.ClassDef):
        for inner in node.body:
            if isinstance(inner, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and inner.name[0] != "_":
                yield from public(inner, f"{name}.{inner.name}")


def opens_with_a_sentence(node: Definition) -> bool:
    """Whether the first line of the docstring ends with a period."""
    return (ast.get_docstring(node) or "").split("\n", 1)[0].endswith(".")


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function takes, decorators not counted."""
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def imported(tree: ast.Module) -> Iterator[str]:
    """The top names of all modules that a module imports when it is imported itself."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0] if node.module and not node.level else "audit"
