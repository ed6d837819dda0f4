"""What a start and a check cost, in CPU time against a bare start of Python.

Run `python -m tests.benchmarks.bench_check`; prints seconds of CPU and ratios, best of several rounds.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ROUNDS = 7
START_BUDGET, CHECK_BUDGET = 0.060, 0.400


def cpu_seconds(words: Sequence[str]) -> float:
    """The least CPU time, user and system, that the command took in several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        before = children_seconds()
        done = subprocess.run(words, cwd=CHECKOUT, capture_output=True, check=False)
        best = min(best, children_seconds() - before)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return best


def children_seconds() -> float:
    """CPU time of all finished child processes; `os.times` would count in hundredths."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Measure and print; exit 1 when a budget is exceeded."""
    form = sorted((CHECKOUT / "resources" / "sample").glob("2*.xlsx"))[0]
    perfdesk = [sys.executable, "-m", "perfdesk.cli"]
    bare = cpu_seconds([sys.executable, "-c", "pass"])
    rows = (
        ("perfdesk --version", cpu_seconds([*perfdesk, "--version"]), START_BUDGET),
        ("check of one form", cpu_seconds([*perfdesk, "check", str(form), "--format", "json"]), CHECK_BUDGET),
        ("check of the sample", cpu_seconds([*perfdesk, "check", str(form.parent)]), CHECK_BUDGET * 2),
    )
    print(f"{'python -c pass':22} {bare * 1000:6.0f} ms")
    for name, used, budget in rows:
        print(
            f"{name:22} {used * 1000:6.0f} ms  {used / bare:5.1f} x bare  {used / budget:5.2f} of its budget"
        )
    return int(any(used > budget for _, used, budget in rows))


if __name__ == "__main__":
    sys.exit(main())
