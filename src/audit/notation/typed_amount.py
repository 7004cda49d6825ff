"""An amount of rupiah as a person types it in a command or a settings file, as ``5000000`` or ``5 juta``."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from audit.model.text import Text
from audit.notation.numerals import MAGNITUDES

#: Thousands by dots and decimals by a comma, as Indonesian writes them. "5,000" and "5 M" mean other amounts to readers
#: of English, and are refused; nobody is asked for more digits than a state has money.
_TYPED = re.compile(
    rf"""(?:rp\.?|idr)?\s*
    (?P<whole>[0-9]{{1,24}}|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,7}})
    (?:,(?P<decimals>[0-9]{{1,2}})(?=\s*[a-z])|,00|,-)?
    \s*(?P<magnitude>{"|".join(word for word in MAGNITUDES if len(word) > 1)})?""",
    re.VERBOSE | re.IGNORECASE,
)


class WrongAmount(ValueError):  # noqa: N818  (it names what is wrong, as a Problem does)
    """What was given is no amount of rupiah; ``message`` says what to write."""

    def __init__(self, given: Text) -> None:
        self.message = given + Text(
            " bukan jumlah rupiah; tulis misalnya 5000000, 5.000.000 atau “5 juta”",
            " is no amount of rupiah; write, for instance, 5000000, 5.000.000 or “5 juta”",
        )
        super().__init__(self.message.en)


def as_amount(given: int | str | Decimal | Fraction) -> Fraction:
    """The amount that was given as a number or typed; raises WrongAmount for what is none, or is below zero."""
    if isinstance(given, str):
        typed = _TYPED.fullmatch(given.strip())
        if typed is not None:
            digits = Fraction(f"{typed['whole'].replace('.', '')}.{typed['decimals'] or '0'}")
            return digits * MAGNITUDES[typed["magnitude"].lower()] if typed["magnitude"] else digits
    else:
        exact = given.is_finite() if isinstance(given, Decimal) else not isinstance(given, bool | float)
        if exact and given >= 0:
            return Fraction(given)
    raise WrongAmount(Text(f"“{given}”", f"“{given}”"))
