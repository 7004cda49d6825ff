"""A kind of statement that is said never to win is never what a table is taken for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from audit.model.shape import ColumnShape, StatementShape, Type
from audit.readers._drawn import read_drawn
from audit.recognise._eclipsed import eclipsed
from audit.recognise._headings import find_headings
from audit.rulebook import load_rulebooks

WORDS = "pagu realisasi sisa anggaran fisik (%) jumlah total kode uraian program target (rp)".split()  # noqa: SIM905
PAGU = ColumnShape("pagu", "rupiah", ("pagu",))
SISA = ColumnShape("sisa", "rupiah", ("sisa",))
URAIAN = ColumnShape("uraian", "text", ("uraian",))
BOBOT = ColumnShape("bobot", "percent", ("bobot",))
SMALL = StatementShape("kecil", "x", (URAIAN, PAGU, SISA))
LARGE = StatementShape("besar", "x", (URAIAN, PAGU, BOBOT, SISA))


def losers(*shapes: StatementShape) -> list[str]:
    return [shape.kind for shape, _ in eclipsed(shapes)]


def test_a_kind_with_fewer_of_the_same_columns_never_wins() -> None:
    assert losers(SMALL, LARGE) == losers(LARGE, SMALL) == ["kecil"]


def test_of_equals_the_first_wins() -> None:
    assert losers(SMALL, replace(SMALL, kind="kembar")) == ["kembar"]


def test_a_kind_that_may_win_is_not_told() -> None:
    assert losers(replace(SMALL, titles=("gaji",)), LARGE) == []
    assert losers(SMALL, replace(LARGE, labels=("surplus",))) == []
    assert losers(SMALL, replace(LARGE, known_by=("bobot",))) == []
    assert losers(SMALL, replace(LARGE, columns=(URAIAN, replace(PAGU, required=True), BOBOT, SISA))) == []
    # Both demand pagu, and in the larger kind another column may take its heading.
    needed = replace(PAGU, required=True)
    smaller, larger = (URAIAN, needed, SISA), (URAIAN, needed, BOBOT, SISA)
    assert losers(replace(SMALL, columns=smaller), replace(LARGE, columns=larger)) == []
    assert losers(replace(SMALL, columns=(URAIAN, PAGU)), LARGE) == []
    assert losers(SMALL, replace(LARGE, columns=(URAIAN, SISA, BOBOT, PAGU))) == []
    assert losers(SMALL, replace(LARGE, columns=(URAIAN, replace(PAGU, headings=("pagu", "dpa")), BOBOT, SISA))) == []


def test_no_shipped_kind_is_eclipsed() -> None:
    assert eclipsed([shape for book in load_rulebooks() for shape in book.statements]) == []


def test_a_kind_that_never_wins_is_taken_for_no_table() -> None:
    random = Random(1)
    taken = 0
    for _ in range(700):
        shapes = _two(random)
        beaten = losers(*shapes)
        for _ in range(4 if beaten else 0):
            for heading in find_headings(read_drawn([("tabel", _table(random))]).grids[0], shapes):
                taken += 1
                assert heading.shape.kind not in beaten
    assert taken > 100


def _heading(random: Random) -> str:
    return " ".join(random.choice(WORDS) for _ in range(random.randint(1, 3)))


def _columns(random: Random, name: str, count: int, types: tuple[Type, ...]) -> list[ColumnShape]:
    return [
        ColumnShape(f"{name}{n}", random.choice(types), tuple(_heading(random) for _ in range(random.randint(1, 3))))
        for n in range(count)
    ]


def _two(random: Random) -> tuple[StatementShape, ...]:
    """A kind, and one with its columns and perhaps more, in either order."""
    columns = _columns(random, "c", random.randint(3, 5), ("rupiah", "percent", "count", "text", "kode"))
    titles = tuple(_heading(random) for _ in range(random.randint(0, 2)))
    small = StatementShape("a", "x", tuple(columns), titles)
    for extra in _columns(random, "e", random.randint(0, 3), ("rupiah", "percent", "count")):
        columns.insert(random.randint(0, len(columns)), extra)
    large = StatementShape("b", "x", tuple(columns), (*titles, *([_heading(random)] * random.randint(0, 1))))
    return (small, large) if random.random() < 0.5 else (large, small)


def _table(random: Random) -> str:
    width = random.randint(2, 6)
    lines = [_heading(random) for _ in range(random.randint(0, 2))]
    lines += [" | ".join(_heading(random) for _ in range(width)) for _ in range(random.randint(1, 2))]
    cells = ["1", "12.000", "surplus", "Jalan", "50,2", "."]
    lines += [" | ".join(random.choice(cells) for _ in range(width)) for _ in range(3)]
    return "\n".join(lines)
