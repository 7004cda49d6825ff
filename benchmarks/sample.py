"""How long the audit of the sample report takes as a whole process, beside the import of pandera alone.

Both commands run in turn, several times; the medians and the ratio within each pair are printed, since a noisy machine
slows both. The target is at most three times the import. Both may keep their compiled modules between runs, as on a
user's machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 7
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """The wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Time both commands in turn and print medians and ratios."""
    audit = [sys.executable, "-m", "audit", "check", "samples/ntt-2021/laporan.xlsx", "--fail-on", "never"]
    other = [sys.executable, "-c", "import pandera.pandas"]
    for command in (audit, other):
        seconds(command)
    pairs = [(seconds(audit), seconds(other)) for _ in range(RUNS)]
    ratios = sorted(one / two for one, two in pairs)
    print(f"audit of samples/ntt-2021/laporan.xlsx: median {statistics.median(one for one, _ in pairs):.2f} s")
    print(f"import pandera.pandas: median {statistics.median(two for _, two in pairs):.2f} s")
    print(f"ratio: median {statistics.median(ratios):.2f}, from {ratios[0]:.2f} to {ratios[-1]:.2f} ({RUNS} pairs)")


if __name__ == "__main__":
    main()
