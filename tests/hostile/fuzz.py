"""Sends mutated files through the whole program, and tells which of them broke it.

`python -m tests.hostile.fuzz --variants 100000 [--jobs 2] [--seed 1] [--keep FOLDER]` makes the long run; the
same seed gives the same variants. A run in continuous integration takes some seconds. POSIX only.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.hostile.form import CHECKOUT
from tests.hostile.journey import MOST_SECONDS, travel
from tests.hostile.maker import hostile_files
from tests.hostile.mutation import mutated
from tests.hostile.runner import MEGABYTES, Told, run

BATCH = 50
_LARGEST_SEED = 120_000
_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".docx", ".pdf", ".csv", ".html", ".xml"})


class Hang(BaseException):
    """A variant that computes too long; no `except Exception` may swallow it."""


@dataclass
class Tally:
    """What a run found.

    Attributes:
        variants: how many were sent through.
        opened: how many of them were read, the others refused.
        broken: what went wrong, by the name of the variant.
    """

    variants: int = 0
    opened: int = 0
    broken: dict[str, list[str]] = field(default_factory=dict)


def seed_files(folder: Path) -> list[Path]:
    """Real files, own ones and small hostile ones; those of other kinds are made into the folder."""
    places = [
        CHECKOUT / "resources" / "sample",
        CHECKOUT / "templates_xlsx",
        CHECKOUT / "tests" / "reading" / "data",
    ]
    shared = CHECKOUT.parent / "shared"
    places += [shared / "cases", shared / "corpus"]
    found = [file for place in places if place.is_dir() for file in sorted(place.rglob("*"))]
    seeds = [file for file in found if file.suffix in _ENDINGS and file.stat().st_size < _LARGEST_SEED]
    return [*seeds, *_made(folder)]


def _made(folder: Path) -> list[Path]:
    """A form in every other coat, and every small hostile file that is a regular one."""
    from perfdesk.reading.document import read_document
    from tests.reading import document_maker as maker
    from tests.reading import pdf_maker

    form = sorted((CHECKOUT / "resources" / "sample").glob("*.xlsx"))[0]
    grid = read_document(form)[1][0]
    coats = {
        "网页.xls": maker.web_page(grid),
        "表.xls": maker.xml_workbook(grid),
        "表.pdf": pdf_maker.pdf([pdf_maker.table(grid, 4_000)], 2_000, 4_000),
        "表.csv": "\n".join(",".join(cell.text for _, cell in row) for _, row in maker.rows_of(grid)).encode("gbk", "replace"),
    }  # fmt: skip
    paths = [maker.word_file(grid, folder / "表.docx")]
    for name, data in coats.items():
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    quick = (
        "archive cut",
        "archive lie",
        "workbook value",
        "workbook kind",
        "workbook formula",
        "docx span",
        "xls span",
    )
    for number, hostile in enumerate(hostile_files()):
        if hostile.name.startswith(quick):
            path = folder / f"{number}{Path(hostile.name).suffix}"
            hostile.build(path)
            if path.stat().st_size < _LARGEST_SEED:
                paths.append(path)
    return paths


def variant(seeds: Sequence[Path], seed: int, number: int) -> tuple[str, bytes]:
    """The ending and the bytes of one variant; the same numbers give the same ones."""
    chance = random.Random(seed * 1_000_003 + number)
    source = chance.choice(seeds)
    # A child process for each is dear: other kinds of files get their turn less often.
    if source.suffix not in (".xlsx", ".docx") and chance.random() < 0.7:
        source = chance.choice(seeds)
    return source.suffix, mutated(source.read_bytes(), chance)


def _broken_by(path: Path, out: Path) -> tuple[bool, list[str]]:
    """Whether the file was read, and what it broke."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"computes more than {MOST_SECONDS * 2} s")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS * 2)
    try:
        outcome = travel(path, out)
    except (Exception, Hang):
        return False, [traceback.format_exc()[-2_000:]]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "check" in outcome.steps, outcome.problems


def run_batch(seeds: Sequence[Path], seed: int, numbers: Sequence[int], keep: Path | None) -> Tally:
    """Send variants through in one forked child; where it dies or swells, each in a child of its own."""
    tally = Tally(len(numbers))

    def work() -> Told:
        found: list[str] = []
        opened = 0
        with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
            for number in numbers:
                ending, data = variant(seeds, seed, number)
                path = Path(folder) / f"变体{number}{ending}"
                path.write_bytes(data)
                is_open, problems = _broken_by(path, Path(folder) / "out")
                opened += is_open
                found += [f"{number}{ending}\n{problem}" for problem in problems]
                path.unlink()
        return found, {"opened": str(opened)}, {}

    result = run(f"{seed}-{numbers[0]}", work, killed_after=60.0 * max(2, len(numbers)))
    whole_batch_failed = not result.sentences or result.megabytes > MEGABYTES
    if whole_batch_failed and len(numbers) > 1:
        parts = [run_batch(seeds, seed, [number], keep) for number in numbers]
        return _joined(parts)
    tally.opened = int(result.sentences.get("opened", 0))
    for problem in result.problems:
        name, _, text = problem.partition("\n") if "\n" in problem else (f"{numbers[0]}", "", problem)
        tally.broken.setdefault(f"seed {seed} variant {name}", []).append(text)
        number = int(name.partition(".")[0])
        if keep is not None:
            ending, data = variant(seeds, seed, number)
            (keep / f"{seed}-{number}{ending}").write_bytes(data)
    return tally


def _joined(tallies: Sequence[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.variants += tally.variants
        whole.opened += tally.opened
        whole.broken.update(tally.broken)
    return whole


def fuzz(
    variants: int,
    seed: int,
    jobs: int = 1,
    keep: Path | None = None,
    told: Callable[[Tally], None] = lambda _: None,
) -> Tally:
    """Send so many variants through; `told` is called with the tally so far after each batch."""
    whole = Tally()
    with tempfile.TemporaryDirectory(prefix="seeds") as folder:
        seeds = seed_files(Path(folder))
        batches = [range(first, min(first + BATCH, variants)) for first in range(0, variants, BATCH)]
        with ThreadPoolExecutor(jobs) as pool:
            for tally in pool.map(lambda numbers: run_batch(seeds, seed, numbers, keep), batches):
                whole = _joined([whole, tally])
                told(whole)
    return whole


def main() -> int:
    """Run as the command line asks; the status says whether anything broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the variants that broke something")
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()

    def tell(tally: Tally) -> None:
        for name in tally.broken.keys() - seen:
            seen.add(name)
            print(name, *tally.broken[name], sep="\n  ", flush=True)
        if tally.variants % (BATCH * 20) == 0:
            print(f"{tally.variants} variants, {tally.opened} opened, {len(tally.broken)} broken", flush=True)

    tally = fuzz(options.variants, options.seed, options.jobs, options.keep, tell)
    print(f"{tally.variants} variants, {tally.opened} opened, {len(tally.broken)} broken")
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
