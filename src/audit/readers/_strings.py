"""The texts that the cells of an XLSX workbook share."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from audit.readers._rows import Odd, is_utf8, plain
from audit.readers._values import MAIN

#: A text as nearly all programs write it, without its end tag.
_ITEM = re.compile(r'\s*<si><t(?: xml:space="preserve")?>([^<>\x00-\x08\x0b-\x1f\ufffe\uffff]*)</t>|\s*<si><t ?/>')
_BEGINS = re.compile(rf'<sst (?:[^<>]* )?xmlns="{re.escape(MAIN)}"[^<>]*>\s*(?=<si>)')
_ENDS = "</si>"

#: What could change the meaning of the texts around it.
_MARKS = ("<!", "<?", "xmlns")

_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")

_SI, _RUN, _TEXT = (f"{{{MAIN}}}{tag}" for tag in ("si", "r", "t"))


def strings_of(package: zipfile.ZipFile, part: str) -> list[str]:
    """The shared texts, without the readings in small letters that East Asian texts carry; none without the part."""
    if part not in package.NameToInfo:
        return []
    content = package.read(part)
    if is_utf8(content):
        try:
            return list(map(_decoded, _plainly(content.decode("utf-8"))))
        except (Odd, ParseError, UnicodeDecodeError):
            # It is the parser that tells what is damaged.
            pass
    with package.open(part) as source:
        return [_decoded(_text(element)) for element in _elements(source)]


def _plainly(content: str) -> Iterator[str]:
    """The texts one by one, only those of several runs being parsed; raises Odd where that would not be true."""
    begins = _BEGINS.search(content)
    texts = content[begins.end() :].split(_ENDS) if begins is not None else []
    if not texts or texts.pop().strip() != "</sst>":
        raise Odd
    for text in texts:
        found = _ITEM.fullmatch(text)
        if found is not None:
            yield plain(found[1] or "")
        elif any(mark in text for mark in _MARKS):
            raise Odd
        else:
            items = fromstring(f'<sst xmlns="{MAIN}">{text}{_ENDS}</sst>')
            if len(items) != 1 or items[0].tag != _SI:
                raise Odd
            yield _text(items[0])


def _elements(source: IO[bytes]) -> Iterator[Element]:
    for _, element in iterparse(source):
        if element.tag == _SI:
            yield element
            element.clear()


def _text(item: Element) -> str:
    own = [child for child in item if child.tag == _TEXT]
    runs = [child.find(_TEXT) for child in item if child.tag == _RUN]
    return "".join(found.text or "" for found in (*own, *runs) if found is not None)


def _decoded(text: str) -> str:
    """A text with the characters that are written by their numbers, as ``_x000D_``."""
    return _CODE.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text
