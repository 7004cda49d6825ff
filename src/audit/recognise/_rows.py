"""The rows of a table's body as codes, labels and cells, and what each is: a total, a balance, a stray."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from audit.model.document import Cell, Place
from audit.model.shape import FIGURES, ColumnShape, StatementShape
from audit.notation.codes import NO_CODE, Code, read_code, split_glued
from audit.notation.headings import has_phrase, total_of, words
from audit.recognise._figures import Read
from audit.recognise._pieces import Pieces
from audit.recognise._tables import Table, are_column_numbers
from audit.recognise._tree import Line


@dataclass(slots=True)
class Draft:
    """A row while it is being understood; ``context`` is its code with what stands before it in other columns."""

    kode: str
    code: Code
    context: Code
    label: str
    cells: dict[str, Cell]
    place: Place
    texts: dict[str, str]
    indent: int
    outline: int
    grid_row: int


def drafts_of(table: Table) -> list[Draft]:
    """The rows of the body as code, label and cells; headings that repeat and rows of words alone left out."""
    names = table.heading.names
    where = {column.name: position for position, column in names.items()}
    repeated = {text for text in table.heading.texts if text}
    counted = _counts_lines(table, where)
    drafts: list[Draft] = []
    number_before = NO_CODE
    last: dict[str, str] = {}
    spread = Pieces()
    for number, row in table.body:
        cells = {name: cell for name, position in where.items() if position < len(row) and (cell := row[position])}
        if not cells or _repeats_heading(cells, repeated) or are_column_numbers(row):
            continue
        printed = context = cells["kode"].text if "kode" in cells else ""
        if table.heading.code_parts:
            own = (where["kode"],) if "kode" in where else ()
            parts = [row[c] if c < len(row) else None for c in sorted((*own, *table.heading.code_parts))]
            printed, context = spread.read([part.text if part is not None else "" for part in parts])
        kode, label, code = _code_and_label(printed, cells, last)
        if counted:
            if cells.keys() == {"kode"}:
                continue
            code = NO_CODE
        code = _going_on(code, number_before)
        number_before = code if len(code.segments) == 1 and code.text.isdigit() else number_before
        last[code.kind] = code.text
        known = {c.name: c for c in names.values()}
        figures = {name: cell for name, cell in cells.items() if known[name].type in FIGURES}
        texts = {
            n: cell.text for n, cell in cells.items() if known[n].type in ("text", "kode", "level") and n != "uraian"
        }
        uraian = cells.get("uraian")
        first = uraian or next(iter(cells.values()))
        outline = table.grid.outline[number] if number < len(table.grid.outline) else 0
        drafts.append(
            Draft(
                kode,
                code,
                read_code(context) or code if context != printed and not counted else code,
                label,
                figures,
                first.place,
                texts,
                uraian.indent if uraian else 0,
                outline,
                number,
            )
        )
    return drafts


def _counts_lines(table: Table, where: dict[str, int]) -> bool:
    """Whether the column of codes only counts the lines, totals included, so that its numbers are no codes.

    The form of the accounting standard does so, down to its blank lines: "33 JUMLAH PENDAPATAN (7 + 26 + 32)".
    """
    if not {"kode", "uraian"} <= where.keys() or not _has_money(table.heading.names):
        return False
    width = max(where["kode"], where["uraian"]) + 1
    rows = [row for _, row in table.body if len(row) >= width and row[where["kode"]] is not None]
    texts = [cell.text.strip(" .") for row in rows if (cell := row[where["kode"]]) is not None]
    if not all(text.isdigit() for text in texts):
        return False
    totals = sum(1 for row in rows if (cell := row[where["uraian"]]) is not None and total_of(cell.text) is not None)
    return totals > 1 and all(int(b) > int(a) for a, b in pairwise(texts))


def _going_on(code: Code, before: Code) -> Code:
    """The code with the kind of the number before it, where it counts on: 100 after 99 is no account."""
    alike = len(code.segments) == 1 and code.text.isdigit() and code.decoration == before.decoration
    if alike and before.text and int(code.text) == int(before.text) + 1:
        return replace(code, kind=before.kind)
    return code


def _repeats_heading(cells: dict[str, Cell], repeated: set[tuple[str, ...]]) -> bool:
    return len(cells) > 1 and all(words(cell.text) in repeated for cell in cells.values())


def _code_and_label(printed: str, cells: dict[str, Cell], last: Mapping[str, str]) -> tuple[str, str, Code]:
    """The code as printed, the label, and the code in its normal form; words in the code column are a label."""
    printed = printed.strip()
    label = " ".join(cells["uraian"].text.split()) if "uraian" in cells else ""
    if not printed and label:
        printed, label = split_glued(label)
    code = read_code(printed, last)
    if code is None or (not label and code.kind in ("A", "a", "code") and total_of(printed) is not None):
        return "", " ".join(part for part in (" ".join(printed.split()), label) if part), NO_CODE
    return printed, label, code


def total_named(draft: Draft, names: dict[int, ColumnShape]) -> str | None:
    """What the row is the total of; a row with a code is none, unless its label says nothing else.

    In a table without money "Jumlah peserta" is an indicator, and only "Jumlah" alone is a total.
    """
    rest = total_of(draft.label)
    if rest and not _has_money(names):
        return None
    if rest is None and not draft.label and not draft.kode and len(draft.cells) > 1:
        # A line of figures without code and label is the total of something, or nothing that can be said.
        return ""
    if rest is None or (draft.code.kind not in ("", "-") and rest):
        return None
    return rest


def _has_money(names: dict[int, ColumnShape]) -> bool:
    return any(column.type == "rupiah" for column in names.values())


def weights_of(drafts: list[Draft], shape: StatementShape) -> dict[int, int]:
    """The rows that are added with another sign than plus, by their code or by their label.

    A total is not, where the section that it is the total of is printed above it and has the sign already. Nor is a
    code of a list whose head speaks of something else: 6.2 below "6 Program Enam" is no financing paid out.
    """
    named = {words(name): weight for name, weight in shape.weights.items() if not name[0].isdigit()}
    # What all names of the weighted have in common: "daerah" alone, in one of them, tells nothing.
    spoken = set[str]().union(*named).intersection(*(name for name, weight in named.items() if weight != 1))
    heads = {draft.code.text: words(draft.label) for draft in reversed(drafts) if len(draft.code.segments) == 1}
    found: dict[int, int] = {}
    sections: list[tuple[str, ...]] = []
    for n, draft in enumerate(drafts):
        label, rest = words(draft.label), words(total_of(draft.label) or "")
        by_code = shape.weights if _speaks_of(draft, heads, spoken) else {}
        weight = by_code.get(draft.code.text, named.get(label, 1))
        if weight != 1:
            sections.append(label)
        elif rest and not any(rest[: len(s)] == s or s[: len(rest)] == rest for s in sections):
            weight = named.get(rest, 1)
        if weight != 1:
            found[n] = weight
    return found


def _speaks_of(draft: Draft, heads: dict[str, tuple[str, ...]], spoken: set[str]) -> bool:
    """Whether a row or the head of its code is called as what is weighted is, or no head says otherwise."""
    head = heads.get(draft.code.segments[0], ()) if draft.code.compound else ()
    return not head or not spoken or not spoken.isdisjoint((*head, *words(draft.label)))


def line_of(
    index: int,
    draft: Draft,
    reads: dict[str, Read],
    figure_names: list[str],
    shape: StatementShape,
    names: dict[int, ColumnShape],
) -> Line:
    """The row as the tree sees it."""
    money_names = [column.name for column in names.values() if column.type == "rupiah"]
    figures = [name for name in figure_names if index in reads[name].figures or index in reads[name].malformed]
    money = {name: reads[name].figures[index] for name in money_names if index in reads[name].figures}
    labels = [words(draft.label), words(total_of(draft.label) or "")]
    apart = [w for text in shape.apart if (w := words(text))]
    # What was left over the year before is a receipt, though it is called as what is left over now.
    added = any(weight == 1 and has_phrase(labels[0], words(text)) for text, weight in shape.weights.items())
    balance = not (draft.code.text or added) and any(label[: len(w)] == w for label in labels for w in apart)
    stray = len(figures) == 1 and not draft.label and not draft.kode and not draft.texts
    # Nothing but nil in one column is what a heading prints; zeros in several are amounts.
    speaks = len(money) > 1 or any(reads[n].figures[index].value for n in figures if index in reads[n].figures)
    return Line(
        index,
        draft.context,
        draft.label,
        money,
        has_figures=speaks,
        total=total_named(draft, names),
        balance=balance,
        stray=stray,
        indent=draft.outline or draft.indent,
        level=int(text) if (text := draft.texts.get("tingkat", "")).isdigit() else None,
        induk=induk.text if (induk := read_code(draft.texts.get("induk", ""))) else None,
        measured=any(column.name in figures for column in names.values() if column.type == "count"),
    )
