"""Tables drawn in YAML: under a kind of question, sentences that are true, each with the rows that show it.

``bug`` beside the rows of a sentence says why the code does not keep it yet. All scalars are text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent


def rows(book: str, question: str) -> Any:
    """Parametrize a test by the rows of all tables about a question; ``drawn`` is the table, ``row`` its row."""
    sentences = YAML(typ="safe", pure=True).load((HERE / book).read_text("utf-8"))[question]
    return pytest.mark.parametrize(("drawn", "row"), list(_parameters(sentences)))


def _parameters(sentences: dict[str, dict[str, Any]]) -> Iterator[Any]:
    for sentence, drawn in sentences.items():
        marks = [pytest.mark.xfail(strict=True, reason=drawn["bug"])] if "bug" in drawn else []
        for row in drawn["rows"]:
            assert all(isinstance(scalar, str) for scalar in row), f"{sentence}: {row} holds more than text"
            yield pytest.param(drawn, row, id=f"{sentence}: {row[0]}", marks=marks)
