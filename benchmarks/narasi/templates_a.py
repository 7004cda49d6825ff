"""The first family: the formal prose of notes to the accounts and of annual reports of an office.

Written from the sentences of published notes (CaLK), annual and weekly reports, by a reader who had not seen the matcher.
Tables are named by a letter: L (LRA), D (APBDes), R (rincian), K (rekap), P (APBD before and after revision).
"""

# ruff: noqa: E501  a sentence is read whole

from __future__ import annotations

from .naskah import Templat

A = Templat
TEMPLAT: tuple[Templat, ...] = (
    # one amount of one row
    A("a-jumlah-1", "jumlah", "LD", "satu", "Realisasi {x} Tahun Anggaran {ta} adalah sebesar {x.r}."),
    A("a-jumlah-2", "jumlah", "RK", "belanja", "Pada TA {ta}, {x} memperoleh alokasi dana sebesar {x.a} yang bersumber dari APBD {daerah}."),
    A("a-jumlah-3", "jumlah", "LD", "satu", "{x} untuk Tahun Anggaran {ta} dianggarkan sebesar {x.a}."),
    A("a-jumlah-4", "jumlah", "RK", "belanja", "Anggaran yang telah diserap oleh {x} sampai dengan 31 Desember {ta} berjumlah {x.r}."),
    A("a-jumlah-5", "jumlah", "LDRK", "puncak", "Jumlah anggaran {t} {kantor} pada tahun {ta} ditetapkan sebesar {t.a}."),
    A("a-jumlah-6", "jumlah", "P", "satu", "{x} pada APBD Perubahan TA {ta} dianggarkan sebesar {x.q}."),
    A("a-jumlah-7", "jumlah", "P", "satu", "Sebelum perubahan, {x} ditetapkan sebesar {x.m}."),
    A("a-jumlah-8", "jumlah", "L", "satu", "Saldo realisasi {x} per 31 Desember {ta} sebesar {x.r} telah dicatat dalam Laporan Realisasi Anggaran."),
    # two or three amounts and their ratio
    A("a-rasio-1", "rasio", "LD", "satu", "Realisasi {x} periode 1 Januari {ta} sampai dengan 31 Desember {ta} adalah sebesar {x.r} atau mencapai {x.p} dari target anggaran sebesar {x.a}."),
    A("a-rasio-2", "rasio", "LD", "satu", "{x} sebesar {x.r} atau {x.p} dari anggaran sebesar {x.a}."),
    A("a-rasio-3", "rasio", "RK", "belanja", "Dari pagu sebesar {x.a}, {x} telah merealisasikan {x.r} atau {x.p}."),
    A("a-rasio-4", "rasio", "LDRK", "puncak", "Secara keseluruhan realisasi {t} TA {ta} mencapai {t.r} atau sebesar {t.p} dari anggaran {t.a}."),
    A("a-rasio-5", "rasio", "RK", "belanja", "Capaian keuangan {x} s.d. Desember {ta} sebesar {x.p}, yaitu realisasi {x.r} dibandingkan dengan pagu {x.a}."),
    A("a-rasio-6", "rasio", "LD", "belanja", "Penyerapan {x} tercatat {x.p} dari anggaran yang tersedia."),
    A("a-rasio-7", "rasio", "RK", "belanja", "Serapan anggaran pada {x} baru mencapai {x.p} atau senilai {x.r}."),
    A("a-rasio-8", "rasio", "L", "satu", "Anggaran {x} tahun {ta} ditetapkan sebesar {x.a} dan terealisasi sebesar {x.r} sehingga persentase realisasinya {x.p}."),
    A("a-rasio-9", "rasio", "LRK", "dua", "Realisasi {x} mencapai {x.p}, sedangkan realisasi {y} mencapai {y.p}."),
    A("a-rasio-10", "rasio", "LDRK", "dua", "{x} dan {y} masing-masing terealisasi sebesar {x.r} dan {y.r}."),
    A("a-rasio-11", "rasio", "LRK", "tiga", "Rincian capaian adalah sebagai berikut: {x} sebesar {x.r} ({x.p}), {y} sebesar {y.r} ({y.p}) dan {z} sebesar {z.r} ({z.p})."),
    # what was left, what was missed or exceeded
    A("a-selisih-1", "selisih", "RK", "belanja", "Sisa anggaran {x} sebesar {x.s} atau {x.sp} dari pagu sebesar {x.a}."),
    A("a-selisih-2", "selisih", "LDRK", "belanja", "Dari anggaran {x} sebesar {x.a} telah direalisasikan sebesar {x.r}, sehingga terdapat sisa anggaran sebesar {x.s}."),
    A("a-selisih-3", "selisih", "RK", "puncak", "Total dana yang tidak digunakan adalah sebesar {t.s} atau sebesar {t.sp} dari total dana yang tersedia yaitu {t.a}."),
    A("a-selisih-4", "selisih", "L", "satu", "Realisasi {x} {x.lampau} anggaran dengan selisih sebesar {x.k}."),
    A("a-selisih-5", "selisih", "RK", "belanja", "Dana pada {x} yang tidak terserap sebesar {x.s} telah disetor kembali ke Kas Daerah."),
    A("a-selisih-6", "selisih", "LD", "belanja", "Terdapat efisiensi pada {x} sebesar {x.s}, yakni selisih antara anggaran {x.a} dan realisasi {x.r}."),
    A("a-selisih-7", "selisih", "RK", "dua", "Sisa pagu {x} adalah {x.s}, sedangkan sisa pagu {y} adalah {y.s}."),
    # results of the statement
    A("a-hasil-1", "silpa", "LD", "silpa", "Realisasi pendapatan sebesar {i.r} dan realisasi belanja sebesar {j.r} menghasilkan {x.surplus} sebesar {x.r}."),
    A("a-hasil-2", "silpa", "LD", "silpa", "SILPA tahun {ta} adalah sebesar {z.r}."),
    A("a-hasil-3", "silpa", "LD", "silpa", "Pembiayaan netto sebesar {y.r} diperoleh dari penerimaan pembiayaan sebesar {k.r} dikurangi pengeluaran pembiayaan sebesar {h.r}."),
    A("a-hasil-4", "silpa", "L", "silpa", "Dengan demikian terjadi {x.surplus} anggaran sebesar {x.r}. Setelah ditambah pembiayaan netto sebesar {y.r}, sisa lebih pembiayaan anggaran (SILPA) TA {ta} menjadi {z.r}."),
    # the year before, the revision
    A("a-tumbuh-1", "pertumbuhan", "LD", "lalu", "Realisasi {x} tahun {ta} sebesar {x.r} {x.meningkat} sebesar {x.d} atau {x.g} dibandingkan realisasi tahun {ta1} sebesar {x.l}."),
    A("a-tumbuh-2", "pertumbuhan", "LD", "lalu", "Dibandingkan tahun {ta1}, realisasi {x} mengalami {x.kenaikan} sebesar {x.g}, yaitu dari {x.l} menjadi {x.r}."),
    A("a-tumbuh-3", "pertumbuhan", "LD", "lalu", "Realisasi {x} TA {ta} {x.tinggi} {x.d} dari realisasi TA {ta1}."),
    A("a-tumbuh-4", "pertumbuhan", "P", "lalu", "{x} yang semula dianggarkan sebesar {x.m} {x.bertambah} sebesar {x.d} sehingga menjadi {x.q} setelah perubahan."),
    A("a-tumbuh-5", "pertumbuhan", "P", "lalu", "Anggaran {x} {x.arah} dari {x.m} menjadi {x.q} atau {x.arah} {x.g}."),
    A("a-tumbuh-6", "pertumbuhan", "L", "lalu", "Realisasi {x} pada tahun {ta1} tercatat sebesar {x.l}."),
    A("a-tumbuh-7", "pertumbuhan", "LD", "lalu", "Pada tahun {ta} {x} terealisasi {x.r}, {x.arah} {x.g} dari tahun sebelumnya."),
    A("a-tumbuh-8", "pertumbuhan", "P", "lalu", "Perubahan APBD TA {ta} mengakibatkan {x} {x.bertambah} sebesar {x.d} atau {x.g} dari anggaran murni."),
    # a whole and its parts
    A("a-bagian-1", "bagian", "LD", "keluarga2", "Realisasi {p} sebesar {p.r} terdiri dari {i} sebesar {i.r} dan {j} sebesar {j.r}."),
    A("a-bagian-2", "bagian", "LDRK", "keluarga3", "Anggaran {p} sebesar {p.a} terdiri dari {i} sebesar {i.a}, {j} sebesar {j.a} dan {k} sebesar {k.a}."),
    A("a-bagian-3", "bagian", "LDR", "keluarga4", "Realisasi {p} sebesar {p.r|tepat} merupakan gabungan dari {i} {i.r|tepat}, {j} {j.r|tepat}, {k} {k.r|tepat} serta {h} {h.r|tepat}."),
    A("a-bagian-4", "bagian", "R", "keluarga2", "Pagu {p} sebesar {p.a} dialokasikan untuk {i} sebesar {i.a} dan {j} sebesar {j.a}."),
    A("a-bagian-5", "bagian", "P", "keluarga3", "Setelah perubahan {p} menjadi {p.q}, meliputi {i} sebesar {i.q}, {j} sebesar {j.q}, dan {k} sebesar {k.q}."),
    A("a-bagian-6", "bagian", "R", "keluarga3", "Dana {p} yang terealisasi {p.r} digunakan untuk membiayai 3 (tiga) komponen, yaitu {i} {i.r}, {j} {j.r}, dan {k} {k.r}."),
    # a share of the whole
    A("a-porsi-1", "porsi", "L", "satu", "{x} memberikan kontribusi sebesar {x.br} terhadap total realisasi {t}."),
    A("a-porsi-2", "porsi", "RK", "belanja", "Alokasi {x} sebesar {x.a} merupakan {x.ba} dari total pagu {kantor}."),
    A("a-porsi-3", "porsi", "LD", "satu", "Proporsi anggaran {x} terhadap anggaran {t} adalah {x.ba}."),
    A("a-porsi-4", "porsi", "P", "satu", "Setelah perubahan, porsi {x} terhadap {t} sebesar {x.bq} dengan nilai {x.q}."),
    A("a-porsi-5", "porsi", "RK", "belanja", "Sebesar {x.bs} dari seluruh sisa anggaran berada pada {x}, yakni {x.s}."),
    # the first and the last
    A("a-peringkat-1", "peringkat", "RK", "anggaran_terbesar", "Pagu terbesar {di} terdapat pada {m} yaitu sebesar {m.a}."),
    A("a-peringkat-2", "peringkat", "LD", "anggaran_terbesar", "Komponen terbesar dari anggaran {p} adalah {m}."),
    A("a-peringkat-3", "peringkat", "RK", "persen_terendah", "Realisasi keuangan terendah {di} dicapai oleh {m} dengan persentase {m.p}."),
    A("a-peringkat-4", "peringkat", "LRK", "persen_tertinggi", "Di antara seluruh {golp} {di}, persentase realisasi tertinggi dicapai oleh {m} sebesar {m.p}."),
    A("a-peringkat-5", "peringkat", "RK", "sisa_terbesar", "Sisa anggaran yang terbesar {di} adalah sisa dana {m} sebesar {m.s}."),
    A("a-peringkat-6", "peringkat", "RK", "anggaran_terkecil", "Adapun {golp} dengan pagu paling kecil {di} adalah {m} sebesar {m.a}."),
    A("a-peringkat-7", "peringkat", "LD", "realisasi_terbesar", "Realisasi {p} didominasi oleh {m} sebagai penyumbang terbesar dengan nilai {m.r}."),
    # how many
    A("a-cacah-1", "cacah", "RK", "hitung:1:semua", "Pada TA {ta} {kantor} melaksanakan {n} {gol}."),
    A("a-cacah-2", "cacah", "RK", "hitung:1:penuh", "Dari {n.semua} {gol}, sebanyak {n} {gol} realisasi anggarannya mencapai 100%."),
    A("a-cacah-3", "cacah", "R", "hitung:bawah:fisik kurang", "Hanya ada {n} {gol} yang tidak mencapai target fisik."),
    A("a-cacah-4", "cacah", "RK", "hitung:1:di bawah 80", "Terdapat {n} {gol} dengan realisasi keuangan di bawah 80%."),
    A("a-cacah-5", "cacah", "R", "hitung:bawah:fisik penuh", "Sebanyak {n} dari {n.semua} {gol} telah mencapai target fisik 100%."),
    A("a-cacah-6", "cacah", "RK", "hitung:bawah:di atas 90", "Jumlah {gol} yang serapan anggarannya di atas 90 persen adalah {n} {gol}."),
    A("a-cacah-7", "cacah", "R", "hitung:2:semua", "{kantor} pada tahun {ta} memiliki {n} {gol} yang dibiayai APBD."),
    A("a-cacah-8", "cacah", "RK", "hitung:1:semiliar", "Ada {n} {gol} yang memperoleh pagu lebih dari Rp1 miliar."),
    # physical targets
    A("a-fisik-1", "fisik", "R", "fisik_kurang", "Pada {x}, dari target {x.target} {x.sat} hanya tercapai {x.rf} {x.sat}."),
    A("a-fisik-2", "fisik", "R", "fisik", "Realisasi fisik {x} mencapai {x.rf} {x.sat} atau {x.f} dari target {x.target} {x.sat}."),
    A("a-fisik-3", "fisik", "R", "fisik_kurang", "{x} tidak mencapai target karena dari {x.target} {x.sat} yang direncanakan hanya berhasil diselesaikan {x.rf} {x.sat} saja."),
    A("a-fisik-4", "fisik", "R", "fisik", "Dengan dana sebesar {x.a}, {x} menghasilkan {x.rf} {x.sat}."),
    # amounts with their words
    A("a-kata-1", "terbilang", "LDRK", "belanja", "Anggaran {x} tahun {ta} ditetapkan sebesar {x.a|kata}."),
    A("a-kata-2", "terbilang", "LD", "puncak", "Jumlah realisasi {t} adalah {t.r|kata}."),
    # rounded on purpose
    A("a-bulat-1", "pembulatan", "LRK", "belanja", "Realisasi {x} mencapai {x.r|bulat} dari anggaran {x.a|bulat}."),
    A("a-bulat-2", "pembulatan", "L", "puncak", "Total anggaran {t} tahun {ta} sekitar {t.a|bulat}, sedangkan realisasinya {t.r|bulat}."),
    A("a-bulat-4", "pembulatan", "RK", "puncak", "{kantor} mengelola anggaran sekitar {t.a|bulat} pada tahun {ta}, dan yang terserap {t.r|bulat}."),
    A("a-bulat-3", "pembulatan", "P", "lalu", "{x} {x.bertambah} {x.d|bulat} menjadi {x.q|bulat}."),
    # true or false by the sentence alone
    A("a-sendiri-1", "sendiri", "RKLP", "luar", "Penerimaan retribusi pemakaian kekayaan daerah tahun {ta} sebesar {u.atas|tetap} dari target tahunan sebesar {u.dasar|tetap} dengan capaian sebesar {u.rasio}."),
    A("a-sendiri-2", "sendiri", "RKL", "luar", "Dana dekonsentrasi dan tugas pembantuan di luar APBD sebesar {u.total|tepat} terdiri dari dana kementerian pertama sebesar {u.b1|tepat}, kementerian kedua sebesar {u.b2|tepat} dan kementerian ketiga sebesar {u.b3|tepat}."),
    # several sentences
    A("a-paragraf-1", "paragraf", "LD", "belanja", "{x} pada TA {ta} dianggarkan sebesar {x.a}. Sampai dengan akhir tahun anggaran telah direalisasikan sebesar {x.r} atau {x.p}. Dengan demikian terdapat anggaran yang tidak terserap sebesar {x.s}."),
    A("a-paragraf-2", "paragraf", "RK", "belanja", "Pelaksanaan {x} didukung pagu sebesar {x.a}. Realisasi keuangannya {x.r}, sisanya {x.s} dikembalikan ke kas daerah."),
    A("a-paragraf-3", "paragraf", "L", "lalu", "Realisasi {x} TA {ta} adalah {x.r}. Jumlah tersebut {x.meningkat} {x.g} dibandingkan TA {ta1} yang tercatat {x.l}."),
    # figures of no table: they end untied, and nobody is accused
    A("a-bebas-1", "untied", "LRKPD", "satu", "Dalam realisasi {x} terdapat pengembalian tahun-tahun lalu sebesar {u.v} yang mekanisme penerimaannya tanpa melalui rekening Kas Daerah.", True),
    A("a-bebas-2", "untied", "RK", "satu", "Sebagian dari realisasi {x}, yaitu {u.v}, digunakan untuk perjalanan dinas dan honorarium narasumber.", True),
    A("a-bebas-3", "untied", "LRKPD", "satu", "Jangka waktu pinjaman dana bergulir maksimal 3 tahun dengan jumlah maksimal Rp100.000.000,00 bagi setiap kelompok usaha.", True),
    A("a-bebas-4", "untied", "LRKPD", "satu", "Kegiatan tersebut diikuti oleh {u.c} orang peserta dari {u.c2} desa dan menelan biaya {u.v}.", True),
    A("a-bebas-5", "untied", "LRKPD", "satu", "Tingkat inflasi daerah pada tahun {ta} sebesar {u.pr} dan angka kemiskinan turun menjadi {u.pr}.", True),
    A("a-bebas-6", "untied", "LP", "satu", "Saldo kas di bendahara pengeluaran per 31 Desember {ta} sebesar {u.v} telah disetor pada tanggal {hari} Januari {ta3}.", True),
    # figures that look alike
    A("a-mirip-1", "mirip", "LRKPD", "satu", "Laporan ini disusun berdasarkan Peraturan Daerah Nomor {nomor} Tahun {ta1} tanggal {hari} {bulan} {ta1} serta Pasal 31 ayat (2) Undang-Undang Nomor 17 Tahun 2003.", True),
    A("a-mirip-2", "mirip", "R", "kembar", "Realisasi {x} sebesar {x.r} dari pagu sebesar {x.a}.", True),
    A("a-mirip-3", "mirip", "LD", "satu", "Sebagai perbandingan, realisasi {x} pada tahun {ta2} sebesar {u.v}.", True),
    A("a-mirip-4", "mirip", "RK", "satu", "Sampai dengan Triwulan {tw}, realisasi {x} baru sebesar {u.v} atau {u.pr}.", True),
    A("a-mirip-5", "mirip", "LR", "satu", "Anggaran {x} pada {lain} sebesar {u.v} disajikan dalam laporan tersendiri.", True),
    A("a-mirip-6", "mirip", "R", "satu", "Pagu {x} sebelum refocusing semula sebesar {u.v}.", True),
    A("a-mirip-7", "mirip", "LRKPD", "satu", "Rincian {x} selengkapnya disajikan pada Lampiran {nomor} halaman {halaman}.", True),
    A("a-mirip-8", "mirip", "LD", "satu", "{x} untuk tahun {ta3} direncanakan sebesar {u.v}.", True),
    A("a-mirip-9", "mirip", "R", "satu", "Realisasi fisik rata-rata {x} pada bulan {bulan} mencapai {u.pr}.", True),
)  # fmt: skip
