"""How long reading a form takes, against the floor: unzip and expat without handlers.

Run `python -m tests.benchmarks.bench_reading FOLDER`; prints one line a file and the medians.
"""

from __future__ import annotations

import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from xml.parsers import expat

from perfdesk.core.fault import FileFault
from perfdesk.reading.document import read_document

ROUNDS = 15


def floor(path: Path) -> None:
    """Unpack the parts that reading needs and run expat over them, nothing else."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and not name.startswith("docProps/"):
                expat.ParserCreate().Parse(archive.read(name), True)


def best_of(work: Callable[[Path], object], path: Path) -> float:
    """The median milliseconds of several rounds, the first left out as warming up."""
    times = []
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        work(path)
        times.append((time.perf_counter() - begin) * 1000)
    return median(times[1:])


def main(arguments: list[str]) -> int:
    """Measure every workbook below the folders named."""
    files = [path for folder in arguments for path in sorted(Path(folder).rglob("*.xlsx"))]
    readings: list[tuple[float, float]] = []
    for path in files:
        try:
            readings.append((best_of(read_document, path), best_of(floor, path)))
        except FileFault:
            continue
        reading, bare = readings[-1]
        print(f"{reading:7.2f} ms  floor {bare:6.2f} ms  ratio {reading / bare:4.1f}  {path.name}")
    if readings:
        reading, bare = median(r for r, _ in readings), median(b for _, b in readings)
        print(
            f"median {reading:.2f} ms, floor {bare:.2f} ms, ratio {reading / bare:.1f}, {len(readings)} files"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
