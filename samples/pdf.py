"""The report as a printed PDF: landscape pages, a heading of two rows on each, and labels broken over lines."""

import io
from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

WIDTH = landscape(A4)[0] - 60
#: How wide a column of words is, where a column of money is 1.5 and one of other figures 1.
WIDE = {"kode": 1.9, "uraian": 4.6, "sumber": 5.0, "lokasi": 2.2, "no": 0.7, "satuan": 1.0}
MONEY = ("pagu", "realisasi", "sisa")
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=6.5, leading=7.8)
FIGURE = ParagraphStyle("figure", parent=TEXT, alignment=2)
HEAD = ParagraphStyle("head", parent=TEXT, fontName="Helvetica-Bold", alignment=1)
TITLE = ParagraphStyle("title", parent=HEAD, fontSize=9, leading=12)
PROSE = ParagraphStyle("prose", parent=TEXT, fontSize=9, leading=12, spaceAfter=6)


class Printed(Protocol):
    """What a page needs to know of a table."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The lines above it."""

    @property
    def heads(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Its headings, each with those below it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of its columns."""

    @property
    def rows(self) -> Sequence[dict[str, str]]:
        """Its rows, as printed."""

    @property
    def foot(self) -> tuple[str, ...]:
        """The lines below it."""


def pdf_bytes(tables: Iterable[Printed], prose: Sequence[str]) -> bytes:
    """The tables, each from a page of its own, and then the sentences; the same bytes on every day and machine."""
    rl_config.invariant = 1
    target = io.BytesIO()
    story: list[Any] = []
    for table in tables:
        story.extend(Paragraph(escape(title), TITLE) for title in table.titles)
        story.extend((Spacer(0, 6), lines_of(table)))
        story.extend(Paragraph(escape(line), FIGURE) for line in table.foot)
        story.append(PageBreak())
    story.extend(Paragraph(escape(text), PROSE) for text in prose)
    margins = {"leftMargin": 30, "rightMargin": 30, "topMargin": 30, "bottomMargin": 36}
    # Not deflated: builds of zlib write other bytes.
    document = SimpleDocTemplate(target, pagesize=landscape(A4), title="Laporan", pageCompression=0, **margins)
    document.build(story, onFirstPage=numbered, onLaterPages=numbered)
    return target.getvalue()


def lines_of(table: Printed) -> LongTable:
    """The table with rules round its cells, its headings repeated on every page."""
    upper: list[Any] = []
    lower: list[Any] = []
    spans: list[tuple[Any, ...]] = []
    for name, parts in table.heads:
        here = len(upper)
        upper.extend([Paragraph(escape(name), HEAD), *[""] * (max(len(parts), 1) - 1)])
        lower.extend([Paragraph(escape(part), HEAD) for part in parts] or [""])
        spans.append(("SPAN", (here, 0), (here, 1)) if not parts else ("SPAN", (here, 0), (here + len(parts) - 1, 0)))
    body = [[cell(key, row[key]) for key in table.keys] for row in table.rows]
    shares = [WIDE.get(key, 1.5 if key in MONEY else 1.0) for key in table.keys]
    widths = [WIDTH * share / sum(shares) for share in shares]
    grid = LongTable([upper, lower, *body], colWidths=widths, repeatRows=2)
    grid.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.4, black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            *spans,
        ]
    )
    return grid


def cell(key: str, text: str) -> Paragraph:
    """A cell: words to the left and broken over lines, figures to the right."""
    return Paragraph(escape(text), TEXT if key in WIDE else FIGURE)


def numbered(canvas: Any, document: Any) -> None:
    """The number of the page at its foot."""
    canvas.setFont("Helvetica", 7)
    canvas.drawRightString(landscape(A4)[0] - 30, 20, f"Halaman {document.page}")
