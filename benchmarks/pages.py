"""How many pages of a PDF are read in a second, beside the words that pdfplumber extracts from them.

The pages are those of the sample report, over and over, in a temporary file. Each reading is a process of its own, and
the two run in turn; medians, the ratio, and the memory at its highest for one length and for twice that are printed.
The target is five times the pages of pdfplumber, which is no dependency: ``python benchmarks/pages.py PYTHON`` names a
Python that has it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "ntt-2021" / "laporan.pdf"
PAGES = 200
RUNS = 3

WORDS = "[0 for _ in parsed(open(sys.argv[1], 'rb').read())]"
OURS = f"import sys; from audit.readers.pdf import parsed; {WORDS}"
WHOLE = "import sys; from pathlib import Path; from audit.readers import read; [*read([Path(sys.argv[1])])]"
THEIRS = """import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as book:
    for page in book.pages:
        page.extract_words()
        page.close()
"""
MEASURED = """
import resource, time
start = time.perf_counter()
exec({!r})
ends = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(time.perf_counter() - start, max(ends))
"""


def write(path: Path, pages: int) -> None:
    """Write a file of so many pages."""
    import pypdfium2

    sample, made = pypdfium2.PdfDocument(SAMPLE), pypdfium2.PdfDocument.new()
    while len(made) < pages:
        made.import_pages(sample, list(range(min(len(sample), pages - len(made)))))
    made.save(path)


def measured(python: str, code: str, path: Path) -> tuple[float, float]:
    """Seconds and MiB at the highest of one reading."""
    done = subprocess.run([python, "-c", MEASURED.format(code), path], check=True, capture_output=True, text=True)
    seconds, kib = done.stdout.split()
    return float(seconds), int(kib) / 1024


def main() -> None:
    """Time the readings in turn and print pages in a second, ratio and memory."""
    other = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    if subprocess.run([other, "-c", "import pdfplumber"], check=False, capture_output=True).returncode:
        sys.exit(f"{other} has no pdfplumber; name a Python that has it: python benchmarks/pages.py PYTHON")
    with tempfile.TemporaryDirectory() as folder:
        path, long = Path(folder) / "panjang.pdf", Path(folder) / "dua-kali.pdf"
        write(path, PAGES)
        write(long, 2 * PAGES)
        readings = [(sys.executable, OURS), (sys.executable, WHOLE), (other, THEIRS)]
        rounds = [[measured(python, code, path) for python, code in readings] for _ in range(RUNS)]
        twice = [measured(python, code, long)[1] for python, code in readings]
    for n, name in enumerate(("words and rules", "whole document", "pdfplumber")):
        rate = statistics.median(PAGES / each[n][0] for each in rounds)
        ratio = statistics.median(each[2][0] / each[n][0] for each in rounds)
        memory = max(each[n][1] for each in rounds)
        print(f"{name}: {rate:.1f} pages/s, {ratio:.1f} × pdfplumber, {memory:.0f} MiB, twice the pages {twice[n]:.0f}")


if __name__ == "__main__":
    main()
