"""The words that reports for people share, in both languages."""

from __future__ import annotations

from fractions import Fraction

from audit.model.text import Lang, Text
from audit.notation.numerals import amount

#: Things that are counted; English has a plural behind the bar, Indonesian needs none.
NOUNS = {
    "error": Text("kesalahan", "error|errors"),
    "warning": Text("peringatan", "warning|warnings"),
    "info": Text("catatan", "info|infos"),
    "finding": Text("temuan", "finding|findings"),
    "cause": Text("penyebab", "cause|causes"),
    "problem": Text("kendala", "problem|problems"),
    "statement": Text("tabel", "statement|statements"),
    "claim": Text("pengujian", "claim|claims"),
    "figure": Text("angka", "figure|figures"),
    "row": Text("baris", "row|rows"),
    "mention": Text("angka dalam teks", "figure in prose|figures in prose"),
}

WORDS = {
    "error": Text("kesalahan", "error"),
    "warning": Text("peringatan", "warning"),
    "info": Text("catatan", "info"),
    "certain": Text("pasti", "certain"),
    "likely": Text("kemungkinan besar", "likely"),
    "possible": Text("mungkin", "possible"),
    "blame-reading": Text("salah baca kami, bukan kesalahan laporan", "our reading, not the report"),
    "typo-digit": Text("salah ketik angka", "mistyped digit"),
    "transposed-digits": Text("digit tertukar", "transposed digits"),
    "sign": Text("salah tanda plus/minus", "wrong sign"),
    "scale": Text("salah skala", "wrong scale"),
    "swapped-columns": Text("kolom tertukar", "swapped columns"),
    "shifted": Text("angka bergeser", "shifted figures"),
    "missing-row": Text("baris hilang", "missing row"),
    "duplicate-row": Text("baris ganda", "duplicate row"),
    "double-count": Text("terhitung dua kali", "counted twice"),
    "not-updated": Text("belum diperbarui", "not updated"),
    "copied-figure": Text("angka tersalin", "copied figure"),
    "copied-column": Text("kolom tersalin", "copied column"),
    "wrong-base": Text("pembagi persentase keliru", "wrong base of a percentage"),
    "unweighted-mean": Text("rata-rata tanpa bobot", "unweighted mean"),
    "truncated": Text("dipotong, tidak dibulatkan", "truncated, not rounded"),
    "cumulated": Text("angka kumulatif", "cumulated figures"),
    "leftover-subtotal": Text("subtotal tertinggal", "leftover subtotal"),
    "old-version": Text("angka versi lama", "figures of an old version"),
    "netting": Text("dicatat neto", "netted"),
    "formula-range": Text("rentang rumus keliru", "wrong range of a formula"),
    "formula-overwritten": Text("rumus tertimpa angka", "formula overwritten by a figure"),
    "formula-stale": Text("rumus belum dihitung ulang", "formula not recalculated"),
    "misread": Text("salah baca", "misread"),
    "unknown": Text("belum diketahui", "not known"),
    "cited": Text("rujukan", "cited"),
    "readings": Text("Cara berkas dibaca", "How the files were read"),
    "hidden-rows": Text(
        "{0}: {1} yang disembunyikan ikut dibaca dan dijumlahkan ({2})",
        "{0}: {1} hidden, read and added all the same ({2})",
    ),
    "hidden-columns": Text(
        "{0}: kolom yang disembunyikan ikut dibaca: {1}", "{0}: hidden columns, read all the same: {1}"
    ),
    "by-gaps": Text("kolom menurut sela antarteks", "columns by the gaps between texts"),
    "by-rules": Text("kolom menurut garis", "columns by the rules drawn"),
    "by-headings": Text("kolom menurut judulnya", "columns by their headings"),
    "by-digits": Text("potongan angka disatukan", "pieces of figures put together"),
    "kept-reading": Text(
        "{0}: dipakai {1}, dengan {2} penjumlahan dalam tabel yang tidak cocok; {3}",
        "{0}: kept were {1}, under which {2} sums within tables break; {3}",
    ),
    "read": Text("pembacaan", "reading"),
    "recognise": Text("pengenalan tabel", "recognition"),
    "rules": Text("aturan", "rules"),
    "limit": Text("batas", "limit"),
    "no-rule": Text("tanpa aturan", "no rule"),
    "unasked": Text("tidak dapat diuji", "could not be asked"),
    "unknown-column": Text("kolom tidak dikenal", "unknown column"),
    "untied": Text("dalam teks tanpa padanan", "in prose but tied to nothing"),
    "rounding-nearest": Text("dibulatkan", "rounded"),
    "rounding-truncated": Text("dipotong", "truncated"),
    "rounding-detect": Text("pembulatan belum jelas", "rounding not known"),
    "no-base": Text("tanpa pembagi", "no base"),
    "clean": Text("Bersih: tidak ada kesalahan atau peringatan", "Clean: no errors or warnings"),
    "incomplete": Text("Belum lengkap", "Incomplete"),
    "incomplete-too": Text("pemeriksaan belum lengkap", "not all could be looked at"),
    "incomplete-with": Text(
        "Belum lengkap: tidak semuanya dapat diperiksa ({0})", "Incomplete: not all could be looked at ({0})"
    ),
    "incomplete-by": Text("pemeriksaan belum lengkap ({0})", "not all could be looked at ({0})"),
    "asked": Text("{0} dilakukan", "{0} asked"),
    "problems": Text("Yang tidak dapat diperiksa", "What was not looked at"),
    "causes": Text("Penyebab", "Causes"),
    "misstated": Text("Salah saji seluruhnya: bruto {0}, neto {1}", "Misstated in all: gross {0}, net {1}"),
    "materiality": Text("materialitas {0}: {1} di bawahnya", "materiality {0}: {1} below it"),
    "below": Text(
        "Di bawah materialitas (tidak menggagalkan pemeriksaan)", "Below materiality (does not fail the check)"
    ),
    "is-below": Text("di bawah materialitas", "below materiality"),
    "alone": Text("Temuan tanpa penyebab yang diketahui", "Findings without a known cause"),
    "notes": Text("Catatan bentuk", "Notes on form"),
    "not-asked": Text("Tidak diuji", "Not asked"),
    "untied-figures": Text("Angka dalam teks yang tidak terikat", "Figures in prose tied to nothing"),
    "perhaps": Text("mungkin", "perhaps"),
    "more-untied": Text("… dan {0} lagi, semuanya dalam laporan JSON", "… and {0} more, all in the JSON report"),
    "coverage": Text("Cakupan", "Coverage"),
    "percentages": Text("Cara persentase dibaca", "How percentages were taken"),
    "place": Text("tempat", "place"),
    "printed": Text("tercetak", "printed"),
    "proposed": Text("usulan", "proposed"),
    "expected": Text("seharusnya", "expected"),
    "difference": Text("selisih", "difference"),
    "assuming": Text("dengan anggapan", "assuming"),
    "lost": Text("hilang", "lost"),
    "hint": Text("saran", "what to do"),
    "explains": Text("menjelaskan {0}", "explains {0}"),
    "effect": Text("pengaruh {0}", "effect {0}"),
    "effect-net": Text("neto {0}", "net {0}"),
    "row-insert": Text("sisipkan baris di bawah {0}{1}", "put in a row under {0}{1}"),
    "row-remove": Text("keluarkan baris di bawah {0}{1}", "take out the row under {0}{1}"),
    "row-move": Text("pindahkan baris ke bawah {0}{1}", "move the row under {0}{1}"),
    "row-after": Text(", sesudah {0}", ", after {0}"),
    "row-first": Text(", sebagai yang pertama", ", as the first"),
    "row-top": Text("tabel", "the table"),
    "repeated-by": Text("ikut diubah, karena mengulang angka itu", "to be changed too, since it repeats the figure"),
    "alternative": Text("atau", "or else"),
    "settles": Text("{1} dari {0} pengujian yang gagal menjadi benar", "{1} of {0} broken claims then hold"),
    "breaks-none": Text("tidak ada yang menjadi salah", "none breaks"),
    "breaks": Text("{0} menjadi salah", "{0} then break"),
    "touched": Text("{0} dari {1} ({2}) ikut diperiksa", "{0} of {1} ({2}) touched by an asked claim"),
    "untouched": Text("{0} tidak: {1}", "{0} not: {1}"),
    "no-figures": Text("Tidak ada angka yang ditemukan.", "No figures were found."),
    "unread": Text("tidak terbaca", "not read"),
    "nothing-asked": Text("Tidak ada yang dapat diuji", "Nothing could be asked"),
    "unknown-columns": Text("kolom tidak dikenal", "unknown columns"),
    "not-known": Text("tidak diketahui", "not known"),
}


def word(key: str, lang: Lang, *values: object) -> str:
    """The word or phrase of that key with its values put in; a key that has none, as a new kind of cause, is itself."""
    known = WORDS.get(key)
    return known(lang).format(*values) if known else key


def number(count: int, lang: Lang) -> str:
    """A count with the thousands marks of the language."""
    return amount(Fraction(count), None, lang)


def counted(count: int, noun: str, lang: Lang) -> str:
    """A count with what it counts, as ``31 errors`` or ``31 kesalahan``."""
    singular, _, plural = NOUNS[noun](lang).partition("|")
    return f"{number(count, lang)} {plural if plural and count != 1 else singular}"
