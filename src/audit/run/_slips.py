"""Errors that people make in a single figure: a digit, the sign, the scale, or the figure of a neighbour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from audit.model.decimals import plain
from audit.model.figure import Figure
from audit.model.statement import Row, Statement

#: By what a figure is too large or too small when it was typed in another unit.
_SCALES = (Fraction(10), Fraction(1000), Fraction(1, 10), Fraction(1, 1000))


def slip(statement: Statement, row: int, column: str, rng: Random) -> tuple[str, Figure]:
    """A wrong figure for a cell, and what was done to the right one."""
    figure = statement.rows[row].figures[column]
    kinds = list(_SLIPS)
    rng.shuffle(kinds)
    for kind in kinds:
        wrong = _SLIPS[kind](figure, rng) if kind != "copied" else _copied(statement, row, column, rng)
        if wrong is not None and wrong.value != figure.value:
            return kind, wrong
    raise ValueError("a digit can always be another")


def step_of(figure: Figure) -> Fraction:
    """The step of the last digit that a figure prints, also where its print is exact."""
    if figure.quantum and (figure.value / figure.quantum).denominator == 1:
        return figure.quantum
    decimals = len(plain(abs(figure.value)).partition(".")[2])
    return Fraction(1, 10**decimals)


def _digits(figure: Figure) -> str:
    return str(round(abs(figure.value) / step_of(figure)))


def _typed(figure: Figure, digits: str) -> Figure:
    """The figure as if these digits had been typed, with its sign and its decimals."""
    value = int(digits) * step_of(figure) * (-1 if figure.value < 0 else 1)
    return Figure(value, figure.quantum, plain(value))


def _changed(figure: Figure, rng: Random) -> Figure | None:
    digits = _digits(figure)
    at = rng.randrange(len(digits))
    others = [d for d in "0123456789" if d != digits[at] and not (d == "0" and at == 0 and len(digits) > 1)]
    return _typed(figure, digits[:at] + rng.choice(others) + digits[at + 1 :])


def _swapped(figure: Figure, rng: Random) -> Figure | None:
    digits = _digits(figure)
    # A figure that begins with zero would be seen at once.
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and not (n == 0 and digits[1] == "0")]
    if not places:
        return None
    at = rng.choice(places)
    return _typed(figure, digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])


def _dropped(figure: Figure, rng: Random) -> Figure | None:
    digits = _digits(figure)
    at = rng.randrange(len(digits))
    return _typed(figure, digits[:at] + digits[at + 1 :]) if len(digits) > 1 else None


def _doubled(figure: Figure, rng: Random) -> Figure | None:
    digits = _digits(figure)
    at = rng.randrange(len(digits))
    return _typed(figure, digits[: at + 1] + digits[at:])


def _turned(figure: Figure, rng: Random) -> Figure | None:
    return Figure(-figure.value, figure.quantum, plain(-figure.value))


def _scaled(figure: Figure, rng: Random) -> Figure | None:
    values = [figure.value * factor for factor in _SCALES]
    printable = [value for value in values if (value / step_of(figure)).denominator == 1]
    value = rng.choice(printable)
    return Figure(value, figure.quantum, plain(value))


def _copied(statement: Statement, row: int, column: str, rng: Random) -> Figure | None:
    """The figure of the row above, or of the next column in which figures of the same type stand."""
    known = statement.column(column)
    position = known.position if known else 0
    beside = [c for c in statement.columns if known and c.type == known.type and c.position > position]
    above = next((other for other in reversed(statement.rows[:row]) if column in other.figures), None)
    near = [_figure(above, column), _figure(statement.rows[row], beside[0].name if beside else "")]
    figures = [figure for figure in near if figure is not None]
    return rng.choice(figures) if figures else None


def _figure(row: Row | None, column: str) -> Figure | None:
    figure = row.figures.get(column) if row is not None else None
    return Figure(figure.value, figure.quantum, figure.printed) if figure is not None else None


_SLIPS: dict[str, Callable[[Figure, Random], Figure | None]] = {
    "digit": _changed,
    "swapped": _swapped,
    "dropped": _dropped,
    "doubled": _doubled,
    "sign": _turned,
    "scale": _scaled,
    "copied": lambda figure, rng: None,
}

#: The kinds of errors, in the order in which they are told.
KINDS: Sequence[str] = tuple(_SLIPS)
