"""The command line: parses and hands over to the commands; everything they do is the library's work.

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
    from perfdesk.commands.command_words import build_parser
    from perfdesk.commands.console import complain
    from perfdesk.core.fault import Fault

    options = build_parser(__version__).parse_args(words)
    try:
        return _COMMANDS[options.command](options)
    except Fault as fault:
        complain(fault.message)
    except BrokenPipeError:
        # Whoever read the output has closed it, as `| head` does: no fault, and no clean bill either.
        _silence_stdout()
        return CUT_OFF
    except KeyboardInterrupt:
        complain("已中断，未写完的文件没有保留。")
        return INTERRUPTED
    except Exception:
        import traceback

        traceback.print_exc()
        complain("程序内部出错，不是文件的问题。请把上面的内容发给开发者。")
        return BUG
    return FAILED


def _silence_stdout() -> None:
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check(options: argparse.Namespace) -> int:
    from perfdesk.commands.check_commands import check

    return check(options)


def _show(options: argparse.Namespace) -> int:
    from perfdesk.commands.check_commands import show

    return show(options)


def _verify(options: argparse.Namespace) -> int:
    from perfdesk.commands.check_commands import verify

    return verify(options)


def _overview(options: argparse.Namespace) -> int:
    from perfdesk.commands.check_commands import tell_overview

    return tell_overview(options)


def _find(options: argparse.Namespace) -> int:
    from perfdesk.commands.check_commands import find

    return find(options)


def _report(options: argparse.Namespace) -> int:
    from perfdesk.commands.output_commands import report

    return report(options)


def _summary(options: argparse.Namespace) -> int:
    from perfdesk.commands.output_commands import summary

    return summary(options)


def _return(options: argparse.Namespace) -> int:
    from perfdesk.commands.output_commands import give_back

    return give_back(options)


def _waive(options: argparse.Namespace) -> int:
    from perfdesk.commands.console import say
    from perfdesk.commands.memory_commands import waive

    say(waive(options))
    return NOTHING_WRONG


def _correct(options: argparse.Namespace) -> int:
    from perfdesk.commands.console import say
    from perfdesk.commands.memory_commands import correct

    say(correct(options))
    return NOTHING_WRONG


def _import(options: argparse.Namespace) -> int:
    from perfdesk.writing.fresh.imported import import_file

    count = import_file(options.file, options.output)
    print(f"已把 {options.file} 的 {count} 张表写入 {options.output}，原件未改动。")
    return NOTHING_WRONG


def _edit(options: argparse.Namespace) -> int:
    from perfdesk.commands.console import complain, say, terminal_progress
    from perfdesk.commands.edit_commands import carry_out

    outcome = carry_out(options, terminal_progress())
    for line in outcome.complaints:
        complain(line)
    say(outcome.text)
    return outcome.status


def _desk(options: argparse.Namespace) -> int:
    from perfdesk.commands.desk_commands import carry_out

    return carry_out(options)


def _forms(options: argparse.Namespace) -> int:
    from perfdesk.commands.console import say
    from perfdesk.outlets.guide import form_list

    say(form_list())
    return NOTHING_WRONG


def _print(options: argparse.Namespace) -> int:
    from perfdesk.commands.output_commands import print_out

    return print_out(options)


def _gui(options: argparse.Namespace) -> int:
    from perfdesk.commands.console import qt_fault

    try:
        from perfdesk.gui.app import run
    except ImportError as fault:
        raise qt_fault("打开窗口", fault) from fault
    return run(options.paths)


def _demo(options: argparse.Namespace) -> int:
    from perfdesk.commands.console import say
    from perfdesk.commands.demo import make_demo

    say(make_demo(options.folder))
    return NOTHING_WRONG


_COMMANDS = {
    "check": _check,
    "fix": _edit,
    "new": _edit,
    "set": _edit,
    "replace": _edit,
    "rows": _edit,
    "report": _report,
    "summary": _summary,
    "return": _return,
    "print": _print,
    "show": _show,
    "overview": _overview,
    "find": _find,
    "verify": _verify,
    "waive": _waive,
    "correct": _correct,
    "import": _import,
    "rules": _desk,
    "forms": _forms,
    "profiles": _desk,
    "words": _desk,
    "templates": _desk,
    "recent": _desk,
    "gui": _gui,
    "demo": _demo,
}


if __name__ == "__main__":
    sys.exit(main())
