"""The code grammars of a rule file: their levels, each name looked up, each form one that a code can have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.notation.code_grammar import CodeGrammar, Level
from audit.rulebook._yaml import Mapping, Scalar

_FIELDS = ("title", "levels")
_LEVEL_FIELDS = ("form", "continues", "under", "alone")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FORM = re.compile(r"[0-9A-Z]+(\.[0-9A-Z]+)*")


def read_grammars(source: Mapping) -> tuple[CodeGrammar, ...]:
    """The code grammars that a rule file describes."""
    codes = source.mapping("codes")
    found = []
    for name, body in codes.items():
        _may_be_named(codes, name, "code grammar")
        if not isinstance(body, Mapping):
            codes.wrong(name, f"the code grammar “{name}” needs a title and levels")
            continue
        body.only(_FIELDS)
        title = body.both("title")
        levels = _levels(name, body, codes)
        if levels:
            found.append(CodeGrammar(name, title, levels))
    return tuple(found)


def look_up_grammars(sources: Sequence[Mapping]) -> None:
    """Note the code grammars that stand twice, and those named by a statement that no rule file describes."""
    known: set[str] = set()
    for source in sources:
        codes = source.mapping("codes")
        for name in codes.fields:
            if name in known:
                codes.wrong(name, f"the code grammar “{name}” is described by another rulebook too")
        known |= codes.fields.keys()
    for source in sources:
        for _, body in source.mapping("statements").items():
            for text in body.texts("codes") if isinstance(body, Mapping) else ():
                if text.value not in known:
                    message = f"no rulebook describes a code grammar “{text.value}”"
                    source.mistakes.add(source.path, text.line, message, text.value, known)


def _may_be_named(body: Mapping, name: str, what: str) -> None:
    if not _NAME.fullmatch(name):
        body.wrong(name, f"a {what}'s name is small letters, digits and hyphens, not “{name}”")


def _levels(grammar: str, body: Mapping, codes: Mapping) -> tuple[Level, ...]:
    levels = body.mapping("levels")
    if not levels.fields:
        codes.wrong(grammar, f"the code grammar “{grammar}” has no levels")
        return ()
    told = len(body.mistakes.found)
    read = tuple(_level(levels, name) for name in levels.fields)
    if len(body.mistakes.found) > told:
        # What a broken level continues leads nowhere.
        return ()
    _no_rounds(levels, read)
    return read if len(body.mistakes.found) == told else ()


def _level(levels: Mapping, name: str) -> Level:
    _may_be_named(levels, name, "level")
    body = levels.fields[name]
    if not isinstance(body, Mapping):
        levels.wrong(name, f"the level “{name}” needs a form")
        return Level(name, ())
    body.only(_LEVEL_FIELDS)
    continues = _names(body, "continues", name, levels)
    alone = body.choice("alone", ("true", "false"), "false") == "true"
    if alone and not continues:
        body.wrong("alone", f"“alone” is for a level that continues another; “{name}” continues none")
    under = _names(body, "under", name, levels)
    return Level(name, _forms(body, name), continues, tuple(dict.fromkeys((*continues, *under))), alone)


def _forms(body: Mapping, name: str) -> tuple[tuple[str, ...], ...]:
    texts = body.texts("form")
    if not texts and not isinstance(body.fields.get("form"), Scalar | Mapping):
        body.wrong("form", f"the level “{name}” needs a form")
    for text in texts:
        if not _FORM.fullmatch(text.value):
            message = f"a form is digits and capital letters, as 9.99 or AAA, not “{text.value}”"
            body.mistakes.add(body.path, text.line, message)
    return tuple(tuple(text.value.split(".")) for text in texts)


def _names(body: Mapping, key: str, name: str, levels: Mapping) -> tuple[str, ...]:
    texts: Sequence[Scalar] = body.texts(key)
    for text in texts:
        if text.value == name:
            body.mistakes.add(body.path, text.line, f"the level “{name}” cannot stand under itself")
        elif text.value not in levels.fields:
            message = f"there is no level “{text.value}” in this grammar"
            body.mistakes.add(body.path, text.line, message, text.value, levels.fields)
    return tuple(text.value for text in texts)


def _no_rounds(levels: Mapping, read: tuple[Level, ...]) -> None:
    """Note levels that lead back to themselves, so that none of them is ever on top."""
    above = {level.name: level.under for level in read}
    for level in read:
        seen: set[str] = set()
        waiting = list(level.under)
        while waiting:
            name = waiting.pop()
            if name == level.name:
                levels.wrong(level.name, f"the level “{level.name}” stands above itself, by way of others")
                return
            if name not in seen:
                seen.add(name)
                waiting.extend(above[name])
