"""How often the audit finds an error put into a clean report, and names its cells, its figure and its kind.

    PYTHONPATH=src python -m benchmarks.mutations.score --family a --seed 1 --cases 40

Of ten cases in a row one is clean, six have one error, two have two, and one has three or four. Family `b` is run once,
at the end; nobody who works on the diagnosis looks into it before.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.mutations.cases import Case, draw
from benchmarks.mutations.errors import KINDS
from benchmarks.mutations.verdict import Score, accused, recognised, score
from benchmarks.mutations.write import write

SIZES = (50, 200, 1000, 10**9)


@dataclass
class Outcome:
    """What came of one case."""

    name: str
    layout: str
    errors: int
    rows: int
    seconds: float = 0.0
    scores: list[Score] = field(default_factory=list)
    accused: list[str] = field(default_factory=list)
    recognised: bool = True
    failure: str = ""


def run(number: int, family: str, seed: int, kinds: tuple[str, ...], errors: int | None, keep: Path | None) -> Outcome:
    """Draw a case, write it, audit it, and compare the report with the truth."""
    import audit

    try:
        case: Case = draw(family, seed, number, kinds, errors)
    except LookupError as error:
        return Outcome(f"{number}: {error}", "", 0, 0, failure="not drawn")
    outcome = Outcome(case.name, case.report.layout, len(case.truths), len(case.report.lines))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if keep is not None:
            folder = keep / f"{family}-{seed}-{number}"
            folder.mkdir(parents=True, exist_ok=True)
        path, places, rows = write(case.report, folder)
        start = time.perf_counter()
        found = audit.check(path).to_dict()
        outcome.seconds = time.perf_counter() - start
    outcome.recognised = recognised(found, case.report)
    if not case.truths:
        outcome.accused = accused(found)
    outcome.scores = [score(truth, found, case.report, places, rows) for truth in case.truths]
    return outcome


def share(scores: list[Score], what: str) -> str:
    """How many of the scores have something, as a count and a percentage."""
    asked = [getattr(one, what) for one in scores if getattr(one, what) is not None]
    return f"{sum(asked):>4}/{len(asked):<4}{100 * sum(asked) / len(asked):4.0f} %" if asked else f"{'-':>15}"


MEASURES = ("found", "cells", "only", "figure", "kind")


def table(title: str, groups: dict[str, list[Score]]) -> None:
    """Print a row of shares for each group of scores."""
    if not groups:
        return
    print(f"\n{title:<28}" + "".join(f"{measure:>15}" for measure in MEASURES))
    for name, scores in groups.items():
        print(f"{name:<28}" + "".join(share(scores, measure) for measure in MEASURES))


def grouped(outcomes: list[Outcome]) -> None:
    """Print the scores by kind and by number of errors, and the clean reports by layout."""
    single: dict[str, list[Score]] = defaultdict(list)
    several: dict[str, list[Score]] = defaultdict(list)
    ambiguous: dict[str, list[Score]] = defaultdict(list)
    for outcome in outcomes:
        for one in outcome.scores:
            if outcome.errors == 1:
                single[one.type].append(one)
                if one.ambiguous:
                    ambiguous["ambiguous"].append(one)
            else:
                several[f"{outcome.errors} errors"].append(one)
    ordered = {kind: single[kind] for kind in KINDS if kind in single}
    if ordered:
        ordered["all single errors"] = [one for scores in ordered.values() for one in scores]
    table("one error", ordered | ambiguous)
    table("errors of reports with", dict(sorted(several.items())))
    clean = [outcome for outcome in outcomes if outcome.errors == 0 and not outcome.failure]
    if clean:
        wrong = [outcome for outcome in clean if outcome.accused]
        print(f"\nclean reports: {len(wrong)} of {len(clean)} accused; {sum(not c.recognised for c in clean)} unread")
        for layout in sorted({outcome.layout for outcome in wrong}):
            mine = [outcome for outcome in wrong if outcome.layout == layout]
            every = [outcome for outcome in clean if outcome.layout == layout]
            print(f"  {layout}: {len(mine)} of {len(every)}: {', '.join(mine[0].accused)}")


def main() -> None:
    """Run the cases in two processes and print the shares by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", choices=("a", "b"), default="a")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--kinds", default=",".join(KINDS), help="kinds of error, with commas")
    parser.add_argument("--errors", type=int, choices=range(5), help="this many errors in every case")
    parser.add_argument("--list", action="store_true", help="a line for each case")
    parser.add_argument("--keep", type=Path, help="folder in which the reports are kept")
    given = parser.parse_args()
    kinds = tuple(given.kinds.split(","))
    one = partial(run, family=given.family, seed=given.seed, kinds=kinds, errors=given.errors, keep=given.keep)
    with ProcessPoolExecutor(2) as pool:
        outcomes = list(pool.map(one, range(given.first, given.first + given.cases)))
    if given.list:
        for outcome in outcomes:
            print(f"{outcome.name} {outcome.seconds:.2f} s {outcome.failure}{' '.join(outcome.accused)}")
            for found in outcome.scores:
                print(f"    {found.told}")
    grouped(outcomes)
    print()
    least = 0
    for most in SIZES:
        times = [outcome.seconds for outcome in outcomes if least < outcome.rows <= most]
        if times:
            bound = f"up to {most}" if most < 10**9 else f"over {least}"
            print(
                f"{bound} rows: median {statistics.median(times):.2f} s, most {max(times):.2f} s, {len(times)} reports"
            )
        least = most
    failed = [outcome.name for outcome in outcomes if outcome.failure]
    if failed:
        print(f"not drawn: {'; '.join(failed)}")


if __name__ == "__main__":
    main()
