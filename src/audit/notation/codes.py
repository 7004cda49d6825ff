"""Account codes, numbering and bullets: their normal form, the segments of a code, and the kind of a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_BULLETS = frozenset("-–—•*·>o▪►✓\u2212\u2010\u2011")
_CODE = re.compile(r"\(?[0-9A-Za-z]+(?:\s*[.,\-/]\s*[0-9A-Za-z]+)*\s*[.,]?\)?[.,]?")
_ROMAN = re.compile(r"(?=[ivxlc])(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
#: The roman numerals right before those of one letter.
_ROMAN_BEFORE = {"v": "iv", "x": "ix", "l": "xlix", "c": "xcix"}
_GLUED = re.compile(
    r"^(?P<code>\d+(?:[.,]\d+)+[.,]?|\d+(?:\.[0-9A-Z]+)+\.?|"
    r"(?:[A-Za-z]|[ivxIVX]+|\d{1,3})(?:\.|\.?\)\.?)|\((?:[A-Za-z]|[ivxIVX]+|\d{1,3})\)\.?)\s+(?P<label>\S.*)$"
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code in its normal form: ``2,07,01.1`` has the segments 2, 07, 01 and 1.

    ``kind`` tells numberings apart: ``code`` for several segments, ``A``, ``a``, ``I``, ``i`` for letters and roman
    numerals, ``1`` for a small number, ``000`` for a number of fixed width, ``-`` for a bullet, "" for no code. The
    brackets are part of the kind, since "1.", "1)" and "(1)" are three levels; "1)." is written for "1)".
    """

    segments: tuple[str, ...]
    kind: str
    decoration: str = ""

    @property
    def text(self) -> str:
        """The normal form, empty for bullets and blanks, which are no codes."""
        return ".".join(self.segments)

    @property
    def compound(self) -> bool:
        """Whether the code has several segments, so that prefixes can tell parents."""
        return len(self.segments) > 1

    def extends(self, other: Code) -> bool:
        """Whether the other code is a proper prefix of this one, by whole segments."""
        size = len(other.segments)
        return 0 < size < len(self.segments) and self.segments[:size] == other.segments

    def follows(self, other: Code) -> bool:
        """Whether both stand in one list: the same kind of number, or codes that differ in the last segment only."""
        if self.compound or other.compound:
            return len(self.segments) == len(other.segments) and self.segments[:-1] == other.segments[:-1]
        if self.kind == other.kind:
            return self.kind != ""
        return self.decoration == other.decoration and _counts_on(self.text, other.text)


NO_CODE = Code((), "")


def read_code(text: str, last: Mapping[str, str] = MappingProxyType({})) -> Code | None:
    """The code that a cell of the code column holds, or None where its text is no code but words.

    ``last`` is the last number of each kind before it, which tells the letter C from the roman numeral.
    """
    stripped = text.strip()
    if not stripped:
        return NO_CODE
    if stripped in _BULLETS:
        return Code((), "-")
    if not _CODE.fullmatch(stripped):
        return None
    brackets = "()" if stripped.startswith("(") else ")"
    decoration = brackets if stripped.rstrip(".,").endswith(")") else ""
    bare = re.sub(r"\s+", "", stripped).strip("().,")
    segments = tuple(part for part in re.split(r"[.,\-/]", bare) if part)
    if any(map(_is_word, segments)) and all(segment.isalpha() for segment in segments):
        return None
    if len(segments) != 1:
        return Code(segments, "code")
    return Code(segments, _kind(segments[0], decoration, last) + decoration, decoration)


def may_count(segments: tuple[str, ...]) -> bool:
    """Whether a code may be a mere number in a list: one or two digits, one letter, or a roman numeral."""
    if len(segments) != 1:
        return False
    [number] = segments
    return len(number) == 1 or (len(number) == 2 and number.isdigit()) or _ROMAN.fullmatch(number.lower()) is not None


def separator(text: str) -> str:
    """The first mark between the segments of a code as written, with a blank after it if there is one; "" for none."""
    found = re.search(r"[0-9A-Za-z] ?(?P<mark>[.,\-/]) ?[0-9A-Za-z]", text.strip())
    blank = re.search(r"[.,\-/] [0-9A-Za-z]", text.strip())
    return (found["mark"] if found else "") + (" " if blank else "")


def split_glued(label: str) -> tuple[str, str]:
    """The code and the label where both stand in one cell, as "5.1.02 Belanja Barang"; the code may be empty."""
    found = _GLUED.match(label.strip())
    return (found["code"], found["label"]) if found else ("", label)


def without_number(label: str) -> str:
    """A label without the code or the roman number before it: "BELANJA" for "II BELANJA" and "B. Belanja"."""
    code, rest = split_glued(label)
    if code:
        return rest
    first, _, after = label.strip().partition(" ")
    return after.strip() if after and re.fullmatch(r"[IVX]+", first) else label


def _is_word(segment: str) -> bool:
    """Whether a segment is a word, as in "Lain-lain": more than three letters that are no roman numeral."""
    if len(segment) <= 3 or not segment.isalpha():
        return False
    return not (segment.isupper() or segment.islower()) or not _ROMAN.fullmatch(segment.lower())


def _counts_on(one: str, other: str) -> bool:
    """Whether two numbers of different kinds stand in one list: of one width, or where a digit is added."""
    if not (one.isdigit() and other.isdigit()):
        return False
    short, long = sorted((one, other), key=len)
    return len(short) == len(long) or (short == "9" * len(short) and long == "1" + "0" * len(short))


def _kind(segment: str, decoration: str, last: Mapping[str, str]) -> str:
    if segment.isdigit():
        return "0" * len(segment) if segment.startswith("0") or len(segment) > 2 else "1"
    if not segment.isalpha():
        return "code"
    case, roman = ("A", "I") if segment.isupper() else ("a", "i")
    if not _ROMAN.fullmatch(segment.lower()):
        return case if len(segment) == 1 else "code"
    if len(segment) > 1:
        return roman
    # Each list goes on by itself, whatever list stands between: B, its parts a to d, then C.
    letter = last.get(case + decoration)
    if letter is not None and ord(letter) + 1 == ord(segment):
        return case
    before = _ROMAN_BEFORE.get(segment.lower())
    if before is not None and last.get(roman + decoration, "").lower() == before:
        return roman
    return roman if segment.lower() in "ivx" else case
