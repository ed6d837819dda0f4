"""Every report on a set of forms, written and verified: `python -m tests.narrative.round_trip --sets 300`.

A figure must be exact, or be marked where it stands, or stand in the list of what is in doubt.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.judging import Checked
from perfdesk.narrative.claim import Claim
from perfdesk.narrative.report import shipped_templates
from perfdesk.narrative.verification import verify
from perfdesk.reading.text import read_text
from perfdesk.session import verify_text, write_report
from tests.narrative.generated_set import generated_set

DOUBTS = "数据疑点"
_NOTE = re.compile(r"〔注\d*〕")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
ENDINGS = (".txt", ".md", ".docx")


@dataclass(frozen=True)
class Report:
    """One report with the verdicts on its figures."""

    template: str
    ending: str
    lines: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def told(self) -> tuple[Claim, ...]:
        """The claims in front of the list of doubts."""
        ends = (number for number, line in enumerate(self.lines, 1) if line.endswith(DOUBTS))
        last = next(ends, len(self.lines) + 1)
        return tuple(claim for claim in self.claims if claim.line < last)

    def loose(self) -> Iterator[Claim]:
        """Claims that are neither exact nor marked; what is only said in the list of doubts is marked."""
        for claim in self.claims:
            around = claim.text[-12:] + self.lines[claim.line - 1][claim.end :][:3]
            is_marked = claim not in self.told or "〔注" in around
            if claim.verdict != "exact" and not (is_marked and claim.verdict != "uncheckable"):
                yield claim


def reports(
    documents: Sequence[Checked], folder: Path, endings: Sequence[str] = (".txt",)
) -> Iterator[Report]:
    """Every shipped template that these documents can be told by, in every form asked for."""
    for template in shipped_templates():
        for ending in endings:
            target = folder / f"{template}{ending}"
            try:
                write_report(documents, template, target)
            except CallFault:
                break
            yield Report(template, ending, read_text(target), verify_text(documents, target))


def changed(report: Report) -> Iterator[tuple[Claim, list[str]]]:
    """Every figure of the report that was found exact, with the text in which it alone is another."""
    for claim in report.told:
        digits = list(_DIGITS.finditer(_NOTE.sub(lambda note: " " * len(note[0]), claim.text)))
        if claim.verdict != "exact" or not digits:
            continue
        lines = list(report.lines)
        start = claim.start + digits[-1].start()
        line = lines[claim.line - 1]
        other = "1" if line[start] == "9" else str(int(line[start]) + 1)
        lines[claim.line - 1] = line[:start] + other + line[start + 1 :]
        yield claim, lines


def missed(report: Report, documents: Sequence[Checked]) -> Iterator[Claim]:
    """The figures whose change is not noticed: no more of the text is wrong than before."""
    forms = [(checked.path, form) for checked in documents for form in checked.document.forms]
    before = sum(claim.verdict == "wrong" for claim in report.claims)
    for claim, lines in changed(report):
        if sum(each.verdict == "wrong" for each in verify(lines, forms)) <= before:
            yield claim


def main() -> int:
    """Write and verify the sets asked for; 1 where a figure is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--changed", action="store_true", help="change each figure, tell which go unnoticed")
    asked = parser.parse_args()
    verdicts: Counter[str] = Counter()
    loose = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seed, asked.seed + asked.sets):
            documents = generated_set(seed)
            for report in reports(documents, Path(folder)):
                verdicts.update(claim.verdict for claim in report.claims)
                for claim in missed(report, documents) if asked.changed else report.loose():
                    loose += 1
                    words = (
                        claim.verdict,
                        claim.kind,
                        claim.text,
                        claim.stated,
                        claim.recomputed,
                        claim.formula,
                    )
                    print(seed, report.template, claim.line, *words, sep="\t")
    what = "changed unnoticed" if asked.changed else "neither exact nor marked"
    print(f"{asked.sets} sets: {dict(verdicts)}, {loose} {what}", file=sys.stderr)
    return int(loose > 0)


if __name__ == "__main__":
    sys.exit(main())
