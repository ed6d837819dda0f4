"""Checks many files at once, in several processes when asked; same result for any number of them.

Stands above the session: it calls `load_one` for each file and keeps the order of the files.
Only forms and findings come back from a process; the grids stay behind. Relations across the
files are judged once, here, over the forms of all.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path

from perfdesk.core.document import Document
from perfdesk.core.fault import FileFault
from perfdesk.recognition.correction import Corrections
from perfdesk.scoring.profile import known_profile
from perfdesk.session import Checked, Progress, load_one, tie_up

FEW_FILES = 100
"""Below this number, starting further processes costs more than it saves."""
MOST_JOBS = 8


def check_files(
    files: Sequence[Path],
    profile: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    corrections: Corrections | None = None,
) -> tuple[Checked, ...]:
    """Check the files in their order, in `jobs` processes (None: as many as the files deserve).

    Raises CallFault for an unknown profile. Stops early when `progress` returns False.
    """
    if profile is not None:
        known_profile(profile)
    checked: list[Checked] = []
    check = partial(_check_one, profile=profile, corrections=corrections)
    results = _results(files, check, _job_count(len(files), jobs))
    try:
        for done, path in enumerate(files):
            if progress is not None and not progress(done, len(files), path.name):
                break
            checked.append(next(results))
    finally:
        results.close()
    return tie_up(checked)


def _job_count(files: int, jobs: int | None) -> int:
    if jobs is None:
        jobs = 1 if files < FEW_FILES else min(os.cpu_count() or 1, MOST_JOBS)
    return max(1, min(jobs, files))


Check = Callable[[Path], Checked]


def _results(files: Sequence[Path], check: Check, jobs: int) -> Generator[Checked, None, None]:
    if jobs == 1:
        yield from map(check, files)
        return
    # Imported here: a check of a few files never pays for the machinery of processes.
    from concurrent.futures.process import BrokenProcessPool

    left = list(files)
    while left:
        chunk = max(1, min(16, len(left) // (jobs * 4)))
        try:
            yield from _pooled(left, check, jobs, chunk)
        except BrokenProcessPool:
            # A process died; over which file nobody can say, so the next go one by one until it shows.
            yield from _one_by_one(left, check)


def _pooled(left: list[Path], check: Check, jobs: int, chunk: int) -> Generator[Checked, None, None]:
    """The results in order, each file taken off the list; raises BrokenProcessPool where a process dies."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # `spawn` on every system: the processes of Windows, where nothing is inherited, are the rule.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            for checked in pool.map(check, tuple(left), chunksize=chunk):
                del left[0]
                yield checked
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _one_by_one(left: list[Path], check: Check) -> Generator[Checked, None, None]:
    """The results in order up to the first file whose process dies, which becomes a faulty document."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield from _pooled(left, check, 1, 1)
    except BrokenProcessPool:
        path = left.pop(0)
        message = f"检查 {path.name} 时程序中途停止，可能内存不足，请关闭其他程序后单独检查这个文件。"
        yield Checked(Document(str(path), fault=FileFault("too_large", message)))


def _check_one(path: Path, profile: str | None, corrections: Corrections | None) -> Checked:
    checked = load_one(path, profile, corrections)
    return dataclasses.replace(checked, document=dataclasses.replace(checked.document, grids=()))
