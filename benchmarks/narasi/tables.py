"""Consistent budget tables are drawn from a seed, each with the exact figures that its sentences are held to."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

JENIS = ("lra", "rincian", "rekap", "apbd", "apbdes")


@dataclass(frozen=True)
class Kolom:
    """A column: `nama` is its role, `judul` its printed heading, `tipe` one of teks, uang, persen, cacah."""

    nama: str
    judul: str
    tipe: str


@dataclass(frozen=True)
class Baris:
    """A row with its exact figures.

    They are `a` budget, `r` realised, `l` realised last year, `m` and `q` before and after revision, `s` left or
    changed, `t` and `rf` target and result, `f` physical percentage. `jenis` is total, induk (has parts), daun (a leaf)
    or hasil (surplus, net financing, SILPA).
    """

    kode: str
    uraian: str
    tingkat: int
    induk: int | None
    jenis: str
    nilai: Mapping[str, Fraction]
    satuan: str = ""


@dataclass(frozen=True)
class Tabel:
    """A table with all that is needed to print it and to know which figures are true of it."""

    jenis: str
    judul: str
    tahun: int
    daerah: str
    kantor: str
    kolom: tuple[Kolom, ...]
    baris: tuple[Baris, ...]
    gaya: str
    skala: int = 1
    golongan: tuple[str, ...] = ()  # what the rows of each level are called, from level 1

    def anak(self, i: int) -> list[int]:
        """The parts of a row."""
        return [j for j, b in enumerate(self.baris) if b.induk == i]

    def kolom_ada(self, nama: str) -> bool:
        """Whether the table prints that column."""
        return any(k.nama == nama for k in self.kolom)


# ── the words ────────────────────────────────────────────────────────────────────────────────────────────────────────

DAERAH = (
    "Kabupaten Banyuurip", "Kota Sukamaju", "Kabupaten Tanjung Raya", "Provinsi Kencana Timur", "Kota Bandar Lestari",
    "Kabupaten Muara Sejati", "Kabupaten Gunung Seribu", "Kota Pelabuhan Baru", "Kabupaten Lembah Hijau",
)  # fmt: skip

# Department: code of the affair, then programmes and the things it deals with.
DINAS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "Dinas Kesehatan": ("1.02", (
        "Pemenuhan Upaya Kesehatan Perorangan", "Peningkatan Kapasitas Sumber Daya Manusia Kesehatan",
        "Sediaan Farmasi dan Alat Kesehatan", "Pemberdayaan Masyarakat Bidang Kesehatan",
    ), (
        "Puskesmas Pembantu", "Imunisasi Dasar", "Gizi Balita", "Obat Esensial", "Tenaga Bidan", "Posyandu Mandiri",
        "Laboratorium Air", "Penyakit Menular", "Rujukan Pasien", "Sanitasi Permukiman",
    )),
    "Dinas Pendidikan": ("1.01", (
        "Pengelolaan Pendidikan", "Pengembangan Kurikulum", "Pendidik dan Tenaga Kependidikan",
        "Pengendalian Perizinan Pendidikan",
    ), (
        "Ruang Kelas Baru", "Perpustakaan Sekolah", "Beasiswa Siswa Miskin", "Guru Honorer", "Kelompok Bermain",
        "Ujian Kesetaraan", "Alat Peraga", "Kurikulum Muatan Lokal", "Olimpiade Sains", "Mebel Sekolah",
    )),
    "Dinas Pekerjaan Umum": ("1.03", (
        "Penyelenggaraan Jalan", "Pengelolaan Sumber Daya Air", "Penataan Bangunan Gedung",
        "Pengelolaan Sistem Drainase",
    ), (
        "Jalan Kabupaten", "Jembatan Gantung", "Irigasi Tersier", "Saluran Drainase", "Embung Desa", "Talud Sungai",
        "Gedung Serbaguna", "Trotoar Kota", "Bendung Kecil", "Pintu Air",
    )),
    "Dinas Pertanian": ("3.27", (
        "Penyediaan Sarana Pertanian", "Penyediaan Prasarana Pertanian", "Pengendalian Kesehatan Hewan",
        "Penyuluhan Pertanian",
    ), (
        "Benih Padi", "Pupuk Organik", "Ternak Sapi", "Vaksin Ternak", "Jalan Usaha Tani", "Kelompok Tani",
        "Alat Panen", "Kebun Kopi", "Pasar Hewan", "Penyuluh Lapangan",
    )),
    "Dinas Perhubungan": ("2.15", (
        "Penyelenggaraan Lalu Lintas dan Angkutan Jalan", "Pengelolaan Pelayaran", "Pengelolaan Perparkiran",
    ), (
        "Rambu Lalu Lintas", "Marka Jalan", "Terminal Tipe C", "Angkutan Perintis", "Uji Kendaraan", "Dermaga Rakyat",
        "Lampu Penerangan", "Juru Parkir", "Halte Bus", "Kapal Penyeberangan",
    )),
    "Dinas Komunikasi dan Informatika": ("2.16", (
        "Informasi dan Komunikasi Publik", "Aplikasi Informatika", "Penyelenggaraan Persandian",
    ), (
        "Pusat Data", "Jaringan Serat Optik", "Siaran Radio Daerah", "Layanan Pengaduan", "Sertifikat Elektronik",
        "Konten Media Sosial", "Menara Telekomunikasi", "Kamera Pengawas", "Portal Statistik", "Literasi Digital",
    )),
    "Dinas Sosial": ("1.06", (
        "Pemberdayaan Sosial", "Rehabilitasi Sosial", "Perlindungan dan Jaminan Sosial", "Penanganan Bencana",
    ), (
        "Lansia Terlantar", "Anak Jalanan", "Penyandang Disabilitas", "Karang Taruna", "Keluarga Harapan",
        "Logistik Bencana", "Taman Makam Pahlawan", "Pekerja Sosial", "Rumah Singgah", "Data Kemiskinan",
    )),
    "Dinas Lingkungan Hidup": ("2.11", (
        "Pengelolaan Persampahan", "Pengendalian Pencemaran", "Pengelolaan Keanekaragaman Hayati",
    ), (
        "Bank Sampah", "Truk Sampah", "Taman Kota", "Limbah Cair", "Kualitas Udara", "Hutan Kota", "Sekolah Adiwiyata",
        "Tempat Pemrosesan Akhir", "Mutu Sungai", "Komposter Rumah Tangga",
    )),
    "Dinas Pariwisata": ("3.26", (
        "Peningkatan Daya Tarik Destinasi Pariwisata", "Pemasaran Pariwisata", "Pengembangan Ekonomi Kreatif",
    ), (
        "Desa Wisata", "Festival Budaya", "Pemandu Wisata", "Pantai Wisata", "Galeri Kerajinan", "Promosi Digital",
        "Homestay Warga", "Gapura Kawasan", "Kuliner Lokal", "Sanggar Seni",
    )),
    "Dinas Kelautan dan Perikanan": ("3.25", (
        "Pengelolaan Perikanan Tangkap", "Pengelolaan Perikanan Budidaya", "Pengolahan Hasil Perikanan",
    ), (
        "Kapal Nelayan", "Benih Lele", "Tambak Udang", "Pelelangan Ikan", "Rumput Laut", "Pabrik Es",
        "Kelompok Nelayan", "Keramba Apung", "Kartu Nelayan", "Pakan Ikan",
    )),
}  # fmt: skip
KATA_KERJA = (
    "Penyediaan", "Pembangunan", "Pemeliharaan", "Pengawasan", "Pembinaan", "Pendataan", "Pengadaan", "Fasilitasi",
    "Peningkatan", "Rehabilitasi", "Monitoring",
)  # fmt: skip
KATA_KEGIATAN = ("Pengelolaan", "Penyelenggaraan", "Koordinasi", "Pengembangan", "Penataan", "Penguatan")
PENUNJANG = (
    "Administrasi Keuangan Perangkat Daerah", "Administrasi Umum Perangkat Daerah",
    "Administrasi Kepegawaian Perangkat Daerah", "Penyediaan Jasa Penunjang Urusan Pemerintahan Daerah",
)  # fmt: skip
SUB_PENUNJANG = (
    "Penyediaan Gaji dan Tunjangan ASN", "Penyediaan Bahan Logistik Kantor", "Koordinasi Penyusunan Laporan Keuangan",
    "Penyelenggaraan Rapat Koordinasi dan Konsultasi", "Pengadaan Pakaian Dinas", "Penyediaan Jasa Surat Menyurat",
    "Penyediaan Jasa Komunikasi dan Listrik", "Pemeliharaan Kendaraan Dinas", "Penyediaan Barang Cetakan",
    "Pengadaan Peralatan dan Mesin Lainnya",
)  # fmt: skip
SATUAN = ("Unit", "Paket", "Orang", "Dokumen", "Kelompok", "Lokasi", "Desa", "Laporan", "Kegiatan", "Peserta")

SKPD = (
    "Dinas Kesehatan", "Dinas Pendidikan", "Dinas Pekerjaan Umum", "Dinas Pertanian", "Dinas Perhubungan",
    "Dinas Sosial", "Dinas Lingkungan Hidup", "Dinas Pariwisata", "Badan Pendapatan Daerah", "Inspektorat Daerah",
    "Sekretariat DPRD", "Satuan Polisi Pamong Praja", "Badan Kepegawaian Daerah", "Rumah Sakit Umum Daerah",
    "Badan Perencanaan Pembangunan Daerah", "Dinas Kependudukan dan Pencatatan Sipil", "Kecamatan Cempaka",
    "Kecamatan Mekarsari", "Kecamatan Wanasari", "Dinas Perpustakaan dan Kearsipan",
)  # fmt: skip
BIDANG = (
    "Bidang Bina Marga", "Bidang Cipta Karya", "Bidang Tata Ruang", "Bidang Pelatihan Kerja", "Bidang Koperasi",
    "Bidang Transmigrasi", "Bidang Hubungan Industrial", "Sekretariat", "Bidang Penempatan Tenaga Kerja",
    "Bidang Sumber Daya Air", "Bidang Usaha Mikro", "UPTD Laboratorium", "UPTD Balai Latihan Kerja",
)  # fmt: skip

# Accounts: code, name, and the size of a leaf in millions of rupiah.
AKUN: tuple[tuple[str, str, tuple[int, int] | None], ...] = (
    ("4", "Pendapatan Daerah", None),
    ("4.1", "Pendapatan Asli Daerah", None),
    ("4.1.01", "Pajak Daerah", (9_000, 300_000)),
    ("4.1.02", "Retribusi Daerah", (2_000, 40_000)),
    ("4.1.03", "Hasil Pengelolaan Kekayaan Daerah yang Dipisahkan", (1_000, 20_000)),
    ("4.1.04", "Lain-lain PAD yang Sah", (6_000, 120_000)),
    ("4.2", "Pendapatan Transfer", None),
    ("4.2.01", "Dana Bagi Hasil", (20_000, 90_000)),
    ("4.2.02", "Dana Alokasi Umum", (300_000, 900_000)),
    ("4.2.03", "Dana Alokasi Khusus Fisik", (20_000, 120_000)),
    ("4.2.04", "Dana Alokasi Khusus Nonfisik", (40_000, 200_000)),
    ("4.2.05", "Dana Insentif Daerah", (5_000, 60_000)),
    ("4.3", "Lain-lain Pendapatan Daerah yang Sah", None),
    ("4.3.01", "Pendapatan Hibah", (1_000, 30_000)),
    ("4.3.02", "Pendapatan Lainnya", (500, 15_000)),
    ("5", "Belanja Daerah", None),
    ("5.1", "Belanja Operasi", None),
    ("5.1.01", "Belanja Pegawai", (200_000, 600_000)),
    ("5.1.02", "Belanja Barang dan Jasa", (100_000, 400_000)),
    ("5.1.03", "Belanja Bunga", (300, 3_000)),
    ("5.1.04", "Belanja Subsidi", (400, 6_000)),
    ("5.1.05", "Belanja Hibah", (5_000, 60_000)),
    ("5.1.06", "Belanja Bantuan Sosial", (3_000, 20_000)),
    ("5.2", "Belanja Modal", None),
    ("5.2.01", "Belanja Modal Tanah", (1_000, 20_000)),
    ("5.2.02", "Belanja Modal Peralatan dan Mesin", (15_000, 80_000)),
    ("5.2.03", "Belanja Modal Gedung dan Bangunan", (20_000, 150_000)),
    ("5.2.04", "Belanja Modal Jalan, Jaringan dan Irigasi", (20_000, 200_000)),
    ("5.2.05", "Belanja Modal Aset Tetap Lainnya", (500, 9_000)),
    ("5.3", "Belanja Tidak Terduga", None),
    ("5.3.01", "Belanja Penanganan Keadaan Darurat", (1_000, 15_000)),
    ("5.4", "Belanja Transfer", None),
    ("5.4.01", "Belanja Bagi Hasil", (1_000, 12_000)),
    ("5.4.02", "Belanja Bantuan Keuangan", (30_000, 200_000)),
    ("6.1", "Penerimaan Pembiayaan", None),
    ("6.1.01", "Penggunaan SiLPA Tahun Sebelumnya", (20_000, 120_000)),
    ("6.1.02", "Penerimaan Kembali Pemberian Pinjaman", (200, 4_000)),
    ("6.2", "Pengeluaran Pembiayaan", None),
    ("6.2.01", "Penyertaan Modal Daerah", (2_000, 20_000)),
    ("6.2.02", "Pembayaran Pokok Utang", (1_000, 15_000)),
)
AKUN_DESA: tuple[tuple[str, str, tuple[int, int] | None], ...] = (
    ("4", "Pendapatan Desa", None),
    ("4.1", "Pendapatan Asli Desa", None),
    ("4.1.1", "Hasil Usaha Desa", (5, 60)),
    ("4.1.2", "Hasil Aset Desa", (5, 80)),
    ("4.1.3", "Swadaya dan Gotong Royong", (2, 25)),
    ("4.2", "Pendapatan Transfer", None),
    ("4.2.1", "Dana Desa", (600, 1_400)),
    ("4.2.2", "Bagi Hasil Pajak dan Retribusi", (20, 90)),
    ("4.2.3", "Alokasi Dana Desa", (250, 700)),
    ("4.3", "Pendapatan Lain-lain", None),
    ("4.3.1", "Bunga Bank", (1, 6)),
    ("4.3.2", "Hibah Pihak Ketiga", (3, 40)),
    ("5", "Belanja Desa", None),
    ("5.1", "Bidang Penyelenggaraan Pemerintahan Desa", None),
    ("5.1.1", "Penghasilan Tetap Kepala Desa dan Perangkat", (200, 500)),
    ("5.1.2", "Operasional Kantor Desa", (30, 120)),
    ("5.1.3", "Tunjangan BPD", (20, 80)),
    ("5.2", "Bidang Pelaksanaan Pembangunan Desa", None),
    ("5.2.1", "Pembangunan Jalan Lingkungan", (80, 400)),
    ("5.2.2", "Rehabilitasi Posyandu", (20, 120)),
    ("5.2.3", "Pembangunan Sumur Bor", (30, 150)),
    ("5.3", "Bidang Pembinaan Kemasyarakatan Desa", None),
    ("5.3.1", "Pembinaan Linmas", (5, 40)),
    ("5.3.2", "Festival Olahraga Desa", (5, 30)),
    ("5.4", "Bidang Pemberdayaan Masyarakat Desa", None),
    ("5.4.1", "Pelatihan Kader Kesehatan", (5, 60)),
    ("5.4.2", "Bantuan Bibit Ternak", (10, 90)),
    ("6.1", "Penerimaan Pembiayaan", None),
    ("6.1.1", "SiLPA Tahun Sebelumnya", (10, 90)),
    ("6.2", "Pengeluaran Pembiayaan", None),
    ("6.2.1", "Penyertaan Modal BUM Desa", (5, 50)),
)


# ── printing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def setengah_ke_atas(x: Fraction, angka: int) -> int:
    """The nearest integer of `x · 10^angka`, halves away from zero."""
    naik = math.floor(abs(x) * 10**angka + Fraction(1, 2))
    return naik if x >= 0 else -naik


def bilangan(satuan: int, desimal: int, gaya: str) -> str:
    """An integer count of 10^-desimal in digits, with the marks of `gaya` ("id" 1.234,5 or "en" 1,234.5)."""
    ribu, koma = (".", ",") if gaya.startswith("id") else (",", ".")
    teks = f"{abs(satuan):0{desimal + 1}d}"
    bulat, pecah = (teks[:-desimal], teks[-desimal:]) if desimal else (teks, "")
    return f"{int(bulat):,}".replace(",", ribu) + (koma + pecah if pecah else "")


def sel(t: Tabel, kolom: Kolom, baris: Baris) -> str:
    """A cell as the table prints it."""
    if kolom.nama == "kode":
        return baris.kode
    if kolom.nama == "uraian":
        return baris.uraian
    if kolom.nama == "satuan":
        return baris.satuan
    nilai = baris.nilai.get(kolom.nama)
    if nilai is None:
        return ""
    if kolom.tipe == "cacah":
        return str(int(nilai))
    if kolom.tipe == "persen":
        teks = bilangan(setengah_ke_atas(nilai, 2), 2, t.gaya)
    else:
        if nilai == 0:
            return "-" if t.gaya.endswith("0") else bilangan(0, 2, t.gaya)
        desimal = 2 if t.gaya.endswith("2") else 0
        teks = bilangan(setengah_ke_atas(nilai / t.skala, desimal), desimal, t.gaya)
    return f"({teks})" if nilai < 0 else teks


def markdown(t: Tabel) -> str:
    """The table in Markdown, under its title."""
    kepala = "| " + " | ".join(k.judul for k in t.kolom) + " |"
    garis = "|" + "|".join("---:" if k.tipe not in {"teks"} else "---" for k in t.kolom) + "|"
    isi = ["| " + " | ".join(sel(t, k, b) for k in t.kolom) + " |" for b in t.baris]
    kaki = "\n\n(dalam jutaan rupiah)" if t.skala == 10**6 else ""
    return f"## {t.judul}{kaki}\n\n" + "\n".join([kepala, garis, *isi])


# ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def uang(rng: random.Random, rendah: float, tinggi: float, butir: int) -> int:
    """An amount between two bounds, evenly spread over orders of magnitude, a multiple of `butir`."""
    return max(butir, round(math.exp(rng.uniform(math.log(rendah), math.log(tinggi))) / butir) * butir)


def terserap(rng: random.Random, anggaran: int, butir: int, *, lebih: bool = False) -> int:
    """What was realised of a budget: sometimes all of it, more than it only where `lebih`."""
    if rng.random() < 0.13:
        return anggaran
    bagian = rng.uniform(0.8, 1.25) if lebih else rng.choice((rng.uniform(0.45, 0.8), rng.uniform(0.8, 0.999)))
    hasil = int(anggaran * bagian) // butir * butir
    return hasil if lebih else min(hasil, anggaran)


def _sumbang(baris: list[Baris], kunci: tuple[str, ...]) -> list[Baris]:
    """The rows with every parent's figures summed from its parts, from the deepest level up."""
    hasil = list(baris)
    for i in range(len(hasil) - 1, -1, -1):
        anak = [b for b in hasil if b.induk == i]
        if anak:
            nilai = {k: Fraction(sum(b.nilai[k] for b in anak)) for k in kunci}
            hasil[i] = Baris(hasil[i].kode, hasil[i].uraian, hasil[i].tingkat, hasil[i].induk, hasil[i].jenis, nilai)
    return hasil


def _lengkapi(b: Baris, /, **tambahan: Fraction | None) -> Baris:
    """The row with further figures."""
    nilai = {**b.nilai, **{k: v for k, v in tambahan.items() if v is not None}}
    return Baris(b.kode, b.uraian, b.tingkat, b.induk, b.jenis, nilai, b.satuan)


def _persen(atas: Fraction, bawah: Fraction) -> Fraction | None:
    """A percentage, or nothing of nothing."""
    return 100 * atas / bawah if bawah else None


def _akun(
    rng: random.Random, daftar: tuple[tuple[str, str, tuple[int, int] | None], ...], butir: int, kunci: tuple[str, ...]
) -> list[Baris]:
    """Rows of accounts, some left out, with figures for the columns `kunci`."""
    tinggal: list[tuple[str, str, tuple[int, int] | None]] = []
    for kode, nama, ukuran in daftar:
        saudara = [k for k, _, u in daftar if u and k.rpartition(".")[0] == kode.rpartition(".")[0]]
        if ukuran and len(saudara) > 2 and rng.random() < 0.2:
            continue
        tinggal.append((kode, nama, ukuran))
    induk = {k.rpartition(".")[0] for k, _, u in tinggal if u}
    tinggal = [x for x in tinggal if x[2] or x[0] in induk or any(y[0].startswith(x[0] + ".") for y in tinggal)]
    letak = {kode: i for i, (kode, _, _) in enumerate(tinggal)}
    baris = []
    for kode, nama, ukuran in tinggal:
        nilai: dict[str, Fraction] = {}
        if ukuran:
            satu = uang(rng, ukuran[0] * 1e6, ukuran[1] * 1e6, butir if butir > 1 else rng.choice((1, 500, 1000)))
            if "a" in kunci:
                nilai["a"] = Fraction(satu)
                nilai["r"] = Fraction(terserap(rng, satu, butir, lebih=kode[0] == "4"))
            else:
                nilai["m"] = Fraction(satu)
                ubah = rng.choice((1.0, rng.uniform(0.75, 1.4), rng.uniform(0.85, 1.2)))
                nilai["q"] = Fraction(int(satu * ubah) // max(butir, 1000) * max(butir, 1000))
            if "l" in kunci:
                nilai["l"] = Fraction(
                    max(butir, int(nilai["r"] * Fraction(rng.randint(700, 1350), 1000)) // butir * butir)
                )
        tingkat = kode.count(".") if kode.startswith("6") else kode.count(".") + 1
        baris.append(
            Baris(kode, nama, tingkat, letak.get(kode.rpartition(".")[0]), "daun" if ukuran else "induk", nilai)
        )
    baris = _sumbang(baris, kunci)

    def jumlah(kelas: str) -> dict[str, Fraction]:
        i = letak.get(kelas)
        return dict(baris[i].nilai) if i is not None else dict.fromkeys(kunci, Fraction(0))

    surplus = {k: jumlah("4")[k] - jumlah("5")[k] for k in kunci}
    netto = {k: jumlah("6.1")[k] - jumlah("6.2")[k] for k in kunci}
    silpa = {k: surplus[k] + netto[k] for k in kunci}
    akhir = [i for i, b in enumerate(baris) if b.kode.startswith("6")]
    sisip = akhir[0] if akhir else len(baris)
    geser = [
        Baris(
            b.kode,
            b.uraian,
            b.tingkat,
            b.induk + 1 if b.induk is not None and b.induk >= sisip else b.induk,
            b.jenis,
            b.nilai,
        )
        for b in baris
    ]
    return [
        *geser[:sisip],
        Baris("", "Surplus/(Defisit)", 1, None, "hasil", surplus),
        *geser[sisip:],
        Baris("", "Pembiayaan Netto", 1, None, "hasil", netto),
        Baris("", "Sisa Lebih Pembiayaan Anggaran (SILPA)", 1, None, "hasil", silpa),
    ]  # fmt: skip


def lra(rng: random.Random, *, desa: bool = False) -> Tabel:
    """A statement of realised budget: revenue, expenditure, financing, often beside the year before."""
    tahun, daerah = rng.randint(2017, 2024), rng.choice(DAERAH)
    skala = 10**6 if not desa and rng.random() < 0.2 else 1
    gaya = rng.choice(("id0", "id2")) if skala > 1 else rng.choice(("id0", "id2", "id2", "en2", "id0"))
    butir = (10**6 if gaya == "id0" else 10**4) if skala > 1 else (100 if desa else 1)
    lalu = rng.random() < 0.6
    kunci = ("a", "r", "l") if lalu else ("a", "r")
    baris = _akun(rng, AKUN_DESA if desa else AKUN, butir, kunci)
    baris = [
        _lengkapi(
            b, p=_persen(b.nilai["r"], b.nilai["a"]) if b.jenis != "hasil" else None, s=b.nilai["a"] - b.nilai["r"]
        )
        for b in baris
    ]
    if rng.random() < 0.5:
        baris = [
            Baris(b.kode, b.uraian.upper() if b.tingkat < 3 else b.uraian, b.tingkat, b.induk, b.jenis, b.nilai)
            for b in baris
        ]
    rp = "" if skala > 1 else rng.choice(("", " (Rp)"))
    kolom = [
        Kolom("kode", rng.choice(("Kode", "Kode Rekening", "No. Rek")), "teks"),
        Kolom("uraian", "Uraian", "teks"),
        Kolom("a", rng.choice(("Anggaran", f"Anggaran {tahun}")) + rp, "uang"),
        Kolom("r", rng.choice(("Realisasi", f"Realisasi {tahun}")) + rp, "uang"),
    ]
    if desa or rng.random() < 0.2:
        kolom.append(Kolom("s", rng.choice(("Sisa", "Selisih")) + rp, "uang"))
    else:
        kolom.append(Kolom("p", rng.choice(("%", "(%)", "Capaian (%)")), "persen"))
    if lalu:
        kolom.append(Kolom("l", f"Realisasi {tahun - 1}" + rp, "uang"))
    kantor = (
        f"Pemerintah Desa {rng.choice(('Sumberarum', 'Karangjati', 'Tegalrejo', 'Muktisari'))}"
        if desa
        else f"Pemerintah {daerah}"
    )
    judul = f"Laporan Realisasi {'APB Desa' if desa else 'Anggaran'} {kantor} Tahun Anggaran {tahun}"
    return Tabel("apbdes" if desa else "lra", judul, tahun, daerah, kantor, tuple(kolom), tuple(baris), gaya, skala)


def apbd(rng: random.Random) -> Tabel:
    """A budget before and after its revision."""
    tahun, daerah = rng.randint(2018, 2025), rng.choice(DAERAH)
    skala = 10**6 if rng.random() < 0.15 else 1
    gaya = rng.choice(("id0", "id2")) if skala > 1 else rng.choice(("id0", "id2", "en2"))
    baris = _akun(rng, AKUN, 10**6 if skala > 1 else 1, ("m", "q"))
    baris = [_lengkapi(b, s=b.nilai["q"] - b.nilai["m"]) for b in baris]
    kolom = [
        Kolom("kode", "Kode", "teks"),
        Kolom("uraian", "Uraian", "teks"),
        Kolom("m", rng.choice(("Sebelum Perubahan", "APBD Murni", "Anggaran Murni")), "uang"),
        Kolom("q", rng.choice(("Setelah Perubahan", "APBD Perubahan", "Anggaran Perubahan")), "uang"),
    ]
    if rng.random() < 0.75:
        kolom.append(Kolom("s", "Bertambah/(Berkurang)", "uang"))
    judul = f"Ringkasan Perubahan APBD {daerah} Tahun Anggaran {tahun}"
    return Tabel("apbd", judul, tahun, daerah, f"Pemerintah {daerah}", tuple(kolom), tuple(baris), gaya, skala)


def rincian(rng: random.Random) -> Tabel:
    """The programmes, activities and sub-activities of one department, with money and physical results."""
    tahun, daerah = rng.randint(2018, 2024), rng.choice(DAERAH)
    kantor = rng.choice(sorted(DINAS))
    urusan, program, benda = DINAS[kantor]
    tiga = rng.random() < 0.6
    gaya = rng.choice(("id0", "id2", "en0", "en2", "id0"))
    kosong: dict[str, Fraction] = {}
    baris: list[Baris] = [Baris("", rng.choice(("JUMLAH", "TOTAL", "Jumlah Total")), 0, None, "total", kosong)]
    kerja = [f"{k} {b}" for k in KATA_KERJA for b in benda]
    rng.shuffle(kerja)
    bidang = [f"{k} {b}" for k in KATA_KEGIATAN for b in benda]
    rng.shuffle(bidang)
    penunjang, sub_penunjang = list(PENUNJANG), list(SUB_PENUNJANG)
    rng.shuffle(penunjang)
    rng.shuffle(sub_penunjang)

    def daun(kode: str, nama: str, tingkat: int, induk: int) -> Baris:
        pagu = uang(rng, 3e6, 4e9, rng.choice((1, 100, 500, 1000)))
        target = rng.choice((1, 1, 2, 4, 5, 6, 10, 12, 25, 40, 120))
        capai = target if rng.random() < 0.75 or target == 1 else rng.randint(max(1, target // 2), target - 1)
        nilai = {
            "a": Fraction(pagu),
            "r": Fraction(terserap(rng, pagu, 1)),
            "t": Fraction(target),
            "rf": Fraction(capai),
            "f": Fraction(100 * capai, target),
        }
        return Baris(kode, nama, tingkat, induk, "daun", nilai, rng.choice(SATUAN))

    pilihan = [
        "Penunjang Urusan Pemerintahan Daerah",
        *rng.sample(list(program), k=rng.randint(2 if tiga else 3, min(3, len(program)))),
    ]
    for i, nama in enumerate(pilihan, 1):
        letak = len(baris)
        kode = f"{urusan}.{i:02d}"
        baris.append(Baris(kode, f"Program {nama}", 1, 0, "induk", kosong))
        for k in range(1, rng.randint(2, 3) + 1 if tiga else rng.randint(2, 6) + 1):
            kode_kegiatan = f"{kode}.2.{k:02d}"
            if tiga:
                letak_kegiatan = len(baris)
                judul = penunjang.pop() if i == 1 else bidang.pop()
                baris.append(Baris(kode_kegiatan, judul, 2, letak, "induk", kosong))
                for s in range(1, rng.randint(1, 4) + 1):
                    sub = sub_penunjang.pop() if i == 1 and sub_penunjang else kerja.pop()
                    baris.append(daun(f"{kode_kegiatan}.{s:04d}", sub, 3, letak_kegiatan))
            else:
                judul = sub_penunjang.pop() if i == 1 and sub_penunjang else kerja.pop()
                baris.append(daun(kode_kegiatan, judul, 2, letak))
    if rng.random() < 0.3:  # the same label under two parents
        tingkat = 3 if tiga else 2
        calon = [j for j, b in enumerate(baris) if b.tingkat == tingkat]
        dari, ke = rng.sample(calon, 2)
        if baris[dari].induk != baris[ke].induk:
            b = baris[ke]
            baris[ke] = Baris(b.kode, baris[dari].uraian, b.tingkat, b.induk, b.jenis, b.nilai, b.satuan)
    if tiga:  # an only child sometimes bears its parent's name
        for j, b in enumerate(baris):
            anak = [n for n, c in enumerate(baris) if c.induk == j]
            if b.tingkat == 2 and len(anak) == 1 and rng.random() < 0.5:
                c = baris[anak[0]]
                baris[anak[0]] = Baris(c.kode, b.uraian, c.tingkat, c.induk, c.jenis, c.nilai, c.satuan)
    baris = _sumbang(baris, ("a", "r"))
    pagu_total = baris[0].nilai["a"]
    for j, b in enumerate(baris):
        a, r = b.nilai["a"], b.nilai["r"]
        baris[j] = _lengkapi(b, s=a - r, p=100 * r / a, b=100 * a / pagu_total)
    if rng.random() < 0.6:  # the total stands last
        baris = [
            *(Baris(b.kode, b.uraian, b.tingkat, (b.induk or len(baris)) - 1, b.jenis, b.nilai, b.satuan)
              for b in baris[1:]),
            baris[0],
        ]  # fmt: skip
    rp = rng.choice(("", " (Rp)"))
    kolom = [
        Kolom("kode", rng.choice(("Kode", "Kode Rekening")), "teks"),
        Kolom("uraian", "Program/Kegiatan/Sub Kegiatan" if tiga else "Program/Kegiatan", "teks"),
    ]
    if rng.random() < 0.75:
        kolom += [
            Kolom("t", "Target", "cacah"),
            Kolom("rf", "Realisasi Fisik", "cacah"),
            Kolom("satuan", "Satuan", "teks"),
        ]
    kolom += [
        Kolom("a", rng.choice(("Pagu", "Anggaran")) + rp, "uang"),
        Kolom("r", rng.choice(("Realisasi", "Realisasi Keuangan")) + rp, "uang"),
    ]
    if rng.random() < 0.7:
        kolom.append(Kolom("s", rng.choice(("Sisa", "Sisa Anggaran", "Sisa Pagu")) + rp, "uang"))
    if rng.random() < 0.5:
        kolom.append(Kolom("b", "Bobot (%)", "persen"))
    kolom.append(Kolom("p", rng.choice(("Keuangan (%)", "Keu (%)", "Capaian (%)")), "persen"))
    if any(k.nama == "t" for k in kolom) and rng.random() < 0.5:
        kolom.append(Kolom("f", "Fisik (%)", "persen"))
    judul = f"Realisasi Fisik dan Keuangan {kantor} {daerah} Tahun Anggaran {tahun}"
    golongan = ("program", "kegiatan", "sub kegiatan") if tiga else ("program", "kegiatan")
    return Tabel("rincian", judul, tahun, daerah, kantor, tuple(kolom), tuple(baris), gaya, 1, golongan)


def rekap(rng: random.Random) -> Tabel:
    """A recap per department, or per division of one department, under one total."""
    tahun, daerah = rng.randint(2018, 2024), rng.choice(DAERAH)
    per_skpd = rng.random() < 0.6
    nama = rng.sample(SKPD if per_skpd else BIDANG, k=rng.randint(5, 14 if per_skpd else 9))
    skala = 10**6 if rng.random() < 0.15 else 1
    gaya = rng.choice(("id0", "id2")) if skala > 1 else rng.choice(("id0", "id2", "en0", "en2"))
    butir = (10**6 if gaya == "id0" else 10**4) if skala > 1 else 1
    baris: list[Baris] = []
    for i, n in enumerate(nama, 1):
        pagu = uang(rng, 8e8, 2e11 if per_skpd else 3e10, butir if butir > 1 else rng.choice((1, 500, 1000)))
        nilai = {"a": Fraction(pagu), "r": Fraction(terserap(rng, pagu, butir))}
        baris.append(Baris(str(i), n, 1, len(nama), "daun", nilai))
    total = {k: Fraction(sum(b.nilai[k] for b in baris)) for k in ("a", "r")}
    baris.append(Baris("", rng.choice(("JUMLAH", "Total", "Jumlah")), 0, None, "total", total))
    baris = [
        _lengkapi(
            b, s=b.nilai["a"] - b.nilai["r"], p=100 * b.nilai["r"] / b.nilai["a"], b=100 * b.nilai["a"] / total["a"]
        )
        for b in baris
    ]
    rp = "" if skala > 1 else rng.choice(("", " (Rp)"))
    kolom = [
        Kolom("kode", "No", "teks"),
        Kolom("uraian", rng.choice(("Perangkat Daerah", "SKPD", "OPD")) if per_skpd else "Bidang", "teks"),
        Kolom("a", rng.choice(("Pagu", "Anggaran")) + rp, "uang"),
        Kolom("r", "Realisasi" + rp, "uang"),
        Kolom("p", rng.choice(("%", "Persentase (%)")), "persen"),
    ]
    if rng.random() < 0.7:
        kolom.append(Kolom("s", rng.choice(("Sisa", "Sisa Anggaran")) + rp, "uang"))
    kantor = f"Pemerintah {daerah}" if per_skpd else f"Dinas {rng.choice(('Pekerjaan Umum', 'Tenaga Kerja'))} {daerah}"
    isi = "Belanja per Perangkat Daerah" if per_skpd else "Anggaran per Bidang"
    judul = f"Rekapitulasi Realisasi {isi} {kantor} Tahun Anggaran {tahun}"
    golongan = (kolom[1].judul if per_skpd else "bidang",)
    return Tabel("rekap", judul, tahun, daerah, kantor, tuple(kolom), tuple(baris), gaya, skala, golongan)


def tabel(rng: random.Random, jenis: str) -> Tabel:
    """A table of a kind."""
    if jenis == "lra":
        return lra(rng)
    if jenis == "apbdes":
        return lra(rng, desa=True)
    return {"rincian": rincian, "rekap": rekap, "apbd": apbd}[jenis](rng)
