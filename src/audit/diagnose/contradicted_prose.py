"""A sentence that states another amount than the tables or its own words is one cause, however often it is repeated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from audit.diagnose._case import Hypothesis
from audit.diagnose._digits import kind_of_slip
from audit.model.report import Finding
from audit.model.text import Text
from audit.notation.numerals import amount_text


def contradicted_prose(findings: Sequence[Finding]) -> Iterator[tuple[Hypothesis, list[Finding]]]:
    """One for each amount that sentences state and the tables contradict, with the findings that it explains."""
    alike: dict[tuple[Fraction, Fraction, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.kind == "mention" and finding.stated is not None and finding.expected is not None:
            alike[(finding.stated, finding.expected, finding.unit)].append(finding)
    for (stated, expected, unit), group in alike.items():
        # One amount that the tables and its own sentence contradict is one slip, however many proofs there are.
        tabled = any(finding.because for finding in group)
        there, here = amount_text(expected, unit), amount_text(stated, unit)
        places = (
            Text("kalimat", "a sentence states") if len(_stated(group)) == 1 else Text("kalimat", "sentences state")
        )
        # Only tables leave figures to rest on; else the words beside the amount say another number.
        source = Text("tabel menyebut", "the tables state") if tabled else Text("kata-katanya", "its words say")
        message = Text(
            f"{places.id} di {group[0].place.text} menyebut {here.id}, sedangkan {source.id} {there.id}",
            f"{places.en} {here.en} at {group[0].place.text}, where {source.en} {there.en}",
        )
        way = group[0].way
        if way is not None:
            place = group[0].place.text
            message = Text(f"arah {here.id} di {place}: {way.id}", f"direction of {here.en} at {place}: {way.en}")
        yield Hypothesis(kind_of_slip(stated, expected) or "unknown", message, (), frozenset()), group


def _stated(group: Sequence[Finding]) -> set[object]:
    """The amounts of which findings speak, each by its sentence and where it stands in it."""
    return {(finding.place, finding.sentence) for finding in group}
