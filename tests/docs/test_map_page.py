"""The page of the reading map: no field is left out, and its example comes out of the product as it says."""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))

from reading_map import MapPageError, map_page  # noqa: E402  (the folder of the pages is no package)

SOURCE: dict[str, Any] = YAML(typ="safe", pure=True).load(DOCS / "reading-map.yaml")


def test_the_page_shows_the_drafted_map_and_what_the_mended_one_does() -> None:
    page = "\n".join(map_page(SOURCE))
    assert '"pagu": D' in page
    assert "| `pagu` | Anggaran Murni | Rp 1000 |" in page
    assert "peta.yaml:10: unknown field “leave-uot”; did you mean “leave-out”?" in page


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("mended", "pagu"), 300, "mended: the example comes out as"),
        (("misread", "problems"), [], "misread: the example comes out as"),
        (("map",), SOURCE["map"].replace("Anggaran Murni", "Anggaran Perubahan"), "mended: the example comes out as"),
        (("wrong", "change"), ["ribuan", "ribuan"], "a misspelt map is followed"),
        (("wrong", "told"), "nothing", "a misspelt map is told as"),
        (("fields",), {"at": "The first cell."}, "the page explains"),
    ],
)
def test_a_page_that_says_otherwise_is_not_made(path: tuple[str, ...], value: object, told: str) -> None:
    source = deepcopy(SOURCE)
    inner = source
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(MapPageError, match=told):
        map_page(source)
