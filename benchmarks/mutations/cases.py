"""A case is one report of a family, clean or with one to four errors, drawn from a seed and a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from random import Random

from benchmarks.mutations.errors import KINDS, Truth, spoil
from benchmarks.mutations.table import Report, broken

SIZES = (20, 30, 45, 60, 90, 140, 220, 400, 800, 2000)
WEIGHTS = (6, 8, 8, 8, 8, 6, 5, 3, 2, 1)
ROUND = (1, 1, 2, 1, 0, 1, 1, 2, 1, 3)
"""How many errors ten cases in a row have; 3 stands for three or four."""


@dataclass
class Case:
    """A report with the truth of what was done to it."""

    number: int
    report: Report
    truths: list[Truth]

    @property
    def name(self) -> str:
        """The number, the layout and the kinds of error."""
        kinds = "+".join(truth.kind for truth in self.truths) or "clean"
        return f"{self.number} {self.report.layout} {len(self.report.lines)} rows: {kinds}"


def draw(family: str, seed: int, number: int, kinds: tuple[str, ...] = KINDS, errors: int | None = None) -> Case:
    """Case `number` of a seed; the kind asked for turns with the number, the layout is drawn until it fits."""
    rng = Random(f"{family}/{seed}/{number}")
    layouts: tuple[Callable[[Random, int, int], Report], ...] = import_module(
        f"benchmarks.mutations.layouts_{family}"
    ).LAYOUTS
    count = ROUND[number % len(ROUND)] if errors is None else errors
    count += rng.randint(0, 1) if count == 3 and errors is None else 0
    first = kinds[(number * 7 + number // len(ROUND)) % len(kinds)]
    for _ in range(60):
        layout = layouts[number // 2 % len(layouts)] if not count else rng.choice(layouts)
        report = layout(rng, rng.choices(SIZES, WEIGHTS)[0], rng.randint(2, 6))
        report.layout = layout.__name__
        if broken(report):
            raise AssertionError(f"{layout.__name__} is not clean: {broken(report)[0]}")
        truths: list[Truth] = []
        for at in range(count):
            spoilt = spoil(rng, report, first if at == 0 else rng.choice(kinds), truths)
            if spoilt is None and at:
                spoilt = spoil(rng, report, rng.choice(("typo-digit", "transposed-digits")), truths)
            if spoilt is None:
                break
            report, truth = spoilt
            truths.append(truth)
        if len(truths) == count:
            return Case(number, report, truths)
    raise LookupError(f"no report of family {family} takes an error of kind {first}")
