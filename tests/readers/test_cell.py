"""A cell of a sheet that works out what it shows when it is asked is a cell like any other."""

from __future__ import annotations

import copy
import gc
import pickle
from dataclasses import FrozenInstanceError, asdict, replace
from fractions import Fraction

import pytest

from audit.model.document import Cell, Number, Place
from audit.readers._cell import Copied, SheetCell, Stored, Style, cell_of
from audit.readers._sheet import at_rest

PLACE = Place("i1", "buku.xlsx", "L")
STORED = Stored(1234.5, "n", Style("#,##0", 2, True), "=A1*2")
SHOWN = Cell(
    "1,235",
    Place("i1", "buku.xlsx", "L", "C7"),
    Number(Fraction(1235), Fraction(1), Fraction(2469, 2), hidden=True),
    "=A1*2",
    2,
    True,
)


def made() -> SheetCell:
    return cell_of(STORED, (PLACE, 7), 3)


def test_it_is_the_cell_that_it_shows() -> None:
    assert made() == SHOWN
    assert SHOWN.__eq__(made()) is NotImplemented
    assert made() == made()
    assert hash(made()) == hash(SHOWN)
    assert made() != replace(SHOWN, bold=False)
    assert made() != "1,235"
    assert {made(), SHOWN} == {SHOWN}


@pytest.mark.parametrize("name", [*Cell.__slots__])
def test_each_field_may_be_the_first_that_is_asked_for(name: str) -> None:
    cell = made()
    assert getattr(cell, name) == getattr(SHOWN, name)
    assert cell == SHOWN


def test_it_is_changed_copied_and_handed_over_like_any_other() -> None:
    assert replace(made(), text="x") == replace(SHOWN, text="x")
    assert copy.copy(made()) == SHOWN
    assert copy.deepcopy(made()) == SHOWN
    assert pickle.loads(pickle.dumps(made())) == SHOWN
    assert asdict(made()) == asdict(SHOWN)
    assert "text='1,235'" in repr(made())


def test_it_is_frozen_and_has_no_other_fields() -> None:
    with pytest.raises(FrozenInstanceError):
        made().text = "x"  # type: ignore[misc]  (that it cannot be set is what is tried)
    with pytest.raises(AttributeError, match="colour"):
        made().colour  # type: ignore[attr-defined]  # noqa: B018  (that it is not there is what is tried)


def test_a_shared_formula_is_written_out_for_its_cell() -> None:
    masters: dict[str | None, tuple[str, int, int]] = {}
    cell = cell_of(Stored(1, formula=Copied(masters, "0", 7, 3)), (PLACE, 7), 3)
    masters["0"] = "=SUM(A$1:A2)", 2, 1
    assert cell.formula == "=SUM(C$1:C7)"
    assert cell_of(Stored(1, formula=Copied(masters, "9", 7, 3)), (PLACE, 7), 3).formula == "="


def test_the_collector_is_at_rest_only_while_it_is_told_so() -> None:
    with at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), at_rest():
        1 / 0  # noqa: B018  (it is there to fail)
    assert gc.isenabled()
    gc.disable()
    try:
        with at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
