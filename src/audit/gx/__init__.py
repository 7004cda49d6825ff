"""Expectations of our own for teams that run Great Expectations: import this, then use them in a suite as any other.

    from audit.gx import ExpectChildrenToSumToParent, ExpectEquationToHold

    suite.add_expectation(ExpectEquationToHold(assertion="sisa = pagu - realisasi"))
    suite.add_expectation(ExpectChildrenToSumToParent(column="pagu", code_column="kode"))

They run on a pandas batch in a validation definition or a checkpoint, name the rows that are wrong, and are shown in
Data Docs. Importing this brings Great Expectations in, which takes seconds.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # Great Expectations imports modules of Python that have other names by now.
    warnings.filterwarnings("ignore", "module 'sre_", DeprecationWarning)
    from audit.gx.expectations import ExpectChildrenToSumToParent, ExpectEquationToHold

__all__ = ["ExpectChildrenToSumToParent", "ExpectEquationToHold"]
