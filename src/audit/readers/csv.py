"""A CSV file is read with its delimiter and encoding found out, each cell with its line and column."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from audit.model.document import Cell, Document, Grid, Place, Problem
from audit.model.text import Text
from audit.notation.numerals import is_numeral
from audit.readers._file import LARGEST, File, Unreadable, how_far
from audit.readers._text import decoded

#: In this order: where semicolons or tabs part the cells, commas are decimal marks.
_DELIMITERS = ("\t", ";", "|", ",")

_SEP = re.compile(r'"?sep=(.)"?[ \t;,]*[\r\n]*', re.IGNORECASE)
_WRAPPED = re.compile(r'"((?:[^"]|"")*)"[;,\t|]*[ \r\n]*')
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')


def read(file: File, id: str) -> Document:
    """The file as one grid; raises Unreadable where it is no text or a quotation mark swallows lines.

    A line ``sep=;`` at the top tells the delimiter. A file of which each line was quoted once more, as happens when a
    spreadsheet program saves what it did not part, is read as it was before.
    """
    lines = list(io.StringIO(decoded(file), newline=""))
    told = _SEP.fullmatch(lines[0]) if lines else None
    if told:
        lines[0] = "\n"
    lines = _unwrapped(lines)
    text = "".join(lines)
    delimiter = told[1] if told else _delimiter(text)
    lines = _lines(text, delimiter)
    records = list(_records(lines, delimiter, file))
    several = [record for record in records if record[2] > record[0]]
    usual = _usual(lines, delimiter) if several else 0
    for line, fields, last in several:
        if _swallows(fields, lines[line - 1 : last], delimiter, usual):
            raise _broken(file, line)
    widest = max((len(fields) for _, fields, _ in records), default=0)
    width = _bounded(records, widest, file)
    rows = tuple(_row(fields[:width], width, line, file, id) for line, fields, _ in records)
    problems = (_too_wide(file, widest, width),) if width < widest else ()
    grid = Grid(file.stem, Place(id, file.name), rows)
    return Document(file.input(id, "csv", how_far(rows, problems)), (grid,), problems=problems)


def _row(fields: list[str], width: int, line: int, file: File, id: str) -> tuple[Cell | None, ...]:
    cells = tuple(
        Cell(text.rstrip(), Place(id, file.name, line=line, column=number), indent=_indent(text))
        if (text := _typed(field)).strip()
        else None
        for number, field in enumerate(fields, 1)
    )
    return cells + (None,) * (width - len(cells))


def _typed(field: str) -> str:
    """The text of a cell; ``="051"`` is how exports keep a spreadsheet program from dropping the zero of a code."""
    told = _QUOTED_FORMULA.fullmatch(field.strip()) if field.lstrip().startswith("=") else None
    return told[1] if told else field


def _unwrapped(lines: list[str]) -> list[str]:
    """The lines, those that are one quoted cell without those quotes, if that makes a table of them.

    They must then have as many cells as most lines, three or more, some of them words: a column of amounts with commas
    is no table.
    """
    wrapped = {n: found[1].replace('""', '"') for n, line in enumerate(lines) if (found := _WRAPPED.fullmatch(line))}
    if len(wrapped) < 2:
        return lines
    bare = [wrapped[n] + "\n" if n in wrapped else line for n, line in enumerate(lines)]
    delimiter = _delimiter("".join(bare))
    usual = _usual(bare, delimiter)
    cells = [_alone(bare[n], delimiter) for n in wrapped]
    fit = [row for row in cells if len(row) == usual]
    worded = any(sum(1 for cell in _alone(line, delimiter) if any(map(str.isalpha, cell))) > 1 for line in bare)
    return bare if usual > 2 and len(fit) * 10 >= len(cells) * 9 and worded else lines


def _bounded(records: Sequence[tuple[int, list[str], int]], widest: int, file: File) -> int:
    """How many cells a row of the grid has, so that a single long line cannot make a huge one of many short ones."""
    if widest * len(records) <= LARGEST:
        return widest
    if sum(len(fields) for _, fields, _ in records) > LARGEST:
        shown = f"{LARGEST:,}"
        raise Unreadable(
            "too-large",
            Text(
                f"{file.name} memuat lebih dari {shown.replace(',', '.')} sel.",
                f"{file.name} has more than {shown} cells.",
            ),
            Text("Bagi menjadi beberapa berkas.", "Divide it into several files."),
            "limit",
        )
    return LARGEST // len(records)


def _too_wide(file: File, widest: int, width: int) -> Problem:
    return Problem(
        "limit",
        "too-far",
        Text(
            f"{file.name}: satu baris memuat {widest} sel; yang dibaca hanya {width} sel pertama dari tiap baris.",
            f"{file.name}: a line has {widest} cells; only the first {width} cells of each line were read.",
        ),
        hint=Text("Periksa pemisah kolom di baris itu.", "Check the delimiters in that line."),
        lost=Text(f"kolom {width + 1} dan seterusnya", f"column {width + 1} and on"),
    )


def _indent(field: str) -> int:
    """The blanks before the text, in which some exports keep the hierarchy."""
    return len(field) - len(field.lstrip())


def _lines(text: str, delimiter: str) -> list[str]:
    """The lines with their ends, without the blanks that some programs put before a quoted cell.

    Blanks before any other cell stay, since they may be its level.
    """
    parted = re.escape(delimiter)
    before_quote = re.compile(rf'(^|{parted}) +("[^"\r\n]*")(?=[ \r\n]*(?:{parted}|$))')
    return [before_quote.sub(r"\1\2", line) if '"' in line else line for line in io.StringIO(text, newline="")]


def _records(lines: Sequence[str], delimiter: str, file: File) -> Iterator[tuple[int, list[str], int]]:
    """The records, each with its first and its last line."""
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for fields in reader:
            yield line, fields, reader.line_num
            line = reader.line_num + 1
    except csv.Error as error:
        raise _broken(file, line) from error


def _broken(file: File, line: int) -> Unreadable:
    return Unreadable(
        "broken",
        Text(
            f"{file.name} tidak dapat dibaca sebagai CSV di baris {line}.",
            f"{file.name} cannot be read as CSV at line {line}.",
        ),
        Text("Periksa tanda kutip di baris itu.", "Check the quotation marks in that line."),
    )


def _swallows(fields: list[str], lines: Sequence[str], delimiter: str, usual: int) -> bool:
    """Whether a record of several lines has swallowed rows: a quotation mark is never closed, or by one meant to open.

    Among its lines is then one that is a whole row with a figure. The record leaves text behind the closing mark, or
    its first line is a whole row that ends in a figure.
    """
    rows = [cells for line in lines[1:] if len(cells := _alone(line, delimiter)) == usual]
    if not any(is_numeral(cell) for cells in rows for cell in cells):
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    broken = ((n, field) for n, field in enumerate(fields) if "\n" in field or "\r" in field)
    position, field = next(broken, (0, ""))
    pieces = re.split(r"[\r\n]", field)[0].split(delimiter)
    return len(pieces) > 1 and position + len(pieces) >= usual and is_numeral(pieces[-1])


def _usual(lines: Sequence[str], delimiter: str) -> int:
    """How many cells most of the lines have, each taken for itself; 0 where they are too uneven for a table."""
    widths = {n: width for n, line in enumerate(lines) if (width := len(_alone(line, delimiter))) > 1}
    return Counter(widths.values()).most_common(1)[0][0] if widths and _even(widths) else 0


def _alone(line: str, delimiter: str) -> list[str]:
    """The cells of a line taken for itself."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _parted(lines: Sequence[str], delimiter: str) -> dict[int, int]:
    """The lines that the delimiter parts, and into how many cells; titles and signatures are mostly not parted."""
    parted: dict[int, int] = {}
    reader = csv.reader(lines, delimiter=delimiter)
    # A line that breaks the reader is told of later; what was parted until then tells enough.
    with suppress(csv.Error):
        for row in reader:
            if len(row) > 1 and any(row):
                parted[reader.line_num] = len(row)
    return parted


def _delimiter(text: str) -> str:
    """The delimiter that parts most lines, and most of those into the same number of cells, three or more if any does.

    One that stands only in lines that an other parts stands within its cells, as the comma of a decimal.
    """
    found: dict[str, dict[int, int]] = {}
    for delimiter in _DELIMITERS:
        parted = _parted(_lines(text, delimiter), delimiter)
        if parted and not any(parted.keys() <= other.keys() for other in found.values() if _even(other)):
            found[delimiter] = parted
    for delimiter, parted in list(found.items()):
        if any(parted.keys() < other.keys() for other in found.values() if _even(other)):
            del found[delimiter]
    return max(found, key=lambda delimiter: _rank(found[delimiter]), default=",")


def _even(parted: dict[int, int]) -> bool:
    """Whether most of the lines have the same number of cells."""
    return max(Counter(parted.values()).values()) * 10 >= len(parted) * 6


def _rank(parted: dict[int, int]) -> tuple[bool, bool, int]:
    width, same = Counter(parted.values()).most_common(1)[0]
    return _even(parted), width > 2 and same > 1, same
