"""Statements of other documents beside a report: of which year and office each is, and whether it may accuse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from audit.model.statement import Statement
from audit.notation.calendar import years_in
from audit.notation.headings import words

#: Years that say of which time a document is; that of a law or of a date within it is none.
_REPORTED = re.compile(
    r"\b(?:tahun(?:\s+anggaran)?|t\.?a\.?|31\s+desember|apbd|lra|periode)\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_LAW = re.compile(r"\b(?:nomor|no\.?|undang-undang)\s+\S+\s+tahun\s+(?:19|20)\d\d", re.IGNORECASE)

#: What regions and offices are called, the names of which follow; an office is part of a region.
_REGIONS = "provinsi|propinsi|kabupaten|kab|kota"
_OFFICES = "dinas|badan|kantor|kecamatan|kelurahan|inspektorat|sekretariat|rsud|rumah sakit|puskesmas|uptd|desa"
#: A name ends at these words.
_ENDS = frozenset(
    [
        *("tahun", "untuk", "per", "periode", "sampai", "bulan", "semester", "triwulan", "anggaran", "apbd", "apbdes"),
        *("laporan", "realisasi", "pemerintah", "pada", "yang", "dan", "tanggal", "januari", "desember", "berakhir"),
        *("menurut", "berdasarkan", "ta", "lra", "rekapitulasi", "program", "kegiatan", "urusan", "catatan", "atas"),
    ]
)
_NAMED = re.compile(rf"\b(?P<noun>{_REGIONS}|{_OFFICES})\b\.?")
_SAME = {"propinsi": "provinsi", "kab": "kabupaten"}

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cited:
    """The statements of other documents, by id the year of each, None where it is not known.

    ``year`` is that of which the report itself speaks, None where that is not certain. ``foreign`` are statements of
    another region or office than that of the report: a sentence may agree with them, but they accuse nobody.
    ``earlier`` are the columns that hold figures of the year before.
    """

    years: Mapping[str, str | None] = field(default_factory=dict)
    year: str | None = None
    foreign: frozenset[str] = frozenset()
    earlier: tuple[str, ...] = ()

    def __contains__(self, statement: str) -> bool:
        """Whether a statement is one of another document."""
        return statement in self.years

    def fits(self, statement: str) -> bool:
        """Whether a statement is surely of the year and the office of the report."""
        return self.year is not None and self.years.get(statement) == self.year and statement not in self.foreign


def cited(
    statements: Sequence[Statement], own: Sequence[Statement], texts: Sequence[str], file: str, earlier: Iterable[str]
) -> Cited:
    """The statements of other documents beside those of a report with its running text and the name of its file."""
    if not statements:
        return Cited()
    report = _Office.of(own, texts, file)
    return Cited(
        {statement.id: year_of(statement) for statement in statements},
        _year_of_report(own, texts, file),
        frozenset(one.id for one in statements if report.is_other_than(one)),
        tuple(earlier),
    )


def year_of(statement: Statement) -> str | None:
    """The year that a statement reports on: that of its titles, of its headings, or of its file; None where in doubt.

    Of "31 Desember 2010 dan 2009" it is the first, since the year before stands there for comparison.
    """
    headings = {year for column in statement.columns for year in years_in(column.heading)}
    titles = {year for title in statement.titles for year in years_in(title)}
    for named in (titles, headings, set(years_in(PurePath(statement.place.file).stem))):
        if named:
            return _latest_of(named)
    return None


def year_in(statement: Statement, column: str, earlier: Iterable[str]) -> str | None:
    """The year of the figures of one column: that of its heading, else that of the statement or the one before."""
    there = statement.column(column)
    headed = set(years_in(there.heading)) if there is not None else set()
    if headed:
        return headed.pop() if len(headed) == 1 else None
    year = year_of(statement)
    return str(int(year) - 1) if year is not None and column in earlier else year


def _latest_of(years: set[str]) -> str | None:
    """One year, or the later of two that follow each other."""
    latest = max(years)
    return latest if years <= {latest, str(int(latest) - 1)} else None


def _year_of_report(own: Sequence[Statement], texts: Sequence[str], file: str) -> str | None:
    """The year of a report, by its tables where they have titles, else by most of what its text says of years."""
    titled = {year for one in own if any(years_in(title) for title in one.titles) and (year := year_of(one))}
    if titled:
        return titled.pop() if len(titled) == 1 else None
    said = Counter(year for text in texts for year in _REPORTED.findall(_LAW.sub(" ", text)))
    if said:
        year, count = said.most_common(1)[0]
        return year if count * 2 > sum(said.values()) else None
    return _latest_of(named) if (named := set(years_in(PurePath(file).stem))) else None


@dataclass(frozen=True, slots=True)
class _Office:
    """Of which office and region a report is: what its heads say, and the regions that it names anywhere."""

    heads: tuple[str, ...]
    texts: tuple[str, ...]
    offices: tuple[Name, ...]
    regions: tuple[Name, ...]

    @classmethod
    def of(cls, own: Sequence[Statement], texts: Sequence[str], file: str) -> _Office:
        """The office of a report with these tables and this running text."""
        heads = (*(title for one in own for title in one.titles), *_headings(texts), PurePath(file).stem)
        every = (*heads, *texts)
        return cls(heads, every, tuple(_of(_OFFICES, _names_in(heads))), tuple(_of(_REGIONS, _names_in(every))))

    def is_other_than(self, statement: Statement) -> bool:
        """Whether the titles of a statement name another office than the report, or another region."""
        named = _names_in(statement.titles)
        offices, regions = _of(_OFFICES, named), _of(_REGIONS, named)
        if offices and not any(_is_said(name, self.heads) for name in offices):
            return True
        if named and not offices and self.offices:
            return True
        nouns = {noun for noun, _ in regions}
        rivals = any(noun in nouns for noun, _ in self.regions)
        return rivals and not any(_is_said(name, self.texts) for name in regions)


def _headings(texts: Sequence[str]) -> list[str]:
    """What stands at the beginning in capital letters, as the cover of a report does."""
    return [text for text in texts[:8] if text.isupper()]


def _of(nouns: str, names: Iterable[Name]) -> list[Name]:
    known = nouns.split("|")
    return [name for name in names if name[0] in known]


def _names_in(texts: Iterable[str]) -> list[Name]:
    """The regions and offices of some texts, each with what it is and its name."""
    found: dict[Name, None] = {}
    for text in texts:
        low = " ".join(words(text))
        for match in _NAMED.finditer(low):
            rest = low[match.end() :].split()
            name: list[str] = []
            for word in rest[:4]:
                if word in _ENDS or word.isdigit() or _NAMED.fullmatch(word):
                    break
                name.append(word)
            if name:
                found[(_SAME.get(match["noun"], match["noun"]), " ".join(name))] = None
    return list(found)


def _is_said(name: Name, texts: Iterable[str]) -> bool:
    """Whether some text has the name, be it before or behind other words."""
    wanted = f" {name[1]} "
    return any(wanted in f" {' '.join(words(text))} " for text in texts)
