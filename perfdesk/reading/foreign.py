"""Readers that rest on parsers not ours run in a child process, bounded in time and memory.

A library that aborts, hangs or eats the memory over a hostile file ends the child alone. The
bytes go to the child's input, a `Book` or a `FileFault` comes back; what comes back is built
of the few frozen classes named here and nothing else.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from io import BytesIO
from pathlib import Path

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits
from perfdesk.reading.book import Book
from perfdesk.reading.kind import Kind

MODE = "--read-foreign"
"""First word of the child's command line; a frozen program hands it to `serve` by this."""
_KNOWN = frozenset(
    {
        ("decimal", "Decimal"),
        ("perfdesk.core.fault", "FileFault"),
        ("perfdesk.core.grid", "Block"),
        ("perfdesk.core.grid", "Cell"),
        ("perfdesk.core.grid", "Grid"),
        ("perfdesk.reading.book", "Book"),
        ("perfdesk.reading.rich_text", "TextRun"),
        ("perfdesk.reading.sheet_face", "SheetFace"),
        ("perfdesk.reading.sheet_setting", "SheetSetting"),
        ("perfdesk.reading.style", "Border"),
        ("perfdesk.reading.style", "Look"),
    }
)


class _Unpickler(pickle.Unpickler):
    """Builds values of the known classes alone: a child led astray by a file cannot name others."""

    def find_class(self, module: str, name: str) -> object:
        """The class of that name; raises UnpicklingError for one that is not known."""
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def read_foreign(kind: Kind, data: bytes, name: str) -> Book:
    """What the reader of that kind makes of the bytes, in a child process; raises FileFault.

    Args:
        kind: one of the kinds that are read there.
        data: the bytes of the file.
        name: the file's name without ending, for a sheet that has none of its own.
    """
    import subprocess

    seconds = seconds_for(data)
    try:
        done = subprocess.run(
            _command(kind, seconds, name),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # What counts is the time it computes; on a busy machine, and on Windows, only the clock is left.
            timeout=seconds * limits.FOREIGN_PATIENCE,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise _late(seconds) from late
    if -done.returncode == getattr(signal, "SIGXCPU", None):
        raise _late(seconds)
    return _answer(done.stdout)


def seconds_for(data: bytes) -> int:
    """How long the child may compute over these bytes."""
    wanted = limits.FOREIGN_SECONDS + len(data) * limits.FOREIGN_SECONDS_PER_MB // 2**20
    return min(wanted, limits.MOST_FOREIGN_SECONDS)


def _late(seconds: int) -> FileFault:
    return limits.too_large(f"读取超过 {seconds} 秒仍未完成")


def _command(kind: Kind, seconds: int, name: str) -> list[str]:
    words = [MODE, kind, str(seconds), name]
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", __name__, *words]


def _environment() -> dict[str, str]:
    # The child finds what this process found, also where the package is not installed.
    places = [str(Path(__file__).resolve().parents[2]), *(place for place in sys.path if place)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(places))}


def _answer(output: bytes) -> Book:
    """The child's answer; raises the fault it names, or one for a child that died."""
    try:
        answer = _Unpickler(BytesIO(output)).load()
    except Exception as error:
        # Whatever the child left behind when it died is no answer.
        raise limits.corrupt("读取程序中途停止") from error
    if isinstance(answer, FileFault):
        raise answer
    if not isinstance(answer, Book):
        raise limits.corrupt("读取程序没有给出结果")
    return answer


def serve(kind: str, seconds: str, name: str) -> None:
    """The child's work: bytes from its input, the answer to its output; arguments as of `read_foreign`."""
    answer_to = os.dup(1)
    # A library that prints must not spoil the answer.
    os.dup2(2, 1)
    _bound_itself(int(seconds))
    with open(0, "rb", closefd=False) as stream:
        data = stream.read()
    answer: Book | FileFault
    try:
        answer = _read(kind, data, name)
    except FileFault as fault:
        answer = fault
    except ImportError as error:
        answer = limits.unsupported(f"缺少读取这种文件的组件 {error.name}", "请重新安装 PerfDesk")
    except MemoryError:
        answer = limits.too_large("读取时内存不足")
    except Exception as error:
        # Foreign readers raise whatever comes to hand over a damaged file.
        answer = limits.corrupt(f"内容无法解读：{type(error).__name__}")
    with open(answer_to, "wb") as output:
        pickle.dump(answer, output, protocol=4)


def _read(kind: str, data: bytes, name: str) -> Book:
    if kind == "xls":
        from perfdesk.reading.xls import read_xls

        return read_xls(data)
    if kind in ("web_page", "web_archive"):
        from perfdesk.reading.web_page import read_web_archive, read_web_page

        return read_web_page(data, name) if kind == "web_page" else read_web_archive(data, name)
    if kind == "pdf":
        from perfdesk.reading.pdf import read_pdf

        return read_pdf(data)
    raise ValueError(kind)


def _bound_itself(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock holds there.
        return
    _bound(resource.RLIMIT_AS, limits.FOREIGN_MEMORY_BYTES)
    _bound(resource.RLIMIT_CPU, seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound(what: int, wanted: int) -> None:
    import resource

    _, most = resource.getrlimit(what)
    resource.setrlimit(what, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


if __name__ == "__main__":
    serve(*sys.argv[-3:])
