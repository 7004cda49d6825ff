"""Each reader turns one kind of file into a Document; a file that cannot be read becomes a Document with a Problem."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from audit.model.document import Document, Input, Problem
from audit.model.text import Text

#: What is lost of a file that cannot be read at all.
WHOLE = Text("seluruh berkas", "the whole file")

#: Suffixes that mean the same as that of a reader.
_SAME = {"xlsm": "xlsx", "tsv": "csv"}


class Reader(Protocol):
    """A member of this family: a module named by the suffix of the files that it reads."""

    def read(self, path: Path, id: str) -> Document:
        """The document that the file is; raises Unreadable where nothing of it can be read."""


class Unreadable(Exception):  # noqa: N818  (it says what the file is)
    """Nothing of a file can be read, for a reason that a person can act on."""

    def __init__(self, code: str, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.en)
        self.problem = Problem("read", code, message, hint=hint, lost=WHOLE)


def suffixes() -> frozenset[str]:
    """All suffixes that a reader knows, found by the names of the files in this folder."""
    names = {module.name for module in iter_modules(__path__) if not module.name.startswith("_")}
    return frozenset(f".{name}" for name in names | {same for same, name in _SAME.items() if name in names})


def _reader(suffix: str) -> Reader | None:
    """The reader of a suffix, imported only now, since some bring large libraries."""
    if suffix not in suffixes():
        return None
    word = suffix.removeprefix(".")
    return cast(Reader, import_module(f"{__name__}.{_SAME.get(word, word)}"))


def read(path: Path, id: str) -> Document:
    """The document that a file is, or an empty one with the Problem that kept it from being read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return _refused(path, id, b"", _unopened(path, error))
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        return _refused(
            path,
            id,
            content,
            Problem(
                "read",
                "empty",
                Text(f"Berkas {path.name} kosong.", f"The file {path.name} is empty."),
                hint=Text("Periksa apakah berkas tersimpan utuh.", "Check that the file was saved completely."),
                lost=WHOLE,
            ),
        )
    reader = _reader(path.suffix.lower())
    if reader is None:
        return _refused(path, id, content, _unknown(path))
    try:
        return reader.read(path, id)
    except Unreadable as error:
        return _refused(path, id, content, error.problem)


def new_input(path: Path, id: str, kind: str, content: bytes | None = None) -> Input:
    """The record of a file in the report: its path as given and the SHA-256 of its bytes."""
    digest = hashlib.sha256(path.read_bytes() if content is None else content).hexdigest()
    return Input(id, str(path), digest, kind)


def decoded(content: bytes, path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or the Western code page; raises Unreadable where it is none.

    Spreadsheet programs in Indonesia save CSV in the code page, and Notepad calls UTF-16 Unicode.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise Unreadable(
            "not-text",
            Text(f"{path.name} bukan berkas teks.", f"{path.name} is no text file."),
            Text("Periksa apakah akhiran namanya benar.", "Check that its suffix is right."),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _refused(path: Path, id: str, content: bytes, problem: Problem) -> Document:
    kind = path.suffix.lower().lstrip(".") or "unknown"
    digest = hashlib.sha256(content).hexdigest()
    return Document(Input(id, str(path), digest, kind, read="not"), problems=(problem,))


def _unopened(path: Path, error: OSError) -> Problem:
    hint = Text("Periksa nama dan izin berkas.", "Check the name of the file and the permission to read it.")
    lost = WHOLE
    if path.is_dir():
        known = ", ".join(sorted(suffixes()))
        message = Text(
            f"Folder {path} tidak memuat berkas laporan.", f"The folder {path} holds no file that can be a report."
        )
        hint = Text(
            f"Yang dibaca adalah berkas {known} langsung di dalam folder itu.",
            f"What is read are files of the kinds {known} directly in that folder.",
        )
        lost = Text("seluruh folder", "the whole folder")
    elif isinstance(error, FileNotFoundError):
        message = Text(f"Berkas {path} tidak ada.", f"There is no file {path}.")
    elif isinstance(error, PermissionError):
        message = Text(f"Berkas {path} tidak boleh dibaca.", f"The file {path} may not be read.")
    else:
        # The words of the operating system are not those of our reader's language; its number can be looked up.
        reason = error.strerror or type(error).__name__
        message = Text(
            f"Berkas {path} tidak dapat dibuka (galat sistem {error.errno}).",
            f"The file {path} cannot be opened: {reason}.",
        )
    return Problem("read", "cannot-open", message, hint=hint, lost=lost)


def _unknown(path: Path) -> Problem:
    known = ", ".join(sorted(suffixes()))
    kind = path.suffix or path.name
    message = Text(
        f"{path.name}: jenis berkas {kind} belum dapat dibaca.", f"{path.name}: files of kind {kind} cannot be read."
    )
    hint = Text(f"Simpan sebagai salah satu dari {known}.", f"Save it as one of {known}.")
    return Problem("read", "unknown-kind", message, hint=hint, lost=WHOLE)
