"""`audit` holds a government budget report against declarative rules and reports what cannot be true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit.model.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from fractions import Fraction

    import pandas

    from audit.model.report import FailOn, Report
    from audit.model.text import Lang

__all__ = ["__version__", "check"]

__version__ = VERSION


def check(
    source: str | Path | pandas.DataFrame | Sequence[str | Path],
    rules: str | Path | Sequence[str | Path] | None = None,
    *,
    by: str | Sequence[str] = (),
    beside: str | Path | Sequence[str | Path] = (),
    nomenclature: str | Path | Sequence[str | Path] = (),
    lang: Lang = "en",
    fail_on: FailOn = "error",
    materiality: int | str | Decimal | Fraction | None = None,
) -> Report:
    """Audit one report: a file, a folder or several files whose statements belong together, or a DataFrame.

    A DataFrame is audited by its column names (``kode``, ``uraian``, ``pagu``, ``realisasi``, ``sisa``, …, or any
    heading that a rulebook knows). ``rules`` names rulebooks by name or path; without it all shipped ones apply.

    ``by`` names columns, by their name or heading, that part one flat table into several reports: each combination of
    their values is audited as a statement of its own.

    ``beside`` names files or folders whose statements sentences and rules may cite, as the LRA beside its CaLK; they
    are not audited themselves.

    A finding all of whose causes have an effect below ``materiality``, an amount in rupiah such as ``5_000_000`` or
    ``"5 juta"``, does not make the report fail; it is told all the same.

    No settings file is read: what decides stands in the call.

    ``nomenclature`` names files (CSV, XLSX) that list codes and their official names, with which those of the report
    are compared; without one nothing is asked of them.

    Raises audit.rulebook.RulebookError when a rulebook is broken, and audit.run.nomenclature.NomenclatureError when a
    file lists no codes with names, and ValueError when the materiality is no amount. Bad input raises nothing: it is
    a Problem in the report.
    """
    from audit.notation.typed_amount import as_amount
    from audit.run import audit_source

    given = [nomenclature] if isinstance(nomenclature, str | Path) else nomenclature
    columns = [by] if isinstance(by, str) else by
    others = [beside] if isinstance(beside, str | Path) else beside
    threshold = None if materiality is None else as_amount(materiality)
    return audit_source(
        source,
        rules,
        by=columns,
        beside=others,
        nomenclature=given,
        lang=lang,
        fail_on=fail_on,
        materiality=threshold,
    )
