"""Indonesian and English numerals, read exactly as printed, and amounts written for a reader of either language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

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

_NIL = frozenset({"-", "–", "—", "−", "--", "nihil", "nil"})
_SPACES = "\u00a0\u202f\u2009\u2007 "

_FRAME = re.compile(
    r"""^\s*
    (?P<open>\()?\s*
    (?P<minus>[-−–])?\s*
    (?P<currency>rp\.?|idr)?\s*
    (?P<minus2>[-−–])?\s*
    (?P<open2>\()?\s*
    (?P<digits>\d[\d.,' \u00a0\u202f\u2009\u2007]*)
    (?P<tail>[.,]?\s*[-−–]{1,2})?\s*
    (?P<magnitude>ribu|rb|juta|jt|million|miliar|milyar|m|billion|triliun|trilyun|t)?\.?\s*
    (?P<percent>%|persen|percent)?\s*
    (?P<close>\))?\s*
    (?P<percent2>%|persen)?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


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


def is_numeral(text: str) -> bool:
    """Whether the text is a figure and nothing else, in any convention."""
    return text.strip().lower() in _NIL or _FRAME.match(text) is not None


def has_digit(text: str) -> bool:
    """Whether the text is a figure other than a printed nil."""
    return _FRAME.match(text) is not None


def decimal_mark(texts: Iterable[str], *, fallback: Mark | None = None, grouped: bool = True) -> Mark:
    """The decimal mark of a column, decided by all its cells.

    Each cell that is well-formed under one mark only votes for it. Where none can tell, the mark of the rest of the
    table decides (``fallback``); else three digits after a lone mark are a group if ``grouped`` (amounts, counts) and
    decimals if not (percentages).
    """
    votes: Counter[Mark] = Counter()
    lone: Counter[str] = Counter()
    for text in texts:
        frame = _FRAME.match(text)
        if frame is None:
            continue
        digits = _close_up(frame["digits"])
        comma, dot = _well_formed(digits, ","), _well_formed(digits, ".")
        if comma != dot:
            votes[(",") if comma else (".")] += 1
        elif comma:
            lone.update(mark for mark in ",." if mark in digits)
    if votes[","] != votes["."]:
        return "," if votes[","] > votes["."] else "."
    if fallback is not None:
        return fallback
    if lone and not votes:
        mark, _ = lone.most_common(1)[0]
        return _other(mark) if grouped else ("," if mark == "," else ".")
    return "," if votes else "."


def read_numeral(text: str, mark: Mark) -> Numeral | None:
    """The numeral that the text is under a decimal mark, or None where it is no numeral at all."""
    stripped = text.strip()
    if stripped.lower() in _NIL:
        return Numeral((Fraction(0),), Fraction(0), nil=True)
    frame = _FRAME.match(stripped)
    if frame is None or bool(frame["open"] or frame["open2"]) != bool(frame["close"]):
        return None
    digits = _close_up(frame["digits"])
    sign = -1 if frame["open"] or frame["open2"] or frame["minus"] or frame["minus2"] else 1
    scale = MAGNITUDES[frame["magnitude"].lower()] if frame["magnitude"] else 1
    well = _well_formed(digits, mark)
    readings = [_plain(digits, mark)] if well else _repairs(digits, mark)
    decimals = len(readings[0].partition(".")[2])
    return Numeral(
        tuple(dict.fromkeys(Fraction(reading) * scale * sign for reading in readings)),
        Fraction(scale, 10**decimals),
        percent=bool(frame["percent"] or frame["percent2"]),
        malformed=not well,
        fraction_digits=decimals,
    )


def _close_up(digits: str) -> str:
    """The digits with blanks between groups of three written as apostrophes, and other blanks dropped."""
    trimmed = digits.strip(_SPACES).rstrip(".,")
    return re.sub(rf"[{_SPACES}]+", "'", trimmed)


def _other(mark: str) -> Mark:
    return "." if mark == "," else ","


def _well_formed(digits: str, mark: Mark) -> bool:
    """Whether digits and marks follow the convention with that decimal mark: groups of three, decimals at the end."""
    group = re.escape(_other(mark))
    point = re.escape(mark)
    pattern = rf"(?:[1-9]\d{{0,2}}(?:(?P<g>{group}|')\d{{3}})(?:(?P=g)\d{{3}})*|\d+)(?:{point}\d+)?"
    return re.fullmatch(pattern, digits) is not None


def _plain(digits: str, mark: Mark) -> str:
    return digits.replace("'", "").replace(_other(mark), "").replace(mark, ".")


def _repairs(digits: str, mark: Mark) -> list[str]:
    """All readings of digits whose marks follow no convention, as plain decimal strings, the likelier first.

    Without any mark the digits are a whole number. The last mark may be a decimal mark where it is of the other kind
    than all before it, or where what follows it is no group of three; it must be a group where three or a multiple of
    three digits follow several marks of one kind (``6.763.479000``: a mark was left out).
    """
    whole = re.sub(r"\D", "", digits)
    marks = re.findall(r"[.,']", digits)
    tail = re.split(r"[.,']", digits)[-1]
    head = whole[: len(whole) - len(tail)]
    if not marks or not head:
        return [whole]
    as_decimal = f"{head}.{tail}"
    if len(marks) > 1 and len(set(marks)) > 1:
        # Two kinds of mark: the last is the decimal mark if it stands alone, and the groups before it are at fault.
        if marks.count(marks[-1]) == 1 and marks[-1] != "'":
            return [as_decimal] if len(tail) != 3 or marks[-1] == mark else [whole, as_decimal]
        return [whole] if len(tail) % 3 == 0 else [whole, as_decimal]
    if len(marks) == 1:
        # One mark that is not this column's decimal mark, and no group of three after it.
        return [as_decimal] if len(tail) < 3 else [whole, as_decimal]
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
