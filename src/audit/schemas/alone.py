"""What travels with an exported schema: these functions are copied into it, so they know pandas and pandera alone."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pandera.pandas as pa

from audit.model.figure import ZERO, Interval

#: What stands before this line is written anew for each export.


def number(value: Any) -> Fraction | None:
    """The exact number in a cell, None where it is blank; raises ValueError for a text that is no number."""
    value = value.item() if hasattr(value, "item") else value
    if blank(value):
        return None
    text = str(value).strip()
    # "1.234" may be a thousand and more, or a little more than one.
    if isinstance(value, str) and (not re.fullmatch(r"-?\d+(\.\d+)?", text) or re.search(r"\.\d{3}$", text)):
        raise ValueError(f"{value!r} is no figure")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction | str):
        raise ValueError(f"{value!r} is no figure")
    # A float is the shortest decimal that it prints as, so that 0.1 is a tenth.
    return value if isinstance(value, Fraction) else Fraction(text)


def is_figure(value: Any) -> bool:
    """Whether a cell holds a number or nothing."""
    try:
        number(value)
    except ValueError:
        return False
    return True


def decimals(value: Fraction) -> int:
    """How many decimals a number needs."""
    count = 0
    while value.denominator != 1 and count < 30:
        value, count = value * 10, count + 1
    return count


def spans(values: pd.Series[Any], type: str) -> list[Interval | None]:
    """All that each figure of a column may stand for, None for a blank.

    Money is exact to the sen and a count is exact where it is whole. A percentage is rounded, or cut, at the last digit
    that its column shows. A float with more than 15 digits is only as exact as floats are.
    """
    found = [number(value) if is_figure(value) else None for value in values]
    finest = max((decimals(value) for value in found if value is not None), default=0)
    result: list[Interval | None] = []
    for value, raw in zip(found, values, strict=True):
        if value is None:
            result.append(None)
            continue
        places = decimals(value)
        exact = places <= 2 if type == "rupiah" else places == 0 and type != "percent"
        step = ZERO if exact else Fraction(1, 10 ** (finest if type == "percent" else places))
        if isinstance(raw, float) and abs(raw) >= 2**53:
            step = Fraction(math.ulp(raw))
        result.append(Interval(value - (step if value < 0 else step / 2), value + (step if value > 0 else step / 2)))
    return result


def normal(value: Any, type: str) -> str:
    """What a text is compared by: no capitals, no double blanks, only the points of a code; a bullet is nothing."""
    text = " ".join(str(value).split()).casefold()
    return re.sub(r"[\s.,\-/]+", ".", text).strip("().•*–—") if type == "kode" else text


def bound(word: str, limit: Fraction, type: str) -> Callable[[pd.Series[Any]], pd.Series[bool]]:
    """A check that figures are at least, at most, above or below a limit."""
    edge = Interval.exactly(limit)
    holds: dict[str, Callable[[Interval], bool]] = {
        "min": edge.may_be_at_most,
        "max": lambda span: span.may_be_at_most(edge),
        "above": edge.may_be_below,
        "below": lambda span: span.may_be_below(edge),
    }
    return lambda values: flags(values, [span is None or holds[word](span) for span in spans(values, type)])


def whole(type: str) -> Callable[[pd.Series[Any]], pd.Series[bool]]:
    """A check that figures are, or may be, whole numbers."""
    return lambda values: flags(
        values,
        [
            span is None or span.low is None or span.high is None or math.ceil(span.low) <= span.high
            for span in spans(values, type)
        ],
    )


def listed(
    among: Collection[Fraction | int | str], wanted: bool, type: str
) -> Callable[[pd.Series[Any]], pd.Series[bool]]:
    """A check that figures or texts are among some, or that they are not."""
    texts = {normal(part, type) for part in among if isinstance(part, str)}
    points = [Interval.exactly(Fraction(part)) for part in among if not isinstance(part, str)]

    def check(values: pd.Series[Any]) -> pd.Series[bool]:
        if not points:
            return flags(values, [blank(value) or (normal(value, type) in texts) == wanted for value in values])
        # A rounded figure is among the numbers if it may be, and not among them if it need not be.
        found = spans(values, type)
        return flags(
            values,
            [
                span is None or (any(span.meets(point) for point in points) if wanted else span not in points)
                for span in found
            ],
        )

    return check


def matching(pattern: str) -> Callable[[pd.Series[Any]], pd.Series[bool]]:
    """A check that whole texts are written as a pattern says."""
    return lambda values: flags(
        values, [blank(value) or re.fullmatch(pattern, " ".join(str(value).split())) is not None for value in values]
    )


def unique(type: str) -> Callable[[pd.Series[Any]], pd.Series[bool]]:
    """A check that no text or code stood before."""

    def check(values: pd.Series[Any]) -> pd.Series[bool]:
        seen: set[str] = set()
        result = []
        for value in values:
            text = "" if blank(value) else normal(value, type)
            result.append(not text or text not in seen)
            seen.add(text)
        return flags(values, result)

    return check


def exactly(check: pa.Check, type: str) -> Callable[[pd.Series[Any]], Any]:
    """A check of pandera, asked of exact numbers or of texts."""

    def asked(values: pd.Series[Any]) -> Any:
        figures = type in ("rupiah", "percent", "count")
        exact = [(number(value) if is_figure(value) else None) if figures else value for value in values]
        kept = pd.Series(exact, index=values.index, dtype=object).dropna()
        output = check(kept).check_output
        return output.reindex(values.index, fill_value=True) if isinstance(output, pd.Series) else output

    return asked


def blank(value: Any) -> bool:
    """Whether a cell prints nothing."""
    return value is None or value is pd.NA or value is pd.NaT or str(value).strip() in ("", "nan", "NaN")


def flags(values: pd.Series[Any], result: Sequence[bool]) -> pd.Series[bool]:
    """Verdicts under the index of the cells that they are about."""
    return pd.Series(list(result), index=values.index, dtype=bool)


def only(frame: pd.DataFrame, column: str, result: Sequence[bool]) -> pd.DataFrame | pd.Series[bool]:
    """Verdicts about one column, so that pandera names its cells and not those beside them.

    Where a cell at fault is blank the verdicts are about whole rows: of single cells pandera names no blank.
    """
    if any(not good and blank(value) for good, value in zip(result, frame[column], strict=True)):
        return flags(frame[column], result)
    verdicts = pd.DataFrame(True, index=frame.index, columns=frame.columns)
    verdicts[column] = list(result)
    return verdicts


def filled(column: str, figures: Sequence[str]) -> Callable[[pd.DataFrame], pd.DataFrame | pd.Series[bool] | bool]:
    """A check that a column is not blank in rows with a figure; a row without any is a heading."""

    def check(frame: pd.DataFrame) -> pd.DataFrame | pd.Series[bool] | bool:
        if column not in frame:
            return True
        there = [name for name in figures if name in frame]
        rows = zip(frame[column], *(frame[name] for name in there), strict=True)
        return only(frame, column, [not blank(own) or all(map(blank, others)) for own, *others in rows])

    return check


def in_each_row(
    subject: str,
    types: dict[str, str],
    needs: Sequence[str],
    holds: Callable[[dict[str, Any]], bool],
    when: Callable[[dict[str, Any]], bool] | None = None,
) -> Callable[[pd.DataFrame], pd.DataFrame | pd.Series[bool] | bool]:
    """A check of an equation in each row; it is not asked where a figure is blank or a divisor may be zero."""

    def asked(at: dict[str, Any]) -> bool:
        try:
            return any(at[name] is None for name in needs) or (when is not None and not when(at)) or holds(at)
        except ZeroDivisionError:
            return True

    def check(frame: pd.DataFrame) -> pd.DataFrame | pd.Series[bool] | bool:
        if subject not in frame or any(name not in frame for name in needs):
            return True
        cells = {
            name: spans(frame[name], type)
            if type in ("rupiah", "percent", "count")
            else [None if blank(value) else str(value) for value in frame[name]]
            for name, type in types.items()
            if name in frame
        }
        rows = [
            {name: cells[name][position] if name in cells else None for name in types} for position in range(len(frame))
        ]
        return only(frame, subject, [asked(at) for at in rows])

    return check
