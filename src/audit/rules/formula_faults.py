"""What is wrong with a formula, as a sentence: the cell, what it does, and what it should do."""

from __future__ import annotations

from fractions import Fraction

from audit.model.decimals import decimals_of
from audit.model.formula import FormulaFault
from audit.model.report import Claim
from audit.model.statement import Row, Statement
from audit.model.text import Text
from audit.notation.numerals import amount_text
from audit.rules.expression import FORMULAS, Assertion, Predicate

#: So many rows are named in a sentence; of more it says how many there are.
_NAMED = 3

#: Figures are held against each other to so many decimals.
_FINEST = 9

#: A longer formula is cut in a sentence.
_LONGEST = 60


def fault_of(claim: Claim, statement: Statement, assertion: Assertion) -> FormulaFault | None:
    """The fault of a formula that a claim tells; None for a claim of anything else."""
    check = FORMULAS.get(assertion.name) if isinstance(assertion, Predicate) else None
    if check is None or statement.formulas is None:
        return None
    return statement.formulas.fault(check, claim.row, claim.column)


def is_wrong_today(fault: FormulaFault, statement: Statement) -> bool:
    """Whether the right formula would give another figure than the cell shows, in the digits that it shows."""
    figure, column = statement.rows[fault.row].figures.get(fault.column), statement.column(fault.column)
    if fault.expected is None or figure is None or column is None:
        return False
    step = Fraction(1, 10 ** decimals_of(figure.value / column.unit, _FINEST))
    return abs(fault.expected - figure.value) > max(step * column.unit, figure.quantum) / 2


def say_fault(fault: FormulaFault, statement: Statement) -> Text:
    """What is wrong with a formula, in a sentence."""
    row = statement.rows[fault.row]
    said = {
        "error": _error,
        "stale": _stale,
        "range": _range,
        "double": _double,
        "plug": _plug,
        "typed": _typed,
        "reference": _reference,
    }[fault.check](fault, statement, row)
    return Text(f"{row.short}: {fault.column} {said.id}", f"{row.short}: {fault.column} {said.en}")


def _error(fault: FormulaFault, statement: Statement, row: Row) -> Text:
    shown = next((bad.printed for bad in row.malformed if bad.column == fault.column), "#")
    behind = _written(fault.formula)
    return Text(
        f"menunjukkan galat {shown}" + (f", hasil {behind}" if behind else ""),
        f"shows the error {shown}" + (f", which {behind} gives" if behind else ""),
    )


def _stale(fault: FormulaFault, statement: Statement, row: Row) -> Text:
    stated, given, formula = _stated(fault, statement), _expected(fault, statement), _written(fault.formula)
    return Text(
        f"menunjukkan {stated.id}, tetapi {formula} menghasilkan {given.id}; belum dihitung ulang",
        f"shows {stated.en}, but {formula} gives {given.en}; it was not recalculated",
    )


def _range(fault: FormulaFault, statement: Statement, row: Row) -> Text:
    names = _listed(fault.rows, fault, statement)
    formula = _written(fault.formula)
    if fault.texts:
        return Text(
            f"{formula} melewatkan {names.id} karena angkanya tersimpan sebagai teks",
            f"{formula} passes over {names.en}, since the figure there is stored as text",
        )
    column = statement.column(fault.column)
    amounts = (figure.value for n in fault.rows if (figure := statement.rows[n].figures.get(fault.column)) is not None)
    missed = amount_text(sum(amounts, Fraction(0)), column.type if column else None)
    return Text(
        f"{formula} tidak menjumlahkan {names.id}, yaitu {missed.id}",
        f"{formula} leaves out {names.en}, which is {missed.en}",
    )


def _double(fault: FormulaFault, statement: Statement, row: Row) -> Text:
    names = _listed(fault.rows, fault, statement)
    formula = _written(fault.formula)
    if set(fault.added) <= set(fault.rows):
        return Text(f"{formula} menjumlahkan {names.id} lebih dari sekali", f"{formula} adds {names.en} more than once")
    wholes = _listed(fault.added, fault, statement)
    return Text(
        f"{formula} menjumlahkan {wholes.id} dan juga bagiannya: {names.id}",
        f"{formula} adds {wholes.en} and the parts of it too: {names.en}",
    )


def _plug(fault: FormulaFault, statement: Statement, row: Row) -> Text:
    column = statement.column(fault.column)
    amount = amount_text(abs(fault.amount), column.type if column else "rupiah")
    formula = _written(fault.formula)
    cell = f" ({fault.place.cell})" if fault.place is not None and fault.place.cell else ""
    verb = Text("menambahkan", "adds") if fault.amount > 0 else Text("mengurangkan", "takes away")
    without = Text("", "")
    if fault.expected is not None:
        given = _expected(fault, statement)
        without = Text(f"; tanpa angka itu hasilnya {given.id}", f"; without it, it gives {given.en}")
    return Text(
        f"{formula}{cell} {verb.id} angka ketikan {amount.id}{without.id}",
        f"{formula}{cell} {verb.en} the typed number {amount.en}{without.en}",
    )


def _typed(fault: FormulaFault, statement: Statement, row: Row) -> Text:
    stated, expected = _stated(fault, statement), _expected(fault, statement)
    figure = row.figures.get(fault.column)
    agrees = figure is not None and fault.expected == figure.value
    usual = _written(fault.usual)
    if usual:
        gives = Text(f", yang kini menghasilkan {expected.id}", f", which now gives {expected.en}")
        if agrees:
            gives = Text(", yang kini menghasilkan angka yang sama", ", which now gives the same")
        elif fault.expected is None:
            gives = Text("", "")
        return Text(
            f"{stated.id} diketik, padahal baris lain memakai rumus; di sini {usual}{gives.id}",
            f"{stated.en} is typed where other rows have a formula; here it is {usual}{gives.en}",
        )
    sums = Text(f"; jumlah bagiannya kini {expected.id}", f"; its parts now add up to {expected.en}")
    if agrees:
        sums = Text("; kini sama dengan jumlah bagiannya", "; its parts now add up to the same")
    elif fault.expected is None:
        sums = Text("", "")
    return Text(
        f"{stated.id} diketik, padahal jumlah lain di kolom ini memakai rumus{sums.id}",
        f"{stated.en} is typed where the other totals of the column have a formula{sums.en}",
    )


def _reference(fault: FormulaFault, statement: Statement, row: Row) -> Text:
    formula = _written(fault.formula)
    if fault.usual:
        usual, given = _written(fault.usual), _expected(fault, statement)
        gives = Text(f", yang menghasilkan {given.id}", f", which gives {given.en}")
        if fault.expected is None:
            gives = Text("", "")
        return Text(
            f"{formula}; menurut baris lain di kolom ini seharusnya {usual}{gives.id}",
            f"{formula}; by the other rows of the column it should be {usual}{gives.en}",
        )
    if fault.rows == (fault.row,):
        return Text(
            f"{formula} melingkar: rumus itu merujuk kembali ke selnya sendiri",
            f"{formula} is circular: it leads back to its own cell",
        )
    names = _listed(fault.rows, fault, statement)
    return Text(
        f"{formula} mengambil angka dari kolom lain untuk {names.id}",
        f"{formula} takes its figure from another column for {names.en}",
    )


def _expected(fault: FormulaFault, statement: Statement) -> Text:
    column = statement.column(fault.column)
    if fault.expected is None:
        return Text("?", "?")
    return amount_text(fault.expected, column.type if column else None)


def _stated(fault: FormulaFault, statement: Statement) -> Text:
    column, figure = statement.column(fault.column), statement.rows[fault.row].figures.get(fault.column)
    return amount_text(figure.value, column.type if column else None) if figure else Text("?", "?")


def _written(formula: str) -> str:
    return formula if len(formula) <= _LONGEST else formula[: _LONGEST - 1] + "…"


def _listed(rows: tuple[int, ...], fault: FormulaFault, statement: Statement) -> Text:
    names = [_row(statement, number, fault.column) for number in rows]
    if len(names) <= _NAMED:
        return Text(", ".join(names), ", ".join(names))
    return Text(f"{len(names)} baris, {names[0]} sampai {names[-1]}", f"{len(names)} rows, {names[0]} to {names[-1]}")


def _row(statement: Statement, number: int, column: str) -> str:
    row = statement.rows[number]
    place = row.places.get(column, row.place)
    return f"{row.short} ({place.cell})" if place.cell else row.short
