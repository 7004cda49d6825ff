"""How long a workbook of 200,000 rows takes to read, beside openpyxl's read-only pass over values and number formats.

The workbook has 8 columns with number formats and formulas, and is written to a temporary folder. Each reading is a
process of its own; they run in turn, and the medians of their CPU time, the ratios and the memory at its highest are
printed. The target is a third of the time of openpyxl, which keeps nothing of what it reads, and less than 1 GiB.
Openpyxl gives the value and the code of its format; what the format shows of it is told by us alone, when a cell is
asked, and is measured apart.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROWS = 200_000
RUNS = 3
SHEET = "xl/worksheets/sheet1.xml"

OURS = """
from pathlib import Path
from audit.readers import read
document, = read([Path(sys.argv[1])])
count = sum(cell is not None for grid in document.grids for row in grid.rows for cell in row)
assert not document.problems, document.problems
"""
ASKED = (
    OURS
    + """
for grid in document.grids:
    for row in grid.rows:
        for cell in row:
            if cell is not None:
                cell.text, cell.number, cell.formula
"""
)
THEIRS = """
from openpyxl import load_workbook
book = load_workbook(sys.argv[1], read_only=True, data_only=True)
count = 0
for sheet in book:
    for row in sheet.rows:
        for cell in row:
            if cell.value is not None:
                cell.number_format
                count += 1
"""
MEASURED = """
import sys, time
start = time.process_time()
{}
import resource
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, count)
"""


def write(path: Path) -> None:
    """Write the workbook, with the value of each formula beside it as a spreadsheet program stores it."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["Kode", "Uraian", "Pagu", "Realisasi", "Sisa", "Bobot (%)", "Keuangan (%)", "Fisik (%)"])
    for column, code in enumerate(("#,##0", "#,##0.00", "#,##0", "0.00", "0.00", "0.00"), 3):
        sheet.cell(2, column, 1).number_format = code
    book.save(path)
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    styles = re.findall(r'r="[C-H]2" s="(\d+)"', parts[SHEET].decode())
    head, _, rest = parts[SHEET].decode().partition('<row r="2"')
    tail = rest[rest.index("</sheetData>") :]
    rows = "".join(_row(number, styles) for number in range(2, ROWS + 2))
    parts[SHEET] = re.sub(r"<dimension[^>]*>", f'<dimension ref="A1:H{ROWS + 1}"/>', head + rows + tail).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)


def _row(n: int, styles: list[str]) -> str:
    ceiling, spent = 1000 * n, 777.25 * n
    texts = "".join(
        f'<c r="{letter}{n}" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in (("A", f"5.1.{n}"), ("B", f"Kegiatan {n}"))
    )
    cells = (
        ("C", "", ceiling),
        ("D", "", spent),
        ("E", f"C{n}-D{n}", ceiling - spent),
        ("F", f"C{n}/20000100*1", ceiling / 20000100),
        ("G", f"D{n}/C{n}*100", spent / ceiling * 100),
        ("H", "", n % 10000 / 100),
    )
    figures = "".join(
        f'<c r="{letter}{n}" s="{style}">{f"<f>{formula}</f>" if formula else ""}<v>{value!r}</v></c>'
        for style, (letter, formula, value) in zip(styles, cells, strict=True)
    )
    return f'<row r="{n}">{texts}{figures}</row>'


def measured(code: str, path: Path) -> tuple[float, float, int]:
    """Seconds of CPU time, MiB at the highest and cells of one reading."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(code), str(path)], check=True, capture_output=True, text=True
    )
    seconds, kib, count = done.stdout.split()
    return float(seconds), int(kib) / 1024, int(count)


def main() -> None:
    """Time the readings in turn and print medians, ratios and memory."""
    codes = {"audit": OURS, "audit, each cell asked": ASKED, "openpyxl": THEIRS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "besar.xlsx"
        write(path)
        runs = [{name: measured(code, path) for name, code in codes.items()} for _ in range(RUNS)]
    for name in codes:
        seconds = statistics.median(run[name][0] for run in runs)
        ratio = statistics.median(run[name][0] / run["openpyxl"][0] for run in runs)
        memory = max(run[name][1] for run in runs)
        print(f"{name}: median {seconds:.1f} s, {ratio:.2f} of openpyxl, {memory:.0f} MiB, {runs[0][name][2]} cells")


if __name__ == "__main__":
    main()
