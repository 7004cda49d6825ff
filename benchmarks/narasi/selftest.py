"""The corpus is held to its own printed tables: true sentences are true of them, altered ones are not.

Nothing here uses how a figure was computed or written: the tables are read back from the Markdown, the figures from the
sentence, and only the rows and columns that a figure names are taken from the case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .corpus import Kasus, Sumber

FAKTOR = {"triliun": 10**12, "miliar": 10**9, "milyar": 10**9, "m": 10**9, "juta": 10**6, "jt": 10**6}
JUDUL: tuple[tuple[str, str], ...] = (  # the first that fits
    (r"realisasi fisik", "rf"), (r"target", "t"),
    (r"sisa|selisih|bertambah", "s"), (r"bobot", "b"), (r"fisik \(%\)", "f"),
    (r"%", "p"), (r"sebelum|murni", "m"), (r"setelah|perubahan", "q"), (r"pagu|anggaran", "a"), (r"realisasi", "r"),
)  # fmt: skip
NAIK = {"naik", "meningkat", "kenaikan", "bertambah", "lebih tinggi", "melampaui", "surplus", "tumbuh", "terlampaui"}
SATUAN_KATA = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]
Baris = dict[str, str | Fraction]


def kata_ke_angka(kata: str) -> int:
    """The number that Indonesian words below a thousand say."""
    jumlah, kini = 0, 0
    for k in kata.lower().split():
        if k in SATUAN_KATA:
            kini += SATUAN_KATA.index(k)
        elif k == "belas":
            kini += 10
        elif k == "puluh":
            jumlah, kini = jumlah + 10 * kini, 0
        elif k == "seratus":
            jumlah += 100
        elif k == "ratus":
            jumlah, kini = jumlah + 100 * kini, 0
        else:
            raise ValueError(kata)
    return jumlah + kini


def sel(teks: str, inggris: bool) -> Fraction | None:
    """The number of a cell."""
    teks = teks.strip()
    if not teks:
        return None
    if teks == "-":
        return Fraction(0)
    bersih = teks.strip("()")
    bersih = bersih.replace(",", "") if inggris else bersih.replace(".", "").replace(",", ".")
    return Fraction(bersih) * (-1 if teks.startswith("(") else 1)


def baca(teks: str, judul: str) -> list[Baris]:
    """The rows of the table under a title, with their figures in rupiah by the roles of the columns."""
    bagian = teks.split(f"## {judul}\n", 1)[1].split("\n## ", maxsplit=1)[0]
    skala = 10**6 if "dalam jutaan rupiah" in bagian.split("|")[0] else 1
    garis = [x for x in bagian.splitlines() if x.startswith("|")]
    kepala = [x.strip() for x in garis[0].strip("|").split("|")]
    inggris = bool(re.search(r"\| [(]?\d{1,3}(,\d{3})+", "\n".join(garis)))
    tahun = max(int(x) for x in re.findall(r"Tahun Anggaran (\d{4})", judul))
    peran: list[str] = []
    for k, h in enumerate(kepala):
        if k < 2 or h == "Satuan":
            peran.append("teks")
        elif str(tahun - 1) in h:
            peran.append("l")
        else:
            peran.append(next(nama for pola, nama in JUDUL if re.search(pola, h.lower())))
    hasil: list[Baris] = []
    for x in garis[2:]:
        isi = [y.strip() for y in x.strip().removeprefix("|").removesuffix("|").split("|")]
        b: Baris = {"kode": isi[0], "uraian": isi[1]}
        for nama, y in zip(peran, isi, strict=True):
            if nama != "teks" and (v := sel(y, inggris)) is not None:
                b[nama] = v * (skala if nama in {"a", "r", "l", "m", "q", "s"} else 1)
        hasil.append(b)
    return hasil


def angka(teks: str) -> tuple[Fraction, Fraction]:
    """The value of a printed figure and the step of its last digit, zero where it is printed in full."""
    cocok = re.search(r"\d[\d.]*(?:,\d+)?", teks)
    if not cocok:
        return Fraction(kata_ke_angka(teks)), Fraction(0)
    digit = cocok.group().rstrip(".")
    bulat, _, pecah = digit.partition(",")
    nilai = Fraction(bulat.replace(".", "") + (f".{pecah}" if pecah else ""))
    langkah = Fraction(1, 10 ** len(pecah))
    ekor = teks[cocok.end() :].split("(", maxsplit=1)[0].strip().lower()
    for kata, faktor in FAKTOR.items():
        if ekor == kata:
            return nilai * faktor, langkah * faktor
    if "%" in ekor or "persen" in ekor:
        return nilai, langkah
    return nilai, Fraction(0)


def _isi(b: Baris, kolom: str) -> Fraction:
    v = b.get(kolom, Fraction(0))
    assert isinstance(v, Fraction)
    return v


def tingkat(b: Baris, semua: list[Baris]) -> int:
    """The level of a coded row: programme 1, activity 2, sub-activity 3; a numbered row 1."""
    kode = str(b["kode"])
    return {0: 1, 2: 1, 4: 2, 5: 3}.get(kode.count("."), 0) if kode else 0


def cacah(semua: list[Baris], tingkat_: int, syarat: str) -> int:
    """How many rows of a level satisfy a condition."""
    uji: dict[str, Callable[[Baris], bool]] = {
        "semua": lambda b: True,
        "penuh": lambda b: _isi(b, "r") == _isi(b, "a"),
        "belum penuh": lambda b: _isi(b, "r") < _isi(b, "a"),
        "di bawah 80": lambda b: 100 * _isi(b, "r") < 80 * _isi(b, "a"),
        "di atas 90": lambda b: 100 * _isi(b, "r") > 90 * _isi(b, "a"),
        "fisik penuh": lambda b: "t" in b and _isi(b, "rf") >= _isi(b, "t"),
        "fisik kurang": lambda b: "t" in b and _isi(b, "rf") < _isi(b, "t"),
        "semiliar": lambda b: _isi(b, "a") > 10**9,
    }
    return sum(tingkat(b, semua) == tingkat_ and uji[syarat](b) for b in semua)


def juara(semua: list[Baris], nama: str, pilihan: str) -> bool:
    """Whether the row of that name ranks first, as the choice says, among the rows of its parent."""
    bersih = re.sub(r"^(sub kegiatan|kegiatan) ", "", nama.lower())
    i = next(k for k, b in enumerate(semua) if str(b["uraian"]).lower() in {bersih, nama.lower()})
    kode = str(semua[i]["kode"])
    pangkal = kode.rpartition(".")[0]
    if not pangkal or (tingkat(semua[i], semua) == 1 and "." in kode and kode.count(".") == 2 and _program(semua)):
        saudara = [b for b in semua if b["kode"] and str(b["kode"]).count(".") == kode.count(".")]
    else:
        saudara = [
            b
            for b in semua
            if b["kode"] and re.sub(r"(\.2)?\.\d+$", "", str(b["kode"])) == re.sub(r"(\.2)?\.\d+$", "", kode)
        ]
        saudara = [b for b in saudara if str(b["kode"]).count(".") == kode.count(".")]

    def nilai(b: Baris) -> Fraction:
        if pilihan.startswith("persen"):
            return 100 * _isi(b, "r") / _isi(b, "a")
        if pilihan.startswith("sisa"):
            return _isi(b, "a") - _isi(b, "r")
        if pilihan.startswith("anggaran"):
            return _isi(b, "q") if "q" in b else _isi(b, "a")
        return _isi(b, "r")

    ekstrem = min if pilihan.endswith(("terendah", "terkecil")) else max
    return nilai(semua[i]) == ekstrem(nilai(b) for b in saudara)


def _program(semua: list[Baris]) -> bool:
    return any(str(b["uraian"]).startswith("Program ") for b in semua)


def benar(k: Kasus, s: Sumber, teks: str, semua: list[Baris]) -> bool | None:
    """Whether a figure's text is true of the table; nothing where only its sentence can tell."""
    if s.origin.sendiri:
        return None
    if s.unit == "nama":
        return juara(semua, teks, k.choice)
    if s.origin.hitung:
        tingkat_, syarat = s.origin.hitung.split(":")
        return angka(teks)[0] == cacah(semua, int(tingkat_), syarat)
    atas = sum((tanda * _isi(semua[i], kolom) for tanda, i, kolom in s.origin.atas), Fraction(0))
    if s.unit == "arah":
        return (teks in NAIK) == (atas > 0)
    bawah = (
        sum((tanda * _isi(semua[i], kolom) for tanda, i, kolom in s.origin.bawah), Fraction(0)) if s.origin.bawah else 1
    )
    tepat = s.origin.kali * abs(Fraction(atas) / bawah)
    nilai, langkah = angka(teks)
    return abs(nilai - tepat) < langkah if langkah else nilai == tepat


def sendiri(k: Kasus, paragraf: str) -> bool:
    """Whether the figures of a sentence that no table tells agree with one another."""
    nilai = [(s.unit, *angka(paragraf[s.start : s.end])) for s in k.figures]
    if "persen" in {u for u, _, _ in nilai}:
        (atas, la), (bawah, lb) = [(v, langkah) for u, v, langkah in nilai if u == "rupiah"]
        p, lp = next((v, langkah) for u, v, langkah in nilai if u == "persen")
        rendah, tinggi = 100 * (atas - la) / (bawah + lb), 100 * (atas + la) / (bawah - lb)
        return rendah - lp < p < tinggi + lp
    utuh = nilai[0][1]
    return utuh == sum(v for _, v, _ in nilai[1:])


def periksa(keluarga: str, seed: int, daftar: list[Kasus]) -> None:
    """Hold every case to its tables; an AssertionError names the first that fails."""
    from .corpus import kasus

    assert list(map(asdict, daftar)) == list(map(asdict, kasus(keluarga, seed, len(daftar)))), (
        "not drawn the same twice"
    )
    assert abs(sum(k.altered is not None for k in daftar) * 2 - len(daftar)) <= 1
    for k in daftar:
        paragraf = k.text[k.paragraph[0] : k.paragraph[1]]
        semua = baca(k.text, k.table)
        salah = 0
        for s in k.figures:
            teks = paragraf[s.start : s.end]
            diubah = k.altered is not None and (s.start, s.end) == (k.altered.start, k.altered.end)
            if not diubah:
                assert teks == s.true or teks.lower() == s.true.lower(), (k.id, teks, s.true)
            else:
                assert teks == k.altered.text, (k.id, teks)
                assert teks != s.true == k.altered.true, (k.id, teks)
                assert k.sentence[0] <= s.start < s.end <= k.sentence[1], k.id
                salah += 1
            hasil = benar(k, s, teks, semua)
            assert hasil is None or hasil is not diubah, (k.id, k.template, teks, s.true, paragraf)
            if diubah and s.unit == "rupiah" and not s.origin.sendiri:
                nilai, langkah = angka(teks)
                for b in semua:
                    for kolom in ("a", "r", "l", "m", "q", "s"):
                        assert kolom not in b or abs(abs(_isi(b, kolom)) - nilai) >= max(langkah, 1), (k.id, teks)
        assert salah == (k.altered is not None), (k.id, k.template)
        if k.figures and all(s.origin.sendiri for s in k.figures) and not k.honest:
            assert sendiri(k, paragraf) is (k.altered is None), (k.id, paragraf)
        if not k.honest or not k.figures:
            assert 0 <= k.sentence[0] < k.sentence[1] <= len(paragraf), k.id
