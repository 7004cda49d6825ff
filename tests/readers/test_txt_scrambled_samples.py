"""Our own clean samples as PDF-to-text leaves them: nothing is misread, nobody accused, and what is left is told."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

import audit
from audit.model.report import Report
from audit.model.statement import Row
from audit.notation.numerals import has_digit
from audit.rulebook import load_rulebooks
from audit.run import Reading, read_with

SAMPLES = Path(__file__).parents[2] / "samples" / "bersih"
BOOKS = load_rulebooks()
FILES = ("lra.xlsx", "apbd.xlsx", "rka.csv", "laporan.xlsx", "apbdes.csv", "sipd.xlsx")
PAGE = 30


def scrambled(reading: Reading, seed: int) -> str:
    """The cells of each row with a blank between; now and then a label or its last figure goes on in the next line.

    The rows of a heading are printed anew on each page, as programs print them.
    """
    chance = random.Random(seed)
    lines: list[str] = []
    for document in reading.documents:
        for grid in document.grids:
            rows = [[" ".join(cell.text.split()) for cell in row if cell is not None] for row in grid.rows]
            headings = [n for s in reading.recognition.statements for n in _headings(s.place.text, grid.place.text)]
            head = rows[headings[0] - 1] if headings else []
            for n, cells in enumerate(row for row in rows if row):
                if n and n % PAGE == 0 and head:
                    lines.append("\f" + " ".join(head))
                words = cells[1].split() if len(cells) > 3 else []
                if len(words) > 2 and chance.random() < 0.1:
                    cut = chance.randrange(1, len(words))
                    lines += [" ".join([cells[0], *words[:cut]]), " ".join([*words[cut:], *cells[2:]])]
                elif len(cells) > 3 and has_digit(cells[-1]) and chance.random() < 0.1:
                    lines += [" ".join(cells[:-1]), cells[-1]]
                else:
                    lines.append(" ".join(cells))
    return "\n".join(lines) + "\n"


def _headings(place: str, grid: str) -> list[int]:
    """The row at which a statement of a grid begins."""
    where = place.removeprefix(grid).lstrip("!:")
    digits = "".join(char for char in where.partition(":")[0] if char.isdigit())
    return [int(digits)] if place.startswith(grid) and digits else []


def known(row: Row) -> tuple[str, str]:
    """By what a row is known again: its code and the letters of its label."""
    return row.code, "".join(char for char in row.uraian.lower() if char.isalnum())


def amounts(row: Row) -> dict[str, object]:
    return {name: figure.value for name, figure in row.figures.items()}


def truth(reading: Reading) -> dict[str, list[dict[str, object]]]:
    """By the code or the label of a row what it prints; several rows may be called alike."""
    found: dict[str, list[dict[str, object]]] = {}
    for statement in reading.recognition.statements:
        for row in statement.rows:
            for name in {key for key in known(row) if key}:
                found.setdefault(name, []).append(amounts(row))
    return found


def wrong(report: Report, right: dict[str, list[dict[str, object]]]) -> list[str]:
    """The figures of rows that no row of that code or label prints in that column."""
    told = []
    for statement in report.statements:
        for row in statement.rows:
            code, label = known(row)
            candidates = right.get(code) or right.get(label) or []
            read = amounts(row)
            if read and candidates and not any(read.items() <= one.items() for one in candidates):
                told.append(f"{row.short}: {row.figures} is none of {candidates[:2]}")
    return told


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {name: read_with(SAMPLES / name, BOOKS) for name in FILES}


@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("name", FILES)
def test_a_scrambled_sample_accuses_nobody_and_hides_nothing(
    name: str, seed: int, readings: dict[str, Reading], tmp_path: Path
) -> None:
    reading = readings[name]
    path = tmp_path / "laporan.txt"
    path.write_text(scrambled(reading, seed), "utf-8")
    report = audit.check(path)
    assert wrong(report, truth(reading)) == []
    assert [f"{f.rule}: {f.message.en}" for f in report.findings if f.severity != "info"] == []
    read = sum(len(row.figures) for statement in report.statements for row in statement.rows)
    all_ = sum(len(row.figures) for statement in reading.recognition.statements for row in statement.rows)
    if read < all_ * 0.98:
        # What is not read is a problem, never a clean report.
        assert report.verdict == "incomplete"
        assert report.coverage.figures >= all_ * 0.8
        assert Counter(problem.code for problem in report.problems)["columns-lost"] or report.coverage.unread
