"""The number formats that a workbook names by a number only, and which formats show dates.

The numbers are those of ECMA-376 part 1, 18.8.30.
"""

from __future__ import annotations

import re

_MONEY = '"$"'


def _accounting(sign: str, decimals: str, dash: str) -> str:
    """A format that sets signs apart and prints a dash for zero."""
    figure = f"_({sign}* #,##0{decimals}_)"
    return rf'{figure};_({sign}* \(#,##0{decimals}\);_({sign}* "-"{dash}_);_(@_)'


def _bracketed(figure: str, colour: str = "") -> str:
    """A format that prints what is below zero in brackets."""
    return f"{figure}_);{colour}({figure})"


BUILTIN = {
    0: "General",
    **dict(enumerate(("0", "0.00", "#,##0", "#,##0.00"), 1)),
    5: _bracketed(f"{_MONEY}#,##0"),
    6: _bracketed(f"{_MONEY}#,##0", "[Red]"),
    7: _bracketed(f"{_MONEY}#,##0.00"),
    8: _bracketed(f"{_MONEY}#,##0.00", "[Red]"),
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??"), 9)),
    **dict(enumerate(("mm-dd-yy", "d-mmm-yy", "d-mmm", "mmm-yy"), 14)),
    **dict(enumerate(("h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "m/d/yy h:mm"), 18)),
    37: _bracketed("#,##0"),
    38: _bracketed("#,##0", "[Red]"),
    39: _bracketed("#,##0.00"),
    40: _bracketed("#,##0.00", "[Red]"),
    41: _accounting("", "", ""),
    42: _accounting(_MONEY, "", ""),
    43: _accounting("", ".00", "??"),
    44: _accounting(_MONEY, ".00", "??"),
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mmss.0", "##0.0E+0", "@"), 45)),
}

#: What stands in quotes, and in brackets that count no hours, minutes or seconds, says nothing of dates.
_ASIDE = re.compile(r'".*?"|\[(?!(?:hh?|mm?|ss?)\])[^\]]*\]')
_DATE = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_SPAN = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)


def shows_date(code: str) -> bool:
    """Whether a format shows a number as a date, a time or a span of time."""
    return _DATE.search(_ASIDE.sub("", code.partition(";")[0])) is not None


def shows_span(code: str) -> bool:
    """Whether a format shows a number as a span of time, as ``[h]:mm``."""
    return _SPAN.search(code.partition(";")[0]) is not None
