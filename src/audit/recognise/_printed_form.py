"""A count of which it is open whether it was planned or done is told by its decimals, if one column has them always."""

from __future__ import annotations

from collections.abc import Sequence

from audit.recognise._detached import Placed
from audit.recognise._fitting import Columns
from audit.recognise._tokens import Token

#: So many rows with both counts tell how each is printed.
_ENOUGH = 3


def by_form(rows: Sequence[Placed], columns: Columns) -> list[Placed]:
    """The rows with a lone count put where all others are printed in its form, and none in the other column is."""
    places = [n for n, column in enumerate(columns.order) if column.type == "count" and column.name]
    if len(places) != 2:
        return list(rows)
    pairs = [(row.cells[places[0]], row.cells[places[1]]) for row in rows if row.cells.keys() >= set(places)]
    forms = [{_decimals(pair[n]) for pair in pairs} for n in (0, 1)]
    # A fixed number of decimals is printed behind whole numbers too.
    fixed = [any(pair[n].text.endswith((".00", ",00", ".0", ",0")) for pair in pairs) for n in (0, 1)]
    told = len(pairs) >= _ENOUGH and all(len(form) == 1 for form in forms) and forms[0] != forms[1] and any(fixed)
    return [_settled(row, places, forms) if told else row for row in rows]


def _settled(one: Placed, places: Sequence[int], forms: Sequence[set[int]]) -> Placed:
    open = [token for token in one.unread if token is one.row.tail[0] and "count" in token.types and token.value]
    if len(open) != 1 or any(place in one.cells for place in places) or not one.row.has_unit:
        return one
    if one.row.tail[1:] and one.row.tail[1].is_figure:
        return one
    place = next((place for place, form in zip(places, forms, strict=True) if _decimals(open[0]) in form), None)
    if place is None:
        return one
    return Placed(one.row, {**one.cells, place: open[0]}, [token for token in one.unread if token is not open[0]])


def _decimals(token: Token) -> int:
    """How many digits stand behind the mark."""
    return len(token.text.replace(",", ".").rpartition(".")[2]) if "." in token.text or "," in token.text else 0
