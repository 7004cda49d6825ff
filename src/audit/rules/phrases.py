"""The phrases in which rules are said, in both languages; ``{0}`` and ``{1}`` are what they speak of."""

from __future__ import annotations

from audit.model.text import Text

AND = Text("dan", "and")
OR = Text("atau", "or")

#: What a comparison says where it is asserted.
RELATIONS = {
    "=": Text("{0} adalah {1}", "{0} is {1}"),
    "<=": Text("{0} tidak melebihi {1}", "{0} is at most {1}"),
    ">=": Text("{0} tidak kurang dari {1}", "{0} is at least {1}"),
    "<": Text("{0} kurang dari {1}", "{0} is below {1}"),
    ">": Text("{0} lebih dari {1}", "{0} is above {1}"),
}
EQUAL = Text("{0} sama dengan {1}", "{0} is {1}")
UNEQUAL = Text("{0} tidak sama dengan {1}", "{0} is not {1}")
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}

OPERATIONS = {
    "+": Text("{0} ditambah {1}", "{0} plus {1}"),
    "-": Text("{0} dikurangi {1}", "{0} less {1}"),
    "*": Text("{0} dikali {1}", "{0} times {1}"),
    "/": Text("{0} dibagi {1}", "{0} divided by {1}"),
}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}

IN_WORDS = Text("bilangan dalam kata-kata {0}", "the number that the words of {0} say")

#: Rows as they are reached from the row that asks, and from another row or table.
ROWS = {
    "parent": (Text("baris di atasnya", "the row above it"), Text("baris di atas {0}", "the row above {0}")),
    "root": (Text("seluruh tabel", "the whole table"), Text("seluruh {0}", "the whole of {0}")),
    "twin": (
        Text("baris yang sama di tabel kembarannya", "the same row in the twin of its table"),
        Text("baris yang sama dengan {0} di tabel kembarannya", "the same row as {0} in the twin of its table"),
    ),
    "prev": (
        Text("baris yang sama pada periode sebelumnya", "the same row in the period before"),
        Text("baris yang sama dengan {0} pada periode sebelumnya", "the same row as {0} in the period before"),
    ),
    "children": (
        Text("baris-baris tepat di bawahnya", "the rows right below it"),
        Text("baris-baris tepat di bawah {0}", "the rows right below {0}"),
    ),
    "leaves": (
        Text("baris-baris terbawah di bawahnya", "the lowest rows below it"),
        Text("baris-baris terbawah {0}", "the lowest rows of {0}"),
    ),
    "descendants": (
        Text("semua baris di bawahnya", "all rows below it"),
        Text("semua baris di bawah {0}", "all rows below {0}"),
    ),
    "siblings": (
        Text("baris-baris lain yang setingkat", "the rows beside it"),
        Text("baris-baris lain yang setingkat dengan {0}", "the rows beside {0}"),
    ),
    "rows": (Text("semua baris tabel", "all rows of the table"), Text("semua baris {0}", "all rows of {0}")),
}
#: One row out of many, chosen by a condition.
CHOSEN = {
    "children": Text("satu baris tepat di bawahnya", "the one row right below it"),
    "leaves": Text("satu baris terbawah di bawahnya", "the one lowest row below it"),
    "descendants": Text("satu baris di bawahnya", "the one row below it"),
    "siblings": Text("satu baris lain yang setingkat", "the one row beside it"),
    "rows": Text("satu baris tabel", "the one row of the table"),
}
FITTING = Text("{0} yang memenuhi syarat {1}", "{0} for which {1}")

FUNCTIONS = {
    "sum": (Text("jumlah {0} {1}", "the sum of {0} of {1}"), Text("jumlah {0} pada {1}", "the sum of {0} over {1}")),
    "min": (Text("{0} terkecil dari {1}", "the least {0} of {1}"),) * 2,
    "max": (Text("{0} terbesar dari {1}", "the greatest {0} of {1}"),) * 2,
}

#: What is asked of the form of a row: as it is, and as it is not.
PREDICATES = {
    "is": (Text("baris itu {0}", "the row is {0}"), Text("baris itu bukan {0}", "the row is not {0}")),
    "filled": (Text("{0} terisi", "{0} is filled in"), Text("{0} kosong", "{0} is blank")),
    "leaf": (
        Text("tidak ada baris di bawahnya", "there is no row below"),
        Text("ada baris di bawahnya", "there are rows below"),
    ),
    "share": (
        Text("{0} adalah bagian dari {1}", "{0} is a share of {1}"),
        Text("{0} bukan bagian dari {1}", "{0} is no share of {1}"),
    ),
    "unique": (Text("{0} tidak berulang di bawah satu induk", "{0} stands only once under one row"),) * 2,
    "uniform": (Text("{0} ditulis dengan gaya yang sama", "{0} is written in one style"),) * 2,
    "within_parent": (Text("{0} melanjutkan {0} baris di atasnya", "{0} extends the {0} of the row above"),) * 2,
    "wellformed": (
        Text("setiap angka ditulis menurut satu cara penulisan", "each figure is written in one convention"),
    )
    * 2,
    "placed": (
        Text(
            "setiap angka berada pada baris yang punya kode atau uraian",
            "each figure stands in a row that has a code or a label",
        ),
    )
    * 2,
    "same_base": (Text("{0} memakai dasar yang sama", "{0} are shares of the same base"),) * 2,
    "keeps_relations": (
        Text("kolom memegang hubungan yang ditunjukkan tabelnya", "columns keep the relations that their table shows"),
    )
    * 2,
    "keeps_totals": (
        Text(
            "kolom yang dijumlahkan tabelnya terjumlah di setiap baris",
            "columns that their table adds add up in each row",
        ),
    )
    * 2,
    "in_grammar": (Text("{0} mengikuti susunan kodenya", "{0} has the structure of its kind of code"),) * 2,
    "in_nomenclature": (Text("{0} ada dalam daftar kode", "{0} stands in the list of codes"),) * 2,
    "official_name": (Text("{0} adalah nama resmi kodenya", "{0} is the official name of the code"),) * 2,
    "shows_figures": (Text("sel tidak menunjukkan galat", "no cell shows an error"),) * 2,
    "recomputed": (Text("angka sel sama dengan hasil rumusnya", "the figure of a cell is what its formula gives"),) * 2,
    "adds_all": (
        Text("rumus jumlah menjumlahkan semua bagian baris", "the formula of a sum adds all parts of the row"),
    )
    * 2,
    "adds_once": (
        Text("rumus jumlah tidak menjumlahkan satu bagian dua kali", "the formula of a sum adds no part twice"),
    )
    * 2,
    "adds_cells": (Text("rumus jumlah tidak menambahkan angka ketikan", "the formula of a sum adds no typed number"),)
    * 2,
    "keeps_formulas": (Text("tidak ada angka ketikan di antara rumus", "no typed figure stands among formulas"),) * 2,
    "refers_alike": (Text("rumus merujuk seperti rumus di sekitarnya", "a formula refers as those around it do"),) * 2,
}

#: What a text holds: as it does, and as it does not. The mark says where in the text.
MATCHES = {
    "": (Text("{0} memuat {1}", "{0} contains {1}"), Text("{0} tidak memuat {1}", "{0} does not contain {1}")),
    "^": (Text("{0} diawali {1}", "{0} begins with {1}"), Text("{0} tidak diawali {1}", "{0} does not begin with {1}")),
    "$": (Text("{0} diakhiri {1}", "{0} ends with {1}"), Text("{0} tidak diakhiri {1}", "{0} does not end with {1}")),
    "^$": (Text("{0} adalah {1}", "{0} is {1}"), Text("{0} bukan {1}", "{0} is not {1}")),
}
TEXTS = {
    "judul": Text("judul tabel", "the title of the table"),
    "labels": Text("uraian baris itu atau baris di atasnya", "the label of the row, or of one above it,"),
}
NO_LABEL = Text("uraian baris itu dan semua baris di atasnya", "no label of the row or of one above it")

#: What the fields beside an equation say.
MISSING = {
    "zero": Text("sel kosong dihitung nol", "a blank counts as zero"),
    "unasked": Text("bila ada sel kosong, tidak diuji", "where there is a blank, nothing is asked"),
    "skip": Text("sel kosong dilewati", "blanks are left out"),
}
ROUNDING = {
    "nearest": Text("{0} dibaca sebagai angka yang dibulatkan", "{0} is taken as rounded to the nearest"),
    "truncated": Text("{0} dibaca sebagai angka yang dipotong", "{0} is taken as cut off, not rounded"),
}
