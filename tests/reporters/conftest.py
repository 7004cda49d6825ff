"""A small report made by hand: two statements, one cause of three findings, one finding alone, infos and problems."""

from fractions import Fraction

import pytest

from audit.model.document import Input, Place, Problem
from audit.model.figure import Figure
from audit.model.report import (
    Alternative,
    Cause,
    CauseCell,
    Coverage,
    Decision,
    Finding,
    Mention,
    Operand,
    Report,
    RuleSummary,
    Unasked,
    Unchecked,
)
from audit.model.statement import Column, Row, Statement
from audit.model.text import Text

#: A label that would do harm wherever it is printed as it is: in HTML, in rich's markup, on a bare terminal.
EVIL = "Belanja <script>alert(1)</script> [red]modal[/red] \x1b[31mjasa & \u202edasar"

RINCIAN = f"""
kode     induk  uraian                  pagu          realisasi     sisa         bobot
-        -      Jumlah                  600,000,000   500,000,000   100,000,000  100
A        0      UPTD_Latihan_Kerja      452,452,240   417,506,240   34,946,000   1.38
2.07.01  1      {EVIL.replace(" ", "_")}  226,226,120   208,753,120   17,473,000   0.69
2.07.02  1      Pelatihan               226,226,120   208,753,120   17,473,000   0.69
B        0      Sekretariat             374,300,000   291,000,000   83,300,000   62.38
"""

REKAP = """
kode  induk  uraian  pagu         realisasi    sisa         bobot
-     -      Total   600,000,000  500,000,000  100,000,000  100
I     0      APBD    600,000,000  500,000,000  100,000,001  100
"""

TYPES = {
    "kode": "kode",
    "uraian": "text",
    "pagu": "rupiah",
    "realisasi": "rupiah",
    "sisa": "rupiah",
    "bobot": "percent",
}


def statement(id: str, kind: str, title: str, sheet: str, drawing: str) -> Statement:
    """The statement that a drawing shows: one line a row, with the index of its parent."""
    lines = [line.split() for line in drawing.strip().splitlines()]
    letters = {name: "ABCDEF"[n] for n, name in enumerate(TYPES)}

    def place(name: str, line: int) -> Place:
        return Place("i1", "laporan 2021.xlsx", sheet, f"{letters[name]}{line}")

    rows, tree = [], []
    for index, (kode, induk, uraian, *printed) in enumerate(lines[1:]):
        code = "" if kode == "-" else kode
        figures = {
            name: Figure(
                Fraction(text.replace(",", "")),
                Fraction(1, 100) if name == "bobot" and "." in text else Fraction(0),
                text,
            )
            for name, text in zip(list(TYPES)[2:], printed, strict=True)
        }
        places = {name: place(name, index + 2) for name in TYPES}
        kinds = "total" if induk == "-" else "leaf"
        label = uraian.replace("_", " ")
        rows.append(Row(index, code, code, label, kinds, places["kode"], figures, places, path=(code or label,)))
        tree.append(None if induk == "-" else int(induk))
    columns = tuple(
        Column(name, type, name.title(), place(name, 1), n, decimal_mark="." if n > 1 else None)
        for n, (name, type) in enumerate(TYPES.items())
    )
    children = tuple(tuple(n for n, parent in enumerate(tree) if parent == index) for index in range(len(rows)))
    return Statement(
        id,
        kind,
        "i1",
        title,
        (title,),
        Place("i1", "laporan 2021.xlsx", sheet),
        columns,
        tuple(rows),
        tuple(tree),
        tuple(Text("kode", "code") for _ in rows),
        root=0,
        children_of=children,
    )


def finding(
    statements: dict[str, Statement],
    id: str,
    rule: str,
    severity: str,
    subject: tuple[str, int, str],
    expected: str | None = None,
    **more: object,
) -> Finding:
    """A finding about the cell of a statement."""
    where, index, column = subject
    row = statements[where].rows[index]
    figure = row.figures.get(column)
    defaults: dict[str, object] = {
        "kind": "equation",
        "relation": "=",
        "expected_range": None,
        "unit": TYPES[column] if figure else None,
        "because": (),
        "message": Text(
            f"{row.kode or row.uraian}: bukan {expected}", f"{row.kode or row.uraian}: it is not {expected}"
        ),
    }
    return Finding(
        id=id,
        fingerprint=f"fp-{id}",
        rule=rule,
        severity=severity,  # type: ignore[arg-type]
        statement=where,
        row=index,
        column=column,
        place=row.places[column],
        printed=figure.printed if figure else row.texts.get(column, row.kode),
        stated=figure.value if figure else None,
        expected=None if expected is None else Fraction(expected),
        **(defaults | more),  # type: ignore[arg-type]
    )


def summary(id: str, severity: str, title: str, assertion: str, asked: int, violated: int, unasked: int) -> RuleSummary:
    """A rule as the report lists it."""
    why = Text("Karena begitu.", "Because it is so.")
    counts = (asked, asked - violated, violated, unasked)
    return RuleSummary(id, severity, Text(f"{title} (id)", title), assertion, why, *counts)  # type: ignore[arg-type]


@pytest.fixture
def report() -> Report:
    rincian = statement("s1", "rincian", "Rincian APBD & APBN", "APBD", RINCIAN)
    rekap = statement("s2", "rekap", "Rekapitulasi", "Rekap", REKAP)
    both = {"s1": rincian, "s2": rekap}
    prose = Place("i2", "narasi.txt", line=3)
    because = (Operand("s1", 1, "pagu", rincian.rows[1].figures["pagu"]), Operand("s1", 2, "sisa"))
    findings = (
        finding(both, "F1", "jumlah-anak", "error", ("s1", 0, "pagu"), "826752240", because=because, causes=("C1",)),
        finding(both, "F2", "rekap-sama", "warning", ("s1", 4, "pagu"), "147547760", causes=("C1",), relation="<="),
        finding(
            both,
            "F3",
            "bobot",
            "error",
            ("s1", 4, "bobot"),
            "24.59",
            causes=("C1",),
            expected_range=(Fraction("24.591"), Fraction("24.592")),
            assumption=Text("pembagi root.pagu", "the base is root.pagu"),
        ),
        finding(both, "F4", "sisa", "error", ("s2", 1, "sisa"), "100000000"),
        finding(both, "F5", "kode-campur", "info", ("s1", 1, "kode"), kind="format"),
        finding(both, "F6", "kode-campur", "info", ("s1", 2, "kode"), kind="format"),
        Finding(
            "F7",
            "fp-F7",
            "narasi-alokasi",
            "error",
            "mention",
            "=",
            None,
            None,
            None,
            prose,
            "Rp 610.000.000",
            Fraction(610_000_000),
            Fraction(600_000_000),
            None,
            "rupiah",
            (),
            Text("alokasi bukan 600.000.000", "the allocation is not 600,000,000"),
            sentence=("Alokasi dana sebesar Rp 610.000.000 dari APBD.", 21, 35),
        ),
    )
    wrong = CauseCell("s1", 4, "pagu", rincian.rows[4].places["pagu"], Fraction(374_300_000), Fraction(147_547_760))
    other = CauseCell("s1", 0, "pagu", rincian.rows[0].places["pagu"], Fraction(600_000_000), None)
    return Report(
        lang="en",
        inputs=(
            Input("i1", "data/laporan 2021.xlsx", "ab" * 32, "xlsx"),
            Input("i2", "data/narasi.txt", "cd" * 32, "txt", "reference", "partly"),
        ),
        rulebooks=(("realisasi", "rules/realisasi.yaml", "ef" * 32),),
        rules=(
            summary("jumlah-anak", "error", "A figure is the sum of its children", "x = sum(children.x)", 12, 1, 2),
            summary("sisa", "error", "Sisa is pagu less realisasi", "sisa = pagu - realisasi", 7, 1, 0),
            summary("bobot", "error", "Bobot is the share of the pagu", "bobot = 100 * pagu / base", 1200, 1, 1),
            summary("kode-campur", "info", "Codes are written alike", "kode ~ style", 7, 2, 0),
        ),
        statements=(rincian, rekap),
        decisions=(Decision("s1", "bobot", "root.pagu", "nearest"), Decision("s2", "bobot", None, "truncated")),
        findings=findings,
        causes=(
            Cause(
                "C1",
                "not-updated",
                "likely",
                Text("B masih memuat pagu lama", "B still has the old pagu"),
                (wrong,),
                ("F1", "F2", "F3"),
                (3, 3, 0),
                effect=(Fraction(226_752_240), Fraction(-226_752_240)),
                alternatives=(
                    Alternative("typo-digit", (other,), Text("Jumlah salah ketik", "The total is mistyped")),
                ),
            ),
        ),
        mentions=(
            Mention(
                "m1", prose, *findings[6].sentence, "Rp 610.000.000", "rupiah", Fraction(610_000_000), "contradicted"
            ),
            Mention("m2", Place("i2", "narasi.txt", line=5), "Ada 3 <b>kantor</b>.", 4, 5, "3", None, None, "untied"),
        ),
        unasked=(
            Unasked("jumlah-anak", "s1", "pagu", Text("tidak punya anak", "it has no children"), (2, 3)),
            Unasked("bobot", "s1", None, Text("pembagi tidak diketahui", "base unknown"), (0,)),
        ),
        problems=(
            Problem(
                "read",
                "page-unreadable",
                Text("Halaman tidak terbaca.", "The page cannot be read."),
                Place("i2", "narasi.txt", page=3),
                Text("Simpan sebagai teks.", "Save it as text."),
                Text("halaman 3-5", "pages 3-5"),
            ),
            Problem("recognise", "column-missing", Text("Kolom sisa tidak ada.", "There is no column sisa.")),
        ),
        coverage=Coverage(
            30, 28, 30, (Unchecked(prose, "12", "untied"), Unchecked(rincian.rows[0].places["sisa"], "1", "no-rule"))
        ),
    )
