"""Rules held against each other: which contradict, which say nothing new, and which can never be asked.

All is decided on the equations as written, over the rationals; no data is seen. Rules are only held against each other
in a kind of statement of which both can be asked, and where the condition of one does not exclude that of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations

from audit.model.figure import Interval
from audit.model.shape import StatementShape
from audit.model.text import Text
from audit.notation.headings import words
from audit.rules.bounds import AtMost, at_most, clash, opposite
from audit.rules.equations import Rest, System
from audit.rules.exclusion import Logic, Together
from audit.rules.expression import Comparison, Negated, paths
from audit.rules.flaw import (
    Flaw,
    always_true,
    contradicts,
    denies_its_condition,
    id_twice,
    merged,
    never_asked,
    never_asked_of,
    never_true,
    redundant,
    repeats_its_condition,
)
from audit.rules.polynomial import Constraint, Monomial, constraint, reduced, within, written
from audit.rules.reach import Library, never
from audit.rules.rule import Rule


def flaws(rules: Sequence[Rule], shapes: Sequence[StatementShape]) -> list[Flaw]:
    """All flaws of rules that are used together; the later of two rules is held against the earlier."""
    library = Library(tuple(rules), {shape.kind: shape for shape in shapes})
    found = [*_twice(rules)]
    sound: list[Rule] = []
    for rule in rules:
        own = list(_alone(rule, library))
        found.extend(own)
        if not any(flaw.kind != "never-here" for flaw in own):
            sound.append(rule)
    together: dict[Hashable, Flaw] = {}
    for kind in dict.fromkeys(kind for rule in sound for kind in rule.kinds):
        there = [rule for rule in sound if kind in rule.kinds and library.silence(rule, kind) is None]
        for flaw in _Together(there, library).flaws():
            key = (flaw.kind, id(flaw.rule), tuple(map(id, flaw.others)), flaw.message)
            together[key] = merged(replace(flaw, kinds=(kind,)), together.get(key))
    spoken = sorted((rule for rule in sound if rule.mention), key=lambda rule: -len(rule.mention))
    for sentence in dict.fromkeys(sentence for rule in spoken for sentence in _sentences(rule)):
        there = [rule for rule in spoken if sentence in _sentences(rule)]
        for flaw in _Together(there, library).flaws():
            # One that is put to more sentences says more.
            if flaw.kind != "redundant" or all(_sentences(flaw.rule) <= _sentences(other) for other in flaw.others):
                together.setdefault((flaw.kind, id(flaw.rule), flaw.message), flaw)
    return found + list(together.values())


def _sentences(rule: Rule) -> set[tuple[str, ...]]:
    return {words(text) for text in rule.mention}


def _twice(rules: Sequence[Rule]) -> Iterator[Flaw]:
    first: dict[str, Rule] = {}
    told: set[tuple[str, str]] = set()
    for rule in rules:
        known = first.setdefault(rule.id, rule)
        if known.rulebook != rule.rulebook and (rule.id, rule.rulebook) not in told:
            told.add((rule.id, rule.rulebook))
            yield id_twice(rule, known)


# One rule


def _alone(rule: Rule, library: Library) -> Iterator[Flaw]:
    """What is wrong with a rule whatever the others say."""
    logic = library.logic(rule)
    reason = never(rule, logic)
    settled = None if reason is not None else _settled(rule, library, logic)
    silent = {kind: why for kind in rule.kinds if (why := library.silence(rule, kind)) is not None}
    if reason is not None:
        yield never_asked(rule, reason)
    elif settled is not None:
        yield settled
    elif silent and len(silent) == len(rule.kinds):
        whys = list(dict.fromkeys(silent.values()))
        yield never_asked(rule, Text("; ".join(why.id for why in whys), "; ".join(why.en for why in whys)))
    else:
        yield from (never_asked_of(rule, kind, why) for kind, why in silent.items())


def _settled(rule: Rule, library: Library, logic: Logic) -> Flaw | None:
    """What is wrong with a rule that is true, or false, of every row that it is asked of."""
    assertion = rule.assertion
    if isinstance(assertion, Comparison):
        form = constraint(assertion, library.positive, rule.tolerance)
        if form is not None and form.settled is not None:
            return always_true(rule) if form.settled else never_true(rule)
        if _uses_base(rule) or rule.tolerance:
            return None
        if rule.when is not None and logic.together(rule.when, assertion) == "never":
            if logic.together(rule.when, Negated(assertion)) == "never":
                return never_asked(rule, _ALWAYS_BLANK)
            return denies_its_condition(rule)
    return repeats_its_condition(rule) if rule.when is not None and logic.implies(rule.when, assertion) else None


_ALWAYS_BLANK = Text(
    "angka yang dibandingkan selalu kosong bila syaratnya (when) terpenuhi",
    "a figure that it compares is always blank where its “when” holds",
)


def _uses_base(rule: Rule) -> bool:
    return any("base" in path.steps for path in paths(rule.assertion))


# Rules together


@dataclass(frozen=True, slots=True)
class _Form:
    """A rule and its normal form; None for one that can only be compared as it is written."""

    number: int
    rule: Rule
    form: Constraint | None

    @property
    def exact(self) -> bool:
        """Whether it is an equation without a tolerance."""
        return self.form is not None and self.form.equation

    @property
    def terms(self) -> dict[Monomial, Fraction]:
        """The terms of its normal form."""
        return dict(self.form.terms) if self.form is not None else {}

    @property
    def value(self) -> Fraction:
        """What the terms of an equation are equal to."""
        assert self.form is not None
        assert self.form.range.low is not None
        return self.form.range.low


@dataclass
class _Together:
    """The rules that are asked of one kind of statement, or of one sentence.

    ``accepted`` are the equations that were found to say something of their own, and to contradict no other. What was
    worked out once is kept in ``known`` (which rule is asked wherever another is) and ``systems``.
    """

    rules: Sequence[Rule]
    library: Library
    accepted: list[_Form] = field(default_factory=list)
    known: dict[tuple[int, int], bool] = field(default_factory=dict)
    systems: dict[tuple[int, ...], System[int]] = field(default_factory=dict)

    def flaws(self) -> Iterator[Flaw]:
        """What is wrong between rules: equations first, those with the widest condition before others; then bounds."""
        yield from self._as_written()
        known = [form for form in self.forms if form.form is not None]
        for form in known:
            if form.exact:
                yield from self._equation(form)
        yield from self._crossed()
        bounds: list[_Form] = []
        for form in known:
            if not form.exact:
                told = list(self._bound(form, bounds))
                yield from told
                flawed = [flaw.rule for flaw in told]
                bounds = [other for other in (*bounds, form) if other.rule not in flawed]

    @cached_property
    def forms(self) -> list[_Form]:
        """The rules with their normal forms, in the order in which they are looked at."""
        forms = []
        for number, rule in enumerate(self.rules):
            form = None
            if isinstance(rule.assertion, Comparison) and not _uses_base(rule):
                form = constraint(rule.assertion, self.library.positive, rule.tolerance)
            forms.append(_Form(number, rule, form))
        # One that is asked wherever another is, and elsewhere too, has fewer that are asked wherever it is.
        return sorted(forms, key=lambda form: (sum(self._wider(other, form) for other in forms), form.number))

    def _as_written(self) -> Iterator[Flaw]:
        """Rules that have no normal form, such as shares of a base, and the same text."""
        seen: dict[Hashable, list[_Form]] = {}
        for form in self.forms:
            if form.form is None:
                key = (written(form.rule.assertion), frozenset(base.text for base in form.rule.base), form.rule.base_of)
                for other in seen.setdefault(key, []):
                    stricter = other.rule.tolerance <= form.rule.tolerance
                    if stricter and self._wider(other, form) and _alike(form.rule, [other.rule]):
                        yield redundant(form.rule, [other.rule], same=True)
                        break
                seen[key].append(form)

    def _wider(self, one: _Form, other: _Form) -> bool:
        """Whether one is asked wherever the other is."""
        key = (one.number, other.number)
        if key not in self.known:
            self.known[key] = self.library.logic(other.rule).implies(other.rule.when, one.rule.when)
        return self.known[key]

    def _meet(self, *forms: _Form) -> Together:
        return self.library.logic(forms[0].rule).together(*(form.rule.when for form in forms))

    def _system(self, forms: Iterable[_Form]) -> System[int]:
        """The equations solved; most groups of them are asked for again and again."""
        there = tuple(forms)
        numbers = tuple(form.number for form in there)
        if numbers not in self.systems:
            system: System[int] = System()
            for form in there:
                system.add(form.number, form.terms, form.value)
            self.systems[numbers] = system
        return self.systems[numbers].copy()

    def _named(self, numbers: Iterable[int]) -> list[Rule]:
        return [self.rules[number] for number in sorted(numbers)]

    # Equations

    def _equation(self, form: _Form) -> Iterator[Flaw]:
        system = self._system(other for other in self.accepted if self._wider(other, form))
        known = len(system.solved)
        told = self._added(form, system)
        if told is not None:
            yield told
        elif len(system.solved) > known:
            self.accepted.append(form)

    def _added(self, form: _Form, system: System[int], meet: Together = "possible") -> Flaw | None:
        """What is wrong between an equation and those of a system to which it is added."""
        before = system.forced()
        rest = system.add(form.number, form.terms, form.value)
        others = self._named(rest.by)
        if rest.terms:
            return self._forced(form, system, before, meet)
        if rest.constant != form.value:
            return contradicts(form.rule, others, meet)
        return redundant(form.rule, others, same=len(others) == 1) if _alike(form.rule, others) else None

    def _forced(
        self, form: _Form, system: System[int], before: dict[Monomial, tuple[Fraction, frozenset[int]]], meet: Together
    ) -> Flaw | None:
        """What an equation makes zero together with others, none of which says so itself."""
        nil = {other.number: set(other.terms) for other in self.forms if other.exact and len(other.terms) == 1}
        meant = set().union(*nil.values())
        forced = {
            monomial: by
            for monomial, (value, by) in system.forced().items()
            if monomial not in before and not value and not by & nil.keys() and monomial not in meant
        }
        if not forced:
            return None
        # What else is zero is so by way of further rules, which are not to blame.
        fewest = min(forced.values(), key=lambda by: (len(by), sorted(by)))
        zero = [" * ".join(monomial) for monomial, by in forced.items() if by <= fewest]
        return contradicts(form.rule, self._named(fewest - {form.number}), meet, zero)

    def _crossed(self) -> Iterator[Flaw]:
        """Equations whose conditions differ, in the rows in which both hold."""
        told: set[frozenset[int]] = set()
        for one, two in combinations(self.accepted, 2):
            if self._wider(one, two) or (meet := self._meet(one, two)) == "never":
                continue
            there = [f for f in self.accepted if f not in (one, two) and (self._wider(f, one) or self._wider(f, two))]
            flaw = self._added(two, self._system((*there, one)), meet)
            if flaw is not None and flaw.kind == "contradiction" and one.rule in flaw.others:
                by = frozenset(map(id, (flaw.rule, *flaw.others)))
                if by not in told:
                    told.add(by)
                    yield flaw

    # Bounds

    def _bound(self, form: _Form, bounds: list[_Form]) -> Iterator[Flaw]:
        """A bound, or an equation with a tolerance, held against the equations and the bounds before it."""
        for group in self._groups(form):
            settled = _left(form, self._system(group).rest(form.terms)).settled
            if settled is None:
                continue
            there = self._fewest(group, partial(self._settles, form, settled))
            others = [other.rule for other in there]
            if not settled:
                yield contradicts(form.rule, others, self._meet(form, *there))
                return
            if all(self._wider(other, form) for other in there) and _alike(form.rule, others):
                yield redundant(form.rule, others)
                return
        for other in bounds:
            flaw = self._two_bounds(form, other)
            if flaw is not None:
                yield flaw
                if flaw.rule is form.rule:
                    return
        yield from self._chained(form, bounds)

    def _settles(self, form: _Form, settled: bool, group: Sequence[_Form]) -> bool:
        return _left(form, self._system(group).rest(form.terms)).settled is settled

    def _fewest(self, group: Sequence[_Form], still: Callable[[Sequence[_Form]], bool]) -> list[_Form]:
        """The rules of a group without which it would not be so; a reduction may go by way of others."""
        kept = sorted(group, key=lambda form: form.number)
        for form in reversed(kept.copy()):
            fewer = [other for other in kept if other is not form]
            if still(fewer):
                kept = fewer
        return kept

    def _groups(self, form: _Form) -> Iterator[list[_Form]]:
        """Equations that hold together where a bound is asked: those that always do, then those that may."""
        always = [other for other in self.accepted if self._wider(other, form)]
        yield always
        for other in self.accepted:
            if other not in always and self._meet(form, other) != "never":
                yield [*always, *(f for f in self.accepted if f not in always and self._wider(f, other))]

    def _two_bounds(self, form: _Form, other: _Form) -> Flaw | None:
        shared = [f for f in self.accepted if self._wider(f, form) and self._wider(f, other)]
        mine, theirs = self._both_left(form, other, shared)
        if mine.terms != theirs.terms:
            return None
        apart = not mine.range.meets(theirs.range)
        inside, outside = within(theirs.range, mine.range), within(mine.range, theirs.range)
        there = self._fewest(shared, partial(self._compare_alike, form, other))
        others = self._named([f.number for f in (*there, other)])
        if apart:
            meet = self._meet(form, other)
            return None if meet == "never" else contradicts(form.rule, others, meet)
        if not _alike(form.rule, others):
            return None
        if self._wider(other, form) and inside:
            return redundant(form.rule, others, same=mine.range == theirs.range and len(others) == 1)
        if self._wider(form, other) and outside:
            return redundant(other.rule, self._named([f.number for f in (*there, form)]))
        return None

    def _both_left(self, one: _Form, two: _Form, group: Sequence[_Form]) -> tuple[Constraint, Constraint]:
        system = self._system(group)
        return _left(one, system.rest(one.terms)), _left(two, system.rest(two.terms))

    def _compare_alike(self, one: _Form, two: _Form, group: Sequence[_Form]) -> bool:
        """Whether two bounds are bounds of one sum of terms, where the equations of a group hold."""
        mine, theirs = self._both_left(one, two, group)
        return mine.terms == theirs.terms

    def _chained(self, form: _Form, bounds: Sequence[_Form]) -> Iterator[Flaw]:
        """A bound held against several others at once, as a <= b and b <= c are against c < a."""
        system = self._system(other for other in self.accepted if self._wider(other, form))
        known: list[AtMost[int]] = []
        used: dict[int, frozenset[int]] = {}
        for other in (*(other for other in bounds if self._wider(other, form)), form):
            rest = system.rest(other.terms)
            left = _left(other, rest)
            used[other.number] = rest.by
            known.extend(at_most(other.number, dict(left.terms), left.range))
        own = [bound for bound in known if form.number in bound.by]
        others = [bound for bound in known if form.number not in bound.by]
        by = clash(known)
        denied = by is None and len(own) == 1
        if denied:
            by = clash([*others, opposite(own[0])])
        if by is None or form.number not in by:
            return
        told = self._named(frozenset().union(by, *(used[number] for number in by)) - {form.number})
        if not denied:
            yield contradicts(form.rule, told)
        elif _alike(form.rule, told):
            yield redundant(form.rule, told)


def _left(form: _Form, rest: Rest[int]) -> Constraint:
    """What is left of a normal form when equations are taken off it."""
    assert form.form is not None
    return reduced(rest.terms, form.form.range + Interval.exactly(-rest.constant))


def _alike(rule: Rule, others: Iterable[Rule]) -> bool:
    """Whether rules treat blanks and rounding alike; else each says something of its own."""
    return all((rule.missing, rule.rounding) == (other.missing, other.rounding) for other in others)
