"""Quantities are read with their units, and as products; what is more or less than that is none."""

from fractions import Fraction
from typing import Any

from drawn import rows

from audit.notation.quantities import read_quantity


@rows("quantities.yaml", "quantities")
def test_a_quantity_is_read(drawn: dict[str, Any], row: list[str]) -> None:
    text, mark, value = row
    read = read_quantity(text, mark)  # type: ignore[arg-type]
    assert read is not None
    assert read.value == Fraction(value)


@rows("quantities.yaml", "none")
def test_a_text_is_no_quantity(drawn: dict[str, Any], row: list[str]) -> None:
    assert read_quantity(row[0], ",") is None
