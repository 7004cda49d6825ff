"""An equation or bound as a polynomial over what it speaks of, so that two of them can be told to say the same.

A column, a path, an aggregate or what cannot be taken apart is an *atom*; products of atoms are monomials. What is
written as ``keuangan = 100 * realisasi / pagu`` becomes ``keuangan * pagu - 100 * realisasi``, which is to be zero.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from audit.model.decimals import plain
from audit.model.figure import Interval
from audit.notation.headings import words
from audit.rules.expression import (
    ONE_ROW,
    Absolute,
    Aggregate,
    Assertion,
    Comparison,
    Condition,
    Expression,
    InWords,
    Junction,
    Key,
    Matches,
    Negated,
    Negative,
    Number,
    Operation,
    Path,
    Predicate,
    Selector,
)

Monomial = tuple[str, ...]
Polynomial = dict[Monomial, Fraction]

#: The monomial of a constant.
ONE: Monomial = ()


@dataclass(frozen=True, slots=True)
class Constraint:
    """A comparison in its normal form: the sum of ``terms`` lies in ``range``.

    The constant of the comparison is part of the range, and the first term has the factor 1; without any term the
    comparison is true or false whatever the figures are.
    """

    terms: tuple[tuple[Monomial, Fraction], ...]
    range: Interval

    @property
    def equation(self) -> bool:
        """Whether only one value is allowed."""
        return self.range.exact

    @property
    def settled(self) -> bool | None:
        """Whether a comparison that speaks of no figure is true; None where it speaks of some."""
        return None if self.terms else self.range.meets(Interval.exactly(Fraction(0)))


def constraint(
    comparison: Comparison, positive: Callable[[str], bool] = lambda _: False, tolerance: Fraction = Fraction(0)
) -> Constraint | None:
    """The normal form of a comparison; None where a tolerance would not be the same for every row.

    A bound is multiplied by a divisor only where ``positive`` says that the divisor's atoms are never below zero: a
    claim whose divisor may be zero is not asked. An equation is multiplied by any divisor of one term.
    """
    equation = comparison.relation == "="
    quotient = _Quotient(positive if not equation else lambda _: True)
    terms, divisor = quotient.of(Operation("-", comparison.left, comparison.right))
    if tolerance and divisor:
        return None
    constant = terms.pop(ONE, Fraction(0))
    low: Fraction | None = -constant - tolerance
    high: Fraction | None = -constant + tolerance
    if comparison.relation in ("<", "<="):
        low = None
    elif comparison.relation in (">", ">="):
        high = None
    opened = comparison.relation in ("<", ">")
    return reduced(terms, Interval(low, high, opened and low is not None, opened and high is not None))


def is_zero(node: Expression) -> bool:
    """Whether an expression is zero whatever the figures are."""
    return not _Quotient(lambda _: True).of(node)[0]


def reduced(terms: Mapping[Monomial, Fraction], range: Interval) -> Constraint:
    """The terms in order and with the factor 1 before the first, the range divided alike."""
    kept = sorted((monomial, factor) for monomial, factor in terms.items() if factor)
    if not kept:
        return Constraint((), range)
    first = kept[0][1]
    return Constraint(tuple((monomial, factor / first) for monomial, factor in kept), scaled(range, 1 / first))


def scaled(range: Interval, factor: Fraction) -> Interval:
    """The interval times a factor other than zero; it need not be bounded."""
    turned = range if factor > 0 else -range
    size = abs(factor)
    low, high = (None if end is None else end * size for end in (turned.low, turned.high))
    return Interval(low, high, turned.low_open, turned.high_open)


def within(inner: Interval, outer: Interval) -> bool:
    """Whether every value of one interval is one of the other."""
    return not _sticks_out(inner, outer) and not _sticks_out(-inner, -outer)


def _sticks_out(inner: Interval, outer: Interval) -> bool:
    """Whether the inner interval has values above the outer one."""
    if outer.high is None:
        return False
    if inner.high is None or inner.high > outer.high:
        return True
    return inner.high == outer.high and outer.high_open and not inner.high_open


class _Quotient:
    """Takes an expression apart into a polynomial over a monomial."""

    def __init__(self, may_divide: Callable[[str], bool]) -> None:
        self.may_divide = may_divide

    def of(self, node: Expression) -> tuple[Polynomial, Monomial]:
        match node:
            case Number(value=value):
                return ({ONE: value} if value else {}), ONE
            case Negative(of=of):
                top, below = self.of(of)
                return {monomial: -factor for monomial, factor in top.items()}, below
            case Operation(sign="+", left=left, right=right):
                return self._sum(self.of(left), self.of(right))
            case Operation(sign="-", left=left, right=right):
                return self._sum(self.of(left), self.of(Negative(right)))
            case Operation(sign="*", left=left, right=right):
                (one, below), (two, beneath) = self.of(left), self.of(right)
                return _cancelled(_product(one, two), _joined(below, beneath))
            case Operation(left=left, right=right):
                return self._over(self.of(left), self.of(right))
            case Path(inner=inner) if inner is not None and ONE_ROW.issuperset(node.steps):
                return self._elsewhere(node, inner)
            case Path() | Aggregate() | Absolute() | InWords():
                return {(written(node),): Fraction(1)}, ONE

    def _elsewhere(self, path: Path, inner: Expression) -> tuple[Polynomial, Monomial]:
        """What is computed in one other row, as ``parent.(pagu - sisa)``: the same over the figures of that row."""
        top, below = self.of(inner)
        atoms = {atom for monomial in (*top, below) for atom in monomial}
        if not all(re.fullmatch(r"[a-z_][a-z0-9_.]*", atom) for atom in atoms):
            return {(written(path),): Fraction(1)}, ONE
        before = ".".join(path.steps)

        def there(monomial: Monomial) -> Monomial:
            return tuple(sorted(f"{before}.{atom}" for atom in monomial))

        return {there(monomial): factor for monomial, factor in top.items()}, there(below)

    def _sum(self, one: tuple[Polynomial, Monomial], two: tuple[Polynomial, Monomial]) -> tuple[Polynomial, Monomial]:
        (top, below), (other, beneath) = one, two
        common = tuple(sorted((Counter(below) | Counter(beneath)).elements()))
        terms: defaultdict[Monomial, Fraction] = defaultdict(Fraction)
        for polynomial, divisor in ((top, below), (other, beneath)):
            missing = tuple((Counter(common) - Counter(divisor)).elements())
            for monomial, factor in polynomial.items():
                terms[_joined(monomial, missing)] += factor
        return _cancelled({m: f for m, f in terms.items() if f}, common)

    def _over(self, one: tuple[Polynomial, Monomial], two: tuple[Polynomial, Monomial]) -> tuple[Polynomial, Monomial]:
        (top, below), (divisor, beneath) = one, two
        if len(divisor) == 1:
            [(monomial, factor)] = divisor.items()
            if all(self.may_divide(atom) for atom in monomial):
                scaled_top = {_joined(m, beneath): f / factor for m, f in top.items()}
                return _cancelled(scaled_top, _joined(below, monomial))
        # Of a sum nobody knows the sign, nor whether it is zero where another rule is asked: its inverse is an atom.
        form = reduced(divisor, Interval.exactly(Fraction(0)))
        scale = divisor[form.terms[0][0]] if form.terms else Fraction(1)
        inverse = (f"1 / ({sum_of(dict(form.terms))})",)
        scaled_top = {_joined(_joined(m, beneath), inverse): f / scale for m, f in top.items()}
        return _cancelled(scaled_top, below)


def _joined(one: Monomial, two: Monomial) -> Monomial:
    return tuple(sorted((*one, *two)))


def _product(one: Polynomial, two: Polynomial) -> Polynomial:
    terms: Polynomial = {}
    for mine, factor in one.items():
        for theirs, other in two.items():
            monomial = _joined(mine, theirs)
            terms[monomial] = terms.get(monomial, Fraction(0)) + factor * other
    return {monomial: factor for monomial, factor in terms.items() if factor}


def _cancelled(top: Polynomial, below: Monomial) -> tuple[Polynomial, Monomial]:
    """Without the atoms by which all terms are both multiplied and divided."""
    shared = Counter(below)
    for monomial in top:
        shared &= Counter(monomial)
    if not shared or not top:
        return top, below
    less = {tuple(sorted((Counter(m) - shared).elements())): factor for m, factor in top.items()}
    return less, tuple(sorted((Counter(below) - shared).elements()))


# The same text for what is the same


def _shown(top: Polynomial, below: Monomial = ONE) -> str:
    text = sum_of(top)
    return f"({text})" + "".join(f" / {atom}" for atom in below)


def sum_of(terms: Mapping[Monomial, Fraction]) -> str:
    """A polynomial as a person would write it, as ``pagu - 2 * realisasi``."""
    text = ""
    for monomial, factor in sorted(terms.items()):
        size = abs(factor)
        number = plain(size) if (size * 10**6).denominator == 1 else str(size)
        parts = ([number] if size != 1 or not monomial else []) + list(monomial)
        sign = " - " if factor < 0 else " + "
        text += (sign if text else "-" if factor < 0 else "") + " * ".join(parts)
    return text or "0"


def written(node: Expression | Assertion | Condition) -> str:
    """An expression or condition in one spelling, whichever way its author wrote it."""
    match node:
        case Path():
            steps = (step + _bracketed(node.selector(n)) for n, step in enumerate(node.steps))
            inner = "" if node.inner is None else f".({_spelled(node.inner)})"
            return ".".join(steps) + inner
        case Aggregate(function=function, path=path, where=where):
            return f"{function}({written(path)}{f' where {written(where)}' if where is not None else ''})"
        case InWords(path=path):
            return f"terbilang({written(path)})"
        case Absolute(of=of):
            # |a - b| is |b - a|.
            return f"abs({max(_spelled(of), _spelled(Negative(of)))})"
        case Number() | Negative() | Operation():
            return _spelled(node)
        case Comparison(relation=relation, left=left, right=right):
            return f"{_spelled(left)} {relation} {_spelled(right)}"
        case Predicate(name=name, arguments=arguments):
            return f"{name}({', '.join(written(argument) for argument in arguments)})"
        case Matches(path=path, words=wanted):
            return f'{written(path)} ~ "{pattern(wanted)}"'
        case Junction(word=word, parts=parts):
            return "(" + f" {word} ".join(sorted({written(part) for part in parts})) + ")"
        case Negated(part=part):
            return f"not {written(part)}"


def pattern(wanted: str) -> str:
    """The words of a match in one spelling, with the marks of its beginning and end."""
    text = " ".join(words(wanted.removeprefix("^").removesuffix("$")))
    return "^" * wanted.startswith("^") + text + "$" * wanted.endswith("$")


def _bracketed(selector: Selector | None) -> str:
    if selector is None:
        return ""
    return f"[{selector.column if isinstance(selector, Key) else written(selector)}]"


def _spelled(node: Expression) -> str:
    top, below = _Quotient(lambda _: True).of(node)
    return _shown(top, below) if below else sum_of(top)
