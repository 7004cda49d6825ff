"""What a file is, told by its bytes; by its suffix only where those do not tell.

Web pages of offices offer tables as "Excel" that are HTML, XML or CSV under another suffix, and Excel opens them all.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from audit.model.text import Text
from audit.readers._file import File, Unreadable
from audit.readers._package import DAMAGE, locked
from audit.readers._text import marked

#: The first bytes of an OLE2 compound file, the container of office programs before 2007 and of encrypted packages.
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: The suffixes of workbooks, behind which exports of other kinds hide.
WORKBOOKS = frozenset({"xls", "xlsx", "xlsm", "xltx", "xltm", "xlsb", "ods"})

_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\x89PNG", "gambar"),
    (b"\xff\xd8\xff", "gambar"),
    (b"GIF8", "gambar"),
    (b"II*\x00", "gambar"),
    (b"MM\x00*", "gambar"),
)

#: The content types of the main parts of packages, as their beginnings tell them.
_TYPES = (
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main", "xlsx"),
    (b"ms-excel.template.macroEnabled.main", "xlsx"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"ms-word.document.macroEnabled.main", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main", "docx"),
    (b"presentationml.", "pptx"),
)
_PARTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
}

#: What a kind that no reader knows is called, and what a person can do with it.
_CALLED = {
    "doc": (Text("dokumen Word lama (DOC)", "a Word document of the old format (DOC)"), "DOCX"),
    "ppt": (Text("presentasi PowerPoint", "a PowerPoint presentation"), "DOCX, XLSX"),
    "pptx": (Text("presentasi PowerPoint", "a PowerPoint presentation"), "DOCX, XLSX"),
    "odt": (Text("dokumen OpenDocument (ODT)", "an OpenDocument text (ODT)"), "DOCX"),
    "rtf": (Text("dokumen RTF", "an RTF document"), "DOCX"),
    "rar": (Text("arsip RAR", "a RAR archive"), "ZIP"),
    "7z": (Text("arsip 7z", "a 7z archive"), "ZIP"),
    "gz": (Text("arsip gzip", "a gzip archive"), "ZIP"),
    "gambar": (Text("gambar", "an image"), "DOCX, XLSX"),
}

_HTML = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|table|meta|style|div|center)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BEGINNING = 4096


def kind_of(file: File) -> str:
    """The word of the kind, which is that of its reader if there is one; raises Unreadable for one with a password."""
    content = file.content
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")) or content == b"PK":
        return _packed(file)
    if content.startswith(OLE2):
        return _compound(file)
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if file.suffix == "pdf" and b"%PDF-" in content[:1024]:
        return "pdf"
    if content[:1] == b"\t" and content[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08") and content[3:4] == b"\x00":
        # Excel before its version 5 wrote no container around its records.
        return "xls"
    return _written(file) if _is_text(content) else file.suffix


def unknown(file: File, kind: str, known: str) -> Unreadable:
    """The refusal of a file that no reader knows, by the name of what it is."""
    if kind in _CALLED:
        called, better = _CALLED[kind]
        message = Text(
            f"{file.name} adalah {called.id}, yang belum dapat dibaca.",
            f"{file.name} is {called.en}, which cannot be read.",
        )
        hint = Text(f"Simpan isinya sebagai {better}.", f"Save what it holds as {better}.")
    else:
        shown = f".{file.suffix}" if file.suffix else file.stem
        message = Text(
            f"{file.name}: jenis berkas {shown} belum dapat dibaca.",
            f"{file.name}: files of kind {shown} cannot be read.",
        )
        hint = Text(f"Simpan sebagai salah satu dari {known}.", f"Save it as one of {known}.")
    return Unreadable("unknown-kind", message, hint)


def _packed(file: File) -> str:
    """The kind of a ZIP file: a package of an office program by what it says of itself, else an archive."""
    try:
        with zipfile.ZipFile(BytesIO(file.content)) as package:
            names = package.namelist()
            types = _first_bytes(package, "[Content_Types].xml", names)
            mime = _first_bytes(package, "mimetype", names)
    except DAMAGE:
        return file.suffix
    for start, kind in _OPEN_DOCUMENT.items():
        if mime.startswith(start):
            return kind
    found = next((kind for word, kind in _TYPES if word in types), None)
    found = found or next((kind for name, kind in _PARTS if name in names), None)
    # An archive of reports is one only by its suffix: a workbook that has lost its parts is no archive.
    return found or file.suffix or "zip"


def _first_bytes(package: zipfile.ZipFile, name: str, names: list[str]) -> bytes:
    if name not in names:
        return b""
    with package.open(name) as part:
        return part.read(1 << 20)


def _compound(file: File) -> str:
    """The kind of a compound file, by the names of its streams."""
    content = file.content
    if _stream("EncryptedPackage") in content:
        raise locked(file)
    streams = {"xls": ("Workbook", "Book"), "doc": ("WordDocument",), "ppt": ("PowerPoint Document",)}
    found = [kind for kind, names in streams.items() if any(_stream(name) in content for name in names)]
    # A document may have a workbook embedded, and a workbook a document.
    return file.suffix if file.suffix in found else found[0] if found else file.suffix


def _stream(name: str) -> bytes:
    """The name of a stream as the directory of a compound file holds it."""
    return name.encode("utf-16-le") + b"\x00\x00"


def _written(file: File) -> str:
    """The kind of a text file: markup tells itself, and a text under the suffix of a workbook is a table."""
    encoding = marked(file.content) or ("utf-16-le" if b"\x00" in file.content[:2] else "latin-1")
    beginning = file.content[:_BEGINNING].decode(encoding, errors="replace").lstrip("\ufeff")
    if "urn:schemas-microsoft-com:office:spreadsheet" in beginning and beginning.lstrip().startswith("<"):
        return "xml"
    prose = file.suffix in ("md", "markdown", "txt")
    if _PAGE.match(beginning) or (not prose and _HTML.match(beginning)):
        return "html"
    if file.suffix in WORKBOOKS or file.suffix in ("html", "htm", "doc"):
        if beginning.lstrip().lower().startswith("mime-version:"):
            return "html"
        return "csv" if file.suffix in WORKBOOKS else file.suffix
    return file.suffix


def _is_text(content: bytes) -> bool:
    """Whether bytes are mostly signs that a person writes; UTF-16 tells itself by its mark or by its many nils."""
    if marked(content):
        return True
    sample = content[: 1 << 16]
    nils = sample.count(0)
    strange = sum(sample.count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return strange * 100 <= len(sample) and (not nils or nils * 10 > len(sample) * 4)
