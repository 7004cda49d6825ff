"""Broken claims become findings: what is stated, what it should be, and a sentence that says so."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from audit.model.decimals import to_decimal
from audit.model.document import Place
from audit.model.figure import Interval, Rounding
from audit.model.report import Claim, Finding, FindingKind, Operand, Severity
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.notation.headings import telling
from audit.notation.numerals import amount_text
from audit.rules.expression import Aggregate, Comparison, Predicate
from audit.rules.formula_faults import fault_of, is_wrong_today, say_fault
from audit.rules.rule import Rule
from audit.run._sentences import say_in_grammar, say_in_nomenclature, say_official_name

#: Predicates of form that most rows share: one finding for a column, not one for each row.
_PER_COLUMN = frozenset({"filled", "uniform", "within_parent"})


def findings_of(claims: Iterable[Claim], rules: Sequence[Rule], statements: Sequence[Statement]) -> list[Finding]:
    """The findings of all broken claims, in the order of statements, rows and rules."""
    tables = {statement.id: statement for statement in statements}
    by_text = {(rule.id, _column(rule), rule.only): rule for rule in rules} | {
        (rule.id, None, None): rule for rule in rules
    }
    broken = [claim for claim in claims if claim.verdict == "violated"]
    found: list[Finding] = []
    grouped: dict[tuple[str, str, str | None], list[Claim]] = defaultdict(list)
    for claim in broken:
        keys = ((claim.rule, claim.column, of) for of in (claim.statement, None))
        rule = next((rule for key in keys if (rule := by_text.get(key))), by_text[(claim.rule, None, None)])
        if isinstance(rule.assertion, Predicate):
            if rule.assertion.name in _PER_COLUMN:
                grouped[(claim.rule, claim.statement, claim.column)].append(claim)
            else:
                found.append(_of_form(claim, rule, tables[claim.statement], [claim]))
        else:
            found.append(_of_arithmetic(claim, rule, tables[claim.statement]))
    for (id, statement, _), group in grouped.items():
        found.append(_of_form(group[0], by_text[(id, None, None)], tables[statement], group))
    order = {statement.id: n for n, statement in enumerate(statements)}
    ranks = {rule.id: n for n, rule in reversed(list(enumerate(rules)))}
    found.sort(
        key=lambda f: (order[f.statement or ""], f.row if f.row is not None else -1, ranks[f.rule], f.column or "")
    )
    return found


def numbered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with their ids, and with fingerprints told apart by an ordinal where they would be the same."""
    seen: Counter[str] = Counter()
    result = []
    for n, finding in enumerate(findings, 1):
        seen[finding.fingerprint] += 1
        digest = hashlib.sha256(f"{finding.fingerprint}|{seen[finding.fingerprint]}".encode()).hexdigest()[:16]
        result.append(replace(finding, id=f"F{n}", fingerprint=digest))
    return tuple(result)


def _column(rule: Rule) -> str | None:
    assertion = rule.assertion
    if isinstance(assertion, Comparison) and hasattr(assertion.left, "steps"):
        return str(assertion.left.steps[0])
    return None


def _key(rule: str, statement: Statement, row: Row, column: str | None) -> str:
    """What a finding is known by from one version of a report to the next: no figure, file, sheet or row number."""
    title = " ".join(sorted(telling(" ".join(statement.titles))))
    path = "/".join(" ".join(part.lower().split()) for part in row.path)
    return "|".join((rule, statement.kind, title, path, column or ""))


def _place(row: Row, column: str | None) -> Place:
    return row.places.get(column or "", row.place)


# Arithmetic


def _of_arithmetic(claim: Claim, rule: Rule, statement: Statement) -> Finding:
    row = statement.rows[claim.row]
    figure = claim.stated.figure if claim.stated else None
    known = statement.column(claim.column or "")
    unit = known.type if known else None
    step = figure.quantum if figure else Fraction(0)
    expected, bounds = (
        expectation(claim.implied, step, claim.rounding) if claim.implied and claim.stated else (None, None)
    )
    severity: Severity = "info" if claim.coarser else rule.severity
    kind: FindingKind = "equation" if claim.relation == "=" else "bound"
    return Finding(
        id="",
        fingerprint=_key(rule.id, statement, row, claim.column),
        rule=rule.id,
        severity=severity,
        kind=kind,
        relation=claim.relation,
        statement=statement.id,
        row=row.index,
        column=claim.column,
        place=_place(row, claim.column),
        printed=figure.printed if figure else "",
        stated=figure.value if figure else None,
        expected=expected,
        expected_range=bounds,
        unit=unit,
        because=claim.because,
        message=_sentence(claim, rule, row, expected, unit, step),
        assumption=_assumption(claim, _shown(rule, statement)),
    )


def expectation(
    implied: Interval, step: Fraction, rounding: Rounding = "nearest"
) -> tuple[Fraction | None, tuple[Fraction, Fraction] | None]:
    """The figure that should stand, and its range where it is no single value that ends.

    The figure is exact, or rounded to the step of the stated figure as that is; the range is rounded outwards to six
    decimals.
    """
    if implied.low is None or implied.high is None:
        return None, None
    if implied.exact and _ends(implied.low):
        return implied.low, None
    middle = (implied.low + implied.high) / 2
    decimals = _decimals(step) if step else 0 if not implied.exact else 6
    if rounding == "truncated" and step:
        rounded = Fraction(int(middle / step)) * step
    else:
        rounded = Fraction(to_decimal(middle / step, 0)) * step if step > 1 else Fraction(to_decimal(middle, decimals))
    scale = 10**6
    low = Fraction((implied.low * scale).__floor__(), scale)
    high = Fraction((implied.high * scale).__ceil__(), scale)
    return rounded, (low, high)


def _ends(value: Fraction) -> bool:
    """Whether the value has a decimal form that ends within six decimals."""
    return (value * 10**6).denominator == 1


def _decimals(step: Fraction) -> int:
    decimals = 0
    while step < 1 and decimals < 12:
        step, decimals = step * 10, decimals + 1
    return decimals


def _sentence(claim: Claim, rule: Rule, row: Row, expected: Fraction | None, unit: str | None, step: Fraction) -> Text:
    figure = claim.stated.figure if claim.stated else None
    stated = amount_text(figure.value, unit, _decimals(step) if unit == "percent" else None) if figure else Text("", "")
    should = (
        amount_text(expected, unit, _decimals(step) if unit == "percent" and step else None)
        if expected is not None
        else Text("?", "?")
    )
    name, column = row.short, claim.column or ""
    if claim.stated is None:
        return Text(f"{name}: {rule.text} tidak berlaku", f"{name}: {rule.text} does not hold")
    how = _how(claim, rule)
    if claim.relation in ("<=", "<"):
        return Text(
            f"{name}: {column} {stated.id} melebihi {should.id}{how.id}",
            f"{name}: {column} {stated.en} is more than {should.en}{how.en}",
        )
    if claim.relation in (">=", ">"):
        return Text(
            f"{name}: {column} {stated.id} kurang dari {should.id}{how.id}",
            f"{name}: {column} {stated.en} is less than {should.en}{how.en}",
        )
    return Text(
        f"{name}: {column} {stated.id} bukan {should.id}{how.id}",
        f"{name}: {column} {stated.en} is not {should.en}{how.en}",
    )


def _how(claim: Claim, rule: Rule) -> Text:
    """How the expected figure comes about, in a few words."""
    assertion = rule.assertion
    parts = len(claim.because)
    if isinstance(assertion, Comparison) and isinstance(assertion.right, Aggregate):
        if parts == 1:
            return Text(", angka satu-satunya baris di bawahnya", ", the figure of the one row below it")
        return Text(f", jumlah {parts} baris di bawahnya", f", the sum of the {parts} rows below it")
    return Text(f" ({rule.text})", f" ({rule.text})")


def _shown(rule: Rule, statement: Statement) -> Text | None:
    """How far the figures of the table bear out a rule that they show themselves."""
    relation = next((shown for shown in statement.relations if rule.only and shown.text == rule.text), None)
    if relation is None:
        return None
    if not relation.held:
        return Text(
            "tabel ini menyajikan baris itu sebagai jumlah bagian-bagiannya",
            "the table presents the row as the total of its parts",
        )
    return Text(
        f"{relation.text} berlaku pada {relation.held} dari {relation.told} baris tabel ini yang dapat mengujinya",
        f"{relation.text} holds in {relation.held} of the {relation.told} rows of this table that could test it",
    )


def _assumption(claim: Claim, shown: Text | None = None) -> Text | None:
    if claim.coarser:
        return claim.reason or Text(
            "cocok hanya dengan cara pembulatan yang lain", "agrees only under the other convention of rounding"
        )
    told = [shown] if shown is not None else []
    if claim.blanks:
        blank = "1 blank figure was" if len(claim.blanks) == 1 else f"{len(claim.blanks)} blank figures were"
        told.append(
            Text(
                f"{len(claim.blanks)} angka kosong dianggap tidak diketahui, tetapi tidak negatif",
                f"{blank} taken as unknown, but not negative",
            )
        )
    if claim.tolerance:
        told.append(allowance(claim.tolerance))
    return Text("; ".join(part.id for part in told), "; ".join(part.en for part in told)) if told else None


def allowance(tolerance: Fraction) -> Text:
    """That a rule allows the two sides to be apart, and by how much."""
    return Text(
        f"aturan ini membolehkan selisih sampai {amount_text(tolerance, None).id}",
        f"the rule allows a difference of up to {amount_text(tolerance, None).en}",
    )


# Form


def _of_form(claim: Claim, rule: Rule, statement: Statement, group: list[Claim]) -> Finding:
    row = statement.rows[claim.row]
    predicate = rule.assertion
    assert isinstance(predicate, Predicate)
    figure = row.figures.get(claim.column or "")
    malformed = next((bad for bad in row.malformed if bad.column == claim.column), None)
    known = statement.column(claim.column or "")
    fault = fault_of(claim, statement, predicate)
    severity = "warning" if malformed is not None and len(malformed.readings) > 1 else rule.severity
    if severity == "error" and fault is not None and fault.check != "error" and not is_wrong_today(fault, statement):
        # No figure is wrong yet, or it cannot be told what it should be.
        severity = "warning"
    others = tuple(Operand(statement.id, other.row, claim.column or "") for other in group[1:])
    printed = malformed.printed if malformed else figure.printed if figure else _printed(row, claim.column)
    return Finding(
        id="",
        fingerprint=_key(rule.id, statement, row, claim.column),
        rule=rule.id,
        severity=severity,
        kind="formula" if fault else "format" if predicate.name in ("wellformed", "in_grammar") else "structure",
        relation="=",
        statement=statement.id,
        row=row.index,
        column=claim.column,
        place=fault.place if fault and fault.place else _place(row, claim.column),
        printed=printed,
        stated=figure.value if figure else None,
        expected=fault.expected if fault else None,
        expected_range=None,
        unit=known.type if known and known.type in ("rupiah", "percent", "count") else None,
        because=claim.because + others,
        message=say_fault(fault, statement) if fault else _MESSAGES[predicate.name](claim, statement, row, group),
    )


def _printed(row: Row, column: str | None) -> str:
    return {"kode": row.kode, "uraian": row.uraian}.get(column or "") or row.texts.get(column or "", "")


def _say_filled(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    if len(group) == 1:
        return Text(f"{row.short} tidak menyebut {claim.column}", f"{row.short} states no {claim.column}")
    return Text(
        f"{len(group)} baris tidak menyebut {claim.column}, mulai dari {row.short}",
        f"{len(group)} rows state no {claim.column}, the first is {row.short}",
    )


def _say_unique(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    first = statement.rows[claim.because[0].row]
    return Text(
        f"{row.short}: kode {row.kode} sudah dipakai oleh “{first.uraian}” ({first.place.text})",
        f"{row.short}: the code {row.kode} is already that of “{first.uraian}” ({first.place.text})",
    )


def _say_uniform(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    if len(group) == 1:
        return Text(
            f"kode {row.kode} ditulis dengan pemisah lain daripada kebanyakan",
            f"the code {row.kode} is written with other marks than most",
        )
    return Text(
        f"{len(group)} kode ditulis dengan pemisah lain daripada kebanyakan, mulai dari {row.kode}",
        f"{len(group)} codes are written with other marks than most, the first is {row.kode}",
    )


def _say_within_parent(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    parent = statement.tree[row.index]
    name = statement.rows[parent].short if parent is not None else ""
    if len(group) == 1:
        return Text(
            f"kode {row.kode} di bawah {name} tidak sesuai letaknya menurut jumlah uang",
            f"the code {row.kode} under {name} does not fit the place that the money shows",
        )
    return Text(
        f"{len(group)} kode tidak sesuai letaknya menurut jumlah uang, mulai dari {row.kode} di bawah {name}",
        f"{len(group)} codes do not fit the place that the money shows, the first is {row.kode} under {name}",
    )


def _say_wellformed(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    bad = next(item for item in row.malformed if item.column == claim.column)
    known = statement.column(bad.column)
    return malformed_sentence(row.short, bad.printed, bad.readings, known.type if known else None)


def malformed_sentence(name: str, printed: str, readings: tuple[Fraction, ...], unit: str | None) -> Text:
    """What a malformed figure was read as, or the two ways in which it can be read, or that it is none."""
    if not readings:
        return Text(f"{name}: “{printed}” bukan angka", f"{name}: “{printed}” is no figure")
    first = amount_text(readings[0], unit)
    if len(readings) == 1:
        return Text(
            f"{name}: “{printed}” cacat; hanya dapat dibaca sebagai {first.id}",
            f"{name}: “{printed}” is malformed; it can only mean {first.en}",
        )
    other = amount_text(readings[1], unit)
    return Text(
        f"{name}: “{printed}” cacat; dapat berarti {first.id} atau {other.id}, sehingga tidak diuji",
        f"{name}: “{printed}” is malformed; it may mean {first.en} or {other.en}, so it was not asked about",
    )


def _say_placed(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    figure = claim.stated.figure if claim.stated else None
    printed = figure.printed if figure else ""
    if not claim.because:
        return Text(
            f"angka {printed} berdiri tanpa kode dan uraian; tidak ikut dijumlahkan",
            f"the figure {printed} stands without code or label; it was added to nothing",
        )
    names = [statement.rows[operand.row] for operand in claim.because]
    first, last = names[0].short, names[-1].short
    if len(names) == 1:
        return Text(
            f"angka {printed} berdiri tanpa kode dan uraian; sama dengan angka {first}",
            f"the figure {printed} stands without code or label; it is that of {first}",
        )
    return Text(
        f"angka {printed} berdiri tanpa kode dan uraian; sama dengan jumlah {len(names)} baris, {first} sampai {last}",
        f"the figure {printed} stands without code or label; it is the sum of {len(names)} rows, {first} to {last}",
    )


def _say_same_base(claim: Claim, statement: Statement, row: Row, group: list[Claim]) -> Text:
    told = claim.reason or Text("", "")
    return Text(
        f"persentase dalam laporan ini memakai dasar yang berbeda: {told.id}",
        f"percentages of this report are shares of different wholes: {told.en}",
    )


_MESSAGES = {
    "same_base": _say_same_base,
    "filled": _say_filled,
    "unique": _say_unique,
    "uniform": _say_uniform,
    "within_parent": _say_within_parent,
    "wellformed": _say_wellformed,
    "placed": _say_placed,
    "in_grammar": say_in_grammar,
    "in_nomenclature": say_in_nomenclature,
    "official_name": say_official_name,
}
