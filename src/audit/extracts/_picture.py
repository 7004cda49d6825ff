"""A page of a PDF as a picture: grey, at a size that one can read, in a PNG that the page carries in itself."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Pixels per point: 115 dots to the inch, at which the smallest print of a report can still be read.
_SCALE = 1.6
#: A picture of more pixels is drawn coarser; a page of a poster's size must not take the memory of one.
_MOST_PIXELS = 4_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its size in points, and its picture as the address of an image."""

    width: float
    height: float
    address: str


@contextmanager
def pages_of(path: str, sha256: str) -> Iterator[Any]:
    """The pages of the PDF at a path, one of which is drawn by ``picture``; none where it is not that file any more."""
    import hashlib

    import pypdfium2

    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError):
        yield ()
        return
    if hashlib.sha256(content).hexdigest() != sha256:
        yield ()
        return
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        yield ()
        return
    try:
        yield document
    finally:
        document.close()


def picture(pages: Sequence[Any], number: int) -> Picture | None:
    """The picture of a page, counted from 1; None where there is none."""
    if not 0 < number <= len(pages):
        return None
    page = pages[number - 1]
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    png = _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    bitmap.close()
    page.close()
    return Picture(width, height, "data:image/png;base64," + b64encode(png).decode("ascii"))


def _png(content: bytes, width: int, height: int, stride: int) -> bytes:
    """Eight bits of grey as PNG (ISO/IEC 15948): each line unfiltered, all deflated."""
    lines = b"".join(b"\0" + content[y * stride : y * stride + width] for y in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")
