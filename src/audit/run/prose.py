"""Amounts in running text become mentions, and what is wrong with them findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.model.document import Passage
from audit.model.figure import Figure
from audit.model.report import Finding, Mention, MentionVerdict, SaidInWords, Severity, Unasked, Verdict
from audit.model.text import Text
from audit.model.vocabulary import Vocabulary
from audit.notation.beside import Words
from audit.notation.mentions import amounts_in
from audit.notation.numerals import amount_text
from audit.rules.expression import Predicate
from audit.rules.prose import ProseClaim, Said, held_against, units_of
from audit.rules.rule import Rule
from audit.rules.world import World
from audit.run.findings import allowance, expectation, malformed_sentence
from audit.tie import Tied, tied

#: So many letters of the sentence before an amount tell it from other amounts.
_BEFORE = 40

_VERDICTS: dict[str, Verdict] = {
    "agrees": "holds",
    "coarser": "holds",
    "contradicted": "violated",
    "untied": "unasked",
}
_UNTIED = Text("tidak ada angka tabel yang pasti dimaksud", "no figure of a table is surely meant")


@dataclass(frozen=True, slots=True)
class Amount:
    """A mention with all readings of its print, more than one where it is malformed and could mean either."""

    mention: Mention
    said: Said
    readings: tuple[Fraction, ...]
    malformed: bool


def amounts_of(passages: Iterable[Passage], nouns: frozenset[tuple[str, ...]] = frozenset()) -> list[Amount]:
    """The amounts of running text, in order; ``nouns`` are those of what the tables count."""
    found: list[Amount] = []
    for passage in passages:
        for amount in amounts_in(passage.text, nouns):
            numeral = amount.numeral
            mention = Mention(
                f"M{len(found) + 1}",
                passage.place,
                passage.text,
                amount.start,
                amount.end,
                amount.printed,
                amount.unit,
                numeral.value,
                "untied",
                said_in_words(amount.words),
            )
            value = numeral.readings[0] if len(numeral.readings) == 1 else numeral.value
            # Rupiah without a word of magnitude are exact; a percentage has the step of its last digit.
            figure = Figure(value, numeral.quantum, amount.printed) if value is not None else None
            found.append(Amount(mention, Said(mention, figure, amount.words), numeral.readings, numeral.malformed))
    return found


def said_in_words(words: Words | None) -> SaidInWords | None:
    """The words beside an amount as the report has them; a slip that may be another number leaves them in doubt."""
    if words is None:
        return None
    sure = words.reading is not None and words.reading.sure
    return SaidInWords(words.start, words.end, words.printed, words.value if sure else None)


def with_verdicts(amounts: Iterable[Amount], claims: Iterable[ProseClaim]) -> tuple[Mention, ...]:
    """The mentions with what the rules about prose say of them; contradicted outweighs agrees.

    A sentence that agrees with its own words alone is tied to nothing.
    """
    found: dict[str, Mention] = {amount.mention.id: amount.mention for amount in amounts}
    for claim in claims:
        found.setdefault(claim.said.mention.id, claim.said.mention)
        mention = found[claim.said.mention.id]
        if claim.verdict == "violated":
            verdict: MentionVerdict = "contradicted"
        elif claim.verdict == "holds" and held_against(claim.rule) == "sentence":
            verdict = "agrees"
        elif claim.verdict == "holds" and not claim.by_itself:
            verdict = "coarser" if claim.coarser else "agrees"
        else:
            if claim.candidates and mention.verdict == "untied":
                found[mention.id] = replace(mention, candidates=claim.candidates)
            continue
        if mention.verdict == "untied" or (verdict == "contradicted" and mention.verdict != "contradicted"):
            found[mention.id] = replace(
                mention,
                verdict=verdict,
                tied=claim.because,
                candidates=claim.candidates,
                told=claim.told,
                within=claim.by_itself,
            )
    return tuple(found.values())


def ties(
    passages: Sequence[Passage],
    amounts: Sequence[Amount],
    claims: Sequence[ProseClaim],
    rules: Sequence[Rule],
    world: World,
    words: Vocabulary,
) -> list[ProseClaim]:
    """The claims of amounts that no rule names: each held against what its words mean in the tables, or in itself.

    A rule that names the sentence speaks first; an amount that it asked about is left to it.
    """
    asked = {claim.said.mention.id for claim in claims if claim.verdict != "unasked" and not claim.by_itself}
    against = {
        (name, unit): rule
        for rule in rules
        if (name := held_against(rule)) and rule.off is None
        for unit in units_of(rule)
    }
    found, ranks = [], 0
    every = tied(passages, [amount.said for amount in amounts], world, words)
    for one in (part for whole in every for part in (whole, *_second(whole))):
        outcome, unit = one.outcome, one.said.mention.unit or ""
        rule = against.get(("sentence" if outcome.within else "tables", unit))
        if rule is None or (
            one.said.mention.id in asked and not (outcome.within and outcome.verdict == "contradicted")
        ):
            continue
        reading, said = outcome.reading, one.said
        if not said.mention.id:
            ranks += 1
            said = replace(said, mention=replace(said.mention, id=f"M{len(amounts) + ranks}"))
        found.append(
            ProseClaim(
                rule,
                said,
                _VERDICTS[outcome.verdict],
                reading.interval if reading else None,
                reading.operands if reading else (),
                reason=None if reading else _UNTIED,
                coarser=outcome.verdict == "coarser",
                told=reading.text if reading else None,
                candidates=outcome.candidates,
                way=outcome.way,
            )
        )
    return found


def _second(one: Tied) -> Iterator[Tied]:
    """What the sentence itself says against an amount that a table contradicts already: a second proof."""
    if one.outcome.besides is not None:
        yield replace(one, outcome=one.outcome.besides)


def findings_in_prose(amounts: Iterable[Amount], claims: Iterable[ProseClaim], rules: Sequence[Rule]) -> list[Finding]:
    """Malformed amounts, under the rule that asks the same of the tables, and those that the tables contradict."""
    rule = next((r for r in rules if isinstance(r.assertion, Predicate) and r.assertion.name == "wellformed"), None)
    found = [] if rule is None else [_malformed(amount, rule) for amount in amounts if amount.malformed]
    found.extend(_contradicted(claim) for claim in claims if claim.verdict == "violated")
    return found


def unasked_in_prose(claims: Iterable[ProseClaim]) -> tuple[Unasked, ...]:
    """What the rules about prose could not ask, with the reason and the amounts that it concerns."""
    groups: dict[tuple[str, Text], list[str]] = defaultdict(list)
    for claim in claims:
        if claim.verdict == "unasked":
            groups[(claim.rule.id, claim.reason or _UNTIED)].append(claim.said.mention.id)
    return tuple(Unasked(rule, None, None, reason, (), tuple(ids)) for (rule, reason), ids in groups.items())


def _malformed(amount: Amount, rule: Rule) -> Finding:
    mention, readings = amount.mention, amount.readings
    severity: Severity = rule.severity if len(readings) == 1 else "warning"
    said = malformed_sentence("{}", mention.printed, readings, mention.unit)
    return _finding(
        mention, rule, severity, mention.value, Text(said.id.format("narasi"), said.en.format("prose")), kind="format"
    )


def _contradicted(claim: ProseClaim) -> Finding:
    mention, figure = claim.said.mention, claim.said.figure
    if figure is None:
        return _misranked(claim)
    assert claim.implied is not None
    expected, bounds = expectation(claim.implied, figure.quantum)
    should = amount_text(expected, mention.unit) if expected is not None else Text("?", "?")
    stated = amount_text(figure.value, mention.unit)
    words = mention.words if claim.by_itself else None
    if words is not None:
        # A line that is broken in the words is no part of them.
        printed = " ".join(words.printed.split())
        should = Text(f"“{printed}” ({should.id})", f"“{printed}” ({should.en})")
    source = claim.told or Text(claim.rule.text, claim.rule.text)
    message = Text(
        f"narasi: “{mention.printed}” ({stated.id}) bukan {should.id} ({source.id})",
        f"prose: “{mention.printed}” ({stated.en}) is not {should.en} ({source.en})",
    )
    if claim.way is not None:
        message = Text(
            f"narasi: “{mention.printed}” ({stated.id}): {claim.way.id} ({source.id})",
            f"prose: “{mention.printed}” ({stated.en}): {claim.way.en} ({source.en})",
        )
    finding = _finding(mention, claim.rule, claim.rule.severity, figure.value, message, kind="mention")
    return replace(
        finding,
        way=claim.way,
        expected=expected,
        expected_range=bounds,
        because=claim.because,
        assumption=allowance(claim.rule.tolerance) if claim.rule.tolerance else None,
    )


def _misranked(claim: ProseClaim) -> Finding:
    """A row that a sentence ranks first or last, and that another row of the table goes before."""
    mention, told = claim.said.mention, claim.told
    assert told is not None
    message = Text(
        f"narasi: bukan “{mention.printed}”, melainkan {told.id}", f"prose: not “{mention.printed}”, but {told.en}"
    )
    finding = _finding(mention, claim.rule, claim.rule.severity, None, message, kind="mention")
    return replace(finding, because=claim.because)


def _finding(
    mention: Mention, rule: Rule, severity: Severity, stated: Fraction | None, message: Text, *, kind: str
) -> Finding:
    before = mention.sentence[max(0, mention.start - _BEFORE) : mention.start]
    return Finding(
        id="",
        fingerprint="|".join((rule.id, "narasi", " ".join(before.lower().split()), mention.unit or "")),
        rule=rule.id,
        severity=severity,
        kind="mention" if kind == "mention" else "format",
        relation="=",
        statement=None,
        row=None,
        column=None,
        place=mention.place,
        printed=mention.printed,
        stated=stated,
        expected=None,
        expected_range=None,
        unit=mention.unit,
        because=(),
        message=message,
        sentence=(mention.sentence, mention.start, mention.end),
    )
