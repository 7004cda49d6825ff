"""Make the pages in docs/rules/ from the rulebooks, the grammar and the YAML beside this file; ``--check`` compares.

Every example on the page of the language is run while the page is made: a page whose examples find something else
than they say, or on which a part of the grammar or a word of the language is not explained, is not made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent
from typing import Any

from ruamel.yaml import YAML

from audit.model.shape import StatementShape
from audit.notation.code_grammar import CodeGrammar
from audit.readers._drawn import read_drawn
from audit.recognise import recognise
from audit.rulebook import Rulebook, RulebookError, load_rulebooks
from audit.rulebook._json_schema import file_schema
from audit.rules import expression
from audit.rules.expression import ASSERTIONS, CONDITIONS, FUNCTIONS, RESERVED
from audit.rules.rule import Rule
from audit.rules.wording import in_words
from audit.run import Reading, audit_reading
from audit.run.examples import findings_as_lines
from audit.schemas.words import text_of, title_of

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from reading_map import MapPageError, map_page  # noqa: E402  (it stands beside this file, from wherever that is run)

PAGES = HERE / "rules"
GRAMMAR = Path(expression.__file__).parent / "grammar.lark"
LANGUAGE = HERE / "language.yaml"
READING_MAP = HERE / "reading-map.yaml"
MADE = "<!-- Made by docs/make.py; run `make docs` instead of editing this page. -->"


class PageError(Exception):
    """A page cannot be made; the message says what is wrong in its source."""


def pages() -> dict[str, str]:
    """All pages by the name of their file."""
    books = load_rulebooks()
    made = {"README.md": index(books), "language.md": language_page(YAML(typ="safe", pure=True).load(LANGUAGE))}
    made["reading-map.md"] = _joined([MADE, *map_page(YAML(typ="safe", pure=True).load(READING_MAP))])
    return made | {f"{Path(book.path).stem}.md": book_page(book) for book in books}


# Rulebooks


def index(books: Sequence[Rulebook]) -> str:
    """The page that leads to the others."""
    lines = [
        MADE,
        "# Rules",
        "A report is held against these rules. Each is an equation that an auditor can read, with the reason why it\n"
        "must hold and small tables in which it holds and fails. [The language of rules](language.md) tells how to\n"
        "read them and how to write one.",
        "| Rulebook | What it is about | Tables | Rules |\n|---|---|---|---|",
    ]
    for book in books:
        link = f"[{book.id}]({Path(book.path).stem}.md)"
        kinds = ", ".join(shape.kind for shape in book.statements) or "–"
        count = len({rule.id for rule in book.rules})
        lines[-1] += f"\n| {link} | {book.title.en} · *{book.title.id}* | {kinds} | {count} |"
    for book in books:
        lines.append(f"## {book.title.en}")
        grouped = _by_id(book.rules)
        lines.append(
            "\n".join(f"- [{id}]({Path(book.path).stem}.md#{id}): {rules[0].title.en}" for id, rules in grouped.items())
            or "No rules of its own."
        )
    return _joined(lines)


def book_page(book: Rulebook) -> str:
    """The page of one rulebook."""
    lines = [MADE, f"# {book.title.en}", f"*{book.title.id}* · [`{book.path}`](../../{book.path})"]
    if book.uses:
        lines.append(f"It builds on {_listed([f'[{name}]({name}.md)' for name in book.uses])}.")
    for shape in book.statements:
        lines.extend(_statement(shape))
    for grammar in book.codes:
        lines.extend(_grammar(grammar))
    if book.rules:
        lines.append("## Rules")
    for id, rules in _by_id(book.rules).items():
        lines.extend(_rule(id, rules))
    return _joined(lines)


def _statement(shape: StatementShape) -> Iterator[str]:
    yield f"## Table: {shape.kind}"
    if shape.titles:
        yield f"Its title often says {_listed([f'“{title}”' for title in shape.titles], 'or')}."
    if shape.by:
        yield f"A table is parted into a report for each {_listed([f'`{name}`' for name in shape.by])}."
    rows = ["| Column | Holds | Known by the headings |", "|---|---|---|"]
    for column in shape.columns:
        what = column.type + (", required" if column.required else "")
        known = ", ".join(_cell(text) for text in dict.fromkeys(column.headings))
        rows.append(f"| `{column.name}` | {what} | {known} |")
    yield "\n".join(rows)
    if shape.weights:
        told = [
            f"`{name}` {'is taken off' if sign < 0 else 'is left out' if not sign else 'is added'}"
            for name, sign in shape.weights.items()
        ]
        yield f"In sums {_listed(told)}."
    if shape.apart:
        yield f"Rows whose label begins with {_listed([f'“{text}”' for text in shape.apart], 'or')} are never added."
    if shape.codes:
        yield f"Its codes may follow {_listed([f'`{name}`' for name in shape.codes], 'or')}."
    asked = [
        f"- `{_cell(text_of(one))}`: {title_of(one).en} · *{title_of(one).id}*"
        for one in (*shape.checks, *shape.expected)
    ]
    if asked:
        yield "\n".join(["Of its cells is asked:", "", *asked])


def _grammar(grammar: CodeGrammar) -> Iterator[str]:
    yield f"## Codes: {grammar.name}"
    yield f"**{grammar.title.en}** · *{grammar.title.id}*"
    rows = ["| Level | Form | Goes on from | Stands under |", "|---|---|---|---|"]
    for level in grammar.levels:
        forms = ", ".join(f"`{'.'.join(form)}`" for form in level.forms)
        above = [name for name in level.under if name not in level.continues]
        alone = ", also printed alone" if level.alone else ""
        rows.append(f"| {level.name} | {forms}{alone} | {', '.join(level.continues)} | {', '.join(above)} |")
    yield "\n".join(rows)


def _rule(id: str, rules: Sequence[Rule]) -> Iterator[str]:
    rule = rules[0]
    yield f"### {id}"
    yield f"**{rule.title.en}** · *{rule.title.id}*"
    equations = dict.fromkeys(one.text for one in rules)
    fields = [("assert", text) for text in equations]
    fields += [("when", rule.when_text)] if rule.when_text else []
    fields += [("base", f"[{', '.join(base.text for base in rule.base)}]")] if rule.base else []
    fields += [("base", rule.base_of)] if rule.base_of else []
    fields += [("like", rule.like)] if rule.like else []
    fields += [("match", rule.match)] if rule.match else []
    fields += [("mention", text) for text in rule.mention]
    yield _fenced("\n".join(f"{key + ':':<8} {text}" for key, text in fields), "text")
    yield "\n".join(f"- {words.en} · *{words.id}*" for words in in_words(rules))
    yield f"Why: {rule.why.en} · *{rule.why.id}*"
    if rule.regulation:
        yield f"Regulation: {rule.regulation}"
    asked = f"Asked of {_listed([f'`{kind}`' for kind in rule.kinds])}. " if rule.kinds else ""
    yield f"{asked}Severity: {rule.severity}."
    for fails in (False, True):
        examples = [example for example in rule.examples if bool(example.finds) is fails]
        for number, example in enumerate(examples, 1):
            count = f" {number}" if len(examples) > 1 else ""
            yield f"{'Finds something' if fails else 'Holds'}{count}:"
            for name, text in example.tables:
                drawn = text.rstrip("\n")
                yield _fenced(f"{name}:\n{drawn}" if len(example.tables) > 1 else drawn, "text")
            if fails:
                yield "\n".join(f"- {_found(line)}" for line in example.finds)


# The language


@dataclass(frozen=True)
class Outcome:
    """What came of the rules of an example: what they found, how many rows they asked, and why not others."""

    found: tuple[str, ...]
    asked: int
    silent: tuple[str, ...]
    problems: tuple[str, ...]


def language_page(source: Mapping[str, Any]) -> str:
    """The page of the language: its sections, each with examples that were run, all fields, and the grammar."""
    grammar = GRAMMAR.read_text("utf-8")
    sections = source["sections"]
    explained = {name for section in sections for name in section.get("explains", ())}
    _compare("part of the grammar", productions(grammar), explained)
    lines = [MADE, f"# {source['title']}", source["intro"].rstrip()]
    lines.append("\n".join(f"- [{section['title']}](#{_anchor(section['title'])})" for section in sections))
    for section in sections:
        lines.append(f"## {section['title']}")
        for part in section["parts"]:
            lines.extend([part.rstrip()] if isinstance(part, str) else _example(part, section["title"]))
        if section.get("fields"):
            lines.append(_fields(section["fields"]))
        if section.get("grammar"):
            lines.append(_fenced(grammar.rstrip(), "text"))
    page = _joined(lines)
    told = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]+`|```.*?```", page, re.DOTALL))))
    _compare("word of the language", {*RESERVED, *FUNCTIONS, *ASSERTIONS, *CONDITIONS}, told, both=False)
    return page


def productions(grammar: str) -> set[str]:
    """The names of all rules, alternatives and words of a grammar."""
    names = set(re.findall(r"^\??([a-z_]+|[A-Z_]+)(?:\.\d+)?:", grammar, re.MULTILINE))
    return names | set(re.findall(r"->\s*([a-z_]+)", grammar))


def _compare(what: str, there: set[str], explained: set[str], *, both: bool = True) -> None:
    missing, strange = there - explained, explained - there if both else set()
    if missing:
        raise PageError(
            f"{LANGUAGE.name} explains no {what} {_listed([f'“{name}”' for name in sorted(missing)], 'or')}"
        )
    if strange:
        raise PageError(f"there is no {what} {_listed([f'“{name}”' for name in sorted(strange)], 'or')}")


def _example(part: Mapping[str, Any], section: str) -> Iterator[str]:
    """A rule, the tables that it is put to, and what it finds in them."""
    outcome = try_example(part)
    expected = part.get("finds", [])
    if list(outcome.found) != sorted(expected):
        raise PageError(f"“{section}”: an example finds {list(outcome.found)}, not {expected}; {outcome}")
    silent = part.get("silent")
    if silent is not None and silent not in outcome.silent + outcome.problems:
        raise PageError(f"“{section}”: an example leaves unasked {outcome.silent}, {outcome.problems}, not “{silent}”")
    if not outcome.asked and silent is None:
        raise PageError(f"“{section}”: an example asks nothing; {outcome}")
    if part.get("say"):
        yield part["say"].rstrip()
    if "rule" in part or "statements" in part:
        yield _fenced(part.get("statements", part.get("rule", "")).rstrip(), "yaml")
        if "statements" in part and "rule" in part:
            yield _fenced(part["rule"].rstrip(), "yaml")
    for name, text in _tables(part):
        yield _fenced(f"{name}:\n{text.rstrip()}" if "tables" in part else text.rstrip(), "text")
    if expected:
        yield "\n".join(f"- {_found(line)}" for line in expected)
    elif silent is None:
        yield f"- Finds nothing; {outcome.asked} {'row was' if outcome.asked == 1 else 'rows were'} asked."
    if silent is not None:
        yield f"- Leaves a row unasked: {silent}."


def _tables(part: Mapping[str, Any]) -> list[tuple[str, str]]:
    drawn = part.get("tables") or {"tabel": part["table"]}
    return [(str(name), text) for name, text in drawn.items()]


def try_example(part: Mapping[str, Any]) -> Outcome:
    """Run the rule of an example over its tables, as a rule file of a user would be."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contoh.yaml"
        path.write_text(rule_file(part), encoding="utf-8")
        try:
            books = load_rulebooks([path])
        except RulebookError as error:
            told = "\n".join(mistake.message for mistake in error.mistakes)
            raise PageError(f"an example is no rule:\n{told}\n{rule_file(part)}") from None
    document = read_drawn(_tables(part))
    shapes = tuple(shape for book in books for shape in book.statements)
    grammars = [grammar for book in books for grammar in book.codes]
    report = audit_reading(Reading((document,), recognise((document,), shapes, grammars), books))
    shape_checks = [one for shape in books[0].statements for one in (*shape.checks, *shape.expected)]
    ids = {rule.id for rule in (*books[0].rules, *shape_checks)}
    expected = part.get("finds", [])
    found = [line for id in sorted(ids) for line in findings_as_lines(report, expected, id)]
    return Outcome(
        tuple(sorted(found)),
        sum(summary.asked for summary in report.rules if summary.id in ids),
        tuple(dict.fromkeys(one.reason.en for one in report.unasked if one.rule in ids)),
        tuple(problem.message.en for problem in report.problems),
    )


def rule_file(part: Mapping[str, Any]) -> str:
    """The whole rule file that an example stands for; what every rule has need not be drawn."""
    rule = part.get("rule", "")
    head = "rulebook: contoh\ntitle: {id: Contoh, en: Example}\n"
    uses = f"uses: [{', '.join(part.get('uses', ['realisasi', 'lra']))}]\n"
    statements = part.get("statements", "")
    if rule.startswith("rulebook:"):
        return rule
    if not rule:
        return head + uses + statements
    if "id:" not in rule:
        said = "id: contoh\ntitle: {id: Contoh, en: Example}\nwhy: {id: Contoh., en: Example.}\n"
        kinds = "" if re.search(r"^(in|mention):", rule, re.MULTILINE) or statements else "in: [rincian]\n"
        rule = said + kinds + rule
    item = indent(rule, "    ").replace("    ", "  - ", 1)
    return f"{head}{uses}{statements}\nrules:\n{item}\n"


# All fields


def _fields(which: str) -> str:
    """The fields of a rule, a statement or a column, as the schema of rule files describes them."""
    schema = file_schema()
    rule = schema["properties"]["rules"]["items"]
    statement = schema["properties"]["statements"]["additionalProperties"]
    column = statement["properties"]["columns"]["additionalProperties"]
    cell = statement["properties"]["schema"]["additionalProperties"]["anyOf"][0]
    described = {"rule": rule, "statement": statement, "column": column, "schema": cell}[which]
    rows = ["| Field | Meaning |", "|---|---|"]
    for name, field in described["properties"].items():
        needed = " Needed." if name in described["required"] else ""
        rows.append(f"| `{name}` | {_cell(field['description'])}{needed} |")
    return "\n".join(rows)


# Text


def _by_id(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.id, []).append(rule)
    return grouped


def _found(line: str) -> str:
    """What a line such as ``1 | pagu | 310 | 300`` says."""
    row, column, stated, expected = (part.strip() for part in line.split("|"))
    where = f"row {row}" if row != "." else "the sentence" if column == "." else "a row without a name"
    what = f"`{column}`" if column != "." else "the amount" if row == "." else "the figure"
    if stated != ".":
        what += f" {'states' if column != '.' else 'is'} {stated}"
    end = f", expected {expected}" if expected != "." else ""
    return f"Finds in {where}: {what}{end}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _fenced(text: str, kind: str) -> str:
    return f"```{kind}\n{text}\n```"


def _listed(names: Sequence[str], word: str = "and") -> str:
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def _joined(lines: Sequence[str]) -> str:
    return "\n\n".join(lines) + "\n"


def main() -> int:
    """Write the pages, or with ``--check`` compare them; 1 where something differs."""
    made = pages()
    if "--check" not in sys.argv[1:]:
        PAGES.mkdir(exist_ok=True)
        for name, text in made.items():
            (PAGES / name).write_text(text, encoding="utf-8", newline="\n")
        return 0
    there = {path.name for path in PAGES.glob("*.md")}
    stale = sorted(
        name for name, text in made.items() if name not in there or (PAGES / name).read_text("utf-8") != text
    )
    foreign = sorted(there - made.keys())
    for name in stale:
        print(f"docs/rules/{name} is stale; run `make docs` and review the change")
    for name in foreign:
        print(f"docs/rules/{name} is made by nothing; delete it")
    return 1 if stale or foreign else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (PageError, MapPageError) as error:
        sys.exit(f"docs/make.py: {error}")
