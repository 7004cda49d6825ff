"""The examples of the shipped rules: they come out as drawn, and no part of a rule can be changed unnoticed by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path as FilePath
from typing import Any

import pytest

from audit.model.shape import StatementShape
from audit.rulebook import Rulebook, load_rulebooks, shipped
from audit.rules.expression import (
    ONE_ROW,
    Aggregate,
    Comparison,
    Junction,
    Negated,
    Number,
    Operation,
    Path,
    Predicate,
)
from audit.rules.rule import Example, Rule
from audit.run import Reading, audit_reading
from audit.run.examples import Tried, findings_as_lines, reading_of, try_examples

BOOKS = [path.stem for path in sorted(shipped().glob("*.yaml"))]
book_names = pytest.mark.parametrize("name", BOOKS)


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, ...]:
    return load_rulebooks()


def the_book(name: str, books: Sequence[Rulebook]) -> Rulebook:
    return next(book for book in books if FilePath(book.path).stem == name)


def rules_of(name: str, books: Sequence[Rulebook]) -> dict[str, list[Rule]]:
    """The rules of a book by their ids, one for each choice of their variables."""
    rules: dict[str, list[Rule]] = {}
    for rule in the_book(name, books).rules:
        rules.setdefault(rule.id, []).append(rule)
    return rules


def told(tried: Tried) -> str:
    return f"{tried.rule.id}, line {tried.example.line}: {tried.amiss.en if tried.amiss else ''}"


@book_names
def test_the_examples_of_a_book_come_out_as_drawn(name: str, books: tuple[Rulebook, ...]) -> None:
    tried = list(try_examples(books, [the_book(name, books)]))
    assert [told(one) for one in tried if one.amiss] == []
    assert {one.rule.id for one in tried} == set(rules_of(name, books))


@book_names
def test_every_rule_has_an_example_that_holds_and_one_that_fails(name: str, books: tuple[Rulebook, ...]) -> None:
    rules = rules_of(name, books)
    kinds = {id: {bool(example.finds) for example in rule.examples} for id, (rule, *_) in rules.items()}
    assert [id for id, drawn in kinds.items() if drawn != {True, False}] == []


# Breaking a rule


@dataclass(frozen=True)
class Mutant:
    """A rule with one thing changed in it, and what that is."""

    what: str
    rule: Rule


#: Changes under which a rule says the same of every table, each with the reason.
SAME = {
    ("target-fisik", "when: dropped"): "a row without a target is asked nothing anyway, since the target is blank",
    ("target-fisik", "when: target is realisasi_fisik"): "a row without either is asked nothing anyway",
    ("fisik", "when: part 1 of and dropped"): "by a target of zero nothing can be divided anyway",
    ("fisik", "when: target > is >="): "by a target of zero nothing can be divided anyway",
    ("fisik", "when: realisasi_fisik = is <="): "nothing less than nothing is built",
    ("lra-surplus-setelah-transfer", "when: part 1 of and dropped"): "without such a row it is not asked anyway",
    ("lra-surplus-setelah-transfer", "when: … > is >="): "without such a row it is not asked anyway",
    ("lra-surplus-setelah-transfer", "when: … = is <="): "no fewer than no rows can be counted",
    ("lra-persen", "when: pagu < is <="): "by a budget of zero nothing can be divided anyway",
    ("lra-persen", "when: 0 is another number"): "amounts are whole rupiah, and nothing can be divided by zero anyway",
    ("apbd-persen", "when: murni < is <="): "by a budget of zero nothing can be divided anyway",
    ("apbd-persen", "when: 0 is another number"): "amounts are whole rupiah, and nothing can be divided by zero anyway",
    ("rka-jumlah", "when: part 0 of and dropped"): "a row without a price is skipped anyway",
    ("rka-jumlah", "when: harga_satuan is jumlah"): "a row without a price is skipped anyway",
    ("rka-jumlah", "missing: dropped"): "a row without a volume is then told as not asked, and finds nothing",
    ("rka-jumlah-ppn", "when: dropped"): "a row without a tax is skipped anyway",
    ("rka-jumlah-ppn", "missing: dropped"): "a row without a volume is then told as not asked, and finds nothing",
    ("capaian-kinerja", "when: … > is >="): "what is just at the cap is computed as usual, or as where less is better",
    ("capaian-kinerja", "when: … <= is <"): "a printed percentage stands for a range, which ends at no single figure",
}


@book_names
def test_no_part_of_a_rule_can_be_changed_unnoticed(
    name: str, books: tuple[Rulebook, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Looking for causes takes most of an audit and is told beside the findings: it changes none of what is drawn.
    monkeypatch.setattr("audit.run.diagnose", lambda findings, *rest: ((), findings))
    readings = Readings(books)
    unnoticed, same = [], set()
    for id, rules in rules_of(name, books).items():
        for rule in rules:
            for mutant in mutants(rule, books):
                if all(readings.come_out_as_drawn(example, rule, mutant.rule) for example in rule.examples):
                    known = (id, mutant.what)
                    same.add(known) if known in SAME else unnoticed.append(f"{id} ({rule.text}): {mutant.what}")
    assert unnoticed == []
    assert {known for known in SAME if known[0] in rules_of(name, books)} == same


class Readings:
    """Examples as recognised, each once, since what a table is does not hang on the rules put to it."""

    def __init__(self, books: tuple[Rulebook, ...]) -> None:
        self.books = books
        self.known: dict[Example, Reading] = {}

    def come_out_as_drawn(self, example: Example, rule: Rule, instead: Rule) -> bool:
        """Whether an example finds what it should when another rule stands in place of its own."""
        if example not in self.known:
            self.known[example] = reading_of(example, self.books)
        books = tuple(
            replace(book, rules=tuple(instead if known is rule else known for known in book.rules))
            for book in self.books
        )
        report = audit_reading(replace(self.known[example], rulebooks=books))
        asked = any(summary.asked for summary in report.rules if summary.id == rule.id)
        return asked and findings_as_lines(report, example.finds, rule.id) == sorted(example.finds)


def mutants(rule: Rule, books: Sequence[Rulebook]) -> Iterator[Mutant]:
    """The rule with each of its parts changed or taken away, one at a time."""
    shapes = {shape.kind: shape for book in books for shape in book.statements}
    change = _Change(shapes, rule.kinds)
    for what, other in change.asserted(rule.assertion):
        yield Mutant(f"assert: {what}", replace(rule, assertion=other))
    if rule.when is not None:
        yield Mutant("when: dropped", replace(rule, when=None))
        for what, other in change.below(rule.when):
            yield Mutant(f"when: {what}", replace(rule, when=other))
    for n, base in enumerate(rule.base):
        left = rule.base[:n] + rule.base[n + 1 :]
        yield Mutant(f"base: {base.text} dropped", replace(rule, base=left))
        for what, other in change.below(base.expression):
            changed = (*rule.base[:n], replace(base, expression=other), *rule.base[n + 1 :])
            yield Mutant(f"base: {base.text}: {what}", replace(rule, base=changed))
    for kind in rule.kinds if len(rule.kinds) > 1 else ():
        yield Mutant(f"in: {kind} dropped", replace(rule, kinds=tuple(k for k in rule.kinds if k != kind)))
    plain: dict[str, Any] = {"match": None, "like": None, "missing": "unknown", "rounding": None}
    for field, default in (plain | {"tolerance": Fraction(0)}).items():
        if getattr(rule, field) != default:
            yield Mutant(f"{field}: dropped", replace(rule, **{field: default}))


@dataclass(frozen=True)
class _Change:
    """Changes one thing at a time in the expressions of a rule."""

    shapes: dict[str, StatementShape]
    kinds: tuple[str, ...]

    def asserted(self, node: Any) -> Iterator[tuple[str, Any]]:
        yield from self.below(node)
        if isinstance(node, Comparison):
            yield "twice the right side", replace(node, right=Operation("*", Number(Fraction(2)), node.right))

    def below(self, node: Any) -> Iterator[tuple[str, Any]]:
        """The node with one change in it, at itself or in any of its parts."""
        yield from self.here(node)
        for field in fields(node):
            value = getattr(node, field.name)
            for what, other in self.within(value):
                yield what, replace(node, **{field.name: other})

    def within(self, value: Any) -> Iterator[tuple[str, Any]]:
        if is_dataclass(value):
            yield from self.below(value)
        elif isinstance(value, tuple):
            for n, item in enumerate(value):
                for what, other in self.within(item):
                    yield what, (*value[:n], other, *value[n + 1 :])

    def here(self, node: Any) -> Iterator[tuple[str, Any]]:
        match node:
            case Comparison(relation=relation, left=left):
                shown = left.text if isinstance(left, Path) else "…"
                others = {"=": ("<=", ">="), "<=": ("<", ">=", "="), ">=": (">", "<=", "=")}
                for other in others.get(relation, {"<": ("<=",), ">": (">=",)}.get(relation, ())):
                    yield f"{shown} {relation} is {other}", replace(node, relation=other)
            case Operation(sign=sign, left=left, right=right):
                yield f"{sign} is turned", replace(node, sign={"+": "-", "-": "+", "*": "/", "/": "*"}[sign])
                yield f"left of {sign} alone", left
                yield f"right of {sign} alone", right
            case Aggregate(function="sum", where=where):
                yield "the largest", replace(node, function="max")
                yield "how many", replace(node, function="count")
                if where is not None:
                    yield "where: dropped", replace(node, where=None)
            case Number(value=value):
                yield f"{value} is another number", Number(2 * value or Fraction(1))
            case Junction(word=word, parts=parts):
                yield f"{word} is turned", replace(node, word={"and": "or", "or": "and"}[word])
                for n in range(len(parts)):
                    yield f"part {n} of {word} dropped", replace(node, parts=parts[:n] + parts[n + 1 :])
            case Negated(part=part):
                yield "not dropped", part
            case Path():
                yield from self.paths(node)
            case Predicate():
                yield from self.predicates(node)

    def predicates(self, node: Predicate) -> Iterator[tuple[str, Any]]:
        alike = ({"unique", "uniform", "within_parent"}, {"wellformed", "placed"})
        for names in alike:
            for other in sorted(names - {node.name}) if node.name in names else ():
                yield f"{node.name} is {other}", replace(node, name=other)
        for n, argument in enumerate(node.arguments if len(node.arguments) > 2 else ()):
            yield f"{argument.text} dropped", replace(node, arguments=node.arguments[:n] + node.arguments[n + 1 :])

    def paths(self, node: Path) -> Iterator[tuple[str, Any]]:
        """Another column of the same type, other rows, or one step less."""
        for n, step in enumerate(node.steps):
            for other in ("descendants", "leaves", "siblings") if step == "children" else ():
                yield f"{step} are {other}", replace(node, steps=(*node.steps[:n], other, *node.steps[n + 1 :]))
            # The figure of a statement is that of its root anyway.
            said = step == "root" and n > 0 and node.steps[n - 1] in self.shapes
            if step in ONE_ROW and len(node.steps) > 1 and not said:
                chosen = tuple((m - (m > n), selector) for m, selector in node.chosen if m != n)
                yield (
                    f"{node.text} without {step}",
                    replace(node, steps=node.steps[:n] + node.steps[n + 1 :], chosen=chosen),
                )
        kinds = [step for step in node.steps if step in self.shapes] or self.kinds
        last = node.steps[-1]
        for other in dict.fromkeys(name for kind in kinds for name in alike(self.shapes[kind], last)):
            yield f"{node.text} is {other}", replace(node, steps=(*node.steps[:-1], other))


def alike(shape: StatementShape, name: str) -> list[str]:
    """The columns of the same type that stand nearest on either side, which are most easily taken for another."""
    column = shape.column(name)
    names = [other.name for other in shape.columns if column is not None and other.type == column.type]
    here = names.index(name) if name in names else len(names)
    return [*names[max(0, here - 1) : here], *names[here + 1 : here + 2]]
