"""A name is the official one, written with more care or less, or it is another."""

from typing import Any

from drawn import rows

from audit.notation.names import same_name


@rows("names.yaml", "same")
def test_a_name_is_the_official_one(drawn: dict[str, Any], row: list[str]) -> None:
    assert same_name(*row)


@rows("names.yaml", "other")
def test_a_name_is_another(drawn: dict[str, Any], row: list[str]) -> None:
    assert not same_name(*row)
