"""The words of the second family of layouts, shared with the first by chance only."""

from __future__ import annotations

from random import Random

BODIES = (
    "BADAN PENANGGULANGAN BENCANA DAERAH",
    "DINAS PARIWISATA DAN KEBUDAYAAN",
    "INSPEKTORAT DAERAH",
    "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
    "KANTOR CAMAT SUNGAI RAYA",
    "DINAS PENANAMAN MODAL DAN PTSP",
    "DINAS PERTANIAN TANAMAN PANGAN",
)
SEATS = ("KAB. TELUK BAYU", "KOTA BATU GADING", "PROVINSI SELAT TIMUR", "KAB. PULAU KELAPA")
TOPICS = (
    "Kesiapsiagaan Bencana",
    "Promosi Destinasi Wisata",
    "Pengawasan Internal",
    "Administrasi Kependudukan",
    "Iklim Penanaman Modal",
    "Prasarana Pertanian",
    "Pelestarian Cagar Budaya",
    "Penyuluhan Lapangan",
    "Ketenteraman Umum",
    "Data dan Informasi",
)
ACTS = (
    "Pendampingan",
    "Bimbingan teknis",
    "Peningkatan",
    "Pengembangan",
    "Inventarisasi",
    "Pemutakhiran",
    "Reviu",
    "Evaluasi",
    "Penerbitan",
    "Koordinasi",
    "Penyelenggaraan",
    "Optimalisasi",
)
OBJECTS = (
    "sarana evakuasi",
    "jalur pendakian",
    "akta kelahiran",
    "laporan keuangan OPD",
    "embung pertanian",
    "festival budaya",
    "izin usaha mikro",
    "kelompok tani",
    "museum daerah",
    "jaringan irigasi tersier",
    "pos jaga",
    "aplikasi layanan",
    "mebel kantor",
)
SITES = (
    "Wilayah I",
    "Wilayah II",
    "Tanjung Selor",
    "Bukit Kembar",
    "Sungai Raya",
    "Pantai Cermin",
    "Kuala Baru",
    "Sidomulyo",
    "Banjar Sari",
    "Padang Luas",
)
ITEMS = (
    ("Makan minum rapat", "orang"),
    ("Perjalanan dinas dalam daerah", "kali"),
    ("Sewa kendaraan", "hari"),
    ("Alat tulis kantor", "paket"),
    ("Bahan cetak", "eksemplar"),
    ("Upah tenaga harian", "OH"),
    ("Bibit kelapa", "batang"),
    ("Besi beton", "batang"),
    ("Belanja listrik", "bulan"),
)
FUNDS = ("DAU", "DAK", "PAD", "DBH")


def work(rng: Random) -> str:
    """The name of a piece of work."""
    return f"{rng.choice(ACTS)} {rng.choice(OBJECTS)} {rng.choice(SITES)}"


def group(rng: Random, level: int) -> str:
    """The name of a group of works at some level."""
    first = ("Program", "Kegiatan", "Subkegiatan", "Paket", "Bagian", "Rincian")[level]
    return f"{first} {rng.choice(TOPICS)} {rng.choice(('', 'Daerah', 'Terpadu', rng.choice(SITES)))}".strip()


def titles(rng: Random, first: str) -> tuple[str, ...]:
    """The lines above a table."""
    body, year = f"{rng.choice(BODIES)} {rng.choice(SEATS)}", rng.choice((2018, 2021, 2024, 2025))
    month = rng.choice(("31 Desember", "30 Juni", "30 September"))
    return rng.choice(((body, first, f"Keadaan s.d. {month} {year}"), (first, body), (body, f"{first} {year}")))
