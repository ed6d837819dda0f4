"""The command line: parses and prints; everything it does is the library's work.

Top floor of the house. Exit status: 0 nothing wrong, 1 at least one error finding, 2 a file
could not be read or the call was wrong, 3 a bug of the program. Only `sys` is imported before
a command needs more.
"""

from __future__ import annotations

import sys

from perfdesk import __version__

TYPE_CHECKING = False  # `typing` is not imported for `--version`; checkers know this name
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from perfdesk.session import Checked, Progress

NOTHING_WRONG, ERRORS_FOUND, FAILED = 0, 1, 2
# Not to be taken for findings: a bug of the program, an interruption, a reader that hung up.
BUG, INTERRUPTED, CUT_OFF = 3, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    _speak_utf8()
    if words == ["--version"]:
        print(f"PerfDesk {__version__}")
        return NOTHING_WRONG
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()
        if words[:1] == ["--read-foreign"]:
            # A frozen program is its own interpreter: this is the child that reads a file of another kind.
            from perfdesk.reading.foreign import serve

            serve(*words[-3:])
            return NOTHING_WRONG
    return _run(words)


def open_window() -> int:
    """Start the window without a console; the entry of `perfdesk-gui`."""
    return main(["gui", *sys.argv[1:]])


def _speak_utf8() -> None:
    # A Windows console with code page 936 would otherwise garble rare characters or stop at them.
    # Line ends stay `\n` there too, so that the same check prints the same bytes anywhere.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _run(words: list[str]) -> int:
    from perfdesk.command_words import build_parser
    from perfdesk.core.fault import Fault

    options = build_parser(__version__).parse_args(words)
    try:
        return _COMMANDS[options.command](options)
    except Fault as fault:
        _complain(fault.message)
    except BrokenPipeError:
        # Whoever read the output has closed it, as `| head` does: no fault, and no clean bill either.
        _silence_stdout()
        return CUT_OFF
    except KeyboardInterrupt:
        _complain("已中断，未写完的文件没有保留。")
        return INTERRUPTED
    except Exception:
        import traceback

        traceback.print_exc()
        _complain("程序内部出错，不是文件的问题。请把上面的内容发给开发者。")
        return BUG
    return FAILED


def _silence_stdout() -> None:
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    print(f"perfdesk：{message}", file=sys.stderr)


def _check(options: argparse.Namespace) -> int:
    from perfdesk.findings_json import findings_json
    from perfdesk.findings_text import findings_text
    from perfdesk.session import tie_up

    checked, earlier = _documents(options), _last_year(options)
    documents, is_explained = _explained(tie_up(checked, earlier) if earlier else checked)
    is_whole = is_explained and not _unread(earlier)
    text = findings_json(documents) if options.format == "json" else findings_text(documents)
    _deliver(text, options.output)
    if options.mark is not None:
        _mark(documents, options.mark)
    if options.receipt is not None:
        from perfdesk.receipt import receipt_json

        roots = [options.last_year] if earlier else []
        _deliver(receipt_json(documents, options.paths, earlier, roots), options.receipt)
    return _status(documents) if is_whole else FAILED


def _last_year(options: argparse.Namespace) -> tuple[Checked, ...]:
    """The documents of last year where they were named; those that cannot be read are complained of."""
    if options.last_year is None:
        return ()
    from perfdesk.batch import check_files
    from perfdesk.core.fault import CallFault
    from perfdesk.reading.document import find_files
    from perfdesk.settings import user_corrections

    files = find_files([options.last_year])
    if not files:
        raise CallFault(f"在 {options.last_year} 没有找到上年的自评表：请指定存放上年文件的文件夹。")
    _spare_originals(files, options)
    earlier = check_files(files, options.profile, options.jobs, corrections=user_corrections())
    _name_unread(earlier)
    return earlier


def _mark(documents: Sequence[Checked], folder: Path) -> None:
    from pathlib import Path

    from perfdesk.session import write_marks

    written = write_marks(documents, folder)
    originals = {Path(checked.path).name for checked in documents}
    imported = sum(path.name not in originals for path in written)
    tail = f"其中 {imported} 份由 Word、PDF 或旧版表格转成 .xlsx 后标注。" if imported else ""
    print(f"已在 {folder} 写入 {len(written)} 份标注副本，原件未改动。{tail}", file=sys.stderr)


def _report(options: argparse.Namespace) -> int:
    from perfdesk.core.fault import CallFault
    from perfdesk.session import report_context, write_report
    from perfdesk.template_desk import template_named

    if options.output is None and not options.context:
        raise CallFault("没有说明报告写到哪里：请加 --output 文件.docx；只看可用的名称请用 --context。")
    template = template_named(options.template)
    documents, is_whole = _explained(_documents(options))
    _name_unread(documents)
    if options.context:
        print("\n".join(report_context(documents)))
        return FAILED if _unread(documents) or not is_whole else NOTHING_WRONG
    remarks = write_report(documents, template, options.output, withholds=options.doubts == "withhold")
    for remark in remarks:
        print(remark, file=sys.stderr)
    print(f"已写入报告 {options.output}。")
    return FAILED if _unread(documents) or not is_whole else NOTHING_WRONG


def _summary(options: argparse.Namespace) -> int:
    from perfdesk.summary import write_summary

    documents, is_whole = _explained(_documents(options))
    _name_unread(documents)
    write_summary(documents, options.output)
    print(f"已写入汇总 {options.output}。")
    return FAILED if _unread(documents) or not is_whole else NOTHING_WRONG


def _return(options: argparse.Namespace) -> int:
    from perfdesk.inspection import write_inspection
    from perfdesk.return_notice import deadline_words, write_notices

    deadline = deadline_words(options.days, options.until)
    documents, is_whole = _explained(_documents(options))
    _name_unread(documents)
    returned = write_notices(documents, options.output, deadline, options.template)
    print(f"已在 {options.output} 写入 {len(returned.written)} 份退回意见书。")
    if returned.clean:
        print(f"没有需退回的问题，未发意见书：{'、'.join(returned.clean)}。")
    if options.report is not None:
        for remark in write_inspection(documents, options.report):
            print(remark, file=sys.stderr)
        print(f"已写入审核报告 {options.report}。")
    return FAILED if _unread(documents) or not is_whole else NOTHING_WRONG


def _show(options: argparse.Namespace) -> int:
    from perfdesk.findings_json import forms_json
    from perfdesk.findings_text import forms_text

    documents = _documents(options)
    _deliver(forms_json(documents) if options.format == "json" else forms_text(documents), None)
    return FAILED if not documents or _unread(documents) else NOTHING_WRONG


def _verify(options: argparse.Namespace) -> int:
    from pathlib import Path

    from perfdesk.claims_json import claims_json
    from perfdesk.claims_text import claims_text
    from perfdesk.session import verify_text
    from perfdesk.whole_file import is_same_file

    # The text may lie among its tables; it is no table itself.
    documents = [each for each in _documents(options) if not is_same_file(Path(each.path), options.text)]
    claims = verify_text(documents, options.text)
    _name_unread(documents)
    _deliver(claims_json(claims) if options.format == "json" else claims_text(claims), None)
    if not documents or _unread(documents):
        return FAILED
    return ERRORS_FOUND if any(claim.verdict == "wrong" for claim in claims) else NOTHING_WRONG


def _waive(options: argparse.Namespace) -> int:
    from perfdesk.memory_commands import waive

    _deliver(waive(options), None)
    return NOTHING_WRONG


def _correct(options: argparse.Namespace) -> int:
    from perfdesk.memory_commands import correct

    _deliver(correct(options), None)
    return NOTHING_WRONG


def _import(options: argparse.Namespace) -> int:
    from perfdesk.writing.fresh.imported import import_file

    count = import_file(options.file, options.output)
    print(f"已把 {options.file} 的 {count} 张表写入 {options.output}，原件未改动。")
    return NOTHING_WRONG


def _edit(options: argparse.Namespace) -> int:
    from perfdesk.edit_commands import carry_out

    outcome = carry_out(options, _terminal_progress())
    for line in outcome.complaints:
        _complain(line)
    _deliver(outcome.text, None)
    return outcome.status


def _rules(options: argparse.Namespace) -> int:
    from perfdesk.guide import rule_list, rule_page

    _deliver(rule_list() if options.code is None else rule_page(options.code), None)
    return NOTHING_WRONG


def _forms(options: argparse.Namespace) -> int:
    from perfdesk.guide import form_list

    _deliver(form_list(), None)
    return NOTHING_WRONG


def _profiles(options: argparse.Namespace) -> int:
    from perfdesk.guide import profile_list, profile_page

    _deliver(profile_list() if options.id is None else profile_page(options.id), None)
    return NOTHING_WRONG


def _gui(options: argparse.Namespace) -> int:
    from perfdesk.core.fault import CallFault

    try:
        from perfdesk.gui.app import run
    except ImportError as fault:
        if fault.name and fault.name.startswith("perfdesk"):
            raise
        # A bare Linux lacks the system libraries of Qt; Windows never does.
        raise CallFault(
            f"窗口无法启动：{fault}。命令行功能不受影响；在 Linux 上请先安装 "
            "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0。"
        ) from fault
    return run(options.paths)


def _demo(options: argparse.Namespace) -> int:
    from perfdesk.demo import make_demo

    _deliver(make_demo(options.folder), None)
    return NOTHING_WRONG


_COMMANDS = {
    "check": _check,
    "fix": _edit,
    "new": _edit,
    "set": _edit,
    "report": _report,
    "summary": _summary,
    "return": _return,
    "show": _show,
    "verify": _verify,
    "waive": _waive,
    "correct": _correct,
    "import": _import,
    "rules": _rules,
    "forms": _forms,
    "profiles": _profiles,
    "gui": _gui,
    "demo": _demo,
}


def _documents(options: argparse.Namespace) -> tuple[Checked, ...]:
    from perfdesk.batch import check_files
    from perfdesk.reading.document import find_files
    from perfdesk.settings import user_corrections

    files = find_files(options.paths)
    _spare_originals(files, options)
    if not files:
        _complain("没有找到可检查的文件：文件夹里应有 .xlsx、.xls、.docx 或 .pdf 文件。")
    jobs = getattr(options, "jobs", None)
    return check_files(files, options.profile, jobs, _terminal_progress(), user_corrections())


def _explained(documents: Sequence[Checked]) -> tuple[Sequence[Checked], bool]:
    """The documents with their waivers, and whether every file of waivers could be read."""
    from perfdesk.session import explain

    told, faults = explain(documents)
    for fault in faults:
        _complain(fault.message)
    return told, not faults


def _spare_originals(files: Sequence[Path], options: argparse.Namespace) -> None:
    """Refuse to write a result over any file that is being checked, before any work is done."""
    from perfdesk.core.fault import CallFault
    from perfdesk.whole_file import is_same_file, refuse_same_file

    outputs, marks = (
        [getattr(options, name, None) for name in ("output", "receipt")],
        getattr(options, "mark", None),
    )
    for file in files:
        for output in outputs:
            if output is not None:
                refuse_same_file(file, output)
        if marks is not None and is_same_file(file.parent, marks):
            raise CallFault(f"标注副本不能写在原件所在的文件夹 {marks}：请换一个文件夹。")


def _terminal_progress() -> Progress | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> bool:
        # Blanks instead of an escape sequence: an old Windows console prints those.
        line = f"\r检查 {done + 1}/{total}" if done + 1 < total else f"\r{' ' * 40}\r"
        print(line, end="", file=sys.stderr, flush=True)
        return True

    return show


def _deliver(text: str, target: Path | None) -> None:
    if target is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    from perfdesk.whole_file import write_whole

    write_whole(target, text.encode("utf-8", "backslashreplace"))
    print(f"已写入 {target}。", file=sys.stderr)


def _unread(documents: Sequence[Checked]) -> list[Checked]:
    return [checked for checked in documents if checked.document.fault is not None]


def _name_unread(documents: Sequence[Checked]) -> None:
    for checked in _unread(documents):
        fault = checked.document.fault
        _complain(f"{checked.path}：{fault.message if fault else ''}")


def _status(documents: Sequence[Checked]) -> int:
    if not documents or _unread(documents):
        return FAILED
    findings = [finding for checked in documents for finding in checked.findings]
    has_error = any(finding.severity == "error" and finding.waiver is None for finding in findings)
    return ERRORS_FOUND if has_error else NOTHING_WRONG


if __name__ == "__main__":
    sys.exit(main())
