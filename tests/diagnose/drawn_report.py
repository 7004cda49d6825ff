"""A drawn table without errors, and the report and the causes of one that is drawn."""

from fractions import Fraction
from pathlib import Path

import audit
from audit.model.report import Cause, Report

RIGHT = """
kode   uraian         pagu         realisasi    sisa         keuangan (%)
1      Program jalan  900.000.000  441.500.000  458.500.000  49,06
1.1    Ruas timur     600.000.000  291.500.000  308.500.000  48,58
1.1.1  Aspal          123.456.000  100.000.000  23.456.000   81,00
1.1.2  Batu           376.544.000  141.500.000  235.044.000  37,58
1.1.3  Kayu           100.000.000  50.000.000   50.000.000   50,00
1.2    Ruas barat     300.000.000  150.000.000  150.000.000  50,00
1.2.1  Pasir          170.305.000  90.000.000   80.305.000   52,85
1.2.2  Besi           129.695.000  60.000.000   69.695.000   46,26
2      Program air    250.000.000  200.000.000  50.000.000   80,00
2.1    Pipa           150.000.000  120.000.000  30.000.000   80,00
2.2    Pompa          100.000.000  80.000.000   20.000.000   80,00
"""

#: Quantities, prices and amounts, as in a work plan and budget.
RINCIAN = """
kode rekening;uraian;volume;satuan;harga satuan;jumlah
5.1.02;Belanja barang;;;;9.900.000
5.1.02.01;Belanja kantor;;;;4.100.000
;Kertas;100;rim;17.500;1.750.000
;Tinta;5;botol;470.000;2.350.000
5.1.02.02;Belanja rapat;;;;5.800.000
;Konsumsi;100;orang;45.000;4.500.000
;Sewa kursi;130;buah;10.000;1.300.000
"""


def report_of(folder: Path, drawn: str) -> Report:
    """The report of a drawn table."""
    path = folder / "laporan.csv"
    lines = [";".join(part.strip() for part in line.split("  ") if part.strip()) for line in drawn.strip().splitlines()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return audit.check(path)


def told(report: Report, cause: Cause) -> list[tuple[str, str, Fraction | None]]:
    """The cells of a cause, by code and column, with the figures proposed."""
    return [(report.row(cell).code, cell.column, cell.proposed) for cell in cause.cells]
