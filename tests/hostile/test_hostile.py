"""Whatever is named as a report: one clear problem with a hint, exit code 2, and never a traceback."""

import gc
import os
import random
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

import audit

HEADING = "Uraian,Pagu,Realisasi,Sisa\n"
BODY = "Jumlah,300,200,100\nA,100,100,0\nB,200,100,100\n"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

NOISE = random.Random(2021)

# test_a_damaged_workbook_is_closed_again tells of files left open; until they are closed, they must not strike at
# whatever test runs when they are collected.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    gc.collect()


def workbook() -> bytes:
    """A workbook that is in order."""
    book = openpyxl.Workbook()
    for line in (HEADING + BODY).splitlines():
        book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def package(**parts: bytes) -> bytes:
    """A ZIP file of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def with_sheet(content: bytes) -> bytes:
    """A workbook with this for the XML of its sheet."""
    with zipfile.ZipFile(BytesIO(workbook())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    return package(**(parts | {"xl/worksheets/sheet1.xml": content}))


def bomb() -> bytes:
    """XML whose entities grow by ten at each of nine levels."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "hahaha">{levels}]><worksheet><sheetData>&e9;</sheetData></worksheet>'.encode()


ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def packed(size: int) -> bytes:
    """A workbook whose sheet is so many blanks."""
    stream = BytesIO(workbook())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet2.xml", b" " * size)
    return stream.getvalue()


def locked(content: bytes) -> bytes:
    """A ZIP file whose members say that they are encrypted."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


def many_pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    made = pypdfium2.PdfDocument.new()
    for _ in range(count):
        made.new_page(100, 100)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def wide(cells: str) -> bytes:
    """A workbook with these cells in one row."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_sheet(f'<worksheet xmlns="{main}"><sheetData><row>{cells}</row></sheetData></worksheet>'.encode())


#: name of the file, code of the problem, what its message must name, the bytes.
FILES: list[tuple[str, str, str, bytes]] = [
    ("kosong.xlsx", "empty", "empty", b""),
    ("kosong.csv", "empty", "empty", b""),
    ("kosong.txt", "empty", "empty", b"\n \r\n"),
    ("tanda.csv", "empty", "empty", b"\xef\xbb\xbf"),
    ("nul.xlsx", "empty", "empty", bytes(4096)),
    ("separuh.xlsx", "broken", "cut short", workbook()[: len(workbook()) // 2]),
    ("tanpa-akhir.xlsx", "broken", "cut short", workbook()[:-20]),
    ("awal.xlsx", "broken", "cut short", workbook()[:10]),
    ("arsip.xlsx", "broken", "cannot be opened", package(halo=b"hello")),
    ("arsip-kosong.xlsx", "broken", "cannot be opened", package()),
    ("xml-rusak.xlsx", "broken", "damaged", with_sheet(b"<worksheet><sheetData><row>")),
    ("bom.xlsx", "unsafe", "XML entities", with_sheet(bomb())),
    ("bom.docx", "unsafe", "XML entities", package(**{"word/document.xml": bomb()})),
    ("bom.ods", "unsafe", "XML entities", package(mimetype=ODS, **{"content.xml": bomb()})),
    ("bom.xml", "unsafe", "XML entities", bomb()),
    ("mengembang.xlsx", "too-large", "200 times", packed(120 << 20)),
    ("sejuta-kolom.xlsx", "too-large", "16,384 columns", wide("<c><v>1</v></c>" * 1_000_000)),
    ("kolom-jauh.xlsx", "too-large", "16,384 columns", wide('<c r="ZZZ1"><v>1</v></c>')),
    ("panjang.pdf", "too-many-pages", "10000 pages", many_pages(10_000)),
    ("terpotong.pdf", "broken", "cannot be opened", b"%PDF-1.7\n" + NOISE.randbytes(5000)),
    ("acak-pk.xlsx", "broken", "damaged", b"PK\x03\x04" + NOISE.randbytes(5000)),
    ("acak.xlsx", "not-xlsx", "not an XLSX workbook", NOISE.randbytes(5000)),
    ("acak.xls", "not-xls", "not an XLS workbook", NOISE.randbytes(5000)),
    ("acak.docx", "broken", "damaged", NOISE.randbytes(5000)),
    ("acak.ods", "broken", "damaged", NOISE.randbytes(5000)),
    ("acak.xlsb", "broken", "damaged", b"PK\x03\x04" + NOISE.randbytes(5000)),
    ("acak.zip", "broken", "damaged", b"PK\x03\x04" + NOISE.randbytes(5000)),
    ("web.xlsx", "no-table", "no table", b"<html><table><tr><td>Pagu</td></tr></table></html>"),
    ("sandi.xlsx", "password", "password", OLE2 + "EncryptedPackage".encode("utf-16-le") + bytes(1000)),
    ("sandi.docx", "password", "password", OLE2 + "EncryptedPackage".encode("utf-16-le") + bytes(1000)),
    ("sandi.zip", "password", "password", locked(package(**{"a.csv": b"x"}))),
    ("lama.xlsx", "broken", "damaged", OLE2 + "Workbook".encode("utf-16-le") + bytes(1000)),
    ("lama.xls", "broken", "damaged", OLE2 + "Workbook".encode("utf-16-le") + bytes(1000)),
    (
        "lama.doc",
        "unknown-kind",
        "Word document of the old format",
        OLE2 + "WordDocument".encode("utf-16-le") + bytes(9),
    ),
    ("laporan.docx", "broken", "damaged", package(word=b"")),
    ("laporan.rar", "unknown-kind", "RAR archive", b"Rar!\x1a\x07\x00" + bytes(100)),
    ("foto.pdf", "unknown-kind", "an image", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    ("tanpa-laporan.zip", "unknown-kind", "a.sav", package(**{"a.sav": b"$FL2"})),
    ("kosong.zip", "cannot-open", "holds no file", package()),
    ("laporan.odt", "unknown-kind", ".odt", b"x"),
    ("laporan", "unknown-kind", "laporan", b"x"),
    ("gambar.csv", "unknown-kind", "an image", b"\x89PNG\r\n\x1a\n" + bytes(20) + NOISE.randbytes(2000)),
    ("byte-nul.csv", "not-text", "no text file", (HEADING + "A\x00,1,2,3\n").encode()),
    ("tanpa-tabel.md", "no-table", "no table", b"# Selamat pagi\n"),
    ("tanpa-tabel.html", "no-table", "no table", b"<p>Selamat pagi\n"),
    ("acak.csv", "no-table", "no table", bytes(byte or 1 for byte in NOISE.randbytes(5000))),
    ("sel-panjang.csv", "broken", "line 2", (HEADING + "A" * 200_000 + ",1,2,3\n").encode()),
    ("kutip-panjang.csv", "broken", "line", (HEADING + '"A,1,2,3\n' + BODY * 5000).encode()),
    ("kutip-judul.csv", "broken", "line 1", ('"' + HEADING + BODY).encode()),
    ("lebar.csv", "unknown-table", "headings", b"1," * 100_000 + b"1\n"),
    ("tanpa-tabel.csv", "no-table", "no table", b"Selamat pagi\n"),
    ("hanya-koma.csv", "no-table", "no table", b",,,\n,,,\n"),
    ("tanpa-angka.txt", "no-table", "no table", b"Tidak ada angka di sini.\n"),
]

each_file = pytest.mark.parametrize(("name", "code", "names", "content"), FILES, ids=[name for name, *_ in FILES])


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line, run as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "audit", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=os.environ | {"PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "200"},
        timeout=120,
    )


def refused(path: Path, code: str, names: str) -> None:
    """Demand one problem of that code, in both languages and with a hint, and exit code 2."""
    report = audit.check(path)
    [problem] = report.problems
    assert problem.code == code
    assert names in problem.message.en
    assert problem.hint is not None
    assert all((problem.message.id, problem.hint.id, problem.hint.en))
    assert problem.lost
    assert (report.exit, report.verdict, report.findings) == (2, "incomplete", ())


@each_file
def test_a_file_that_is_no_report_is_one_problem(
    name: str, code: str, names: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, code, names)


@each_file
def test_the_command_tells_the_problem_and_ends_with_2(
    name: str, code: str, names: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    done = command("check", tmp_path / name)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 2
    assert name in done.stdout
    assert done.stderr == ""


def test_a_missing_file_is_one_problem(tmp_path: Path) -> None:
    refused(tmp_path / "tiada.xlsx", "cannot-open", "There is no file")


def test_a_folder_without_reports_is_one_problem(tmp_path: Path) -> None:
    refused(tmp_path, "cannot-open", str(tmp_path))
    (tmp_path / "map.xlsx").mkdir()
    refused(tmp_path / "map.xlsx", "cannot-open", "map.xlsx")


def test_an_indonesian_message_is_indonesian(tmp_path: Path) -> None:
    [problem] = audit.check(tmp_path).problems
    assert "Is a directory" not in problem.message.id


@pytest.mark.parametrize("name", ["tiada.xlsx", "."])
def test_the_command_ends_with_2_where_there_is_nothing_to_open(name: str, tmp_path: Path) -> None:
    done = command("check", tmp_path / name)
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (2, False)


def test_a_link_to_itself_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "lingkar.xlsx").symlink_to(tmp_path / "lingkar.xlsx")
    refused(tmp_path / "lingkar.xlsx", "cannot-open", "lingkar.xlsx")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "rahasia.xlsx").write_bytes(workbook())
    (tmp_path / "rahasia.xlsx").chmod(0)
    refused(tmp_path / "rahasia.xlsx", "cannot-open", "rahasia.xlsx")


def test_one_file_that_cannot_be_read_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    (tmp_path / "b.csv").write_text(HEADING + BODY, "utf-8")
    report = audit.check([tmp_path / "a.xlsx", tmp_path / "b.csv"])
    assert [problem.code for problem in report.problems] == ["broken"]
    assert [input.read for input in report.inputs] == ["not", "whole"]
    assert [len(statement.rows) for statement in report.statements] == [3]
    assert report.exit == 2


def test_a_report_in_order_has_no_problem(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook())
    report = audit.check(tmp_path / "a.xlsx")
    assert (report.problems, report.exit) == ((), 0)


def test_a_line_of_100_000_cells_in_a_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "lebar.csv").write_text(HEADING + BODY + "C" + ",1" * 100_000 + "\n", "utf-8")
    [statement] = audit.check(tmp_path / "lebar.csv").statements
    assert len(statement.rows) == 4


def test_a_long_label_is_a_label(tmp_path: Path) -> None:
    (tmp_path / "panjang.csv").write_text(HEADING + BODY.replace("A,", "A" * 100_000 + ","), "utf-8")
    report = audit.check(tmp_path / "panjang.csv")
    assert (report.problems, report.findings) == ((), ())


def test_an_unclosed_quote_in_a_short_table_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "kutip.csv").write_text(HEADING + BODY.replace("A,", '"A,'), "utf-8")
    report = audit.check(tmp_path / "kutip.csv")
    assert [problem.stage for problem in report.problems] == ["read"]
    assert report.exit != 0


def test_a_quote_within_a_label_is_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "kutip.csv").write_text(HEADING + BODY.replace("A,", 'Kain 2" lebar,'), "utf-8")
    [statement] = audit.check(tmp_path / "kutip.csv").statements
    assert [row.uraian for row in statement.rows] == ["Jumlah", 'Kain 2" lebar', "B"]


@pytest.mark.parametrize("content", [OLE2, NOISE.randbytes(3000)], ids=["ole2", "noise"])
def test_a_binary_file_named_txt_is_no_text(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "narasi.txt").write_bytes(content)
    refused(tmp_path / "narasi.txt", "not-text", "no text file")


@pytest.mark.parametrize("name", ["xml-rusak.xlsx", "bom.xlsx"])
def test_a_damaged_workbook_is_closed_again(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(next(content for file, *_, content in FILES if file == name))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        audit.check(tmp_path / name)
        gc.collect()
    assert [str(warning.message) for warning in caught] == []


def test_a_stray_cell_in_the_last_corner_of_a_sheet_is_survived(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (HEADING + BODY).splitlines():
        book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.worksheets[0]["XFD1048576"] = " "
    book.save(tmp_path / "jauh.xlsx")
    resource = pytest.importorskip("resource", reason="only Unix limits the memory of a process")
    done = subprocess.run(
        [sys.executable, "-m", "audit", "check", tmp_path / "jauh.xlsx"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000)),
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)


WRONG_USAGE = [
    pytest.param("check laporan.csv --ruls x", "--ruls", id="an unknown option"),
    pytest.param("check --no-settings", "name the files to audit", id="no file"),
    pytest.param("chek laporan.csv", "chek", id="an unknown command"),
    pytest.param("check laporan.csv --fail-on fatal", "fatal", id="an unknown threshold"),
    pytest.param("check laporan.csv --lang fr", "fr", id="an unknown language"),
    pytest.param("check laporan.csv --format docx", "docx", id="an unknown format"),
    pytest.param("check laporan.csv --out laporan.docx", "docx", id="an unknown suffix to write"),
    pytest.param("check laporan.csv --rules realisas", "realisasi", id="a misspelt rulebook"),
    pytest.param("check laporan.csv --rules tiada.yaml", "tiada.yaml", id="a rule file that does not exist"),
    pytest.param("check laporan.csv --rules rusak.yaml", "rusak.yaml", id="a rule file that is no YAML"),
    pytest.param("check laporan.csv --rules kosong.yaml", "kosong.yaml", id="a rule file that is empty"),
    pytest.param("check laporan.csv --rules biner.yaml", "biner.yaml", id="a rule file that is a workbook"),
    pytest.param("check laporan.csv --rules aturan.yaml", "aturan.yaml", id="a rule that is no equation"),
    pytest.param("explain tiada", "tiada", id="a rule that does not exist"),
]

RULEBOOK = """
rulebook: aturan
title: {id: Aturan, en: Rules}
statements:
  rincian:
    title: {id: Rincian, en: Detail}
    columns:
      uraian: {type: text, headings: [uraian]}
      pagu: {type: rupiah, headings: [pagu]}
rules:
  - id: sisa
    title: {id: Sisa benar, en: Sisa is right}
    why: {id: Begitu, en: So it is}
    assert: pagu = = 3
"""


@pytest.mark.parametrize(("arguments", "names"), WRONG_USAGE)
def test_wrong_usage_and_a_broken_rule_file_end_with_3(
    arguments: str, names: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("laporan.csv").write_text(HEADING + BODY, "utf-8")
    Path("rusak.yaml").write_text("rules: [a, {b: c\n", "utf-8")
    Path("kosong.yaml").write_bytes(b"")
    Path("biner.yaml").write_bytes(workbook())
    Path("aturan.yaml").write_text(RULEBOOK, "utf-8")
    done = command(*arguments.split())
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 3
    assert names in done.stderr
    assert done.stdout == ""
