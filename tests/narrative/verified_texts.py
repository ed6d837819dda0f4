"""The verdicts on published texts, kept as tables; `python -m tests.narrative.verified_texts` renews them.

Read the difference before committing it: each changed line is a changed verdict on a published figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfdesk.narrative.claim import Claim
from perfdesk.reading.document import find_files
from perfdesk.session import load, verify_text

FOLDER = Path(__file__).parent / "verified"
TEXTS = ("panjin2023/narrative", "panjin2023/keypoint_report", "mingguang2021/narrative")


def claims_of(shared: Path, text: str) -> tuple[Claim, ...]:
    """The claims of a published text against the workbooks beside it."""
    path = shared / "cases" / f"{text}.txt"
    return verify_text(load(find_files([path.parent])), path)


def table_of(claims: tuple[Claim, ...]) -> str:
    """One claim a line, without the words: where, what kind, what is stated, what is right, the verdict."""
    return "".join(f"{row}\n" for row in _rows(claims))


def _rows(claims: tuple[Claim, ...]) -> Iterator[str]:
    for claim in claims:
        cells = ",".join(place.cell for place in claim.sources)
        figures = (claim.stated, claim.recomputed or "", claim.verdict, cells)
        yield "\t".join((f"{claim.line}:{claim.start}-{claim.end}", claim.kind, *figures))


def golden(text: str) -> Path:
    """The file that keeps the verdicts on a text."""
    return FOLDER / f"{text.replace('/', '_')}.tsv"


def renew(shared: Path) -> None:
    """Write the tables anew."""
    FOLDER.mkdir(exist_ok=True)
    for text in TEXTS:
        golden(text).write_text(table_of(claims_of(shared, text)), "utf-8", newline="\n")


if __name__ == "__main__":
    renew(Path(__file__).resolve().parents[3] / "shared")
