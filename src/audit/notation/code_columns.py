"""A column of codes held against a grammar: the level of each code, and the codes that are slips of the pen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from audit.notation.code_grammar import CodeGrammar, Reading, Segments
from audit.notation.codes import may_count

#: So many codes, so large a share of those that could be of a grammar, and so many levels make a column one of it. The
#: numbers of a list, as II and A, are no witnesses unless a code goes on from them: lists fit a grammar whose levels
#: are letters.
_FEWEST = 5
_SHARE = Fraction(4, 5)
_LEVELS = 3

#: What is typed, or read by a scanner, for a digit; and for a letter.
_FOR_DIGITS = str.maketrans("OoQlIiSB", "00011158")
_FOR_LETTERS = str.maketrans("0158", "OISB")

#: A shape that so many malformed codes share is a numbering of its own, not a slip.
_OWN_NUMBERING = 3

#: A form of a level is a slip where it is used no more often than this, and another so many times as often.
_RARE, _USUAL = 2, 10


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """A column of codes as its grammar reads it.

    ``readings`` are None for blanks and for codes of another numbering. ``malformed`` holds by row the codes that are
    slips, with the right form where only one is possible; such a code is read as that form. ``share`` is how many of
    the codes that could be of the grammar are.
    """

    grammar: CodeGrammar
    readings: tuple[Reading | None, ...]
    malformed: dict[int, Segments | None]
    share: Fraction
    _counts: Counter[str] = field(default_factory=Counter, repr=False, compare=False)
    _runs: dict[tuple[str, str], int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the codes of each level, since each row may ask for them."""
        self._counts.update(reading.level for reading in self.readings if reading is not None)

    def count(self, level: str) -> int:
        """How many codes are of a level."""
        return self._counts[level]

    def runs(self, holder: str, begins: str) -> int:
        """After how many codes of one level there stand codes whose print begins with another, before the next."""
        if (holder, begins) not in self._runs:
            count, fresh = 0, False
            for reading in self.readings:
                if reading is not None and reading.level == holder:
                    fresh = True
                elif reading is not None and fresh and reading.levels[0] == begins:
                    count, fresh = count + 1, False
            self._runs[holder, begins] = count
        return self._runs[holder, begins]

    def forms(self, row: int) -> tuple[Segments, ...]:
        """The ways to write the code of a row that mean one level only, from the whole code to the shortest."""
        reading = self.readings[row]
        if reading is None:
            return ()
        found = [self.whole(row), reading.segments]
        for n, name in enumerate(reading.levels):
            rest = tuple(segment for part in reading.parts[n:] for segment in part)
            if self.grammar.level(name).alone and len(self.grammar.readings(rest)) == 1:
                found.append(rest)
        return tuple(dict.fromkeys(found))

    def whole(self, row: int) -> Segments:
        """The whole code of a row, with what it continues put before an own part that is printed alone."""
        reading = self.readings[row]
        if reading is None:
            return ()
        before = self.grammar.level(reading.levels[0]).continues
        above = (n for n in range(row - 1, -1, -1) if before)
        for n in above:
            outer = self.readings[n]
            if outer is not None and outer.level not in reading.levels and self.grammar.holds(outer, reading):
                return (*self.whole(n), *reading.segments) if outer.level in before else reading.segments
        return reading.segments


def read_codes(grammar: CodeGrammar, column: Sequence[Segments]) -> CodeColumn | None:
    """The column as the grammar reads it, None where it is not one of this grammar; blanks are empty."""
    known = {code: grammar.readings(code) for code in dict.fromkeys(column) if code}
    begun = {code[0] for code in known if len(code) > 1}
    telling = {code for code in known if len(code) > 1 or (known[code] and (code[0] in begun or not may_count(code)))}
    spoken = [code for code in column if code in telling]
    fitting = sum(1 for code in spoken if known[code])
    if fitting < _FEWEST or fitting < _SHARE * len(spoken):
        return None
    readings = _assigned(grammar, column, known)
    if len({reading.level for reading in readings if reading is not None}) < _LEVELS:
        return None
    usual = _usual(grammar, readings)
    known = {code: usual.readings(code) for code in known}
    malformed = _malformed(usual, column, known, readings)
    if malformed or usual is not grammar:
        mended = [malformed.get(row) or code for row, code in enumerate(column)]
        known |= {code: grammar.readings(code) for code in mended if code}
        readings = _assigned(grammar, mended, known)
    return CodeColumn(grammar, tuple(readings), malformed, Fraction(fitting, len(spoken)))


# Levels


def _assigned(
    grammar: CodeGrammar, column: Sequence[Segments], known: dict[Segments, tuple[Reading, ...]]
) -> list[Reading | None]:
    """The reading of each code of a column from top to bottom.

    Where a code can be read as several levels (``001`` as an RO or a komponen, ``5`` as an urusan or an account), that
    is taken which stands best between the codes before it and the one after it.
    """
    choices = _choices(grammar, column, known)
    after: list[tuple[Reading, ...]] = [()]
    for found in reversed(choices[1:]):
        after.append(found or after[-1])
    path: list[Reading] = []
    assigned: list[Reading | None] = []
    for found, later in zip(choices, reversed(after), strict=True):
        best = min(found, key=lambda reading: _strain(grammar, path, reading, later)) if found else None
        assigned.append(best)
        path = path if best is None else _opened(grammar, path, best)
    return assigned


def _choices(
    grammar: CodeGrammar, column: Sequence[Segments], known: dict[Segments, tuple[Reading, ...]]
) -> list[tuple[Reading, ...]]:
    """All readings of each code; a lone digit is one of the grammar only if the next code may stand under it."""
    choices: list[tuple[Reading, ...]] = []
    after: tuple[Reading, ...] = ()
    for code in reversed(column):
        found = known[code] if code else ()
        if len(code) == 1 and code[0].isdigit() and len(code[0]) == 1:
            found = tuple(reading for reading in found if any(grammar.holds(reading, below) for below in after))
        after = found if code else after
        choices.append(found)
    return choices[::-1]


def _opened(grammar: CodeGrammar, path: list[Reading], reading: Reading) -> list[Reading]:
    """The open codes after a code: those that may hold it, then itself."""
    return [*path[: _holders(grammar, path, reading)], reading]


def _holders(grammar: CodeGrammar, path: list[Reading], reading: Reading) -> int:
    """How many of the open codes stay open under a code, the last being that which holds it."""
    return next((n for n in range(len(path), 0, -1) if grammar.holds(path[n - 1], reading)), 0)


def _strain(grammar: CodeGrammar, path: list[Reading], reading: Reading, later: tuple[Reading, ...]) -> int:
    """How badly a code and the one after it stand at a place; 0 where both go on from what is open."""
    opened = _opened(grammar, path, reading)
    after = min((_strain_here(grammar, opened, below) for below in later), default=0)
    return _strain_here(grammar, path, reading) + after


def _strain_here(grammar: CodeGrammar, path: list[Reading], reading: Reading) -> int:
    count = _holders(grammar, path, reading)
    beside = path[count] if count < len(path) and path[count].level == reading.level else None
    if count:
        left_out = grammar.skipped(path[count - 1].level, reading.level)
    else:
        left_out = 1 if grammar.level(reading.level).under else 0
    # Codes under one head count upwards.
    return left_out + (1 if beside is not None and beside.segments >= reading.segments else 0)


# Slips


def _usual(grammar: CodeGrammar, readings: Sequence[Reading | None]) -> CodeGrammar:
    """The grammar with the forms that the column uses: one used once or twice beside one used often is a slip."""
    used: dict[str, Counter[int]] = {}
    for reading in readings:
        for name, part in zip(reading.levels, reading.parts, strict=True) if reading is not None else ():
            used.setdefault(name, Counter())[grammar.form_of(name, part)] += 1
    unused = {}
    for name, counts in used.items():
        rare = [n for n in range(len(grammar.level(name).forms)) if counts[n] <= _RARE]
        unused[name] = frozenset(n for n in rare if max(counts.values()) >= _USUAL * counts[n])
    return grammar.narrowed(unused) if any(unused.values()) else grammar


def _malformed(
    grammar: CodeGrammar,
    column: Sequence[Segments],
    known: dict[Segments, tuple[Reading, ...]],
    readings: Sequence[Reading | None],
) -> dict[int, Segments | None]:
    """The codes that are slips, each with its right form where only one is possible."""
    odd = [row for row, code in enumerate(column) if code and not known[code]]
    shapes = Counter(_shape(column[row]) for row in odd)
    printed = set(column)
    found: dict[int, Segments | None] = {}
    for row in odd:
        code = column[row]
        repaired = _least_changed(code, [other for other in _retyped(code) if grammar.readings(other)])
        if not repaired and (len(code) == 1 or shapes[_shape(code)] >= _OWN_NUMBERING):
            continue
        repaired = repaired or [other for other in (*_rewidened(code), *_parted(code)) if grammar.readings(other)]
        between = _between(code, row, readings) if not repaired else None
        if between is not None and grammar.readings(between):
            repaired = [between]
        if repaired or shapes[_shape(code)] == 1:
            found[row] = _only(grammar, list(dict.fromkeys(repaired)), printed)
    return found


def _shape(code: Segments) -> str:
    return ".".join("".join("9" if mark.isdigit() else "A" for mark in segment) for segment in code)


def _retyped(code: Segments) -> Iterator[Segments]:
    """The code with letters typed for digits, or digits for letters, put right; a single sign proves nothing."""
    choices = [
        dict.fromkeys((segment, segment.translate(_FOR_DIGITS), segment.translate(_FOR_LETTERS))) for segment in code
    ]
    if len(code) > 1 or len(code[0]) > 2:
        yield from (other for other in product(*choices) if other != code)


def _least_changed(code: Segments, others: list[Segments]) -> list[Segments]:
    """Of several codes those that differ from this one in the fewest marks."""
    changed = [sum(a != b for a, b in zip("".join(code), "".join(other), strict=True)) for other in others]
    return [other for other, count in zip(others, changed, strict=True) if count == min(changed)]


def _rewidened(code: Segments) -> Iterator[Segments]:
    """The code with zeros put before one of its segments, or taken away."""
    for n, segment in enumerate(code):
        if segment.isdigit():
            widths = (segment.lstrip("0").zfill(width) for width in range(1, 6))
            yield from ((*code[:n], other, *code[n + 1 :]) for other in widths if other != segment)


def _parted(code: Segments) -> Iterator[Segments]:
    """The code with the mark put back that is missing between two of its segments."""
    for n, segment in enumerate(code):
        for cut in range(1, len(segment)):
            yield (*code[:n], segment[:cut], segment[cut:], *code[n + 1 :])


def _between(code: Segments, row: int, readings: Sequence[Reading | None]) -> Segments | None:
    """The code that stands between its neighbours, where both go on from one code and it ends as they do."""
    before = next((r for r in reversed(readings[:row]) if r is not None), None)
    after = next((r for r in readings[row + 1 :] if r is not None), None)
    if before is None or after is None or before.levels != after.levels or before.parent != after.parent:
        return None
    own = code[len(code) - len(before.own) :]
    return (*before.parent, *own) if before.own < own < after.own and before.parent else None


def _only(grammar: CodeGrammar, repaired: list[Segments], printed: set[Segments]) -> Segments | None:
    """The only right form: the one that no other row has, and if there are several the one whose parent is printed."""
    free = [code for code in repaired if code not in printed or _may_recur(grammar, code)]
    if len(free) > 1:
        free = [code for code in free if any(reading.parent in printed for reading in grammar.readings(code))]
    return free[0] if len(free) == 1 else None


def _may_recur(grammar: CodeGrammar, code: Segments) -> bool:
    """Whether a code leaves out what it continues, so that several rows may print it."""
    return any(grammar.level(reading.levels[0]).continues for reading in grammar.readings(code))
