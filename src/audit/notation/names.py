"""Names of programmes, activities and accounts: whether two prints are the same name, however carefully written."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z0-9]+\.?|&")
#: Words that say the level of a row, which one print puts before the name and another does not.
_LEVELS = (
    "program",
    "kegiatan",
    "sub kegiatan",
    "subkegiatan",
    "urusan",
    "bidang",
    "urusan bidang",
    "urusan pemerintahan",
)
_SHORT = {
    "&": "dan",
    "adm": "administrasi",
    "bel": "belanja",
    "brg": "barang",
    "dgn": "dengan",
    "dlm": "dalam",
    "dr": "dari",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "keg": "kegiatan",
    "kel": "kelurahan",
    "kpd": "kepada",
    "lap": "laporan",
    "pd": "pada",
    "pem": "pemerintah",
    "prog": "program",
    "prov": "provinsi",
    "spt": "seperti",
    "tdk": "tidak",
    "thd": "terhadap",
    "ttg": "tentang",
    "utk": "untuk",
    "yg": "yang",
}


def same_name(printed: str, official: str) -> bool:
    """Whether a printed name is the official one: whatever its capitals, marks and blanks, in full or abbreviated.

    A word may be cut short with a point or be a usual abbreviation, several words may be given by their initials, and
    the name may be cut off where it ends with three points.
    """
    cut = printed.rstrip().endswith(("…", "..."))
    have, want = _bare(_words(printed)), _bare(_words(official))
    if not have or not want:
        return not have and not want
    if "".join(word.rstrip(".") for word in have).lower() == "".join(word.rstrip(".") for word in want).lower():
        return True
    return _follows(have, want, cut)


def without_level(name: str) -> str:
    """A name without the words at its beginning that only say its level, as "Program" or "Sub Kegiatan"."""
    return " ".join(_bare(_words(name)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _bare(words: list[str]) -> list[str]:
    """The words without those at the beginning that only say the level."""
    for level in sorted(_LEVELS, key=len, reverse=True):
        size = len(level.split())
        if len(words) > size and [_in_full(word) for word in words[:size]] == level.split():
            return words[size:]
    return words


def _in_full(word: str) -> str:
    bare = word.rstrip(".").lower()
    return _SHORT.get(bare, bare)


def _follows(have: list[str], want: list[str], cut: bool) -> bool:
    """Whether printed words stand for the official ones, from left to right."""
    at = 0
    for n, word in enumerate(have):
        last = cut and n == len(have) - 1
        step = _stands_for(word, want[at:], last)
        if not step:
            return False
        at += step
    return at == len(want) or cut


def _stands_for(word: str, want: list[str], cut: bool) -> int:
    """How many of the next official words a printed word stands for, 0 where it stands for none."""
    if not want:
        return 0
    bare, next = word.rstrip(".").lower(), want[0].rstrip(".").lower()
    if _in_full(word) == _in_full(want[0]):
        return 1
    if (cut or (word.endswith(".") and len(bare) >= 3)) and next.startswith(bare):
        return 1
    letters = [other[0].lower() for other in want[: len(bare)] if other[0].isalpha()]
    if word.rstrip(".").isupper() and len(bare) > 1 and letters == list(bare):
        return len(bare)
    return 0
