# ruff: noqa: E501  a sentence is read whole

"""The second family: weekly updates, executive summaries and analyses, run once at the end."""

from __future__ import annotations

from .naskah import Templat

PEMBUKA = (
    "", "", "Ringkasan eksekutif:\n\n", "Catatan pekan ini:\n\n", "Beberapa hal yang perlu menjadi perhatian pimpinan:\n\n",
    "Rapat evaluasi dilaksanakan pada 14 Juni dan dihadiri 23 orang.",
)  # fmt: skip
PENUTUP = (
    "",
    "",
    "",
    "\n\n*Disusun oleh Subbagian Program dan Keuangan.*",
    "Tindak lanjut dibahas pada rapat berikutnya.",
)

B = Templat
TEMPLAT: tuple[Templat, ...] = (
    # one amount
    B("b-jumlah-1", "jumlah", "LDRK", "puncak", "**Total anggaran {t}:** {t.a}"),
    B("b-jumlah-2", "jumlah", "RK", "belanja", "Adapun uang yang sudah dibelanjakan lewat {x} senilai {x.r}."),
    B("b-jumlah-3", "jumlah", "L", "satu", "Dari pos {x} terkumpul realisasi {x.r} selama setahun anggaran."),
    B("b-jumlah-4", "jumlah", "R", "belanja", "- {x} (`{x.kode}`): pagu {x.a}"),
    B("b-jumlah-5", "jumlah", "P", "satu", "Pagu akhir {x} sesudah APBD Perubahan ialah {x.q}."),
    # ratio
    B("b-rasio-1", "rasio", "LDRK", "puncak", "**Total anggaran {t}:** {t.a}  **Realisasi:** {t.r} ({t.p} dari anggaran)"),
    B("b-rasio-2", "rasio", "RK", "dua", "- {x}: {x.r} ({x.p} pagu)\n- {y}: {y.r} ({y.p} pagu)"),
    B("b-rasio-3", "rasio", "LRK", "belanja", "Kinerja penyerapan {x} berada pada angka {x.p}; dana yang telah dicairkan {x.r} dari ketersediaan {x.a}."),
    B("b-rasio-4", "rasio", "L", "satu", "Target {x} yang dipatok {x.a} terpenuhi {x.p}."),
    B("b-rasio-5", "rasio", "RK", "tiga", "Tiga yang perlu dicermati adalah {x}, {y}, dan {z} dengan serapan berturut-turut {x.p}, {y.p}, dan {z.p}."),
    B("b-rasio-6", "rasio", "LD", "dua", "Kalau {x} membukukan {x.r}, maka {y} membukukan {y.r}."),
    # what is left
    B("b-selisih-1", "selisih", "RK", "belanja", "Masih ada {x.s} ({x.sp}) yang belum dicairkan pada {x}."),
    B("b-selisih-2", "selisih", "RK", "puncak", "- Pagu: {t.a}\n- Realisasi: {t.r}\n- Sisa pagu: {t.s}"),
    B("b-selisih-3", "selisih", "L", "satu", "Target {x} {x.plus}: realisasinya {x.r} terhadap anggaran {x.a}, berbeda {x.k}."),
    B("b-selisih-4", "selisih", "LRK", "belanja", "{x} menyisakan {x.s} dari yang disediakan."),
    # results
    B("b-hasil-1", "silpa", "LD", "silpa", "Neraca anggaran ditutup dengan {x.surplus} {x.r}; pembiayaan netto menyumbang {y.r}."),
    B("b-hasil-2", "silpa", "LD", "silpa", "- Pendapatan: {i.r}\n- Belanja: {j.r}\n- Posisi {x.surplus}: {x.r}\n- SILPA: {z.r}"),
    # growth
    B("b-tumbuh-1", "pertumbuhan", "LD", "lalu", "{x} {x.tumbuh} {x.g} secara tahunan, dari {x.l} pada {ta1} ke {x.r} pada {ta}."),
    B("b-tumbuh-2", "pertumbuhan", "LD", "lalu", "Selisih realisasi {x} antara {ta} dan {ta1} mencapai {x.d}, yang berarti {x.kenaikan} {x.g}."),
    B("b-tumbuh-3", "pertumbuhan", "P", "lalu", "Pergeseran anggaran membuat {x} {x.bertambah} {x.d} ({x.g}), sehingga pagunya kini {x.q}."),
    B("b-tumbuh-4", "pertumbuhan", "P", "lalu", "- {x}: {x.m} → {x.q}, {x.arah} {x.g}"),
    B("b-tumbuh-5", "pertumbuhan", "L", "lalu", "Setahun sebelumnya {x} hanya tercatat {x.l}; kini posisinya {x.r}."),
    # whole and parts
    B("b-bagian-1", "bagian", "LDRK", "keluarga2", "Ada dua penopang {p} ({p.a}), yakni {i} ({i.a}) serta {j} ({j.a})."),
    B("b-bagian-2", "bagian", "LDR", "keluarga3", "{p} menyerap {p.r}, dengan rincian:\n- {i}: {i.r}\n- {j}: {j.r}\n- {k}: {k.r}"),
    B("b-bagian-3", "bagian", "P", "keluarga3", "Anggaran {p} hasil perubahan sebanyak {p.q} itu meliputi {i} {i.q}, {j} {j.q}, dan {k} {k.q}."),
    B("b-bagian-4", "bagian", "LDR", "keluarga4", "Jika dijumlahkan, {i} ({i.a|tepat}), {j} ({j.a|tepat}), {k} ({k.a|tepat}) dan {h} ({h.a|tepat}) membentuk anggaran {p} sebesar {p.a|tepat}."),
    # share
    B("b-porsi-1", "porsi", "RK", "belanja", "{x} menguasai {x.ba} dari keseluruhan pagu."),
    B("b-porsi-2", "porsi", "LD", "satu", "Sekitar {x.br} dari realisasi {t} berasal dari {x} yang nilainya {x.r}."),
    B("b-porsi-3", "porsi", "L", "dua", "Andil {x} dan {y} terhadap realisasi {t} masing-masing {x.br} dan {y.br}."),
    # rank
    B("b-peringkat-1", "peringkat", "RK", "persen_tertinggi", "Serapan paling baik {di} dibukukan {m}, yakni {m.p}."),
    B("b-peringkat-2", "peringkat", "RK", "persen_terendah", "Yang paling tertinggal {di} ialah {m} dengan capaian {m.p} saja."),
    B("b-peringkat-3", "peringkat", "LD", "realisasi_terbesar", "Penyumbang utama realisasi {p} ialah {m}, sebesar {m.r}."),
    B("b-peringkat-4", "peringkat", "RK", "sisa_terbesar", "Dana menganggur paling banyak {di} ditemukan pada {m} ({m.s})."),
    B("b-peringkat-5", "peringkat", "RK", "anggaran_terbesar", "Tidak ada {golp} {di} yang pagunya melebihi {m}, yakni {m.a}."),
    # counts
    B("b-cacah-1", "cacah", "RK", "hitung:1:di atas 90", "Baru {n} dari {n.semua} {gol} yang serapannya melewati 90%."),
    B("b-cacah-2", "cacah", "R", "hitung:bawah:fisik kurang", "Capaian fisik hampir seluruhnya 100%, kecuali {n} {gol} yang masih di bawah target."),
    B("b-cacah-3", "cacah", "RK", "hitung:1:belum penuh", "Sejumlah {n} {gol} belum menghabiskan pagunya."),
    B("b-cacah-4", "cacah", "RK", "hitung:1:di bawah 80", "Yang perlu dikawal: {n} {gol} berserapan kurang dari 80 persen."),
    B("b-cacah-5", "cacah", "R", "hitung:bawah:semua", "Keseluruhan pekerjaan terbagi ke dalam {n} {gol}."),
    # physical
    B("b-fisik-1", "fisik", "R", "fisik_kurang", "Kekurangan {x.kurang} {x.sat} pada {x} terjadi karena target {x.target} {x.sat} baru terpenuhi {x.rf} {x.sat}."),
    B("b-fisik-2", "fisik", "R", "fisik", "- {x}: {x.rf} dari {x.target} {x.sat} selesai ({x.f})"),
    B("b-fisik-3", "fisik", "R", "fisik", "Keluaran {x} tercatat {x.rf} {x.sat} dengan belanja {x.r}."),
    # words, rounding, the sentence alone
    B("b-kata-1", "terbilang", "LDRK", "belanja", "Dana untuk {x} yang sudah terpakai berjumlah {x.r|kata}."),
    B("b-bulat-1", "pembulatan", "LRK", "dua", "Dengan kisaran {x.a|bulat} untuk {x} dan {y.a|bulat} untuk {y}, porsi anggaran keduanya cukup menonjol."),
    B("b-bulat-2", "pembulatan", "LRK", "puncak", "Hingga tutup buku {ta}, realisasi {t} menyentuh {t.r|bulat} atau {t.p}."),
    B("b-sendiri-1", "sendiri", "RKLP", "luar", "Di luar tabel, realisasi pinjaman bergulir {u.atas|tetap} setara {u.rasio} dari plafon {u.dasar|tetap}."),
    B("b-sendiri-2", "sendiri", "RKL", "luar", "Hibah luar negeri {u.total|tepat} berasal dari tiga lembaga, yaitu lembaga pertama {u.b1|tepat}, lembaga kedua {u.b2|tepat}, dan lembaga ketiga {u.b3|tepat}."),
    B("b-paragraf-1", "paragraf", "LRK", "belanja", "Pagu {x} tahun {ta} tercatat {x.a}. Yang terpakai {x.r}; itu berarti {x.p} dari pagu. Selebihnya, {x.s}, tidak terserap."),
    B("b-paragraf-2", "paragraf", "P", "lalu", "Semula {x} dipagu {x.m}. Lewat perubahan anggaran angkanya menjadi {x.q}, {x.bertambah} {x.g}."),
    # figures of no table
    B("b-bebas-1", "untied", "LRKPD", "satu", "Utang belanja yang dibawa ke tahun {ta3} ditaksir {u.v}.", True),
    B("b-bebas-2", "untied", "RK", "satu", "Nilai kontrak terbesar pada {x} ialah {u.v} dengan jangka waktu {u.c} hari kalender.", True),
    B("b-bebas-3", "untied", "LRKPD", "satu", "Survei kepuasan terhadap {u.c} responden menghasilkan indeks {u.pr}.", True),
    B("b-bebas-4", "untied", "LP", "satu", "Opini atas laporan {ta1} menyebut koreksi {x} senilai {u.v}.", True),
    # figures that look alike
    B("b-mirip-1", "mirip", "R", "kembar", "- {x}: {x.r} ({x.p} pagu)", True),
    B("b-mirip-2", "mirip", "LRK", "satu", "Posisi {hari} {bulan} {ta}: realisasi {x} masih {u.v}.", True),
    B("b-mirip-3", "mirip", "LR", "satu", "Di {lain}, pos {x} dianggarkan {u.v}.", True),
    B("b-mirip-4", "mirip", "LD", "satu", "Dua tahun silam ({ta2}), {x} terealisasi {u.v} atau {u.pr}.", True),
    B("b-mirip-5", "mirip", "LRKPD", "satu", "Lihat Tabel {nomor} halaman {halaman} untuk {x}, sesuai Permendagri Nomor 77 Tahun 2020.", True),
    B("b-mirip-6", "mirip", "RK", "satu", "Rencana penarikan {x} untuk bulan {bulan} sebesar {u.v}.", True),
)  # fmt: skip
