"""A PDF is read by where its letters stand: tables become grids, paragraphs passages, each with page and box."""

from __future__ import annotations

from typing import Any

from audit.model.document import Document, Place, Problem
from audit.model.text import Text
from audit.readers._file import File, Unreadable
from audit.readers._layout import laid_out
from audit.readers._page import Box, Page, page_from, page_of, plain
from audit.readers._worker import Crashed, parse_apart

#: A report of more pages is no report, and would take minutes.
_MOST_PAGES = 1500
#: A page of which more than this part of the letters is unknown has no character map.
_UNMAPPED = 0.2


def read(file: File, id: str) -> Document:
    """The file as grids and passages; raises Unreadable where it is no PDF or is locked."""
    try:
        trouble, found = parse_apart(__name__, file.content)
    except Crashed as error:
        raise _crashed(file) from error
    if trouble == "closed":
        raise _closed(file, found)
    if trouble == "long":
        raise _too_long(file, found)
    pages = [page_from(page) for page in found]

    def place(page: int, box: Box) -> Place:
        left, top, right, bottom = (round(edge, 1) for edge in box)
        return Place(id, file.name, page=page, box=(left, top, right, bottom))

    legible = [page for page in pages if _is_legible(page)]
    grids, passages = laid_out(legible, place, file.stem)
    problems = _problems(file, id, pages)
    return Document(file.input(id, "pdf"), tuple(grids), tuple(passages), tuple(problems))


def parsed(content: bytes) -> tuple[str, Any]:
    """In a worker: the pages as plain tuples, or what keeps them from being read, since pdfium is native code."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return "closed", str(error)
    try:
        if len(document) > _MOST_PAGES:
            return "long", len(document)
        pages = []
        for number in range(len(document)):
            page = document[number]
            pages.append(plain(page_of(page, number + 1)))
            # A page that stays open keeps all that was parsed of it.
            page.close()
        return "", pages
    finally:
        document.close()


def _is_legible(page: Page) -> bool:
    return page.letters > 0 and page.unmapped <= _UNMAPPED * page.letters


def _problems(file: File, id: str, pages: list[Page]) -> list[Problem]:
    """Pages that cannot be read: pictures of text, and letters of which the file does not say what they are."""
    pictures = [page.number for page in pages if not page.letters and page.images]
    unmapped = [page.number for page in pages if page.letters and not _is_legible(page)]
    found = []
    for code, numbers, what in (
        ("needs-ocr", pictures, Text("hanya berisi gambar", "hold pictures only")),
        ("no-character-map", unmapped, Text("tidak punya peta huruf", "have no character map")),
    ):
        if numbers:
            named = _ranges(numbers)
            found.append(
                Problem(
                    "read",
                    code,
                    Text(
                        f"{file.name}: halaman {named} {what.id}, sehingga tidak ada yang dapat dibaca di sana.",
                        f"{file.name}: pages {named} {what.en}, so nothing on them can be read.",
                    ),
                    Place(id, file.name, page=numbers[0]),
                    Text(
                        "Jalankan pengenalan teks (OCR) pada berkas ini, atau minta berkas aslinya.",
                        "Run text recognition (OCR) on the file, or ask for the original.",
                    ),
                    Text(f"halaman {named}", f"pages {named}"),
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
