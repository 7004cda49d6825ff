"""An archive is read as a folder is, and what could do harm in it is refused by name."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from reading import drawn

import audit
from audit.model.document import Document
from audit.readers import read

CSV = "Uraian;Pagu;Realisasi;Sisa\nJumlah;300;200;100\nA;100;100;0\nB;200;100;100\n"
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(100)


def archive(members: dict[str, bytes | str], folder: Path, name: str = "arsip.zip") -> list[Document]:
    """An archive of these files, as read."""
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as made:
        for member, content in members.items():
            made.writestr(member, content)
    return list(read([folder / name]))


def workbook() -> bytes:
    """A workbook with one cell."""
    stream = BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 7
    book.save(stream)
    return stream.getvalue()


def test_each_file_is_read_by_its_own_reader_under_the_name_of_the_archive(tmp_path: Path) -> None:
    documents = archive({"b/narasi.txt": "Pagu.", "a.csv": CSV, "c.xlsx": workbook()}, tmp_path)
    assert [(d.input.id, d.input.kind, Path(d.input.path).name) for d in documents] == [
        ("i1", "csv", "arsip.zip!a.csv"),
        ("i2", "txt", "narasi.txt"),
        ("i3", "xlsx", "arsip.zip!c.xlsx"),
    ]
    assert documents[0].grids[0].rows[1][1].place.text == "arsip.zip!a.csv:2:2"  # type: ignore[union-attr]
    assert (documents[0].grids[0].name, documents[1].passages[0].place.text) == ("a", "arsip.zip!b/narasi.txt:1")
    assert drawn(documents[2].grids[0]) == [["7"]]


def test_an_archive_is_one_report(tmp_path: Path) -> None:
    archive({"a.csv": CSV, "b.csv": CSV}, tmp_path)
    report = audit.check(tmp_path / "arsip.zip")
    assert (len(report.statements), report.problems, report.exit) == (2, (), 0)


def test_what_file_managers_leave_is_left_out(tmp_path: Path) -> None:
    litter = dict.fromkeys(["__MACOSX/._a.csv", ".DS_Store", "x/~$a.xlsx", "Thumbs.db", "x/.git/a.csv"], b"x")
    assert [d.input.path[-5:] for d in archive({"a.csv": CSV, **litter, "x/": b""}, tmp_path)] == ["a.csv"]


def test_files_that_no_reader_knows_are_one_problem(tmp_path: Path) -> None:
    [known, whole] = archive({"a.csv": CSV, "foto.jpg": PHOTO, "b/data.sav": b"$FL2"}, tmp_path)
    assert (known.problems, whole.input.read, whole.input.id) == ((), "partly", "i2")
    [problem] = whole.problems
    assert problem.lost is not None
    assert (problem.code, problem.lost.en) == ("unknown-kind", "b/data.sav, foto.jpg")


UNSAFE = ["../a.csv", "/etc/a.csv", "C:/a.csv", "x/../../a.csv", "..\\a.csv"]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str, tmp_path: Path) -> None:
    [good, bad] = sorted(archive({"b.csv": CSV, name: CSV}, tmp_path), key=lambda d: len(d.problems))
    assert (good.problems, [problem.code for problem in bad.problems], bad.grids) == ((), ["unsafe"], ())


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "arsip.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    [bad, _] = read([tmp_path / "arsip.zip"])
    assert [problem.code for problem in bad.problems] == ["unsafe"]


def test_an_archive_within_an_archive_is_refused(tmp_path: Path) -> None:
    archive({"a.csv": CSV}, tmp_path, "dalam.zip")
    [nested, good] = archive({"a/dalam.zip": (tmp_path / "dalam.zip").read_bytes(), "b.csv": CSV}, tmp_path)
    assert ([problem.code for problem in nested.problems], good.problems) == (["nested"], ())


def test_a_damaged_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "arsip.zip", "w") as made:
        made.writestr("a.csv", CSV)
        made.writestr("b.csv", CSV.replace("300", "777"))
    content = (tmp_path / "arsip.zip").read_bytes()
    (tmp_path / "arsip.zip").write_bytes(content.replace(b"777", b"778"))
    [good, bad] = read([tmp_path / "arsip.zip"])
    assert (good.problems, [problem.code for problem in bad.problems]) == ((), ["broken"])


@pytest.mark.parametrize("members", [{}, {"x/": b""}, {"foto.jpg": PHOTO}])
def test_an_archive_without_reports_is_one_problem(members: dict[str, bytes | str], tmp_path: Path) -> None:
    [document] = archive(members, tmp_path)
    assert (len(document.problems), document.input.read) == (1, "not")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    [document] = archive({"a.csv": bytes(120 << 20)}, tmp_path)
    [problem] = document.problems
    assert (problem.code, problem.stage, document.input.read) == ("too-large", "limit", "not")


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    [document] = archive({f"{n}.csv": b"x" for n in range(5001)}, tmp_path)
    assert [problem.code for problem in document.problems] == ["too-large"]
