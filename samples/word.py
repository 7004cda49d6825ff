"""The report as a Word document: each table under its titles, with merged headings, and then the sentences."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol
from xml.sax.saxutils import escape

DATE = (2022, 1, 3, 8, 0, 0)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BORDER = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
BORDERS = "".join(BORDER.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/>
</Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>""",
    "word/_rels/document.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>
</Relationships>""",
    "word/styles.xml": f"""<w:styles xmlns:w="{MAIN}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
</w:styles>""",
}


class Printed(Protocol):
    """What a document needs to know of a table."""

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

    @property
    def depth(self) -> int:
        """The number of rows that the headings take."""


def docx_bytes(tables: Iterable[Printed], prose: Sequence[str]) -> bytes:
    """The tables and then the sentences; the same bytes on every day and machine."""
    body: list[str] = []
    for table in tables:
        body.extend(paragraph(title, bold=True) for title in table.titles)
        body.append(drawn(table))
        body.append(paragraph(""))
        body.extend(paragraph(line) for line in table.foot)
    body.extend(paragraph(text, heading=text.upper() == text) for text in prose)
    page = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    document = f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(body)}{page}</w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in (PARTS | {"word/document.xml": document}).items():
            member = zipfile.ZipInfo(name, DATE)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(member, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return target.getvalue()


def paragraph(text: str, *, bold: bool = False, right: bool = False, heading: bool = False) -> str:
    """A paragraph."""
    style = '<w:pStyle w:val="Heading1"/>' if heading else ""
    side = '<w:jc w:val="right"/>' if right else ""
    face = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{face}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{style}{side}</w:pPr>{run}</w:p>"


def cell(text: str, *, across: int = 1, down: str = "", bold: bool = False, right: bool = False) -> str:
    """A cell over so many columns; ``down`` begins a cell over several rows (restart) or goes on with it (continue)."""
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    merge = f'<w:vMerge w:val="{down}"/>' if down else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(text, bold=bold, right=right)}</w:tc>"


def drawn(table: Printed) -> str:
    """A table; the rows of its heading are repeated on each page."""
    columns = "<w:gridCol/>" * len(table.keys)
    rows = [f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>" for cells in heading(table)]
    rows += [f"<w:tr>{''.join(line(table, row))}</w:tr>" for row in table.rows]
    borders = f"<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{borders}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def heading(table: Printed) -> Iterator[list[str]]:
    """The rows of the heading."""
    deep = table.depth > 1
    yield [
        cell(name, across=max(len(parts), 1), down="restart" if deep and not parts else "", bold=True)
        for name, parts in table.heads
    ]
    if deep:
        yield [
            cell(part, down="" if parts else "continue", bold=True)
            for _, parts in table.heads
            for part in parts or ("",)
        ]


def line(table: Printed, row: dict[str, str]) -> Iterator[str]:
    """The cells of a row, figures on the right."""
    bold = any(row.get(key, "").startswith(("JUMLAH", "TOTAL")) for key in ("uraian", "sumber"))
    for key in table.keys:
        yield cell(row[key], bold=bold, right=re.fullmatch(r"[\d.,()-]+", row[key]) is not None)
