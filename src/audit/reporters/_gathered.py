"""Problems as people are told them: tables of no known kind in one line with their places, all others one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audit.model.document import Place, Problem
from audit.model.text import Text

#: What is gathered where a file has several of it.
_ALIKE = "unknown-table"
#: So many places are named; of pages, so many runs of them.
_NAMED = 12


def gathered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems in their order; those about tables of no known kind in one file are one, where the first stood."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.code == _ALIKE and problem.place is not None:
            groups.setdefault(problem.place.file, []).append(problem)
    told: list[Problem] = []
    for problem in problems:
        group = groups.get(problem.place.file, []) if problem.code == _ALIKE and problem.place is not None else []
        if len(group) < 2:
            told.append(problem)
        elif problem is group[0]:
            told.append(_as_one(group))
    return tuple(told)


def _as_one(group: Sequence[Problem]) -> Problem:
    first = group[0]
    places = [problem.place for problem in group if problem.place is not None]
    figures = sum(problem.figures for problem in group)
    where = _where(places)
    file = places[0].file
    return Problem(
        first.stage,
        first.code,
        Text(
            f"{file}: {len(group)} tabel yang tidak dikenal jenisnya, {figures} angka tidak diuji: {where.id}.",
            f"{file}: {len(group)} tables of no known kind, {figures} figures not asked about: {where.en}.",
        ),
        None,
        first.hint,
        Text(f"{figures} angka", f"{figures} figures"),
        figures=figures,
    )


def _where(places: Sequence[Place]) -> Text:
    """The pages in runs, as 3, 5–9; else the names of the sheets or tables, else the places as they are."""
    pages = sorted({place.page for place in places if place.page is not None})
    if pages and all(place.page is not None for place in places):
        listed = [f"{first}–{last}" if last > first else f"{first}" for first, last in _runs(pages)]
        return _named("halaman", "pages" if len(pages) > 1 else "page", listed)
    within = [place.text.removeprefix(place.file).lstrip("!:") or place.text for place in places]
    return _named("", "", list(dict.fromkeys(within)))


def _named(id: str, en: str, listed: Sequence[str]) -> Text:
    named, rest = ", ".join(listed[:_NAMED]), len(listed) - _NAMED
    more = Text(f" dan {rest} lagi", f" and {rest} more") if rest > 0 else Text("", "")
    return Text(f"{id} {named}{more.id}".lstrip(), f"{en} {named}{more.en}".lstrip())


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The runs of numbers that follow one another, each by its first and its last."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
