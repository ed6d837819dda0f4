"""What the commands share: from options to checked documents, what is printed, complaints, the exit status.

Stands just below the commands and `cli`; it prints, so that nothing below does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.core.fault import CallFault

if TYPE_CHECKING:
    from perfdesk.judging import Checked, Progress

NOTHING_WRONG, ERRORS_FOUND, FAILED = 0, 1, 2


def say(text: str) -> None:
    """Print a text as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


def remark(words: str) -> None:
    """Print a sentence beside the output."""
    print(words, file=sys.stderr)


def complain(message: str) -> None:
    """Print what went wrong."""
    remark(f"perfdesk：{message}")


def deliver(text: str, target: Path | None) -> None:
    """Print a text, or write it into a file whole or not at all."""
    if target is None:
        say(text)
        return
    from perfdesk.disk.whole_file import write_whole

    write_whole(target, text.encode("utf-8", "backslashreplace"))
    remark(f"已写入 {target}。")


def terminal_progress() -> Progress | None:
    """Shows how far the work is; None where nobody looks on."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> bool:
        # Blanks instead of an escape sequence: an old Windows console prints those.
        line = f"\r检查 {done + 1}/{total}" if done + 1 < total else f"\r{' ' * 40}\r"
        print(line, end="", file=sys.stderr, flush=True)
        return True

    return show


def documents_of(options: argparse.Namespace) -> tuple[Checked, ...]:
    """The documents at the paths of the options, checked; without their cells."""
    from perfdesk.desks.batch import check_files
    from perfdesk.memory.settings import user_corrections

    files = _files_of(options)
    jobs = getattr(options, "jobs", None)
    return check_files(files, options.profile, jobs, terminal_progress(), user_corrections())


def whole_documents_of(options: argparse.Namespace) -> tuple[Checked, ...]:
    """The same with all their cells, which takes this process alone, and more memory."""
    from perfdesk.memory.settings import user_corrections
    from perfdesk.session import load

    return load(_files_of(options), options.profile, terminal_progress(), user_corrections())


def _files_of(options: argparse.Namespace) -> list[Path]:
    from perfdesk.reading.document import find_files

    files = find_files(options.paths)
    spare_originals(files, options)
    if not files:
        complain("没有找到可检查的文件：文件夹里应有 .xlsx、.xls、.docx 或 .pdf 文件。")
    return files


def documents_last_year(options: argparse.Namespace) -> tuple[Checked, ...]:
    """The documents of last year where they were named; those that cannot be read are complained of."""
    if options.last_year is None:
        return ()
    from perfdesk.desks.batch import check_files
    from perfdesk.memory.settings import user_corrections
    from perfdesk.reading.document import find_files

    files = find_files([options.last_year])
    if not files:
        raise CallFault(f"在 {options.last_year} 没有找到上年的自评表：请指定存放上年文件的文件夹。")
    spare_originals(files, options)
    earlier = check_files(files, options.profile, options.jobs, corrections=user_corrections())
    name_unread(earlier)
    return earlier


def explained(documents: Sequence[Checked]) -> tuple[Sequence[Checked], bool]:
    """The documents with their waivers, and whether every file of waivers could be read."""
    from perfdesk.session import explain

    told, faults = explain(documents)
    for fault in faults:
        complain(fault.message)
    return told, not faults


def explained_documents(options: argparse.Namespace) -> tuple[Sequence[Checked], int]:
    """The checked documents with their waivers, and the exit status of a command that judges nothing.

    Those that cannot be read are complained of.
    """
    return with_status(documents_of(options))


def with_status(checked: Sequence[Checked]) -> tuple[Sequence[Checked], int]:
    """Documents with their waivers, and the exit status of a command that judges nothing."""
    documents, is_whole = explained(checked)
    name_unread(documents)
    return documents, FAILED if unread(documents) or not is_whole else NOTHING_WRONG


def spare_originals(files: Sequence[Path], options: argparse.Namespace) -> None:
    """Refuse to write a result over any file that is being checked, before any work is done."""
    from perfdesk.disk.whole_file import is_same_file, refuse_same_file

    outputs = [getattr(options, name, None) for name in ("output", "receipt", "report")]
    marks = getattr(options, "mark", None)
    for file in files:
        for output in outputs:
            if output is not None:
                refuse_same_file(file, output)
        if marks is not None and is_same_file(file.parent, marks):
            raise CallFault(f"标注副本不能写在原件所在的文件夹 {marks}：请换一个文件夹。")


def unread(documents: Sequence[Checked]) -> list[Checked]:
    """Those that could not be read."""
    return [checked for checked in documents if checked.document.fault is not None]


def name_unread(documents: Sequence[Checked]) -> None:
    """Complain of every document that could not be read."""
    for checked in unread(documents):
        fault = checked.document.fault
        complain(f"{checked.path}：{fault.message if fault else ''}")


def status_of(documents: Sequence[Checked]) -> int:
    """The exit status of a check: an error that nobody has explained counts."""
    if not documents or unread(documents):
        return FAILED
    findings = [finding for checked in documents for finding in checked.findings]
    has_error = any(finding.severity == "error" and finding.waiver is None for finding in findings)
    return ERRORS_FOUND if has_error else NOTHING_WRONG


def qt_fault(what: str, fault: ImportError) -> CallFault:
    """Why a part of the program that needs Qt cannot be had here; a bug of the program is raised as one."""
    if fault.name and fault.name.startswith("perfdesk"):
        raise fault
    # A bare Linux lacks the system libraries of Qt; Windows never does.
    return CallFault(
        f"{what}无法进行：{fault}。其他命令不受影响；在 Linux 上请先安装 "
        "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0。"
    )
