"""Rules in words: what an equation, its condition and the fields beside it say, in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from audit.model.text import Text
from audit.notation.numerals import amount
from audit.rules import phrases
from audit.rules.bases import subject_of
from audit.rules.expression import (
    MANY_ROWS,
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
from audit.rules.flaw import listed
from audit.rules.rule import Rule


def in_words(rules: Sequence[Rule]) -> list[Text]:
    """What the variants of one rule say, a sentence each, without a capital and without a full stop."""
    first, *others = rules
    beside = _beside(first)
    if others and all(_same_but_for_its_subject(first, rule) for rule in others):
        names = listed([subject_of(rule) or "" for rule in others])
        same = Text(f"begitu pula {names.id}", f"the same goes for {names.en}")
        return [assertion_in_words(first), *beside, same]
    return [*dict.fromkeys(assertion_in_words(rule) for rule in rules), *beside]


def _same_but_for_its_subject(first: Rule, other: Rule) -> bool:
    one, two = subject_of(first), subject_of(other)
    if one is None or two is None:
        return False
    renamed = [re.sub(rf"\b{one}\b", two, text) for text in (first.text, first.when_text)]
    return renamed == [other.text, other.when_text]


def assertion_in_words(rule: Rule) -> Text:
    """What a rule asserts, without the fields beside it."""
    return _Words(rule).assertion(rule.assertion)


def _beside(rule: Rule) -> list[Text]:
    """What the fields beside the equation say."""
    words, told = _Words(rule), []
    if rule.when is not None:
        when = words.condition(rule.when)
        told.append(
            Text(f"hanya diuji pada baris yang memenuhi syarat {when.id}", f"asked only of rows for which {when.en}")
        )
    if rule.mention:
        said = [f"“{_sentence(text)}”" for text in rule.mention]
        told.append(Text("kalimatnya berbunyi ", "the sentence says ") + _either(said))
    if rule.match is not None:
        told.append(
            Text(
                f"setiap baris dipasangkan dengan tabel {rule.match} yang disebut uraiannya",
                f"each row is paired with the {rule.match} table that its label names",
            )
        )
    told += _of_bases(rule, words)
    if rule.tolerance:
        far = _number(rule.tolerance)
        told.append(Text(f"selisih sampai {far.id} dibiarkan", f"a difference of up to {far.en} is let pass"))
    told += [phrases.MISSING[rule.missing]] if rule.missing in phrases.MISSING else []
    if rule.rounding is not None:
        how = phrases.ROUNDING[rule.rounding]
        name = subject_of(rule) or ""
        told.append(Text(how.id.format(name), how.en.format(name)))
    return told


def _of_bases(rule: Rule, words: _Words) -> list[Text]:
    if rule.base_of is not None:
        return [Text(f"dasarnya sama dengan dasar {rule.base_of}", f"its base is that of {rule.base_of}")]
    if not rule.base:
        return []
    bases = [words.base(base.expression) for base in rule.base]
    told = Text("dasarnya ", "its base is ") + Text(
        _either([b.id for b in bases]).id, _either([b.en for b in bases]).en
    )
    if len(bases) > 1:
        told += Text(", mana yang cocok dengan kolomnya", ", whichever the column agrees with")
    if rule.like is None:
        return [told]
    return [
        told,
        Text(
            f"bila kolom itu tidak dapat memastikannya, dasarnya sama dengan dasar {rule.like}",
            f"where the column cannot tell, its base is that of {rule.like}",
        ),
    ]


def _sentence(mention: str) -> str:
    """A piece of a sentence as a reader would see it."""
    return (
        mention.replace("{rupiah}", "Rp …").replace("{percent}", "… %").replace("{count}", "…").replace("{rank}", "…")
    )


def _either(names: Sequence[str], word: Text = phrases.OR) -> Text:
    """Names of which one is meant, as ``a, b or c``."""
    if len(names) < 2:
        return Text("".join(names), "".join(names))
    first, last = ", ".join(names[:-1]), names[-1]
    return Text(f"{first} {word.id} {last}", f"{first} {word.en} {last}")


def _number(value: Fraction) -> Text:
    return Text(amount(value, None, "id"), amount(value, None, "en"))


def _put(template: Text, *parts: Text) -> Text:
    return Text(template.id.format(*(part.id for part in parts)), template.en.format(*(part.en for part in parts)))


def _bracketed(text: Text) -> Text:
    return _put(Text("({0})", "({0})"), text)


def _same(text: str) -> Text:
    return Text(text, text)


class _Words:
    """Says the nodes of a rule in words.

    ``paired`` is the kind of statement with whose tables the rows are paired, ``named`` are the names of rows.
    """

    def __init__(self, rule: Rule) -> None:
        self.paired = rule.match
        self.named = frozenset(named.name for named in rule.named)

    def assertion(self, node: Assertion) -> Text:
        """An equation, a bound or a predicate."""
        if isinstance(node, Comparison):
            return _put(phrases.RELATIONS[node.relation], self.expression(node.left), self.expression(node.right))
        return self.predicate(node, so=True)

    def base(self, node: Expression) -> Text:
        """A base of a share; a column alone is the row's own."""
        if isinstance(node, Path) and len(node.steps) == 1 and node.inner is None:
            return _put(Text("{0} baris itu sendiri", "the row's own {0}"), _same(node.steps[0]))
        return self.expression(node)

    # Expressions

    def expression(self, node: Expression, strength: int = 0) -> Text:
        """An expression, in brackets where what stands around it binds stronger."""
        match node:
            case Number(value=value):
                return _number(value)
            case Negative(of=of):
                return _put(Text("minus {0}", "minus {0}"), self.expression(of, 3))
            case Absolute(of=Operation(sign="-", left=left, right=right)):
                between = self.expression(left, 1), self.expression(right, 1)
                return _put(Text("selisih antara {0} dan {1}", "the difference between {0} and {1}"), *between)
            case Absolute(of=of):
                return _put(Text("{0} tanpa tandanya", "{0} without its sign"), self.expression(of, 3))
            case Operation(sign=sign, left=left, right=right):
                own = phrases.STRENGTH[sign]
                # What stands right of "less" or "divided by" is taken off, or divides, as a whole.
                after = own if sign in "-/" else own - 1
                told = _put(phrases.OPERATIONS[sign], self._operand(left, own - 1), self._operand(right, after))
                return told if own > strength else _bracketed(told)
            case Aggregate():
                return self._aggregate(node)
            case InWords(path=path):
                return _put(phrases.IN_WORDS, self._path(path))
            case Path():
                return self._path(node)

    def _operand(self, node: Expression, strength: int) -> Text:
        told = self.expression(node, strength)
        # "the sum of pagu less sisa" could be read as a sum of differences.
        return _bracketed(told) if isinstance(node, Aggregate) else told

    def _path(self, path: Path) -> Text:
        if path.inner is None and len(path.steps) == 1:
            known = {
                "base": Text("dasarnya", "its base"),
                "figure": Text("angka dalam kalimat", "the amount in the sentence"),
            }
            return known.get(path.steps[0], _same(path.steps[0]))
        if path.inner is not None:
            inner = _bracketed(self.expression(path.inner))
            return _put(Text("{0} pada {1}", "{0} of {1}"), inner, self._rows(path, len(path.steps)))
        column = self._path(Path(path.steps[-1:]))
        return _put(Text("{0} {1}", "{0} of {1}"), column, self._rows(path, len(path.steps) - 1))

    def _aggregate(self, node: Aggregate) -> Text:
        path = node.path
        ends_in_rows = path.inner is None and (len(path.steps) == 1 or path.steps[-1] in ONE_ROW | MANY_ROWS)
        rows = self._rows(path, len(path.steps) - (0 if ends_in_rows or path.inner is not None else 1), many=True)
        if node.where is not None:
            rows = _put(phrases.FITTING, rows, self.condition(node.where))
        if node.function == "count":
            rows = Text(re.sub("^(semua |baris-(?=baris))", "", rows.id), re.sub("^(the|all) ", "", rows.en))
            if ends_in_rows or path.inner is not None:
                return _put(Text("banyaknya {0}", "the number of {0}"), rows)
            told = Text("banyaknya {0} yang menyebut {1}", "the number of {0} that state {1}")
            return _put(told, rows, _same(path.steps[-1]))
        plain, computed = phrases.FUNCTIONS[node.function]
        if path.inner is not None:
            return _put(computed, self.expression(path.inner), rows)
        return _put(plain, _same(path.steps[-1]), rows)

    def _rows(self, path: Path, length: int, *, many: bool = False) -> Text:
        """The row or rows to which the first steps of a path lead."""
        told: Text | None = None
        for n, step in enumerate(path.steps[:length]):
            selector = path.selector(n)
            if step in self.named:
                there = Text("baris {0}", "the row {0}") if not many else Text("baris-baris {0}", "the rows {0}")
                row = _put(there, _same(step))
                told = row if told is None else _put(Text("{0} di {1}", "{0} in {1}"), row, told)
            elif step not in phrases.ROWS:
                told = self._table(step, selector, many=many)
            elif step == "root" and told is None and n < length - 1:
                told = Text("baris jumlah tabel", "the row of the table's total")
            elif step != "root" or told is None or path.steps[n - 1] in phrases.ROWS:
                first, further = phrases.ROWS[step]
                reached = first if told is None else _put(further, told)
                if selector is not None:
                    one = (
                        phrases.CHOSEN[step]
                        if told is None
                        else _put(Text("satu di antara {0}", "the one among {0}"), reached)
                    )
                    reached = self._one(one, selector)
                told = reached
        return told if told is not None else Text("baris itu", "the row")

    def _table(self, kind: str, selector: Selector | None, *, many: bool) -> Text:
        if selector is not None:
            return self._one(_put(Text("satu baris {0}", "the one row of {0}"), _same(kind)), selector)
        if kind == self.paired:
            return _put(Text("tabel {0} pasangannya", "its {0} table"), _same(kind))
        if many:
            return _put(Text("semua tabel {0}", "all {0} tables"), _same(kind))
        return _put(Text("seluruh tabel {0}", "the whole {0} table"), _same(kind))

    def _one(self, row: Text, selector: Selector) -> Text:
        if isinstance(selector, Key):
            told = Text("{0} dengan {1} yang sama", "{0} with the same {1}")
            return _put(told, row, _same(selector.column))
        return _put(phrases.FITTING, row, self.condition(selector))

    # Conditions

    def condition(self, node: Condition, *, so: bool = True, inside: bool = False) -> Text:
        """A condition, or with ``so`` off its opposite; in brackets where it stands inside another."""
        match node:
            case Negated(part=part):
                return self.condition(part, so=not so, inside=inside)
            case Junction(word=word, parts=parts):
                told = self._junction(parts, (word == "and") == so, so)
                return _bracketed(told) if inside else told
            case Comparison(relation="="):
                template = phrases.EQUAL if so else phrases.UNEQUAL
                return _put(template, self.expression(node.left), self.expression(node.right))
            case Comparison(relation=relation):
                template = phrases.RELATIONS[relation if so else phrases.OPPOSITE[relation]]
                return _put(template, self.expression(node.left), self.expression(node.right))
            case Matches():
                return self._matches([node], so=so)
            case Predicate():
                return self.predicate(node, so=so)

    def predicate(self, node: Predicate, *, so: bool) -> Text:
        """What is asked of the form of a row, or its opposite."""
        template = phrases.PREDICATES[node.name][0 if so else 1]
        names = listed([argument.text for argument in node.arguments])
        if node.name == "share":
            return _put(template, self.expression(node.arguments[0]), self.base(node.arguments[1]))
        if node.name == "filled" and len(node.arguments) > 1:
            template = (
                Text("{0} terisi semua", "{0} are all filled in")
                if so
                else Text("{0} tidak terisi semua", "{0} are not all filled in")
            )
        return _put(template, names)

    def _junction(self, parts: Sequence[Condition], conjunction: bool, so: bool) -> Text:
        """Conditions joined; matches of one text that stand beside one another are told together."""
        told: list[Text] = []
        groups: list[list[Condition]] = []
        for part in parts:
            alike = groups and _told_alike(groups[-1][-1], part) and conjunction != so
            if alike:
                groups[-1].append(part)
            else:
                groups.append([part])
        for group in groups:
            matches = [part for part in group if isinstance(part, Matches)]
            told.append(
                self._matches(matches, so=so) if len(matches) > 1 else self.condition(group[0], so=so, inside=True)
            )
        word = phrases.AND if conjunction else phrases.OR
        return Text(_either([t.id for t in told], word).id, _either([t.en for t in told], word).en)

    def _matches(self, nodes: Sequence[Matches], *, so: bool) -> Text:
        """What a text holds; of several words one is enough."""
        name, mark = nodes[0].path.steps[0], _mark(nodes[0])
        said = _either([f"“{_bare(node)}”" for node in nodes])
        there, absent = phrases.MATCHES[mark]
        if name == "labels" and not so:
            return _put(Text(absent.id, there.en), phrases.NO_LABEL, said)
        return _put(there if so else absent, phrases.TEXTS.get(name, _same(name)), said)


def _told_alike(one: Condition, two: Condition) -> bool:
    return isinstance(one, Matches) and isinstance(two, Matches) and one.path == two.path and _mark(one) == _mark(two)


def _mark(node: Matches) -> str:
    return "^" * node.words.startswith("^") + "$" * node.words.endswith("$")


def _bare(node: Matches) -> str:
    return node.words.removeprefix("^").removesuffix("$")
