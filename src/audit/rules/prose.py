"""Rules that name a sentence: the amount in it is held against a figure of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.model.document import Place
from audit.model.figure import Figure, Interval
from audit.model.report import Mention, Operand, Verdict
from audit.model.statement import Statement
from audit.model.text import Text
from audit.notation.beside import Words
from audit.notation.calendar import years_in
from audit.rules.evaluate import Evaluator
from audit.rules.expression import Comparison, InWords, Path
from audit.rules.reach import every
from audit.rules.rule import Rule
from audit.rules.values import Inapplicable, NotAsked, Value, compare
from audit.rules.world import Spot, World

#: Where the amount stands in the sentence that a rule names, and its unit.
PLACEHOLDER = re.compile(r"\{(rupiah|percent|count|rank)\}")
#: What an amount is held against where no equation says it: what its words mean in the tables, or its own sentence.
TOLD = {"tables": Path(("tables",)), "sentence": Path(("sentence",))}
#: An ellipsis in the sentence stands for so many words at most.
_GAP = 8

#: A sentence stands in no table; paths over statements start from here.
_NOWHERE = Spot(Statement("", "", "", "", (), Place("", ""), (), (), (), ()), None)


@dataclass(frozen=True, slots=True)
class Said:
    """An amount in running text with its figure, None where its print can be read in two ways, and its words."""

    mention: Mention
    figure: Figure | None
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class ProseClaim:
    """A rule put to one amount in a sentence, with what the tables imply and the figures that this rests on.

    ``way`` says which way the sentence and the tables go, where only that differs.
    """

    rule: Rule
    said: Said
    verdict: Verdict
    implied: Interval | None = None
    because: tuple[Operand, ...] = ()
    reason: Text | None = None
    coarser: bool = False
    told: Text | None = None
    candidates: tuple[Operand, ...] = ()
    way: Text | None = None

    @property
    def by_itself(self) -> bool:
        """Whether the sentence was held against its own words alone, and no table was asked."""
        return held_against(self.rule) == "sentence" or any(
            isinstance(node, InWords) for node in every(self.rule.assertion)
        )


def prose_claims(rules: Iterable[Rule], said: Sequence[Said], world: World) -> list[ProseClaim]:
    """The claims that the rules about prose make of the amounts in it."""
    found = []
    for rule in rules:
        if held_against(rule) is not None:
            continue
        sentences = [_sentence(mention) for mention in rule.mention] if rule.off is None else []
        for amount in said:
            if any(_is_meant(amount.mention, *sentence) for sentence in sentences):
                claim = _ask(rule, amount, world)
                if claim is not None:
                    found.append(claim)
    return found


def held_against(rule: Rule) -> str | None:
    """What a rule about prose holds an amount against where it names no figure: "tables" or "sentence"."""
    assertion = rule.assertion
    if not rule.mention or not isinstance(assertion, Comparison) or assertion.relation != "=":
        return None
    return next((name for name, path in TOLD.items() if path == assertion.right), None)


def units_of(rule: Rule) -> tuple[str, ...]:
    """The units of the amounts that a rule about prose speaks of."""
    return tuple(dict.fromkeys(unit for mention in rule.mention for unit in PLACEHOLDER.findall(mention)))


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
        words = _words_of(said) if any(isinstance(node, InWords) for node in every(assertion)) else None
        implied = Evaluator(world, words=words).value(assertion.right, _NOWHERE)
    except Inapplicable:
        return None
    except NotAsked as silence:
        return ProseClaim(rule, said, "unasked", reason=silence.reason)
    if said.figure is None or implied.blanks:
        reason = Text("angka tidak terbaca pasti", "the amount cannot be read for certain")
        return ProseClaim(rule, said, "unasked", reason=reason)
    if compare(assertion.relation, Value(said.figure.interval()), implied, rule.tolerance) == "holds":
        return ProseClaim(rule, said, "holds", implied.interval, implied.operands)
    if said.words is not None and words is not None:
        doubt = _doubt(said.words, said.figure)
        if doubt is not None:
            return ProseClaim(rule, said, "unasked", reason=doubt)
    other = _stands_elsewhere(said.figure, implied, world)
    if other is not None:
        reason = Text(
            f"angkanya sama dengan {other}, yang mungkin dimaksud", f"the amount is that of {other}, which may be meant"
        )
        return ProseClaim(rule, said, "unasked", reason=reason)
    if any(operand.statement in world.cited for operand in implied.operands):
        others = set(years_in(said.mention.sentence)) - {world.cited.year}
        if others:
            years = ", ".join(sorted(others))
            reason = Text(f"kalimat ini juga menyebut {years}", f"the sentence names {years} as well")
            return ProseClaim(rule, said, "unasked", reason=reason)
    return ProseClaim(rule, said, "violated", implied.interval, implied.operands)


def _words_of(said: Said) -> Figure | None:
    """The words beside an amount as a figure, None where there are none; raises NotAsked where they are in doubt."""
    words = said.words
    if words is None:
        return None
    if words.reading is None:
        raise NotAsked(Text("kata-katanya tidak terbaca pasti", "the words cannot be read for certain"))
    figure = words.reading.figure(words.printed)
    return Figure(figure.value * words.factor, figure.quantum * words.factor, words.printed)


def _doubt(words: Words, figure: Figure) -> Text | None:
    """Why words that are not the figure accuse nobody: a slip in them, or sen that they leave out."""
    assert words.reading is not None
    assert words.value is not None
    slip = next((slip for slip in words.reading.slips if not slip.sure), None)
    if slip is not None:
        return Text(
            f"“{slip.printed}” dalam kata-katanya mungkin “{slip.meant}”, mungkin bilangan lain",
            f"“{slip.printed}” in the words may be “{slip.meant}”, or another number",
        )
    if words.reading.unit != "percent" and figure.value.denominator != 1 and words.value.denominator == 1:
        apart = abs(figure.value) - abs(words.value)
        if Fraction(-1, 2) <= apart < 1:
            return Text("kata-katanya tidak menyebut sen", "the words leave out the sen")
    return None


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
