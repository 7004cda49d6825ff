"""What a reader is given, a file with its bytes, and how it says that nothing of it can be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from audit.model.document import Document, Input, Problem, Stage
from audit.model.text import Text

HowFar = Literal["whole", "partly", "not"]

#: What is lost of a file that cannot be read at all.
WHOLE = Text("seluruh berkas", "the whole file")

#: A grid holds no more cells than this, blank ones counted: one stray cell in the last corner of a sheet spans 17e9.
LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its path as given, its name as places show it, and its bytes.

    The name of a member of an archive is ``arsip.zip!laporan.xlsx``.
    """

    path: str
    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """The suffix of its name in small letters, without the point; empty where it has none."""
        return PurePosixPath(self.name).suffix.lower().removeprefix(".")

    @property
    def stem(self) -> str:
        """Its name without folders and suffix."""
        return PurePosixPath(self.name.rpartition("!")[2].replace("\\", "/")).stem

    def input(self, id: str, kind: str, read: HowFar = "whole") -> Input:
        """Its record in the report: the path as given and the SHA-256 of its bytes."""
        return Input(id, self.path, hashlib.sha256(self.content).hexdigest(), kind, read=read)


class Unreadable(Exception):  # noqa: N818  (it says what the file is)
    """Nothing of a file can be read, for a reason that a person can act on."""

    def __init__(self, code: str, message: Text, hint: Text | None = None, stage: Stage = "read") -> None:
        super().__init__(message.en)
        self.problem = Problem(stage, code, message, hint=hint, lost=WHOLE)


def how_far(found: Sequence[object], problems: Sequence[Problem]) -> HowFar:
    """How far a file was read that has problems and in which something was found, or nothing."""
    return "whole" if not problems else "partly" if found else "not"


def refused(file: File, id: str, problem: Problem) -> Document:
    """The document of a file of which nothing is read."""
    return Document(file.input(id, file.suffix or "unknown", "not"), problems=(problem,))
