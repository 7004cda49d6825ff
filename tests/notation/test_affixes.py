"""Roots and the words that they make with affixes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from audit.notation.affixes import forms, spread

DRAWN: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("affixes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("root", "words"), DRAWN["forms"])
def test_a_root_has_its_words(root: str, words: str) -> None:
    assert set(words.split()) <= set(forms(root))


@pytest.mark.parametrize(("phrase", "said"), DRAWN["phrases"])
def test_a_marked_root_stands_for_its_words(phrase: str, said: str) -> None:
    assert said in spread(phrase)


def test_an_unmarked_phrase_is_itself() -> None:
    assert spread("realisasi belanja") == ("realisasi belanja",)
