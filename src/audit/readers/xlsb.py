"""An XLSB workbook is read by its values: calamine, which reads it, knows no formats, formulas or hidden rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipFile

from audit.model.document import Document, Problem
from audit.model.text import Text
from audit.readers._calamine import read_with_calamine
from audit.readers._file import File
from audit.readers._package import DAMAGE, broken, open_package

#: The records of a cell with an error, one typed and one that a formula gives.
_ERRORS = (3, 11)


def read(file: File, id: str) -> Document:
    """The workbook as a Document; raises Unreadable for a file that is none, is broken or has a password."""
    with open_package(file) as package:
        try:
            parts = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".bin")]
            errors = sum(record in _ERRORS for part in parts for record in _records(package, part))
        except DAMAGE as error:
            raise broken(file) from error
    document = read_with_calamine(file, id, "xlsb")
    if not errors or document.input.read == "not":
        return document
    problems = (*document.problems, _blank_errors(file, errors))
    return replace(document, input=replace(document.input, read="partly"), problems=problems)


def _records(package: ZipFile, part: str) -> Iterator[int]:
    """The kinds of the records of a part; kind and length are numbers of seven bits a byte, the last below 128."""
    content = package.read(part)
    at = 0
    while at < len(content):
        kind, at = _number(content, at)
        length, at = _number(content, at)
        yield kind
        at += length


def _number(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(content) and shift < 28:
        byte = content[at]
        at, value, shift = at + 1, value | (byte & 0x7F) << shift, shift + 7
        if byte < 128:
            break
    return value, at


def _blank_errors(file: File, count: int) -> Problem:
    """Error values are read as blanks, since calamine does not tell them from those."""
    have = "cell holds" if count == 1 else "cells hold"
    return Problem(
        "read",
        "error-values",
        Text(
            f"{file.name}: {count} sel berisi nilai galat seperti #REF!, dan terbaca kosong.",
            f"{file.name}: {count} {have} an error value such as #REF! and are read as blank.",
        ),
        hint=Text("Simpan sebagai XLSX, lalu periksa salinan itu.", "Save it as XLSX and check the copy."),
        lost=Text(f"{count} sel", f"{count} cells"),
    )
