"""A text file is prose: a passage for each paragraph, with the line on which it begins."""

from pathlib import Path

import pytest
from reading import read_one

LETTER = """
Yth. Bupati

Alokasi dana sebesar
Rp 1.000 dari APBD.


    Sisa Rp 5.
"""


def passages(folder: Path, content: bytes) -> list[tuple[int | None, str]]:
    """The line and the text of each passage."""
    path = folder / "narasi.txt"
    path.write_bytes(content)
    document = read_one(path)
    assert (document.grids, document.problems) == ((), ())
    return [(passage.place.line, passage.text) for passage in document.passages]


READ = [(2, "Yth. Bupati"), (4, "Alokasi dana sebesar Rp 1.000 dari APBD."), (8, "Sisa Rp 5.")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_blank_lines_part_paragraphs(end: str, tmp_path: Path) -> None:
    assert passages(tmp_path, LETTER.replace("\n", end).encode()) == READ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encoding_is_found_out(encoding: str, tmp_path: Path) -> None:
    assert passages(tmp_path, "Anggaran – déjà".encode(encoding)) == [(1, "Anggaran – déjà")]


def test_utf_16_is_read(tmp_path: Path) -> None:
    assert passages(tmp_path, "Pagu Rp 1.000".encode("utf-16")) == [(1, "Pagu Rp 1.000")]


def test_a_place_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "narasi.txt").write_text("\n\nPagu.", "utf-8")
    assert read_one(tmp_path / "narasi.txt").passages[0].place.text == "narasi.txt:3"


def test_a_form_feed_is_no_line(tmp_path: Path) -> None:
    assert passages(tmp_path, b"Satu.\x0c\n\nDua.\n") == [(1, "Satu."), (3, "Dua.")]


def test_no_line_end_is_needed(tmp_path: Path) -> None:
    assert passages(tmp_path, b"Satu.\n\nDua.") == [(1, "Satu."), (3, "Dua.")]
