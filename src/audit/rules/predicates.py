"""What is asked of the form of rows and is no arithmetic: codes, blanks, strays and malformed figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from audit.model.figure import Interval
from audit.model.formula import FormulaCheck
from audit.model.report import Claim, Operand, Unasked
from audit.model.statement import Row, Statement
from audit.notation.codes import read_code, separator
from audit.notation.names import same_name
from audit.rules.expression import FORMULAS, Predicate
from audit.rules.rule import Rule
from audit.rules.world import Spot, filled

#: A stray may be the sum of a run of rows that begins or ends within so many rows of it.
_NEIGHBOURHOOD = 15

#: So many codes may stand twice in a table however short it is.
_FEW = 5


def predicate_claims(rule: Rule, statement: Statement, rows: Iterable[int]) -> list[Claim]:
    """The claims that a predicate makes of a statement, of the rows to which its condition applies."""
    predicate = rule.assertion
    assert isinstance(predicate, Predicate)
    column = predicate.arguments[0].steps[0] if predicate.arguments else None
    if column is not None and statement.column(column) is None:
        return []
    chosen = [statement.rows[row] for row in rows]
    if predicate.name in FORMULAS:
        return list(_of_formulas(rule, statement, chosen, FORMULAS[predicate.name]))
    ask = {
        "filled": _filled,
        "unique": _unique,
        "uniform": _uniform,
        "within_parent": _within_parent,
        "wellformed": _wellformed,
        "placed": _placed,
        "in_grammar": _in_grammar,
        "in_nomenclature": _in_nomenclature,
        "official_name": _official_name,
    }[predicate.name]
    return list(ask(rule, statement, chosen, column or ""))


def predicate_silences(rule: Rule, statement: Statement, rows: Iterable[int]) -> list[Unasked]:
    """What a predicate of formulas could not ask of a statement, and why."""
    assert isinstance(rule.assertion, Predicate)
    check, chosen = FORMULAS.get(rule.assertion.name), set(rows)
    if check is None or statement.formulas is None:
        return []
    return [
        Unasked(rule.id, statement.id, silence.column, silence.reason, silent)
        for silence in statement.formulas.silences
        if silence.check == check and (silent := tuple(row for row in silence.rows if row in chosen))
    ]


def _claim(rule: Rule, statement: Statement, row: Row, column: str | None, ok: bool, *because: Operand) -> Claim:
    figure = row.figures.get(column or "")
    stated = Operand(statement.id, row.index, column or "", figure)
    return Claim(
        rule.id, statement.id, row.index, column, "holds" if ok else "violated", "=", stated, None, tuple(because)
    )


def _filled(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    for row in rows:
        if row.kind in ("leaf", "subtotal"):
            yield _claim(rule, statement, row, column, filled(Spot(statement, row.index), column))


def _unique(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    """Of the same code under one parent, the second and later rows are at fault; blanks and bullets are no codes.

    Where more than a third of the codes stand again, or a tenth of many, as in a list of several offices, quarters or
    sources of funds, they are no key. Where titles of sections are not known, a number may begin a section anew.
    """
    seen: dict[tuple[int | None, str], Row] = {}
    coded = [
        row for row in rows if row.code and row.kind != "stray" and not (statement.scattered and "." not in row.code)
    ]
    claims = []
    for row in coded:
        key = (statement.tree[row.index], row.code.lower())
        first = seen.setdefault(key, row)
        ok = first is row
        claims.append(
            _claim(rule, statement, row, column, ok, *([] if ok else [Operand(statement.id, first.index, column)]))
        )
    again = sum(claim.verdict == "violated" for claim in claims)
    if again * 3 <= len(coded) and again <= max(_FEW, len(coded) // 10):
        yield from claims


def _uniform(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    """The marks between segments that most codes use; rows that use others are at fault."""
    styles = {row.index: style for row in rows if (style := separator(row.kode)) and row.code}
    if not styles:
        return
    usual, _ = Counter(styles.values()).most_common(1)[0]
    for row in rows:
        if row.index in styles:
            yield _claim(rule, statement, row, column, styles[row.index] == usual)


def _within_parent(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    for row in rows:
        if "." in row.code and statement.tree[row.index] is not None:
            yield _claim(rule, statement, row, column, row.index not in statement.overruled)


def _in_grammar(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    """Where the codes of a table follow a grammar; codes of other numberings, as a bullet, are not asked."""
    for row in rows:
        if row.index in statement.codes:
            yield _claim(rule, statement, row, column, not statement.codes[row.index].malformed)


def _in_nomenclature(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    """Where a table of nomenclature was given that has most codes of the level."""
    for row in rows:
        if row.index in statement.official:
            yield _claim(rule, statement, row, column, statement.official[row.index] is not None)


def _official_name(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    for row in rows:
        name = statement.official.get(row.index)
        if name is not None and row.uraian:
            yield _claim(rule, statement, row, column, same_name(row.uraian, name))


def _wellformed(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    for row in rows:
        bad = {item.column for item in row.malformed}
        for name in row.figures.keys() | bad:
            if name in bad:
                yield _claim(rule, statement, row, name, False)
        if not bad and row.figures:
            yield _claim(rule, statement, row, None, True)


def _placed(rule: Rule, statement: Statement, rows: list[Row], column: str) -> Iterator[Claim]:
    """A stray figure is at fault; the run of neighbouring rows that it equals the sum of says where it came from.

    So is a row of several figures without a name that stands within a list: between a row that it adds up and the next
    of the same numbering. At the end of a list it is its total, with or without a name.
    """
    for row in rows:
        if row.kind == "stray" or _interrupts(statement, row):
            name = next(iter(row.figures), next(iter(row.places), ""))
            yield _claim(rule, statement, row, name, False, *_run_equal_to(statement, row, name))
        elif row.figures:
            yield _claim(rule, statement, row, None, True)


def _interrupts(statement: Statement, row: Row) -> bool:
    """Whether a row without code and label stands between two rows of one numbering."""
    around = statement.rows[max(0, row.index - 1) : row.index + 2]
    if row.code or row.uraian or not row.figures or len(around) != 3:
        return False
    before, after = read_code(around[0].kode), read_code(around[2].kode)
    return before is not None and after is not None and after.follows(before)


def _run_equal_to(statement: Statement, stray: Row, column: str) -> list[Operand]:
    """The shortest run of two neighbouring rows or more, near the stray, whose figures in its column add up to it."""
    figure = stray.figures.get(column)
    if figure is None:
        return []
    near = [
        row
        for row in statement.rows[max(0, stray.index - _NEIGHBOURHOOD) : stray.index + _NEIGHBOURHOOD + 1]
        if row is not stray and column in row.figures and row.kind != "stray"
    ]
    best: list[Row] = []
    for start in range(len(near)):
        total = Interval.exactly(Fraction(0))
        for end in range(start, len(near)):
            total += near[end].figures[column].interval()
            run = near[start : end + 1]
            if len(run) >= 2 and figure.value and total.meets(figure.interval()) and (not best or len(run) < len(best)):
                best = run
    return [Operand(statement.id, row.index, column, row.figures[column]) for row in best]


def _of_formulas(rule: Rule, statement: Statement, rows: list[Row], check: FormulaCheck) -> Iterator[Claim]:
    """What formulas told when they were examined; a row of which all held is one claim."""
    formulas = statement.formulas
    if formulas is None:
        return
    chosen = {row.index for row in rows}
    for row in formulas.held.get(check, ()):
        if row in chosen:
            yield _claim(rule, statement, statement.rows[row], None, True)
    for fault in formulas.faults:
        if fault.check == check and fault.row in chosen:
            figures = (
                Operand(statement.id, other, fault.column, statement.rows[other].figures.get(fault.column))
                for other in fault.rows
            )
            yield _claim(rule, statement, statement.rows[fault.row], fault.column, False, *figures)
