"""Cases are drawn from a seed: a document of tables and a paragraph, with one figure of half of them altered.

`python -m benchmarks.narasi.corpus --selftest` recomputes every figure from the printed tables.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from dataclasses import asdict, dataclass
from fractions import Fraction
from importlib import import_module

from .naskah import Angka, Asal, Kalimat, Templat, isi, terbilang
from .tables import Tabel, bilangan, markdown, tabel

HURUF = {"L": "lra", "D": "apbdes", "R": "rincian", "K": "rekap", "P": "apbd"}
MAKSIMUM = 500


@dataclass(frozen=True)
class Ubahan:
    """The figure that was altered: where it stands in the paragraph, what it says, what would be true."""

    start: int
    end: int
    text: str
    true: str
    how: str
    unit: str


@dataclass(frozen=True)
class Sumber:
    """A figure of the sentence: where it stands in the paragraph, what it truly says, and where that comes from."""

    start: int
    end: int
    true: str
    unit: str
    origin: Asal


@dataclass(frozen=True)
class Kasus:
    """A case: the document, its paragraph and sentence by offsets, and what was altered."""

    id: str
    text: str
    paragraph: tuple[int, int]  # in the text
    sentence: tuple[int, int]  # in the paragraph
    altered: Ubahan | None
    kind: str
    template: str
    honest: bool  # the template is never altered
    figures: tuple[Sumber, ...]
    table: str  # the title of the table that the sentence is about
    choice: str  # how the template chose its rows


# ── what else could be true ──────────────────────────────────────────────────────────────────────────────────────────


def kolam_uang(daftar: list[Tabel]) -> set[Fraction]:
    """All amounts of the tables and what any two columns of a row differ by."""
    hasil: set[Fraction] = set()
    for t in daftar:
        for b in t.baris:
            uang = [abs(v) for k, v in b.nilai.items() if k in {"a", "r", "l", "m", "q", "s"}]
            hasil |= set(uang) | {abs(x - y) for x in uang for y in uang}
    return hasil


def kolam_persen(t: Tabel, kalimat: Kalimat) -> list[Fraction]:
    """All ratios between the amounts of the rows of the sentence, their ancestors and sections."""
    baris: set[int] = {i for k, i in kalimat.peran.items() if k != "tingkat"}
    for i in list(baris):
        j: int | None = i
        while j is not None:
            baris.add(j)
            j = t.baris[j].induk
    baris |= {i for i, b in enumerate(t.baris) if b.tingkat <= 1}
    uang = [abs(v) for i in baris for k, v in t.baris[i].nilai.items() if k in {"a", "r", "l", "m", "q", "s"} and v]
    hasil = [100 * x / y for x in uang for y in uang]
    hasil += [abs(v - 100) for v in hasil]
    hasil += [v for i in baris for k, v in t.baris[i].nilai.items() if k in {"p", "b", "f"}]
    return hasil


# ── altering ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _digit(rng: random.Random, digit: str) -> tuple[str, str] | None:
    """The digits with one changed, two swapped, one dropped or one added, and what was done."""
    cara = rng.choice(("digit", "digit", "tukar", "hilang", "tambah"))
    angka = list(digit)
    if cara == "digit":
        i = rng.randrange(len(angka))
        baru = rng.choice([d for d in "0123456789" if d != angka[i] and not (i == 0 and d == "0")])
        angka[i] = baru
    elif cara == "tukar":
        calon = [i for i in range(len(angka) - 1) if angka[i] != angka[i + 1] and not (i == 0 and angka[1] == "0")]
        if not calon:
            return None
        i = rng.choice(calon)
        angka[i], angka[i + 1] = angka[i + 1], angka[i]
    elif cara == "hilang":
        if len(angka) < 4:
            return None
        del angka[rng.randrange(1, len(angka))]
    else:
        angka.insert(rng.randrange(1, len(angka)), rng.choice("0123456789"))
    return "".join(angka), cara


def _ganti_inti(a: Angka, inti: str) -> str:
    return a.teks[: a.inti[0]] + inti + a.teks[a.inti[1] :]


def ubah(rng: random.Random, a: Angka, t: Tabel, semua: list[Tabel], kalimat: Kalimat) -> tuple[str, str] | None:
    """A false text in the figure's place and how it was altered, or nothing where chance found none."""
    if a.satuan in {"arah", "nama"}:
        return rng.choice(a.ganti), a.satuan
    assert a.nilai is not None
    inti = a.teks[a.inti[0] : a.inti[1]]
    if a.satuan == "rupiah":
        if a.faktor > 1 and rng.random() < 0.2:
            for lama, baru in (("miliar", "juta"), ("milyar", "juta"), ("juta", "miliar"), ("triliun", "miliar")):
                if a.teks.endswith(lama):
                    faktor = {"juta": 10**6, "miliar": 10**9}[baru]
                    palsu = a.nilai * faktor / a.faktor
                    return (
                        None
                        if _dekat(palsu, a.langkah * 2, kolam_uang(semua))
                        else (a.teks[: -len(lama)] + baru, "skala")
                    )
        digit = re.sub(r"\D", "", inti)
        ekor = a.desimal if a.faktor == 1 else 0  # the sen of an amount in full are left alone
        hasil = _digit(rng, digit[: len(digit) - ekor])
        if hasil is None:
            return None
        baru, cara = hasil
        baru += digit[len(digit) - ekor :] if ekor else ""
        palsu = Fraction(int(baru), 10**a.desimal) * a.faktor
        jarak = a.langkah * 2 if a.faktor > 1 else Fraction(1)
        if (
            len(baru) <= a.desimal
            or palsu == 0
            or _dekat(palsu, jarak, kolam_uang(semua))
            or abs(palsu - a.nilai) < jarak
        ):
            return None
        return _ganti_inti(a, bilangan(int(baru), a.desimal, "id")), cara
    if a.satuan == "persen":
        geser = Fraction(rng.randint(50, 2000), 100) * rng.choice((1, -1))
        if a.desimal == 0:
            geser = Fraction(round(geser))
        baru_nilai = Fraction(int((a.nilai + geser) * 10**a.desimal), 10**a.desimal)
        if baru_nilai <= 0 or abs(baru_nilai - a.nilai) < max(Fraction(1, 2), 2 * a.langkah):
            return None
        if a.asal.sendiri:
            kolam: list[Fraction] = []
        else:
            kolam = kolam_persen(t, kalimat)
        if any(abs(baru_nilai - v) < 2 * a.langkah for v in kolam):
            return None
        return _ganti_inti(a, bilangan(int(baru_nilai * 10**a.desimal), a.desimal, "id")), "persen"
    baru_cacah = int(a.nilai) + rng.choice((-3, -2, -1, 1, 2, 3))
    lain = set(kalimat.hitungan)
    if a.asal.atas:  # a quantity of a row: neither its target nor its result
        i = a.asal.atas[0][1]
        lain = {int(t.baris[i].nilai[k]) for k in ("t", "rf")}
    if baru_cacah < 1 or baru_cacah in lain:
        return None
    if inti.isdigit():
        if a.teks == inti:
            return str(baru_cacah), "cacah"
        return f"{baru_cacah} ({terbilang(baru_cacah)})", "cacah"
    return terbilang(baru_cacah), "cacah"


def _dekat(nilai: Fraction, jarak: Fraction, kolam: set[Fraction]) -> bool:
    return any(abs(nilai - v) < jarak for v in kolam)


# ── the document ─────────────────────────────────────────────────────────────────────────────────────────────────────

PEMBUKA = (
    "", "", "Berdasarkan tabel di atas dapat diuraikan hal-hal sebagai berikut.",
    "Penjelasan lebih lanjut dari pos-pos tersebut adalah sebagai berikut.",
    "Pelaksanaan anggaran berpedoman pada Peraturan Pemerintah Nomor 12 Tahun 2019 tentang "
    "Pengelolaan Keuangan Daerah.",
    "Laporan ini disampaikan paling lambat tanggal 31 Maret sesuai Pasal 55 ayat (3).",
)  # fmt: skip
PENUTUP = (
    "", "", "", "Hal ini menunjukkan kinerja yang cukup baik.",
    "Kendala yang dihadapi antara lain keterlambatan proses pengadaan.",
    "Rincian selengkapnya disajikan pada Lampiran 5.",
    "Langkah perbaikan akan dilakukan pada tahun anggaran berikutnya.",
)  # fmt: skip


def keluarga(nama: str) -> tuple[tuple[Templat, ...], tuple[str, ...], tuple[str, ...]]:
    """The templates of a family, with what may stand before and after their sentences."""
    modul = import_module(f".templates_{nama}", __package__)
    return modul.TEMPLAT, getattr(modul, "PEMBUKA", PEMBUKA), getattr(modul, "PENUTUP", PENUTUP)


def _bertentangan(lain: Tabel, semua: list[Tabel]) -> bool:
    """Whether one table is of an office that another one lists with figures of its own."""
    return any(
        any(b.uraian in x.judul for b in y.baris if b.tingkat == 1 and b.kode)
        for t in semua
        for x, y in ((t, lain), (lain, t))
    )


def satu(rng: random.Random, nomor: str, templat: Templat, salah: bool, keluarga_: str) -> Kasus | None:
    """One case of a template, or nothing where it does not fit the drawn table."""
    _, pembuka, penutup = keluarga(keluarga_)
    t = tabel(rng, HURUF[rng.choice(templat.tabel)])
    kalimat = isi(templat, t, rng)
    if kalimat is None:
        return None
    semua = [t]
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        lain = tabel(rng, rng.choice([j for j in HURUF.values() if j not in {x.jenis for x in semua}]))
        if not _bertentangan(lain, semua):
            semua.append(lain)
    teks, ubahan, geser, batas = kalimat.teks, None, 0, 0
    if salah:
        calon = [a for a in kalimat.angka if not a.tetap]
        if not calon:
            return None
        a = rng.choice(calon)
        hasil = ubah(rng, a, t, semua, kalimat)
        if hasil is None:
            return None
        baru, cara = hasil
        teks = teks[: a.awal] + baru + teks[a.akhir :]
        geser, batas = len(baru) - len(a.teks), a.akhir
        ubahan = Ubahan(a.awal, a.awal + len(baru), baru, a.teks, cara, a.satuan)
    depan, belakang = rng.choice(pembuka), rng.choice(penutup)
    if teks[0].islower():
        teks = teks[0].upper() + teks[1:]
    if depan and not depan.endswith("\n"):
        depan += " "
    awal = len(depan)
    paragraf = depan + teks + (" " if belakang and not belakang.startswith("\n") else "") + belakang
    if ubahan:
        ubahan = Ubahan(
            ubahan.start + awal,
            ubahan.end + awal,
            paragraf[ubahan.start + awal : ubahan.end + awal],
            ubahan.true,
            ubahan.how,
            ubahan.unit,
        )
    urut = list(semua)
    rng.shuffle(urut)
    potong = [f"# {rng.choice(('Catatan atas Laporan Keuangan', 'Laporan Tahunan', 'Bab III Realisasi Anggaran'))}"]
    for x in urut:
        if x is t and rng.random() < 0.3:
            potong += [paragraf, markdown(x)]
        elif x is t:
            potong += [markdown(x), paragraf]
        else:
            potong.append(markdown(x))
    dokumen = "\n\n".join(potong) + "\n"
    letak = dokumen.index(paragraf)
    sumber = tuple(
        Sumber(
            awal + a.awal + (geser if a.awal >= batas else 0),
            awal + a.akhir + (geser if a.akhir >= batas else 0),
            a.teks,
            a.satuan, a.asal,
        )
        for a in kalimat.angka
    )  # fmt: skip
    return Kasus(
        nomor, dokumen, (letak, letak + len(paragraf)), (awal, awal + len(teks)), ubahan, templat.jenis, templat.id,
        templat.jujur, sumber, t.judul, templat.pilih,
    )  # fmt: skip


def kasus(keluarga_: str = "a", seed: int = 1, banyak: int = MAKSIMUM) -> list[Kasus]:
    """The cases of a family and a seed, half of them altered, the templates in even turns."""
    templat, _, _ = keluarga(keluarga_)
    hasil: list[Kasus] = []
    dapat = {True: [x for x in templat if not x.jujur], False: list(templat)}
    putaran: dict[bool, list[Templat]] = {True: [], False: []}
    acak = random.Random(f"narasi/{keluarga_}/{seed}")
    while len(hasil) < banyak:
        salah = len(hasil) % 2 == 1
        if not putaran[salah]:
            putaran[salah] = acak.sample(dapat[salah], k=len(dapat[salah]))
        pilihan = putaran[salah].pop()
        nomor = f"{keluarga_}{seed}-{len(hasil) + 1:03d}"
        for usaha in range(400):
            rng = random.Random(f"{nomor}/{pilihan.id}/{usaha}")
            if k := satu(rng, nomor, pilihan, salah, keluarga_):
                hasil.append(k)
                break
        else:
            raise RuntimeError(f"{pilihan.id} fits no table")
    return hasil


# ── the test of the corpus itself ────────────────────────────────────────────────────────────────────────────────────


def main() -> None:
    """Print the cases as JSON lines, or test them."""
    baca = argparse.ArgumentParser(description=main.__doc__)
    baca.add_argument("--family", default="a")
    baca.add_argument("--seed", type=int, default=1)
    baca.add_argument("--cases", type=int, default=MAKSIMUM)
    baca.add_argument("--selftest", action="store_true")
    pilihan = baca.parse_args()
    daftar = kasus(pilihan.family, pilihan.seed, pilihan.cases)
    if pilihan.selftest:
        from .selftest import periksa

        periksa(pilihan.family, pilihan.seed, daftar)
        print(f"{len(daftar)} cases hold: {dict(Counter(k.kind for k in daftar))}")
        return
    for k in daftar:
        print(json.dumps(asdict(k), ensure_ascii=False))


if __name__ == "__main__":
    main()
