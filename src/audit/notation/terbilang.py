"""Indonesian number words (terbilang), read exactly into a value and written from one.

Only what can mean one number is read. A slip of the pen that leaves no doubt is read and told; where there is doubt
the words say nothing, since a number that we guessed would accuse whoever wrote the digits beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from audit.model.decimals import plain
from audit.model.figure import Figure

_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_DIGITS = {word: digit for digit, word in enumerate(_UNITS)} | {"kosong": 0}
#: Words that stand for thousands and their powers, the greatest first.
_SCALES = (("kuadriliun", 10**15), ("triliun", 10**12), ("miliar", 10**9), ("juta", 10**6), ("ribu", 10**3))
_SCALE = dict(_SCALES)
_UNIT = {"rupiah": "rupiah", "persen": "percent"}
#: Other spellings in use; those that the dictionary does not know are slips.
_SPELLINGS = {"milyar": "miliar", "trilyun": "triliun", "prosen": "persen"}
_MISSPELT = {
    "milyard": "miliar",
    "miliard": "miliar",
    "milliar": "miliar",
    "millyar": "miliar",
    "trilliun": "triliun",
    "trillyun": "triliun",
    "lapan": "delapan",
    "procen": "persen",
}
#: A prefix that is a one: "seribu" is a word of its own, and is read as one thousand.
_ONE = "se"
_TAKE_ONE = ("puluh", "belas", "ratus", "ribu", "juta", "miliar", "triliun", "kuadriliun")
_WORDS = frozenset(_DIGITS) | frozenset(_TAKE_ONE) | frozenset(_UNIT) | {"koma", "minus", "negatif", "sen"}
_PREFIXED = {_ONE + word: word for word in _TAKE_ONE} | {"semilyar": "miliar", "setrilyun": "triliun"}
_KNOWN = _WORDS | frozenset(_PREFIXED) | frozenset(_SPELLINGS) | frozenset(_MISSPELT)
#: A word of fewer letters is one edit from too many others.
_SHORTEST = 4
_LONGEST = 400

#: A hyphen at the end of a line parts a word or two of them; a joined word is taken apart again below.
_LINE_BREAK = re.compile(r"(?<=[a-z])[\u00ad\u2010-](?:[^\S\n]*\n\s*)(?=[a-z])|\u00ad")
_EDGES = " \t\r\n.,:;#*\"'=/()[]\u2013\u2014-\u201c\u201d\u00a0"
_LEAD = re.compile(r"(?:(?:dengan\s+huruf|terbilang|huruf)\s*:?\s*|rp\.?\s*)+(?=[a-z#*\"'(])")
_BETWEEN = re.compile(r"[\s\u2010-]+")


@dataclass(frozen=True, slots=True)
class Slip:
    """A word that is not written as it should be: as printed, and as meant.

    A slip is sure where the number stays the same whatever was meant; a letter that is wrong, or a word that seems left
    out, could also stand for another number.
    """

    printed: str
    meant: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Terbilang:
    """A number in words as read: its value, the step of its last digit, its unit if one is said, and the slips."""

    value: Fraction
    quantum: Fraction = Fraction(1)
    unit: str | None = None
    slips: tuple[Slip, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether no slip leaves room for another number, so that digits may be held against the words."""
        return all(slip.sure for slip in self.slips)

    def figure(self, printed: str) -> Figure:
        """The number as a figure: exact where no koma is said, as an amount of money is that is printed in full."""
        return Figure(self.value, self.quantum if self.quantum != 1 else Fraction(0), printed)


@lru_cache(maxsize=1 << 12)
def read_terbilang(text: str) -> Terbilang | None:
    """The number that the words are, or None for words that are no number or may be more than one."""
    if len(text) > _LONGEST:
        return None
    lexemes = _lexemes(text)
    if lexemes is None:
        return None
    words, slips = lexemes
    # What is mostly slips is no number: "batu" is one edit from "satu" and is a stone.
    if 2 * len(slips) >= len(words) or not any(word in _DIGITS or word in _TAKE_ONE for word in words):
        return None
    reading = _reading(words)
    return reading and replace(reading, slips=(*(slip for _, slip in slips), *reading.slips))


def is_number_word(word: str) -> bool:
    """Whether a word is one of those that numbers are said with, written as the dictionary has it or joined."""
    return _known(word.lower()) is not None


def terbilang(value: Fraction | int, unit: str | None = None, decimals: int | None = None) -> str:
    """A number in words, as ``seribu dua ratus koma lima``; raises ValueError for one that does not end or is too big.

    With ``decimals`` so many digits are said after the koma.
    """
    digits = plain(Fraction(value), decimals)
    whole, _, rest = digits.lstrip("-").partition(".")
    if int(whole) >= 1000 * _SCALES[0][1] or Fraction(digits) != value:
        raise ValueError(f"{value} cannot be said in words")
    said = ["minus"] if digits.startswith("-") else []
    said += _whole(int(whole)) or [_UNITS[0]]
    if rest:
        said += ["koma", *(_UNITS[int(digit)] for digit in rest)]
    word = next((word for word, name in _UNIT.items() if name == unit), None)
    return " ".join([*said, word] if word else said)


def _whole(number: int) -> list[str]:
    """The words of a whole number; none for zero."""
    said: list[str] = []
    for word, scale in _SCALES:
        count, number = divmod(number, scale)
        if count:
            said += [_ONE + word] if count == 1 and word == "ribu" else [*_below_thousand(count), word]
    return said + _below_thousand(number)


def _below_thousand(number: int) -> list[str]:
    hundreds, number = divmod(number, 100)
    said = [] if not hundreds else ["seratus"] if hundreds == 1 else [_UNITS[hundreds], "ratus"]
    tens, unit = divmod(number, 10)
    if tens == 1:
        return said + (["sepuluh"] if not unit else ["sebelas"] if unit == 1 else [_UNITS[unit], "belas"])
    if tens:
        said += [_UNITS[tens], "puluh"]
    return said + ([_UNITS[unit]] if unit else [])


# From the text to words that the dictionary knows


def _lexemes(text: str) -> tuple[list[str], list[tuple[int, Slip]]] | None:
    """The words of the text as the dictionary has them, ``se`` apart from what it stands before, and the slips."""
    lowered = _LINE_BREAK.sub("", text.lower().replace("\u2011", "-")).strip(_EDGES)
    lowered = _LEAD.sub("", lowered, count=1).strip(_EDGES) if _LEAD.match(lowered) else lowered
    words: list[str] = []
    slips: list[tuple[int, Slip]] = []
    for printed in _BETWEEN.split(lowered):
        split = _known(printed)
        if split is None:
            meant = _one_edit_away(printed)
            if meant is None:
                return None
            split = [meant]
            slips.append((len(words), Slip(printed, meant, sure=False)))
        for word in split:
            if word in _MISSPELT:
                slips.append((len(words), Slip(word, _MISSPELT[word], sure=True)))
            words += _plain_words(word)
    return words, slips


def _plain_words(word: str) -> list[str]:
    if word in _PREFIXED:
        return [_ONE, _PREFIXED[word]]
    return [_SPELLINGS.get(word, _MISSPELT.get(word, word))]


def _known(printed: str) -> list[str] | None:
    """The words that a print is made of, written apart or joined; None where there is no way or are several."""
    if printed in _KNOWN or printed == _ONE:
        return [printed]
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, len(printed) + 1):
        ways.append(
            [
                [*before, printed[start:end]]
                for start in range(end)
                if printed[start:end] in _KNOWN
                for before in ways[start]
            ]
        )
    found = {tuple(part for word in way for part in _plain_words(word)): way for way in ways[-1]}
    return next(iter(found.values())) if len(found) == 1 else None


def _one_edit_away(printed: str) -> str | None:
    """The one word that is a letter more, less or other, or two letters turned, away from the print."""
    if not printed.isalpha():
        return None
    meant = {
        " ".join(_plain_words(word)): word for word in _KNOWN if len(word) >= _SHORTEST and _is_one_edit(printed, word)
    }
    return next(iter(meant.values())) if len(meant) == 1 else None


def _is_one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])


# From words to a number


def _reading(words: Sequence[str]) -> Terbilang | None:
    """The number that words of the dictionary are: sign, whole part, decimals, magnitude and unit, in this order."""
    rest = list(words)
    below = rest[0] in ("minus", "negatif")
    if below:
        rest.pop(0)
    slips: list[Slip] = []
    value = _scaled(rest, slips)
    if value is None:
        return None
    number, quantum = value
    unit = _UNIT[rest.pop(0)] if rest and rest[0] in _UNIT else None
    if unit == "rupiah" and rest and quantum == 1:
        # "seratus rupiah lima puluh sen"
        sen = _thousand(rest, slips)
        if sen is None or sen >= 100 or rest != ["sen"]:
            return None
        rest.clear()
        number, quantum = number + Fraction(sen, 100), Fraction(1, 100)
    if rest:
        return None
    return Terbilang(-number if below else number, quantum, unit, tuple(slips))


def _scaled(rest: list[str], slips: list[Slip]) -> tuple[Fraction, Fraction] | None:
    """The number at the front of the words, and its step; the words of it are taken away."""
    if rest[:1] and rest[0] in ("nol", "kosong"):
        rest.pop(0)
        whole: int | None = 0
    else:
        whole = _groups(rest, slips)
    if whole is None:
        return None
    if rest[:1] != ["koma"]:
        return Fraction(whole), Fraction(1)
    rest.pop(0)
    decimals = _decimals(rest, slips)
    if decimals is None:
        return None
    factor = _SCALE[rest.pop(0)] if rest and rest[0] in _SCALE else 1
    if factor > 1 and whole >= 1000:
        return None
    step = Fraction(factor, 10 ** len(decimals))
    return factor * whole + step * int(decimals), step


def _groups(rest: list[str], slips: list[Slip]) -> int | None:
    """A whole number: counts below a thousand, each with a magnitude smaller than that before it."""
    total, last = 0, 1000 * _SCALES[0][1]
    while rest and rest[0] not in ("koma", "sen") and rest[0] not in _UNIT:
        alone = rest[:2] == [_ONE, rest[1]] and rest[1] in _SCALE if len(rest) > 1 else False
        count = 1 if alone else _thousand(rest, slips)
        if alone:
            rest.pop(0)
        if count is None:
            return None
        word = rest.pop(0) if rest and rest[0] in _SCALE else None
        scale = _SCALE[word] if word else 1
        if scale >= last:
            return None
        # "satu juta satu ribu" is said as well as "satu juta seribu".
        if word == "ribu" and count == 1 and not alone and not total:
            slips.append(Slip("satu ribu", "seribu", sure=True))
        total, last = total + count * scale, scale
    return total or None


def _thousand(rest: list[str], slips: list[Slip]) -> int | None:
    """A number from 1 to 999 at the front of the words: hundreds, tens and units, in this order."""
    total, smallest = 0, 1000
    while rest:
        taken = _part(rest, slips)
        if taken is None:
            break
        number, step, highest = taken
        if highest > smallest:
            return None
        total, smallest = total + number, step
    return total or None


def _part(rest: list[str], slips: list[Slip]) -> tuple[int, int, int] | None:
    """Hundreds, tens or a unit at the front: the number, what may follow is below this, and what must go before it."""
    after = rest[1] if len(rest) > 1 else ""
    if rest[0] == _ONE or rest[0] in _DIGITS:
        digit = 1 if rest[0] == _ONE else _DIGITS[rest[0]]
        if after in ("ratus", "puluh", "belas"):
            if digit == 0:
                return None
            if digit == 1 and rest[0] != _ONE:
                slips.append(Slip(f"{rest[0]} {after}", _ONE + after, sure=True))
            del rest[:2]
            if after == "ratus":
                return 100 * digit, 100, 1000
            # Nothing goes behind "sepuluh": eleven and all above it have words of their own.
            return (10 * digit, 10 if digit > 1 else 1, 100) if after == "puluh" else (10 + digit, 1, 100)
        if rest[0] == _ONE or digit == 0:
            return None
        rest.pop(0)
        return digit, 1, 10
    if rest[0] in ("ratus", "belas"):
        # Whether a "se" was left out here or a word before it, nobody can tell.
        word = rest.pop(0)
        slips.append(Slip(word, _ONE + word, sure=False))
        return (100, 100, 1000) if word == "ratus" else (11, 1, 100)
    return None


def _decimals(rest: list[str], slips: list[Slip]) -> str | None:
    """The digits after the koma, said one by one or, behind any zeros, as one number below a thousand."""
    zeros = 0
    while rest and rest[0] in ("nol", "kosong"):
        rest.pop(0)
        zeros += 1
    singles = 0
    while singles < len(rest) and rest[singles] in _DIGITS:
        singles += 1
    after = rest[singles] if singles < len(rest) else ""
    if after in _TAKE_ONE[:3] or after == _ONE:
        number = _thousand(rest, slips)
        # "koma lima ratus juta" may be half of a hundred million, or five hundred thousand.
        return None if number is None or (number >= 100 and number % 100 == 0) else "0" * zeros + str(number)
    digits = "0" * zeros + "".join(str(_DIGITS[word]) for word in rest[:singles])
    del rest[:singles]
    return digits or None
