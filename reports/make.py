"""Audit every sample anew into this folder; ``--check`` only tells which reports are no longer what is committed.

samples × rules = reports: what is committed here is both the gallery and the golden files of the tests. A change here
is reviewed as a diff. Paths are relative to the repository and nothing depends on the clock, so the same input gives
the same bytes.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import audit
from audit.model.text import Lang
from audit.reporters import format_of, reporter

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent

#: The report, what is audited, and the language it is told in.
GALLERY: tuple[tuple[str, str, Lang], ...] = (
    ("ntt-2021.json", "samples/ntt-2021/laporan.xlsx", "en"),
    ("ntt-2021.txt", "samples/ntt-2021/laporan.xlsx", "en"),
    ("ntt-2021.html", "samples/ntt-2021/laporan.xlsx", "en"),
    ("ntt-2021.id.txt", "samples/ntt-2021/laporan.xlsx", "id"),
    ("ntt-2021.id.html", "samples/ntt-2021/laporan.xlsx", "id"),
    ("ntt-2021-csv.json", "samples/ntt-2021/csv", "en"),
    ("bersih.txt", "samples/bersih/laporan.xlsx", "en"),
    ("bersih.json", "samples/bersih/laporan.xlsx", "en"),
    ("bersih-csv.txt", "samples/bersih/csv", "en"),
    ("bersih-ribuan.txt", "samples/bersih/ribuan.csv", "en"),
    ("bersih-terpotong.txt", "samples/bersih/terpotong.xlsx", "en"),
    ("bersih-pagu-sendiri.txt", "samples/bersih/pagu-sendiri.xlsx", "en"),
    ("bersih-lra.txt", "samples/bersih/lra.xlsx", "en"),
    ("bersih-apbd.txt", "samples/bersih/apbd.xlsx", "en"),
    ("bersih-apbdes.id.txt", "samples/bersih/apbdes.csv", "id"),
    ("bersih-rka.txt", "samples/bersih/rka.csv", "en"),
    ("bersih-sipd.txt", "samples/bersih/sipd.xlsx", "en"),
    ("kecil-apbd.txt", "samples/kecil/apbd.csv", "en"),
    ("kecil-apbdes.id.txt", "samples/kecil/apbdes.csv", "id"),
    ("kecil-rka.txt", "samples/kecil/rka.csv", "en"),
    ("kecil-sipd.id.txt", "samples/kecil/sipd.csv", "id"),
    ("kecil.txt", "samples/kecil/laporan.csv", "en"),
    ("kecil.id.txt", "samples/kecil/laporan.csv", "id"),
    ("kecil.json", "samples/kecil/laporan.csv", "en"),
    ("kecil.html", "samples/kecil/laporan.xlsx", "en"),
    ("kecil.sarif", "samples/kecil/laporan.csv", "en"),
    ("kecil.xml", "samples/kecil/laporan.csv", "en"),
)


def rendered() -> dict[str, bytes]:
    """All reports of the gallery by name."""
    audited = {source: audit.check(source) for source in {source: None for _, source, _ in GALLERY}}
    return {
        name: reporter(format_of(name)).render(replace(audited[source], lang=lang), lang)
        for name, source, lang in GALLERY
    }


def main() -> int:
    """Write the gallery, or with ``--check`` compare it; 1 where something differs."""
    os.chdir(ROOT)
    reports = rendered()
    if "--check" not in sys.argv[1:]:
        for name, content in reports.items():
            (HERE / name).write_bytes(content)
        return 0
    there = {path.name for path in HERE.iterdir() if path.is_file() and path.suffix not in (".py", ".md")}
    stale = sorted(
        name for name, content in reports.items() if name not in there or (HERE / name).read_bytes() != content
    )
    foreign = sorted(there - set(reports))
    for name in stale:
        print(f"reports/{name} is stale; run `make reports` and review the change")
    for name in foreign:
        print(f"reports/{name} is written by nothing; delete it")
    return 1 if stale or foreign else 0


if __name__ == "__main__":
    sys.exit(main())
