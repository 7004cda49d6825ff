"""What the source imports, an installation brings."""

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_that_the_source_imports_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = installed_with(project["dependencies"])
    brought = packages_distributions()
    undeclared = {
        name: path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "src").rglob("*.py"))
        for name in imported(path)
        if not declared & {distribution.lower() for distribution in brought.get(name, [name])}
    }
    assert undeclared == {}


def installed_with(requirements: list[str]) -> set[str]:
    """The names of all distributions that these requirements bring, extras left out."""
    names: set[str] = set()
    waiting = [text for text in requirements if "extra ==" not in text]
    while waiting:
        name = re.split(r"[^\w.-]", waiting.pop())[0].lower()
        if name not in names:
            names.add(name)
            waiting += [text for text in needs(name) if "extra ==" not in text]
    return names


def needs(name: str) -> list[str]:
    """What a distribution requires; nothing where it is not installed on this system."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def imported(path: Path) -> set[str]:
    """The packages of others that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes(), filename=path.name)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"audit"}
