"""Where a rule breaks in nearly all rows of a table, the table was understood otherwise than meant: that is said once.

A mistake breaks a few rows. A column taken for another, or rows hung in a wrong tree, breaks nearly all; to accuse each
of them would bury the reader in false findings, and to say nothing would be a silent skip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from audit.model.document import Problem
from audit.model.report import Claim, Unasked
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.copies import reads_copy
from audit.rules.expression import MANY_ROWS, Comparison, Key, paths
from audit.rules.rule import Base, Rule
from audit.rules.second_look import adds_children
from audit.rules.whole_column import mended_by
from audit.rules.world import World

_HINT = Text(
    "Jalankan `audit read` pada berkas ini untuk melihat bagaimana tabel dibaca.",
    "Run `audit read` on the file to see how the table was read.",
)
_NUMBERING = Text(
    "menurut penomoran bagiannya, tetapi tidak satu pun jumlah di tabel ini cocok",
    "by numbering they are parts, but not one such sum of the table agrees",
)

#: Fewer asked claims than this say nothing of a table.
_FEWEST = 3


def guarded(
    rule: Rule, statement: Statement, claims: Sequence[Claim], base: Base | None = None
) -> tuple[Sequence[Claim], Problem | None]:
    """The claims of one rule about one table; where most are broken, all broken ones unasked and one Problem."""
    assertion = rule.assertion
    if not isinstance(assertion, Comparison) or assertion.relation != "=":
        return claims, None
    what = _doubted(assertion)
    if what is None:
        return claims, None
    asked = [claim for claim in claims if claim.verdict != "unasked"]
    broken = [claim for claim in asked if _is_broken(claim)]
    # One mistyped part is wrong in its total too, so two of three rows may break by a single slip; four of five do not.
    doubtful = len(broken) * 5 >= len(asked) * 4
    if len(asked) < _FEWEST or not doubtful:
        return claims, None
    if what == "columns-not-understood" and reads_copy(assertion, base, statement):
        return claims, None
    reason = Text(
        f"berlaku hanya di {len(asked) - len(broken)} dari {len(asked)} baris, jadi tabel mungkin dibaca keliru",
        f"holds in only {len(asked) - len(broken)} of {len(asked)} rows, so the table may have been misunderstood",
    )
    unasked = [replace(c, verdict="unasked", reason=reason) if _is_broken(c) else c for c in claims]
    mended = mended_by(broken) if what == "columns-not-understood" else None
    return unasked, _problem(rule, statement, len(asked), len(broken), what, mended)


def _is_broken(claim: Claim) -> bool:
    return claim.verdict == "violated" and not claim.coarser


def doubt_numbering(
    claims: list[Claim],
    origins: Sequence[tuple[Rule, object]],
    world: World,
    unasked: list[Unasked],
    problems: list[Problem],
) -> None:
    """Sums under rows whose parts are known by numbering alone are unasked where not one of a table holds.

    In a list of provinces and their districts the numbering looks like that of parts, and nothing adds up.
    """
    by_statement: dict[str, list[int]] = defaultdict(list)
    for number, (claim, (rule, _)) in enumerate(zip(claims, origins, strict=True)):
        statement = world.statements[claim.statement]
        sums = isinstance(rule.assertion, Comparison) and adds_children(rule.assertion)
        if sums and claim.row in statement.weak and claim.verdict != "unasked":
            by_statement[claim.statement].append(number)
    for id, numbers in by_statement.items():
        if len(numbers) < 2 or any(claims[n].verdict == "holds" for n in numbers):
            continue
        for number in numbers:
            claim = claims[number]
            claims[number] = replace(claim, verdict="unasked", reason=_NUMBERING)
            unasked.append(Unasked(claim.rule, id, claim.column, _NUMBERING, (claim.row,)))
        problems.append(_not_parts(world.statements[id], [claims[n].row for n in numbers]))


def _not_parts(statement: Statement, rows: Sequence[int]) -> Problem:
    names = ", ".join(statement.rows[row].short for row in sorted(set(rows))[:3])
    return Problem(
        "recognise",
        "tree-not-understood",
        Text(
            f"{statement.name}: baris di bawah {names} tampak seperti bagiannya menurut penomoran, tetapi tidak satu "
            f"pun jumlahnya cocok. Mungkin bukan bagiannya, atau semuanya salah; tidak dituduh satu per satu.",
            f"{statement.name}: the rows under {names} look like parts by their numbering, but not one sum agrees. "
            f"Either they are no parts, or all is wrong; they are not accused one by one.",
        ),
        statement.place,
        _HINT,
    )


def _doubted(assertion: Comparison) -> str | None:
    """What may have been misunderstood where an equation breaks nearly everywhere; None where few rows are asked."""
    if adds_children(assertion):
        return "tree-not-understood"
    steps = [step for path in paths(assertion) for step in path.steps]
    if any(isinstance(selector, Key) for path in paths(assertion) for _, selector in path.chosen):
        return "tables-not-alike"
    if "twin" in steps or "prev" in steps:
        return "tables-not-alike"
    within_row = all(len(path.steps) == 1 and path.inner is None for path in paths(assertion))
    return "columns-not-understood" if within_row and not MANY_ROWS & set(steps) else None


_WHAT = {
    "tree-not-understood": Text("susunan barisnya dibaca keliru", "the tree of its rows was misunderstood"),
    "columns-not-understood": Text("kolom-kolomnya dibaca keliru", "the meaning of its columns was misunderstood"),
    "tables-not-alike": Text(
        "tabel pembandingnya untuk waktu atau versi lain", "the other table is of another time or version"
    ),
}


def _problem(rule: Rule, statement: Statement, asked: int, broken: int, what: str, mended: Text | None) -> Problem:
    return Problem(
        "recognise",
        what,
        Text(
            f"{statement.name}: {rule.text} tidak berlaku di {broken} dari {asked} baris. Mungkin {_WHAT[what].id}, "
            f"atau seluruh tabel salah; baris-baris itu tidak dituduh satu per satu."
            + (f" {mended.id}" if mended is not None else ""),
            f"{statement.name}: {rule.text} does not hold in {broken} of {asked} rows. Either {_WHAT[what].en} "
            f"or the whole table is wrong; its rows are not accused one by one."
            + (f" {mended.en}" if mended is not None else ""),
        ),
        statement.place,
        _HINT,
    )
