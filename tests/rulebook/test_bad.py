"""Broken rule files: each mistake is told with its file, its line and the nearest right word, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.rulebook import RulebookError, load_rulebooks, shipped

BAD = Path(__file__).parent / "bad"
BOOKS = sorted(BAD.glob("*.yaml"))


def mistakes_of(name: str) -> str:
    with pytest.raises(RulebookError) as caught:
        load_rulebooks([name])
    return str(caught.value)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_mistake_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    assert mistakes_of(book.name) == book.with_suffix(".txt").read_text("utf-8").rstrip("\n")


def test_each_message_has_its_file_and_each_file_its_message() -> None:
    assert [path.stem for path in sorted(BAD.glob("*.txt"))] == [book.stem for book in BOOKS]


def test_a_file_that_is_not_utf8_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("latin.yaml").write_bytes("rulebook: kasus\n# café\n".encode("latin-1"))
    assert mistakes_of("latin.yaml") == "latin.yaml: is not UTF-8"


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert mistakes_of("tiada.yaml") == "tiada.yaml: there is no such rule file"


def test_a_rulebook_that_is_not_shipped_is_a_mistake() -> None:
    assert mistakes_of("realisai") == "realisai: there is no rulebook “realisai”; did you mean “realisasi”?"


def test_the_mistakes_of_several_files_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    with pytest.raises(RulebookError) as caught:
        load_rulebooks(["anchor.yaml", "duplicate-key.yaml"])
    assert [mistake.file for mistake in caught.value.mistakes] == ["anchor.yaml", "duplicate-key.yaml"]


# What is shipped


@pytest.mark.parametrize("path", sorted(shipped().glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_rulebook_can_be_loaded_by_its_name(path: Path) -> None:
    books = load_rulebooks([path.stem])
    assert books[0].id == path.stem
    assert all(book.rules or book.statements for book in books)


def test_every_shipped_rule_speaks_both_languages() -> None:
    rules = [rule for book in load_rulebooks() for rule in book.rules]
    assert rules
    mute = [(rule.id, lang) for rule in rules for lang in ("id", "en") if not (rule.title(lang) and rule.why(lang))]
    assert mute == []


def test_no_shipped_rule_says_the_same_in_both_languages() -> None:
    rules = [rule for book in load_rulebooks() for rule in book.rules]
    assert [rule.id for rule in rules if rule.title.id == rule.title.en or rule.why.id == rule.why.en] == []


def test_the_id_of_a_shipped_rule_is_its_own() -> None:
    where: dict[str, set[tuple[str, int]]] = {}
    for rule in (rule for book in load_rulebooks() for rule in book.rules):
        where.setdefault(rule.id, set()).add((rule.rulebook, rule.line))
    assert {id: places for id, places in where.items() if len(places) > 1} == {}


def test_all_books_are_loaded_with_those_that_they_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kasus.yaml").write_text("rulebook: kasus\ntitle: {id: Kasus, en: Case}\nuses: [lra]\n", encoding="utf-8")
    books = load_rulebooks(["kasus.yaml"])
    ids = [book.id for book in books]
    assert ids[:2] == ["kasus", "lra"]
    assert len(set(ids)) == len(ids)
    assert {used for book in books for used in book.uses} == set(ids) - {"kasus"}
