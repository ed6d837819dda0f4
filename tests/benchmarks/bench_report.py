"""What a report of many projects costs, its table of contents too: processor time and memory.

Run `python -m tests.benchmarks.bench_report [FOLDER_OF_FONTS]`; prints a line for 50, 500 and 2,000
projects, each in a process of its own. The bars are those for 500 projects: 3 s of processor time for
.docx, 10 s for .pdf, 300 MB; and growth in proportion to the number of projects.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from perfdesk.narrative.annex import NONE
from perfdesk.narrative.bound_report import bound_document
from perfdesk.narrative.face import FaceBook
from perfdesk.narrative.printed_report import print_report
from perfdesk.narrative.report import report_document
from tests.narrative.build_form import project_form, row

COUNTS = (50, 500, 2000)
BARS = {"docx": 3.0, "pdf": 10.0}
LARGEST = 300
GOAL = (
    "目标1：按计划完成辖区内设施的巡查、维修与更新，全年完成维修任务三百二十项；"
    "目标2：群众反映问题办结率达到百分之九十八以上；目标3：资金使用合规，无违规支出。"
)


def measure(count: int, folder: Path | None) -> None:
    """Write one report and print what it cost."""
    forms = [
        (
            f"{number}.xlsx",
            project_form(
                f"第{number}号设施维护",
                achieved=[GOAL],
                rows=[row(14, "维修及时率", "10", "9.5", reason="部分设施待件，维修推迟到次年一月")],
            ),
        )
        for number in range(1, count + 1)
    ]
    begun = time.process_time()
    document = report_document(forms, [], "national")
    bound_document(document, "auto", NONE)
    words = time.process_time() - begun
    faces = FaceBook((folder,), with_system=False) if folder is not None else FaceBook()
    printed = print_report(document, faces, contents="auto")
    pages = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = len(printed.content) // 1024
    print(
        f"{count:5} projects: .docx {words:.2f} s, .pdf {pages:.2f} s, {memory} MB, "
        f"{len(printed.sizes)} pages, {size} KB",
        flush=True,
    )
    if count == 500:
        kept = words < BARS["docx"] and pages < BARS["pdf"] and memory < LARGEST
        print("      bars kept" if kept else "      BARS NOT KEPT", flush=True)


def main() -> None:
    """Each size in a process of its own, so that memory is that of the size."""
    arguments = sys.argv[1:]
    if arguments and arguments[0].isdigit():
        measure(int(arguments[0]), Path(arguments[1]) if arguments[1:] else None)
        return
    for count in COUNTS:
        command = [sys.executable, "-m", "tests.benchmarks.bench_report", str(count), *arguments]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
