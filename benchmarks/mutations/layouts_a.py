"""The first family of clean reports: the usual kinds of table in ten layouts, each drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from benchmarks.mutations import words_a as words
from benchmarks.mutations.accounts import accounts, fill
from benchmarks.mutations.rules import combines, multiplies, settle, shares, sums, work
from benchmarks.mutations.table import Column, Line, Report
from benchmarks.mutations.tree import (
    grow,
    money,
    number,
    outline,
    percent,
    rupiah,
    spend,
    spent,
    style,
    tops,
    totalled,
)


def _named(rng: Random, rows: int, depth: int, uneven: float = 0.0) -> list[Line]:
    """A tree of programmes with names, no name twice under one parent by design."""
    lines = grow(rng, rows, depth, lambda level: "", uneven)
    for line in lines:
        line.uraian = words.programme(rng, line.level, not line.parts)
    return lines


def _finish(report: Report, *computed: str) -> Report:
    """Fill in what the rules imply and hand the report over."""
    if not report.tops:
        report.tops = tops(report.lines)
    for line in report.lines:
        if line.figures.get("pagu") is not None or line.figures.get("jumlah") is not None:
            line.figures |= {name: Fraction(0) for name in computed}
    settle(report)
    return report


def fisik_keuangan(rng: Random, rows: int, depth: int) -> Report:
    """A department's report on works and money, its percentages of the whole table, the total below."""
    two = rng.random() < 0.5
    columns = [
        Column("target", ("Fisik", "Target") if two else ("Target",), "count"),
        Column("realisasi_fisik", ("Fisik", "Realisasi") if two else ("Realisasi Fisik",), "count"),
        Column("satuan", ("Fisik", "Satuan") if two else ("Satuan",), "text"),
        rupiah("pagu", *(("Keuangan", "Pagu") if two else ("Pagu Anggaran",))),
        rupiah("realisasi", *(("Keuangan", "Realisasi") if two else ("Realisasi Keuangan",))),
        rupiah("sisa", *(("Keuangan", "Sisa") if two else ("Sisa Anggaran",))),
        percent("bobot", "Bobot (%)"),
        percent("keuangan", "Realisasi Keuangan (%)"),
    ]
    made = style(rng, words.titles(rng, "LAPORAN REALISASI FISIK DAN KEUANGAN"), kode="Kode Rekening")
    made.uraian = rng.choice(("Program/Kegiatan/Sub Kegiatan", "Uraian", "Nama Kegiatan"))
    report = Report("fisik-keuangan", columns, _named(rng, rows, depth), made)
    number(report.lines, lambda level, at: f"{at:02d}" if level < 3 else f"{at:04d}", join=True, first="2.15")
    spend(rng, report)
    for line in report.lines:
        if not line.parts:
            goal = rng.choice((1, 4, 12, 50, 1200))
            line.figures |= {"target": Fraction(goal), "realisasi_fisik": Fraction(rng.randint(0, goal))}
            line.texts["satuan"] = rng.choice(words.UNITS)
    totalled(report, rng.choice(("JUMLAH", "TOTAL", "Jumlah Seluruhnya")))
    report.rules = [
        sums("pagu", "realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        sums("sisa"),
        shares("bobot", "pagu", "table"),
        shares("keuangan", "realisasi", "table"),
    ]
    report.bases = {"bobot": ("pagu", "table"), "keuangan": ("realisasi", "table")}
    return _finish(report, "sisa", "bobot", "keuangan")


def daya_serap(rng: Random, rows: int, depth: int) -> Report:
    """A table of absorption, percentages of each row's own budget, the total above or below or nowhere."""
    columns = [rupiah("pagu", "Anggaran"), rupiah("realisasi", "Realisasi"), percent("keuangan", "%")]
    if rng.random() < 0.7:
        columns.append(rupiah("sisa", "Sisa Dana"))
    if rng.random() < 0.4:
        columns.insert(0, Column("lokasi", ("Lokasi",), "text"))
    made = style(rng, words.titles(rng, "LAPORAN REALISASI ANGGARAN BELANJA KEGIATAN"), kode="Kode")
    report = Report("daya-serap", columns, _named(rng, rows, depth, 0.15), made)
    for line in report.lines:
        line.texts["lokasi"] = rng.choice(words.PLACES) if not line.parts else ""
    number(report.lines, lambda level, at: str(at), join=True)
    spend(rng, report, blanks=0.5)
    place = rng.choice(("above", "below", "none"))
    if place != "none":
        totalled(report, rng.choice(("JUMLAH", "TOTAL BELANJA", "Jumlah Total")), first=place == "above")
    report.rules = [
        sums("pagu", "realisasi"),
        *([combines("sisa", pagu=1, realisasi=-1), sums("sisa")] if "sisa" in report.of("rupiah") else []),
        shares("keuangan", "realisasi", "own"),
    ]
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "keuangan", *(["sisa"] if "sisa" in report.of("rupiah") else []))


def bernomor(rng: Random, rows: int, depth: int) -> Report:
    """A table numbered by kind (I, A, 1, a), the number beside the label or glued to it."""
    columns = [rupiah("pagu", "Pagu"), rupiah("realisasi", "Realisasi"), rupiah("sisa", "Sisa Pagu")]
    columns.append(percent("keuangan", "Persentase", digits=rng.choice((1, 2))))
    made = style(rng, words.titles(rng, "LAPORAN REALISASI KEUANGAN"), kode="No", uraian="Uraian Kegiatan")
    made.code = rng.choice(("column", "column", "glued"))
    made.glue = ". "
    report = Report("bernomor", columns, _named(rng, rows, depth), made)
    number(report.lines, outline, join=False)
    spend(rng, report)
    if rng.random() < 0.6:
        totalled(report, "JUMLAH")
    report.rules = [
        sums("pagu", "realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        sums("sisa"),
        shares("keuangan", "realisasi", "own"),
    ]
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "sisa", "keuangan")


def berjenjang(rng: Random, rows: int, depth: int) -> Report:
    """A workbook without codes, in which indentation alone tells the levels."""
    columns = [rupiah("pagu", "Alokasi Anggaran"), rupiah("realisasi", "Penyerapan"), rupiah("sisa", "Saldo")]
    columns.append(percent("bobot", "Bobot"))
    made = style(rng, words.titles(rng, "RINCIAN PENYERAPAN ANGGARAN"), suffix=".xlsx", code="none")
    made.uraian, made.indent = "Program / Kegiatan", rng.choice(("alignment", "   "))
    report = Report("berjenjang", columns, _named(rng, rows, depth, 0.1), made)
    spend(rng, report)
    totalled(report, "Total", first=False)
    report.rules = [
        sums("pagu", "realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        sums("sisa"),
        shares("bobot", "pagu", "table"),
    ]
    report.bases = {"bobot": ("pagu", "table")}
    return _finish(report, "sisa", "bobot")


def judul_kosong(rng: Random, rows: int, depth: int) -> Report:
    """A table in which the programmes are headings without figures, or account codes repeat below each."""
    columns = [rupiah("pagu", "Pagu Dana"), rupiah("realisasi", "Realisasi Anggaran"), rupiah("sisa", "Sisa")]
    columns.append(percent("bobot", "Bobot (%)"))
    made = style(rng, words.titles(rng, "LAPORAN REALISASI BELANJA"), kode="Kode", uraian="Uraian")
    report = Report("judul-kosong", columns, _named(rng, rows, max(depth, 3)), made)
    number(report.lines, lambda level, at: str(at) if level else f"1.01.{at:02d}", join=True)
    for line in report.lines:
        inner = [part for _, part in line.parts]
        if inner and not any(report.line(part).parts for part in inner) and len(inner) <= len(words.ACCOUNTS):
            for part, (kode, uraian) in zip(inner, sorted(rng.sample(words.ACCOUNTS, len(inner))), strict=True):
                report.line(part).kode, report.line(part).uraian = (kode,), uraian
    spend(rng, report)
    for line in report.lines:
        if line.level == 0:
            line.figures = dict.fromkeys(("pagu", "realisasi", "sisa", "bobot"))
    totalled(report, "JUMLAH BELANJA")
    report.rules = [
        sums("pagu", "realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        sums("sisa"),
        shares("bobot", "pagu", "table"),
    ]
    report.bases = {"bobot": ("pagu", "table")}
    return _finish(report, "sisa", "bobot")


def kemajuan(rng: Random, rows: int, depth: int) -> Report:
    """A table of progress, the physical percentage of a group the mean of its parts weighted by pagu."""
    columns = [
        rupiah("pagu", "Pagu"),
        Column("target", ("Target",), "count"),
        Column("realisasi_fisik", ("Capaian",), "count"),
        Column("satuan", ("Satuan",), "text"),
        rupiah("realisasi", "Realisasi"),
        percent("keuangan", "Keuangan (%)"),
        percent("fisik", "Fisik (%)"),
    ]
    made = style(rng, words.titles(rng, "LAPORAN KEMAJUAN FISIK DAN KEUANGAN"), kode="Kode Kegiatan")
    made.uraian = "Program/Kegiatan"
    report = Report("kemajuan", columns, _named(rng, rows, depth), made)
    number(report.lines, lambda level, at: f"{at}" if level < 1 else f"{at:02d}", join=True, first="1.03")
    spend(rng, report, zeros=0.0)
    for line in report.lines:
        if not line.parts:
            goal = rng.choice((4, 8, 12, 40, 365))
            line.figures |= {"target": Fraction(goal), "realisasi_fisik": Fraction(rng.randint(0, goal))}
            line.texts["satuan"] = rng.choice(words.UNITS)
    totalled(report, "JUMLAH", first=False)
    report.rules = [sums("pagu", "realisasi"), shares("keuangan", "realisasi", "own"), work("fisik")]
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "keuangan", "fisik")


REVENUE = (("4.1", "PENDAPATAN ASLI DAERAH"), ("4.2", "PENDAPATAN TRANSFER"))
SPENDING = (("5.1", "BELANJA OPERASI"), ("5.2", "BELANJA MODAL"), ("5.3", "BELANJA TIDAK TERDUGA"))
FINANCE = (("6.1", "PENERIMAAN PEMBIAYAAN"), ("6.2", "PENGELUARAN PEMBIAYAAN"))
CHAPTERS = (("4", "PENDAPATAN DAERAH", REVENUE), ("5", "BELANJA DAERAH", SPENDING), ("6", "PEMBIAYAAN DAERAH", FINANCE))
BALANCES = ("SURPLUS / (DEFISIT)", "PEMBIAYAAN NETTO", "SISA LEBIH PEMBIAYAAN ANGGARAN (SILPA)")


def _account(rng: Random) -> Callable[[str, int], str]:
    """Labels of accounts by the group in which they stand."""

    def label(kode: str, level: int) -> str:
        kinds = {"4": ("Pajak", "Retribusi", "Dana", "Bagi Hasil"), "5": ("Belanja",), "6": ("Pinjaman", "Penyertaan")}
        return f"{rng.choice(kinds[kode[0]])} {rng.choice(words.THINGS).title()} {rng.choice(words.PLACES)}"

    return label


def lra(rng: Random, rows: int, depth: int) -> Report:
    """A statement of budget and outcome with surplus, financing and what is left."""
    columns = [rupiah("pagu", "Anggaran"), rupiah("realisasi", "Realisasi")]
    columns += [rupiah("selisih", "Lebih/(Kurang)"), percent("keuangan", "%")]
    made = style(rng, words.titles(rng, "LAPORAN REALISASI ANGGARAN PENDAPATAN DAN BELANJA DAERAH"))
    made.kode = "Kode Rekening"
    lines = accounts(rng, rows, min(max(depth, 3), 5), CHAPTERS, BALANCES, _account(rng))
    report = Report("lra", columns, lines, made)
    fill(rng, lines, ("pagu", "realisasi"), (0.6, 1.0), 0.03)
    report.rules = [sums("pagu", "realisasi"), combines("selisih", realisasi=1, pagu=-1)]
    report.rules.append(shares("keuangan", "realisasi", "own"))
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "selisih", "keuangan")


def apbd(rng: Random, rows: int, depth: int) -> Report:
    """A regional budget before and after its amendment."""
    columns = [rupiah("pagu", "Sebelum Perubahan"), rupiah("perubahan", "Setelah Perubahan")]
    columns += [rupiah("tambah", "Bertambah/(Berkurang)"), percent("persen", "%")]
    made = style(rng, words.titles(rng, "RINGKASAN PERUBAHAN APBD"), kode="Kode Rekening")
    lines = accounts(rng, rows, min(max(depth, 3), 5), CHAPTERS, BALANCES, _account(rng))
    report = Report("apbd", columns, lines, made)
    fill(rng, lines, ("pagu", "perubahan"), (0.8, 1.25), 0.03)
    report.rules = [sums("pagu", "perubahan"), combines("tambah", perubahan=1, pagu=-1)]
    report.rules.append(shares("persen", "tambah", "own"))
    report.bases = {"persen": ("tambah", "own")}
    return _finish(report, "tambah", "persen")


def _even(report: Report) -> None:
    """Where details stand beside accounts, they get an account of their own: without codes nothing else parts them."""
    known = {line.id: line for line in report.lines}
    for line in list(report.lines):
        inner = [known[part] for _, part in line.parts]
        if any(part.parts for part in inner):
            for part in (part for part in inner if not part.parts):
                detail = Line(len(known), part.level + 1, (), part.uraian)
                known[detail.id] = detail
                part.parts = [(1, detail.id)]
                report.lines.insert(report.lines.index(part) + 1, detail)
    for line in [line for line in report.lines if line.level == 0 and not line.parts]:
        detail = Line(len(known), 1, (), line.uraian)
        known[detail.id] = detail
        line.parts = [(1, detail.id)]
        report.lines.insert(report.lines.index(line) + 1, detail)


def rka(rng: Random, rows: int, depth: int) -> Report:
    """A budget computed from volumes and prices, accounts above and details without a code below."""
    volume = Column("volume", ("Volume",), "count")
    columns = [
        volume,
        Column("satuan", ("Satuan",), "text"),
        rupiah("harga", "Harga Satuan"),
        rupiah("jumlah", "Jumlah"),
    ]
    made = style(rng, words.titles(rng, "RENCANA KERJA DAN ANGGARAN"), kode="Kode Rekening", uraian="Uraian")
    depth = min(depth, 4)
    report = Report("rka", columns, _named(rng, rows, max(depth, 2)), made)
    _even(report)
    number(report.lines, lambda level, at: str(at) if level < 1 else f"{at:02d}", join=True, first="5")
    for line in report.lines:
        line.uraian = f"Belanja {rng.choice(words.THINGS).title()} {rng.choice(words.PLACES)}"
        if line.parts:
            line.figures["jumlah"] = Fraction(0)
            continue
        line.kode, line.uraian = ("",), f"- {rng.choice(words.GOODS)} {rng.choice(words.PLACES)}"
        amount = Fraction(rng.choice((1, 2, 5, 12, 40, 250, 1800)))
        line.figures |= {"volume": amount, "harga": money(rng, 3.5, 6.7, 500), "jumlah": Fraction(0)}
        line.texts["satuan"] = rng.choice(words.UNITS)
    totalled(report, "JUMLAH")
    report.rules = [multiplies("jumlah", "volume", "harga"), sums("jumlah")]
    report.lines[-1].figures = {"jumlah": Fraction(0)}
    return _finish(report, "jumlah")


def sipd(rng: Random, rows: int, depth: int) -> Report:
    """A report in the manner of SIPD: the code over several columns, expenditure in groups."""
    names = [f"{group}_{what}" for group in ("operasi", "modal") for what in ("anggaran", "realisasi")]
    columns = [
        rupiah(name, f"Kelompok Belanja {name.split('_')[0].title()}", name.split("_")[1].title()) for name in names
    ]
    columns += [rupiah("pagu", "Jumlah", "Anggaran"), rupiah("realisasi", "Jumlah", "Realisasi")]
    made = style(rng, words.titles(rng, "REKAPITULASI BELANJA MENURUT URUSAN PEMERINTAHAN DAERAH"), suffix=".xlsx")
    made.code, made.text, made.uraian = "spread", False, "Uraian"
    report = Report("sipd", columns, _named(rng, rows, min(depth, 5)), made)
    number(report.lines, lambda level, at: f"{at:02d}" if level else f"{at}", join=True)
    for line in report.lines:
        line.figures = {name: Fraction(0) for name in (*names, "pagu", "realisasi")}
        if not line.parts:
            for group in rng.choice((("operasi",), ("modal",), ("operasi", "modal"))):
                line.figures[f"{group}_anggaran"] = pagu = money(rng)
                line.figures[f"{group}_realisasi"] = spent(rng, pagu)
    totalled(report, "JUMLAH")
    report.rules = [
        sums(*names),
        combines("pagu", operasi_anggaran=1, modal_anggaran=1),
        combines("realisasi", operasi_realisasi=1, modal_realisasi=1),
        sums("pagu", "realisasi"),
    ]
    return _finish(report)


VILLAGE = (
    ("4", "PENDAPATAN", (("4.1", "Pendapatan Asli Desa"), ("4.2", "Pendapatan Transfer"))),
    ("5", "BELANJA", (("5.1", "Belanja Pegawai"), ("5.2", "Belanja Barang dan Jasa"), ("5.3", "Belanja Modal"))),
    ("6", "PEMBIAYAAN", (("6.1", "Penerimaan Pembiayaan"), ("6.2", "Pengeluaran Pembiayaan"))),
)


def apbdes(rng: Random, rows: int, depth: int) -> Report:
    """A village's budget and outcome, expenditure by account."""
    columns = [rupiah("pagu", "Anggaran"), rupiah("realisasi", "Realisasi")]
    columns += [rupiah("selisih", "Lebih/(Kurang)"), percent("keuangan", "%")]
    titles = ("LAPORAN REALISASI APBDES", f"PEMERINTAH DESA {rng.choice(words.PLACES).upper()}", "TAHUN 2022")
    made = style(rng, titles, kode="Kode Rekening")
    balances = ("SURPLUS / (DEFISIT)", "PEMBIAYAAN NETTO", "SISA LEBIH PEMBIAYAAN ANGGARAN")
    lines = accounts(rng, min(rows, 300), min(max(depth, 3), 4), VILLAGE, balances, _account(rng))
    report = Report("apbdes", columns, lines, made)
    fill(rng, lines, ("pagu", "realisasi"), (0.5, 1.0), 0.02)
    report.rules = [sums("pagu", "realisasi"), combines("selisih", realisasi=1, pagu=-1)]
    report.rules.append(shares("keuangan", "realisasi", "own"))
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "selisih", "keuangan")


LAYOUTS: tuple[Callable[[Random, int, int], Report], ...] = (
    fisik_keuangan,
    daya_serap,
    bernomor,
    berjenjang,
    judul_kosong,
    kemajuan,
    lra,
    apbd,
    rka,
    sipd,
    apbdes,
)
