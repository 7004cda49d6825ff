"""Every sample file is written from the tables and sentences in `source` by this one script.

`python samples/make.py` writes the files; with `--check` it writes nothing and exits 1, naming the files that differ.
A figure travels as the text that is printed ("452,452,240", "-", "1.38"); a workbook gets the number and the format
that show this text. The reports under `bersih` (clean), and the small one before its mistakes are planted, are
recomputed from their leaves in exact fractions, and `prove` holds their printed figures to the identities of a report.
"""

import argparse
import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor
from pathlib import Path
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pdf import pdf_bytes
from text import text_bytes
from word import docx_bytes

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
STAMP = datetime(2022, 1, 3, 8, 0, 0)

Row = dict[str, str]  # column name to the text as printed
Head = tuple[str, tuple[str, ...]]  # a heading, and the headings below it if it spans several columns
Span = tuple[Fraction, Fraction]  # the least and the greatest amount that a printed figure can stand for
Rounding = Callable[[Fraction, int], Fraction]

MONEY = ("pagu", "realisasi", "sisa")
SHARES = ("bobot", "keuangan", "fisik")
ACCOUNT = ("anggaran", "realisasi_lra", "selisih", "murni", "perubahan")
WORDS = ("no", "uraian", "sumber", "lokasi", "satuan")
EXACT, NEAREST, TRUNCATED = (Fraction(0), Fraction(0)), (Fraction(-1, 2), Fraction(1, 2)), (Fraction(0), Fraction(1))

DETAIL_KEYS = ("kode", "uraian", "lokasi", "target", "realisasi_fisik", "satuan", "pagu", "realisasi", *SHARES, "sisa")
RECAP_KEYS = ("no", "sumber", "pagu", "bobot", "realisasi", "keuangan", "target", "fisik", "sisa", "sisa_persen")
PLAN_HEADS = {
    "kode": "Kode",
    "uraian": "Program / Kegiatan / Sub Kegiatan",
    "target": "Target",
    "realisasi_fisik": "Realisasi Fisik",
    "satuan": "Satuan",
    "pagu": "Pagu",
    "realisasi": "Realisasi",
    "sisa": "Sisa",
    "bobot": "Bobot (%)",
    "keuangan": "Keuangan (%)",
    "fisik": "Fisik (%)",
}
SMALL_HEADS = {
    "kode": "Kode",
    "uraian": "Uraian",
    "pagu": "Pagu",
    "realisasi": "Realisasi",
    "sisa": "Sisa",
    "bobot": "Bobot (%)",
    "keuangan": "Keuangan (%)",
}
LRA_HEADS = {
    "kode": "Kode Rekening",
    "uraian": "Uraian",
    "anggaran": "Anggaran",
    "realisasi_lra": "Realisasi",
    "selisih": "Lebih/(Kurang)",
    "persen": "%",
}
APBD_HEADS = {
    "kode": "Kode Rekening",
    "uraian": "Uraian",
    "murni": "Sebelum Perubahan",
    "perubahan": "Setelah Perubahan",
    "selisih": "Bertambah/(Berkurang)",
    "persen": "%",
}
RKA_HEADS = {
    "kode": "Kode",
    "uraian": "Program / Kegiatan / KRO / RO / Komponen / Subkomponen / Detil",
    "volume": "Volume",
    "satuan": "Satuan",
    "harga": "Harga Satuan",
    "jumlah": "Jumlah Biaya",
}
SPREAD = ("kode1", "kode2", "kode3", "kode4")
GROUPS = ("operasi_anggaran", "operasi_realisasi", "modal_anggaran", "modal_realisasi")
SIPD_TOTALS = ("anggaran", "realisasi_sipd", "sisa")
SIGNATURE = ("Kupang, 31 Desember 2021", "Kepala Dinas", "", "", "........................................")


# Numerals


def parse(text: str) -> Fraction | None:
    """A printed figure as an exact number: "-" is zero, parentheses are negative and a blank is nothing."""
    if text in ("", "-"):
        return Fraction(0) if text else None
    digits = text.strip("()").replace(",", "")
    return -Fraction(digits) if text.startswith("(") else Fraction(digits)


def places(text: str) -> int:
    """The number of decimals of a printed figure."""
    return len(text.strip("()").partition(".")[2])


def half_up(value: Fraction, digits: int) -> Fraction:
    """The decimal nearest to a value, the upper one when two are equally near."""
    return Fraction(floor(value * 10**digits + Fraction(1, 2)), 10**digits)


def cut(value: Fraction, digits: int) -> Fraction:
    """The decimal that is left when all later digits of a value are dropped."""
    return Fraction(floor(value * 10**digits), 10**digits)


def show(value: Fraction, digits: int = 0, grouped: bool = True) -> str:
    """A decimal as it is printed, in parentheses when it is negative."""
    whole, rest = divmod(abs(value) * 10**digits, 10**digits)
    text = f"{whole:,}" if grouped else f"{whole}"
    text += f".{int(rest):0{digits}}" if digits else ""
    return f"({text})" if value < 0 else text


def restyle(old: str, value: Fraction, rounding: Rounding = half_up) -> str:
    """A new value printed in the style of an old figure; a blank stays a blank."""
    digits = places(old)
    if not old or (not value and not digits):
        return old and "-"
    return show(rounding(value, digits), digits, grouped="," in old or len(old) <= 3)


def indonesian(text: str) -> str:
    """The same figure with points between the thousands and a comma before the decimals."""
    return text.translate(str.maketrans(",.", ".,"))


# The tree and its sums


@dataclass(frozen=True)
class Sums:
    """The three amounts that add up through a report: budget, spending, and the budget of what was physically done."""

    pagu: Fraction = Fraction(0)
    realisasi: Fraction = Fraction(0)
    selesai: Fraction = Fraction(0)

    def __add__(self, other: "Sums") -> "Sums":
        """The amounts of two parts together."""
        return Sums(self.pagu + other.pagu, self.realisasi + other.realisasi, self.selesai + other.selesai)


def children(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows below each row, by its id."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["induk"], []).append(row)
    return found


def root(rows: Sequence[Row]) -> Row:
    """The row that stands for the whole table: it has parts, and is itself part of nothing."""
    below = children(rows)
    (top,) = (row for row in rows if not row["induk"] and row["id"] in below)
    return top


def done(row: Row) -> Fraction:
    """The share of a row's target that was reached; a row without both quantities counts as having met it."""
    target, reached = parse(row.get("target", "")), parse(row.get("realisasi_fisik", ""))
    return reached / target if target and reached is not None else Fraction(1)


def leaf_sums(row: Row) -> Sums:
    """The amounts of a row without parts, as printed."""
    pagu, realisasi = parse(row["pagu"]) or Fraction(0), parse(row["realisasi"]) or Fraction(0)
    return Sums(pagu, realisasi, pagu * done(row))


def add_up(rows: Sequence[Row], leaf: Callable[[Row], Sums] = leaf_sums) -> dict[str, Sums]:
    """The amounts of every row, added up from the leaves."""
    below = children(rows)

    def total(row: Row) -> Sums:
        """The amounts of one row."""
        parts = below.get(row["id"])
        return sum((total(part) for part in parts), Sums()) if parts else leaf(row)

    return {row["id"]: total(row) for row in rows}


def recompute(rows: Sequence[Row], base: str = "root", rounding: Rounding = half_up, unit: int = 1) -> list[Row]:
    """The rows with all amounts and shares derived from the leaves, printed in the style of their old figures."""
    sums = add_up(rows)
    whole = sums[root(rows)["id"]]
    fresh = []
    for row in rows:
        own = sums[row["id"]]
        divisor = whole.pagu if base == "root" else own.pagu or Fraction(1)
        values = {
            "pagu": own.pagu / unit,
            "realisasi": own.realisasi / unit,
            "sisa": (own.pagu - own.realisasi) / unit,
            "bobot": 100 * own.pagu / whole.pagu,
            "keuangan": 100 * own.realisasi / divisor,
            "fisik": 100 * own.selesai / divisor,
        }
        shown = {key: restyle(row[key], value, half_up if key in MONEY else rounding) for key, value in values.items()}
        fresh.append(row | shown)
    return fresh


# Proofs: what is printed must hold


def width(text: str, slack: Span) -> Span:
    """The amounts that a printed figure can stand for, when its last digit was rounded in the given way."""
    value, quantum = parse(text) or Fraction(0), Fraction(1, 10 ** places(text))
    return value + slack[0] * quantum, value + slack[1] * quantum


def plus(spans: Iterable[Span]) -> Span:
    """The amounts that a sum can have."""
    pairs = list(spans)
    return sum((low for low, _ in pairs), Fraction(0)), sum((high for _, high in pairs), Fraction(0))


def share(part: Span, whole: Span) -> Span:
    """The percentages that a part can be of a whole."""
    return 100 * part[0] / whole[1], 100 * part[1] / whole[0]


def demand(holds: bool, what: str) -> None:
    """A sample that breaks its own identity is never written."""
    if not holds:
        raise ValueError(f"the sample does not hold: {what}")


def meet(stated: Span, implied: Span, what: str) -> None:
    """Two figures agree when one amount can be behind both."""
    demand(stated[0] <= implied[1] and implied[0] <= stated[1], f"{what}: {stated} against {implied}")


class Proof:
    """A printed table held to the identities of a report."""

    def __init__(
        self, name: str, rows: Sequence[Row], base: str = "root", money: Span = EXACT, percent: Span = NEAREST
    ):
        """The table, the base of its percentages, and how its money and its percentages were rounded."""
        self.name, self.rows, self.base = name, rows, base
        self.slack = dict.fromkeys(MONEY, money)
        self.percent = percent
        self.below = children(rows)
        self.whole = self.span(root(rows), "pagu")

    def span(self, row: Row, key: str) -> Span:
        """The amounts behind a cell; a blank stands for the sum of the rows below it."""
        if row[key]:
            return width(row[key], self.slack.get(key, self.percent))
        return plus(self.span(part, key) for part in self.below.get(row["id"], ()))

    def divisor(self, row: Row) -> Span:
        """The amount on which the percentages of a row are taken."""
        return self.whole if self.base == "root" else self.span(row, "pagu")

    def hold(self, shares: Sequence[str] = SHARES) -> None:
        """Every row agrees with itself and with the rows below it."""
        for row in self.rows:
            if row["pagu"] and row["realisasi"]:
                self.hold_row(row, shares)
            if row["id"] in self.below:
                self.hold_sums(row, shares)

    def hold_row(self, row: Row, shares: Sequence[str]) -> None:
        """The remainder and the shares of one row follow from its amounts."""
        pagu, realisasi = self.span(row, "pagu"), self.span(row, "realisasi")
        where = f"{self.name} {row['id']}"
        demand(realisasi[0] <= pagu[1], f"{where} realisasi above pagu")
        meet(self.span(row, "sisa"), (pagu[0] - realisasi[1], pagu[1] - realisasi[0]), f"{where} sisa")
        if "bobot" in shares and row["bobot"]:
            meet(self.span(row, "bobot"), share(pagu, self.whole), f"{where} bobot")
        if "keuangan" in shares:
            meet(self.span(row, "keuangan"), share(realisasi, self.divisor(row)), f"{where} keuangan")
        if "fisik" in shares and "realisasi_fisik" in row and row["id"] not in self.below:
            demand(done(row) <= 1, f"{where} more done than planned")
            part = pagu[0] * done(row), pagu[1] * done(row)
            meet(self.span(row, "fisik"), share(part, self.divisor(row)), f"{where} fisik")

    def hold_sums(self, row: Row, shares: Sequence[str]) -> None:
        """The amounts of a row are the sums of its parts; its shares are their sums or weighted means."""
        parts = self.below[row["id"]]
        for key in (*MONEY, *(shares if self.base == "root" else ())):
            if row[key]:
                meet(
                    self.span(row, key), plus(self.span(part, key) for part in parts), f"{self.name} {row['id']} {key}"
                )
        if self.base != "root" and "fisik" in shares and row["fisik"]:
            weights = [self.span(part, "pagu")[0] / self.span(row, "pagu")[0] for part in parts]
            spans = [self.span(part, "fisik") for part in parts]
            mean = plus((w * low, w * high) for w, (low, high) in zip(weights, spans, strict=True))
            meet(self.span(row, "fisik"), mean, f"{self.name} {row['id']} fisik")


def prove_recap(name: str, rows: Sequence[Row], details: dict[str, list[Row]], base: str) -> None:
    """A recapitulation repeats the totals of the detail tables and holds in itself."""
    shares = SHARES if base == "root" else ("keuangan", "fisik")
    figures = [row for row in rows if row["pagu"]]
    Proof(name, figures, base).hold(shares)
    whole = parse(root(figures)["pagu"]) or Fraction(1)
    for row in figures:
        sisa = parse(row["sisa"]) or Fraction(0)
        meet(width(row["sisa_persen"], NEAREST), (100 * sisa / whole, 100 * sisa / whole), f"{name} {row['id']} sisa %")
        if row["rincian"]:
            total = root(details[row["rincian"]])
            demand(all(parse(row[key]) == parse(total[key]) for key in MONEY), f"{name} {row['id']} repeats its table")
            if base == "own":
                demand(row["fisik"] == total["fisik"], f"{name} {row['id']} repeats the physical progress")


# The report of 2021


@dataclass(frozen=True)
class Book:
    """One version of the report: the rows of each table, by the table's id, and the paragraphs of its prose."""

    tables: dict[str, list[Row]]
    prose: list[str]


def read(name: str) -> list[Row]:
    """The rows of a CSV file in `source`."""
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each table, by the table's id."""
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault(row["tabel"], []).append(row)
    return tables


def as_printed() -> Book:
    """The report with the figures that were printed in 2021."""
    tables = grouped([*read("rincian.csv"), *read("rekap.csv")])
    return Book(tables, [MARK.sub(r"\1", line) for line in paragraphs()])


def put_right() -> Book:
    """The report as it would have been without mistakes."""
    fixes = read("koreksi.csv")
    rows = [row for row in read("rincian.csv") if row["kode"] or row["uraian"]]
    for row in rows:
        row |= {fix["kolom"]: fix["nilai"] for fix in fixes if fix["id"] == row["id"]}
    details = {name: recompute(table) for name, table in grouped(rows).items()}
    for name, table in details.items():
        Proof(name, table).hold()
    totals = {name: add_up(table)[root(table)["id"]] for name, table in details.items()}
    recaps = grouped(read("rekap.csv"))
    plain, weighted = recaps["RECAP-1"], recaps["RECAP-2"]
    tables = details | {"RECAP-1": recap(plain, totals, "own"), "RECAP-2": recap(weighted, totals, "root")}
    prove_recap("RECAP-1", tables["RECAP-1"], details, "own")
    prove_recap("RECAP-2", tables["RECAP-2"], details, "root")
    facts = prose_facts(tables)
    return Book(tables, [MARK.sub(lambda mark: fact(mark[1], facts[mark[2]]), line) for line in paragraphs()])


def recap(rows: Sequence[Row], totals: dict[str, Sums], base: str) -> list[Row]:
    """A recapitulation drawn from the totals of the detail tables, its percentages on the row or on the grand total."""
    sums = add_up(rows, lambda row: totals.get(row["rincian"], Sums()))
    whole = sums[root(rows)["id"]].pagu
    fresh = []
    for row in rows:
        own = sums[row["id"]]
        divisor = whole if base == "root" else own.pagu or Fraction(1)
        values = {
            "pagu": own.pagu,
            "realisasi": own.realisasi,
            "sisa": own.pagu - own.realisasi,
            "bobot": 100 * own.pagu / divisor,
            "keuangan": 100 * own.realisasi / divisor,
            "target": 100 * own.pagu / divisor,
            "fisik": 100 * own.selesai / divisor,
            "sisa_persen": 100 * (own.pagu - own.realisasi) / whole,
        }
        fresh.append(row | {key: restyle(row[key], value) for key, value in values.items()})
    return fresh


# The prose


MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")  # {what was printed|the name of the fact}


def paragraphs() -> list[str]:
    """The sentences of the report with their marks."""
    return (SOURCE / "narasi.txt").read_text(encoding="utf-8").splitlines()


def prose_facts(tables: dict[str, list[Row]]) -> dict[str, str]:
    """The figures that the sentences state, taken from the tables, as they are written in Indonesian."""
    rows = {row["id"]: row for table in tables.values() for row in table}
    names = {"apbd": "RECAP-1-I", "apbn": "RECAP-1-II", "dekon": "RECAP-1-DEK", "tp": "RECAP-1-TP"}
    names |= {"total": "RECAP-1-TOTAL", "gaji": "APBD-021"}
    cells = {f"{name}.{key}": rows[row] for name, row in names.items() for key in ("pagu", "sisa", "sisa_persen")}
    facts = {name: indonesian(row.get(name.partition(".")[2], "")) for name, row in cells.items()}
    below = {row["induk"] for row in rows.values()}
    late = [r for r in rows.values() if r["id"].startswith("APBN") and r["id"] not in below and done(r) < 1]
    return facts | {"apbn.belum": f"{len(late)} ({words(len(late))}) kegiatan, antara lain"}


def fact(printed: str, value: str) -> str:
    """A fact put in the place of a printed one, in its style: "Rp." before it, ",-" or " %" after it."""
    shape = re.fullmatch(r"(Rp\. ?)?[\d.,]*\d(,-| %)?", printed)
    return f"{shape[1] or ''}{value}{shape[2] or ''}" if shape else value


def words(number: int) -> str:
    """A number from 1 to 99 in Indonesian words."""
    ones = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    if number in (10, 11):
        return ("sepuluh", "sebelas")[number - 10]
    if number < 20:
        return ones[number] if number < 10 else f"{ones[number - 10]} belas"
    return f"{ones[number // 10]} puluh {ones[number % 10]}".strip()


# Tables as they are laid out


@dataclass(frozen=True)
class Table:
    """A table as it stands on a sheet: titles, headings in one or two rows, its body, and lines below it."""

    sheet: str
    titles: tuple[str, ...]
    heads: tuple[Head, ...]
    keys: tuple[str, ...]
    rows: Sequence[Row]
    foot: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """The number of rows that the headings take."""
        return 2 if any(parts for _, parts in self.heads) else 1

    @property
    def top(self) -> int:
        """The number of rows above the headings."""
        return len(self.titles) + 1 if self.titles else 0

    def grid(self) -> list[list[str]]:
        """All rows of the sheet; a merged cell has its text in its first cell."""
        lines = [[title] for title in self.titles] + ([[]] if self.titles else [])
        lines.append([text for name, parts in self.heads for text in (name, *[""] * (len(parts) - 1))])
        if self.depth == 2:
            lines.append([text for _, parts in self.heads for text in parts or ("",)])
        lines += [[row[key] for key in self.keys] for row in self.rows]
        if self.foot:
            lines += [[], *([*[""] * (len(self.keys) - 3), line] for line in self.foot)]
        return [line + [""] * (len(self.keys) - len(line)) for line in lines]


def flat(sheet: str, titles: tuple[str, ...], names: dict[str, str], rows: Sequence[Row]) -> Table:
    """A table with one row of headings."""
    return Table(sheet, titles, tuple((name, ()) for name in names.values()), tuple(names), rows)


def detail_heads(keuangan: str) -> tuple[Head, ...]:
    """The headings of a detail table of the report."""
    return (
        *((name, ()) for name in ("No", "Tolok ukur", "LOKASI")),
        ("Fisik", ("Target", "Realisasi", "Satuan")),
        ("Keuangan", ("Pagu", "Realisasi")),
        ("Bobot", ()),
        ("Realisasi (Bobot)", (keuangan, "Fisik %")),
        ("SIAP", ()),
    )


def recap_heads(keuangan: str) -> tuple[Head, ...]:
    """The headings of a recapitulation of the report."""
    return (
        *((name, ()) for name in ("NO", "SUMBER DANA / PROGRAM / SATKER / DPA")),
        ("ANGGARAN", ("PAGU (Rp)", "BOBOT TTB (%)", "REALISASI (Rp)", keuangan)),
        ("FISIK", ("TARGET (%)", "REALISASI (%)")),
        ("SIAP", ("SISA DANA (Rp)", "(%)")),
    )


def report_tables(book: Book) -> dict[str, Table]:
    """The tables of the report in their order, by the name of their CSV file."""
    made = {}
    for entry in read("tabel.csv"):
        detail = not entry["tabel"].startswith("RECAP")
        heads = (detail_heads if detail else recap_heads)(entry["keuangan"])
        keys = DETAIL_KEYS if detail else RECAP_KEYS
        foot = SIGNATURE if entry["tabel"] == "RECAP-2" else ()
        titles = tuple(entry["judul"].splitlines())
        made[entry["berkas"]] = Table(entry["lembar"], titles, heads, keys, book.tables[entry["tabel"]], foot)
    return made


# CSV


def csv_bytes(table: Table, separator: str = ",", numeral: Callable[[str], str] = str) -> bytes:
    """A table as a UTF-8 CSV file, its figures written in the given numerals."""
    body = table.top + table.depth
    spoken = [key in (*WORDS, "kode", *SPREAD) for key in table.keys]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    for number, line in enumerate(table.grid()):
        plain = number < body or number >= body + len(table.rows)
        writer.writerow([text if plain or word else numeral(text) for text, word in zip(line, spoken, strict=True)])
    return out.getvalue().encode()


# Workbooks


THIN = Border(*[Side(style="thin")] * 4)
WIDTHS = {"kode": 17, "no": 6, "uraian": 46, "sumber": 46, "lokasi": 24, "satuan": 11} | dict.fromkeys(
    (*MONEY, *ACCOUNT, *GROUPS, *SIPD_TOTALS), 20
)


def number(key: str, text: str) -> tuple[int | float | str | None, str]:
    """The value and the number format that show a printed text in a workbook."""
    if key == "kode" and re.fullmatch(r"[1-9]\d*", text):
        return int(text), "General"
    if key in ("kode", *SPREAD) or key in WORDS or not text:
        return text or None, "General"
    if text == "-":
        return 0, '#,##0;-#,##0;"-"'
    value, digits = parse(text), places(text)
    assert value is not None
    wide = "," in text or (key in (*MONEY, *ACCOUNT, *GROUPS, *SIPD_TOTALS) and len(text) <= 3)
    style = ("#,##0" if wide else "0") + ("." + "0" * digits if digits else "")
    style = f"{style};({style})" if key in ACCOUNT or text.startswith("(") else style
    return int(value) if value.denominator == 1 else float(value), style


def fill_sheet(book: Workbook, table: Table) -> None:
    """A table written on a sheet of its own."""
    sheet = book.create_sheet(table.sheet)
    first = table.top + table.depth + 1
    last = first + len(table.rows) - 1
    for y, line in enumerate(table.grid(), 1):
        for x, (key, text) in enumerate(zip(table.keys, line, strict=True), 1):
            cell = sheet.cell(y, x)
            if first <= y <= last:
                cell.value, cell.number_format = number(key, text)
                cell.border = THIN
                cell.alignment = Alignment(wrap_text=key in WORDS, vertical="top")
                cell.font = Font(bold=line[1].startswith(("JUMLAH", "TOTAL")))
            else:
                cell.value = text or None
    dress_top(sheet, table)
    for x, key in enumerate(table.keys, 1):
        sheet.column_dimensions[get_column_letter(x)].width = WIDTHS.get(key, 12)
    sheet.freeze_panes = sheet.cell(first, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def dress_top(sheet: Worksheet, table: Table) -> None:
    """The titles and the headings of a sheet made bold and merged."""
    columns = len(table.keys)
    for y in range(1, len(table.titles) + 1):
        sheet.merge_cells(start_row=y, end_row=y, start_column=1, end_column=columns)
        sheet.cell(y, 1).font = Font(bold=True)
        sheet.cell(y, 1).alignment = Alignment(horizontal="center")
    for y in range(table.top + 1, table.top + table.depth + 1):
        for x in range(1, columns + 1):
            cell = sheet.cell(y, x)
            cell.font, cell.border = Font(bold=True), THIN
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    merge_heads(sheet, table)


def merge_heads(sheet: Worksheet, table: Table) -> None:
    """A heading over several columns spans them; one over a single column spans both rows."""
    x, y = 1, table.top + 1
    for _, parts in table.heads:
        span = max(len(parts), 1)
        if len(parts) > 1:
            sheet.merge_cells(start_row=y, end_row=y, start_column=x, end_column=x + span - 1)
        elif table.depth == 2:
            sheet.merge_cells(start_row=y, end_row=y + 1, start_column=x, end_column=x)
        x += span


def xlsx_bytes(tables: Iterable[Table], prose: Sequence[str] = ()) -> bytes:
    """A workbook with a sheet for each table, and one for the prose with a paragraph in each row."""
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        fill_sheet(book, table)
    if prose:
        sheet = book.create_sheet("Narasi")
        sheet.column_dimensions["A"].width = 120
        for y, line in enumerate(prose, 1):
            cell = sheet.cell(y, 1, line)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=line.upper() == line)
    book.properties.creator = "audit samples"
    book.properties.created = STAMP
    out = io.BytesIO()
    book.save(out)
    return frozen(out.getvalue())


def frozen(data: bytes) -> bytes:
    """The same workbook without a trace of when it was saved or by which XML library.

    openpyxl stamps the document and each member, and writes through lxml wherever that is installed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            part = '<?xml version="1.0" encoding="UTF-8"?>\n' + canonicalize(old.read(name).decode())
            part = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{STAMP:%Y-%m-%dT%H:%M:%SZ}", part)
            info = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            new.writestr(info, part)
    return out.getvalue()


# Made-up reports


def above(code: str, codes: Iterable[str]) -> str:
    """The longest code of which a code is a part."""
    return max((other for other in codes if code.startswith(f"{other}.")), key=len, default="")


def plan(name: str, total: str = "JUMLAH") -> list[Row]:
    """A made-up plan with its tree and its total; the figures to be computed are there as a style only."""
    rows = read(name)
    codes = [row["kode"] for row in rows]
    style = dict.fromkeys(MONEY, "0,000") | dict.fromkeys(SHARES, "0.00")
    blank = dict.fromkeys(("kode", *PLAN_HEADS), "")
    tree: list[Row] = []
    for row in rows:
        figures = {key: text for key, text in row.items() if text}
        tree.append(blank | style | figures | {"id": row["kode"], "induk": above(row["kode"], codes) or total})
    return [*tree, blank | style | {"uraian": total, "id": total, "induk": ""}]


def thousands() -> bytes:
    """A report in thousands of rupiah, each amount rounded by itself from the exact rupiah."""
    rows = recompute(plan("perhubungan.csv"), unit=1000)
    Proof("ribuan", rows, money=NEAREST).hold()
    title = "LAPORAN REALISASI FISIK DAN KEUANGAN TAHUN ANGGARAN 2024"
    titles = (title, "DINAS PERHUBUNGAN KABUPATEN SUKAMAJU", "(dalam ribuan rupiah)")
    return csv_bytes(flat("Realisasi", titles, PLAN_HEADS, rows), ";", indonesian)


def truncated() -> bytes:
    """A report of which all percentages are truncated."""
    rows = recompute(plan("bapperida.csv"), rounding=cut)
    Proof("terpotong", rows, percent=TRUNCATED).hold()
    title = "LAPORAN REALISASI FISIK DAN KEUANGAN TAHUN ANGGARAN 2023"
    titles = (title, "BADAN PERENCANAAN DAN RISET DAERAH KOTA HARAPAN")
    return xlsx_bytes([flat("Realisasi", titles, PLAN_HEADS, rows)])


def own_base() -> bytes:
    """A report of which the percentages of spending and progress are taken on the budget of each row."""
    rows = recompute(plan("pertanian.csv"), base="own")
    Proof("pagu-sendiri", rows, base="own").hold()
    title = "LAPORAN REALISASI FISIK DAN KEUANGAN TAHUN ANGGARAN 2024"
    titles = (title, "DINAS PERTANIAN KABUPATEN MEKARSARI")
    return xlsx_bytes([flat("Realisasi", titles, PLAN_HEADS, rows)])


def accounts(rows: Sequence[Row], keys: Sequence[str]) -> list[list[Fraction]]:
    """The amounts of each line of accounts, from its parts or from its formula."""
    codes = [row["kode"] for row in rows if row["kode"]]
    by_code = {row["kode"]: row for row in rows}

    def amount(row: Row, key: str) -> Fraction:
        """One amount of one line."""
        if row["rumus"]:
            signed = ((-1 if term[0] == "-" else 1, by_code[term[1:]]) for term in row["rumus"].split())
            return sum((sign * amount(other, key) for sign, other in signed), Fraction(0))
        parts = [by_code[code] for code in codes if above(code, codes) == row["kode"]]
        return sum((amount(part, key) for part in parts), Fraction(0)) if parts else parse(row[key]) or Fraction(0)

    return [[amount(row, key) for key in keys] for row in rows]


def account_rows(name: str, columns: tuple[str, str], keys: tuple[str, str], part: str) -> list[Row]:
    """Lines of accounts: two amounts, the second less the first, and the share that one column is of the first."""
    source = read(name)
    rows = []
    for row, (first, second) in zip(source, accounts(source, columns), strict=True):
        figures = {keys[0]: first, keys[1]: second, "selisih": second - first}
        percent = show(half_up(100 * figures[part] / first, 2), 2) if first else ""
        shown = {key: show(amount) if amount else "-" for key, amount in figures.items()}
        rows.append({"kode": row["kode"], "uraian": row["uraian"], "rumus": row["rumus"], "persen": percent} | shown)
    prove_accounts(name, rows, keys, part)
    return rows


def prove_accounts(name: str, rows: Sequence[Row], keys: tuple[str, str], part: str) -> None:
    """The printed lines of accounts agree with their parts, their formulas and their percentages."""
    codes = [row["kode"] for row in rows if row["kode"]]
    for row in rows:
        figure = {key: parse(row[key]) or Fraction(0) for key in (*keys, "selisih")}
        terms = [f"+{code}" for code in codes if row["kode"] and above(code, codes) == row["kode"]]
        terms = row["rumus"].split() or terms
        for key in figure if terms else ():
            printed = {line["kode"]: parse(line[key]) or Fraction(0) for line in rows}
            total = sum((-printed[t[1:]] if t[0] == "-" else printed[t[1:]] for t in terms), Fraction(0))
            demand(total == figure[key], f"{name} {row['uraian']} {key}")
        demand(figure["selisih"] == figure[keys[1]] - figure[keys[0]], f"{name} {row['uraian']} selisih")
        if row["persen"]:
            implied = 100 * figure[part] / figure[keys[0]]
            meet(width(row["persen"], NEAREST), (implied, implied), f"{name} {row['uraian']} persen")


def budget_outcome() -> bytes:
    """A statement of budget and outcome (LRA) with its surplus, financing and remainder."""
    keys = ("anggaran", "realisasi_lra")
    rows = account_rows("lra.csv", ("anggaran", "realisasi"), keys, "realisasi_lra")
    titles = ("PEMERINTAH KABUPATEN MEKARSARI", "LAPORAN REALISASI ANGGARAN")
    period = "UNTUK TAHUN YANG BERAKHIR SAMPAI DENGAN 31 DESEMBER 2023"
    return xlsx_bytes([flat("LRA", (*titles, period), LRA_HEADS, rows)])


def amended_budget(mistakes: str = "") -> Table:
    """A regional budget before and after its amendment (APBD)."""
    keys = ("murni", "perubahan")
    rows = account_rows("apbd.csv", keys, keys, "selisih")
    rows = mistaken(rows, mistakes) if mistakes else rows
    titles = ("KABUPATEN TELAGA JAYA", "RINGKASAN PERUBAHAN APBD", "TAHUN ANGGARAN 2024")
    return flat("APBD", titles, APBD_HEADS, rows)


def village_outcome(mistakes: str = "") -> bytes:
    """The realisation report of a village (APBDes), its expenditure by field and activity."""
    keys = ("anggaran", "realisasi_lra")
    rows = account_rows("apbdes.csv", ("anggaran", "realisasi"), keys, "realisasi_lra")
    rows = mistaken(rows, mistakes) if mistakes else rows
    titles = ("LAPORAN REALISASI PELAKSANAAN APBDES", "PEMERINTAH DESA TELAGA BIRU", "TAHUN ANGGARAN 2024")
    return csv_bytes(flat("APBDes", titles, LRA_HEADS, rows), ";", indonesian)


def small() -> Table:
    """Ten rows with three mistakes that a reader can find by eye."""
    rows = recompute(plan("kecil.csv"))
    Proof("kecil", rows).hold()
    for mistake in read("kecil-salah.csv"):
        (row,) = (row for row in rows if row["kode"] == mistake["kode"])
        demand(row[mistake["kolom"]] != mistake["nilai"], f"kecil {row['kode']} is a mistake")
        row[mistake["kolom"]] = mistake["nilai"]
    return flat("Laporan", (), SMALL_HEADS, rows)


def owners(rows: Sequence[Row]) -> list[int | None]:
    """For each row of a plan the row that it is part of: the last one above it at a lower level."""
    open_rows: list[int] = []
    found: list[int | None] = []
    for number, row in enumerate(rows):
        while open_rows and int(rows[open_rows[-1]]["tingkat"]) >= int(row["tingkat"]):
            open_rows.pop()
        found.append(open_rows[-1] if open_rows else None)
        open_rows.append(number)
    return found


def rolled_up(rows: Sequence[Row], leaves: Sequence[Fraction | None]) -> list[Fraction]:
    """The amount of each row of a plan: its own where it has no parts, else that of all parts."""
    totals = [Fraction(0)] * len(rows)
    above = owners(rows)
    for number in reversed(range(len(rows))):
        parts = number in above
        demand(parts == (leaves[number] is None), f"row {number + 1} of a plan is a leaf or has parts")
        totals[number] += leaves[number] or Fraction(0)
        owner = above[number]
        if owner is not None:
            totals[owner] += totals[number]
    return totals


def volume(text: str) -> Fraction:
    """A volume as a number, also one that is a product, as "20 Orang x 4 Kali"."""
    product = Fraction(1)
    for part in text.split(" x "):
        product *= parse(part.split()[0]) or Fraction(0)
    return product


def mistaken(rows: list[Row], name: str) -> list[Row]:
    """The rows with the mistakes of a source planted in them, each of which changes what is printed."""
    for mistake in read(name):
        row = rows[int(mistake["baris"]) - 1]
        demand(row[mistake["kolom"]] != mistake["nilai"], f"{name}, row {mistake['baris']} is a mistake")
        row[mistake["kolom"]] = mistake["nilai"]
    return rows


def work_plan(mistakes: str = "") -> bytes:
    """A work plan and budget (RKA-K/L), each line printing its own part of the code."""
    source = read("rka.csv")
    leaves = [volume(row["volume"]) * (parse(row["harga"]) or 0) if row["harga"] else None for row in source]
    rows = [row | {"jumlah": show(total)} for row, total in zip(source, rolled_up(source, leaves), strict=True)]
    rows = mistaken(rows, mistakes) if mistakes else rows
    titles = ("RENCANA KERJA DAN ANGGARAN SATUAN KERJA", "BALAI PELATIHAN SUKAMAJU", "TAHUN ANGGARAN 2024")
    return csv_bytes(flat("RKA", titles, RKA_HEADS, rows), ";", indonesian)


def exported() -> list[Row]:
    """The rows of a report as SIPD exports it, the totals and what is left computed from the leaves."""
    source = read("sipd.csv")
    sums = {key: rolled_up(source, [parse(row[key]) if row[key] else None for row in source]) for key in GROUPS}
    rows = []
    for number, row in enumerate(source):
        own = {key: sums[key][number] for key in GROUPS}
        budget, outcome = (own[f"operasi_{kind}"] + own[f"modal_{kind}"] for kind in ("anggaran", "realisasi"))
        own |= {"anggaran": budget, "realisasi_sipd": outcome, "sisa": budget - outcome}
        rows.append(row | {key: show(amount) for key, amount in own.items()})
    return rows


def sipd_table(rows: Sequence[Row]) -> Table:
    """A report of SIPD, of which the code stands in four columns under one heading."""
    pair = ("Anggaran", "Realisasi")
    heads = (
        ("Kode", ("", "", "", "")),
        ("Uraian", ()),
        ("Belanja Operasi", pair),
        ("Belanja Modal", pair),
        ("Jumlah", pair),
        ("Sisa Anggaran", ()),
    )
    titles = ("REKAPITULASI BELANJA MENURUT URUSAN PEMERINTAHAN DAERAH", "KABUPATEN SUKAMAJU, TAHUN ANGGARAN 2024")
    return Table("SIPD", titles, heads, (*SPREAD, "uraian", *GROUPS, *SIPD_TOTALS), rows)


# All files


def report_files(folder: str, book: Book) -> dict[str, bytes]:
    """One version of the report as a workbook and as CSV files."""
    tables = report_tables(book)
    files = {f"{folder}/laporan.xlsx": xlsx_bytes(tables.values(), book.prose)}
    files |= {f"{folder}/csv/{name}": csv_bytes(table) for name, table in tables.items()}
    return files | {f"{folder}/csv/narasi.txt": "\n\n".join([*book.prose, ""]).rstrip("\n").encode() + b"\n"}


def build() -> dict[str, bytes]:
    """Every sample file, by its path below `samples`."""
    printed = pdf_bytes(report_tables(as_printed()).values(), as_printed().prose)
    return {
        **report_files("ntt-2021", as_printed()),
        "ntt-2021/laporan.docx": docx_bytes(report_tables(as_printed()).values(), as_printed().prose),
        "ntt-2021/laporan.pdf": printed,
        "ntt-2021/laporan.txt": text_bytes(printed),
        **report_files("bersih", put_right()),
        "bersih/ribuan.csv": thousands(),
        "bersih/terpotong.xlsx": truncated(),
        "bersih/pagu-sendiri.xlsx": own_base(),
        "bersih/lra.xlsx": budget_outcome(),
        "bersih/apbd.xlsx": xlsx_bytes([amended_budget()]),
        "bersih/apbdes.csv": village_outcome(),
        "bersih/rka.csv": work_plan(),
        "bersih/sipd.xlsx": xlsx_bytes([sipd_table(exported())]),
        "kecil/laporan.csv": csv_bytes(small(), ";", indonesian),
        "kecil/laporan.xlsx": xlsx_bytes([small()]),
        "kecil/apbd.csv": csv_bytes(amended_budget("apbd-salah.csv"), ";", indonesian),
        "kecil/apbdes.csv": village_outcome("apbdes-salah.csv"),
        "kecil/rka.csv": work_plan("rka-salah.csv"),
        "kecil/sipd.csv": csv_bytes(sipd_table(mistaken(exported(), "sipd-salah.csv")), ";", indonesian),
    }


def same(old: bytes, new: bytes) -> bool:
    """Two files are the same if their bytes are, or, as zlib builds deflate differently, the members of a workbook."""
    if old == new or not zipfile.is_zipfile(io.BytesIO(new)):
        return old == new
    return zipfile.is_zipfile(io.BytesIO(old)) and members(old) == members(new)


def members(data: bytes) -> list[tuple[str, bytes]]:
    """The names and contents of the members of a ZIP file in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: write the files, or name those that differ."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    check = options.parse_args(arguments).check
    differing = []
    for name, data in build().items():
        path = HERE / name
        if path.is_file() and same(path.read_bytes(), data):
            continue
        differing.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for name in differing:
        print(f"samples/{name} {'differs' if check else 'written'}")
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
