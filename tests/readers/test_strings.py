"""Shared texts that are matched as text are those that the parser finds."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree.ElementTree import ParseError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.readers._strings import strings_of
from audit.readers._values import MAIN

ITEMS = [
    "<si><t>Belanja</t></si>",
    '<si><t xml:space="preserve"> a </t></si>',
    "<si><t/></si>",
    "<si><t></t></si>",
    "\n<si><t>Rp &amp; &lt;sen&gt;</t></si>",
    "<si><t>a_x000D_b_x0041_</t></si>",
    "<si><t>&#65;\u00bd</t></si>",
    "<si><r><t>Tebal</t></r><r><rPr><b/></rPr><t xml:space='preserve'> dan miring</t></r></si>",
    "<si><t>\u6771\u4eac</t><rPh sb='0' eb='2'><t>\u30c8\u30a6</t></rPh><phoneticPr fontId='1'/></si>",
    "<si/>",
]
ODD = [
    "<si><t>a\r\nb</t></si>",
    "<!-- <si><t>x</t></si> -->",
    "<si><t><![CDATA[<si>]]></t></si>",
    "<si xmlns='urn:lain'><t>x</t></si>",
    "<x:si><t>x</t></x:si>",
    "<si><t>&nbsp;</t></si>",
    "<si><t>x</si>",
    "<si><t>]]></t></si>",
    "<si><si><t>x</t></si></si>",
    "teks",
]


def texts(items: str, head: str = f'<sst xmlns="{MAIN}" count="1">', encoding: str = "utf-8") -> list[str] | None:
    """The texts of a part with these items; None where it is damaged."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("s.xml", f'<?xml version="1.0" encoding="{encoding}"?>{head}{items}</sst>'.encode(encoding))
    with zipfile.ZipFile(packed) as package:
        try:
            return strings_of(package, "s.xml")
        except ParseError:
            return None


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 19).flatmap(lambda n: st.sampled_from(ITEMS if n else ODD)), max_size=8).map("".join))
def test_texts_are_those_that_the_parser_finds(items: str) -> None:
    # A quoted namespace of another make is not the usual one, so all is left to the parser.
    assert texts(items) == texts(items, f"<sst xmlns='{MAIN}'>")


def test_texts_are_read_without_what_is_set_beside_them() -> None:
    assert texts("".join(ITEMS)) == [
        *("Belanja", " a ", "", "", "Rp & <sen>", "a\rbA", "A\u00bd", "Tebal dan miring", "\u6771\u4eac", ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_encoding_is_that_which_the_part_tells(encoding: str) -> None:
    assert texts("<si><t>Rp\u00bd</t></si>", encoding=encoding) == ["Rp\u00bd"]


def test_without_the_part_there_are_no_texts() -> None:
    packed = BytesIO()
    zipfile.ZipFile(packed, "w").close()
    assert strings_of(zipfile.ZipFile(packed), "s.xml") == []
