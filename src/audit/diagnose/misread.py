"""What a misreading would explain is told as ours, not as an error of the report.

Only where the reading is uncertain, as that of a PDF, and where something on the page speaks for it: a page between
the rows that could not be read, a number left out just where a page ends, a digit left standing beside a figure, or
figures that fit one column further on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from audit.diagnose._case import Case, Cell, Change, Hypothesis, changed
from audit.model.decimals import plain
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.notation.codes import read_code
from audit.rules.expression import Comparison
from audit.rules.second_look import adds_children

#: So many digits may be split off from a figure.
_MOST_DIGITS = 3

#: The pages that could not be read, by the id of each input whose reading is uncertain.
Uncertain = Mapping[str, frozenset[int]]
NONE_UNCERTAIN: Uncertain = {}


def misreadings(case: Case, others: Sequence[Hypothesis], uncertain: Uncertain) -> Iterator[Hypothesis]:
    """The misreadings that would explain what is open; ``others`` are corrections, some of which a misreading makes."""
    open_in = {case.claims[number].statement for number in case.open}
    for statement in case.world.statements.values():
        if statement.id in open_in and statement.input in uncertain:
            yield from _lost_rows(case, statement, uncertain[statement.input])
            yield from _shifted(case, statement)
    for hypothesis in others:
        statement = case.world.statements[hypothesis.cells[0].statement]
        if statement.input in uncertain:
            yield from _split_off(case, hypothesis)


# Rows lost between pages


def _lost_rows(case: Case, statement: Statement, unread: frozenset[int]) -> Iterator[Hypothesis]:
    """Sums that lack what may stand on a page that could not be read, or in a row left out where a page ends."""
    lost: dict[str, list[int]] = defaultdict(list)
    told: dict[str, Text] = {}
    for number in sorted(case.open):
        claim = case.claims[number]
        rule = case.answers.origins[number][0]
        if claim.statement != statement.id or not isinstance(rule.assertion, Comparison):
            continue
        if not adds_children(rule.assertion) or not _lacks(case, number):
            continue
        where = _unread_within(statement, claim.row, unread) or _gap_within(statement, claim.row)
        if where is not None:
            lost[where.en].append(number)
            told[where.en] = where
    for key, numbers in lost.items():
        where = told[key]
        message = Text(
            f"mungkin salah baca: {where.id}; baris yang hilang di sana menjelaskan selisih ini. "
            "Periksa halaman itu sebelum menyalahkan laporan",
            f"possibly misread: {where.en}; rows lost there would explain the difference. "
            "Look at the page before the report is blamed",
        )
        cells = tuple(
            case.cell((statement.id, case.claims[n].row, column), None)
            for n in numbers
            if (column := case.claims[n].column) is not None
        )
        yield Hypothesis("misread", message, cells, frozenset(numbers), "possible")


def _lacks(case: Case, number: int) -> bool:
    """Whether the parts add up to less than what is stated: a lost row takes away."""
    claim = case.ask(number)
    figure = claim.stated.figure if claim.stated else None
    middle = claim.implied.middle if claim.implied else None
    return figure is not None and middle is not None and abs(figure.value) > abs(middle)


def _unread_within(statement: Statement, row: int, unread: frozenset[int]) -> Text | None:
    """The first page that could not be read among those over which a row and its parts reach."""
    rows = [row, *statement.descendants(row)]
    pages = [page for index in rows if (page := statement.rows[index].place.page) is not None]
    if not pages:
        return None
    # A table may begin or end on the page that could not be read.
    first = min(pages) - (min(rows) == 0)
    last = max(pages) + (max(rows) == len(statement.rows) - 1)
    page = next((page for page in sorted(unread) if first <= page <= last), None)
    return None if page is None else Text(f"halaman {page} tidak terbaca", f"page {page} could not be read")


def _gap_within(statement: Statement, row: int) -> Text | None:
    """Where two parts that follow one another stand on two pages, and just one number between them is left out."""
    kids = [statement.rows[index] for index in statement.children_of[row]]
    for before, after in pairwise(kids):
        pages = before.place.page, after.place.page
        if None in pages or pages[0] == pages[1]:
            continue
        one, two = _last_number(before), _last_number(after)
        if one is not None and two == one + 2:
            return Text(
                f"antara halaman {pages[0]} dan {pages[1]} tidak ada nomor di antara {before.kode} dan {after.kode}",
                f"between pages {pages[0]} and {pages[1]} no number stands between {before.kode} and {after.kode}",
            )
    return None


def _last_number(row: Row) -> int | None:
    code = read_code(row.kode)
    return int(code.segments[-1]) if code is not None and code.segments and code.segments[-1].isdigit() else None


# Figures that stand elsewhere than they were read


def _split_off(case: Case, correction: Hypothesis) -> Iterator[Hypothesis]:
    """A correction that only puts digits before a figure which were left standing beside it."""
    money = [cell for cell in correction.cells if cell.stated is not None and cell.proposed is not None]
    moved = [cell for cell in money if cell.stated != cell.proposed]
    if len({cell.row for cell in moved}) != 1:
        return
    for cell in moved:
        assert cell.stated is not None
        assert cell.proposed is not None
        short, whole = (plain(abs(value)) for value in (cell.stated, cell.proposed))
        digits = whole.removesuffix(short)
        row = case.row((cell.statement, cell.row, cell.column))
        if digits == whole or not 0 < len(digits) <= _MOST_DIGITS or digits not in _beside(row):
            return
    name, first = row.short, moved[0]
    printed = row.figures[first.column].printed
    message = Text(
        f"{name}: mungkin salah baca: di depan {first.column} {printed} berdiri {digits} yang terpisah; bersama-sama "
        "angka-angka menjadi cocok. Periksa halaman itu sebelum menyalahkan laporan",
        f"{name}: possibly misread: {digits} stands apart before {first.column} {printed}; together the figures agree. "
        "Look at the page before the report is blamed",
    )
    yield replace(correction, kind="misread", message=message, confidence="possible")


def _beside(row: Row) -> set[str]:
    """The numbers that stand alone in a row beside its figures: at the end of its label, or under no known heading."""
    ends = (text.split()[-1] for text in (row.uraian, *row.texts.values()) if text.split())
    return {*ends, *(plain(value) for value in row.others.values())}


def _shifted(case: Case, statement: Statement) -> Iterator[Hypothesis]:
    """Rows whose figures fit when those from some column on are taken one column further on, or back."""
    money = [c.name for c in sorted(statement.columns, key=lambda c: c.position) if c.type == "rupiah"]
    claims = (case.claims[number] for number in case.open)
    rows = {part.row for claim in claims for part in claim.touched if part.statement == statement.id}
    for row in sorted(rows):
        figures = statement.rows[row].figures
        here = [figures[name].value if name in figures else None for name in money]
        for moved in _moves(here):
            change: dict[Cell, Fraction | None] = {
                (statement.id, row, name): new for name, old, new in zip(money, here, moved, strict=True) if old != new
            }
            settled = case.settled(change)
            if not settled or not _are_proven(case, change):
                continue
            name = statement.rows[row].short
            message = Text(
                f"{name}: mungkin salah baca: angkanya cocok bila dibaca satu kolom di sebelahnya. "
                "Periksa halaman itu sebelum menyalahkan laporan",
                f"{name}: possibly misread: its figures agree when they are read one column beside. "
                "Look at the page before the report is blamed",
            )
            cells = tuple(case.cell(cell, value) for cell, value in change.items())
            yield Hypothesis("misread", message, cells, settled, "possible", change)


def _moves(figures: Sequence[Fraction | None]) -> Iterable[list[Fraction | None]]:
    """The figures with a run of them one place to the right into a blank, or to the left."""
    for blank, value in enumerate(figures):
        if value is not None:
            continue
        for start in range(blank):
            if all(figure is not None for figure in figures[start:blank]):
                yield [*figures[:start], None, *figures[start:blank], *figures[blank + 1 :]]
        for end in range(blank + 2, len(figures) + 1):
            if all(figure is not None for figure in figures[blank + 1 : end]):
                yield [*figures[:blank], *figures[blank + 1 : end], None, *figures[end:]]


def _are_proven(case: Case, change: Change) -> bool:
    """Whether two claims or more hold that did not, one of them with other rows: a blank silences what asks of it."""
    world = changed(case.world, change)
    claims = (case.ask(number, world) for number in case.affected(change) if case.verdicts[number] != "holds")
    held = [claim for claim in claims if claim.verdict == "holds"]
    return len(held) > 1 and any(len({operand.row for operand in claim.touched}) > 1 for claim in held)
