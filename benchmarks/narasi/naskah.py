"""A template is a sentence with slots, and here the slots are filled from a table, each figure with its origin.

A slot is `{role.figure}` with an optional form after a bar. The roles are rows that `pilih`, the choice, finds:

    x, y, z      a row, its neighbours        t        the total, or the section of x
    p, i, j, k   a parent and its parts       m, w     the row that ranks first, another one
    n            how many rows satisfy what   u        amounts of the sentence alone, of no table

The figures: `a` budget, `r` realised, `s` left, `k` realised against budget, `l` last year, `m` and `q` before and
after revision, `d` the change, `p` percentage realised, `sp` percentage left, `g` growth, `ba` `br` `bs` shares of
`t`, `f` physical percentage, `target`, `rf`, `sat`, `arah` words of direction; without a figure the row's name. The
forms: `|tepat` in full, `|bulat` in miliar or juta, `|kata` with the words in brackets, `|tetap` never altered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from .tables import Baris, Tabel, bilangan, setengah_ke_atas

Suku = tuple[int, int, str]  # sign, row, column


@dataclass(frozen=True)
class Asal:
    """Where a figure comes from: `kali · |sum of atas| / |sum of bawah|`, or a count, or the sentence alone."""

    atas: tuple[Suku, ...] = ()
    bawah: tuple[Suku, ...] = ()
    kali: int = 1
    hitung: str = ""  # "tingkat:syarat", a count of rows of a level that satisfy it
    sendiri: bool = False


@dataclass(frozen=True)
class Angka:
    """A figure, word of direction or name as it stands in the text, with its truth and its step of rounding."""

    satuan: str  # rupiah, persen, cacah, arah, nama
    teks: str
    nilai: Fraction | None
    langkah: Fraction
    asal: Asal
    awal: int = 0
    akhir: int = 0
    inti: tuple[int, int] = (0, 0)  # the digits within the text
    desimal: int = 0
    faktor: int = 1
    ganti: tuple[str, ...] = ()  # words that would be false in its place
    tetap: bool = False
    slot: str = ""


@dataclass(frozen=True)
class Templat:
    """A sentence with slots, the kinds of table that it fits, and whether one of its figures may be altered."""

    id: str
    jenis: str
    tabel: str
    pilih: str
    pola: str
    jujur: bool = False


@dataclass
class Kalimat:
    """A filled template: the text and its figures, with what else could be true of the same rows."""

    teks: str
    angka: list[Angka]
    peran: dict[str, int] = field(default_factory=dict)
    hitungan: frozenset[int] = frozenset()


# ── how figures are printed in prose ─────────────────────────────────────────────────────────────────────────────────

SATU = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def terbilang(n: int) -> str:
    """An amount in Indonesian words."""
    if n < 12:
        return SATU[n] or "nol"
    if n < 20:
        return f"{SATU[n - 10]} belas"
    for batas, nama, seribu in (
        (10**12, "triliun", ""),
        (10**9, "miliar", ""),
        (10**6, "juta", ""),
        (1000, "ribu", "seribu"),
        (100, "ratus", "seratus"),
        (10, "puluh", ""),
    ):
        if n >= batas:
            depan, sisa = divmod(n, batas)
            kata = seribu if depan == 1 and seribu else f"{terbilang(depan)} {nama}"
            return f"{kata} {terbilang(sisa)}" if sisa else kata
    raise AssertionError(n)


def tulis_uang(rng: random.Random, nilai: Fraction, t: Tabel, bentuk: str) -> Angka:
    """An amount as prose writes it: in full, in miliar or juta rounded or cut, or with its words."""
    besar = abs(nilai)
    awalan = rng.choice(("Rp", "Rp ", "Rp", "Rp. ", "Rp."))
    if bentuk == "bulat" and besar >= 10**6:
        faktor, nama = next((f, n) for f, n in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")) if besar >= f)
        if nama == "miliar":
            nama = rng.choice(("miliar", "miliar", "miliar", "miliar", "milyar", "M"))
        desimal = rng.choice((1, 2, 2, 2, 3))
        satuan = int(besar * 10**desimal / faktor) if rng.random() < 0.25 else setengah_ke_atas(besar / faktor, desimal)
        digit = bilangan(satuan, desimal, "id")
        return Angka(
            "rupiah", f"{awalan}{digit} {nama}", besar, Fraction(faktor, 10**desimal), Asal(),
            inti=(len(awalan), len(awalan) + len(digit)), desimal=desimal, faktor=faktor,
        )  # fmt: skip
    penuh = besar.denominator == 1
    desimal = rng.choice((0, 0, 2)) if penuh else 2
    digit = bilangan(setengah_ke_atas(besar, desimal), desimal, "id")
    ekor = rng.choice(("", "", "", ",-")) if desimal == 0 and bentuk != "kata" else ""
    teks = awalan + digit + ekor
    if bentuk == "kata" and penuh:
        teks += f" ({terbilang(int(besar))} rupiah)"
    return Angka(
        "rupiah", teks, besar, Fraction(0), Asal(), inti=(len(awalan), len(awalan) + len(digit)), desimal=desimal
    )  # fmt: skip


def tulis_persen(rng: random.Random, nilai: Fraction) -> Angka:
    """A percentage as prose writes it, rounded or cut, to at most two digits."""
    besar = abs(nilai)
    desimal = rng.choice((2, 2, 2, 1, 1, 0))
    desimal = max(desimal, 2 if besar < 1 else 1 if besar < 10 else 0)
    bulat = setengah_ke_atas(besar, desimal)
    if bulat % (100 * 10**desimal) == 0 and besar % 100 != 0:
        desimal = 2  # 99.6 is not written as 100
    satuan = int(besar * 10**desimal) if rng.random() < 0.2 else setengah_ke_atas(besar, desimal)
    digit = bilangan(satuan, desimal, "id")
    return Angka(
        "persen", digit + rng.choice(("%", "%", " %", " persen")), besar, Fraction(1, 10**desimal), Asal(),
        inti=(0, len(digit)), desimal=desimal,
    )  # fmt: skip


def tulis_cacah(rng: random.Random, nilai: int, bentuk: str) -> Angka:
    """A count as prose writes it: digits, words, or both."""
    gaya = rng.choice(("3", "3", "3 (tiga)", "tiga") if nilai < 100 and bentuk != "tepat" else ("3",))
    teks = {"3": str(nilai), "3 (tiga)": f"{nilai} ({terbilang(nilai)})", "tiga": terbilang(nilai)}[gaya]
    akhir = len(teks) if gaya == "tiga" else len(str(nilai))
    return Angka("cacah", teks, Fraction(nilai), Fraction(0), Asal(), inti=(0, akhir))


# ── which rows a sentence is about ───────────────────────────────────────────────────────────────────────────────────

Peran = dict[str, int]
SINGKAT = {"PAD", "BPD", "BUM", "DPRD", "ASN", "SILPA", "SKPD", "OPD", "UPTD"}


def nama(t: Tabel, i: int) -> str:
    """The name of a row as prose writes it: a shouted label in ordinary letters."""
    teks = t.baris[i].uraian
    if t.jenis == "rincian" and i % 2 and not teks.startswith("Program"):
        return f"{t.golongan[t.baris[i].tingkat - 1].title()} {teks}"
    if not teks.isupper():
        return teks
    kecil = {"dan", "yang", "pada", "atas"}
    kata = [k if k.strip("()") in SINGKAT else k.lower() if k.lower() in kecil else k.title() for k in teks.split()]
    return " ".join(kata)


def tunggal(t: Tabel, i: int) -> bool:
    """Whether no other row bears the label."""
    return sum(b.uraian.lower() == t.baris[i].uraian.lower() for b in t.baris) == 1


def puncak(t: Tabel, i: int) -> int:
    """The total of the table, or the section that a row belongs to."""
    while (atas := t.baris[i].induk) is not None:
        i = atas
    return i


def biasa(t: Tabel) -> list[int]:
    """The rows with a label of their own and figures that are not a total or a result."""
    kunci = "m" if t.jenis == "apbd" else "r"
    return [i for i, b in enumerate(t.baris) if b.jenis in {"daun", "induk"} and tunggal(t, i) and b.nilai[kunci] > 0]


def pilih_satu(t: Tabel, rng: random.Random) -> Peran | None:
    """A row x that is not at the top, and its top t."""
    calon = [i for i in biasa(t) if t.baris[i].induk is not None]
    if not calon:
        return None
    x = rng.choice(calon)
    return {"x": x, "t": puncak(t, x)}


def pilih_belanja(t: Tabel, rng: random.Random) -> Peran | None:
    """A row x of expenditure or a department's work, not at the top."""
    calon = [
        i
        for i in biasa(t)
        if t.baris[i].induk is not None and ((not t.golongan and t.baris[i].kode.startswith("5")) or t.golongan)
    ]
    if not calon:
        return None
    x = rng.choice(calon)
    return {"x": x, "t": puncak(t, x)}


def pilih_puncak(t: Tabel, rng: random.Random) -> Peran | None:
    """The total of the table, or revenue or expenditure as a whole."""
    calon = [i for i, b in enumerate(t.baris) if b.jenis == "total" or (b.induk is None and b.kode in {"4", "5"})]
    return {"t": (i := rng.choice(calon)), "x": i} if calon else None


def pilih_dua(t: Tabel, rng: random.Random) -> Peran | None:
    """Two neighbours x and y under one parent."""
    calon = [[j for j in t.anak(i) if j in biasa(t)] for i in range(len(t.baris))]
    calon = [c for c in calon if len(c) >= 2]
    if not calon:
        return None
    x, y = rng.sample(rng.choice(calon), 2)
    return {"x": x, "y": y, "t": puncak(t, x), "p": t.baris[x].induk or 0}


def pilih_tiga(t: Tabel, rng: random.Random) -> Peran | None:
    """Three neighbours under one parent."""
    calon = [[j for j in t.anak(i) if j in biasa(t)] for i in range(len(t.baris))]
    calon = [c for c in calon if len(c) >= 3]
    if not calon:
        return None
    x, y, z = rng.sample(rng.choice(calon), 3)
    return {"x": x, "y": y, "z": z, "t": puncak(t, x), "p": t.baris[x].induk or 0}


def _keluarga(t: Tabel, rng: random.Random, banyak: int) -> Peran | None:
    calon = []
    for i, b in enumerate(t.baris):
        anak = t.anak(i)
        if len(anak) == banyak and all(j in biasa(t) for j in anak) and (b.jenis == "total" or tunggal(t, i)):
            calon.append(i)
    if not calon:
        return None
    p = rng.choice(calon)
    return {"p": p, "t": puncak(t, p), **dict(zip("ijkh", t.anak(p), strict=False))}


def pilih_keluarga2(t: Tabel, rng: random.Random) -> Peran | None:
    """A parent with exactly two parts."""
    return _keluarga(t, rng, 2)


def pilih_keluarga3(t: Tabel, rng: random.Random) -> Peran | None:
    """A parent with exactly three parts."""
    return _keluarga(t, rng, 3)


def pilih_keluarga4(t: Tabel, rng: random.Random) -> Peran | None:
    """A parent with exactly four parts."""
    return _keluarga(t, rng, 4)


def _peringkat(t: Tabel, rng: random.Random, kolom: str, *, rendah: bool) -> Peran | None:
    """The row m that ranks first among the parts of p, and a row w that ranks first or last in nothing."""
    calon = []
    for i, b in enumerate(t.baris):
        anak = [j for j in t.anak(i) if t.baris[j].jenis in {"daun", "induk"}]
        if len(anak) < 4 or any(kolom not in t.baris[j].nilai or not tunggal(t, j) for j in anak):
            continue
        urut = sorted(anak, key=lambda j: t.baris[j].nilai[kolom], reverse=not rendah)
        if t.baris[urut[0]].nilai[kolom] == t.baris[urut[1]].nilai[kolom]:
            continue
        if len({b.kode.count(".") for b in (t.baris[j] for j in anak)}) > 1:
            continue
        juara = set()
        for k in ("a", "r", "s", "p", "l", "m", "q", "f"):
            nilai = [t.baris[j].nilai[k] for j in anak if k in t.baris[j].nilai]
            if nilai:
                juara |= {j for j in anak if t.baris[j].nilai.get(k) in {max(nilai), min(nilai)}}
        biasa_saja = [j for j in anak if j not in juara]
        if biasa_saja and (b.jenis == "total" or tunggal(t, i)):
            calon.append((i, urut[0], rng.choice(biasa_saja)))
    if not calon:
        return None
    p, m, w = rng.choice(calon)
    return {"p": p, "m": m, "w": w, "t": puncak(t, p)}


def pilih_anggaran_terbesar(t: Tabel, rng: random.Random) -> Peran | None:
    """The largest budget among the parts of a row."""
    return _peringkat(t, rng, "q" if t.jenis == "apbd" else "a", rendah=False)


def pilih_anggaran_terkecil(t: Tabel, rng: random.Random) -> Peran | None:
    """The smallest budget among the parts of a row."""
    return _peringkat(t, rng, "q" if t.jenis == "apbd" else "a", rendah=True)


def pilih_realisasi_terbesar(t: Tabel, rng: random.Random) -> Peran | None:
    """The largest realised amount among the parts of a row."""
    return _peringkat(t, rng, "r", rendah=False)


def pilih_persen_terendah(t: Tabel, rng: random.Random) -> Peran | None:
    """The lowest percentage realised among the parts of a row."""
    return _peringkat(t, rng, "p", rendah=True)


def pilih_persen_tertinggi(t: Tabel, rng: random.Random) -> Peran | None:
    """The highest percentage realised among the parts of a row."""
    return _peringkat(t, rng, "p", rendah=False)


def pilih_sisa_terbesar(t: Tabel, rng: random.Random) -> Peran | None:
    """The largest amount left among the parts of a row."""
    return _peringkat(t, rng, "s", rendah=False)


def pilih_lalu(t: Tabel, rng: random.Random) -> Peran | None:
    """A row with a figure of the year before, or with a change by revision."""
    a, b = ("m", "q") if t.jenis == "apbd" else ("l", "r")
    calon = [i for i in biasa(t) if a in t.baris[i].nilai and t.baris[i].nilai[a] != t.baris[i].nilai[b]]
    if not calon:
        return None
    x = rng.choice(calon)
    return {"x": x, "t": puncak(t, x)}


def pilih_fisik(t: Tabel, rng: random.Random) -> Peran | None:
    """A leaf with a target and a physical result."""
    if not t.kolom_ada("t"):
        return None
    calon = [i for i in biasa(t) if "t" in t.baris[i].nilai and t.baris[i].nilai["t"] > 1]
    return {"x": (x := rng.choice(calon)), "t": puncak(t, x)} if calon else None


def pilih_fisik_kurang(t: Tabel, rng: random.Random) -> Peran | None:
    """A leaf that missed its target."""
    if not t.kolom_ada("t"):
        return None
    calon = [i for i in biasa(t) if "t" in t.baris[i].nilai and t.baris[i].nilai["t"] > t.baris[i].nilai["rf"]]
    return {"x": (x := rng.choice(calon)), "t": puncak(t, x)} if calon else None


def pilih_silpa(t: Tabel, rng: random.Random) -> Peran | None:
    """The results of a statement: surplus x, net financing y, SILPA z, and what they come from."""
    hasil = [i for i, b in enumerate(t.baris) if b.jenis == "hasil"]
    kode = {b.kode: i for i, b in enumerate(t.baris)}
    if len(hasil) != 3 or not {"4", "5", "6.1", "6.2"} <= set(kode):
        return None
    if any(t.baris[i].nilai["q" if t.jenis == "apbd" else "r"] == 0 for i in hasil):
        return None
    x, y, z = hasil
    return {"x": x, "y": y, "z": z, "i": kode["4"], "j": kode["5"], "k": kode["6.1"], "h": kode["6.2"], "t": kode["4"]}


def pilih_kembar(t: Tabel, rng: random.Random) -> Peran | None:
    """A row whose label another row bears too."""
    calon = [i for i, b in enumerate(t.baris) if b.jenis in {"daun", "induk"} and not tunggal(t, i)]
    return {"x": (x := rng.choice(calon)), "t": puncak(t, x)} if calon else None


def pilih_apa_saja(t: Tabel, rng: random.Random) -> Peran | None:
    """A row for its name alone."""
    return pilih_satu(t, rng)


def _hitung(tingkat: int, syarat: str) -> Callable[[Tabel, random.Random], Peran | None]:
    """A choice that counts the rows of a level."""

    def pilih(t: Tabel, rng: random.Random) -> Peran | None:
        if len(t.golongan) < tingkat:
            return None
        if syarat.startswith("fisik") and (not t.kolom_ada("t") or tingkat != len(t.golongan)):
            return None
        banyak, semua = hitung(t, tingkat, syarat), hitung(t, tingkat, "semua")
        persen = [b.nilai["p"] for b in t.baris if b.jenis in {"daun", "induk"}]
        if any(0 < abs(p - batas) < Fraction(1, 50) for p in persen for batas in (80, 90, 100)):
            return None  # a printed percentage would stand on the line
        if not 1 <= banyak <= 60 or semua < 3:
            return None
        return {"t": next(i for i, b in enumerate(t.baris) if b.jenis == "total"), "tingkat": tingkat}

    return pilih


SYARAT: dict[str, Callable[[Baris], bool]] = {
    "semua": lambda b: True,
    "penuh": lambda b: b.nilai["r"] == b.nilai["a"],
    "belum penuh": lambda b: b.nilai["r"] < b.nilai["a"],
    "di bawah 80": lambda b: b.nilai["p"] < 80,
    "di atas 90": lambda b: b.nilai["p"] > 90,
    "fisik penuh": lambda b: b.nilai["rf"] >= b.nilai["t"],
    "fisik kurang": lambda b: b.nilai["rf"] < b.nilai["t"],
    "semiliar": lambda b: b.nilai["a"] > 10**9,
}


def hitung(t: Tabel, tingkat: int, syarat: str) -> int:
    """How many rows of a level satisfy a condition."""
    return sum(
        b.tingkat == tingkat
        and b.jenis in {"daun", "induk"}
        and (not syarat.startswith("fisik") or "t" in b.nilai)
        and SYARAT[syarat](b)
        for b in t.baris
    )


PILIHAN: dict[str, Callable[[Tabel, random.Random], Peran | None]] = {
    k.removeprefix("pilih_"): v for k, v in list(globals().items()) if k.startswith("pilih_")
}


def pilihan(nama_pilihan: str) -> Callable[[Tabel, random.Random], Peran | None]:
    """The choice of that name; `hitung:<level>:<condition>` counts, the level by number or "bawah" for the lowest."""
    if nama_pilihan.startswith("hitung:"):
        _, tingkat, syarat = nama_pilihan.split(":")
        if tingkat == "bawah":
            return lambda t, rng: _hitung(max(1, len(t.golongan)), syarat)(t, rng)
        return _hitung(int(tingkat), syarat)
    if nama_pilihan.startswith("luar"):
        return pilih_satu
    return PILIHAN[nama_pilihan]


# ── filling ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SLOT = re.compile(r"\{(\w+)(?:\.(\w+))?(?:\|(\w+))?\}")
BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November")
ARAH: dict[str, tuple[str, str]] = {
    "arah": ("naik", "turun"),
    "meningkat": ("meningkat", "menurun"),
    "kenaikan": ("kenaikan", "penurunan"),
    "bertambah": ("bertambah", "berkurang"),
    "tinggi": ("lebih tinggi", "lebih rendah"),
    "lampau": ("melampaui", "berada di bawah"),
    "surplus": ("surplus", "defisit"),
    "tumbuh": ("tumbuh", "menyusut"),
    "plus": ("terlampaui", "tidak tercapai"),
}
Luar = dict[str, tuple[str, Fraction]]


def luar(rng: random.Random, pilih: str) -> Luar:
    """Figures of the sentence alone: free ones, a whole with its parts, or a ratio with its base."""
    hasil: Luar = {
        "v": ("rupiah", Fraction(rng.randint(11_111, 99_999) * 10 ** rng.randint(2, 5) + rng.randint(1, 99) * 100)),
        "v2": ("rupiah", Fraction(rng.randint(11_111, 99_999) * 10 ** rng.randint(2, 5) + rng.randint(1, 99) * 100)),
        "pr": ("persen", Fraction(rng.randint(101, 9899), 100)),
        "c": ("cacah", Fraction(rng.randint(13, 480))),
        "c2": ("cacah", Fraction(rng.randint(3, 97))),
    }
    b = [Fraction(rng.randint(20_000, 900_000) * 10_000 + rng.choice((0, 500, 4750))) for _ in range(3)]
    hasil |= {
        "b1": ("rupiah", b[0]),
        "b2": ("rupiah", b[1]),
        "b3": ("rupiah", b[2]),
        "total": ("rupiah", sum(b, Fraction(0))),
    }
    dasar = Fraction(rng.randint(20_000, 900_000) * 5_000)
    atas = Fraction(int(dasar * Fraction(rng.randint(300, 960), 1000)) // 100 * 100)
    hasil |= {"dasar": ("rupiah", dasar), "atas": ("rupiah", atas), "rasio": ("persen", 100 * atas / dasar)}
    return hasil


def asal(t: Tabel, peran: Peran, baris: str, angka: str) -> tuple[str, Asal] | None:
    """The unit and origin of `{role.figure}`, or nothing where the table cannot tell."""
    i, atas = peran[baris], peran.get("t", 0)
    lama, baru = ("m", "q") if t.jenis == "apbd" else ("l", "r")
    tabel_asal: dict[str, tuple[str, Asal]] = {
        **{k: ("rupiah", Asal(((1, i, k),))) for k in ("a", "r", "l", "m", "q")},
        "lama": ("rupiah", Asal(((1, i, lama),))),
        "baru": ("rupiah", Asal(((1, i, baru),))),
        "s": ("rupiah", Asal(((1, i, "a"), (-1, i, "r")))),
        "k": ("rupiah", Asal(((1, i, "r"), (-1, i, "a")))),
        "d": ("rupiah", Asal(((1, i, baru), (-1, i, lama)))),
        "p": ("persen", Asal(((1, i, "r"),), ((1, i, "a"),), 100)),
        "sp": ("persen", Asal(((1, i, "a"), (-1, i, "r")), ((1, i, "a"),), 100)),
        "g": ("persen", Asal(((1, i, baru), (-1, i, lama)), ((1, i, lama),), 100)),
        "ba": ("persen", Asal(((1, i, "a"),), ((1, atas, "a"),), 100)),
        "br": ("persen", Asal(((1, i, "r"),), ((1, atas, "r"),), 100)),
        "bq": ("persen", Asal(((1, i, "q"),), ((1, atas, "q"),), 100)),
        "bs": ("persen", Asal(((1, i, "a"), (-1, i, "r")), ((1, atas, "a"), (-1, atas, "r")), 100)),
        "f": ("persen", Asal(((1, i, "rf"),), ((1, i, "t"),), 100)),
        "target": ("cacah", Asal(((1, i, "t"),))),
        "rf": ("cacah", Asal(((1, i, "rf"),))),
        "kurang": ("cacah", Asal(((1, i, "t"), (-1, i, "rf")))),
    }
    if angka not in tabel_asal:
        return None
    satuan, hasil = tabel_asal[angka]
    for _, baris_suku, kolom in (*hasil.atas, *hasil.bawah):
        if kolom not in t.baris[baris_suku].nilai or (kolom == "l" and not t.kolom_ada("l")):
            return None
    return satuan, hasil


def nilai_asal(t: Tabel, a: Asal) -> Fraction | None:
    """The exact value of an origin; nothing of a zero base."""
    atas = sum((tanda * t.baris[i].nilai[k] for tanda, i, k in a.atas), Fraction(0))
    if not a.bawah:
        return a.kali * abs(atas)
    bawah = sum((tanda * t.baris[i].nilai[k] for tanda, i, k in a.bawah), Fraction(0))
    return a.kali * abs(atas) / abs(bawah) if bawah else None


def isi(templat: Templat, t: Tabel, rng: random.Random) -> Kalimat | None:
    """The sentence of a template for a table, or nothing where it does not apply."""
    peran = pilihan(templat.pilih)(t, rng)
    if peran is None:
        return None
    di_luar = luar(rng, templat.pilih)
    bagian: list[str] = []
    angka: list[Angka] = []
    letak = 0
    sebelum = 0
    hitungan: set[int] = set()

    def tambah(teks: str) -> None:
        nonlocal letak
        bagian.append(teks)
        letak += len(teks)

    for cocok in SLOT.finditer(templat.pola):
        tambah(templat.pola[sebelum : cocok.start()])
        sebelum = cocok.end()
        baris, figur, bentuk = cocok.group(1), cocok.group(2), cocok.group(3) or ""
        baru = _slot(templat, t, rng, peran, di_luar, baris, figur, bentuk, hitungan)
        if baru is None:
            return None
        if isinstance(baru, str):
            tambah(baru)
            continue
        awal = letak
        tambah(baru.teks)
        angka.append(
            Angka(
                baru.satuan,
                baru.teks,
                baru.nilai,
                baru.langkah,
                baru.asal,
                awal,
                letak,
                baru.inti,
                baru.desimal,
                baru.faktor,
                baru.ganti,
                bentuk == "tetap" or templat.jujur,
                cocok.group(0),
            )
        )
    tambah(templat.pola[sebelum:])
    return Kalimat("".join(bagian), angka, peran, frozenset(hitungan))


def _slot(
    templat: Templat, t: Tabel, rng: random.Random, peran: Peran, di_luar: Luar, baris: str, figur: str | None,
    bentuk: str, hitungan: set[int],
) -> Angka | str | None:  # fmt: skip
    """What one slot prints."""
    kata = {
        "ta": str(t.tahun), "ta1": str(t.tahun - 1), "ta2": str(t.tahun - 2), "ta3": str(t.tahun + 1),
        "kantor": t.kantor, "daerah": t.daerah, "bulan": rng.choice(BULAN), "hari": str(rng.randint(2, 28)),
        "halaman": str(rng.randint(3, 180)), "nomor": str(rng.randint(2, 99)), "lain": rng.choice(SKPD_LAIN),
        "tw": rng.choice(("I", "II", "III")),
    }  # fmt: skip
    if figur is None and baris in kata:
        return kata[baris]
    if baris == "gol":  # what the rows of the counted level are called
        return t.golongan[peran["tingkat"] - 1]
    if baris == "di":  # where the parts of p stand
        return f"pada {t.kantor if t.baris[peran['p']].jenis == 'total' else nama(t, peran['p'])}"
    if baris == "golp":  # what the parts of p are called
        return t.golongan[t.baris[peran["p"]].tingkat] if t.golongan else "komponen"
    if baris == "u":
        satuan, nilai = di_luar[figur or "v"]
        a = _tulis(rng, t, satuan, nilai, bentuk)
        return _dengan(a, Asal(sendiri=True))
    if baris == "n":
        syarat = {"semua": "semua"}.get(figur or "", templat.pilih.split(":")[-1])
        nilai_cacah = hitung(t, peran["tingkat"], syarat)
        for tingkat in range(1, len(t.golongan) + 1):
            hitungan |= {
                hitung(t, tingkat, s) for s in SYARAT if tingkat == len(t.golongan) or not s.startswith("fisik")
            }
        hitungan |= {len(t.baris), len(t.baris) - 1}
        a = tulis_cacah(rng, nilai_cacah, bentuk)
        return _dengan(a, Asal(hitung=f"{peran['tingkat']}:{syarat}"))
    if baris not in peran:
        return None
    if figur is None:
        if baris == "m" and "w" in peran:
            salah = nama(t, peran["w"])
            benar = nama(t, peran["m"])
            return Angka(
                "nama", benar, None, Fraction(0), Asal(((1, peran["m"], "r"),)), inti=(0, len(benar)), ganti=(salah,)
            )
        return "total" if t.baris[peran[baris]].jenis == "total" else nama(t, peran[baris])
    i = peran[baris]
    if figur == "sat":
        return t.baris[i].satuan.lower()
    if figur == "kode":
        return t.baris[i].kode
    if figur in ARAH:
        lama, baru = ("m", "q") if t.jenis == "apbd" else ("l", "r")
        if figur in {"lampau", "plus"}:
            lama, baru = "a", "r"
        naik, turun = ARAH[figur]
        suku: tuple[Suku, ...]
        if figur == "surplus":
            suku = ((1, i, baru),)
        else:
            if lama not in t.baris[i].nilai or (lama == "l" and not t.kolom_ada("l")):
                return None
            suku = ((1, i, baru), (-1, i, lama))
        beda = sum((tanda * t.baris[b].nilai[k] for tanda, b, k in suku), Fraction(0))
        if beda == 0:
            return None
        benar, salah = (naik, turun) if beda > 0 else (turun, naik)
        return Angka("arah", benar, beda, Fraction(0), Asal(suku), inti=(0, len(benar)), ganti=(salah,))
    ketemu = asal(t, peran, baris, figur)
    if ketemu is None:
        return None
    satuan, dari = ketemu
    nilai_tepat = nilai_asal(t, dari)
    if nilai_tepat is None or (nilai_tepat == 0 and satuan != "cacah"):
        return None
    if satuan == "cacah" and nilai_tepat == 0:
        return None
    if satuan == "persen" and nilai_tepat < Fraction(1, 2):
        return None
    return _dengan(_tulis(rng, t, satuan, nilai_tepat, bentuk), dari)


SKPD_LAIN = (
    "Dinas Perindustrian",
    "Badan Kesatuan Bangsa",
    "Dinas Kebudayaan",
    "Dinas Ketahanan Pangan",
    "Dinas Pertanahan",
)


def _tulis(rng: random.Random, t: Tabel, satuan: str, nilai: Fraction, bentuk: str) -> Angka:
    if satuan == "persen":
        return tulis_persen(rng, nilai)
    if satuan == "cacah":
        return tulis_cacah(rng, int(nilai), bentuk)
    if not bentuk or bentuk == "tetap":
        bentuk = "bulat" if rng.random() < (0.25 if t.skala == 1 else 0.5) else "tepat"
    return tulis_uang(rng, nilai, t, bentuk)


def _dengan(a: Angka, dari: Asal) -> Angka:
    return Angka(
        a.satuan, a.teks, a.nilai, a.langkah, dari, inti=a.inti, desimal=a.desimal, faktor=a.faktor, ganti=a.ganti
    )
