"""Every name in a rule is looked up before any data is seen, and must stand where it means something.

A text among figures, a row without a column or a base that no rule lists would otherwise break the audit, or never be
asked of any row without anybody being told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.model.shape import FIGURES, StatementShape
from audit.notation.headings import words
from audit.rulebook._yaml import Mapping
from audit.rules.bases import subject_of
from audit.rules.expression import (
    ASSERTIONS,
    CONDITIONS,
    FORMULAS,
    MANY_ROWS,
    ONE_ROW,
    RESERVED,
    TEXTS,
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
    atoms,
    paths,
)
from audit.rules.prose import TOLD
from audit.rules.rule import Base, Rule

#: The type of a column whose type was not understood; it is told once, and not again wherever the column is used.
UNKNOWN = ""
_TYPES = {"text": "a text", "kode": "a code", "level": "a level"}
#: What some rows have not: a statement as a whole stands in no table, and nothing stands above its total.
_HAS_NOT = {"root": ("parent",), "parent": (), "twin": (), "prev": ()}

Shapes = Sequence[StatementShape]


def look_up_condition(body: Mapping, key: str, node: Condition, shape: StatementShape) -> None:
    """Note all names of a condition of one kind of statement that are none."""
    _Text(body, key, {}).condition(node, [shape])


def look_up(body: Mapping, rule: Rule, every: dict[str, StatementShape]) -> None:
    """Note all names of a rule that are none, or that stand where they mean nothing."""
    shapes = [every[kind] for kind in rule.kinds]
    assertion = _Text(body, "assert", every, prose="mention" in body.fields)
    assertion.asserted(rule.assertion, shapes)
    look_up_beside(body, rule.when, rule.base, shapes, every)
    _bases(body, rule)
    if rule.like is not None:
        _like(body, rule, shapes)


def look_up_beside(
    body: Mapping, when: Condition | None, bases: Sequence[Base], shapes: Shapes, every: dict[str, StatementShape]
) -> None:
    """Note the names of a condition and of bases that are none; they are told though the equation cannot be read."""
    if when is not None:
        _Text(body, "when", every).condition(when, shapes)
    for base in bases:
        _Text(body, "base", every).figure(base.expression, shapes)
        if _uses_base(base.expression):
            body.wrong("base", "“base” cannot be told by “base”")


def _uses_base(node: Assertion | Condition | Expression) -> bool:
    return any("base" in path.steps for path in paths(node))


def _bases(body: Mapping, rule: Rule) -> None:
    """Bases are listed where they are used, and used where they are listed, for one column alone on the left."""
    asked = [("assert", rule.assertion)] + ([("when", rule.when)] if rule.when is not None else [])
    if "base" not in body.fields:
        for key, node in asked:
            if _uses_base(node):
                body.wrong(key, "“base” is used but no base is listed")
    elif not _uses_base(rule.assertion):
        body.wrong("base", "“base” is listed, but the equation does not use it")
    elif subject_of(rule) == "base" or (rule.base and subject_of(rule) is None):
        body.wrong("assert", "with bases the left side is one column, as in “keuangan = 100 * realisasi / base”")


def _like(body: Mapping, rule: Rule, shapes: Shapes) -> None:
    columns = columns_of(shapes)
    shares = [name for name, types in columns.items() if types & {"percent", UNKNOWN}]
    if not rule.base:
        body.wrong("like", "“like” stands beside a list of bases under “base”")
    if rule.like not in columns:
        body.wrong("like", f"there is no column “{rule.like}”", rule.like or "", shares)
    elif rule.like not in shares:
        body.wrong("like", f"“{rule.like}” is no percent column; such are {', '.join(shares) or 'none'}")
    elif rule.like == subject_of(rule):
        body.wrong("like", f"“{rule.like}” cannot be like itself")


def look_up_bases(rules: Sequence[tuple[Mapping, Rule]]) -> None:
    """Note where a rule relies on a base that no rule lists, so that it would never be asked."""
    listed: dict[str, set[str]] = {}
    for _, rule in rules:
        listed.setdefault(subject_of(rule) or "", set()).update(base.text for base in rule.base)
    listed = {column: bases for column, bases in listed.items() if bases}
    for body, rule in rules:
        for key, column, base in _reliances(rule):
            if column not in listed:
                body.wrong(key, f"no rule lists the bases of “{column}”", column, listed)
            elif base is not None and base not in listed[column]:
                body.wrong(key, f"“{base}” is no base that a rule lists for “{column}”", base, listed[column])


def _reliances(rule: Rule) -> Iterator[tuple[str, str, str | None]]:
    """The field, the column whose base it relies on, and that base where it names one."""
    if rule.base_of is not None:
        yield "base", rule.base_of, None
    if rule.like is not None:
        yield "like", rule.like, None
    for part in atoms(rule.when) if rule.when is not None else ():
        if isinstance(part, Predicate) and part.name == "share":
            column, whole = part.arguments
            yield "when", column.text, whole.text


def columns_of(shapes: Shapes) -> dict[str, set[str]]:
    """The columns of the statements, each with the types that it has in them."""
    columns: dict[str, set[str]] = {}
    for shape in shapes:
        for column in shape.columns:
            columns.setdefault(column.name, set()).add(column.type)
    return columns


@dataclass(frozen=True, slots=True)
class _Text:
    """A field of a rule that holds a text of the language."""

    body: Mapping
    key: str
    every: dict[str, StatementShape]
    prose: bool = False

    def wrong(self, message: str, word: str = "", known: Sequence[str] = ()) -> None:
        self.body.wrong(self.key, message, word, known)

    def asserted(self, node: Assertion, shapes: Shapes) -> None:
        """An equation or a predicate that can be asserted."""
        if isinstance(node, Predicate):
            if self.prose:
                self.wrong("beside “mention” stands an equation, as in “figure = rekap.root.pagu”")
            else:
                self._predicate(node, shapes, ASSERTIONS)
            return
        if not any(True for _ in paths(node)):
            self.wrong(f"“{self.body.text(self.key)}” speaks of no column")
        if self.prose:
            if node.left != Path(("figure",)):
                self.wrong("beside “mention” the left side is “figure”, the amount in the sentence")
            if node.right in TOLD.values() and node.relation == "=":
                return
            self.figure(node.right, shapes)
            return
        self.figure(node.left, shapes)
        self.figure(node.right, shapes)

    def condition(self, node: Condition, shapes: Shapes) -> None:
        """A condition; it may hold equations too."""
        match node:
            case Junction(parts=parts):
                for part in parts:
                    self.condition(part, shapes)
            case Negated(part=part):
                self.condition(part, shapes)
            case Comparison(left=left, right=right):
                self.figure(left, shapes)
                self.figure(right, shapes)
            case Matches():
                self._matches(node, shapes)
            case Predicate():
                self._predicate(node, shapes, CONDITIONS)

    def figure(self, node: Expression, shapes: Shapes) -> None:
        """An expression; each of its names must lead to a figure."""
        match node:
            case Path():
                self._path(node, shapes)
            case Aggregate(function=function, path=path, where=where):
                there = self._path(path, shapes, function)
                if where is not None and there is not None:
                    self.condition(where, there)
            case InWords(path=path):
                self._in_words(path, shapes)
            case Negative(of=of) | Absolute(of=of):
                self.figure(of, shapes)
            case Operation(left=left, right=right):
                self.figure(left, shapes)
                self.figure(right, shapes)
            case Number():
                return

    def _path(self, path: Path, shapes: Shapes, function: str | None = None) -> Shapes | None:
        """Walk along a path, from row to row and statement to statement, to its column.

        The shapes of the statements in which the column stands are returned; None where the path is wrong.
        """
        through = many = False
        has_not: tuple[str, ...] = ()
        for n, step in enumerate(path.steps):
            selector = path.selector(n)
            columns = columns_of(shapes)
            if not shapes and step not in self.every and step not in RESERVED - ONE_ROW - MANY_ROWS:
                message = f"“{path.text}” is out of reach of a sentence; its path begins with {', '.join(self.every)}"
                self.wrong(message, step, list(self.every))
                return None
            if step in columns or step == "base":
                if n < len(path.steps) - 1 or path.inner is not None:
                    self.wrong(f"“{path.text}” goes on after “{step}”, which is no row")
                elif selector is not None:
                    self.wrong(f"“{step}” is a column; brackets stand after rows or a statement")
                elif function is not None and not through:
                    self._no_rows(path, function)
                elif step != "base":
                    self._must_be_figure(step, columns[step])
                return shapes
            if step in MANY_ROWS:
                if function is None and selector is None:
                    self.wrong(f"“{path.text}” is many figures; it needs sum, count, min or max, or one row in […]")
                    return None
                if many:
                    self.wrong(f"“{path.text}” goes through rows twice")
                    return None
                many, through, has_not = selector is None, True, ("parent",) if step == "rows" else ()
            elif step in has_not:
                self.wrong(f"“{path.text}” is never there: a whole table has no {step}")
                return None
            elif step in ONE_ROW:
                has_not = _HAS_NOT[step]
            elif any(step in shape.rows for shape in shapes):
                through, has_not = True, ()
                if selector is not None:
                    self.wrong(f"“{step}” is rows of a name already; brackets stand after rows or a statement")
            elif step in self.every:
                asking, shapes = shapes, [self.every[step]]
                has_not = ("parent", "twin", "prev") if selector is None else ()
                through = True
                if isinstance(selector, Key):
                    self._key(selector, asking)
            else:
                self._unknown(step, shapes)
                return None
            if selector is not None:
                self._selector(step, selector, shapes)
        if function is not None and not through:
            self._no_rows(path, function)
        elif path.inner is not None:
            self.figure(path.inner, shapes)
        elif function != "count" or not (path.steps[-1] in MANY_ROWS or path.steps[-1] in self.every):
            self._no_column(path, shapes)
        return shapes

    def _in_words(self, path: Path, shapes: Shapes) -> None:
        """Words stand in a column of text of the row itself, or beside the amount of a sentence."""
        texts = [name for name, types in columns_of(shapes).items() if types & {"text", UNKNOWN}]
        if self.prose and path != Path(("figure",)):
            self.wrong(f"beside “mention” terbilang reads the words of “figure”, not of “{path.text}”")
        elif not self.prose and path.text not in texts:
            known = ", ".join(texts) or "there is none"
            self.wrong(f"terbilang reads a text column of the row itself: {known}", path.text, texts)

    def _selector(self, step: str, selector: Selector, shapes: Shapes) -> None:
        """What stands in brackets after rows or a statement is asked of the rows there."""
        if step in ONE_ROW:
            self.wrong(f"“{step}” is one row already; brackets stand after rows or a statement")
        elif isinstance(selector, Key):
            self._key(selector, shapes)
        else:
            self.condition(selector, shapes)

    def _key(self, selector: Key, shapes: Shapes) -> None:
        """A column by which rows are found again must be a text, here and there."""
        columns = columns_of(shapes)
        texts = [name for name, types in columns.items() if types & {"text", "kode", UNKNOWN}]
        if not shapes:
            self.wrong(f"a sentence has no “{selector.column}”; in brackets stands a condition")
        elif columns and selector.column not in texts:
            message = f"“{selector.column}” finds no row; in brackets stands a condition or one of {', '.join(texts)}"
            self.wrong(message, selector.column, texts)

    def _no_rows(self, path: Path, function: str) -> None:
        rows = "children, leaves, descendants, siblings, rows or a statement"
        self.wrong(f"“{path.text}” goes through no rows; {function} needs {rows}")

    def _no_column(self, path: Path, shapes: Shapes) -> None:
        last = path.steps[-1]
        row = last in ONE_ROW or any(last in shape.rows for shape in shapes)
        what = "many rows" if last in MANY_ROWS else "a row" if row else "a statement"
        self.wrong(f"“{path.text}” is {what}; it needs a column")

    def _must_be_figure(self, name: str, types: set[str]) -> None:
        if types.isdisjoint({*FIGURES, UNKNOWN}):
            self.wrong(f"“{name}” is {_TYPES[min(types)]} and no figure")

    def _unknown(self, word: str, shapes: Shapes) -> None:
        if word in TEXTS:
            self.wrong(f"“{word}” is a text and no figure")
            return
        if word == "figure":
            self.wrong("“figure” is the amount in a sentence, which a rule with “mention” alone has, on its left side")
            return
        elsewhere = [shape.kind for shape in self.every.values() if shape.column(word) is not None]
        if elsewhere:
            here = ", ".join(shape.kind for shape in shapes)
            self.wrong(f"“{word}” is a column of {', '.join(elsewhere)}, not of {here}")
            return
        rows = [name for shape in shapes for name in shape.rows]
        known = [*columns_of(shapes), *rows, *ONE_ROW, *MANY_ROWS, *self.every, "base"]
        self.wrong(f"“{word}” is no column, row or statement", word, known)

    def _matches(self, node: Matches, shapes: Shapes) -> None:
        columns = columns_of(shapes)
        texts = [*(name for name, types in columns.items() if types & {"text", "kode", UNKNOWN}), *sorted(TEXTS)]
        word, path = node.path.steps[0], node.path
        stands = f"left of “~” stands a text of the row itself: {', '.join(texts)}"
        if len(path.steps) > 1 or path.inner is not None:
            self.wrong(f"“{path.text}” is out of reach; {stands}")
        elif word not in texts:
            what = "a level" if columns.get(word) == {"level"} else "a figure" if word in columns else "no column"
            self.wrong(f"“{word}” is {what} and no text; {stands}", word, texts)
        if not words(node.words.removeprefix("^")):
            self.wrong(f"“{node.words}” holds no word to look for")

    def _predicate(self, node: Predicate, shapes: Shapes, allowed: frozenset[str]) -> None:
        name, given = node.name, node.arguments
        if name not in allowed:
            if name in CONDITIONS:
                self.wrong(f"“{name}” is a condition for “when”, not an assertion")
            elif name in ASSERTIONS:
                self.wrong(f"“{name}” is an assertion, not a condition")
            else:
                self.wrong(f"there is no predicate “{name}”", name, sorted(allowed))
        elif name == "is":
            rows = [row for shape in shapes for row in shape.rows]
            if len(given) != 1 or given[0].text not in rows:
                word = given[0].text if len(given) == 1 else ""
                self.wrong(f"“is” needs one name of rows; such are {', '.join(rows) or 'none'}", word, rows)
        elif name in ("leaf", "placed", "wellformed", "keeps_relations", "keeps_totals") or name in FORMULAS:
            if given:
                self.wrong(f"“{name}” is asked of the row, not of a column: {name}()")
        elif name == "same_base":
            if not given:
                self.wrong("“same_base” needs the percent columns whose bases are compared")
            for path in given:
                self._column(path, shapes, name)
        elif name == "share":
            if len(given) != 2:
                self.wrong("“share” needs a column and its base")
                return
            self._column(given[0], shapes, name)
            self.figure(given[1], shapes)
        elif name == "filled":
            if not given or (len(given) > 1 and allowed is ASSERTIONS):
                self.wrong("“filled” needs one column" if allowed is ASSERTIONS else "“filled” needs a column")
            for path in given:
                self._column(path, shapes, name)
        elif name == "official_name" and [path.text for path in given] != ["uraian"]:
            self.wrong("“official_name” is asked of labels only: official_name(uraian)")
        elif name != "official_name" and [path.text for path in given] != ["kode"]:
            self.wrong(f"“{name}” is asked of codes only: {name}(kode)")
        else:
            self._column(given[0], shapes, name)

    def _column(self, path: Path, shapes: Shapes, asker: str) -> None:
        """A column of the row itself."""
        columns = columns_of(shapes)
        if len(path.steps) > 1 or path.inner is not None:
            self.wrong(f"“{asker}” is asked of a column of the row itself, not of “{path.text}”")
        elif path.steps[0] not in columns:
            self.wrong(f"there is no column “{path.text}”", path.text, sorted(columns))
