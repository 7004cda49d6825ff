"""What a sentence calls the largest or the smallest is held against the rows beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.model.text import Text
from audit.rules.world import Spot, rows_of
from audit.tie._labels import Cell
from audit.tie._outcome import Outcome
from audit.tie._sentence import Piece, Sentence
from audit.tie._values import Reading, Tables

#: What may narrow down what is ranked.
_DOUBTFUL = ("other", "verb", "elsewhen", "outside", "denies", "some")
_LEADS = ("dari", "dalam", "antara", "from", "in")
#: Words with which something is said of another row, or of a further one.
_TURNS = frozenset(
    ("sedangkan", "sementara", "adapun", "namun", "tetapi", "sebaliknya", "disusul", "diikuti", "lalu", "while", "but")
)
#: Words that part two ranks of one sentence.
_PARTS = _TURNS | {"dan", "serta", "dengan", "and"}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row that a sentence ranks, where it names it, and what the table says."""

    piece: Piece
    outcome: Outcome


def ranked(sentence: Sentence, tables: Tables) -> Iterator[Ranked]:
    """The rows that a sentence calls the largest or the smallest of something, each with its outcome."""
    before: tuple[str, ...] = ()
    for n, piece in enumerate(sentence.pieces):
        if piece.role not in ("largest", "smallest"):
            continue
        parted = _clause(sentence.pieces, n)
        if parted is None:
            continue
        first, clause = parted
        label = _label(clause, n - first, tables)
        # Of "terbaik A dan terburuk B" both are said of one thing.
        columns = _columns(clause, n - first) or before
        before = columns
        if label is None or not columns or _of_change(clause, tables):
            continue
        outcome = _held(label, columns, piece.role == "largest", sentence, tables)
        if outcome is not None:
            yield Ranked(label, outcome)


def _clause(pieces: Sequence[Piece], n: int) -> tuple[int, Sequence[Piece]] | None:
    """Where the part of a sentence begins that speaks of one rank, and its pieces; None where nothing parts two."""
    begin, end = 0, len(pieces)
    for m, piece in enumerate(pieces):
        turns = piece.text.lower() in _TURNS
        if turns and m < n:
            begin = m + 1
        elif turns:
            end = min(end, m)
    for other in (m for m, piece in enumerate(pieces) if m != n and piece.role in ("largest", "smallest")):
        if not begin <= other < end:
            continue
        low, high = sorted((n, other))
        cuts = [m for m in range(low + 1, high) if pieces[m].text.lower() in _PARTS]
        if not cuts:
            return None
        if other < n:
            begin = max(begin, cuts[-1] + 1)
        else:
            end = min(end, cuts[-1])
    return begin, pieces[begin:end]


def _of_change(clause: Sequence[Piece], tables: Tables) -> bool:
    """Whether what is ranked is how much something rose or fell, which is no column of the table."""
    moves = (*tables.words.up, *tables.words.down, *tables.words.apart)
    return any(piece.text.lower() in moves for piece in clause)


def _label(pieces: Sequence[Piece], n: int, tables: Tables) -> Piece | None:
    """The row that is ranked: the last named behind the word before an amount follows, or the one before it.

    Of "A has the largest share in B" the latter is what the former is a part of.
    """
    behind: list[Piece] = []
    for piece in pieces[n + 1 :]:
        if piece.role == "amount":
            break
        if piece.role == "label":
            behind.append(piece)
    before = [piece for piece in pieces[:n] if piece.role == "label"]
    if behind and before and _is_part(before[-1], behind[-1], tables):
        return before[-1]
    if behind:
        return behind[-1]
    return before[-1] if before else None


def _is_part(part: Piece, whole: Piece, tables: Tables) -> bool:
    """Whether all rows of one name are parts of rows of another."""
    return all(not set(whole.rows).isdisjoint(tables.above(cell)) for cell in part.rows)


def _columns(pieces: Sequence[Piece], n: int) -> tuple[str, ...]:
    """The columns by which rows are ranked: the measure nearest to the word."""
    measures = [(abs(m - n), piece.columns) for m, piece in enumerate(pieces) if piece.role == "measure"]
    near = sorted(measures, key=lambda found: found[0])[:1]
    every = [columns for distance, columns in near if distance <= 8]
    percent = [piece.columns for piece in pieces if piece.role == "measure" and "persen" in piece.text.lower()]
    return (percent or every or [()])[0]


def _held(label: Piece, columns: tuple[str, ...], largest: bool, sentence: Sentence, tables: Tables) -> Outcome | None:
    """Whether a row is first or last among those beside it, in some sense; None where none can be told."""
    named = {cell for piece in sentence.pieces if piece.role == "label" for cell in piece.rows}
    best: tuple[Cell, Reading, Reading] | None = None
    # "Serapan" is a share first, whatever money it may mean besides.
    units = ("percent", "rupiah") if any(tables.words.types.get(c) == "percent" for c in columns) else ("rupiah",)
    for cell in label.rows:
        for group in _groups(cell, named, tables):
            for unit in units:
                for column in columns:
                    values = _values(group, column, unit, tables)
                    if cell not in values or len(values) < 2 or len(values) < len(group):
                        continue
                    top = (max if largest else min)(values.values(), key=_middle)
                    if _middle(values[cell]) == _middle(top):
                        return Outcome("agrees", values[cell])
                    best = best or (next(c for c, value in values.items() if value is top), top, values[cell])
    if (
        best is None
        or not tables.accuses(best[1])
        or any(piece.role in _DOUBTFUL for piece in _telling(sentence.pieces))
    ):
        return None
    cell, reading, own = best
    row = tables.statement(cell).rows[cell[1]]
    word = ("terbesar", "the largest") if largest else ("terkecil", "the smallest")
    text = Text(f"{row.short} yang {word[0]} menurut tabel", f"{row.short}, {word[1]} in the table")
    text += _figures(reading, own, tables)
    text += tables.elsewhere(tables.statement(cell), row, reading.operands[0].column)
    return Outcome("contradicted", Reading(reading.interval, reading.operands, text))


def _figures(top: Reading, own: Reading, tables: Tables) -> Text:
    """By what rows were ranked, and the figures of the row that goes first and of the one that the sentence names."""
    operand = top.operands[0]
    column = tables.world.statements[operand.statement].column(operand.column)
    heading = " ".join(column.heading.split()) if column is not None else operand.column
    by = Text(f"kolom “{heading}”", f"the column “{heading}”") if len(top.operands) == 1 else top.text
    first, named = (_printed(one, percent=len(one.operands) > 1) for one in (top, own))
    return Text(f" ({by.id}: {first}, bukan {named})", f" ({by.en}: {first}, not {named})")


def _printed(reading: Reading, *, percent: bool) -> str:
    """A figure as its cell prints it, or a share with two decimals."""
    figure = reading.operands[0].figure
    return f"{float(_middle(reading)):.2f} %" if percent or figure is None else figure.printed


def _telling(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces that may say what is ranked; what stands before the first row does so behind a preposition.

    "Rapor merah diberikan kepada A, dengan serapan terendah" ranks A as it does without its first words.
    """
    first = next((n for n, piece in enumerate(pieces) if piece.role in ("label", "measure", "largest", "smallest")), 0)
    leads = pieces[0].role == "behind" or pieces[0].text.lower() in _LEADS
    return pieces if leads or any(piece.role in ("elsewhen", "outside") for piece in pieces[:first]) else pieces[first:]


def _groups(cell: Cell, named: set[Cell], tables: Tables) -> Iterator[list[Cell]]:
    """The rows beside which a row may be ranked: those beside it, all of its depth, and all that have no parts."""
    statement = tables.statement(cell)
    beside = [(cell[0], row) for row in rows_of("siblings", Spot(statement, cell[1]))]
    yield [cell, *(other for other in beside if statement.rows[other[1]].kind not in ("total", "balance", "stray"))]
    body = [row for row in statement.rows if row.kind in ("leaf", "subtotal") and row.index != statement.root]
    above = {other[1] for other in named if other[0] == cell[0] and other != cell}
    inside = {row for top in above for row in statement.descendants(top)}
    scope = [row for row in body if not inside or row.index in inside]
    depth = len(tables.above(cell))
    yield [(cell[0], row.index) for row in scope if len(tables.above((cell[0], row.index))) == depth]
    yield [(cell[0], row.index) for row in scope if not statement.children_of[row.index]]
    level = statement.codes.get(cell[1])
    if level is not None:
        same = [row for row in scope if row.index in statement.codes]
        yield [(cell[0], row.index) for row in same if statement.codes[row.index].level == level.level]


def _values(group: Sequence[Cell], column: str, unit: str, tables: Tables) -> dict[Cell, Reading]:
    found: dict[Cell, Reading] = {}
    for cell in group:
        readings = tables.meant([cell], [column], unit)
        if readings and readings[0].interval.middle is not None:
            found[cell] = readings[0]
    return found


def _middle(reading: Reading) -> Fraction:
    return reading.interval.middle or Fraction(0)
