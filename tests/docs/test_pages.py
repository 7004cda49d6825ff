"""The pages that are made: nothing of the language is left out, each example is run, and what is committed is fresh."""

from __future__ import annotations

import importlib.util
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ruamel.yaml import YAML

DOCS = Path(__file__).parents[2] / "docs"


def _made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    import sys

    sys.modules["make_docs"] = module
    spec.loader.exec_module(module)
    return module


make = _made()
SOURCE: dict[str, Any] = YAML(typ="safe", pure=True).load(DOCS / "language.yaml")
EXAMPLES = [
    pytest.param(part, id=f"{section['title']}-{number}")
    for section in SOURCE["sections"]
    for number, part in enumerate(section["parts"])
    if not isinstance(part, str)
]


def test_the_pages_are_fresh(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["make.py", "--check"])
    assert (make.main(), capsys.readouterr().out) == (0, "")


def test_a_stale_page_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "PAGES", tmp_path)
    monkeypatch.setattr(make, "pages", lambda: {"satu.md": "satu\n", "dua.md": "dua\n"})
    (tmp_path / "satu.md").write_text("lama\n", encoding="utf-8")
    (tmp_path / "tiga.md").write_text("tiga\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["make.py", "--check"])
    assert make.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "docs/rules/dua.md is stale; run `make docs` and review the change",
        "docs/rules/satu.md is stale; run `make docs` and review the change",
        "docs/rules/tiga.md is made by nothing; delete it",
    ]


@pytest.mark.parametrize("part", EXAMPLES)
def test_an_example_finds_what_it_says(part: dict[str, Any]) -> None:
    outcome = make.try_example(part)
    assert list(outcome.found) == sorted(part.get("finds", []))
    assert outcome.asked or part["silent"] in outcome.silent


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


def test_a_part_of_the_grammar_that_is_not_explained_is_refused() -> None:
    source = deepcopy(SOURCE)
    for section in source["sections"]:
        section["explains"] = [name for name in section.get("explains", []) if name != "selector"]
    with pytest.raises(make.PageError, match="explains no part of the grammar “selector”"):
        make.language_page(source)


def test_a_part_that_the_grammar_has_not_is_refused() -> None:
    source = deepcopy(SOURCE)
    source["sections"][0]["explains"].append("puisi")
    with pytest.raises(make.PageError, match="there is no part of the grammar “puisi”"):
        make.language_page(source)


def test_a_word_that_is_not_explained_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "CONDITIONS", frozenset({"dekat"}))
    with pytest.raises(make.PageError, match="explains no word of the language “dekat”"):
        make.language_page(SOURCE)


def test_an_example_that_finds_something_else_is_refused() -> None:
    part = {"rule": "assert: sisa >= 0", "table": "kode  uraian  pagu  realisasi  sisa\n1  Aspal  100  60  40\n"}
    with pytest.raises(make.PageError, match="an example finds"):
        list(make._example({**part, "finds": ["1 | sisa | 40 | 0"]}, "Contoh"))
    with pytest.raises(make.PageError, match="leaves unasked"):
        list(make._example({**part, "silent": "sisa is blank"}, "Contoh"))


def test_all_productions_of_a_grammar_are_found() -> None:
    grammar = '?sum: product\n    | sum "+" product  -> plus\npath: step\nAGGREGATE.2: /sum/\n// note: this is none\n'
    assert make.productions(grammar) == {"sum", "plus", "path", "AGGREGATE"}
