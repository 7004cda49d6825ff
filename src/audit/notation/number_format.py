"""What a spreadsheet shows of a number: the format decides the digits that a person sees.

The number format codes are those of ECMA-376 part 1, 18.8.31. Read are the section for the number, by its sign or by a
condition, the places for digits before and after the point, scaling commas, percent signs, and literal text.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby
from typing import Literal

from audit.model.decimals import to_decimal
from audit.model.document import Number

_TOKEN = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|general|e[-+]|.', re.IGNORECASE | re.DOTALL)
_CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<limit>-?\d{1,18}(?:\.\d{1,18})?)\]")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_FRACTION = re.compile(r"(?P<apart>[0#?]+ +)?[0#?]+ *\/ *(?P<below>[0#?]{1,7}|\d{1,7})")

#: Digits that a binary double, and hence any spreadsheet, keeps of a number.
SIGNIFICANT = 15
#: With so many digits a fraction without a format was computed, and its last two digits are the dust of that.
_COMPUTED = 14

Kind = Literal["text", "before", "point", "after"]


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a format as texts, places for digits before the point, the point, and places after it.

    ``general`` says that it shows a number by its own digits; ``denominator`` is the largest of a fraction, or the only
    one if ``fixed``, and ``apart`` says that its wholes stand apart. A condition is a comparison and its limit.
    """

    parts: tuple[tuple[Kind, str], ...]
    grouped: bool = False
    thousands: int = 0
    general: bool = False
    denominator: int = 0
    fixed: bool = False
    apart: bool = False
    condition: tuple[str, Fraction] | None = None
    #: The places before and after the point, and the text around them.
    before: str = ""
    after: str = ""
    literal: str = ""
    percents: int = 0
    #: What stands before and after the digits, where all places show one and nothing stands between them.
    around: tuple[str, str] | None = None

    def holds(self, stored: Fraction) -> bool:
        """Whether a number fulfils the condition of the section."""
        return self.condition is not None and bool(_COMPARE[self.condition[0]](stored, self.condition[1]))


def show(value: int | float, code: str | None, *, exact: bool = False) -> tuple[str, Number]:
    """The text that a person sees of a stored number, and the number with the precision that the text has.

    ``exact`` says that an int is no double but has all its digits, as an integer of a DataFrame or of JSON.
    """
    # A Decimal reads the digits of a double several times as fast as a Fraction does.
    stored = Fraction(*Decimal(repr(value)).as_integer_ratio()) if isinstance(value, float) else Fraction(value)
    exact = exact and not isinstance(value, float)
    section, signed = _chosen(_sections(code or "General"), stored)
    if section.denominator:
        return _as_fraction(stored, section, signed=signed), Number(stored, None, stored)
    places = section.before or section.after
    if section.general or not (places or section.literal.strip()):
        return _general(stored, exact=exact)
    if not places:
        # A section of text alone, as `"-"` for zero: what it hides is only the zero.
        return section.literal.strip(), Number(stored, Fraction(0), stored)
    return _formatted(stored, section, signed=signed, exact=exact)


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[list[str]] = [[]]
    for token in _TOKEN.findall(code):
        if token == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    if len(sections) > 1 and "@" in sections[-1]:
        # The last section is for texts.
        sections.pop()
    return tuple(_section(tokens) for tokens in sections)


def _section(tokens: list[str]) -> _Section:
    bare = "".join(token for token in tokens if len(token) == 1)
    places = any(place in tokens for place in "0#?")
    fraction = _FRACTION.search(bare)
    below = fraction["below"] if fraction else ""
    fixed = below.strip("0#?") != ""
    parts, commas, thousands = _parts(tokens, places=places)
    condition = next((found for token in tokens if (found := _CONDITION.fullmatch(token))), None)
    runs = tuple((kind, "".join(text for _, text in run)) for kind, run in groupby(parts, key=lambda part: part[0]))
    return _Section(
        parts=runs,
        grouped=commas,
        thousands=thousands,
        # Scientific notation shows few digits of a number that is meant whole.
        general=any(token.lower() in ("general", "@", *(("e+", "e-") if places else ())) for token in tokens),
        denominator=(int(below) if fixed else 10 ** len(below) - 1) if below else 0,
        fixed=fixed,
        apart=fraction is not None and fraction["apart"] is not None,
        condition=(condition["sign"], Fraction(condition["limit"])) if condition else None,
        before=_joined(parts, "before"),
        after=_joined(parts, "after"),
        literal=_joined(parts, "text"),
        percents=bare.count("%"),
        around=None if thousands else _around(runs),
    )


def _around(runs: tuple[tuple[Kind, str], ...]) -> tuple[str, str] | None:
    """The texts before and after the digits of a format that always shows one before the point, and all after it."""
    kinds = [kind for kind, _ in runs]
    head = runs[0][1] if kinds[:1] == ["text"] else ""
    tail = runs[-1][1] if kinds[1:] and kinds[-1] == "text" else ""
    places = runs[bool(head) : len(runs) - bool(tail)]
    if [kind for kind, _ in places] not in (["before"], ["before", "point", "after"]):
        return None
    plain = places[0][1].strip("#") == "0" and places[0][1].endswith("0") and set(places[-1][1][-1:]) == {"0"}
    return (head, tail) if plain and (len(places) == 1 or set(places[2][1]) == {"0"}) else None


def _joined(parts: Iterable[tuple[Kind, str]], wanted: Kind) -> str:
    return "".join(text for kind, text in parts if kind == wanted)


def _parts(tokens: list[str], *, places: bool) -> tuple[list[tuple[Kind, str]], bool, int]:
    """The parts of a section one by one, whether a comma parts groups of digits, and how many scale by a thousand.

    A comma groups where digits follow it before the point; after the last digit, before or after the point, it scales.
    """
    parts: list[tuple[Kind, str]] = []
    here: Kind = "before"
    grouped, pending, thousands = False, 0, 0
    seen = False
    for token in tokens:
        if token in ("0", "#", "?"):
            grouped |= pending > 0 and here == "before"
            pending, seen = 0, True
            parts.append((here, token))
        elif token == "." and places and here == "before":
            thousands, pending, here = thousands + pending, 0, "after"
            parts.append(("point", token))
        elif token == "," and seen:
            pending += 1
        else:
            parts.append(("text", _text(token)))
    return parts, grouped, thousands + pending


def _text(token: str) -> str:
    """What a token prints that is no place for a digit."""
    if token.startswith('"'):
        return token.strip('"')
    if token.startswith("[$"):
        return token[2:-1].partition("-")[0]
    if len(token) > 1:
        return token[1] if token.startswith("\\") else ""
    return token


def _chosen(sections: tuple[_Section, ...], stored: Fraction) -> tuple[_Section, bool]:
    """The section for a number, and whether it holds only numbers below zero, so that it prints their sign itself."""
    first = sections[0]
    if len(sections) == 1:
        return first, False
    second, third = sections[1], sections[2] if len(sections) > 2 else first
    if first.condition is None and second.condition is None:
        if stored < 0:
            return second, True
        return (third if stored == 0 else first), False
    if first.holds(stored) or (first.condition is None and stored > 0):
        chosen = first
    else:
        chosen = second if second.condition is None or second.holds(stored) else third
    if chosen.condition is None:
        rest_of = first.condition or ("", Fraction(0))
        return chosen, chosen is second and rest_of[0] in (">", ">=") and rest_of[1] == 0
    return chosen, chosen.condition[0] in ("<", "<=") and chosen.condition[1] <= 0 and chosen.holds(stored)


def _general(stored: Fraction, *, exact: bool) -> tuple[str, Number]:
    """A number without a format: its own digits, with the trailing zeros lost."""
    if stored.denominator == 1 and abs(stored.numerator) < 10**SIGNIFICANT:
        return str(stored.numerator), Number(stored, None, stored)
    decimal = _significant(stored)
    exponent = decimal.as_tuple().exponent
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    digits = _digits(stored)
    # A whole number and one with few decimals keep no trace of their precision.
    quantum = None
    if digits > SIGNIFICANT and not exact:
        quantum = _grain(digits)
    elif decimals > 2 and digits + decimals >= _COMPUTED:
        quantum = Fraction(100, 10**decimals)
    elif decimals > 6:
        quantum = Fraction(1, 10**decimals)
    return f"{decimal:f}", Number(Fraction(decimal), quantum, stored)


def _significant(stored: Fraction) -> Decimal:
    """The value to the digits that a double keeps, without trailing zeros."""
    decimal = to_decimal(stored, max(SIGNIFICANT - _digits(stored), 0))
    text = f"{decimal:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _digits(value: Fraction) -> int:
    """How many digits a value has before the point."""
    return len(str(abs(value.numerator) // value.denominator))


def _grain(digits: int) -> Fraction:
    """The step between neighbouring numbers of so many digits that a double can tell apart."""
    return Fraction(10) ** (digits - SIGNIFICANT)


def _formatted(stored: Fraction, section: _Section, *, signed: bool, exact: bool) -> tuple[str, Number]:
    if section.around is not None:
        return _plainly(stored, section, section.around, signed=signed, exact=exact)
    decimals = len(section.after)
    thousand = 1000**section.thousands
    behind = stored * 100**section.percents if section.percents else stored
    scaled = behind / thousand if section.thousands else behind
    decimal = to_decimal(scaled, decimals)
    before, after = _places(decimal, section)
    if not before + after:
        if stored == 0 and section.literal.strip():
            # Places that show no zero, as in the `"-"??` of accounting formats.
            return section.literal.strip(), Number(stored, Fraction(0), stored)
        before = "0"
    rounded = Fraction(decimal)
    quantum = Fraction(thousand, 10**decimals)
    digits = _digits(behind)
    if digits + decimals > SIGNIFICANT and not exact:
        quantum = max(quantum, _grain(digits))
    text = ("-" if decimal < 0 and not signed else "") + _filled(section, before, after)
    return text, Number(rounded * thousand, quantum, behind, rounded != scaled, section.percents > 0)


def _plainly(
    stored: Fraction, section: _Section, around: tuple[str, str], *, signed: bool, exact: bool
) -> tuple[str, Number]:
    """What most formats of money and percentages show, without a look at each digit."""
    decimals = len(section.after)
    behind = stored * 100**section.percents if section.percents else stored
    step = 10**decimals
    above, below = behind.numerator, behind.denominator
    units = (2 * abs(above) * step + below) // (2 * below)
    whole, rest = divmod(units, step)
    text = around[0] + (f"{whole:,}" if section.grouped else str(whole))
    text += (f".{rest:0{decimals}d}" if decimals else "") + around[1]
    hidden = units * below != abs(above) * step
    rounded = Fraction(units if above >= 0 else -units, step) if hidden else behind
    quantum = _step(decimals)
    digits = _digits(behind) if units >= 10 ** (SIGNIFICANT - 1) else 0
    if digits + decimals > SIGNIFICANT and not exact:
        quantum = max(quantum, _grain(digits))
    sign = "-" if above < 0 and units and not signed else ""
    return sign + text.strip(), Number(rounded, quantum, behind, hidden, section.percents > 0)


@cache
def _step(decimals: int) -> Fraction:
    """The step of the last of so many decimals."""
    return Fraction(1, 10**decimals)


def _places(decimal: Decimal, section: _Section) -> tuple[str, str]:
    """The digits before and after the point: a 0 in the format prints a zero that does not count, # and ? do not."""
    before, _, after = f"{abs(decimal):f}".partition(".")
    least = len(section.before) - section.before.index("0") if "0" in section.before else 0
    return before.lstrip("0").zfill(least), after.rstrip("0").ljust(section.after.rfind("0") + 1, "0")


def _filled(section: _Section, before: str, after: str) -> str:
    """The text of a section with digits in its places, those before the point from the right, the first takes the rest.

    Texts may stand between the places, as in ``00"."00"."00`` for a code.
    """
    size = len(before)
    if section.grouped:
        digits = [digit + ("," if (size - n) % 3 == 1 and n < size - 1 else "") for n, digit in enumerate(before)]
    else:
        digits = list(before)
    runs = [text for kind, text in section.parts if kind == "before"]
    start, ends = size, []
    for run in reversed(runs[1:]):
        ends.append(start)
        start = max(start - len(run), 0)
    ends.append(start)
    filled, taken, decimals = [], 0, 0
    for kind, text in section.parts:
        if kind == "before":
            end = ends.pop()
            filled.append("".join(digits[taken:end]))
            taken = end
        elif kind == "point":
            # A format may have no place before the point.
            filled.append("".join(digits[taken:]) + ".")
        elif kind == "after":
            filled.append(after[decimals : decimals + len(text)])
            decimals += len(text)
        else:
            filled.append(text)
    return "".join(filled).strip()


def _as_fraction(stored: Fraction, section: _Section, *, signed: bool) -> str:
    """A number as a person sees it in a format as ``# ?/?``; its value is the one behind it."""
    value = abs(stored)
    if section.fixed:
        value = Fraction(to_decimal(value * section.denominator, 0)) / section.denominator
    else:
        value = value.limit_denominator(section.denominator)
    wholes = int(value) if section.apart else 0
    rest = value - wholes
    below = section.denominator if section.fixed else rest.denominator
    texts = [str(wholes)] if wholes or not rest else []
    texts += [f"{rest * below}/{below}"] if rest else []
    return ("-" if stored < 0 and value and not signed else "") + " ".join(texts)
