"""Runs work over hostile files in forked children, each bounded and measured in time and memory.

A child that aborts, hangs or eats the memory is told of by name; the others go on. POSIX only.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

MEGABYTES = 300
_KILLED_AFTER = 90.0
_MOST_MEMORY = 2 * 2**30


@dataclass(frozen=True)
class Result:
    """What became of one piece of work; `problems` is empty where all went well."""

    name: str
    seconds: float
    megabytes: int
    problems: tuple[str, ...] = ()
    sentences: dict[str, str] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)


Told = tuple[list[str], dict[str, str], dict[str, float]]
Work = Callable[[], Told]
"""Does the work in the child: problems, sentences and the seconds of each step come back."""


def run(name: str, work: Work, killed_after: float = _KILLED_AFTER) -> Result:
    """Do the work in a forked child; crashes, hangs and floods become problems."""
    reading, writing = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _serve(work, writing)
    os.close(writing)
    answer = _answer(reading, begun + killed_after)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    seconds = usage.ru_utime + usage.ru_stime
    megabytes = usage.ru_maxrss // 1024
    problems = list(answer["problems"]) if answer else [f"died or hung: status {status}"]
    if megabytes > MEGABYTES:
        problems.append(f"took {megabytes} MB")
    told = answer or {"sentences": {}, "steps": {}}
    return Result(name, round(seconds, 2), megabytes, tuple(problems), told["sentences"], told["steps"])


def _serve(work: Work, writing: int) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        problems, sentences, steps = work()
        answer = {"problems": list(problems), "sentences": sentences, "steps": steps}
    except BaseException:
        answer = {"problems": [traceback.format_exc()[-3_000:]], "sentences": {}, "steps": {}}
    with os.fdopen(writing, "w", encoding="utf-8", errors="backslashreplace") as stream:
        json.dump(answer, stream)
    os._exit(0)


def _answer(reading: int, until: float) -> dict[str, list[str]] | None:
    """The child's answer; None where it died or did not come in time."""
    pieces: list[bytes] = []
    with os.fdopen(reading, "rb", buffering=0) as stream:
        while (left := until - time.monotonic()) > 0 and select.select([stream], [], [], left)[0]:
            piece = stream.read(65_536)
            if not piece:
                break
            pieces.append(piece)
    try:
        return json.loads(b"".join(pieces))
    except ValueError:
        return None


def travel_all(words: Sequence[str] = (), every: int = 1) -> Iterator[Result]:
    """Send the hostile corpus through the program, or the files with one of the words in their names.

    Of these every so many-th is sent.
    """
    from tests.hostile.journey import travel
    from tests.hostile.maker import hostile_files

    wanted = [file for file in hostile_files() if not words or any(word in file.name for word in words)]
    for hostile in wanted[::every]:
        with tempfile.TemporaryDirectory(prefix="hostile") as folder:
            path = Path(folder) / hostile.name
            _build_apart(hostile.build, path)

            def work(path: Path = path) -> Told:
                outcome = travel(path, path.parent / "out")
                return outcome.problems, outcome.sentences, outcome.seconds

            yield run(hostile.name, work)
            if path.exists() and not path.is_symlink():
                path.chmod(0o700)


def _build_apart(build: Callable[[Path], None], path: Path) -> None:
    """Build the file in a child: the memory its making takes must not count for its reading."""
    child = os.fork()
    if child == 0:
        try:
            build(path)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"cannot build {path.name}")


def main() -> int:
    """Print each result as a line of JSON; the status says whether any file was a problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="parts of the names of the files wanted")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    bad = 0
    for result in travel_all(options.words, options.every):
        bad += bool(result.problems)
        print(json.dumps(asdict(result), ensure_ascii=True), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
