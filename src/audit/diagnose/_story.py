"""What happened to the figures of a row, in words: the error that turns the proposed figures into the stated."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from audit.diagnose._case import CHANCE, Case, Cell, Correction, Hypothesis, listed, settling, type_of
from audit.diagnose._digits import SLIPS, kind_of_slip
from audit.diagnose._versions import is_alone, older
from audit.model.report import Alternative
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.numerals import amount_text


def told(case: Case, change: Correction, settled: frozenset[int]) -> Hypothesis:
    """A correction as a hypothesis, with the kind of error that its first row shows and the proof."""
    cells = tuple(case.cell(cell, value) for cell, value in change.items())
    first = next(iter(change))
    kind, story = _story(case, change, first)
    money = [cell for cell in change if type_of(case, cell) == "rupiah"] or list(change)
    where = listed(dict.fromkeys(cell[2] for cell in change if cell[1] == first[1]))
    shown = money[0]
    others = listed(dict.fromkeys(cell[2] for cell in change if cell[1] == first[1] and cell != shown))
    old, new = case.figure(shown), change[shown]
    unit = type_of(case, shown)
    decimals = (
        None if unit != "percent" or old is None else len(str(old.quantum.denominator)) - 1 if old.quantum else None
    )
    stated = amount_text(old.value, unit, decimals) if old else Text("?", "?")
    proposed = amount_text(new, unit, decimals) if new is not None else Text("?", "?")
    name = case.row(first).short
    message = Text(
        f"{name}: {story.id}. Bila {shown[2]} {stated.id} menjadi {proposed.id}"
        + (f" ({others.id} sejalan)" if others.id else "")
        + f", {settling(len(settled)).id}",
        f"{name}: {story.en}. With {shown[2]} {proposed.en} instead of {stated.en}"
        + (f" ({others.en} likewise)" if others.en else "")
        + f", {settling(len(settled)).en}",
    )
    certain = kind != "unknown" and len(settled) >= 2
    rows = {(o.statement, o.row) for n in settled for o in case.claims[n].touched} - {cell[:2] for cell in change}
    hypothesis = Hypothesis(kind, message, cells, settled, "certain" if certain else "likely", dict(change), len(rows))
    return _as_pair(case, hypothesis, first, where) if kind == "unknown" else hypothesis


def _as_pair(case: Case, hypothesis: Hypothesis, first: Cell, where: Text) -> Hypothesis:
    """A parent and its only part that disagree: either may be wrong, so both corrections are told."""
    statement = case.world.statements[first[0]]
    parent = statement.tree[first[1]]
    claims = [case.claims[n] for n in hypothesis.explains]
    if parent is None or len(statement.children_of[parent]) != 1:
        return hypothesis
    if any((claim.statement, claim.row) != (statement.id, parent) for claim in claims):
        return hypothesis
    above, below = statement.rows[parent].short, statement.rows[first[1]].short
    columns = [cell[2] for cell in hypothesis.change if cell[1] == first[1]]
    other = tuple(
        case.cell((statement.id, parent, column), figure.value)
        for column in columns
        if column in statement.rows[parent].figures
        and (figure := case.figure((statement.id, first[1], column))) is not None
    )
    shown = next((cell for cell in hypothesis.change if type_of(case, cell) == "rupiah"), first)
    one, two = case.figure((statement.id, parent, shown[2])), case.figure(shown)
    if one is None or two is None:
        return hypothesis
    upper, lower = (amount_text(figure.value, type_of(case, shown)) for figure in (one, two))
    message = Text(
        f"{above} dan satu-satunya bagiannya, {below}, tidak sama dalam {where.id}: {shown[2]} {upper.id} lawan "
        f"{lower.id}. Angka-angka lain di sekitarnya cocok dengan yang di atas, tetapi data tidak dapat memastikan",
        f"{above} and its only part, {below}, disagree in {where.en}: {shown[2]} {upper.en} against {lower.en}. "
        f"The figures around them agree with the upper one, but the data cannot tell for certain",
    )
    instead = Text(
        f"{above} yang salah: {shown[2]} seharusnya {lower.id}, dan jumlah di atasnya ikut berubah",
        f"{above} is the one that is wrong: {shown[2]} should be {lower.en}, and the totals above change with it",
    )
    return replace(hypothesis, message=message, alternatives=(Alternative("unknown", other, instead),))


def _story(case: Case, change: Correction, first: Cell) -> tuple[str, Text]:
    """The kind of error that turns the proposed figures of the first row into the stated ones, and its name."""
    pairs = {
        cell[2]: (figure.value, value)
        for cell, value in change.items()
        if cell[:2] == first[:2] and (figure := case.figure(cell)) is not None and value is not None
    }
    money = {column: pair for column, pair in pairs.items() if type_of(case, (*first[:2], column)) == "rupiah"}
    moved = {column: pair for column, pair in money.items() if pair[0] != pair[1]}
    if len(moved) == 2 and (one := list(moved.values())) and one[0] == one[1][::-1]:
        return "swapped-columns", Text(
            f"{' dan '.join(moved)} tertukar kolom", f"{' and '.join(moved)} stand in each other's column"
        )
    times = {old / new for old, new in moved.values() if new}
    has_parts = bool(case.world.statements[first[0]].children_of[first[1]])
    if has_parts and len(moved) >= 2 and len(times) == 1 and all(new for _, new in moved.values()):
        factor = times.pop()
        if factor.denominator == 1 and 2 <= factor <= 5:
            return "double-count", Text(
                f"memuat {factor} kali jumlah bagiannya", f"holds {factor} times the sum of its parts"
            )
    if (run_on := _run_on_to_the_end(case, first, moved)) is not None:
        return run_on
    copied = _copied_from(case, change, first, moved)
    if copied is not None:
        return "copied-figure", Text(f"memuat angka {copied}", f"carries the figures of {copied}")
    if moved and (source := _old(case, first, moved)) is not None:
        return "old-version", Text(f"masih angka versi lama, dari {source.id}", f"still of an old version, {source.en}")
    if len(moved) == 1 and len(money) == 1:
        slip = kind_of_slip(*next(iter(moved.values())))
        if slip is not None:
            return slip, SLIPS[slip]
    if not money and len(pairs) == 1:
        slip = kind_of_slip(*next(iter(pairs.values())))
        if slip is not None:
            return slip, SLIPS[slip]
    if len(moved) == 1 and (beside := _copied_beside(case, change, first, moved)) is not None:
        return beside
    if moved and (counted := _counted(case, case.world.statements[first[0]], first[1], moved)) is not None:
        return counted
    if moved and (_is_behind(case, change, first) or _is_last(case, change, first)):
        return "not-updated", Text("tidak lagi sama dengan jumlah bagiannya", "is no longer the sum of its parts")
    return "unknown", Text("tidak cocok dengan angka-angka di sekitarnya", "disagrees with the figures around it")


def _old(case: Case, first: Cell, moved: dict[str, tuple[Fraction, Fraction]]) -> Text | None:
    """The earlier version that has all the wrong amounts of a row.

    Of several parts that have not changed since, a sum alone cannot tell the one that should have.
    """
    cells = [(*first[:2], column) for column in moved]
    sources = [older(case, cell) for cell in cells]
    own = any(
        n in case.open and (case.claims[n].row == first[1] or not case.adds(n))
        for cell in cells
        for n in case.touching.get(cell, ())
    )
    if None in sources or not (own or all(is_alone(case, cell) for cell in cells)):
        return None
    return sources[0]


def _copied_beside(
    case: Case, change: Correction, first: Cell, moved: dict[str, tuple[Fraction, Fraction]]
) -> tuple[str, Text] | None:
    """Where the one wrong amount of a row stands as well: in another column of its row, or in the row beside."""
    [(column, (old, _))] = moved.items()
    if abs(old) < CHANCE:
        return None
    statement = case.answers.world.statements[first[0]]
    for other in statement.columns:
        figure = statement.rows[first[1]].figures.get(other.name)
        if other.type == "rupiah" and other.name != column and figure is not None and figure.value == old:
            return "copied-column", Text(
                f"{column} memuat angka {other.name} baris itu", f"its {column} carries the {other.name} of the row"
            )
    for row in (first[1] - 1, first[1] + 1):
        near = statement.rows[row] if 0 <= row < len(statement.rows) else None
        figure = near.figures.get(column) if near is not None else None
        if near is not None and figure is not None and figure.value == old and (first[0], row, column) not in change:
            return "copied-figure", Text(f"memuat angka {near.short}", f"carries the figure of {near.short}")
    return None


def _counted(
    case: Case, statement: Statement, row: int, moved: dict[str, tuple[Fraction, Fraction]]
) -> tuple[str, Text] | None:
    """What is counted too often in the figures of a row, or not at all: a part, all parts, or the rows before it."""
    less = {column: old - new for column, (old, new) in moved.items()}
    column = max(less, key=lambda column: abs(less[column]))
    excess, right = less[column], moved[column][1]
    if abs(excess) < CHANCE:
        return None
    if statement.children_of[row] and case.printed.sum_below(statement, row, column) == right:
        of_parts = _of_parts(statement, row, column, excess, right)
        if of_parts is not None:
            return of_parts
    before = case.printed.running_beside(statement, row, column).since(row, excess)
    return None if before is None else _running(column, statement.rows[before].short)


def _run_on_to_the_end(case: Case, first: Cell, moved: dict[str, tuple[Fraction, Fraction]]) -> tuple[str, Text] | None:
    """That the last of three parts or more holds, in one column, the running total of all, which is that of its parent.

    Whoever copies the parent takes its other figures as well.
    """
    statement = case.answers.world.statements[first[0]]
    parent = statement.tree[first[1]]
    beside = statement.top if parent is None else statement.children_of[parent]
    if len(moved) != 1 or len(beside) < 3 or first[1] != beside[-1]:
        return None
    [(column, (old, new))] = moved.items()
    before = [statement.rows[row].figures.get(column) for row in beside[:-1]]
    total = sum((figure.value for figure in before if figure is not None), new)
    if sum(bool(figure and figure.value) for figure in before) < 2 or old != total or abs(old - new) < CHANCE:
        return None
    return _running(column, statement.rows[beside[0]].short)


def _running(column: str, since: str) -> tuple[str, Text]:
    return "cumulated", Text(
        f"{column} memuat jumlah berjalan sejak {since}, bukan jumlahnya sendiri",
        f"its {column} is the running total from {since} on, not its own amount",
    )


def _of_parts(
    statement: Statement, row: int, column: str, excess: Fraction, right: Fraction
) -> tuple[str, Text] | None:
    """Which of its parts a row that should be their sum counts too often, or not at all."""
    if right and (excess / right).denominator == 1 and 1 <= excess / right <= 4:
        times = excess / right + 1
        return "double-count", Text(
            f"{column} memuat {times} kali jumlah bagiannya", f"its {column} is {times} times the sum of its parts"
        )
    below = {part: statement.rows[part].figures.get(column) for part in statement.descendants(row)}
    if sum((figure.value for figure in below.values() if figure is not None), Fraction(0)) == excess + right:
        return "double-count", Text(
            "menghitung bagiannya dan bagian dari bagian itu sekaligus", "counts its parts and the parts of those too"
        )
    for part, figure in below.items():
        if figure is None or abs(figure.value) != abs(excess):
            continue
        name = statement.rows[part].short
        if figure.value == excess:
            return "double-count", Text(f"menghitung {name} dua kali", f"counts {name} twice")
        return "not-updated", Text(f"belum memuat {name}", f"does not include {name}")
    return None


def _is_last(case: Case, change: Correction, first: Cell) -> bool:
    """Whether the row stands above all others, and its parts agree with theirs, so that it is what does not follow."""
    id, row, _ = first
    statement = case.world.statements[id]
    kids = statement.children_of[row]
    if statement.tree[row] is not None or len(kids) < 2 or any(cell[:2] != (id, row) for cell in change):
        return False
    own = [n for cell in change for n in case.subjects.get(cell, ()) if case.adds(n)]
    return any(n in case.open for n in own) and all(
        case.verdicts[n] == "holds"
        for kid in kids
        if statement.children_of[kid]
        for column in statement.columns
        for n in case.subjects.get((id, kid, column.name), ())
        if case.adds(n)
    )


def _is_behind(case: Case, change: Correction, first: Cell) -> bool:
    """Whether the row is corrected to what both its parts and another row, as that above it, make of it.

    Where the row above must be changed with it, the parts may as well be wrong.
    """
    id, row, _ = first
    money = [cell for cell in change if type_of(case, cell) == "rupiah"]
    broken = {n for cell in money for n in case.touching.get(cell, ()) if n in case.open}
    own = [n for n in broken if (case.claims[n].statement, case.claims[n].row) == (id, row)]
    as_whole = any(case.adds(n) for n in own)
    return as_whole and len(own) < len(broken) and all(cell[:2] == (id, row) for cell in change)


def _copied_from(
    case: Case, change: Correction, first: Cell, moved: dict[str, tuple[Fraction, Fraction]]
) -> str | None:
    """The name of the row nearby whose figures the row carries: the total, its parent, a part, or a neighbour."""
    if not any(old for old, _ in moved.values()):
        return None
    statement = case.answers.world.statements[first[0]]
    row = first[1]
    parent = statement.tree[row]
    moving = {cell[1] for cell in change if cell[0] == first[0]}
    near = [statement.root, parent, *statement.children_of[row]]
    if sum(1 for old, _ in moved.values() if old) >= 2:
        near.extend(n for n in (row - 1, row + 1, row - 2, row + 2) if 0 <= n < len(statement.rows))
    for other in near:
        if other is None or other in moving:
            continue
        figures = statement.rows[other].figures
        if all(column in figures and figures[column].value == old for column, (old, _) in moved.items()):
            return statement.rows[other].short
    return None


def _agrees_with_itself(case: Case, change: Correction) -> bool:
    """Whether an equation of the row, as sisa = pagu - realisasi, holds with several of the amounts to be corrected.

    They were wrong together then: each corrected by itself would break it.
    """
    amounts = [cell for cell in change if type_of(case, cell) == "rupiah"]
    return any(
        case.verdicts[n] == "holds"
        and not case.adds(n)
        and case.claims[n].relation == "="
        and sum((part.statement, part.row, part.column) in amounts for part in case.claims[n].touched) > 1
        and type_of(case, (case.claims[n].statement, case.claims[n].row, case.claims[n].column or "")) == "rupiah"
        for cell in amounts
        for n in case.touching.get(cell, ())
    )


def slipped_apart(case: Case, change: Correction) -> bool:
    """Whether several amounts of one row are corrected that are better told as errors by themselves.

    All of them are slips, or one is and the row does not agree with itself: a row that is wrong as a whole does.
    """
    rows = {cell[:2] for cell in change}
    moved = [
        (figure.value, value)
        for cell, value in change.items()
        if type_of(case, cell) == "rupiah" and value is not None and (figure := case.figure(cell)) is not None
    ]
    slips = [old != new and kind_of_slip(old, new) is not None for old, new in moved]
    if len(rows) != 1 or len(moved) < 2 or not any(slips):
        return False
    if _agrees_with_itself(case, change):
        return False
    own = {n for cell in change for n in case.subjects.get(cell, ()) if n in case.open}
    return all(slips) or any(not case.adds(n) for n in own)
