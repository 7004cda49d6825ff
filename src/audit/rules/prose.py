"""Rules that name a sentence: the amount in it is held against a figure of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.model.document import Place
from audit.model.figure import Figure, Interval
from audit.model.report import Mention, Operand, Verdict
from audit.model.statement import Statement
from audit.model.text import Text
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Comparison
from audit.rules.rule import Rule
from audit.rules.values import Inapplicable, NotAsked, Value, compare
from audit.rules.world import Spot, World

#: Where the amount stands in the sentence that a rule names, and its unit.
PLACEHOLDER = re.compile(r"\{(rupiah|percent)\}")
#: An ellipsis in the sentence stands for so many words at most.
_GAP = 8

#: A sentence stands in no table; paths over statements start from here.
_NOWHERE = Spot(Statement("", "", "", "", (), Place("", ""), (), (), (), ()), None)


@dataclass(frozen=True, slots=True)
class Said:
    """An amount in running text with its figure, None where its print can be read in two ways."""

    mention: Mention
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class ProseClaim:
    """A rule put to one amount in a sentence, with what the tables imply and the figures that this rests on."""

    rule: Rule
    said: Said
    verdict: Verdict
    implied: Interval | None = None
    because: tuple[Operand, ...] = ()
    reason: Text | None = None


def prose_claims(rules: Iterable[Rule], said: Sequence[Said], world: World) -> list[ProseClaim]:
    """The claims that the rules about prose make of the amounts in it."""
    found = []
    for rule in rules:
        sentences = [_sentence(mention) for mention in rule.mention] if rule.off is None else []
        for amount in said:
            if any(_is_meant(amount.mention, *sentence) for sentence in sentences):
                claim = _ask(rule, amount, world)
                if claim is not None:
                    found.append(claim)
    return found


def _is_meant(mention: Mention, unit: str, before: re.Pattern[str], after: re.Pattern[str]) -> bool:
    """Whether the amount stands in a sentence as a rule names it."""
    left, right = mention.sentence[: mention.start], mention.sentence[mention.end :]
    return mention.unit == unit and before.search(left) is not None and after.match(right) is not None


def _sentence(mention: str) -> tuple[str, re.Pattern[str], re.Pattern[str]]:
    """The unit of the amount, and what must stand right before and right after it."""
    place = PLACEHOLDER.search(mention)
    assert place is not None
    before, after = mention[: place.start()], mention[place.end() :]
    return (
        place[1],
        re.compile(rf"(?<!\w){_words(before)}\W*$" if before.strip() else "", re.IGNORECASE),
        re.compile(rf"\W*{_words(after)}(?!\w)" if after.strip() else "", re.IGNORECASE),
    )


def _words(text: str) -> str:
    """A pattern for the words of a text with any marks and blanks between them."""
    parts = [r"\W+".join(map(re.escape, re.findall(r"\w+", part))) for part in re.split(r"…|\.\.\.", text)]
    return rf"(?:\W+\w+){{0,{_GAP}}}?\W+".join(parts)


def _ask(rule: Rule, said: Said, world: World) -> ProseClaim | None:
    assertion = rule.assertion
    assert isinstance(assertion, Comparison)
    try:
        implied = Evaluator(world).value(assertion.right, _NOWHERE)
    except Inapplicable:
        return None
    except NotAsked as silence:
        return ProseClaim(rule, said, "unasked", reason=silence.reason)
    if said.figure is None or implied.blanks:
        reason = Text("angka tidak terbaca pasti", "the amount cannot be read for certain")
        return ProseClaim(rule, said, "unasked", reason=reason)
    if compare(assertion.relation, Value(said.figure.interval()), implied, rule.tolerance) == "holds":
        return ProseClaim(rule, said, "holds", implied.interval, implied.operands)
    other = _stands_elsewhere(said.figure, implied, world)
    if other is not None:
        reason = Text(
            f"angkanya sama dengan {other}, yang mungkin dimaksud", f"the amount is that of {other}, which may be meant"
        )
        return ProseClaim(rule, said, "unasked", reason=reason)
    return ProseClaim(rule, said, "violated", implied.interval, implied.operands)


def _stands_elsewhere(figure: Figure, implied: Value, world: World) -> str | None:
    """A row that prints the amount in a column that the rule speaks of: where it may be meant, nobody is accused."""
    columns = {operand.column for operand in implied.operands}
    for statement in world.statements.values():
        for row in statement.rows:
            for column in columns:
                there = row.figures.get(column)
                if there is not None and there.value and there.interval().meets(figure.interval()):
                    return row.short
    return None
