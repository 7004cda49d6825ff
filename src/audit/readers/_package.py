"""A ZIP package of XML parts, as office programs write them, is opened only if it can do no harm."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, NoReturn
from xml.etree.ElementTree import ParseError, fromstring
from xml.parsers import expat

from audit.model.text import Text
from audit.readers._file import File, Unreadable

#: What reading a damaged package and its parts raises; each means the same to a person.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)

#: What a package or an archive may hold when it is unpacked, in bytes and in members.
MOST_BYTES = 1 << 30
MOST_MEMBERS = 5_000

#: A part that is parsed as a whole holds no more bytes than this.
MOST_PART = 200 << 20

#: A member that is so many times its packed size, and so large, holds nothing but one thing over and over.
_RATIO = 200
_LARGE = 100 << 20


def open_package(file: File) -> zipfile.ZipFile:
    """The package, whose XML is safe to parse; raises Unreadable where it is broken, too large or hostile."""
    package = open_zip(file)
    for member in package.infolist():
        if member.filename.lower().endswith((".xml", ".rels")):
            try:
                with package.open(member) as part:
                    refuse_entities(file, part)
            except DAMAGE as error:
                raise broken(file) from error
    return package


def open_zip(file: File) -> zipfile.ZipFile:
    """The ZIP file; raises Unreadable where it is broken, has a password or unpacks to more than memory should hold."""
    try:
        package = zipfile.ZipFile(BytesIO(file.content))
    except DAMAGE as error:
        raise broken(file) from error
    members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise locked(file)
    if len(members) > MOST_MEMBERS:
        raise too_large(
            file,
            f"memuat {len(members)} berkas; yang dibaca paling banyak {MOST_MEMBERS}",
            f"holds {len(members)} files; at most {MOST_MEMBERS} are read",
        )
    if any(m.file_size > _LARGE and m.file_size > _RATIO * max(m.compress_size, 1) for m in members):
        raise too_large(
            file,
            "memuat berkas yang mengembang lebih dari 200 kali lipat bila dibuka",
            "holds a file that grows more than 200 times when it is unpacked",
        )
    size = sum(member.file_size for member in members)
    if size > MOST_BYTES:
        raise too_large(
            file,
            f"menjadi {size >> 20} MB bila dibuka; yang dibaca paling banyak {MOST_BYTES >> 20} MB",
            f"is {size >> 20} MB when it is unpacked; at most {MOST_BYTES >> 20} MB are read",
        )
    return package


def broken(file: File) -> Unreadable:
    """The refusal of a package that is damaged."""
    return Unreadable(
        "broken",
        Text(
            f"{file.name} rusak atau terpotong sehingga tidak dapat dibuka.",
            f"{file.name} is damaged or cut short and cannot be opened.",
        ),
        Text(
            "Buka di aplikasi yang membuatnya, perbaiki, simpan, lalu coba lagi.",
            "Open it in the program that made it, let it repair the file, save it and try again.",
        ),
    )


def locked(file: File) -> Unreadable:
    """The refusal of a file with a password."""
    return Unreadable(
        "password",
        Text(f"{file.name} dilindungi kata sandi.", f"{file.name} is protected by a password."),
        Text(
            "Simpan salinan tanpa kata sandi, lalu periksa salinan itu.",
            "Save a copy without the password and check the copy.",
        ),
    )


def related(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: for each id the last word of the kind of relationship, and the part or address.

    The part named by an empty text is the package itself.
    """
    path = PurePosixPath(part)
    name = str(path.parent / "_rels" / f"{path.name}.rels") if part else "_rels/.rels"
    if name not in package.namelist():
        return {}
    found = {}
    for relation in fromstring(package.read(name)):
        target = relation.get("Target", "")
        outside = relation.get("TargetMode") == "External"
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = kind, target if outside else _resolved(path.parent, target)
    return found


def _resolved(folder: PurePosixPath, target: str) -> str:
    """The name of a part that another refers to, which may go up with ``..`` and start at the top with ``/``."""
    parts: list[str] = [] if target.startswith("/") else list(folder.parts)
    for step in target.replace("\\", "/").split("/"):
        if step == ".." and parts:
            parts.pop()
        elif step not in ("", ".", ".."):
            parts.append(step)
    return "/".join(parts)


class _Known(Exception):  # noqa: N818  (it ends the parse, and is no error)
    """Enough of a part was parsed to know whether it declares a document type."""


def refuse_entities(file: File, source: IO[bytes]) -> None:
    """Raise Unreadable where XML declares a document type, with which entities could grow or read other files."""
    parser = expat.ParserCreate()
    told: list[bool] = []

    def end(*_: object, declares: bool) -> NoReturn:
        told.append(declares)
        raise _Known

    parser.StartDoctypeDeclHandler = lambda *found: end(*found, declares=True)
    parser.StartElementHandler = lambda *found: end(*found, declares=False)
    try:
        while chunk := source.read(1 << 16):
            parser.Parse(chunk, False)
    except (_Known, expat.ExpatError, LookupError, ValueError):
        # What is no XML will be told by whoever parses it.
        pass
    if told == [True]:
        raise Unreadable(
            "unsafe",
            Text(
                f"{file.name} memuat definisi entitas XML, yang tidak pernah ditulis oleh aplikasi kantor.",
                f"{file.name} defines XML entities, which no office program does; it was not opened.",
            ),
            Text(
                "Jangan buka berkas ini; minta salinan dari pembuatnya.",
                "Do not open this file; ask its author for a copy.",
            ),
            "limit",
        )


def too_large(
    file: File,
    what_id: str = f"memuat lebih dari {MOST_PART >> 20} MB teks",
    what_en: str = f"holds more than {MOST_PART >> 20} MB of text",
) -> Unreadable:
    """The refusal of a file that memory should not hold."""
    return Unreadable(
        "too-large",
        Text(f"{file.name} {what_id}.", f"{file.name} {what_en}."),
        Text(
            "Bagi menjadi beberapa berkas yang lebih kecil, atau minta salinan dari pembuatnya.",
            "Divide it into smaller files, or ask its author for a copy.",
        ),
        "limit",
    )
