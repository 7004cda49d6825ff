"""An XLSB workbook is read by its values, and error values, which are then blank, are told."""

import struct
import zipfile
from pathlib import Path

from reading import drawn, read_one

from audit.model.document import Document

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)


def record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind and its length, as numbers of seven bits a byte, and its content."""
    told = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return told + bytes([len(content)]) + content


def wide(text: str) -> bytes:
    """A text with its length before it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def workbook(cells: bytes, folder: Path) -> Document:
    """A workbook with one sheet of one row, as read."""
    sheets = record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("APBD")) + record(144)
    row = record(0, struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0))
    size = record(148, struct.pack("<IIII", 0, 0, 0, 5))
    sheet = record(129) + size + record(145) + row + cells + record(146) + record(130)
    with zipfile.ZipFile(folder / "laporan.xlsb", "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.bin"))
        package.writestr("xl/workbook.bin", record(131) + sheets + record(132))
        package.writestr(
            "xl/_rels/workbook.bin.rels", RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin")
        )
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return read_one(folder / "laporan.xlsb")


def cell(kind: int, column: int, content: bytes) -> bytes:
    """A cell of a kind."""
    return record(kind, struct.pack("<II", column, 0) + content)


NUMBER = cell(5, 1, struct.pack("<d", 1234.5))


def test_values_are_read(tmp_path: Path) -> None:
    read = workbook(cell(6, 0, wide("Uraian")) + NUMBER, tmp_path)
    assert (drawn(read.grids[0]), read.problems) == ([["Uraian", "1234.5"]], ())
    assert (read.grids[0].rows[0][1].place.text, read.input.kind) == ("laporan.xlsb!APBD!B1", "xlsb")  # type: ignore[union-attr]


def test_an_error_value_is_told(tmp_path: Path) -> None:
    read = workbook(cell(3, 0, b"\x17") + NUMBER, tmp_path)
    assert drawn(read.grids[0]) == [[None, "1234.5"]]
    assert ([problem.code for problem in read.problems], read.input.read) == (["error-values"], "partly")


def test_a_cell_in_the_last_corner_takes_the_worker_and_not_the_run(tmp_path: Path) -> None:
    far = record(0, struct.pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0)) + cell(5, 16_383, struct.pack("<d", 1.0))
    read = workbook(cell(6, 0, wide("Uraian")) + far, tmp_path)
    assert ([problem.code for problem in read.problems], read.input.read) == (["cannot-open"], "not")
