"""Which headings say that a budget is the one before it was changed."""

import pytest

from audit.notation.versions import is_before_change


@pytest.mark.parametrize("heading", ["Sebelum Perubahan", "APBD Murni", "Anggaran Semula (Rp)", "Anggaran awal"])
def test_a_budget_before_its_change_is_known_by_its_heading(heading: str) -> None:
    assert is_before_change(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Setelah Perubahan",
        "Menjadi",
        "Anggaran",
        "Realisasi tahun sebelumnya",
        "Saldo awal",
        "Selisih sebelum dan setelah",
    ],
)
def test_what_stands_after_a_change_or_is_no_budget_is_not(heading: str) -> None:
    assert not is_before_change(heading)
