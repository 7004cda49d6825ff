"""Whether two conditions can hold of one row, and whether a condition can hold of any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from audit.model.figure import Interval
from audit.notation.headings import has_phrase, total_of, words
from audit.rules.equations import System
from audit.rules.expression import Comparison, Condition, Junction, Matches, Negated, Predicate
from audit.rules.polynomial import Constraint, constraint, pattern, reduced, written

Together = Literal["never", "doubtful", "possible"]

#: A condition that falls into more cases than this is taken as one that can hold.
_MOST_CASES = 512

#: What a label of a total in several words may begin with, as "sub total" or "J U M L A H".
_FIRST_OF_TOTAL = frozenset({"grand", "sub", "j", "t"})

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class _Fact:
    """One thing that is so in a case, or is not: a predicate or a match of text."""

    text: str
    so: bool
    node: Predicate | Matches


@dataclass(frozen=True, slots=True)
class _Case:
    """What is so together; a condition is so many of these, joined by "or"."""

    facts: tuple[_Fact, ...] = ()
    compared: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Logic:
    """How conditions are weighed.

    ``positive`` tells which atoms are never below zero, ``blank_is_zero`` whether a blank counts so. ``named`` are the
    conditions that ``is(name)`` stands for.
    """

    positive: Callable[[str], bool] = field(default=lambda _: False)
    blank_is_zero: bool = False
    named: Mapping[str, Condition] = field(default_factory=dict)

    def together(self, *conditions: Condition | None) -> Together:
        """Whether the conditions can hold of one row.

        It is doubtful where they look for different words in the same text: a label may hold both, but seldom does.
        """
        cases = self._cases(_both(conditions))
        if cases is None:
            return "possible"
        possible = [case for case in cases if not self._excluded(case, case.compared)]
        if not possible:
            return "never"
        return "doubtful" if all(_looks_for_several(case) for case in possible) else "possible"

    def implies(self, one: Condition | None, other: Condition | None) -> bool:
        """Whether the other holds wherever the one does; False where that cannot be told."""
        if other is None:
            return True
        if one is not None and set(conjuncts(other)) <= set(conjuncts(one)):
            return True
        known, denied = self._cases(_both([one])), self._cases(Negated(other))
        if known is None or denied is None or len(known) * len(denied) > _MOST_CASES:
            return False
        # A comparison of the other that a blank leaves untold is not so either, so only those of the one may tell.
        return all(
            self._excluded(_Case((*a.facts, *b.facts), (*a.compared, *b.compared)), a.compared)
            for a in known
            for b in denied
        )

    def _cases(self, condition: Condition) -> list[_Case] | None:
        # A name that stands for too many cases may still be held against itself.
        for named in (self.named, {}) if self.named else ({},):
            try:
                return list(_Cases(self.positive, named).of(condition, so=True))
            except _TooManyError:
                continue
        return None

    def _excluded(self, case: _Case, told: Sequence[Constraint]) -> bool:
        """Whether no row can be as a case says; the figures of what is ``told`` are there."""
        return (
            _contradict(case.facts)
            or _no_text(case.facts)
            or _no_figures(case.compared)
            or (not self.blank_is_zero and _compares_a_blank(case.facts, told))
        )


def conjuncts(condition: Condition | None) -> tuple[str, ...]:
    """The parts of a condition that must all hold, in one spelling."""
    if condition is None:
        return ()
    if isinstance(condition, Junction) and condition.word == "and":
        return tuple(text for part in condition.parts for text in conjuncts(part))
    return (written(condition),)


def _both(conditions: Iterable[Condition | None]) -> Condition:
    return Junction("and", tuple(condition for condition in conditions if condition is not None))


class _TooManyError(Exception):
    pass


@dataclass(slots=True)
class _Cases:
    """Takes a condition apart into cases."""

    positive: Callable[[str], bool]
    named: Mapping[str, Condition]
    made: int = 0

    def of(self, node: Condition, *, so: bool) -> Iterator[_Case]:
        """The cases in which a condition is so, or is not."""
        match node:
            case Negated(part=part):
                yield from self.of(part, so=not so)
            case Junction(word=word, parts=parts) if (word == "and") == so:
                yield from self._product(parts, so)
            case Junction(parts=parts):
                for part in parts:
                    yield from self.of(part, so=so)
            case Comparison():
                yield from self._compared(node, so)
            case Predicate(name="is", arguments=(name,)) if name.text in self.named:
                yield from self.of(self.named[name.text], so=so)
            case Predicate(name="filled", arguments=arguments) if len(arguments) > 1:
                each = tuple(Predicate("filled", (argument,)) for argument in arguments)
                yield from self.of(Junction("and", each), so=so)
            case Predicate() | Matches():
                yield _Case((_Fact(written(node), so, node),))

    def _product(self, parts: Sequence[Condition], so: bool) -> Iterator[_Case]:
        cases = [_Case()]
        for part in parts:
            more = list(self.of(part, so=so))
            cases = [_Case((*a.facts, *b.facts), (*a.compared, *b.compared)) for a in cases for b in more]
            self.made += len(cases)
            if self.made > _MOST_CASES:
                raise _TooManyError
        yield from cases

    def _compared(self, node: Comparison, so: bool) -> Iterator[_Case]:
        relations = (node.relation,) if so else ("<", ">") if node.relation == "=" else (_OPPOSITE[node.relation],)
        for relation in relations:
            form = constraint(Comparison(relation, node.left, node.right), self.positive)
            if form is None or form.settled is False:
                continue
            yield _Case((), () if form.settled else (form,))


# What cannot be so together


def _contradict(facts: Sequence[_Fact]) -> bool:
    for one, two in combinations(facts, 2):
        if one.text == two.text and one.so != two.so:
            return True
        if one.so and two.so and isinstance(one.node, Predicate) and isinstance(two.node, Predicate):
            shares = one.node.name == two.node.name == "share" and one.node.arguments[0] == two.node.arguments[0]
            # A column has one base.
            if shares and written(one.node) != written(two.node):
                return True
    return False


def _no_figures(compared: Sequence[Constraint]) -> bool:
    """Whether the comparisons leave no figure."""
    system: System[int] = System()
    for number, form in enumerate(compared):
        if form.equation and form.range.low is not None:
            rest = system.add(number, dict(form.terms), form.range.low)
            if not rest.terms and rest.constant != form.range.low:
                return True
    ranges: dict[tuple[object, ...], list[Interval]] = {}
    for form in compared:
        rest = system.rest(dict(form.terms))
        left = reduced(rest.terms, form.range + Interval.exactly(-rest.constant))
        if left.settled is False:
            return True
        if left.terms:
            ranges.setdefault(left.terms, []).append(left.range)
    return any(not one.meets(two) for found in ranges.values() for one, two in combinations(found, 2))


def _compares_a_blank(facts: Sequence[_Fact], compared: Sequence[Constraint]) -> bool:
    """Whether a figure is compared that is said not to be there."""
    blank = {
        written(fact.node.arguments[0])
        for fact in facts
        if isinstance(fact.node, Predicate) and fact.node.name == "filled" and not fact.so
    }
    return any(atom in blank for form in compared for monomial, _ in form.terms for atom in monomial)


# Texts


def _no_text(facts: Sequence[_Fact]) -> bool:
    """Whether no text holds the words that are there and lacks those that are not."""
    there = [(_name(fact), pattern(fact.node.words)) for fact in facts if isinstance(fact.node, Matches) and fact.so]
    absent = [
        (_name(fact), pattern(fact.node.words)) for fact in facts if isinstance(fact.node, Matches) and not fact.so
    ]
    for name, wanted in there:
        for other, unwanted in absent:
            # The label of a row is one of the labels of the row and of all above it.
            same = name == other or (name, other) == ("uraian", "labels")
            if same and _holds_in_all(unwanted, wanted):
                return True
    return any(name == other and _apart(name, one, two) for (name, one), (other, two) in combinations(there, 2))


def _name(fact: _Fact) -> str:
    assert isinstance(fact.node, Matches)
    return fact.node.path.steps[0]


def _parts(wanted: str) -> tuple[tuple[str, ...], bool, bool]:
    return words(wanted.removeprefix("^").removesuffix("$")), wanted.startswith("^"), wanted.endswith("$")


def _holds_in_all(wanted: str, known: str) -> bool:
    """Whether a text in which the known words stand holds the wanted ones whatever else stands in it."""
    want, at_start, at_end = _parts(wanted)
    have, starts, ends = _parts(known)
    if at_start and at_end:
        return starts and ends and have == want
    if at_start:
        return starts and have[: len(want)] == want
    if at_end:
        return ends and have[-len(want) :] == want
    return has_phrase(have, want)


def _apart(name: str, one: str, two: str) -> bool:
    """Whether no single text fits both patterns; ``labels`` are several texts, so each may fit one."""
    if name == "labels":
        return False
    (mine, starts, ends), (theirs, begins, closes) = _parts(one), _parts(two)
    if ends and closes and not _one_ends_the_other(mine, theirs):
        return True
    if name == "uraian" and not (starts and begins and not _begins_a_total(mine) and not _begins_a_total(theirs)):
        # A total is also called by what it is the total of: each pattern may fit one of its two names.
        return False
    if starts and begins and mine[: len(theirs)] != theirs[: len(mine)]:
        return True
    return (starts and ends and not _fits(mine, two)) or (begins and closes and not _fits(theirs, one))


def _one_ends_the_other(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    shared = min(len(one), len(two))
    return one[len(one) - shared :] == two[len(two) - shared :]


def _begins_a_total(found: tuple[str, ...]) -> bool:
    """Whether the words may be the first of a label such as JUMLAH BELANJA, or all of them."""
    return found[0] in _FIRST_OF_TOTAL or total_of(" ".join(found)) is not None


def _fits(whole: tuple[str, ...], wanted: str) -> bool:
    """Whether a text that is these words fits a pattern."""
    return _holds_in_all(wanted, f"^{' '.join(whole)}$")


def _looks_for_several(case: _Case) -> bool:
    """Whether a case looks for different words in the same text, which one row seldom has."""
    there = [
        (re.sub("^labels$", "uraian", _name(fact)), pattern(fact.node.words))
        for fact in case.facts
        if isinstance(fact.node, Matches) and fact.so
    ]
    return any(
        name == other and not _holds_in_all(one, two) and not _holds_in_all(two, one)
        for (name, one), (other, two) in combinations(there, 2)
    )
