"""How long our save takes, checks and flush included, against openpyxl's load and save of the same file.

Run `python -m tests.benchmarks.bench_save FOLDER...`; prints one line a file, the median ratios of elapsed
and of processor time (the bar is a fifth) and the peak memory of both, each in a process of its own. The
rounds of both alternate; a busy disk shows in the elapsed time alone, since openpyxl flushes nothing. Three cells are set: a
number, a text, and one that was not there. Files that openpyxl cannot load and save are named and left
out of the ratio.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import Grid, address
from perfdesk.reading.document import read_document
from perfdesk.writing.saving.save import save_edits

ROUNDS = 5
BAR = 0.2


def three_edits(grid: Grid) -> list[Edit]:
    """A number over the first number, a text over the last text, and a cell below the sheet's content."""
    numbers = [place for place, cell in grid.cells.items() if cell.number is not None][:1]
    texts = [place for place, cell in grid.cells.items() if cell.text and cell.number is None][-1:]
    below = grid.used.bottom + 1, 1
    wanted = zip([*numbers, *texts, below], ["0.5071", "新的文字", "8"], strict=False)
    return [Edit(grid.name, address(*place), text) for place, text in wanted]


def ours(path: Path, folder: Path) -> Callable[[], object] | None:
    """Our whole save of three edits, or None where the file or a cell is refused."""
    try:
        digest, grids = read_document(path)
        edits = three_edits(grids[0])
        save_edits(path, digest, edits, folder / f"甲{path.suffix}")
    except Fault:
        return None
    return lambda: save_edits(path, digest, edits, folder / f"甲{path.suffix}")


def theirs(path: Path, folder: Path) -> Callable[[], object] | None:
    """openpyxl's load and save, or None where it fails."""
    import openpyxl

    def work() -> None:
        book = openpyxl.load_workbook(path)
        book.save(folder / "乙.xlsx")
        book.close()

    try:
        work()
    except Exception:  # openpyxl raises anything at odd files
        return None
    return work


def measure(works: Sequence[Callable[[], object]]) -> list[tuple[float, float]]:
    """Elapsed and processor milliseconds of each, the medians of several rounds in turn."""
    times: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, own in zip(works, times, strict=True):
            begin, busy = time.perf_counter(), time.process_time()
            work()
            own.append(((time.perf_counter() - begin) * 1000, (time.process_time() - busy) * 1000))
    return [(median(one for one, _ in own), median(one for _, one in own)) for own in times]


def peak_memory(who: str, path: Path) -> float:
    """The megabytes that a process of its own needs at most for one save, Python and libraries included."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_save", f"--memory={who}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(done.stdout or "nan")


def own_peak() -> float:
    """The megabytes this process has needed at most."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells begins with the parent's figure.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str]) -> int:
    """Measure every workbook below the folders named, or the memory of one save."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments and arguments[0].startswith("--memory="):
            make = ours if arguments[0].endswith("=ours") else theirs
            make(Path(arguments[1]), folder)
            print(own_peak())
            return 0
        files = [path for name in arguments for path in sorted(Path(name).rglob("*.xlsx"))]
        ratios = []
        for path in files:
            save, other = ours(path, folder), theirs(path, folder)
            if save is None or other is None:
                print(f"left out, {'ours' if save is None else 'openpyxl'} refuses: {path.name}")
                continue
            (own, own_busy), (foreign, foreign_busy) = measure((save, other))
            ratios.append((own / foreign, own_busy / foreign_busy))
            print(
                f"{own:8.2f} ms  openpyxl {foreign:8.2f} ms  ratio {ratios[-1][0]:5.3f}"
                f"  processor {own_busy:7.2f} : {foreign_busy:7.2f} = {ratios[-1][1]:5.3f}  {path.name}"
            )
    if not ratios:
        return 0
    largest = max(files, key=lambda path: path.stat().st_size)
    for path in {files[0], largest}:
        memory = {who: peak_memory(who, path) for who in ("ours", "theirs")}
        print(f"memory {memory['ours']:.0f} MB, openpyxl {memory['theirs']:.0f} MB  {path.name}")
    elapsed, busy = median(one for one, _ in ratios), median(one for _, one in ratios)
    print(f"median ratio {elapsed:.3f}, processor {busy:.3f} (bar {BAR}), {len(ratios)} files")
    return 0 if elapsed <= BAR else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
