"""A wheel is enough: it runs elsewhere, without the checkout, and brings its rulebooks."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel is unpacked, built from the sdist and never from the checkout."""
    dist = tmp_path_factory.mktemp("dist")
    run("build", "--no-isolation", "--outdir", dist, ROOT, cwd=dist)
    [wheel] = dist.glob("*.whl")
    target = tmp_path_factory.mktemp("installed")
    run("pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel, cwd=dist)
    return target


def run(module: str, *arguments: str | Path, cwd: Path, **environment: str) -> str:
    """What `python -m module` prints, with nothing of `cwd` on its path but what `environment` puts there."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", module, *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_every_rulebook_travels_in_the_wheel(installed: Path) -> None:
    assert contents(installed / "audit/_rules") == contents(ROOT / "rules")


def test_an_installed_audit_finds_what_is_wrong_by_its_own_rulebooks(installed: Path, tmp_path: Path) -> None:
    site = shutil.copytree(installed, tmp_path / "site")
    desk = tmp_path / "desk"
    desk.mkdir()
    shutil.copy(ROOT / "samples/kecil/laporan.csv", desk)
    # The editable checkout is importable too and holds the same rulebooks. Only these bear the mark.
    for book in (site / "audit/_rules").rglob("*.yaml"):
        book.write_bytes(book.read_bytes() + b"\n# installed\n")

    command = ("check", "laporan.csv", "--format", "json", "--fail-on", "never")
    printed = run("audit", *command, cwd=desk, PYTHONPATH=str(site))

    report = json.loads(printed)
    assert report["verdict"] == "findings"
    assert report["findings"]
    ours = {hashlib.sha256(book).hexdigest() for book in contents(site / "audit/_rules").values()}
    assert report["rulebooks"]
    assert {book["sha256"] for book in report["rulebooks"]} <= ours


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of each rulebook below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}
