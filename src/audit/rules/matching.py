"""Rows of a recap are paired with the statements that they repeat, one to one, the whole assignment at once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from audit.model.statement import Statement
from audit.notation.headings import has_phrase, telling, words
from audit.rules.periods import moment, periods

#: Of the telling words of a label so many must stand in the title before the two are a pair.
_LEAST = Fraction(2, 3)


def pair_statements(
    recap: Statement,
    others: Sequence[Statement],
    synonyms: Sequence[Sequence[str]],
    common: frozenset[str] = frozenset(),
) -> dict[int, Statement]:
    """The statement that each row of a recap repeats, by words of titles and labels and by section letter.

    ``common`` words, as "dinas" or "program", tell nothing apart. A pair that could as well be another by its words
    is no pair: figures alone, even equal ones, are no check.
    """
    groups = [frozenset(words(text) for text in group) for group in synonyms]
    rows = [row.index for row in recap.rows if row.figures and row.kind not in ("stray", "balance", "total")]
    scores = {
        (row, n): score
        for row in rows
        for n, other in enumerate(others)
        if (score := _likeness(recap, row, other, groups, common)) > 0
    }
    chosen = best_pairs(scores)
    return {row: others[n] for row, n in chosen.items() if not _exchangeable(row, n, chosen, scores)}


def _exchangeable(row: int, n: int, chosen: dict[int, int], scores: dict[tuple[int, int], Fraction]) -> bool:
    """Whether the row and another could exchange their statements, or take a free one, without any loss."""
    for other, m in chosen.items():
        crossed = scores.get((row, m), Fraction(0)), scores.get((other, n), Fraction(0))
        if other != row and all(crossed) and sum(crossed) >= scores[(row, n)] + scores[(other, m)]:
            return True
    taken = set(chosen.values())
    rivals = [scores.get((row, m), Fraction(0)) for (_, m) in scores if m not in taken]
    claims = [scores.get((other, n), Fraction(0)) for (other, _) in scores if other not in chosen]
    return any(score >= scores[(row, n)] for score in (*rivals, *claims))


def _likeness(
    recap: Statement, row: int, other: Statement, groups: list[frozenset[tuple[str, ...]]], common: frozenset[str]
) -> Fraction:
    here = recap.rows[row]
    label = _with_synonyms(here.uraian, groups) - common
    best = Fraction(0)
    for name in other.names:
        title = _with_synonyms(name, groups) - common
        shared = len(label & title)
        if shared and shared >= _LEAST * len(label):
            best = max(best, Fraction(2 * shared, len(label) + len(title)))
    if not best:
        return best
    # A letter is a witness only beside words.
    if here.code and any(_section(name) == here.code.lower() for name in other.names):
        best += Fraction(1, 4)
    return best


def _with_synonyms(text: str, groups: list[frozenset[tuple[str, ...]]]) -> frozenset[str]:
    """The telling words of a text; a group of synonyms counts as one word, its first."""
    have = words(text)
    found = set(telling(text))
    for group in groups:
        present = [phrase for phrase in group if has_phrase(have, phrase)]
        if present:
            for phrase in present:
                found -= set(phrase)
            found.add(" ".join(min(group)))
    return frozenset(found)


def _section(name: str) -> str:
    """The letter or number that a title begins with, as the A of "A. PROGRAM …"."""
    first = name.split(maxsplit=1)
    mark = first[0].rstrip(".)").lower() if first else ""
    return mark if len(mark) <= 3 and first and (first[0][-1] in ".)" or len(mark) == 1) else ""


def best_pairs(scores: dict[tuple[int, int], Fraction]) -> dict[int, int]:
    """The one-to-one assignment with the highest sum of scores; pairs without a score are left apart.

    The Hungarian method on the square of all rows and columns, zeros where there is no score (Kuhn 1955, in the
    form with potentials). Ties go to the earlier pair.
    """
    rows, columns = sorted({r for r, _ in scores}), sorted({c for _, c in scores})
    if not rows:
        return {}
    size = max(len(rows), len(columns))
    top = max(scores.values())
    cost = [
        [
            top - (scores.get((rows[r], columns[c]), Fraction(0)) if r < len(rows) and c < len(columns) else 0)
            for c in range(size)
        ]
        for r in range(size)
    ]
    match = _assign(cost)
    return {
        rows[r]: columns[c]
        for c, r in match.items()
        if r < len(rows) and c < len(columns) and (rows[r], columns[c]) in scores
    }


def _assign(cost: list[list[Fraction]]) -> dict[int, int]:
    """The cheapest perfect matching of a square matrix: column to row."""
    size = len(cost)
    row_potential = [Fraction(0)] * (size + 1)
    column_potential = [Fraction(0)] * (size + 1)
    owner = [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        here = 0
        slack: list[Fraction | None] = [None] * (size + 1)
        came_from = [0] * (size + 1)
        seen = [False] * (size + 1)
        while owner[here]:
            seen[here] = True
            step: Fraction | None = None
            nearest = 0
            for column in range(1, size + 1):
                if seen[column]:
                    continue
                reduced = cost[owner[here] - 1][column - 1] - row_potential[owner[here]] - column_potential[column]
                known = slack[column]
                if known is None or reduced < known:
                    slack[column], came_from[column] = reduced, here
                    known = reduced
                if step is None or known < step:
                    step, nearest = known, column
            if step is None:
                break
            for column in range(size + 1):
                known = slack[column]
                if seen[column]:
                    row_potential[owner[column]] += step
                    column_potential[column] -= step
                elif known is not None:
                    slack[column] = known - step
            here = nearest
        while here:
            owner[here] = owner[came_from[here]]
            here = came_from[here]
    return {column - 1: owner[column] - 1 for column in range(1, size + 1)}


def twins(statements: Sequence[Statement]) -> dict[tuple[str, int], tuple[str, int]]:
    """Rows that stand for the same thing in two statements of one kind, the later pointing to the earlier.

    Two statements are twins only if two thirds of the rows of each, and three at least, have a counterpart with the
    same label, and if the totals and most of the money agree: two periods of one report share labels, not money.
    """
    found: dict[tuple[str, int], tuple[str, int]] = {}
    for n, later in enumerate(statements):
        for earlier in statements[:n]:
            if earlier.kind == later.kind and not _of_other_times(earlier, later):
                pairs = _twin_rows(earlier, later)
                found.update({(later.id, b): (earlier.id, a) for a, b in pairs})
    return found


def _of_other_times(earlier: Statement, later: Statement) -> bool:
    """Whether the titles name different years, periods or versions of the budget."""
    one, two = (periods(" ".join(statement.names)) for statement in (earlier, later))
    return bool(one) and bool(two) and one != two


def before(statements: Sequence[Statement]) -> dict[tuple[str, int], tuple[str, int]]:
    """Each row's counterpart in the statement of the same kind for the period before, by code and label.

    The periods are those that the titles name; a statement of the same period as another has no certain place.
    """
    found: dict[tuple[str, int], tuple[str, int]] = {}
    times = {statement.id: moment(" ".join(statement.titles)) for statement in statements}
    for later in statements:
        now = times[later.id]
        if now is None:
            continue
        earlier = [
            (then, statement)
            for statement in statements
            if statement.kind == later.kind and (then := times[statement.id]) and then[0] == now[0] and then < now
        ]
        last = max((then for then, _ in earlier), default=None)
        nearest = [statement for then, statement in earlier if then == last]
        if len(nearest) == 1:
            here, there = _by_label(later), _by_label(nearest[0])
            found.update({(later.id, here[key]): (nearest[0].id, there[key]) for key in here if key in there})
    return found


def _by_label(statement: Statement) -> dict[tuple[str, frozenset[str]], int]:
    """The rows with figures whose code and label stand only once in a statement."""
    counted: dict[tuple[str, frozenset[str]], list[int]] = {}
    for row in statement.rows:
        if row.figures:
            counted.setdefault((row.code.lower(), telling(row.uraian)), []).append(row.index)
    return {key: indices[0] for key, indices in counted.items() if len(indices) == 1}


def _twin_rows(earlier: Statement, later: Statement) -> list[tuple[int, int]]:
    here, there = _by_label(earlier), _by_label(later)
    shared = [key for key in here if key in there]
    if len(shared) < 3 or len(shared) * 3 < 2 * max(len(here), len(there)):
        return []
    pairs = [(here[key], there[key]) for key in shared]
    money = [column.name for column in earlier.columns if column.type == "rupiah"]
    same = asked = 0
    for a, b in pairs:
        for name in money:
            one, two = earlier.rows[a].figures.get(name), later.rows[b].figures.get(name)
            if one is not None and two is not None:
                asked += 1
                same += one.interval().meets(two.interval())
    return pairs if asked and same * 3 >= asked * 2 else []
