"""The text of a file whose encoding nobody has written down."""

from __future__ import annotations

import re

from audit.model.text import Text
from audit.readers._file import File, Unreadable

#: Characters that UTF-8 writes in two bytes and more and that reports print; read as the Western code page, each
#: becomes a sequence that no one would write.
_PRINTED = [chr(code) for code in range(0xA0, 0x100)] + list("‐‑‒–—‘’‚“”„†•…‰‹›€™−")


def _mangled(character: str) -> str:
    """How a character looks whose UTF-8 was taken for the Western code page."""
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in character.encode()
    )


_REPAIRED = {_mangled(character): character for character in _PRINTED}
_MANGLED = re.compile("|".join(sorted(map(re.escape, _REPAIRED), key=len, reverse=True)))

#: Signs that steer a printer or a terminal and print nothing.
CONTROLS = dict.fromkeys((*range(9), 11, *range(14, 32), 127), " ")

#: Marks of the order of bytes, the longer first.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)


def decoded(file: File) -> str:
    """The text of a file; raises Unreadable where it is none.

    Spreadsheet programs in Indonesia save CSV in the Western code page, and Notepad calls UTF-16 Unicode. A text that
    was taken for the Western code page once too often is put right.
    """
    encoding = marked(file.content) or _unmarked_utf16(file.content)
    if encoding is None and b"\x00" in file.content:
        raise Unreadable(
            "not-text",
            Text(f"{file.name} bukan berkas teks.", f"{file.name} is no text file."),
            Text("Periksa apakah akhiran namanya benar.", "Check that its suffix is right."),
        )
    text = file.content.decode(encoding, errors="replace") if encoding else western(file.content)
    return repaired(text).translate(CONTROLS)


def marked(content: bytes) -> str | None:
    """The encoding that the first bytes tell."""
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def western(content: bytes) -> str:
    """Bytes as UTF-8, or line by line as that or as the Western code page, where files were put together."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return "".join(map(_line, content.splitlines(keepends=True)))


def repaired(text: str) -> str:
    """The text without the marks of a wrong encoding, as ``â€“`` for a dash and ``Ã©`` for é, where certain."""
    while _MANGLED.search(text):
        text = _MANGLED.sub(lambda found: _REPAIRED[found[0]], text)
    return text


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _unmarked_utf16(content: bytes) -> str | None:
    """The order of bytes of a UTF-16 text without a mark: mostly Western letters, of which every other byte is nil."""
    if len(content) % 2:
        return None
    first, second = content[0::2].count(0), content[1::2].count(0)
    if second * 10 > len(content) * 4 and not first:
        return "utf-16-le"
    return "utf-16-be" if first * 10 > len(content) * 4 and not second else None
