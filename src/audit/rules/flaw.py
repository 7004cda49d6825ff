"""What can be wrong with rules that can all be read, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from audit.model.text import Text
from audit.rules.exclusion import Together
from audit.rules.expression import Condition
from audit.rules.rule import Rule

FlawKind = Literal["contradiction", "never", "redundant", "never-here", "id-twice"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with rules that can all be read: the rule it is told of, those it is held against, and why.

    ``kinds`` are the kinds of statement in which it is so, empty where that makes no difference. A grave flaw makes a
    rulebook wrong; others are worth a look.
    """

    kind: FlawKind
    rule: Rule
    others: tuple[Rule, ...]
    message: Text
    kinds: tuple[str, ...] = ()
    grave: bool = False


def listed(names: Sequence[str]) -> Text:
    """Names in a sentence, as ``a, b and c``."""
    if len(names) < 2:
        return Text("".join(names), "".join(names))
    first, last = ", ".join(names[:-1]), names[-1]
    return Text(f"{first} dan {last}", f"{first} and {last}")


def _ids(rules: Sequence[Rule]) -> Text:
    return listed(list(dict.fromkeys(f"“{rule.id}”" for rule in rules)))


def id_twice(rule: Rule, known: Rule) -> Flaw:
    """Two rules with one id, which reports and settings could not tell apart."""
    message = Text(
        "id ini sudah dipakai aturan lain, sehingga temuan keduanya tidak dapat dibedakan",
        "another rule has this id, so that the findings of the two cannot be told apart",
    )
    return Flaw("id-twice", rule, (known,), message, grave=True)


def never_asked(rule: Rule, reason: Text) -> Flaw:
    """A rule that no row and no statement can be asked."""
    return Flaw("never", rule, (), Text("tidak pernah diuji: ", "never asked: ") + reason, grave=True)


def never_asked_of(rule: Rule, kind: str, reason: Text) -> Flaw:
    """A rule that one of its kinds of statement can never be asked."""
    message = Text(f"tidak pernah diuji di {kind}: ", f"never asked of {kind}: ") + reason
    return Flaw("never-here", rule, (), message, (kind,))


def always_true(rule: Rule) -> Flaw:
    """A rule whose equation holds of any figures."""
    message = Text(
        "tidak menguji apa pun: benar untuk angka apa pun", "asks nothing: it is true whatever the figures are"
    )
    return Flaw("redundant", rule, (), message)


def never_true(rule: Rule) -> Flaw:
    """A rule whose equation holds of no figures."""
    message = Text("tidak mungkin benar, berapa pun angkanya", "cannot be true, whatever the figures are")
    return Flaw("contradiction", rule, (), message, grave=True)


def denies_its_condition(rule: Rule) -> Flaw:
    """A rule that is broken by every row that it is asked of."""
    message = Text(
        "bila syaratnya (when) terpenuhi, persamaannya tidak mungkin benar",
        "where its “when” holds, its equation cannot",
    )
    return Flaw("contradiction", rule, (), message, grave=True)


def repeats_its_condition(rule: Rule) -> Flaw:
    """A rule that holds of every row that it is asked of."""
    message = Text(
        "tidak menguji apa pun: syaratnya (when) sudah memuat persamaannya",
        "asks nothing: its “when” already says what it asserts",
    )
    return Flaw("redundant", rule, (), message)


def contradicts(rule: Rule, others: Sequence[Rule], meet: Together = "possible", zero: Sequence[str] = ()) -> Flaw:
    """A rule that cannot hold together with others, unless what is in ``zero`` is nil.

    Where it is doubtful that a row can be asked both, so is the flaw.
    """
    named = _ids(others)
    if zero:
        nil = listed([f"“{name}”" for name in zero])
        message = Text(
            f"bersama {named.id} memaksa {nil.id} menjadi nol",
            f"together with {named.en} it forces {nil.en} to be zero",
        )
    else:
        message = Text(f"tidak mungkin benar bersama {named.id}", f"cannot be true together with {named.en}")
    conditions: set[Condition | None] = {one.when for one in (rule, *others)}
    if len(conditions) > 1:
        message += Text(", pada baris yang memenuhi syarat (when) keduanya", ", in rows that fit the “when” of both")
    return Flaw("contradiction", rule, tuple(others), message, grave=meet == "possible")


def redundant(rule: Rule, others: Sequence[Rule], *, same: bool = False) -> Flaw:
    """A rule that finds nothing that others do not find."""
    named = _ids(others)
    if same:
        message = Text(f"mengatakan hal yang sama dengan {named.id}", f"says the same as {named.en}")
    else:
        message = Text(f"sudah tersirat dalam {named.id}", f"follows from {named.en}")
    return Flaw("redundant", rule, tuple(others), message)


def merged(flaw: Flaw, known: Flaw | None) -> Flaw:
    """A flaw as told once for all kinds of statement in which it is so."""
    return flaw if known is None else replace(known, kinds=known.kinds + flaw.kinds)
