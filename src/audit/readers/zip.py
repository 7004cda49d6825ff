"""A ZIP archive is read as a folder is: each file in it by its own reader, named ``arsip.zip!laporan.xlsx``."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from audit.model.document import Problem
from audit.model.text import Text
from audit.readers._file import WHOLE, File
from audit.readers._kind import kind_of
from audit.readers._package import DAMAGE, open_zip


def members(file: File) -> Iterator[tuple[File, Problem | None]]:
    """The files in the archive in the order of their names, each with the Problem for which it may not be opened.

    Folders are left out, and what file managers put beside reports. Raises Unreadable where the archive is broken, has
    a password or unpacks to more than is read.
    """
    with open_zip(file) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if not member.is_dir() and not _is_litter(member.filename):
                yield _member(file, archive, member)


def _member(file: File, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[File, Problem | None]:
    closed = File(f"{file.path}!{member.filename}", f"{file.name}!{member.filename}", b"")
    if _leads_out(member):
        return closed, _refusal(
            "unsafe",
            Text(
                f"{closed.name} menunjuk ke luar arsip dan tidak dibuka.",
                f"{closed.name} leads out of the archive and was not opened.",
            ),
            Text("Buat arsip baru dari foldernya.", "Make a new archive of the folder."),
        )
    try:
        content = archive.read(member)
    except DAMAGE:
        return closed, _refusal(
            "broken",
            Text(
                f"{closed.name} rusak di dalam arsip dan tidak dapat dibuka.",
                f"{closed.name} is damaged in the archive and cannot be unpacked.",
            ),
            Text("Buat arsip baru dari berkas aslinya.", "Make a new archive of the original file."),
        )
    opened = File(closed.path, closed.name, content)
    if content.startswith(b"PK") and kind_of(opened) == "zip":
        return closed, _refusal(
            "nested",
            Text(
                f"{closed.name} adalah arsip di dalam arsip dan tidak dibuka.",
                f"{closed.name} is an archive within an archive and was not opened.",
            ),
            Text("Keluarkan dahulu, lalu periksa sendiri.", "Unpack it and check it by itself."),
        )
    return opened, None


def _is_litter(name: str) -> bool:
    """Whether a file manager or an office program left a file there: hidden ones, locks and thumbnails."""
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith(".") and part != ".." for part in path.parts)
    return "__MACOSX" in path.parts or hidden or path.name.startswith("~$") or path.name in ("Thumbs.db", "desktop.ini")


def _leads_out(member: zipfile.ZipInfo) -> bool:
    """Whether a name leads out of the archive, or the file is a link to another."""
    name = member.orig_filename.replace("\\", "/")
    absolute = name.startswith("/") or name[1:2] == ":"
    return absolute or ".." in name.split("/") or stat.S_ISLNK(member.external_attr >> 16)


def _refusal(code: str, message: Text, hint: Text) -> Problem:
    return Problem("read", code, message, hint=hint, lost=WHOLE)
