"""A formula beside which its file stores no value is calculated from the cells of the file, where that is certain.

Programs that write workbooks, and exports that no spreadsheet program ever opened, leave the values out. A person sees
them as soon as the file is opened, so the report has them; what cannot be calculated exactly is told, cell by cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.formulas._circles import CIRCULAR
from audit.formulas._order import Key, Tangled, areas_of, in_order
from audit.formulas._parsed import Area, parsed
from audit.formulas._relative import relative
from audit.formulas._sheet import UNSOLVED, Sheet, Unknown, sheets_of
from audit.formulas._value import NOT_COMPUTED, spot_of, value_of
from audit.model.document import Cell, Document, Grid, Number, Problem, Unsolved
from audit.model.text import Text
from audit.notation.builtin_formats import shows_date
from audit.notation.number_format import show

#: The reference of one formula to another is followed so many times in one file.
_MOST = 4_000_000

#: No double is as large.
_LARGEST = 1 << 1024

#: So many cells are named in a sentence.
_NAMED = 5

TANGLED = Text("rumus dalam berkas terlalu banyak saling merujuk", "the formulas of the file refer to too many others")
DATED = Text("hasilnya ditampilkan sebagai tanggal", "what it gives is shown as a date")


def calculated(document: Document) -> Document:
    """The document with the values of its formulas calculated where the file stores none; what cannot be is told."""
    if not any(grid.unsolved for grid in document.grids):
        return document
    solver = _Solver(sheets_of(document.grids, document.input.kind))
    solver.solve()
    told = [solver.filled(grid) for grid in document.grids]
    grids = tuple(grid for grid, _, _ in told)
    problems = [problem for problem in document.problems if problem.code != "formula-without-value"]
    problems.extend(problem for _, _, lost in told for problem in lost)
    notes = [note for _, note, _ in told if note is not None]
    read = document.input.read
    if not problems and read == "partly":
        read = "whole"
    input = replace(document.input, read=read, notes=(*document.input.notes, *notes))
    return replace(document, input=input, grids=grids, problems=tuple(problems))


@dataclass(slots=True)
class _Solver:
    """The sheets of a file with what is known of their formulas by now, and why others are not known."""

    sheets: Mapping[str, Sheet]
    reasons: dict[Key, Text] = field(default_factory=dict)
    _forms: dict[Key, str] = field(default_factory=dict)

    def solve(self) -> None:
        """Calculate each formula after those that it reads."""
        keys = [(name, *at) for name, sheet in self.sheets.items() for at in sheet.unsolved]
        try:
            for key, is_circular in in_order(keys, self._reads, _MOST):
                self._answer(key, is_circular=is_circular)
        except Tangled:
            left = (key for key in keys if key[1:] not in self.sheets[key[0]].answers)
            self.reasons = dict.fromkeys(left, TANGLED) | self.reasons

    def _form(self, key: Key) -> str:
        form = self._forms.get(key)
        if form is None:
            sheet, at = self.sheets[key[0]], key[1:]
            form = self._forms[key] = relative(sheet.unsolved[at].cell.formula or "", *at, is_r1c1=sheet.is_r1c1)
        return form

    def _reads(self, key: Key) -> Iterator[Key]:
        name, row, column = key
        for area in areas_of(self._form(key)):
            try:
                sheet, first, last = spot_of(area, self.sheets[name], row, column, self.sheets)
            except Unknown:
                continue
            other = sheet.grid.name.upper()
            yield from ((other, *at) for at in sheet.lines.within(first, last))

    def _answer(self, key: Key, *, is_circular: bool) -> None:
        sheet, at = self.sheets[key[0]], key[1:]
        try:
            if is_circular:
                raise Unknown(CIRCULAR)
            sheet.answers[at] = self._given(key)
        except Unknown as unknown:
            self.reasons[key] = unknown.reason

    def _given(self, key: Key) -> Fraction | Cell:
        """What a formula gives: a number, or the cell that it shows; raises Unknown."""
        name, row, column = key
        node = parsed(self._form(key))
        if node is None:
            raise Unknown(NOT_COMPUTED)
        sheet = self.sheets[name]
        if isinstance(node, Area):
            there, first, last = spot_of(node, sheet, row, column, self.sheets)
            shown = there.answers.get(first) or there.cell(*first)
            if first == last and isinstance(shown, Cell) and shown.number is None and not shown.error:
                return shown
        if shows_date(sheet.unsolved[row, column].format or ""):
            raise Unknown(DATED)
        value, _ = value_of(node, sheet, row, column, self.sheets)
        if abs(value) >= _LARGEST:
            raise Unknown(NOT_COMPUTED)
        return value

    def filled(self, grid: Grid) -> tuple[Grid, Text | None, list[Problem]]:
        """A grid with what was calculated, a sentence that says so, and what could not be."""
        if not grid.unsolved:
            return grid, None, []
        name = grid.name.upper()
        sheet = self.sheets[name]
        # Where two sheets have one name, a formula may mean either.
        answers = sheet.answers if sheet.grid is grid else {}
        rows = [list(row) for row in grid.rows]
        left: list[Unsolved] = []
        why: dict[Text, list[Unsolved]] = defaultdict(list)
        for one in grid.unsolved:
            answer = answers.get((one.row, one.column))
            if answer is None:
                left.append(one)
                why[self.reasons.get((name, one.row, one.column), UNSOLVED)].append(one)
            else:
                rows[one.row][one.column] = _cell(one, answer)
        count = len(grid.unsolved) - len(left)
        made = replace(grid, rows=tuple(map(tuple, rows)), unsolved=tuple(left))
        problems = [_not_calculated(grid, reason, cells) for reason, cells in why.items()]
        return made, _note(grid, count) if count else None, problems


def _cell(one: Unsolved, answer: Fraction | Cell) -> Cell:
    number: Number | None = None
    if isinstance(answer, Cell):
        text = answer.text
    else:
        # A spreadsheet program keeps a double of it, and shows that.
        value = answer.numerator if answer.denominator == 1 else float(answer)
        text, number = show(value, one.format)
    return replace(one.cell, text=text, number=number, calculated=True)


def _note(grid: Grid, count: int) -> Text:
    have = "formula has no stored value; it was" if count == 1 else "formulas have no stored value; they were"
    return Text(
        f"{grid.place.file}, lembar {grid.name}: {count} rumus tidak menyimpan hasilnya; dihitung dari sel-sel berkas",
        f"{grid.place.file}, sheet {grid.name}: {count} {have} calculated from the cells of the file",
    )


def _not_calculated(grid: Grid, why: Text, cells: list[Unsolved]) -> Problem:
    count = len(cells)
    named = [one.cell.place.cell or f"{one.row + 1}:{one.column + 1}" for one in cells[:_NAMED]]
    few = ", ".join(named) + (", …" if count > _NAMED else "")
    have = "formula has no stored value" if count == 1 else "formulas have no stored value"
    hint = Text(
        "Buka berkas di aplikasi lembar kerja, simpan, lalu periksa lagi.",
        "Open and save it in the spreadsheet program, then check it again.",
    )
    if why is CIRCULAR:
        hint = Text(
            "Perbaiki rumus itu agar tidak menghitung selnya sendiri, lalu simpan dan periksa lagi.",
            "Mend the formulas so that none reads its own cell, save the file and check it again.",
        )
    return Problem(
        "read",
        "formula-circular" if why is CIRCULAR else "formula-without-value",
        Text(
            f"Lembar {grid.name}: {count} rumus tidak menyimpan hasilnya dan tidak dapat dihitung ({few}): {why.id}.",
            f"Sheet {grid.name}: {count} {have} and could not be calculated ({few}): {why.en}.",
        ),
        hint=hint,
        lost=Text(f"{grid.name}: {few}", f"{grid.name}: {few}"),
    )
