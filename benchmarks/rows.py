"""How long the audit of a long report takes, clean and with planted errors, beside the reading of its file by csv.

The reports are a tree of codes under eight columns, of about 500 and 20,000 rows, drawn from a seed. Each run is a
process of its own; medians of its CPU time are printed, less that of an audit of three rows, which is what starting
up takes, and the ratio to the time that the module csv takes to read the file. The targets are one second for 500 rows
with five errors, and a minute for 20,000 with fifty. A table without a tree, all rows under one total, is harder to
diagnose, since each error shows in the same sum: of 5,000 such rows with fifty errors that alone takes some seconds.
"""

from __future__ import annotations

import csv
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADING = ["Kode", "Uraian", "Pagu", "Realisasi", "Sisa", "Bobot (%)", "Keuangan (%)", "Fisik (%)"]
SIZES = ((500, 0), (500, 5), (20_000, 0), (20_000, 50))
RUNS = 3


def branch(rng: random.Random, code: str, depth: int) -> list[tuple[str, int, int]]:
    """A row with its code, pagu and realisasi, and all rows below it."""
    if not depth:
        pagu = 1000 * rng.randrange(1, 10**6)
        return [(code, pagu, pagu * rng.randrange(100) // 100_000 * 1000)]
    parts = [branch(rng, f"{code}.{number:02}", depth - 1) for number in range(1, 6)]
    whole = (code, sum(part[0][1] for part in parts), sum(part[0][2] for part in parts))
    return [whole, *(row for part in parts for row in part)]


def write(path: Path, size: int, errors: int) -> None:
    """Write a report of so many rows or a few more, with a wrong digit in so many of its amounts."""
    rng = random.Random(size)
    trees: list[list[tuple[str, int, int]]] = []
    while sum(map(len, trees)) < size:
        trees.append(branch(rng, str(len(trees) + 1), 3 if size > 3 else 0))
    pagu, spent = (sum(tree[0][n] for tree in trees) for n in (1, 2))
    rows = [(code, f"Kegiatan {code}", one, two) for tree in trees for code, one, two in tree]
    rows.append(("", "JUMLAH", pagu, spent))
    lines = []
    for code, label, one, two in rows:
        shares = (one, two, two * 97 // 100)
        percents = [f"{(20_000 * part + pagu) // (2 * pagu) / 100:.2f}" for part in shares]
        lines.append([code, label, one, two, one - two, *percents])
    for line in rng.sample(lines[:-1], errors):
        line[2] = int(line[2]) + 10 ** rng.randrange(3, 9) * rng.choice((1, 2, 3))
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADING, *lines])


def seconds(path: Path) -> float:
    """The CPU time of one audit as a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-m", "audit", "check", str(path), "--fail-on", "never"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def plain(path: Path) -> float:
    """The CPU time in which the module csv reads the file."""
    start = time.process_time()
    with path.open(newline="", encoding="utf-8") as file:
        list(csv.reader(file))
    return time.process_time() - start


def main() -> None:
    """Audit each report several times and print medians."""
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "tiga.csv"
        write(few, 3, 0)
        start = statistics.median(seconds(few) for _ in range(RUNS))
        print(f"start-up: median {start:.2f} s of CPU")
        for size, errors in SIZES:
            path = Path(folder) / f"{size}-{errors}.csv"
            write(path, size, errors)
            pairs = [(seconds(path) - start, plain(path)) for _ in range(RUNS)]
            took, ratio = statistics.median(p[0] for p in pairs), statistics.median(p[0] / p[1] for p in pairs)
            print(f"{size} rows, {errors} errors: median {took:.2f} s beyond it, {ratio:.0f} × csv ({RUNS} runs)")


if __name__ == "__main__":
    main()
