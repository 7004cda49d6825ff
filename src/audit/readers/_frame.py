"""A pandas DataFrame is read as a grid whose first row is the names of its columns."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.model.document import Cell, Document, Grid, Input, Number, Place
from audit.notation.number_format import show

if TYPE_CHECKING:
    import pandas


def read_frame(frame: pandas.DataFrame, id: str) -> Document:
    """The DataFrame as a Document; lines count from 1 for the names of the columns, after those of a named index."""
    frame = flat(frame)
    digest = hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest()
    grid = grid_of(frame, "dataframe", Place(id, "dataframe"))
    return Document(Input(id, "dataframe", digest, "dataframe"), (grid,))


def flat(frame: pandas.DataFrame) -> pandas.DataFrame:
    """The DataFrame with a named index as its first columns."""
    levels = [name for name in frame.index.names if name is not None]
    return frame.reset_index(level=levels, allow_duplicates=True) if levels else frame


def grid_of(frame: pandas.DataFrame, name: str, whole: Place) -> Grid:
    """A DataFrame as a grid whose first row is the names of its columns."""
    columns: list[Any] = list(frame.columns)
    names = [" ".join(str(part) for part in name if part) if isinstance(name, tuple) else str(name) for name in columns]
    heading = tuple(Cell(name, replace(whole, line=1, column=n)) for n, name in enumerate(names, 1))
    rows: list[tuple[Cell | None, ...]] = [heading]
    for line, values in enumerate(frame.itertuples(index=False, name=None), 2):
        rows.append(
            tuple(
                _cell(value, Place(whole.input, whole.file, line=line, column=n)) for n, value in enumerate(values, 1)
            )
        )
    return Grid(name, whole, tuple(rows))


def _cell(value: Any, place: Place) -> Cell | None:
    if hasattr(value, "item"):
        value = value.item()
    if value is None or str(value) in ("", "<NA>", "NaT"):
        return None
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        # NaN is how pandas writes a blank, infinity what a division by zero leaves.
        return None if math.isnan(value) else Cell(str(value), place, error=True)
    if isinstance(value, Decimal):
        exact, exponent = Fraction(value), int(value.as_tuple().exponent)
        return Cell(str(value), place, Number(exact, Fraction(10) ** min(exponent, 0), exact))
    if isinstance(value, int | float) and not isinstance(value, bool):
        text, number = show(value, None, exact=isinstance(value, int))
        return Cell(text, place, number)
    text = str(value)
    return Cell(text.strip(), place, indent=len(text) - len(text.lstrip())) if text.strip() else None
