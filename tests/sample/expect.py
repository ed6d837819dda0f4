"""Renews the golden table of what the program finds in the sample: `python -m tests.sample.expect`.

One line a finding: book, sheet, cell, rule, verdict. Read the diff before committing it.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.core.resource import resource
from perfdesk.outlets.findings_json import sorted_findings, sorted_not_checked
from perfdesk.session import load

GOLDEN = Path(__file__).with_name("findings.tsv")


def table() -> str:
    """The table as it is now."""
    documents = load(sorted(resource("sample").glob("*.xlsx")))
    lines = [
        "\t".join(
            (Path(found.place.path).name[0], found.place.sheet, found.place.cell, found.rule, found.verdict)
        )
        for found in sorted_findings(documents)
    ]
    lines += [
        "\t".join(
            (Path(item.place.path).name[0], item.place.sheet, item.place.cell, item.rule, "not checked")
        )
        for item in sorted_not_checked(documents)
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    GOLDEN.write_bytes(table().encode())
