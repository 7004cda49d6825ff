"""A PDF is read by where its letters stand: tables become grids, paragraphs passages, each with page and box.

Where cells begin and end is seldom drawn, so that a page can be cut up in several ways: these are its readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from audit.model.document import Document, Grid, Place, Problem
from audit.model.text import Text
from audit.readers._columns import WAYS
from audit.readers._file import File, Unreadable, how_far
from audit.readers._layout import laid_out
from audit.readers._page import Box, Page, page_from, page_of, plain
from audit.readers._worker import Crashed, pieces_apart

#: A report of more pages is no report, and would take minutes.
_MOST_PAGES = 1500
#: A page of which more than this part of the letters is unknown has no character map.
_UNMAPPED = 0.2
#: A picture over so much of a page with no more letters than these, as a page number, is a scanned page.
_SCANNED = 0.5
_STAMPED = 60
#: So many shapes on a page without a letter are letters drawn as shapes.
_SHAPES = 300


def read(file: File, id: str) -> Document:
    """The file as grids and passages; raises Unreadable where it is no PDF or is locked."""
    return next(readings(file, id))


def readings(file: File, id: str) -> Iterator[Document]:
    """The file read in every way that differs, the likeliest first; raises Unreadable where it is no PDF or is locked.

    The pages are parsed once. All ways see the same letters.
    """
    pages = _pages(file)
    problems = tuple(_problems(file, id, pages))
    legible = [page for page in pages if _is_legible(page)]

    def place(page: int, box: Box) -> Place:
        left, top, right, bottom = (round(edge, 1) for edge in box)
        return Place(id, file.name, page=page, box=(left, top, right, bottom))

    seen: list[list[tuple[str, ...]]] = []
    for way in WAYS:
        grids, passages = laid_out(legible, place, file.stem, way)
        lines = _lines_of(grids)
        if lines in seen:
            continue
        seen.append(lines)
        read = how_far([*grids, *passages], problems)
        yield Document(file.input(id, "pdf", read), tuple(grids), tuple(passages), problems, way)


def _lines_of(grids: Sequence[Grid]) -> list[tuple[str, ...]]:
    """The lines of tables, which must differ where a reading is to say anything else; titles say the same."""
    lines = (tuple(cell.text if cell else "" for cell in row) for grid in grids for row in grid.rows)
    return [line for line in lines if sum(map(bool, line)) > 1]


def _pages(file: File) -> list[Page]:
    try:
        pieces = pieces_apart(__name__, file.content)
        trouble, found = next(pieces)
        pages = [page_from(piece) for piece in pieces]
    except Crashed as error:
        raise _crashed(file) from error
    if trouble == "closed":
        raise _closed(file, found)
    if trouble == "long":
        raise _too_long(file, found)
    return pages


def parsed(content: bytes) -> Iterator[tuple[Any, ...]]:
    """In a worker: what keeps the pages from being read, if anything, then each of them as plain tuples.

    They are made in a worker since pdfium is native code, and one by one since a file may have a thousand.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        yield "closed", str(error)
        return
    try:
        if len(document) > _MOST_PAGES:
            yield "long", len(document)
            return
        yield "", None
        for number in range(len(document)):
            page = document[number]
            told = plain(page_of(page, number + 1))
            # A page that stays open keeps all that was parsed of it.
            page.close()
            yield told
    finally:
        document.close()


def _is_legible(page: Page) -> bool:
    return page.letters > 0 and page.unmapped <= _UNMAPPED * page.letters


def _is_pictured(page: Page) -> bool:
    """Whether the text of a page is a picture, or drawn as shapes; a stamp or a page number upon it changes nothing."""
    if not page.letters:
        return page.pictured > 0 or page.shapes > _SHAPES
    return page.pictured > _SCANNED and page.letters <= _STAMPED


def _problems(file: File, id: str, pages: list[Page]) -> list[Problem]:
    """Pages that cannot be read: pictures of text, and letters of which the file does not say what they are."""
    pictures = [page.number for page in pages if _is_pictured(page)]
    unmapped = [page.number for page in pages if page.letters and not _is_legible(page) and not _is_pictured(page)]
    found = []
    for code, numbers, what, many in (
        ("needs-ocr", pictures, Text("hanya berisi gambar", "holds pictures only"), "hold pictures only"),
        ("no-character-map", unmapped, Text("tidak punya peta huruf", "has no character map"), "have no character map"),
    ):
        if numbers:
            named = _ranges(numbers)
            pages_en, does = (f"page {named}", what.en) if len(numbers) == 1 else (f"pages {named}", many)
            found.append(
                Problem(
                    "read",
                    code,
                    Text(
                        f"{file.name}: halaman {named} {what.id}, sehingga tidak ada yang dapat dibaca di sana.",
                        f"{file.name}: {pages_en} {does}, so nothing can be read there.",
                    ),
                    Place(id, file.name, page=numbers[0]),
                    Text(
                        "Jalankan pengenalan teks (OCR) pada berkas ini, atau minta berkas aslinya.",
                        "Run text recognition (OCR) on the file, or ask for the original.",
                    ),
                    Text(f"halaman {named}", pages_en),
                    tuple(numbers),
                )
            )
    return found


def _ranges(numbers: list[int]) -> str:
    """Page numbers as ``1-3, 7``."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def _closed(file: File, reason: str) -> Unreadable:
    if "password" in reason.lower():
        return Unreadable(
            "encrypted",
            Text(f"{file.name} dikunci dengan kata sandi.", f"{file.name} is locked with a password."),
            Text("Simpan salinan tanpa kata sandi.", "Save a copy without the password."),
        )
    return Unreadable(
        "broken",
        Text(f"{file.name} tidak dapat dibuka sebagai PDF.", f"{file.name} cannot be opened as a PDF."),
        Text("Periksa apakah berkas tersimpan utuh.", "Check that the file was saved completely."),
    )


def _crashed(file: File) -> Unreadable:
    return Unreadable(
        "cannot-open",
        Text(
            f"{file.name} tidak dapat dibuka: isinya rusak atau terlalu besar.",
            f"{file.name} cannot be opened: what it holds is damaged or too large.",
        ),
        Text(
            "Cetak ulang sebagai PDF dari aplikasi yang membuatnya, atau bagi menjadi beberapa berkas.",
            "Print it to PDF again from the program that made it, or divide it into several files.",
        ),
        "limit",
    )


def _too_long(file: File, count: int) -> Unreadable:
    return Unreadable(
        "too-many-pages",
        Text(
            f"{file.name} punya {count} halaman; yang dibaca paling banyak {_MOST_PAGES}.",
            f"{file.name} has {count} pages; at most {_MOST_PAGES} are read.",
        ),
        Text("Pisahkan bagian yang memuat tabel.", "Split off the part that holds the tables."),
        "limit",
    )
