"""The terminal report says where it ends: what was not looked at, not asked, not tied, and how it took percentages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text as Line

from audit.model.document import Place, Problem
from audit.model.report import Report
from audit.model.text import Lang
from audit.reporters import _quoted as quoted
from audit.reporters import _story as story
from audit.reporters._flow import Word, commas, filled, prose, unbroken
from audit.reporters._gathered import gathered
from audit.reporters._story import clean
from audit.reporters._words import counted, number, word


def problems(met: Sequence[Problem], lang: Lang, width: int) -> Iterator[Line]:
    """What was not looked at, why, and what to do about it."""
    for problem in gathered(met):
        yield from filled(stage(problem, lang), width)
        yield from filled(prose(problem.message(lang)), width, 2)
        if problem.lost:
            yield from filled(prose(f"{word('lost', lang)}: {clean(problem.lost(lang))}"), width, 2)
        if problem.hint:
            yield from filled(prose(f"{word('hint', lang)}: {problem.hint(lang)}"), width, 2)


def stage(problem: Problem, lang: Lang) -> list[Word]:
    """Where a problem is, in which step it arose, and what it is called."""
    place = unbroken(problem.place.text, "bold") if problem.place else []
    return [*place, *unbroken(f"{word(problem.stage, lang)} ({problem.code})")]


def unasked(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    """The claims that could not be asked, by reason, and the rules whose claims they are."""
    for reason, count, groups in story.unasked(report, lang):
        counts: dict[str, int] = {}
        for group in groups:
            rule = f"{group.rule} ({group.column})" if group.column and group.column != group.rule else group.rule
            counts[rule] = counts.get(rule, 0) + group.count
        named = sorted(counts.items(), key=lambda item: -item[1])
        rules = [
            piece for rule, of in named for piece in unbroken(times(rule, of if len(named) > 1 else 0, lang), "dim")
        ]
        yield from filled([*prose(times(reason, count, lang)), *commas(rules)], width, 0, 2)


def times(what: str, count: int, lang: Lang) -> str:
    """What there is so many times."""
    return f"{number(count, lang)} × {what}" if count else what


def coverage(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    """How much was asked, what could not be read, and which columns no rulebook knows."""
    yield from filled(prose(story.coverage(report, lang)), width, 0, 2)
    unread: Sequence[Place] = report.coverage.unread
    places = [piece for place in unread for piece in unbroken(place.text)]
    if places:
        yield from filled([*unbroken(word("unread", lang), "bold"), *commas(places)], width, 0, 2)
    headings = [f"{heading} ({number(count, lang)})" for heading, count in story.unknown(report)]
    if headings:
        yield from filled(prose(f"{word('unknown-columns', lang)}: {', '.join(headings)}"), width, 0, 2)


def percentages(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    """The base and the rounding of each column of percentages."""
    for names, taken in story.decisions(report, lang):
        phrases = [piece for phrase in taken for piece in prose(phrase)]
        yield from filled([*prose(names, "bold"), *phrases], width, 0, 2)


def untied(report: Report, lang: Lang, width: int) -> Iterator[Line]:
    """Figures of sentences that are tied to nothing, each with what it may mean; those past a handful are counted."""
    found = quoted.untied(report)
    for mention in found[: quoted.UNTIED]:
        yield from filled(
            [
                *unbroken(mention.place.text, "bold"),
                *prose(quoted.quote(mention.sentence, mention.start, mention.end)),
            ],
            width,
            0,
            3,
        )
        for told in quoted.candidates(report, mention):
            yield from filled(prose(f"{word('perhaps', lang)}: {told}"), width, 3, 2)
    if len(found) > quoted.UNTIED:
        more = counted(len(found) - quoted.UNTIED, "mention", lang)
        yield from filled(prose(word("more-untied", lang, more), "dim"), width)
