"""What the source imports, an installation brings; and what it brings may be used by anybody."""

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_that_the_source_imports_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    declared = installed_with([*project["dependencies"], *extras])
    brought = packages_distributions()
    undeclared = {
        name: path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "src").rglob("*.py"))
        for name in imported(path)
        if not declared & {normal(distribution) for distribution in brought.get(name, [name])}
    }
    assert undeclared == {}


def test_no_package_that_an_installation_brings_is_under_the_gpl() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    licences = {name: licence for name in installed_with(project["dependencies"]) if (licence := licence_of(name))}
    assert {"great-expectations", "pandera", "pandas"} <= set(licences)
    assert {name: licence for name, licence in licences.items() if is_gpl(licence)} == {}


def test_a_licence_is_told_by_its_names() -> None:
    told = ["GPL-3.0-only", "AGPL-3.0-or-later", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"]
    assert [text for text in told if not is_gpl(text)] == []
    free = ["MIT", "Apache-2.0 OR BSD-3-Clause", "MPL-2.0 AND MIT", "GNU Lesser General Public License (LGPL)"]
    assert [text for text in free if is_gpl(text)] == []


def licence_of(name: str) -> str:
    """What a distribution says of its licence, without the text of the licence; empty where it is not installed."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = [text for text in told.get_all("Classifier", []) if text.startswith("License ::")]
    first = (told.get("License") or "").strip().split("\n")[0]
    return "; ".join([told.get("License-Expression") or first, *classifiers])


def is_gpl(licence: str) -> bool:
    """Whether a licence is the GPL or the AGPL; the lesser one is neither."""
    text = re.sub(r"lesser general public|lgpl", "", licence.lower())
    return re.search(r"\ba?gpl|general public", text) is not None


def installed_with(requirements: list[str]) -> set[str]:
    """The names of all distributions that these requirements bring, extras left out."""
    names: set[str] = set()
    waiting = [text for text in requirements if "extra ==" not in text]
    while waiting:
        name = normal(re.split(r"[^\w.-]", waiting.pop())[0])
        if name not in names:
            names.add(name)
            waiting += [text for text in needs(name) if "extra ==" not in text]
    return names


def normal(name: str) -> str:
    """The name of a distribution as the index writes it, for which great_expectations is great-expectations."""
    return re.sub(r"[-_.]+", "-", name).lower()


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
