"""The second family of clean reports, kept for one run at the end: no one who tunes the diagnosis looks into it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from benchmarks.mutations import words_b as words
from benchmarks.mutations.accounts import accounts, fill
from benchmarks.mutations.rules import combines, multiplies, settle, shares, sums, work
from benchmarks.mutations.table import Column, Line, Report
from benchmarks.mutations.tree import grow, money, number, percent, rupiah, spend, style, tops, totalled


def _named(rng: Random, rows: int, depth: int, uneven: float = 0.0) -> list[Line]:
    """A tree of groups and works with names."""
    lines = grow(rng, rows, depth, lambda level: "", uneven)
    for line in lines:
        line.uraian = words.group(rng, line.level) if line.parts else words.work(rng)
    return lines


def _finish(report: Report, *computed: str) -> Report:
    """Fill in what the rules imply and hand the report over."""
    report.tops = report.tops or tops(report.lines)
    for line in report.lines:
        if line.figures:
            line.figures |= dict.fromkeys(computed, Fraction(0))
    settle(report)
    return report


def triwulan(rng: Random, rows: int, depth: int) -> Report:
    """A report in which what was spent stands by quarter and in total, before the remainder."""
    quarters = [f"tw{number}" for number in range(1, 5)]
    columns = [rupiah("pagu", "Pagu Anggaran")]
    columns += [
        rupiah(name, "Realisasi", f"Triwulan {mark}")
        for name, mark in zip(quarters, ("I", "II", "III", "IV"), strict=True)
    ]
    columns += [rupiah("realisasi", "Realisasi", "Jumlah"), rupiah("sisa", "Sisa Pagu")]
    if rng.random() < 0.5:
        columns.append(percent("keuangan", "Realisasi (%)"))
    made = style(rng, words.titles(rng, "REKAPITULASI BELANJA MENURUT PROGRAM DAN KEGIATAN"), kode="Kode Sub Kegiatan")
    made.uraian = "Program/Kegiatan/Sub Kegiatan"
    report = Report("triwulan", columns, _named(rng, rows, depth), made)
    number(report.lines, lambda level, at: f"{at:02d}" if level < 2 else f"{at:03d}", join=True, first="3.27")
    spend(rng, report)
    for line in report.lines:
        left = line.figures["realisasi"] or Fraction(0)
        for name in quarters:
            part = Fraction(int(left * Fraction(rng.randint(0, 60), 100))) if name != "tw4" else left
            line.figures[name] = part
            left -= part
    totalled(report, "JUMLAH TOTAL")
    report.rules = [
        sums("pagu", *quarters),
        combines("realisasi", tw1=1, tw2=1, tw3=1, tw4=1),
        sums("realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        sums("sisa"),
    ]
    if "keuangan" in report.of("percent"):
        report.rules.append(shares("keuangan", "realisasi", "own"))
        report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "sisa", *report.of("percent"))


def bertingkat(rng: Random, rows: int, depth: int) -> Report:
    """A table with a column that tells the level of each row, and the code glued to the label."""
    columns = [rupiah("pagu", "Anggaran"), rupiah("realisasi", "Realisasi"), percent("keuangan", "%", digits=1)]
    made = style(rng, words.titles(rng, "Realisasi Fisik dan Keuangan"), code="glued", glue=" - ", levels="Tingkat")
    made.uraian = "Uraian"
    report = Report("bertingkat", columns, _named(rng, rows, depth, 0.2), made)
    number(report.lines, lambda level, at: str(at), join=True)
    spend(rng, report, equal=0.15)
    report.rules = [sums("pagu", "realisasi"), shares("keuangan", "realisasi", "own")]
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "keuangan")


def jumlah_di_bawah(rng: Random, rows: int, depth: int) -> Report:
    """Groups of works under a heading without figures, each closed by a row with its sum, the whole by a total."""
    columns = [rupiah("pagu", "Pagu (Rp)"), rupiah("realisasi", "Realisasi (Rp)"), rupiah("sisa", "Sisa (Rp)")]
    columns.append(percent("keuangan", "Keuangan (%)"))
    made = style(rng, words.titles(rng, "Rincian Realisasi Keuangan"), kode="No.", uraian="Nama Kegiatan")
    lines: list[Line] = []
    heads: list[int] = []
    width = max(2, round(max(rows, 8) ** 0.5))
    while len(lines) < rows:
        name, letter = words.group(rng, 0), chr(ord("A") + len(heads) % 26)
        lines.append(Line(len(lines), 0, (letter,), name))
        works = [Line(len(lines) + at, 1, (str(at + 1),), words.work(rng)) for at in range(rng.randint(2, 2 * width))]
        lines += works
        closing = Line(len(lines), 0, ("",), f"Jumlah {name}", parts=[(1, line.id) for line in works])
        lines.append(closing)
        heads.append(closing.id)
    report = Report("jumlah-di-bawah", columns, lines, made)
    spend(rng, report)
    for line in lines:
        if line.level == 0 and not line.parts:
            line.figures = {}
    total = Line(len(lines), 0, ("",), "JUMLAH KESELURUHAN", parts=[(1, id) for id in heads], total=True)
    total.figures = {"pagu": Fraction(0), "realisasi": Fraction(0)}
    lines.append(total)
    report.root, report.tops = total.id, heads
    report.rules = [
        sums("pagu", "realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        sums("sisa"),
        shares("keuangan", "realisasi", "own"),
    ]
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "sisa", "keuangan")


def persen_dahulu(rng: Random, rows: int, depth: int) -> Report:
    """A table with its weights before the money, the total in the first row, percentages cut off or rounded."""
    cut = rng.random() < 0.3
    columns = [
        percent("bobot", "Bobot (%)"),
        rupiah("pagu", "Alokasi"),
        rupiah("realisasi", "Penyerapan"),
        percent("keuangan", "Penyerapan (%)"),
        percent("sisa_persen", "Sisa (%)"),
        rupiah("sisa", "Sisa"),
    ]
    made = style(rng, words.titles(rng, "LAPORAN REALISASI DAN BOBOT KEGIATAN"), kode="KODE", uraian="KEGIATAN")
    report = Report("persen-dahulu", columns, _named(rng, rows, depth), made)
    number(report.lines, lambda level, at: str(at), join=True)
    spend(rng, report)
    totalled(report, f"TOTAL {rng.choice(words.BODIES)}", first=True)
    report.rules = [
        sums("pagu", "realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        sums("sisa"),
        shares("bobot", "pagu", "table", truncates=cut),
        shares("keuangan", "realisasi", "table", truncates=cut),
        shares("sisa_persen", "sisa", "table", truncates=cut),
    ]
    bases = {"bobot": "pagu", "keuangan": "realisasi", "sisa_persen": "sisa"}
    report.bases = {name: (of, "table") for name, of in bases.items()}
    return _finish(report, "sisa", *bases)


def fisik_kelompok(rng: Random, rows: int, depth: int) -> Report:
    """Progress of works with targets, the percentages before the amounts, groups numbered by kind or by code."""
    columns = [
        Column("satuan", ("Satuan",), "text"),
        Column("target", ("Volume", "Target"), "count"),
        Column("realisasi_fisik", ("Volume", "Capaian"), "count"),
        percent("fisik", "Fisik (%)"),
        rupiah("pagu", "Dana", "Anggaran"),
        rupiah("realisasi", "Dana", "Realisasi"),
        percent("keuangan", "Keu (%)"),
    ]
    columns[1].heading, columns[2].heading = ("Target",), ("Capaian",)
    columns[4].heading, columns[5].heading = ("Anggaran",), ("Realisasi",)
    made = style(rng, words.titles(rng, "LAPORAN REALISASI FISIK DAN KEUANGAN"), kode="No", uraian="Program/Kegiatan")
    report = Report("fisik-kelompok", columns, _named(rng, rows, depth), made)
    number(report.lines, lambda level, at: f"{at}", join=True)
    spend(rng, report, zeros=0.0)
    for line in report.lines:
        if not line.parts:
            goal = rng.choice((3, 6, 24, 100))
            line.figures |= {"target": Fraction(goal), "realisasi_fisik": Fraction(rng.randint(0, goal))}
            line.texts["satuan"] = rng.choice(("ha", "unit", "keg", "lap", "org"))
    if rng.random() < 0.6:
        totalled(report, "Jumlah")
    report.rules = [sums("pagu", "realisasi"), shares("keuangan", "realisasi", "own"), work("fisik")]
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "fisik", "keuangan")


CHAPTERS = (
    (
        "4",
        "PENDAPATAN",
        (
            ("4.1", "Pendapatan Asli Daerah (PAD)"),
            ("4.2", "Pendapatan Transfer"),
            ("4.3", "Lain-lain Pendapatan yang Sah"),
        ),
    ),
    ("5", "BELANJA", (("5.1", "Belanja Operasi"), ("5.2", "Belanja Modal"), ("5.4", "Belanja Transfer"))),
    ("6", "PEMBIAYAAN", (("6.1", "Penerimaan Pembiayaan"), ("6.2", "Pengeluaran Pembiayaan"))),
)
VILLAGE = (
    ("4", "PENDAPATAN DESA", (("4.1", "Pendapatan Asli Desa"), ("4.2", "Transfer"), ("4.3", "Pendapatan Lain-lain"))),
    ("5", "BELANJA DESA", (("5.1", "Belanja Pegawai"), ("5.2", "Belanja Barang/Jasa"), ("5.3", "Belanja Modal"))),
    ("6", "PEMBIAYAAN DESA", (("6.1", "Penerimaan Pembiayaan"), ("6.2", "Pengeluaran Pembiayaan"))),
)
BALANCES = ("SURPLUS/DEFISIT", "PEMBIAYAAN NETO", "SISA LEBIH PEMBIAYAAN ANGGARAN")


def _label(rng: Random) -> Callable[[str, int], str]:
    """Labels of accounts below a group."""

    def label(kode: str, level: int) -> str:
        first = {"4": "Hasil", "5": "Belanja", "6": "Dana"}[kode[0]]
        return f"{first} {rng.choice(words.OBJECTS)} {rng.choice(words.SITES)}"

    return label


def lra_sisa(rng: Random, rows: int, depth: int) -> Report:
    """A statement of budget and outcome with the percentage before the difference, or with last year's outcome."""
    columns = [rupiah("pagu", "Anggaran Setelah Perubahan"), rupiah("realisasi", "Realisasi")]
    columns += [percent("keuangan", "%"), rupiah("sisa", "Selisih")]
    made = style(rng, words.titles(rng, "LAPORAN REALISASI ANGGARAN (LRA)"), kode="No. Rek", uraian="Uraian Rekening")
    report = Report(
        "lra-sisa", columns, accounts(rng, rows, min(max(depth, 3), 5), CHAPTERS, BALANCES, _label(rng)), made
    )
    fill(rng, report.lines, ("pagu", "realisasi"), (0.7, 0.99), 0.02)
    report.rules = [
        sums("pagu", "realisasi"),
        combines("sisa", pagu=1, realisasi=-1),
        shares("keuangan", "realisasi", "own"),
    ]
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report, "sisa", "keuangan")


def apbd_pergeseran(rng: Random, rows: int, depth: int) -> Report:
    """A budget before and after amendment, its amounts under a heading of two rows."""
    columns = [rupiah("pagu", "Jumlah", "Sebelum Perubahan"), rupiah("perubahan", "Jumlah", "Setelah Perubahan")]
    columns.append(rupiah("tambah", "Bertambah/(Berkurang)", "Rp"))
    columns[2].heading = ("Bertambah/(Berkurang)",)
    made = style(rng, words.titles(rng, "PENJABARAN PERUBAHAN APBD"), kode="Kode", uraian="Nama Rekening")
    lines = accounts(rng, rows, min(max(depth, 3), 6), CHAPTERS, BALANCES, _label(rng))
    report = Report("apbd-pergeseran", columns, lines, made)
    fill(rng, lines, ("pagu", "perubahan"), (0.7, 1.4), 0.05)
    report.rules = [sums("pagu", "perubahan"), combines("tambah", perubahan=1, pagu=-1)]
    return _finish(report, "tambah")


def rab(rng: Random, rows: int, depth: int) -> Report:
    """An estimate of cost: groups by code, items below with quantity, price and amount."""
    columns = [Column("volume", ("Vol",), "count"), Column("satuan", ("Sat",), "text")]
    columns += [rupiah("harga", "Harga Satuan (Rp)"), rupiah("jumlah", "Jumlah (Rp)")]
    made = style(rng, words.titles(rng, "RINCIAN ANGGARAN BELANJA"), kode="Kode", uraian="Uraian")
    groups = _named(rng, max(4, rows // 4), max(1, min(depth - 1, 3)))
    number(groups, lambda level, at: f"{at}" if level == 0 else f"{at:02d}", join=True, first="5.1")
    lines: list[Line] = []
    after = len(groups)
    for line in groups:
        lines.append(line)
        line.figures["jumlah"] = Fraction(0)
        if line.parts:
            continue
        line.uraian = f"Belanja {rng.choice(words.TOPICS)} {rng.choice(words.SITES)}"
        for _ in range(rng.randint(2, 5)):
            name, unit = rng.choice(words.ITEMS)
            item = Line(after, line.level + 1, ("",), f"- {name} {rng.choice(words.SITES)}", texts={"satuan": unit})
            item.figures = {"volume": Fraction(rng.randint(1, 240)), "harga": money(rng, 3.7, 6.3, 250)}
            item.figures["jumlah"] = Fraction(0)
            line.parts.append((1, item.id))
            lines.append(item)
            after += 1
    report = Report("rab", columns, lines, made)
    if rng.random() < 0.7:
        totalled(report, "Jumlah Anggaran", first=rng.random() < 0.3)
        report.line(report.root or 0).figures = {"jumlah": Fraction(0)}
    report.rules = [multiplies("jumlah", "volume", "harga"), sums("jumlah")]
    return _finish(report)


def desa_ubah(rng: Random, rows: int, depth: int) -> Report:
    """A village's amended budget and what was done of it, with the source of the money."""
    columns = [rupiah("pagu", "Anggaran (Rp)"), rupiah("realisasi", "Realisasi (Rp)")]
    columns += [rupiah("selisih", "Lebih/Kurang (Rp)"), Column("sumber", ("Sumber Dana",), "text")]
    titles = (
        "LAPORAN REALISASI PELAKSANAAN APB DESA",
        f"DESA {rng.choice(words.SITES).upper()}",
        "TAHUN ANGGARAN 2025",
    )
    made = style(rng, titles, kode="Kode Rek", uraian="Uraian")
    balances = ("SURPLUS/DEFISIT", "PEMBIAYAAN NETTO", "SILPA TAHUN BERJALAN")
    lines = accounts(rng, min(rows, 250), min(max(depth, 3), 4), VILLAGE, balances, _label(rng))
    report = Report("desa-ubah", columns, lines, made)
    fill(rng, lines, ("pagu", "realisasi"), (0.4, 1.0), 0.03)
    for line in lines:
        line.texts["sumber"] = "" if line.parts else rng.choice(words.FUNDS)
    report.rules = [sums("pagu", "realisasi"), combines("selisih", pagu=1, realisasi=-1)]
    return _finish(report, "selisih")


def daftar_urusan(rng: Random, rows: int, depth: int) -> Report:
    """A workbook of urusan, departments and works told apart by spaces and capitals, without codes or a total."""
    columns = [rupiah("pagu", "Pagu Setelah Perubahan"), rupiah("realisasi", "Realisasi s.d. Bulan Ini")]
    columns += [rupiah("sisa", "Sisa Anggaran"), percent("keuangan", "Persentase", digits=1)]
    made = style(rng, words.titles(rng, "Realisasi Belanja per Kegiatan"), suffix=".xlsx", code="none", indent="    ")
    made.uraian = "Program / Kegiatan / Sub Kegiatan"
    report = Report("daftar-urusan", columns, _named(rng, rows, min(depth, 5)), made)
    spend(rng, report, equal=0.1, blanks=0.3)
    report.rules = [
        sums("pagu", "realisasi"),
        shares("keuangan", "realisasi", "own"),
    ]
    for line in report.lines:
        if line.figures["realisasi"] is not None:
            line.figures |= {"sisa": Fraction(0), "keuangan": Fraction(0)}
    report.rules.insert(1, combines("sisa", pagu=1, realisasi=-1))
    report.bases = {"keuangan": ("realisasi", "own")}
    return _finish(report)


LAYOUTS: tuple[Callable[[Random, int, int], Report], ...] = (
    triwulan,
    bertingkat,
    jumlah_di_bawah,
    persen_dahulu,
    fisik_kelompok,
    lra_sisa,
    apbd_pergeseran,
    rab,
    desa_ubah,
    daftar_urusan,
)
