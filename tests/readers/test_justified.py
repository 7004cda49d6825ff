"""Lines of running text that are set to the margin are prose; rows of a table are none, however their gaps fall."""

from __future__ import annotations

import pytest

from audit.model.document import Passage, Place
from audit.readers._columns import Row
from audit.readers._justified import justified
from audit.readers._page import Line, Page, Word
from audit.readers._paragraphs import without_prose

HEIGHT = 10.0


def line(text: str, gaps: list[float], left: float = 100.0, top: float = 0.0) -> Line:
    """A line of these words, each letter five points wide, with these gaps between them."""
    words = []
    for word, gap in zip(text.split(), [*gaps, 0.0], strict=True):
        right = left + 5.0 * len(word)
        words.append(Word(word, (left, top, right, top + HEIGHT)))
        left = right + gap
    return Line(tuple(words))


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        # All blanks stretched alike.
        ("Dana Alokasi Umum sebesar Rp333.439.320.000,00 atau 100,00 % dari", [7.8] * 8),
        ("Hasil Pengelolaan Kekayaan Daerah yang Dipisahkan sebesar", [17.0] * 6),
        # Double and triple blanks of a typist.
        (
            "2010 adalah sebesar Rp619.488.837.730,00 atau mencapai 98,75 % dari",
            [8.1, 16.2, 8.1, 8.1, 16.2, 8.1, 8.1, 8.1],
        ),
        ("anggaran yang telah ditetapkan sebesar Rp627.302.077.226,66.", [13.5, 4.5, 13.5, 13.5, 22.5]),
    ],
)
def test_a_line_whose_gaps_are_so_many_equal_blanks_is_one_text(text: str, gaps: list[float]) -> None:
    found = justified(line(text, gaps), [])
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        # A label and its figures, at gaps that happen to be so many blanks.
        ("belanja alat tulis kantor 1.250.000 1.200.000", [2.8, 2.8, 2.8, 8.4, 8.4]),
        ("belanja alat tulis kantor 1.250.000", [2.8, 2.8, 2.8, 8.4]),
        ("belanja alat tulis kantor Rp 1.250.000", [2.8, 2.8, 2.8, 8.4, 8.4]),
        # A code and its label.
        ("1.02.03 belanja alat tulis kantor dinas", [8.4, 2.8, 2.8, 2.8, 2.8]),
        ("a. belanja alat tulis kantor dinas", [8.4, 2.8, 2.8, 2.8, 2.8]),
        # Gaps of no common blank.
        ("belanja alat tulis kantor dan cetak", [2.8, 2.8, 11.9, 2.8, 2.8]),
        # Headings in capital letters, and a row of column numbers.
        ("Uraian Anggaran Realisasi Sisa Persen", [15.0] * 4),
        ("1 2 3 4 5 6", [15.0] * 5),
        # Columns that stand far apart.
        ("uraian anggaran realisasi sisa persen", [60.0] * 4),
    ],
)
def test_a_row_of_a_table_stays_parted(text: str, gaps: list[float]) -> None:
    assert justified(line(text, gaps), []) is None


def test_an_upright_rule_parts_cells_whatever_the_gaps_are() -> None:
    spread = line("Hasil Pengelolaan Kekayaan Daerah yang Dipisahkan sebesar", [17.0] * 6)
    assert justified(spread, [spread.words[2].box[2] + 8.0]) is None


def rows(*drawn: tuple[str, float, float, float]) -> list[Row]:
    """Lines of one text each: what it says, where it begins and ends, and its top."""
    return [
        Row(1, (left, top, right, top + HEIGHT), [Word(text, (left, top, right, top + HEIGHT))])
        for text, left, right, top in drawn
    ]


def read(given: list[Row]) -> tuple[list[str], list[str]]:
    """The paragraphs and the lines that are none."""
    page = Page(1, 600.0, 800.0, (), (), ())
    passages: list[Passage] = []
    kept = without_prose(given, page, passages, lambda number, box: Place("i1", "a.pdf", page=number, box=box))
    return [passage.text for passage in passages], [word.text for row in kept for word in row.texts]


LONG = "Pajak Daerah sebesar Rp19.710.740.857,00 atau 115,64 % dari anggaran sebesar"


def test_a_paragraph_may_end_with_a_line_that_is_an_amount() -> None:
    passages, kept = read(rows((LONG, 100, 520, 0), ("Rp17.045.275.299,00.", 100, 200, 14)))
    assert passages == [f"{LONG} Rp17.045.275.299,00."]
    assert kept == []


def test_an_amount_that_stands_elsewhere_is_no_end_of_a_paragraph() -> None:
    passages, kept = read(rows((LONG, 100, 520, 0), ("Rp17.045.275.299,00.", 420, 520, 14)))
    assert passages == [LONG]
    assert kept == ["Rp17.045.275.299,00."]


def test_a_line_that_stands_lower_begins_a_paragraph() -> None:
    passages, _ = read(
        rows((LONG, 100, 520, 0), ("lanjutan", 100, 200, 14), (LONG, 100, 520, 33), ("akhir", 100, 200, 47))
    )
    assert passages == [f"{LONG} lanjutan", f"{LONG} akhir"]


def test_a_line_parted_by_a_tab_goes_on_in_the_next() -> None:
    tab = Row(
        1,
        (120, 0, 520, HEIGHT),
        [
            Word("Realisasi Pendapatan Asli Daerah periode 1 Januari sampai", (120, 0, 440, HEIGHT)),
            Word("dengan", (480, 0, 520, HEIGHT)),
        ],
    )
    passages, _ = read(
        [tab, *rows(("31 Desember 2010 adalah sebesar Rp87.321.034.057,00 atau mencapai", 100, 520, 14))]
    )
    assert passages == [
        "Realisasi Pendapatan Asli Daerah periode 1 Januari sampai dengan 31 Desember 2010 adalah sebesar "
        "Rp87.321.034.057,00 atau mencapai"
    ]
