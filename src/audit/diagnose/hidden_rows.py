"""A total fits only without rows of the sheet that are hidden: what was added leaves out what nobody sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.diagnose._case import Case, Cell, Hypothesis, changed, listed, proposed
from audit.model.text import Text
from audit.rules.expression import Comparison
from audit.rules.second_look import adds_children


def hidden_rows(case: Case) -> Iterator[Hypothesis]:
    """One for each row whose broken sums hold once its hidden parts count for nothing."""
    fitting: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in sorted(case.open):
        claim = case.claims[number]
        statement = case.world.statements[claim.statement]
        rule = case.answers.origins[number][0]
        if not statement.hidden or not isinstance(rule.assertion, Comparison) or not adds_children(rule.assertion):
            continue
        parts: list[Cell] = [
            (part.statement, part.row, part.column)
            for part in claim.because
            if part.statement == statement.id and part.row in statement.hidden and part.figure is not None
        ]
        nothing = {cell: figure.value * 0 for cell in parts if (figure := case.figure(cell)) is not None}
        if nothing and case.ask(number, changed(case.world, nothing)).verdict == "holds":
            fitting[(statement.id, claim.row)].append(number)
    for (id, row), numbers in fitting.items():
        statement = case.world.statements[id]
        hidden = sorted({part.row for n in numbers for part in case.claims[n].because} & statement.hidden)
        names = listed(f"{statement.rows[n].short} ({statement.rows[n].place.text})" for n in hidden)
        name = statement.rows[row].short
        message = Text(
            f"{name}: jumlahnya cocok hanya tanpa yang disembunyikan: {names.id}. Tampilkan, lalu jumlahkan atau hapus",
            f"{name}: the total fits only without what is hidden: {names.en}. Unhide it, then add it or delete it",
        )
        cells = tuple(
            case.cell((id, row, column), proposed(case.claims[n])) for n in numbers if (column := case.claims[n].column)
        )
        certain = len(numbers) > 1
        yield Hypothesis("formula-range", message, cells, frozenset(numbers), "certain" if certain else "likely")
