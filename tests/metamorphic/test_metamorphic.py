"""Findings do not depend on how a report is laid out: they stay when headings, order or numerals change."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from sheets import Cell, Figure, Line, Sheet, frame, of_csv, of_workbook, write_csv, write_workbook

import audit
from audit.model.report import Report

SAMPLES = Path(__file__).parents[2] / "samples"
Sheets = list[Sheet]


def sheets_of(name: str) -> Sheets:
    """The sheets of a sample."""
    path = SAMPLES / name
    return of_csv(path, ";", indonesian=True) if path.suffix == ".csv" else of_workbook(path)


def said(report: Report) -> Counter[tuple[object, ...]]:
    """The findings of a report without their ids and places, each with how often it is made."""
    return Counter(
        (
            finding.rule,
            None if finding.row is None else report.statement(finding.statement).rows[finding.row].path,
            finding.column,
            finding.stated,
            finding.expected,
        )
        for finding in report.findings
    )


@cache
def report_of(name: str) -> Report:
    """The report on a sample as it is."""
    return audit.check(SAMPLES / name)


@cache
def as_printed(name: str) -> Counter[tuple[object, ...]]:
    """The findings of a sample as it is."""
    return said(report_of(name))


def hold_same(report: Report, name: str) -> None:
    """The report says what is said of the sample, no more, no less, and kept nothing from being looked at."""
    found, wanted = said(report), as_printed(name)
    assert {"new": found - wanted, "lost": wanted - found} == {"new": Counter(), "lost": Counter()}
    assert report.problems == ()


# Transformations: each takes the sheets of a report and lays them out in another way.

Change = Callable[[Sheets], Sheets]


def each_table(change: Callable[[Sheet], Sheet]) -> Change:
    """The change made to every sheet with a table."""
    return lambda sheets: [change(sheet) if sheet.heading else sheet for sheet in sheets]


SYNONYMS = {
    "No": "Kode Rekening",
    "Tolok ukur": "Uraian Kegiatan",
    "LOKASI": "Lokasi Kegiatan",
    "Fisik Target": "Target Fisik",
    "Fisik Realisasi": "Realisasi Fisik",
    "Fisik Satuan": "Satuan",
    "Keuangan Pagu": "Pagu Anggaran",
    "Keuangan Realisasi": "Realisasi Keuangan",
    "Bobot": "Bobot Tertimbang",
    "Realisasi (Bobot) Keuangan (%)": "Persentase Keuangan",
    "Realisasi (Bobot) Keu (%)": "Prosentase Keuangan",
    "Realisasi (Bobot) Fisik %": "Persen Fisik",
    "SIAP": "Sisa Dana",
    "NO": "Nomor",
    "SUMBER DANA / PROGRAM / SATKER / DPA": "Sumber Dana",
    "ANGGARAN PAGU (Rp)": "Pagu",
    "ANGGARAN BOBOT TTB (%)": "Bobot TTB",
    "ANGGARAN REALISASI (Rp)": "Realisasi Keuangan (Rp)",
    "ANGGARAN Prosentase Keu (%)": "Persentase Keuangan (%)",
    "ANGGARAN REALISASI (%)": "Keu (%)",
    "FISIK TARGET (%)": "Target Fisik (%)",
    "FISIK REALISASI (%)": "Realisasi Fisik (%)",
    "SIAP SISA DANA (Rp)": "Sisa Anggaran",
    "SIAP (%)": "Sisa (%)",
    "Kode": "Nomor Rekening",
    "Uraian": "Nama Rekening",
    "Program / Kegiatan / Sub Kegiatan": "Uraian Kegiatan",
    "Target": "Volume Target",
    "Pagu": "Pagu Anggaran",
    "Anggaran": "Anggaran Setelah Perubahan",
    "Realisasi": "Realisasi Anggaran",
    "Sisa": "Sisa Pagu",
    "Bobot (%)": "Bobot Tertimbang",
    "Keuangan (%)": "Prosentase Keuangan",
    "Fisik (%)": "Persentase Fisik",
    "Lebih/(Kurang)": "Selisih",
    "%": "Persentase",
}
ENGLISH = {
    "Kode": "Account code",
    "Uraian": "Description",
    "Pagu": "Budget",
    "Realisasi": "Actual",
    "Sisa": "Balance",
    "Bobot (%)": "Weight",
    "Keuangan (%)": "Financial (%)",
}


def renamed(names: dict[str, str]) -> Change:
    return each_table(lambda sheet: replace(sheet, heading=[[names.get(path, path) for path in sheet.paths()]]))


def shuffled(sheet: Sheet) -> Sheet:
    order = list(range(sheet.width))
    random.Random(7).shuffle(order)
    return sheet.with_columns(order)


def backwards(sheet: Sheet) -> Sheet:
    return sheet.with_columns(range(sheet.width)[::-1])


def with_column(name: str, cells: Callable[[int], Cell], position: int) -> Change:
    """A column that no rulebook knows, put in at a position counted from either end."""

    def widened(line: Line, cell: Cell) -> Line:
        at = position if position >= 0 else len(line) + 1 + position
        return [*line[:at], cell, *line[at:]]

    def change(sheet: Sheet) -> Sheet:
        spread = sheet.with_columns(range(sheet.width))
        heading = [widened(line, name if n == 0 else None) for n, line in enumerate(spread.heading)]
        return replace(sheet, heading=heading, body=[widened(line, cells(n)) for n, line in enumerate(sheet.body)])

    return each_table(change)


def blanks_between(sheet: Sheet) -> Sheet:
    return replace(
        sheet, body=[line for n, row in enumerate(sheet.body) for line in (*([[]] if n % 5 == 4 else []), row)]
    )


def spelled(text: Callable[[Figure], str]) -> Change:
    return each_table(
        lambda sheet: sheet.with_body(lambda line: [text(cell) if isinstance(cell, Figure) else cell for cell in line])
    )


def in_two(sheets: Sheets) -> Sheets:
    """The first table goes on, on a sheet of its own, under the same heading without a title."""
    first, *rest = sheets
    middle = len(first.body) // 2
    upper, lower = replace(first, body=first.body[:middle], foot=[]), replace(first, name="Lanjutan", titles=[])
    return [upper, replace(lower, body=first.body[middle:]), *rest]


def numbered_columns(sheet: Sheet) -> Sheet:
    numbers: Line = [str(n) for n in range(1, sheet.width + 1)]
    return replace(sheet, heading=[*sheet.heading, numbers])


def page_break(sheet: Sheet) -> Sheet:
    middle = len(sheet.body) // 2
    return replace(sheet, body=[*sheet.body[:middle], *sheet.heading, *sheet.body[middle:]])


def page_break_with_numbers(sheet: Sheet) -> Sheet:
    numbered = numbered_columns(sheet)
    return page_break(numbered)


def signed(sheet: Sheet) -> Sheet:
    at: Line = [None] * (sheet.width - 3)
    lines = ("Kupang, 31 Desember 2021", "Kepala Dinas", "", "", "Drs. Fulan, M.Si", "NIP. 19651231 199003 1 001")
    return replace(sheet, foot=[*sheet.foot, *([*at, line] for line in lines)])


def footnoted(sheet: Sheet) -> Sheet:
    notes = ("Keterangan:", "*) Sisa dana sudah disetor ke kas daerah.", "**) Angka sementara, belum diperiksa BPK.")
    return replace(sheet, foot=[*sheet.foot, *([note] for note in notes)])


def stacked(sheets: Sheets) -> Sheets:
    """The first two tables stand on one sheet, one under the other."""
    first, second, *rest = sheets
    return [replace(first, foot=[*first.foot, *second.lines]), *rest]


def all_stacked(sheets: Sheets) -> Sheets:
    """All tables stand on one sheet."""
    tables = [sheet for sheet in sheets if sheet.heading]
    first, *others = tables
    foot = [line for sheet in others for line in ([], [], *sheet.lines)]
    return [replace(first, foot=[*first.foot, *foot]), *(sheet for sheet in sheets if not sheet.heading)]


CHANGES: dict[str, Change] = {
    "nothing but the dress of the cells is taken off": lambda sheets: sheets,
    "headings are synonyms": renamed(SYNONYMS),
    "columns are shuffled": each_table(shuffled),
    "columns stand from right to left": each_table(backwards),
    "a column of remarks is put in": with_column("Catatan", lambda n: ("selesai", "belum", None)[n % 3], 2),
    "a column of other numbers is put at the end": with_column("Jumlah Pegawai", lambda n: Figure(7 + n, "0"), -1),
    "a column of other numbers is put in the middle": with_column("NPWP Rekanan", lambda n: Figure(10**9 + n, "0"), 4),
    "blank rows are put in": each_table(blanks_between),
    "figures are English text": spelled(lambda figure: figure.english),
    "figures are Indonesian text": spelled(lambda figure: figure.indonesian),
    "figures have no number format": each_table(
        lambda sheet: sheet.with_body(
            lambda line: [replace(cell, format="General") if isinstance(cell, Figure) else cell for cell in line]
        )
    ),
    "titles are dropped": each_table(lambda sheet: replace(sheet, titles=[])),
    "columns are numbered under the heading": each_table(numbered_columns),
    "the heading is repeated on a second page": each_table(page_break),
    "heading and column numbers are repeated on a second page": each_table(page_break_with_numbers),
    "a signature stands at the end": each_table(signed),
    "notes stand under the table": each_table(footnoted),
    "a table goes on, on a second sheet": in_two,
}

#: Some say for one table what another says for all; the large reports go without these.
SMALL_ONLY = {
    "columns stand from right to left",
    "a column of other numbers is put in the middle",
    "columns are numbered under the heading",
    "the heading is repeated on a second page",
    "notes stand under the table",
}
SMALL = (
    "bersih/lra.xlsx",
    "bersih/apbd.xlsx",
    "bersih/pagu-sendiri.xlsx",
    "bersih/terpotong.xlsx",
    "bersih/ribuan.csv",
    "kecil/laporan.xlsx",
)
LARGE = ("ntt-2021/laporan.xlsx",)

#: Changes that change what is said: without its title the report in thousands of rupiah is one in rupiah, and without
#: its format a quantity of 3.00, which is rounded, is a 3, which is counted. The titles also tell which tables a recap
#: sums up, over which a sentence counts.
OTHER_MEANING = {
    ("titles are dropped", "ntt-2021/laporan.xlsx"),
    ("titles are dropped", "bersih/ribuan.csv"),
    ("figures have no number format", "ntt-2021/laporan.xlsx"),
}


def cases(changes: Iterable[str], names: Iterable[str]) -> list[object]:
    """Each change with each sample whose meaning it leaves as it is."""
    return [
        pytest.param(change, name, id=f"{name}: {change}")
        for name in names
        for change in changes
        if (change, name) not in OTHER_MEANING
    ]


@pytest.mark.parametrize(
    ("change", "name"), [*cases(CHANGES, SMALL), *cases([c for c in CHANGES if c not in SMALL_ONLY], LARGE)]
)
def test_findings_stay_when(change: str, name: str, tmp_path: Path) -> None:
    path = write_workbook(CHANGES[change](sheets_of(name)), tmp_path / "laporan.xlsx")
    hold_same(audit.check(path), name)


@pytest.mark.parametrize("name", ["ntt-2021/laporan.xlsx", "bersih/laporan.xlsx"])
@pytest.mark.parametrize("change", [stacked, all_stacked], ids=["two", "all"])
def test_findings_stay_when_tables_stand_on_one_sheet(change: Change, name: str, tmp_path: Path) -> None:
    hold_same(audit.check(write_workbook(change(sheets_of(name)), tmp_path / "laporan.xlsx")), name)


def test_findings_stay_when_headings_are_english(tmp_path: Path) -> None:
    name = "kecil/laporan.xlsx"
    path = write_workbook(renamed(ENGLISH)(sheets_of(name)), tmp_path / "report.xlsx")
    hold_same(audit.check(path), name)


@pytest.mark.parametrize(
    ("name", "separator", "text"),
    [
        ("ntt-2021/laporan.xlsx", ";", "indonesian"),
        ("bersih/laporan.xlsx", ";", "indonesian"),
        ("bersih/lra.xlsx", ";", "indonesian"),
        ("bersih/lra.xlsx", ",", "english"),
        ("bersih/apbd.xlsx", ";", "indonesian"),
        ("bersih/apbdes.csv", ",", "english"),
        ("bersih/terpotong.xlsx", "\t", "indonesian"),
        ("bersih/ribuan.csv", ",", "english"),
        ("kecil/laporan.xlsx", ";", "indonesian"),
        ("kecil/laporan.xlsx", ",", "indonesian"),
        ("kecil/laporan.xlsx", "|", "english"),
    ],
)
def test_findings_stay_when_the_workbook_is_saved_as_csv(name: str, separator: str, text: str, tmp_path: Path) -> None:
    folder = write_csv(sheets_of(name), tmp_path / "csv", separator, lambda figure: str(getattr(figure, text)))
    hold_same(audit.check(folder), name)


@pytest.mark.parametrize("name", ["ntt-2021", "bersih", "kecil"])
def test_workbook_and_csv_of_a_sample_say_the_same(name: str) -> None:
    tables = "csv" if (SAMPLES / name / "csv").is_dir() else "laporan.csv"
    assert as_printed(f"{name}/{tables}") == as_printed(f"{name}/laporan.xlsx")


@pytest.mark.parametrize("name", SMALL[:4] + SMALL[5:])
def test_findings_stay_when_the_table_is_a_dataframe(name: str) -> None:
    (sheet,) = sheets_of(name)
    hold_same(audit.check(frame(sheet)), name)


@pytest.mark.parametrize("number", range(6))
def test_a_detail_table_says_the_same_as_dataframe_and_as_sheet(number: int, tmp_path: Path) -> None:
    sheets = CHANGES["figures have no number format"](sheets_of("ntt-2021/laporan.xlsx")[number : number + 1])
    assert said(audit.check(frame(sheets[0]))) == said(audit.check(write_workbook(sheets, tmp_path / "laporan.xlsx")))


#: How many claims each sample is asked. More is progress, to be written here; less is silence.
ASKED = {
    "ntt-2021/laporan.xlsx": 4014,
    "ntt-2021/csv": 4014,
    "bersih/laporan.xlsx": 4007,
    "bersih/csv": 4007,
    "bersih/lra.xlsx": 315,
    "bersih/apbd.xlsx": 290,
    "bersih/apbdes.csv": 318,
    "bersih/pagu-sendiri.xlsx": 575,
    "bersih/terpotong.xlsx": 555,
    "bersih/ribuan.csv": 537,
    "bersih/rka.csv": 122,
    "bersih/sipd.xlsx": 279,
    "kecil/laporan.xlsx": 109,
    "kecil/laporan.csv": 109,
}
CLEAN = [name for name in ASKED if name.startswith("bersih")]


@pytest.mark.parametrize(("name", "claims"), ASKED.items())
def test_a_sample_is_asked_as_much_as_ever(name: str, claims: int) -> None:
    assert report_of(name).asked == claims


def test_every_clean_sample_is_asked() -> None:
    files = {path.relative_to(SAMPLES).as_posix() for path in (SAMPLES / "bersih").iterdir()}
    assert files == set(CLEAN)


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_sample_is_found_clean(name: str) -> None:
    report = report_of(name)
    assert [finding for finding in report.findings if finding.severity != "info"] == []
    assert report.problems == ()
    assert report.causes == ()
    assert (report.verdict, report.exit) == ("clean", 0)
    assert report.coverage.checked * 100 >= report.coverage.figures * 95
