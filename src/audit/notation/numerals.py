"""Indonesian and English numerals, read exactly as printed, and amounts written for a reader of either language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from audit.model.decimals import plain
from audit.model.text import Lang, Text

Mark = Literal[",", "."]

#: Words and abbreviations of magnitude. "M" is miliar in budget reports; "jt" is juta.
MAGNITUDES = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "million": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "m": 10**9,
    "billion": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
    "t": 10**12,
}

_BLANKS = "\u00a0\u202f\u2009\u2007 "
#: What is printed for a minus: text processors and PDF have signs of their own. The one of the keyboard stands last,
#: where a set of characters takes it for itself.
_DASH = "\u2212\u2013\u2010\u2011-"

_NIL = re.compile(rf"(?:(?:rp\.?|idr)\s*)?(?:[—{_DASH}]|--|nihil|nil)", re.IGNORECASE)

#: A blank parts groups of three and nothing else: "2020 2021" and "12 34" are two numbers. A small "m" or "t" without
#: a currency measures metres and tons.
_FRAME = re.compile(
    rf"""\s*
    (?P<open>\()?\s*
    (?P<sign>[+{_DASH}])?\s*
    (?P<currency>rp\.?|idr)?\s*
    (?P<sign2>[+{_DASH}])?\s*
    (?P<open2>\()?\s*
    (?P<digits>[.,]?\d[\d.,']*(?:(?<!\d\d\d\d)[{re.escape(_BLANKS)}][.,]?\d{{3}}(?!\d)[\d.,']*)*)
    (?P<exponent>e[-+]\d\d?)?
    (?P<tail>\s*[{_DASH}]{{1,2}})?\s*
    (?P<magnitude>ribu|rb|juta|jt|million|miliar|milyar|billion|triliun|trilyun|(?(currency)[mt]|(?-i:[MT])))?\.?\s*
    (?P<percent>%|persen|percent)?\s*
    (?P<close>\))?\s*
    (?P<percent2>%|persen)?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKS = re.compile(r"[.,']")
_BLANK = re.compile(f"[{_BLANKS}]")
#: What a spreadsheet writes for a number that is too wide for its cell, as "1,38E+10".
_MANTISSA = re.compile(r"\d{1,3}(?:[.,]\d+)?")
#: The convention of each decimal mark: groups of three, which do not begin with zero, and decimals at the end.
_WELL: dict[Mark, re.Pattern[str]] = {
    ",": re.compile(r"(?:[1-9]\d{0,2}(?:(?P<g>\.|')\d{3})(?:(?P=g)\d{3})*|\d+)(?:,\d+)?|,\d+"),
    ".": re.compile(r"(?:[1-9]\d{0,2}(?:(?P<g>,|')\d{3})(?:(?P=g)\d{3})*|\d+)(?:\.\d+)?|\.\d+"),
}

_ONE = Fraction(1)

#: No figure takes more characters; beyond some thousand digits Python refuses to read an integer.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral as read: value and step of the last digit in units as printed, and whether it follows a convention.

    A malformed numeral has one reading where only one is possible, else the two that are.
    """

    readings: tuple[Fraction, ...]
    quantum: Fraction
    percent: bool = False
    malformed: bool = False
    nil: bool = False
    fraction_digits: int = 0

    @property
    def value(self) -> Fraction | None:
        """The one value that the numeral can mean, or None where it can mean two."""
        return self.readings[0] if len(self.readings) == 1 else None


class _Print(NamedTuple):
    """What a print is made of: digits with their marks, a power of ten, and what multiplies them."""

    digits: str
    exponent: str | None
    factor: int
    percent: bool


@lru_cache(maxsize=1 << 15)
def is_numeral(text: str) -> bool:
    """Whether the text is a figure and nothing else, in any convention."""
    return _NIL.fullmatch(text.strip()) is not None or _parts(text) is not None


def has_digit(text: str) -> bool:
    """Whether the text is a figure other than a printed nil."""
    return _parts(text) is not None


@dataclass(frozen=True, slots=True)
class Votes:
    """How many cells are well-formed under one decimal mark only, and in how many each is lone before three digits."""

    sure: Counter[Mark]
    lone: Counter[Mark]

    def __add__(self, other: Votes) -> Votes:
        return Votes(self.sure + other.sure, self.lone + other.lone)


def votes_of(texts: Iterable[str]) -> Votes:
    """What the cells of a column say of its decimal mark."""
    sure: Counter[Mark] = Counter()
    lone: Counter[Mark] = Counter()
    for text in texts:
        parts = None if text.isdecimal() else _parts(text)
        if parts is None:
            continue
        digits = parts.digits
        if parts.exponent:
            sure.update(mark for mark in _WELL if mark in digits)
            continue
        comma, dot = _WELL[","].fullmatch(digits) is not None, _WELL["."].fullmatch(digits) is not None
        if comma != dot:
            sure[(",") if comma else (".")] += 1
        elif comma:
            lone.update(mark for mark in _WELL if mark in digits)
    return Votes(sure, lone)


def decimal_mark(texts: Iterable[str], *, fallback: Mark | None = None, grouped: bool = True) -> Mark:
    """The decimal mark of a column, decided by all its cells; see mark_by."""
    return mark_by(votes_of(texts), fallback=fallback, grouped=grouped)


def mark_by(votes: Votes, *, fallback: Mark | None = None, grouped: bool = True) -> Mark:
    """The decimal mark of a column by what its cells say.

    Each cell that is well-formed under one mark only votes for it. Where none can tell, the mark of the rest of the
    table decides (``fallback``); else three digits after a lone mark are a group if ``grouped`` (amounts, counts) and
    decimals if not (percentages). Where as many cells speak for one mark as for the other, it is the Indonesian one.
    """
    sure, lone = votes.sure, votes.lone
    if sure[","] != sure["."]:
        return "," if sure[","] > sure["."] else "."
    if fallback is not None:
        return fallback
    if lone and not sure and lone[","] != lone["."]:
        return "," if (lone[","] > lone["."]) != grouped else "."
    return "," if lone or sure else "."


def read_numeral(text: str, mark: Mark) -> Numeral | None:
    """The numeral that the text is under a decimal mark, or None where it is no numeral at all."""
    if text.isdecimal() and text.isascii() and len(text) <= _LONGEST:
        # Most money of a table that a program wrote is digits alone.
        return Numeral((Fraction(int(text)),), _ONE)
    return _read(text, mark)


@lru_cache(maxsize=1 << 15)
def _read(text: str, mark: Mark) -> Numeral | None:
    """The numeral of a print with more than digits, kept since percentages are printed again and again."""
    if _NIL.fullmatch(text.strip()):
        return Numeral((Fraction(0),), Fraction(0), nil=True)
    parts = _parts(text)
    if parts is None:
        return None
    if parts.exponent:
        return _shortened(parts)
    well = _WELL[mark].fullmatch(parts.digits) is not None
    readings = [_plain(parts.digits, mark)] if well else _repairs(parts.digits, mark)
    decimals = len(readings[0].partition(".")[2])
    return Numeral(
        tuple(dict.fromkeys(_times(reading, parts.factor) for reading in readings)),
        Fraction(abs(parts.factor), 10**decimals),
        percent=parts.percent,
        malformed=not well,
        fraction_digits=decimals,
    )


@lru_cache(maxsize=1 << 15)
def _parts(text: str) -> _Print | None:
    """What a print is made of, or None for what is no numeral: words, codes, a number with one bracket."""
    frame = _FRAME.fullmatch(text) if len(text) <= _LONGEST else None
    if frame is None:
        return None
    opened, sign, currency, sign2, opened2, digits, exponent, tail, magnitude, percent, closed, percent2 = (
        frame.groups()
    )
    if (opened is not None) + (opened2 is not None) != (closed is not None):
        return None
    below = opened or opened2 or (sign and sign != "+") or (sign2 and sign2 != "+")
    # "1.000,-" and "Rp 1.000-" end in the filler of an amount without sen; "1.000-" of SAP is below zero.
    if tail and digits[-1] not in ".," and not currency:
        if len(tail) > 1:
            return None
        below = True
    digits = _BLANK.sub("'", digits.rstrip(".,"))
    if _MANTISSA.fullmatch(digits) is None if exponent else _is_code(digits):
        return None
    scale = MAGNITUDES[magnitude.lower()] if magnitude else 1
    return _Print(digits, exponent, -scale if below else scale, percent is not None or percent2 is not None)


def _is_code(digits: str) -> bool:
    """Whether digits are an account code or a date, as ``5.1.02.01``: most of their groups are none of three."""
    if _WELL[","].fullmatch(digits) or _WELL["."].fullmatch(digits):
        return False
    groups, marks = _MARKS.split(digits)[1:], _MARKS.findall(digits)
    if marks[-1] not in marks[:-1]:
        # The last mark is of another kind than those before it: what follows are decimals and no group.
        groups.pop()
    wrong = sum(len(group) != 3 for group in groups)
    return wrong > 1 and 2 * wrong > len(groups)


def _shortened(parts: _Print) -> Numeral:
    """The numeral of a print with a power of ten, which has lost the digits behind its mantissa."""
    mantissa = parts.digits.replace(",", ".")
    decimals = len(mantissa.partition(".")[2])
    power = int((parts.exponent or "e0")[1:])
    value = _times(mantissa, parts.factor) * Fraction(10) ** power
    quantum = abs(parts.factor) * Fraction(10) ** (power - decimals)
    return Numeral((value,), quantum, parts.percent, malformed=True, fraction_digits=max(decimals - power, 0))


def _times(plain: str, factor: int) -> Fraction:
    """A plain decimal string as a number, times a whole factor."""
    whole, _, rest = plain.partition(".")
    return Fraction(int(whole + rest) * factor, 10 ** len(rest)) if rest else Fraction(int(whole) * factor)


def _other(mark: Mark) -> Mark:
    return "." if mark == "," else ","


def _plain(digits: str, mark: Mark) -> str:
    return digits.replace("'", "").replace(_other(mark), "").replace(mark, ".")


#: Groups of three, sen, and after the same mark the zeros of an amount without sen.
_SEN_TWICE = re.compile(
    r"(?P<whole>\d{1,3}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*)(?P<mark>(?!(?P=group))[.,])(?P<sen>\d\d)(?P=mark)00"
)


def _repairs(digits: str, mark: Mark) -> list[str]:
    """All readings of digits whose marks follow no convention, as plain decimal strings, the likelier first.

    Without any mark the digits are a whole number. The last mark may be a decimal mark where it is of the other kind
    than all before it, or where what follows it is no group of three; it must be a group where three or a multiple of
    three digits follow several marks of one kind (``6.763.479000``: a mark was left out). Of ``1.234,16,00`` the last
    two zeros are those of an amount without sen, put behind one that has them.
    """
    whole = _MARKS.sub("", digits)
    marks = _MARKS.findall(digits)
    if not marks:
        return [whole]
    tail = _MARKS.split(digits)[-1]
    head = whole[: len(whole) - len(tail)]
    as_decimal = f"{head}.{tail}"
    if (twice := _SEN_TWICE.fullmatch(digits)) is not None:
        return [f"{_MARKS.sub('', twice['whole'])}.{twice['sen']}"]
    if len(marks) > 1 and len(set(marks)) > 1:
        # Two kinds of mark: the last is the decimal mark if it stands alone, and the groups before it are at fault.
        if marks.count(marks[-1]) == 1 and marks[-1] != "'":
            return [as_decimal] if len(tail) != 3 or marks[-1] == mark else [whole, as_decimal]
        if len(tail) % 3 == 0:
            return [whole]
        return [whole, as_decimal] if marks[-1] == "'" else [as_decimal, whole]
    if len(marks) == 1:
        # One mark that is not this column's decimal mark, and no group of three after it; none begins with zero.
        return [as_decimal] if len(tail) < 3 or head[:1] in ("", "0") else [whole, as_decimal]
    return [whole] if len(tail) % 3 == 0 else [as_decimal, whole]


def amount(value: Fraction, unit: str | None, lang: Lang, decimals: int | None = None) -> str:
    """An amount as a person writes it: ``Rp1.234.567``, ``1,38 %`` or ``12`` (Indonesian), with commas in English.

    Without ``decimals`` the value is written with as many as it needs, at most six for a value that does not end.
    """
    text = plain(value, decimals)
    whole, _, rest = text.lstrip("-").partition(".")
    grouped = f"{int(whole):,}"
    if lang == "id":
        number = grouped.replace(",", ".") + ("," + rest if rest else "")
    else:
        number = grouped + ("." + rest if rest else "")
    sign = "-" if text.startswith("-") else ""
    if unit == "rupiah":
        return f"{sign}Rp{number}"
    return f"{sign}{number} %" if unit == "percent" else f"{sign}{number}"


def amount_text(value: Fraction, unit: str | None, decimals: int | None = None) -> Text:
    """An amount in both languages."""
    return Text(amount(value, unit, "id", decimals), amount(value, unit, "en", decimals))
