"""The words of the first family of layouts: offices, works and places of no real region."""

from __future__ import annotations

from random import Random

OFFICES = (
    "DINAS PEKERJAAN UMUM DAN TATA RUANG",
    "DINAS KETAHANAN PANGAN DAN PERIKANAN",
    "BADAN KESATUAN BANGSA DAN POLITIK",
    "DINAS PERPUSTAKAAN DAN KEARSIPAN",
    "SEKRETARIAT DEWAN PERWAKILAN RAKYAT DAERAH",
    "DINAS LINGKUNGAN HIDUP DAN KEHUTANAN",
    "RUMAH SAKIT UMUM DAERAH",
    "KECAMATAN WARINGIN TIMUR",
)
REGIONS = ("KABUPATEN WARINGIN", "KOTA TANJUNG MAS", "PROVINSI NUSA RAYA", "KABUPATEN SERUNI UTARA")
FIELDS = (
    "Penataan Bangunan Gedung",
    "Pengelolaan Persampahan",
    "Ketersediaan Pangan Pokok",
    "Pembinaan Perpustakaan",
    "Penanganan Banjir",
    "Pelayanan Kesehatan Ibu",
    "Pembudidayaan Ikan",
    "Kerukunan Umat Beragama",
    "Penyelenggaraan Jalan",
    "Kearsipan Daerah",
    "Pengendalian Hama Tanaman",
    "Layanan Pengadaan",
)
DEEDS = (
    "Pengadaan",
    "Rehabilitasi",
    "Pembangunan",
    "Penyusunan",
    "Sosialisasi",
    "Monitoring",
    "Fasilitasi",
    "Pembinaan",
    "Verifikasi",
    "Pelatihan",
    "Pemeliharaan",
    "Pengawasan",
    "Penyediaan",
)
THINGS = (
    "kolam retensi",
    "tempat pembuangan sementara",
    "buku daerah",
    "benih ikan nila",
    "talud sungai",
    "kader posyandu",
    "arsip dinamis",
    "ruang rawat inap",
    "bahan bakar kendaraan",
    "dokumen perencanaan",
    "jembatan gantung",
    "forum warga",
    "alat laboratorium",
    "peta desa",
    "gudang pangan",
)
PLACES = (
    "Waringin",
    "Kali Putih",
    "Seruni",
    "Batu Layar",
    "Rawa Jitu",
    "Pasir Intan",
    "Gunung Sari",
    "Muara Dua",
    "Tegal Arum",
    "Lubuk Alam",
    "Teluk Dalam",
    "Karang Jati",
)
UNITS = ("Unit", "Dokumen", "Paket", "Orang", "Laporan", "Meter", "Bulan", "Kelompok")
GOODS = (
    "Kertas HVS",
    "Tinta printer",
    "Sewa tenda",
    "Honor narasumber",
    "Konsumsi peserta",
    "Bibit pohon",
    "Semen",
    "Pasir beton",
    "Spanduk",
    "Jasa tenaga kebersihan",
    "Pulsa internet",
    "Ban kendaraan",
)
ACCOUNTS = (
    ("5.1.02.01", "Belanja Barang"),
    ("5.1.02.02", "Belanja Jasa"),
    ("5.1.02.03", "Belanja Pemeliharaan"),
    ("5.1.02.04", "Belanja Perjalanan Dinas"),
    ("5.2.02.05", "Belanja Modal Alat Kantor"),
    ("5.2.02.10", "Belanja Modal Komputer"),
    ("5.2.03.01", "Belanja Modal Bangunan Gedung"),
    ("5.2.04.01", "Belanja Modal Jalan dan Jembatan"),
)


def programme(rng: Random, level: int, leaf: bool) -> str:
    """The name of a programme, an activity or a piece of work, told by its level."""
    if level == 0:
        return f"PROGRAM {rng.choice(FIELDS).upper()}"
    if leaf or level > 2:
        return f"{rng.choice(DEEDS)} {rng.choice(THINGS)} {rng.choice(PLACES)}"
    return f"{('Kegiatan', 'Sub Kegiatan')[level - 1]} {rng.choice(FIELDS)} {rng.choice(PLACES)}"


def titles(rng: Random, first: str) -> tuple[str, ...]:
    """The lines above a table: what it is, whose, and of which year."""
    year = rng.choice((2019, 2020, 2022, 2023))
    lines = (first, f"{rng.choice(OFFICES)} {rng.choice(REGIONS)}", f"TAHUN ANGGARAN {year}")
    return lines if rng.random() < 0.7 else (f"{first} TAHUN ANGGARAN {year}", lines[1])
