"""HTML shows the rows beside the page or sheet that they were read from, each cell coloured by what it became."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from audit.extracts import View
from audit.extracts._picture import Picture, pages_of, picture
from audit.model.document import Cell, Document, Grid, Place
from audit.model.shape import FIGURES
from audit.model.statement import Row, Statement
from audit.model.text import Lang, Text
from audit.model.version import VERSION
from audit.notation.letters import letters_of

SUFFIXES = (".html", ".htm")

#: A browser shows so many cells, rows and pages without trouble; what is beyond is cut with a sentence.
MOST_CELLS = 60_000
MOST_ROWS = 3_000
MOST_PAGES = 60
#: Columns past these are cut too; no report has as many.
MOST_COLUMNS = 120

#: Which colour a cell has, by what it became; the later wins where it is several.
BECAME = {
    "heading": Text("judul kolom", "heading"),
    "word": Text("kode atau uraian", "code or label"),
    "figure": Text("angka di kolom yang dikenal", "figure in a known column"),
    "unknown": Text("angka yang tidak masuk kolom mana pun", "figure that entered no column"),
    "malformed": Text("angka dengan lebih dari satu arti", "figure of doubtful form"),
}

WORDS = {
    "title": Text("Bagaimana berkas dibaca", "How the file was read"),
    "statements": Text("Tabel yang dikenal", "Statements"),
    "none": Text("Tidak ada tabel yang dikenal.", "No table was recognised."),
    "problems": Text("Kendala", "Problems"),
    "column": Text("kolom", "column"),
    "columns": Text("kolom", "columns"),
    "heading": Text("judul", "heading"),
    "type": Text("jenis", "type"),
    "unit": Text("1 tercetak berarti", "a printed 1 means"),
    "mark": Text("tanda desimal", "decimal mark"),
    "rows": Text("baris", "rows"),
    "row": Text("baris", "row"),
    "parent": Text("induk", "parent"),
    "reason": Text("alasan", "reason"),
    "kind": Text("macam", "kind"),
    "label": Text("kode dan uraian", "code and label"),
    "source": Text("Yang tercetak", "As printed"),
    "read": Text("Yang dipahami", "As understood"),
    "page": Text("halaman", "page"),
    "hidden": Text("tersembunyi", "hidden"),
    "unknown": Text("kolom yang tidak dikenal", "columns that no rulebook knows"),
    "no-total": Text("tidak ada baris jumlah untuk seluruh tabel", "no row with the total of the whole table"),
    "no-picture": Text("Gambar halaman ini tidak dapat dibuat.", "No picture of this page could be made."),
    "no-rows": Text("Tidak ada baris dari bagian ini.", "No row was read from here."),
}


@dataclass(slots=True)
class Box:
    """A cell as the page draws it: its text, what it became, the row that it belongs to, and where it stands."""

    text: str
    became: str = ""
    row: str = ""
    title: str = ""
    place: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class Sheet:
    """A page or a sheet with the rows that were read from it."""

    name: str
    picture: Picture | None = None
    is_page: bool = False
    letters: list[str] = field(default_factory=list)
    lines: list[tuple[int, bool, list[Box]]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rows: list[tuple[Statement, Row]] = field(default_factory=list)


def render(view: View, lang: Lang) -> bytes:
    """The page, which needs nothing from elsewhere and runs no script."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("audit.extracts").joinpath("html.jinja").read_text("utf-8"))
    layout = _Layout(view, lang)
    page = template.render(
        lang=lang,
        version=VERSION,
        view=view,
        sheets=layout.sheets(),
        cut=layout.cut,
        words={name: text(lang) for name, text in WORDS.items()},
        became={name: text(lang) for name, text in BECAME.items()},
        clean=clean,
        anchor=_anchor,
        indent=lambda statement, row: min(len(row.path), 12),
    )
    return page.encode("utf-8", "replace")


def clean(text: object) -> str:
    """Text of a file without control and direction marks, by which it would show what does not stand there."""
    return "".join(c for c in str(text) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def _anchor(statement: Statement, index: int) -> str:
    return f"{statement.id}-{index}"


@dataclass(slots=True)
class _Layout:
    """Builds the sheets of a view within the bounds; ``cut`` are the sentences that say what is not shown."""

    view: View
    lang: Lang
    cut: list[str] = field(default_factory=list)
    cells: int = 0
    known: dict[Place, tuple[str, str, str]] = field(default_factory=dict)
    worded: dict[str, list[int]] = field(default_factory=dict)

    def sheets(self) -> list[Sheet]:
        """All pages and sheets, in the order of the files."""
        self._learn()
        found: list[Sheet] = []
        for document in self.view.documents:
            if document.input.kind == "pdf":
                found.extend(self._pages(document))
            # The lines of a PDF too, since a map names its rows and columns as they are counted here.
            found.extend(self._grids(document))
        self._hand_out(found)
        return found

    def _learn(self) -> None:
        """What became of each place: the kind of thing, the anchor of its row, and the words that say so."""
        left = [*self.view.left_over, *(pair for s in self.view.statements for pair in s.left_over)]
        for place, _ in left:
            self.known[place] = ("unknown", "", BECAME["unknown"](self.lang))
        for statement in self.view.statements:
            self.worded[statement.id] = [c.position for c in statement.columns if c.type not in FIGURES]
            for column in statement.columns:
                self.known[column.place] = ("heading", "", f"{statement.id} {column.name} ({column.type})")
            for row in statement.rows:
                anchor = _anchor(statement, row.index)
                named = f"{statement.id} · {row.short}"
                self.known[row.place] = ("word", anchor, named)
                slips = {slip.column for slip in row.malformed}
                for name, place in row.places.items():
                    became = "malformed" if name in slips else "figure" if name in row.figures else "word"
                    self.known[place] = (became, anchor, f"{named} · {name}")

    def _boxes(self, cells: Sequence[Cell | None]) -> list[Box]:
        """The cells of a line; words under known columns belong to the row of the line too."""
        boxes = [self._box(cell) for cell in cells]
        row = next((box.row for box in boxes if box.row), "")
        for position in self.worded.get(row.partition("-")[0], ()):
            if position < len(boxes) and boxes[position].text and not boxes[position].became:
                named = WORDS["row"](self.lang)
                boxes[position] = replace(boxes[position], became="word", row=row, title=f"{named} {row}")
        return boxes

    def _box(self, cell: Cell | None) -> Box:
        if cell is None:
            return Box("")
        became, row, title = self.known.get(cell.place, ("", "", ""))
        return Box(cell.text, became, row, title, cell.place.box)

    def _grids(self, document: Document) -> Iterator[Sheet]:
        for grid in document.grids:
            width = max((len(row) for row in grid.rows), default=0)
            shown = min(width, MOST_COLUMNS)
            room = max((MOST_CELLS - self.cells) // max(shown, 1), 0)
            count = min(len(grid.rows), MOST_ROWS, room)
            self.cells += count * shown
            sheet = Sheet(f"{grid.place.file}!{grid.name}", letters=[letters_of(c) for c in range(shown)])
            sheet.lines = [(n + 1, n in grid.hidden, self._line(grid, n, shown)) for n in range(count)]
            if count < len(grid.rows):
                self._say_cut(grid.place.text, count, len(grid.rows), Text("baris", "rows"))
            if shown < width:
                self._say_cut(grid.place.text, shown, width, Text("kolom", "columns"))
            yield sheet

    def _line(self, grid: Grid, number: int, width: int) -> list[Box]:
        boxes = self._boxes(grid.rows[number][:width])
        return boxes + [Box("")] * (width - len(boxes))

    def _pages(self, document: Document) -> Iterator[Sheet]:
        boxes: dict[int, list[Box]] = defaultdict(list)
        for grid in document.grids:
            for row in grid.rows:
                for cell, box in zip(row, self._boxes(row), strict=True):
                    if cell is not None and cell.place.page is not None:
                        boxes[cell.place.page].append(box)
        with pages_of(document.input.path, document.input.sha256) as pages:
            numbers = range(1, len(pages) + 1) if len(pages) else sorted(boxes)
            for number in list(numbers)[:MOST_PAGES]:
                sheet = Sheet(f"{document.input.path} · {WORDS['page'](self.lang)} {number}", is_page=True)
                sheet.picture = picture(pages, number)
                sheet.boxes = [box for box in boxes[number] if box.became and box.place is not None]
                yield sheet
        if len(numbers) > MOST_PAGES:
            self._say_cut(document.input.path, MOST_PAGES, len(numbers), Text("halaman", "pages"))

    def _hand_out(self, sheets: list[Sheet]) -> None:
        """Give each row to the first sheet on which one of its cells is drawn."""
        where: dict[str, int] = {}
        for number, sheet in enumerate(sheets):
            for box in (*sheet.boxes, *(box for _, _, line in sheet.lines for box in line)):
                if box.row:
                    where.setdefault(box.row, number)
        for statement in self.view.statements:
            for row in statement.rows:
                if (sheet_number := where.get(_anchor(statement, row.index))) is not None:
                    sheets[sheet_number].rows.append((statement, row))

    def _say_cut(self, where: str, shown: int, all_: int, what: Text) -> None:
        told = Text(
            f"{where}: ditampilkan {shown} dari {all_} {what.id}; semua terbaca, dan --out baris.csv memuat semuanya.",
            f"{where}: {shown} of {all_} {what.en} are shown; all were read, and --out rows.csv holds every row.",
        )
        self.cut.append(told(self.lang))
