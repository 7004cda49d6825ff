"""How well the product checks prose: precision and recall of its contradictions over the corpus.

    PYTHONPATH=src python -m benchmarks.narasi.score --family a --seed 1 --cases 500 --list

A case counts once. Found: an altered case in whose sentence a figure is contradicted. Missed: an altered case with
none. False: a contradiction in an unaltered case, or in an altered case outside of the altered sentence. Precision is
found over found and false, recall is found over altered. A contradiction is a mention with that verdict, or a
finding of kind `mention` that is an error or a warning.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from .corpus import MAKSIMUM, Kasus, kasus


@dataclass(frozen=True)
class Nilai:
    """What the product said of one case."""

    id: str
    kind: str
    template: str
    altered: bool
    found: bool
    false: tuple[str, ...]
    verdicts: tuple[tuple[str, int], ...]
    others: int  # findings that are not of a sentence: the tables are consistent, so there should be none
    line: str


def _rapi(teks: str) -> str:
    return re.sub(r"\s+", " ", teks).strip().lower()


def _letak(k: Kasus, tanda: dict[str, Any]) -> int | None:
    """The offset in the document that a place names, as far as it names one: -1 for a line outside the paragraph."""
    tempat = tanda.get("place") or {}
    baris = tempat.get("line")
    if not isinstance(baris, int):
        return None
    garis = k.text.splitlines(keepends=True)
    if not 1 <= baris <= len(garis):
        return None
    awal = sum(map(len, garis[: baris - 1]))
    akhir = awal + len(garis[baris - 1])
    if akhir <= k.paragraph[0] or awal >= k.paragraph[1]:
        return -1
    kolom = tempat.get("column")
    return awal + kolom - 1 if isinstance(kolom, int) else None


def dalam_kalimat(k: Kasus, tanda: dict[str, Any]) -> bool:
    """Whether a mention or finding is about the case's sentence."""
    awal, akhir = (k.paragraph[0] + x for x in k.sentence)
    letak = _letak(k, tanda)
    if letak == -1:
        return False
    if letak is not None and awal <= letak < akhir:
        return True
    kalimat = _rapi(k.text[awal:akhir])
    if isinstance(tanda.get("sentence"), dict):
        kutipan = _rapi(str(tanda["sentence"].get("text", "")))
        if kutipan and (kutipan in kalimat or kalimat in kutipan):
            return True
        # a passage that holds more than the sentence: the figure itself must stand in ours
    kata = tanda.get("words") if isinstance(tanda.get("words"), dict) else {}
    calon = {_rapi(str(x)) for x in (tanda.get("printed"), (kata or {}).get("printed")) if x}
    return any(re.search(rf"(?<![\w.,]){re.escape(x)}(?!\w)", kalimat) for x in calon)


def nilai(k: Kasus) -> Nilai:
    """Run the product on one case."""
    import audit

    with tempfile.TemporaryDirectory() as folder:
        berkas = Path(folder) / f"{k.id}.md"
        berkas.write_text(k.text, encoding="utf-8")
        laporan = audit.check(berkas).to_dict()
    sebutan = laporan.get("mentions") or []
    temuan = laporan.get("findings") or []
    tuduhan = [m for m in sebutan if m.get("verdict") == "contradicted"]
    tuduhan += [f for f in temuan if f.get("kind") == "mention" and f.get("severity") in {"error", "warning"}]
    kena = [x for x in tuduhan if dalam_kalimat(k, x)]
    salah = tuduhan if k.altered is None else [x for x in tuduhan if not dalam_kalimat(k, x)]
    awal, akhir = (k.paragraph[0] + x for x in k.sentence)
    kalimat = k.text[awal:akhir]
    if k.altered:
        kalimat += f"   [{k.altered.how}: {k.altered.text} for {k.altered.true}]"
    return Nilai(
        k.id,
        k.kind,
        k.template,
        k.altered is not None,
        k.altered is not None and bool(kena),
        tuple(sorted({str(x.get("printed")) for x in salah})),
        tuple(sorted(Counter(str(m.get("verdict")) for m in sebutan).items())),
        sum(f.get("kind") != "mention" and f.get("severity") in {"error", "warning"} for f in temuan),
        kalimat,
    )


def _bagi(atas: int, bawah: int) -> str:
    return f"{atas / bawah:.4f}" if bawah else "-"


def main() -> int:
    """Score the product and print precision and recall, whole and per kind of template."""
    baca = argparse.ArgumentParser(description=main.__doc__)
    baca.add_argument("--family", choices=("a", "b"), default="a")
    baca.add_argument("--seed", type=int, default=1)
    baca.add_argument("--cases", type=int, default=MAKSIMUM)
    baca.add_argument("--list", action="store_true", help="name what was missed and what was falsely accused")
    baca.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    pilihan = baca.parse_args()
    daftar = kasus(pilihan.family, pilihan.seed, pilihan.cases)
    if pilihan.jobs > 1:
        with get_context("spawn").Pool(pilihan.jobs) as kolam:
            hasil = kolam.map(nilai, daftar, chunksize=8)
    else:
        hasil = [nilai(k) for k in daftar]
    per_jenis: dict[str, list[Nilai]] = defaultdict(list)
    for h in hasil:
        per_jenis[h.kind].append(h)
    print(f"family {pilihan.family}, seed {pilihan.seed}, {len(hasil)} cases, {sum(h.altered for h in hasil)} altered")
    print(
        f"{'kind':<12} {'cases':>6} {'altered':>8} {'found':>6} {'missed':>7} {'false':>6} "
        f"{'precision':>10} {'recall':>7}"
    )
    for jenis, isi in [*sorted(per_jenis.items()), ("all", hasil)]:
        diubah, kena, salah = sum(h.altered for h in isi), sum(h.found for h in isi), sum(bool(h.false) for h in isi)
        print(
            f"{jenis:<12} {len(isi):>6} {diubah:>8} {kena:>6} {diubah - kena:>7} {salah:>6} "
            f"{_bagi(kena, kena + salah):>10} {_bagi(kena, diubah):>7}"
        )
    putusan: Counter[str] = Counter()
    for h in hasil:
        putusan.update(dict(h.verdicts))
    print(
        f"mentions: {dict(sorted(putusan.items()))}; "
        f"cases with findings of the tables: {sum(h.others > 0 for h in hasil)}"
    )
    if pilihan.list:
        for h in hasil:
            if h.altered and not h.found:
                print(f"missed {h.id} {h.template}: {h.line}")
            if h.false:
                print(f"false  {h.id} {h.template}: {', '.join(h.false)} in: {h.line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
