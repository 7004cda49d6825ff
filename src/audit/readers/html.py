"""An HTML page is read as a browser shows it; so is a page saved as one file, and a page that is called XLS."""

from __future__ import annotations

import email
import email.policy
import re

from audit.model.document import Document, Place
from audit.readers._file import File, how_far
from audit.readers._flow import poured
from audit.readers._markup import Page
from audit.readers._text import CONTROLS, marked, repaired, western

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
#: Encodings that pages say when they mean the Western code page.
_WESTERN = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"})


def read(file: File, id: str) -> Document:
    """The page as grids under their titles and passages, each with its line."""
    place = Place(id, file.name)
    texts = _saved(file.content) or [_decoded(file.content)]
    pages: list[Page] = []
    for text in texts:
        page = Page(place, pages[-1].count if pages else 0)
        page.feed(text)
        page.close()
        pages.append(page)
    grids, passages = poured(block for page in pages for block in page.blocks)
    problems = tuple(problem for page in pages for problem in page.problems)
    return Document(file.input(id, "html", how_far((*grids, *passages), problems)), grids, passages, problems)


def _saved(content: bytes) -> list[str]:
    """The pages of a page saved as one file (MHTML), which is built like a message; none if it is no such file."""
    if not content[:4096].lstrip().lower().startswith((b"mime-version:", b"from:", b"content-type: multipart")):
        return []
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    parts = (part for part in message.walk() if part.get_content_type() == "text/html")
    return [_decoded(part) for found in parts if isinstance(part := found.get_payload(decode=True), bytes)]


def _decoded(content: bytes) -> str:
    """The text of a page: UTF-8 if it is that, whatever it says; else in the encoding that it says it has."""
    encoding = marked(content)
    if encoding is None:
        told = _CHARSET.search(content[:8192])
        name = told[1].decode("ascii").lower() if told else ""
        try:
            content.decode()
        except UnicodeDecodeError:
            encoding = name if name and name not in (*_WESTERN, "utf-8", "utf8", "utf-16") else None
    try:
        text = content.decode(encoding, errors="replace") if encoding else western(content)
    except LookupError:
        text = western(content)
    return repaired(text.removeprefix("\ufeff")).translate(CONTROLS)
