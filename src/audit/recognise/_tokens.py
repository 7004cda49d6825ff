"""The words of lines of text as what they can be: a figure of one type or another, a code, or mere words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.model.document import Line, Place
from audit.notation.codes import read_code
from audit.notation.numerals import Mark, decimal_mark, has_digit, is_numeral, read_numeral

_WORD = re.compile(r"\S+")
_NIL = frozenset("-–—−")
_CURRENCY = frozenset({"rp", "rp.", "idr"})
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_WITH_SEN = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+\.|(?:\.\d{3})+,)\d{1,2}")
_DECIMAL = re.compile(r"\d{1,3}[.,]\d{1,2}|0[.,]\d+")
_PLAIN = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line, the types of columns in which it can stand, none for mere words, and its value as a figure."""

    text: str
    types: frozenset[str]
    place: Place
    value: Fraction | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it can be the figure of a column."""
        return bool(self.types)

    @property
    def is_grouped(self) -> bool:
        """Whether it is an amount that shows its thousands."""
        return "rupiah" in self.types and not self.text.isdigit() and abs(self.value or Fraction(0)) >= 1000

    @property
    def has_decimals(self) -> bool:
        """Whether it is no whole number, or shows that it may be none."""
        return bool(_DECIMAL.fullmatch(self.text))

    @property
    def is_plain(self) -> bool:
        """Whether it is a small number without marks, which may as well be a code, or the end of a label."""
        return self.text.isdigit() and len(self.text) < 5

    @property
    def line(self) -> int:
        """The number of its line."""
        return self.place.line or 0


@dataclass(frozen=True, slots=True)
class Notation:
    """How the figures of a text are written: the decimal mark, and whether amounts are printed with sen."""

    mark: Mark
    sen: bool


def tokenised(lines: Sequence[Line]) -> list[list[Token]]:
    """The words of each line; the sign of a currency before a figure is no word of its own."""
    split = [[(match[0], match.start()) for match in _WORD.finditer(line.text)] for line in lines]
    # The first word of a line may be a code, which looks like a figure with decimals.
    notation = _notation([text for found in split for text, _ in found[1:] or found])
    return [
        [
            _token(
                re.sub(r"^rp\.?(?=[\d(-])", "", text, flags=re.IGNORECASE),
                replace(line.place, column=1 + start),
                notation,
            )
            for text, start in found
            if text.lower() not in _CURRENCY
        ]
        for line, found in zip(lines, split, strict=True)
    ]


def _notation(texts: Sequence[str]) -> Notation:
    amounts = [
        text for text in texts if _WITH_SEN.fullmatch(text) or (_GROUPED.fullmatch(text) and not _one_group(text))
    ]
    others = [text for text in texts if _GROUPED.fullmatch(text) or _DECIMAL.fullmatch(text)]
    return Notation(decimal_mark(amounts or others), any(_WITH_SEN.fullmatch(text) for text in amounts))


def _token(text: str, place: Place, notation: Notation) -> Token:
    types = _types(text, notation)
    if not types:
        return Token(text, types, place)
    if _one_group(text) and "percent" not in types:
        numeral = read_numeral(text, "," if "." in text else ".")
    else:
        numeral = read_numeral(text, decimal_mark([text], fallback=notation.mark, grouped="rupiah" in types))
    return Token(text, types, place, numeral.value if numeral is not None else None)


def _types(text: str, notation: Notation) -> frozenset[str]:
    """The types of columns whose figures are printed so: ``452,452,240`` is no percentage.

    All types stay that could be meant: a figure with two decimals is money only where others are printed with sen.
    """
    if text in _NIL:
        return frozenset({"rupiah", "percent", "count"})
    if not (has_digit(text) and is_numeral(text)):
        return frozenset()
    if text.rstrip(")").endswith("%"):
        return frozenset({"percent"})
    bare = text.strip("()-+").rstrip(",-.")
    if _WITH_SEN.fullmatch(bare):
        return frozenset({"rupiah", "count"})
    if _DECIMAL.fullmatch(bare):
        return frozenset({"percent", "count", *(["rupiah"] if notation.sen else [])})
    if _one_group(bare):
        return frozenset({"rupiah", "count", *(["percent"] if notation.mark in bare else [])})
    if _PLAIN.fullmatch(bare):
        small = len(bare) < 4
        return frozenset({"rupiah", *(["count"] if len(bare) < 5 else []), *(["percent"] if small else [])})
    return frozenset({"rupiah"})


def _one_group(text: str) -> bool:
    return bool(_GROUPED.fullmatch(text)) and text.count(".") + text.count(",") == 1


def is_code(token: Token) -> bool:
    """Whether a line may begin with this as a code: account codes, letters, numbering, bullets; no word, no amount."""
    text = token.text
    if text in _NIL:
        return True
    if is_numeral(text) and not text.isdigit():
        return False
    code = read_code(text)
    if code is None or not code.text or not (any(map(str.isdigit, text)) or len(code.text) <= 4):
        return False
    letters = text.strip("().")
    return not (letters.isalpha() and len(letters) > 1 and code.kind not in ("I", "i"))


def text_of(tokens: Iterable[Token]) -> str:
    """Words as a line."""
    return " ".join(token.text for token in tokens)
