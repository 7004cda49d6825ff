"""Each reader turns one kind of file into a Document; a file that cannot be read becomes a Document with a Problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import count
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from audit.model.document import Document, Problem
from audit.model.text import Text
from audit.readers._file import WHOLE, File, Unreadable, refused
from audit.readers._kind import kind_of, unknown

__all__ = ["Unreadable", "read", "readings", "suffixes"]

#: Suffixes that mean the same as that of a reader.
_SAME = {
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "xltm": "xlsx",
    "docm": "docx",
    "dotx": "docx",
    "tsv": "csv",
    "htm": "html",
    "xhtml": "html",
    "mht": "html",
    "mhtml": "html",
    "markdown": "md",
    "pq": "parquet",
}

#: A file of more bytes is not taken into memory.
_MOST = 1 << 30


class Reader(Protocol):
    """A member of this family: a module named by the suffix of the files that it reads.

    One whose files can be read in several ways has ``readings`` besides, with the same arguments: the documents that
    the file may be, the likeliest first, each made only when it is asked for.
    """

    def read(self, file: File, id: str) -> Document:
        """The document that the file is; raises Unreadable where nothing of it can be read."""


def suffixes() -> frozenset[str]:
    """All suffixes that a reader knows, found by the names of the files in this folder."""
    names = {module.name for module in iter_modules(__path__) if not module.name.startswith("_")}
    return frozenset(f".{name}" for name in names | {same for same, name in _SAME.items() if name in names})


def read(paths: Iterable[Path]) -> Iterator[Document]:
    """The documents that files are, in order, with ids from i1; an archive is one document for each of its files.

    A file of which nothing can be read is an empty document with the Problem that kept it from being read.
    """
    return (next(ways) for ways in readings(paths))


def readings(paths: Iterable[Path], prefix: str = "i") -> Iterator[Iterator[Document]]:
    """The same documents, each in all ways in which it can be read, the likeliest first.

    The first way is never missing; the others are read only when they are asked for. Ids begin with the prefix.
    """
    ids = (f"{prefix}{number}" for number in count(1))
    for path in paths:
        opened = _opened(path)
        if isinstance(opened, File):
            yield from _documents(opened, ids)
        else:
            yield iter([refused(File(str(path), path.name, b""), next(ids), opened)])


def _documents(file: File, ids: Iterator[str]) -> Iterator[Iterator[Document]]:
    try:
        if _kind(file) == "zip":
            yield from _unpacked(file, ids)
            return
    except Unreadable as error:
        yield iter([refused(file, next(ids), error.problem)])
        return
    yield _document(file, next(ids))


def _document(file: File, id: str) -> Iterator[Document]:
    try:
        if not file.content.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
            raise _empty(file)
        kind = _kind(file)
        if f".{kind}" not in suffixes():
            raise unknown(file, kind, _known())
        # Imported only now, since some readers bring large libraries.
        reader = import_module(f"{__name__}.{kind}")
        if hasattr(reader, "readings"):
            yield from reader.readings(file, id)
        else:
            yield cast(Reader, reader).read(file, id)
    except Unreadable as error:
        yield refused(file, id, error.problem)


def _kind(file: File) -> str:
    kind = kind_of(file)
    return _SAME.get(kind, kind)


def _unpacked(file: File, ids: Iterator[str]) -> Iterator[Iterator[Document]]:
    """The documents in an archive; at the end the archive itself if it holds files that no reader knows, or none."""
    from audit.readers.zip import members

    strangers: list[str] = []
    empty = True
    for member, problem in members(file):
        if problem is not None:
            yield iter([refused(member, next(ids), problem)])
        elif _is_strange(member):
            strangers.append(member.name.removeprefix(f"{file.name}!"))
        else:
            yield _document(member, next(ids))
            empty = False
    if strangers or empty:
        problem = _nothing_in(file, strangers, empty=empty)
        yield iter([Document(file.input(next(ids), "zip", "not" if empty else "partly"), problems=(problem,))])


def _is_strange(file: File) -> bool:
    """Whether no reader knows a file; one with a password is known."""
    try:
        return f".{_kind(file)}" not in suffixes()
    except Unreadable:
        return False


def _opened(path: Path) -> File | Problem:
    """The file at a path with its bytes, or why they cannot be had."""
    try:
        if path.stat().st_size > _MOST:
            return _too_large(path)
        return File(str(path), path.name, path.read_bytes())
    except OSError as error:
        return _unopened(path, error)


def _known() -> str:
    return ", ".join(sorted(suffixes()))


def _empty(file: File) -> Unreadable:
    return Unreadable(
        "empty",
        Text(f"Berkas {file.name} kosong.", f"The file {file.name} is empty."),
        Text("Periksa apakah berkas tersimpan utuh.", "Check that the file was saved completely."),
    )


def _nothing_in(file: File, strangers: Sequence[str], *, empty: bool) -> Problem:
    """What of an archive was not read: files that no reader knows, or all there is."""
    hint = Text(f"Yang dibaca adalah berkas {_known()}.", f"What is read are files of the kinds {_known()}.")
    names = ", ".join(strangers[:5]) + (", …" if len(strangers) > 5 else "")
    if not strangers:
        message = Text(
            f"{file.name} tidak memuat berkas yang dapat dibaca.", f"{file.name} holds no file that could be read."
        )
        return Problem("read", "cannot-open", message, hint=hint, lost=WHOLE)
    count = len(strangers)
    message = Text(
        f"{file.name}: {count} berkas di dalamnya tidak dibaca karena jenisnya tidak dikenal ({names}).",
        f"{file.name}: {count} of its files {'was' if count == 1 else 'were'} not read, since no reader knows the kind "
        f"({names}).",
    )
    return Problem("read", "unknown-kind", message, hint=hint, lost=WHOLE if empty else Text(names, names))


def _too_large(path: Path) -> Problem:
    size = path.stat().st_size >> 20
    return Problem(
        "limit",
        "too-large",
        Text(
            f"Berkas {path.name} berukuran {size} MB; yang dibaca paling besar {_MOST >> 20} MB.",
            f"The file {path.name} has {size} MB; at most {_MOST >> 20} MB are read.",
        ),
        hint=Text("Bagi menjadi beberapa berkas.", "Divide it into several files."),
        lost=WHOLE,
    )


def _unopened(path: Path, error: OSError) -> Problem:
    hint = Text("Periksa nama dan izin berkas.", "Check the name of the file and the permission to read it.")
    lost = WHOLE
    if path.is_dir():
        known = _known()
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
