"""A Markdown file is read in its order: tables under their titles, prose as passages, each with its line."""

from pathlib import Path

import pytest
from reading import drawn, read_one

from audit.model.document import Document


def note(text: str, folder: Path) -> Document:
    """The file as read."""
    path = folder / "laporan.md"
    path.write_bytes(text.encode())
    return read_one(path)


TABLE = "| Uraian | Pagu |\n|---|---:|\n| A | 100 |\n"
DRAWN = [["Uraian", "Pagu"], ["A", "100"]]


def test_tables_and_prose_are_read_in_their_order(tmp_path: Path) -> None:
    read = note(f"# Laporan\n\nPagu **Rp 100** dari [APBD](x).\n\n## Vokasi\n\n{TABLE}\nDemikian.\n", tmp_path)
    assert [drawn(grid) for grid in read.grids] == [[["Laporan", None], ["Vokasi", None], *DRAWN]]
    assert [(p.text, p.place.line) for p in read.passages] == [("Pagu Rp 100 dari APBD.", 3), ("Demikian.", 11)]
    assert read.grids[0].rows[-1][1].place.text == "laporan.md:9:2"  # type: ignore[union-attr]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_all_ends_of_lines_are_known(end: str, tmp_path: Path) -> None:
    assert drawn(note(TABLE.replace("\n", end), tmp_path).grids[0]) == DRAWN


FORMS = [
    pytest.param("Uraian | Pagu\n--- | ---\nA | 100\n", id="without bars at the ends"),
    pytest.param("| Uraian | Pagu |\n| A | 100 |\n", id="without the rule"),
    pytest.param("> | Uraian | Pagu |\n> |---|---|\n> | A | 100 |\n", id="quoted"),
    pytest.param("- | Uraian | Pagu |\n  |---|---|\n  | A | 100 |\n", id="in a list"),
    pytest.param("---\nhari: 2\n---\n" + TABLE, id="below what is for programs"),
    pytest.param("<table><tr><td>Uraian<td>Pagu<tr><td>A<td>100</table>\n", id="HTML"),
]


@pytest.mark.parametrize("text", FORMS)
def test_tables_of_all_forms_are_read(text: str, tmp_path: Path) -> None:
    assert [drawn(grid) for grid in note(text, tmp_path).grids] == [DRAWN]


def test_cells_beyond_the_heading_are_kept_and_missing_ones_blank(tmp_path: Path) -> None:
    [grid] = note(TABLE + "| B | 200 | 7 |\n| C |\n", tmp_path).grids
    assert drawn(grid)[-2:] == [["B", "200", "7"], ["C", None, None]]


def test_a_cell_is_read_as_it_is_shown(tmp_path: Path) -> None:
    rows = "| **Jumlah** | `5.1.02` |\n| &nbsp;&nbsp;A \\| B | 1&nbsp;000<br>x |\n|  | ~ |\n"
    [grid] = note(TABLE + rows, tmp_path).grids
    assert drawn(grid)[2:] == [["Jumlah", "5.1.02"], ["A | B", "1\u00a0000\nx"], [None, "~"]]
    assert [(cell.bold, cell.indent) for row in grid.rows[2:4] if (cell := row[0])] == [(True, 0), (False, 2)]


def test_an_item_of_a_list_is_prose_and_no_title(tmp_path: Path) -> None:
    read = note(f"- Pagu naik\n- Sisa turun\n\n{TABLE}", tmp_path)
    assert [passage.text for passage in read.passages] == ["Pagu naik", "Sisa turun"]
    assert drawn(read.grids[0]) == DRAWN


def test_a_heading_with_an_amount_is_told_once(tmp_path: Path) -> None:
    read = note(f"# Pagu Rp 1.000.000 tahun 2024 untuk enam bulan\n\n{TABLE}\n\n## B\n\n{TABLE}", tmp_path)
    assert [len(grid.rows) for grid in read.grids] == [3, 3]


def test_a_file_without_tables_is_prose(tmp_path: Path) -> None:
    assert (note("Satu.\n\nDua.\n", tmp_path).grids, len(note("Satu.\n\nDua.\n", tmp_path).passages)) == ((), 2)
